"""Records as STAC items: nothing is lost, nothing secret is written, and others can read them."""

from __future__ import annotations

import dataclasses
import json

import pystac
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaia_plugin.core.catalogs.stac.checksums import multihash, read_checksum
from gaia_plugin.core.catalogs.stac.items import read_item
from gaia_plugin.core.model import (
    Checksum,
    Contact,
    Dataset,
    Granule,
    Keyword,
    Link,
    LinkKind,
    Period,
    Source,
    box_polygon,
)
from gaia_plugin.core.transfer.coding import link_from_json, link_to_json
from gaia_plugin.core.transfer.items import dataset_of, item_of, record_of

DATASET = Dataset(
    "fr-snow",
    "Neige",
    catalog="theia",
    abstract="Surfaces enneigées.",
    provider="CNES",
    kind="series",
    footprint=box_polygon(170, -10, -170, 10),
    footprint_note="The record's geometry cannot be read; its bounding box is shown.",
    period=Period("2018", None),
    periods=(Period("2018", "2019-06"), Period("2020", None)),
    keywords=(Keyword("snow", "https://example.org/snow", "GEMET", kind="theme"), Keyword("neige")),
    compartments=("land",),
    license="Licence Ouverte 2.0",
    license_url="https://example.org/licence",
    constraints=("Cite it.",),
    lineage="Made of Sentinel-2.",
    doi="10.57932/abc",
    identifiers=("fr-snow", "10.57932/abc"),
    contacts=(
        Contact("Jeanne Doe", "CNES", "author", "jeanne@example.org", position="engineer", phone="+33 1"),
        Contact(organisation="Theia", role="distributor", url="https://example.org", where="distribution"),
    ),
    parent="fr-all",
    links=(
        Link(
            "https://data.example.org/snow.tif",
            LinkKind.COG,
            "Snow",
            "snow",
            media_type="image/tiff",
            key="snow",
            roles=("data", "snow"),
            size=12,
            checksum=Checksum("sha256", "ab" * 32),
            crs="EPSG:2154",
        ),
        Link("https://data.example.org/all.zip", LinkKind.DOWNLOAD, size=3_000_000, group=0),
        Link("https://data.example.org/odd", LinkKind.DOWNLOAD, checksum=Checksum("adler32", "00ff00ff")),
        Link("https://data.example.org/snow.qml", LinkKind.STYLE),
        Link("https://wms.example.org/?map=a&SERVICE=WMS", LinkKind.WMS, name="snow", group=0, styles="b"),
        Link("https://example.org/page", LinkKind.INFO, "Page", function="information", restricted=True),
    ),
    thumbnail="https://data.example.org/snow.png",
    language="fr",
    texts={"en": {"title": "Snow", "abstract": "Snow cover."}},
    dates=(("publication", "2020-03"), ("revision", "2021")),
    updated="2021-02-03",
    crs=("EPSG:2154",),
    citation="Doe, J. (2020): Neige.",
    properties={"eo:cloud_cover": 3, "title": "kept beside ours", "children": 4},
    sources=(Source("theia", "fr-snow", "https://example.org/fr-snow"), Source("geodes", "x")),
    has_granules=True,
)
GRANULE = Granule(
    "S2A_1",
    "S2A 1",
    catalog="geodes",
    collection="S2",
    footprint=box_polygon(1, 2, 3, 4),
    period=Period("2018-01-01T10:00:00Z", "2018-01-01T10:00:00Z"),
    properties={"eo:cloud_cover": 12.5, "gsd": "ten", "datetime": "2018-01-01T10:00:00Z"},
    links=(Link("https://data.example.org/a.zip", LinkKind.DOWNLOAD, size=0),),
    doi="not one",
    license="CC-BY-4.0",
    provider="ESA",
    abstract="One scene.",
)


def same(record, other):
    """Equal but for the order of links, of which files come first."""
    assert sorted(map(repr, record.links)) == sorted(map(repr, other.links))
    for spec in dataclasses.fields(record):
        if spec.compare and spec.name != "links":
            assert getattr(record, spec.name) == getattr(other, spec.name), spec.name
    for mine, theirs in ((record.period, other.period),):
        assert str(mine) == str(theirs)


def through(item):
    """As it is after a file."""
    return json.loads(json.dumps(item, allow_nan=False))


def valid(item):
    """What pystac says of it, by the schemas of STAC 1.1 that it ships; those of extensions are elsewhere."""
    read = pystac.Item.from_dict(through(item), migrate=False)
    read.stac_extensions = []
    read.validate()
    return read


@pytest.mark.parametrize("record", [DATASET, GRANULE, Dataset("d", ""), Granule("g", "")], ids=lambda r: r.id)
def test_every_field_comes_back_and_pystac_takes_the_item(record):
    item = item_of(record)
    same(record, record_of(through(item)))
    read = valid(item)
    assert read.id == record.id
    assert bool(read.bbox) == bool(record.footprint)


def test_what_stac_has_a_field_for_stands_there():
    item = item_of(DATASET)
    read = valid(item)
    assert (read.common_metadata.title, read.common_metadata.license) == ("Neige", "other")
    assert item["bbox"][0] > item["bbox"][2]  # across the antimeridian (RFC 7946, section 5.2)
    assert {one["name"]: one.get("roles") for one in item["properties"]["providers"]} == {
        "CNES": ["producer"],
        "Theia": ["host"],
    }
    assert read.properties["sci:citation"].startswith("Doe") and read.properties["keywords"] == [
        "snow",
        "neige",
    ]
    snow = item["assets"]["snow"]
    assert snow["file:size"] == 12 and snow["file:checksum"] == "1220" + "ab" * 32
    assert "file:size" not in item["assets"]["all.zip"]  # rounded megabytes of an ISO record
    assert [link["rel"] for link in item["links"]] == ["cite-as", "license", "wms", "about"]
    assert item["stac_extensions"] == [
        "https://stac-extensions.github.io/file/v2.1.0/schema.json",
        "https://stac-extensions.github.io/scientific/v1.0.0/schema.json",
    ]


