"""Recorded answers of real services, read field by field to what a person reads in them."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml

from gaia_plugin.core import Area, Query
from gaia_plugin.core.catalogs.base import CatalogEntry
from gaia_plugin.core.catalogs.dialects import dialect_of
from gaia_plugin.core.catalogs.stac import StacCatalog
from gaia_plugin.core.catalogs.stac.datasets import read_collection
from gaia_plugin.core.catalogs.stac.items import read_item
from gaia_plugin.core.catalogs.stac.paging import next_request, total_of
from gaia_plugin.core.catalogs.stac.request import Request
from gaia_plugin.core.catalogs.stac.service import Service, read_service
from gaia_plugin.core.model import Checksum, Granule, LinkKind
from gaia_plugin.core.net import Response
from tests.conftest import Recorded


def entry(url: str, dialect: str = "") -> CatalogEntry:
    return CatalogEntry("recorded", "stac", url, dialect=dialect)


class Replay:
    """A session that gives recorded answers to recorded requests, and fails on any other."""

    def __init__(self, answers: dict[tuple[str, str, str], bytes]):
        self.answers, self.asked = answers, []

    def get(self, url: str, **_: Any) -> Response:
        return self._answer("GET", url, None)

    def post(self, url: str, *, json: Any = None, **_: Any) -> Response:
        return self._answer("POST", url, json)

    def _answer(self, method: str, url: str, body: Any) -> Response:
        key = (method, url, json.dumps(body, sort_keys=True) if body is not None else "")
        self.asked.append(key)
        assert key in self.answers, f"not recorded: {key}"
        return Response(200, url, {"Content-Type": "application/geo+json"}, self.answers[key])


def test_earth_search(recorded: Recorded) -> None:
    page = recorded.json("stac/earth_search_page.json")
    assert total_of(page) == 25898765
    granule = read_item(page["features"][0], "recorded")
    assert granule is not None
    assert granule.id == granule.title == "S2B_27VWK_20240206_0_L1C"
    assert granule.collection == "sentinel-2-l1c"
    assert granule.period is not None
    assert granule.period.interval() == "2024-02-06T13:14:11.918000Z/2024-02-06T13:14:11.918000Z"
    assert granule.footprint == page["features"][0]["geometry"] and not granule.footprint_note
    assert granule.cloud_cover == pytest.approx(9.936, abs=1e-3)
    assert granule.properties["s2:processing_baseline"] == "05.10"
    # The thumbnail asset is on s3://; the link of that name is on the web.
    own = (
        "https://earth-search.aws.element84.com/v1/collections/sentinel-2-l1c/items/S2B_27VWK_20240206_0_L1C"
    )
    assert granule.thumbnail == own + "/thumbnail"
    links = {link.key: link for link in granule.links if link.key}
    assert len(links) == len(page["features"][0]["assets"])
    red = links["red"]
    assert (red.kind, red.title, red.media_type) == (LinkKind.DOWNLOAD, "Red (band 4) - 10m", "image/jp2")
    assert red.href.startswith("s3://sentinel-s2-l1c/") and red.restricted
    assert red.crs == "EPSG:32627" and red.roles == ("data", "reflectance")
    assert links["granule_metadata"].kind is LinkKind.METADATA
    assert [link.href for link in granule.links_of(LinkKind.METADATA) if link.function == "self"] == [own]
    terms = [link for link in granule.links_of(LinkKind.INFO) if link.function == "license"]
    assert terms[0].href.endswith("Sentinel_Data_Legal_Notice")
    following = next_request(
        page, Request("GET", "https://earth-search.aws.element84.com/v1/search"), "", Service("")
    )
    assert following is not None and following.method == "GET"
    assert following.url.endswith(
        "next=2024-02-06T13%3A14%3A11.918000Z%2CS2B_27VWK_20240206_0_L1C%2Csentinel-2-l1c"
    )


def test_theia_pages(recorded: Recorded) -> None:
    for name in ("theia-mtd/items_page_1.json", "theia-mtd/items_page_2.json"):
        page = recorded.json(name)
        granules = [read_item(item, "recorded") for item in page["features"]]
        assert len(granules) == 12 and None not in granules
        for granule, item in zip(granules, page["features"]):
            assert granule is not None and granule.id == item["id"]
            assert granule.collection == "sentinel2-l2a-sen2cor"
            assert granule.footprint == item["geometry"] and not granule.footprint_note
            assert granule.cloud_cover == item["properties"]["eo:cloud_cover"]
            assert granule.period is not None and granule.period.start is not None
            stamp = item["properties"]["datetime"]
            assert granule.period.start.isoformat().startswith(stamp[:19])
            assert [link.kind for link in granule.links] == [LinkKind.METADATA]
    first = read_item(recorded.json("theia-mtd/items_page_1.json")["features"][0], "recorded")
    assert first is not None
    assert first.id == "S2C_20251029T071221025000Z_38LQH_0511_afbd406add"
    assert first.properties["s2:mgrs_tile"] == "38LQH" and first.cloud_cover == 0.22


def test_theia_paging_keeps_to_the_host_that_was_asked(recorded: Recorded) -> None:
    """The recorded pages name the service's former host in their links."""
    page = recorded.json("theia-mtd/items_page_1.json")
    asked = "https://api.datastore-mtd.theia.data-terra.org/collections/sentinel2-l2a-sen2cor/items?limit=12"
    following = next_request(
        page, Request("GET", asked), asked, Service("https://api.datastore-mtd.theia.data-terra.org/")
    )
    assert following is not None
    assert following.url.startswith(
        "https://api.datastore-mtd.theia.data-terra.org/collections/sentinel2-l2a-sen2cor/items?"
    )
    assert "token=next:sentinel2-l2a-sen2cor:S2C_20251024T074011025000Z_37MCT" in following.url


