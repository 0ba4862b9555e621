"""From an HTTP status to the typed errors."""

from __future__ import annotations

from collections.abc import Mapping

from ..errors import (
    AccessDenied,
    AuthenticationRequired,
    BadAnswer,
    GaiaError,
    LicenceNotAccepted,
    NotFound,
    NotOnlineYet,
    QuotaExceeded,
    RequestRefused,
    ServiceUnavailable,
    TooManyRequests,
    host_of,
)
from .detail import short_detail
from .retry import retry_after

_QUOTA = ("quota", "rate limit exceeded", "download limit", "too many downloads")
_LICENCE = ("licence", "license", "terms and conditions", "terms of use", "conditions d'utilisation", "eula")


def from_status(url: str, status: int, headers: Mapping[str, str], content: bytes) -> GaiaError:
    """The typed error for an HTTP status of 400 or more (RFC 9110 section 15); ``content`` is the beginning
    of the answer's body, decoded."""
    host = host_of(url)
    wait = retry_after(headers.get("Retry-After"))
    detail = short_detail(content, headers.get("Content-Type", ""))
    low = detail.lower()
    if status in (401, 407):
        return AuthenticationRequired(host=host, status=status, detail=detail)
    if status == 403:
        if any(word in low for word in _QUOTA):
            return QuotaExceeded(host=host, status=status, retry_after=wait, detail=detail)
        if any(word in low for word in _LICENCE):
            return LicenceNotAccepted(host=host, status=status, detail=detail)
        return AccessDenied(host=host, status=status, detail=detail)
    if status == 451:
        return AccessDenied(host=host, status=status, detail=detail)
    if status in (404, 410):
        return NotFound(host=host, status=status)
    if status == 429:
        return TooManyRequests(host=host, status=status, retry_after=wait)
    if status >= 500:
        return ServiceUnavailable(host=host, status=status, retry_after=wait, detail=detail)
    if status == 202:  # a file that is being brought back from tape, or packed
        wait = wait or 300.0
        return NotOnlineYet(host=host, status=status, retry_after=wait, minutes=max(1, round(wait / 60)))
    if status >= 400:
        return RequestRefused(host=host, status=status, detail=detail or f"HTTP {status}")
    return BadAnswer(host=host, status=status, detail=f"HTTP {status}")
