"""REST catalogues that misbehave, each in its own way: the results are right and finite all the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from gaia_plugin.core.catalogs.base import Catalog, CatalogEntry
from gaia_plugin.core.catalogs.notes import IGNORED, REPEATED
from gaia_plugin.core.catalogs.pager import next_offset
from gaia_plugin.core.catalogs.registry import make_catalog
from gaia_plugin.core.errors import (
    BadAnswer,
    Cancelled,
    GaiaError,
    NotFound,
    RequestRefused,
    ServiceUnavailable,
)
from gaia_plugin.core.model import Area, Page, Period, Query
from gaia_plugin.core.net import Cancel, Retry, Session
from tests.support.faultserver import FaultServer, Reply, as_html, as_json
from tests.support.synthetic_datagouv import SyntheticDataGouv, synthetic_datagouv
from tests.support.synthetic_rest import (
    JUNK,
    SyntheticApi,
    SyntheticDataCite,
    SyntheticDataverse,
    SyntheticGbif,
    synthetic_dataverse,
    synthetic_doi,
    synthetic_gbif,
)

ALPS = Area.bbox(5.0, 44.0, 8.0, 46.5)


def doi(number: int, **changes: Any) -> Any:
    title = changes.pop("title", f"Record {number}")
    return synthetic_doi(number, titles=[{"title": title}], **changes)


KINDS: dict[str, tuple[type[SyntheticApi], Callable[..., Any], str]] = {
    "datacite": (SyntheticDataCite, doi, "/dois"),
    "dataverse": (SyntheticDataverse, synthetic_dataverse, "/api/search"),
    "gbif": (SyntheticGbif, synthetic_gbif, "/v1/dataset/search"),
    "data-gouv": (SyntheticDataGouv, synthetic_datagouv, "/api/1/datasets/"),
}


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


@pytest.fixture
def session() -> Iterator[Session]:
    made = Session(retry=Retry(times=0))
    yield made
    made.close()


def made(
    server: FaultServer, session: Session, kind: str, *faults: str, count: int = 60
) -> tuple[Any, Catalog]:
    """The kind's server with records of which every fifth is of snow, and its adapter."""
    api, record, _ = KINDS[kind]
    records = [record(n, title=f"{'Snow' if n % 5 == 0 else 'Sea'} {n}") for n in range(1, count + 1)]
    running: Any = api(records, faults)
    running.mount(server)
    return running, make_catalog(CatalogEntry("x", kind, running.url), session)


def titles(pages: list[Page]) -> list[str]:
    return [item.title for page in pages for item in page.items]


def numbers(pages: list[Page]) -> list[int]:
    return sorted(int(title.split()[1]) for title in titles(pages))


each_kind = pytest.mark.parametrize("kind", list(KINDS))


@each_kind
@pytest.mark.parametrize("size", [7, 20, 60, 100])
@pytest.mark.parametrize("fault", ["", "huge total", "small total", "no total", "capped", "junk"])
def test_totals_that_lie_lose_nothing_and_add_nothing(
    server: FaultServer, session: Session, kind: str, fault: str, size: int
) -> None:
    running, catalog = made(server, session, kind, *([fault] if fault else []))
    pages = list(catalog.search(Query(page_size=size)))
    assert numbers(pages) == list(range(1, 61))
    assert not pages[-1].has_more and not pages[-1].total_is_lower_bound
    junk = len(JUNK) if fault == "junk" else 0
    assert pages[-1].total == 60 + junk
    assert all(page.has_more for page in pages[:-1])
    assert len(running.asked) <= 60 // min(size, 5) + 5
    assert sum(page.skipped for page in pages) == junk


@each_kind
def test_the_same_page_for_ever_ends_the_search(server: FaultServer, session: Session, kind: str) -> None:
    running, catalog = made(server, session, kind, "same page")
    pages = list(catalog.search(Query(page_size=10)))
    assert len(numbers(pages)) == 10 and len(running.asked) == 2
    assert REPEATED in pages[-1].notes and not pages[-1].has_more


@each_kind
def test_a_server_that_invents_records_is_left_at_the_limit(
    server: FaultServer, session: Session, kind: str
) -> None:
    running, catalog = made(server, session, kind, "endless")
    pages = list(catalog.search(Query(page_size=50, limit=120)))
    assert len(titles(pages)) == 120 and len(running.asked) <= 6
    assert pages[-1].total_is_lower_bound and pages[-1].total is not None and pages[-1].total >= 120


@each_kind
def test_a_server_that_invents_records_which_do_not_match_is_left(
    server: FaultServer, session: Session, kind: str
) -> None:
    running, catalog = made(server, session, kind, "endless", "hits fail")
    pages = list(catalog.search(Query(period=Period("1900", "1901"), limit=None)))
    assert not titles(pages) and len(running.asked) <= 25
    assert any("records were looked at" in note for note in pages[-1].notes)
    assert pages[-1].filtered_by_client == {"period"} and pages[-1].total_is_lower_bound


@pytest.mark.parametrize("kind", ["datacite", "data-gouv"])
def test_words_that_a_server_ignores_are_looked_for_here(
    server: FaultServer, session: Session, kind: str
) -> None:
    _, catalog = made(server, session, kind, "ignore")
    pages = list(catalog.search(Query(text="snow", page_size=20)))
    assert numbers(pages) == list(range(5, 61, 5)) and IGNORED in pages[-1].notes
    assert pages[-1].filtered_by_client == {"text"} and pages[-1].total == 12


