"""Mutations of real records: never anything but a record, nothing, or a typed error."""

from __future__ import annotations

import copy
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gaia_plugin.core import Area, Dataset, Period, PropertyFilter, Query
from gaia_plugin.core.catalogs.base import CatalogEntry
from gaia_plugin.core.catalogs.clientside import keep
from gaia_plugin.core.catalogs.dialects import dialect_of
from gaia_plugin.core.catalogs.stac import StacCatalog, StaticStacCatalog
from gaia_plugin.core.catalogs.stac.datasets import read_collection
from gaia_plugin.core.catalogs.stac.items import read_item
from gaia_plugin.core.catalogs.stac.paging import next_request, total_of
from gaia_plugin.core.catalogs.stac.queryables import from_properties, from_summaries, read_queryables
from gaia_plugin.core.catalogs.stac.request import Request
from gaia_plugin.core.catalogs.stac.service import Service, read_service
from gaia_plugin.core.errors import GaiaError
from gaia_plugin.core.model import Granule, Link, Page
from gaia_plugin.core.net import Response
from tests.bench.stac_server import item as synthetic_item
from tests.conftest import ROOT, Recorded

ENTRY = CatalogEntry("fuzz", "stac", "https://example.org/stac")
EVERYTHING = Query(
    text="neige spot",
    area=Area.bbox(-5, 40, 10, 52),
    period=Period("2020-01-01", None),
    filters=(PropertyFilter("eo:cloud_cover", "<=", 20), PropertyFilter("platform", "like", "sent%")),
)
COLLECTION: dict[str, Any] = {
    "type": "Collection",
    "stac_version": "1.1.0",
    "id": "synthetic",
    "title": "Synthétique",
    "description": "…",
    "license": "other",
    "keywords": ["a", "b"],
    "sci:doi": "10.1234/x",
    "sci:citation": "Doe (2020)",
    "sci:publications": [{"doi": "10.1234/y", "citation": "Doe (2021)"}],
    "providers": [{"name": "P", "roles": ["producer"], "url": "https://example.org"}],
    "contacts": [
        {
            "name": "A",
            "organization": "B",
            "emails": [{"value": "a@example.org"}],
            "phones": [{"value": "1"}],
            "addresses": [{"city": "Brest", "deliveryPoint": ["1 rue"]}],
            "links": [{"href": "https://example.org"}],
        }
    ],
    "themes": [
        {
            "scheme": "https://example.org/t",
            "concepts": [{"id": "c", "title": "C", "url": "https://example.org/c"}],
        }
    ],
    "extent": {
        "spatial": {"bbox": [[-5, 41, 9, 51], [-5, 41, 0, 45]]},
        "temporal": {"interval": [["2020-01-01T00:00:00Z", None]]},
    },
    "summaries": {
        "eo:cloud_cover": {"minimum": 0, "maximum": 100},
        "platform": ["sentinel-2a"],
        "proj:epsg": [2154],
    },
    "language": {"code": "fr"},
    "assets": {"thumbnail": {"href": "./t.png", "type": "image/png", "roles": ["thumbnail"]}},
    "links": [
        {"rel": "self", "href": "https://example.org/stac/collections/synthetic"},
        {"rel": "license", "href": "./licence.html", "title": "Licence"},
        {
            "rel": "wms",
            "href": "https://{s}.example.org/wms?map=x",
            "href:servers": ["a", "b"],
            "wms:layers": ["l1", "l2"],
            "wms:styles": ["s"],
            "wms:dimensions": {"TIME": "2020-01-01/2020-12-31/P1M"},
        },
        {"rel": "wmts", "href": "https://example.org/wmts", "wmts:layer": "l"},
        {"rel": "xyz", "href": "https://example.org/{z}/{x}/{y}.png"},
        {"rel": "items", "href": "./items"},
        {"rel": "cite-as", "href": "https://doi.org/10.1234/x"},
    ],
}


@lru_cache
def seeds() -> list[Any]:
    """Real records where this machine has them, and synthetic ones of their shape."""
    root = Recorded(ROOT.parent / "shared" / "data").root
    found = [synthetic_item(1, "https://example.org"), COLLECTION]
    for name in (
        "stac/earth_search_page.json",
        "geodes/search_peps_s2_l1c.json",
        "theia-mtd/items_page_2.json",
    ):
        if (path := Path(root / name)).exists():
            page = json.loads(path.read_text("utf-8"))
            found += [page, page["features"][0]]
    for name in ("geodes/collection_peps_s1_l1.json", "fedeo/stac_landing.json"):
        if (path := Path(root / name)).exists():
            found.append(json.loads(path.read_text("utf-8")))
    return found


junk = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(10**20), 10**20),
        st.floats(),
        st.text(max_size=8),
        st.sampled_from(
            [
                "",
                "..",
                "2020-13-45T99:99:99Z",
                "0000-00-00",
                "http://[",
                "file:///etc/passwd",
                "javascript:1",
                "//",
                "10.",
            ]
        ),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.sampled_from(["href", "rel", "type", "id", "minimum", "x"]), inner, max_size=3),
    ),
    max_leaves=6,
)


