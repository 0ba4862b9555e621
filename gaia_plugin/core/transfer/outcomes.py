"""What follows from a failed attempt: another one, when, or the end."""

from __future__ import annotations

import errno
import secrets
from dataclasses import dataclass

from ..errors import (
    BeingPrepared,
    ConnectionLost,
    ConnectionRefused,
    GaiaError,
    HostNotFound,
    NotOnline,
    QuotaExceeded,
    ServiceUnavailable,
    TimedOut,
    TooManyRequests,
)
from .jobs import State

SHORTEST_WAIT = 60.0
"""Seconds before a file is asked for again whose host said to come back later."""
SHORTEST_LOOK = 10.0
"""The same for what its host is preparing, and tells how far it is."""
LONGEST_WAIT = 2 * 3600.0
"""Seconds; where a host asks for more, the person is told instead."""
ATTEMPTS = 5
"""How often in all a job is begun that makes no headway."""
FIRST_PAUSE = 5.0
_LONGEST_PAUSE = 600.0
_WAITED_FOR = (NotOnline, QuotaExceeded, TooManyRequests)
_OF_THE_HOST = (
    HostNotFound,
    ConnectionRefused,
    ConnectionLost,
    TimedOut,
    ServiceUnavailable,
    TooManyRequests,
)
"""What the host's other files would meet as well: without network a thousand jobs must not all fail."""


@dataclass(frozen=True)
class Outcome:
    """``wait`` in seconds from now, for LATER; ``rest``: seconds in which the host is asked for nothing."""

    state: State
    wait: float = 0.0
    attempts: int = 0
    rest: float = 0.0


def outcome_of(error: GaiaError, attempts: int, headway: bool) -> Outcome:
    """What to do with a job after an error. ``attempts`` were made before this one; ``headway``: bytes came,
    so that it counts as the first."""
    asked = error.retry_after or 0.0
    rest = isinstance(error, _OF_THE_HOST)
    if isinstance(error, _WAITED_FOR) and asked > 0:
        if asked > LONGEST_WAIT:
            return Outcome(State.FAILED, attempts=attempts)
        wait = max(SHORTEST_LOOK if isinstance(error, BeingPrepared) else SHORTEST_WAIT, asked)
        return Outcome(State.LATER, wait, attempts, wait if rest else 0.0)
    made = 1 if headway else attempts + 1
    # A laptop between two networks; a part that its last owner has not let go of yet.
    passing = error.retryable or isinstance(error, HostNotFound) or _is_busy(error)
    if not passing or made >= ATTEMPTS or asked > LONGEST_WAIT:
        return Outcome(State.FAILED, attempts=made)
    wait = max(asked, pause(made))
    return Outcome(State.LATER, wait, made, wait if rest and not headway else 0.0)


def _is_busy(error: GaiaError) -> bool:
    return isinstance(error.__cause__, OSError) and error.__cause__.errno == errno.EBUSY


def pause(attempts: int) -> float:
    """Seconds after so many attempts: doubled each time, shortened at random by up to half."""
    longest = min(_LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** (attempts - 1))
    return longest * (0.5 + secrets.randbelow(1001) / 2000.0)