def test_geodes_item(recorded: Recorded) -> None:
    page = recorded.json("geodes/search_peps_s2_l1c.json")
    dialect = dialect_of("geodes")
    assert dialect.total(page) == 37273723
    granule = read_item(dialect.item(page["features"][0]), "recorded")
    assert granule is not None
    assert granule.id == "URN:FEATURE:DATA:gdh:25416e3f-1a7f-379a-9b65-a6539b1fd95b:V1"
    assert granule.title == "S2A_MSIL1C_20250402T175741_N0511_R141_T14ULD_20250403T022035"
    assert granule.collection == "PEPS_S2_L1C"
    # Not "datetime", which is when the product was published.
    assert granule.period is not None
    assert granule.period.interval() == "2025-04-02T17:57:41.024000Z/2025-04-02T17:57:41.024000Z"
    assert granule.doi == "" and granule.license == ""
    assert granule.cloud_cover == pytest.approx(67.5496, abs=1e-3)
    archive = granule.links_of(LinkKind.DOWNLOAD)[0]
    assert archive.size == 764210185 and archive.media_type == "application/zip"
    assert archive.checksum == Checksum("md5", "86f828c4c7e921615d1cd0476604f780")
    assert archive.title == "S2A_MSIL1C_20250402T175741_N0511_R141_T14ULD_20250403T022035.zip"
    assert granule.thumbnail.endswith("/files/1003ae6b1edf05adf7c46cb759ffeaec?scope=gdh")
    assert not [link for link in granule.links if "Apache" in link.href]


def test_geodes_pages_by_number(recorded: Recorded) -> None:
    """Its "next" link asks for pages of another size: the number counts."""
    dialect = dialect_of("geodes")
    page = recorded.json("geodes/search_peps_s2_l1c.json")
    service = dialect.service(Service("https://geodes-portal.cnes.fr/api/stac"))
    plan = dialect.plan_items(
        service, Query(page_size=500), ("PEPS_S2_L1C",), _wishes(), frozenset(), False, ()
    )
    assert plan.request.url == "https://geodes-portal.cnes.fr/api/stac/search"
    assert plan.request.body is not None and plan.request.body["limit"] == 80
    following = dialect.next_request(page, plan.request, plan.request.url, service, 80)
    assert following is not None and following.body == {**plan.request.body, "page": 2}
    assert dialect.next_request(page, plan.request, plan.request.url, service, 0) is None


def _wishes() -> Any:
    from gaia_plugin.core.catalogs.stac.request import Wishes

    return Wishes()


