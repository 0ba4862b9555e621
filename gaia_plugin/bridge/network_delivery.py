"""One request through QGIS's network access manager, in a courier's thread, read from another thread."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from qgis.core import QgsNetworkAccessManager
from qgis.PyQt.QtCore import (
    QByteArray,
    QCoreApplication,
    QEvent,
    QEventLoop,
    QObject,
    Qt,
    QTimer,
    QUrl,
    pyqtSignal,
)
from qgis.PyQt.QtNetwork import QNetworkProxy, QNetworkReply, QNetworkRequest

from ..core.errors import (
    BadAnswer,
    ConnectionLost,
    ConnectionRefused,
    GaiaError,
    HostNotFound,
    TimedOut,
    TlsError,
    host_of,
)
from ..core.net.wire import Cut
from .network_agent import mark

READ_BUFFER = 4 << 20  # bytes that wait in Qt, and as many here, before the server is held back
_Attribute = QNetworkRequest.Attribute
_Error = QNetworkReply.NetworkError
_QT_CONNECT_SECONDS = 30.0  # Qt 5's own time-out for a TCP connection, which cannot be set


def _initiator() -> Any:
    """QgsNetworkRequestParameters.AttributeInitiatorClass: the name that the network panel (F12) shows."""
    number = int(getattr(_Attribute.User, "value", _Attribute.User)) + 3000
    try:
        return _Attribute(number)
    except ValueError:  # PyQt6 knows no number without a name
        return None


_INITIATOR = _initiator()


@dataclass(repr=False, eq=False)  # the generated text would show the headers, and a key with them
class Delivery:
    """What to send, and the answer as it arrives. Courier and reader share it under ``ready``.

    ``connect`` and ``read`` are time-outs in seconds.
    """

    method: str
    url: str
    headers: dict[str, str]
    body: bytes
    connect: float
    read: float
    status: int | None = None
    reason: str = ""
    answer_headers: dict[str, str] = field(default_factory=dict)
    ready: threading.Condition = field(default_factory=threading.Condition)
    chunks: deque[bytes] = field(default_factory=deque)
    offset: int = 0  # bytes of the first chunk that were taken
    waiting: int = 0  # bytes in chunks
    over: bool = False
    error: GaiaError | None = None
    abandoned: bool = False
    handler: Any = None  # the courier's _Handler while it lives

    def take(self, size: int) -> bytes:
        """At most ``size`` bytes, waiting for them; ``b""`` at the end. Raises the typed error, or Cut."""
        with self.ready:
            while not self.chunks and not self.over and not self.abandoned:
                self.ready.wait()
            if self.abandoned:
                raise Cut("cut while reading")
            if not self.chunks:
                if self.error is not None:
                    raise self.error
                return b""
            first = self.chunks[0]
            chunk = first[self.offset : self.offset + size] if self.offset or len(first) > size else first
            self.offset += len(chunk)
            if self.offset >= len(first):
                self.chunks.popleft()
                self.offset = 0
            before, self.waiting = self.waiting, self.waiting - len(chunk)
            if before >= READ_BUFFER > self.waiting and self.handler is not None:
                self.handler.room.emit()
            return chunk

    def put(self, chunk: bytes) -> bool:
        """Add what arrived; False where the reader is too far behind."""
        with self.ready:
            if chunk:
                self.chunks.append(chunk)
                self.waiting += len(chunk)
                self.ready.notify_all()
            return self.waiting < READ_BUFFER

    def abandon(self) -> None:
        """Nobody wants the answer any more: the reader comes back at once, the courier soon after."""
        with self.ready:
            self.abandoned = True
            self.ready.notify_all()
            if self.handler is not None:
                self.handler.stop.emit()

    def fail(self, error: GaiaError | None) -> None:
        """Say what went wrong; the first who says so is believed."""
        with self.ready:
            self.error = self.error or error

    def end(self) -> None:
        """Nothing more will come."""
        with self.ready:
            if self.status is None:
                self.error = self.error or ConnectionLost(host=host_of(self.url))
            self.over = True
            self.ready.notify_all()

    def carry(self, manager: QgsNetworkAccessManager) -> None:
        """Send, and receive until the end; called in the courier's thread, which then calls ``end``."""
        handler = _Handler(self)
        with self.ready:
            if self.abandoned:
                return
            self.handler = handler
        try:
            handler.run(manager)
        finally:
            with self.ready:
                self.handler = None


