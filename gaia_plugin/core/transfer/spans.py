"""Which bytes of a file: half-open intervals, apart from each other and in order."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import Any

Pair = tuple[int, int]


class Spans:
    """A set of bytes. Not safe for threads: who shares it holds a lock."""

    def __init__(self, pairs: Iterable[Pair] = ()) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in pairs:
            self.add(start, end)

    def add(self, start: int, end: int) -> None:
        """These are there too, whatever of them was there before."""
        if end <= start:
            return
        first = bisect_left(self._ends, start)  # the first that touches it
        last = bisect_right(self._starts, end)  # one past the last
        if first < last:
            start = min(start, self._starts[first])
            end = max(end, self._ends[last - 1])
        self._starts[first:last] = [start]
        self._ends[first:last] = [end]

    @property
    def size(self) -> int:
        """How many bytes."""
        return sum(self._ends) - sum(self._starts)

    @property
    def prefix(self) -> int:
        """How many from the first byte on without a gap."""
        return self._ends[0] if self._starts and self._starts[0] == 0 else 0

    def pairs(self) -> tuple[Pair, ...]:
        return tuple(zip(self._starts, self._ends))

    def gaps(self, total: int) -> list[Pair]:
        """What is missing of a file of ``total`` bytes."""
        missing: list[Pair] = []
        at = 0
        for start, end in zip(self._starts, self._ends):
            if start >= total:
                break
            if start > at:
                missing.append((at, start))
            at = end
        if at < total:
            missing.append((at, total))
        return missing

    def within(self, total: int) -> Spans:
        """Those below ``total``."""
        return Spans((start, min(end, total)) for start, end in self.pairs() if start < total)


def pairs_of(value: Any) -> tuple[Pair, ...] | None:
    """The intervals that a JSON value holds; None where it is not a list of such."""
    if not isinstance(value, list):
        return None
    pairs: list[Pair] = []
    for one in value:
        if not (isinstance(one, list) and len(one) == 2 and all(type(number) is int for number in one)):
            return None
        if not 0 <= one[0] < one[1]:
            return None
        pairs.append((one[0], one[1]))
    return tuple(pairs)
