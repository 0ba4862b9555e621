"""OGC API Records: on pycsw 3 with OWSLib's client beside it, and on a synthetic service of the standard."""

from __future__ import annotations

import threading
import time

import pytest

from gaia_plugin.core.catalogs.base import CatalogEntry
from gaia_plugin.core.catalogs.notes import IGNORED, REFUSED, REPEATED
from gaia_plugin.core.catalogs.records_api import RecordsApiCatalog
from gaia_plugin.core.catalogs.records_api_record import read_record
from gaia_plugin.core.errors import BadAnswer, Cancelled, NotFound, RequestRefused
from gaia_plugin.core.model import Area, Dataset, LinkKind, Period, PropertyFilter, Query, Sort, bounds
from gaia_plugin.core.net import Cancel
from tests.support.faultserver import Reply, as_html, as_json, as_xml, stall
from tests.support.synthetic_records import SyntheticRecords, synthetic_record

ALPS = (5.0, 44.0, 8.0, 46.5)


def catalog_of(server, session, records, faults="", path="", **more):
    synthetic = SyntheticRecords(records, faults, **more)
    synthetic.mount(server)
    return RecordsApiCatalog(
        CatalogEntry(id="r", kind="records", url=server.url(f"/{path}")), session
    ), synthetic


def items(pages):
    return [item for page in pages for item in page.items]


def ids(pages):
    return [one.id for one in items(pages)]


def record_with(**properties):
    one = synthetic_record()
    return {**one, "properties": {**one["properties"], **properties}}


def read(one, **more):
    at = "https://h.example/collections/main"
    return read_record(one, catalog="r", address=at, url=f"{at}/items?limit=1", **more)


# A record


def test_a_record():
    one = read(synthetic_record())
    assert (one.id, one.title, one.kind, one.language) == ("snow-1", "Snow depth 1", "dataset", "en")
    assert one.abstract == "Daily snow depth.\nFrom stations & satellites."
    assert bounds(one.footprint) == (5, 44, 8, 46) and one.period.interval() == "2019-10-01T00:00:00Z/.."
    assert [(word.text, word.uri, word.thesaurus_uri) for word in one.keywords] == [
        ("Snow cover", "https://example.org/snow", "https://example.org/scheme"),
        ("ice", "", "https://example.org/scheme"), ("snow", "", ""), ("hydrology", "", ""),
    ]  # fmt: skip
    assert (one.license, one.license_url) == ("CC-BY-4.0", "https://example.org/licence")
    assert one.constraints == ("Cite it.",) and one.doi == "10.57932/snow"
    (contact,) = one.contacts
    assert (contact.name, contact.organisation, contact.role) == ("Doe, Jane", "Snow house", "pointOfContact")
    assert (contact.email, contact.phone, contact.url) == (
        "jane@example.org",
        "+331",
        "https://example.org/jane",
    )
    assert contact.address == "1 street, 38000, Grenoble" and contact.position == "Head"
    assert one.provider == "Snow house" and contact.identifier.endswith("0097")
    assert one.dates == (("creation", "2020-01-02T00:00:00Z"),) and one.updated == "2021-02-03T00:00:00Z"
    assert one.properties["formats"] == [{"name": "NetCDF"}]
    assert one.sources[0].url == "https://h.example/collections/main/items/snow-1"


def test_the_links_of_a_record():
    one = read(synthetic_record())
    assert [(link.kind, link.href) for link in one.links] == [
        (LinkKind.METADATA, "https://h.example/collections/main/items/snow-1"),
        (LinkKind.WMS, "https://example.org/wms"),
        (LinkKind.DOWNLOAD, "https://example.org/snow.nc"),
        (LinkKind.THUMBNAIL, "https://example.org/snow.png"),
        (LinkKind.INFO, "https://example.org/page"),
        (LinkKind.WMS, "https://example.org/maps"),
    ]
    assert one.links[2].size == 42 and one.links[-1].name == "snow"
    assert one.thumbnail == "https://example.org/snow.png"


