"""Searching DataCite, Dataverse, GBIF and data.gouv.fr: synthetic servers that apply what they are sent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from gaia_plugin.core.catalogs.base import CatalogEntry
from gaia_plugin.core.catalogs.datacite import DataCiteCatalog, query_text
from gaia_plugin.core.catalogs.datagouv import NO_AREAS as NO_COORDINATES
from gaia_plugin.core.catalogs.datagouv import DataGouvCatalog
from gaia_plugin.core.catalogs.dataverse import DataverseCatalog, circle_of
from gaia_plugin.core.catalogs.federation import search
from gaia_plugin.core.catalogs.gbif import NO_AREAS, GbifCatalog
from gaia_plugin.core.catalogs.lucene import all_words
from gaia_plugin.core.catalogs.registry import load_registry, make_catalog
from gaia_plugin.core.errors import BadAnswer, NotFound
from gaia_plugin.core.model import Area, Dataset, LinkKind, Page, Period, PropertyFilter, Query, Sort
from gaia_plugin.core.net import Retry, Session
from tests.support.faultserver import FaultServer, Reply, Seen, as_json
from tests.support.synthetic_datagouv import SyntheticDataGouv, synthetic_datagouv
from tests.support.synthetic_rest import (
    SyntheticDataCite,
    SyntheticDataverse,
    SyntheticGbif,
    lucene,
    synthetic_dataverse,
    synthetic_doi,
    synthetic_gbif,
    synthetic_occurrence,
)

ALPS = Area.bbox(5.0, 44.0, 8.0, 46.5)
FIJI = Area.bbox(179.0, -19.0, -179.0, -17.0)


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


@pytest.fixture
def session() -> Iterator[Session]:
    made = Session(retry=Retry(times=0))
    yield made
    made.close()


def titles(pages: Any) -> set[str]:
    return {item.title for page in pages for item in page.items}


def entry(kind: str, url: str, **options: Any) -> CatalogEntry:
    return CatalogEntry("x", kind, url, languages=("fr",), options=options)


# DataCite

DOIS = [
    synthetic_doi(1, titles=[{"title": "Neige des Alpes"}], box=(5, 44, 8, 47)),
    synthetic_doi(2, titles=[{"title": "Sentinel-2 mosaic: Brittany (2019)"}], box=(-5, 47, -1, 49),
                  dates=[{"date": "2019", "dateType": "Collected"}]),
    synthetic_doi(3, titles=[{"title": "Fiji"}], box=(177, -20, -178, -16), dates=[]),
    synthetic_doi(4, titles=[{"title": "Station"}], box=None,
                  geoLocations=[{"geoLocationPoint": {"pointLongitude": 6.5, "pointLatitude": 45.5}}]),
    synthetic_doi(5, titles=[{"title": "Nowhere"}], box=None, dates=[{"date": "2019", "dateType": "Issued"}]),
    {**synthetic_doi(6, titles=[{"title": "Elsewhere"}]), "id": "10.1234/6"},
]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (Query(text="neige"), {"Neige des Alpes"}),
        (Query(text="NEIGE alpes"), {"Neige des Alpes"}),
        (Query(text='"alpes neige"'), set()),
        (Query(text="Sentinel-2"), {"Sentinel-2 mosaic: Brittany (2019)"}),
        (Query(text="mosaic: (2019) AND/OR + - * ? ~ [x TO y] \\ \" neige"), set()),
        (Query(text="mosaic: (2019)"), {"Sentinel-2 mosaic: Brittany (2019)"}),
        (Query(text="https://doi.org/10.57932/0003"), {"Fiji"}),
        (Query(text="10.57932/0004"), {"Station"}),
        (Query(area=ALPS), {"Neige des Alpes", "Station"}),
        (Query(area=FIJI), {"Fiji"}),
        (Query(area=Area.bbox(-180, -19, -179, -17)), {"Fiji"}),
        (Query(area=Area.bbox(179, -19, 180, -17)), {"Fiji"}),
        (Query(area=Area.bbox(-179, -19, 170, -17)), {"Fiji"}),
        (Query(collections=("10.57932/0001", "10.57932/0002")),
         {"Neige des Alpes", "Sentinel-2 mosaic: Brittany (2019)"}),
        (Query(text="neige", area=FIJI), set()),
        (Query(text="57932"), {item["attributes"]["titles"][0]["title"] for item in DOIS[:5]}),
    ],
)  # fmt: skip
def test_datacite_filters(server: FaultServer, session: Session, query: Query, expected: set[str]) -> None:
    running = SyntheticDataCite(DOIS).mount(server)
    catalog = make_catalog(entry("datacite", running.url, prefix=["10.57932", "10.17882"]), session)
    pages = list(catalog.search(query))
    assert titles(pages) == expected
    (page,) = pages
    assert page.total == len(expected) and not page.has_more
    assert page.filtered_by_server == query.parts and not page.filtered_by_client and not page.notes
    (asked,) = running.asked
    assert asked["prefix"] == ["10.57932,10.17882"] and asked["resource-type-id"] == ["dataset"]
    assert asked["sort"] == ["relevance"] and asked["page[number]"] == ["1"]


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        (Period("2019", None), {"Sentinel-2 mosaic: Brittany (2019)"}),
        (Period(None, "2003"), {"Neige des Alpes", "Station"}),
        (Period("2010", "2011"), set()),
    ],
)
def test_datacite_leaves_the_period_to_us(
    server: FaultServer, session: Session, period: Period, expected: set[str]
) -> None:
    running = SyntheticDataCite(DOIS[:5]).mount(server)
    pages = list(make_catalog(entry("datacite", running.url), session).search(Query(period=period, text="")))
    assert titles(pages) == expected and pages[-1].filtered_by_client == {"period"}
    assert pages[-1].total == len(expected) and not pages[-1].total_is_lower_bound


def test_a_polygon_is_asked_as_its_box_and_looked_at_here(server: FaultServer, session: Session) -> None:
    running = SyntheticDataCite(DOIS).mount(server)
    triangle = Area.polygon([(-20, 40), (9, 40), (9, 49)])
    pages = list(make_catalog(entry("datacite", running.url), session).search(Query(area=triangle)))
    assert "Sentinel-2 mosaic: Brittany (2019)" not in titles(pages) and "Station" in titles(pages)
    assert pages[0].filtered_by_client == {"area"}


def test_beyond_ten_thousand_the_cursor_goes_on_and_nothing_comes_twice(
    server: FaultServer, session: Session
) -> None:
    running = SyntheticDataCite([synthetic_doi(n) for n in range(1, 451)])
    running.window = 200
    running.mount(server)
    from gaia_plugin.core.catalogs import datacite

    kept = datacite.WINDOW
    try:
        datacite.WINDOW = 200
        catalog = make_catalog(entry("datacite", running.url), session)
        pages = list(catalog.search(Query(limit=None)))
        few = list(catalog.search(Query(limit=150)))
    finally:
        datacite.WINDOW = kept
    given = [item.id for page in pages for item in page.items]
    assert len(given) == len(set(given)) == 450 and pages[-1].total == 450
    assert [asked.get("page[cursor]") for asked in running.asked[:3]] == [None, None, ["1"]]
    assert sum(len(page.items) for page in few) == 150


@pytest.mark.parametrize(
    ("sort", "sent"),
    [
        (None, "relevance"),
        (Sort("title", False), "title"),
        (Sort("updated"), "-updated"),
        (Sort("x"), "relevance"),
    ],
)
def test_sorting_at_datacite(server: FaultServer, session: Session, sort: Sort | None, sent: str) -> None:
    running = SyntheticDataCite(DOIS).mount(server)
    list(make_catalog(entry("datacite", running.url), session).search(Query(sort=sort)))
    assert running.asked[0]["sort"] == [sent]


@pytest.mark.parametrize(
    "typed",
    [
        'a" OR doi:*',
        "title:(x",
        "[1 TO 2]",
        "a && b || !c",
        "\\",
        '"',
        "^2 ~3",
        "AND",
        "not",
        "a/b",
        "<x>",
        "é œ",
    ],
)
def test_nothing_that_is_typed_is_an_operator(typed: str) -> None:
    """The synthetic server's grammar has brackets, ranges and fields: none may come from the user."""
    said = query_text(Query(text=typed))
    assert not said or lucene(said)
    assert ":" not in said.replace('"', "").replace("title:(x", "").replace("doi:*", "") or '"' in said
    assert all_words(typed).count('"') % 2 == 0


