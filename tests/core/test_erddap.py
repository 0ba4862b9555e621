"""ERDDAP on a synthetic server written from its own description of its search."""

from __future__ import annotations

import threading
import time

import pytest

from gaia_plugin.core.catalogs.base import CatalogEntry
from gaia_plugin.core.catalogs.erddap import ErddapCatalog, longitudes, root_of_erddap, search_words
from gaia_plugin.core.catalogs.erddap_records import read_hit
from gaia_plugin.core.catalogs.notes import IGNORED, INCOMPLETE
from gaia_plugin.core.errors import BadAnswer, Cancelled, GaiaError
from gaia_plugin.core.model import Area, LinkKind, Period, PropertyFilter, Query, bounds
from gaia_plugin.core.net import Cancel
from tests.support.faultserver import Reply, as_html, as_json, as_xml, stall
from tests.support.synthetic_erddap import SyntheticErddap, synthetic_dataset

PACIFIC = synthetic_dataset(8, id="pacific", title="Winds of the Pacific", box=(0.0, -30.0, 359.0, 30.0),
                            period=("2021-01-01T00:00:00Z", None))  # fmt: skip
TAHITI = synthetic_dataset(9, id="tahiti", title="Tide gauge", box=(210.4, -17.5, 210.4, -17.5), wms=False,
                           protocol="tabledap", institution="Other house")  # fmt: skip
PLACELESS = synthetic_dataset(7, id="lab", title="Laboratory", box=None, period=None, wms=False)


def catalog_of(server, session, datasets, faults=""):
    erddap = SyntheticErddap(datasets, faults)
    root = erddap.mount(server)
    return ErddapCatalog(CatalogEntry(id="e", kind="erddap", url=f"{root}/index.html"), session), erddap


def found(catalog, query=None):
    pages = list(catalog.search(query or Query()))
    return [one.id for page in pages for one in page.items], pages


def test_a_dataset_with_its_box_period_and_links(server, session):
    catalog, _ = catalog_of(server, session, [synthetic_dataset()])
    ((one,),) = [page.items for page in catalog.search(Query())]
    assert (one.id, one.title, one.provider) == (
        "synthetic_sst_1", "Sea surface temperature, level 4, part 1", "Synthetic Institute of the Sea",
    )  # fmt: skip
    assert one.abstract.startswith("Daily analysis") and bounds(one.footprint) == (-20, 30, 10, 60)
    assert one.period.interval() == "2020-01-01T00:00:00Z/2020-12-31T00:00:00Z"
    root = server.url("/erddap")
    assert [(link.kind, link.href) for link in one.links[:3]] == [
        (LinkKind.WMS, f"{root}/wms/synthetic_sst_1/request"),
        (LinkKind.OPENDAP, f"{root}/griddap/synthetic_sst_1"),
        (LinkKind.INFO, f"{root}/info/synthetic_sst_1/index.html"),
    ]
    kinds = {link.key: link.kind for link in one.links}
    assert kinds["ISO 19115"] is LinkKind.METADATA and kinds["files"] is LinkKind.INFO
    assert one.properties["cdm_data_type"] == "Grid" and one.raw["search"]["Dataset ID"] == one.id


