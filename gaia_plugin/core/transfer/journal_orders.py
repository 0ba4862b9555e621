"""What a person may change in the journal: states, the order, what is forgotten."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Sequence
from typing import Callable

from .jobs import Job, State
from .journal_base import CHUNK, JournalBase, marks
from .journal_rows import COLUMNS, FROM, standing_of

_NARROWEST = 1e-9
"""The least distance of two ranks, in parts of them: doubles have some 1e-16."""
_WINDOWS = (0, 64, 1024, 16384, 1 << 40)
"""How many of the jobs behind a place are moved a little where there is no more room between two."""
_Act = Callable[[sqlite3.Connection, "list[int]"], None]


class JournalOrders(JournalBase):
    def change_state(
        self, ids: Collection[str] | None, to: State, among: Collection[State], afresh: bool = False
    ) -> list[str]:
        """Give a state to these jobs (None: to all) that are in one of ``among``; the ids of those that were.

        One that runs keeps its owner until that one lets go of it, and is claimed by nobody meanwhile.
        ``afresh`` forgets attempts, error and waiting time. Raises JournalFailed.
        """
        anew = ", attempts = 0, error = NULL, not_before = 0" if afresh else ""

        def act(db: sqlite3.Connection, seqs: list[int]) -> None:
            sql = f"UPDATE jobs SET state = ?, changed = ?, writer = ?{anew} WHERE seq IN ({marks(seqs)})"  # nosec
            db.execute(sql, (to.value, *self._mark, *seqs))

        return self._each(ids, [state for state in among if state is not to], "doomed = 0", act)

    def forget(
        self, ids: Collection[str] | None, among: Collection[State] = tuple(State), parts: bool = False
    ) -> list[Job]:
        """Take jobs (None: all) in one of these states off the list; no finished file is touched. One that is
        being worked on goes when its owner lets go of it. With ``parts``, the jobs whose part is now to be
        deleted, by the caller. Raises JournalFailed."""
        left: list[Job] = []

        def act(db: sqlite3.Connection, seqs: list[int]) -> None:
            which = f"jobs.seq IN ({marks(seqs)}) AND owner IS"
            sql = f"UPDATE jobs SET state = 'cancelled', doomed = ?, changed = ?, writer = ? WHERE {which} NOT NULL"  # noqa: E501  # nosec
            db.execute(sql, (2 if parts else 1, *self._mark, *seqs))
            if parts:
                sql = f"SELECT {COLUMNS} {FROM} WHERE {which} NULL AND state <> 'done'"  # nosec
                left.extend(standing_of(row).job for row in db.execute(sql, seqs))
            sql = f"SELECT seq FROM jobs WHERE {which} NULL"  # nosec
            self._delete(db, [row[0] for row in db.execute(sql, seqs)])

        self._each(ids, list(among), "doomed = 0", act)
        return left

    @staticmethod
    def _delete(db: sqlite3.Connection, seqs: Sequence[int]) -> None:
        """Rows, and the records that nothing refers to any more."""
        if not seqs:
            return
        sql = f"SELECT DISTINCT record FROM jobs WHERE record IS NOT NULL AND seq IN ({marks(seqs)})"  # nosec
        records = [row[0] for row in db.execute(sql, seqs)]
        db.execute(f"DELETE FROM jobs WHERE seq IN ({marks(seqs)})", seqs)  # nosec
        unused = "NOT EXISTS (SELECT 1 FROM jobs WHERE jobs.record = records.seq)"
        db.execute(f"DELETE FROM records WHERE seq IN ({marks(records)}) AND {unused}", records)  # nosec
        db.execute("UPDATE meta SET forgets = forgets + ?", (len(seqs),))

    def _each(self, ids: Collection[str] | None, among: Sequence[State], also: str, act: _Act) -> list[str]:
        """Do something to the chosen rows, by pieces, each in a transaction of its own; their ids. What is
        done takes a row out of ``among`` or of ``also``."""
        states = tuple(state.value for state in among)
        query = f"SELECT seq, id FROM jobs WHERE state IN ({marks(states)}) AND {also}"  # nosec
        done: list[str] = []

        def piece(sql: str, values: Sequence[str]) -> bool:
            with self._writing() as db:
                rows = db.execute(sql, values).fetchall()
                if rows:
                    act(db, [row[0] for row in rows])
            done.extend(row[1] for row in rows)
            return bool(rows)

        if ids is not None:
            wanted = list(dict.fromkeys(ids))
            for start in range(0, len(wanted), CHUNK):
                some = wanted[start : start + CHUNK]
                piece(f"{query} AND id IN ({marks(some)})", (*states, *some))
        else:
            while states and piece(f"{query} LIMIT {CHUNK}", states):
                pass
        return done

    # -- the order -----------------------------------------------------------------------------

    def move(self, ids: Sequence[str], before: str | None = None) -> None:
        """Put jobs, in the order given, right before another; at the end where that is None or unknown.
        Raises JournalFailed."""
        with self._writing() as db:
            one = "SELECT seq FROM jobs WHERE id = ?"
            found = (db.execute(one, (name,)).fetchone() for name in ids)
            moved = list(dict.fromkeys(row[0] for row in found if row))
            row = db.execute("SELECT rank FROM jobs WHERE id = ?", (before,)).fetchone()
            for seq, rank in _ranked(db, moved, row[0] if row else None):
                sql = "UPDATE jobs SET rank = ?, changed = ?, writer = ? WHERE seq = ?"
                db.execute(sql, (rank, *self._mark, seq))


def _ranked(db: sqlite3.Connection, moved: list[int], ceiling: float | None) -> list[tuple[int, float]]:
    """The new ranks of the moved, and of those behind them that make room."""
    apart = set(moved)
    if ceiling is None:
        floor = _floor(db, "1", (), apart)
        return [(seq, (floor or 0.0) + count) for count, seq in enumerate(moved, 1)]
    floor = _floor(db, "rank < ?", (ceiling,), apart)
    behind: list[tuple[int, float]] = []
    for window in _WINDOWS:
        sql = "SELECT seq, rank FROM jobs WHERE rank >= ? ORDER BY rank LIMIT ?"
        rows = db.execute(sql, (ceiling, window + 1 + len(moved)))
        behind = [row for row in rows if row[0] not in apart]
        top = behind[window][1] if len(behind) > window else None
        order = moved + [seq for seq, _ in behind[:window]]
        ranks = _between(floor, top, len(order))
        if ranks:
            return list(zip(order, ranks))
    return []


def _floor(
    db: sqlite3.Connection, where: str, values: Sequence[float], apart: Collection[int]
) -> float | None:
    """The rank of the last that stays in front of a place."""
    for seq, rank in db.execute(f"SELECT seq, rank FROM jobs WHERE {where} ORDER BY rank DESC", values):  # nosec
        if seq not in apart:
            return float(rank)
    return None


def _between(floor: float | None, top: float | None, count: int) -> list[float]:
    """So many ranks between two; none where they would be too close to tell apart."""
    if top is None:
        return [(floor or 0.0) + number for number in range(1, count + 1)]
    if floor is None:
        return [top - number for number in range(count, 0, -1)]
    step = (top - floor) / (count + 1)
    if step <= _NARROWEST * max(1.0, abs(top), abs(floor)):
        return []
    return [floor + step * number for number in range(1, count + 1)]
