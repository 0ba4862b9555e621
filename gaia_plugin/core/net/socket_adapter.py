"""requests' own transport, outside QGIS, with connections that can be cut."""

from __future__ import annotations

import http.client
import logging
import time
from typing import Any, Callable

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from .wire import current


class _Cuttable:
    """What both of urllib3's connections get: their socket is given to the thread's wire."""

    def _new_conn(self) -> Any:
        wire = current()
        make: Callable[[], Any] = super()._new_conn  # type: ignore[misc]
        if wire is None:
            return make()
        live = wire.wait_for(make, lambda late: late.close())
        wire.attach(live)
        return live

    def putrequest(self, *args: Any, **kwargs: Any) -> Any:
        wire, live = current(), getattr(self, "sock", None)
        if wire is not None and live is not None:  # a connection that is used again
            wire.attach(live)
        return super().putrequest(*args, **kwargs)  # type: ignore[misc]


class _Http(_Cuttable, HTTPConnection):
    pass


class _Https(_Cuttable, HTTPSConnection):
    pass


class _NoQueries(logging.Filter):
    """urllib3 logs each request's address at debug level: of ours, without the query, which may be a key or a
    signature. What others ask in this process is left as it is."""

    def filter(self, record: logging.LogRecord) -> bool:
        if current() is not None and isinstance(record.args, tuple):
            record.args = tuple(
                arg.partition("?")[0] + "?…" if isinstance(arg, str) and "?" in arg else arg
                for arg in record.args
            )
        return True


_log = logging.getLogger("urllib3.connectionpool")
for _old in [one for one in _log.filters if type(one).__name__ == _NoQueries.__name__]:
    _log.removeFilter(_old)  # of this module, before it was loaded anew
_log.addFilter(_NoQueries())


class _HttpPool(HTTPConnectionPool):
    ConnectionCls = _Http


class _HttpsPool(HTTPSConnectionPool):
    ConnectionCls = _Https


class SocketAdapter(HTTPAdapter):
    """requests' own transport, whose exchanges can be cut."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)  # type: ignore[no-untyped-call]
        self.poolmanager.pool_classes_by_scheme = {"http": _HttpPool, "https": _HttpsPool}

    def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:
        manager = super().proxy_manager_for(*args, **kwargs)  # type: ignore[no-untyped-call]
        manager.pool_classes_by_scheme = {"http": _HttpPool, "https": _HttpsPool}
        return manager


_GATHER = 0.05  # seconds
_NONE = memoryview(b"")


class BodyReader:
    """Reads a body of known length through one buffer: no memory is taken for each piece, and what has
    arrived is not held back. urllib3 has no such call."""

    def __init__(self, raw: Any) -> None:
        self._raw = raw
        self._buffer = memoryview(bytearray())
        self._failed: BaseException | None = None

    @classmethod
    def of(cls, raw: Any) -> BodyReader | None:
        """One for a body that comes straight from a socket; None for any other."""
        inner = getattr(raw, "_fp", None)
        if not isinstance(inner, http.client.HTTPResponse) or inner.chunked or not inner.length:
            return None
        return cls(raw) if hasattr(inner.fp, "readinto1") else None

    def read(self, size: int, **_: Any) -> memoryview:
        """At most ``size`` bytes, good until the next call; none at the end. Small pieces (TLS gives 16 kB
        at a time) are gathered for a moment. Raises what ``http.client`` raises."""
        inner = self._raw._fp
        if self._failed is not None:
            raise self._failed
        if not inner.length or inner.fp is None:
            return _NONE
        if len(self._buffer) < size:
            self._buffer = memoryview(bytearray(size))
        most, count, until = min(size, inner.length), 0, 0.0
        while count < most:
            try:
                got = inner.fp.readinto1(self._buffer[count:most])
            except Exception as error:  # what came before it is not lost
                if not count:
                    raise
                self._failed = error
                break
            count += got
            now = time.monotonic()
            until = until or now + _GATHER
            if not got or now > until:
                break
        inner.length -= count
        if not inner.length:
            self._raw.length_remaining = 0
            self._raw.read(1)  # the end: the connection is given back
        return self._buffer[:count]
