"""The Theia/OZCAR portal: a synthetic one that applies what it is sent as its database would."""

from __future__ import annotations

import copy
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from gaia_plugin.core.catalogs.base import CatalogEntry
from gaia_plugin.core.catalogs.detect import find
from gaia_plugin.core.catalogs.federation import search as search_all
from gaia_plugin.core.catalogs.merge import Merger, fingerprints
from gaia_plugin.core.catalogs.notes import IGNORED, REPEATED
from gaia_plugin.core.catalogs.ozcar import EITHER, OzcarCatalog
from gaia_plugin.core.catalogs.ozcar_filters import CATEGORY, VARIABLE, Vocabulary, full_text, search_body
from gaia_plugin.core.catalogs.ozcar_records import read_dataset
from gaia_plugin.core.catalogs.registry import load_registry, make_catalog
from gaia_plugin.core.errors import BadAnswer, Cancelled, NotFound, RequestRefused, ServiceUnavailable
from gaia_plugin.core.metadata import read_records
from gaia_plugin.core.model import Area, Dataset, LinkKind, Page, Period, PropertyFilter, Query, bounds
from gaia_plugin.core.net import Cancel, Retry, Session
from tests.support.faultserver import FaultServer, Reply, as_json, stall
from tests.support.synthetic_ozcar import RAIN, ROOT, SyntheticOzcar, document, i18n, within

ALPS = Area.bbox(5.0, 44.0, 8.0, 46.5)
FIJI = Area.bbox(179.0, -19.0, -177.0, -12.0)
SNOW, NIGER, ISLANDS, OLD = (
    "Snow at Col de Porte",
    "Rain of Niger",
    "Islands",
    "Before the portal's first year",
)


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


@pytest.fixture
def session() -> Iterator[Session]:
    made = Session(retry=Retry(times=0))
    yield made
    made.close()


def opened(url: str, session: Session, **options: Any) -> OzcarCatalog:
    made = make_catalog(CatalogEntry("x", "ozcar", url, options=options), session)
    assert isinstance(made, OzcarCatalog)
    return made


def titles(pages: list[Page]) -> set[str]:
    return {item.title for page in pages for item in page.items}


def has(name: str, *values: str) -> tuple[PropertyFilter, ...]:
    return (PropertyFilter(name, "in" if len(values) > 1 else "=", values if len(values) > 1 else values[0]),)


QUERIES = [
    (Query(), {SNOW, NIGER, ISLANDS, OLD}),
    (Query(text="niger"), {NIGER}),
    (Query(text="snow porte"), {SNOW}),  # all the words, though the portal's database takes any
    (Query(text="rainfall futuna"), set()),
    (Query(text='"col de porte"'), {SNOW}),
    (Query(text="-niger"), {NIGER}),  # no sign of the database's own
    (Query(area=ALPS), {SNOW, OLD}),
    (Query(area=FIJI), {ISLANDS}),
    (Query(area=Area.bbox(-180, -90, 180, 90)), {SNOW, NIGER, ISLANDS, OLD}),
    (Query(area=Area.bbox(-10, 44.999, 20, 50)), {SNOW, OLD}),  # its edge is a parallel, no great circle
    (Query(area=Area.bbox(5.7658, 45.295, 5.7658, 45.295)), {SNOW}),
    (Query(period=Period("1970", "1971")), {SNOW}),
    (Query(period=Period(None, "1895")), {OLD}),
    (Query(period=Period("2015", None)), {SNOW, NIGER, ISLANDS}),
    (Query(filters=has(VARIABLE, "Rainfall")), {SNOW, NIGER}),
    (Query(filters=has(VARIABLE, "Rainfall", "Snow height")), {SNOW, NIGER, ISLANDS, OLD}),
    (Query(filters=has(CATEGORY, "Rain")), {SNOW, NIGER}),
    (Query(filters=has(CATEGORY, "Atmosphere")), {SNOW, NIGER, ISLANDS, OLD}),
    (Query(filters=has("ozcar:climate", "Arid")), {NIGER}),
    (Query(filters=has("ozcar:producer", "CRYOBS-CLIM")), {SNOW, ISLANDS, OLD}),
    (Query(filters=has("ozcar:funding", "IRD")), {NIGER}),
    (Query(filters=has("ozcar:geology", "Chalk")), set()),
    (Query(text="rainfall", area=ALPS, period=Period("1970", "1971")), {SNOW}),
    (Query(filters=has("eo:cloud_cover", "10")), {SNOW, NIGER, ISLANDS, OLD}),  # not for datasets
]