def test_one_doi_again(server: FaultServer, session: Session) -> None:
    server.add("/dois/10.57932/0001", as_json({"data": DOIS[0]}))
    catalog = DataCiteCatalog(entry("datacite", server.url("/dois")), session)
    found = catalog.complete(Dataset(id="10.57932/0001", title="", doi="10.57932/0001"))
    assert found.title == "Neige des Alpes"
    with pytest.raises(NotFound):
        catalog.complete(Dataset(id="10.57932/0002", title=""))
    server.add("/dois/10.57932/0003", as_json({"data": []}))
    with pytest.raises(BadAnswer):
        catalog.complete(Dataset(id="10.57932/0003", title=""))


OAI = {"oai": "", "oai_identifier": "oai:seanoe.org:{suffix}"}


def seanoe(server: FaultServer, session: Session, answer: Reply) -> tuple[Dataset, dict[str, list[str]]]:
    """A synthetic DOI of SEANOE made whole, and what its OAI-PMH was asked."""
    asked: dict[str, list[str]] = {}

    def oai(seen: Seen) -> Reply:
        asked.update(seen.query)
        return answer

    own = {"doi": "10.17882/41101", "geoLocations": [], "url": "https://www.seanoe.org/data/00300/41101/"}
    doi = {**DOIS[0]["attributes"], **own}
    server.add("/dois/10.17882/41101", as_json({"data": {"id": "10.17882/41101", "attributes": doi}}))
    row = entry("datacite", server.url("/dois"), **{**OAI, "oai": server.add("/oai", oai)})
    return DataCiteCatalog(row, session).complete(Dataset(id="10.17882/41101", title="")), asked


