"""THREDDS: catalogues that lead to catalogues, walked from the top as far as is polite.

A THREDDS server has no search: what a query asks is looked for here, in what the catalogues say. A folder of
files, or of folders named by year, month and day, is a dataset; its files are its granules.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from ..errors import (
    AccessDenied,
    AuthenticationRequired,
    BadAnswer,
    NotFound,
    RequestRefused,
    ServiceUnavailable,
    host_of,
)
from ..model import Dataset, Granule, Page, Period, Query, Record
from ..net import Cancel
from .addresses import up_to
from .base import Catalog, Description
from .checker import Checker, Rule, area_test, plain_test
from .pager import Batch, for_datasets, pages
from .stac.documents import TOO_LARGE
from .thredds_catalog import Node, read_catalog
from .thredds_records import is_file, is_part, read_dataset, read_granule, read_reference

MAX_CATALOGS = 80
"""Catalogue documents that one search reads."""
MAX_FOLDERS = 300
"""Catalogue documents that are read for the granules of one dataset."""
MAX_DEPTH = 8
"""References followed one after another from the top."""
_FAILED = 5
"""Documents in a row that fail before the search does."""
ONLY_SO_MANY = "Only its first {count} catalogues were read; the others are listed by their names."
UNREAD = "Some of its catalogues could not be read."
UNSAID = "Records without an area or a period were kept."
_PASSED = (NotFound, BadAnswer, RequestRefused, AccessDenied, AuthenticationRequired, ServiceUnavailable)
_XML = {"Accept": "application/xml, text/xml;q=0.9"}


@dataclass(frozen=True)
class _Step:
    """A document to read: how deep below the top, and the numbers of the folders that led to it."""

    url: str
    depth: int = 0
    dates: tuple[str, ...] = ()


@dataclass
class _Walk:
    """What is remembered of one walk that reads ``most`` documents at most."""

    most: int
    steps: deque[_Step] = field(default_factory=deque)
    known: set[str] = field(default_factory=set)
    """Addresses that were read, wait to be read, or were named."""
    read: int = 0
    failed: int = 0
    in_a_row: int = 0
    left: bool = False
    """Whether something was left unread."""

    @classmethod
    def begun(cls, url: str, most: int) -> _Walk:
        """A walk that starts at a document."""
        return cls(most, deque([_Step(url)]), {url})

    def follow(self, href: str, step: _Step, dates: tuple[str, ...] = ()) -> bool:
        """Has a document read that the one of ``step`` leads to; False where it lies on another server, too
        deep, or beyond the bound."""
        if _server(href) != _server(step.url):
            return False
        if step.depth >= MAX_DEPTH or self.read + len(self.steps) >= self.most:
            self.left = True
            return False
        self.known.add(href)
        self.steps.append(_Step(href, step.depth + 1, dates))
        return True


class ThreddsCatalog(Catalog):
    """A THREDDS catalogue at ``entry.url``: its document or its page (".../catalog.xml", ".../catalog.html"),
    or the server (".../thredds")."""

    def describe(self, cancel: Cancel | None = None) -> Description:
        """The name of the catalogue; its server filters nothing. Raises BadAnswer where it is none."""
        top = self._document(self.top, cancel)
        title = top.name or next((child.name for child in top.children if child.name), "")
        return Description(title=title or self.entry.title(), url=self.top)

    @property
    def top(self) -> str:
        """The address of the document that everything starts from."""
        return document_address(self.entry.url)

    def search(self, query: Query, cancel: Cancel | None = None) -> Iterator[Page]:
        """Datasets that match, level by level. Raises the typed errors of ``core.errors``."""
        query = for_datasets(query)
        walk = _Walk.begun(self.top, MAX_CATALOGS)

        def read(step: _Step, top: Node) -> Iterator[Dataset]:
            return self._datasets(walk, step, top)

        return self._pages(query, walk, read, ONLY_SO_MANY, cancel)

    def granules(self, dataset: Dataset, query: Query, cancel: Cancel | None = None) -> Iterator[Page]:
        """The files of a dataset, and of the folders in it; folders named by dates outside the period are
        not read. The query's text was meant for datasets and is not applied."""
        raw: Any = dataset.raw if isinstance(dataset.raw, dict) else {}
        url = raw.get("catalog")
        if not isinstance(url, str) or not url:
            raise NotFound(host=host_of(self.entry.url), status=404)
        query = query.but(text="", collections=())
        walk = _Walk.begun(url, MAX_FOLDERS)

        def read(step: _Step, top: Node) -> Iterator[Granule]:
            node, above = _at(top, raw) if step.url == url else (top, [])
            return self._files(walk, step, node, above, dataset.id, query.period)

        return self._pages(query, walk, read, TOO_LARGE, cancel)

    def _pages(
        self,
        query: Query,
        walk: _Walk,
        read: Callable[[_Step, Node], Iterator[Record]],
        bound: str,
        cancel: Cancel | None,
    ) -> Iterator[Page]:
        """Pages of what ``read`` makes of each document: none holds records of two, so that none waits."""
        unread: list[Iterator[Record]] = [iter(())]

        def ask(token: int) -> Batch:
            found = list(islice(unread[0], query.page_size))
            while walk.steps and not found:
                step = walk.steps.popleft()
                top = self._step(walk, step, cancel)
                if top is not None:
                    unread[0] = read(step, top)
                    found = list(islice(unread[0], query.page_size))
            more = walk.steps or len(found) == query.page_size
            notes: tuple[str, ...] = (bound.format(count=walk.read),) if walk.left else ()
            notes += (UNREAD,) if walk.failed else ()
            return Batch(found, following=token + 1 if more else None, notes=notes)

        notes = [UNSAID] if query.area or query.period else []
        return pages(query, Checker(query, frozenset(), rules(query)), self.entry.id, ask, [0], notes=notes)

    def _step(self, walk: _Walk, step: _Step, cancel: Cancel | None) -> Node | None:
        """The document of a step, or None where it cannot be read; the first one must be."""
        walk.read += 1
        try:
            node = self._document(step.url, cancel)
        except _PASSED:
            walk.failed += 1
            walk.in_a_row += 1
            if step.depth == 0 or walk.in_a_row >= _FAILED:
                raise
            return None
        walk.in_a_row = 0
        return node

    def _document(self, url: str, cancel: Cancel | None) -> Node:
        answer = self.session.get(url, headers=_XML, cancel=cancel, cache=True)
        return read_catalog(answer.content, answer.url)

    def _datasets(self, walk: _Walk, step: _Step, top: Node) -> Iterator[Dataset]:
        """The datasets of a document; what it leads to is walked later, or named where that is too far."""
        stack: list[tuple[Node, tuple[int, ...], tuple[str, ...]]] = [(top, (), ())]
        while stack:
            node, place, above = stack.pop()
            inner = (*above, node.name) if place else above
            inside = [child for child in node.children if is_file(child) or _is_folder_of_dates(child)]
            series = bool(inside) or any(is_part(one.title) for one in node.references)
            whole = bool(node.accesses) and not is_file(node)
            if series or whole:
                yield read_dataset(
                    node if node.name else _named(node, step.url), catalog=self.entry.id, url=step.url,
                    place=place, above=above, granules=series,
                )  # fmt: skip
            for number, child in reversed(list(enumerate(node.children))):
                if not is_file(child) and not _is_folder_of_dates(child):
                    stack.append((child, (*place, number), inner))
            for reference in node.references:
                if is_part(reference.title) or reference.href in walk.known:
                    continue
                if not walk.follow(reference.href, step):
                    walk.known.add(reference.href)
                    yield read_reference(reference, catalog=self.entry.id)

    def _files(
        self,
        walk: _Walk,
        step: _Step,
        top: Node,
        above: Sequence[str],
        collection: str,
        period: Period | None,
    ) -> Iterator[Granule]:
        """The files of a document, in its order; the documents that it leads to are walked later."""
        for node, names in _below(top, tuple(above)):
            if node.accesses and not node.children:
                yield read_granule(
                    node, catalog=self.entry.id, collection=collection, url=step.url, above=names
                )
            for reference in node.references:
                dates = (*step.dates, reference.title.strip().strip("/"))
                if reference.href not in walk.known and meets(dates, period):
                    walk.follow(reference.href, step, dates)


