"""The queue in QGIS's own task list: one task, however many files."""

from __future__ import annotations

import threading
from typing import Callable

from qgis.core import QgsApplication, QgsTask
from qgis.PyQt.QtCore import QThreadPool, QTimer

_alive: set[QueueTask] = set()
_EVERY = 0.25  # seconds


class QueueTask(QgsTask):
    """Stands for the transfers as long as some go on. ``cancelled`` is called on the main thread when a
    person cancels it there. QGIS does not ask about it when it closes: the plugin does, in its own words.

    A task without a Python reference never runs: it is held here until it is over.
    """

    def __init__(self, description: str, cancelled: Callable[[], None]):
        super().__init__(description, QgsTask.Flag.CanCancel | QgsTask.Flag.CancelWithoutPrompt)
        self._over = threading.Event()
        self._cancelled: Callable[[], None] | None = cancelled
        self.part, self.said = 0.0, description

    def say(self, description: str) -> None:
        """What the list shows."""
        self.said = description
        self.setDescription(description)

    def start(self) -> QueueTask:
        """Show it."""
        _alive.add(self)
        QgsApplication.taskManager().addTask(self)
        return self

    def end(self) -> None:
        """Nothing goes on any more."""
        self._cancelled = None
        self._over.set()

    def run(self) -> bool:
        pool = QThreadPool.globalInstance()
        pool.releaseThread()  # it only waits: the map is drawn by the threads of this pool
        try:
            while not self._over.wait(_EVERY):
                self.setProgress(min(100.0, 100.0 * self.part))
        finally:
            pool.reserveThread()
        return True

    def cancel(self) -> None:
        """Also what QGIS's own list calls."""
        self._over.set()
        super().cancel()

    def finished(self, ok: bool) -> None:
        QTimer.singleShot(0, lambda: _alive.discard(self))
        cancelled, self._cancelled = self._cancelled, None
        if cancelled is not None:
            cancelled()
