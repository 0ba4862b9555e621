"""GeoNetworks that misbehave, each in its own way: the results are right and finite all the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from gaia_plugin.core.catalogs.base import CatalogEntry
from gaia_plugin.core.catalogs.geonetwork import GeoNetworkCatalog
from gaia_plugin.core.catalogs.notes import IGNORED, PARTIAL, REPEATED
from gaia_plugin.core.errors import BadAnswer, GaiaError, NotFound, RequestRefused, ServiceUnavailable
from gaia_plugin.core.model import Area, Page, Period, PropertyFilter, Query, Sort
from gaia_plugin.core.net import Retry, Session
from tests.support.faultserver import FaultServer, Reply, as_html, as_json
from tests.support.synthetic_geonetwork import SyntheticGeoNetwork, synthetic_record

ALPS = Area.bbox(5.0, 44.0, 8.0, 46.5)
# Every third record is in the Alps, every second one in this century, every fifth one is of snow,
# the second half is late.
RECORDS = [
    synthetic_record(
        n,
        title="Neige" if n % 5 == 0 else "Mer",
        box=(5, 44, 8, 47) if n % 3 == 0 else (100, 0, 110, 10),
        period=("2001-01-01", None) if n % 2 == 0 else ("1950-01-01", "1960-12-31"),
        th_theme=[{"default": "tard" if n > 30 else "tôt"}],
    )
    for n in range(1, 61)
]
ALL = Query(
    text="neige",
    area=ALPS,
    period=Period("2001", None),
    filters=(PropertyFilter("th_theme", "=", "tard"),),
    page_size=10,
)
ANSWER = {60}


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


@pytest.fixture
def session() -> Iterator[Session]:
    made = Session(retry=Retry(times=0))
    yield made
    made.close()


def misbehaving(
    server: FaultServer,
    session: Session,
    *faults: str,
    records: list[dict[str, Any]] = RECORDS,
    **options: Any,
) -> tuple[SyntheticGeoNetwork, GeoNetworkCatalog]:
    geonetwork = SyntheticGeoNetwork(records, faults=faults).mount(server)
    return geonetwork, GeoNetworkCatalog(
        CatalogEntry("gn", "geonetwork", geonetwork.url, options=options), session
    )


def numbers(pages: list[Page]) -> list[int]:
    return [int(item.id[:8]) for page in pages for item in page.items]


@pytest.mark.parametrize(
    ("faults", "client"),
    [
        ((), set()),
        (("ignore area",), {"area"}),
        (("ignore period",), {"period"}),
        (("ignore text",), {"text"}),
        (("ignore terms",), {"th_theme"}),
        (
            ("ignore area", "ignore period", "ignore text", "ignore terms"),
            {"area", "period", "text", "th_theme"},
        ),
        (("refuse area",), {"area"}),
        (("refuse period",), {"period"}),
        (("refuse text",), {"text"}),
        (("refuse area", "refuse period"), {"area", "period"}),
        (("refuse area", "refuse period", "refuse text"), {"area", "period", "text", "th_theme"}),
        (("refuse area", "refusals are 500"), {"area", "period", "text", "th_theme"}),
        (("refuse area", "error with 200"), {"area"}),
        (("refuse extras",), set()),
    ],
)
def test_what_a_server_ignores_or_refuses_is_done_here_and_said_so(
    server: FaultServer, session: Session, faults: tuple[str, ...], client: set[str]
) -> None:
    _, catalog = misbehaving(server, session, *faults)
    pages = list(catalog.search(ALL))
    assert set(numbers(pages)) == ANSWER
    assert pages[-1].filtered_by_client == client
    assert pages[-1].filtered_by_server == ALL.parts - client
    assert pages[-1].total == len(ANSWER) and not pages[-1].total_is_lower_bound
    ignoring = any(fault.startswith("ignore") for fault in faults)
    assert (IGNORED in pages[-1].notes) == ignoring
    assert any("refused to filter" in note for note in pages[-1].notes) == bool(client and not ignoring)


def test_a_refusal_is_remembered(server: FaultServer, session: Session) -> None:
    geonetwork, catalog = misbehaving(server, session, "refuse area")
    query = Query(area=ALPS, limit=5)
    list(catalog.search(query))
    first = len(geonetwork.bodies)
    list(catalog.search(query))
    assert first > 1 and len(geonetwork.bodies) - first == 1


def test_what_only_this_query_made_be_refused_is_tried_again(server: FaultServer, session: Session) -> None:
    geonetwork, catalog = misbehaving(server, session, "refuse area")
    list(catalog.search(Query(area=Area.polygon([(5, 44), (8, 44), (8, 47)]), limit=5)))
    geonetwork.faults.clear()
    (page,) = catalog.search(Query(area=ALPS))
    assert page.filtered_by_server == {"area"}


def test_a_refused_order_costs_the_order_only(server: FaultServer, session: Session) -> None:
    _, catalog = misbehaving(server, session, "refuse sort")
    pages = list(catalog.search(ALL.but(sort=Sort("title"))))
    assert set(numbers(pages)) == ANSWER and not pages[0].filtered_by_client


@pytest.mark.parametrize("fault", ["ignore children", "refuse extras"])
def test_children_and_templates_never_stand_among_datasets(
    server: FaultServer, session: Session, fault: str
) -> None:
    records = [*RECORDS[:4], synthetic_record(90, parentUuid="x"), synthetic_record(91, isTemplate="y")]
    _, catalog = misbehaving(server, session, fault, records=records)
    (page,) = catalog.search(Query())
    assert sorted(numbers([page])) == [1, 2, 3, 4] and page.total == 4


@pytest.mark.parametrize(
    ("fault", "total", "at_least"),
    [
        ("total is the page", 60, False),
        ("total is a number", 60, False),
        ("no total", 60, False),
        ("total is huge", 1060, False),
    ],
)
@pytest.mark.parametrize("size", [10, 7, 60, 100])
def test_wrong_totals_lose_nothing(
    server: FaultServer, session: Session, fault: str, total: int, at_least: bool, size: int
) -> None:
    geonetwork, catalog = misbehaving(server, session, fault)
    pages = list(catalog.search(Query(page_size=size)))
    assert sorted(numbers(pages)) == list(range(1, 61))
    assert (pages[-1].total, pages[-1].total_is_lower_bound) == (total, at_least)
    assert not pages[-1].has_more and len(geonetwork.bodies) <= 60 // size + 3


def test_a_total_that_only_counts_so_far_is_a_lower_bound(server: FaultServer, session: Session) -> None:
    _, catalog = misbehaving(server, session, "no total")
    first = next(catalog.search(Query(page_size=10)))
    assert (first.total, first.total_is_lower_bound) == (10, True)
    (only,) = catalog.search(Query(limit=10))
    assert (only.total, only.total_is_lower_bound) == (10, True)


def test_elasticsearchs_own_lower_bound_is_passed_on(server: FaultServer, session: Session) -> None:
    server.add(
        "/geonetwork/srv/api/search/records/_search",
        as_json({"hits": {"total": {"value": 10000, "relation": "gte"}, "hits": [{"_source": RECORDS[0]}]}}),
    )
    catalog = GeoNetworkCatalog(CatalogEntry("gn", "geonetwork", server.url("/geonetwork")), session)
    (page,) = catalog.search(Query())
    assert (page.total, page.total_is_lower_bound) == (10000, True)


def test_the_recorded_answer_counts_fewer_hits_than_it_has(
    server: FaultServer, session: Session, recorded: Any
) -> None:
    body = recorded.bytes("sextant/geonetwork_es_search.json")
    assert json.loads(body)["hits"]["total"] == {"value": 1, "relation": "eq"}
    server.add("/geonetwork/srv/api/search/records/_search", Reply(200, body))
    catalog = GeoNetworkCatalog(CatalogEntry("gn", "geonetwork", server.url("/geonetwork")), session)
    (page,) = catalog.search(Query(language="fr"))
    assert [item.title for item in page.items] == ["Surval - Données par paramètre", "Alpenkonvention"]
    assert page.total == 2 and not page.total_is_lower_bound


def test_the_same_page_again_ends_the_search(server: FaultServer, session: Session) -> None:
    geonetwork, catalog = misbehaving(server, session, "same page")
    pages = list(catalog.search(Query(page_size=10)))
    assert sorted(numbers(pages)) == sorted(set(numbers(pages))) and len(numbers(pages)) == 10
    assert pages[-1].notes == (REPEATED,) and len(geonetwork.bodies) == 2


def test_a_server_that_invents_records_for_ever_is_left(server: FaultServer, session: Session) -> None:
    geonetwork, catalog = misbehaving(server, session, "endless", "no total", "no sort values")
    pages = list(catalog.search(Query(text="neige", limit=None)))
    assert not numbers(pages) and len(geonetwork.bodies) <= 22
    assert any("records were looked at" in note for note in pages[-1].notes)


@pytest.mark.parametrize(
    "faults", [("refuse page", "no sort values"), ("refuse page", "refuse search_after")]
)
def test_a_server_without_pages_gives_its_first_one_and_a_note(
    server: FaultServer, session: Session, faults: tuple[str, ...]
) -> None:
    _, catalog = misbehaving(server, session, *faults)
    pages = list(catalog.search(Query(page_size=10)))
    assert len(numbers(pages)) == 10 and not pages[-1].has_more
    assert pages[-1].notes == ("The server gives no more than its first 10 records: narrow the search.",)
    assert pages[-1].total == 60


def test_a_server_without_pages_but_with_search_after_gives_all(
    server: FaultServer, session: Session
) -> None:
    _, catalog = misbehaving(server, session, "refuse page")
    assert sorted(numbers(list(catalog.search(Query(page_size=10))))) == list(range(1, 61))


def test_half_an_answer_is_said_to_be_one(server: FaultServer, session: Session) -> None:
    _, catalog = misbehaving(server, session, "timed out")
    first, last = catalog.search(Query())
    assert first.notes == last.notes == (PARTIAL,)


def test_hits_that_cannot_be_read_are_counted_and_cost_themselves_only(
    server: FaultServer, session: Session
) -> None:
    hits = [{"_source": RECORDS[0]}, None, {"_source": {"resourceTitleObject": {}}}, {"_source": RECORDS[1]}]
    server.add("/geonetwork/srv/api/search/records/_search", as_json({"hits": {"total": 4, "hits": hits}}))
    catalog = GeoNetworkCatalog(CatalogEntry("gn", "geonetwork", server.url("/geonetwork")), session)
    (page,) = catalog.search(Query())
    assert numbers([page]) == [1, 2] and page.skipped == 2


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (Reply(404), NotFound),
        (Reply(405), RequestRefused),
        (as_html(), BadAnswer),
        (Reply(200, b"{"), BadAnswer),
        (as_json([]), BadAnswer),
        (as_json({"hits": 3}), BadAnswer),
        (as_json({"hits": {"hits": {}}}), BadAnswer),
        (Reply(503), ServiceUnavailable),
        (as_json({"error": {"reason": "all is lost"}}, 400), RequestRefused),
        (as_json({"error": {"root_cause": [{"reason": "all is lost"}]}}), RequestRefused),
    ],
)
def test_a_server_that_has_no_answer_at_all_is_a_typed_error(
    server: FaultServer, session: Session, reply: Reply, error: type[GaiaError]
) -> None:
    server.add("/geonetwork/srv/api/search/records/_search", reply)
    catalog = GeoNetworkCatalog(CatalogEntry("gn", "geonetwork", server.url("/geonetwork")), session)
    with pytest.raises(error) as caught:
        list(catalog.search(ALL))
    assert caught.value.host.startswith("127.0.0.1")
    assert len(server.seen) <= 12
    if reply.status == 503:
        assert len(server.seen) == 1


def test_a_failing_server_is_not_asked_in_every_way(server: FaultServer, session: Session) -> None:
    url = server.add("/geonetwork/srv/api/search/records/_search", Reply(500))
    with pytest.raises(ServiceUnavailable):
        list(GeoNetworkCatalog(CatalogEntry("gn", "geonetwork", url), session).search(ALL))
    assert len(server.seen) == 3


def test_nothing_secret_is_in_an_error(server: FaultServer, session: Session) -> None:
    said = json.dumps({"error": "bad"}).encode()
    server.add("/geonetwork/srv/api/search/records/_search", Reply(400, said))
    url = server.url("/geonetwork").replace("http://", "http://somebody:hidden@")
    catalog = GeoNetworkCatalog(CatalogEntry("gn", "geonetwork", url), session)
    with pytest.raises(RequestRefused) as caught:
        list(catalog.search(Query()))
    assert "hidden" not in str(caught.value) and "hidden" not in catalog.addresses.search
