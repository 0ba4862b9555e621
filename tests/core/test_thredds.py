"""THREDDS on synthetic catalogues written from the catalogue specification."""

from __future__ import annotations

import threading
import time

import pytest

from gaia_plugin.core.catalogs import thredds
from gaia_plugin.core.catalogs.base import CatalogEntry
from gaia_plugin.core.catalogs.thredds import ThreddsCatalog, document_address, meets
from gaia_plugin.core.catalogs.thredds_catalog import read_catalog
from gaia_plugin.core.catalogs.thredds_records import is_part, named_period
from gaia_plugin.core.errors import BadAnswer, Cancelled, NotFound
from gaia_plugin.core.model import Area, LinkKind, Period, Query, bounds
from gaia_plugin.core.net import Cancel
from tests.support.faultserver import Reply, as_html, as_json, entity_bomb, stall
from tests.support.synthetic_thredds import SyntheticThredds, catalog, file, folder, reference, snow


def catalog_of(server, session, documents):
    synthetic = SyntheticThredds(documents)
    url = synthetic.mount(server)
    return ThreddsCatalog(CatalogEntry(id="t", kind="thredds", url=url), session), synthetic


def items(pages):
    return [item for page in pages for item in page.items]


def test_folders_are_datasets_and_files_granules(server, session):
    source, synthetic = catalog_of(server, session, snow())
    assert source.describe().title == "Synthetic server" and not source.describe().filters
    pages = list(source.search(Query()))
    assert [one.title for one in items(pages)] == ["Snow depth", "Maps of ice", "Best of ice"]
    assert pages[-1].total == 3 and not pages[-1].total_is_lower_bound and not pages[-1].notes
    # The years are parts of the dataset, and not read to find it; the catalogue that names itself neither.
    assert sorted(set(synthetic.read)) == ["catalog.xml", "maps/catalog.xml", "snow/catalog.xml"]
    one = items(pages)[0]
    assert (one.id, one.kind, one.has_granules) == ("org.example:snow", "series", True)
    assert one.abstract == "Snow depth of the Alps, day by day." and one.license == "CC-BY-4.0"
    assert one.lineage == "Made by hand." and one.doi == "10.57932/abc" and one.provider == "Snow house"
    assert bounds(one.footprint) == (5, 43, 11, 47)
    assert one.period.interval() == "2020-01-01T00:00:00Z/2022-01-01T00:00:00Z"
    assert [(word.text, word.thesaurus) for word in one.keywords] == [
        ("SNOW DEPTH", "GCMD"),
        ("Synthetic", ""),
    ]
    assert one.contacts[0].email == "snow@example.org" and one.properties["variables"] == ["sd"]
    page = next(link for link in one.links if link.key == "catalog")
    assert page.href == server.url("/thredds/snow/catalog.html?dataset=snow") and page.kind is LinkKind.INFO


def test_an_aggregation_is_a_dataset_with_its_services(server, session):
    source, _ = catalog_of(server, session, snow())
    best = items(source.search(Query(text="best")))[0]
    assert not best.has_granules
    link = best.links[0]
    assert (link.kind, link.href) == (LinkKind.OPENDAP, server.url("/thredds/dodsC/agg/best"))
    assert best.footprint is None and best.footprint_note


def test_granules_of_every_folder_below(server, session):
    source, _ = catalog_of(server, session, snow())
    dataset = items(source.search(Query(text="snow depth")))[0]
    granules = items(source.granules(dataset, Query(text="nothing of the sort")))
    assert [one.title for one in granules] == [
        "sd_20210101.nc", "sd_20200101.nc", "sd_20200102.nc", "sd_20200201.nc", "sd_20200202.nc",
    ]  # fmt: skip
    first = granules[1]
    assert first.collection == dataset.id and first.id == "snow/2020/01/sd_20200101.nc"
    assert first.period.interval() == "2020-01-01T00:00:00Z/2020-01-01T23:59:59.999999Z"
    assert first.properties["period_from"] == "name" and bounds(first.footprint) == (5, 43, 11, 47)
    kinds = {link.key: (link.kind, link.href) for link in first.links}
    assert kinds["httpserver"] == (
        LinkKind.DOWNLOAD, server.url("/thredds/fileServer/snow/2020/01/sd_20200101.nc"),
    )  # fmt: skip
    assert kinds["wms"] == (LinkKind.WMS, server.url("/thredds/wms/snow/2020/01/sd_20200101.nc"))
    assert kinds["opendap"][0] is LinkKind.OPENDAP and kinds["iso"][0] is LinkKind.METADATA
    assert "file" not in kinds  # a disk of the server's own is no address
    assert granules[0].properties["size"] == 2.5e6 and all(link.size is None for link in granules[0].links)