@pytest.mark.parametrize(
    ("time", "interval"),
    [
        (None, None),
        ({"date": "2020-02-03"}, "2020-02-03T00:00:00Z/2020-02-03T23:59:59.999999Z"),
        ({"timestamp": "2020-02-03T04:05:06Z"}, "2020-02-03T04:05:06Z/2020-02-03T04:05:06Z"),
        ({"interval": ["..", "2020"]}, "../2020-12-31T23:59:59.999999Z"),
        ({"interval": [None, None]}, None),
        ({"interval": ["2021", "2020"]}, "2020-01-01T00:00:00Z/2021-12-31T23:59:59.999999Z"),
        (["2020-01-01", ".."], "2020-01-01T00:00:00Z/.."),
        ("2020-01-01/2020-01-02", "2020-01-01T00:00:00Z/2020-01-02T23:59:59.999999Z"),
        ({"interval": {}}, None), (3, None), ({"interval": ["soon", 3]}, None),
    ],
)  # fmt: skip
def test_times(time, interval):
    found = read(synthetic_record(time=time)).period
    assert (found.interval() if found else None) == interval


def test_pycsws_lone_dates():
    """It writes the record's own date, or the beginning of a period without end, both as one date."""
    begun = read(synthetic_record(time={"date": "2019-10-01"}), lone_dates_open=True)
    assert begun.period.interval() == "2019-10-01T00:00:00Z/.."
    assert read(synthetic_record(time={"date-time": "2021-02-03"}), lone_dates_open=True).period is None


def test_members_of_older_drafts():
    older = {"spatial": {"bbox": [[170, -20, -170, -10]]}, "temporal": {"interval": [["2001", None]]}}
    one = read({**record_with(extent=older), "geometry": None, "time": None})
    assert bounds(one.footprint) == (170, -20, -170, -10) and one.period.start.year == 2001
    one = read(record_with(externalIds=None, externalId="10.17882/7", themes=[{"concepts": ["a", 3, None]}],
                           keywords=[{"keyword": "b"}, None, "a"], contacts=None,
                           providers=[{"organization": "P", "role": "publisher"}]))  # fmt: skip
    assert one.doi == "10.17882/7" and [word.text for word in one.keywords] == ["a", "3", "b"]
    assert one.contacts[0].role == "publisher"


def test_a_licence_that_is_an_address():
    one = read(record_with(license="https://example.org/own"))
    assert (one.license, one.license_url) == ("CC BY 4.0", "https://example.org/own")


@pytest.mark.parametrize("broken", [None, 3, "x", {}, {"properties": 3}, {"id": "", "properties": {}}])
def test_what_is_no_record(broken):
    with pytest.raises((ValueError, TypeError)):
        read(broken)


def test_credentials_in_a_record_are_taken_out():
    address = "https://" + "user:lettuce" + "@h.example/file.nc"
    one = read({**record_with(description=f"At {address}"), "links": [{"href": address, "rel": "enclosure"}]})
    assert "lettuce" not in repr((one, one.raw, tuple(one.links)))


# A search


def test_what_is_asked(server, session):
    catalog, synthetic = catalog_of(server, session, [synthetic_record()])
    said = catalog.describe()
    assert said.title == "Synthetic records" and said.filters >= {"text", "area", "period", "level"}
    assert [one.name for one in catalog.queryables()] == ["title", "updated", "level"]
    query = Query(text="snow", area=Area.bbox(*ALPS), period=Period("2020", None), limit=10,
                  filters=(PropertyFilter("level", "=", "it's"),), sort=Sort("title", False))  # fmt: skip
    assert items(catalog.search(query)) == []
    asked = {name: values[0] for name, values in synthetic.asked[0].items()}
    assert asked == {
        "limit": "10", "bbox": "5.000000,44.000000,8.000000,46.500000", "q": "snow",
        "datetime": "2020-01-01T00:00:00Z/..", "filter": "(level = 'it''s')", "filter-lang": "cql2-text",
        "sortby": "title",
    }  # fmt: skip


def test_every_collection_of_records_is_searched_and_no_other(server, session):
    catalog, synthetic = catalog_of(server, session, [synthetic_record(n) for n in range(3)])
    pages = list(catalog.search(Query()))
    assert ids(pages) == ["snow-0", "snow-1", "snow-2"] and len(synthetic.asked) == 2
    assert pages[-1].total == 3 and not pages[-1].total_is_lower_bound
    alone, synthetic = catalog_of(server, session, [synthetic_record(7)], path="collections/other/items?x=1")
    assert ids(alone.search(Query())) == ["snow-7"]
    assert [seen.path for seen in server.seen if seen.path.endswith("/items")][
        -1
    ] == "/collections/other/items"


