"""OpenSearch of two versions of pycsw, against what their CSW gives."""

from __future__ import annotations

import pytest

from gaia_plugin.core.catalogs.base import CatalogEntry
from gaia_plugin.core.catalogs.csw import CswCatalog
from gaia_plugin.core.catalogs.opensearch import OpenSearchCatalog
from gaia_plugin.core.model import Area, LinkKind, Period, Query
from gaia_plugin.core.net import Session

pytestmark = pytest.mark.hub
ALPS = Area.bbox(5.0, 44.0, 8.0, 46.5)


@pytest.fixture(
    scope="module", params=[("opensearch", "csw"), ("opensearch2", "csw2")], ids=lambda pair: pair[0]
)
def pair(request, hub):
    session = Session()
    mine, other = request.param
    opened = OpenSearchCatalog(CatalogEntry(id="os", kind="opensearch", url=hub[mine]), session)
    yield opened, CswCatalog(CatalogEntry(id="csw", kind="csw", url=hub[other]), session)
    session.close()


def by_id(catalog, query):
    return {item.id: item for page in catalog.search(query) for item in page.items}


def test_every_record_once_whatever_the_page(pair):
    found, theirs = by_id(pair[0], Query(limit=None, page_size=20)), by_id(pair[1], Query(limit=None))
    assert set(found) == set(theirs) and len(found) >= 60
    assert all(found[key].title.split() == theirs[key].title.split() for key in found)


@pytest.mark.parametrize("query", [Query(text="snow"), Query(area=ALPS), Query(text="neige", area=ALPS)])
def test_it_finds_what_csw_finds(pair, query):
    pages = list(pair[0].search(query))
    found = {item.id for page in pages for item in page.items}
    assert found == set(by_id(pair[1], query)) and found
    assert pages[-1].filtered_by_server == query.parts and pages[-1].total == len(found)


def test_a_record_s_fields(pair):
    found = by_id(pair[0], Query(text="snow"))["hub-snow-2023"]
    assert found.title == "Enneigement mensuel du massif, 2023 (neige)"
    assert found.abstract.startswith("Présence de neige par mois") and found.updated == "2024-01-10"
    assert found.footprint["coordinates"][0][0] == [5.0, 44.5]
    assert {keyword.text for keyword in found.keywords} == {"neige", "snow", "cryosphère"}
    assert found.links_of(LinkKind.WMS) and found.links_of(LinkKind.STAC) and found.has_granules


def test_the_granules_of_a_record_that_announces_stac(pair):
    dataset = by_id(pair[0], Query(text="snow"))["hub-snow-2023"]
    found = [item for page in pair[0].granules(dataset, Query(text="snow")) for item in page.items]
    assert found and all(item.collection == "snow-monthly" for item in found)


def test_periods_are_the_server_s(pair):
    """pycsw finds what lies within the period, not what meets it, and its entries do not say when."""
    within = by_id(pair[0], Query(period=Period("2020", "2020")))
    assert within and set(within) <= set(by_id(pair[1], Query(period=Period("2020", "2020"), limit=None)))
    assert set(by_id(pair[0], Query(period=Period("2020", None)))) >= set(within)
