"""Finding out that a host accepts no connection, before Qt 5 says so.

Qt 5 does not tell when a reply is connected, and gives up a connection after 30 seconds only. So when nothing
was heard for a while, a plain socket knocks at the same door; Qt 6.3 and later tell, and need no probe.
"""

from __future__ import annotations

from typing import Callable
from urllib.parse import urlsplit

from qgis.core import QgsNetworkAccessManager
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtNetwork import QAbstractSocket, QNetworkProxy, QTcpSocket

from .network_request import goes_through_a_proxy

_KNOCK_AFTER = 0.4  # of the time-out


class Probe:
    """Calls ``unreachable`` after ``seconds`` in which the host of ``url`` accepted no connection.

    A host behind a proxy is not probed. Lives in one thread, with an event loop.
    """

    def __init__(
        self, url: str, seconds: float, manager: QgsNetworkAccessManager, unreachable: Callable[[], None]
    ):
        self._url = url
        self._manager = manager
        self._unreachable = unreachable
        self._left = seconds * (1 - _KNOCK_AFTER)
        self._socket: QTcpSocket | None = None
        self._timer = QTimer()
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._turn)
        self._timer.start(max(1, int(seconds * _KNOCK_AFTER * 1000)))

    def stop(self) -> None:
        """The host was heard of, or nobody waits any more."""
        self._timer.stop()
        if self._socket is not None:
            self._socket.abort()
            self._socket = None

    def _turn(self) -> None:
        if self._socket is None:
            parts = urlsplit(self._url)
            if parts.hostname and not goes_through_a_proxy(self._manager, self._url):
                self._socket = QTcpSocket()
                self._socket.setProxy(QNetworkProxy(QNetworkProxy.ProxyType.NoProxy))
                port = parts.port or (443 if parts.scheme == "https" else 80)
                self._socket.connectToHost(parts.hostname, port)
                self._timer.start(max(1, int(self._left * 1000)))
            return
        waiting = (QAbstractSocket.SocketState.HostLookupState, QAbstractSocket.SocketState.ConnectingState)
        silent = self._socket.state() in waiting
        self.stop()
        if silent:
            self._unreachable()
