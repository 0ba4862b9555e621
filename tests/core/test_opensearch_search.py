"""OpenSearch searches on synthetic servers: two steps, what is filtered where, and servers that misbehave."""

from __future__ import annotations

import pytest

from gaia_plugin.core.catalogs.base import CatalogEntry
from gaia_plugin.core.catalogs.detect import detect_kind, kind_of
from gaia_plugin.core.catalogs.notes import IGNORED, REPEATED
from gaia_plugin.core.catalogs.opensearch import OpenSearchCatalog, granules_of_description
from gaia_plugin.core.catalogs.opensearch.entry import read_dataset, read_granule
from gaia_plugin.core.catalogs.opensearch.feed import read_feed
from gaia_plugin.core.errors import BadAnswer, GaiaError, RequestRefused, UnsupportedLink
from gaia_plugin.core.model import Area, Dataset, Link, LinkKind, PropertyFilter, Query, bounds
from tests.support.faultserver import Reply, as_html, as_json, as_xml
from tests.support.synthetic_opensearch import (
    NAMESPACES,
    PARAMETERS,
    SyntheticOpenSearch,
    atom,
    synthetic_description,
    synthetic_entry,
    synthetic_feed,
)

MANY = [
    (f"r{i:03}", "Snow depth" if i % 3 else "Ice sheet", (i % 60, 40.0, i % 60 + 1.0, 41.0))
    for i in range(60)
]


SOMEBODY = "u" + ":p@"


def opened(url, session, **more):
    return OpenSearchCatalog(CatalogEntry(id="os", kind="opensearch", url=url, **more), session)


def items(found):
    return [item for page in found for item in page.items]


def one_entry(inside, title="t"):
    return read_feed(
        synthetic_feed([synthetic_entry("k", title, box="", links=inside)]).encode(), "https://h/x"
    ).entries[0]


def test_pages_follow_the_template(server, session):
    mine = SyntheticOpenSearch(MANY).mount(server)
    pages = list(opened(mine.url, session).search(Query(page_size=25, limit=None)))
    assert [len(page.items) for page in pages] == [25, 25, 10]
    assert [page.total for page in pages] == [60] * 3 and [page.has_more for page in pages] == [
        True,
        True,
        False,
    ]
    assert [asked["startIndex"] for asked in mine.asked] == [["1"], ["26"], ["51"]]
    assert len({item.id for page in pages for item in page.items}) == 60


def test_filters_are_pushed_and_said(server, session):
    mine = SyntheticOpenSearch(MANY).mount(server)
    query = Query(text="snow", area=Area.bbox(9.5, 39, 20.5, 42))
    (page,) = opened(mine.url, session).search(query)
    assert {item.id for item in page.items} == {f"r{i:03}" for i in range(9, 21) if i % 3}
    assert page.filtered_by_server == {"text", "area"} and not page.filtered_by_client
    assert page.total == len(page.items) and not page.notes


def test_an_area_across_the_antimeridian_asks_twice_and_gives_once(server, session):
    entries = [
        ("east", "a", (175, 0, 179, 5)),
        ("both", "b", (-180, 0, 180, 5)),
        ("west", "c", (-178, 0, -175, 5)),
    ]
    mine = SyntheticOpenSearch(entries).mount(server)
    found = items(opened(mine.url, session).search(Query(area=Area.bbox(170, -10, -170, 10))))
    assert sorted(item.id for item in found) == ["both", "east", "west"] and len(mine.asked) == 2


def test_an_ignored_area_is_done_here(server, session):
    mine = SyntheticOpenSearch(MANY, "ignore area").mount(server)
    query = Query(text="snow", area=Area.bbox(0, 39, 3.5, 42), page_size=30)
    pages = list(opened(mine.url, session).search(query))
    assert {item.id for item in items(pages)} == {"r001", "r002"}
    assert pages[0].filtered_by_client == {"area"} and IGNORED in pages[0].notes


def test_an_ignored_text_is_done_here(server, session):
    entries = [*MANY, ("zebra", "A zebra", (0, 0, 1, 1))]
    mine = SyntheticOpenSearch(entries, "ignore text").mount(server)
    pages = list(opened(mine.url, session).search(Query(text="zebra", page_size=30)))
    assert {item.id for item in items(pages)} == {"zebra"} and pages[-1].filtered_by_client == {"text"}
    assert pages[-1].total == 1 and not pages[-1].total_is_lower_bound


def test_a_server_that_repeats_its_page_is_left(server, session):
    mine = SyntheticOpenSearch(MANY, "same page").mount(server)
    pages = list(opened(mine.url, session).search(Query(page_size=20, limit=None)))
    assert len(items(pages)) == 20 and len(mine.asked) == 2 and REPEATED in pages[-1].notes