def test_a_doi_of_seanoe_is_completed_by_its_oai_record(
    server: FaultServer, session: Session, recorded: Any
) -> None:
    record = recorded.bytes("seanoe/oai_record.xml")
    answer = b"<OAI-PMH><GetRecord>" + record + b"</GetRecord></OAI-PMH>"
    found, asked = seanoe(server, session, Reply(200, answer))
    assert asked == {
        "verb": ["GetRecord"],
        "metadataPrefix": ["oai_dc"],
        "identifier": ["oai:seanoe.org:41101"],
    }
    assert found.title == "Neige des Alpes" and "oai:seanoe.org:41101" in found.identifiers
    assert "https://www.seanoe.org/data/00300/41101/illustration.gif" in [link.href for link in found.links]
    dois = [link for link in found.links if "10.17882/41101" in link.href]
    assert len(dois) == 1 and found.footprint is not None
    (row,) = [one for one in load_registry() if one.id == "seanoe"]
    assert set(OAI) <= set(row.options)


@pytest.mark.parametrize(
    "answer",
    [
        Reply(404),
        Reply(200, b"<html>no</html>"),
        Reply(200, b'<OAI-PMH><error code="idDoesNotExist">no</error></OAI-PMH>'),
        Reply(
            200, b"<oai_dc xmlns='x'><identifier>doi:10.17882/9</identifier><title>Another</title></oai_dc>"
        ),
    ],
)
def test_without_a_record_there_what_datacite_says_stays(
    server: FaultServer, session: Session, answer: Reply
) -> None:
    found, asked = seanoe(server, session, answer)
    assert asked and found.title == "Neige des Alpes" and len(found.links) == 2


# Dataverse

DATAVERSE = [
    synthetic_dataverse(1, title="Neige", box=(5, 44, 8, 47)),
    synthetic_dataverse(2, title="Old spelling", box=(6, 45, 7, 46), old=True, period=("2015", None)),
    synthetic_dataverse(3, title="Fiji", box=(177, -20, -178, -16), period=None),
    synthetic_dataverse(4, title="Nowhere", box=None),
    synthetic_dataverse(5, title="Corner", box=(4.0, 42.9, 4.9, 43.9)),
]


