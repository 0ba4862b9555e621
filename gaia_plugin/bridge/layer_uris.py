"""Data source URIs of QGIS's providers. Every value goes through QGIS's own encoding, never through ``+``."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote, urlsplit

from qgis.core import QgsCoordinateReferenceSystem, QgsDataSourceUri
from qgis.PyQt.QtCore import QUrl

from ..core.errors import UnsupportedLink, host_of
from ..core.model import Link, LinkKind
from ..core.net.credentials import holds_secret, without_userinfo
from ..core.ogc import Offer, capabilities_url, service_url

_FORMATS = (
    "image/png",
    "image/png; mode=8bit",
    "image/png8",
    "image/jpeg",
    "image/jpg",
    "image/gif",
    "image/tiff",
)


def authid(code: str) -> str:
    """A CRS as services write it ("urn:ogc:def:crs:EPSG::4326", "CRS:84") as QGIS does ("EPSG:4326"); ""
    where QGIS does not know it."""
    text = code.strip()
    if not text:
        return ""
    crs = QgsCoordinateReferenceSystem.fromOgcWmsCrs(text)
    if not crs.isValid() and "/" in text:  # http://www.opengis.net/def/crs/EPSG/0/4326
        pieces = [piece for piece in text.rstrip("/").split("/") if piece]
        crs = QgsCoordinateReferenceSystem.fromOgcWmsCrs(
            f"{pieces[-3]}:{pieces[-1]}" if len(pieces) > 3 else ""
        )
    return crs.authid() if crs.isValid() else ""


def pick_crs(codes: Iterable[str], wanted: str) -> str:
    """The project's CRS where it is offered, so that the server's pixels are drawn as they are; else a common
    one, else the first that QGIS knows."""
    offered = list(dict.fromkeys(filter(None, (authid(code) for code in codes))))
    for candidate in (wanted, "EPSG:4326", "EPSG:3857"):
        if candidate and candidate in offered:
            return candidate
    return offered[0] if offered else "EPSG:4326"


def pick_format(offered: Iterable[str]) -> str:
    """PNG for its transparency, else JPEG, else the first image."""
    formats = list(offered)
    plain = {text.lower().replace(" ", ""): text for text in formats}
    for wanted in _FORMATS:
        if wanted.replace(" ", "") in plain:
            return plain[wanted.replace(" ", "")]
    return next((text for text in formats if text.lower().startswith("image/")), "image/png")


def _encoded(parameters: Iterable[tuple[str, str]]) -> str:
    """The encoded form of a URI. Versions differ in how often they encode the service's address: it is
    encoded once more where it would not come back as it is."""
    pairs = list(parameters)
    text = _encode(pairs)
    back = QgsDataSourceUri()
    back.setEncodedUri(text)
    if all(back.param(name) == value for name, value in pairs if name == "url"):
        return text
    return _encode([(n, bytes(QUrl.toPercentEncoding(v)).decode() if n == "url" else v) for n, v in pairs])


def _encode(pairs: Iterable[tuple[str, str]]) -> str:
    uri = QgsDataSourceUri()
    for name, value in pairs:
        uri.setParam(name, value)
    return bytes(uri.encodedUri()).decode()


def wms(link: Link, offers: tuple[Offer, ...], wanted: str, hidden: bool = False) -> str:
    """WMS; with a time dimension as QGIS's temporal WMS ("wmst"), which the temporal controller plays.

    ``hidden`` says that the address which the service announces for its maps cannot be reached.
    """
    first = offers[0]
    styles = [link.styles if link.styles in offer.styles else offer.style for offer in offers]
    shared = [code for code in first.crs if all(code in offer.crs for offer in offers)]
    pairs = [
        ("crs", pick_crs(shared or first.crs, wanted)),
        ("format", pick_format(first.formats)),
        ("dpiMode", "7"),
        ("url", service_url(link.href, LinkKind.WMS)),
    ]
    for offer, style in zip(offers, styles):
        pairs += [("layers", offer.name), ("styles", style)]
    if hidden:
        pairs += [("IgnoreGetMapUrl", "1"), ("IgnoreGetFeatureInfoUrl", "1")]
    times = next((offer.times for offer in offers if offer.times), None)
    if times:
        pairs += [
            ("type", "wmst"),
            ("timeDimensionExtent", times.text),
            ("temporalSource", "provider"),
            ("allowTemporalUpdates", "true"),
        ]
        if times.days_only:
            pairs.append(("enableTime", "false"))
    return _encoded(pairs)


def wmts(link: Link, offer: Offer, wanted: str) -> str:
    """WMTS, in the tile matrix set whose CRS suits the project. Dimensions are kept at their defaults."""
    sets = {authid(crs): name for name, crs in reversed(offer.tile_matrix_sets) if authid(crs)}
    if not sets:
        raise UnsupportedLink(host=host_of(link.href), detail="its tiles are in an unknown CRS")
    crs = pick_crs([crs for _, crs in offer.tile_matrix_sets], wanted)
    pairs = [
        ("crs", crs),
        ("format", pick_format(offer.formats)),
        ("layers", offer.name),
        ("styles", link.styles if link.styles in offer.styles else offer.style),
        ("tileMatrixSet", sets[crs]),
        ("dpiMode", "7"),
        ("url", capabilities_url(link.href, LinkKind.WMTS)),
    ]
    if offer.dimensions:
        pairs.append(
            ("tileDimensions", ";".join(f"{name}={value}" for name, value in offer.dimensions if value))
        )
    return _encoded(pairs)


def xyz(link: Link) -> str:
    """XYZ or TMS tiles from an address with {x}, {y} (or {-y}) and {z}.

    Raises UnsupportedLink for one without them, and for one with a key: the project would keep it.
    """
    if holds_secret(link.href):
        raise UnsupportedLink(
            host=host_of(link.href), detail="its address holds a key, which the project would keep"
        )
    address = link.href.replace("{s}", "a").replace("%7B", "{").replace("%7D", "}")
    if not all(part in address for part in ("{x}", "{z}")) or not ("{y}" in address or "{-y}" in address):
        raise UnsupportedLink(host=host_of(link.href), detail="the tiles' address has no {x}, {y}, {z}")
    return _encoded([("type", "xyz"), ("url", address), ("zmin", "0"), ("zmax", "19")])


def wcs(link: Link, name: str, version: str, crs: Iterable[str], formats: Iterable[str], wanted: str) -> str:
    """WCS 1.0 and 1.1, through QGIS's own provider."""
    known = list(formats)
    tiff = next((text for text in known if "tif" in text.lower()), known[0] if known else "")
    pairs = [("identifier", name), ("version", version), ("url", service_url(link.href, LinkKind.WCS))]
    codes = list(crs)
    if codes:
        pairs.append(("crs", pick_crs(codes, wanted)))
    if tiff:
        pairs.append(("format", tiff))
    return _encoded(pairs)