class _Handler(QObject):
    """The reply's signals, in the courier's thread. ``room`` and ``stop`` come from the reader's."""

    room = pyqtSignal()
    stop = pyqtSignal()

    def __init__(self, delivery: Delivery):
        super().__init__()
        self._delivery = delivery
        self._loop = QEventLoop()
        self._timer = QTimer()
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._timed_out)
        self._reply: QNetworkReply | None = None
        self._proxied = False
        self._connecting = False
        self.room.connect(self._more, Qt.ConnectionType.QueuedConnection)
        self.stop.connect(self._abort, Qt.ConnectionType.QueuedConnection)

    def run(self, manager: QgsNetworkAccessManager) -> None:
        one = self._delivery
        request = _request(one)
        self._proxied = _goes_through_a_proxy(manager, one.url)
        if one.method == "GET":
            reply = manager.get(request)
        elif one.method == "POST":
            reply = manager.post(request, QByteArray(one.body))
        else:
            reply = manager.sendCustomRequest(request, one.method.encode("ascii"), QByteArray(one.body))
        self._reply = reply
        reply.setReadBufferSize(READ_BUFFER)
        reply.metaDataChanged.connect(self._head)
        reply.readyRead.connect(self._more)
        reply.finished.connect(self._finished)
        if hasattr(reply, "socketStartedConnecting"):  # Qt 6.3 and later
            reply.socketStartedConnecting.connect(self._connect_began)
            reply.requestSent.connect(self._connected)
        reply.uploadProgress.connect(self._connected)
        reply.encrypted.connect(self._connected)
        self._wait(one.read)
        if not reply.isFinished():
            self._loop.exec()
        self._timer.stop()
        self._reply = None
        reply.disconnect()
        reply.deleteLater()
        QCoreApplication.sendPostedEvents(reply, QEvent.Type.DeferredDelete)

    def _wait(self, seconds: float) -> None:
        self._timer.start(max(1, int(seconds * 1000)))

    def _connect_began(self) -> None:
        self._connecting = True
        self._wait(self._delivery.connect)

    def _connected(self, *_: object) -> None:
        self._connecting = False
        self._wait(self._delivery.read)

    def _head(self) -> None:
        one, reply = self._delivery, self._reply
        status = reply.attribute(_Attribute.HttpStatusCodeAttribute) if reply is not None else None
        if status is None or reply is None:
            return
        self._wait(one.read)
        with one.ready:
            one.reason = str(reply.attribute(_Attribute.HttpReasonPhraseAttribute) or "")
            pairs = reply.rawHeaderPairs()
            one.answer_headers = {_text(name): _text(value) for name, value in pairs}
            one.status = int(status)
            one.ready.notify_all()

    def _more(self) -> None:
        """Move what Qt has to the reader, unless the reader is too far behind.

        Then Qt's own buffer fills, and the server is held back. A server that is held back does not stall.
        """
        reply = self._reply
        if reply is None:
            return
        if self._delivery.put(b""):
            self._wait(self._delivery.read)
            if not self._delivery.put(bytes(reply.readAll())):
                self._timer.stop()
        else:
            self._timer.stop()

    def _timed_out(self) -> None:
        one = self._delivery
        one.fail(TimedOut(host=host_of(one.url), seconds=one.connect if self._connecting else one.read))
        self._abort()

    def _abort(self) -> None:
        if self._reply is not None and self._reply.isRunning():
            self._reply.abort()

    def _finished(self) -> None:
        one, reply = self._delivery, self._reply
        if reply is not None:
            if one.status is None:
                self._head()
            error = None if one.abandoned else failure(reply, one, self._proxied)
            if error is None or one.status is not None:
                one.put(bytes(reply.readAll()))
            one.fail(error)
        self._loop.quit()


def failure(reply: QNetworkReply, one: Delivery, proxied: bool = False) -> GaiaError | None:
    """The typed error of a finished reply.

    An error that only repeats the HTTP status is none: the session reads the status. A reply that somebody
    else aborted (QGIS does so after its own time-out) says so only here.
    """
    code, host = reply.error(), host_of(one.url)
    number = int(getattr(code, "value", code))
    if number == 0 or (one.status is not None and number >= 200):
        return None
    if code == _Error.OperationCanceledError:
        return TimedOut(host=host, seconds=QgsNetworkAccessManager.timeout() / 1000)
    if code == _Error.TimeoutError:
        return TimedOut(host=host, seconds=min(one.read, _QT_CONNECT_SECONDS))
    if code == _Error.ConnectionRefusedError and not proxied:  # else it is the proxy that refused
        return ConnectionRefused(host=host)
    if (
        code == _Error.ConnectionRefusedError or code == _Error.HostNotFoundError or 101 <= number <= 199
    ):  # 101 to 199 are the proxy's
        return HostNotFound(host=host)
    if code == _Error.SslHandshakeFailedError:
        return TlsError(host=host)
    if number >= 301:
        return BadAnswer(host=host, detail="not HTTP")
    return ConnectionLost(host=host)


def _request(one: Delivery) -> QNetworkRequest:
    """The request, with no redirect, cookie or cache of Qt's.

    Because Accept-Encoding is always ours, Qt leaves the body as it came over the wire: its length can be
    checked.
    """
    request = QNetworkRequest(QUrl.fromEncoded(QByteArray(one.url.encode("utf-8"))))
    for name, value in one.headers.items():
        if name.lower() == "user-agent":
            mark(request, value)
        elif name.lower() != "content-length":
            request.setRawHeader(QByteArray(name.encode("latin-1")), QByteArray(value.encode("utf-8")))
    manual = _number(QNetworkRequest.LoadControl.Manual)
    request.setAttribute(
        _Attribute.RedirectPolicyAttribute, _number(QNetworkRequest.RedirectPolicy.ManualRedirectPolicy)
    )
    request.setAttribute(
        _Attribute.CacheLoadControlAttribute, _number(QNetworkRequest.CacheLoadControl.AlwaysNetwork)
    )
    request.setAttribute(_Attribute.CacheSaveControlAttribute, False)
    request.setAttribute(_Attribute.CookieLoadControlAttribute, manual)
    request.setAttribute(_Attribute.CookieSaveControlAttribute, manual)
    request.setAttribute(_Attribute.AuthenticationReuseAttribute, manual)
    if _INITIATOR is not None:
        request.setAttribute(_INITIATOR, "GAIA Data")
    return request


def _goes_through_a_proxy(manager: QgsNetworkAccessManager, url: str) -> bool:
    kind = manager.fallbackProxy().type()
    if kind in (QNetworkProxy.ProxyType.NoProxy, QNetworkProxy.ProxyType.DefaultProxy):
        return False
    return not any(prefix and url.startswith(prefix) for prefix in manager.excludeList())


def _number(value: Any) -> int:
    """A Qt enumeration's number (PyQt5 has ints, PyQt6 has enums)."""
    return int(getattr(value, "value", value))


def _text(value: Any) -> str:
    return bytes(value).decode("latin-1")
