"""Addresses of OGC services, as records write them and as clients need them."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

from ..model import Link, LinkKind
from ..net.credentials import SECRET_PARAMETERS

SERVICES = {LinkKind.WMS: "WMS", LinkKind.WMTS: "WMTS", LinkKind.WFS: "WFS", LinkKind.WCS: "WCS"}

# Parameters of a request, not of the service: what stays (map=, nodename=) addresses it.
_REQUEST_KEYS = re.compile(
    "service|version|request|accept(versions|formats)|layers?|styles?|format|crs|srs|bbox|width|height|transparent"
    "|bgcolor|exceptions|time|elevation|type(names?)|coverage(id)?|identifiers?|tile(matrixset|matrix|row|col)"
    "|outputformat|srsname|maxfeatures|count|startindex|query_layers|info_format|[ijxy]|boundingbox|res[xy]|subset"
    "|namespaces?|propertyname|resulttype|featureid|feature_count|tiled|response_crs|sld_version",
    re.I,
)
_NAMING_KEYS = {
    LinkKind.WMS: ("layers", "layer"),
    LinkKind.WMTS: ("layer", "layers"),
    LinkKind.WFS: ("typenames", "typename", "layers", "layer"),
    LinkKind.WCS: ("coverageid", "coverage", "identifier", "identifiers", "layers"),
}


def _without_user(netloc: str) -> str:
    return netloc.rsplit("@", 1)[-1]


def service_url(href: str, kind: LinkKind) -> str:
    """The service's own address: without the parameters of one request, without user, password and keys
    (projects keep this address), and for OGC API Features the landing page."""
    parts = urlsplit(href.strip())
    path = parts.path
    if kind is LinkKind.FEATURES:
        path = re.sub(r"/(collections(/.*)?|conformance)/?$", "", path).rstrip("/") or "/"
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    kept = [
        pair
        for pair in pairs
        if not _REQUEST_KEYS.fullmatch(pair[0]) and pair[0].strip().lower() not in SECRET_PARAMETERS
    ]
    if kind is LinkKind.FEATURES:
        kept = [pair for pair in kept if pair[0].lower() not in ("f", "limit", "offset", "datetime")]
    return urlunsplit(
        (parts.scheme, _without_user(parts.netloc), path, urlencode(kept, quote_via=quote, safe="/:,"), "")
    )


def with_parameters(url: str, parameters: Mapping[str, str]) -> str:
    """The address with parameters added to its query."""
    parts = urlsplit(url)
    added = urlencode(dict(parameters), quote_via=quote)
    query = "&".join(text for text in (parts.query, added) if text)
    return urlunsplit(parts._replace(query=query, fragment=""))


def capabilities_url(href: str, kind: LinkKind, version: str = "") -> str:
    """The GetCapabilities address (OWS Common 06-121r9, section 7.2); a RESTful WMTS document stays."""
    base = service_url(href, kind)
    if kind is LinkKind.WMTS and urlsplit(base).path.lower().endswith(".xml"):
        return base
    asked = {"VERSION": version} if version else {}
    return with_parameters(base, {"SERVICE": SERVICES[kind], "REQUEST": "GetCapabilities", **asked})


def is_internal(announced: str, service: str) -> bool:
    """Whether a service announces an address inside its provider's own network (a server behind a proxy that
    nobody told it of), while it was itself reached elsewhere."""
    here, there = urlsplit(service).hostname or "", urlsplit(announced).hostname or ""
    if not there or there == here:
        return False
    try:
        return not ipaddress.ip_address(there).is_global
    except ValueError:
        return "." not in there or there.endswith((".local", ".internal", ".lan", ".intra"))


def hinted_names(href: str, kind: LinkKind) -> tuple[str, ...]:
    """The names that the address itself carries: ``layers=``, ``typename=``, ``/collections/NAME``."""
    parts = urlsplit(href)
    if kind is LinkKind.FEATURES:
        found = re.search(r"/collections/([^/?]+)", parts.path)
        return (unquote(found[1]),) if found else ()
    values = {name.lower(): value for name, value in parse_qsl(parts.query)}
    for key in _NAMING_KEYS.get(kind, ()):
        if values.get(key, "").strip():
            return (values[key].strip(),)
    fragment = unquote(parts.fragment).strip()
    return (fragment,) if fragment else ()


def link_names(link: Link) -> tuple[str, ...]:
    """What may name the layer, the surest first: the record's name, the address's, the title."""
    names = (link.name, *hinted_names(link.href, link.kind), link.title)
    return tuple(dict.fromkeys(name.strip() for name in names if name and name.strip()))
