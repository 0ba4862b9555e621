"""Who brings which bytes of a file."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable

from .spans import Pair

LEAST = 1 << 19
"""No connection is opened for fewer bytes."""
WORTH = 0.2
"""Seconds that another's bytes must still take for a connection that has none to take half of them."""
LONG = 3.0
"""Seconds that a file must still take to be worth one more connection."""
FAST = 64 << 20
"""Bytes a second from which on more connections cost more than they bring: no server is so fast that gives
each connection its share, and a disk may be slower."""
ENDLESS = 1 << 62


class Claim:
    """The bytes ``at`` to ``end`` that one connection is to bring. Others may take from its end; what was
    asked of the server reaches to ``reach``. ``proven``: the server answered with these very bytes."""

    def __init__(self, at: int, end: int) -> None:
        self.begun = self.at = at
        self.end = self.reach = end
        self.proven = False
        self.since = self.moved = time.monotonic()

    @property
    def rest(self) -> int:
        return max(0, self.end - self.at)

    def rate(self, now: float) -> float:
        """Bytes a second so far."""
        return (self.at - self.begun) / max(now - self.since, 1e-3)


class Plan:
    """What is missing of a file, and who brings it. Safe from any thread.

    ``missing`` are the intervals; one that ends at ``ENDLESS`` is of a file of unknown length.
    """

    def __init__(self, missing: Iterable[Pair]) -> None:
        self._lock = threading.Lock()
        self._open = [pair for pair in missing if pair[1] > pair[0]]
        self._claims: list[Claim] = []
        self._last_moved = 0.0

    @property
    def done(self) -> bool:
        """Whether nothing is missing."""
        return self.left == 0

    @property
    def left(self) -> int:
        """Bytes that are still to come."""
        with self._lock:
            return sum(end - at for at, end in self._open) + sum(claim.rest for claim in self._claims)

    def claim(self) -> Claim | None:
        """Bytes for a connection: some that nobody has, else the second half of what another has most of;
        None where that is not worth it."""
        with self._lock:
            if self._open:
                claim = Claim(*self._open.pop(0))
            else:
                rich = max(self._claims, key=lambda one: one.rest, default=None)
                if rich is None or not _worth(rich, time.monotonic()):
                    return None
                middle = rich.at + rich.rest // 2
                claim = Claim(middle, rich.end)
                rich.end = middle
            self._claims.append(claim)
            return claim

    def worth(self) -> bool:
        """Whether one more connection has something to do."""
        now = time.monotonic()
        with self._lock:
            rate = sum(one.rate(now) for one in self._claims)
            left = sum(one.rest for one in self._claims)
            slow = rate < FAST and left > LONG * rate
            return bool(self._open) or (slow and any(_worth(one, now) for one in self._claims))

    def moved(self, claim: Claim, count: int) -> bool:
        """So many bytes of it have come; whether more are wanted of this connection.

        Where it has come to the end of its own, and what follows, which it asked for too, is nobody's, or of
        one whom the server has not yet answered, it goes on itself: the server may give no ranges.
        """
        with self._lock:
            claim.at += count
            claim.moved = self._last_moved = time.monotonic()
            if claim.rest:
                return True
            for pair in self._open:
                if pair[0] == claim.end and pair[1] <= claim.reach:
                    self._open.remove(pair)
                    claim.end = pair[1]
                    return True
            for other in self._claims:
                waits = other.begun == claim.end and other.rest and not other.proven
                if waits and other.end <= claim.reach:
                    claim.end, other.end = other.end, other.begun
                    return True
            return False

    def prove(self, claim: Claim) -> None:
        """The server answered with these bytes."""
        with self._lock:
            claim.proven = True

    def give_back(self, claim: Claim) -> None:
        """Nobody brings it any more. What is left of it is brought by the connection before it, where that
        asked for these bytes too; else it is open."""
        with self._lock:
            if claim in self._claims:
                self._claims.remove(claim)
            if not claim.rest:
                return
            for other in self._claims:
                if other.rest and other.end == claim.at and other.reach >= claim.end:
                    other.end = claim.end
                    return
            self._open.append((claim.at, claim.end))
            self._open.sort()

    def settle(self, claim: Claim, end: int) -> None:
        """The file turned out to end there."""
        with self._lock:
            claim.end = claim.reach = end

    def stalled(self, seconds: float) -> list[Claim]:
        """Those that wait for bytes for so long, while others' came."""
        now = time.monotonic()
        with self._lock:
            return [
                one for one in self._claims if one.rest and one.moved < min(now - seconds, self._last_moved)
            ]


def _worth(claim: Claim, now: float) -> bool:
    if claim.end >= ENDLESS or claim.rest < 2 * LEAST:
        return False
    return claim.rest > claim.rate(now) * WORTH