def wcs_gdal(link: Link, name: str, version: str = "2.0.1") -> str:
    """WCS 2.0, which QGIS's provider does not speak, through GDAL's driver."""
    address = service_url(link.href, LinkKind.WCS)
    mark = "&" if urlsplit(address).query else "?"
    return f"WCS:{address}{mark}version={quote(version)}&coverage={quote(name, safe=':')}"


def wfs(link: Link, name: str, version: str, crs: Iterable[str]) -> str:
    """WFS, asking for what the view shows. A server of WFS 1.1 or 2.0 that announces "EPSG:4326" in place of
    the URN means longitude before latitude; QGIS is told not to swap them."""
    codes = list(crs)
    uri = QgsDataSourceUri()
    uri.setParam("url", service_url(link.href, LinkKind.WFS))
    uri.setParam("typename", name)
    uri.setParam("version", version)
    if codes and authid(codes[0]):
        uri.setParam("srsname", authid(codes[0]))
    uri.setParam("restrictToRequestBBOX", "1")
    if version >= "1.1" and codes and codes[0].upper().startswith("EPSG:"):
        uri.setParam("IgnoreAxisOrientation", "1")
    return str(uri.uri(False))


def features(link: Link, name: str) -> str:
    """OGC API Features, asking for what the view shows."""
    uri = QgsDataSourceUri()
    uri.setParam("url", service_url(link.href, LinkKind.FEATURES))
    uri.setParam("typename", name)
    uri.setParam("restrictToRequestBBOX", "1")
    return str(uri.uri(False))


def cog(link: Link) -> str:
    """A file that GDAL reads by ranges. ``empty_dir`` keeps GDAL from asking for forty sidecar files that are
    not there, on every opening of the project too.

    Raises UnsupportedLink for a signed address: the project would keep the key, and the key would expire.
    """
    parts = urlsplit(link.href)
    if parts.scheme not in ("http", "https"):
        raise UnsupportedLink(host=host_of(link.href), detail=f"{parts.scheme or 'its'} addresses")
    if holds_secret(without_userinfo(link.href)):
        raise UnsupportedLink(
            host=host_of(link.href), detail="its address is signed for a short time; download it instead"
        )
    address = parts._replace(netloc=parts.netloc.rsplit("@", 1)[-1], fragment="").geturl()
    return "/vsicurl?empty_dir=yes&url=" + quote(address, safe="")
