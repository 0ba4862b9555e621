# ruff: noqa: E501 (records and tables are read across)
"""What a link is good for, from the strings that real catalogues write."""

from __future__ import annotations

import pytest

from gaia_plugin.core.metadata.hrefs import clean_href, hints, without_secrets
from gaia_plugin.core.metadata.links import classify
from gaia_plugin.core.model import LinkKind as K

URL = "https://example.org/data/thing"
USER = ":".join(("someone", "word"))  # never a whole address with a password in a file

PROTOCOLS = {
    K.WMS: [
        "OGC:WMS", "OGC:WMS-1.1.1-http-get-map", "OGC:WMS-1.3.0-http-get-map",
        "OGC:WMS-1.1.1-http-get-capabilities", "OGC:WMS-1.3.0-http-get-capabilities",
        "OGC:WMS:getCapabilities", "OGC Web Map Service", "application/vnd.ogc.wms_xml",
        "urn:ogc:serviceType:WebMapService:1.1.1:HTTP", "GetMap", "Service Web cartographique", "ogc:wms",
    ],
    K.WMTS: ["OGC:WMTS", "OGC:WMTS-1.0.0-http-get-capabilities", "WMTS", "WTS"],
    K.TILES: ["TMS", "XYZ-Tile-Service", "OGC API - Tiles"],
    K.WFS: ["OGC:WFS", "OGC:WFS-1.0.0-http-get-capabilities", "OGC Web Feature Service", "application/vnd.ogc.wfs_xml"],
    K.FEATURES: ["OGC API Features", "OGC API - Features"],
    K.WCS: ["OGC:WCS", "OGC:WCS-1.1.0-http-get-capabilities", "OGC API Coverages"],
    K.SENSOR: ["OGC:SOS-1.0.0-http-get-observation", "OGC:SOS", "SensorThings"],
    K.ESRI: ["ESRI:REST", "ESRI:AIMS--http-get-image", "ESRI:AIMS-http-configuration"],
    K.STAC: ["STAC Collection", "STAC Items", "STAC", "WWW:STAC", "stac-items"],
    K.OPENSEARCH: ["OpenSearch", "WWW:OPENSEARCH", "OGC:OpenSearch", "UKST", "OPENSEARCH_LINK"],
    K.OPENDAP: ["WWW:OPENDAP", "OPENDAP", "OPeNDAP:OPeNDAP", "WWW:LINK-1.0-http--opendap", "THREDDS"],
    K.DOWNLOAD: [
        "WWW:DOWNLOAD", "WWW:DOWNLOAD-1.0-link--download", "WWW:DOWNLOAD-1.0-http--download",
        "WWW:DOWNLOAD-1.0-ftp--download", "WWW:DOWNLOAD:application/zip", "WWW:FTP", "FTP",
        "HTTP_DOWNLOAD_LINK", "FTP_DOWNLOAD_LINK", "Service de téléchargement",
        "OGC:KML", "KML", "GLG:KML-2.0-http-get-map", "OGC:OWS-C", "WWW:DOWNLOAD-OGC:OWS-C",
    ],
    K.ORDER: ["WWW:DOWNLOAD-1.0-link--order", "ORDER_LINK", "downloadRegistration"],
    K.UNREACHABLE: ["COPYFILE", "NETWORK:LINK", "DB", "DB:POSTGIS", "EEA:FILEPATH", "EEA:FOLDERPATH", "MYO:MOTU-SUB"],
    K.INFO: [
        "WWW:LINK", "WWW:LINK-1.0-http--link", "WWW:LINK-1.0-http--related", "WWW:LINK-1.0-http--partners",
        "WWW:LINK-1.0-http--samples", "WWW:LINK-1.0-http--rss", "WWW:LINK-1.0-http--ical",
        "WWW:LINK-1.0-http--publication-URL", "DOI", "WWW:BROADCAST", "INFORMATION_LINK",
        "Publication en accès ouvert", "Site Web projet", "DOI jeu de données lié", "Code source en accès ouvert",
        "", "HTTPS",
    ],
    K.METADATA: ["WWW:LINK-1.0-http--metadata-URL", "OGC:CSW"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "protocol"), [(kind, text) for kind, texts in PROTOCOLS.items() for text in texts]
)
def test_every_protocol_that_was_seen(kind, protocol):
    assert classify(URL, protocol) is kind
    assert classify(URL, protocol.upper()) is kind, "case does not matter"