def test_an_area_that_datacite_ignores_is_looked_at_here(server: FaultServer, session: Session) -> None:
    records = [doi(n, box=(5, 44, 8, 47) if n % 3 == 0 else (100, 0, 110, 10)) for n in range(1, 31)]
    running = SyntheticDataCite(records, ["ignore"]).mount(server)
    catalog = make_catalog(CatalogEntry("x", "datacite", running.url), session)
    pages = list(catalog.search(Query(area=ALPS, page_size=10)))
    assert numbers(pages) == list(range(3, 31, 3))
    assert pages[-1].filtered_by_client == {"area"} and IGNORED in pages[-1].notes and pages[-1].total == 10


@each_kind
def test_the_limit_is_kept_and_no_more_is_asked_for(server: FaultServer, session: Session, kind: str) -> None:
    running, catalog = made(server, session, kind)
    (page,) = catalog.search(Query(limit=7))
    assert len(page.items) == 7 and page.total == 60 and not page.has_more and len(running.asked) == 1


@each_kind
def test_pages_follow_each_other_only_when_asked(server: FaultServer, session: Session, kind: str) -> None:
    running, catalog = made(server, session, kind)
    search = catalog.search(Query(page_size=10))
    assert next(search).has_more and len(running.asked) == 1
    list(search)
    assert len(running.asked) == 6


@each_kind
@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (Reply(404), NotFound),
        (as_html(), BadAnswer),
        (Reply(200, b"{"), BadAnswer),
        (as_json([]), BadAnswer),
        (as_json({"data": 3, "results": {}}), BadAnswer),
        (as_json({"data": {"items": "x"}}), BadAnswer),
        (Reply(503), ServiceUnavailable),
        (as_json({"status": "ERROR", "message": "all is lost"}, 400), RequestRefused),
    ],
)
def test_no_answer_at_all_is_a_typed_error(
    server: FaultServer, session: Session, kind: str, reply: Reply, error: type[GaiaError]
) -> None:
    url = server.add(KINDS[kind][2], reply)
    with pytest.raises(error) as caught:
        list(make_catalog(CatalogEntry("x", kind, url), session).search(Query(text="x", area=ALPS)))
    assert caught.value.host.startswith("127.0.0.1") and len(server.seen) <= 4


@each_kind
def test_a_failure_in_the_middle_is_raised_after_what_came_before(
    server: FaultServer, session: Session, kind: str
) -> None:
    _, catalog = made(server, session, kind)
    search = catalog.search(Query(page_size=10))
    assert len(next(search).items) == 10
    server.add(KINDS[kind][2], Reply(503))
    with pytest.raises(ServiceUnavailable):
        list(search)


@each_kind
def test_a_cancelled_search_stops(server: FaultServer, session: Session, kind: str) -> None:
    _, catalog = made(server, session, kind)
    cancel = Cancel()
    search = catalog.search(Query(page_size=10, period=Period("2000", None)), cancel)
    next(search)
    cancel.cancel()
    with pytest.raises(Cancelled):
        list(search)


@pytest.mark.parametrize("kind", ["dataverse", "gbif"])
def test_hits_whose_own_page_is_gone_stay_as_they_are(
    server: FaultServer, session: Session, kind: str
) -> None:
    _, catalog = made(server, session, kind, "hits fail", "no blocks", count=3)
    query = Query(period=Period("1975", None)) if kind == "gbif" else Query()
    (page,) = catalog.search(query)
    assert len(page.items) == 3 and any("could not be read in full" in note for note in page.notes)


@pytest.mark.parametrize("kind", ["dataverse", "gbif"])
def test_hits_are_completed_two_at_a_time_at_most(server: FaultServer, session: Session, kind: str) -> None:
    running, catalog = made(server, session, kind, "no blocks", count=30)
    list(catalog.search(Query(area=ALPS)))
    assert running.details == 30 and server.most_at_once <= 2


@pytest.mark.parametrize(
    ("position", "got", "size", "total", "following"),
    [
        (0, 0, 10, 50, None),
        (0, 10, 10, 50, 10),
        (40, 10, 10, 50, None),
        (0, 5, 10, 50, 5),
        (0, 10, 10, 10, 10),  # the page's own count, perhaps
        (0, 7, 10, 7, None),
        (10, 10, 10, 10, 20),
        (0, 10, 10, None, 10),
        (0, 9, 10, None, None),
    ],
)
def test_where_the_next_page_starts(
    position: int, got: int, size: int, total: int | None, following: int | None
) -> None:
    assert next_offset(position, got, size, total) == following


@each_kind
def test_what_a_catalogue_says_of_itself(server: FaultServer, session: Session, kind: str) -> None:
    _, catalog = made(server, session, kind)
    said = catalog.describe()
    assert said.title == "x" and "text" in said.filters and catalog.conformance == frozenset()
    server.add(KINDS[kind][2], as_html())
    server.add("/api/info/version", as_html())
    other = Session(retry=Retry(times=0))
    with pytest.raises(BadAnswer):
        make_catalog(catalog.entry, other).describe()
    other.close()


def test_whole_hits_come_in_larger_pages_after_the_first(server: FaultServer, session: Session) -> None:
    running, catalog = made(server, session, "dataverse", count=150)
    assert [len(page.items) for page in catalog.search(Query())] == [20, 100, 30]
    running.faults.add("no blocks")
    session.cache.clear()
    assert [len(page.items) for page in catalog.search(Query(limit=30))] == [20, 10]
    assert running.details == 30