@pytest.mark.parametrize(("query", "expected"), QUERIES)
@pytest.mark.parametrize("form", ["", "old", "oldest"])
def test_datasets_are_found(
    server: FaultServer, session: Session, query: Query, expected: set[str], form: str
) -> None:
    running = SyntheticOzcar(faults=[form]).mount(server)
    pages = list(opened(running.url, session).search(query))
    assert titles(pages) == expected
    (page,) = pages
    assert page.total == len(expected) and not page.has_more and not page.notes
    assert page.filtered_by_server == query.parts - {"eo:cloud_cover"} and not page.filtered_by_client


def test_the_form_that_was_not_refused_is_remembered(server: FaultServer, session: Session) -> None:
    running = SyntheticOzcar(faults=["oldest"]).mount(server)
    catalog = opened(running.url, session)
    list(catalog.search(Query(text="snow")))
    assert [one["filters"]["fullText"] for one in running.asked] == [["snow"], ["snow"], "snow"]
    list(catalog.search(Query(text="rain")))
    assert running.asked[-1]["filters"]["fullText"] == "rain" and len(running.asked) == 4


def test_a_variable_and_a_category_are_said_to_be_taken_together(
    server: FaultServer, session: Session
) -> None:
    running = SyntheticOzcar().mount(server)
    query = Query(filters=(*has(VARIABLE, RAIN), *has(CATEGORY, "Snow")))
    (page,) = opened(running.url, session).search(query)
    assert page.notes == (EITHER,)


def test_a_polygon_is_asked_as_its_box_and_cut_here(server: FaultServer, session: Session) -> None:
    running = SyntheticOzcar().mount(server)
    area = Area.polygon([(5.5, 45.0), (6.0, 45.0), (6.0, 46.0), (5.5, 46.0), (5.4, 45.5)])
    (page,) = opened(running.url, session).search(Query(area=area))
    assert titles([page]) == {SNOW} and page.filtered_by_client == {"area"}


def test_the_edges_of_an_area_are_broken_up_and_the_earth_is_sliced() -> None:
    body = search_body(Query(area=Area.bbox(-180, -90, 180, 90)), Vocabulary(), listed=True, named=True)
    rings = [one["geometry"]["coordinates"][0] for one in body["spatialExtent"]["features"]]
    assert len(rings) == 4 and all(len(ring) > 700 for ring in rings)
    for x in (-180, -90.5, 0, 44.2, 179.99):
        for y in (-89.9, -45, 0, 45.001, 89.9):
            assert any(within(x, y, ring) for ring in rings), (x, y)
    plain = [[-10, 45], [20, 45], [20, 50], [-10, 50], [-10, 45]]
    assert not within(5, 45.1, plain)  # what an edge of thirty degrees loses


@pytest.mark.parametrize(
    ("said", "expected"),
    [("snow", "snow"), ("-snow", "snow"), ("snow cover", '"snow" "cover"'), ("", ""), ("-", ""),
     ('"snow cover" alps', '"snow cover" "alps"'), ('"snow cover"', '"snow cover"'), ('a"b', '"a b"')],
)  # fmt: skip
def test_words_are_asked_all(said: str, expected: str) -> None:
    assert full_text(Query(text=said).text) == expected


def test_queryables_are_the_facets(server: FaultServer, session: Session) -> None:
    running = SyntheticOzcar().mount(server)
    catalog = opened(running.url, session)
    found = {one.name: one for one in catalog.queryables()}
    assert found[VARIABLE].values == ("Rainfall", "Snow height")
    assert found[CATEGORY].values == ("Atmosphere", "Rain", "Snow")
    assert found["ozcar:climate"].values == ("Arid", "Mountain climate")
    assert found["ozcar:funding"].values == ("CNRS",) and "ozcar:geology" in found
    (measured,) = catalog.queryables(Dataset("CRYO_DAT_2", "x"))
    assert measured.name == VARIABLE and measured.values == ("Rainfall",)
    assert len([one for one in server.seen if one.path.endswith("initFacets")]) == 1
    assert catalog.describe().filters >= {"text", "area", "period", VARIABLE}


