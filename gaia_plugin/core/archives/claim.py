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

    One that a live process works in is waited for: the lock of the file beside it ends with the process,
    whatever ends that, and what such a one left is removed. Raises Cancelled, OSError.
    """

    def __init__(self, folder: Path, cancel: Cancel) -> None:
        self.folder = folder
        self._cancel = cancel
        self._path = folder.with_name(f"{folder.name}.lock")
        self._lock: BinaryIO | None = None

    def __enter__(self) -> Claim:
        while not self._taken():
            self._cancel.wait(_LOOK_AGAIN)
        try:
            self._clear()
            self.folder.mkdir()
        except BaseException:
            self._release()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._clear()
        self._release()

    def _clear(self) -> None:
        if self.folder.is_symlink():
            self.folder.unlink()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _taken(self) -> bool:
        self._cancel.check()
        lock = self._path.open("ab")
        try:
            # Who had it before may have removed its name: then the lock of that file keeps nobody out.
            if _locked(lock) and os.path.samestat(os.fstat(lock.fileno()), os.stat(self._path)):
                self._lock = lock
                return True
        except FileNotFoundError:
            pass
        lock.close()
        return False

    def _release(self) -> None:
        lock, self._lock = self._lock, None
        if lock is None:
            return
        if os.name == "nt":  # there an open file keeps its name
            lock.close()
        try:
            self._path.unlink()
        except OSError:
            pass  # another has opened it, and removes it
        lock.close()


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
