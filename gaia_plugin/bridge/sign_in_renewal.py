"""Keeps sign-ins alive while QGIS runs: what is nearly over is renewed in a thread, and GDAL told of it."""

from __future__ import annotations

import threading
from contextlib import suppress

from qgis.PyQt.QtCore import QObject, QTimer

from ..core.auth.accounts import Accounts
from ..core.errors import Cancelled
from ..core.net import Cancel
from .gdal_credentials import GdalCredentials

_LOOK_MS = 5_000  # between two looks for what to renew


class Renewal(QObject):
    """Main thread only. Looks every few seconds while there is something that lives."""

    def __init__(self, accounts: Accounts, gdal: GdalCredentials, parent: QObject | None = None):
        super().__init__(parent)
        self._accounts = accounts
        self._gdal = gdal
        self._ended = Cancel()
        self._thread: threading.Thread | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)

    def follow(self) -> None:
        """An account came, went or changed."""
        self._gdal.refresh()
        if self._accounts.lives != self._timer.isActive():
            self._timer.start() if self._accounts.lives else self._timer.stop()

    def look(self) -> None:
        """Renew what is nearly over, in a thread; hand on to GDAL what was renewed."""
        self._gdal.refresh()
        busy = self._thread is not None and self._thread.is_alive()
        if busy or self._ended.is_set or not self._accounts.lives:
            return
        self._thread = threading.Thread(target=self._keep_alive, name="gaia-keep-alive", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._timer.stop()
        self._ended.cancel()

    def _keep_alive(self) -> None:
        with suppress(Cancelled):
            self._accounts.keep_alive(self._ended)