def test_granules_of_a_period_read_only_its_folders(server, session):
    source, synthetic = catalog_of(server, session, snow())
    dataset = items(source.search(Query(text="snow depth")))[0]
    synthetic.read.clear()
    found = items(source.granules(dataset, Query(period=Period("2020-02-01", "2020-02-01"))))
    assert [one.title for one in found] == ["sd_20200201.nc"]
    assert synthetic.read == ["snow/2020/catalog.xml", "snow/2020/02/catalog.xml"]
    late = items(source.granules(dataset, Query(period=Period("2021", None))))
    assert [one.title for one in late] == ["sd_20210101.nc"]
    none = list(source.granules(dataset, Query(area=Area.bbox(100, 0, 110, 10))))
    assert not items(none) and none[-1].filtered_by_client == {"area"}


def test_words_areas_and_periods_are_looked_for_here(server, session):
    source, _ = catalog_of(server, session, snow())
    pages = list(source.search(Query(text="SNOW", area=Area.bbox(6, 44, 7, 45), period=Period("2021", None))))
    assert [one.title for one in items(pages)] == ["Snow depth"]
    assert pages[-1].filtered_by_client == {"text", "area", "period"} and not pages[-1].filtered_by_server
    # What does not say where it is, is not dropped: it is listed without a footprint, and the status tells.
    pages = list(source.search(Query(area=Area.bbox(100, 0, 110, 10))))
    assert [one.title for one in items(pages)] == ["Maps of ice", "Best of ice"]
    assert thredds.UNSAID in pages[-1].notes
    assert [one.title for one in items(source.search(Query(period=Period(None, "2019"))))] == [
        "Maps of ice", "Best of ice",
    ]  # fmt: skip


def test_a_search_reads_so_many_catalogues_and_names_the_others(server, session, monkeypatch):
    monkeypatch.setattr(thredds, "MAX_CATALOGS", 4)
    many = {f"c{n}/catalog.xml": catalog(folder(f"Folder {n}", file("a.nc"))) for n in range(10)}
    top = "".join(reference(f"c{n}/catalog.xml", f"Campaign {n}") for n in range(10))
    source, synthetic = catalog_of(server, session, {"catalog.xml": catalog(top), **many})
    pages = list(source.search(Query()))
    found = items(pages)
    assert len(found) == 10 and len(synthetic.read) == 4
    assert [one.title for one in found if one.title.startswith("Folder")] == [
        "Folder 0",
        "Folder 1",
        "Folder 2",
    ]
    assert any("4 catalogues" in note for note in pages[-1].notes)
    unread = next(one for one in found if one.title == "Campaign 9")
    assert [one.title for one in items(source.granules(unread, Query()))] == ["a.nc"]


def test_a_folder_of_many_files_comes_page_by_page(server, session):
    body = "".join(file(f"a{number}.nc") for number in range(250))
    source, synthetic = catalog_of(server, session, {"catalog.xml": catalog(folder("Many", body))})
    (dataset,) = items(source.search(Query()))
    pages = list(source.granules(dataset, Query(limit=None, page_size=100)))
    assert [len(page.items) for page in pages] == [100, 100, 50]
    assert (pages[0].total, pages[0].total_is_lower_bound) == (100, True)
    assert (pages[-1].total, pages[-1].total_is_lower_bound) == (250, False)
    assert len(items(source.granules(dataset, Query(limit=120)))) == 120
    assert set(synthetic.read) == {"catalog.xml"}


def test_depth_is_bounded(server, session):
    deep = {
        f"{'d/' * n}catalog.xml": catalog(reference("d/catalog.xml", f"Level {n + 1}")) for n in range(30)
    }
    source, synthetic = catalog_of(server, session, deep)
    (page,) = source.search(Query())
    assert [one.title for one in page.items] == [f"Level {thredds.MAX_DEPTH + 1}"]
    assert len(synthetic.read) == thredds.MAX_DEPTH + 1


def test_loops_end(server, session):
    loop = {
        "catalog.xml": catalog(reference("a/catalog.xml", "A") + reference("catalog.xml", "Top")),
        "a/catalog.xml": catalog(
            folder("A", file("a.nc") + reference("../catalog.xml", "2020") + reference("catalog.xml", "2021"))
        ),
    }
    source, synthetic = catalog_of(server, session, loop)
    (dataset,) = items(source.search(Query()))
    assert synthetic.read == ["catalog.xml", "a/catalog.xml"]
    assert [one.title for one in items(source.granules(dataset, Query()))] == ["a.nc"]