@pytest.mark.parametrize(
    ("href", "kind"),
    [
        ("https://h.org/ows?SERVICE=WMS&REQUEST=GetCapabilities", K.WMS),
        ("https://h.org/services/wms/biologie", K.WMS),
        ("https://data.geopf.fr/wms-r/wms", K.WMS),
        ("https://h.org/services/wfs/biologie", K.WFS),
        ("https://h.org/ows?service=wfs&version=2.0.0", K.WFS),
        ("https://h.org/wcs?coverage=x", K.WCS),
        ("https://h.org/wmts/1.0.0/WMTSCapabilities.xml", K.WMTS),
        ("https://h.org/gwc/service/wmts", K.WMTS),
        ("https://h.org/tiles/{z}/{x}/{y}.png", K.TILES),
        ("https://h.org/arcgis/rest/services/a/MapServer", K.ESRI),
        ("https://h.org/thredds/catalog/a/catalog.html", K.OPENDAP),
        ("https://h.org/thredds/wms/a.nc", K.WMS),
        ("https://h.org/thredds/fileServer/a.nc", K.DOWNLOAD),
        ("https://h.org/erddap/tabledap/a.html", K.OPENDAP),
        ("https://h.org/ogc/collections/a/items", K.FEATURES),
        ("https://h.org/stac/collections/a/items", K.STAC),
        ("https://h.org/stac/catalog.json", K.STAC),
        ("https://data.geopf.fr/telechargement/resource/RPG", K.DOWNLOAD),
        ("https://h.org/files/a.zip", K.DOWNLOAD),
        ("https://h.org/files/a.qml", K.STYLE),
        ("https://h.org/files/a.nc?x=1", K.DOWNLOAD),
        ("https://h.org/csw?service=CSW", K.METADATA),
        ("https://h.org/a/page", K.INFO),
        ("https://h.org/a/manual.pdf", K.INFO),
        ("/home/data/x.nc", K.DOWNLOAD),
        ("C:\\data\\x.nc", K.UNREACHABLE),
        ("\\\\server\\share", K.UNREACHABLE),
        ("jdbc:postgresql://h/db", K.UNREACHABLE),
        ("", K.UNREACHABLE),
    ],
)
def test_an_address_without_a_protocol(href, kind):
    assert classify(href) is kind


@pytest.mark.parametrize(
    ("href", "protocol", "function", "kind"),
    [
        # EaSy Data: files announced as web links, function=download.
        (
            "https://h.org/back/public-api/v1/files/Vs_maps.pdf",
            "WWW:LINK-1.0-http--link",
            "download",
            K.DOWNLOAD,
        ),
        ("https://h.org/back/files/style.qml", "WWW:LINK-1.0-http--link", "download", K.STYLE),
        ("https://h.org/x", "WWW:LINK", "download", K.DOWNLOAD),
        ("https://h.org/x", "HTTPS", "download", K.DOWNLOAD),
        ("https://h.org/x", "FILE", "download", K.DOWNLOAD),
        ("https://h.org/x", "", "information", K.INFO),
        ("https://h.org/x.pdf", "", "information", K.INFO),
        ("https://h.org/x", "", "legend", K.INFO),
        ("https://h.org/x", "", "order", K.ORDER),
        ("https://h.org/x", "", "downloadRegistration", K.ORDER),
        ("https://h.org/x", "", "completeMetadata", K.METADATA),
        ("https://h.org/x", "WWW:LINK", "browseGraphic", K.THUMBNAIL),
        # An explicit protocol beats the function and the address.
        ("https://h.org/x.zip", "OGC:WMS", "download", K.WMS),
        ("https://h.org/services/wms/a", "OGC:WFS", "", K.WFS),
        ("https://doi.org/10.1/x", "DOI", "download", K.INFO),
        (
            "https://h.org/geonetwork/srv/fre/catalog.search#/metadata/x",
            "WWW:DOWNLOAD-1.0-http--download",
            "",
            K.METADATA,
        ),
        # The address beats a protocol that says only "web".
        ("https://h.org/services/wms/a", "WWW:LINK", "information", K.WMS),
        ("https://h.org/thredds/catalog.html", "WWW:LINK", "information", K.OPENDAP),
        # Inside the provider's house.
        ("https://h.org/x", "COPYFILE", "download", K.UNREACHABLE),
        ("", "OGC:WMS", "", K.UNREACHABLE),
        ("file:///srv/x", "FILE", "", K.UNREACHABLE),
    ],
)
def test_precedence(href, protocol, function, kind):
    assert classify(href, protocol, function) is kind


