"""A THREDDS catalogue document as a tree (Dataset Inventory Catalog Specification, version 1.0.x).

Services may be compound, metadata may be inherited, and a reference leads to another document, which is not
read here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ..errors import BadAnswer, host_of
from ..metadata.xmltree import attribute, local, parse_xml
from .stac.hrefs import resolved
from .thredds_metadata import Said, read_said

MANY = 20_000
"""Datasets of one document that are read at most."""
_DEEPEST = 40


@dataclass(frozen=True)
class Access:
    """One way to a dataset: the type of its service, as the catalogue writes it, and the address."""

    service: str
    href: str
    format: str = ""


@dataclass(frozen=True)
class Reference:
    """A reference to another catalogue (catalogRef)."""

    title: str
    href: str
    said: Said = field(default_factory=Said)


@dataclass(frozen=True)
class Node:
    """A dataset element, or the catalogue itself: what it says of itself, and what is in it."""

    name: str
    id: str = ""
    said: Said = field(default_factory=Said)
    accesses: tuple[Access, ...] = ()
    children: tuple[Node, ...] = ()
    references: tuple[Reference, ...] = ()

    def walk(self) -> Iterator[Node]:
        """This node and all below it in the document, from the top down."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class _Service:
    kind: str
    base: str
    suffix: str


def read_catalog(content: bytes, url: str) -> Node:
    """The tree of a document that was read at ``url``. Raises BadAnswer where it is no THREDDS catalogue."""
    root = parse_xml(content, host_of(url))
    if local(root) != "catalog" or "InvCatalog" not in str(root.tag):
        raise BadAnswer(host=host_of(url), detail="XML that is no THREDDS catalogue")
    reader = _Reader(url, root)
    return reader.node(root, Said(), 0)


class _Reader:
    """Reads the elements of one document."""

    def __init__(self, url: str, root: Any):
        self._url = url
        self._left = MANY
        self._services: dict[str, list[_Service]] = {}
        for child in root:
            if local(child) == "service":
                self._service(child, 0)
        self._default = next(iter(self._services), "")

    def node(self, element: Any, above: Said, depth: int) -> Node:
        """A dataset with what it inherits; what lies too deep or beyond the bound is left out."""
        inherited = above
        own = Said()
        for child in element:
            if local(child) == "metadata":
                said = read_said(child, self._url)
                if attribute(child, "inherited").lower() == "true":
                    inherited = inherited.with_more(said)
                else:
                    own = own.with_more(said)
        own = own.with_more(read_said(element, self._url))
        said = inherited.with_more(own)
        return Node(
            name=attribute(element, "name"),
            id=attribute(element, "ID"),
            said=said,
            accesses=tuple(self._accesses(element, said)),
            children=tuple(self._children(element, inherited, depth)),
            references=tuple(self._references(element)),
        )

    def _children(self, element: Any, inherited: Said, depth: int) -> Iterator[Node]:
        if depth >= _DEEPEST:
            return
        for child in element:
            if local(child) in ("dataset", "datasetScan", "featureCollection"):
                self._left -= 1
                if self._left < 0:
                    return
                yield self.node(child, inherited, depth + 1)

    def _references(self, element: Any) -> Iterator[Reference]:
        for child in element:
            if local(child) != "catalogRef":
                continue
            self._left -= 1
            href = resolved(self._url, attribute(child, "href"))
            if self._left < 0 or not href.startswith(("http://", "https://", "file://")):
                continue
            title = attribute(child, "title") or attribute(child, "name") or href.rpartition("/")[2]
            yield Reference(title, href, read_said(child, self._url))

    def _service(self, element: Any, depth: int) -> list[_Service]:
        """The services behind one name: its own, or those that a compound one holds."""
        kind = attribute(element, "serviceType")
        found: list[_Service] = []
        if kind.lower() == "compound" and depth < _DEEPEST:
            for child in element:
                if local(child) == "service":
                    found += self._service(child, depth + 1)
        else:
            found.append(_Service(kind, attribute(element, "base"), attribute(element, "suffix")))
        name = attribute(element, "name")
        if name:
            self._services.setdefault(name, found)
        return found

    def _accesses(self, element: Any, said: Said) -> Iterator[Access]:
        """``urlPath`` through the dataset's service, and each access element through its own."""
        path = attribute(element, "urlPath")
        if path:
            name = attribute(element, "serviceName") or said.service
            yield from self._through(name or self._default, path, said.format)
        for child in element:
            if local(child) == "access":
                name = attribute(child, "serviceName") or said.service
                yield from self._through(
                    name, attribute(child, "urlPath"), attribute(child, "dataFormat") or said.format
                )

    def _through(self, service: str, path: str, format: str) -> Iterator[Access]:
        for one in self._services.get(service, ()):
            href = resolved(self._url, f"{one.base}{path}{one.suffix}") if path else ""
            if href:
                yield Access(one.kind, href, format)