def rules(query: Query) -> dict[str, Rule]:
    """Everything is filtered here; what says nothing of its area or period is kept: few catalogues do."""
    found = {part: Rule() for part in query.parts}
    if query.area:
        meets_area = area_test(query.area)
        found["area"] = Rule(here=lambda one: meets_area(one) is not False)
    if query.period:
        within = plain_test(query, "period")
        found["period"] = Rule(here=lambda one: one.period is None or within(one))
    return found


def meets(names: Sequence[str], period: Period | None) -> bool:
    """Whether a folder may hold files of a period, by the year, month and day that it and those above it are
    named; what is not named by a date may hold anything."""
    if period is None:
        return True
    digits = [part for name in names for part in name.replace("_", "-").split("-")]
    if len(digits) == 1 and len(digits[0]) in (6, 8) and digits[0].isdigit():
        digits = [digits[0][:4], digits[0][4:6], digits[0][6:]]
    years = [
        at for at, part in enumerate(digits) if len(part) == 4 and part.isdigit() and "1900" <= part < "2100"
    ]
    start = years[0] if years else None
    if start is None:
        return True
    said = [digits[start]]
    for part in digits[start + 1 : start + 3]:
        if not (part.isdigit() and len(part) == 2 and 1 <= int(part) <= (12 if len(said) == 1 else 31)):
            break
        said.append(part)
    try:
        return period.intersects(Period.instant("-".join(said)))
    except ValueError:
        return True


