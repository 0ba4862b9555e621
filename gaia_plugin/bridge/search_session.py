"""A search as the interface sees it: pages from worker threads, delivered on the main one."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any, Callable

from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ..core.catalogs.base import Catalog, Description
from ..core.catalogs.federation import FederatedSearch, State, Status
from ..core.model import Dataset, Page, Query, Record
from ..core.net import Cancel
from .footprint_features import Context, Prepared, prepare
from .footprints import FootprintLayer
from .responsive import QuickTurns, dispose, spare
from .results_model import ResultsModel

TURN_MS = 10  # between two turns of the queue
# Of the main thread, a turn. Python hands its lock to a waiting thread after 5 ms, and that one may keep it
# for a whole page of JSON: a turn that is shorter is not interrupted.
BUDGET_S = 0.004
SLICE = 50  # records
AHEAD = 2  # events (a page is two, with its status) that the threads may be ahead of the interface
PAUSE_S = 0.04  # the longest that they wait for it: it holds the search's lock, which cancel() takes
STATUS_S = 0.1  # between two statuses of one catalogue that only count records

ACTIVE = (State.WAITING, State.SEARCHING)


@dataclass(frozen=True)
class _Slice:
    """Records of one page, with their features, small enough for one turn."""

    records: list[Record]
    updated: list[Record]
    prepared: Prepared


class _GranulesOf(Catalog):
    """The granules of one dataset, seen as a catalogue: the second step runs like the first."""

    def __init__(self, catalog: Catalog, dataset: Dataset):
        super().__init__(catalog.entry, catalog.session)
        self._catalog, self._dataset = catalog, dataset

    def describe(self, cancel: Cancel | None = None) -> Description:
        return self._catalog.describe(cancel)

    def search(self, query: Query, cancel: Cancel | None = None) -> Iterator[Page]:
        return self._catalog.granules(self._dataset, query, cancel)


class _Run:
    """One search: what its threads have found and is not delivered yet.

    The catalogues' threads only hand over (they hold the search's lock meanwhile, which the main thread asks
    for too); a thread of ours makes the features; the main thread takes slices from ``queue``.
    """

    def __init__(self, context: Context):
        self.queue: SimpleQueue[_Slice | Status | None] = SimpleQueue()  # None ends what one event became
        self.context = context
        self.search: Any = None
        self.stopped = False
        self.handed = 0  # events that came from the search
        self.delivered = 0  # and those whose slices are all with the interface
        self._inbox: SimpleQueue[Page | Status | None] = SimpleQueue()
        self._room = threading.Event()

    def begin(self) -> None:
        threading.Thread(target=self._work, name="gaia-prepare", daemon=True).start()

    def stop(self) -> None:
        self.stopped = True
        self._room.set()
        self._inbox.put(None)

    def on_event(self, event: Page | Status) -> None:
        """In a catalogue's thread, never two at once. It waits a little where the interface is behind: a
        thread that computes without a pause leaves the main thread the crumbs of Python's lock."""
        self.handed += 1
        self._inbox.put(event)
        if isinstance(event, Page) and self.handed - self.delivered > AHEAD and not self.stopped:
            self._room.clear()
            self._room.wait(PAUSE_S)

    def on_delivered(self) -> None:
        """On the main thread: all that one event became is with the interface."""
        self.delivered += 1
        self._room.set()

    def _work(self) -> None:
        count = 0
        while not self.stopped:
            event = self._inbox.get()
            if event is None:
                return
            for part in (event,) if isinstance(event, Status) else self._slices(event):
                self.queue.put(part)
            self.queue.put(None)
            if not isinstance(event, Status):
                count += len(event.items)
                spare(count)

    def _slices(self, page: Page) -> Iterator[_Slice]:
        for first in range(0, len(page.items), SLICE):
            if self.stopped:
                return
            records = list(page.items[first : first + SLICE])
            yield _Slice(records, [], prepare(records, self.context))
        for first in range(0, len(page.updated), SLICE):
            records = list(page.updated[first : first + SLICE])
            yield _Slice([], records, prepare(records, self.context))

    @property
    def idle(self) -> bool:
        """Whether all that came is delivered."""
        return self.handed == self.delivered


