"""The federation, with catalogues made here: what is tested is the order of events, not a protocol."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import Callable

import pytest

from gaia_plugin.core.catalogs.base import Catalog, CatalogEntry, Description
from gaia_plugin.core.catalogs.federation import FederatedSearch, State, Status, search
from gaia_plugin.core.errors import BadAnswer, GaiaError, ServiceUnavailable
from gaia_plugin.core.model import Dataset, Page, Query
from gaia_plugin.core.net import Cancel, Session

Script = Callable[[Query, Cancel], Iterator[Page]]


class Scripted(Catalog):
    def __init__(self, key: str, script: Script):
        super().__init__(CatalogEntry(id=key, kind="stac", url=f"https://{key}.example"), Session())
        self.script = script

    def describe(self, cancel: Cancel | None = None) -> Description:
        return Description()

    def search(self, query: Query, cancel: Cancel | None = None) -> Iterator[Page]:
        return self.script(query, cancel or Cancel())


def dataset(catalog: str, name: str, **fields: object) -> Dataset:
    return Dataset(id=name, title=name, catalog=catalog, **fields)  # type: ignore[arg-type]


def pages(key: str, count: int, size: int = 2) -> Script:
    def script(query: Query, cancel: Cancel) -> Iterator[Page]:
        for number in range(count):
            items = tuple(dataset(key, f"{key}-{number}-{i}") for i in range(size))
            yield Page(items=items, total=count * size, has_more=number + 1 < count)

    return script


class Events:
    def __init__(self) -> None:
        self.pages: list[Page] = []
        self.statuses: list[Status] = []
        self.busy = threading.Lock()

    def page(self, page: Page) -> None:
        assert self.busy.acquire(blocking=False), "two events at once"
        time.sleep(0.001)
        self.pages.append(page)
        self.busy.release()

    def status(self, status: Status) -> None:
        assert self.busy.acquire(blocking=False), "two events at once"
        self.statuses.append(status)
        self.busy.release()


def federate(*catalogs: Catalog, batch: int | None = None) -> tuple[FederatedSearch, Events]:
    events = Events()
    federated = FederatedSearch(Query(), catalogs, on_page=events.page, on_status=events.status, batch=batch)
    federated.start()
    return federated, events


def test_a_slow_and_a_broken_catalogue_neither_delay_nor_hide_the_others() -> None:
    release = threading.Event()

    def slow(query: Query, cancel: Cancel) -> Iterator[Page]:
        release.wait(10)
        yield Page(items=(dataset("slow", "late"),))

    def broken(query: Query, cancel: Cancel) -> Iterator[Page]:
        yield Page(items=(dataset("broken", "one"),), has_more=True)
        raise ServiceUnavailable(host="broken.example", status=503)

    federated, events = federate(
        Scripted("slow", slow), Scripted("broken", broken), Scripted("fast", pages("fast", 3))
    )
    deadline = time.monotonic() + 5
    while federated.statuses["fast"].state is not State.DONE and time.monotonic() < deadline:
        time.sleep(0.005)
    assert federated.statuses["fast"].received == 6
    assert federated.statuses["slow"].state is State.SEARCHING
    release.set()
    assert federated.wait(5)
    final = federated.statuses
    assert final["slow"].state is State.DONE and final["slow"].received == 1
    assert final["broken"].state is State.FAILED and isinstance(final["broken"].error, ServiceUnavailable)
    assert final["broken"].received == 1, "what came before the failure is kept"
    assert sum(len(page.items) for page in events.pages) == 8


def test_an_adapters_mistake_is_a_failed_row_and_names_no_address() -> None:
    def buggy(query: Query, cancel: Cancel) -> Iterator[Page]:
        raise KeyError("https://host.example/?key=abc")
        yield

    federated, _ = federate(Scripted("buggy", buggy), Scripted("fast", pages("fast", 1)))
    assert federated.wait(5)
    error = federated.statuses["buggy"].error
    assert isinstance(error, BadAnswer) and "abc" not in str(error)
    assert federated.statuses["fast"].state is State.DONE


def test_cancel_is_quick_and_final() -> None:
    stopped = threading.Event()

    def endless(query: Query, cancel: Cancel) -> Iterator[Page]:
        number = 0
        try:
            while True:
                number += 1
                yield Page(items=(dataset("endless", str(number)),), has_more=True)
                cancel.wait(0.01)
        finally:
            stopped.set()

    federated, events = federate(Scripted("endless", endless))
    while not events.pages:
        time.sleep(0.005)
    before = time.monotonic()
    federated.cancel()
    assert federated.wait(1)
    count = len(events.pages), len(events.statuses)
    assert stopped.wait(1), "the adapter's generator was left"
    assert time.monotonic() - before < 1
    time.sleep(0.05)
    assert (len(events.pages), len(events.statuses)) == count, "no event after cancel"
    assert federated.statuses["endless"].state is State.CANCELLED


def test_batches_pause_and_go_on_where_they_stopped() -> None:
    federated, events = federate(Scripted("a", pages("a", 5)), Scripted("b", pages("b", 1)), batch=4)
    assert federated.wait(5)
    assert federated.statuses["a"].state is State.PAUSED and federated.statuses["a"].received == 4
    assert federated.statuses["b"].state is State.DONE
    assert federated.more("b") is False
    assert federated.more() and federated.wait(5)
    assert federated.statuses["a"].received == 8
    assert federated.more("a") and federated.wait(5)
    assert federated.statuses["a"].state is State.DONE
    assert len({item.id for page in events.pages for item in page.items}) == 12


def test_a_failed_catalogue_is_asked_again_without_repeating_records() -> None:
    tries = []

    def flaky(query: Query, cancel: Cancel) -> Iterator[Page]:
        tries.append(1)
        yield Page(items=(dataset("flaky", "one"),), has_more=True)
        if len(tries) == 1:
            raise ServiceUnavailable(host="flaky.example", status=502)
        yield Page(items=(dataset("flaky", "two"),))

    federated, events = federate(Scripted("flaky", flaky))
    assert federated.wait(5) and federated.statuses["flaky"].state is State.FAILED
    assert federated.retry("flaky") and federated.wait(5)
    assert federated.statuses["flaky"].state is State.DONE
    assert [item.id for page in events.pages for item in page.items] == ["one", "two"]


def test_the_same_record_in_two_catalogues_is_shown_once_with_both_sources() -> None:
    first = dataset("a", "x", doi="10.57932/ABC", abstract="")
    second = dataset("b", "y", doi="10.57932/abc", abstract="What it is.")
    third = dataset("b", "z", doi="10.57932/abc")
    events = Events()
    gate = threading.Event()

    def one(query: Query, cancel: Cancel) -> Iterator[Page]:
        yield Page(items=(first,))
        gate.set()

    def two(query: Query, cancel: Cancel) -> Iterator[Page]:
        gate.wait(5)
        yield Page(items=(second, third))

    federated = FederatedSearch(
        Query(), [Scripted("a", one), Scripted("b", two)], on_page=events.page, on_status=events.status
    )
    federated.start()
    assert federated.wait(5)
    new = [item for page in events.pages for item in page.items]
    updated = [item for page in events.pages for item in page.updated]
    assert [item.id for item in new] == ["x", "z"], "a catalogue's own two records stay two"
    assert [source.catalog for source in updated[0].sources] == ["a", "b"]
    assert updated[0].abstract == "What it is."


def test_search_is_an_iterator_that_ends_and_can_be_left() -> None:
    found = list(search(Query(), [Scripted("a", pages("a", 2)), Scripted("b", pages("b", 3))]))
    assert {page.catalog for page in found} == {"a", "b"} and len(found) == 5
    for _ in search(Query(), [Scripted("a", pages("a", 1000))]):
        break
    deadline = time.monotonic() + 2
    while any(thread.name == "gaia-search-a" for thread in threading.enumerate()):
        assert time.monotonic() < deadline, "the thread stops when the loop is left"
        time.sleep(0.01)


@pytest.mark.parametrize("error", [GaiaError(host="h"), BadAnswer(host="h", detail="d")])
def test_errors_read_as_one_sentence(error: GaiaError) -> None:
    assert str(error).endswith(".") or str(error).endswith("d")
    assert error.template.format(**error.fields) == str(error)