def test_geodes_collection(recorded: Recorded) -> None:
    document = recorded.json("geodes/collection_peps_s1_l1.json")
    dataset = read_collection(document, entry("https://geodes-portal.cnes.fr/api/stac", "geodes"))
    assert dataset is not None
    assert (dataset.id, dataset.title) == ("PEPS_S1_L1", "PEPS Sentinel-1 Level1")
    assert dataset.abstract.startswith("Sentinel-1 Level-1 products are the baseline products")
    assert dataset.provider == "CNES"
    assert [str(keyword) for keyword in dataset.keywords] == document["keywords"]
    assert dataset.period is not None
    assert dataset.period.interval() == "2014-06-15T03:44:44.792000Z/2026-02-12T21:19:24.069000Z"
    assert dataset.footprint is not None  # the world, with a period: what it says
    helpdesk = [contact for contact in dataset.contacts if contact.email]
    assert [(c.name, c.email) for c in helpdesk] == [("GeoDataHub Helpdesk", "expgdh@cnes.fr")]
    wms = dataset.links_of(LinkKind.WMS)
    assert [link.name for link in wms] == ["peps:gdh_s1", ""]
    assert (
        wms[0].href
        == "https://geodes-portal.cnes.fr/geoserver/peps/wms?CQL_FILTER=name%20like%20%27%25_GRD%25%27"
    )
    assert (wms[0].crs, wms[0].title) == ("EPSG:3857", "SAR backscatter")
    assert wms[1].href == "https://geodes-portal.cnes.fr/geoserver/peps/wms"
    docs = [link for link in dataset.links if link.function == "doc"]
    assert len(docs) == 4
    assert dataset.properties["total_items"] == 6428953
    assert dataset.properties["instruments"] == ["SAR-C"]
    assert dataset.raw is document
    bent = read_collection(
        dialect_of("geodes").collection(document), entry("https://geodes-portal.cnes.fr/api/stac")
    )
    assert bent is not None and bent.license == "" and bent.license_url == ""


def test_fedeo_landing_page(recorded: Recorded) -> None:
    document = recorded.json("fedeo/stac_landing.json")
    service = read_service(document, "https://emc.spacebel.be")
    # One link of that relation is an OpenSearch description, and the collections come in four formats.
    assert service.search_url == "https://emc.spacebel.be/search"
    assert service.collections_url == "https://emc.spacebel.be/collections"
    assert service.get and service.post and not service.is_static
    assert service.searches_collections and service.offers("collection-search", "free-text")
    assert service.speaks_cql2 and not service.reads_cql2_json  # it declares CQL2 text alone
    assert service.offers("item-search", "sort") and not service.offers("item-search", "query")
    dataset = read_collection({**document, "id": "landing"}, entry("https://emc.spacebel.be"))
    assert dataset is not None and dataset.footprint is None and "whole world" in dataset.footprint_note


def test_planetary_computer_pages(recorded: Recorded) -> None:
    """The requests that this client sends are, to the letter, those that were recorded."""
    cassette = yaml.safe_load((recorded / "stac/planetary_computer_paging_cassette.yml").read_text("utf-8"))
    answers: dict[tuple[str, str, str], bytes] = {}
    expected: list[str] = []
    for one in cassette["interactions"]:
        body = one["response"]["body"]["string"]
        asked = json.dumps(json.loads(one["request"]["body"]), sort_keys=True)
        answers[(one["request"]["method"], one["request"]["uri"], asked)] = body.encode()
        expected += [feature["id"] for feature in json.loads(body)["features"]]
    session = Replay(answers)
    catalog = StacCatalog(entry("https://planetarycomputer.microsoft.com/api/stac/v1"), session)  # type: ignore[arg-type]
    root = "https://planetarycomputer.microsoft.com/api/stac/v1"
    catalog._service = Service(
        root, search_url=f"{root}/search", post=True, collections_url=f"{root}/collections"
    )
    query = Query(area=Area.bbox(-73.21, 43.99, -73.12, 44.05), collections=("naip",), page_size=10, limit=20)
    pages = list(catalog.search_items(query))
    granules = [item for page in pages for item in page.items if isinstance(item, Granule)]
    assert [granule.id for granule in granules] == expected and len(expected) == 20
    assert len(session.asked) == 2
    image = granules[0].links_of(LinkKind.COG)[0]
    assert image.key == "image" and image.crs == "EPSG:26918" and image.title == "RGBIR COG tile"
    assert granules[0].thumbnail.endswith("m_4307308_nw_18_030_20230622_20231113.200.jpg")
    assert granules[0].provider == "USDA Farm Service Agency"
