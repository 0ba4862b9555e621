"""Second steps that are not plain item search: records of other catalogues, APIs without search, GEODES."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from gaia_plugin.core import Area, Dataset, Link, LinkKind, Period, PropertyFilter, Query, Session, Sort
from gaia_plugin.core.catalogs.base import Catalog, CatalogEntry, Description
from gaia_plugin.core.catalogs.notes import PARTIAL
from gaia_plugin.core.catalogs.stac import StacCatalog, granules_of_links
from gaia_plugin.core.errors import NotFound, UnsupportedLink
from tests.core.synthetic_stac import Ask, Server, item, page, synthetic_server


class Elsewhere(Catalog):
    """A catalogue of another protocol, whose records link to STAC."""

    def describe(self, cancel: Any = None) -> Description:
        return Description()

    def search(self, query: Query, cancel: Any = None) -> Any:
        return iter(())


@pytest.fixture
def server() -> Iterator[Server]:
    with synthetic_server() as running:
        yield running


@pytest.fixture
def session() -> Iterator[Session]:
    opened = Session()
    yield opened
    opened.close()


def record(*hrefs: str) -> Dataset:
    links = tuple(Link(href=href, kind=LinkKind.STAC) for href in hrefs)
    return Dataset(id="uuid-1", title="A record of a CSW", catalog="csw", links=links)


def found(session: Session, dataset: Dataset, query: Query | None = None) -> list[Any]:
    catalog = Elsewhere(CatalogEntry("csw", "csw", "https://example.org/csw"), session)
    return [g for p in granules_of_links(catalog, dataset, query or Query()) for g in p.items]


def test_a_collection_of_an_api(server: Server, session: Session) -> None:
    server.routes["/search"] = page([item(1), item(2)])
    granules = found(session, record(f"{server.url}/collections/c"), Query(text="words of the record"))
    assert [g.id for g in granules] == ["item-1", "item-2"]
    assert {g.catalog for g in granules} == {"csw"} and {g.collection for g in granules} == {"c"}
    assert server.searches()[0].body == {"limit": 100, "collections": ["c"]}


def test_a_search_with_its_parameters(server: Server, session: Session) -> None:
    server.routes["/search"] = page([item(1)])
    dataset = record(f"{server.url}/search?collections=c&ids=item-1&limit=3&filter=platform='x'")
    assert [g.id for g in found(session, dataset, Query(area=Area.bbox(0, 0, 9, 9)))] == ["item-1"]
    asked = server.searches()[0]
    assert asked.method == "GET"
    assert asked.query == {
        "limit": "100",
        "collections": "c",
        "ids": "item-1",
        "filter": "platform='x'",
        "bbox": "0,0,9,9",
    }


def test_a_list_of_items_without_an_api(server: Server, session: Session) -> None:
    server.routes.pop("/")
    server.routes["/data/collections/c/items"] = lambda ask: page(
        [item(int(ask.query.get("page", 1)))],
        *([{"rel": "next", "href": "?page=2"}] if "page" not in ask.query else []),
    )
    assert [g.id for g in found(session, record(f"{server.url}/data/collections/c/items?x=1"))] == [
        "item-1",
        "item-2",
    ]


def test_a_document_of_a_static_catalogue(server: Server, session: Session) -> None:
    server.routes["/s/collection.json"] = {
        "type": "Collection",
        "id": "s",
        "stac_version": "1.0.0",
        "links": [{"rel": "item", "href": "./1.json"}],
    }
    server.routes["/s/1.json"] = item(1)
    assert [g.id for g in found(session, record(f"{server.url}/s/collection.json"))] == ["item-1"]


def test_a_link_that_fails_gives_way_to_the_next(server: Server, session: Session) -> None:
    server.routes["/search"] = page([item(1)])
    dataset = record(f"{server.url}/gone.json", f"{server.url}/collections/c/items")
    assert [g.id for g in found(session, dataset)] == ["item-1"]
    with pytest.raises(NotFound):
        found(session, record(f"{server.url}/gone.json"))
    with pytest.raises(UnsupportedLink):
        found(session, record())


def two_collections(ask: Ask) -> Any:
    """Items 1 and 2 of "c", 3 to 5 of "d"."""
    numbers = {"c": (1, 2), "d": (3, 4, 5)}[ask.body["collections"][0]]
    found = [item(n, collection=ask.body["collections"][0]) for n in numbers][: ask.body["limit"]]
    return page(found, numberMatched=len(numbers))


@pytest.mark.parametrize(("limit", "expected"), [(None, 5), (4, 4), (2, 2)])
def test_all_the_collections_that_a_record_names(
    server: Server, session: Session, limit: int | None, expected: int
) -> None:
    """A collection and the list of its items, which GeoNetwork writes as two links, are asked once; a link to
    the whole API beside them is not followed."""
    server.routes["/search"] = two_collections
    paths = ("/", "/collections", "/collections/c", "/collections/c/items", "/collections/d")
    links = [server.url + path for path in paths]
    catalog = Elsewhere(CatalogEntry("csw", "csw", "https://example.org/csw"), session)
    pages = list(granules_of_links(catalog, record(*links), Query(limit=limit)))
    assert [g.id for p in pages for g in p.items] == [f"item-{n}" for n in range(1, expected + 1)]
    assert (pages[0].total_is_lower_bound, pages[0].has_more) == (True, True)
    assert len(server.searches()) == (1 if limit == 2 else 2)
    if limit != 2:
        assert (pages[-1].total, pages[-1].total_is_lower_bound) == (5, False)


def test_links_to_the_same_items_give_each_once_and_a_part_is_told(server: Server, session: Session) -> None:
    server.routes["/search"] = page([item(1), item(2)])
    server.routes["/data/items"] = page([item(2), item(3)])
    links = [f"{server.url}{path}" for path in ("/collections/c", "/data/items", "/gone.json")]
    catalog = Elsewhere(CatalogEntry("csw", "csw", "https://example.org/csw"), session)
    pages = list(granules_of_links(catalog, record(*links), Query()))
    assert [g.id for p in pages for g in p.items] == ["item-1", "item-2", "item-3"]
    assert pages[-1].notes == (PARTIAL,)
    assert (pages[-1].total, pages[-1].total_is_lower_bound) == (3, True)


def test_an_api_without_item_search(server: Server, session: Session) -> None:
    landing = server.landing(methods=())
    landing["conformsTo"] = ["http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core"]
    server.routes["/"] = landing
    server.routes["/collections"] = {
        "collections": [
            {
                "id": "c",
                "type": "Collection",
                "extent": {},
                "links": [{"rel": "items", "href": f"{server.url}/collections/c/items"}],
            }
        ]
    }
    server.routes["/collections/c/items"] = page([item(n, collection=None) for n in range(5)])
    catalog = StacCatalog(CatalogEntry("s", "stac", server.url + "/"), session)
    dataset = next(iter(catalog.search(Query()))).items[0]
    assert isinstance(dataset, Dataset) and dataset.has_granules
    query = Query(area=Area.bbox(0, 0, 2.5, 1), filters=(PropertyFilter("eo:cloud_cover", ">=", 1),))
    granules = [g for p in catalog.granules(dataset, query) for g in p.items]
    assert [(g.id, getattr(g, "collection", "")) for g in granules] == [("item-1", "c"), ("item-2", "c")]
    asked = [ask for ask in server.asked if ask.path.endswith("/items")]
    assert asked[0].query == {"limit": "100", "bbox": "0,0,2.5,1"}


def test_an_api_whose_collections_are_only_linked(server: Server, session: Session) -> None:
    landing = server.landing()
    landing["links"] = [link for link in landing["links"] if link["rel"] != "data"]
    landing["links"].append({"rel": "child", "href": f"{server.url}/collections/c"})
    server.routes["/"] = landing
    server.routes["/collections/c"] = {"id": "c", "type": "Collection", "extent": {}, "links": []}
    server.routes["/search"] = page([item(1)])
    catalog = StacCatalog(CatalogEntry("s", "stac", server.url + "/"), session)
    found_here = [one for p in catalog.search(Query()) for one in p.items]
    assert [one.id for one in found_here] == ["c"] and isinstance(found_here[0], Dataset)
    assert [g.id for p in catalog.granules(found_here[0], Query()) for g in p.items] == ["item-1"]


@pytest.mark.parametrize("offered", [True, False])
def test_fields_that_a_row_asks_for(server: Server, session: Session, offered: bool) -> None:
    fields = "https://api.stacspec.org/v1.0.0/item-search#fields"
    server.routes["/"] = server.landing(*([fields] if offered else []))
    server.routes["/search"] = page([item(1)])
    row = CatalogEntry("s", "stac", server.url + "/", options={"fields": ["-properties.political", "-links"]})
    assert list(StacCatalog(row, session).granules(Dataset(id="c", title="C", catalog="s"), Query()))
    asked = server.searches()[0].body.get("fields")
    assert asked == ({"include": [], "exclude": ["properties.political", "links"]} if offered else None)


@pytest.fixture
def geodes(server: Server, session: Session) -> StacCatalog:
    """Synthetic answers in the shape of GEODES' (from its one recorded page)."""

    def search(ask: Ask) -> Any:
        if ask.method != "POST":
            return 405, {"detail": "Method Not Allowed"}
        start, size = (ask.body["page"] - 1) * ask.body["limit"], ask.body["limit"]
        items = []
        for number in range(start, min(200, start + size)):
            acquired = f"2020-01-{number % 28 + 1:02d}T10:00:00Z"
            items.append(
                item(
                    number,
                    assets={},
                    properties={
                        "identifier": f"PRODUCT_{number}",
                        "start_datetime": acquired,
                        "end_datetime": acquired,
                        "datetime": "2024-06-01T00:00:00Z",
                        "sci:doi": "[]",
                    },
                )
            )
        wrong = {"rel": "next", "href": f"{server.url}/stac/collections/c/items?limit=2&page=2"}
        return page(items, wrong, context={"matched": 200, "limit": size, "returned": len(items)})

    server.routes["/stac"] = {"type": "Catalog", "stac_version": "1.0.0-beta.1", "id": "gdh", "links": []}
    server.routes["/stac/search"] = search
    return StacCatalog(CatalogEntry("geodes", "stac", f"{server.url}/stac", dialect="geodes"), session)


