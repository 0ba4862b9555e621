"""All chosen catalogues at once: each in its own thread, none waiting for another."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, Callable

from ..errors import BadAnswer, Cancelled, GaiaError, host_of
from ..model import Page, Query
from ..net import Cancel
from .base import Catalog
from .merge import Merger


class State(str, Enum):
    """Where a catalogue is in a search."""

    WAITING = "waiting"
    SEARCHING = "searching"
    PAUSED = "paused"
    """It has more, and waits to be asked."""
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


_AT_ONCE = 8
_PAUSE_S = 0.01
"""Between the starts of so many that they would keep the interface from Python's lock."""
ENDED = frozenset({State.DONE, State.FAILED, State.CANCELLED})
ACTIVE = frozenset({State.WAITING, State.SEARCHING})


@dataclass(frozen=True)
class Status:
    """One catalogue's row in the status list. ``received`` counts records, before merging."""

    catalog: str
    title: str
    state: State
    received: int = 0
    total: int | None = None
    total_is_lower_bound: bool = False
    error: GaiaError | None = None
    filtered_by_server: frozenset[str] = frozenset()
    filtered_by_client: frozenset[str] = frozenset()
    skipped: int = 0
    notes: tuple[str, ...] = ()
    seconds: float = 0.0


class _Run:
    """One catalogue in one search: its iterator of pages, advanced by one thread at a time."""

    def __init__(self, catalog: Catalog, language: str):
        self.key, self.catalog = catalog.entry.id, catalog
        self.status = Status(self.key, catalog.entry.title(language), State.WAITING)
        self.iterator: Iterator[Page] | None = None
        self.goal: int | None = None
        self.started = 0.0


def _runs(catalogs: Sequence[Catalog], language: str) -> Iterator[_Run]:
    """A run for each catalogue. One given twice is asked once; another one of the same identifier is kept
    apart, so that it is not lost without a word."""
    given: dict[str, tuple[str, str]] = {}
    for catalog in catalogs:
        run, address = _Run(catalog, language), (catalog.entry.kind, catalog.entry.url)
        count = 1
        while given.get(run.key, address) != address:
            count += 1
            run.key = f"{catalog.entry.id} ({count})"
        if run.key not in given:
            given[run.key] = address
            run.status = replace(run.status, catalog=run.key)
            yield run


