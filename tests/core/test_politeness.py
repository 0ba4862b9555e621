"""Manners towards the services, as they see them: how many requests at once, when they are asked again, what
is not asked twice, and that a cancelled search leaves no connection open."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from email.utils import formatdate
from typing import Any

import pytest

from gaia_plugin.core import Dataset, Query
from gaia_plugin.core.catalogs.base import Catalog, CatalogEntry
from gaia_plugin.core.catalogs.federation import FederatedSearch, State
from gaia_plugin.core.catalogs.registry import load_registry, make_catalog, read_entry
from gaia_plugin.core.errors import GaiaError, ServiceUnavailable, TimedOut, TooManyRequests, host_of
from gaia_plugin.core.net import AnswerCache, Cancel, Retry, Session, Timeouts
from tests.core.test_net_session import SHORT, MakeSession, adapter, make_session, server
from tests.support.faultserver import FaultServer, Reply, Seen, as_json, stall

__all__ = ["adapter", "make_session", "server"]

CALM = Timeouts(connect=30, read=30)


@pytest.fixture
def calm(make_session: MakeSession) -> Session:
    """A session whose time-outs no loaded machine reaches."""
    return make_session(timeouts=CALM)


class Impatient(Cancel):
    """Does not wait, and remembers how long it should have."""

    def __init__(self) -> None:
        super().__init__()
        self.waits: list[float] = []

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.check()


def row(key: str, url: str, **more: Any) -> CatalogEntry:
    entry = read_entry({"id": key, "kind": "cmr", "url": url, **more}, folder=None)  # type: ignore[arg-type]
    assert entry is not None
    return entry


def collections(count: int, **more: Any) -> Reply:
    said = {"feed": {"entry": [{"id": f"C{n}", "title": f"Synthetic {n}"} for n in range(count)]}}
    return as_json(said, headers={"CMR-Hits": str(count)}, **more)


def searched(catalogs: list[Catalog], cancel_when: Any = None) -> FederatedSearch:
    federated = FederatedSearch(Query(), catalogs, on_page=lambda page: None)
    federated.start()
    return federated


def until(true: Any, seconds: float = 20.0) -> bool:
    deadline = time.monotonic() + seconds
    while not true() and time.monotonic() < deadline:
        time.sleep(0.01)
    return bool(true())


# --- at most two connections a host


@pytest.mark.parametrize("allowed", [{}, {"max_connections": 4}, {"max_connections": 1}])
def test_catalogues_that_share_a_host_share_its_connections(
    server: FaultServer, calm: Session, allowed: dict[str, Any]
) -> None:
    catalogs = []
    for number in range(6):
        server.add(f"/{number}/collections.json", collections(3, delay=0.15))
        catalogs.append(make_catalog(row(f"c{number}", server.url(f"/{number}"), **allowed), calm))
    federated = searched(catalogs)
    assert federated.wait(30)
    assert {one.state for one in federated.statuses.values()} == {State.DONE}
    assert len(server.seen) == 6 and server.most_at_once == allowed.get("max_connections", 2)


def test_the_rows_say_more_than_two_only_where_the_service_does() -> None:
    """Hosts of several rows, and those that allow more than two; the rest of the world gets two."""
    entries = [one for one in load_registry() if one.url.startswith("http") and not one.closed]
    more = {host_of(one.url) for one in entries if one.max_connections > 2}
    assert more == {"stac.dataspace.copernicus.eu", "catalogue.dataspace.copernicus.eu"}
    hosts: dict[str, set[int]] = {}
    for one in entries:
        hosts.setdefault(host_of(one.url), set()).add(one.max_connections)
    assert all(len(counts) == 1 for counts in hosts.values()), "rows of one host disagree"
    assert sum(1 for one in entries if host_of(one.url) == "api.datacite.org") >= 2


# --- time-outs of a row


def test_a_row_allows_its_service_longer_reads(server: FaultServer, make_session: MakeSession) -> None:
    """Theia's search answers in up to 90 s; a row's number reaches the transport."""
    session = make_session(timeouts=SHORT)
    reply = collections(2, delay=1.2)
    server.add("/slow/collections.json", reply)
    plain = make_catalog(row("plain", server.url("/slow")), session)
    with pytest.raises(TimedOut, match=r"0\.6 s"):
        list(plain.search(Query()))
    patient = make_catalog(row("patient", server.url("/slow"), read_timeout=30), session)
    (page,) = patient.search(Query())
    assert len(page.items) == 2
    hasty = make_catalog(row("hasty", server.url("/slow"), read_timeout=0.3, connect_timeout=0.4), session)
    with pytest.raises(TimedOut, match=r"0\.3 s"):
        list(hasty.search(Query()))
    assert hasty.session.timeouts.connect == 0.4 and session.timeouts.read == 0.6


def test_the_slow_services_have_their_number() -> None:
    slow = {one.id: one.read_timeout for one in load_registry() if one.read_timeout}
    assert slow == {"theia-mtd": 90.0, "dinamis-mtd": 90.0}


@pytest.mark.parametrize("wrong", [0, -1, "90", True, 1e9, None, float("nan"), [90]])
def test_a_time_out_that_makes_no_sense_is_none(wrong: Any) -> None:
    assert row("x", "https://x.example", read_timeout=wrong).read_timeout is None


# --- asked again when it is wished


def test_retry_after_in_seconds_and_as_a_date(server: FaultServer, make_session: MakeSession) -> None:
    session, cancel = make_session(timeouts=CALM, retry=Retry(times=2, first=0.01, patience=30)), Impatient()
    date = formatdate(time.time() + 20, usegmt=True)
    url = server.add(
        "/x",
        [
            Reply(429, headers={"Retry-After": "7"}),
            Reply(503, headers={"Retry-After": date}),
            as_json("at last"),
        ],
    )
    assert session.get(url, cancel=cancel).json() == "at last"
    first, second = cancel.waits
    assert first == 7 and 5 < second <= 20


@pytest.mark.parametrize("said", ["31", formatdate(4_000_000_000, usegmt=True), "99999999999999999999"])
def test_retry_after_is_capped(server: FaultServer, make_session: MakeSession, said: str) -> None:
    """A search waits no longer than its patience: the error tells how long the service wants to be left."""
    session, cancel = make_session(timeouts=CALM, retry=Retry(times=2, patience=30)), Impatient()
    url = server.add("/x", Reply(429, headers={"Retry-After": said}))
    with pytest.raises(TooManyRequests) as caught:
        session.get(url, cancel=cancel)
    assert cancel.waits == [] and len(server.seen) == 1
    assert caught.value.retry_after is not None and caught.value.retry_after > 30


@pytest.mark.parametrize("said", ["soon", "-5", "", "Wed, 99 Foo 2020", formatdate(0, usegmt=True)])
def test_retry_after_that_says_nothing_is_a_short_wait(
    server: FaultServer, make_session: MakeSession, said: str
) -> None:
    session, cancel = make_session(timeouts=CALM, retry=Retry(times=1, first=0.5, longest=1)), Impatient()
    url = server.add("/x", [Reply(503, headers={"Retry-After": said}), as_json(1)])
    assert session.get(url, cancel=cancel).json() == 1
    assert len(cancel.waits) == 1 and 0 <= cancel.waits[0] <= 1


def test_a_search_waits_as_it_is_told(server: FaultServer, calm: Session) -> None:
    cancel = Impatient()
    server.add("/collections.json", [Reply(503, headers={"Retry-After": "1"}), collections(2)])
    (page,) = make_catalog(row("x", server.url()), calm).search(Query(), cancel)
    assert len(page.items) == 2 and cancel.waits == [1.0]


# --- not asked twice


@pytest.mark.parametrize(
    "validator, asked", [("ETag", "if-none-match"), ("Last-Modified", "if-modified-since")]
)
def test_what_was_answered_is_asked_for_only_if_it_changed(
    server: FaultServer, make_session: MakeSession, validator: str, asked: str
) -> None:
    session = make_session(timeouts=CALM, cache=AnswerCache(fresh=0.0))
    value = {"ETag": '"v1"', "Last-Modified": "Wed, 21 Oct 2015 07:28:00 GMT"}[validator]
    changed = threading.Event()

    def route(seen: Seen) -> Reply:
        if seen.headers.get(asked) == value and not changed.is_set():
            return Reply(304)
        return as_json("new" if changed.is_set() else "old", headers={validator: value})

    url = server.add("/x", route)
    assert session.get(url, cache=True).json() == "old"
    again = session.get(url, cache=True)
    assert again.from_cache and again.json() == "old" and server.seen[-1].headers[asked] == value
    changed.set()
    assert session.get(url, cache=True).json() == "new" and len(server.seen) == 3


def test_a_second_search_does_not_read_the_landing_page_again(server: FaultServer, calm: Session) -> None:
    landing = {
        "type": "Catalog",
        "stac_version": "1.0.0",
        "id": "synthetic",
        "description": "",
        "conformsTo": ["https://api.stacspec.org/v1.0.0/core"],
        "links": [{"rel": "data", "href": server.url("/collections")}],
    }
    server.add("/", as_json(landing))
    server.add("/collections", as_json({"collections": [{"type": "Collection", "id": "a", "links": []}]}))
    entry = replace(row("x", server.url()), kind="stac")
    for _ in range(3):  # three catalogue objects, as when the search is made anew
        (page,) = make_catalog(entry, calm).search(Query())
        assert [one.id for one in page.items] == ["a"]
    assert [seen.path for seen in server.seen] == ["/", "/collections"]


# --- a cancelled search lets go


@pytest.fixture
def stalled(server: FaultServer, make_session: MakeSession) -> Iterator[list[Catalog]]:
    """Four catalogues of one host, allowed three connections, whose answers never end."""
    session = make_session(timeouts=Timeouts(connect=60, read=60))
    catalogs = []
    for number in range(4):
        server.add(f"/{number}/collections.json", stall(after=100))
        catalogs.append(make_catalog(row(f"c{number}", server.url(f"/{number}"), max_connections=3), session))
    yield catalogs


def test_a_cancelled_search_closes_its_connections(server: FaultServer, stalled: list[Catalog]) -> None:
    federated = searched(stalled)
    assert until(lambda: len(server.seen) == 3 and server.alive == 3)
    federated.cancel()
    assert until(lambda: server.alive == 0), f"{server.alive} connections are still open"
    assert {one.state for one in federated.statuses.values()} == {State.CANCELLED}
    assert len(server.seen) == 3, "one that waited for its turn was sent after the cancel"
    # What the cancelled search held is free for the next one.
    server.add("/0/collections.json", collections(1))
    (page,) = stalled[0].search(Query())
    assert len(page.items) == 1


def test_granules_that_are_not_wanted_any_more_close_their_connection(
    server: FaultServer, stalled: list[Catalog]
) -> None:
    server.add("/0/granules.json", stall(after=100))
    cancel, ended = Cancel(), threading.Event()

    def read() -> None:
        try:
            list(stalled[0].granules(Dataset(id="C1", title="", catalog="c0"), Query(), cancel))
        except GaiaError:
            ended.set()

    threading.Thread(target=read, daemon=True).start()
    assert until(lambda: server.alive == 1 and len(server.seen) == 1)
    cancel.cancel()
    assert ended.wait(20) and until(lambda: server.alive == 0)


def test_a_closed_session_leaves_no_connection(server: FaultServer, make_session: MakeSession) -> None:
    session = make_session(timeouts=CALM)
    patient = session.with_timeouts(read=5)
    url = server.add("/x", as_json(1))
    assert session.get(url).json() == patient.get(url).json() == 1
    session.close()
    assert until(lambda: server.alive == 0)


def test_a_service_that_is_down_is_not_asked_for_ever(server: FaultServer, calm: Session) -> None:
    server.add("/collections.json", Reply(503))
    with pytest.raises(ServiceUnavailable):
        list(make_catalog(row("x", server.url()), calm).search(Query(), Impatient()))
    assert len(server.seen) == 3  # the session of these tests repeats twice
