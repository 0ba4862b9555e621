"""Servers that misbehave: the results stay right and the search ends."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from gaia_plugin.core import Area, Cancel, Dataset, Period, PropertyFilter, Query, Session, Sort
from gaia_plugin.core.catalogs.base import CatalogEntry
from gaia_plugin.core.catalogs.stac import StacCatalog
from gaia_plugin.core.errors import BadAnswer, Cancelled, GaiaError, RequestRefused
from gaia_plugin.core.model import Granule, Page
from gaia_plugin.core.net import Retry
from tests.core.synthetic_stac import Ask, Server, item, page, synthetic_server

DATASET = Dataset(id="c", title="C", catalog="s")


@pytest.fixture
def server() -> Iterator[Server]:
    with synthetic_server() as running:
        yield running


@pytest.fixture
def catalog(server: Server) -> Iterator[StacCatalog]:
    session = Session(retry=Retry(times=0))
    yield StacCatalog(CatalogEntry("s", "stac", server.url + "/"), session)
    session.close()


def pages_of(catalog: StacCatalog, query: Query | None = None, cancel: Cancel | None = None) -> list[Page]:
    return list(catalog.granules(DATASET, query or Query(limit=None, page_size=10), cancel))


def ids(pages: list[Page]) -> list[str]:
    return [granule.id for page in pages for granule in page.items]


def next_link(href: str, **more: object) -> dict[str, object]:
    return {"rel": "next", "href": href, **more}


def chunk(start: int, count: int = 10) -> list[dict[str, object]]:
    return [item(number) for number in range(start, start + count)]


def test_a_next_link_that_loops(server: Server, catalog: StacCatalog) -> None:
    server.routes["/search"] = lambda ask: page(
        chunk(0 if ask.query.get("page") != "2" else 10),
        next_link(f"{server.url}/search?page={'1' if ask.query.get('page') == '2' else '2'}"),
    )
    found = pages_of(catalog)
    assert ids(found) == [f"item-{n}" for n in range(20)]
    assert any("same page" in note for note in found[-1].notes)
    assert len(server.searches()) <= 4


def test_pages_that_repeat_under_new_tokens(server: Server, catalog: StacCatalog) -> None:
    server.routes["/search"] = lambda ask: page(
        chunk(0),
        next_link(f"{server.url}/search?token={int(ask.query.get('token', 0)) + 1}"),
        numberMatched=9000,
    )
    found = pages_of(catalog)
    assert ids(found) == [f"item-{n}" for n in range(10)]
    assert len(server.searches()) <= 3
    assert not found[-1].has_more


def test_empty_pages_without_end(server: Server, catalog: StacCatalog) -> None:
    server.routes["/search"] = lambda ask: page(
        [], next_link(f"{server.url}/search?token={int(ask.query.get('token', 0)) + 1}")
    )
    found = pages_of(catalog)
    assert ids(found) == []
    assert len(server.searches()) <= 7


def test_an_empty_page_before_more(server: Server, catalog: StacCatalog) -> None:
    answers = {"0": chunk(0), "1": [], "2": chunk(10)}

    def search(ask: Ask) -> object:
        token = ask.query.get("token", "0")
        links = [next_link(f"{server.url}/search?token={int(token) + 1}")] if token != "2" else []
        return page(answers[token], *links)

    server.routes["/search"] = search
    assert ids(pages_of(catalog)) == [f"item-{n}" for n in range(20)]


@pytest.mark.parametrize("matched", [0, 3, 20, "many", -5, None, 10**9])
def test_wrong_totals(server: Server, catalog: StacCatalog, matched: object) -> None:
    def search(ask: Ask) -> object:
        links = [] if ask.query.get("token") else [next_link(f"{server.url}/search?token=1")]
        return page(chunk(10 if ask.query.get("token") else 0), *links, numberMatched=matched)

    server.routes["/search"] = search
    found = pages_of(catalog)
    assert len(ids(found)) == 20
    assert found[-1].total is not None and found[-1].total >= 20
    if matched != 10**9:
        assert (found[-1].total, found[-1].total_is_lower_bound) == (20, False)
        assert found[0].total is not None and (found[0].total_is_lower_bound or found[0].total == 20)


def test_filters_ignored(server: Server, catalog: StacCatalog) -> None:
    server.routes["/search"] = page(chunk(0, 60), numberMatched=60)
    query = Query(
        area=Area.bbox(2.5, -1, 20.5, 2),
        period=Period("2020-01-05", None),
        filters=(PropertyFilter("eo:cloud_cover", "<", 9),),
        page_size=60,
    )
    server.routes["/"] = server.landing("https://api.stacspec.org/v1.0.0/item-search#query")
    found = pages_of(catalog, query)
    assert ids(found) == [f"item-{n}" for n in range(4, 9)]
    assert {"area", "period", "eo:cloud_cover"} <= found[-1].filtered_by_client
    assert found[-1].total == 5
    assert any("did not apply" in note for note in found[-1].notes)


def test_filters_applied_are_the_servers(server: Server, catalog: StacCatalog) -> None:
    server.routes["/search"] = page(chunk(4, 5), numberMatched=5)
    query = Query(area=Area.bbox(2.5, -1, 20.5, 2), period=Period("2020-01-05", None))
    found = pages_of(catalog, query)
    assert found[-1].filtered_by_server == {"area", "period", "collections"}
    assert not found[-1].filtered_by_client and not found[-1].notes


def test_conditions_that_the_server_cannot_apply(server: Server, catalog: StacCatalog) -> None:
    server.routes["/search"] = page(chunk(0, 30))
    found = pages_of(catalog, Query(filters=(PropertyFilter("eo:cloud_cover", "<", 5),), page_size=30))
    assert ids(found) == [f"item-{n}" for n in range(5)]
    assert found[-1].filtered_by_client == {"eo:cloud_cover"}
    assert "filter" not in server.searches()[0].body and "query" not in server.searches()[0].body


def test_broken_items_are_skipped_and_counted(server: Server, catalog: StacCatalog) -> None:
    broken = [None, 7, "item", [], {}, {"id": ""}, {"id": None}, {"id": {"a": 1}}]
    server.routes["/search"] = page(
        [item(1), *broken, item(2, geometry=None, bbox=None), item(3, properties=None)]
    )
    found = pages_of(catalog)
    assert ids(found) == ["item-1", "item-2", "item-3"]
    assert found[0].skipped == len(broken)
    without = found[0].items[1]
    assert isinstance(without, Granule) and without.footprint is None and without.footprint_note


def test_html_instead_of_json(server: Server, catalog: StacCatalog) -> None:
    server.routes["/search"] = b"<!DOCTYPE html><html><body>Maintenance</body></html>"
    with pytest.raises(BadAnswer, match="web page"):
        pages_of(catalog)


@pytest.mark.parametrize(
    "value", [[], 3, "text", {"code": "x", "description": "Out of order"}, {"features": 3}]
)
def test_json_that_is_no_page(server: Server, catalog: StacCatalog, value: object) -> None:
    server.routes["/search"] = value
    with pytest.raises(BadAnswer):
        pages_of(catalog)


@pytest.mark.parametrize("value", [[], 3, {"hello": "world"}, b"<html></html>"])
def test_an_address_that_is_no_stac(server: Server, catalog: StacCatalog, value: object) -> None:
    server.routes["/"] = value
    with pytest.raises(BadAnswer):
        list(catalog.search(Query()))


def test_an_error_midway_keeps_what_came(server: Server, catalog: StacCatalog) -> None:
    server.routes["/search"] = lambda ask: (
        (403, {"description": "no"})
        if ask.query.get("token")
        else page(chunk(0), next_link(f"{server.url}/search?token=1"))
    )
    got: list[Page] = []
    with pytest.raises(GaiaError):
        for one in catalog.granules(DATASET, Query(limit=None)):
            got.append(one)
    assert len(ids(got)) == 10


@pytest.mark.parametrize("status", [404, 405])
def test_post_refused_goes_on_with_get(server: Server, catalog: StacCatalog, status: int) -> None:
    server.routes["/search"] = lambda ask: (
        (status, {"detail": "no"}) if ask.method == "POST" else page(chunk(0))
    )
    assert len(ids(pages_of(catalog))) == 10
    assert [ask.method for ask in server.searches()] == ["POST", "GET"]
    assert server.searches()[1].query["collections"] == "c"
    assert len(ids(pages_of(catalog))) == 10
    assert [ask.method for ask in server.searches()] == ["POST", "GET", "GET"]  # it is not tried again


def test_a_sort_that_is_refused_is_left_out(server: Server, catalog: StacCatalog) -> None:
    server.routes["/"] = server.landing("https://api.stacspec.org/v1.0.0/item-search#sort", methods=("POST",))
    server.routes["/search"] = lambda ask: (
        (400, {"description": "sort"}) if "sortby" in ask.body else page(chunk(0))
    )
    assert len(ids(pages_of(catalog, Query(sort=Sort("datetime"))))) == 10


def test_a_condition_that_is_refused_is_applied_here(server: Server, catalog: StacCatalog) -> None:
    server.routes["/"] = server.landing("https://api.stacspec.org/v1.0.0/item-search#query")
    server.routes["/search"] = lambda ask: (
        (400, {"description": "unknown property"}) if "query" in (ask.body or ask.query) else page(chunk(0))
    )
    found = pages_of(catalog, Query(filters=(PropertyFilter("eo:cloud_cover", "<", 3),)))
    assert ids(found) == ["item-0", "item-1", "item-2"]
    assert found[0].filtered_by_client == {"eo:cloud_cover"}


def test_a_refusal_says_what_the_server_said(server: Server, catalog: StacCatalog) -> None:
    server.routes["/search"] = (400, {"code": "BadRequest", "description": "limit must be a number"})
    with pytest.raises(RequestRefused, match="limit must be a number"):
        pages_of(catalog)


def test_a_client_filter_does_not_read_a_whole_archive(server: Server, catalog: StacCatalog) -> None:
    def search(ask: Ask) -> object:
        start = int(ask.query.get("token", 0))
        return page(
            chunk(start, 1000),
            next_link(f"{server.url}/search?token={start + 1000}"),
            numberMatched=25_000_000,
        )

    server.routes["/search"] = search
    found = pages_of(catalog, Query(filters=(PropertyFilter("eo:cloud_cover", ">", 1000),), page_size=1000))
    assert ids(found) == [] and len(server.searches()) <= 11
    assert any("narrow the search" in note for note in found[-1].notes)


def test_cancel_while_a_page_is_awaited(server: Server, catalog: StacCatalog) -> None:
    release = threading.Event()

    def search(ask: Ask) -> object:
        if ask.query.get("token"):
            release.wait(20)
        return page(chunk(0), next_link(f"{server.url}/search?token=1"))

    server.routes["/search"] = search
    cancel = Cancel()
    pages = catalog.granules(DATASET, Query(limit=None), cancel)
    assert len(next(pages).items) == 10
    threading.Timer(0.2, cancel.cancel).start()
    begun = time.monotonic()
    with pytest.raises(Cancelled):
        next(pages)
    release.set()
    assert time.monotonic() - begun < 2


def test_leaving_the_search_ends_its_request(server: Server, catalog: StacCatalog) -> None:
    server.routes["/search"] = lambda ask: page(
        chunk(int(ask.query.get("token", 0)) * 10),
        next_link(f"{server.url}/search?token={int(ask.query.get('token', 0)) + 1}"),
    )
    pages = catalog.granules(DATASET, Query(limit=None))
    next(pages)
    pages.close()  # type: ignore[attr-defined]
    time.sleep(0.3)
    assert len(server.searches()) <= 2  # one page ahead, and no more
    assert not [thread for thread in threading.enumerate() if thread.name == "gaia-stac-ahead"]


def test_no_page_is_fetched_beyond_the_limit(server: Server, catalog: StacCatalog) -> None:
    server.routes["/search"] = lambda ask: page(
        chunk(int(ask.query.get("token", 0)) * 10),
        next_link(f"{server.url}/search?token={int(ask.query.get('token', 0)) + 1}"),
    )
    found = pages_of(catalog, Query(limit=20, page_size=10))
    assert len(ids(found)) == 20 and len(server.searches()) == 2


def test_items_where_there_is_no_collection(server: Server, catalog: StacCatalog) -> None:
    server.routes["/collections"] = {"collections": [], "links": []}
    server.routes["/search"] = page(
        [*chunk(0), item(77, properties={"title": "Mer d’Iroise", "datetime": "2020-01-01T00:00:00Z"})]
    )
    assert len(ids(list(catalog.search(Query())))) == 11
    assert ids(list(catalog.search(Query(text="iroise")))) == ["item-77"]


def test_collections_listed_in_pages_and_filtered_here(server: Server, catalog: StacCatalog) -> None:
    def collections(ask: Ask) -> object:
        start = int(ask.query.get("page", 0))
        made = [
            {
                "type": "Collection",
                "id": f"c{n}",
                "description": "Neige" if n % 5 == 0 else "Autre",
                "license": "CC0-1.0",
                "extent": {
                    "spatial": {"bbox": [[n, 0, n + 1, 1]]},
                    "temporal": {"interval": [["2020-01-01T00:00:00Z", None]]},
                },
            }
            for n in range(start * 10, start * 10 + 10)
        ]
        return {"collections": made, "links": [next_link(f"?page={start + 1}")] if start < 2 else []}

    server.routes["/collections"] = collections
    assert len(ids(list(catalog.search(Query())))) == 30
    found = list(catalog.search(Query(text="NEIGE", area=Area.bbox(4.5, 0.5, 16, 2))))
    assert ids(found) == ["c5", "c10", "c15"]
    assert found[-1].filtered_by_client == {"text", "area"} and found[-1].total == 3


def test_a_collection_that_claims_everything_is_found_anywhere(server: Server, catalog: StacCatalog) -> None:
    def collection(key: str, bbox: list[float], interval: list[object]) -> dict[str, object]:
        extent = {"spatial": {"bbox": [bbox]}, "temporal": {"interval": [interval]}}
        return {"type": "Collection", "id": key, "description": "", "license": "other", "extent": extent}

    world, nothing = [-180.0, -90.0, 180.0, 90.0], [None, None]
    server.routes["/collections"] = {
        "collections": [
            collection("all", world, nothing),
            collection("far", [100, 0, 110, 10], nothing),
            collection("old", world, ["1980-01-01T00:00:00Z", "1990-01-01T00:00:00Z"]),
            {"type": "Collection", "id": "none", "description": "", "license": "other"},
        ],
        "links": [],
    }
    query = Query(area=Area.bbox(5, 44, 6, 45), period=Period("2020-01-01", None))
    pages = list(catalog.search(query))
    assert ids(pages) == ["all"]
    found = pages[0].items[0]
    assert found.footprint is None and "whole world" in found.footprint_note  # found, but not drawn


def test_days_without_a_time_are_whole(server: Server, catalog: StacCatalog) -> None:
    server.routes["/search"] = page([item(1, properties={"datetime": "2020-01-02"})])
    (found,) = pages_of(catalog)[0].items
    assert found.period is not None
    assert found.period.interval() == "2020-01-02T00:00:00Z/2020-01-02T23:59:59.999999Z"