def test_the_period_is_in_stacs_words_too():
    def when(period):
        said = item_of(dataclasses.replace(GRANULE, period=period))["properties"]
        return said["datetime"], said.get("start_datetime"), said.get("end_datetime")

    assert when(Period("2018-01-01T00:00:00Z", "2018-01-02T00:00:00Z")) == (
        None, "2018-01-01T00:00:00Z", "2018-01-02T00:00:00Z",
    )  # fmt: skip
    assert when(Period(None, "2018-01-02T00:00:00Z"))[0] == "2018-01-02T00:00:00Z"
    assert when(None) == ("1970-01-01T00:00:00Z", None, None)
    assert record_of(through(item_of(dataclasses.replace(GRANULE, period=None)))).period is None


def test_the_dataset_of_a_granule_goes_with_it():
    item = item_of(GRANULE, dataset=DATASET)
    found = dataset_of(through(item))
    assert (found.id, found.title, found.citation, found.license) == (
        DATASET.id, "Neige", DATASET.citation, DATASET.license,
    )  # fmt: skip
    assert found.contacts == DATASET.contacts and not found.links
    assert dataset_of(item_of(GRANULE)) is None
    valid(item)


def test_a_chosen_file_brings_its_style_and_the_pages_and_no_other_file():
    chosen = record_of(item_of(DATASET, [DATASET.links[0]]))
    assert [link.href.rsplit("/", 1)[-1] for link in chosen.links] == ["snow.tif", "snow.qml", "page"]


CANARY = "canary"


def test_nothing_that_opens_a_file_is_written():
    secret = (
        f"https://someone:{CANARY}@data.example.org/a.tif?X-Amz-Algorithm=A&X-Amz-Credential=canary&"
        "X-Amz-Signature=canary&X-Amz-Expires=3"
    )
    links = (
        Link(secret, LinkKind.COG),
        Link("https://wms.example.org/?SERVICE=WMS&apikey=canary&map=m", LinkKind.WMS),
        Link("https://x.example.org/?token=canary", LinkKind.INFO),
    )
    record = dataclasses.replace(
        GRANULE, links=links, thumbnail=secret, properties={"a:href": secret, "b": [{"c": secret}]}
    )
    text = json.dumps(item_of(record)) + json.dumps([link_to_json(link) for link in links])
    assert "canary" not in text
    assert "https://data.example.org/a.tif" in text and "map=m" in text


def test_a_withheld_address_is_not_passed_on():
    inside = Link("/inside/file.tif", LinkKind.UNREACHABLE)
    assert "/inside" not in json.dumps(item_of(dataclasses.replace(GRANULE, links=(inside,))))


def test_items_of_others_are_read_as_their_catalogues_items_are(recorded):
    page = recorded.json("stac/earth_search_page.json")
    for item in page["features"][:3]:
        record = read_item(item, "earth-search")
        ours = item_of(record)
        same(dataclasses.replace(record, links=tuple(record.links)), record_of(through(ours)))
        assert record_of(item).id == record.id
        read = valid(ours)
        assert read.collection_id == record.collection
        assert {"canonical", "collection"} <= {link.rel for link in read.links}


HOSTILE = [
    None, [], "text", 7, {}, {"type": "Feature"}, {"id": ""},
    {"id": 7.5, "properties": {"gaia:record": "dataset"}},
]  # fmt: skip


@pytest.mark.parametrize("item", HOSTILE, ids=repr)
def test_what_is_no_item_is_refused(item):
    with pytest.raises(ValueError, match="not a STAC item"):
        record_of(item)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(st.data())
def test_values_of_the_wrong_type_are_left_out(data):
    """Whatever a field of a manifest holds, the record has the types that the rest counts on."""
    item = through(item_of(DATASET, dataset=DATASET))
    places = [
        item["properties"],
        item,
        *item["assets"].values(),
        *(a["gaia:link"] for a in item["assets"].values()),
    ]
    place = data.draw(st.sampled_from(places))
    name = data.draw(st.sampled_from(sorted(set(place) - {"id", "gaia:record"})))
    place[name] = data.draw(anything)
    record = record_of(item)
    dataset_of(item)
    assert isinstance(record.title, str) and all(
        isinstance(one, Contact) for one in getattr(record, "contacts", ())
    )
    assert all(isinstance(link.href, str) and isinstance(link.kind, LinkKind) for link in record.links)
    assert all(link.size is None or link.size >= 0 for link in record.links)
    through(item_of(record))


def test_links_come_back_as_they_were():
    for link in DATASET.links:
        assert link_from_json(through(link_to_json(link))) == link
    for wrong in (
        None,
        {},
        {"href": ""},
        {"href": "https://a", "kind": "no kind"},
        {"href": 3, "kind": "wms"},
    ):
        with pytest.raises(ValueError, match="not a "):
            link_from_json(wrong)


@pytest.mark.parametrize("algorithm", ["md5", "sha1", "sha256", "SHA-384", "sha512", "sha3_256", "blake2b"])
def test_checksums_are_multihashes(algorithm):
    import hashlib

    name = algorithm.lower().replace("-", "")
    digest = hashlib.new(name, b"a").hexdigest()
    assert read_checksum(multihash(Checksum(algorithm, digest))) == Checksum(name, digest)
    assert multihash(Checksum(algorithm, digest[2:])) == "" == multihash(Checksum("crc32", "00000000"))