def document_address(url: str) -> str:
    """The address of the document that a page, a dataset's address or a server's root stands for."""
    parts = urlsplit(url)
    if parts.path.endswith(".html") and "catalog" in parts.path:
        return urlunsplit(parts._replace(path=f"{parts.path[:-5]}.xml", query="", fragment=""))
    if parts.path.endswith(".xml"):
        return urlunsplit(parts._replace(fragment=""))
    root = up_to(url, "thredds")
    if root and "/thredds/catalog/" in parts.path:
        return urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}/catalog.xml", query="", fragment=""))
    return f"{root}/catalog.xml" if root else url


def _is_folder_of_dates(node: Node) -> bool:
    return is_part(node.name) and not node.accesses


def _server(url: str) -> tuple[str, str]:
    return urlsplit(url).scheme, host_of(url)


def _below(top: Node, above: tuple[str, ...]) -> Iterator[tuple[Node, tuple[str, ...]]]:
    yield top, above
    for child in top.children:
        yield from _below(child, (*above, child.name) if child.children else above)


def _at(top: Node, raw: dict[str, Any]) -> tuple[Node, list[str]]:
    """The element that a dataset was read from; where the document changed, the one of its name, else all."""
    node = top
    place = raw.get("place")
    for number in place if isinstance(place, list) else ():
        if not isinstance(number, int) or not 0 <= number < len(node.children):
            node = top
            break
        node = node.children[number]
    name = raw.get("name")
    if place and node.name != name:
        node = next((one for one in top.walk() if one.name == name), top)
    above = raw.get("above")
    return node, [*above, node.name] if isinstance(above, list) and place else []


def _named(node: Node, url: str) -> Node:
    """A catalogue without a name, named after its folder."""
    path = urlsplit(url).path.removesuffix("/catalog.xml").rstrip("/")
    return replace(node, name=path.rpartition("/")[2] or host_of(url))
