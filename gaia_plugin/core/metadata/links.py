"""What an online resource is good for, told from the strings that catalogues write.

Precedence: what was withheld or lies inside the provider's house; an explicit protocol; the address;
the declared function; a page to read. One exception: where the protocol only says "web link" (or file
transfer), function=download makes it a download.
"""

from __future__ import annotations

import re

from ..model import LinkKind
from .hrefs import OGC_KINDS, clean_href, hints

_K = LinkKind

# (pattern over the lower-case protocol, kind). The first that matches wins. Sources: GeoNetwork's protocol
# list (user manual, annexes, ISO 19139), and the strings of Sextant, EaSy Data, AERIS, Copernicus Marine,
# SeaDataNet and Géoplateforme records.
_PROTOCOLS: tuple[tuple[str, LinkKind], ...] = (
    (r"^copyfile|^network:link|^file(:|$)|^db(:|$)|^eea:(file|folder)path|^local ?file", _K.UNREACHABLE),
    (r"motu", _K.UNREACHABLE),  # the sub-setting service of Copernicus Marine, closed in 2024
    (r"stac", _K.STAC),
    (r"opensearch|^ukst$", _K.OPENSEARCH),
    (r"link--order|^order|order_link|downloadregistration", _K.ORDER),
    (r"wmts|^wts$|^(osgeo:)?tms|xyz-tile|^xyz$|ogc ?api ?-? ?tiles|web ?map ?tile", _K.WMTS),
    (r"wms|web ?map ?service|^getmap$|^service web cartographique", _K.WMS),
    (r"wfs|web ?feature ?service", _K.WFS),
    (r"ogc ?api ?-? ?features|^oapif", _K.FEATURES),
    (r"wcs|web ?coverage ?service|ogc ?api ?-? ?coverages", _K.WCS),
    (r"^ogc:sos|sensor ?things|^ogc:sta$|sensor ?observation", _K.SENSOR),
    (r"^esri:|arcgis", _K.ESRI),
    (r"opendap|thredds|erddap|^dap$", _K.OPENDAP),
    (r"cog$|cloud.?optimi[sz]ed", _K.COG),
    (r"sld|qml", _K.STYLE),
    (r"ogc:csw|catalogue service|metadata-url|^ogc ?api ?-? ?records", _K.METADATA),
    (r"ogc:ows-c|kml|web ?map ?context", _K.DOWNLOAD),
    (r"download|^(www:)?s?ftps?$|^service de téléchargement|^atom$|inspire.?atom", _K.DOWNLOAD),
    (r"^doi$|^www:doi|publication|broadcast|information_link|site web|^doi ", _K.INFO),
    (r"link-1\.0-http--(related|partners|samples|rss|ical)", _K.INFO),
    (r"thumbnail|quicklook|^image/.*overview", _K.THUMBNAIL),
)
_COMPILED = tuple((re.compile(pattern), kind) for pattern, kind in _PROTOCOLS)

_TILES = re.compile(r"^(osgeo:)?tms|xyz|ogc ?api ?-? ?tiles|ogc ?api ?-? ?maps")
# Protocols that say how bytes travel and not what they are: the address and the function know better.
_WEAK = re.compile(
    r"^(www:link(-1\.0-http--link)?|https?|www|website|web|url|link|html|text/html|www:link:.*|file|ftp|"
    r"publication en accès ouvert|code source en accès ouvert|service de téléchargement)$"
)
_DATA_FILE = re.compile(
    r"\.(zip|tar|tgz|gz|bz2|xz|7z|rar|nc|nc4|cdf|hdf5?|h5|grib2?|grb2?|tiff?|jp2|img|vrt|shp|gpkg|geojson|kmz?|"
    r"gml|csv|tsv|txt|dat|xlsx?|ods|parquet|zarr|las|laz|copc|json|dbf|mat|rds|sqlite|odv|asc|fits?|pdf|docx?)$"
)
_READ_ME = re.compile(r"\.(pdf|docx?|html?|php|aspx?)$")
_STYLE_FILE = re.compile(r"\.(qml|sld)$")
_MEDIA = (
    (re.compile(r"profile=cloud-optimized"), _K.COG),
    (re.compile(r"vnd\.ogc\.wms"), _K.WMS),
    (re.compile(r"vnd\.ogc\.wmts"), _K.WMTS),
    (re.compile(r"vnd\.ogc\.wfs"), _K.WFS),
    (re.compile(r"opensearchdescription"), _K.OPENSEARCH),
    (re.compile(r"x-netcdf|x-hdf|geotiff|image/tiff|zip|geopackage|csv|octet-stream"), _K.DOWNLOAD),
)
_FUNCTIONS = {
    "download": _K.DOWNLOAD,
    "offlineaccess": _K.ORDER,
    "order": _K.ORDER,
    "downloadregistration": _K.ORDER,
    "completemetadata": _K.METADATA,
    "browsegraphic": _K.THUMBNAIL,
    "fileaccess": _K.DOWNLOAD,
}


