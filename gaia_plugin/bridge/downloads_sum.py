"""All transfers together: counted for the interface, and shown as one task in QGIS's own list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Callable

from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtGui import QGuiApplication

from ..core.transfer.jobs import State
from .compat import is_deleted
from .downloads_behind import Behind
from .downloads_model import PAGE, DownloadsModel
from .downloads_qgis_task import QueueTask
from .downloads_row import Download
from .downloads_totals import ON_THE_WAY, Count, Totals, totals_of


class Sum(QObject):
    """``running`` gives the transfers that run in this window. The journal's own sums are read in a thread,
    one reading at a time. ``cancelled`` comes when a person cancels the task in QGIS's list."""

    counted = pyqtSignal(object)
    cancelled = pyqtSignal()

    def __init__(
        self, orders: Behind, model: DownloadsModel, running: Callable[[], list[Download]], parent: QObject
    ):
        super().__init__(parent)
        self._orders, self._model, self._running = orders, model, running
        self.totals = Totals()
        self.stale = True
        """Whether something has changed since the last reading began."""
        self._counting = self._ended = False
        self._before: Count = (0, 0, 0)
        self._task: QueueTask | None = None

    @property
    def busy(self) -> bool:
        """Whether a count is to come."""
        return self.stale or self._counting

    def count(self, counts: Callable[[], Mapping[State, Count]]) -> None:
        """Read ``counts`` in the thread, then tell."""
        self.stale = True
        if self._counting or self._ended:
            return
        self._counting, self.stale = True, False
        self._orders.ask(counts, self._tell, self._not_counted)

    def _not_counted(self, _: Any) -> None:
        self._counting = False

    def _tell(self, counts: Mapping[State, Count]) -> None:
        self._counting = False
        if not any(counts[state][0] for state in ON_THE_WAY):
            self._before = counts[State.DONE]
        self._before = min(self._before, counts[State.DONE])
        here = self._running()
        alone = counts[State.RUNNING][0] == len(here)
        live = sum(one.received for one in here) if alone else None
        listed = [one for one in self._model.downloads()[:PAGE] if one.state in ON_THE_WAY]
        unknown = any(one.total is None for one in listed)
        parts = sum(one.received / one.total for one in listed if one.total)
        rate = sum(one.rate for one in here)
        self.totals = totals_of(counts, self._before, live, rate, parts, unknown)
        self.counted.emit(self.totals)
        self._show_task()

    def _show_task(self) -> None:
        """As long as something runs or waits for its turn."""
        going = self.totals.count(State.RUNNING, State.WAITING)
        if not going:
            self._end_task()
            return
        said = self.tr("GAIA Data: {n} transfers") if going > 1 else self.tr("GAIA Data: 1 transfer")
        said = said.format(n=going)
        if self._task is None:
            self._task = QueueTask(said, self._cancelled_there).start()
        elif said != self._task.said:
            self._task.say(said)
        self._task.part = self.totals.part or 0.0

    def _end_task(self) -> None:
        if self._task is not None:
            self._task.end()
            self._task = None

    def _cancelled_there(self) -> None:
        """QGIS cancels every task before it closes, too, and asks its questions then: what a person cancels
        in its list finds no window waiting for an answer."""
        if is_deleted(self) or self._ended:
            return
        self._task = None
        if QGuiApplication.modalWindow() is None:
            self.cancelled.emit()

    def end(self) -> None:
        """Count no more, and take the task away."""
        self._ended = True
        self._end_task()
