"""Links: what can be done with each asset and each web map link."""

from __future__ import annotations

from typing import Any

import pytest

from gaia_plugin.core.catalogs.base import CatalogEntry
from gaia_plugin.core.catalogs.stac.assets import asset_link, thumbnail_of
from gaia_plugin.core.catalogs.stac.datasets import read_collection
from gaia_plugin.core.catalogs.stac.items import read_item
from gaia_plugin.core.catalogs.stac.links import read_links
from gaia_plugin.core.model import Link, LinkKind

COG = "image/tiff; application=geotiff; profile=cloud-optimized"
TIFF = "image/tiff; application=geotiff"


def link(asset: dict[str, Any], key: str = "data") -> Link:
    return asset_link(key, {"href": "https://example.org/x", **asset}, "https://example.org/items/i")


@pytest.mark.parametrize(
    ("asset", "kind"),
    [
        ({"type": COG}, LinkKind.COG),
        ({"type": "image/tiff;application=geotiff;profile=cloud-optimized"}, LinkKind.COG),
        ({"type": "image/vnd.stac.geotiff; cloud-optimized=true"}, LinkKind.COG),
        ({"type": TIFF}, LinkKind.DOWNLOAD),
        ({"type": TIFF, "roles": ["data", "cloud-optimized"]}, LinkKind.COG),
        ({"type": TIFF, "href": "https://example.org/x.cog.tif"}, LinkKind.COG),
        ({"type": TIFF, "title": "Cloud-optimised GeoTIFF"}, LinkKind.COG),
        ({"type": TIFF, "title": "Cogolin"}, LinkKind.DOWNLOAD),
        ({"href": "https://example.org/x.tif"}, LinkKind.DOWNLOAD),
        ({"type": COG, "href": "s3://bucket/x.tif"}, LinkKind.DOWNLOAD),
        ({"type": "image/jp2"}, LinkKind.DOWNLOAD),
        ({"type": "image/jpeg", "roles": ["thumbnail"]}, LinkKind.THUMBNAIL),
        ({"type": "image/png", "roles": ["overview"]}, LinkKind.THUMBNAIL),
        ({"type": COG, "roles": ["overview"]}, LinkKind.COG),
        ({"type": "image/png", "roles": ["data"]}, LinkKind.DOWNLOAD),
        ({"type": "application/xml", "roles": ["style"]}, LinkKind.STYLE),
        ({"href": "https://example.org/x.QML"}, LinkKind.STYLE),
        ({"type": "application/vnd.ogc.sld+xml"}, LinkKind.STYLE),
        ({"type": "application/xml", "roles": ["metadata"]}, LinkKind.METADATA),
        ({"type": "application/json", "roles": ["metadata", "data"]}, LinkKind.DOWNLOAD),
        ({"type": "text/html"}, LinkKind.INFO),
        (
            {"href": "https://example.org/thredds/dodsC/x.nc", "type": "application/x-netcdf"},
            LinkKind.OPENDAP,
        ),
        (
            {"href": "https://example.org/tilejson.json", "roles": ["tiles"], "type": "application/json"},
            LinkKind.INFO,
        ),
        ({"href": "javascript:alert(1)"}, LinkKind.UNREACHABLE),
        ({"href": "file:///etc/passwd"}, LinkKind.UNREACHABLE),
        ({"href": None}, LinkKind.UNREACHABLE),
        ({"href": "https://example.org/wms?service=WMS&request=GetMap&layers=a&styles=b"}, LinkKind.WMS),
        ({"type": "application/vnd.ogc.wfs_xml"}, LinkKind.WFS),
        ({"roles": ["wmts"]}, LinkKind.WMTS),
    ],
)
def test_kinds(asset: dict[str, Any], kind: LinkKind) -> None:
    assert link(asset).kind is kind


def test_copernicus_data_space_alternate() -> None:
    asset = {
        "href": "s3://eodata/Sentinel-2/x.jp2",
        "type": "image/jp2",
        "file:size": 12,
        "file:checksum": "d50110" + "0a" * 16,
        "auth:refs": ["s3"],
        "alternate": {
            "https": {
                "href": "https://download.dataspace.copernicus.eu/x",
                "auth:refs": ["oidc"],
                "alternate:name": "HTTPS",
            }
        },
    }
    found = link(asset)
    assert found.href == "https://download.dataspace.copernicus.eu/x" and found.kind is LinkKind.DOWNLOAD
    assert found.size == 12 and found.checksum is not None and found.checksum.algorithm == "md5"
    assert found.restricted and found.protocol == ""
    assert link({**asset, "href": "https://example.org/own.jp2"}).href == "https://example.org/own.jp2"
    only = link({**asset, "alternate": {"other": {"href": "s3://mirror/x"}}})
    assert only.href == "s3://eodata/Sentinel-2/x.jp2" and only.protocol == "S3" and only.restricted


