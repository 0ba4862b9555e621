"""New jobs into the journal."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from ..net.credentials import public_url
from .jobs import OVER, Job, Standing, State, new_id
from .journal_base import CHUNK, JournalBase
from .journal_rows import place_of, row_of, written
from .names import numbered

_NEW = (
    "id", "place", "source", "host", "target", "link", "options", "batch", "total",
    "record", "state", "rank", "changed", "writer",
)  # fmt: skip
_INSERT = f"INSERT INTO jobs ({', '.join(_NEW)}) VALUES ({', '.join(f':{name}' for name in _NEW)})"  # nosec
_AGAIN = """UPDATE jobs SET state = 'waiting', rank = :rank, link = :link, options = :options, batch = :batch,
    total = :total, record = :record, received = 0, not_before = 0, attempts = 0, error = NULL, path = NULL,
    outcome = NULL, doomed = 0, changed = :changed, writer = :writer WHERE seq = :seq"""


class JournalAdding(JournalBase):
    def add(self, jobs: Iterable[Job]) -> list[Standing]:
        """Put jobs at the end of the queue; how each stands then, in their order.

        A file is never fetched twice to the same place: a job whose link and target are those of one that is
        there is that one, with its id. Where that one failed or was cancelled it begins anew, and where it is
        done and its file is gone. A target that belongs to another link becomes "name (2)".
        They are on the disk when this returns, in transactions of 500. Raises JournalFailed.
        """
        found: list[Standing] = []
        source = iter(jobs)
        while chunk := list(islice(source, CHUNK)):
            with self._writing() as db:
                rank = float(int(db.execute("SELECT coalesce(max(rank), 0) FROM jobs").fetchone()[0]))
                records: dict[int, int] = {}
                found += [self._add(db, job, rank + count, records) for count, job in enumerate(chunk, 1)]
        return found

    def _add(self, db: sqlite3.Connection, job: Job, rank: float, records: dict[int, int]) -> Standing:
        row: dict[str, Any] = row_of(job)
        asked, number = Path(row["target"]), 1
        query = "SELECT seq, source, state, path FROM jobs WHERE place = ?"
        while there := db.execute(query, (row["place"],)).fetchone():
            seq, source, state, path = there
            if source == row["source"]:
                break
            number += 1
            row["target"] = str(numbered(asked, number))
            row["place"] = place_of(row["target"])
        else:
            self._complete(db, row, job, rank, records)
            self._insert(db, row)
            link = replace(job.link, href=public_url(job.link.href))
            added = replace(job, id=row["id"], target=Path(row["target"]), link=link)
            return Standing(added, rank=rank, total=row["total"])
        if State(state) in OVER and not (state == State.DONE.value and path and Path(path).exists()):
            self._complete(db, row, job, rank, records)
            db.execute(_AGAIN, {**row, "seq": seq})
        return self._standing(db, seq)

    def _complete(
        self, db: sqlite3.Connection, row: dict[str, Any], job: Job, rank: float, records: dict[int, int]
    ) -> None:
        changed, writer = self._mark
        record = None
        if job.record:
            record = records.get(id(job.record))  # the jobs of a batch share the item of their record
            if record is None:
                record = db.execute("INSERT INTO records (item) VALUES (?)", (written(job.record),)).lastrowid
                records[id(job.record)] = int(record or 0)
        row.update(record=record, state=State.WAITING.value, rank=rank, changed=changed, writer=writer)

    @staticmethod
    def _insert(db: sqlite3.Connection, row: dict[str, Any]) -> None:
        try:
            db.execute(_INSERT, row)
        except sqlite3.IntegrityError:  # the same job for another folder
            row["id"] = new_id()
            db.execute(_INSERT, row)
