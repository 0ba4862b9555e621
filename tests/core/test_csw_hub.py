"""The CSW adapter on two versions of pycsw, with OWSLib's client asking the same of them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

import pytest

from gaia_plugin.core.catalogs.base import CatalogEntry
from gaia_plugin.core.catalogs.clientside import keep
from gaia_plugin.core.catalogs.csw import CswCatalog
from gaia_plugin.core.model import Area, Dataset, LinkKind, Page, Period, PropertyFilter, Query, Sort, bounds
from gaia_plugin.core.net import Session

pytestmark = [
    pytest.mark.hub,
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]
ALPS = (5.0, 44.0, 8.0, 46.5)
GMD = "http://www.isotc211.org/2005/gmd"


@pytest.fixture(scope="module", params=["csw", "csw2"])
def catalog(request, hub) -> CswCatalog:
    return CswCatalog(CatalogEntry(id=request.param, kind="csw", url=hub[request.param]), Session())


@pytest.fixture(scope="module")
def everything(catalog) -> list[Dataset]:
    return items(catalog.search(Query(limit=None, page_size=30)))


def items(pages: Iterable[Page]) -> list[Dataset]:
    return [item for page in pages for item in page.items]


def ids(records: Iterable[Dataset]) -> set[str]:
    return {record.id for record in records}


def owslib_ids(catalog: CswCatalog, constraints: list) -> set[str]:
    """What OWSLib's client finds, page after page."""
    csw = pytest.importorskip("owslib.csw")
    client = csw.CatalogueServiceWeb(catalog.entry.url, timeout=30)
    found: set[str] = set()
    start = 1
    while True:
        client.getrecords2(
            constraints=constraints, startposition=start, maxrecords=20, esn="full", outputschema=GMD
        )
        found.update(client.records)
        start = client.results["nextrecord"]
        if not start or start > client.results["matches"]:
            return found


def test_every_record_once_whatever_the_page(catalog, everything):
    assert len(ids(everything)) == len(everything) >= 60
    pages = list(catalog.search(Query(limit=None, page_size=7)))
    assert ids(items(pages)) == ids(everything) == owslib_ids(catalog, [])
    assert {page.total for page in pages} == {len(everything)} and not any(page.skipped for page in pages)


@pytest.mark.parametrize("text", ["neige", "occupation du sol", "Neige", "nothing-like-this"])
def test_text(catalog, text):
    fes = pytest.importorskip("owslib.fes")
    pages = list(catalog.search(Query(text=f'"{text}"')))
    theirs = owslib_ids(catalog, [fes.PropertyIsLike("csw:AnyText", f"%{text}%")])
    assert ids(items(pages)) == theirs
    assert pages[0].filtered_by_server == {"text"} and pages[0].total == len(theirs)


def test_all_words_must_be_there(catalog):
    both = ids(items(catalog.search(Query(text="neige occupation"))))
    assert both == ids(items(catalog.search(Query(text="neige")))) & ids(
        items(catalog.search(Query(text="occupation")))
    )


@pytest.mark.parametrize(
    "box", [ALPS, (-70.0, -60.0, 80.0, -30.0), (-180.0, -90.0, 180.0, 90.0), (0.0, 0.0, 0.5, 0.5)]
)
def test_box(catalog, everything, box):
    fes = pytest.importorskip("owslib.fes")
    area = Area.bbox(*box)
    pages = list(catalog.search(Query(area=area, limit=None)))
    theirs = owslib_ids(
        catalog, [fes.BBox([box[1], box[0], box[3], box[2]], crs="urn:ogc:def:crs:EPSG::4326")]
    )
    mine = ids(items(pages))
    drawn = {record.id for record in everything if area.intersects(record.footprint)}
    assert mine <= theirs and drawn & theirs <= mine
    # What the server alone finds has boxes round which it has drawn one larger box.
    assert all(not area.intersects(r.footprint) for r in everything if r.id in theirs - mine)


def test_a_box_across_the_antimeridian(catalog):
    fiji = Area.bbox(170, -25, -170, -10)
    east, west = Area.bbox(170, -25, 180, -10), Area.bbox(-180, -25, -170, -10)
    found = ids(items(catalog.search(Query(area=fiji))))
    assert found == ids(items(catalog.search(Query(area=east)))) | ids(
        items(catalog.search(Query(area=west)))
    )
    assert found


