"""The links of an item or collection: its assets first, then what its ``links`` lead to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...model import Link, LinkKind
from .assets import asset_links
from .hrefs import is_web, links_of, resolved, self_of, text
from .services import KINDS, map_links

# The catalogue's own structure, which is walked and not shown.
_STRUCTURE = frozenset(
    [
        "root",
        "parent",
        "child",
        "collection",
        "item",
        "next",
        "prev",
        "previous",
        "search",
        "data",
        "conformance",
        "service-desc",
        "service-doc",
        "queryables",
        "aggregate",
        "aggregations",
        "create-from",
        "first",
        "last",
    ]
)
_QUERYABLES = "http://www.opengis.net/def/rel/ogc/1.0/queryables"
_BY_REL = {
    "self": LinkKind.METADATA,
    "canonical": LinkKind.METADATA,
    "describedby": LinkKind.METADATA,
    "items": LinkKind.STAC,
    "thumbnail": LinkKind.THUMBNAIL,
    "preview": LinkKind.THUMBNAIL,
    "enclosure": LinkKind.DOWNLOAD,
    "order": LinkKind.ORDER,
    "retrieve": LinkKind.ORDER,
    "style": LinkKind.STYLE,
    "styles": LinkKind.STYLE,
    "opendap": LinkKind.OPENDAP,
}
_TITLES = {"self": "STAC", "items": "STAC items"}


def read_links(record: Mapping[str, Any], base: str) -> list[Link]:
    """All links of a record. ``base`` is where the document was read, or empty for an API's item."""
    base = base or self_of(record)
    found = list(asset_links(record, base))
    found += other_links(record, base)
    return found


def other_links(record: Mapping[str, Any], base: str) -> Iterator[Link]:
    """What the ``links`` of a record lead to, the catalogue's own structure left out."""
    for link in links_of(record):
        rel = text(link.get("rel")).lower()
        if (
            rel in _STRUCTURE
            or rel.startswith("http://www.opengis.net/def/rel/ogc/1.0/")
            or rel == _QUERYABLES
        ):
            continue
        if rel in KINDS:
            yield from map_links(link, base)
            continue
        href = resolved(base, link.get("href"))
        if not href or (rel == "alternate" and link.get("hreflang")):
            continue
        media_type = text(link.get("type"))
        kind = _BY_REL.get(rel, LinkKind.INFO)
        if kind is LinkKind.THUMBNAIL and not media_type.startswith("image/") and rel == "preview":
            kind = LinkKind.INFO
        if rel in ("via", "alternate") and ("json" in media_type or "xml" in media_type):
            kind = LinkKind.METADATA
        if kind is LinkKind.INFO and not is_web(href):
            continue
        yield Link(
            href=href,
            kind=kind,
            title=text(link.get("title")) or _TITLES.get(rel, ""),
            media_type=media_type,
            function=rel,
        )