def test_thredds_is_told_by_the_description():
    assert classify("https://h.org/x", "WWW:LINK", "", "Accès", "THREDDS") is K.OPENDAP


def test_a_media_type_is_a_last_hint():
    assert classify("https://h.org/x", media_type="application/x-netcdf") is K.DOWNLOAD
    assert classify("https://h.org/x", media_type="application/opensearchdescription+xml") is K.OPENSEARCH


@pytest.mark.parametrize(
    ("href", "clean", "had"),
    [
        (f"https://{USER}@h.org/wms?map=a", "https://h.org/wms?map=a", True),
        ("https://someone@h.org:8080/wms", "https://h.org:8080/wms", True),
        ("https://h.org/a?apikey=1234&map=b", "https://h.org/a?map=b", True),
        ("https://h.org/a?TOKEN=1234", "https://h.org/a", True),
        ("https://h.org/a?x=1&access_token=z&y=2#f", "https://h.org/a?x=1&y=2#f", True),
        ("https://h.org/a?x=1", "https://h.org/a?x=1", False),
        ("https://h.org/mail@x?a=b@c", "https://h.org/mail@x?a=b@c", False),
        ("https://[::1/x", "https://[::1/x", False),
    ],
)
def test_secrets_are_dropped(href, clean, had):
    assert without_secrets(href) == (clean, had)


@pytest.mark.parametrize(
    ("href", "kind", "clean"),
    [
        ("https://h.org/ows?service=WMS&request=GetCapabilities&version=1.3.0", K.WMS, "https://h.org/ows"),
        ("https://h.org/cgi?map=/a/b.map&SERVICE=WMS&LAYERS=x", K.WMS, "https://h.org/cgi?map=/a/b.map"),
        ("https://h.org/ows?typeName=a:b&outputFormat=json&lang=fr", K.WFS, "https://h.org/ows?lang=fr"),
        ("https://h.org/wms?", K.WMS, "https://h.org/wms"),
        ("https://h.org/f.zip?version=2", K.DOWNLOAD, "https://h.org/f.zip?version=2"),
    ],
)
def test_an_ogc_address_keeps_what_belongs_to_the_service(href, kind, clean):
    assert clean_href(href, kind) == clean


def test_hints_of_an_address_and_a_protocol():
    said = hints(
        "https://h.org/ows?SERVICE=WMS&LAYERS=a:b%20c&STYLES=s&TIME=2018&CRS=EPSG:3857&version=1.1.1",
        "OGC:WMS",
    )
    assert (said.name, said.styles, said.times, said.crs, said.version) == (
        "a:b c",
        "s",
        "2018",
        "EPSG:3857",
        "1.1.1",
    )
    assert hints("https://h.org/ows?typename=x:y").name == "x:y"
    assert hints("https://h.org/wcs?CoverageId=c").name == "c"
    assert hints("https://h.org/", "OGC:WMS-1.3.0-http-get-map").version == "1.3.0"
    assert hints("https://[::1/?layers=a").name == ""
