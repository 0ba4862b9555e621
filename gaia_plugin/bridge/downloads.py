"""Downloads: the queue of transfers as the interface sees it. What is asked for is written into a journal
that all windows of QGIS share, and what came is loaded into the project."""

from __future__ import annotations

import gc
import uuid
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from qgis.core import QgsProject
from qgis.PyQt.QtCore import QObject, Qt, QTimer, pyqtSignal

from ..core.access import Access
from ..core.model import Dataset, Link, LinkKind, Record
from ..core.net import Session
from ..core.transfer.deliver import deliver
from ..core.transfer.jobs import ACTIVE, Job, Standing, State
from ..core.transfer.journal import Journal
from ..core.transfer.limits import Limits
from ..core.transfer.queue import Queue
from .download_tasks import Asked, jobs_of
from .downloads_behind import Behind
from .downloads_folders import Place
from .downloads_left import journal_path
from .downloads_loading import Loading
from .downloads_model import DownloadsModel
from .downloads_orders import Orders
from .downloads_pace import Starts, limits_of
from .downloads_pages import Pages
from .downloads_row import KEEP, LOAD, PROJECT, UNPACK, WINDOW, Download
from .downloads_sum import Sum
from .downloads_totals import Totals
from .project_files import ProjectFiles
from .responsive import QuickTurns
from .settings import Settings

_EVERY_MS = 200
_MANY = 300  # changes in one turn: the list is read anew