def places(node: Any, found: list[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    """Every (container, key) of a document."""
    if isinstance(node, dict):
        for key, value in node.items():
            found.append((node, key))
            places(value, found)
    elif isinstance(node, list):
        for index, value in enumerate(node[:8]):
            found.append((node, index))
            places(value, found)
    return found


@st.composite
def mutated(draw: st.DrawFn) -> Any:
    """A record in which some values are gone, replaced, doubled or moved."""
    document = copy.deepcopy(draw(st.sampled_from(seeds())))
    for _ in range(draw(st.integers(1, 4))):
        spots = places(document, [])
        if not spots:
            break
        node, key = spots[draw(st.integers(0, len(spots) - 1))]
        how = draw(st.integers(0, 3))
        if how == 0 and isinstance(node, dict):
            del node[key]
        elif how == 1:
            node[key] = [node[key]]
        elif how == 2:
            node[key] = {"href": node[key]}
        else:
            node[key] = draw(junk)
    return document


def examine(record: Any) -> None:
    """Look at all that the interface looks at."""
    if record is None:
        return
    assert isinstance(record.id, str) and record.id
    assert isinstance(record.title, str) and isinstance(record.thumbnail, str)
    assert record.footprint is not None or isinstance(record.footprint_note, str)
    for link in record.links:
        assert isinstance(link, Link) and isinstance(link.href, str) and isinstance(link.label, str)
        assert not link.href.startswith(("file:", "javascript:")) or link.kind.value == "unreachable"
    assert isinstance(keep([record], EVERYTHING, EVERYTHING.parts), list)
    assert isinstance(record.key, tuple)
    if isinstance(record, Granule):
        assert record.cloud_cover is None or isinstance(record.cloud_cover, float)
        from_properties(record.properties)
    else:
        assert isinstance(record.license, str) and all(
            str(contact) is not None for contact in record.contacts
        )
        from_summaries(record.properties)


RUNS = settings(
    max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@RUNS
@given(document=mutated())
def test_records(document: Any) -> None:
    for one in [
        document,
        *(
            document.get("features", [])
            if isinstance(document, dict) and isinstance(document.get("features"), list)
            else []
        ),
    ]:
        examine(read_item(one, "fuzz"))
        examine(read_item(dialect_of("geodes").item(one), "fuzz", "https://example.org/a/b.json"))
        examine(read_collection(one, ENTRY))
        examine(read_collection(dialect_of("geodes").collection(one), ENTRY, "https://example.org/c.json"))


@RUNS
@given(document=mutated())
def test_services_and_pages(document: Any) -> None:
    read_queryables(document)
    if not isinstance(document, dict):
        return
    service = read_service(document, "https://example.org/stac")
    assert isinstance(service.search_url, str) and isinstance(service.filters, frozenset)
    total = total_of(document)
    assert total is None or total >= 0
    asked = Request("POST", "https://example.org/search", {"limit": 3, "page": 1})
    for dialect in (dialect_of(""), dialect_of("geodes")):
        following = dialect.next_request(document, asked, asked.url, service, 3)
        assert following is None or following.url.startswith(("http", "s3", "ftp"))
        assert following is None or following.key
    next_request(
        document, Request("GET", "https://example.org/search?a=1"), "https://example.org/search", Service("")
    )


class Everywhere:
    """A session in which every address answers with the same document, and only so often."""

    def __init__(self, document: Any):
        self.content, self.count = json.dumps(document).encode(), 0

    def get(self, url: str, **_: Any) -> Response:
        self.count += 1
        if self.count > 395:
            print(self.count, url, _)
        assert self.count < 400, "no end"
        return Response(200, url, {}, self.content)

    post = get


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(document=mutated())
def test_whole_searches(document: Any) -> None:
    """Each document as landing page, collections, page of items and static catalogue at once."""
    dataset = Dataset(id="synthetic", title="S", catalog="fuzz")
    for catalog in (
        StacCatalog(ENTRY, Everywhere(document)),  # type: ignore[arg-type]
        StaticStacCatalog(ENTRY, Everywhere(document)),  # type: ignore[arg-type]
    ):
        for pages in (catalog.search(Query(limit=50)), catalog.granules(dataset, EVERYTHING.but(limit=50))):
            try:
                for page in pages:
                    assert isinstance(page, Page)
                    for record in page.items:
                        examine(record)
            except GaiaError:
                pass


@pytest.mark.parametrize("depth", [200, 900])
def test_deep_nesting(depth: int) -> None:
    node: Any = {"type": "Point", "coordinates": [1, 2]}
    for _ in range(depth):
        node = {"type": "GeometryCollection", "geometries": [node]}
    granule = read_item({"id": "deep", "geometry": node, "properties": {}}, "fuzz")
    assert granule is not None and granule.footprint is None and granule.footprint_note