@pytest.mark.parametrize("faults", [(), ("no blocks",), ("refuse blocks",), ("refuse circle",), ("ignore",)])
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (Query(area=ALPS), {"Neige", "Old spelling"}),
        (Query(area=FIJI), {"Fiji"}),
        (Query(period=Period("2014", None)), {"Old spelling"}),
        (Query(area=ALPS, period=Period(None, "2003")), {"Neige"}),
        (Query(), {"Neige", "Old spelling", "Fiji", "Nowhere", "Corner"}),
    ],
)
def test_dataverse_whatever_its_version(
    server: FaultServer, session: Session, faults: tuple[str, ...], query: Query, expected: set[str]
) -> None:
    running = SyntheticDataverse(DATAVERSE, faults).mount(server)
    pages = list(make_catalog(entry("dataverse", running.url), session).search(query))
    assert titles(pages) == expected
    assert pages[-1].filtered_by_client == query.parts and pages[-1].total == len(expected)
    alone = not faults or faults[0] in ("refuse circle", "ignore")
    assert (running.details == 0) == alone


def test_dataverse_words_circle_and_collection(server: FaultServer, session: Session) -> None:
    running = SyntheticDataverse(DATAVERSE).mount(server)
    catalog = make_catalog(entry("dataverse", running.url, subtree="inrae"), session)
    (page,) = catalog.search(Query(text="neige", area=ALPS))
    assert titles([page]) == {"Neige"} and page.filtered_by_server == {"text"}
    (asked,) = running.asked
    assert asked["q"] == ["neige"] and asked["type"] == ["dataset"] and asked["subtree"] == ["inrae"]
    assert asked["metadata_fields"] == ["citation:*", "geospatial:*"] and "sort" not in asked
    assert asked["geo_point"] == ["45.250000,6.500000"] and 150 < float(asked["geo_radius"][0]) < 200
    list(make_catalog(entry("dataverse", running.url, radius_search=False), session).search(Query(area=ALPS)))
    assert "geo_point" not in running.asked[-1] and running.asked[-1]["sort"] == ["date"]


def test_what_a_dataverse_refuses_is_not_sent_again(server: FaultServer, session: Session) -> None:
    running = SyntheticDataverse(DATAVERSE, ["refuse circle", "refuse blocks"]).mount(server)
    catalog = make_catalog(entry("dataverse", running.url), session)
    list(catalog.search(Query(area=ALPS)))
    first = len(running.asked)
    list(catalog.search(Query(area=FIJI, text="fiji")))
    assert first == 3 and len(running.asked) == 4


@pytest.mark.parametrize(
    ("box", "point", "least"),
    [
        ((5, 44, 8, 46), "45.000000,6.500000", 160.0),
        ((179, -19, -179, -17), "-18.000000,180.000000", 153.0),
        ((170, -1, -160, 1), "0.000000,-175.000000", 1670.0),
        ((10, -30, 100, 60), "15.000000,55.000000", 6000.0),
    ],
)
def test_the_circle_holds_the_box(box: tuple[float, ...], point: str, least: float) -> None:
    west, south, east, north = box
    circle = circle_of(Area.bbox(west, south, east, north))
    assert circle is not None and circle[0] == point and float(circle[1]) >= least


def test_no_circle_is_sent_for_half_the_earth() -> None:
    assert circle_of(Area.bbox(-180, -90, 180, 90)) is None
    assert circle_of(Area.bbox(-100, -10, 100, 10)) is None


