"""The journal of transfers: one SQLite file that windows of QGIS, and workers of a cluster, have in common.

What is in it survives a killed process and a killed machine (SQLite, "Atomic Commit"; "Write-Ahead Logging"
where the file lies on a disk of this computer). A job that somebody works on has an owner, whose heart beats;
one whose owner is dead is taken up by whoever finds that out.
"""

from __future__ import annotations

import heapq
import os
import sqlite3
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .jobs import Standing, State
from .journal_adding import JournalAdding
from .journal_base import marks
from .journal_orders import JournalOrders
from .journal_rows import written
from .leases import machine

_ALTERABLE = ("received", "total", "not_before", "error", "path", "attempts", "outcome")
MOST_CHANGES = 500


@dataclass(frozen=True)
class Changes:
    """What others changed since a stamp. ``too_many``: more than are listed, or some were forgotten; whoever
    shows the list reads it again."""

    stamp: tuple[int, int]
    standings: tuple[Standing, ...] = ()
    too_many: bool = False


@dataclass(frozen=True)
class Settled:
    """How a job stands that its owner let go of: None where it is forgotten, or another's by now. ``parts``:
    its part is to be deleted."""

    standing: Standing | None
    parts: bool = False


class Journal(JournalAdding, JournalOrders):
    """See the module. Safe from any thread; every call may raise JournalFailed."""

    # -- reading -------------------------------------------------------------------------------

    def get(self, identity: str) -> Standing | None:
        """How a job stands; None for one that is not there."""
        return next(iter(self._standings("WHERE jobs.id = ?", (identity,))), None)

    def rows(
        self,
        after_rank: float | None = None,
        limit: int = 200,
        states: Collection[State] | None = None,
        newest: bool = False,
    ) -> list[Standing]:
        """The next jobs in the queue's order, behind a rank (None: from the first); those in some ``states``
        also in the reverse order, the ``newest`` first."""
        after = float("-inf") if after_rank is None else after_rank
        if states is None:
            return self._standings("WHERE rank > ? ORDER BY rank LIMIT ?", (after, limit))
        query = "WHERE state = ? AND rank > ? ORDER BY rank LIMIT ?"
        if newest:
            query = "WHERE state = ? AND rank < ? ORDER BY rank DESC LIMIT ?"
            after = float("inf") if after_rank is None else after_rank
        found = [self._standings(query, (state.value, after, limit)) for state in states]
        return list(heapq.merge(*found, key=lambda standing: standing.rank, reverse=newest))[:limit]

    def counts(self) -> dict[State, tuple[int, int, int]]:
        """How many jobs are in each state, with the bytes they have and will have (as far as is known). Takes
        as long for a million as for ten."""
        rows = self._read("SELECT state, sum(n), sum(received), sum(total) FROM totals GROUP BY state")
        found = {State(state): (n, received, total) for state, n, received, total in rows}
        return {state: found.get(state, (0, 0, 0)) for state in State}

    def waiting_hosts(self) -> list[str]:
        """The hosts of the jobs that wait to be claimed."""
        return [row[0] for row in self._read("SELECT host FROM totals WHERE state = 'waiting' AND n > 0")]

    def next_due(self) -> float | None:
        """When the first job in State.LATER is to be asked for again, in seconds since 1970."""
        due = self._read("SELECT min(not_before) FROM jobs WHERE state = 'later'")[0][0]
        return None if due is None else float(due)

    def version(self) -> int:
        """A number that is another one after every change, whoever made it. Costs next to nothing."""
        return int(self._read("PRAGMA data_version")[0][0])

    def changes(self, since: tuple[int, int] | None = None) -> Changes:
        """What others (not this Journal) changed since the stamp of an earlier call."""
        forgets: int
        stamp, forgets = self._read("SELECT changes, forgets FROM meta")[0]
        if since is None:
            return Changes((stamp, forgets))
        query = "WHERE changed > ? AND writer <> ? ORDER BY changed LIMIT ?"
        found = self._standings(query, (since[0], self._writer, MOST_CHANGES + 1))
        too_many = len(found) > MOST_CHANGES or forgets != since[1]
        return Changes((stamp, forgets), tuple(found[:MOST_CHANGES]), too_many)

    # -- working -------------------------------------------------------------------------------

    def claim(self, owner: str, count: int = 1, avoid_hosts: Collection[str] = ()) -> list[Standing]:
        """The next jobs that wait, now RUNNING under ``owner``, but for those of hosts that can take no more.
        Nobody else gets them. Costs a step a host, however many jobs wait."""
        if not self._may_claim(avoid_hosts):
            return []
        with self._writing(durable=False) as db:
            now = self._clock()
            sql = "UPDATE jobs SET state = 'waiting', changed = ?, writer = ? WHERE state = 'later' AND not_before <= ?"  # noqa: E501
            db.execute(sql, (*self._mark, now))
            seqs = self._next(db, count, avoid_hosts)
            if not seqs:
                return []
            self._enter(db, owner)
            sql = f"UPDATE jobs SET state = 'running', owner = ?, changed = ?, writer = ? WHERE seq IN ({marks(seqs)})"  # noqa: E501  # nosec
            db.execute(sql, (owner, *self._mark, *seqs))
            return [self._standing(db, seq) for seq in seqs]

    def _may_claim(self, avoid_hosts: Collection[str]) -> bool:
        """Asked first, as it locks nobody out."""
        due = self.next_due()
        return any(host not in avoid_hosts for host in self.waiting_hosts()) or (
            due is not None and due <= self._clock()
        )

    @staticmethod
    def _next(db: sqlite3.Connection, count: int, avoid_hosts: Collection[str]) -> list[int]:
        hosts = db.execute("SELECT host FROM totals WHERE state = 'waiting' AND n > 0").fetchall()
        sql = (
            "SELECT rank, seq FROM jobs INDEXED BY jobs_free "
            "WHERE host = ? AND state = 'waiting' AND owner IS NULL ORDER BY rank LIMIT ?"
        )
        found: list[tuple[float, int]] = []
        for (host,) in hosts:
            if host not in avoid_hosts:
                found += db.execute(sql, (host, count)).fetchall()
        return [seq for _, seq in heapq.nsmallest(count, found)]

    @staticmethod
    def _enter(db: sqlite3.Connection, owner: str) -> None:
        """Beat once, so that nobody takes a long pause for death."""
        done = db.execute("UPDATE owners SET beats = beats + 1 WHERE owner = ?", (owner,))
        if not done.rowcount:
            db.execute("INSERT INTO owners VALUES (?, ?, ?, 1)", (owner, machine(), os.getpid()))

    def held(self, owner: str) -> dict[str, State]:
        """The jobs that an owner has not let go of. One that is not RUNNING is no longer wanted: it is to be
        stopped, then settled."""
        rows = self._read("SELECT id, state FROM jobs WHERE owner = ?", (owner,))
        return {identity: State(state) for identity, state in rows}

    def beat(self, owner: str, progress: Mapping[str, tuple[int, int | None]] | None = None) -> bool:
        """The owner lives; how far its jobs are, for others to see. False where it was taken for dead: its
        jobs are another's, and it must stop working on them."""
        with self._writing(durable=False) as db:
            if not db.execute("UPDATE owners SET beats = beats + 1 WHERE owner = ?", (owner,)).rowcount:
                return False
            sql = """UPDATE jobs SET received = ?, total = coalesce(?, total), changed = ?, writer = ?
                WHERE id = ? AND owner = ? AND (received <> ? OR total IS NOT coalesce(?, total))"""
            for identity, (received, total) in (progress or {}).items():
                db.execute(sql, (received, total, *self._mark, identity, owner, received, total))
        return True

    def settle(self, identity: str, owner: str, state: State, **changes: Any) -> Settled:
        """The owner lets go of a job, which is now in this state (with ``changes`` as of ``update``). What a
        person ordered meanwhile stays so, but a file that is there is there: DONE always counts."""
        with self._writing(durable=state is not State.WAITING) as db:
            sql = "SELECT seq, state, doomed FROM jobs WHERE id = ? AND owner = ?"
            row = db.execute(sql, (identity, owner)).fetchone()
            if row is None:
                return Settled(None)
            seq, now, doomed = row
            if doomed:
                self._delete(db, [seq])
                return Settled(None, parts=doomed == 2 and state is not State.DONE)
            if now == State.RUNNING.value or state is State.DONE:
                changes["state"] = state
            else:
                changes = {name: changes[name] for name in ("received", "total") if name in changes}
            self._update(db, seq, changes)
            db.execute("UPDATE jobs SET owner = NULL WHERE seq = ?", (seq,))
            return Settled(self._standing(db, seq))

    def arrived(self, identity: str, owner: str, path: Path, size: int, outcome: Mapping[str, Any]) -> None:
        """The file is there; the owner goes on with what else is to be done with it."""
        with self._writing(durable=False) as db:
            sql = "SELECT seq FROM jobs WHERE id = ? AND owner = ?"
            row = db.execute(sql, (identity, owner)).fetchone()
            if row:
                self._update(db, row[0], {"path": path, "received": size, "total": size, "outcome": outcome})

    def update(self, identity: str, **changes: Any) -> Standing | None:
        """Change ``state``, ``received``, ``total``, ``not_before``, ``error``, ``path``, ``attempts`` or
        ``outcome`` of a job that nobody works on; None where there is none of that id, or somebody does."""
        with self._writing() as db:
            sql = "SELECT seq FROM jobs WHERE id = ? AND owner IS NULL"
            row = db.execute(sql, (identity,)).fetchone()
            if row is None:
                return None
            self._update(db, row[0], changes)
            return self._standing(db, row[0])

    def _update(self, db: sqlite3.Connection, seq: int, changes: Mapping[str, Any]) -> None:
        values: dict[str, Any] = {name: changes[name] for name in _ALTERABLE if name in changes}
        for name in ("error", "outcome"):
            if values.get(name) is not None:
                values[name] = written(values[name])
        if values.get("path") is not None:
            values["path"] = str(values["path"])
        if "state" in changes:
            values["state"] = State(changes["state"]).value
        values["changed"], values["writer"] = self._mark
        names = ", ".join(f"{name} = ?" for name in values)
        db.execute(f"UPDATE jobs SET {names} WHERE seq = ?", (*values.values(), seq))  # nosec

    def release(self, owner: str, keep: Iterable[str] = ()) -> None:
        """The owner gives back what it has not finished, but for jobs it cannot stop working on (those are
        taken up when its heart stands still)."""
        with self._writing() as db:
            self._free(db, owner, list(keep))

    def take_up(self, own: str = "") -> int:
        """Free what the dead have left; how many jobs. Called now and then by all who claim."""
        owners = self._read("SELECT owner, machine, pid, beats FROM owners WHERE owner <> ?", (own,))
        self._leases.keep({row[0] for row in owners})
        freed = 0
        for owner, where, pid, beats in owners:
            if self._leases.is_dead(owner, where, pid, beats):
                with self._writing() as db:
                    sql = "SELECT 1 FROM owners WHERE owner = ? AND beats = ?"
                    if db.execute(sql, (owner, beats)).fetchone():
                        freed += self._free(db, owner, [])
        return freed

    def _free(self, db: sqlite3.Connection, owner: str, keep: list[str]) -> int:
        sql = f"SELECT seq, doomed FROM jobs WHERE owner = ? AND id NOT IN ({marks(keep)})"  # nosec
        rows = db.execute(sql, (owner, *keep)).fetchall()
        self._delete(db, [seq for seq, doomed in rows if doomed])
        sql = """UPDATE jobs SET state = CASE state WHEN 'running' THEN 'waiting' ELSE state END,
            owner = NULL, changed = ?, writer = ? WHERE seq = ?"""
        for seq, _ in rows:
            db.execute(sql, (*self._mark, seq))
        if not keep:
            db.execute("DELETE FROM owners WHERE owner = ?", (owner,))
        return len(rows)
