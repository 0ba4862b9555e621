"""When to ask again, and after how long."""

from __future__ import annotations

import time
from dataclasses import dataclass

from ..errors import ConnectionLost, GaiaError

RETRIED_STATUSES = frozenset({429, 502, 503, 504})


@dataclass(frozen=True)
class Retry:
    """``times`` more attempts; waits in seconds, doubled each time from ``first`` up to ``longest`` and
    shortened at random by up to half. A server's Retry-After is obeyed up to ``patience``; one that asks
    for more is believed, and the error (which carries ``retry_after``) is raised at once."""

    times: int = 3
    first: float = 0.5
    longest: float = 8.0
    patience: float = 30.0

    def wait_before(self, attempt: int, error: GaiaError) -> float | None:
        """Seconds to wait before attempt number ``attempt`` (1 is the first repeat); None: give up."""
        return self.pause(attempt, error) if may_retry(error) else None

    def pause(self, attempt: int, error: GaiaError) -> float | None:
        """The same for an error that the caller knows to be worth another attempt."""
        if attempt > self.times:
            return None
        import secrets  # slow to import, and rarely needed

        backoff = min(self.longest, self.first * 2.0 ** (attempt - 1))
        wait = backoff * (0.5 + secrets.randbelow(1001) / 2000.0)
        if error.retry_after is None:
            return wait
        return None if error.retry_after > self.patience else max(error.retry_after, wait / 4)


def may_retry(error: GaiaError) -> bool:
    """Whether the same question may be answered a moment later. A time-out is not asked again: the person
    has waited for it already."""
    return isinstance(error, ConnectionLost) or error.status in RETRIED_STATUSES


def retry_after(value: str | None) -> float | None:
    """Seconds from a Retry-After header (RFC 9110 section 10.2.3): a number or an HTTP date; None where
    it is absent or cannot be read."""
    text = (value or "").strip()
    if not text:
        return None
    try:
        return min(max(0.0, float(int(text))), 10 * 365 * 86400.0)
    except ValueError:
        pass
    from email.utils import parsedate_to_datetime  # slow to import, and rarely needed

    try:
        moment = parsedate_to_datetime(text)
        return max(0.0, moment.timestamp() - time.time())
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