def test_other_hosts_are_named_and_not_asked(server, session):
    elsewhere = server.url("/thredds/other/catalog.xml", "localhost")
    top = catalog(reference(elsewhere, "Elsewhere") + reference("file:///etc/passwd", "Disk")
                  + reference("javascript:alert(1)", "Script"))  # fmt: skip
    source, synthetic = catalog_of(
        server, session, {"catalog.xml": top, "other/catalog.xml": catalog(folder("Other", file("o.nc")))}
    )
    (one,) = items(source.search(Query()))
    assert one.title == "Elsewhere" and synthetic.read == ["catalog.xml"]


def test_a_part_that_fails_leaves_the_rest(server, session):
    documents = {**snow(), "snow/catalog.xml": Reply(500)}
    source, _ = catalog_of(server, session, documents)
    pages = list(source.search(Query()))
    assert [one.title for one in items(pages)] == ["Maps of ice", "Best of ice"]
    assert thredds.UNREAD in pages[-1].notes


def test_a_server_that_fails_at_everything_is_left(server, session):
    top = "".join(reference(f"c{n}/catalog.xml", f"Campaign {n}") for n in range(40))
    source, _ = catalog_of(server, session, {"catalog.xml": catalog(top)})
    with pytest.raises(NotFound):
        list(source.search(Query()))
    assert len(server.seen) < 10


@pytest.mark.parametrize(
    "reply",
    [as_html(), as_json({}), Reply(200, b""), Reply(200, b"<catalog"), Reply(200, b"<catalog/>"),
     Reply(200, b"\xff\xfe\x00"), entity_bomb()],
)  # fmt: skip
def test_answers_that_are_no_catalogue(server, session, reply):
    source, _ = catalog_of(server, session, {"catalog.xml": reply})
    for ask in (source.describe, lambda: list(source.search(Query()))):
        with pytest.raises(BadAnswer):
            ask()


def test_a_dataset_that_is_not_of_this_catalogue(server, session):
    from gaia_plugin.core.model import Dataset

    source, _ = catalog_of(server, session, snow())
    with pytest.raises(NotFound):
        list(source.granules(Dataset(id="x", title="x"), Query()))


def test_a_document_that_changed_is_searched_by_name(server, session):
    source, _ = catalog_of(server, session, snow())
    dataset = items(source.search(Query(text="maps")))[0]
    moved = catalog(folder("New", "<dataset name='n'/>") + folder("Maps of ice", file("z.nc", "maps")))
    session.cache.clear()
    server.add("/thredds/maps/catalog.xml", lambda seen: Reply(200, moved.encode()))
    assert [one.title for one in items(source.granules(dataset, Query()))] == ["z.nc"]


def test_a_property_may_not_say_where_the_files_are(server, session):
    lie = "<property name='catalog' value='http://elsewhere.example/'/><property name='place' value='9'/>"
    source, synthetic = catalog_of(server, session, {"catalog.xml": catalog(folder("A", lie + file("a.nc")))})
    (dataset,) = items(source.search(Query()))
    assert [one.title for one in items(source.granules(dataset, Query()))] == ["a.nc"]
    assert dataset.properties["place"] == "9" and set(synthetic.read) == {"catalog.xml"}


COVERAGE = "<timeCoverage>{}</timeCoverage>"


@pytest.mark.parametrize(
    ("said", "interval"),
    [
        ("<start>2020-01-01T00</start><end>2020-02-01T00:00:00</end>", ("2020-01-01T00", "2020-02-01T00")),
        ("<start>2020-01-01</start><end>present</end>", ("2020-01-01T00", "..")),
        ("<start>2020-01-01</start><duration>P1M</duration>", ("2020-01-01T00", "2020-02-01T00")),
        ("<end>2020-01-11T00:00:00Z</end><duration>10 days</duration>", ("2020-01-01T00", "2020-01-11T00")),
        ("<start>2020-01-01</start><duration>6 hours</duration>", ("2020-01-01T00", "2020-01-01T06")),
        ("<start>soon</start>", None),
        ("<start>2020-02-01</start><end>2020-01-01</end>", None),
        ("<start>2020-01-01</start><duration>99999999 years</duration>", None),
        ("", None),
    ],
)  # fmt: skip
def test_periods(said, interval):
    document = catalog(f"<dataset name='d'>{COVERAGE.format(said)}</dataset>").encode()
    (node,) = read_catalog(document, "https://h.example/catalog.xml").children
    said = node.said.period.interval().split("/") if node.said.period else None
    assert (tuple(end[:13] for end in said) if said else None) == interval


def test_a_rolling_archive_ends_openly():
    said = COVERAGE.format("<end>present</end><duration>30 days</duration>")
    (node,) = read_catalog(
        catalog(f"<dataset name='d'>{said}</dataset>").encode(), "https://h.example/c"
    ).children
    assert node.said.period.start is not None and node.said.period.end is None


