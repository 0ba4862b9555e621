"""The session of a QGIS: everything goes through ``QgsNetworkAccessManager``.

So QGIS's proxy, certificates, log and network panel (F12) apply. Each request runs in a courier: a thread of
ours with its own access manager. Why not in the asking thread: a task's thread belongs to QGIS's pool, and
its manager, when a server asks for a password, opens a dialog that holds the thread until somebody answers;
a search must give a typed error instead. It also lets connections be used again by whoever asks next, and
lets the asking thread be cancelled at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import QgsNetworkAccessManager
from qgis.PyQt.QtCore import QCoreApplication, QEventLoop

from ..core.net import Credentials, Session
from ..core.net.wire import current
from .network_agent import AgentName
from .network_couriers import Couriers
from .network_delivery import Delivery
from .threads import on_main_thread

if TYPE_CHECKING:
    from requests import PreparedRequest, Response


def qgis_session(**kwargs: Any) -> Session:
    """A session that sends through QGIS; usable from any thread but the main one. ``kwargs`` are Session's.

    Close it when the plugin is unloaded: its threads end with it.
    """
    adapter = QgisAdapter()
    session = Session(adapter=adapter, **kwargs)
    adapter.credentials = session.credentials
    return session


class QgisAdapter:
    """A transport adapter of ``requests`` over QGIS's network.

    It has the methods of requests' ``BaseAdapter``; to inherit from it, requests would be imported when the
    plugin loads, which takes too long.

    The main thread is refused with RuntimeError (a request would freeze the interface), unless
    ``allow_main_thread``: then events are handled, those of the user excepted, while it waits.
    """

    def __init__(self, *, allow_main_thread: bool = False):
        self.allow_main_thread = allow_main_thread
        self.credentials = Credentials()
        """Of the session: those of QGIS's own may have to put a certificate into each request."""
        self._couriers = Couriers()
        self._agent = AgentName()
        if on_main_thread():
            QgsNetworkAccessManager.instance()  # the main one must be the first
            self._agent.install()

    def send(
        self,
        request: PreparedRequest,
        stream: bool = False,
        timeout: Any = None,
        verify: Any = True,
        cert: Any = None,
        proxies: Any = None,
    ) -> Response:
        """Send, and wait for the head of the answer; its body is read from ``raw``.

        ``verify``, ``cert`` and ``proxies`` are QGIS's to say. Raises the typed errors of ``core.errors``.
        """
        from requests import Response
        from requests.structures import CaseInsensitiveDict

        on_main = on_main_thread()
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
            credential=self.credentials.for_url(str(request.url)),
        )
        wire = current()
        if wire is not None:
            wire.on_cut(delivery.abandon)
        self._couriers.send(delivery)
        raw = _Body(delivery, on_main)
        raw.wait_for_head()
        answer = Response()
        answer.status_code = int(delivery.status or 0)
        answer.headers = CaseInsensitiveDict(delivery.answer_headers)
        answer.reason = delivery.reason
        answer.url = delivery.url
        answer.request = request
        answer.raw = raw
        return answer

    def close(self) -> None:
        """End every request and every thread; the adapter may be used again (from then on QGIS names itself
        alone as user agent)."""
        self._agent.remove()
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