class SearchSession(QObject):
    """One search at a time; a new one ends the one before. Main thread only.

    ``finished`` comes once for each ``start`` and ``start_granules``, and again after ``more`` or ``retry``
    set catalogues of a finished search going.
    ``batch`` is how many records a catalogue gives before it pauses until ``more`` (None: all it has).
    """

    started = pyqtSignal()
    # Of lists; "list" itself would be made a QVariantList, and a list again for each listener.
    recordsAdded = pyqtSignal(object)
    recordsUpdated = pyqtSignal(object)
    statusChanged = pyqtSignal(object)
    finished = pyqtSignal()

    def __init__(
        self,
        model: ResultsModel,
        footprints: FootprintLayer,
        parent: QObject | None = None,
        *,
        batch: int | None = 200,
        federation: Callable[..., Any] = FederatedSearch,
    ):
        super().__init__(parent)
        self.batch = batch
        self._model = model
        self._footprints = footprints
        self._federation = federation
        self._run: _Run | None = None
        self._running = False
        self._quick = QuickTurns()
        self._statuses: dict[str, Status] = {}
        self._held: dict[str, Status] = {}
        self._told: dict[str, float] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(TURN_MS)
        self._timer.timeout.connect(self._turn)
        model.moreWanted.connect(self.more)

    @property
    def running(self) -> bool:
        """Whether a catalogue is searching or results are still to be delivered."""
        return self._running

    @property
    def statuses(self) -> dict[str, Status]:
        """Each catalogue's latest status, by its identifier."""
        return {**self._statuses, **self._held}

    def start(self, query: Query, catalogs: Sequence[Catalog]) -> None:
        """Search these catalogues; cancels the search before and clears its results."""
        self.cancel()
        if self._run is not None and self._run.search is not None:
            dispose(*self._run.search.tables)
        titles = {catalog.entry.id: catalog.entry.title(query.language) for catalog in catalogs}
        self._model.clear()
        self._model.set_catalogs(titles)
        self._model.language = query.language
        self._footprints.clear()
        self._footprints.set_catalogs(titles, query.language)
        self._statuses, self._held, self._told = {}, {}, {}
        run = self._run = _Run(self._footprints.context)
        self._running = True
        self.started.emit()
        if self._run is not run:  # a listener started another search
            return
        run.search = self._federation(
            query, list(catalogs), on_page=run.on_event, on_status=run.on_event, batch=self.batch
        )
        run.begin()
        run.search.start()
        self._go()

    def start_granules(self, catalog: Catalog, dataset: Dataset, query: Query) -> None:
        """Search the granules of a dataset, with the same signals."""
        self.start(query, [_GranulesOf(catalog, dataset)])

    def more(self, catalog: str | None = None) -> bool:
        """Let paused catalogues (or one) go on; False where none is paused."""
        run = self._run
        if run is None or run.search is None or run.stopped or not run.search.more(catalog):
            return False
        self._model.set_has_more(False)
        self._go()
        return True

    def retry(self, catalog: str) -> bool:
        """Ask a catalogue that failed again; False where it has not failed."""
        run = self._run
        if run is None or run.search is None or run.stopped or not run.search.retry(catalog):
            return False
        self._go()
        return True

    def adopt(self, records: Sequence[Record]) -> None:
        """Add records that were found beside the search, such as the Datasets of a Study."""
        self._deliver(_Slice(list(records), [], prepare(list(records), self._footprints.context)))
        if not self._running:
            self._footprints.settle()

    def cancel(self) -> None:
        """Stop at once: nothing of this search is delivered after this call. Its results stay."""
        run = self._run
        if run is None or run.stopped:
            return
        run.stop()
        self._timer.stop()
        if run.search is not None:
            run.search.cancel()
            if self._running:
                self._tell_last(run)
        self._finish()

    def shutdown(self, timeout: float = 1.0) -> bool:
        """Cancel, and wait for the threads up to ``timeout`` seconds; whether they ended. For unload()."""
        run = self._run
        self.cancel()
        with contextlib.suppress(TypeError, RuntimeError):
            self._model.moreWanted.disconnect(self.more)
        return run is None or run.search is None or bool(run.search.wait(timeout))

    def _go(self) -> None:
        self._running = True
        self._quick.set(True)
        self._timer.start()

    # -- delivery ----------------------------------------------------------------------------------------

    def _turn(self) -> None:
        run = self._run
        if run is None or run.stopped:
            self._timer.stop()
            return
        until = time.perf_counter() + BUDGET_S
        while time.perf_counter() < until:
            try:
                item = run.queue.get_nowait()
            except Empty:
                break
            if item is None:
                run.on_delivered()
            elif isinstance(item, Status):
                self._on_status(item)
            else:
                self._deliver(item)
            if self._run is not run or run.stopped:  # a listener cancelled, or started another search
                return
        self._tell_held()
        quiet = run.idle and not any(status.state in ACTIVE for status in self.statuses.values())
        # `running` waits for the search's lock: asked only when its threads have nothing to do. Then looked
        # at again: what they put last is there once they have ended.
        if quiet and not run.search.running and run.idle:
            self._end(run)

    def _deliver(self, part: _Slice) -> None:
        if part.records:
            self._model.append(part.records)
            self._footprints.add(part.prepared)
            self.recordsAdded.emit(part.records)
        if part.updated:
            self._model.update_records(part.updated)
            self._footprints.update(part.prepared)
            self.recordsUpdated.emit(part.updated)

    def _on_status(self, status: Status) -> None:
        before = self._statuses.get(status.catalog)
        soon = time.monotonic() - self._told.get(status.catalog, 0.0) < STATUS_S
        if soon and before is not None and before.state is status.state and not status.error:
            self._held[status.catalog] = status
        else:
            self._tell(status)

    def _tell(self, status: Status) -> None:
        self._held.pop(status.catalog, None)
        self._statuses[status.catalog] = status
        self._told[status.catalog] = time.monotonic()
        self.statusChanged.emit(status)

    def _tell_held(self) -> None:
        now = time.monotonic()
        for catalog, status in list(self._held.items()):
            if now - self._told.get(catalog, 0.0) >= STATUS_S:
                self._tell(status)

    def _tell_last(self, run: _Run) -> None:
        """The statuses that the search ended with, where they are not told yet."""
        self._held.clear()
        for status in run.search.statuses.values():
            if status != self._statuses.get(status.catalog):
                self._tell(status)

    def _end(self, run: _Run) -> None:
        self._timer.stop()
        self._tell_last(run)
        if self._run is run and not run.stopped:
            paused = any(status.state is State.PAUSED for status in self._statuses.values())
            self._model.set_has_more(paused)
            self._finish()

    def _finish(self) -> None:
        if self._running:
            self._running = False
            self._quick.set(False)
            self._footprints.settle()
            self.finished.emit()
