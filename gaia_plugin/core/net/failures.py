"""From what a transport raises, or an HTTP status, to the typed errors."""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Iterator, Mapping

import requests
from urllib3.exceptions import HTTPError

from ..errors import (
    AccessDenied,
    AuthenticationRequired,
    BadAnswer,
    ConnectionLost,
    ConnectionRefused,
    GaiaError,
    HostNotFound,
    LicenceNotAccepted,
    NotFound,
    QuotaExceeded,
    RequestRefused,
    ServiceUnavailable,
    TimedOut,
    TlsError,
    TooManyRequests,
    host_of,
)
from .detail import short_detail
from .retry import retry_after

TRANSPORT_ERRORS = (requests.RequestException, HTTPError, OSError, UnicodeError, ValueError)
_REFUSED = {errno.ECONNREFUSED, 10061}
_NO_WAY = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, 10051, 10065}
_QUOTA = ("quota", "rate limit exceeded", "download limit", "too many downloads")
_LICENCE = ("licence", "license", "terms and conditions", "terms of use", "conditions d'utilisation", "eula")


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


def from_status(url: str, status: int, headers: Mapping[str, str], content: bytes) -> GaiaError:
    """The typed error for an HTTP status of 400 or more (RFC 9110 section 15); ``content`` is the beginning
    of the answer's body, decoded."""
    host = host_of(url)
    wait = retry_after(headers.get("Retry-After"))
    detail = short_detail(content, headers.get("Content-Type", ""))
    low = detail.lower()
    if status in (401, 407):
        return AuthenticationRequired(host=host, status=status)
    if status == 403:
        if any(word in low for word in _QUOTA):
            return QuotaExceeded(host=host, status=status, retry_after=wait)
        if any(word in low for word in _LICENCE):
            return LicenceNotAccepted(host=host, status=status)
        return AccessDenied(host=host, status=status)
    if status == 451:
        return AccessDenied(host=host, status=status)
    if status in (404, 410):
        return NotFound(host=host, status=status)
    if status == 429:
        return TooManyRequests(host=host, status=status, retry_after=wait)
    if status >= 500:
        return ServiceUnavailable(host=host, status=status, retry_after=wait, detail=detail)
    if status >= 400:
        return RequestRefused(host=host, status=status, detail=detail or f"HTTP {status}")
    return BadAnswer(host=host, status=status, detail=f"HTTP {status}")


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
