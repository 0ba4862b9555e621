"""Map services that STAC records announce, as links with their layers' names.

Sources: STAC web-map-links extension v1.2; WMS 1.3.0 section 7.3 and WMTS 1.0.0 section 7 for the request
parameters that are taken out of an address.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from ...model import Link, LinkKind
from .hrefs import resolved, text, texts

KINDS = {
    "wms": LinkKind.WMS,
    "wmts": LinkKind.WMTS,
    "wfs": LinkKind.WFS,
    "wcs": LinkKind.WCS,
    "xyz": LinkKind.TILES,
    "arcgis-featureserver": LinkKind.ESRI,
    "3d-tiles": LinkKind.INFO,
    "tilejson": LinkKind.INFO,
    "pmtiles": LinkKind.DOWNLOAD,
}
_REQUEST = frozenset(
    [
        "service",
        "version",
        "request",
        "layers",
        "layer",
        "styles",
        "style",
        "srs",
        "crs",
        "format",
        "transparent",
        "tiled",
        "width",
        "height",
        "bbox",
        "bgcolor",
        "exceptions",
        "tilematrixset",
        "tilematrix",
        "tilerow",
        "tilecol",
        "typename",
        "typenames",
        "coverage",
        "coverageid",
        "outputformat",
        "time",
    ]
)


def split_request(href: str) -> tuple[str, dict[str, str]]:
    """A service's address without the parameters of one request, and those parameters in lower case.

    What the vendor added (``map=``, ``CQL_FILTER=``) stays in the address.
    """
    parts = urlsplit(href)
    asked, kept = {}, []
    for name, value in parse_qsl(parts.query, keep_blank_values=True):
        if name.lower() in _REQUEST:
            asked[name.lower()] = value
        else:
            kept.append((name, value))
    return urlunsplit(parts._replace(query=urlencode(kept, quote_via=quote))), asked


def ogc_link(
    service: str,
    href: str,
    *,
    key: str = "",
    roles: tuple[str, ...] = (),
    asset: Mapping[str, Any] | None = None,
) -> Link:
    """The link to an OGC service from an address that may hold a whole request (GetMap, GetCapabilities)."""
    fields = asset or {}
    address, asked = split_request(href)
    name = asked.get("layers") or asked.get("layer") or asked.get("typenames") or asked.get("typename")
    name = name or asked.get("coverageid") or asked.get("coverage") or ""
    return Link(
        href=address,
        kind=KINDS[service],
        name=name,
        title=text(fields.get("title")),
        description=text(fields.get("description")),
        media_type=asked.get("format") or text(fields.get("type")),
        protocol=f"OGC:{service.upper()}",
        key=key,
        roles=roles,
        styles=asked.get("styles") or asked.get("style") or "",
        times=asked.get("time", ""),
        crs=asked.get("crs") or asked.get("srs") or "",
    )


def map_links(link: Mapping[str, Any], base: str) -> Iterator[Link]:
    """The links that one web map link makes: one for each layer it names."""
    rel = text(link.get("rel")).lower()
    servers = texts(link.get("href:servers"))
    raw = text(link.get("href"))
    if servers:
        raw = raw.replace("{s}", servers[0])
    href = resolved(base, raw)
    if not href:
        return
    address, asked = (href, {}) if rel in ("xyz", "tilejson", "3d-tiles", "pmtiles") else split_request(href)
    layers = texts(
        link.get("wms:layers") or link.get("wmts:layer") or link.get("wcs:coverage") or link.get("wfs:layers")
    )
    styles = texts(link.get("wms:styles"))
    dimensions = link.get("wms:dimensions") or link.get("wmts:dimensions")
    times = ""
    if isinstance(dimensions, Mapping):
        times = next((text(value) for name, value in dimensions.items() if str(name).lower() == "time"), "")
    names = layers or texts(asked.get("layers") or asked.get("layer")) or ("",)
    for index, name in enumerate(names):
        yield Link(
            href=address,
            kind=KINDS[rel],
            name=name,
            title=text(link.get("title")) if len(names) == 1 else f"{text(link.get('title'))} {name}".strip(),
            description=text(link.get("description")),
            media_type=text(link.get("type")),
            protocol={"xyz": "XYZ", "arcgis-featureserver": "ESRI:REST"}.get(rel, "")
            or (f"OGC:{rel.upper()}" if len(rel) <= 4 else rel),
            styles=styles[index] if index < len(styles) else asked.get("styles", ""),
            times=times or asked.get("time", ""),
        )
