"""OGC API Records on real servers, with OWSLib's client asking the same of them, item for item."""

from __future__ import annotations

import pytest

from gaia_plugin.core.catalogs.base import CatalogEntry
from gaia_plugin.core.catalogs.csw import CswCatalog
from gaia_plugin.core.catalogs.finder import find
from gaia_plugin.core.catalogs.records_api import RecordsApiCatalog
from gaia_plugin.core.model import Area, LinkKind, Period, PropertyFilter, Query, Sort
from gaia_plugin.core.net import Session

pytestmark = [pytest.mark.hub, pytest.mark.filterwarnings("ignore::DeprecationWarning")]
ALPS = (5.0, 44.0, 8.0, 46.5)


@pytest.fixture(scope="module")
def session():
    with Session() as made:
        yield made


@pytest.fixture(scope="module")
def catalog(hub, session):
    return RecordsApiCatalog(CatalogEntry(id="records", kind="records", url=hub["records"]), session)


@pytest.fixture(scope="module")
def everything(catalog):
    return items(catalog.search(Query(limit=None, page_size=20)))


def owslib(url, collection):
    """OWSLib's client: the identifiers of all pages of what it is asked for."""
    records = pytest.importorskip("owslib.ogcapi.records")
    client = records.Records(url)
    assert collection in client.records()

    def ask(**asked):
        found, offset = [], 0
        while True:
            page = client.collection_items(collection, limit=20, offset=offset, **asked)
            found += [one["id"] for one in page["features"]]
            offset += len(page["features"])
            if not page["features"] or offset >= page["numberMatched"]:
                return found

    return ask


@pytest.fixture(scope="module")
def oracle(hub):
    return owslib(hub["records"], "metadata:main")


def items(pages):
    return [item for page in pages for item in page.items]


def ids(records):
    return [one.id for one in records]


def test_every_record_once_in_the_servers_order(catalog, everything, oracle):
    assert len(everything) >= 66 and len(set(ids(everything))) == len(everything)
    assert ids(everything) == oracle()
    (page,) = catalog.search(Query(limit=1, page_size=1))
    assert (page.total, page.total_is_lower_bound) == (len(everything), False)


@pytest.mark.parametrize("word", ["neige", "TEMPERATURE", "température", "Namibia", "unheardof"])
def test_one_word(catalog, oracle, word):
    pages = list(catalog.search(Query(text=word, limit=None)))
    assert ids(items(pages)) == oracle(q=word) and pages[0].filtered_by_server == {"text"}


def test_several_words_are_what_is_in_both(catalog, oracle):
    pages = list(catalog.search(Query(text="occupation sol", limit=None)))
    assert set(ids(items(pages))) == set(oracle(q="occupation")) & set(oracle(q="sol"))
    assert pages[0].filtered_by_client == {"text"}
    # The server refuses an apostrophe; it is not sent.
    assert len(items(catalog.search(Query(text="l'air")))) > 0


def test_an_area(catalog, oracle, everything):
    found = items(catalog.search(Query(area=Area.bbox(*ALPS), limit=None)))
    assert ids(found) == oracle(bbox=list(ALPS))
    area = Area.bbox(*ALPS)
    assert set(ids(found)) == {one.id for one in everything if area.intersects(one.footprint)}


def test_an_area_across_the_antimeridian(catalog, oracle):
    """The server takes west > east for the rest of the Earth; both halves are asked for."""
    area = Area.bbox(170, -25, -170, -10)
    found = items(catalog.search(Query(area=area, limit=None)))
    halves = [*oracle(bbox=[170, -25, 180, -10]), *oracle(bbox=[-180, -25, -170, -10])]
    assert ids(found) == list(dict.fromkeys(halves)) and "hub-sst-fiji" in ids(found)


@pytest.mark.parametrize(
    "period", [Period("2018", None), Period(None, "2005"), Period("2010-06-01", "2012-01-01")]
)
def test_a_period_finds_all_that_meet_it(catalog, everything, period):
    """Its own ``datetime`` gives only records that lie inside."""
    pages = list(catalog.search(Query(period=period, limit=None)))
    assert set(ids(items(pages))) == {one.id for one in everything if period.intersects(one.period)}
    assert pages[0].filtered_by_server == {"period"} and len(items(pages)) > 4


def test_conditions_and_order(catalog, oracle):
    series = items(catalog.search(Query(filters=(PropertyFilter("type", "=", "series"),))))
    assert ids(series) == oracle(filter="type = 'series'") and len(series) > 0
    wanted = PropertyFilter("keywords", "like", "%neige%")
    assert ids(items(catalog.search(Query(filters=(wanted,))))) == oracle(filter="keywords LIKE '%neige%'")
    ordered = items(catalog.search(Query(sort=Sort("title", True), limit=None)))
    assert ids(ordered) == oracle(sortby="-title")


