"""What is to be transferred, and how far it is: the words that journal, queue and interface share."""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any

from ..errors import GaiaError
from ..model import Link
from .error_json import error_from_json


class State(str, Enum):
    """Where a job stands. WAITING, LATER and RUNNING go on by themselves, PAUSED and FAILED do not."""

    WAITING = "waiting"
    RUNNING = "running"
    LATER = "later"
    """Asked for again at ``not_before``: its host said when (on tape, a quota, too many requests), or it
    failed in a way that may pass. ``error`` says why."""
    PAUSED = "paused"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


ACTIVE = frozenset({State.WAITING, State.RUNNING, State.LATER})
OVER = frozenset({State.DONE, State.FAILED, State.CANCELLED})


def new_id() -> str:
    """32 hexadecimal digits that no other job has. They begin with the time (as a UUID of version 7 does,
    RFC 9562 section 5.7), so that those of one batch lie side by side in the journal's index: a million stay
    as fast as a thousand."""
    return f"{time.time_ns() // 1_000_000 & 0xFFFFFFFFFFFF:012x}{secrets.token_hex(10)}"


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
    id: str = field(default_factory=new_id)


@dataclass(frozen=True)
class Standing:
    """A job as the journal knows it. ``received`` and ``total`` in bytes (``total`` None: not known yet),
    ``rank`` orders the queue (lower first), ``not_before`` in seconds since 1970, ``error`` a type's name of
    ``core.errors`` with its fields, ready for JSON and without any secret (``error_of`` makes it an error
    again)."""

    job: Job
    state: State = State.WAITING
    rank: float = 0.0
    received: int = 0
    total: int | None = None
    not_before: float = 0.0
    error: Mapping[str, Any] | None = None
    path: Path | None = None
    """Where the file is, once it has arrived (its unpacking may still be to come)."""
    attempts: int = 0
    outcome: Mapping[str, Any] = field(default_factory=dict)
    """What else there is to know once it has arrived: ``folder`` (of what was unpacked), ``sidecar``,
    ``already_there``, ``verified`` (a checksum was), ``etag``, ``notes`` (errors, as ``error``, that cost an
    extra and not the file)."""


def error_of(standing: Standing) -> GaiaError | None:
    """Why a job stands where it is, as the typed error; None where nothing went wrong."""
    return error_from_json(standing.error) if standing.error else None


def notes_of(standing: Standing) -> list[GaiaError]:
    """What could not be done beside the file of a job that is DONE (its sidecar, its unpacking)."""
    told = standing.outcome.get("notes")
    return [error_from_json(note) for note in told] if isinstance(told, list) else []
