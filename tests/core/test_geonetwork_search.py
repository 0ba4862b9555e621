"""Searching a GeoNetwork 4: a synthetic one that applies the clauses which it is sent."""

from __future__ import annotations

from collections.abc import Iterator
from math import cos, sin
from typing import Any

import pytest

from gaia_plugin.core.catalogs.base import CatalogEntry
from gaia_plugin.core.catalogs.federation import search
from gaia_plugin.core.catalogs.geonetwork import GeoNetworkCatalog
from gaia_plugin.core.catalogs.registry import make_catalog
from gaia_plugin.core.errors import Cancelled
from gaia_plugin.core.model import Area, Page, Period, PropertyFilter, Query, Sort
from gaia_plugin.core.net import Cancel, Session
from tests.support.faultserver import FaultServer
from tests.support.synthetic_geonetwork import SyntheticGeoNetwork, synthetic_record

ALPS = Area.bbox(5.0, 44.0, 8.0, 46.5)


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


@pytest.fixture
def session() -> Iterator[Session]:
    made = Session()
    yield made
    made.close()


def catalog_of(geonetwork: SyntheticGeoNetwork, session: Session, **options: Any) -> GeoNetworkCatalog:
    entry = CatalogEntry("gn", "geonetwork", geonetwork.url, languages=("fr", "en"), options=options)
    made = make_catalog(entry, session)
    assert isinstance(made, GeoNetworkCatalog)
    return made


def titles(pages: list[Page]) -> list[str]:
    return [item.title for page in pages for item in page.items]


RECORDS = [
    synthetic_record(1, title={"default": "Neige des Alpes", "langeng": "Snow of the Alps"},
                     box=(5, 44, 8, 47), tag=[{"default": "neige"}], period=("2015-09-01", None)),
    synthetic_record(2, title="Températures de la mer", abstract="Mesures sous la neige fondue",
                     box=(-10, 40, 5, 50), period=("2000-01-01", "2004-12-31"),
                     **{"th_odatis_variables": [{"default": "Température", "link": "http://example.org/t"}]}),
    synthetic_record(3, title="Fidji", box=(177, -20, -178, -16), period=(None, "1990-12-31")),
    synthetic_record(4, title="Sans lieu ni date, Sentinel-2", box=None, period=(None, None)),
    synthetic_record(5, title="Enfant", parentUuid="00000001-0000-4000-8000-000000000000"),
    synthetic_record(6, title="Modèle", isTemplate="y"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (Query(), {"Neige des Alpes", "Températures de la mer", "Fidji", "Sans lieu ni date, Sentinel-2"}),
        (Query(text="neige"), {"Neige des Alpes", "Températures de la mer"}),
        (Query(text="NEIGE alpes"), {"Neige des Alpes"}),
        (Query(text="snow"), {"Neige des Alpes"}),
        (Query(text='"mer neige"'), set()),
        (Query(text="Sentinel-2"), {"Sans lieu ni date, Sentinel-2"}),
        (Query(text="00000003-0000-4000-8000-000000000000"), {"Fidji"}),
        (Query(area=ALPS), {"Neige des Alpes", "Températures de la mer"}),
        (Query(area=Area.bbox(179, -19, -179, -17)), {"Fidji"}),
        (Query(area=Area.bbox(-180, -19, -179, -17)), {"Fidji"}),
        (Query(area=Area.polygon([(6, 45), (7, 45), (6.5, 46)])), {"Neige des Alpes"}),
        (Query(period=Period("2010", None)), {"Neige des Alpes"}),
        (Query(period=Period(None, "2003")), {"Températures de la mer", "Fidji"}),
        (Query(period=Period("1990-12-31T12:00:00Z", "1999")), set()),
        (Query(text="neige", area=ALPS, period=Period("2000", "2001")), {"Températures de la mer"}),
        (Query(collections=("00000005-0000-4000-8000-000000000000",)), {"Enfant"}),
        (Query(filters=(PropertyFilter("th_odatis_variables", "=", "http://example.org/t"),)),
         {"Températures de la mer"}),
        (Query(filters=(PropertyFilter("th_odatis_variables.default", "in", ("Température", "x")),)),
         {"Températures de la mer"}),
        (Query(filters=(PropertyFilter("resourceType", "<>", "dataset"),)), set()),
    ],
)  # fmt: skip
def test_the_server_filters(server: FaultServer, session: Session, query: Query, expected: set[str]) -> None:
    geonetwork = SyntheticGeoNetwork(RECORDS).mount(server)
    pages = list(catalog_of(geonetwork, session).search(query))
    assert set(titles(pages)) == expected and len(geonetwork.bodies) == 1
    (page,) = pages
    assert page.total == len(expected) and not page.total_is_lower_bound and not page.has_more
    assert page.filtered_by_server == query.parts and not page.filtered_by_client and not page.notes


