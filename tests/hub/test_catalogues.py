"""The hub's catalogues answer other people's clients, with what we filled them with."""

from __future__ import annotations

import hashlib
import json
import urllib.request

import pytest
from owslib.csw import CatalogueServiceWeb
from owslib.fes import And, BBox, PropertyIsLike
from pystac_client import Client

from tests.hub.hub import RECORDED, fetch

pytestmark = pytest.mark.hub


def test_stac_pages_through_every_item(hub: dict[str, str]) -> None:
    client = Client.open(hub["stac"])
    found = list(client.search(limit=50).items())
    assert len(found) > 200
    assert len({(item.collection_id, item.id) for item in found}) == len(found)
    assert len(list(client.get_collections())) == 7


def test_stac_filters_by_box_time_property_and_order(hub: dict[str, str]) -> None:
    client = Client.open(hub["stac"])
    found = list(
        client.search(
            collections=["optical-l2a"],
            bbox=[5.05, 45.55, 5.2, 45.9],
            datetime="2023-01-01/2023-12-31",
            filter={"op": "<", "args": [{"property": "eo:cloud_cover"}, 60]},
            filter_lang="cql2-json",
            sortby="-properties.datetime",
        ).items()
    )
    assert found
    assert all(item.properties["eo:cloud_cover"] < 60 and item.datetime.year == 2023 for item in found)
    assert all(item.id.endswith("T00") for item in found)
    assert [item.datetime for item in found] == sorted((item.datetime for item in found), reverse=True)


def test_stac_searches_collections_by_words(hub: dict[str, str]) -> None:
    found = json.loads(fetch(hub["stac"] + "/collections?q=neige"))
    assert [collection["id"] for collection in found["collections"]] == ["snow-monthly"]


def test_assets_have_the_size_and_checksum_of_their_files(hub: dict[str, str]) -> None:
    item = next(iter(Client.open(hub["stac"]).search(collections=["landcover-annual"]).items()))
    for asset in item.assets.values():
        body = fetch(asset.href)
        assert len(body) == asset.extra_fields["file:size"]
        assert asset.extra_fields["file:checksum"] == "1220" + hashlib.sha256(body).hexdigest()


@pytest.mark.parametrize("catalogue", ["csw", "csw2"])
def test_csw_filters_by_words_and_box(hub: dict[str, str], catalogue: str) -> None:
    client = CatalogueServiceWeb(hub[catalogue])
    words = PropertyIsLike("csw:AnyText", "%neige%")
    client.getrecords2(constraints=[And([words, BBox([44.6, 5.1, 45.9, 6.9], crs="urn:ogc:def:crs:EPSG::4326")])],
                       esn="full", outputschema="http://www.isotc211.org/2005/gmd", maxrecords=20)  # fmt: skip
    assert {"hub-snow-2023", "hub-stations"} <= set(client.records)
    assert "hub-sst" not in client.records
    snow = client.records["hub-snow-2023"]
    assert next(online.url for online in snow.distribution.online) == hub["wms_time"]


def test_csw_holds_the_recorded_records_where_present(hub: dict[str, str]) -> None:
    if not RECORDED.exists():
        pytest.skip("recorded answers are not on this machine")
    client = CatalogueServiceWeb(hub["csw"])
    client.getrecords2(resulttype="hits")
    assert client.results["matches"] >= 66 + 25


def test_csw_sends_iso_19115_3(hub: dict[str, str]) -> None:
    client = CatalogueServiceWeb(hub["csw"])
    client.getrecordbyid(id=["hub-000"], outputschema="http://standards.iso.org/iso/19115/-3/mdb/2.0")
    assert b"standards.iso.org/iso/19115/-3/mdb" in client.response


def test_records_oai_and_opensearch_answer(hub: dict[str, str]) -> None:
    items = json.loads(fetch(hub["records"] + "/collections/metadata:main/items?f=json&q=glaciers&limit=5"))
    assert "hub-glaciers" in [item["id"] for item in items["features"]]
    assert b"<oai_dc:dc" in fetch(hub["oai"] + "?verb=ListRecords&metadataPrefix=oai_dc")
    assert b"OpenSearchDescription" in fetch(hub["opensearch"])
    for old in ("oai2", "opensearch2"):
        assert fetch(
            hub[old]
            + ("&verb=Identify" if old == "oai2" else "&service=CSW&version=3.0.0&request=GetCapabilities")
        )


def test_an_exception_of_the_older_catalogue_comes_with_status_200(hub: dict[str, str]) -> None:
    request = urllib.request.Request(hub["csw2"] + "?service=CSW&version=2.0.2&request=Nonsense")
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=20) as answer:
        assert answer.status == 200
        assert b"ExceptionReport" in answer.read()
