"""Jobs as rows of the journal, and back."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ..errors import host_of
from ..model import Link, LinkKind
from ..net.credentials import public_text, public_url
from .coding import link_from_json, link_to_json
from .jobs import Job, Standing, State

_READ = (
    "jobs.id", "target", "link", "options", "batch", "item", "state", "rank", "received", "total",
    "not_before", "attempts", "error", "path", "outcome",
)  # fmt: skip
COLUMNS = ", ".join(_READ)
FROM = "FROM jobs LEFT JOIN records ON records.seq = jobs.record"


class Lazy(Mapping[str, Any]):
    """A JSON object that is read when somebody looks into it: a list of jobs shows none of their records."""

    __slots__ = ("_text", "_value")

    def __init__(self, text: str) -> None:
        self._text = text
        self._value: Mapping[str, Any] | None = None

    def _read(self) -> Mapping[str, Any]:
        if self._value is None:
            self._value = read_object(self._text)
        return self._value

    def __getitem__(self, key: str) -> Any:
        return self._read()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._read())

    def __len__(self) -> int:
        return len(self._read())

    def __repr__(self) -> str:
        return repr(self._read())

    def __reduce__(self) -> tuple[Any, ...]:
        return dict, (dict(self._read()),)


def read_object(text: Any) -> dict[str, Any]:
    """A JSON object; an empty one for what is none."""
    try:
        value = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def written(value: Any) -> str:
    """JSON without what an address in it may hold of secrets."""
    return public_text(json.dumps(value, ensure_ascii=False, default=_plain, separators=(",", ":")))


def _plain(value: Any) -> Any:
    return dict(value) if isinstance(value, Mapping) else str(value)


def row_of(job: Job) -> dict[str, Any]:
    """The columns of a job that do not change."""
    target = os.path.abspath(job.target)
    return {
        "id": job.id,
        "place": place_of(target),
        "source": source_of(job.link),
        "host": host_of(job.link.href).lower(),
        "target": target,
        "link": json.dumps(link_to_json(job.link), ensure_ascii=False, separators=(",", ":")),
        "options": written(job.options) if job.options else "",
        "batch": job.group,
        "total": job.link.size,
    }


def place_of(target: str) -> bytes:
    """What two jobs must not have in common: folder and name, as a disk sees them that takes capital letters
    for small ones. A folder's files stand together in the index."""
    folder, name = os.path.split(target)
    digest = hashlib.blake2b(
        os.path.normcase(folder).encode("utf-8", "surrogatepass"), digest_size=8
    ).digest()
    return digest + name.casefold().encode("utf-8", "surrogatepass")


def source_of(link: Link) -> bytes:
    """What tells one file of the network from another, whoever signed its address."""
    return hashlib.blake2b(public_url(link.href).encode("utf-8", "surrogatepass"), digest_size=12).digest()


def standing_of(row: sqlite3.Row | tuple[Any, ...]) -> Standing:
    """A row of ``COLUMNS``. What cannot be read in it (the file is anybody's) is left empty."""
    (identity, target, link, options, batch, item, state, rank, received, total, not_before, attempts, error,
     path, outcome) = row  # fmt: skip
    try:
        read = link_from_json(read_object(link))
    except ValueError:
        read = Link("", LinkKind.DOWNLOAD)
    job = Job(read, Path(target), Lazy(item) if item else {}, read_object(options), batch, identity)
    return Standing(
        job,
        State(state),
        rank,
        received,
        total,
        not_before,
        read_object(error) or None,
        Path(path) if path else None,
        attempts,
        read_object(outcome),
    )
