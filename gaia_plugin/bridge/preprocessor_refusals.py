"""Refusals of what QGIS itself asked for, with a credential of ours.

A ``Session`` learns of a 401 where it happens; of a layer's request QGIS tells afterwards. So a token that
was taken back early is renewed, or its account told as ended, although nothing but a map was drawn.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import Any

from qgis.core import QgsNetworkAccessManager, QgsNetworkReplyContent
from qgis.PyQt.QtCore import QObject, Qt, pyqtSignal
from qgis.PyQt.QtNetwork import QNetworkRequest

from ..core.errors import GaiaError
from ..core.net.credentials import Credential, Credentials
from .compat import is_deleted
from .network_agent import is_marked

_STATUS = QNetworkRequest.Attribute.HttpStatusCodeAttribute


class LayerRefusals(QObject):
    """Main thread only; asks in a thread, one credential at a time."""

    renewed = pyqtSignal(str)
    """(address): it would be answered now."""
    _over = pyqtSignal(object, str, bool)

    def __init__(self, credentials: Credentials, parent: QObject | None = None):
        super().__init__(parent)
        self._credentials = credentials
        self._asked: set[Credential] = set()
        self._over.connect(self._told, Qt.ConnectionType.QueuedConnection)
        self._replies = QgsNetworkAccessManager.instance().finished[QgsNetworkReplyContent]
        self._replies.connect(self._finished)

    def stop(self) -> None:
        """May be called twice."""
        with suppress(TypeError):
            self._replies.disconnect(self._finished)

    def _finished(self, content: Any) -> None:
        """Of every reply of QGIS's, whatever thread it came in."""
        if content.attribute(_STATUS) != 401:
            return
        request = content.request()
        address = request.url().toString()
        credential = self._credentials.for_url(address)
        if credential is None or credential in self._asked or is_marked(request):
            return
        names = [bytes(name) for name in request.rawHeaderList()]
        sent = {name.decode("latin-1"): bytes(request.rawHeader(name)).decode("latin-1") for name in names}
        self._asked.add(credential)
        work = (credential, sent, address)
        threading.Thread(target=self._ask, args=work, name="gaia-refused", daemon=True).start()

    def _ask(self, credential: Credential, sent: dict[str, str], address: str) -> None:
        again = False
        try:
            again = credential.refused(sent)
        except GaiaError:
            pass  # the account is told as ended
        finally:
            if not is_deleted(self):
                self._over.emit(credential, address, again)

    def _told(self, credential: Credential, address: str, again: bool) -> None:
        self._asked.discard(credential)
        if again:
            self.renewed.emit(address)
