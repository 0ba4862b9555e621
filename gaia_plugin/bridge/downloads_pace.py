"""Two hundred transfers do not begin in the same moment."""

from __future__ import annotations

import threading
import time

from ..core.net import Cancel

FEW = 12
_APART_S = 0.03
"""To begin takes some ten milliseconds of Python: where all begin at once, the interface waits for its lock
behind each of them."""


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