def test_a_next_link_that_loops_is_left(server, session):
    mine = SyntheticOpenSearch(MANY, "next loops").mount(server)
    pages = list(opened(mine.url, session).search(Query(page_size=20, limit=None)))
    assert len(items(pages)) == 20 and len(mine.asked) <= 3 and not pages[-1].has_more


@pytest.mark.parametrize("fault", ["no total", "wrong total"])
def test_totals_that_lie_are_put_right(server, session, fault):
    mine = SyntheticOpenSearch(MANY, fault).mount(server)
    pages = list(opened(mine.url, session).search(Query(page_size=25, limit=None)))
    assert len(items(pages)) == pages[-1].total == 60
    assert not pages[-1].total_is_lower_bound and not pages[-1].has_more


def test_a_limit_is_kept_and_the_rest_is_said(server, session):
    mine = SyntheticOpenSearch(MANY).mount(server)
    pages = list(opened(mine.url, session).search(Query(limit=7)))
    assert len(items(pages)) == 7 and pages[-1].total == 60 and not pages[-1].has_more
    assert mine.asked[0]["count"] == ["7"]


def test_a_condition_on_granules_waits_for_them(server, session):
    mine = SyntheticOpenSearch(MANY).mount(server)
    query = Query(filters=(PropertyFilter("eo:cloud_cover", "<=", 20),))
    assert len(items(opened(mine.url, session).search(query))) == 60


def test_two_steps_through_the_entry_s_own_description(server, session):
    granules = SyntheticOpenSearch([(f"g{i}", "Scene", (1, 1, 2, 2)) for i in range(3)])
    granules.feed = server.add("/granules", granules._answer)
    second = synthetic_description(
        f"{granules.feed}?{PARAMETERS}&parent={{eo:parentIdentifier?}}&cc={{eo:cloudCover?}}", rel="results"
    )
    osdd = server.add("/second.xml", as_xml(second))
    link = f'<link rel="search" type="application/opensearchdescription+xml" href="{osdd}"/>'
    feed = server.add("/first", atom(synthetic_feed([synthetic_entry("C1", links=link)], 1)))
    catalog = opened(
        server.add("/osdd.xml", as_xml(synthetic_description(f"{feed}?q={{searchTerms?}}"))), session
    )
    (dataset,) = items(catalog.search(Query(text="snow")))
    assert isinstance(dataset, Dataset) and dataset.has_granules
    query = Query(
        text="snow", area=Area.bbox(0, 0, 5, 5), filters=(PropertyFilter("eo:cloud_cover", "<=", 20),)
    )
    (page,) = catalog.granules(dataset, query)
    assert [one.id for one in page.items] == ["g0", "g1", "g2"] and page.items[0].collection == "C1"
    (asked,) = granules.asked
    assert asked["parent"] == ["C1"] and asked["cc"] == ["[0,20]"] and "q" not in asked
    assert page.filtered_by_server == {"area", "eo:cloud_cover"}
    assert [one.name for one in catalog.queryables(dataset)] == ["eo:cloud_cover"]
    assert catalog.queryables() == ()


def test_two_steps_by_parent_identifier(server, session):
    feed = server.add("/feed", atom(synthetic_feed([synthetic_entry("g1")], 1)))
    template = f"{feed}?p={{eo:parentIdentifier?}}"
    catalog = opened(server.add("/osdd.xml", as_xml(synthetic_description(template))), session)
    (page,) = catalog.granules(Dataset(id="C 1", title="c"), Query())
    assert [one.key for one in page.items] == [("os", "C 1/g1")]
    assert server.seen[-1].query == {"p": ["C 1"]}


def test_the_parent_is_the_one_that_the_description_names(server, session):
    feed = server.add("/feed", atom(synthetic_feed([synthetic_entry("g1")], 1)))
    server.add("/osdd.xml", as_xml(synthetic_description(f"{feed}?p={{eo:parentIdentifier?}}")))
    href = server.url("/osdd.xml?parentIdentifier=EOP:SSARA&platform=ALOS")
    dataset = Dataset(id="EOP:SSARA:ALOS", title="t", links=(Link(href, LinkKind.OPENSEARCH),))
    (page,) = opened(href, session).granules(dataset, Query())
    assert server.seen[-1].query == {"p": ["EOP:SSARA"]} and page.items[0].collection == "EOP:SSARA:ALOS"


def test_a_catalogue_without_a_second_step_has_no_granules(server, session):
    mine = SyntheticOpenSearch(MANY).mount(server)
    assert list(opened(mine.url, session).granules(Dataset(id="x", title="x"), Query())) == []


