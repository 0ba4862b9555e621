"""Whether an earlier session left transfers: looked at when QGIS starts, before anything else is imported."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from .profile import profile_folder

_PATIENCE = 0.02  # seconds: the interface waits


def journal_path() -> Path:
    """The journal of this profile, shared by all windows that use it. Main thread only."""
    return profile_folder() / "gaia_data" / "transfers.sqlite"


def left_over(path: Path | None = None) -> bool:
    """Whether the journal has jobs that go on by themselves. Makes no file; where it cannot be told (it is
    busy, or damaged), they wait until the dock is opened."""
    found = path or journal_path()
    if not found.exists():
        return False
    import sqlite3

    try:
        with closing(sqlite3.connect(f"{found.as_uri()}?mode=ro", timeout=_PATIENCE, uri=True)) as journal:
            sql = "SELECT sum(n) FROM totals WHERE state IN ('waiting', 'running', 'later')"
            return bool(journal.execute(sql).fetchone()[0])
    except (sqlite3.Error, ValueError):
        return False
