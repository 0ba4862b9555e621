"""A search as the interface sees it, with the real federation and catalogues that are made for the test."""

from __future__ import annotations

import sys
import threading
import time

import pytest

from gaia_plugin.bridge.footprints import FootprintLayer
from gaia_plugin.bridge.results_model import ResultsModel
from gaia_plugin.bridge.search_session import SearchSession
from gaia_plugin.bridge.selection import Selection
from gaia_plugin.core.catalogs.base import Catalog, CatalogEntry, Description
from gaia_plugin.core.catalogs.federation import State
from gaia_plugin.core.errors import ServiceUnavailable
from gaia_plugin.core.model import Page, Query, box_polygon
from tests.bridge.records import dataset, granule


class SyntheticCatalog(Catalog):
    """Gives ``pages`` pages of ``size`` records, each after ``gate`` (None: at once)."""

    def __init__(self, name="demo", pages=2, size=5, gate=None, error=None, same_ids=False):
        super().__init__(CatalogEntry(name, "synthetic", "https://example.org", {"en": name.title()}), None)
        self.pages, self.size, self.gate, self.error, self.same_ids = pages, size, gate, error, same_ids
        self.given = 0

    def describe(self, cancel=None):
        return Description()

    def _pages(self, make, cancel):
        for page in range(self.pages):
            while self.gate is not None and not self.gate.wait(0.01):
                cancel.check()
            cancel.check()
            self.given += 1
            first = page * self.size
            yield Page(
                items=tuple(make(i) for i in range(first, first + self.size)),
                total=self.pages * self.size, has_more=page + 1 < self.pages,
            )  # fmt: skip
        if self.error:
            raise self.error

    def search(self, query, cancel=None):
        def make(index):
            doi = f"10.1/{index}" if self.same_ids else ""
            name = index if self.same_ids else f"{self.entry.id}-{index}"
            return dataset(
                name, box_polygon(index % 90, 0, index % 90 + 1, 1), catalog=self.entry.id, doi=doi
            )

        return self._pages(make, cancel)

    def granules(self, parent, query, cancel=None):
        return self._pages(
            lambda i: granule(f"{parent.id}-{i}", box_polygon(0, 0, 1, 1), catalog=self.entry.id), cancel
        )


class Heard:
    """What a session said, in order."""

    def __init__(self, session):
        self.events = []
        session.started.connect(lambda: self.events.append(("started",)))
        session.recordsAdded.connect(lambda records: self.events.append(("added", len(records))))
        session.recordsUpdated.connect(lambda records: self.events.append(("updated", len(records))))
        session.statusChanged.connect(lambda s: self.events.append(("status", s.catalog, s.state)))
        session.finished.connect(lambda: self.events.append(("finished",)))

    def count(self, name):
        return sum(event[0] == name for event in self.events)

    def records(self):
        return sum(event[1] for event in self.events if event[0] == "added")


@pytest.fixture
def parts(project):
    selection = Selection()
    model = ResultsModel()
    footprints = FootprintLayer(selection, project)
    session = SearchSession(model, footprints, batch=None)
    yield session, model, footprints, Heard(session)
    session.shutdown()
    footprints.remove()


def test_results_are_in_the_list_and_on_the_map_when_they_are_told(parts, wait_for):
    session, model, footprints, heard = parts
    seen = []
    session.recordsAdded.connect(
        lambda records: seen.append((model.row_of(records[-1].key), footprints.count))
    )
    session.start(Query(text="x"), [SyntheticCatalog(pages=3, size=130)])
    assert session.running and heard.events[0] == ("started",)
    wait_for(lambda: heard.count("finished"))
    assert (heard.records(), model.rowCount(), footprints.count) == (390, 390, 390)
    assert all(row + 1 == count for row, count in seen)
    assert heard.events[-1] == ("finished",) and not session.running
    assert session.statuses["demo"].state is State.DONE and session.statuses["demo"].received == 390
    assert footprints.layer.renderer().categories()[0].label() == "Demo"


def test_one_that_fails_does_not_harm_the_rest(parts, wait_for):
    session, model, _, heard = parts
    error = ServiceUnavailable(host="example.org", status=503)
    session.start(Query(), [SyntheticCatalog("bad", pages=0, error=error), SyntheticCatalog("good", pages=1)])
    wait_for(lambda: heard.count("finished"))
    assert model.rowCount() == 5
    assert session.statuses["bad"].state is State.FAILED and session.statuses["bad"].error is error
    assert heard.count("finished") == 1


def test_no_catalogue_is_an_end_too(parts, wait_for):
    session, _, _, heard = parts
    session.start(Query(), [])
    wait_for(lambda: heard.count("finished"))
    assert heard.events == [("started",), ("finished",)]


def test_cancel_is_immediate_and_nothing_comes_after_it(parts, wait_for):
    session, model, _, heard = parts
    gate = threading.Event()
    slow = SyntheticCatalog("slow", gate=gate)
    session.start(Query(), [SyntheticCatalog("fast", pages=1), slow])
    wait_for(lambda: model.rowCount() == 5)
    begin = time.monotonic()
    session.cancel()
    assert time.monotonic() - begin < 0.5
    assert not session.running and heard.events[-1] == ("finished",)
    assert session.statuses["slow"].state is State.CANCELLED
    assert session.statuses["fast"].state is State.DONE
    after = list(heard.events)
    gate.set()
    until = time.monotonic() + 0.2
    wait_for(lambda: time.monotonic() > until)
    session.cancel()
    assert heard.events == after and model.rowCount() == 5


