"""A real STAC API (pgstac), with pystac-client as the oracle: the same items for the same questions."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from gaia_plugin.core import Area, Dataset, Period, PropertyFilter, Query, Session, Sort, open_catalog
from gaia_plugin.core.catalogs.stac import StacCatalog
from gaia_plugin.core.catalogs.stac.service import Service
from gaia_plugin.core.model import Granule, LinkKind

pystac_client = pytest.importorskip("pystac_client")
pytestmark = pytest.mark.hub


@pytest.fixture(scope="module")
def url(hub: dict[str, str]) -> str:
    return hub["stac"]


@pytest.fixture(scope="module")
def oracle(url: str):
    return pystac_client.Client.open(url)


@pytest.fixture(params=["POST", "GET"])
def catalog(url: str, request: pytest.FixtureRequest) -> Iterator[StacCatalog]:
    session = Session()
    opened = open_catalog(url, kind="stac", session=session, id="hub")
    assert isinstance(opened, StacCatalog)
    if request.param == "GET":
        opened._service = _get_only(opened.service())
    yield opened
    session.close()


def _get_only(service: Service) -> Service:
    from dataclasses import replace

    assert service.post, "the hub announces POST"
    return replace(service, post=False)


def found(catalog: StacCatalog, query: Query) -> list[Granule]:
    pages = list(catalog.search_items(query.but(limit=None)))
    assert not any(page.has_more for page in pages[-1:])
    return [item for page in pages for item in page.items if isinstance(item, Granule)]


def ids(granules: list[Granule]) -> list[str]:
    return [granule.id for granule in granules]


def said(oracle, **asked: object) -> list[str]:
    return [item.id for item in oracle.search(**asked).items()]


TRIANGLE = {"type": "Polygon", "coordinates": [[[5.1, 44.6], [6.1, 44.6], [5.1, 45.2], [5.1, 44.6]]]}


def test_everything_in_pages(catalog: StacCatalog, oracle) -> None:
    everything = found(catalog, Query(page_size=50))
    assert len(everything) > 200
    assert sorted(ids(everything)) == sorted(said(oracle))
    assert len({granule.key for granule in everything}) == len(everything)


def test_box(catalog: StacCatalog, oracle) -> None:
    box = (5.1, 44.6, 5.4, 44.9)
    mine = found(catalog, Query(area=Area.bbox(*box), page_size=40))
    assert 0 < len(mine) < 250
    assert sorted(ids(mine)) == sorted(said(oracle, bbox=box))


def test_polygon(catalog: StacCatalog, oracle) -> None:
    mine = found(catalog, Query(area=Area(TRIANGLE), page_size=40))
    theirs = said(oracle, intersects=TRIANGLE)
    assert len(mine) > 0
    assert sorted(ids(mine)) == sorted(theirs)


def test_area_across_the_antimeridian(catalog: StacCatalog, oracle) -> None:
    area = Area.bbox(170.0, -30.0, -170.0, 30.0)
    mine = found(catalog, Query(area=area))
    theirs = said(oracle, intersects=dict(area.geometry))
    assert mine and sorted(ids(mine)) == sorted(theirs)


@pytest.mark.parametrize(
    ("period", "text"),
    [
        (Period("2023-06-01", None), "2023-06-01T00:00:00Z/.."),
        (Period(None, "2022-03-31T23:59:59Z"), "../2022-03-31T23:59:59Z"),
        (Period("2023-02-01", "2023-02-28T00:00:00Z"), "2023-02-01T00:00:00Z/2023-02-28T00:00:00Z"),
    ],
)
def test_period(catalog: StacCatalog, oracle, period: Period, text: str) -> None:
    mine = found(catalog, Query(period=period))
    theirs = said(oracle, datetime=text)
    assert 0 < len(theirs) < 250
    assert sorted(ids(mine)) == sorted(theirs)


def test_cloud_cover(catalog: StacCatalog, oracle) -> None:
    query = Query(filters=(PropertyFilter("eo:cloud_cover", "<=", 20),), collections=("optical-l2a",))
    mine = found(catalog, query)
    asked = {"op": "<=", "args": [{"property": "eo:cloud_cover"}, 20]}
    theirs = said(oracle, collections=["optical-l2a"], filter=asked, filter_lang="cql2-json")
    assert 0 < len(theirs) < 200
    assert sorted(ids(mine)) == sorted(theirs)
    assert all(granule.cloud_cover is not None and granule.cloud_cover <= 20 for granule in mine)
    first = next(iter(catalog.search_items(query)))
    assert "eo:cloud_cover" in first.filtered_by_server and not first.filtered_by_client


def test_conditions_together(catalog: StacCatalog, oracle) -> None:
    query = Query(
        filters=(PropertyFilter("eo:cloud_cover", ">", 10), PropertyFilter("eo:cloud_cover", "<", 50)),
        period=Period("2023-01-01", None),
        area=Area.bbox(5.0, 44.5, 6.0, 45.2),
        collections=("optical-l2a",),
    )
    asked = {
        "op": "and",
        "args": [
            {"op": ">", "args": [{"property": "eo:cloud_cover"}, 10]},
            {"op": "<", "args": [{"property": "eo:cloud_cover"}, 50]},
        ],
    }
    theirs = said(
        oracle,
        collections=["optical-l2a"],
        filter=asked,
        filter_lang="cql2-json",
        datetime="2023-01-01T00:00:00Z/..",
        bbox=(5.0, 44.5, 6.0, 45.2),
    )
    assert theirs and sorted(ids(found(catalog, query))) == sorted(theirs)


def test_like_and_in(catalog: StacCatalog, oracle) -> None:
    one = found(catalog, Query(filters=(PropertyFilter("title", "like", "Snow cover%"),)))
    assert sorted(ids(one)) == sorted(f"snow-2023-{month:02d}" for month in range(1, 13))
    chosen = Query(filters=(PropertyFilter("gsd", "in", (30,)),))
    asked = {"op": "in", "args": [{"property": "gsd"}, [30]]}
    assert sorted(ids(found(catalog, chosen))) == sorted(said(oracle, filter=asked, filter_lang="cql2-json"))


@pytest.mark.parametrize("descending", [True, False])
def test_sort(catalog: StacCatalog, oracle, descending: bool) -> None:
    query = Query(sort=Sort("datetime", descending), collections=("optical-l2a",), page_size=30)
    mine = found(catalog, query)
    moments = [granule.period.start for granule in mine if granule.period]
    assert len(moments) == len(mine) and moments == sorted(moments, reverse=descending)  # type: ignore[type-var]
    field = [{"field": "properties.datetime", "direction": "desc" if descending else "asc"}]
    theirs = oracle.search(collections=["optical-l2a"], sortby=field).items()
    assert [m.isoformat() for m in moments if m] == [i.datetime.isoformat() for i in theirs]


def test_limit_stops_the_asking(catalog: StacCatalog) -> None:
    pages = list(catalog.search_items(Query(limit=25, page_size=10)))
    assert [len(page.items) for page in pages] == [10, 10, 5]
    assert pages[0].has_more and not pages[-1].has_more
    assert pages[-1].total == 25 and pages[-1].total_is_lower_bound


def test_collections_are_datasets(catalog: StacCatalog, oracle) -> None:
    mine = [item for page in catalog.search(Query()) for item in page.items]
    assert sorted(dataset.id for dataset in mine) == sorted(c.id for c in oracle.get_collections())
    by_id = {dataset.id: dataset for dataset in mine if isinstance(dataset, Dataset)}
    optical = by_id["optical-l2a"]
    assert optical.title == "Optical scenes, surface reflectance (level 2A)"
    assert optical.has_granules and optical.license == "etalab-2.0"
    assert [str(keyword) for keyword in optical.keywords][:2] == ["THEIA", "reflectance"]
    assert optical.thumbnail.endswith(".png")
    assert by_id["snow-monthly"].period is not None and by_id["snow-monthly"].period.end is None
    assert by_id["sea-surface-temperature"].footprint is not None  # global, and it says since when


def test_collections_by_text(catalog: StacCatalog) -> None:
    def titles(text: str) -> set[str]:
        return {item.id for page in catalog.search(Query(text=text)) for item in page.items}

    assert titles("snow") == {"snow-monthly"}
    assert titles("snow composite") == {"snow-monthly"}
    assert titles("snow elevation") == set()
    first = next(iter(catalog.search(Query(text="snow"))))
    assert "text" in first.filtered_by_server


def test_collections_by_place_and_time(catalog: StacCatalog) -> None:
    query = Query(area=Area.bbox(-40, -10, -30, 0), period=Period("2023-06-01", None))
    found_ids = {item.id for page in catalog.search(query) for item in page.items}
    assert found_ids == {"sea-surface-temperature"}


def test_granules_of_a_dataset(catalog: StacCatalog, oracle) -> None:
    dataset = next(i for p in catalog.search(Query(text="snow")) for i in p.items if isinstance(i, Dataset))
    pages = list(catalog.granules(dataset, Query(text="snow", page_size=5)))
    mine = [granule for page in pages for granule in page.items]
    assert sorted(g.id for g in mine) == sorted(said(oracle, collections=["snow-monthly"]))
    one = next(g for g in mine if g.id == "snow-2023-02")
    wms = one.links_of(LinkKind.WMS)
    assert [(link.name, link.times) for link in wms] == [("snow", "2023-02-01")]
    assert one.period is not None and one.period.interval() == "2023-02-01T00:00:00Z/2023-02-28T23:59:59Z"
    assert one.links_of(LinkKind.COG)[0].checksum is not None


def test_a_record_elsewhere_opens_its_collection(url: str, oracle) -> None:
    session = Session()
    catalog = open_catalog(url, kind="stac", session=session, id="hub")
    from gaia_plugin.core import Link

    for href in (
        f"{url}/collections/snow-monthly",
        f"{url}/collections/snow-monthly/items",
        f"{url}/search?collections=snow-monthly",
    ):
        record = Dataset(
            id="uuid", title="Snow", catalog="geonetwork", links=(Link(href=href, kind=LinkKind.STAC),)
        )
        mine = [
            g
            for page in catalog.granules(record, Query(period=Period("2023-06-01", None)))
            for g in page.items
        ]
        assert sorted(g.id for g in mine) == sorted(
            said(oracle, collections=["snow-monthly"], datetime="2023-06-01T00:00:00Z/..")
        ), href


def test_queryables(catalog: StacCatalog) -> None:
    dataset = Dataset(id="optical-l2a", title="Optical", catalog="hub")
    by_name = {queryable.name: queryable for queryable in catalog.queryables(dataset)}
    cloud = by_name["eo:cloud_cover"]
    assert (cloud.kind, cloud.minimum, cloud.maximum, cloud.unit) == ("number", 0.0, 100.0, "%")
    assert "datetime" not in by_name