class FederatedSearch:
    """One search in several catalogues, each in its own thread.

    ``on_page`` and ``on_status`` are called from those threads, never two at once for one search, and not
    after ``cancel`` returned. A page's items are new records only; a record that another catalogue gave
    before comes in ``page.updated``, with both sources. ``batch`` is how many records a catalogue gives
    before it pauses (None: it runs to the query's limit).
    """

    def __init__(
        self,
        query: Query,
        catalogs: Sequence[Catalog],
        *,
        on_page: Callable[[Page], None],
        on_status: Callable[[Status], None] = lambda status: None,
        batch: int | None = None,
    ):
        self.query, self._on_page, self._on_status, self._batch = query, on_page, on_status, batch
        self._runs = {run.key: run for run in _runs(catalogs, query.language)}
        self._cancel, self._merger = Cancel(), Merger()
        self._lock = threading.RLock()
        self._quiet = threading.Condition(self._lock)

    def start(self) -> None:
        """Ask all catalogues. Returns at once: where forty threads begin to compute, who starts them waits a
        second for Python's lock."""
        threading.Thread(target=self._start_all, name="gaia-search-start", daemon=True).start()

    def _start_all(self) -> None:
        for run in self._runs.values():
            self._resume(run)
            if len(self._runs) > _AT_ONCE:
                time.sleep(_PAUSE_S)

    def more(self, catalog: str | None = None) -> bool:
        """Ask paused catalogues (one, or all) for their next batch; False where none is paused."""
        paused = [
            run
            for run in self._runs.values()
            if run.status.state is State.PAUSED and catalog in (None, run.key)
        ]
        for run in paused:
            self._resume(run)
        return bool(paused)

    def retry(self, catalog: str) -> bool:
        """Ask a catalogue that failed again, from its first page; False where it has not failed."""
        run = self._runs.get(catalog)
        if run is None or run.status.state is not State.FAILED or self._cancel.is_set:
            return False
        run.iterator, run.goal = None, None
        run.status = Status(run.key, run.status.title, State.WAITING)
        self._resume(run)
        return True

    def cancel(self) -> None:
        """Stop all: open connections are closed, and no more events come."""
        self._cancel.cancel()
        with self._lock:
            for run in self._runs.values():
                if run.status.state not in ENDED:
                    run.status = replace(run.status, state=State.CANCELLED)
            self._quiet.notify_all()

    @property
    def tables(self) -> tuple[dict[Any, Any], ...]:
        """What it remembers of the records, as ``Merger.tables``; to be emptied after ``cancel`` only."""
        return self._merger.tables

    def wait(self, timeout: float | None = None) -> bool:
        """Until no catalogue is searching; False where ``timeout`` seconds were not enough."""
        with self._quiet:
            return self._quiet.wait_for(lambda: not self.running, timeout)

    @property
    def statuses(self) -> dict[str, Status]:
        """The state of each catalogue now, in the order they were given."""
        with self._lock:
            return {key: run.status for key, run in self._runs.items()}

    @property
    def running(self) -> bool:
        """Whether a catalogue is still being asked."""
        with self._lock:
            return any(run.status.state in ACTIVE for run in self._runs.values())

    def _resume(self, run: _Run) -> None:
        with self._lock:
            if self._cancel.is_set:
                return
            run.goal = None if self._batch is None else run.status.received + self._batch
            self._tell(run, state=State.SEARCHING)
        name = f"gaia-search-{run.key}"
        threading.Thread(target=self._work, args=(run,), name=name, daemon=True).start()

    def _work(self, run: _Run) -> None:
        run.started = time.monotonic()
        try:
            if run.iterator is None:
                run.iterator = iter(run.catalog.search(self.query, self._cancel))
            for page in run.iterator:
                if self._take(run, page):
                    return
            self._end(run, State.DONE)
        except Cancelled:
            self._end(run, State.CANCELLED)
        except GaiaError as error:
            self._end(run, State.FAILED, error)
        except Exception as error:  # an adapter's mistake must not end the whole search without a word
            failure = BadAnswer(host=host_of(run.catalog.entry.url), detail=f"{type(error).__name__}")
            failure.__cause__ = error
            self._end(run, State.FAILED, failure)

    def _take(self, run: _Run, page: Page) -> bool:
        """Pass a page on; True where the run pauses after it."""
        with self._lock:
            self._cancel.check()
            new, updated = self._merger.add(page.items)
            status = run.status
            received = status.received + len(page.items)
            pauses = run.goal is not None and received >= run.goal and page.has_more
            self._on_page(replace(page, items=new, updated=updated, catalog=run.key))
            self._tell(
                run,
                state=State.PAUSED if pauses else State.SEARCHING,
                received=received,
                total=page.total if page.total is not None else status.total,
                total_is_lower_bound=page.total_is_lower_bound,
                filtered_by_server=page.filtered_by_server,
                filtered_by_client=page.filtered_by_client,
                skipped=status.skipped + page.skipped,
                notes=status.notes + tuple(note for note in page.notes if note not in status.notes),
            )
            return pauses

    def _end(self, run: _Run, state: State, error: GaiaError | None = None) -> None:
        with self._lock:
            if run.status.state in ACTIVE:
                self._tell(run, state=state, error=error)
        run.iterator = None

    def _tell(self, run: _Run, **changes: object) -> None:
        elapsed = time.monotonic() - run.started if run.started else 0.0
        run.status = replace(run.status, seconds=elapsed, **changes)  # type: ignore[arg-type]
        if not self._cancel.is_set:
            self._on_status(run.status)
        self._quiet.notify_all()


def search(query: Query, catalogs: Sequence[Catalog]) -> Iterator[Page]:
    """Pages of all catalogues as they arrive, each with ``page.catalog``.

    A catalogue that fails ends its own pages only; use FederatedSearch to learn why. Leaving the loop
    cancels what is under way.
    """
    arrived: queue.SimpleQueue[Page | None] = queue.SimpleQueue()
    federated = FederatedSearch(query, catalogs, on_page=arrived.put)

    def close() -> None:
        federated.wait()
        arrived.put(None)

    federated.start()
    threading.Thread(target=close, name="gaia-search-end", daemon=True).start()
    try:
        while (page := arrived.get()) is not None:
            yield page
    finally:
        federated.cancel()