def test_a_whole_dataset(server, session):
    attributes = {
        "keywords": "sst, ocean", "license": "https://example.org/licence", "history": "Made by hand.",
        "creator_name": "Doe, Jane", "creator_email": "jane@example.org",
        "creator_institution": "Sea house",
        "creator_url": "https://orcid.org/0000-0002-1825-0097", "id": "10.17882/42",
        "naming_authority": "DOI",
        "date_created": "2020-02-03T00:00:00Z", "geospatial_lat_min": "1",
    }  # fmt: skip
    catalog, _ = catalog_of(server, session, [synthetic_dataset(attributes=attributes)])
    ((one,),) = [page.items for page in catalog.search(Query())]
    whole = catalog.complete(one)
    assert whole.abstract.endswith("At length.") and whole.lineage == "Made by hand."
    assert (whole.license, whole.license_url) == ("", "https://example.org/licence")
    assert whole.doi == "10.17882/42" and whole.dates == (("creation", "2020-02-03"),)
    (author,) = whole.contacts
    assert (author.name, author.organisation, author.email) == ("Doe, Jane", "Sea house", "jane@example.org")
    assert author.identifier == "https://orcid.org/0000-0002-1825-0097"
    assert [(word.text, word.kind) for word in whole.keywords] == [
        ("sst", ""), ("ocean", ""), ("sea_surface_temperature", "parameter"),
    ]  # fmt: skip
    assert whole.thumbnail.startswith(server.url("/erddap/griddap/synthetic_sst_1.smallPng?sst"))
    assert [link.href for link in whole.links][: len(one.links)] == [link.href for link in one.links]
    (layer,) = whole.links_of(LinkKind.WMS)
    assert (layer.name, layer.title) == ("synthetic_sst_1:sst", "Temperature") and layer.streamable
    assert bounds(whole.footprint) == (-20, 30, 10, 60)
    assert whole.properties["variables"][-1]["units"] == "degree_C" and whole.sources == one.sources


def test_the_attributes_give_what_the_table_does_not(server, session):
    said = {
        "Westernmost_Easting": "5", "Easternmost_Easting": "7.", "Southernmost_Northing": "44",
        "Northernmost_Northing": "45", "time_coverage_start": "2001-01-01", "time_coverage_end": "2002",
    }  # fmt: skip
    catalog, _ = catalog_of(
        server, session, [synthetic_dataset(protocol="tabledap", attributes=said)], "no boxes"
    )
    (page,) = catalog.search(Query())
    assert page.notes == (INCOMPLETE,) and page.items[0].footprint is None and page.items[0].footprint_note
    whole = catalog.complete(page.items[0])
    assert bounds(whole.footprint) == (5, 44, 7, 45) and whole.period.start.year == 2001
    assert not whole.thumbnail and whole.footprint_note == ""  # a table would have to be read whole


def test_what_is_asked_is_what_the_server_filters(server, session):
    catalog, erddap = catalog_of(server, session, [synthetic_dataset(), PACIFIC, TAHITI, PLACELESS])
    assert len(found(catalog)[0]) == 4 and erddap.searches[-1]["searchFor"] == ["all"]
    ids, pages = found(catalog, Query(text="tide -gauge"))
    assert ids == ["tahiti"] and pages[0].filtered_by_server == {"text"} and not pages[0].filtered_by_client
    assert pages[0].total == 1 and not pages[0].total_is_lower_bound
    assert found(catalog, Query(period=Period("2021-06-01", None)))[0] == ["pacific"]
    assert found(catalog, Query(period=Period(None, "2020-02")))[0] == ["synthetic_sst_1", "tahiti"]
    assert found(catalog, Query(filters=(PropertyFilter("protocol", "=", "tabledap"),)))[0] == ["tahiti"]
    assert found(catalog, Query(text="unheard"))[0] == []


def test_longitudes_are_asked_for_as_datasets_write_them(server, session):
    catalog, erddap = catalog_of(server, session, [synthetic_dataset(), PACIFIC, TAHITI])
    tahiti = Area.bbox(-150, -20, -148, -15)
    ids, pages = found(catalog, Query(area=tahiti))
    assert ids == ["pacific", "tahiti"] and pages[-1].filtered_by_server == {"area"}
    asked = [(one["minLon"][0], one["maxLon"][0]) for one in erddap.searches]
    assert asked == [("-150.000000", "-148.000000"), ("210.000000", "212.000000")]
    across = found(catalog, Query(area=Area.bbox(170, -30, -140, 0)))[0]
    assert across == ["pacific", "tahiti"]
    assert found(catalog, Query(area=Area.bbox(0, 50, 5, 55)))[0] == ["synthetic_sst_1"]
    assert len(longitudes(Area.bbox(-5, 0, 5, 1))) == 2 and len(longitudes(Area.bbox(5, 0, 6, 1))) == 1