def test_the_files_of_a_dataverse_dataset_come_with_its_whole_record(
    server: FaultServer, session: Session
) -> None:
    running = SyntheticDataverse(DATAVERSE).mount(server)
    catalog = make_catalog(entry("dataverse", running.url), session)
    assert isinstance(catalog, DataverseCatalog) and catalog.describe().version == "6.2"
    (page,) = catalog.search(Query(text="neige"))
    (hit,) = page.items
    assert isinstance(hit, Dataset) and not hit.links_of(LinkKind.DOWNLOAD)
    whole = catalog.complete(hit)
    assert [link.href for link in whole.links_of(LinkKind.DOWNLOAD)] == [server.url("/api/access/datafile/1")]
    assert whole.license == "etalab-2.0" and whole.footprint == hit.footprint and whole.key == hit.key
    assert whole.citation == "Neige, 2022"
    with pytest.raises(NotFound):
        catalog.complete(Dataset(id="doi:10.57745/none", title=""))


# GBIF

GBIF = [
    synthetic_gbif(1, title="Birds of the Alps", box=(5, 44, 8, 47)),
    synthetic_gbif(2, title="Bats of Fiji", box=(177, -20, -178, -16)),
    synthetic_gbif(3, title="Names only", box=None, type="CHECKLIST"),
]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (Query(), {"Birds of the Alps", "Bats of Fiji", "Names only"}),
        (Query(text="bats fiji"), {"Bats of Fiji"}),
        (Query(area=ALPS), {"Birds of the Alps"}),
        (Query(area=FIJI, period=Period("2002", None)), {"Bats of Fiji"}),
        (Query(period=Period("1980", "1985")), set()),
    ],
)
def test_gbif_datasets(server: FaultServer, session: Session, query: Query, expected: set[str]) -> None:
    running = SyntheticGbif(GBIF).mount(server)
    catalog = make_catalog(entry("gbif", running.url, country="FR"), session)
    pages = list(catalog.search(query))
    assert titles(pages) == expected and running.asked[0]["publishingCountry"] == ["FR"]
    located = query.area is not None or query.period is not None
    assert running.details == (3 if located else 0) and (NO_AREAS in pages[-1].notes) == located
    assert pages[-1].filtered_by_client == query.parts - {"text"}


def test_a_gbif_dataset_made_whole(server: FaultServer, session: Session) -> None:
    running = SyntheticGbif(GBIF).mount(server)
    catalog = make_catalog(entry("gbif", running.url), session)
    assert isinstance(catalog, GbifCatalog)
    (page,) = catalog.search(Query(text="birds alps"))
    (hit,) = page.items
    assert isinstance(hit, Dataset) and hit.footprint is None
    whole = catalog.complete(hit)
    assert (
        whole.footprint is not None
        and whole.provider == "Synthetic museum"
        and whole.doi == "10.15468/s00001"
    )
    assert whole.key == hit.key and whole.links_of(LinkKind.DOWNLOAD)


OCCURRENCES = [
    synthetic_occurrence(1, decimalLongitude=6.0, decimalLatitude=45.0, eventDate="2001-05-01"),
    synthetic_occurrence(2, decimalLongitude=179.5, decimalLatitude=-18.0, eventDate="2010-05-01"),
    synthetic_occurrence(3, decimalLongitude=-179.5, decimalLatitude=-18.0, eventDate="2011-05-01"),
    synthetic_occurrence(4),
]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (Query(text="not for granules"), {"1", "2", "3", "4"}),
        (Query(area=ALPS), {"1"}),
        (Query(area=FIJI), {"2", "3"}),
        (Query(period=Period("2010-06", None)), {"3"}),
        (Query(period=Period(None, "2005")), {"1"}),
        (Query(area=FIJI, period=Period("2000", "2010")), {"2"}),
    ],
)
def test_gbif_occurrences(server: FaultServer, session: Session, query: Query, expected: set[str]) -> None:
    running = SyntheticGbif(GBIF, occurrences=OCCURRENCES).mount(server)
    catalog = make_catalog(entry("gbif", running.url), session)
    pages = list(catalog.granules(Dataset(id="d", title=""), query))
    assert {item.id for page in pages for item in page.items} == expected
    assert pages[0].filtered_by_server == query.parts - {"text"} and not pages[0].filtered_by_client


# data.gouv.fr

