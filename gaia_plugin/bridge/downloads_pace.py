"""How much at once, as the settings have it; and two hundred transfers do not begin in the same moment."""

from __future__ import annotations

import threading
import time
from typing import Any

from ..core.net import Cancel
from .settings import Settings

FEW = 12
_APART_S = 0.03
"""To begin takes some ten milliseconds of Python: where all begin at once, the interface waits for its lock
behind each of them."""


def limits_of(settings: Settings) -> dict[str, Any]:
    """The settings' limits, by the names of ``Limits``. Main thread only."""
    return {
        "at_once": max(1, settings.transfers_at_once),
        "per_file": max(1, settings.connections_per_file),
        "bytes_per_second": float(settings.bandwidth_limit) if settings.bandwidth_limit > 0 else None,
    }


class Starts:
    """Spaces the beginnings of transfers where many run."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._next = 0.0

    def wait(self, cancel: Cancel, running: int) -> None:
        """Until this one's turn comes; at once where few run. Raises Cancelled."""
        if running < FEW:
            return
        with self._lock:
            now = time.monotonic()
            at = max(now, self._next)
            self._next = at + _APART_S
        if at > now:
            cancel.wait(at - now)
