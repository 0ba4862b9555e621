"""Opening the journal's file, whatever state it is in."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from ..errors import GaiaError, JournalNotKept, JournalSetAside
from .disk import cannot_write
from .journal_schema import APPLICATION_ID, MIGRATIONS, migrate, version

BUSY = 20.0
"""Seconds that a process waits for another one's transaction."""
_CHECKED = 16 << 20  # bytes; a larger file is not read through at every start
_CACHE_KB = 32 << 10
_SAID = {
    "disk is full": "the disk is full",
    "readonly": "you may not write there",
    "unable to open": "you may not write there",
    "locked": "another QGIS holds it",
    "malformed": "it is damaged",
    "not a database": "it is damaged",
}
"""What SQLite says (Result and Error Codes), in the words that are known."""
_COMPANIONS = ("", "-wal", "-shm", "-journal")
_REMOTE = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "lustre", "beegfs", "gpfs", "davfs",
           "fuse.sshfs", "fuse.rclone", "fuse.glusterfs", "afpfs", "webdav", "vboxsf"}  # fmt: skip


@dataclass
class Opened:
    """The two connections: one writes (in the journal's lock), the other reads meanwhile. ``problem`` is what
    the person is to be told; ``temporary`` the folder to remove when the journal is closed."""

    path: Path
    writing: sqlite3.Connection
    reading: sqlite3.Connection
    problem: GaiaError | None = None
    temporary: Path | None = None

    def close(self) -> None:
        for connection in (self.reading, self.writing):
            try:
                connection.close()
            except sqlite3.Error:
                pass
        if self.temporary:
            shutil.rmtree(self.temporary, ignore_errors=True)


class _Newer(Exception):
    """Made by a later version of the plugin, which may be using it at this moment."""


def open_journal(path: Path) -> Opened:
    """The journal at ``path``, made where it is missing. Never fails for what is in the file: one that is
    damaged is set aside under another name, one of a later version is left alone and another is used beside
    it, and where nothing can be written it lives in a temporary folder."""
    try:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            return _opened(path)
        except _Newer:
            beside = path.with_name(f"{path.stem}.v{len(MIGRATIONS)}{path.suffix}")
            opened = _opened(beside)
            opened.problem = JournalSetAside(detail="it is of a later version", kept=path.name)
            return opened
        except sqlite3.DatabaseError as error:
            if not _is_damage(error):
                raise
            kept = _set_aside(path)
            opened = _opened(path)
            opened.problem = JournalSetAside(detail="it is damaged", kept=kept.name)
            return opened
    except (OSError, sqlite3.Error, _Newer) as error:
        folder = Path(tempfile.mkdtemp(prefix="gaia-downloads-"))
        opened = _opened(folder / path.name)
        opened.temporary = folder
        opened.problem = JournalNotKept(path=str(path), detail=reason(error))
        return opened


def reason(error: BaseException) -> str:
    """A failure in a few words, which the interface can translate."""
    if isinstance(error, OSError):
        return str(cannot_write(Path(), error).fields["detail"])
    said = str(error) or type(error).__name__
    return next((told for words, told in _SAID.items() if words in said), said)


def _opened(path: Path) -> Opened:
    writing = _connected(path)
    try:
        _refuse_strangers(writing)
        if not on_network(path):
            # Where the file system has no shared memory SQLite stays as it is, or says so.
            try:
                writing.execute("PRAGMA journal_mode = WAL").fetchone()
            except sqlite3.OperationalError as error:
                if "locked" in str(error) or "busy" in str(error):
                    raise
                writing.execute("PRAGMA journal_mode = DELETE").fetchone()
        migrate(writing)
        writing.execute("BEGIN IMMEDIATE")
        writing.execute("UPDATE meta SET changes = changes")  # a file that may only be read says so now
        writing.execute("ROLLBACK")
        _look_through(writing, path)
        return Opened(path, writing, _connected(path))
    except BaseException:
        writing.close()
        raise


def _connected(path: Path) -> sqlite3.Connection:
    made = sqlite3.connect(str(path), timeout=BUSY, isolation_level=None, check_same_thread=False)
    made.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
    made.execute("PRAGMA temp_store = MEMORY")
    return made


def _refuse_strangers(connection: sqlite3.Connection) -> None:
    """Raises DatabaseError for a database of something else, and _Newer."""
    found = version(connection)
    if found > len(MIGRATIONS):
        raise _Newer
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    ours = connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
    if tables and not (ours and found):
        raise sqlite3.DatabaseError("file is not a database of downloads")


def _look_through(connection: sqlite3.Connection, path: Path) -> None:
    """A truncated file may open well, and fail at the first job. Raises DatabaseError."""
    if path.stat().st_size <= _CHECKED:
        told = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        if told != "ok":
            raise sqlite3.DatabaseError(f"database disk image is malformed: {told}")
        return
    for index in ("jobs_rank", "jobs_changed", "jobs_id"):
        column = index.partition("_")[2]
        connection.execute(f"SELECT max({column}) FROM jobs INDEXED BY {index}").fetchone()  # nosec
    connection.execute("SELECT * FROM jobs ORDER BY seq DESC LIMIT 1").fetchone()
    connection.execute("SELECT sum(n) FROM totals").fetchone()


def _is_damage(error: sqlite3.DatabaseError) -> bool:
    text = str(error)
    return any(word in text for word in ("not a database", "malformed", "no such", "unsupported file format"))


def _set_aside(path: Path) -> Path:
    """Rename the file and what belongs to it. Raises OSError."""
    stamp = time.strftime("%Y%m%d-%H%M%S")
    kept = path.with_name(f"{path.name}.{stamp}.broken")
    number = 1
    while kept.exists():
        number += 1
        kept = path.with_name(f"{path.name}.{stamp}-{number}.broken")
    for suffix in _COMPANIONS:
        own = path.with_name(path.name + suffix)
        if own.exists():
            os.replace(own, kept.with_name(kept.name + suffix))
    return kept


def on_network(path: Path) -> bool:
    """Whether the file lies on another computer: memory cannot be shared over a network, so neither can a
    write-ahead log (SQLite, "Write-Ahead Logging", section 1)."""
    if sys.platform == "win32":
        import ctypes

        where = os.path.realpath(path)
        if where.startswith("\\\\"):
            return not where.startswith("\\\\?\\") or where[4:].upper().startswith("UNC\\")
        return bool(ctypes.windll.kernel32.GetDriveTypeW(where[:3]) == 4)
    try:
        where, best, kind = os.path.realpath(path), "", ""
        with open("/proc/self/mounts", encoding="utf-8", errors="replace") as mounts:
            for line in mounts:
                fields = line.split(" ")
                folder = fields[1].replace("\\040", " ")
                inside = folder == "/" or where == folder or where.startswith(folder.rstrip("/") + "/")
                if inside and len(folder) >= len(best):
                    best, kind = folder, fields[2]
    except (OSError, IndexError):
        return False
    return kind in _REMOTE
