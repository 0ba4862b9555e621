"""How many requests a host gets at once."""

from __future__ import annotations

from .cancel import Cancel
from .slots import Slots


class HostLimits:
    """Slots by host and lane. Waiting for one can be cancelled.

    Questions and downloads have lanes of their own ("ask", "bulk"), so that two long downloads never keep a
    search of the same host waiting.
    """

    def __init__(self, default: int = 2):
        self._default = max(1, default)
        self._limits: dict[str, dict[str, int]] = {}
        self._slots = Slots()

    def set(self, host: str, count: int, by: str = "") -> None:
        """Give a host its own number of slots (at least one) in each lane. Where several speak for one host
        (``by``), the most careful is believed."""
        with self._slots.free:
            self._limits.setdefault(host.lower(), {})[by] = max(1, count)
            self._slots.free.notify_all()

    def limit(self, host: str) -> int:
        return min(self._limits.get(host.lower(), {}).values(), default=self._default)

    def acquire(self, host: str, lane: str, cancel: Cancel | None = None) -> None:
        """Wait for a slot. Raises Cancelled."""
        self._slots.take((host.lower(), lane), lambda: self.limit(host), cancel)

    def release(self, host: str, lane: str) -> None:
        self._slots.give_back((host.lower(), lane))