def test_what_is_refused_is_done_here(catalog):
    pages = list(catalog.search(Query(filters=(PropertyFilter("title", "like", "%l'air, site 0%"),))))
    assert len(items(pages)) == 1 and pages[0].filtered_by_client == {"title"} and pages[0].notes


def test_records_are_those_of_its_csw(catalog, everything, hub, session):
    """The same records in ISO 19139, read by another adapter: what both formats can say is the same."""
    csw = CswCatalog(CatalogEntry(id="csw", kind="csw", url=hub["csw"]), session)
    others = {one.id: one for one in items(csw.search(Query(limit=None)))}
    assert set(others) == set(ids(everything))
    same = [one for one in everything if one.id.startswith("hub-") and one.links and others[one.id].links]
    assert len(same) > 40
    for one in same:
        other = others[one.id]
        assert one.title == other.title and one.abstract == other.abstract
        if one.footprint and other.footprint and one.id != "hub-many-boxes":
            assert Area(one.footprint).bounds == pytest.approx(Area(other.footprint).bounds, abs=0.01)
        mine = {(link.kind, link.name) for link in one.links if link.kind is LinkKind.WMS}
        assert mine == {(link.kind, link.name) for link in other.links if link.kind is LinkKind.WMS}


def test_a_record_that_announces_stac_has_granules(catalog, everything):
    snow = next(one for one in everything if one.id == "hub-snow-2023")
    assert snow.has_granules
    assert len(items(catalog.granules(snow, Query(limit=5)))) == 5
    assert catalog.complete(snow) == snow


def test_a_part_of_its_address_leads_there(hub, session):
    for path in ("", "/collections", "/collections/metadata:main/items?q=x"):
        found = find(f"{hub['records']}{path}", session)
        assert found.kind == "records" and found.entry is not None, path


# pygeoapi


@pytest.fixture(scope="module")
def other(hub, session):
    url = f"{hub['pygeoapi']}/collections/records"
    return RecordsApiCatalog(CatalogEntry(id="pygeoapi", kind="records", url=url), session)


@pytest.fixture(scope="module")
def other_oracle(hub):
    return owslib(hub["pygeoapi"], "records")


def test_pygeoapi_gives_every_record_once(other, other_oracle):
    pages = list(other.search(Query(limit=None)))
    assert ids(items(pages)) == other_oracle() and len(pages) > 1  # it gives seven at a time
    assert (pages[0].total, pages[0].total_is_lower_bound) == (len(items(pages)), False)
    one = next(one for one in items(pages) if one.id == "hub-snow-2023")
    assert one.period.interval() == "2023-01-01T00:00:00Z/.." and one.license and one.provider
    assert [link.name for link in one.links_of(LinkKind.WMS)] == ["snow"] and one.has_granules
    assert other.complete(one).title == one.title


def test_pygeoapi_finds_words_areas_and_values(other, other_oracle):
    assert ids(items(other.search(Query(text="neige")))) == other_oracle(q="neige")
    assert other_oracle(q="occupation massif") == []  # one phrase
    both = set(other_oracle(q="occupation")) & set(other_oracle(q="massif"))
    assert set(ids(items(other.search(Query(text="occupation massif"))))) == both and both
    area = items(other.search(Query(area=Area.bbox(*ALPS))))
    assert ids(area) == other_oracle(bbox=list(ALPS)) and area
    across = list(other.search(Query(area=Area.bbox(175, -25, -175, -15))))
    assert "hub-sst-fiji" in ids(items(across)) and across[0].filtered_by_server == {"area"}
    english = PropertyFilter("language", "=", "eng")
    pages = list(other.search(Query(filters=(english,))))
    assert ids(items(pages)) == other_oracle(language="eng") and pages[0].filtered_by_server == {"language"}
    ordered = items(other.search(Query(sort=Sort("title", False))))
    assert ids(ordered) == other_oracle(sortby="title")


def test_pygeoapis_times_are_of_its_records_and_not_asked_for(other, other_oracle):
    everything = items(other.search(Query(limit=None)))
    period = Period("2023-06-01", None)
    pages = list(other.search(Query(period=period)))
    assert set(ids(items(pages))) == {one.id for one in everything if period.intersects(one.period)}
    assert pages[0].filtered_by_client == {"period"} and "period" not in other.describe().filters
    assert set(other_oracle(datetime_="2023-06-01/..")) == set(ids(everything))  # what it would have said


def test_an_area_over_which_the_server_stumbles_is_looked_for_here(hub, session):
    entry = CatalogEntry(id="placeless", kind="records", url=hub["pygeoapi_placeless"])
    pages = list(RecordsApiCatalog(entry, session).search(Query(text="massif", area=Area.bbox(*ALPS))))
    assert items(pages) and "hub-placeless" not in ids(items(pages))
    assert (pages[0].filtered_by_server, pages[0].filtered_by_client) == ({"text"}, {"area"})