def test_the_title_counts_more_than_the_abstract(server: FaultServer, session: Session) -> None:
    geonetwork = SyntheticGeoNetwork(list(reversed(RECORDS))).mount(server)
    pages = list(catalog_of(geonetwork, session).search(Query(text="neige")))
    assert titles(pages) == ["Neige des Alpes", "Températures de la mer"]


@pytest.mark.parametrize(
    ("sort", "first"),
    [
        (Sort("title", False), "Fidji"),
        (Sort("title"), "Températures de la mer"),
        (Sort("updated"), "Sans lieu"),
    ],
)
def test_sorting(server: FaultServer, session: Session, sort: Sort, first: str) -> None:
    geonetwork = SyntheticGeoNetwork(RECORDS).mount(server)
    assert titles(list(catalog_of(geonetwork, session).search(Query(sort=sort))))[0].startswith(first)


def test_patterns_are_matched_here_and_said_to_be(server: FaultServer, session: Session) -> None:
    geonetwork = SyntheticGeoNetwork(RECORDS).mount(server)
    query = Query(text="neige", filters=(PropertyFilter("th_odatis_variables", "like", "temp%"),))
    (page,) = catalog_of(geonetwork, session).search(query)
    assert titles([page]) == ["Températures de la mer"] and page.total == 1
    assert page.filtered_by_server == {"text"} and page.filtered_by_client == {"th_odatis_variables"}


def test_a_coast_is_asked_for_by_its_box_and_cut_out_here(server: FaultServer, session: Session) -> None:
    islands = [synthetic_record(1, box=(-0.1, -0.1, 0.1, 0.1)), synthetic_record(2, box=(0.8, 0.8, 0.9, 0.9))]
    geonetwork = SyntheticGeoNetwork(islands).mount(server)
    coast = Area.polygon([(cos(n / 1000), sin(n / 1000)) for n in range(6283)])
    (page,) = catalog_of(geonetwork, session).search(Query(area=coast))
    assert titles([page]) == ["Synthetic record 1"] and page.filtered_by_client == {"area"}
    assert page.total == 1 and not page.notes


def test_conditions_on_items_wait_for_them(server: FaultServer, session: Session) -> None:
    geonetwork = SyntheticGeoNetwork(RECORDS).mount(server)
    clouds = PropertyFilter("eo:cloud_cover", "<=", 20)
    (page,) = catalog_of(geonetwork, session).search(Query(text="neige", filters=(clouds,)))
    assert len(page.items) == 2 and page.filtered_by_server == {"text"} and not page.filtered_by_client


def test_the_first_page_is_short_since_somebody_waits_for_it(server: FaultServer, session: Session) -> None:
    geonetwork = SyntheticGeoNetwork([synthetic_record(n) for n in range(1, 151)]).mount(server)
    pages = list(catalog_of(geonetwork, session).search(Query()))
    assert [len(page.items) for page in pages] == [30, 100, 20]
    assert len({item.id for page in pages for item in page.items}) == 150


def test_pages_follow_each_other_only_when_asked(server: FaultServer, session: Session) -> None:
    geonetwork = SyntheticGeoNetwork([synthetic_record(n) for n in range(1, 26)]).mount(server)
    search = catalog_of(geonetwork, session).search(Query(page_size=10))
    first = next(search)
    assert len(geonetwork.bodies) == 1 and first.has_more and first.total == 25
    rest = list(search)
    assert [len(page.items) for page in (first, *rest)] == [10, 10, 5] and not rest[-1].has_more
    assert len({item.id for page in (first, *rest) for item in page.items}) == 25
    assert [body["from"] for body in geonetwork.bodies] == [0, 10, 20]


def test_no_more_than_the_limit_is_asked_for(server: FaultServer, session: Session) -> None:
    geonetwork = SyntheticGeoNetwork([synthetic_record(n) for n in range(1, 26)]).mount(server)
    catalog = catalog_of(geonetwork, session)
    (page,) = catalog.search(Query(limit=7))
    assert len(page.items) == 7 == geonetwork.bodies[0]["size"] and page.total == 25 and not page.has_more
    assert [len(page.items) for page in catalog.search(Query(limit=12, page_size=10))] == [10, 2]