class Downloads(Orders):
    """The queue of transfers. Main thread only; every signal comes there, at most five times a second.

    The journal is read and written in threads, so what is ordered here happens a moment later. A transfer
    that failed, was cancelled or lost its QGIS keeps its part: it goes on where it stopped.
    """

    added = pyqtSignal(list)
    """Downloads that were asked for here."""
    ended = pyqtSignal(list)
    """Downloads that this window asked for or worked on: done (their layers are in the project), failed or
    cancelled."""
    opened = pyqtSignal(object)
    """What a person wanted in the project: it has ``layers`` where QGIS could draw it."""
    counted = pyqtSignal(object)
    """Totals."""
    resumed = pyqtSignal(int)
    """So many were left by an earlier session, and go on."""

    def __init__(
        self,
        session: Session,
        project: QgsProject,
        parent: QObject | None = None,
        path: Path | None = None,
        start: bool = True,
    ):
        super().__init__(parent)
        self._session, self._project = session, project
        self._settings = Settings()
        self.catalogs: Mapping[str, str] = {}
        """The names of catalogues, by their identifiers."""
        self.window = uuid.uuid4().hex
        self.limits = Limits.from_rows(**limits_of(self._settings))
        self.model = DownloadsModel(self)
        self._known: dict[str, Download] = {}
        self._running: set[str] = set()
        self._ours: set[str] = set()
        self._awaited: set[str] = set()
        self._to_open: set[str] = set()
        self._ends: list[Download] = []
        self._events: deque[Any] = deque()
        self._queue: Queue | None = None
        self._journal: Journal | None = None
        self._shut, self._asleep = False, True
        self._turns, self._starts = QuickTurns(), Starts()
        self._loading, self._files = Loading(session, project, self), ProjectFiles(project, self)
        self._loading.loaded.connect(self._loaded)
        self._tick = QTimer(self)
        self._tick.setInterval(_EVERY_MS)
        self._tick.timeout.connect(self._turn)
        self._woken.connect(self._wake, Qt.ConnectionType.QueuedConnection)
        self._orders, self._adding = Behind("gaia-transfers", self), Behind("gaia-transfers-add", self)
        self._sum = Sum(self._orders, self.model, self._here, self)
        self._pages = Pages(self.model, self._orders, lambda: self._journal, self._stand, self._wake)
        self._sum.counted.connect(self.counted)
        self._sum.cancelled.connect(self.pause)
        wanted = path or journal_path()
        self._orders.ask(lambda: self._open(wanted), self._opened)
        if start:
            self.start()

    _woken = pyqtSignal()

    @property
    def totals(self) -> Totals:
        """All transfers together, as they were last counted."""
        return self._sum.totals

    def _here(self) -> list[Download]:
        return [self._known[job] for job in self._running]

    # -- the journal and its queue ---------------------------------------------------------------------

    def _open(self, path: Path) -> None:
        journal = Journal(path)
        journal.take_up()
        self._journal = journal
        self._queue = Queue(
            journal,
            self._work,
            limits=self.limits,
            on_event=self._event,
            expect=lambda links: Access.of(self._session).expect(links),
        )

    def _work(self, job: Job, on_progress: Any, cancel: Any) -> Any:
        self._starts.wait(cancel, len(self._running))
        return deliver(self._session, job, limits=self.limits, on_progress=on_progress, cancel=cancel)

    def _opened(self, _: Any) -> None:
        journal = self._journal
        if journal is not None and journal.problem is not None:
            self.problem.emit(journal.problem)
        self._pages.begin()

    def start(self) -> None:
        """Work on what is in the journal, also of earlier sessions."""

        def begin() -> int:
            counts = self._journal.counts()
            left = 0 if counts[State.RUNNING][0] else sum(counts[state][0] for state in ACTIVE)
            self._queue.start()
            return left

        def begun(left: int) -> None:
            if left:
                self.resumed.emit(left)
            self._wake()

        self._orders.ask(begin, begun)

    def apply_settings(self) -> None:
        """The settings of transfers have changed: those that run follow."""
        self.limits.change(**limits_of(self._settings))

    # -- what a person does ------------------------------------------------------------------------------

    def download(
        self,
        record: Record,
        links: Sequence[Link],
        folder: Path | None = None,
        load: bool | None = None,
        dataset: Dataset | None = None,
    ) -> None:
        """As ``download_all``."""
        self.download_all([Asked(record, links, dataset)], folder, load)

    def download_all(
        self, asked: Sequence[Asked], folder: Path | None = None, load: bool | None = None
    ) -> None:
        """Queue the links' files; ``added`` tells of those that were not on their way already. A style that
        belongs to other chosen data comes with them by itself. ``folder`` None: as the settings' rule has it;
        ``load`` None: as the settings have it."""
        wanted = []
        for one in asked:
            data = [link for link in one.links if link.kind is not LinkKind.STYLE] or list(one.links)
            wanted.append(replace(one, links=data))
        place = Place.now(self._project, self._settings, self.catalogs)
        if folder is not None:
            place = Place(Path(folder), catalogs=place.catalogs)
        options = {
            LOAD: self._settings.load_downloads if load is None else load,
            UNPACK: self._settings.unpack_archives,
            KEEP: self._settings.keep_archives,
            PROJECT: self._project.fileName(),
            WINDOW: self.window,
        }
        on_the_way = {job for job in self._awaited if self._known[job].record is not None}

        def add() -> list[tuple[Standing, Job, Asked]]:
            pairs = list(jobs_of(wanted, place, options))
            standings = self._queue.add([job for job, _ in pairs])
            return [(standing, job, one) for standing, (job, one) in zip(standings, pairs)]

        def added(rows: list[tuple[Standing, Job, Asked]]) -> None:
            self._were_added([row for row in rows if row[0].job.id not in on_the_way])

        # The adding waits for the journal to be open, and for nothing else that is ordered.
        self._orders.ask(lambda: None, lambda _: self._adding.ask(add, added, self._failed))

    def _were_added(self, rows: list[tuple[Standing, Job, Asked]]) -> None:
        fresh, there = [], []  # the files of these are there since another time
        for standing, job, one in rows:
            known = self._known.get(standing.job.id)
            # What happened since it was added has been heard of already.
            heard = known is not None and known.state is not State.WAITING
            download = known if heard and known is not None else self._stand(standing)
            download.record, download.dataset = one.record, one.dataset
            download.wanted = bool(job.options.get(LOAD))
            if download.active:
                self._awaited.add(download.id)
            if standing.state is State.DONE:
                there.append(download)
            fresh.append(download)
        self.model.update(fresh)
        if fresh:
            self.added.emit(fresh)
        for download in there:
            self._over(download)
        self._wake()

    def load(self, downloads: Iterable[Download]) -> None:
        """Put what came into the project that is open now; ``opened`` tells of each."""
        for one in downloads:
            self._to_open.add(one.id)
            self._loading.load(one)
        self._wake()

    def show(self, states: frozenset[State]) -> None:
        """List these only."""
        self._pages.begin(states)

    # -- the list ----------------------------------------------------------------------------------------

    def _forgotten(self, ids: Iterable[str]) -> None:
        for job in ids:
            self._known.pop(job, None)
            self._let_go(job)
        self._wake()

    def _reread(self) -> None:
        """The list from its beginning, and what this window waits for."""
        self._pages.begin()
        waited_for = list(self._awaited)

        def look() -> dict[str, Standing | None]:
            return {job: self._journal.get(job) for job in waited_for}

        if waited_for:
            self._orders.ask(look, lambda found: self._note(found, listed=True))

    def _stand(self, standing: Standing) -> Download:
        """The one Download of a job, as it stands now."""
        one = self._known.get(standing.job.id)
        if one is None:
            one = self._known[standing.job.id] = Download(standing, told=standing.state, files=self._files)
        one.standing = standing
        one.now = (standing.received, standing.total)
        if standing.state is not State.RUNNING:
            one.rate, one.unpacked = 0.0, None
            self._running.discard(one.id)
        return one

    # -- what happens ------------------------------------------------------------------------------------

    def _event(self, job: str, standing: Standing | None) -> None:
        """In the queue's threads."""
        queue = self._queue
        if queue is not None and queue.progress(job) is not None:
            self._ours.add(job)
        self._events.append((job, standing))
        if self._asleep and not self._shut:
            self._asleep = False
            self._woken.emit()

    def _wake(self) -> None:
        self._sum.stale = True
        if not self._shut and not self._tick.isActive():
            self._asleep = False
            self._turns.set(True)
            gc.freeze()  # else a full pass of the collector holds the interface for a tenth of a second
            self._tick.start()
            self._turn()

    def _turn(self) -> None:
        """Five times a second while something is going on."""
        happened: dict[str, Standing | None] = {}
        while self._events:
            job, standing = self._events.popleft()
            happened[job] = standing
        if happened.pop("", self) is None:
            self._reread()
        self._note(happened)
        self._read_progress()
        if (happened or self._running or self._sum.stale) and self._journal is not None:
            self._sum.count(self._journal.counts)
        if self._ends:
            ends, self._ends = self._ends, []
            self.ended.emit(ends)
        elif not (happened or self._running or self._loading.busy or self._sum.busy):
            self._asleep = True
            if not self._events:  # one that came before that line wakes nobody
                self._tick.stop()
                self._turns.set(False)

    def _note(self, happened: Mapping[str, Standing | None], listed: bool = False) -> None:
        """How jobs stand now; None for one that is forgotten. ``listed``: the list is read anew anyway."""
        rows = []
        for job, standing in happened.items():
            if standing is None:
                self.model.remove([job])
                self._known.pop(job, None)
                self._let_go(job)
                continue
            # Not its standing of before: a page of the list may have shown the new one already.
            was = self._known[job].told if job in self._known else None
            one = self._stand(standing)
            one.told = standing.state
            rows.append(one)
            mine = job in self._ours or job in self._awaited or one.option(WINDOW) == self.window
            if standing.state is State.RUNNING and job in self._ours:
                self._running.add(job)
            if one.active or standing.state is State.PAUSED:
                self._awaited.update([job] if mine else [])
            elif was is not standing.state:
                if mine or (standing.state is State.DONE and self._is_for_here(one)):
                    self._over(one)
                self._let_go(job)
        if len(rows) <= _MANY:
            self.model.update(rows)
        elif not listed:
            self._reread()

    def _let_go(self, job: str) -> None:
        self._awaited.discard(job)
        self._ours.discard(job)
        self._running.discard(job)

    def _is_for_here(self, one: Download) -> bool:
        """Whether what came belongs to the project of this window: asked for here, or for that project in an
        earlier session."""
        project = self._project.fileName()
        return one.option(WINDOW) == self.window or (bool(project) and one.option(PROJECT) == project)

    def _over(self, one: Download) -> None:
        wanted = one.wanted if one.wanted is not None else bool(one.option(LOAD))
        here = one.record is not None or self._is_for_here(one)
        if one.state is State.DONE and wanted and here and not one.shown:
            self._loading.load(one)
        else:
            self._end(one)

    def _loaded(self, one: Download) -> None:
        self.model.update([one])
        if one.id in self._to_open:
            self._to_open.discard(one.id)
            self.opened.emit(one)
        else:
            self._end(one)

    def _end(self, one: Download) -> None:
        self._ends.append(one)
        self._wake()

    def _read_progress(self) -> None:
        queue = self._queue
        if queue is None or not self._running:
            return
        for job in self._running:
            one, told = self._known[job], queue.progress(job)
            if told is not None:
                one.now, one.rate, one.unpacked = (told.received, told.total), told.rate, told.unpacked
        self.model.repaint()

    # -- the end -----------------------------------------------------------------------------------------

    def shut(self, wait_s: float = 2.0) -> None:
        """Stop working; what is not done stays in the journal, and goes on the next time."""
        if self._shut:
            return
        self._shut = True
        self._tick.stop()
        self._turns.set(False)
        self._sum.end()
        self._loading.shut()

        def stop() -> None:
            if self._queue is not None:
                self._queue.stop(wait_s)
            if self._journal is not None:
                self._journal.close()

        self._adding.close(wait_s=wait_s)
        self._orders.close(stop, wait_s + 1.0)
