"""What services say they offer, and which of it a record means."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import pytest

from gaia_plugin.core.errors import BadAnswer, RequestRefused
from gaia_plugin.core.model import Link, LinkKind
from gaia_plugin.core.ogc import (
    Capabilities,
    Offer,
    capabilities_url,
    hinted_names,
    is_internal,
    read_capabilities,
    read_collections,
    resolve,
    service_url,
)
from gaia_plugin.core.ogc.coverage import coverage_url, read_coverage
from gaia_plugin.core.ogc.times import MOST_VALUES, read_times

URL = "https://example.org/ows"
NOW = datetime(2024, 5, 6, 7, 8, 9, tzinfo=timezone.utc)

WMS_111 = b"""<?xml version='1.0'?>
<!DOCTYPE WMT_MS_Capabilities SYSTEM "http://127.0.0.1:9/never-fetched.dtd">
<WMT_MS_Capabilities version="1.1.1"><Service><Name>OGC:WMS</Name><Title>Synthetic</Title></Service>
<Capability><Request><GetMap><Format>image/jpeg</Format><Format>image/png</Format></GetMap></Request>
<Layer><Title>Root</Title><SRS>EPSG:3857 EPSG:4326</SRS>
<LatLonBoundingBox minx="0" miny="1" maxx="2" maxy="3"/>
<Extent name="time" default="2020-01-01">2020-01-01/2020-12-31/P1D</Extent>
<Layer><Name>snow</Name><Title>Enneigement</Title><Dimension name="time" units="ISO8601"/>
<Style><Name>blue</Name></Style></Layer>
<Layer><Title>Group</Title><SRS>EPSG:2154</SRS>
<Layer><Name>dem</Name><Title>Relief</Title><Extent name="TIME">2019</Extent></Layer></Layer>
</Layer></Capability></WMT_MS_Capabilities>"""


def offers(*names: str) -> Capabilities:
    made = tuple(Offer(*name.split("|")) for name in names)
    return Capabilities(LinkKind.WMS, "1.3.0", URL, offers=made)


def wms(name: str = "", href: str = URL, title: str = "") -> Link:
    return Link(href, LinkKind.WMS, name=name, title=title)


# -- capabilities --------------------------------------------------------------------------------------------


def test_wms_111_with_doctype_and_what_layers_inherit() -> None:
    found = read_capabilities(WMS_111, LinkKind.WMS, URL)
    assert (found.version, found.title) == ("1.1.1", "Synthetic")
    snow, dem = found.offers
    assert (snow.name, snow.title, snow.styles) == ("snow", "Enneigement", ("blue",))
    assert snow.formats == ("image/jpeg", "image/png")
    assert snow.crs == ("EPSG:3857", "EPSG:4326") and dem.crs == ("EPSG:2154", "EPSG:3857", "EPSG:4326")
    assert snow.bounds == (0.0, 1.0, 2.0, 3.0)
    assert snow.times and snow.times.text == "2020-01-01T00:00:00Z/2020-12-31T00:00:00Z/P1D"
    assert snow.times.default == datetime(2020, 1, 1, tzinfo=timezone.utc)
    assert dem.times and dem.times.text == "2019-01-01T00:00:00Z"


def test_recorded_wms_130(recorded: Any) -> None:
    found = read_capabilities(recorded.bytes("ogc/wms_130_nccs.xml"), LinkKind.WMS, URL)
    assert found.version == "1.3.0" and len(found.offers) == 7
    layer = next(offer for offer in found.offers if offer.name == "WMO")
    assert layer.title == "upward_mass_transport" and "image/png" in layer.formats
    assert layer.crs[:2] == ("EPSG:4326", "CRS:84")
    assert layer.times and layer.times.text.startswith("1993-01-01T12:00:00Z,1993-02-01T12:00:00Z,")
    assert layer.times.text.endswith(",2015-07-01T12:00:00Z") and not layer.times.days_only


def test_recorded_wmts(recorded: Any) -> None:
    found = read_capabilities(recorded.bytes("ogc/wmts_eosdis.xml"), LinkKind.WMTS, URL)
    assert len(found.offers) == 55
    layer = next(offer for offer in found.offers if offer.name == "AIRS_Precipitation_Day")
    assert layer.tile_matrix_sets == (("EPSG4326_2km", "urn:ogc:def:crs:OGC:1.3:CRS84"),)
    assert (layer.style, layer.formats) == ("default", ("image/png",))


def test_wmts_dimensions_and_default_style() -> None:
    content = b"""<Capabilities version="1.0.0" xmlns="http://www.opengis.net/wmts/1.0"
    xmlns:ows="http://www.opengis.net/ows/1.1"><Contents><Layer><ows:Title>T</ows:Title>
    <ows:Identifier>sst</ows:Identifier><Style><ows:Identifier>grey</ows:Identifier></Style>
    <Style isDefault="true"><ows:Identifier>jet</ows:Identifier></Style><Format>image/jpeg</Format>
    <Dimension><ows:Identifier>time</ows:Identifier><Default>2020-01-01</Default><Value>2019-01-01</Value>
    </Dimension><TileMatrixSetLink><TileMatrixSet>PM</TileMatrixSet></TileMatrixSetLink></Layer>
    <TileMatrixSet><ows:Identifier>PM</ows:Identifier>
    <ows:SupportedCRS>urn:ogc:def:crs:EPSG::3857</ows:SupportedCRS></TileMatrixSet></Contents></Capabilities>"""
    (layer,) = read_capabilities(content, LinkKind.WMTS, URL).offers
    assert (layer.name, layer.style, layer.formats) == ("sst", "jet", ("image/jpeg",))
    assert layer.dimensions == (("time", "2020-01-01"),)
    assert layer.tile_matrix_sets == (("PM", "urn:ogc:def:crs:EPSG::3857"),)


def test_recorded_wcs_11(recorded: Any) -> None:
    found = read_capabilities(recorded.bytes("ogc/wcs_nsidc.xml"), LinkKind.WCS, URL)
    assert found.version == "1.1.0" and len(found.offers) == 42
    assert found.offers[0].formats and found.offers[0].crs


def test_recorded_wfs_of_eaufrance_is_not_a_wms(recorded: Any) -> None:
    content = recorded.bytes("ogc/wms_eaufrance.xml")
    with pytest.raises(BadAnswer, match="WFS_Capabilities instead of WMS capabilities"):
        read_capabilities(content, LinkKind.WMS, URL)
    found = read_capabilities(content, LinkKind.WFS, URL)
    assert found.version == "2.0.0" and len(found.offers) > 3
    assert all(offer.name and offer.crs for offer in found.offers)


def test_documents_on_which_owslib_stops_are_read_all_the_same() -> None:
    """As MapServer writes them: WFS 1.0.0 without keywords, WCS 1.1 without provider."""
    wfs = b"""<WFS_Capabilities version="1.0.0" xmlns="http://www.opengis.net/wfs"><Service><Title>T</Title>
    </Service><FeatureTypeList><FeatureType><Name>a</Name><Title>A</Title><SRS>EPSG:4326</SRS></FeatureType>
    </FeatureTypeList></WFS_Capabilities>"""
    wcs = b"""<Capabilities version="1.1.1" xmlns="http://www.opengis.net/wcs/1.1"
    xmlns:ows="http://www.opengis.net/ows/1.1"><Contents><CoverageSummary><ows:Title>DEM</ows:Title>
    <SupportedCRS>urn:ogc:def:crs:EPSG::4326</SupportedCRS><SupportedFormat>image/tiff</SupportedFormat>
    <Identifier>dem</Identifier></CoverageSummary></Contents></Capabilities>"""
    feature = read_capabilities(wfs, LinkKind.WFS, URL).offers
    coverage = read_capabilities(wcs, LinkKind.WCS, URL).offers
    assert [(one.name, one.title, one.crs) for one in feature] == [("a", "A", ("EPSG:4326",))]
    assert [(one.name, one.formats) for one in coverage] == [("dem", ("image/tiff",))]
    assert coverage[0].crs == ("urn:ogc:def:crs:EPSG::4326",)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (
            b'<ServiceExceptionReport><ServiceException code="x">\n map not\n found</ServiceException>'
            b"</ServiceExceptionReport>",
            "map not found",
        ),
        (
            b'<ows:ExceptionReport xmlns:ows="http://www.opengis.net/ows/1.1"><ows:Exception '
            b'exceptionCode="NoApplicableCode"><ows:ExceptionText>closed</ows:ExceptionText></ows:Exception>'
            b"</ows:ExceptionReport>",
            "closed",
        ),
        (
            b'<ExceptionReport><Exception exceptionCode="InvalidParameterValue"/></ExceptionReport>',
            "InvalidParam",
        ),
    ],
)
def test_exception_reports_with_status_200_are_refusals(content: bytes, words: str) -> None:
    with pytest.raises(RequestRefused, match=f"example.org refused the request: {words}"):
        read_capabilities(content, LinkKind.WMS, URL)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<!DOCTYPE html><html><body>Sign in</body></html>",
        b'{"error": "no"}',
        WMS_111[:600],
        b'<!DOCTYPE a [<!ENTITY b "c">]><WMS_Capabilities>&b;</WMS_Capabilities>',
        b"<WMS_Capabilities",
    ],
)
def test_what_is_no_capabilities_is_a_bad_answer(content: bytes) -> None:
    with pytest.raises(BadAnswer):
        read_capabilities(content, LinkKind.WMS, URL)


def test_collections_of_an_ogc_api() -> None:
    answer = {
        "collections": [
            {"id": "a", "title": "A", "extent": {"spatial": {"bbox": [[1, 2, 3, 4]]}}, "crs": ["x"]},
            {"id": "b", "itemType": "feature", "extent": {"spatial": {"bbox": [[1, 2, 0, 3, 4, 9]]}}},
            {"id": "records", "itemType": "record"},
            {"title": "nameless"},
            "nonsense",
        ]
    }
    found = read_collections(answer, URL).offers
    assert [(one.name, one.bounds) for one in found] == [("a", (1, 2, 3, 4)), ("b", (1, 2, 3, 4))]
    for wrong in ([], {}, {"collections": {}}, None, 3):
        with pytest.raises(BadAnswer):
            read_collections(wrong, URL)


def test_describe_coverage_adds_crs_and_formats() -> None:
    content = b"""<CoverageDescription xmlns="http://www.opengis.net/wcs"><CoverageOffering><name>dem</name>
    <supportedCRSs>
    <requestResponseCRSs>EPSG:4326 EPSG:3857</requestResponseCRSs><nativeCRSs>EPSG:4326</nativeCRSs>
    </supportedCRSs><supportedFormats><formats>GTiff</formats><formats>PNG</formats></supportedFormats>
    </CoverageOffering></CoverageDescription>"""
    described = read_coverage(content, URL, Offer("dem"))
    assert (described.crs, described.formats) == (("EPSG:4326", "EPSG:3857"), ("GTiff", "PNG"))
    assert "COVERAGE=dem" in coverage_url(URL, "dem", "1.0.0")
    assert "IDENTIFIERS=dem" in coverage_url(URL, "dem", "1.1.0")
    assert "COVERAGEID=dem" in coverage_url(URL, "dem", "2.0.1")


# -- addresses -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("href", "kind", "base", "names"),
    [
        (
            "https://h/ows?SERVICE=WMS&REQUEST=GetCapabilities&map=/a/b.map&layers=dem",
            LinkKind.WMS, "https://h/ows?map=/a/b.map", ("dem",),
        ),
        ("https://h/wfs?service=WFS&typeNames=ws:a&node=x", LinkKind.WFS, "https://h/wfs?node=x", ("ws:a",)),
        ("https://h/wcs?CoverageId=c", LinkKind.WCS, "https://h/wcs", ("c",)),
        ("https://someone@h:8080/ows?", LinkKind.WMS, "https://h:8080/ows", ()),
        ("https://h/ows#dem", LinkKind.WMS, "https://h/ows", ("dem",)),
        ("https://h/api/collections/a%20b/items?f=json", LinkKind.FEATURES, "https://h/api", ("a b",)),
        ("https://h/collections", LinkKind.FEATURES, "https://h/", ()),
        ("https://h/api/", LinkKind.FEATURES, "https://h/api", ()),
    ],
)  # fmt: skip
def test_addresses_as_records_write_them(
    href: str, kind: LinkKind, base: str, names: tuple[str, ...]
) -> None:
    assert service_url(href, kind) == base
    assert hinted_names(href, kind) == names


def test_capabilities_addresses() -> None:
    made = capabilities_url("https://h/ows?map=a%26b&request=GetMap", LinkKind.WMS, "1.3.0")
    assert made == "https://h/ows?map=a%26b&SERVICE=WMS&REQUEST=GetCapabilities&VERSION=1.3.0"
    rest = "https://h/wmts/1.0.0/WMTSCapabilities.xml"
    assert capabilities_url(rest, LinkKind.WMTS) == rest


@pytest.mark.parametrize(
    ("announced", "internal"),
    [
        ("http://localhost:8080/ows", True),
        ("http://10.1.2.3/ows", True),
        ("http://geoserver/ows?", True),
        ("http://maps.intra/ows", True),
        ("https://example.org/other", False),
        ("http://tiles.example.org/ows", False),
        ("/relative", False),
        ("", False),
    ],
)
def test_addresses_of_the_provider_s_own_network(announced: str, internal: bool) -> None:
    assert is_internal(announced, "https://example.org/ows") is internal
    assert not is_internal("http://localhost/ows", "http://localhost/ows"), "where it was reached, it is"


# -- which layer ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("link", "names"),
    [
        (wms("dem"), ["dem"]),
        (wms("DEM"), ["dem"]),
        (wms("ws:dem"), ["dem"]),
        (wms("snow"), ["ws:snow"]),
        (wms("Carte d'enneigement"), ["ws:snow"]),
        (wms("carte d’Enneigement "), ["ws:snow"]),
        (wms("", URL + "?layers=ws:snow"), ["ws:snow"]),
        (wms("unknown", URL + "?layers=dem"), ["dem"]),
        (wms("", title="Relief"), ["dem"]),
        (wms("dem,ws:snow"), ["dem", "ws:snow"]),
        (wms("dem,unknown"), []),
        (wms("same"), []),
        (wms("1:same"), ["1:same"]),
        (wms(), []),
        (wms("", "https://h/geoserver/ws/dem/wms"), ["dem"]),
        (wms("unknown"), []),
    ],
)
def test_the_layer_that_a_record_means(link: Link, names: list[str]) -> None:
    service = offers("dem|Relief", "ws:snow|Carte d'enneigement", "1:same", "2:same")
    assert [offer.name for offer in resolve(link, service)] == names


def test_a_single_layer_needs_no_name_and_an_answer_is_final() -> None:
    assert [offer.name for offer in resolve(wms("whatever"), offers("only"))] == ["only"]
    assert [offer.name for offer in resolve(wms("dem"), offers("dem", "snow"), "snow")] == ["snow"]
    assert resolve(wms("dem"), offers("dem", "snow"), "gone") == ()


# -- times ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("2023-01-01/2023-03-15/P1M", "2023-01-01T00:00:00Z,2023-02-01T00:00:00Z,2023-03-01T00:00:00Z"),
        (
            "2023-01-01T00:00:00.000Z/2023-01-02T00:00:00.000Z/PT3H",
            "2023-01-01T00:00:00Z/2023-01-02T00:00:00Z/PT3H",
        ),
        ("2019,2020", "2019-01-01T00:00:00Z,2020-01-01T00:00:00Z"),
        (" 2019-05 ,\n 2020-06-07 ", "2019-05-01T00:00:00Z,2020-06-07T00:00:00Z"),
        ("2024-01-01/current/P1D", "2024-01-01T00:00:00Z/2024-05-06T07:08:09Z/P1D"),
        ("2023-01-01/2023-12-01", "2023-01-01T00:00:00Z/2023-12-01T00:00:00Z/P1D"),
        ("2023-01-01/2023-12-01/0", "2023-01-01T00:00:00Z/2023-12-01T00:00:00Z/P1D"),
        ("2023-01-01/2023-01-01/P1D", "2023-01-01T00:00:00Z"),
        (
            "2000-01-01/2001-01-01/P1Y,2005-03-04",
            "2000-01-01T00:00:00Z,2001-01-01T00:00:00Z,2005-03-04T00:00:00Z",
        ),
        ("2023-01-01T12:00:00.500+02:00", "2023-01-01T10:00:00.500Z"),
    ],
)
def test_time_dimensions(text: str, written: str) -> None:
    extent = read_times(text, now=NOW)
    assert extent and extent.text == written


@pytest.mark.parametrize("text", ["", "nonsense", "//", ",,,"])
def test_times_that_say_nothing(text: str) -> None:
    assert read_times(text) is None


def test_long_lists_become_short_intervals() -> None:
    days = ",".join(
        f"2023-{month:02d}-{day:02d}" for month in (1, 3, 5, 7, 8, 10, 12) for day in range(1, 32)
    )
    assert (read_times(days) or pytest.fail()).text.count(",") == 216  # seven months with gaps stay a list
    january = ",".join(f"2023-01-{day:02d}T06:00:00Z" for day in range(1, 32))
    hours = ",".join(f"2023-01-{day:02d}T{hour:02d}:00:00Z" for day in range(1, 5) for hour in range(0, 24))
    months = ",".join(f"{year}-{month:02d}-15" for year in range(2000, 2010) for month in range(1, 13))
    assert (read_times(january) or pytest.fail()).text == january
    assert (read_times(hours) or pytest.fail()).text == "2023-01-01T00:00:00Z/2023-01-04T23:00:00Z/PT1H"
    assert (read_times(months) or pytest.fail()).text.count(",") == 119
    uneven = ",".join(f"{1000 + n}-01-{1 + n % 7:02d}" for n in range(5000))
    thinned = read_times(uneven)
    assert thinned and thinned.text.count(",") < MOST_VALUES