def test_a_server_that_lacks_a_column_is_asked_for_all(server, session):
    catalog, erddap = catalog_of(server, session, [synthetic_dataset()])
    server.add(
        "/erddap/tabledap/allDatasets.json",
        lambda seen: Reply(400) if "infoUrl" in seen.target else erddap.all(seen),
    )
    (page,) = catalog.search(Query())
    assert bounds(page.items[0].footprint) == (-20, 30, 10, 60) and not page.notes


def test_a_polygon_is_asked_as_a_box_and_refined_here(server, session):
    west = synthetic_dataset(1, id="west", box=(0.0, 0.0, 1.0, 1.0))
    catalog, _ = catalog_of(
        server, session, [west, synthetic_dataset(2, id="east", box=(8.0, 8.0, 9.0, 9.0))]
    )
    triangle = Area.polygon([(-1, -1), (10, -1), (-1, 10)])
    ids, pages = found(catalog, Query(area=triangle))
    assert ids == ["west"] and pages[0].filtered_by_client == {"area"}


def test_pages(server, session):
    many = [synthetic_dataset(number) for number in range(250)]
    catalog, erddap = catalog_of(server, session, many)
    ids, pages = found(catalog, Query(limit=None))
    assert len(ids) == 250 and len(set(ids)) == 250 and len(pages) == 3
    assert (pages[0].total, pages[0].total_is_lower_bound) == (100, True)
    assert (pages[-1].total, pages[-1].total_is_lower_bound) == (250, False)
    assert [one["page"] for one in erddap.searches] == [["1"], ["2"], ["3"]]
    assert len(found(catalog, Query(limit=120))[0]) == 120


def test_a_full_last_page_is_not_given_twice(server, session):
    catalog, _ = catalog_of(server, session, [synthetic_dataset(number) for number in range(100)])
    ids, pages = found(catalog)
    assert len(ids) == 100 and pages[-1].total == 100


@pytest.mark.parametrize("faults", ["same", "unpaged", "ignores"])
def test_servers_that_misbehave_end(server, session, faults):
    many = [synthetic_dataset(number) for number in range(130)] + [PACIFIC]
    catalog, _ = catalog_of(server, session, many, faults)
    query = Query(limit=None, area=Area.bbox(0, 40, 5, 45)) if faults == "ignores" else Query(limit=None)
    ids, pages = found(catalog, query)
    assert len(ids) == len(set(ids))
    if faults == "same":
        assert len(ids) == 100 and pages[-1].total == 100
    elif faults == "unpaged":
        assert len(ids) == 131
    else:
        assert len(ids) == 130 and "pacific" not in ids and IGNORED not in pages[0].notes


def test_the_list_of_all_datasets_is_none_of_them(server, session):
    listed = synthetic_dataset(1, id="allDatasets", title="* The List of All Active Datasets *")
    catalog, _ = catalog_of(server, session, [listed, synthetic_dataset(2)])
    ids, pages = found(catalog)
    assert ids == ["synthetic_sst_2"] and pages[0].total == 1


def test_where_no_erddap_answers_nothing_is_said_to_be_found(server, session):
    gone = ErddapCatalog(CatalogEntry(id="e", kind="erddap", url=server.url("/erddap")), session)
    with pytest.raises(GaiaError):
        list(gone.search(Query(text="sst")))
    server.add("/erddap/version", as_html())
    with pytest.raises(BadAnswer):
        gone.describe()


TABLE = {"columnNames": ["Dataset ID", "Title"], "rows": [["a", "A"]]}


