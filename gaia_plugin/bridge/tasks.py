"""Work in QGIS's task manager, with the traps of ``QgsTask`` closed.

A task without a Python reference never runs; an exception in ``run`` may end the process; ``run`` without a
boolean counts as failed. A waiting transfer would also hold one of the few threads of Qt's global pool, which
draws the map: it gives the thread back while it works.
"""

from __future__ import annotations

import traceback
from typing import Any, Callable

from qgis.core import Qgis, QgsApplication, QgsMessageLog, QgsTask
from qgis.PyQt.QtCore import QThreadPool, QTimer

from ..core.errors import Cancelled, GaiaError
from ..core.net import Cancel

LOG = "GAIA Data"
_running: set[Job] = set()


class Job(QgsTask):
    """``work(job)`` in a worker thread, then ``done(job)`` on the main thread, also after a cancel.

    One of ``result`` and ``error`` is set then. ``work`` checks ``job.switch`` between its steps.
    """

    def __init__(self, description: str, work: Callable[[Job], Any], done: Callable[[Job], None]):
        super().__init__(description, QgsTask.Flag.CanCancel)
        self.switch = Cancel()
        self.result: Any = None
        self.error: GaiaError | None = None
        self._work = work
        self._done = done

    def start(self) -> Job:
        """Queue it. The reference that keeps it alive is held here until it is over."""
        _running.add(self)
        if self.switch.is_set:  # the task manager never ends a task that was cancelled before it came
            QTimer.singleShot(0, lambda: self.finished(False))
        else:
            QgsApplication.taskManager().addTask(self)
        return self

    def run(self) -> bool:
        pool = QThreadPool.globalInstance()
        pool.releaseThread()
        try:
            self.switch.check()
            self.result = self._work(self)
            return True
        except GaiaError as error:
            self.error = error
        except Exception as error:
            log(traceback.format_exc())
            self.error = GaiaError(host=type(error).__name__)
        finally:
            pool.reserveThread()
        return False

    def cancel(self) -> None:
        """Also what QGIS's own task list calls."""
        self.switch.cancel()
        super().cancel()

    def finished(self, ok: bool) -> None:
        QTimer.singleShot(0, lambda: _running.discard(self))
        if self.error is None and self.result is None and not ok:
            self.error = Cancelled()
        try:
            self._done(self)
        except Exception:
            log(traceback.format_exc())


def log(text: str, level: Any = None) -> None:
    """One entry in QGIS's message log, on the plugin's own tab."""
    QgsMessageLog.logMessage(text, LOG, Qgis.MessageLevel.Warning if level is None else level, False)