def test_a_search_link_may_be_a_feed_itself(server, session):
    second = server.url("/page2")
    feed = server.add("/feed", atom(synthetic_feed([synthetic_entry("a")], 2, second)))
    server.add("/page2", atom(synthetic_feed([synthetic_entry("b")], 2, second)))
    dataset = Dataset(id="d", title="d", links=(Link(feed, LinkKind.OPENSEARCH),))
    found = list(granules_of_description(opened(feed, session), dataset, Query(limit=None)))
    assert [one.id for one in items(found)] == ["a", "b"]


def test_a_dead_search_link_gives_way_to_the_next(server, session):
    dead = server.add("/dead", as_html())
    feed = server.add("/feed", atom(synthetic_feed([synthetic_entry("a")], 1)))
    links = (Link(dead, LinkKind.OPENSEARCH), Link(feed, LinkKind.OPENSEARCH))
    catalog = opened(feed, session)
    assert len(items(catalog.granules(Dataset(id="d", title="d", links=links), Query()))) == 1
    with pytest.raises(BadAnswer):
        list(catalog.granules(Dataset(id="d", title="d", links=links[:1]), Query()))
    with pytest.raises(UnsupportedLink):
        list(granules_of_description(catalog, Dataset(id="d", title="d"), Query()))


def test_refusals_keep_the_server_s_words(server, session):
    said = "<Exception><ExceptionText>no such thing</ExceptionText></Exception>"
    report = f"<ExceptionReport>{said}</ExceptionReport>"
    feed = server.add("/feed", as_xml(report))
    catalog = opened(
        server.add("/osdd.xml", as_xml(synthetic_description(f"{feed}?q={{searchTerms?}}"))), session
    )
    with pytest.raises(RequestRefused, match="no such thing"):
        list(catalog.search(Query()))
    with pytest.raises(BadAnswer):
        opened(server.add("/page", as_html()), session).describe()


def test_geojson_answers_are_read(server, session):
    def answer(seen):
        start = int(seen.query["i"][0])
        features = [
            {
                "type": "Feature",
                "id": f"https://example.org/{start + i}",
                "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]},
                "properties": {
                    "identifier": f"S2_{start + i}",
                    "title": f"Scene {start + i}",
                    "date": "2020-01-01T00:00:00Z/2020-01-02T00:00:00Z",
                    "parentIdentifier": "S2",
                    "productInformation": {"cloudCover": 12.5},
                    "links": {
                        "data": [{"href": "/s.zip", "type": "application/zip", "length": 12}],
                        "previews": [{"href": "/q.png", "type": "image/png"}],
                        "search": [{"href": "/osdd", "type": "application/opensearchdescription+xml"}],
                    },
                },
            }
            for i in range(2)
        ]
        return as_json({"type": "FeatureCollection", "features": features, "properties": {"totalResults": 4}})

    feed = server.add("/feed", answer)
    text = synthetic_description(f"{feed}?i={{startIndex?}}&p={{eo:parentIdentifier?}}")
    text = text.replace("application/atom+xml", "application/geo+json")
    catalog = opened(server.add("/osdd.xml", as_xml(text)), session)
    datasets = items(catalog.search(Query(limit=None)))
    assert [one.id for one in datasets] == ["S2_1", "S2_2", "S2_3", "S2_4"] and datasets[0].has_granules
    granules = items(catalog.granules(Dataset(id="S2", title="S2"), Query(limit=None)))
    assert [one.cloud_cover for one in granules] == [12.5] * 4 and granules[0].collection == "S2"
    first = granules[0]
    assert bounds(first.footprint) == (0, 0, 1, 1) and first.period.end.day == 2
    (file,) = first.links_of(LinkKind.DOWNLOAD)
    assert file.href == server.url("/s.zip") and file.size == 12 and first.thumbnail == server.url("/q.png")


@pytest.mark.parametrize(
    ("inside", "box"),
    [
        ("<georss:box>44 5 46 7</georss:box>", (5, 44, 7, 46)),
        ("<georss:polygon>44 5 44 7 46 7 46 5 44 5</georss:polygon>", (5, 44, 7, 46)),
        ("<georss:polygon>-90 -180 -90 180 90 180 90 -180 -90 -180</georss:polygon>", (-180, -90, 180, 90)),
        ("<georss:polygon>0 170 0 -170 10 -170 10 170 0 170</georss:polygon>", (170, 0, -170, 10)),
        ("<georss:box>0 170 10 -170</georss:box>", (170, 0, -170, 10)),
        ("<georss:point>45.5 6</georss:point>", (6, 45.5, 6, 45.5)),
        ("<georss:line>45 6 46 7</georss:line>", (6, 45, 7, 46)),
        ("<georss:where><gml:Envelope><gml:lowerCorner>44 5</gml:lowerCorner>"
         "<gml:upperCorner>46 7</gml:upperCorner></gml:Envelope></georss:where>", (5, 44, 7, 46)),
        ("<georss:where><gml:Polygon><gml:exterior><gml:LinearRing>"
         "<gml:posList>44 5 44 7 46 7 44 5</gml:posList>"
         "</gml:LinearRing></gml:exterior></gml:Polygon></georss:where>", (5, 44, 7, 46)),
    ],
)  # fmt: skip
def test_places_are_latitude_first(inside, box):
    assert bounds(read_granule(one_entry(inside), catalog="x", url="").footprint) == box


