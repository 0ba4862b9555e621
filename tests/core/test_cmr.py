"""NASA's CMR on synthetic answers in the shapes of its JSON formats."""

from __future__ import annotations

import pytest

from gaia_plugin.core.catalogs.base import CatalogEntry
from gaia_plugin.core.catalogs.cmr import CmrCatalog, read_collection, read_granule
from gaia_plugin.core.catalogs.notes import REPEATED
from gaia_plugin.core.errors import BadAnswer
from gaia_plugin.core.model import Area, LinkKind, Period, PropertyFilter, Query, bounds
from gaia_plugin.core.net import Retry, Session
from tests.support.faultserver import FaultServer, as_json

ESIP = "http://esipfed.org/ns/fedsearch/1.1/"


def synthetic_collection(number=1, **changes):
    return {
        "id": f"C{number}-PROV",
        "short_name": f"MOD{number}",
        "entry_id": f"MOD{number}_061",
        "title": f"Snow cover {number}",
        "summary": "Daily snow cover.",
        "time_start": "2000-02-24T00:00:00.000Z",
        "updated": "2020-01-01T00:00:00.000Z",
        "data_center": "NSIDC_ECS",
        "archive_center": "NSIDC",
        "organizations": ["NSIDC"],
        "boxes": ["-90 -180 90 180"],
        "has_granules": True,
        "links": [
            {"rel": f"{ESIP}documentation#", "href": "https://doi.org/10.5067/ABC"},
            {"rel": f"{ESIP}data#", "href": "https://example.org/files/"},
            {"rel": f"{ESIP}browse#", "href": "https://example.org/q.png", "type": "image/png"},
        ],
        **changes,
    }


def synthetic_granule(number=1, **changes):
    return {
        "id": f"G{number}-PROV",
        "title": f"SC:MOD.{number}",
        "producer_granule_id": f"MOD.A{number}.hdf",
        "collection_concept_id": "C1-PROV",
        "time_start": "2020-01-01T10:00:00.000Z",
        "time_end": "2020-01-01T10:05:00.000Z",
        "data_center": "NSIDC_ECS",
        "cloud_cover": "12.0",
        "granule_size": "2.5",
        "polygons": [["44 5 44 7 46 7 46 5 44 5"]],
        "links": [
            {"rel": f"{ESIP}data#", "href": "https://example.org/d/MOD.hdf", "title": "file"},
            {"rel": f"{ESIP}s3#", "href": "s3://bucket/MOD.hdf"},
            {"rel": f"{ESIP}service#", "href": "https://opendap.example.org/MOD.hdf", "title": "OPeNDAP"},
            {"rel": f"{ESIP}browse#", "href": "https://example.org/q.jpg"},
            {"rel": f"{ESIP}documentation#", "href": "https://example.org/doc", "inherited": True},
        ],
        **changes,
    }


class SyntheticCmr:
    """Collections or granules, paged by CMR-Search-After."""

    def __init__(self, entries, faults=""):
        self.entries, self.faults, self.asked = entries, faults, []

    def __call__(self, seen):
        self.asked.append((seen.query, seen.headers.get("cmr-search-after", "")))
        start = 0 if "same" in self.faults else int(seen.headers.get("cmr-search-after", "0"))
        size = int(seen.query["page_size"][0])
        given = self.entries[start : start + size]
        headers = {} if "no hits" in self.faults else {"CMR-Hits": str(len(self.entries))}
        if given:
            headers["CMR-Search-After"] = str(
                start + len(given) + 7 * ("same" in self.faults) * len(self.asked)
            )
        return as_json({"feed": {"entry": given}}, headers=headers)


@pytest.fixture
def server():
    with FaultServer() as running:
        yield running


@pytest.fixture
def catalog(server):
    session = Session(retry=Retry(times=0))
    yield CmrCatalog(CatalogEntry(id="cmr", kind="cmr", url=server.url("/search")), session)
    session.close()


def items(pages):
    return [item for page in pages for item in page.items]


def test_a_collection():
    found = read_collection(synthetic_collection(), catalog="cmr", url="u")
    assert (found.id, found.title, found.abstract) == ("C1-PROV", "Snow cover 1", "Daily snow cover.")
    assert found.provider == "NSIDC" and found.doi == "10.5067/ABC" and found.has_granules
    assert bounds(found.footprint) == (-180, -90, 180, 90)
    assert (found.period.start.year, found.period.end) == (2000, None)
    assert [link.kind for link in found.links] == [LinkKind.INFO, LinkKind.INFO, LinkKind.THUMBNAIL]
    assert found.thumbnail == "https://example.org/q.png" and found.identifiers == ("MOD1", "MOD1_061")
    assert not read_collection(synthetic_collection(has_granules=False), catalog="", url="").has_granules


