"""Finding out what an address speaks, and opening it."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from ..errors import BadAnswer, Cancelled, GaiaError, host_of
from ..net import Cancel, Session
from .base import Catalog, CatalogEntry
from .registry import make_catalog

# The root element, whatever its prefix, after a declaration and comments.
_OPENSEARCH = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<\?[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:[\w.-]+:)?OpenSearchDescription[\s>]",
    re.DOTALL,
)


def open_catalog(
    url: str,
    *,
    kind: str | None = None,
    session: Session | None = None,
    id: str = "",
    title: str = "",
    dialect: str = "",
    cancel: Cancel | None = None,
) -> Catalog:
    """The catalogue at an address; ``kind=None`` asks the address what it is.

    Kinds: "stac" (an API), "stac-static" (files), "csw", "geonetwork", "opensearch" (a description document);
    "cmr", "esgf" and "dataone" are taken by name only. Raises BadAnswer where the address is none of them,
    and the typed errors of the network.
    """
    session = session or Session()
    kind = kind or detect_kind(url, session, cancel)
    key = id or host_of(url)
    entry = CatalogEntry(id=key, kind=kind, url=url, titles={"en": title or key}, dialect=dialect)
    return make_catalog(entry, session)


def detect_kind(url: str, session: Session, cancel: Cancel | None = None) -> str:
    """What an address speaks: the kind of its adapter.

    The address is read as it is; where that shows nothing and it looks like a GeoNetwork's, its search is
    tried; else it is asked for CSW capabilities.
    """
    from .geonetwork.probe import is_geonetwork, looks_like_geonetwork

    problem: GaiaError | None = None
    try:
        answer = session.get(
            url, headers={"Accept": "application/json, application/xml;q=0.9"}, cancel=cancel, cache=True
        )
        kind = kind_of(answer.content)
        if kind:
            return kind
    except Cancelled:
        raise
    except GaiaError as error:
        problem = error
    if looks_like_geonetwork(url) and is_geonetwork(url, session, cancel):
        return "geonetwork"
    try:
        answer = session.get(capabilities_url(url), cancel=cancel, cache=True)
        if kind_of(answer.content) == "csw":
            return "csw"
    except Cancelled:
        raise
    except GaiaError as error:
        problem = problem or error
    if problem is not None:
        raise problem
    raise BadAnswer(host=host_of(url), detail="it is neither a STAC catalogue nor a CSW service")


def capabilities_url(url: str) -> str:
    """The address of a CSW's capabilities, other parameters kept."""
    parts = urlsplit(url)
    asked = {"service": "CSW", "version": "2.0.2", "request": "GetCapabilities"}
    kept = [(name, value) for name, value in parse_qsl(parts.query) if name.lower() not in asked]
    return urlunsplit(parts._replace(query=urlencode([*kept, *asked.items()])))


def kind_of(content: bytes) -> str:
    """What an answer shows: "stac", "stac-static", "csw", "opensearch", or "" for none of them."""
    start = content[:4096].lstrip()
    if _OPENSEARCH.search(content[:4096]):
        return "opensearch"
    if start.startswith(b"<") and b"Capabilities" in start and b"/cat/csw" in content[:16384]:
        return "csw"
    if not start.startswith(b"{"):
        return ""
    import json

    try:
        document = json.loads(content)
    except (ValueError, RecursionError):
        return ""
    return _kind_of_json(document) if isinstance(document, dict) else ""


def _kind_of_json(document: dict[str, Any]) -> str:
    links = document.get("links")
    rels = {link.get("rel") for link in links if isinstance(link, dict)} if isinstance(links, list) else set()
    conforms = document.get("conformsTo")
    is_stac = "stac_version" in document
    if isinstance(conforms, list) and any("stacspec.org" in str(uri) for uri in conforms):
        return "stac"
    if is_stac and "search" in rels:
        return "stac"
    if is_stac and document.get("type") in ("Catalog", "Collection", None):
        return "stac-static" if "data" not in rels else "stac"
    return ""