@pytest.mark.parametrize(
    "inside",
    [
        "",
        "<georss:box> </georss:box>",
        "<georss:polygon>1 2 x</georss:polygon>",
        "<georss:box>1 2 3</georss:box>",
    ],
)
def test_what_is_no_place_is_no_footprint(inside):
    found = read_granule(one_entry(inside), catalog="x", url="")
    assert found.footprint is None and found.footprint_note


def test_links_are_typed_by_rel():
    inside = (
        '<link rel="enclosure" href="d/x.zip" type="application/zip" length="10"/>'
        '<link rel="enclosure" href="https://example.org/wms?service=WMS&amp;layers=a"/>'
        f'<link rel="icon" href="https://{SOMEBODY}example.org/i.png"/>'
        '<link rel="via" href="https://example.org/m.xml" type="application/xml"/>'
        '<link rel="alternate" href="https://example.org/page" type="text/html"/><link rel="self" href="https://h/"/>'
        '<link rel="search" href="https://example.org/osdd" type="application/opensearchdescription+xml"/>'
        '<link type="OGC:WMS" title="Layer" href="https://example.org/ows?"/><link/>'
        '<owc:offering code="http://www.opengis.net/spec/owc-atom/1.0/req/wms"><owc:operation code="GetMap" '
        'href="https://example.org/o?service=WMS&amp;request=GetMap&amp;layers=snow"/></owc:offering>'
        '<media:group><media:content medium="image" url="https://example.org/q.png"><media:category>QUICKLOOK'
        "</media:category></media:content></media:group>"
    )  # fmt: skip
    found = read_dataset(one_entry(inside), catalog="x", url="https://h/base/feed")
    kinds = [(link.kind.value, link.href) for link in found.links]
    assert kinds == [
        ("download", "https://h/base/d/x.zip"),
        ("wms", "https://example.org/wms"),
        ("thumbnail", "https://example.org/i.png"),
        ("metadata", "https://example.org/m.xml"),
        ("info", "https://example.org/page"),
        ("opensearch", "https://example.org/osdd"),
        ("wms", "https://example.org/ows"),
        ("wms", "https://example.org/o"),
        ("thumbnail", "https://example.org/q.png"),
    ]
    assert found.links[0].size == 10 and found.links[7].name == "snow" and found.has_granules


def test_none_is_not_a_title():
    found = read_dataset(one_entry("", title="None"), catalog="x", url="")
    assert found.title == "k" and found.abstract == "About None"


def test_entries_that_cannot_be_read_are_counted(server, session):
    feed = server.add(
        "/feed", atom(f"<feed {NAMESPACES}><entry/>{synthetic_entry('a')}<entry><id/></entry></feed>")
    )
    catalog = opened(
        server.add("/osdd.xml", as_xml(synthetic_description(f"{feed}?q={{searchTerms?}}"))), session
    )
    (page,) = catalog.search(Query())
    assert [one.id for one in page.items] == ["a"] and page.skipped == 2


def test_a_page_that_names_its_description_is_followed(server, session):
    mine = SyntheticOpenSearch(MANY).mount(server)
    link = f'<link rel="search" type="application/opensearchdescription+xml" href="{mine.url}"/>'
    catalog = opened(server.add("/start", atom(synthetic_feed([], more=link))), session)
    assert catalog.describe().title == "Synthetic"
    assert catalog.describe().filters == {"text", "area", "period"}


def test_a_description_is_recognised(server, session):
    text = synthetic_description(f"https://example.org/?{PARAMETERS}")
    assert kind_of(text.encode()) == "opensearch"
    assert (
        kind_of(b'<?xml version="1.0"?>\n<!-- a -->\n<os:OpenSearchDescription xmlns:os="x"/>')
        == "opensearch"
    )
    assert kind_of(b"<html>OpenSearchDescription</html>") == ""
    assert detect_kind(server.add("/osdd", Reply(200, text.encode())), session) == "opensearch"


@pytest.mark.parametrize("href", ["http://[", "//[", "//[?x={searchTerms?}", "mailto:x"])
def test_broken_addresses_are_typed_errors(server, session, href):
    link = f'<link rel="search" type="application/opensearchdescription+xml" href="{href}"/>'
    urls = [
        server.add("/feed", atom(synthetic_feed([], more=link))),
        server.add("/osdd", as_xml(synthetic_description(href))),
    ]
    for url in urls:
        with pytest.raises(GaiaError):
            list(opened(url, session).search(Query()))
