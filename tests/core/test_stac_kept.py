"""Items kept as packed text: what is read again is what was answered, and what was read is let go."""

from __future__ import annotations

import json
import pickle
import weakref

import pytest

from gaia_plugin.core import Dataset, Query, Session
from gaia_plugin.core.catalogs.base import CatalogEntry
from gaia_plugin.core.catalogs.registry import make_catalog
from gaia_plugin.core.catalogs.stac.items import read_item
from gaia_plugin.core.catalogs.stac.kept import ABSENT, PACK, Item, Kept, pack
from gaia_plugin.core.catalogs.stac.members import split


def synthetic(number: int) -> dict:
    return {
        "type": "Feature",
        "id": f"synthetic-é-{number}",
        "geometry": {"type": "Point", "coordinates": [number / 10, 45]},
        "properties": {"datetime": "2024-05-01T00:00:00Z", "eo:cloud_cover": number, "名": "\U0001f30d"},
        "links": [],
        "assets": {"data": {"href": f"https://data.example.org/{number}.tif", "title": 'a "], [" b'}},
    }


FEATURES = [synthetic(number) for number in range(2 * PACK + 3)]


def parts(indent: int | None = None, **more: object) -> tuple[dict, list[Item]] | None:
    document = {"type": "FeatureCollection", "features": FEATURES, "links": [{"rel": "self"}], **more}
    return split(json.dumps(document, ensure_ascii=False, indent=indent).encode(), "", "features")


@pytest.mark.parametrize("indent", [None, 0, 3])
def test_an_answer_is_split_into_what_json_reads(indent: int | None) -> None:
    answer, items = parts(indent, numberMatched=7)
    assert answer == {"type": "FeatureCollection", "links": [{"rel": "self"}], "numberMatched": 7}
    assert [item.read() for item in items] == FEATURES
    pack(items)
    assert [item.read() for item in items] == FEATURES
    assert [item.read() for item in reversed(items)] == FEATURES[::-1]


def test_packing_lets_go_and_is_smaller() -> None:
    class Watched(dict):
        """A dictionary that can be watched."""

    text = json.dumps(FEATURES)
    document = Watched(FEATURES[0])
    item = Item(document, text, 1, 1 + len(json.dumps(FEATURES[0])))
    watch = weakref.ref(document)
    del document
    assert watch() is not None
    pack([item])
    assert watch() is None and item.read() == FEATURES[0]
    assert len(item._place[0]) < len(text) / 4
    pack([item])  # again: nothing to do
    assert item.read() == FEATURES[0]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        "{}",
        '{"features": {}}',
        '{"features": [1, 2}',
        '{"features": [1 2]}',
        '{"features": [1, 2]',
        '{"features": [1, 2]} x',
        '{"features": [NaN]}',
        '{"features": [1], "features": [2]}',
        '{"a": 1, "a": 2, "features": []}',
        '{"features": [1],}',
        "{features: [1]}",
        '{"features" [1]}',
        '{"features": [' + "[" * 100_000,
        '{"features": [1], "a": Infinity}',
    ],
)
def test_what_is_no_plain_answer_is_left_to_the_whole_reader(text: str) -> None:
    assert split(text.encode(), "", "features") is None


def test_every_cut_of_an_answer_is_left_to_the_whole_reader() -> None:
    text = json.dumps({"features": FEATURES[:2], "links": []}, ensure_ascii=False).encode()
    assert split(text, "", "features") is not None
    assert all(split(text[:cut], "", "features") is None for cut in range(len(text)))


def test_an_empty_page_and_other_encodings() -> None:
    assert split(b'{"features": [ ]}', "", "features") == ({}, [])
    for encoding in ("utf-8-sig", "utf-16", "utf-32-le"):
        _answer, (item,) = split('{"features": ["é"]}'.encode(encoding), "", "features")
        assert item.read() == "é"


def test_a_kept_object_is_equal_to_its_dictionary() -> None:
    reads = []

    def read() -> object:
        reads.append(1)
        return {"a": 1, "b": [2]}

    kept = Kept(read, (("a", 1), ("c", ABSENT)))
    assert kept.get("a") == 1 and kept["a"] == 1 and kept.get("c", 5) == 5
    assert not reads  # nobody needed more than is known
    plain = {"a": 1, "b": [2]}
    assert kept == plain and plain == kept and kept == Kept(read)
    assert kept != {"a": 1} and kept != 3
    assert dict(kept) == {"a": 1, "b": [2]} and len(kept) == 2 and "b" in kept and "c" not in kept
    assert pickle.loads(pickle.dumps(kept)) == dict(kept) and repr(kept) == "{'a': 1, 'b': [2]}"
    with pytest.raises(KeyError):
        kept["c"]
    assert dict(Kept(lambda: None)) == {}


def test_a_granule_of_a_packed_item_is_the_granule_of_the_item() -> None:
    _, items = parts()
    lazy = [read_item(item.read(), "c", again=item.read) for item in items]
    pack(items)
    whole = [read_item(feature, "c") for feature in FEATURES]
    assert lazy == whole and whole == lazy
    assert [granule.raw for granule in lazy] == FEATURES
    assert [granule.cloud_cover for granule in lazy] == [granule.cloud_cover for granule in whole]
    assert lazy[3].links[0].href == "https://data.example.org/3.tif"


@pytest.mark.parametrize("dialect", ["", "geodes"])
def test_a_search_gives_items_that_can_be_read_after_their_page(dialect: str) -> None:
    from tests.support.faultserver import FaultServer, as_json

    with FaultServer() as server:
        url = server.url("/stac")
        landing = {
            "type": "Catalog", "id": "synthetic", "stac_version": "1.0.0", "description": "",
            "conformsTo": ["https://api.stacspec.org/v1.0.0/core", "https://api.stacspec.org/v1.0.0/item-search"],
            "links": [{"rel": "search", "href": url + "/search", "method": "GET"}],
        }  # fmt: skip
        server.add("/stac", as_json(landing))
        server.add("/stac/search", as_json({"type": "FeatureCollection", "features": FEATURES, "links": []}))
        with Session() as session:
            catalog = make_catalog(CatalogEntry("kept", "stac", url, dialect=dialect), session)
            dataset = Dataset(id="all", title="all", catalog="kept")
            found = [g for page in catalog.granules(dataset, Query()) for g in page.items]
    assert [granule.raw for granule in found] == FEATURES
    assert all(isinstance(granule.raw, Kept) for granule in found)