def test_a_line_of_the_search_is_read(server: FaultServer, session: Session) -> None:
    catalog = opened(SyntheticOzcar().mount(server).url, session, page="https://portal.example/dataset/",
                     csw="https://portal.example/csw")  # fmt: skip
    (page,) = catalog.search(Query(text="porte"))
    (one,) = page.items
    assert isinstance(one, Dataset)
    assert one.id == "CRYO_DAT_1" and one.identifiers == ("CRYO_DAT_1", "TheiaOZCAR.CRYO_DAT_1")
    assert one.abstract == "Snow height and temperature.\n\nTo know the climate."
    assert one.texts == {
        "fr": {"title": "Neige au col de Porte", "abstract": "Hauteur de neige et température."}
    }
    assert one.text("title", "fr") == "Neige au col de Porte" and one.provider == "CRYOBS-CLIM"
    assert one.period == Period("1961-01-01T00:00:00Z", "2020-04-06T12:04:00Z")
    assert one.footprint and one.footprint["type"] == "Polygon" and one.has_granules
    assert one.keywords[0].text == "snow" and one.keywords[0].uri == "https://example.org/snow"
    assert [link.href for link in one.links] == [
        "https://portal.example/dataset/TheiaOZCAR.CRYO_DAT_1",
        "https://portal.example/csw?service=CSW&version=2.0.2&request=GetRecordById&ElementSetName=full"
        "&id=TheiaOZCAR.CRYO_DAT_1&outputSchema=http://www.isotc211.org/2005/gmd",
    ]


def test_a_dataset_is_completed(server: FaultServer, session: Session) -> None:
    catalog = opened(SyntheticOzcar().mount(server).url, session)
    whole = catalog.complete(Dataset("CRYO_DAT_1", "x", "x"))
    assert whole.title == SNOW and whole.license == "CC-BY-4.0" and whole.doi == "10.17178/CRYOBSCLIM.CLB.all"
    assert whole.license_url == "https://creativecommons.org/licenses/by/4.0/"
    assert whole.lineage == "Unmodified." and "embargo: 30 days" in whole.constraints
    publisher, person, funder = whole.contacts
    assert publisher.role == "publisher" and publisher.email == "contact@cryobsclim.example"
    assert person.name == "Jane Doe" and person.organisation == "IGE"
    assert person.identifier == "https://orcid.org/0000-0001-7699-9568" and funder.role == "funder"
    kinds = {link.kind: link for link in whole.links}
    assert kinds[LinkKind.ORDER].href == "https://data.cryobsclim.example/download.jsf?id=3"
    assert kinds[LinkKind.WMS].href.startswith("https://data.cryobsclim.example/wms")
    assert "u:p@" not in str(whole) and "u:p@" not in str(whole.raw)
    assert "friend@example.org" not in str(whole.raw)
    assert {one.kind: one.text for one in whole.keywords}["climates"] == "Mountain climate"
    with pytest.raises(NotFound):
        catalog.complete(Dataset("none", "x", "x"))


def test_stations_are_granules_and_points(server: FaultServer, session: Session) -> None:
    catalog = opened(SyntheticOzcar().mount(server).url, session)
    whole = catalog.complete(Dataset("CRYO_DAT_1", "x", "x"))
    (page,) = catalog.granules(whole, Query(text="not applied", filters=has("ozcar:climate", "Arid")))
    assert titles([page]) == {"Col de Porte", "Lac Blanc"} and page.total == 2
    porte = next(one for one in page.items if one.title == "Col de Porte")
    assert porte.id == "Col de Porte (5.76580, 45.29500)" and porte.collection == "CRYO_DAT_1"
    assert porte.footprint == {"type": "Point", "coordinates": [5.7658, 45.295]}
    assert porte.period == Period("1961-01-01T00:00:00Z", "2020-04-06T12:04:00Z")
    assert porte.abstract == "Snow height (m); Rainfall (mm)"
    assert porte.properties["observations"] == ["OBS_1", "OBS_2"] and porte.license == "CC-BY-4.0"
    assert LinkKind.ORDER in {link.kind for link in porte.links}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (Query(area=Area.bbox(5.7, 45.2, 5.8, 45.3)), {"Col de Porte"}),
        (Query(period=Period("1970", "1971")), {"Col de Porte"}),
        (Query(period=Period(None, "1970")), {"Col de Porte"}),
        (Query(filters=has(VARIABLE, "Rainfall")), {"Col de Porte"}),
        (Query(filters=has(VARIABLE, RAIN)), {"Col de Porte"}),
        (Query(filters=has(VARIABLE, "Snow height")), {"Col de Porte", "Lac Blanc"}),
    ],
)
def test_stations_are_filtered_here(
    server: FaultServer, session: Session, query: Query, expected: set[str]
) -> None:
    catalog = opened(SyntheticOzcar().mount(server).url, session)
    (page,) = catalog.granules(Dataset("CRYO_DAT_1", "x", "x"), query)
    assert titles([page]) == expected and page.filtered_by_client == query.parts


