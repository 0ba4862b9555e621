"""A request through QGIS's network access manager, in a courier's thread."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsNetworkAccessManager
from qgis.PyQt.QtCore import (
    QByteArray,
    QEventLoop,
    QObject,
    Qt,
    QTimer,
    pyqtSignal,
    pyqtSlot,
)
from qgis.PyQt.QtNetwork import QNetworkReply, QNetworkRequest

from ..core.errors import TimedOut, host_of
from ..core.net import Timeouts
from .network_delivery import READ_BUFFER, Delivery
from .network_probe import Probe
from .network_request import failure, make_request
from .threads import ends_elsewhere

_Attribute = QNetworkRequest.Attribute
USUAL = Timeouts()
NUDGE_MS = 200
CROWD = 16
"""With so many answers on their way, bytes are fetched from Qt now and then, not as they come: each time
wakes two threads, and the interface waits for Python's lock behind all of them."""
GATHER_MS = 400
_open: set[int] = set()


def carry(delivery: Delivery, manager: QgsNetworkAccessManager) -> None:
    """Send, and receive until the end; the courier then calls ``delivery.end``."""
    handler = Handler(delivery)
    with delivery.ready:
        if delivery.abandoned:
            return
        delivery.handler = handler
    try:
        handler.run(manager)
    finally:
        with delivery.ready:
            delivery.handler = None


class Handler(QObject):
    """The reply's signals, in the courier's thread. ``room`` and ``stop`` come from the reader's.

    All its slots are Qt's own (``pyqtSlot``): else PyQt writes each connection into a table of the process,
    without Python's lock, while a garbage collection in another thread reads it.
    """

    room = pyqtSignal()
    stop = pyqtSignal()

    def __init__(self, delivery: Delivery):
        super().__init__()
        self._delivery = delivery
        self._loop = QEventLoop()
        self._timer = QTimer()
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._timed_out)
        self._nudges = QTimer()
        self._nudges.setInterval(NUDGE_MS)
        self._nudges.timeout.connect(self._nudge)
        self._gather = QTimer()
        self._gather.setInterval(GATHER_MS)
        self._gather.timeout.connect(self._more)
        self._reply: QNetworkReply | None = None
        self._manager: QgsNetworkAccessManager | None = None
        self._probe: Probe | None = None
        self._connecting = False
        self.room.connect(self._more, Qt.ConnectionType.QueuedConnection)
        self.stop.connect(self._abort, Qt.ConnectionType.QueuedConnection)

    def run(self, manager: QgsNetworkAccessManager) -> None:
        one = self._delivery
        request = make_request(one.url, one.headers)
        sign = getattr(one.credential, "sign", None)
        if sign is not None:
            sign(request)
        self._manager = manager
        if one.method == "GET":
            reply = manager.get(request)
        elif one.method == "POST":
            reply = manager.post(request, QByteArray(one.body))
        else:
            reply = manager.sendCustomRequest(request, one.method.encode("ascii"), QByteArray(one.body))
        ends_elsewhere(reply)
        self._reply = reply
        if one.read > USUAL.read:
            self._nudges.start()
        reply.setReadBufferSize(READ_BUFFER)
        reply.metaDataChanged.connect(self._head)
        _open.add(id(self))
        if len(_open) > CROWD:
            self._gather.start()
        else:
            reply.readyRead.connect(self._more)
        reply.finished.connect(self._finished)
        if hasattr(reply, "socketStartedConnecting"):  # Qt 6.3 and later
            reply.socketStartedConnecting.connect(self._connect_began)
            reply.requestSent.connect(self._connected)
        else:
            self._probe = Probe(one.url, one.connect, manager, self._unreachable)
        reply.uploadProgress.connect(self._connected)
        reply.encrypted.connect(self._connected)
        self._wait(one.read)
        if not reply.isFinished():
            self._loop.exec()
        self._timer.stop()
        self._nudges.stop()
        self._gather.stop()
        _open.discard(id(self))
        self._reply = self._manager = None
        self._known_connected()
        reply.disconnect()
        # The courier has it deleted once Python knows it no more: else another thread, whose reply is made at
        # the same address in that moment, is handed this one's dead wrapper.
        reply.deleteLater()

    def _wait(self, seconds: float) -> None:
        self._timer.start(max(1, int(seconds * 1000)))

    @pyqtSlot()
    def _connect_began(self) -> None:
        self._connecting = True
        self._wait(self._delivery.connect)

    @pyqtSlot()
    def _connected(self) -> None:
        self._connecting = False
        self._known_connected()
        if self._delivery.status is None:
            self._wait(self._delivery.read)

    def _known_connected(self) -> None:
        if self._probe is not None:
            self._probe.stop()
            self._probe = None

    def _unreachable(self) -> None:
        self._connecting = True
        self._timed_out()

    @pyqtSlot()
    def _head(self) -> None:
        one, reply = self._delivery, self._reply
        status = reply.attribute(_Attribute.HttpStatusCodeAttribute) if reply is not None else None
        if status is None or reply is None:
            return
        self._known_connected()
        self._wait(one.read)
        with one.ready:
            one.reason = str(reply.attribute(_Attribute.HttpReasonPhraseAttribute) or "")
            pairs = reply.rawHeaderPairs()
            one.answer_headers = {_text(name): _text(value) for name, value in pairs}
            one.status = int(status)
            one.ready.notify_all()

    @pyqtSlot()
    def _more(self) -> None:
        """Move what Qt has to the reader, unless the reader is too far behind.

        Then Qt's own buffer fills, and the server is held back. A server that is held back does not stall.
        """
        reply = self._reply
        if reply is None or not (reply.bytesAvailable() or self._delivery.full):
            return
        if self._delivery.put(b""):
            self._wait(self._delivery.read)
            if not self._delivery.put(bytes(reply.readAll())):
                self._timer.stop()
        else:
            self._timer.stop()

    @pyqtSlot()
    def _timed_out(self) -> None:
        one = self._delivery
        one.fail(TimedOut(host=host_of(one.url), seconds=one.connect if self._connecting else one.read))
        self._abort()

    @pyqtSlot()
    def _nudge(self) -> None:
        """QGIS's own time-out for all requests, a timer in each reply that each progress starts again, is not
        to end one to a service that is known to need longer; for any other the user's setting holds. That
        timer is not looked for among the reply's children: where several threads do so, QGIS crashes now and
        then."""
        if self._reply is not None and self._reply.isRunning():
            self._reply.downloadProgress.emit(0, -1)

    @pyqtSlot()
    def _abort(self) -> None:
        if self._reply is not None and self._reply.isRunning():
            self._reply.abort()

    @pyqtSlot()
    def _finished(self) -> None:
        one, reply = self._delivery, self._reply
        if reply is not None:
            if one.status is None:
                self._head()
            error = None if one.abandoned else failure(reply, one.url, one.read, one.status, self._manager)
            if reply.isReadable():  # not after an abort
                one.put(bytes(reply.readAll()))
            one.fail(error)
        self._loop.quit()


def _text(value: Any) -> str:
    return bytes(value).decode("latin-1")