def classify(
    href: str,
    protocol: str = "",
    function: str = "",
    name: str = "",
    description: str = "",
    media_type: str = "",
) -> LinkKind:
    """The kind of a link, from its address and whatever the record says of it. Never raises."""
    href, said, does = href.strip(), protocol.strip().lower(), function.strip().lower()
    by_protocol = _by_protocol(said)
    if not _reachable(href) or by_protocol is _K.UNREACHABLE:
        # "FILE" is written both for paths inside the house and for plain files on the web.
        if not (said == "file" and href.lower().startswith(("http://", "https://"))):
            return _K.UNREACHABLE
        by_protocol = None
    by_address = _by_address(href, description)
    if by_protocol is _K.DOWNLOAD and by_address is _K.METADATA:
        return _K.METADATA  # catalogues offer their own records "to download"
    if by_protocol and not _WEAK.match(said):
        return by_protocol
    if by_address and by_address is not _K.DOWNLOAD:
        return by_address
    if by_protocol is _K.DOWNLOAD:
        return _K.DOWNLOAD
    if does in _FUNCTIONS:
        return _FUNCTIONS[does]
    for pattern, kind in _MEDIA:
        if pattern.search(media_type.lower()) or pattern.search(said):
            return kind
    if does in ("information", "search", "legend", "featurecatalogue", "dataqualityreport"):
        return _K.INFO
    if by_address and not _READ_ME.search(_path(href)):
        return by_address
    return by_protocol or _K.INFO


def _by_protocol(said: str) -> LinkKind | None:
    if not said:
        return None
    for pattern, kind in _COMPILED:
        if pattern.search(said):
            return _K.TILES if kind is _K.WMTS and _TILES.search(said) else kind
    return None


def _reachable(href: str) -> bool:
    return href.lower().startswith(
        ("http://", "https://", "ftp://", "ftps://", "sftp://", "s3://", "file://", "/", "doi:")
    )


def _path(href: str) -> str:
    return href.split("#", 1)[0].split("?", 1)[0].lower()


_WHERE = (
    (re.compile(r"[?&]service=wmts\b|wmtscapabilities\.xml|/wmts(/|\?|$)"), _K.WMTS),
    (re.compile(r"[?&]service=wms\b|[?&]request=getmap\b|/wms(-[a-z])?(/|\?|$)"), _K.WMS),
    (re.compile(r"[?&]service=wfs\b|[?&]typenames?=|/wfs(/|\?|$)"), _K.WFS),
    (re.compile(r"[?&]service=wcs\b|/wcs(/|\?|$)"), _K.WCS),
    (re.compile(r"[?&]service=sos\b|/sos(/|\?|$)"), _K.SENSOR),
    (re.compile(r"[?&]service=csw\b|/csw(/|\?|$)|catalog\.search#/metadata"), _K.METADATA),
    (re.compile(r"\{z\}.*\{x\}|\{x\}.*\{z\}|/tms(/|\?|$)"), _K.TILES),
    (re.compile(r"/(mapserver|featureserver|imageserver)(/|\?|$)"), _K.ESRI),
    (re.compile(r"/thredds/(wms|wcs)/"), _K.WMS),
    (re.compile(r"/thredds/fileserver/"), _K.DOWNLOAD),
    (re.compile(r"/thredds/|/erddap/|/dodsc/|/opendap/|\.dds$"), _K.OPENDAP),
    (re.compile(r"/collections/[^/?]+/items/?(\?|$)"), _K.FEATURES),
    (re.compile(r"/stac(/|-api/|\?|$)|/stac/v\d"), _K.STAC),
    (re.compile(r"opensearch[^/]*\.xml|/opensearch/?(\?|$)|/osdd(/|\?|$)"), _K.OPENSEARCH),
    (re.compile(r"/telechargement/(resource|download)/"), _K.DOWNLOAD),
)


def _by_address(href: str, description: str) -> LinkKind | None:
    lowered = href.lower()
    for pattern, kind in _WHERE:
        if pattern.search(lowered):
            if kind is _K.WMS and "/thredds/wcs/" in lowered:
                return _K.WCS
            if kind is _K.FEATURES and "stac" in lowered:
                return _K.STAC
            return kind
    if description.strip().lower() == "thredds":
        return _K.OPENDAP
    path = _path(href)
    if _STYLE_FILE.search(path):
        return _K.STYLE
    if _DATA_FILE.search(path):
        return _K.DOWNLOAD
    return None


__all__ = ["OGC_KINDS", "classify", "clean_href", "hints"]
