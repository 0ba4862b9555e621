"""How many requests a host gets at once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from .cancel import Cancel


class HostLimits:
    """Slots by host and lane. Waiting for one can be cancelled.

    Questions and downloads have lanes of their own ("ask", "bulk"), so that two long downloads never keep a
    search of the same host waiting.
    """

    def __init__(self, default: int = 2):
        self._default = max(1, default)
        self._limits: dict[str, dict[str, int]] = {}
        self._busy: dict[tuple[str, str], int] = {}
        self._free = threading.Condition()

    def set(self, host: str, count: int, by: str = "") -> None:
        """Give a host its own number of slots (at least one) in each lane. Where several speak for one host
        (``by``), the most careful is believed."""
        with self._free:
            self._limits.setdefault(host.lower(), {})[by] = max(1, count)
            self._free.notify_all()

    def limit(self, host: str) -> int:
        return min(self._limits.get(host.lower(), {}).values(), default=self._default)

    def acquire(self, host: str, lane: str, cancel: Cancel | None = None) -> None:
        """Wait for a slot. Raises Cancelled."""
        key = (host.lower(), lane)
        forget = cancel.on_cancel(self._wake) if cancel else lambda: None
        try:
            with self._free:
                while self._busy.get(key, 0) >= self.limit(host):
                    if cancel:
                        cancel.check()
                    self._free.wait()
                if cancel:
                    cancel.check()
                self._busy[key] = self._busy.get(key, 0) + 1
        finally:
            forget()

    def release(self, host: str, lane: str) -> None:
        key = (host.lower(), lane)
        with self._free:
            left = self._busy.get(key, 0) - 1
            if left > 0:
                self._busy[key] = left
            else:
                self._busy.pop(key, None)
            self._free.notify_all()

    @contextmanager
    def slot(self, host: str, lane: str, cancel: Cancel | None = None) -> Iterator[None]:
        self.acquire(host, lane, cancel)
        try:
            yield
        finally:
            self.release(host, lane)

    def _wake(self) -> None:
        with self._free:
            self._free.notify_all()
