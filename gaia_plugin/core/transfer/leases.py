"""Who works on a job: windows of QGIS, and workers on other computers, that share one journal."""

from __future__ import annotations

import os
import platform
import sys
import time
import uuid
from collections.abc import Callable

DEAD_AFTER = 30.0
"""Seconds without a beat after which another's jobs are taken up."""
BEAT = 5.0
"""Seconds between two beats of an owner that has jobs."""


def new_owner() -> str:
    """A name that nobody else has."""
    return uuid.uuid4().hex


def machine() -> str:
    """What has its own process numbers: the computer, since it was started, and the container."""
    parts = [platform.node()]
    for path in ("/proc/sys/kernel/random/boot_id", "/proc/self/ns/pid"):
        try:
            parts.append(os.readlink(path) if path.endswith("pid") else _first_line(path))
        except OSError:
            continue
    return " ".join(parts)


def _first_line(path: str) -> str:
    with open(path, encoding="ascii", errors="replace") as reading:
        return reading.readline().strip()


def is_running(pid: int) -> bool:
    """Whether a process of this machine is there. Where that cannot be told, it is."""
    if sys.platform == "win32":  # where os.kill would end it, whatever the signal
        import ctypes

        kernel = ctypes.windll.kernel32
        handle = kernel.OpenProcess(0x1000, False, pid)  # PROCESS_QUERY_LIMITED_INFORMATION
        if not handle:
            return bool(kernel.GetLastError() == 5)  # access denied: it is somebody's
        code = ctypes.c_ulong()
        kernel.GetExitCodeProcess(handle, ctypes.byref(code))
        kernel.CloseHandle(handle)
        return code.value == 259  # STILL_ACTIVE
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return not _is_zombie(pid)


def _is_zombie(pid: int) -> bool:
    """Killed, and nobody has asked after it yet: it does nothing any more (proc(5), "stat")."""
    try:
        return _first_line(f"/proc/{pid}/stat").rpartition(")")[2].split()[0] == "Z"
    except (OSError, IndexError):
        return False


class Leases:
    """Finds the dead among the owners by watching them: one whose beats do not go on, by this process's own
    clock (those of two computers differ). Of the time between two looks a third of ``after`` counts at most:
    a laptop that wakes up must not find that all others died in their sleep."""

    def __init__(self, after: float = DEAD_AFTER, clock: Callable[[], float] = time.monotonic) -> None:
        self._after = after
        self._clock = clock
        self._machine = machine()
        self._seen: dict[str, tuple[int, float, float]] = {}

    def is_dead(self, owner: str, where: str, pid: int, beats: int) -> bool:
        """Whether an owner's jobs may be taken up, as its row in the journal is now."""
        if where == self._machine and not is_running(pid):
            return True
        before, looked, silent = self._seen.get(owner, (-1, 0.0, 0.0))
        now = self._clock()
        silent = silent + min(now - looked, self._after / 3) if before == beats else 0.0
        self._seen[owner] = (beats, now, silent)
        return silent >= self._after

    def keep(self, owners: set[str]) -> None:
        """Forget those that are gone."""
        self._seen = {owner: seen for owner, seen in self._seen.items() if owner in owners}
