"""What is to be transferred, and how far it is: the words that journal, queue and interface share."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any

from ..model import Link


class State(str, Enum):
    """Where a job stands. WAITING, LATER and RUNNING go on by themselves; PAUSED and FAILED wait for a person."""

    WAITING = "waiting"
    RUNNING = "running"
    LATER = "later"
    """Its host said when to ask again: on tape, a quota, too many requests."""
    PAUSED = "paused"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


ACTIVE = frozenset({State.WAITING, State.RUNNING, State.LATER})
OVER = frozenset({State.DONE, State.FAILED, State.CANCELLED})


@dataclass(frozen=True)
class Job:
    """One file to bring. Nothing in it is secret: it is written to the journal as it is.

    ``link.href`` is the address without any signature; ``target`` an absolute path; ``record`` the STAC item
    of the record it belongs to (``items.item_of``); ``options`` what is to be done with the file when it is
    there (``unpack``, ``keep_archive``, ``load``: true or false).
    """

    link: Link
    target: Path
    record: Mapping[str, Any] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    group: str = ""
    """What was asked for together has one group."""
    id: str = field(default_factory=lambda: uuid.uuid4().hex)


@dataclass(frozen=True)
class Standing:
    """A job as the journal knows it. ``received`` and ``total`` in bytes (``total`` None: not known yet),
    ``rank`` orders the queue (lower first), ``not_before`` is in seconds since 1970, ``error`` the type's name
    of ``core.errors`` with its fields, ready for JSON and without any secret."""

    job: Job
    state: State = State.WAITING
    rank: float = 0.0
    received: int = 0
    total: int | None = None
    not_before: float = 0.0
    error: Mapping[str, Any] | None = None
    path: Path | None = None
    """Where the file is, once it is DONE."""
    attempts: int = 0
