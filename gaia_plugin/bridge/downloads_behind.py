"""Errands that the main thread must not wait for: the journal's database may be held by another QGIS."""

from __future__ import annotations

import queue
import threading
import traceback
from typing import Any, Callable

from qgis.PyQt.QtCore import QObject, Qt, pyqtSignal

from .compat import is_deleted
from .tasks import log


class Behind(QObject):
    """Runs errands one after the other in a thread of its own, and hands what each gave to the main thread.

    An errand that raises is logged, and nothing is handed on: it asks for ``failed`` where that matters.
    """

    _came = pyqtSignal(object)

    def __init__(self, name: str, parent: QObject | None = None):
        super().__init__(parent)
        self._errands: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._came.connect(self._hand, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._closed = False
        self._thread.start()

    def ask(
        self,
        work: Callable[[], Any],
        then: Callable[[Any], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """``work()`` in the thread, then ``then(what it gave)`` or ``failed(what it raised)`` on the main
        thread; neither comes once this is closed."""
        if not self._closed:
            self._errands.put((work, then, failed))

    def close(self, last: Callable[[], Any] | None = None, wait_s: float = 2.0) -> None:
        """What waits is still done, then ``last``, and the thread ends; waits for it so long at most."""
        if self._closed:
            return
        self._closed = True
        if last is not None:
            self._errands.put((last, None, None))
        self._errands.put(None)
        self._thread.join(wait_s)

    def _run(self) -> None:
        while True:
            errand = self._errands.get()
            if errand is None:
                return
            work, then, failed = errand
            try:
                given, call = work(), then
            except Exception as error:
                log(traceback.format_exc())
                given, call = error, failed
            if call is not None and not self._closed and not is_deleted(self):
                self._came.emit((call, given))

    def _hand(self, pair: Any) -> None:
        call, given = pair
        if not self._closed:
            call(given)
