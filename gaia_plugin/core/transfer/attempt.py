"""One attempt at a job, and what the journal is to be told of it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from ..errors import Cancelled, GaiaError, host_of
from ..net import Cancel
from .deliver import Delivered, Told, delivered_before
from .error_json import error_to_json, unexpected
from .jobs import Job, Standing, State
from .outcomes import outcome_of
from .progress import Speed

_log = logging.getLogger(__name__)


class Work(Protocol):
    """Brings a job's file: ``deliver.deliver`` with its session, and ``on_progress`` as it is given here.
    Raises typed errors, Cancelled where it was told to stop; its part stays."""

    def __call__(self, job: Job, on_progress: Told, cancel: Cancel, /) -> Delivered: ...


class Running:
    """A job that is worked on; ``opens`` is the address that opens its file, where the journal's own does
    not."""

    def __init__(self, standing: Standing, opens: str | None = None) -> None:
        self.standing = standing
        link = standing.job.link
        self.job = replace(standing.job, link=replace(link, href=opens)) if opens else standing.job
        self.host = host_of(standing.job.link.href).lower()
        self.cancel = Cancel()
        self.speed = Speed(standing.received, standing.total)
        self.noted = (standing.received, standing.total)
        """Received and total as the journal has them."""


@dataclass(frozen=True)
class Ended:
    """The state that follows, and the journal's other columns; ``wait`` and ``rest`` as of ``Outcome``."""

    state: State
    changes: dict[str, Any] = field(default_factory=dict)
    wait: float = 0.0
    rest: float = 0.0


def attempt(running: Running, work: Work, arrived: Callable[[Delivered], None]) -> Ended:
    """Do the work, whatever comes of it; never raises. ``arrived`` is told what is there for good."""
    standing = running.standing
    before = delivered_before(standing.path, standing.received, standing.outcome)
    try:
        delivered = work(
            running.job, Told(running.speed.tell, arrived, before, running.speed.unpack), running.cancel
        )
        size = delivered.fetched.size
        there = {"path": delivered.fetched.path, "received": size, "total": size}
        return Ended(State.DONE, {**there, "error": None, "outcome": delivered.outcome()})
    except Cancelled:
        state = State.WAITING if running.cancel.is_set else State.CANCELLED
        return Ended(state, _brought(running))
    except GaiaError as error:
        return _failed(running, error)
    except BaseException as error:  # a thread of ours: nobody else would hear of it
        _log.exception("a transfer failed in a way that nobody foresaw")
        return _failed(running, unexpected(error, running.host))


def _failed(running: Running, error: GaiaError) -> Ended:
    headway = running.speed.most > running.speed.began
    found = outcome_of(error, running.standing.attempts, headway)
    changes = {"error": error_to_json(error), "attempts": found.attempts, **_brought(running)}
    return Ended(found.state, changes, found.wait, found.rest)


def _brought(running: Running) -> dict[str, Any]:
    return {"received": running.speed.received, "total": running.speed.total}