@pytest.mark.parametrize(
    "reply",
    [as_html(), as_json([]), as_json({"table": 3}), as_json({"table": {"columnNames": "x", "rows": []}}),
     Reply(200, b'{"table": {"columnNames": ["a"], "rows": [['), as_xml("<a/>"), Reply(200, b"")],
)  # fmt: skip
def test_answers_that_are_no_table(server, session, reply):
    catalog, _ = catalog_of(server, session, [synthetic_dataset()])
    (page,) = catalog.search(Query())
    server.add("/erddap/search/advanced.json", reply)
    with pytest.raises(BadAnswer):
        list(catalog.search(Query(text="x")))
    server.add("/erddap/info/synthetic_sst_1/index.json", reply)
    with pytest.raises(BadAnswer):
        catalog.complete(page.items[0])


@pytest.mark.parametrize(
    "rows",
    [[3, None, {}], [[]], [[None, None]], [["", "x"]], [[{"a": 1}, []]], [["a"] * 40]],
)  # fmt: skip
def test_rows_that_are_none_are_counted(server, session, rows):
    catalog, _ = catalog_of(server, session, [synthetic_dataset()])
    server.add("/erddap/search/advanced.json", as_json({"table": {**TABLE, "rows": [*rows, ["a", "A"]]}}))
    (page,) = catalog.search(Query())
    assert [one.id for one in page.items] == ["a"]
    assert page.items[0].footprint is None


@pytest.mark.parametrize(
    ("more", "box"),
    [
        ((190.0, -10.0, 230.0, 10.0), (-170, -10, -130, 10)),
        ((0.0, -90.0, 360.0, 90.0), (-180, -90, 180, 90)),
        ((170.0, 0.0, 200.0, 1.0), (170, 0, -160, 1)),
        ((2.0, 3.0, 2.0, 3.0), (2, 3, 2, 3)),
        ((None, 3.0, 2.0, 3.0), None),
        (("NaN", "NaN", "NaN", "NaN"), None),
        ((-999.0, -999.0, 999.0, 999.0), None),
    ],
)
def test_boxes(more, box):
    named = dict(zip(("minLongitude", "minLatitude", "maxLongitude", "maxLatitude"), more))
    one = read_hit({"Dataset ID": "a"}, named, catalog="e", root="https://h.example/erddap")
    assert (bounds(one.footprint) if one.footprint else None) == box
    assert one.footprint is not None or one.footprint_note


def test_a_private_dataset_is_restricted():
    hit = {"Dataset ID": "a", "griddap": "https://h.example/erddap/griddap/a"}
    one = read_hit(hit, {"accessible": "log in"}, catalog="e", root="https://h.example/erddap")
    assert all(link.restricted for link in one.links)


def test_credentials_in_addresses_are_taken_out():
    address = "https://" + "user:lettuce" + "@h.example/more"
    hit = {"Dataset ID": "a", "Background Info": address, "Summary": f"See {address}"}
    one = read_hit(hit, {"sourceUrl": address}, catalog="e", root="https://h.example/erddap")
    assert "lettuce" not in repr((one, one.raw))


def test_a_search_is_cancelled_within_a_second(server, session):
    catalog, _ = catalog_of(server, session, [synthetic_dataset()])
    server.add("/erddap/tabledap/allDatasets.json", stall())
    cancel = Cancel()
    threading.Timer(0.1, cancel.cancel).start()
    since = time.monotonic()
    with pytest.raises(Cancelled):
        list(catalog.search(Query(), cancel))
    assert time.monotonic() - since < 5


def test_roots_and_words():
    for path in (
        "",
        "/",
        "/index.html",
        "/griddap/x.html?a",
        "/info/index.html",
        "/tabledap/x.csv",
        "/version",
    ):
        assert root_of_erddap(f"https://h.example/a/erddap{path}") == "https://h.example/a/erddap"
        assert root_of_erddap(f"https://data.example{path}") == "https://data.example"
    assert search_words('sea "surface temperature" -ice') == 'sea "surface temperature" ice'
    assert search_words('a "b - c') == "a b c"
