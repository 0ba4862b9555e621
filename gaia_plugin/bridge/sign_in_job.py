"""A piece of work of the sign-ins: a thread, and its end on the main thread.

Not a task of QGIS's: QGIS announces on the whole desktop that a task of some seconds is complete, which only
from 3.26 on can be told otherwise; and a person who reads a page in a browser would hold one of the threads
that draw maps.
"""

from __future__ import annotations

import threading
import traceback
from typing import Any, Callable

from qgis.PyQt.QtCore import QObject, Qt, pyqtSignal

from ..core.errors import Cancelled, GaiaError
from ..core.net import Cancel
from .compat import is_deleted
from .tasks import log

_alive: set[SignInJob] = set()


class SignInJob(QObject):
    """``work(job)`` in a worker thread, then ``done(job)`` on the main thread, also after a cancel.

    One of ``result`` and ``error`` is set in ``done``. ``work`` checks ``job.switch`` between its steps.
    """

    _over = pyqtSignal()

    def __init__(self, work: Callable[[SignInJob], Any], done: Callable[[SignInJob], None]):
        super().__init__()
        self.switch = Cancel()
        self.result: Any = None
        self.error: GaiaError | None = None
        self._work = work
        self._done: Callable[[SignInJob], None] | None = done
        self._over.connect(self._finish, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        _alive.add(self)
        threading.Thread(target=self._run, name="gaia-sign-in", daemon=True).start()

    def cancel(self) -> None:
        self.switch.cancel()

    def _run(self) -> None:
        try:
            self.switch.check()
            self.result = self._work(self)
        except GaiaError as error:
            self.error = error
        except Exception as error:
            log(traceback.format_exc())
            self.error = GaiaError(host=type(error).__name__)
        finally:
            if not is_deleted(self):
                self._over.emit()

    def _finish(self) -> None:
        done, self._done = self._done, None
        _alive.discard(self)
        if self.error is None and self.result is None:
            self.error = Cancelled()
        try:
            if done is not None:
                done(self)
        except Exception:
            log(traceback.format_exc())
