"""Services that bend STAC: Theia and Copernicus Data Space, on synthetic servers that follow what is known of
each, and what all dialects must bear. GEODES and Hydroweb.next are in ``test_stac_regards.py``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from gaia_plugin.core import Area, Dataset, Period, PropertyFilter, Query, Session
from gaia_plugin.core.catalogs.base import CatalogEntry
from gaia_plugin.core.catalogs.dialects import DIALECTS, dialect_of
from gaia_plugin.core.catalogs.federation import FederatedSearch
from gaia_plugin.core.catalogs.merge import Merger
from gaia_plugin.core.catalogs.notes import GLOBAL
from gaia_plugin.core.catalogs.registry import load_registry
from gaia_plugin.core.catalogs.stac import StacCatalog
from gaia_plugin.core.catalogs.stac.datasets import read_collection
from gaia_plugin.core.catalogs.stac.items import read_item
from gaia_plugin.core.model import Granule, LinkKind, Page, box_polygon
from tests.core.synthetic_stac import Ask, Server, item, page, synthetic_server

FILTER = "https://api.stacspec.org/v1.0.0/item-search#filter"
CQL2 = "http://www.opengis.net/spec/cql2/1.0/conf/cql2-json"
QUERY = "https://api.stacspec.org/v1.0.0/item-search#query"
ROWS = {entry.id: entry for entry in load_registry()}
DATASET = Dataset(id="c", title="C", catalog="s")
TRIANGLE = [[5.0, 44.0], [8.0, 44.0], [5.0, 46.0], [5.0, 44.0]]
CLEAR = PropertyFilter("eo:cloud_cover", "<=", 20)


@pytest.fixture
def server() -> Iterator[Server]:
    with synthetic_server() as running:
        yield running


@pytest.fixture
def session() -> Iterator[Session]:
    with Session() as made:
        yield made


def catalog(server: Server, session: Session, dialect: str, path: str = "/", key: str = "s") -> StacCatalog:
    return StacCatalog(CatalogEntry(key, "stac", server.url + path, dialect=dialect), session)


def granules(found: StacCatalog, query: Query) -> tuple[list[Granule], list[Page]]:
    pages = list(found.granules(DATASET, query))
    return [one for one_page in pages for one in one_page.items if isinstance(one, Granule)], pages


def test_every_dialect_of_the_registry_exists() -> None:
    assert {row.dialect for row in ROWS.values() if row.kind == "stac"} <= set(DIALECTS)


# Theia: two names of a property

NEW = {"datetime": "2024-05-01T10:00:00Z", "eo:cloud_cover": 10, "s2:mgrs_tile": "31TCJ"}
OLD = {"datetime": "2019-05-01T10:00:00Z", "s2:cloud_percent": 15, "s2:tile_id": "31TCJ"}
CLOUDY = {"datetime": "2019-06-01T10:00:00Z", "s2:cloud_percent": 90, "s2:tile_id": "31TCH"}
ITEMS = [item(n, properties=said) for n, said in enumerate((NEW, OLD, CLOUDY))]


def test_theia_reads_both_names() -> None:
    dialect = dialect_of("theia")
    new, old = (read_item(dialect.item(one), "s") for one in ITEMS[:2])
    assert new is not None and old is not None
    assert (new.cloud_cover, old.cloud_cover) == (10, 15)
    assert new.properties["s2:mgrs_tile"] == old.properties["s2:mgrs_tile"] == "31TCJ"
    assert old.properties["s2:tile_id"] == "31TCJ" and "s2:mgrs_tile" not in ITEMS[1]["properties"]
    assert dialect.item(ITEMS[0]) is ITEMS[0] and dialect.item(3) == 3


def test_theia_recorded_items_are_not_touched(recorded: Any) -> None:
    items = recorded.json("theia-mtd/items_page_1.json")["features"]
    assert items and all(dialect_of("theia").item(one) is one for one in items)


def test_theia_asks_for_both_names_by_post(server: Server, session: Session) -> None:
    server.routes["/"] = server.landing(FILTER, CQL2)
    server.routes["/search"] = page(ITEMS[:2])
    query = Query(filters=(CLEAR, PropertyFilter("sat:relative_orbit", "=", 51)))
    found = catalog(server, session, "theia")
    server.routes["/search"] = page([])
    _, pages = granules(found, query)
    newer = {"op": "<=", "args": [{"property": "eo:cloud_cover"}, 20]}
    older = {"op": "<=", "args": [{"property": "s2:cloud_percent"}, 20]}
    orbit = {"op": "=", "args": [{"property": "sat:relative_orbit"}, 51]}
    assert server.searches()[0].body["filter"] == {
        "op": "and",
        "args": [{"op": "or", "args": [newer, older]}, orbit],
    }
    assert pages[0].filtered_by_server >= {"eo:cloud_cover", "sat:relative_orbit"}


def test_theia_asks_for_both_names_by_get(server: Server, session: Session) -> None:
    server.routes["/"] = server.landing(FILTER, CQL2.replace("json", "text"), methods=("GET",))
    server.routes["/search"] = page(ITEMS[:2])
    query = Query(
        filters=(CLEAR, PropertyFilter("gsd", ">", 1), PropertyFilter("s2:mgrs_tile", "=", "31TCJ"))
    )
    _, _pages = granules(catalog(server, session, "theia"), query)
    assert server.searches()[0].query["filter"] == (
        "(eo:cloud_cover <= 20 OR s2:cloud_percent <= 20) AND "
        "(s2:mgrs_tile = '31TCJ' OR s2:tile_id = '31TCJ') AND gsd > 1"
    )


@pytest.mark.parametrize("conformance", [(QUERY,), ()])
def test_theia_without_expressions_filters_here(
    server: Server, session: Session, conformance: tuple[str, ...]
) -> None:
    """The query extension has no "or": half of the archive must not be lost, nor the cloudy be shown."""
    server.routes["/"] = server.landing(*conformance)
    server.routes["/search"] = page(ITEMS)
    found, pages = granules(catalog(server, session, "theia"), Query(filters=(CLEAR,)))
    assert [one.id for one in found] == ["item-0", "item-1"]
    assert pages[-1].filtered_by_client == {"eo:cloud_cover"} and "query" not in server.searches()[0].body


def test_theia_totals_are_not_promised(server: Server, session: Session) -> None:
    token = {"rel": "next", "href": f"{server.url}/search", "method": "POST", "body": {"token": "next:c:1"}}

    def search(ask: Ask) -> Any:
        return page(ITEMS[1:]) if ask.body.get("token") else page(ITEMS[:1], token)

    server.routes["/search"] = search
    found, pages = granules(catalog(server, session, "theia"), Query(limit=None))
    assert len(found) == 3
    assert [(one.total, one.total_is_lower_bound) for one in pages] == [(1, True), (3, False)]


# One archive behind two façades


def facade(server: Server, name: str, collection: dict[str, Any]) -> None:
    landing = server.landing()
    for link in landing["links"]:
        link["href"] = link["href"].replace(server.url, f"{server.url}/{name}")
    server.routes[f"/{name}"] = server.routes[f"/{name}/"] = landing
    server.routes[f"/{name}/collections"] = {"collections": [collection], "links": []}
    server.routes[f"/{name}/search"] = page([item(1, id="short"), item(2, id="S2_A_LONG_PRODUCT_NAME_2")])


def test_two_facades_of_an_archive_show_it_once(server: Server, session: Session) -> None:
    collection = {
        "type": "Collection",
        "id": "forms-t",
        "title": "FORMS-T",
        "description": "Forest height, biomass and wood volume of mainland France, yearly, at 10 m.",
        "extent": {"spatial": {"bbox": [[-180, -90, 180, 90]]}, "temporal": {"interval": [[None, None]]}},
        "links": [],
    }
    facade(server, "one", collection)
    facade(server, "two", collection)
    pair = [catalog(server, session, "theia", f"/{name}", name) for name in ("one", "two")]
    pages: list[Page] = []
    search = FederatedSearch(Query(), pair, on_page=pages.append)
    search.start()
    assert search.wait(10)
    fresh = [one for each in pages for one in each.items]
    assert [one.id for one in fresh] == ["forms-t"]
    (updated,) = [one for each in pages for one in each.updated]
    assert {source.catalog for source in updated.sources} == {"one", "two"}
    merger = Merger()
    items = [[one for each in cat.search_items(Query()) for one in each.items] for cat in pair]
    new, _ = merger.add(items[0])
    again, both = merger.add(items[1])
    assert len(new) == 2 and again == () and len(both) == 2


def test_collections_that_only_share_names_stay_apart() -> None:
    merger = Merger()
    words = (
        "Sentinel-2 level 2A as one archive describes it, with its own files.",
        "And as another one does.",
    )
    said = [
        Dataset(id="sentinel-2-l2a", title="Sentinel-2 L2A", catalog=key, kind="series", abstract=text * 2)
        for key, text in zip("ab", words)
    ]
    assert len(merger.add(said)[0]) == 2
    empty = [Dataset(id="x", title="X", catalog=key, kind="series", abstract="Short.") for key in "ab"]
    assert len(merger.add(empty)[0]) == 2


def test_short_names_of_other_collections_stay_apart() -> None:
    box = item(1)["geometry"]
    period = Period("2020-01-01", "2020-01-01")
    same = [
        Granule("a", "a", key, name, box, "", period) for key, name in (("x", "c"), ("y", "d"), ("z", "c"))
    ]
    new, _updated = Merger().add(same)
    assert [one.catalog for one in new] == ["x", "y"] and {s.catalog for s in new[0].sources} == {"x", "z"}


# Copernicus Data Space: plain STAC, whose files have two addresses

SYNTHETIC_CDSE = item(
    1,
    id="S2A_MSIL2A_20240101T000000",
    assets={
        "B04_10m": {
            "href": "s3://eodata/Sentinel-2/B04_10m.jp2",
            "type": "image/jp2",
            "title": "Red",
            "roles": ["data"],
            "file:size": 12,
            "auth:refs": ["s3"],
            "storage:refs": ["cdse-s3", "creodias-s3"],
            "alternate": {
                "https": {
                    "href": "https://download.dataspace.copernicus.eu/odata/v1/Products(1)/Nodes(B04)/$value",
                    "auth:refs": ["oidc"],
                    "storage:refs": [],
                    "alternate:name": "HTTPS",
                }
            },
        }
    },
)


def test_cdse_files_are_on_the_web_and_their_other_address_is_kept() -> None:
    granule = read_item(dialect_of(ROWS["cdse"].dialect).item(SYNTHETIC_CDSE), "cdse")
    assert granule is not None
    web, s3 = granule.links
    assert web.href.startswith("https://download.dataspace.copernicus.eu/") and web.downloadable
    assert (web.key, web.size, web.restricted) == ("B04_10m", 12, True)
    assert (s3.href, s3.kind, s3.protocol) == (
        "s3://eodata/Sentinel-2/B04_10m.jp2",
        LinkKind.UNREACHABLE,
        "S3",
    )


# Real software, and hostile answers


@pytest.mark.hub
@pytest.mark.parametrize("post", [True, False])
def test_theia_conditions_are_understood_by_pgstac(hub: dict[str, str], session: Session, post: bool) -> None:
    query = Query(filters=(PropertyFilter("eo:cloud_cover", "<=", 40),), limit=None)
    found, server_filters = [], []
    for dialect in ("", "theia"):
        asked = StacCatalog(CatalogEntry("hub", "stac", hub["stac"], dialect=dialect), session)
        asked._service = replace(asked.service(), post=post)
        pages = list(asked.search_items(query))
        found.append(sorted(one.id for each in pages for one in each.items))
        server_filters.append("eo:cloud_cover" in pages[0].filtered_by_server)
    assert found[0] and found[0] == found[1] and server_filters == [True, True]


@pytest.mark.parametrize("dialect", sorted(DIALECTS))
@pytest.mark.parametrize("hostile", [None, 3, "x", [], {}, {"properties": 3}, {"assets": [1]}])
def test_a_dialect_never_raises_for_what_a_server_sends(dialect: str, hostile: Any) -> None:
    bend = dialect_of(dialect)
    read_item(bend.item(hostile), "s")
    read_collection(bend.collection(hostile), ROWS["geodes"])
    for value in (None, 7, {"description": 5, "href": 6}, {"description": "File size: x Checksum MD5: zz"}):
        one = {"id": "a", "properties": {"s2:tile_id": [1], "identifier": {}}, "assets": {"k": value}}
        granule = read_item(bend.item(one), "s")
        assert granule is not None and len(granule.links) <= 1


# ESGF: grids of the whole Earth


def around(west: float, east: float) -> dict[str, Any]:
    ring = [[west, -78.5], [east, -78.5], [east, 89.7], [west, 89.7], [west, -78.5]]
    return {"geometry": {"type": "Polygon", "coordinates": [ring]}, "bbox": [west, -78.5, east, 89.7]}


@pytest.mark.parametrize(
    "area", [Area.bbox(5, 44, 8, 46), Area({"type": "Polygon", "coordinates": [TRIANGLE]})]
)
def test_grids_of_the_whole_earth_are_no_footprints(server: Server, session: Session, area: Area) -> None:
    """However they are written; they are found in any area, as its server says, and a region in its own."""
    grids = [around(-180, 180), around(0, 360), around(0.6, 359.4), around(-179.5, 179.5)]
    europe = {"geometry": box_polygon(-10, 35, 40, 70), "bbox": [-10, 35, 40, 70]}
    server.routes["/"] = server.landing()
    server.routes["/search"] = page([item(n, **where) for n, where in enumerate([*grids, europe])])
    found, pages = granules(catalog(server, session, "esgf"), Query(area=area))
    assert [one.footprint_note for one in found] == [GLOBAL] * 4 + [""]
    assert [bool(one.footprint) for one in found] == [False] * 4 + [True]
    assert all(one.raw["bbox"] for one in found) and "area" in pages[-1].filtered_by_server
    plain, _ = granules(catalog(server, session, ""), Query())
    assert all(one.footprint for one in plain)


def test_the_collection_of_such_grids_is_found_in_any_area(server: Server, session: Session) -> None:
    extent = {
        "spatial": {"bbox": [[-180, -90, 180, 90]]},
        "temporal": {"interval": [["1850-01-01T00:00:00Z", None]]},
    }
    cmip6 = {"type": "Collection", "id": "CMIP6", "stac_version": "1.0.0", "extent": extent, "links": []}
    server.routes["/"] = server.landing()
    server.routes["/collections"] = {"collections": [cmip6], "links": []}
    query = Query(area=Area.bbox(5, 44, 8, 46), period=Period("2000", "2001"))
    (one,) = [one for found in catalog(server, session, "esgf").search(query) for one in found.items]
    assert (one.footprint, one.footprint_note) == (None, GLOBAL) and one.period is not None
    assert ROWS["esgf-ng"].dialect == "esgf"
