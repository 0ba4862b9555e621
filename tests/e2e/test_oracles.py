"""Other people's clients find on the hub what our adapters find: item for item, each with its own code.

eodag and pystac-client on a real STAC API; eodag (with its own knowledge of GEODES, Hydroweb.next and the
Copernicus Data Space) and pygeodes (CNES's client) on emulations. Where the clients read a service as the
adapter does, the emulation is as good as what their authors know of the service, and no better.
``test_oracles_records.py`` has the others.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from shapely.geometry import shape

from gaia_plugin.core import Area, Dataset, Granule, Period, PropertyFilter, Query, Session, Sort
from gaia_plugin.core.catalogs.base import CatalogEntry
from gaia_plugin.core.catalogs.odata import ODataCatalog
from gaia_plugin.core.catalogs.stac import StacCatalog
from gaia_plugin.core.errors import host_of
from gaia_plugin.core.model import LinkKind
from gaia_plugin.core.net import Credential
from tests.support.oracles import KEY, Oracle, ask_oracle
from tests.support.synthetic_geodes import COLLECTION

pytestmark = pytest.mark.hub

BOX = (5.05, 45.55, 5.6, 45.9)
YEAR = Period("2023-01-01", "2023-06-30T00:00:00Z")
CLEAR = PropertyFilter("eo:cloud_cover", "<=", 30)
TRIANGLE = {"type": "Polygon", "coordinates": [[[5.1, 44.6], [6.1, 44.6], [5.1, 45.2], [5.1, 44.6]]]}
WKT = "POLYGON ((5.1 44.6, 6.1 44.6, 5.1 45.2, 5.1 44.6))"
NEWEST = Sort("datetime", True)


@pytest.fixture(scope="module")
def oracle(hub: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Oracle:
    def ask(client: str, *asks: dict[str, Any]) -> list[Any]:
        return ask_oracle(client, hub, asks, tmp_path_factory.mktemp(client))

    return ask


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    with Session() as made:
        yield made


def granules(
    hub: dict[str, str], session: Session, name: str, query: Query
) -> tuple[list[Granule], int | None]:
    """What our adapter finds in a collection, and the total that its last page tells."""
    dialect = name.removeprefix("emulated_") if name != "stac" else ""
    catalog = StacCatalog(CatalogEntry("mine", "stac", hub[name], dialect=dialect), session)
    key = query.collections[0]
    pages = list(catalog.granules(Dataset(id=key, title=key, catalog="mine"), query.but(limit=None)))
    return [one for page in pages for one in page.items if isinstance(one, Granule)], pages[-1].total


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def same_place_and_time(mine: Granule, theirs: dict[str, Any]) -> None:
    assert mine.footprint is not None and shape(mine.footprint).equals(shape(theirs["geometry"])), mine.id
    assert mine.period is not None
    assert (mine.period.start, mine.period.end) == (moment(theirs["start"]), moment(theirs["end"]))
    assert mine.cloud_cover == theirs["cloud"]


def files(granule: Granule) -> dict[str, int | None]:
    """What can be fetched of it: sizes by address."""
    return {link.href: link.size for link in granule.links if link.kind is not LinkKind.INFO}


# A real STAC API

STAC = {
    "all": (Query(sort=NEWEST), {"sortby": "-properties.datetime"}),
    "box": (Query(area=Area.bbox(*BOX)), {"bbox": BOX}),
    "polygon": (Query(area=Area(TRIANGLE)), {"intersects": TRIANGLE}),
    "period": (Query(period=YEAR), {"datetime": YEAR.interval()}),
    "open period": (Query(period=Period("2023-06-01", None)), {"datetime": "2023-06-01T00:00:00Z/.."}),
    "clear": (Query(filters=(CLEAR,)), {"query": {"eo:cloud_cover": {"lte": 30}}}),
    "together": (
        Query(area=Area.bbox(*BOX), period=YEAR, filters=(CLEAR,)),
        {"bbox": BOX, "datetime": YEAR.interval(), "query": {"eo:cloud_cover": {"lte": 30}}},
    ),
}
COLLECTIONS = ("optical-l2a", "sea-surface-temperature", "snow-monthly", "arctic-sea-ice")


@pytest.fixture(scope="module")
def said_by_pystac(oracle: Oracle) -> dict[str, Any]:
    asks = [{"collections": COLLECTIONS, "limit": 90, **said} for _, said in STAC.values()]
    return dict(zip(STAC, oracle("pystac_client", *asks)))


@pytest.mark.parametrize("name", STAC)
def test_pystac_client_reads_the_same_items(
    hub: dict[str, str], session: Session, said_by_pystac: Any, name: str
) -> None:
    theirs = {(one["collection"], one["id"]): one for one in said_by_pystac[name]}
    catalog = StacCatalog(CatalogEntry("mine", "stac", hub["stac"]), session)
    query = STAC[name][0].but(collections=COLLECTIONS, page_size=90, limit=None)
    mine = [one for page in catalog.search_items(query) for one in page.items]
    assert theirs and len(theirs) == len(said_by_pystac[name])
    assert sorted((one.collection, one.id) for one in mine) == sorted(theirs)
    for one in mine:
        said = theirs[one.collection, one.id]
        same_place_and_time(one, said)
        assert {href: said["sizes"][key] for key, href in said["hrefs"].items()}.items() <= files(one).items()
    if name == "all":
        assert [one.period.start for one in mine] == [moment(one["start"]) for one in said_by_pystac[name]]


EODAG_STAC = {
    "all": (Query(), {}),
    "box": (Query(area=Area.bbox(*BOX)), {"geom": BOX}),
    "polygon": (Query(area=Area(TRIANGLE)), {"geom": WKT}),
    "period": (Query(period=YEAR), {"start": "2023-01-01", "end": "2023-06-30"}),
    "clear": (Query(filters=(CLEAR,)), {"eo:cloud_cover": 30}),
    "together": (
        Query(area=Area.bbox(*BOX), period=YEAR, filters=(CLEAR,)),
        {"geom": BOX, "start": "2023-01-01", "end": "2023-06-30", "eo:cloud_cover": 30},
    ),
}
GEODES = {
    **EODAG_STAC,  # periods with two ends: of one, eodag makes {"lte": ".."}, which is no moment
    "all": (Query(sort=Sort("datetime", False)), {}),  # the order that eodag asks for by itself
    "tile": (Query(filters=(PropertyFilter("grid:code", "like", "%T12%"),)), {"grid:code": "MGRS-12"}),
}

LAKES = "HYDROWEB_LAKES_OPE"
HYDROWEB = {
    "all": (Query(), {}),
    "box": (Query(area=Area.bbox(5.35, 44.0, 5.75, 46.0)), {"geom": (5.35, 44.0, 5.75, 46.0)}),
    "period": (
        Query(period=Period("2017-06-01", "2018-06-01T00:00:00Z")),
        {"start": "2017-06-01", "end": "2018-06-01"},
    ),
}

ODATA = {
    **EODAG_STAC,
    "all": (Query(sort=Sort("datetime", False)), {}),
    "open period": (Query(period=Period("2023-06-01", None)), {"start": "2023-06-01"}),
    "tile": (Query(filters=(PropertyFilter("tileId", "=", "T12"),)), {"grid:code": "MGRS-T12"}),
}


@pytest.fixture(scope="module")
def said_by_eodag(oracle: Oracle) -> dict[tuple[str, str], Any]:
    asks = {
        **{("hub", name): {"provider": "hub", "collection": "optical-l2a", "limit": 40, **said}
           for name, (_, said) in EODAG_STAC.items()},
        **{("geodes", name): {"provider": "geodes", "collection": COLLECTION, "limit": 80, **said}
           for name, (_, said) in GEODES.items()},
        **{("hydroweb_next", name): {"provider": "hydroweb_next", "collection": LAKES, **said}
           for name, (_, said) in HYDROWEB.items()},
        **{("cop_dataspace", name): {"provider": "cop_dataspace", "collection": "S2_MSI_L1C", **said}
           for name, (_, said) in ODATA.items()},
        ("geodes", "product type"): {"provider": "geodes", "collection": "S2_MSI_L2A_MAJA", "geom": BOX},
        ("geodes", "download"): {"provider": "geodes", "collection": COLLECTION, "id": ONE, "download": "x"},
    }  # fmt: skip
    return dict(zip(asks, oracle("eodag", *asks.values())))


ONE = "SYN2A_20230117_L2A_T12"


@pytest.mark.parametrize("name", EODAG_STAC)
def test_eodag_finds_the_same_items(
    hub: dict[str, str], session: Session, said_by_eodag: Any, name: str
) -> None:
    theirs = {one["id"]: one for one in said_by_eodag["hub", name]}
    mine, _ = granules(hub, session, "stac", EODAG_STAC[name][0].but(collections=("optical-l2a",)))
    assert theirs and sorted(one.id for one in mine) == sorted(theirs)
    for one in mine:
        same_place_and_time(one, theirs[one.id])
        assert theirs[one.id]["sizes"].items() <= files(one).items()


# GEODES, emulated


@pytest.mark.parametrize("name", GEODES)
def test_eodag_finds_the_same_products_of_geodes(
    hub: dict[str, str], session: Session, said_by_eodag: Any, name: str
) -> None:
    found = said_by_eodag["geodes", name]
    theirs = {one["uid"]: one for one in found}
    mine, total = granules(hub, session, "emulated_geodes", GEODES[name][0].but(collections=(COLLECTION,)))
    assert len(theirs) == len(found) == total and sorted(one.id for one in mine) == sorted(theirs)
    for one in mine:
        said = theirs[one.id]
        same_place_and_time(one, said)
        (archive,) = (link for link in one.links if link.kind is LinkKind.DOWNLOAD)
        assert (one.title, archive.href, archive.size) == (
            said["title"],
            said["download"],
            said["sizes"][archive.href],
        )
        assert archive.checksum is not None and archive.checksum.digest == said["digests"][archive.href]
        assert one.thumbnail == said["quicklook"] and one.thumbnail.endswith("?scope=gdh")
    if name == "all":
        assert [one.id for one in mine] == [one["uid"] for one in found]


def test_eodag_knows_the_collection_by_its_own_name(said_by_eodag: Any) -> None:
    same = [{one["id"] for one in said_by_eodag["geodes", name]} for name in ("box", "product type")]
    assert same[0] and same[0] == same[1]
    assert {one["status"] for one in said_by_eodag["geodes", "all"]} == {"succeeded", "orderable"}


@pytest.mark.parametrize("name", HYDROWEB)
def test_eodag_finds_the_same_lakes_of_hydroweb(hub: dict[str, str], said_by_eodag: Any, name: str) -> None:
    """Both with the key: without one neither of them is answered."""
    key = Credential([host_of(hub["emulated_hydroweb"])], headers={"X-API-Key": KEY}, allow_http=True)
    with Session(credentials=[key]) as keyed:
        mine, total = granules(hub, keyed, "emulated_hydroweb", HYDROWEB[name][0].but(collections=(LAKES,)))
    theirs = {one["id"]: one for one in said_by_eodag["hydroweb_next", name]}
    assert theirs and total == len(theirs) and sorted(one.id for one in mine) == sorted(theirs)
    for one in mine:
        same_place_and_time(one, theirs[one.id])
        assert set(theirs[one.id]["hrefs"]) <= set(files(one))


@pytest.mark.parametrize("name", ODATA)
def test_eodag_finds_the_same_products_of_copernicus(
    hub: dict[str, str], session: Session, said_by_eodag: Any, name: str
) -> None:
    catalog = ODataCatalog(CatalogEntry("mine", "odata", hub["emulated_odata"]), session)
    query = ODATA[name][0].but(limit=None, page_size=50)
    query = query.but(filters=(*query.filters, PropertyFilter("product:type", "=", "S2MSI1C")))
    pages = list(catalog.granules(Dataset(id="SENTINEL-2", title="", catalog="mine"), query))
    mine = [one for page in pages for one in page.items if isinstance(one, Granule)]
    found = said_by_eodag["cop_dataspace", name]
    theirs = {one["uid"]: one for one in found}
    assert theirs and len(theirs) == len(found) == pages[-1].total
    assert sorted(one.id for one in mine) == sorted(theirs)
    for one in mine:
        said = theirs[one.id]
        same_place_and_time(one, said)
        (product,) = (link for link in one.links if link.key == "product")
        assert (one.title, one.thumbnail, product.size) == (said["id"], said["quicklook"], said["size"])
        assert product.checksum is not None and product.checksum.digest == said["checksum"]
        assert (product.kind is LinkKind.DOWNLOAD) is (said["status"] == "succeeded")
        assert product.href.partition("/Products")[2] == said["download"].partition("/Products")[2]
    if name == "all":
        assert [one.id for one in mine] == [one["uid"] for one in found]


PYGEODES: dict[str, tuple[Query, dict[str, Any]]] = {
    "all": (Query(), {"query": {}}),
    "box": (Query(area=Area.bbox(*BOX)), {"bbox": list(BOX)}),
    "polygon": (Query(area=Area(TRIANGLE)), {"intersects": TRIANGLE}),
    "clear": (Query(filters=(CLEAR,)), {"query": {"eo:cloud_cover": {"lte": 30}}}),
    "period": (
        Query(period=YEAR),
        {"query": {"end_datetime": {"gte": "2023-01-01T00:00:00Z"},
                   "start_datetime": {"lte": "2023-06-30T00:00:00Z"}}},
    ),
    "open period": (
        Query(period=Period("2023-06-01", None)),
        {"query": {"end_datetime": {"gte": "2023-06-01T00:00:00Z"}}},
    ),
    "newest": (
        Query(sort=NEWEST),
        {"query": {}, "sortBy": [{"field": "start_datetime", "direction": "desc"}]},
    ),
    "oldest": (
        Query(sort=Sort("datetime", False)),
        {"query": {}, "sortBy": [{"field": "start_datetime", "direction": "asc"}]},
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def said_by_pygeodes(oracle: Oracle, hub: dict[str, str], session: Session) -> dict[str, Any]:
    one = granules(hub, session, "emulated_geodes", _named(ONE))[0][0]
    asks: dict[str, Any] = {
        name: {"collections": [COLLECTION], **said} for name, (_, said) in PYGEODES.items()
    }
    asks["collections"] = {"collections_of": "*"}
    asks["snow"] = {"collections_of": "snow"}
    asks["download"] = {"download": one.id, "query": {"identifier": {"eq": ONE}}}
    asks["wrong key"] = {**asks["download"], "key": "of-nobody"}
    return dict(zip(asks, oracle("pygeodes", *asks.values())))


def _named(name: str) -> Query:
    return Query(collections=(COLLECTION,), filters=(PropertyFilter("identifier", "=", name),))


@pytest.mark.parametrize("name", PYGEODES)
def test_pygeodes_finds_the_same_products(
    hub: dict[str, str], session: Session, said_by_pygeodes: Any, name: str
) -> None:
    found = said_by_pygeodes[name]
    theirs = {one["id"]: one for one in found}
    mine, total = granules(hub, session, "emulated_geodes", PYGEODES[name][0].but(collections=(COLLECTION,)))
    assert len(theirs) == len(found) == total and sorted(one.id for one in mine) == sorted(theirs)
    for one in mine:
        said = theirs[one.id]
        same_place_and_time(one, said)
        (archive,) = (link for link in one.links if link.kind is LinkKind.DOWNLOAD)
        assert (one.title, one.collection, archive.href, archive.size) == (
            said["title"], said["collection"], said["download"], said["size"],
        )  # fmt: skip
        assert archive.checksum is not None and archive.checksum.digest == said["md5"]
        assert one.thumbnail == f"{said['quicklook']}?scope=gdh"  # which CNES's client does not add
    if name in ("newest", "oldest"):
        assert [one.id for one in mine] == [one["id"] for one in found]


def test_pygeodes_lists_the_same_collections(
    hub: dict[str, str], session: Session, said_by_pygeodes: Any
) -> None:
    catalog = StacCatalog(CatalogEntry("mine", "stac", hub["emulated_geodes"], dialect="geodes"), session)
    for name, query in (("collections", Query()), ("snow", Query(text="snow"))):
        mine = {one.id: one for page in catalog.search(query) for one in page.items}
        theirs = {one["id"]: one for one in said_by_pygeodes[name]}
        assert theirs and sorted(mine) == sorted(theirs)
        assert all(mine[key].title == (said["title"] or key) for key, said in theirs.items())
        assert all(_words(mine[key].abstract) == _words(said["description"]) for key, said in theirs.items())


def _words(text: str) -> list[str]:
    return text.split()


def test_both_clients_and_ours_fetch_the_same_archive(
    hub: dict[str, str], session: Session, said_by_eodag: Any, said_by_pygeodes: Any
) -> None:
    (one,), _ = granules(hub, session, "emulated_geodes", _named(ONE))
    (archive,) = (link for link in one.links if link.kind is LinkKind.DOWNLOAD)
    key = Credential([host_of(archive.href)], headers={"X-API-Key": KEY}, allow_http=True)
    with Session(credentials=[key]) as keyed:
        content = keyed.get(archive.href).content
    assert archive.checksum is not None
    assert hashlib.md5(content, usedforsecurity=False).hexdigest() == archive.checksum.digest
    for said in (said_by_eodag["geodes", "download"], said_by_pygeodes["download"]):
        assert Path(said["path"]).read_bytes() == content, json.dumps(said)
    assert said_by_pygeodes["download"]["inside"] == ["T12/T12_visual.tif"]
    assert said_by_pygeodes["download"]["available"]["data"] == "available"
    assert "redirects" in said_by_pygeodes["wrong key"]["error"]
