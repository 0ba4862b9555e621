"""A DataONE node on synthetic answers of its index, and its recorded EML."""

from __future__ import annotations

import pytest

from gaia_plugin.core.catalogs.base import CatalogEntry
from gaia_plugin.core.catalogs.dataone import DataOneCatalog, clauses_of, read_doc
from gaia_plugin.core.catalogs.notes import REPEATED
from gaia_plugin.core.errors import BadAnswer, NotFound
from gaia_plugin.core.model import Area, LinkKind, Period, PropertyFilter, Query, bounds
from gaia_plugin.core.net import Retry, Session
from tests.support.faultserver import FaultServer, Reply, as_json
from tests.support.synthetic_dataone import SyntheticDataOne, synthetic_doc

ROOT = "https://example.org/d1/mn/v2"


@pytest.fixture
def server():
    with FaultServer() as running:
        yield running


@pytest.fixture
def catalog(server):
    session = Session(retry=Retry(times=0))
    options = {"landing": "https://data.example.org/view/{id}"}
    entry = CatalogEntry("pndb", "dataone", server.url("/d1/mn"), options=options)
    yield DataOneCatalog(entry, session)
    session.close()


def mounted(server, docs, faults=""):
    return SyntheticDataOne(docs, faults=faults).mount(server).asked


def items(pages):
    return [item for page in pages for item in page.items]


def test_a_document():
    found = read_doc(synthetic_doc(), catalog="pndb", root=ROOT, landing="https://data.example.org/view/{id}")
    assert (found.id, found.doi, found.title) == ("doi:10.1234/1", "10.1234/1", "Frogs of pond 1")
    assert bounds(found.footprint) == (5, 44, 7, 46) and found.period.start.year == 2001
    assert [one.text for one in found.keywords] == ["Rana", "pond"] and found.contacts[
        0
    ].name == "Ada Lovelace"
    record, page, file = found.links
    assert (record.kind, record.href) == (LinkKind.METADATA, f"{ROOT}/object/doi%3A10.1234%2F1")
    assert (page.kind, page.href) == (LinkKind.INFO, "https://data.example.org/view/doi:10.1234/1")
    assert (file.kind, file.href) == (LinkKind.DOWNLOAD, f"{ROOT}/object/urn%3Auuid%3Aa%20b")
    assert found.dates == (("publication", "2020-02-03"),) and found.compartments == ("biodiversity",)


def test_a_document_without_a_place():
    nowhere = {f"{side}BoundCoord": None for side in ("north", "south", "east", "west")}
    found = read_doc(synthetic_doc(**nowhere, beginDate="?"), catalog="", root=ROOT)
    assert found.footprint is None and found.footprint_note and found.period.end.year == 2005
    half = read_doc(synthetic_doc(northBoundCoord="x"), catalog="", root=ROOT)
    assert half.footprint is None


def test_clauses():
    query = Query(
        text='frog "Rana \\ t" OR) AND title:*',
        area=Area.bbox(170, -20, -170, -10),
        period=Period("2001", None),
        filters=(PropertyFilter("keywords", "in", ('a"b', "c")), PropertyFilter("nope", "=", 1)),
    )
    clauses, asked = clauses_of(query)
    assert asked == {"text", "area", "period", "keywords"}
    assert 'text:"frog"' in clauses and 'text:"Rana \\\\ t"' in clauses and 'text:"OR)"' in clauses
    assert 'text:"title:*"' in clauses and 'keywords:("a\\"b" OR "c")' in clauses
    (area,) = [one for one in clauses if "westBoundCoord" in one]
    assert area.count("southBoundCoord") == 2 and "eastBoundCoord:[170.000000 TO *]" in area
    (period,) = [one for one in clauses if "endDate" in one]
    assert "endDate:[2001-01-01T00:00:00Z TO *]" in period and "NOT endDate:[* TO *]" in period
    assert clauses_of(Query(period=Period(None, "2001")))[0][-1] == "beginDate:[* TO 2001-12-31T23:59:59Z]"


def test_a_search(server, catalog):
    asked = mounted(server, [synthetic_doc(i) for i in range(5)])
    query = Query(text="frogs", area=Area.bbox(0, 40, 10, 50), page_size=2, limit=None)
    pages = list(catalog.search(query))
    assert len(items(pages)) == 5 and [page.total for page in pages] == [5, 5, 5]
    assert pages[0].filtered_by_server == {"text", "area"} and not pages[0].filtered_by_client
    assert [one["start"] for one in asked] == ["0", "2", "4"] and asked[0]["wt"] == "json"
    assert asked[0]["q"].startswith("formatType:METADATA AND ") and 'text:"frogs"' in asked[0]["q"]
    assert "identifier,seriesId,title" in asked[0]["fl"]


