"""Addresses made safe and clean: no credentials, no left-over request, and what they say of the layer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote_plus, urlsplit, urlunsplit

from ..model import LinkKind
from ..net.credentials import SECRET_PARAMETERS

OGC_KINDS = frozenset({LinkKind.WMS, LinkKind.WMTS, LinkKind.WFS, LinkKind.WCS, LinkKind.SENSOR})

# Parameters of an OGC request; all others (map=, lang=, a vendor's own) belong to the service's address.
_REQUEST = frozenset(
    {"service", "request", "version", "acceptversions", "layers", "layer", "typename", "typenames",
     "coverage", "coverageid", "coverageids", "styles", "style", "crs", "srs", "srsname", "bbox",
     "width", "height", "format", "outputformat", "transparent", "time", "elevation", "exceptions",
     "tilematrixset", "tilematrix", "tilerow", "tilecol", "maxfeatures", "count", "propertyname",
     "filter", "cql_filter", "resulttype", "bgcolor", "subset", "namespace", "sections",
     "updatesequence", "identifier", "i", "j", "x", "y", "info_format", "query_layers"}
)  # fmt: skip
_VERSION = re.compile(r"(?:wms|wmts|wfs|wcs|sos)\W{1,2}(\d\.\d(?:\.\d)?)", re.IGNORECASE)


@dataclass(frozen=True)
class Hints:
    """What an OGC address or protocol says: layer or coverage, version, styles, time, CRS, format."""

    name: str = ""
    version: str = ""
    styles: str = ""
    times: str = ""
    crs: str = ""
    format: str = ""


def _pairs(query: str) -> list[tuple[str, str, str]]:
    """(lower-case name, value, as written) of each parameter of a query."""
    found = []
    for part in query.split("&"):
        if part:
            name, _, value = part.partition("=")
            found.append((unquote_plus(name).strip().lower(), unquote_plus(value), part))
    return found


def without_secrets(href: str) -> tuple[str, bool]:
    """(address, had some): without user information and without keys and tokens in its query."""
    href = href.strip()
    try:
        parts = urlsplit(href)
        host = parts.netloc.rpartition("@")[2]
    except ValueError:
        # Not an address that anything may open; drop what could be a password all the same.
        return re.sub(r"//[^/@]*@", "//", href), "@" in href
    had = host != parts.netloc
    query = parts.query
    if query:
        kept = [raw for name, _, raw in _pairs(query) if name not in SECRET_PARAMETERS]
        had = had or len(kept) != len(_pairs(query))
        query = "&".join(kept)
    if not had:
        return href, False
    return urlunsplit((parts.scheme, host, parts.path, query, parts.fragment)), True


def clean_href(href: str, kind: LinkKind) -> str:
    """The address without secrets and, for an OGC service, without the request: vendor parameters stay."""
    href, _ = without_secrets(href)
    if kind not in OGC_KINDS:
        return href
    try:
        parts = urlsplit(href)
    except ValueError:
        return href
    if not parts.query:
        return href.rstrip("?&") if not parts.fragment else href
    kept = "&".join(raw for name, _, raw in _pairs(parts.query) if name not in _REQUEST)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, kept, parts.fragment))


def hints(href: str, protocol: str = "") -> Hints:
    """What an OGC address or protocol says of the layer. Never raises."""
    try:
        values = {name: value.strip() for name, value, _ in _pairs(urlsplit(href.strip()).query)}
    except ValueError:
        values = {}
    names = ("layers", "layer", "typenames", "typename", "coverageid", "coverageids", "coverage")
    name = next((values[key] for key in names if values.get(key)), "")
    version = values.get("version", "")
    said = _VERSION.search(protocol)
    if not version and said:
        version = said.group(1)
    return Hints(
        name=name,
        version=version,
        styles=values.get("styles") or values.get("style") or "",
        times=values.get("time", ""),
        crs=values.get("crs") or values.get("srs") or values.get("srsname") or "",
        format=values.get("outputformat") or values.get("format") or "",
    )