def test_stations_across_the_antimeridian(server: FaultServer, session: Session) -> None:
    catalog = opened(SyntheticOzcar().mount(server).url, session)
    (page,) = catalog.granules(Dataset("CRYO_DAT_3", "x", "x"), Query(area=FIJI))
    assert titles([page]) == {"Rotuma", "Futuna"}


MANY = [document(n, title=f"Dataset {n:02d}") for n in range(1, 24)]


@pytest.mark.parametrize("size", [5, 23, 50])
@pytest.mark.parametrize("fault", ["", "huge total", "small total", "no total", "never last", "junk"])
def test_totals_that_lie_lose_nothing(server: FaultServer, session: Session, fault: str, size: int) -> None:
    running = SyntheticOzcar(MANY, [fault]).mount(server)
    pages = list(opened(running.url, session).search(Query(page_size=size)))
    assert titles(pages) == {f"Dataset {n:02d}" for n in range(1, 24)} and not pages[-1].has_more
    assert len(running.asked) <= 23 // size + 2


@pytest.mark.parametrize("fault", ["same page", "endless"])
def test_a_server_that_never_ends_is_left(server: FaultServer, session: Session, fault: str) -> None:
    running = SyntheticOzcar(MANY, [fault]).mount(server)
    pages = list(opened(running.url, session).search(Query(page_size=5, limit=60)))
    assert len(titles(pages)) == (5 if fault == "same page" else 60)
    assert (REPEATED in pages[-1].notes) is (fault == "same page") and len(running.asked) <= 13


def test_filters_that_are_ignored_are_applied_here(server: FaultServer, session: Session) -> None:
    catalog = opened(SyntheticOzcar(faults=["ignore"]).mount(server).url, session)
    (page,) = catalog.search(Query(area=Area.bbox(2, 13, 3, 14)))
    assert titles([page]) == {NIGER} and IGNORED in page.notes and page.filtered_by_client == {"area"}
    (page,) = catalog.search(Query(period=Period(None, "1895")))
    assert titles([page]) == {OLD} and page.filtered_by_client == {"period"}


@pytest.mark.parametrize(
    "path", ["changeDatasetPage", "initFacets", "showDatasetDetailed/a", "getObservationsOfADataset/a"]
)
@pytest.mark.parametrize(
    "body", [b"<html>moved</html>", b"{", b"[]", b"{}", b"null", b'{"content": 3}', b"3", b""]
)
def test_what_is_no_answer_is_an_error(server: FaultServer, session: Session, path: str, body: bytes) -> None:
    SyntheticOzcar().mount(server)
    server.add(f"{ROOT}/{path}", Reply(body=body, headers={"Content-Type": "application/json"}))
    catalog, one = opened(server.url(ROOT), session), Dataset("a", "a", "x")
    does: dict[str, Any] = {
        "changeDatasetPage": lambda: list(catalog.search(Query())),
        "initFacets": catalog.describe,
        "showDatasetDetailed/a": lambda: catalog.complete(one),
        "getObservationsOfADataset/a": lambda: list(catalog.granules(one, Query())),
    }
    if (path, body) == ("getObservationsOfADataset/a", b"[]"):
        assert does[path]()[0].total == 0
        return
    with pytest.raises(BadAnswer):
        does[path]()


