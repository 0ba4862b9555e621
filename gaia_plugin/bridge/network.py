"""The session of a QGIS: everything goes through ``QgsNetworkAccessManager``, so that its proxy, certificates, log
and network panel (F12) apply.

Each request runs in a courier: a thread of ours with its own access manager. Why not in the asking thread: a task's
thread belongs to QGIS's pool, and its manager, when a server asks for a password, opens a dialog that holds the
thread until somebody answers; a search must give a typed error instead. It also lets connections be used again by
whoever asks next, and lets the asking thread be cancelled at once.
"""

from __future__ import annotations

import atexit
import queue
import threading
import weakref
from typing import Any

import requests
from qgis.core import QgsNetworkAccessManager
from qgis.PyQt.QtCore import QCoreApplication, QEventLoop, QThread
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict

from ..core.errors import host_of
from ..core.net import Session
from ..core.net.wire import current
from .network_delivery import Delivery

IDLE_SECONDS = 20.0


def qgis_session(**kwargs: Any) -> Session:
    """A session that sends through QGIS; usable from any thread but the main one. ``kwargs`` are Session's.

    Close it when the plugin is unloaded: its threads end with it.
    """
    return Session(adapter=QgisAdapter(), **kwargs)


class QgisAdapter(BaseAdapter):
    """A transport adapter of ``requests`` over QGIS's network.

    The main thread is refused with RuntimeError (a request would freeze the interface), unless
    ``allow_main_thread``: then events are handled, those of the user excepted, while it waits.
    """

    def __init__(self, *, allow_main_thread: bool = False):
        super().__init__()
        self.allow_main_thread = allow_main_thread
        self._couriers = _Couriers()
        if _on_main_thread():
            QgsNetworkAccessManager.instance()  # the main one must be the first

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: Any = None,
        verify: Any = True,
        cert: Any = None,
        proxies: Any = None,
    ) -> requests.Response:
        """Send, and wait for the head of the answer; its body is read from ``raw``. Raises the typed errors of
        ``core.errors``. ``verify``, ``cert`` and ``proxies`` are QGIS's to say."""
        on_main = _on_main_thread()
        if on_main and not self.allow_main_thread:
            raise RuntimeError(
                "a request on the main thread would freeze QGIS: send it from a task or a thread"
            )
        connect, read = timeout if isinstance(timeout, tuple) else (timeout, timeout)
        body = request.body or b""
        delivery = Delivery(
            method=str(request.method),
            url=str(request.url),
            headers={str(name): str(value) for name, value in request.headers.items()},
            body=body.encode("utf-8") if isinstance(body, str) else bytes(body),
            connect=float(connect or 10.0),
            read=float(read or 60.0),
        )
        wire = current()
        if wire is not None:
            wire.on_cut(delivery.abandon)
        self._couriers.send(delivery)
        raw = _Body(delivery, on_main)
        raw.wait_for_head()
        answer = requests.Response()
        answer.status_code = int(delivery.status or 0)
        answer.headers = CaseInsensitiveDict(delivery.answer_headers)
        answer.reason = delivery.reason
        answer.url = delivery.url
        answer.request = request
        answer.raw = raw
        return answer

    def close(self) -> None:
        """End every request and every thread; the adapter may be used again."""
        self._couriers.close()


class _Body:
    """What ``requests`` expects as ``raw``."""

    def __init__(self, delivery: Delivery, pumping: bool):
        self._delivery = delivery
        self._pumping = pumping

    def wait_for_head(self) -> None:
        one = self._delivery
        self._pump(lambda: one.status is not None or one.over or one.abandoned)
        with one.ready:
            while one.status is None and not one.over and not one.abandoned:
                one.ready.wait()
        if one.status is None:
            one.take(0)  # raises what went wrong

    def read(self, amt: int | None = None, decode_content: bool | None = None) -> bytes:
        """At most ``amt`` bytes as they came over the wire (all of them where None)."""
        one = self._delivery
        if amt is None:
            pieces = []
            while piece := self.read(1 << 20):
                pieces.append(piece)
            return b"".join(pieces)
        self._pump(lambda: bool(one.chunks) or one.over or one.abandoned)
        return one.take(amt)

    def _pump(self, ready: Any) -> None:
        while self._pumping and not ready():
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
            with self._delivery.ready:
                self._delivery.ready.wait(0.01)

    def close(self) -> None:
        if not self._delivery.over:
            self._delivery.abandon()

    def release_conn(self) -> None:
        """Nothing to give back: Qt keeps the connections."""


class _Couriers:
    """The threads: one that spoke to the same host last is preferred, for its open connection."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: list[_Courier] = []
        self._all: set[_Courier] = set()
        atexit.register(_close, weakref.ref(self))

    def send(self, delivery: Delivery) -> None:
        host = host_of(delivery.url)
        with self._lock:
            courier = next((one for one in self._idle if one.host == host), None)
            if courier is None and self._idle:
                courier = self._idle[0]
            if courier is not None:
                self._idle.remove(courier)
            else:
                courier = _Courier(self)
                self._all.add(courier)
                courier.start()
            courier.host = host
            courier.work.put(delivery)

    def rest(self, courier: _Courier) -> None:
        """The courier has nothing to do."""
        with self._lock:
            self._idle.append(courier)

    def leave(self, courier: _Courier) -> bool:
        """Whether an idle courier may end: not where it was given work a moment ago."""
        with self._lock:
            if courier not in self._idle:
                return False
            self._idle.remove(courier)
            self._all.discard(courier)
            return True

    def close(self) -> None:
        with self._lock:
            couriers, self._all, self._idle = list(self._all), set(), []
        for courier in couriers:
            courier.work.put(None)
            delivery = courier.delivery
            if delivery is not None:
                delivery.abandon()
        for courier in couriers:
            courier.join(2.0)


class _Courier(threading.Thread):
    def __init__(self, couriers: _Couriers):
        super().__init__(name="gaia-network", daemon=True)
        self._couriers = couriers
        self.work: queue.Queue[Delivery | None] = queue.Queue()
        self.host = ""
        self.delivery: Delivery | None = None

    def run(self) -> None:
        manager = QgsNetworkAccessManager.instance()  # of this thread; Qt deletes it when the thread ends
        manager.authenticationRequired.disconnect()  # a 401 is an answer here, not a dialog
        while True:
            try:
                delivery = self.work.get(timeout=IDLE_SECONDS)
            except queue.Empty:
                if self._couriers.leave(self):
                    return
                continue
            if delivery is None:
                return
            self.delivery = delivery
            try:
                delivery.carry(manager)
            finally:
                self.delivery = None
                self._couriers.rest(self)  # before the reader knows: it may ask again at once
                delivery.end()


def _close(couriers: weakref.ref[_Couriers]) -> None:
    alive = couriers()
    if alive is not None:
        alive.close()


def _on_main_thread() -> bool:
    app = QCoreApplication.instance()
    return app is not None and QThread.currentThread() == app.thread()
