"""How far all transfers are together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..core.transfer.jobs import State

Count = tuple[int, int, int]
"""(jobs, bytes received, bytes announced) of one state."""
GOING = (State.RUNNING, State.WAITING, State.LATER)
ON_THE_WAY = (*GOING, State.PAUSED)


@dataclass(frozen=True)
class Totals:
    """Counts by state, and what is known of the transfers that belong together: those on their way, and those
    that ended well since the last moment in which none was. ``total`` is None where one is not known yet;
    ``rate`` in bytes a second, ``left`` in seconds (None: not to be told)."""

    counts: Mapping[State, int] = field(default_factory=dict)
    files: int = 0
    files_done: int = 0
    received: int = 0
    total: int | None = None
    rate: float = 0.0
    parts: float = 0.0
    """What the files that are on their way have of themselves, added up: 1.5 for three halves."""

    def count(self, *states: State) -> int:
        """How many are in one of the states."""
        return sum(self.counts.get(state, 0) for state in states)

    @property
    def going(self) -> int:
        """How many go on by themselves."""
        return self.count(*GOING)

    @property
    def part(self) -> float | None:
        """From 0 to 1: by bytes where they are known, else by files; None where nothing is on its way."""
        if not self.count(*ON_THE_WAY):
            return None
        if self.total:
            return min(1.0, self.received / self.total)
        return min(1.0, (self.files_done + self.parts) / self.files) if self.files else None

    @property
    def left(self) -> float | None:
        """Seconds, at the rate of now."""
        if not self.rate or not self.total or self.count(State.RUNNING) == 0:
            return None
        return max(0.0, (self.total - self.received) / self.rate)


def totals_of(
    counts: Mapping[State, Count],
    before: Count,
    live: int | None,
    rate: float,
    parts: float,
    unknown: bool,
) -> Totals:
    """``counts`` as the journal has them; ``before`` what had been done when this began; ``live`` the bytes
    that the running jobs have received, where all of them are known here (the journal learns of them now and
    then); ``unknown``: the size of one is not known."""
    jobs, received, _ = before
    done = counts.get(State.DONE, (0, 0, 0))
    ways = [counts.get(state, (0, 0, 0)) for state in ON_THE_WAY]
    running = counts.get(State.RUNNING, (0, 0, 0))[1]
    files_done = max(0, done[0] - jobs)
    here = max(0, done[1] - received)
    return Totals(
        {state: row[0] for state, row in counts.items()},
        files=files_done + sum(row[0] for row in ways),
        files_done=files_done,
        received=here + sum(row[1] for row in ways) + (0 if live is None else live - running),
        total=None if unknown else here + sum(row[2] for row in ways),
        rate=rate,
        parts=parts,
    )