@pytest.mark.parametrize(
    "period",
    [
        Period("2018", "2023-06"),
        Period("2018-01-01", None),
        Period(None, "2005"),
        Period("2023-01-01", "2023-01-01"),
    ],
)
def test_period(catalog, everything, period):
    query = Query(period=period, limit=None)
    pages = list(catalog.search(query))
    truth = ids(keep(everything, query, frozenset({"period"})))
    mine = ids(items(pages))
    assert mine <= truth
    # A record that goes on is found, though the server's index has no end for it.
    going_on = {
        r.id for r in everything if r.id in truth and r.period and r.period.end is None and r.period.start
    }
    assert going_on <= mine
    # Else pycsw misses only what it does not index: periods that it reads otherwise than the record says.
    assert len(truth - mine) <= len(truth) // 3


def test_text_box_and_period_together(catalog, everything):
    query = Query(text="neige", area=Area.bbox(*ALPS), period=Period("2018", "2024"))
    found = items(catalog.search(query))
    assert found and all(
        query.area.intersects(r.footprint) and query.period.intersects(r.period) for r in found
    )
    assert ids(found) <= ids(items(catalog.search(Query(text="neige"))))


def test_sorted_by_title(catalog):
    found = items(catalog.search(Query(sort=Sort("title", descending=False), limit=None, page_size=20)))
    titles = [record.title for record in found]
    assert titles == sorted(titles)


def test_a_property_of_the_profile(catalog, everything):
    pages = list(catalog.search(Query(filters=(PropertyFilter("apiso:Type", "=", "series"),))))
    assert ids(items(pages)) == {record.id for record in everything if record.kind == "series"}
    assert pages[0].filtered_by_server == {"apiso:Type"}


def test_one_record_is_what_the_search_gave(catalog, everything):
    wanted = next(record for record in everything if record.links)
    found = catalog.record(wanted.id)
    assert (found.title, found.abstract, found.footprint, found.period) == (
        wanted.title, wanted.abstract, wanted.footprint, wanted.period,
    )  # fmt: skip
    assert tuple(found.links) == tuple(wanted.links)


def test_children_of_a_series(catalog, everything):
    parents = {record.parent for record in everything if record.parent} & ids(everything)
    if not parents:
        pytest.skip("this catalogue holds no series with children")
    for parent in (record for record in everything if record.id in parents):
        expected = {record.id for record in everything if record.parent == parent.id}
        assert ids(items(catalog.granules(parent, Query()))) == expected
        children = items(catalog.children(parent, Query(text="not applied")))
        assert ids(children) == expected
        above = catalog.parent(children[0])
        assert above is not None and above.key == parent.key and above.title == parent.title
    assert catalog.parent(dataclasses.replace(everything[0], parent="")) is None


def test_links_lead_to_services(everything):
    kinds = {link.kind for record in everything for link in record.links}
    assert {LinkKind.WMS, LinkKind.WFS, LinkKind.DOWNLOAD} <= kinds
    for record in everything:
        for link in record.links_of(LinkKind.WMS):
            assert "request=" not in link.href.lower()


def test_dublin_core_says_the_same_as_iso(catalog, everything, hub):
    """A server without ISO output: the same records, poorer, in the same places."""
    other = CswCatalog(catalog.entry, Session())
    other.describe()
    other._capabilities = dataclasses.replace(
        other._capabilities, schemas=("http://www.opengis.net/cat/csw/2.0.2",)
    )
    plain = {record.id: record for record in items(other.search(Query(limit=None)))}
    assert set(plain) == ids(everything)
    for record in everything:
        mine = plain[record.id]
        assert mine.title == record.title
        if record.footprint and mine.footprint and record.footprint["type"] == "Polygon":
            assert all(abs(a - b) < 0.01 for a, b in zip(bounds(mine.footprint), bounds(record.footprint)))
    assert sum(bool(record.footprint) for record in plain.values()) > len(plain) // 2
    assert any(link.kind is LinkKind.WMS for record in plain.values() for link in record.links)