@pytest.mark.parametrize("window", [30, 25])
def test_beyond_the_window_the_last_hit_leads_on(server: FaultServer, session: Session, window: int,
                                                 monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    monkeypatch.setattr("gaia_plugin.core.catalogs.geonetwork.pages.WINDOW", 30)
    records = [synthetic_record(n) for n in range(1, 56)]
    geonetwork = SyntheticGeoNetwork(records, window=window).mount(server)
    pages = list(catalog_of(geonetwork, session).search(Query(page_size=10, limit=None)))
    found = [item.id for page in pages for item in page.items]
    assert len(found) == len(set(found)) == 55 and pages[-1].total == 55 and not pages[-1].notes
    assert sum("search_after" in body for body in geonetwork.bodies) == 3 + (window == 25)


def test_only_housekeeping_is_left_out_of_the_hits(server: FaultServer, session: Session) -> None:
    record = synthetic_record(1, indexingErrorMsg=["x"], linkUrl=["y"], lineageObject={"default": "kept"})
    geonetwork = SyntheticGeoNetwork([record]).mount(server)
    (page,) = catalog_of(geonetwork, session).search(Query())
    (dataset,) = page.items
    assert "indexingErrorMsg" not in dataset.raw["_source"] and "linkUrl" not in dataset.raw["_source"]
    assert dataset.raw["_source"]["lineageObject"] == {"default": "kept"}


def test_records_with_children_are_told_without_another_request(
    server: FaultServer, session: Session
) -> None:
    geonetwork = SyntheticGeoNetwork(RECORDS).mount(server)
    catalog = catalog_of(geonetwork, session)
    (page,) = catalog.search(Query())
    assert [item.title for item in page.items if item.has_granules] == ["Neige des Alpes"]
    list(catalog.search(Query()))
    assert ["aggregations" in body for body in geonetwork.bodies] == [True, False]


def test_children_are_shown_where_the_entry_says_so(server: FaultServer, session: Session) -> None:
    geonetwork = SyntheticGeoNetwork(RECORDS).mount(server)
    pages = list(catalog_of(geonetwork, session, hide_children=False).search(Query()))
    assert "Enfant" in titles(pages) and "Modèle" not in titles(pages)


def test_a_portal_is_asked_in_its_own_path(server: FaultServer, session: Session) -> None:
    geonetwork = SyntheticGeoNetwork(RECORDS).mount(server, portal="ODATIS")
    catalog = catalog_of(geonetwork, session)
    (page,) = catalog.search(Query(text="fidji"))
    assert page.items[0].sources[0].url == server.url(
        "/geonetwork/ODATIS/api/records/00000003-0000-4000-8000-000000000000"
    )
    said = catalog.describe()
    assert (said.title, said.version) == ("Synthetic catalogue", "4.2.8")
    assert said.filters == {"text", "area", "period"}


def test_the_terms_of_the_entrys_fields_can_be_chosen_from(server: FaultServer, session: Session) -> None:
    geonetwork = SyntheticGeoNetwork(RECORDS).mount(server)
    found = catalog_of(geonetwork, session, facets=["th_odatis_variables", "th_none"]).queryables()
    assert [(one.name, one.title, one.values) for one in found] == [
        ("resourceType", "resourceType", ("dataset",)),
        ("th_odatis_variables", "odatis variables", ("Température",)),
    ]


def test_cancelling_ends_the_search(server: FaultServer, session: Session) -> None:
    geonetwork = SyntheticGeoNetwork([synthetic_record(n) for n in range(1, 26)]).mount(server)
    cancel = Cancel()
    search = catalog_of(geonetwork, session).search(Query(page_size=10), cancel)
    next(search)
    cancel.cancel()
    with pytest.raises(Cancelled):
        next(search)


def test_a_record_of_two_portals_is_shown_once(server: FaultServer, session: Session) -> None:
    entries = [
        CatalogEntry(portal, "geonetwork", SyntheticGeoNetwork(records).mount(server, portal=portal).url)
        for portal, records in (("ODATIS", RECORDS[:2]), ("srv", RECORDS))
    ]
    catalogs = [make_catalog(entry, session) for entry in entries]
    found: dict[str, Any] = {}
    for page in search(Query(), catalogs):
        found.update({item.id: item for item in (*page.items, *page.updated)})
    assert len(found) == 4
    both = [item for item in found.values() if {one.catalog for one in item.sources} == {"ODATIS", "srv"}]
    assert len(both) == 2
