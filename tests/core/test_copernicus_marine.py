"""Copernicus Marine: its links as its own record announces them (recorded), and a large static catalogue in
its shape (synthetic): what is read, in which order, and how little where the titles suffice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from gaia_plugin.core import Area, Cancel, Dataset, Period, Query, Session
from gaia_plugin.core.catalogs.federation import FederatedSearch, State
from gaia_plugin.core.catalogs.registry import load_registry, make_catalog, read_entry
from gaia_plugin.core.catalogs.stac.documents import BY_TITLE, MAX_DOCUMENTS, TOO_LARGE
from gaia_plugin.core.errors import Cancelled
from gaia_plugin.core.metadata import read_records
from gaia_plugin.core.model import LinkKind, Page
from gaia_plugin.core.net import Timeouts
from gaia_plugin.core.ogc import read_capabilities
from tests.conftest import Recorded
from tests.core.test_politeness import until
from tests.support.faultserver import FaultServer
from tests.support.synthetic_marine import CAPABILITIES, Marine

TITLES = {3: "Global Ocean Currents Forecast", 1: "Waves", 700: "Ocean Côtes d’Écume"}


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


def catalog_of(marine: Marine) -> Any:
    said = {"id": "marine", "kind": "stac-static", "url": marine.url}
    entry = read_entry(said, folder=None)  # type: ignore[arg-type]
    assert entry is not None
    return make_catalog(entry, Session(timeouts=Timeouts(connect=30, read=30)))


def titles(pages: list[Page]) -> list[str]:
    return [one.title for page in pages for one in page.items]


def test_the_recorded_product_announces_its_datasets_and_their_tiles(recorded: Recorded) -> None:
    (record,) = read_records(recorded.bytes("copernicus-marine/iso19139.xml"))
    stac = [one.href for one in record.links_of(LinkKind.STAC)]
    assert len(stac) == 2 and all(href.endswith("/dataset.stac.json") for href in stac)
    (tiles,) = record.links_of(LinkKind.WMTS)
    assert tiles.href.startswith(
        "https://wmts.marine.copernicus.eu/teroWmts/SEALEVEL_GLO_PHY_CLIMATE_L4_MY_008_057/"
    )
    assert record.has_granules


def test_products_then_datasets_then_their_links(server: FaultServer) -> None:
    marine = Marine(server, 5, TITLES)
    catalog = catalog_of(marine)
    pages = list(catalog.search(Query()))
    assert titles(pages) == ["Product number 0", "Waves", "Product number 2", TITLES[3], "Product number 4"]
    assert (pages[-1].total, pages[-1].total_is_lower_bound) == (5, False)
    assert not [path for path in marine.read if path.endswith("dataset.stac.json")], "no dataset was read yet"
    currents = next(one for page in pages for one in page.items if one.title == TITLES[3])
    assert isinstance(currents, Dataset) and currents.has_granules and currents.footprint
    assert currents.doi == "10.48670/synthetic-001" and currents.thumbnail.endswith(".gif")
    (found,) = [page for page in catalog.granules(currents, Query()) if page.items]
    assert [one.id[-6:] for one in found.items] == ["202211", "202411"]
    links = {one.key: one for one in found.items[0].links if one.key}
    assert {key: one.kind for key, one in links.items()} == {
        "native": LinkKind.INFO,  # a folder: no file to fetch
        "timeChunked": LinkKind.INFO,
        "opendap": LinkKind.OPENDAP,
        "wmts": LinkKind.WMTS,
    }
    assert links["wmts"].streamable and not links["native"].downloadable
    assert links["wmts"].href == server.url(f"/teroWmts/SYNTHETIC_PHY_003/{found.items[0].id}")
    assert found.items[0].period == Period("2020-11-01T00:00:00Z", "2024-05-02T00:00:00Z")


def test_datasets_of_one_product_are_filtered_by_place_and_time(server: FaultServer) -> None:
    catalog = catalog_of(Marine(server, 2, TITLES))
    product = next(iter(catalog.search(Query()))).items[0]
    late = Query(period=Period("2030", None))
    assert [one for page in catalog.granules(product, late) for one in page.items] == []
    south = Query(area=Area.bbox(0, -89, 10, -85))
    assert [one for page in catalog.granules(product, south) for one in page.items] == []


def test_its_tiles_have_a_time(server: FaultServer) -> None:
    base = "https://wmts.example/teroWmts"
    capabilities = read_capabilities(CAPABILITIES.format(base=base).encode(), LinkKind.WMTS, base)
    (offer,) = capabilities.offers
    assert dict(offer.dimensions) == {
        "time": "2024-05-02T00:00:00Z",
        "elevation": "-0.49402499198913574",
    }
    assert offer.name.endswith("/uo") and offer.tile_matrix_sets


# --- a large catalogue


def test_what_the_titles_name_is_read_first(server: FaultServer) -> None:
    marine = Marine(server, 320, TITLES)
    pages = catalog_of(marine).search(Query(text="ocean currents", limit=1))
    (page,) = pages
    assert titles([page]) == [TITLES[3]] and page.filtered_by_client == {"text"}
    assert marine.read[1] == "SYNTHETIC_PHY_003/product.stac.json"
    assert len(marine.read) <= 4, "the others wait until somebody wants them"


def test_the_others_are_read_as_well_where_the_list_is_not_too_long(server: FaultServer) -> None:
    """ "Currents" stands in every description here, in one title only."""
    marine = Marine(server, 60, TITLES)
    pages = list(catalog_of(marine).search(Query(text="currents")))
    found = titles(pages)
    assert found[0] == TITLES[3] and len(found) == 60
    assert (pages[-1].total, pages[-1].total_is_lower_bound) == (60, False) and pages[-1].notes == ()


def test_of_a_very_long_list_only_what_its_titles_name(server: FaultServer) -> None:
    marine = Marine(server, 3000, TITLES)
    pages = list(catalog_of(marine).search(Query(text="écume ocean")))
    assert titles(pages) == [TITLES[700]]
    assert marine.read[1:] == ["SYNTHETIC_PHY_700/product.stac.json"]
    assert (pages[-1].total, pages[-1].total_is_lower_bound) == (1, True)
    assert pages[-1].notes == (BY_TITLE.format(count=3000),)


@pytest.mark.parametrize("titled, text", [(False, "currents"), (True, "nowhere"), (True, "")])
def test_where_titles_do_not_tell_the_walk_is_lazy_and_can_be_cancelled(
    server: FaultServer, titled: bool, text: str
) -> None:
    marine = Marine(server, 3000, TITLES, titled=titled)
    cancel = Cancel()
    walk = catalog_of(marine).search(Query(text=text, page_size=10), cancel)
    if text != "nowhere":
        assert len(next(walk).items) <= 10
        assert len(marine.read) < 100
        cancel.cancel()
    else:
        server.add(
            "/metadata/SYNTHETIC_PHY_020/product.stac.json", lambda seen: _cancelling(cancel, marine, seen)
        )
    with pytest.raises(Cancelled):
        list(walk)
    assert len(marine.read) < 100


def _cancelling(cancel: Cancel, marine: Marine, seen: Any) -> Any:
    cancel.cancel()
    return marine.document(seen)


def test_a_walk_without_end_is_bounded(server: FaultServer, monkeypatch: pytest.MonkeyPatch) -> None:
    from gaia_plugin.core.catalogs.stac import documents

    assert MAX_DOCUMENTS <= 5000
    monkeypatch.setattr(documents, "MAX_DOCUMENTS", 40)
    marine = Marine(server, 500, {}, titled=False)
    pages = list(catalog_of(marine).search(Query(text="nothing such")))
    assert len(marine.read) == 41 and TOO_LARGE.format(count=40) in pages[-1].notes
    assert (pages[-1].total, pages[-1].total_is_lower_bound) == (0, True)


def test_a_search_that_has_enough_rests(server: FaultServer) -> None:
    """In the window a search gives its first records and waits to be asked for more: nothing is read then."""
    marine = Marine(server, 1000, {}, titled=False)
    federated = FederatedSearch(
        Query(page_size=20), [catalog_of(marine)], on_page=lambda page: None, batch=20
    )
    federated.start()
    assert federated.wait(30) and federated.statuses["marine"].state is State.PAUSED
    read = len(marine.read)
    assert read < 100
    assert federated.more() and federated.wait(30)
    assert read < len(marine.read) < 200
    federated.cancel()
    assert until(lambda: federated.statuses["marine"].state is State.CANCELLED)


def test_a_second_search_reads_nothing_again(server: FaultServer) -> None:
    marine = Marine(server, 30, TITLES)
    catalog = catalog_of(marine)
    assert len(titles(list(catalog.search(Query())))) == 30
    read = len(marine.read)
    assert titles(list(catalog.search(Query(text="waves")))) == ["Waves"]
    assert len(marine.read) == read == 31


def test_the_row_is_a_static_catalogue_of_the_ocean() -> None:
    entry = next(one for one in load_registry() if one.id == "copernicus-marine")
    assert (entry.kind, entry.max_connections) == ("stac-static", 2) and "granules" in entry.offers