def test_a_collection_that_begins_like_another_is_read_to_its_end(server, session):
    records = [synthetic_record(n) for n in range(60)]
    catalog, _ = catalog_of(server, session, records)
    first, second = records[:55], [*records[:50], *records[55:]]
    pages = {"main": (first[:50], first[50:]), "other": (second[:50], second[50:])}

    def items_of(seen):
        name = seen.path.split("/")[2]
        after = "offset" in seen.query
        links = [] if after else [{"rel": "next", "href": f"{seen.path}?limit=50&offset=50"}]
        return as_json({"features": pages[name][after], "links": links})

    for name in pages:
        server.add(f"/collections/{name}/items", items_of)
    found = list(catalog.search(Query(limit=None)))
    assert len(ids(found)) == 60 and REPEATED not in found[-1].notes


def test_several_words_are_not_asked_for_as_a_phrase(server, session):
    """A standard server takes blanks for one phrase: "depth snow" stands in no record."""
    catalog, synthetic = catalog_of(server, session, [synthetic_record()])
    pages = list(catalog.search(Query(text="depth, satellites")))
    assert ids(pages) == ["snow-1"] and pages[0].filtered_by_client == {"text"}
    assert synthetic.asked[0]["q"] == ["satellites"]
    assert ids(catalog.search(Query(text='"snow depth"'))) == ["snow-1"]
    assert ids(catalog.search(Query(text='"depth snow"'))) == []
    assert ids(catalog.search(Query(text="d'hydrology"))) == ["snow-1"]  # "d" occurs as well
    assert ids(catalog.search(Query(text="snow")))[0] == "snow-1"


def test_an_area_across_the_antimeridian_is_asked_in_two(server, session):
    fiji = synthetic_record(2, geometry={"type": "Point", "coordinates": [-179.0, -17.0]})
    catalog, synthetic = catalog_of(server, session, [synthetic_record(1), fiji], path="collections/main")
    assert ids(catalog.search(Query(area=Area.bbox(170, -20, -170, -10)))) == ["snow-2"]
    assert [one["bbox"][0][:4] for one in synthetic.asked] == ["170.", "-180"]


def test_one_sided_periods(server, session):
    ended = synthetic_record(2, time={"interval": ["..", "2010-12-31"]})
    catalog, _ = catalog_of(server, session, [synthetic_record(1), ended], path="collections/main")
    assert ids(catalog.search(Query(period=Period("2011", None)))) == ["snow-1"]
    assert ids(catalog.search(Query(period=Period(None, "2010")))) == ["snow-2"]


def test_pages(server, session):
    records = [synthetic_record(n) for n in range(120)]
    catalog, _ = catalog_of(server, session, records, path="collections/main")
    pages = list(catalog.search(Query(limit=None, page_size=1000)))  # the server gives 50
    assert len(set(ids(pages))) == 120 and len(pages) == 3
    assert (pages[0].total, pages[0].total_is_lower_bound) == (120, False)
    assert len(ids(catalog.search(Query(limit=70)))) == 70


@pytest.mark.parametrize(
    "faults", ["loop", "repeats", "foreign", "inner", "script", "unpaged", "miscounts", "uncounted", "bare"]
)
def test_servers_that_misbehave_end(server, session, faults):
    far = synthetic_record(500, geometry={"type": "Point", "coordinates": [100.0, 10.0]})
    records = [*(synthetic_record(n) for n in range(120)), far]
    catalog, _ = catalog_of(server, session, records, faults, path="collections/main")
    query = Query(limit=None, area=Area.bbox(*ALPS), filters=(PropertyFilter("type", "=", "dataset"),))
    pages = list(catalog.search(query))
    found = ids(pages)
    assert len(found) == len(set(found)) and "snow-500" not in found
    last = pages[-1]
    if faults in ("loop", "repeats"):
        assert len(found) == 50 and REPEATED in last.notes
    elif faults in ("foreign", "script"):
        assert len(found) == 50
        assert any("localhost" in note for note in last.notes) == (faults == "foreign")
    else:
        assert len(found) == 120 and (last.total == 120 or faults == "miscounts")
    # An inner name of the server is not asked, and neither is another server.
    assert all("localhost" not in seen.headers["host"] for seen in server.seen)