def test_projection_of_assets() -> None:
    item = {
        "id": "i",
        "properties": {"proj:epsg": 2154},
        "assets": {
            "a": {"href": "https://e.org/a"},
            "b": {"href": "https://e.org/b", "proj:code": "EPSG:32631"},
        },
    }
    granule = read_item(item, "c")
    assert granule is not None and [one.crs for one in granule.links] == ["EPSG:2154", "EPSG:32631"]


def test_web_map_links() -> None:
    record = {
        "links": [
            {
                "rel": " WMS\n",  # as nobody should write it
                "href": "https://e.org/wms?map=x&SERVICE=WMS&REQUEST=GetCapabilities",
                "title": "Maps",
                "wms:layers": ["one", "two,three"],
                "wms:styles": ["s"],
                "wms:dimensions": {"TIME": "2020/2021/P1D"},
            },
            {
                "rel": "wmts",
                "href": "https://{s}.e.org/wmts",
                "href:servers": ["a", "b"],
                "wmts:layer": "only",
            },
            {"rel": "xyz", "href": "https://e.org/{z}/{x}/{y}.png?key=1", "type": "image/png"},
            {"rel": "3d-tiles", "href": "https://e.org/tileset.json"},
            {"rel": "arcgis-featureserver", "href": "https://e.org/FeatureServer"},
            {"rel": "pmtiles", "href": "https://e.org/x.pmtiles"},
        ]
    }
    found = read_links(record, "https://e.org/i")
    assert [(one.kind.value, one.href, one.name, one.styles, one.times) for one in found] == [
        ("wms", "https://e.org/wms?map=x", "one", "s", "2020/2021/P1D"),
        ("wms", "https://e.org/wms?map=x", "two,three", "", "2020/2021/P1D"),
        ("wmts", "https://a.e.org/wmts", "only", "", ""),
        ("tiles", "https://e.org/{z}/{x}/{y}.png?key=1", "", "", ""),
        ("info", "https://e.org/tileset.json", "", "", ""),
        ("esri", "https://e.org/FeatureServer", "", "", ""),
        ("download", "https://e.org/x.pmtiles", "", "", ""),
    ]
    assert found[0].title == "Maps one" and found[0].protocol == "OGC:WMS"


def test_relations() -> None:
    record = {
        "links": [
            {"rel": "self", "href": "https://e.org/i"},
            {"rel": "root", "href": "https://e.org"},
            {"rel": "license", "href": "./licence", "title": "Terms"},
            {"rel": "cite-as", "href": "https://doi.org/10.1/x"},
            {"rel": "via", "href": "https://e.org/iso.xml", "type": "application/xml"},
            {"rel": "derived_from", "href": "other"},
            {"rel": "items", "href": "https://e.org/items"},
            {"rel": "order", "href": "https://e.org/order"},
            {"rel": "alternate", "href": "https://e.org/fr", "hreflang": "fr"},
            {"rel": "enclosure", "href": "https://e.org/x.zip"},
            {"rel": "queryables", "href": "q"},
            "not a link",
            {"rel": 3, "href": "https://e.org/three"},
        ]
    }
    found = {one.function: one for one in read_links(record, "https://e.org/c/i")}
    assert {name: one.kind.value for name, one in found.items()} == {
        "self": "metadata",
        "license": "info",
        "cite-as": "info",
        "via": "metadata",
        "derived_from": "info",
        "items": "stac",
        "order": "order",
        "enclosure": "download",
        "": "info",
    }
    assert found["license"].href == "https://e.org/c/licence" and found["license"].title == "Terms"


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (
            {"assets": {"thumbnail": {"href": "https://e.org/t.jpg", "type": "image/jpeg"}}},
            "https://e.org/t.jpg",
        ),
        ({"assets": {"x": {"href": "https://e.org/t.jp2", "type": "image/jp2", "roles": ["thumbnail"]}}}, ""),
        (
            {
                "assets": {
                    "o": {"href": "https://e.org/o.png", "type": "image/png", "roles": ["overview"]},
                    "t": {"href": "./t.webp", "type": "image/webp", "roles": ["thumbnail"]},
                }
            },
            "https://e.org/c/t.webp",
        ),
        ({"assets": {"o": {"href": "https://e.org/o.tif", "type": COG, "roles": ["overview"]}}}, ""),
        ({"assets": {"t": {"href": "s3://b/t.png", "type": "image/png", "roles": ["thumbnail"]}}}, ""),
        (
            {"links": [{"rel": "preview", "href": "https://e.org/p.png", "type": "image/png"}]},
            "https://e.org/p.png",
        ),
        ({"links": [{"rel": "preview", "href": "https://e.org/map", "type": "text/html"}]}, ""),
        ({"assets": {"q": {"href": "https://e.org/q", "roles": ["thumbnail"]}}}, "https://e.org/q"),
        ({"assets": []}, ""),
    ],
)
def test_thumbnails(record: dict[str, Any], expected: str) -> None:
    assert thumbnail_of(record, "https://e.org/c/i") == expected