def test_results_of_the_search_before_never_arrive(parts, wait_for):
    session, model, footprints, heard = parts
    gate = threading.Event()
    session.start(
        Query(), [SyntheticCatalog("old", pages=50, size=100), SyntheticCatalog("later", gate=gate)]
    )
    wait_for(lambda: model.rowCount() > 0)
    session.start(Query(), [SyntheticCatalog("new", pages=1)])
    gate.set()
    wait_for(lambda: heard.count("finished") == 2)
    assert {model.record(row).catalog for row in range(model.rowCount())} == {"new"}
    assert footprints.count == 5
    assert set(session.statuses) == {"new"}
    assert (heard.count("started"), heard.count("finished")) == (2, 2)


def test_a_listener_may_start_another_search(parts, wait_for):
    session, model, _, heard = parts
    again = []

    def restart(_records):
        if not again:
            again.append(1)
            session.start(Query(), [SyntheticCatalog("second", pages=1)])

    session.recordsAdded.connect(restart)
    session.start(Query(), [SyntheticCatalog("first", pages=5, size=200)])
    wait_for(lambda: heard.count("finished") == 2)
    assert {model.record(row).catalog for row in range(model.rowCount())} == {"second"}


def test_paused_catalogues_go_on_when_the_list_is_scrolled_to_its_end(parts, wait_for):
    from qgis.PyQt.QtCore import QModelIndex

    session, model, _, heard = parts
    session.batch = 5
    session.start(Query(), [SyntheticCatalog(pages=3)])
    wait_for(lambda: heard.count("finished") == 1)
    assert session.statuses["demo"].state is State.PAUSED
    assert model.rowCount() == 5 and model.canFetchMore(QModelIndex())
    model.fetchMore(QModelIndex())
    assert session.running
    wait_for(lambda: heard.count("finished") == 2)
    assert model.rowCount() == 10
    assert session.more("demo")
    wait_for(lambda: heard.count("finished") == 3)
    assert model.rowCount() == 15 and not model.canFetchMore(QModelIndex())
    assert session.more() is False
    assert heard.count("finished") == 3


def test_one_that_failed_can_be_asked_again(parts, wait_for):
    session, model, _, heard = parts
    catalog = SyntheticCatalog(pages=0, error=ServiceUnavailable(host="example.org", status=503))
    session.start(Query(), [catalog])
    wait_for(lambda: heard.count("finished") == 1)
    assert not session.retry("other")
    catalog.pages, catalog.error = 1, None
    assert session.retry("demo")
    wait_for(lambda: heard.count("finished") == 2)
    assert model.rowCount() == 5 and session.statuses["demo"].state is State.DONE


def test_granules_are_the_second_step(parts, wait_for):
    session, model, footprints, heard = parts
    session.start_granules(SyntheticCatalog(pages=2), dataset("mother"), Query())
    wait_for(lambda: heard.count("finished"))
    assert model.record(0).id == "mother-0" and model.rowCount() == footprints.count == 10


def test_a_record_of_two_catalogues_is_shown_once(parts, wait_for):
    session, model, footprints, heard = parts
    gate = threading.Event()
    session.start(
        Query(),
        [
            SyntheticCatalog("one", pages=1, same_ids=True),
            SyntheticCatalog("two", 1, gate=gate, same_ids=True),
        ],
    )
    wait_for(lambda: model.rowCount() == 5)
    gate.set()
    wait_for(lambda: heard.count("finished"))
    assert model.rowCount() == footprints.count == 5
    assert heard.count("updated") == 1
    assert len(model.data(model.index(0), model.Role.SOURCES)) == 2


def test_statuses_that_only_count_are_told_ten_times_a_second_at_most(parts, wait_for):
    session, model, _, heard = parts
    begin = time.monotonic()
    session.start(Query(), [SyntheticCatalog(pages=300, size=1)])
    wait_for(lambda: heard.count("finished"))
    assert model.rowCount() == 300
    assert heard.count("status") <= 4 + 10 * (time.monotonic() - begin)
    assert heard.events[-2] == ("status", "demo", State.DONE)


def test_shutdown_ends_all_threads_within_a_second(parts, wait_for):
    session, *_ = parts
    before = sys.getswitchinterval()
    session.start(Query(), [SyntheticCatalog(str(i), gate=threading.Event()) for i in range(6)])
    begin = time.monotonic()
    assert session.shutdown()
    assert time.monotonic() - begin < 1.0
    wait_for(
        lambda: not [t for t in threading.enumerate() if t.name.startswith(("gaia-search", "gaia-prepare"))]
    )
    assert sys.getswitchinterval() >= before
    assert session.shutdown(), "twice does no harm"


def test_the_user_deletes_the_layer_meanwhile(parts, wait_for, project):
    session, model, footprints, heard = parts
    gate = threading.Event()
    session.start(Query(), [SyntheticCatalog("a", pages=1), SyntheticCatalog("b", pages=1, gate=gate)])
    wait_for(lambda: footprints.count == 5)
    project.removeMapLayer(footprints.layer.id())
    gate.set()
    wait_for(lambda: heard.count("finished"))
    assert session.statuses["b"].received == 5
    assert (model.rowCount(), footprints.layer) == (10, None)
