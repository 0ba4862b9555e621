"""The system's browser, for workers: the desktop's services are the main thread's."""

from __future__ import annotations

import threading
from typing import Callable

from qgis.PyQt.QtCore import QCoreApplication, QObject, Qt, QUrl, pyqtSignal
from qgis.PyQt.QtGui import QDesktopServices

from ..core.auth.loopback import PageTexts
from ..core.net import Cancel
from .settings import Settings

_STEP = 0.1


class _Wish:
    """An address that a worker wants opened; the text form does not show it."""

    def __init__(self, url: str):
        self.url = url
        self.opened = False
        self.over = threading.Event()


class Browser(QObject):
    """Made on the main thread. ``open_url`` says whether it could open an address; by default the desktop
    does."""

    _wanted = pyqtSignal(object)

    def __init__(self, open_url: Callable[[str], bool] | None = None, parent: QObject | None = None):
        super().__init__(parent)
        self.open_url = open_url or (lambda url: bool(QDesktopServices.openUrl(QUrl(url))))
        self._wanted.connect(self._open, Qt.ConnectionType.QueuedConnection)

    def for_(self, cancel: Cancel) -> Callable[[str], bool]:
        """A function for a worker, which waits until the address is opened. Raises Cancelled."""

        def opened(url: str) -> bool:
            wish = _Wish(url)
            self._wanted.emit(wish)
            while not wish.over.wait(_STEP):
                cancel.check()
            return wish.opened

        return opened

    def _open(self, wish: _Wish) -> None:
        try:
            wish.opened = self.open_url(wish.url)
        finally:
            wish.over.set()


def page_texts() -> PageTexts:
    """What the browser shows at the end, in the language of the plugin. Main thread only."""
    # fmt: off
    return PageTexts(
        language=Settings().language,
        done=QCoreApplication.translate("SignIn", "You are signed in. You can close this page and go back to QGIS."),  # noqa: E501
        failed=QCoreApplication.translate("SignIn", "The sign-in did not succeed: QGIS says why. You can close this page."),  # noqa: E501
    )
    # fmt: on
