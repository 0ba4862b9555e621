"""One request on its way: sent through a transport adapter, its body read, its end reached."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Callable

import requests

from ..errors import ConnectionLost, GaiaError, TimedOut, host_of
from .answers import content_length
from .cancel import Cancel
from .failures import TRANSPORT_ERRORS, from_transport
from .socket_adapter import BodyReader, SocketAdapter
from .wire import Wire, during


class Exchange:
    """An answer whose head was read.

    ``read`` gives the body as it comes over the wire; ``close`` ends it and may be called twice. ``url`` is
    the one without credential.
    """

    def __init__(
        self,
        answer: requests.Response,
        url: str,
        wire: Wire,
        failed: Callable[[BaseException], GaiaError],
        release: Callable[[], None],
        cancel: Cancel | None,
    ):
        self.status: int = answer.status_code
        self.url = url
        self.headers: Mapping[str, str] = answer.headers
        no_body = self.status in (204, 304)
        self.length = 0 if no_body else content_length(answer.headers)
        self.received = 0
        self._answer = answer
        self._wire = wire
        self._failed = failed
        self._release: Callable[[], None] | None = release
        self._cancel = cancel
        self._begun = False
        self._reader: BodyReader | None = None

    def read(self, size: int) -> bytes:
        """At most ``size`` bytes; ``b""`` at the end. Raises ConnectionLost (shorter than announced),
        TimedOut, Cancelled."""
        return bytes(self._by(self._answer.raw.read, size))

    def read_some(self, size: int) -> bytes | memoryview:
        """The same, without waiting for all of them where the transport can do so, and then in a buffer that
        the next call writes over."""
        if not self._begun:
            self._begun, self._reader = True, BodyReader.of(self._answer.raw)
        piece: bytes | memoryview = self._by(
            self._reader.read if self._reader else self._answer.raw.read, size
        )
        return piece

    def _by(self, read: Callable[..., Any], size: int) -> Any:
        caught: BaseException | None = None
        piece: bytes | memoryview = b""
        try:
            with during(self._wire):
                piece = read(size, decode_content=False)
        except GaiaError:
            raise
        except (*TRANSPORT_ERRORS, AttributeError) as error:  # AttributeError: urllib3 on a cut connection
            caught = error
        if self._wire.is_cut or caught is not None:
            raise self._failed(caught or OSError("cut"))
        self.received += len(piece)
        if not piece and self.length is not None and self.received < self.length:
            raise ConnectionLost(host=host_of(self.url))
        return piece

    def close(self) -> None:
        """Give the connection back where the body was read whole, else close it."""
        release, self._release = self._release, None
        if release is None:
            return
        try:
            self._answer.close()
        except (*TRANSPORT_ERRORS, AttributeError):
            pass
        finally:
            self._wire.close()
            release()


class Transport:
    """Sends requests through one adapter: no cookies, no netrc, no redirects, which the session decides."""

    def __init__(self, adapter: Any = None):
        self._environment = requests.Session() if adapter is None else None
        self._adapter = (
            adapter if adapter is not None else SocketAdapter(pool_connections=32, pool_maxsize=32)
        )

    def close(self) -> None:
        self._adapter.close()

    def open(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        body: bytes | None,
        *,
        shown_url: str,
        timeouts: tuple[float, float],
        total: float | None,
        cancel: Cancel | None,
        release: Callable[[], None],
    ) -> Exchange:
        """Send, and read the head of the answer. ``release`` is called once, when the exchange is over or
        could not begin."""
        limit = total or timeouts[0] + 2 * timeouts[1]  # the head of an answer may be dripped as well
        wire = Wire(cancel, limit)

        def failed(error: BaseException) -> GaiaError:
            if cancel:
                cancel.check()
            if wire.expired:
                return TimedOut(host=host_of(shown_url), seconds=limit)
            if isinstance(error, GaiaError):
                return error
            return from_transport(error, shown_url, *timeouts)

        caught: BaseException | None = None
        try:
            with during(wire):
                request = requests.Request(method, url, headers=dict(headers), data=body).prepare()
                answer = self._adapter.send(request, timeout=timeouts, **self._settings(str(request.url)))
            if total is None:
                wire.unlimited()
            if not wire.is_cut:
                return Exchange(answer, shown_url, wire, failed, release, cancel)
            answer.close()
            caught = OSError("cut")
        except (*TRANSPORT_ERRORS, GaiaError) as error:
            caught = error
        except BaseException:
            wire.close()
            release()
            raise
        # Raised here, so that the transport's own error, which may hold the whole URL, is not its context.
        wire.close()
        release()
        raise failed(caught)

    def _settings(self, url: str) -> dict[str, Any]:
        """The machine's proxy and certificates, for requests' own adapter; QGIS has its own."""
        if self._environment is None:
            return {"stream": True, "verify": True, "cert": None, "proxies": {}}
        settings: dict[str, Any] = dict(
            self._environment.merge_environment_settings(url, {}, True, None, None)
        )
        return settings
