"""GEODES and Hydroweb.next (CNES, software REGARDS): the recorded answers of GEODES field by field, and a
synthetic server that applies what it is sent. The clients of other people are asked the same of it in
``tests/e2e/test_oracles.py``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from gaia_plugin.core import Dataset, Period, PropertyFilter, Query, Session, Sort
from gaia_plugin.core.catalogs.base import CatalogEntry
from gaia_plugin.core.catalogs.dialects import dialect_of
from gaia_plugin.core.catalogs.registry import load_registry
from gaia_plugin.core.catalogs.stac import StacCatalog
from gaia_plugin.core.catalogs.stac.datasets import read_collection
from gaia_plugin.core.catalogs.stac.items import read_item
from gaia_plugin.core.catalogs.stac.request import Wishes
from gaia_plugin.core.catalogs.stac.service import Service
from gaia_plugin.core.errors import AuthenticationRequired, KeyRequired, host_of
from gaia_plugin.core.model import Checksum, Granule, LinkKind, Page
from gaia_plugin.core.net.credentials import Credential
from tests.support.faultserver import FaultServer
from tests.support.synthetic_geodes import (
    SyntheticGeodes,
    synthetic_geodes_collection,
    synthetic_geodes_item,
)

ROWS = {entry.id: entry for entry in load_registry()}
DATASET = Dataset(id="c", title="C", catalog="s")
CLEAR = PropertyFilter("eo:cloud_cover", "<=", 20)


@pytest.fixture
def session() -> Iterator[Session]:
    with Session() as made:
        yield made


def granules(found: StacCatalog, query: Query) -> tuple[list[Granule], list[Page]]:
    pages = list(found.granules(DATASET, query))
    return [one for one_page in pages for one in one_page.items if isinstance(one, Granule)], pages


# GEODES


def test_geodes_item_field_by_field(recorded: Any) -> None:
    document = recorded.json("geodes/search_peps_s2_l1c.json")["features"][0]
    granule = read_item(dialect_of("geodes").item(document), "geodes")
    assert granule is not None
    said = document["properties"]
    assert granule.title == said["identifier"] and granule.collection == said["dataset"]
    assert all(granule.properties[name] == value for name, value in said.items())
    assert granule.doi == "" and said["sci:doi"] == "[]"
    assert granule.period is not None and granule.period.start is not None
    assert granule.period.start.isoformat().startswith("2025-04-02T17:57:41.024")
    assert granule.footprint is not None and granule.footprint["type"] == "Polygon"
    (archive,) = granule.links_of(LinkKind.DOWNLOAD)
    (picture,) = granule.links_of(LinkKind.THUMBNAIL)
    assert (archive.size, picture.size) == (764210185, 18684)
    assert archive.checksum == Checksum("md5", archive.href.rsplit("/", 1)[1])
    assert picture.checksum == Checksum("md5", picture.href.rsplit("/", 1)[1].split("?")[0])
    assert "Is online: false" in archive.description and "Is online: true" in picture.description
    assert picture.href.count("scope=gdh") == 1 and granule.thumbnail == picture.href
    assert set(document["assets"]) == {archive.key, picture.key}
    assert granule.license == "" and not [link for link in granule.links if "spdx.org" in link.href]


def test_geodes_adds_what_a_quicklook_needs_and_drops_its_placeholder(recorded: Any) -> None:
    document = recorded.json("geodes/search_peps_s2_l1c.json")["features"][0]
    bare = {
        **document,
        "properties": {**document["properties"], "license": "Apache-2.0"},
        "assets": {
            key: {**one, "href": one["href"].split("?")[0]} for key, one in document["assets"].items()
        },
    }
    granule = read_item(dialect_of("geodes").item(bare), "geodes")
    assert granule is not None and granule.license == ""
    assert granule.thumbnail.endswith("?scope=gdh")
    assert bare["properties"]["license"] == "Apache-2.0"  # the original stays as it came


def test_geodes_collection_has_a_map(recorded: Any) -> None:
    document = recorded.json("geodes/collection_peps_s1_l1.json")
    dataset = read_collection(dialect_of("geodes").collection(document), ROWS["geodes"])
    assert dataset is not None and (dataset.license, dataset.license_url) == ("", "")
    layer = next(link for link in dataset.links_of(LinkKind.WMS) if link.name)
    assert layer.roles == ("wms",) and "CQL_FILTER=name%20like%20%27%25_GRD%25%27" in layer.href
    assert dataset.properties["total_items"] == 6428953


HUNDRED = [
    synthetic_geodes_item(n, collection="c", start=f"2020-01-{n % 28 + 1:02d}T00:00:00Z") for n in range(100)
]


@pytest.fixture
def loopback() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


def geodes_catalog(geodes: SyntheticGeodes, session: Session, dialect: str = "geodes") -> StacCatalog:
    return StacCatalog(CatalogEntry("s", "stac", geodes.url, dialect=dialect), session)


def test_geodes_newer_address_is_asked_where_the_older_one_is_gone(
    loopback: FaultServer, session: Session
) -> None:
    geodes = SyntheticGeodes(HUNDRED, faults={"search is gone"}).mount(loopback)
    found = geodes_catalog(geodes, session)
    first, pages = granules(found, Query(limit=None, page_size=500))
    assert len(first) == 100 and {one.total for one in pages} == {100}
    assert [seen.path.rpartition("/")[2] for seen in loopback.seen[1:]] == ["search", "items", "items"]
    assert [body["limit"] for body in geodes.bodies] == [80, 80]
    assert [body["page"] for body in geodes.bodies] == [1, 2]  # not where its links lead
    del loopback.seen[:]
    granules(found, Query(limit=5))
    assert {seen.path for seen in loopback.seen} == {"/api/stac/items"}  # what was refused is not tried again


@pytest.mark.parametrize("descending", [True, False])
@pytest.mark.parametrize("faults", [(), ("ignores sort",)])
def test_geodes_is_asked_to_sort_and_its_pages_are_sorted(
    loopback: FaultServer, session: Session, descending: bool, faults: tuple[str, ...]
) -> None:
    geodes = SyntheticGeodes(HUNDRED, faults=faults).mount(loopback)
    query = Query(limit=None, sort=Sort("datetime", descending))
    found, pages = granules(geodes_catalog(geodes, session), query)
    assert geodes.bodies[0]["sortBy"] == [
        {"field": "start_datetime", "direction": "desc" if descending else "asc"}
    ]
    assert len(found) == 100 and len({one.id for one in found}) == 100
    for one in pages:
        starts = [each.period.start for each in one.items if each.period]
        assert starts == sorted(starts, reverse=descending)


@pytest.mark.parametrize(
    ("condition", "count"),
    [
        (PropertyFilter("eo:cloud_cover", "<", 20), 20),
        (PropertyFilter("eo:cloud_cover", ">=", 20), 80),
        (PropertyFilter("platform", "<>", "S2A"), 0),
        (PropertyFilter("platform", "in", ("S2A", "S2B")), 100),
        (PropertyFilter("identifier", "like", "%-000007_%"), 1),
        (PropertyFilter("identifier", "like", "SENTINEL2A_20200105%"), 4),
    ],
)
def test_geodes_filters_by_itself(
    loopback: FaultServer, session: Session, condition: PropertyFilter, count: int
) -> None:
    geodes = SyntheticGeodes(HUNDRED).mount(loopback)
    found, pages = granules(geodes_catalog(geodes, session), Query(filters=(condition,), limit=None))
    assert len(found) == count == pages[-1].total
    assert pages[0].filtered_by_server == {condition.name, "collections"}


@pytest.mark.parametrize(
    "said, wanted",
    [
        ("Spot World Heritage", {"SWH_SPOT123_L1", "THEIA_SWH-PHASE1_SPOT4_L1C"}),
        ("Take5", {"THEIA_REFLECTANCE_SPOT4_TAKE5_L2A"}),
        ("take 5", {"THEIA_REFLECTANCE_SPOT4_TAKE5_L2A"}),
        ("Ven\u00b5s", {"THEIA_REFLECTANCE_VENUS_VM1_L2A"}),
        ("Ven\u03bcs", {"THEIA_REFLECTANCE_VENUS_VM1_L2A"}),
        ("venus", {"THEIA_REFLECTANCE_VENUS_VM1_L2A"}),
        ("FLATSIM", {"FLATSIM_TIMESERIE"}),
        ("OSO", {"THEIA_OSO_RASTER_L3B"}),
        ("occupation du sol", {"THEIA_OSO_RASTER_L3B"}),
    ],
)
def test_what_geodes_abbreviates_is_found_by_its_name(
    loopback: FaultServer, session: Session, said: str, wanted: set[str]
) -> None:
    """Its collections as listed in the autumn of 2026, with titles that say no more than their codes."""
    keys = [
        "SWH_SPOT123_L1",
        "THEIA_SWH-PHASE1_SPOT4_L1C",
        "THEIA_REFLECTANCE_SPOT4_TAKE5_L2A",
        "THEIA_REFLECTANCE_VENUS_VM1_L2A",
        "FLATSIM_TIMESERIE",
        "THEIA_OSO_RASTER_L3B",
        "PEPS_S1_L1",
    ]
    listed = [synthetic_geodes_collection(key) for key in keys]
    geodes = SyntheticGeodes([], listed).mount(loopback)
    pages = list(geodes_catalog(geodes, session).search(Query(text=said)))
    found = [one for page in pages for one in page.items]
    assert {one.id for one in found} == wanted
    assert all(one.raw["keywords"] == ["reflectance"] for one in found)


def test_geodes_asks_less_of_a_server_that_refuses() -> None:
    dialect = dialect_of("geodes")
    query = Query(filters=(CLEAR,), sort=Sort(), period=Period("2020", None))
    service = dialect.service(Service("https://example.org/api/stac"))
    plan = dialect.plan_items(
        service, query, ("c",), Wishes(sort=False, filters=False), frozenset(), False, ()
    )
    assert plan.request.body is not None and "sortBy" not in plan.request.body
    assert plan.request.body["query"] == {"end_datetime": {"gte": "2020-01-01T00:00:00Z"}}
    assert plan.client == {"eo:cloud_cover"} and plan.server == {"collections", "period"}


# Hydroweb.next


@pytest.fixture
def hydroweb(loopback: FaultServer) -> SyntheticGeodes:
    """Refuses whoever has no key, by any method and at any address."""
    collection = synthetic_geodes_collection("c", title="Rivers")
    made = SyntheticGeodes(HUNDRED, [collection], search_key="of-a-test", largest_page=10_000)
    return made.mount(loopback, "/api/v1/rs-catalog/stac")


def test_hydroweb_without_a_key_is_not_even_asked(loopback: FaultServer, hydroweb: SyntheticGeodes) -> None:
    other = Credential(["elsewhere.example"], headers={"X-API-Key": "of-a-test"}, allow_http=True)
    with Session(credentials=[other]) as session:
        found = geodes_catalog(hydroweb, session, "hydroweb")
        for ask in (lambda: list(found.search(Query())), found.describe, lambda: granules(found, Query())):
            with pytest.raises(AuthenticationRequired, match=r"needs an API key of hydroweb\.next") as caught:
                ask()
            assert isinstance(caught.value, KeyRequired) and caught.value.host == host_of(hydroweb.url)
    assert not loopback.seen


def test_hydroweb_with_a_key(loopback: FaultServer, hydroweb: SyntheticGeodes) -> None:
    key = Credential([host_of(hydroweb.url)], headers={"X-API-Key": "of-a-test"}, allow_http=True)
    with Session(credentials=[key]) as session:
        found = geodes_catalog(hydroweb, session, "hydroweb")
        (datasets,) = found.search(Query())
        assert [one.id for one in datasets.items] == ["c"]
        items, _pages = granules(found, Query(period=Period("2020-01-05", "2020-01-06"), limit=None))
    assert {seen.headers.get("x-api-key") for seen in loopback.seen} == {"of-a-test"}
    assert hydroweb.bodies[0]["query"] == {
        "end_datetime": {"gte": "2020-01-05T00:00:00Z"},
        "start_datetime": {"lte": "2020-01-06T23:59:59.999999Z"},
    }
    assert len(items) == 8
    assert {one.period.start.day for one in items if one.period and one.period.start} == {5, 6}


def test_hydroweb_with_a_wrong_key(hydroweb: SyntheticGeodes) -> None:
    key = Credential([host_of(hydroweb.url)], headers={"X-API-Key": "of-nobody"}, allow_http=True)
    with Session(credentials=[key]) as session, pytest.raises(AuthenticationRequired) as caught:
        list(geodes_catalog(hydroweb, session, "hydroweb").search(Query()))
    assert caught.value.status == 401 and "of-nobody" not in str(caught.value)
