"""One question at a time, asked off the main thread: a new one takes the place of the one before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qgis.PyQt.QtCore import QObject

from ..core.errors import Cancelled
from ..core.net import Cancel
from .tasks import Job, log


class Latest(QObject):
    """Main thread only. Failures are logged and shown to nobody: what is asked here is an extra."""

    def __init__(self, parent: QObject | None = None):
        super().__init__(parent)
        self._job: Job | None = None

    @property
    def running(self) -> bool:
        """Whether an answer is waited for."""
        return self._job is not None

    def ask(self, title: str, work: Callable[[Cancel], Any], then: Callable[[Any], None]) -> None:
        """``work(cancel)`` in a worker thread, then ``then(result)`` on the main one, where no other question
        was asked meanwhile. ``title`` is seen in QGIS's list of tasks and in the log."""
        self.stop()
        self._job = Job(title, lambda job: work(job.switch), lambda job: self._done(job, title, then))
        self._job.start()

    def stop(self) -> None:
        """No answer is wanted any more."""
        job, self._job = self._job, None
        if job is not None:
            job.cancel()

    def _done(self, job: Job, title: str, then: Callable[[Any], None]) -> None:
        if job is not self._job:
            return
        self._job = None
        if job.error is None:
            then(job.result)
        elif not isinstance(job.error, Cancelled):
            log(f"{title}: {job.error}")
