"""One writer a file, among processes: the next goes on the moment that one is killed."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from gaia_plugin.core.errors import Cancelled, CannotWrite
from gaia_plugin.core.net import Cancel
from gaia_plugin.core.transfer.part_lock import part_lock

ROOT = Path(__file__).resolve().parents[2]
HOLD = """
import sys, time
from pathlib import Path
from gaia_plugin.core.transfer.part_lock import part_lock
with part_lock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(600)
"""
COUNT = """
import sys
from pathlib import Path
from gaia_plugin.core.transfer.part_lock import part_lock
target = Path(sys.argv[1])
for _ in range(60):
    with part_lock(target):
        target.write_text(str(int(target.read_text()) + 1))
"""


def begun(script: str, target: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", script, str(target)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def test_the_lock_of_one_that_was_killed_is_free_and_nothing_is_left(tmp_path):
    target = tmp_path / "a.tif"
    holder = begun(HOLD, target)
    assert holder.stdout.readline() == "held\n"
    entered = threading.Event()

    def wait() -> None:
        with part_lock(target):
            entered.set()

    waiting = threading.Thread(target=wait)
    waiting.start()
    assert not entered.wait(0.5)
    holder.kill()
    holder.communicate()
    waiting.join(30)
    assert entered.is_set() and list(tmp_path.iterdir()) == []


def test_many_processes_that_lock_and_remove_never_meet(tmp_path):
    """The file of the lock goes away each time: whoever waited for it must notice."""
    target = tmp_path / "count"
    target.write_text("0")
    for process in [begun(COUNT, target) for _ in range(3)]:
        assert process.communicate(timeout=120) and process.returncode == 0
    assert target.read_text() == "180"


def test_waiting_ends_with_a_cancel(tmp_path):
    cancel = Cancel()
    with part_lock(tmp_path / "a"):
        threading.Timer(0.2, cancel.cancel).start()
        with pytest.raises(Cancelled), part_lock(tmp_path / "a", cancel):
            pass


def test_another_file_has_another_lock(tmp_path):
    with part_lock(tmp_path / "a"), part_lock(tmp_path / "b"):
        assert len(list(tmp_path.iterdir())) == 2


def test_a_folder_that_takes_no_file_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotWrite), part_lock(tmp_path / "file" / "a"):
        pass


def test_a_disk_without_locks_is_said_and_nobody_waits_for_ever(tmp_path, monkeypatch):
    fcntl = pytest.importorskip("fcntl")

    def refuse(*_):
        raise OSError(37, "No locks available")

    monkeypatch.setattr(fcntl, "flock", refuse)
    with pytest.raises(CannotWrite, match="no locks available"), part_lock(tmp_path / "a"):
        pass
