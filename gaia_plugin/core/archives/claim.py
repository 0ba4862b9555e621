"""A working folder that one unpacking has at a time, in whichever process."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from pathlib import Path
from typing import BinaryIO

from ..net import Cancel

_LOOK_AGAIN = 0.2  # seconds
_BUSY = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)


class Claim:
    """``with Claim(path, cancel) as claim``: ``claim.folder`` is new, empty, and gone afterwards.

    One that a killed process left is removed; one that a live process works in is waited for: the lock of
    its file ends with the process, whatever ends that.
    """

    def __init__(self, folder: Path, cancel: Cancel) -> None:
        self.folder = folder
        self._cancel = cancel
        self._lock: BinaryIO | None = None

    def __enter__(self) -> Claim:
        while not self._taken():
            self._cancel.wait(_LOOK_AGAIN)
        return self

    def __exit__(self, *_: object) -> None:
        lock, self._lock = self._lock, None
        # The lock's file is the last to go on systems that delete open files, the first elsewhere.
        if os.name == "nt" and lock is not None:
            lock.close()
        shutil.rmtree(self.folder, ignore_errors=True)
        if lock is not None:
            lock.close()

    def _taken(self) -> bool:
        self._cancel.check()
        if self.folder.is_symlink():
            self.folder.unlink()
        try:
            self.folder.mkdir()
        except FileExistsError:
            if not self._abandoned():
                return False
            shutil.rmtree(self.folder, ignore_errors=True)
            return False
        try:
            lock = (self.folder / "lock").open("xb")
        except OSError:
            if self.folder.is_dir():
                raise
            return False  # another took it for abandoned in that very moment
        if not _locked(lock):
            lock.close()
            return False
        self._lock = lock
        return True

    def _abandoned(self) -> bool:
        try:
            with (self.folder / "lock").open("r+b") as lock:
                return _locked(lock)
        except OSError:
            return True


def _locked(file: BinaryIO) -> bool:
    """Take a file's lock without waiting; True as well where the disk has no locks."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in _BUSY
    return True