def test_what_is_ignored_is_done_here(server, session):
    far = {"type": "Point", "coordinates": [100.0, 10.0]}
    records = [synthetic_record(n, geometry=far) for n in range(30)] + [synthetic_record(99)]
    catalog, _ = catalog_of(server, session, records, "ignores", path="collections/main")
    pages = list(catalog.search(Query(area=Area.bbox(*ALPS))))
    assert ids(pages) == ["snow-99"] and IGNORED in pages[-1].notes
    assert pages[-1].filtered_by_client == {"area"} and pages[-1].total == 1


def test_what_is_refused_is_done_here(server, session):
    records = [record_with(level="L2"), synthetic_record(2)]
    catalog, _ = catalog_of(server, session, records, "refuses", path="collections/main")
    query = Query(text="snow", filters=(PropertyFilter("level", "=", "L2"),))
    pages = list(catalog.search(query))
    assert ids(pages) == ["snow-1"] and pages[0].notes == (REFUSED.format(parts="level"),)
    assert (pages[0].filtered_by_server, pages[0].filtered_by_client) == ({"text"}, {"level"})
    stubborn, _ = catalog_of(server, session, records, "refuses all", path="collections/main")
    pages = list(stubborn.search(Query(text="snow", area=Area.bbox(*ALPS))))
    assert len(ids(pages)) == 2 and pages[0].filtered_by_client == {"text", "area"}
    server.add("/collections/main/items", Reply(400))
    with pytest.raises(RequestRefused):
        list(stubborn.search(Query()))


def test_the_record_by_itself(server, session):
    catalog, _ = catalog_of(server, session, [synthetic_record()], path="collections/main")
    (one,) = items(catalog.search(Query()))
    whole = catalog.complete(one)
    assert whole.raw["more"] == "yes" and whole.key == one.key and whole.sources == one.sources
    with pytest.raises(NotFound):
        catalog.complete(Dataset(id="x", title="x"))


HOSTILE = [as_html(), as_json([]), as_json({"features": 3}), as_xml("<a/>"), Reply(200, b'{"features": [{'),
           Reply(200, b""), Reply(200, b'{"features": ' + b"[" * 5000)]  # fmt: skip


@pytest.mark.parametrize("reply", HOSTILE)
def test_hostile_answers(server, session, reply):
    catalog, _ = catalog_of(server, session, [synthetic_record()], path="collections/main")
    server.add("/collections/main/items", reply)
    with pytest.raises(BadAnswer):
        list(catalog.search(Query()))
    for path in ("/collections", "/"):
        server.add(path, reply)
        session.cache.clear()
        entry = CatalogEntry(id="r", kind="records", url=server.url("/"))
        with pytest.raises(BadAnswer):
            RecordsApiCatalog(entry, session).describe()


def test_records_that_are_none_are_counted(server, session):
    catalog, _ = catalog_of(server, session, [synthetic_record()], path="collections/main")
    features = [None, 3, {}, {"id": "a"}, synthetic_record(9)]
    server.add("/collections/main/items", as_json({"features": features, "numberMatched": -3}))
    (page,) = catalog.search(Query())
    assert [one.id for one in page.items] == ["snow-9"] and page.skipped == 4 and page.total == 1


def test_a_record_that_announces_granules(server, session):
    link = {"href": "https://h.example/stac/collections/c", "protocol": "STAC Collection"}
    catalog, _ = catalog_of(server, session, [synthetic_record(links=[link])], path="collections/main")
    (one,) = items(catalog.search(Query()))
    assert one.has_granules
    plain = read(synthetic_record())
    assert list(catalog.granules(plain, Query())) == []


def test_a_search_is_cancelled_within_a_second(server, session):
    catalog, _ = catalog_of(server, session, [synthetic_record()], path="collections/main")
    server.add("/collections/main/items", stall())
    cancel = Cancel()
    threading.Timer(0.1, cancel.cancel).start()
    since = time.monotonic()
    with pytest.raises(Cancelled):
        list(catalog.search(Query(), cancel))
    assert time.monotonic() - since < 5
