"""Links of entries, typed by their rel (RFC 4287, 4.2.7; OGC 13-026r9, 8; OGC 12-084r2 for offerings)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ...metadata.boxes import number
from ...metadata.online import typed_link
from ...metadata.texts import plain
from ...metadata.xmltree import NAMES, Element, attribute, kids
from ...model import STREAMABLE, Link, LinkKind
from .markup import line
from .template import joined

_ABOUT_THE_PAGE = frozenset({"self", "first", "last", "next", "previous", "prev", "up", "edit", "collection"})
_DATA = frozenset({"enclosure", "data", "download"})
_ICONS = frozenset({"icon", "thumbnail", "quicklook", "preview"})
_METADATA = frozenset({"via", "alternate", "describedby", "metadata", "describes"})
_OFFERINGS = {
    "wms": "OGC:WMS",
    "wmts": "OGC:WMTS",
    "wfs": "OGC:WFS",
    "wcs": "OGC:WCS",
    "csw": "OGC:CSW",
    "opensearch": "OGC:OpenSearch",
}
_MAX_BYTES = 1 << 60


def read_links(entry: Element, url: str) -> list[Link]:
    """The links of an entry in its order: its link elements, its media, its OWS context offerings."""
    found: list[Link] = []
    for node in entry:
        name = NAMES[node.tag]
        if name == "link":
            found += _link(node, url)
        elif name in ("group", "content", "thumbnail"):
            found += _media(node, url)
        elif name == "offering":
            found += _offering(node, url)
    return list(dict.fromkeys(found))


def link_of(
    href: str, rel: str, title: str, media_type: str, url: str, size: int | None = None
) -> Link | None:
    """One link by its rel; None for those that lead round the answer itself."""
    rel, title, media_type = rel.strip().lower(), line(title), media_type.strip()
    href = joined(url, href)
    if not href or rel in _ABOUT_THE_PAGE:
        return None
    # pycsw writes a record's protocol where Atom has the media type.
    protocol = "" if "/" in media_type or " " in media_type else media_type
    kind = "" if protocol else media_type
    function = "download" if rel in _DATA else "information" if rel in _METADATA else ""
    link = replace(
        typed_link(href, protocol, function, "", "", kind, None, size, "", False), title=title, key=rel
    )
    if protocol or link.kind is LinkKind.UNREACHABLE:
        return link
    return replace(link, kind=_kind(link, rel, media_type.lower()))


def _kind(link: Link, rel: str, media_type: str) -> LinkKind:
    page = "html" in media_type
    if "opensearchdescription" in media_type:
        return LinkKind.OPENSEARCH
    if rel == "search":
        return LinkKind.INFO if page else LinkKind.OPENSEARCH
    if rel in _ICONS:
        return LinkKind.THUMBNAIL
    if rel in _DATA:
        if link.kind in STREAMABLE or link.kind in (LinkKind.OPENDAP, LinkKind.STAC):
            return link.kind
        return LinkKind.INFO if page else LinkKind.DOWNLOAD
    if rel in _METADATA:
        written = any(sign in media_type for sign in ("xml", "json", "rdf", "turtle")) and not page
        if link.kind in (LinkKind.DOWNLOAD, LinkKind.INFO, LinkKind.METADATA, LinkKind.OPENSEARCH):
            return LinkKind.METADATA if written else LinkKind.INFO
        return link.kind
    return link.kind


def _link(node: Element, url: str) -> Iterator[Link]:
    length = number(attribute(node, "length"))
    size = int(length) if length and 0 < length < _MAX_BYTES else None
    found = link_of(
        attribute(node, "href"),
        attribute(node, "rel"),
        attribute(node, "title"),
        attribute(node, "type"),
        url,
        size,
    )
    if found:
        yield found


def _media(node: Element, url: str) -> Iterator[Link]:
    """Media RSS: quicklooks and thumbnails (OGC 13-026r9, table 10)."""
    for content in node.iter("{*}content", "{*}thumbnail"):
        href = attribute(content, "url")
        if not href:
            continue
        said = " ".join(plain(one) for one in content.iter("{*}category")).upper()
        name = NAMES[content.tag]
        picture = name == "thumbnail" or attribute(content, "medium") == "image" or not said
        rel = "icon" if picture or said in ("QUICKLOOK", "THUMBNAIL") else "via"
        found = link_of(href, rel, said.capitalize(), attribute(content, "type"), url)
        if found:
            yield found


def _offering(node: Element, url: str) -> Iterator[Link]:
    """The service behind an offering: the address of its capabilities, or of its first operation."""
    protocol = _OFFERINGS.get(attribute(node, "code").rstrip("/").rpartition("/")[2].lower())
    if not protocol:
        return
    operations = kids(node).get("operation", [])
    operations.sort(key=lambda one: attribute(one, "code") != "GetCapabilities")
    # A request for the data itself names the layer; the capabilities' address does not.
    named = next((one for one in operations if "layers=" in attribute(one, "href").lower()), None)
    for operation in [named] if named is not None else operations[:1]:
        href = joined(url, attribute(operation, "href"))
        if href:
            yield typed_link(href, protocol, "", "", "", "", None, None, "", False)