@pytest.mark.parametrize(("status", "asked"), [(400, 3), (500, 3), (503, 1), (404, 1)])
def test_what_is_refused_in_every_form_is_told(
    server: FaultServer, session: Session, status: int, asked: int
) -> None:
    server.add(f"{ROOT}/changeDatasetPage", Reply(status))
    with pytest.raises((RequestRefused, ServiceUnavailable, NotFound)):
        list(opened(server.url(ROOT), session).search(Query(text="snow")))
    assert len(server.seen) == asked


def test_a_search_is_cancelled(server: FaultServer, session: Session) -> None:
    server.add(f"{ROOT}/changeDatasetPage", stall())
    cancel = Cancel()
    threading.Timer(0.2, cancel.cancel).start()
    with pytest.raises(Cancelled):
        list(opened(server.url(ROOT), session).search(Query(), cancel))


def test_a_dataset_of_the_portal_and_of_its_csw_is_shown_once() -> None:
    """The catalogue of records writes the portal's identifier with a prefix, the same DOI and title."""
    one = document(1, title="Snow")
    portal = read_dataset({"producer": one["producer"], "dataset": one["dataset"]}, catalog="portal", url="")
    record = Dataset(f"TheiaOZCAR.{portal.id}", "Snow", "csw", doi=portal.doi)
    merger = Merger()
    merger.add([record])
    new, updated = merger.add([portal])
    assert not new and {source.catalog for source in updated[0].sources} == {"csw", "portal"}


def test_a_record_of_its_csw_says_what_the_portal_says(recorded: Any) -> None:
    """The one recorded answer of this system is the ISO record that its code makes of a pivot record: both
    are read alike."""
    (iso,) = read_records(recorded.bytes("ozcar/geonetwork_record.xml"), language="fr")
    extent = {"dateBeg": "1994-05-17T14:00:00+02:00", "dateEnd": "2015-09-25T14:00:00+02:00"}
    corners = [[6.96007, 45.96389], [6.96007, 45.92699], [7.03347, 45.92699], [7.03347, 45.96389]]
    ring = [*corners, corners[0]]
    pivot = {
        "producer": {"name": i18n("TEST_PRODUCER"), "email": "test@test.test"},
        "dataset": {
            "datasetId": "x",
            "metadata": {
                "title": i18n("TEST title"),
                "description": i18n("TEST abstract"),
                "datasetLineage": i18n("TEST Lineage"),
                "inspireTheme": "Environmental monitoring facilities",
                "spatialExtent": {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [ring]}},
                "temporalExtent": extent,
            },
        },
    }
    portal = read_dataset(pivot, catalog="x", url="")
    for name in ("title", "abstract", "lineage", "provider", "period"):
        assert getattr(portal, name) == getattr(iso, name), name
    assert iso.footprint and portal.footprint and bounds(portal.footprint) == bounds(iso.footprint)
    assert [word.text for word in portal.keywords] == [word.text for word in iso.keywords]
    assert portal.contacts[0].email == iso.contacts[0].email
    assert set(fingerprints(portal)) & set(fingerprints(iso))  # so both are shown once, DOI or not


def test_it_is_searched_beside_others(server: FaultServer, session: Session) -> None:
    catalog = opened(SyntheticOzcar().mount(server).url, session)
    results = list(search_all(Query(text="niger"), [catalog]))
    assert any(item.title == NIGER for page in results for item in getattr(page, "items", ()))


def test_the_facets_are_recognised(server: FaultServer, session: Session) -> None:
    running = SyntheticOzcar().mount(server)
    found = find(f"{running.url}/initFacets", session)
    assert found.kind == "ozcar" and found.url == running.url and found.entry is not None


def test_the_rows_of_the_registry() -> None:
    rows = {one.id: one for one in load_registry()}
    portal = rows["theia-ozcar-portal"]
    assert rows["theia-ozcar"].kind == "csw" and portal.kind == "ozcar" and portal.compartments == ("land",)
    assert str(portal.options["csw"]) == rows["theia-ozcar"].url


def test_a_record_without_a_place_is_listed() -> None:
    one = copy.deepcopy(document(9))
    one["dataset"]["metadata"].pop("spatialExtent")
    one["dataset"]["metadata"]["temporalExtent"] = {"dateBeg": "soon"}
    found = read_dataset({"dataset": one["dataset"]}, catalog="x", url="")
    assert found.footprint is None and found.footprint_note and found.period is None
    assert as_json(found.raw).body
