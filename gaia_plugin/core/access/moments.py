"""Moments that services name, in seconds since 1970."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from ..net import Response


def moment(value: Any) -> float | None:
    """A moment of ISO 8601, in UTC where it names no zone; None where it cannot be read."""
    try:
        read = datetime.fromisoformat(str(value).strip().replace("Z", "+00:00"))
        return (read if read.tzinfo else read.replace(tzinfo=timezone.utc)).timestamp()
    except (ValueError, OverflowError):
        return None


def server_time(answer: Response) -> float | None:
    """The service's clock (RFC 9110 section 6.6.1): this computer's may be wrong by more than an address
    lives. None where the answer has none."""
    from email.utils import parsedate_to_datetime  # slow to import, and rarely needed

    try:
        return parsedate_to_datetime(answer.headers.get("Date", "")).timestamp()
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