def test_a_granule():
    found = read_granule(synthetic_granule(), catalog="cmr", url="u", collection="C1-PROV")
    assert found.key == ("cmr", "C1-PROV/G1-PROV") and found.title == "SC:MOD.1"
    assert bounds(found.footprint) == (5, 44, 7, 46) and found.cloud_cover == 12.0
    assert found.period.end.minute == 5
    kinds = [link.kind for link in found.links]
    assert kinds == [LinkKind.DOWNLOAD, LinkKind.UNREACHABLE, LinkKind.OPENDAP, LinkKind.THUMBNAIL]
    assert found.links[0].size is None  # "2.5" is rounded: no transfer can be checked against it
    assert found.properties["granule_size"] == "2.5"
    with_doi = read_granule(synthetic_granule(doi="10.5067/X"), catalog="cmr", url="u")
    assert with_doi.doi == "10.5067/X"


@pytest.mark.parametrize(
    ("where", "box"),
    [
        ({"boxes": ["10 170 20 -170"]}, (170, 10, -170, 20)),
        ({"polygons": [["0 170 0 -170 10 -170 10 170 0 170"]]}, (170, 0, -170, 10)),
        ({"points": ["45 6"]}, (6, 45, 6, 45)),
        ({"lines": ["45 6 46 7"]}, (6, 45, 7, 46)),
        ({"boxes": ["1 2 3 4", "5 6 7 8"]}, (2, 1, 8, 7)),
    ],
)
def test_places_are_latitude_first(where, box):
    said = (
        synthetic_granule(polygons=None, **where) if "polygons" not in where else synthetic_granule(**where)
    )
    assert bounds(read_granule(said, catalog="", url="").footprint) == box


def test_no_place_is_no_footprint():
    found = read_granule(synthetic_granule(polygons=[["a b"]]), catalog="", url="")
    assert found.footprint is None and found.footprint_note


def test_two_steps(server, catalog):
    collections = SyntheticCmr([synthetic_collection(i) for i in range(5)])
    granules = SyntheticCmr([synthetic_granule(i) for i in range(3)])
    server.add("/search/collections.json", collections)
    server.add("/search/granules.json", granules)
    query = Query(
        text="snow",
        area=Area.bbox(5, 44, 8, 46),
        period=Period("2019", None),
        filters=(PropertyFilter("eo:cloud_cover", "<=", 20), PropertyFilter("provider", "in", ("A", "B"))),
        page_size=2,
        limit=None,
    )
    pages = list(catalog.search(query))
    assert len(items(pages)) == 5 and pages[0].total == 5 and pages[-1].has_more is False
    assert pages[0].filtered_by_server == {"text", "area", "period", "provider"}
    asked, after = collections.asked[0]
    assert asked["keyword"] == ["snow"] and asked["temporal[]"] == ["2019-01-01T00:00:00Z,"]
    assert asked["bounding_box[]"] == ["5.000000,44.000000,8.000000,46.000000"] and after == ""
    assert asked["provider[]"] == ["A", "B"] and asked["page_size"] == ["2"]
    assert [after for _, after in collections.asked] == ["", "2", "4"]
    (page,) = catalog.granules(items(pages)[1], query.but(filters=query.filters[:1], page_size=10))
    assert len(page.items) == 3 and page.items[0].collection == "C1-PROV"
    asked, _ = granules.asked[0]
    assert asked["collection_concept_id"] == ["C1-PROV"] and asked["cloud_cover"] == ["0,20"]
    assert "keyword" not in asked and page.filtered_by_server == {"area", "period", "eo:cloud_cover"}
    assert {one.name for one in catalog.queryables(items(pages)[0])} >= {"eo:cloud_cover", "platform"}


def test_a_server_that_repeats_itself_is_left(server, catalog):
    server.add(
        "/search/collections.json", SyntheticCmr([synthetic_collection(i) for i in range(5)], "same no hits")
    )
    pages = list(catalog.search(Query(page_size=2, limit=None)))
    assert len(items(pages)) == 2 and REPEATED in pages[-1].notes and pages[-1].total == 2


def test_what_is_no_feed_is_said(server, catalog):
    server.add("/search/collections.json", as_json({"errors": ["x"]}))
    with pytest.raises(BadAnswer):
        list(catalog.search(Query()))
    server.add("/search/collections.json", as_json({"feed": {"entry": [None, {}, synthetic_collection()]}}))
    (page,) = catalog.search(Query())
    assert len(page.items) == 1 and page.skipped == 2
