"""Downloads: one task a file, seen in QGIS's task manager, loaded into the project when it has arrived."""

from __future__ import annotations

import itertools
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from qgis.core import QgsMapLayer, QgsProject
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ..core.access import Access
from ..core.errors import Cancelled, GaiaError, NotOnline, QuotaExceeded, TooManyRequests
from ..core.model import Dataset, Link, LinkKind, Record
from ..core.net import Session
from .download_tasks import Arrived, bring, target_of
from .layer_groups import place
from .layer_metadata import describe
from .layer_styles import apply_style
from .tasks import Job

AT_ONCE = 3
_EVERY_MS = 200
SHORTEST_WAIT = 60.0
"""Seconds before a file is asked for again whose host said to come back later."""
_LONGEST_WAIT = 2 * 3600.0
_WAITED_FOR = (NotOnline, QuotaExceeded, TooManyRequests)
_ids = itertools.count(1)


@dataclass(eq=False)
class Download:
    """One file on its way. ``received`` and ``total`` (None: not known yet) are in bytes,
    ``rate`` in bytes a second.

    ``state`` is "queued", "running", "done", "failed" or "cancelled"; ``path`` is final once it is "done".
    One that waits for its host (its file is on tape, the quota of the hour is used up) is "queued", with the
    reason in ``error``.
    """

    record: Record
    link: Link
    path: Path
    load: bool = True
    dataset: Dataset | None = None
    id: int = field(default_factory=lambda: next(_ids))
    received: int = 0
    total: int | None = None
    state: str = "queued"
    error: GaiaError | None = None
    rate: float = 0.0
    already_there: bool = False
    layers: list[QgsMapLayer] = field(default_factory=list)
    job: Job | None = field(default=None, repr=False)
    not_before: float = field(default=0.0, repr=False)

    @property
    def active(self) -> bool:
        """Whether it is waiting or running."""
        return self.state in ("queued", "running")


class Downloads(QObject):
    """The queue of transfers. Signals come on the main thread, each with the Download.

    A download that failed or was cancelled keeps its part: asking for it again goes on where it stopped.
    """

    added = pyqtSignal(object)
    progressed = pyqtSignal(object)
    """At most five times a second."""
    finished = pyqtSignal(object)
    """The file has its name, and its layers are in the project."""
    failed = pyqtSignal(object)
    """Also after a cancel: ``state`` is "cancelled" then, and ``error`` a Cancelled, shown to nobody."""

    def __init__(self, session: Session, project: QgsProject, parent: QObject | None = None):
        super().__init__(parent)
        self._session = session
        self._project = project
        self._seen: dict[int, tuple[float, int]] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._tell)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._next)
        self.downloads: list[Download] = []

    def download(
        self,
        record: Record,
        links: Sequence[Link],
        folder: Path,
        load: bool = True,
        dataset: Dataset | None = None,
    ) -> list[Download]:
        """Queue the links' files. A style that belongs to other chosen data comes with them by itself."""
        data = [link for link in links if link.kind is not LinkKind.STYLE] or list(links)
        Access.of(self._session).expect(data)
        made = []
        for link in data:
            if any(one.active and (one.record.key, one.link) == (record.key, link) for one in self.downloads):
                continue
            path = target_of(Path(folder), record, link, len(data) > 1)
            one = Download(record, link, path, load, dataset, total=link.size)
            self.downloads.append(one)
            made.append(one)
            self.added.emit(one)
        self._next()
        return made

    def retry(self, download: Download) -> None:
        """Go on with a download that failed or was cancelled."""
        if download.active or download.state == "done":
            return
        download.state, download.error, download.rate, download.not_before = "queued", None, 0.0, 0.0
        self.progressed.emit(download)
        self._next()

    def cancel(self, download: Download) -> None:
        """Stop one. Its signal comes at once; the connection is closed within a second."""
        if not download.active:
            return
        self._cancelled(download)
        if download.job:
            download.job.cancel()
        self._next()

    def cancel_all(self) -> None:
        """Stop everything: also what the plugin calls when it is unloaded."""
        for one in [one for one in self.downloads if one.state == "queued"]:
            self.cancel(one)
        for one in [one for one in self.downloads if one.active]:
            self.cancel(one)

    def forget(self, download: Download) -> None:
        """Take one that is over off the list; its file stays."""
        if not download.active and download in self.downloads:
            self.downloads.remove(download)

    # -- the queue -----------------------------------------------------------------------------

    def _next(self) -> None:
        running = [one for one in self.downloads if one.job is not None]
        now = time.monotonic()
        queued = [one for one in self.downloads if one.state == "queued" and one.job is None]
        waiting = [one for one in queued if one.not_before <= now]
        for one in waiting[: max(0, AT_ONCE - len(running))]:
            self._start(one)
        later = [one.not_before for one in queued if one.not_before > now]
        if later:
            self._later.start(round(1000 * (min(later) - now)) + 1)

    def _start(self, download: Download) -> None:
        session = self._session

        def progress(received: int, total: int | None) -> None:
            download.received, download.total = received, total
            if total:
                job.setProgress(min(100.0, 100.0 * received / total))

        def work(_: Job) -> Arrived:
            return bring(
                session, download.record, download.link, download.path, download.load, progress, job.switch
            )

        title = self.tr("Download {name}").format(name=download.path.name)
        job = Job(title, work, lambda _: self._done(download, job))
        download.state, download.job, download.error = "running", job, None
        self._seen[download.id] = (time.monotonic(), download.received)
        self._timer.start()
        job.start()

    def _done(self, download: Download, job: Job) -> None:
        arrived: Arrived | None = job.result
        job.result, download.job, download.rate = None, None, 0.0
        self._seen.pop(download.id, None)
        if not self._seen:
            self._timer.stop()
        if download.state == "running":
            if arrived is not None and job.error is None:
                self._arrived(download, arrived)
            elif isinstance(job.error, Cancelled):  # from QGIS's own task list
                self._cancelled(download)
            elif isinstance(job.error, _WAITED_FOR) and 0 < (job.error.retry_after or 0) <= _LONGEST_WAIT:
                download.state, download.error = "queued", job.error
                download.not_before = time.monotonic() + max(SHORTEST_WAIT, job.error.retry_after or 0)
                self.progressed.emit(download)
            else:
                download.state, download.error = "failed", job.error
                self.failed.emit(download)
        self._next()

    def _cancelled(self, download: Download) -> None:
        download.state, download.error, download.rate = "cancelled", Cancelled(), 0.0
        self.failed.emit(download)

    def _arrived(self, download: Download, arrived: Arrived) -> None:
        download.path, download.already_there = arrived.fetched.path, arrived.fetched.already_there
        download.received = download.total = arrived.fetched.size
        for layer in arrived.layers:
            describe(layer, download.record, download.link)
            apply_style(layer, arrived.style)
            place(self._project, layer, download.record, download.link, download.dataset)
            download.layers.append(layer)
        download.state = "done"
        self.finished.emit(download)

    def _tell(self) -> None:
        now = time.monotonic()
        for one in self.downloads:
            if one.id not in self._seen or one.state != "running":
                continue
            then, before = self._seen[one.id]
            speed = max(0, one.received - before) / max(now - then, 1e-3)
            one.rate = speed if not one.rate else 0.7 * one.rate + 0.3 * speed
            self._seen[one.id] = (now, one.received)
            self.progressed.emit(one)
