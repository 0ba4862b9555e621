"""From an HTTP status to the typed errors."""

from __future__ import annotations

import json
import re
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
_EULA = re.compile(rb"\beula\b", re.IGNORECASE)


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
        if any(word in low for word in _LICENCE) or _EULA.search(content):
            error = LicenceNotAccepted(host=host, status=status, detail=detail)
            error.claimed_page = _page(content)
            return error
        return AccessDenied(host=host, status=status, detail=detail)
    if status == 451:
        return AccessDenied(host=host, status=status, detail=detail)
    if status in (404, 410):
        return NotFound(host=host, status=status)
    if status == 429 and any(word in low for word in _QUOTA[:1]):
        return QuotaExceeded(host=host, status=status, retry_after=wait, detail=detail)
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


def _page(content: bytes) -> str:
    """Where an answer says that a licence is accepted (``resolution_url``, of NASA's Thin Egress App)."""
    try:
        said = json.loads(content)
    except (ValueError, RecursionError):
        return ""
    page = said.get("resolution_url") if isinstance(said, dict) else None
    return page if isinstance(page, str) and len(page) < 2048 else ""
