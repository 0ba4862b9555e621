"""OpenSearch description documents (OpenSearch 1.1; the Parameter extension, draft 1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ...errors import BadAnswer, host_of
from ...metadata.boxes import number
from ...metadata.texts import plain
from ...metadata.xmltree import Element, attribute, kids, local, parse_xml
from .template import Parameter, Template, canonical, joined, place_name, read_template

_READABLE = ("application/atom+xml", "application/geo+json")
_MANY_OPTIONS = 1000


@dataclass(frozen=True)
class OpenSearchDescription:
    """What a description document says, and the templates in its order."""

    title: str = ""
    abstract: str = ""
    attribution: str = ""
    tags: str = ""
    contact: str = ""
    url: str = ""
    templates: tuple[Template, ...] = ()

    def template(self, *rels: str) -> Template | None:
        """The best template of the first rel that has one which can be read here: Atom before GeoJSON, and of
        those the one with most parameters."""
        for rel in rels:
            found = [one for one in self.templates if rel in one.rels and _rank(one) is not None]
            if found:
                return min(found, key=lambda one: (_rank(one), -len(one.parameters)))
        return None


def is_description(root: Element) -> bool:
    """Whether a document's root is that of an OpenSearch description."""
    return local(root) == "OpenSearchDescription"


def read_description(content: bytes, url: str) -> OpenSearchDescription:
    """The description that a document holds. Raises BadAnswer where it is none."""
    root = parse_xml(content, host_of(url))
    if not is_description(root):
        raise BadAnswer(host=host_of(url), detail="not an OpenSearch description")
    return description_of(root, url)


def description_of(root: Element, url: str) -> OpenSearchDescription:
    """The description under a root element."""
    inside = kids(root)

    def text(*names: str) -> str:
        return next((found for name in names for one in inside.get(name, ()) if (found := plain(one))), "")

    templates = [template for one in inside.get("Url", ()) if (template := _template(one, url))]
    return OpenSearchDescription(
        title=text("LongName", "ShortName"),
        abstract=text("Description"),
        attribution=text("Attribution", "Developer"),
        tags=text("Tags"),
        contact=text("Contact"),
        url=url,
        templates=tuple(templates),
    )


def _rank(template: Template) -> int | None:
    kind = template.media_type.split(";")[0].strip().lower()
    return _READABLE.index(kind) if kind in _READABLE else None


def _template(element: Element, url: str) -> Template | None:
    written = attribute(element, "template")
    if not written or len(written) > 20_000:
        return None
    prefixes: dict[str, str] = {str(key or ""): str(value) for key, value in element.nsmap.items()}
    text, parameters, names = read_template(written, prefixes)
    if "://" not in text.partition("?")[0]:
        text = joined(url, text)
    told = {name: _told(parameters[name], one) for name, one in _extended(element, prefixes, parameters)}
    return Template(
        text=text,
        media_type=attribute(element, "type"),
        rels=tuple(attribute(element, "rel").lower().split()) or ("results",),
        index_offset=_offset(attribute(element, "indexOffset")),
        page_offset=_offset(attribute(element, "pageOffset")),
        parameters={**parameters, **told},
        names=names,
    )


def _offset(text: str) -> int:
    """Where counting starts: 1, unless the description says 0 or another small number."""
    return int(text) if text.isdecimal() and len(text) < 6 else 1


def _extended(element: Element, prefixes: Mapping[str, str], known: Mapping[str, Parameter]) -> Any:
    """(canonical name, Parameter element) of each that tells of a placeholder of the template."""
    for one in kids(element).get("Parameter", ()):
        space = {**prefixes, **{str(key or ""): str(value) for key, value in one.nsmap.items()}}
        name = canonical(place_name(attribute(one, "value")), space)
        if name in known:
            yield name, one


def _told(parameter: Parameter, element: Element) -> Parameter:
    options = tuple(
        (attribute(one, "value"), attribute(one, "label"))
        for one in kids(element).get("Option", ())[:_MANY_OPTIONS]
        if attribute(one, "value")
    )
    # "minimum" counts occurrences in the extension; some servers wrote their values' bounds there.
    return replace(
        parameter,
        key=attribute(element, "name") or parameter.key,
        title=attribute(element, "title"),
        pattern=attribute(element, "pattern"),
        minimum=number(attribute(element, "minInclusive")),
        maximum=number(attribute(element, "maxInclusive")),
        options=options,
    )