@pytest.mark.parametrize(
    ("west", "size", "box"),
    [("170", "20", (170, 0, -170, 10)), ("-180", "360", (-180, 0, 180, 10)), ("10", "-5", (5, 0, 10, 10)),
     ("350", "5", (-10, 0, -5, 10)), ("a", "5", None), ("", "", None)],
)  # fmt: skip
def test_places(west, size, box):
    said = (
        f"<geospatialCoverage><eastwest><start>{west}</start><size>{size}</size></eastwest>"
        "<northsouth><start>0</start><size>10</size></northsouth></geospatialCoverage>"
    )
    (node,) = read_catalog(
        catalog(f"<dataset name='d'>{said}</dataset>").encode(), "https://h.example/c"
    ).children
    assert (bounds(node.said.footprint) if node.said.footprint else None) == box


def test_what_is_not_inherited_stays_where_it_is():
    body = (
        "<metadata inherited='true'><serviceName>http</serviceName><keyword>all</keyword></metadata>"
        "<metadata><keyword>own</keyword></metadata><keyword>own too</keyword>" + file("a.nc")
    )
    (node,) = read_catalog(catalog(folder("f", body)).encode(), "https://h.example/c").children
    assert [word.text for word in node.said.keywords] == ["all", "own", "own too"]
    (child,) = node.children
    assert [word.text for word in child.said.keywords] == ["all"]
    assert [access.service for access in child.accesses] == ["HTTPServer"]


def test_a_huge_or_deep_document_is_read_in_part():
    wide = catalog(folder("w", "".join(file(f"{n}.nc") for n in range(25_000)))).encode()
    (node,) = read_catalog(wide, "https://h.example/c").children
    assert 19_000 < len(node.children) <= 20_000
    deep = catalog("<dataset name='d'>" * 100 + "</dataset>" * 100).encode()
    assert sum(1 for _ in read_catalog(deep, "https://h.example/c").walk()) <= 42
    with pytest.raises(BadAnswer):
        read_catalog(catalog("<dataset name='d'>" * 400 + "</dataset>" * 400).encode(), "https://h.example/c")


@pytest.mark.parametrize(
    ("name", "interval"),
    [
        ("sd_20200102.nc", ("2020-01-02T00:00:00Z", "2020-01-02T23:59:59.999999Z")),
        ("a_2020-01-02_b.nc", ("2020-01-02T00:00:00Z", "2020-01-02T23:59:59.999999Z")),
        ("S1_20200102T030405_20200102T030505.nc", ("2020-01-02T03:04:05Z", "2020-01-02T03:05:05Z")),
        ("x_20200101_20201231.nc", ("2020-01-01T00:00:00Z", "2020-12-31T23:59:59.999999Z")),
        ("x_20201231_20200101.nc", None),
        ("x_20200230.nc", None),
        ("120200101.nc", None),
        ("x_20200101_20200102_20200103.nc", None),
        ("plain.nc", None),
    ],
)
def test_dates_in_names(name, interval):
    found = named_period(name)
    assert (found.interval() if found else None) == ("/".join(interval) if interval else None)


def test_folders_by_date():
    assert all(is_part(name) for name in ("2020", "01", "20200101", "2020-01", "2020_01_02", "366", "2020/"))
    assert not any(is_part(name) for name in ("snow", "v2", "2020-snow", "12345", ""))
    january = Period("2020-01-01", "2020-01-31")
    assert meets(("2020",), january) and meets(("2020", "01"), january) and meets(("202001",), january)
    assert not meets(("2019",), january) and not meets(("2020", "02"), january)
    assert (
        not meets(("20200201",), january)
        and meets(("snow", "366"), january)
        and meets(("2020", "45"), january)
    )
    assert meets(("2019",), None) and meets(("2020", "02", "30"), january) is True


def test_addresses():
    root = "https://h.example/thredds"
    for url in (root, f"{root}/", f"{root}/catalog.html", f"{root}/catalog.xml", f"{root}/dodsC/a.nc.html"):
        assert document_address(url) == f"{root}/catalog.xml", url
    assert document_address(f"{root}/catalog/a/catalog.html?dataset=x") == f"{root}/catalog/a/catalog.xml"
    assert document_address(f"{root}/catalog/a/") == f"{root}/catalog/a/catalog.xml"
    assert document_address("https://h.example/data/catalog.html") == "https://h.example/data/catalog.xml"


def test_a_search_is_cancelled_within_a_second(server, session):
    source, _ = catalog_of(server, session, snow())
    server.add("/thredds/snow/catalog.xml", stall())
    cancel = Cancel()
    threading.Timer(0.1, cancel.cancel).start()
    since = time.monotonic()
    with pytest.raises(Cancelled):
        list(source.search(Query(), cancel))
    assert time.monotonic() - since < 5
