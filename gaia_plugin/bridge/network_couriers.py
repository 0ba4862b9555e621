"""The threads that carry requests, each with a network access manager of its own."""

from __future__ import annotations

import atexit
import queue
import threading
import weakref

from qgis.core import QgsNetworkAccessManager
from qgis.PyQt.QtCore import QCoreApplication, QEvent

from ..core.errors import host_of
from .network_delivery import Delivery
from .network_handler import carry
from .threads import ends_elsewhere

IDLE_SECONDS = 20.0


class Couriers:
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
            if courier in self._all:  # else it was told to end
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
            courier.ended = True
            courier.work.put(None)
            delivery = courier.delivery
            if delivery is not None:
                delivery.abandon()
        for courier in couriers:
            courier.join(2.0)


class _Courier(threading.Thread):
    def __init__(self, couriers: Couriers):
        super().__init__(name="gaia-network", daemon=True)
        self._couriers = couriers
        self.work: queue.Queue[Delivery | None] = queue.Queue()
        self.host = ""
        self.delivery: Delivery | None = None
        self.ended = False

    def run(self) -> None:
        manager = QgsNetworkAccessManager.instance()  # of this thread; Qt deletes it when the thread ends
        ends_elsewhere(manager)
        manager.authenticationRequired.disconnect()  # a 401 is an answer here, not a dialog
        identity = ""
        while self._next():
            delivery = self.delivery
            try:
                if self.ended:
                    delivery.abandon()
                if delivery.identity != identity:
                    identity = delivery.identity
                    manager.clearConnectionCache()  # Qt would use one again that shows another certificate
                carry(delivery, manager)
                _delete_what_is_over()
            finally:
                self.delivery = None
                self._couriers.rest(self)  # before the reader knows: it may ask again at once
                delivery.end()
        _delete_what_is_over()

    def _next(self) -> bool:
        """Wait for a delivery; False where the courier is to end."""
        while True:
            try:
                self.delivery = self.work.get(timeout=IDLE_SECONDS)
                return self.delivery is not None
            except queue.Empty:
                if self._couriers.leave(self):
                    return False


def _delete_what_is_over() -> None:
    """Delete what was put off to the next event loop. Qt would do so when the thread ends, which may be while
    Python ends: PyQt's part of it would abort the process."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _close(couriers: weakref.ref[Couriers]) -> None:
    alive = couriers()
    if alive is not None:
        alive.close()
