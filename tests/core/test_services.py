"""A bare OGC service as a catalogue, on recorded capabilities, on synthetic ones and on real servers; and
services that were closed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from gaia_plugin.core import Area, Dataset, Period, Query, Session
from gaia_plugin.core.catalogs.federation import FederatedSearch, State, Status
from gaia_plugin.core.catalogs.ogc_layers import read_groups, years
from gaia_plugin.core.catalogs.registry import load_registry, make_catalog, read_entry
from gaia_plugin.core.catalogs.services import ServiceCatalog
from gaia_plugin.core.errors import BadAnswer, RequestRefused
from gaia_plugin.core.model import LinkKind
from gaia_plugin.core.ogc import Offer
from tests.support.faultserver import FaultServer, Reply, as_xml

ROWS = {entry.id: entry for entry in load_registry()}


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


@pytest.fixture
def session() -> Iterator[Session]:
    with Session() as made:
        yield made


def service(kind: str, url: str, session: Session, **more: Any) -> ServiceCatalog:
    entry = read_entry({"id": "s", "kind": kind, "url": url, **more}, None)  # type: ignore[arg-type]
    assert entry is not None
    made = make_catalog(entry, session)
    assert isinstance(made, ServiceCatalog)
    return made


def found(catalog: ServiceCatalog, query: Query | None = None) -> list[Dataset]:
    (page,) = catalog.search(query or Query(limit=None))
    assert page.total == len(page.items) or (query and query.limit)
    return [one for one in page.items if isinstance(one, Dataset)]


# Recorded capabilities


def recorded_service(kind: str, name: str, recorded: Any, server: FaultServer, session: Session) -> Any:
    server.add("/ows", Reply(200, recorded.bytes(f"ogc/{name}.xml"), {"Content-Type": "application/xml"}))
    return service(kind, server.url("/ows"), session)


def test_recorded_wms(recorded: Any, server: FaultServer, session: Session) -> None:
    catalog = recorded_service("wms", "wms_130_nccs", recorded, server, session)
    layers = found(catalog)
    assert len(layers) == 7
    layer = next(one for one in layers if one.id == "WMO")
    assert layer.title == "upward_mass_transport" and layer.kind == "service"
    assert layer.footprint is not None and layer.period is not None
    assert layer.period.interval() == "1993-01-01T12:00:00Z/2015-07-01T12:00:00Z"
    (link,) = layer.links
    assert (link.kind, link.name, link.streamable) == (LinkKind.WMS, "WMO", True)
    assert link.times.startswith("1993-01-01T12:00:00Z,")
    assert [one.id for one in found(catalog, Query(text="MASS transport"))] == ["WMO"]
    assert found(catalog, Query(period=Period("2016", None))) == []
    assert len(found(catalog, Query(period=Period(None, "1993")))) == 7
    assert server.seen[0].query["REQUEST"] == ["GetCapabilities"] and len(server.seen) == 1


def test_recorded_wmts(recorded: Any, server: FaultServer, session: Session) -> None:
    catalog = recorded_service("wmts", "wmts_eosdis", recorded, server, session)
    layers = {one.id: one for one in found(catalog)}
    assert len(layers) == 55
    (link,) = layers["AIRS_Precipitation_Day"].links
    assert (link.kind, link.styles, link.media_type) == (LinkKind.WMTS, "default", "image/png")
    assert link.crs == "urn:ogc:def:crs:OGC:1.3:CRS84"
    assert layers["AIRS_Precipitation_Day"].provider == "NASA Global Image Browse Services for EOSDIS"


def test_recorded_wfs_and_wcs(recorded: Any, server: FaultServer, session: Session) -> None:
    catalog = recorded_service("wfs", "wms_eaufrance", recorded, server, session)  # a WFS under another name
    layers = found(catalog)
    assert len(layers) == 12 and layers[0].abstract.startswith("Le système de traitement")
    assert layers[0].links[0].kind is LinkKind.WFS
    words = [str(word) for one in layers for word in one.keywords]
    content = recorded.bytes("ogc/wms_eaufrance.xml").decode("utf-8")
    assert all(word in content for word in words)
    server.add("/wcs", Reply(200, recorded.bytes("ogc/wcs_nsidc.xml"), {"Content-Type": "text/xml"}))
    coverages = found(service("wcs", server.url("/wcs"), session))
    assert len(coverages) == 42 and coverages[0].links[0].kind is LinkKind.WCS
    assert "Sea Ice Concentration" in [str(word) for word in coverages[0].keywords]
    found_ice = found(service("wcs", server.url("/wcs"), session), Query(text="sea ice concentration"))
    assert 0 < len(found_ice) < 42


# The annual mosaics, in synthetic capabilities of the Géoplateforme's shape

LAYER = """<Layer><ows:Title>{title}</ows:Title><ows:Abstract>a</ows:Abstract>
<ows:Keywords><ows:Keyword>Ortho</ows:Keyword></ows:Keywords>
<ows:WGS84BoundingBox><ows:LowerCorner>-5 41</ows:LowerCorner><ows:UpperCorner>10 51</ows:UpperCorner>
</ows:WGS84BoundingBox><ows:Identifier>{name}</ows:Identifier>
<Style isDefault="true"><ows:Identifier>normal</ows:Identifier></Style><Format>image/png</Format>{more}
<TileMatrixSetLink><TileMatrixSet>PM</TileMatrixSet></TileMatrixSetLink></Layer>"""
SYNTHETIC_WMTS = """<Capabilities version="1.0.0" xmlns="http://www.opengis.net/wmts/1.0"
xmlns:ows="http://www.opengis.net/ows/1.1"><ows:ServiceIdentification><ows:Title>Tiles</ows:Title>
</ows:ServiceIdentification><Contents>{layers}<TileMatrixSet><ows:Identifier>PM</ows:Identifier>
<ows:SupportedCRS>EPSG:3857</ows:SupportedCRS></TileMatrixSet></Contents></Capabilities>"""
SPOT, PLEIADES = "ORTHOIMAGERY.ORTHO-SAT.SPOT.", "ORTHOIMAGERY.ORTHO-SAT.PLEIADES."
DATED = (
    "<Dimension><ows:Identifier>Time</ows:Identifier><Default>2020-03-01</Default>"
    "<Value>2020-01-01/2020-03-01/P1M</Value></Dimension>"
)


def synthetic_wmts(*names: str, more: str = "") -> str:
    return SYNTHETIC_WMTS.format(
        layers="".join(LAYER.format(name=name, title=f"T {name}", more=more) for name in names)
    )


@pytest.fixture
def mosaics(server: FaultServer, session: Session) -> ServiceCatalog:
    names = (SPOT + "2031", "GEOGRAPHICALGRIDSYSTEMS.MAPS", PLEIADES + "2030", SPOT + "2029-2030", SPOT + "X")
    server.add("/wmts", as_xml(synthetic_wmts(*names)))
    row = ROWS["geopf-dinamis"]
    assert row.url == "https://data.geopf.fr/wmts"
    options = {"options": dict(row.options), "provider": row.provider, "compartments": ["land"]}
    return service(row.kind, server.url("/wmts"), session, **options)


def test_the_annual_mosaics_are_those_that_the_service_lists(mosaics: ServiceCatalog) -> None:
    layers = found(mosaics)
    assert [one.id for one in layers] == [SPOT + "2031", PLEIADES + "2030", SPOT + "2029-2030"]
    spot, pleiades, two_years = layers
    assert spot.title == "SPOT mosaic of France, 2031" and pleiades.title == "Pléiades mosaic, 2030"
    assert spot.text("title", "fr") == "Mosaïque SPOT de la France, 2031"
    assert "1.5 m" in spot.abstract and "1,5 m" in spot.text("abstract", "fr")
    assert spot.period is not None and spot.period.interval().startswith("2031-01-01T00:00:00Z/2031-12-31T")
    assert two_years.period is not None and two_years.title.endswith("2029–2030")
    assert two_years.period.interval().startswith("2029-01-01T00:00:00Z/2030-12-31T")
    (link,) = spot.links
    assert (link.kind, link.name, link.styles, link.crs) == (LinkKind.WMTS, spot.id, "normal", "EPSG:3857")
    assert [str(word) for word in spot.keywords] == ["Ortho", "SPOT", "DINAMIS", "ortho-image"]
    assert (spot.provider, spot.compartments) == ("IGN / DINAMIS", ("land",))


def test_mosaics_are_found_by_words_of_both_languages_area_and_year(mosaics: ServiceCatalog) -> None:
    assert [one.id for one in found(mosaics, Query(text="mosaique pleiades"))] == [PLEIADES + "2030"]
    assert [one.id for one in found(mosaics, Query(period=Period("2031", None)))] == [SPOT + "2031"]
    assert found(mosaics, Query(area=Area.bbox(55, -22, 56, -21))) == []
    (page,) = mosaics.search(Query(text="spot", area=Area.bbox(1, 44, 2, 45)))
    assert page.filtered_by_client == {"text", "area"} and not page.filtered_by_server
    assert page.total == 2


def test_a_year_is_no_part_of_a_longer_number() -> None:
    assert (
        years("A.2019") == ("2019",) and years("B.120195.X") == () and years("2014-2013") == ("2013", "2014")
    )


def test_the_moments_of_a_tile_service_are_its_period(server: FaultServer, session: Session) -> None:
    server.add("/wmts", as_xml(synthetic_wmts("sst", more=DATED)))
    (layer,) = found(service("wmts", server.url("/wmts"), session))
    assert layer.period is not None
    assert layer.period.interval() == "2020-01-01T00:00:00Z/2020-03-01T00:00:00Z"
    assert layer.links[0].times == ""  # tiles are asked by their own dimension


@pytest.mark.parametrize(
    "layers",
    [
        7,
        "x",
        [None, 3, {}, {"name": 4}],
        [{"name": "*" * 60 + "b"}],
        [{"name": "[", "title": 3, "keywords": 1}],
    ],
)
def test_a_row_with_odd_choices_never_raises(layers: Any) -> None:
    offer = Offer("a" * 290)
    for group in read_groups({"layers": layers}):
        assert isinstance(group.holds(offer), bool)
        group.texts(offer), group.words(offer), group.period(offer)


def test_a_service_that_fails_says_so(server: FaultServer, session: Session) -> None:
    server.add("/html", Reply(200, b"<html><body>Sign in</body></html>", {"Content-Type": "text/html"}))
    with pytest.raises(BadAnswer):
        found(service("wmts", server.url("/html"), session))
    server.add(
        "/no",
        as_xml("<ServiceExceptionReport><ServiceException>No.</ServiceException></ServiceExceptionReport>"),
    )
    with pytest.raises(RequestRefused, match="No"):
        found(service("wms", server.url("/no"), session))


# Real servers


@pytest.mark.hub
@pytest.mark.parametrize(
    ("kind", "name", "layer"),
    [
        ("wms", "wms", "landcover"),
        ("wms", "wms_time", "snow"),
        ("wmts", "wmts", "landcover"),
        ("wfs", "wfs", "glaciers"),
        ("wcs", "wcs", "dem"),
        ("features", "features", "glaciers"),
    ],
)
def test_layers_of_a_real_server(
    hub: dict[str, str], session: Session, kind: str, name: str, layer: str
) -> None:
    layers = {one.id: one for one in found(service(kind, hub[name], session))}
    one = layers[layer]
    assert one.title and one.footprint is not None
    assert one.links[0].kind.value == kind and one.links[0].name == layer
    if name == "wms_time":
        assert one.period is not None and one.links[0].times


@pytest.mark.hub
def test_a_real_server_is_narrowed_by_its_row(hub: dict[str, str], session: Session) -> None:
    options = {"layers": [{"name": "land*", "title": {"en": "Cover: {name}", "fr": "Occupation : {name}"}}]}
    (layer,) = found(service("wmts", hub["wmts"], session, options=options))
    assert (layer.id, layer.title) == ("landcover", "Cover: landcover")
    assert layer.text("title", "fr") == "Occupation : landcover"


# Closed services


@pytest.mark.parametrize("key", ["peps", "theia-muscate"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_closed_service_says_where_its_data_went(key: str, language: str, session: Session) -> None:
    statuses: list[Status] = []
    closed = make_catalog(ROWS[key], session)
    search = FederatedSearch(
        Query(text="neige", language=language), [closed], on_page=lambda _: None, on_status=statuses.append
    )
    search.start()
    assert search.wait(5)
    last = statuses[-1]
    assert (last.state, last.error, last.received, last.total) == (State.DONE, None, 0, 0)
    (note,) = last.notes
    assert "GEODES" in note and ("fermé" in note) is (language == "fr")
    assert not ROWS[key].enabled and list(closed.granules(Dataset(id="x", title="X"), Query())) == []
    assert closed.describe().title == ROWS[key].title("en")


def test_a_closed_service_is_never_asked(server: FaultServer, session: Session) -> None:
    row = {"id": "old", "kind": "closed", "url": server.url("/"), "note": {"en": "Gone."}}
    entry = read_entry(row, None)  # type: ignore[arg-type]
    assert entry is not None
    (page,) = make_catalog(entry, session).search(Query(language="de"))
    assert page.notes == ("Gone.",) and page.items == () and server.seen == []
