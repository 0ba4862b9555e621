"""A lock between processes: two windows of QGIS share one keyring."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import VaultUnavailable
from ..net.cancel import Cancel
from .vault import PATIENCE, STEP, waited


@contextmanager
def file_lock(path: Path, cancel: Cancel | None = None, patience: float = PATIENCE) -> Iterator[int]:
    """Alone among all threads and processes that lock this file, which holds nothing and is left there.

    The operating system frees it when its owner ends, however it ends. Gives the open file. Raises Cancelled,
    and VaultUnavailable where the file cannot be made or locked, or the lock is not had within ``patience``
    seconds.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise VaultUnavailable(detail=(error.strerror or "no lock").lower()) from None
    try:
        waited(lambda: _taken(handle), cancel, patience)
        try:
            yield handle
        finally:
            _released(handle)
    finally:
        os.close(handle)


if sys.platform == "win32":
    import msvcrt

    def _taken(handle: int) -> bool:
        try:
            os.lseek(handle, 0, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            time.sleep(STEP)
            return False
        return True

    def _released(handle: int) -> None:
        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _taken(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)  # flock, not lockf: it holds between threads
        except BlockingIOError:
            time.sleep(STEP)
            return False
        except OSError as error:  # a disk of the network that knows no locks
            raise VaultUnavailable(detail=(error.strerror or "no lock").lower()) from None
        return True

    def _released(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)