def test_a_collection_keeps_all_it_says() -> None:
    document = {
        "type": "Collection",
        "id": "c",
        "title": "T",
        "description": "D",
        "license": "other",
        "stac_version": "1.1.0",
        "keywords": ["k"],
        "sci:doi": "10.57745/ABC",
        "sci:citation": "Doe (2020)",
        "sci:publications": [{"doi": "10.1/y", "citation": "Doe (2021)"}],
        "providers": [
            {"name": "Host", "roles": ["host"]},
            {"name": "Maker", "roles": ["producer"], "url": "https://m.org"},
        ],
        "contacts": [
            {
                "name": "Ana",
                "organization": "Lab",
                "roles": ["author"],
                "emails": [{"value": "ana@e.org"}],
                "identifier": "https://orcid.org/0000",
                "position": "Chair",
            }
        ],
        "themes": [
            {
                "scheme": "https://gcmd",
                "concepts": [{"id": "snow", "title": "Snow", "url": "https://gcmd/snow"}],
            }
        ],
        "extent": {
            "spatial": {"bbox": [[5, 44, 8, 46]]},
            "temporal": {"interval": [["2018-01-01T00:00:00Z", None]]},
        },
        "summaries": {"proj:code": ["EPSG:2154"], "gsd": [10], "processing:lineage": "From raw"},
        "item_assets": {"map": {"title": "Map"}},
        "cube:dimensions": {"x": {}},
        "created": "2020-01-02T03:04:05Z",
        "updated": "2021-01-02T03:04:05Z",
        "language": {"code": "fr"},
        "assets": {},
        "links": [
            {"rel": "license", "href": "https://e.org/l", "title": "Licence Ouverte 2.0"},
            {"rel": "parent", "href": "https://e.org/collections/up"},
            {"rel": "items", "href": "./items"},
        ],
    }
    dataset = read_collection(document, CatalogEntry("e", "stac", "https://e.org", compartments=("land",)))
    assert dataset is not None
    assert (dataset.license, dataset.license_url) == ("Licence Ouverte 2.0", "https://e.org/l")
    assert (dataset.doi, dataset.citation, dataset.lineage) == ("10.57745/ABC", "Doe (2020)", "From raw")
    assert dataset.provider == "Maker" and dataset.parent == "up" and dataset.has_granules
    assert [(c.name, c.organisation, c.role, c.email) for c in dataset.contacts] == [
        ("", "Host", "host", ""),
        ("", "Maker", "producer", ""),
        ("Ana", "Lab", "author", "ana@e.org"),
    ]
    assert (
        dataset.contacts[2].identifier == "https://orcid.org/0000" and dataset.contacts[2].position == "Chair"
    )
    assert [(k.text, k.uri, k.thesaurus_uri) for k in dataset.keywords] == [
        ("k", "", ""),
        ("Snow", "https://gcmd/snow", "https://gcmd"),
    ]
    assert dataset.crs == ("EPSG:2154",) and dataset.language == "fr"
    assert dataset.dates == (("creation", "2020-01-02"), ("revision", "2021-01-02"))
    assert (
        dataset.properties["item_assets"] == {"map": {"title": "Map"}}
        and "cube:dimensions" in dataset.properties
    )
    assert dataset.compartments == ("land",)
    assert [one.href for one in dataset.links if one.function == "publication"] == ["https://doi.org/10.1/y"]
    assert [one.href for one in dataset.links_of(LinkKind.STAC)] == ["https://e.org/items"]
