"""The journal's tables (SQLite), and how one of an earlier version becomes one of this."""

from __future__ import annotations

import sqlite3

APPLICATION_ID = 0x47414941  # "GAIA"

_FIRST = """
-- The items of records, once for all files of one.
CREATE TABLE records (seq INTEGER PRIMARY KEY, item TEXT NOT NULL);

CREATE TABLE jobs (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    place BLOB NOT NULL,             -- the target's folder (a digest) and name: no two jobs write one file
    source BLOB NOT NULL,            -- a digest of the link's address
    host TEXT NOT NULL,
    target TEXT NOT NULL,
    link TEXT NOT NULL,
    options TEXT NOT NULL,
    batch TEXT NOT NULL,
    record INTEGER,
    state TEXT NOT NULL,
    rank REAL NOT NULL,
    received INTEGER NOT NULL DEFAULT 0,
    total INTEGER,
    not_before REAL NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 0,
    error TEXT,
    path TEXT,
    outcome TEXT,
    owner TEXT,                      -- who works on it; also while it stops what a person no longer wants
    doomed INTEGER NOT NULL DEFAULT 0, -- to be forgotten once its owner lets go of it; 2: with its part
    changed INTEGER NOT NULL,        -- the number of the change that touched it last
    writer INTEGER NOT NULL          -- who made that change
);
CREATE UNIQUE INDEX jobs_id ON jobs (id);
CREATE UNIQUE INDEX jobs_place ON jobs (place);
CREATE INDEX jobs_rank ON jobs (rank);
CREATE INDEX jobs_state ON jobs (state, rank);
CREATE INDEX jobs_free ON jobs (host, rank) WHERE state = 'waiting' AND owner IS NULL;
CREATE INDEX jobs_later ON jobs (not_before) WHERE state = 'later';
CREATE INDEX jobs_owner ON jobs (owner) WHERE owner IS NOT NULL;
CREATE INDEX jobs_record ON jobs (record) WHERE record IS NOT NULL;
CREATE INDEX jobs_changed ON jobs (changed);

CREATE TABLE owners (
    owner TEXT PRIMARY KEY,
    machine TEXT NOT NULL,
    pid INTEGER NOT NULL,
    beats INTEGER NOT NULL           -- counted, not timed: clocks differ, and stop while a laptop sleeps
) WITHOUT ROWID;

CREATE TABLE meta (
    one INTEGER PRIMARY KEY CHECK (one = 1), changes INTEGER NOT NULL, forgets INTEGER NOT NULL
);
INSERT INTO meta VALUES (1, 0, 0);

-- Kept by triggers, so that counting reads a few rows however many jobs there are.
CREATE TABLE totals (
    state TEXT NOT NULL, host TEXT NOT NULL,
    n INTEGER NOT NULL, received INTEGER NOT NULL, total INTEGER NOT NULL,
    PRIMARY KEY (state, host)
) WITHOUT ROWID;
CREATE TRIGGER jobs_added AFTER INSERT ON jobs BEGIN
    INSERT OR IGNORE INTO totals VALUES (new.state, new.host, 0, 0, 0);
    UPDATE totals SET n = n + 1, received = received + new.received, total = total + coalesce(new.total, 0)
        WHERE state = new.state AND host = new.host;
END;
CREATE TRIGGER jobs_removed AFTER DELETE ON jobs BEGIN
    UPDATE totals SET n = n - 1, received = received - old.received, total = total - coalesce(old.total, 0)
        WHERE state = old.state AND host = old.host;
END;
CREATE TRIGGER jobs_moved AFTER UPDATE OF state, received, total ON jobs BEGIN
    UPDATE totals SET n = n - 1, received = received - old.received, total = total - coalesce(old.total, 0)
        WHERE state = old.state AND host = old.host;
    INSERT OR IGNORE INTO totals VALUES (new.state, new.host, 0, 0, 0);
    UPDATE totals SET n = n + 1, received = received + new.received, total = total + coalesce(new.total, 0)
        WHERE state = new.state AND host = new.host;
END;
"""

MIGRATIONS: list[str] = [_FIRST]
"""What makes version n + 1 of version n. Only ever appended to."""


def version(connection: sqlite3.Connection) -> int:
    """The version of the file's tables; 0 where it has none yet."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the tables to this version, in one transaction: another process that opens the file at the same
    time waits, and finds it done. Raises sqlite3.Error."""
    if version(connection) == len(MIGRATIONS):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        for number in range(version(connection), len(MIGRATIONS)):
            for statement in _statements(MIGRATIONS[number]):
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _statements(script: str) -> list[str]:
    """One by one: ``executescript`` would commit the transaction first."""
    found, current = [], ""
    for line in script.splitlines(keepends=True):
        current += line
        if sqlite3.complete_statement(current):
            found.append(current)
            current = ""
    return found