@pytest.mark.parametrize("area", [(176, -15, 179, -12), (-179, -15, -176, -12), (178, -15, -178, -12)])
def test_records_across_the_antimeridian(server, catalog, area):
    """Wallis, Futuna and Fiji: one box across, one on each side of it, and one far away."""
    across = synthetic_doc(
        1, westBoundCoord=175, eastBoundCoord=-175, southBoundCoord=-16, northBoundCoord=-11
    )
    far = {"southBoundCoord": -16, "northBoundCoord": -11}
    others = [
        synthetic_doc(2, **far, westBoundCoord=175, eastBoundCoord=180),
        synthetic_doc(3, **far, westBoundCoord=-180, eastBoundCoord=-175),
        synthetic_doc(4, **far, westBoundCoord=20, eastBoundCoord=30),
        synthetic_doc(5, **far, westBoundCoord=0, eastBoundCoord=0),
    ]
    mounted(server, [across, *others])
    found = {one.id[-1] for one in items(catalog.search(Query(area=Area.bbox(*area))))}
    assert found == {"1"} | ({"2"} if area[0] > 0 else set()) | ({"3"} if area[2] < 0 else set())


@pytest.mark.parametrize("faults", ["same total", "total"])
def test_servers_that_misbehave_are_left(server, catalog, faults):
    asked = mounted(server, [synthetic_doc(i) for i in range(5)], faults)
    pages = list(catalog.search(Query(page_size=2, limit=None)))
    assert len(asked) < 6 and len(items(pages)) == (2 if "same" in faults else 5) == pages[-1].total
    assert (REPEATED in pages[-1].notes) == ("same" in faults)


def test_a_server_that_ignores_the_area(server, catalog):
    far = synthetic_doc(9, westBoundCoord=100, eastBoundCoord=110)
    mounted(
        server, [far, synthetic_doc(1), synthetic_doc(8, westBoundCoord=90, eastBoundCoord=91), far], "ignore"
    )
    (page,) = catalog.search(Query(area=Area.bbox(0, 40, 10, 50)))
    assert [one.id for one in page.items] == ["doi:10.1234/1"] and page.filtered_by_client == {"area"}


def test_a_record_made_whole(server, catalog, recorded):
    mounted(server, [synthetic_doc(7, identifier="sla.1.1")])
    server.add("/d1/mn/v2/object/sla.1.1", Reply(200, recorded.bytes("dataone/eml.xml")))
    (dataset,) = items(catalog.search(Query()))
    whole = catalog.complete(dataset)
    assert whole.key == dataset.key and whole.sources == dataset.sources
    assert whole.title.startswith("SBCLTER") and whole.lineage and whole.constraints
    assert whole.footprint == {"type": "Point", "coordinates": [-119.7443, 34.4]}
    hrefs = [link.href for link in whole.links]
    assert hrefs[:2] == [link.href for link in dataset.links][:2] and "http://sbc.lternet.edu" in hrefs
    assert whole.properties["shortName"] == "Reef fish abundance" and whole.properties["formatId"]
    assert whole.raw != dataset.raw


def test_an_object_of_the_network_is_the_node_s(server, catalog):
    mounted(server, [synthetic_doc(7, identifier="p", documents=["p"])])
    text = (
        '<eml:eml xmlns:eml="x" packageId="p"><dataset><title>t</title><dataTable><entityName>e'
        "</entityName><physical>"
        "<objectName>o.csv</objectName><distribution><online><url>ecogrid://knb/urn:uuid:a b</url></online>"
        "</distribution></physical></dataTable></dataset></eml:eml>"
    )
    server.add("/d1/mn/v2/object/p", Reply(200, text.encode()))
    whole = catalog.complete(items(catalog.search(Query()))[0])
    files = whole.links_of(LinkKind.DOWNLOAD)
    assert [one.href for one in files] == [server.url("/d1/mn/v2/object/urn%3Auuid%3Aa%20b")]
    assert files[0].name == "o.csv"


def test_what_cannot_be_read_is_said(server, catalog):
    mounted(server, [synthetic_doc(), None, {}], "ignore")
    (page,) = catalog.search(Query())
    assert len(page.items) == 1 and page.skipped == 2
    with pytest.raises(NotFound):
        catalog.complete(page.items[0])
    server.add("/d1/mn/v2/query/solr/", as_json({"error": 1}))
    with pytest.raises(BadAnswer):
        list(catalog.search(Query()))