def test_geodes(server: Server, geodes: StacCatalog) -> None:
    dataset = Dataset(id="c", title="C", catalog="geodes")
    pages = list(geodes.granules(dataset, Query(limit=None, page_size=500)))
    assert [len(one.items) for one in pages] == [80, 80, 40]
    assert {one.total for one in pages} == {200}
    first = pages[0].items[0]
    assert first.title == "PRODUCT_0"
    assert first.period is not None and first.period.interval() == "2020-01-01T10:00:00Z/2020-01-01T10:00:00Z"
    assert (
        first.raw["properties"]["datetime"] == "2024-06-01T00:00:00Z"
        and "title" not in first.raw["properties"]
    )
    assert [ask.body["page"] for ask in server.searches()] == [1, 2, 3]
    assert {ask.method for ask in server.searches()} == {"POST"}


def test_geodes_asks_in_its_own_words(server: Server, geodes: StacCatalog) -> None:
    query = Query(
        area=Area.bbox(0, 0, 50, 1),
        period=Period("2020-01-03", "2020-01-05"),
        sort=Sort("datetime"),
        limit=10,
        filters=(PropertyFilter("grid:code", "like", "%T31TCH%"), PropertyFilter("eo:cloud_cover", "<=", 20)),
    )
    list(geodes.granules(Dataset(id="c", title="C", catalog="geodes"), query))
    assert server.searches()[0].body == {
        "page": 1,
        "limit": 10,
        "collections": ["c"],
        "bbox": [0, 0, 50, 1],
        "query": {
            "grid:code": {"contains": "T31TCH"},
            "eo:cloud_cover": {"lte": 20},
            "end_datetime": {"gte": "2020-01-03T00:00:00Z"},
            "start_datetime": {"lte": "2020-01-05T23:59:59.999999Z"},
        },
        "sortBy": [{"field": "start_datetime", "direction": "desc"}],
    }
