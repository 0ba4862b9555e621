"""Answers: Atom feeds (RFC 4287) and GeoJSON (OGC 17-047) with the OpenSearch response elements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...errors import BadAnswer, host_of
from ...metadata.texts import plain
from ...metadata.xmltree import Element, attribute, kids, local
from ...net.parse import parse_json
from ..csw_answer import read_document
from .template import joined


@dataclass(frozen=True)
class Feed:
    """One page of results. The counts are None where the answer gives no readable ones; ``following`` is the
    address of its next link."""

    entries: tuple[Any, ...] = ()
    """Elements (Atom), or mappings (GeoJSON features)."""
    total: int | None = None
    start: int | None = None
    per_page: int | None = None
    following: str = ""
    url: str = ""


def read_feed(content: bytes, url: str) -> Feed:
    """The page that an answer holds.

    Raises RequestRefused for an exception report, BadAnswer for what is neither Atom nor GeoJSON.
    """
    if content[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _geojson(parse_json(content, host_of(url)), url)
    return feed_of(read_document(content, url), url)


def feed_of(root: Element, url: str) -> Feed:
    """The page under a root element: a feed, or an entry alone."""
    if local(root) == "entry":
        return Feed((root,), 1, url=url)
    if local(root) != "feed":
        raise BadAnswer(host=host_of(url), detail=f"not a feed but {local(root)[:40]}")
    inside = kids(root)

    def count(name: str) -> int | None:
        return _count(plain(inside[name][0])) if name in inside else None

    following = ""
    for link in inside.get("link", ()):
        if attribute(link, "rel").lower() == "next" and attribute(link, "href"):
            kind = attribute(link, "type").lower()
            if not kind or "atom" in kind:
                following = following or _next(url, attribute(link, "href"))
    return Feed(
        tuple(inside.get("entry", ())),
        count("totalResults"),
        count("startIndex"),
        count("itemsPerPage"),
        following,
        url,
    )


def _geojson(document: Any, url: str) -> Feed:
    if not isinstance(document, dict) or document.get("type") not in ("FeatureCollection", "Feature"):
        raise BadAnswer(host=host_of(url), detail="JSON that is no collection of features")
    if document["type"] == "Feature":
        return Feed((document,), 1, url=url)
    features = document.get("features")
    properties = document.get("properties")
    said = {**document, **properties} if isinstance(properties, dict) else document
    links = said.get("links")
    nexts = links.get("next") if isinstance(links, dict) else links
    following = ""
    for link in nexts if isinstance(nexts, list) else ():
        if isinstance(link, dict) and isinstance(link.get("href"), str) and link.get("rel") in (None, "next"):
            following = following or _next(url, link["href"])
    return Feed(
        tuple(features) if isinstance(features, list) else (),
        _count(said.get("totalResults", said.get("numberMatched"))),
        _count(said.get("startIndex")),
        _count(said.get("itemsPerPage")),
        following,
        url,
    )


def _next(url: str, href: str) -> str:
    found = joined(url, href)
    return found if found.lower().startswith(("http://", "https://")) else ""


def _count(value: Any) -> int | None:
    text = str(value).strip() if isinstance(value, (int, str)) and not isinstance(value, bool) else ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 12 else None
