"""The OData of the Copernicus Data Space: the recorded answer field by field, what is asked, and what lies
beyond the 10,000 products that it skips (synthetic)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from gaia_plugin.core import Area, Period, PropertyFilter, Query, Sort
from gaia_plugin.core.catalogs.base import CatalogEntry
from gaia_plugin.core.catalogs.notes import REFUSED, REPEATED, WINDOW_END
from gaia_plugin.core.catalogs.odata import ODataCatalog
from gaia_plugin.core.catalogs.odata_query import moment, product_filter
from gaia_plugin.core.catalogs.odata_records import OFFLINE, place, read_product
from gaia_plugin.core.catalogs.registry import load_registry, make_catalog
from gaia_plugin.core.errors import BadAnswer, GaiaError
from gaia_plugin.core.metadata.jsontexts import UNREADABLE
from gaia_plugin.core.model import Checksum, Dataset, Granule, LinkKind, Page
from gaia_plugin.core.net import Credential, Session
from tests.conftest import Recorded
from tests.support.faultserver import FaultServer, Reply, as_json, redirect
from tests.support.synthetic_odata import FIRST, Service, daily, product

BASE = "https://catalogue.dataspace.copernicus.eu/odata/v1"
DOWNLOAD = "https://download.dataspace.copernicus.eu/odata/v1"
SENTINEL_2 = Dataset(id="SENTINEL-2", title="Sentinel-2", catalog="x")
CLOUDS = PropertyFilter("eo:cloud_cover", "<=", 20)


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


def catalog_at(url: str) -> ODataCatalog:
    return ODataCatalog(CatalogEntry(id="x", kind="odata", url=url), Session())


def granules(service: Service, server: FaultServer, query: Query) -> list[Page]:
    return list(catalog_at(service.install(server)).granules(SENTINEL_2, query))


def numbers(pages: list[Page]) -> list[int]:
    return [int(one.id) for page in pages for one in page.items]


def filter_of(query: Query, **types: str) -> str:
    return product_filter(query, ["Collection/Name eq 'C'"], types).text()


# --- the recorded answer


def test_the_recorded_products_field_by_field(recorded: Recorded) -> None:
    answer: Any = recorded.json("cdse/odata_products.json")
    said = answer["value"][0]
    found = read_product(said, catalog="cdse-odata", base=BASE, download=DOWNLOAD, collection="SENTINEL-2")
    key = "05edf2bb-d103-49f1-a677-9e474138d84f"
    assert (found.id, found.collection, found.catalog) == (key, "SENTINEL-2", "cdse-odata")
    assert found.title == "S2A_MSIL1C_20200808T010311_N0500_R045_T54PXA_20230413T212505"
    assert found.footprint == said["GeoFootprint"] and found.footprint_note == ""
    start = datetime(2020, 8, 8, 1, 3, 11, 24000, tzinfo=timezone.utc)
    assert found.period == Period(start, start)
    assert found.cloud_cover == pytest.approx(95.136736479015)
    assert found.provider == "ESA" and found.abstract == ""
    for one in said["Attributes"]:
        assert found.properties[one["Name"]] == one["Value"]
    assert found.properties["sat:relative_orbit"] == 45 and found.properties["product:type"] == "S2MSI1C"
    assert found.properties["Online"] is True
    assert found.properties["S3Path"] == said["S3Path"]
    assert found.properties["PublicationDate"] == "2023-08-23T09:26:23.105134Z"
    digests = {one["Algorithm"]: one["Value"] for one in said["Checksum"]}
    assert found.properties["checksum:BLAKE3"] == digests["BLAKE3"]
    (file,) = found.links_of(LinkKind.DOWNLOAD)
    assert file.href == f"{DOWNLOAD}/Products({key})/$value" and file.restricted
    assert (file.size, file.checksum) == (224105657, Checksum("md5", digests["MD5"]))
    assert file.name == f"{found.title}.zip"
    (picture,) = found.links_of(LinkKind.THUMBNAIL)
    assert found.thumbnail == picture.href == said["Assets"][0]["DownloadLink"] and not picture.restricted
    (store,) = found.links_of(LinkKind.UNREACHABLE)
    assert store.href == "s3:/" + said["S3Path"] and store.restricted
    assert found.raw == said


def test_the_recorded_request_is_the_one_that_is_sent(recorded: Recorded) -> None:
    """The next link of the recording holds the request that was answered."""
    answer: Any = recorded.json("cdse/odata_products.json")
    asked = parse_qs(urlsplit(answer["@odata.nextLink"]).query)["$filter"][0]
    query = Query(
        area=Area.bbox(137.7729, 13.1342, 153.7491, 23.886),
        period=Period("2020-08-08", datetime(2020, 8, 16, tzinfo=timezone.utc)),
        filters=(PropertyFilter("product:type", "=", "S2MSI1C"),),
    )
    ours = product_filter(query, ["Collection/Name eq 'SENTINEL-2'"], {}).clauses
    theirs = asked.split(" and ")
    assert theirs[0] == ours[0]
    # The same corners, whatever the ring's first one and the signs between.
    corners = lambda text: {tuple(map(float, one.split())) for one in text.split("((")[1].split("))")[0].split(",")}  # noqa: E731, E501  # fmt: skip
    assert corners(theirs[1]) == corners(ours[1]) and ours[1].startswith(theirs[1].split("POLYGON")[0])
    assert " and ".join(theirs[2:4]) == ours[4]
    assert theirs[4].replace(" lt ", " le ") == ours[2] and theirs[5].replace(" gt ", " ge ") == ours[3]


def test_the_written_footprint_is_read_where_the_geojson_is_missing(recorded: Recorded) -> None:
    answer: Any = recorded.json("cdse/odata_products.json")
    for said in answer["value"]:
        assert place(None, said["Footprint"])[0] == said["GeoFootprint"]


@pytest.mark.parametrize(
    "written, kind",
    [
        ("geography'SRID=4326;POINT (1 2)'", "Point"),
        ("SRID=4326;MULTIPOLYGON(((0 0,1 0,1 1,0 0)),((5 5,6 5,6 6,5 5)))", "MultiPolygon"),
        ("POLYGON Z((0 0 9,1 0 9,1 1 9,0 0 9))", "Polygon"),
        ("geography'SRID=32631;POLYGON((0 0,1 0,1 1,0 0))'", None),
        ("POLYGON((a b))", None),
        ("POLYGON((0 0,1", None),
        ("(" * 5000, None),
        ("POLYGON(" + "(" * 5000 + "1 1" + ")" * 5000 + ")", None),
    ],
)
def test_written_footprints(written: str, kind: str | None) -> None:
    found, note = place(None, written)
    assert (found["type"] if found else None) == kind and bool(note) == (kind is None)


def test_a_product_off_line_is_not_offered_for_download() -> None:
    said = product(1, FIRST, Online=False)
    found = read_product(said, catalog="x", base=BASE, download=DOWNLOAD)
    assert not found.links_of(LinkKind.DOWNLOAD) and found.abstract == OFFLINE
    assert found.properties["Online"] is False


@pytest.mark.parametrize("said", [None, [], "x", {}, {"Id": ""}, {"Name": "only"}])
def test_what_is_no_product(said: Any) -> None:
    with pytest.raises(UNREADABLE):
        read_product(said, catalog="x", base=BASE, download=DOWNLOAD)


# --- what is asked


def test_conditions_by_the_type_of_the_attribute() -> None:
    query = Query(
        filters=(
            CLOUDS,
            PropertyFilter("sat:relative_orbit", "=", 45),
            PropertyFilter("tileId", "in", ("31TCH", "31'x")),
            PropertyFilter("qualityScore", ">", 3),
            PropertyFilter("title", "like", "S2%"),
        )
    )
    made = product_filter(query, [], {"qualityScore": "Double"})
    every = "Attributes/OData.CSC.{0}Attribute/any(att:att/Name eq '{1}' "
    every += "and att/OData.CSC.{0}Attribute/Value {2})"
    assert set(made.clauses) == {
        every.format("Double", "cloudCover", "le 20"),
        every.format("Integer", "relativeOrbitNumber", "eq 45"),
        f"({every.format('String', 'tileId', 'eq ' + repr('31TCH'))} or "
        f"{every.format('String', 'tileId', 'eq ' + chr(39) + '31' + chr(39) * 2 + 'x' + chr(39))})",
        every.format("Double", "qualityScore", "gt 3"),
    }
    assert made.asked == {"eo:cloud_cover", "sat:relative_orbit", "tileId", "qualityScore"}


def test_names_that_would_break_out_of_the_filter_are_not_sent() -> None:
    query = Query(
        filters=(PropertyFilter("x' or 1 eq 1 or 'a", "=", 1), PropertyFilter("orbitNumber", "=", "1 or 2"))
    )
    assert product_filter(query, [], {}).clauses == ()


def test_what_is_on_line_only() -> None:
    wanted = PropertyFilter("Online", "=", True)
    assert product_filter(Query(filters=(wanted,)), [], {}).clauses == ("Online eq true",)
    assert product_filter(Query(filters=(PropertyFilter("Online", ">", 3),)), [], {}).clauses == ()


def test_areas_across_the_antimeridian_and_with_many_corners() -> None:
    two = filter_of(Query(area=Area.bbox(170, -20, -170, 10)))
    assert two.count("OData.CSC.Intersects") == 2 and " or " in two and "170 -20,180 -20" in two
    ring = [(n / 100, (n % 2) / 10) for n in range(400)]
    made = product_filter(Query(area=Area.polygon(ring)), [], {})
    assert made.rough == {"area"} and made.clauses[0].count(",") == 4


def test_one_sided_periods() -> None:
    assert filter_of(Query(period=Period("2020-01-01", None))).endswith(
        "and ContentDate/End ge 2020-01-01T00:00:00.000Z"
    )
    until = filter_of(Query(period=Period(None, "2020-01-01")))
    assert until.endswith("and ContentDate/Start lt 2020-01-02T00:00:00.000Z")


def test_moments_are_rounded_to_what_the_service_compares() -> None:
    when = datetime(2020, 1, 1, 0, 0, 59, 999_500, tzinfo=timezone.utc)
    assert moment(when) == "2020-01-01T00:00:59.999Z" and moment(when, up=True) == "2020-01-01T00:01:00.000Z"


def test_a_plain_search(server: FaultServer) -> None:
    service = Service(daily(250))
    pages = granules(service, server, Query(limit=None, page_size=100))
    assert numbers(pages) == list(range(249, -1, -1))  # the newest first
    assert all((page.total, page.total_is_lower_bound) == (250, False) for page in pages)
    assert [one.get("$skip") for one in service.asked] == [None, "100", "200"]
    assert [one.get("$count") for one in service.asked] == ["True", None, None]
    first = server.seen[0].query
    assert first["$expand"] == ["Attributes", "Assets"] and first["$orderby"] == ["ContentDate/Start desc"]
    # Products seen elsewhere are only asked of this server, whatever its links say.
    assert {seen.headers["host"] for seen in server.seen} == {f"127.0.0.1:{server.port}"}


def test_the_server_applies_what_it_can(server: FaultServer) -> None:
    service = Service(daily(100))
    query = Query(filters=(CLOUDS,), area=Area.bbox(-1, -1, 50, 2), sort=Sort("datetime", False))
    (page,) = granules(service, server, query)
    assert numbers([page]) == list(range(21))
    assert page.filtered_by_server == {"eo:cloud_cover", "area"} and not page.filtered_by_client


def test_conditions_that_are_refused_are_applied_here(server: FaultServer) -> None:
    pages = granules(Service(daily(100), refuses_attributes=True), server, Query(filters=(CLOUDS,)))
    assert sorted(numbers(pages)) == list(range(21))
    assert pages[-1].filtered_by_client == {"eo:cloud_cover"}
    assert pages[-1].notes == (REFUSED.format(parts="eo:cloud_cover"),)


def test_conditions_that_are_ignored_are_applied_here(server: FaultServer) -> None:
    pages = granules(Service(daily(100), ignores_attributes=True), server, Query(filters=(CLOUDS,)))
    assert sorted(numbers(pages)) == list(range(21)) and "eo:cloud_cover" in pages[-1].filtered_by_client


# --- beyond what it skips


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize(
    "service",
    [
        Service(daily(10_600)),
        Service(daily(3456, at_once=37), most_skip=1000),
        Service(daily(3456, at_once=500), most_skip=1000),
        Service(daily(3456, apart=timedelta(microseconds=130)), most_skip=1000),
        Service(daily(3456, apart=timedelta(microseconds=130)), most_skip=1000, sorts_by_milliseconds=True),
        Service(daily(1001), most_skip=1000),
        Service(daily(3456), most_skip=1000, links=False),
        Service(daily(3456), most_skip=1000, says_skip_limit=False),
        Service(daily(3456), most_top=170, most_skip=1000),
        Service(daily(3456), most_top=170, most_skip=1000, links=False, count=lambda _: None),
    ],
    ids=[
        "one at a time",
        "many at once",
        "pages of one moment",
        "within a millisecond",
        "within a millisecond, in no order there",
        "one beyond",
        "no links",
        "empty beyond its limit",
        "smaller pages than asked",
        "neither links nor counts",
    ],
)
def test_every_product_once(service: Service, server: FaultServer, descending: bool) -> None:
    size = 1000 if len(service.products) > 10_000 else 250
    query = Query(limit=None, page_size=size, sort=Sort("datetime", descending))
    found = granules(service, server, query)
    given = numbers(found)
    assert len(given) == len(service.products) and set(given) == set(range(len(service.products)))
    dates = [one.period for page in found for one in page.items]
    starts = [one.start for one in dates if one and one.start]
    finest = [start.replace(microsecond=start.microsecond // 1000 * 1000) for start in starts]
    assert finest == sorted(finest, reverse=descending)
    assert (found[-1].total, found[-1].total_is_lower_bound) == (len(given), False)
    assert found[-1].notes == () and len(service.asked) < 60


def test_more_of_one_moment_than_it_skips_is_told(server: FaultServer) -> None:
    service = Service(daily(3000, at_once=3000), most_skip=1000)
    pages = granules(service, server, Query(limit=None, page_size=500))
    assert len(set(numbers(pages))) == 1500
    assert pages[-1].total_is_lower_bound is False or pages[-1].total == 3000
    assert WINDOW_END.format(count=1500) in pages[-1].notes


def test_a_server_that_does_not_sort_is_not_parted_by_dates(server: FaultServer) -> None:
    service = Service(daily(3000), most_skip=1000, sorts=False)
    pages = granules(service, server, Query(limit=None, page_size=500))
    given = numbers(pages)
    assert len(given) == len(set(given)) == 1500 and WINDOW_END.format(count=1500) in pages[-1].notes


def test_a_limit_ends_the_search(server: FaultServer) -> None:
    service = Service(daily(5000))
    pages = granules(service, server, Query(limit=150, page_size=100))
    assert len(numbers(pages)) == 150 and len(service.asked) == 2
    assert pages[-1].total == 5000 and not pages[-1].has_more


# --- servers that misbehave


def test_one_that_repeats_its_page(server: FaultServer) -> None:
    same = as_json(
        {"value": daily(10), "@odata.count": 1_000_000, "@odata.nextLink": "https://x.invalid/?$skip=10"}
    )
    server.add("/odata/v1/Products", same)
    pages = list(catalog_at(server.url("/odata/v1/")).granules(SENTINEL_2, Query(page_size=10)))
    assert len(numbers(pages)) == 10 and REPEATED in pages[-1].notes
    assert (pages[-1].total, pages[-1].total_is_lower_bound) == (10, False)


@pytest.mark.parametrize("body", [b"[]", b'{"value": 1}', b"<html/>", b'{"error": {"message": "no"}}'])
def test_answers_that_are_none(server: FaultServer, body: bytes) -> None:
    server.add("/odata/v1/Products", Reply(200, body))
    with pytest.raises(BadAnswer):
        list(catalog_at(server.url("/odata/v1/")).granules(SENTINEL_2, Query()))


def test_products_that_cannot_be_read_are_counted(server: FaultServer) -> None:
    broken = [None, {"Id": 7, "ContentDate": [], "Attributes": 3, "Assets": [None], "Checksum": {"a": 1}}, {}]
    server.add("/odata/v1/Products", as_json({"value": [*daily(2), *broken], "@odata.count": 5}))
    (page,) = catalog_at(server.url("/odata/v1/")).granules(SENTINEL_2, Query())
    assert len(page.items) == 3 and page.skipped == 2


# --- datasets, names, attributes


def test_the_row_describes_its_collections() -> None:
    entry = next(one for one in load_registry() if one.id == "cdse-odata")
    catalog = make_catalog(entry, Session())
    (page,) = catalog.search(Query())
    assert {"SENTINEL-1", "SENTINEL-2", "SENTINEL-3", "SENTINEL-5P"} <= {one.id for one in page.items}
    assert all(
        isinstance(one, Dataset) and one.has_granules and one.texts["fr"]["title"] for one in page.items
    )
    (page,) = catalog.search(Query(text="sentinel radar", area=Area.bbox(1, 2, 3, 4)))
    assert {one.id for one in page.items} == {"SENTINEL-1", "SENTINEL-1-RTC"}
    (page,) = catalog.search(Query(text="relief", language="fr"))
    assert [one.id for one in page.items] == ["SENTINEL-1-RTC"]
    (page,) = catalog.search(Query(text="sentinel", period=Period(None, "2014-12-31")))
    assert "SENTINEL-2" not in {one.id for one in page.items} and "SENTINEL-1" in {
        one.id for one in page.items
    }
    (page,) = catalog.search(Query(collections=("OTHER",)))
    assert [one.id for one in page.items] == ["OTHER"]


def test_a_product_is_found_by_its_name(server: FaultServer) -> None:
    service = Service(daily(3))
    catalog = catalog_at(service.install(server))
    (page,) = catalog.search(Query(text="S2A_SYNTHETIC_00000001"))
    assert service.asked[0]["$filter"] == "startswith(Name,'S2A_SYNTHETIC_00000001')"
    assert all(isinstance(one, Granule) for one in page.items) and "text" in page.filtered_by_server


def test_attributes_of_a_collection(server: FaultServer) -> None:
    attributes = [
        {"Name": "cloudCover", "ValueType": "Double"},
        {"Name": "qiScore", "ValueType": "Integer"},
        7,
    ]
    server.add("/odata/v1/Attributes(SENTINEL-2)", as_json(attributes))
    service = Service(daily(3))
    catalog = catalog_at(service.install(server))
    assert [(one.name, one.kind) for one in catalog.queryables(SENTINEL_2)] == [
        ("Online", "boolean"),
        ("eo:cloud_cover", "number"),
        ("qiScore", "integer"),
    ]
    list(catalog.granules(SENTINEL_2, Query(filters=(PropertyFilter("qiScore", ">", "3"),))))
    assert "OData.CSC.IntegerAttribute/Value gt 3)" in service.asked[0]["$filter"]
    other = Dataset(id="UNKNOWN", title="", catalog="x")
    assert "eo:cloud_cover" in {one.name for one in catalog.queryables(other)}


# --- the credential goes to the hosts of the service only


def test_the_credential_follows_the_file_between_the_services_hosts_only(server: FaultServer) -> None:
    with FaultServer() as stranger:
        zipper = server.add("/zipper", Reply(200, b"PK"))
        there = server.url("/zipper").replace("127.0.0.1", "localhost")
        server.add("/odata/v1/Products(1)/$value", redirect(there))
        server.add("/odata/v1/Products(2)/$value", redirect(stranger.add("/file", Reply(200, b"PK"))))
        hosts = [f"127.0.0.1:{server.port}", f"localhost:{server.port}"]
        token = Credential(hosts, headers={"Authorization": "Bearer t"}, allow_http=True)
        session = Session(credentials=[token])
        with session.stream(server.url("/odata/v1/Products(1)/$value")) as stream:
            assert b"".join(stream.chunks()) == b"PK"
        assert [seen.headers.get("authorization") for seen in server.seen] == ["Bearer t", "Bearer t"]
        with session.stream(server.url("/odata/v1/Products(2)/$value")) as stream:
            assert b"".join(stream.chunks()) == b"PK"
        assert [seen.headers.get("authorization") for seen in stranger.seen] == [None]
        assert zipper


def test_mutated_products_never_escape(recorded: Recorded) -> None:
    """Every value of a recorded product replaced by what it should not be."""
    answer: Any = recorded.json("cdse/odata_products.json")
    text = json.dumps(answer["value"][0])
    for path in _paths(json.loads(text)):
        for wrong in (None, [], {}, "", "\ud800", -1, 1e308, True, [[[]]], {"a": {"b": 1}}, "x" * 300):
            said = json.loads(text)
            inside = said
            for step in path[:-1]:
                inside = inside[step]
            inside[path[-1]] = wrong
            try:
                found = read_product(said, catalog="x", base=BASE, download=DOWNLOAD)
            except (GaiaError, *UNREADABLE):
                continue
            assert found.id and found.key and str(found.period) and list(found.links)


def _paths(value: Any, before: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, one in inside:
        if len(before) < 5 and not (isinstance(name, int) and name > 1):
            yield (*before, name)
            yield from _paths(one, (*before, name))
