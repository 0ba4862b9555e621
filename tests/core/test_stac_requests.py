"""What is sent: filters in each language that servers read, next pages in each way they announce them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from gaia_plugin.core import Area, Period, PropertyFilter, Query, Sort
from gaia_plugin.core.catalogs.stac.checksums import read_checksum
from gaia_plugin.core.catalogs.stac.expressions import cql2_json, cql2_text, query_extension
from gaia_plugin.core.catalogs.stac.hosts import rebased
from gaia_plugin.core.catalogs.stac.hrefs import resolved
from gaia_plugin.core.catalogs.stac.paging import next_request, total_of
from gaia_plugin.core.catalogs.stac.request import Plan, Request, Wishes, plan_collections, plan_items
from gaia_plugin.core.catalogs.stac.service import Service, read_service
from gaia_plugin.core.model import Checksum

ROOT = "https://example.org/stac"
SEARCH = "https://api.stacspec.org/v1.0.0/item-search"
CQL2 = frozenset(
    {
        SEARCH,
        "https://api.stacspec.org/v1.0.0-rc.2/item-search#filter",
        "http://www.opengis.net/spec/cql2/1.0/conf/cql2-json",
    }
)
PLAIN = Service(
    ROOT, conformance=frozenset({SEARCH}), search_url=f"{ROOT}/search", collections_url=f"{ROOT}/collections"
)
POST = replace(PLAIN, post=True)
CLOUDS = PropertyFilter("eo:cloud_cover", "<=", 20)
POLYGON = Area.polygon([(5, 44), (6, 44), (6, 45)])


def sent(plan: Plan) -> dict[str, Any]:
    """What a plan asks, whichever its method."""
    if plan.request.method == "POST":
        return dict(plan.request.body or {})
    return {name: values[0] for name, values in parse_qs(urlsplit(plan.request.url).query).items()}


def test_everything_by_post() -> None:
    service = replace(POST, conformance=CQL2 | {f"{SEARCH}#sort"})
    query = Query(
        text="ignored here",
        area=Area.bbox(5, 44, 8, 46.5),
        period=Period("2018-01-01", None),
        filters=(CLOUDS,),
        sort=Sort("datetime"),
        page_size=50,
        limit=20,
    )
    plan = plan_items(service, query, ["c"])
    assert plan.request.url == f"{ROOT}/search"
    assert sent(plan) == {
        "limit": 20,
        "collections": ["c"],
        "bbox": [5, 44, 8, 46.5],
        "datetime": "2018-01-01T00:00:00Z/..",
        "filter": {"op": "<=", "args": [{"property": "eo:cloud_cover"}, 20]},
        "filter-lang": "cql2-json",
        "sortby": [{"field": "properties.datetime", "direction": "desc"}],
    }
    assert plan.server == {"collections", "area", "period", "eo:cloud_cover"} and not plan.client


def test_everything_by_get() -> None:
    service = replace(PLAIN, conformance=CQL2 | {f"{SEARCH}#sort"})
    query = Query(
        area=Area.bbox(5, 44, 8, 46.5),
        period=Period(None, "2018-12-31T00:00:00Z"),
        filters=(CLOUDS, PropertyFilter("platform", "in", ("spot-6", "d'or"))),
        sort=Sort("eo:cloud_cover", False),
    )
    assert sent(plan_items(service, query, ["c", "d"])) == {
        "limit": "100",
        "collections": "c,d",
        "bbox": "5,44,8,46.5",
        "datetime": "../2018-12-31T00:00:00Z",
        "filter": "eo:cloud_cover <= 20 AND platform IN ('spot-6', 'd''or')",
        "filter-lang": "cql2-text",
        "sortby": "+properties.eo:cloud_cover",
    }


def test_the_query_extension_where_there_is_no_cql2() -> None:
    service = replace(POST, conformance=frozenset({f"{SEARCH}#query"}))
    assert sent(plan_items(service, Query(filters=(CLOUDS,)), []))["query"] == {"eo:cloud_cover": {"lte": 20}}
    by_get = sent(plan_items(replace(service, post=False), Query(filters=(CLOUDS,)), []))
    assert json.loads(by_get["query"]) == {"eo:cloud_cover": {"lte": 20}}


def test_conditions_that_nobody_can_ask_are_the_clients() -> None:
    plan = plan_items(POST, Query(filters=(CLOUDS,)), [])
    assert plan.client == {"eo:cloud_cover"} and "filter" not in sent(plan)
    service = replace(POST, conformance=CQL2)
    both = Query(filters=(CLOUDS, PropertyFilter("gsd", "=", 10)))
    plan = plan_items(service, both, [], queryables=frozenset({"gsd"}))
    assert plan.client == {"eo:cloud_cover"} and plan.server == {"gsd"}
    plan = plan_items(service, both, [], wishes=Wishes(filters=False))
    assert plan.client == {"eo:cloud_cover", "gsd"} and "filter" not in sent(plan)


def test_areas() -> None:
    polygon = plan_items(POST, Query(area=POLYGON), [])
    assert sent(polygon)["intersects"]["type"] == "Polygon" and polygon.client == frozenset()
    boxed = plan_items(PLAIN, Query(area=POLYGON), [])
    assert sent(boxed)["bbox"] == "5,44,6,45"
    assert boxed.client == {"area"} and boxed.server == {"area"}  # the box there, the polygon here
    across = Query(area=Area.bbox(170, -20, -170, -10))
    assert sent(plan_items(POST, across, []))["intersects"]["type"] == "MultiPolygon"
    wide = plan_items(PLAIN, across, [])
    assert sent(wide)["bbox"] == "-180,-20,180,-10" and "area" in wide.client


def test_text_is_of_items_only_where_it_is_meant_for_them() -> None:
    query = Query(text="spot 6")
    assert "q" not in sent(plan_items(POST, query, ["c"]))
    offered = replace(POST, conformance=frozenset({f"{SEARCH}#free-text"}))
    plan = plan_items(offered, query, [], with_text=True)
    assert sent(plan)["q"] == ["spot", "6"]
    assert plan.client == {"text"}  # the words are alternatives to the server
    assert plan_items(POST, query, [], with_text=True).client == {"text"}


def test_fields_only_where_offered() -> None:
    fields = ("id", "geometry", "-links")
    assert "fields" not in sent(plan_items(POST, Query(), [], fields=fields))
    offered = replace(POST, conformance=frozenset({f"{SEARCH}#fields"}))
    assert sent(plan_items(offered, Query(), [], fields=fields))["fields"] == {
        "include": ["id", "geometry"],
        "exclude": ["links"],
    }
    assert (
        sent(plan_items(replace(offered, post=False), Query(), [], fields=fields))["fields"]
        == "id,geometry,-links"
    )


def test_collections() -> None:
    query = Query(text="neige", area=Area.bbox(5, 44, 8, 46), period=Period("2018", None))
    plain = plan_collections(PLAIN, query)
    assert plain.request.url == f"{ROOT}/collections" and plain.client == {"text", "area", "period"}
    base = "https://api.stacspec.org/v1.0.0-rc.1/collection-search"
    searching = replace(PLAIN, conformance=frozenset({base}))
    plan = plan_collections(searching, query)
    assert sent(plan) == {"limit": "100", "bbox": "5,44,8,46", "datetime": "2018-01-01T00:00:00Z/.."}
    assert plan.client == {"text"}
    plan = plan_collections(replace(PLAIN, conformance=frozenset({base, f"{base}#free-text"})), query)
    assert sent(plan)["q"] == "neige" and not plan.client


@pytest.mark.parametrize(
    ("condition", "text"),
    [
        (PropertyFilter("a", "=", "x"), "a = 'x'"),
        (PropertyFilter("a", "<>", True), "a <> TRUE"),
        (PropertyFilter("a b", ">", 1.5), '"a b" > 1.5'),
        (PropertyFilter("and", "=", 1), '"and" = 1'),
        (PropertyFilter("a", "like", "x%"), "a LIKE 'x%'"),
        (
            PropertyFilter("updated", ">=", "2020-01-01T00:00:00Z"),
            "updated >= TIMESTAMP('2020-01-01T00:00:00Z')",
        ),
        (PropertyFilter("a", "in", ("x", 1)), "a IN ('x', 1)"),
    ],
)
def test_cql2_text(condition: PropertyFilter, text: str) -> None:
    assert cql2_text([condition]) == text


def test_cql2_json() -> None:
    assert cql2_json([CLOUDS, PropertyFilter("a", "in", ("x", "y"))]) == {
        "op": "and",
        "args": [
            {"op": "<=", "args": [{"property": "eo:cloud_cover"}, 20]},
            {"op": "in", "args": [{"property": "a"}, ["x", "y"]]},
        ],
    }


def test_query_extension() -> None:
    conditions = [
        PropertyFilter("a", ">", 1),
        PropertyFilter("a", "<", 5),
        PropertyFilter("b", "like", "%x%"),
        PropertyFilter("c", "like", "x%"),
        PropertyFilter("d", "in", ("x",)),
        PropertyFilter("e", "<>", 0),
    ]
    assert query_extension(conditions) == {
        "a": {"gt": 1, "lt": 5},
        "b": {"contains": "x"},
        "c": {"startsWith": "x"},
        "d": {"in": ["x"]},
        "e": {"neq": 0},
    }


# The next page


def follow(link: dict[str, Any] | None, asked: Request | None = None, **answer: Any) -> Request | None:
    asked = asked or Request("GET", f"{ROOT}/search?limit=10&bbox=1,2,3,4")
    return next_request({"links": [link] if link else [], **answer}, asked, asked.url, POST)


BODY = {
    "limit": 10,
    "bbox": [1, 2, 3, 4],
    "collections": ["c"],
    "filter": {"op": "="},
    "filter-lang": "cql2-json",
}
POSTED = Request("POST", f"{ROOT}/search", BODY)


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        (f"{ROOT}/search?token=next:a:b", f"{ROOT}/search?token=next:a:b"),
        ("/stac/search?page=2", f"{ROOT}/search?page=2"),
        ("?page=2", f"{ROOT}/search?page=2"),
        ("./search?page=2", f"{ROOT}/search?page=2"),
        ("http://example.org/stac/search?page=2", f"{ROOT}/search?page=2"),
        ("http://stac-fastapi:8080/stac/search?page=2", f"{ROOT}/search?page=2"),
        ("http://stac-fastapi:8080/search?page=2", f"{ROOT}/search?page=2"),
        ("https://former.example.com/stac/search?page=2", f"{ROOT}/search?page=2"),
        ("http://10.1.2.3/search?page=2", f"{ROOT}/search?page=2"),
        ("https://other.example.com/elsewhere?page=2", "https://other.example.com/elsewhere?page=2"),
    ],
)
def test_next_by_get(href: str, expected: str) -> None:
    following = follow({"rel": "next", "href": href})
    assert following is not None and (following.method, following.url, following.body) == (
        "GET",
        expected,
        None,
    )


def test_next_by_post_with_merge() -> None:
    link = {"rel": "next", "method": "POST", "href": f"{ROOT}/search", "body": {"token": "t"}, "merge": True}
    following = follow(link, POSTED)
    assert following is not None and following.body == {**BODY, "token": "t"}


@pytest.mark.parametrize("merge", [False, None])
def test_next_by_post_with_a_whole_body(merge: bool | None) -> None:
    whole = {**BODY, "limit": 10, "token": "t"}
    link = {"rel": "next", "method": "POST", "href": f"{ROOT}/search", "body": whole, "merge": merge}
    following = follow(link, POSTED)
    assert following is not None and following.body == whole


def test_next_by_post_that_forgets_what_was_asked() -> None:
    link = {"rel": "next", "method": "POST", "href": f"{ROOT}/search", "body": {"token": "t"}}
    following = follow(link, Request("POST", f"{ROOT}/search", {**BODY, "token": "before", "sortby": []}))
    assert following is not None and following.body == {**BODY, "token": "t"}


def test_next_by_post_without_method_or_href() -> None:
    following = follow({"rel": "next", "body": {"page": 2}}, POSTED)
    assert following is not None and (following.method, following.url) == ("POST", f"{ROOT}/search")
    assert following.body == {**BODY, "page": 2}


def test_next_with_headers() -> None:
    link = {
        "rel": "next",
        "href": f"{ROOT}/search?page=2",
        "headers": {
            "Search-After": "abc",
            "X-List": ["one"],
            "Authorization": "Bearer stolen",
            "Cookie": "a=b",
            "Bad": {},
        },
    }
    following = follow(link)
    assert following is not None and following.headers == {"Search-After": "abc", "X-List": "one"}


def test_next_before_stac_1_0() -> None:
    following = follow(None, **{"search:metadata": {"next": "abc", "matched": 7}})
    assert following is not None and following.url == f"{ROOT}/search?limit=10&bbox=1,2,3,4&next=abc"
    following = follow(None, POSTED, context={"next": 12})
    assert following is not None and following.body == {**BODY, "next": 12}
    assert follow(None, context={"next": None}) is None


@pytest.mark.parametrize(
    "link",
    [
        None,
        {"rel": "prev", "href": "x"},
        {"rel": "next"},
        {"rel": "next", "href": "file:///etc/passwd"},
        {"rel": "next", "href": 3},
    ],
)
def test_no_next(link: dict[str, Any] | None) -> None:
    assert follow(link) is None


def test_totals() -> None:
    assert total_of({"numberMatched": 3, "context": {"matched": 9}}) == 3
    assert total_of({"context": {"matched": 9}}) == 9
    assert total_of({"search:metadata": {"matched": 4}}) == 4
    assert total_of({"numberMatched": True, "context": {"matched": "9"}}) is None


def test_landing_pages_that_name_an_inner_host() -> None:
    document = {
        "stac_version": "1.0.0",
        "links": [
            {"rel": "self", "href": "http://stac:8080/"},
            {
                "rel": "search",
                "href": "http://stac:8080/search",
                "method": "POST",
                "type": "application/geo+json",
            },
            {"rel": "data", "href": "http://stac:8080/collections"},
        ],
    }
    service = read_service(document, "https://example.org/stac")
    assert (service.search_url, service.collections_url) == (f"{ROOT}/search", f"{ROOT}/collections")
    assert service.post and not service.get


@pytest.mark.parametrize(
    ("href", "known", "expected"),
    [
        ("http://example.org/a", "https://example.org/stac", "https://example.org/a"),
        ("https://data.example.org/a", "https://example.org/stac", "https://data.example.org/a"),
        ("http://127.0.0.1:9/a", "http://127.0.0.1:8/stac", "http://127.0.0.1:9/a"),
        ("http://example.org:8081/a", "https://example.org/stac", "http://example.org:8081/a"),
        ("s3://bucket/key", "https://example.org/stac", "s3://bucket/key"),
    ],
)
def test_other_hosts_are_left_alone(href: str, known: str, expected: str) -> None:
    assert rebased(href, known) == expected


@pytest.mark.parametrize(
    ("base", "href", "expected"),
    [
        ("https://a.org/x/y.json", "./z.tif", "https://a.org/x/z.tif"),
        ("https://a.org/x", "https://u:p@b.org/z", "https://b.org/z"),
        ("https://a.org/x", "file:///etc/passwd", ""),
        ("https://a.org/x", "javascript:alert(1)", ""),
        ("file:///demo/a/b.json", "../c.tif", "file:///demo/c.tif"),
        ("file:///demo/a.json", "https://b.org/z", "https://b.org/z"),
        ("https://a.org/x", "", ""),
        ("https://a.org/x", None, ""),
        ("https://a.org/x", "http://[::bad", ""),
        ("", "./z.tif", ""),
        ("https://a.org/x", "s3://bucket/key", "s3://bucket/key"),
    ],
)
def test_hrefs(base: str, href: Any, expected: str) -> None:
    assert resolved(base, href) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1220" + "ab" * 32, Checksum("sha256", "ab" * 32)),
        ("1114" + "0f" * 20, Checksum("sha1", "0f" * 20)),
        ("D50110" + "0F" * 16, Checksum("md5", "0f" * 16)),
        ("d41d8cd9" * 4, Checksum("md5", "d41d8cd9" * 4)),
        ("12", None),
        ("zz", None),
        (None, None),
        ("ff" * 40, None),
    ],
)
def test_multihash(text: Any, expected: Checksum | None) -> None:
    assert read_checksum(text) == expected