DATAGOUV = [
    synthetic_datagouv(1, title="Neige"),
    synthetic_datagouv(2, title="Zones", tags=[], temporal_coverage=None,
                       spatial={"geom": {"type": "Point", "coordinates": [6, 45]}}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (Query(), {"Neige", "Zones"}),
        (Query(text='"neige"'), {"Neige"}),
        (Query(area=ALPS), {"Zones"}),
        (Query(period=Period("2004", None)), {"Neige"}),
        (Query(period=Period("2006", None)), set()),
    ],
)
def test_data_gouv(server: FaultServer, session: Session, query: Query, expected: set[str]) -> None:
    running = SyntheticDataGouv(DATAGOUV).mount(server)
    catalog = make_catalog(entry("data-gouv", running.url, organization="meteo"), session)
    pages = list(catalog.search(query))
    assert titles(pages) == expected and pages[-1].total == len(expected)
    assert pages[-1].filtered_by_client == query.parts - {"text"}
    assert (NO_COORDINATES in pages[-1].notes) == (query.area is not None)
    assert running.asked[0]["organization"] == ["meteo"] and "temporal_coverage" not in running.asked[0]


def test_resources_that_a_list_leaves_out(server: FaultServer, session: Session) -> None:
    whole = synthetic_datagouv(1, resources=[{"url": "https://x.fr/a.csv", "format": "csv", "type": "main"}])
    server.add(f"/api/1/datasets/{whole['id']}/", as_json(whole))
    catalog = DataGouvCatalog(entry("data-gouv", server.url("/api/1/datasets/")), session)
    hit = Dataset(id=whole["id"], title="x", raw={"id": whole["id"], "resources": {"rel": "subsection"}})
    assert len(catalog.complete(hit).links_of(LinkKind.DOWNLOAD)) == 1
    assert catalog.complete(catalog.complete(hit)).title == "Record 1" and len(server.seen) == 1


# All of them


def test_conditions_on_items_wait_for_them(server: FaultServer, session: Session) -> None:
    running = SyntheticDataCite(DOIS).mount(server)
    clouds = PropertyFilter("eo:cloud_cover", "<=", 20)
    (page,) = make_catalog(entry("datacite", running.url), session).search(
        Query(text="neige", filters=(clouds,))
    )
    assert titles([page]) == {"Neige des Alpes"} and page.filtered_by_server == {"text"}


def test_one_search_over_all_four(server: FaultServer, session: Session) -> None:
    catalogs = [
        make_catalog(CatalogEntry(kind, kind, url), session)
        for kind, url in (
            ("datacite", SyntheticDataCite(DOIS).mount(server).url),
            ("dataverse", SyntheticDataverse(DATAVERSE).mount(server).url),
            ("gbif", SyntheticGbif(GBIF).mount(server).url),
            ("data-gouv", SyntheticDataGouv(DATAGOUV).mount(server).url),
        )
    ]
    found: list[Page] = list(search(Query(area=ALPS), catalogs))
    assert {item.catalog for page in found for item in page.items} == {
        catalog.entry.id for catalog in catalogs
    }


def test_each_row_of_the_registry_has_its_adapter(session: Session) -> None:
    rows = {row.id: row for row in load_registry()}
    expected = {
        "seanoe": ("datacite", "https://api.datacite.org/dois"),
        "datacite": ("datacite", "https://api.datacite.org/dois"),
        "recherche-data-gouv": ("dataverse", "https://entrepot.recherche.data.gouv.fr/api/search"),
        "gbif": ("gbif", "https://api.gbif.org/v1/dataset/search"),
        "data-gouv-fr": ("data-gouv", "https://www.data.gouv.fr/api/1/datasets/"),
    }
    assert {key: (rows[key].kind, rows[key].url) for key in expected} == expected
    assert rows["seanoe"].options["prefix"] == ["10.17882"]
    made = {key: make_catalog(rows[key], session) for key in expected}
    assert getattr(made["recherche-data-gouv"], "root") == "https://entrepot.recherche.data.gouv.fr"  # noqa: B009
    assert getattr(made["gbif"], "root") == "https://api.gbif.org/v1"  # noqa: B009
