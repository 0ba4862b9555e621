"""From what a transport raises to the typed errors."""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Iterator

import requests
from urllib3.exceptions import HTTPError

from ..errors import (
    BadAnswer,
    ConnectionLost,
    ConnectionRefused,
    GaiaError,
    HostNotFound,
    RequestRefused,
    TimedOut,
    TlsError,
    host_of,
)

TRANSPORT_ERRORS = (requests.RequestException, HTTPError, OSError, UnicodeError, ValueError)
_REFUSED = {errno.ECONNREFUSED, 10061}
_NO_WAY = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, 10051, 10065}


def from_transport(error: BaseException, url: str, connect: float, read: float) -> GaiaError:
    """The typed error for what ``requests`` or ``urllib3`` raised about this URL."""
    host = host_of(url)
    causes = list(_chain(error))
    if isinstance(error, UnicodeEncodeError) and error.encoding == "latin-1":
        return RequestRefused(host=host, detail="a header that cannot be sent")
    if any(isinstance(cause, requests.exceptions.InvalidURL) for cause in causes[:1]):
        return HostNotFound(host=host)
    if any(isinstance(cause, requests.exceptions.ConnectTimeout) for cause in causes):
        return TimedOut(host=host, seconds=connect)
    if any(isinstance(cause, requests.exceptions.ProxyError) for cause in causes):
        return HostNotFound(host=host)  # its sentence names the proxy
    if any(isinstance(cause, (socket.gaierror, UnicodeError)) for cause in causes):
        return HostNotFound(host=host)
    names = {type(cause).__name__ for cause in causes}
    if names & {"NameResolutionError", "LocationParseError", "LocationValueError"}:
        return HostNotFound(host=host)
    if any(isinstance(cause, ssl.SSLError) and not _is_cut(cause) for cause in causes):
        return TlsError(host=host)
    if any(isinstance(cause, (requests.exceptions.Timeout, socket.timeout)) for cause in causes) or (
        "ReadTimeoutError" in names
    ):
        return TimedOut(host=host, seconds=read)
    numbers = {cause.errno for cause in causes if isinstance(cause, OSError)}
    if numbers & _REFUSED:
        return ConnectionRefused(host=host)
    if numbers & _NO_WAY:
        return HostNotFound(host=host)
    if any(isinstance(cause, requests.exceptions.InvalidHeader) for cause in causes):
        return RequestRefused(host=host, detail="a header that cannot be sent")
    if names & {"UnknownProtocol", "BadStatusLine", "HeaderParsingError", "LineTooLong"}:
        return BadAnswer(host=host, detail="not HTTP")
    return ConnectionLost(host=host)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error and everything that it wraps."""
    todo: list[object] = [error]
    seen: set[int] = set()
    while todo:
        one = todo.pop(0)
        if not isinstance(one, BaseException) or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        todo += [getattr(one, "reason", None), one.__cause__, one.__context__, *one.args]


def _is_cut(error: ssl.SSLError) -> bool:
    """A TLS connection that was closed half-way is a lost connection, not a bad certificate."""
    return isinstance(error, (ssl.SSLEOFError, ssl.SSLZeroReturnError, ssl.SSLWantReadError))
