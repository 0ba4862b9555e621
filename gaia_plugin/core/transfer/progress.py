"""How far a transfer is, how fast it goes, how long it takes."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from .jobs import State

_MEMORY = 3.0  # seconds that a speed is remembered
_STEP = 0.25  # seconds between two looks at it


class Progress(NamedTuple):
    """``received`` and ``total`` (None: not known) in bytes, ``rate`` in bytes a second; ``unpacked`` is how
    much of an archive that has come is unpacked, from 0 to 1 (None: that has not begun)."""

    received: int
    total: int | None
    rate: float
    unpacked: float | None = None

    @property
    def left(self) -> float | None:
        """Seconds until it is there; None where that cannot be told."""
        if self.total is None or self.rate <= 0:
            return None
        return max(0.0, (self.total - self.received) / self.rate)


class Speed:
    """Follows one transfer. One thread tells, any may look."""

    def __init__(self, received: int, total: int | None, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._before: tuple[float, int] | None = None  # what an earlier attempt brought is no speed
        self._rate = 0.0
        self.received, self.total = received, total
        self.most = self.began = received
        self.unpacked: float | None = None

    def unpack(self, done: int, total: int | None) -> None:
        """So much of the archive is unpacked. What was received stays so: the file is there."""
        self.unpacked = min(1.0, done / total) if total else 0.0

    def tell(self, received: int, total: int | None) -> None:
        """So much is there now."""
        now = self._clock()
        self.received = received
        self.most = max(self.most, received)
        if total is not None:
            self.total = total
        if self._before is None:
            self._before = (now, received)
            return
        then, count = self._before
        if now - then >= _STEP:
            weight = 1.0 - math.exp(-(now - then) / _MEMORY) if self._rate else 1.0
            speed = max(0, received - count) / (now - then)
            self._rate += weight * (speed - self._rate)
            self._before = (now, received)

    def now(self) -> Progress:
        """As it is; a transfer of which nothing was heard gets slower."""
        before = self._before
        silent = max(0.0, self._clock() - before[0] - 1.0) if before else 0.0
        return Progress(self.received, self.total, self._rate * math.exp(-silent / _MEMORY), self.unpacked)


@dataclass(frozen=True)
class Totals:
    """All jobs together: how many are in each state; of those that go on by themselves the bytes that are
    there, those announced, and the speed."""

    counts: Mapping[State, int] = field(default_factory=dict)
    received: int = 0
    total: int = 0
    rate: float = 0.0

    @property
    def left(self) -> float | None:
        """Seconds until all are there, as far as their sizes are known."""
        return Progress(self.received, self.total, self.rate).left
