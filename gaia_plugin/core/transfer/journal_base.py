"""The journal's connections and transactions."""

from __future__ import annotations

import secrets
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence, Sized
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ..errors import GaiaError, JournalFailed
from .jobs import Standing
from .journal_file import Opened, open_journal, reason
from .journal_rows import COLUMNS, FROM, standing_of
from .leases import Leases

CHUNK = 500
"""Jobs a transaction: another process waits no longer than some hundredths of a second."""


def marks(values: Sized) -> str:
    """The question marks of a list of values."""
    return ",".join("?" * len(values))


class JournalBase:
    """One connection writes, in one thread at a time; another reads meanwhile."""

    def __init__(
        self, path: Path, *, leases: Leases | None = None, clock: Callable[[], float] = time.time
    ) -> None:
        """``path`` is made where it is missing; ``clock`` gives seconds since 1970. What is wrong with the
        file is in ``problem``, for the person: opening never fails for it."""
        self._opened: Opened = open_journal(Path(path))
        self._leases = leases or Leases()
        self._clock = clock
        self._writes = threading.RLock()
        self._reads = threading.Lock()
        self._synchronous = ""
        self._writer = secrets.randbits(48)
        self._stamp = 0

    @property
    def path(self) -> Path:
        """The file that is in use, which is another than asked for where ``problem`` says so."""
        return self._opened.path

    @property
    def problem(self) -> GaiaError | None:
        """JournalSetAside or JournalNotKept, to be told once; None where all is well."""
        return self._opened.problem

    def close(self) -> None:
        """Nothing may be asked afterwards."""
        with self._writes, self._reads:
            self._opened.close()

    @contextmanager
    def _writing(self, durable: bool = True) -> Iterator[sqlite3.Connection]:
        """A transaction. One that is ``durable`` survives a power cut; another may be undone by it (and by
        nothing less), which costs a second attempt and no job. Raises JournalFailed."""
        with self._writes:
            db = self._opened.writing
            try:
                wanted = "FULL" if durable else "NORMAL"
                if wanted != self._synchronous:
                    db.execute(f"PRAGMA synchronous = {wanted}")
                    self._synchronous = wanted
                db.execute("BEGIN IMMEDIATE")
                try:
                    before = db.total_changes
                    self._stamp = db.execute("SELECT changes + 1 FROM meta").fetchone()[0]
                    yield db
                    if db.total_changes != before:
                        db.execute("UPDATE meta SET changes = ?", (self._stamp,))
                    db.execute("COMMIT")
                except BaseException:
                    if db.in_transaction:
                        db.execute("ROLLBACK")
                    raise
            except (sqlite3.Error, UnicodeEncodeError) as error:
                raise JournalFailed(detail=reason(error)) from error

    def _read(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows of a query. Raises JournalFailed."""
        with self._reads:
            try:
                return self._opened.reading.execute(sql, values).fetchall()
            except (sqlite3.Error, UnicodeEncodeError) as error:
                raise JournalFailed(detail=reason(error)) from error

    @property
    def _mark(self) -> tuple[int, int]:
        """The values of ``changed`` and ``writer`` in this transaction."""
        return self._stamp, self._writer

    def _standings(self, where: str, values: Sequence[Any] = ()) -> list[Standing]:
        rows = self._read(f"SELECT {COLUMNS} {FROM} {where}", values)  # nosec: no value in it
        return [standing_of(row) for row in rows]

    @staticmethod
    def _standing(db: sqlite3.Connection, seq: int) -> Standing:
        """The row as this transaction left it."""
        row = db.execute(f"SELECT {COLUMNS} {FROM} WHERE jobs.seq = ?", (seq,)).fetchone()  # nosec
        return standing_of(row)
