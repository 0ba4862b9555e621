"""The disk: its refusals in words, its room, and what makes a file stay."""

from __future__ import annotations

import errno
import os
import shutil
import threading
from pathlib import Path

from ..errors import CannotWrite, DiskFull

_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your disk quota is used up",
    errno.EACCES: "you may not write there",
    errno.EPERM: "you may not write there",
    errno.EROFS: "the disk is read-only",
    errno.ENOENT: "the folder does not exist",
    errno.ENOTDIR: "the folder does not exist",
    errno.ESTALE: "the disk is no longer there",
    errno.ENODEV: "the disk is no longer there",
    errno.ENXIO: "the disk is no longer there",
    errno.ENAMETOOLONG: "the name is too long",
    errno.EFBIG: "the disk does not take files of that size",
    errno.EBUSY: "another download is writing it",
}


def cannot_write(path: Path, error: OSError) -> CannotWrite:
    """The typed error of a failed write, in words."""
    reason = _REASONS.get(error.errno or 0) or (error.strerror or type(error).__name__).lower()
    shape = DiskFull if error.errno in (errno.ENOSPC, errno.EDQUOT) else CannotWrite
    return shape(path=str(path), detail=reason)


class Room:
    """What the transfers of this process still need, a disk."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._needs: dict[int, tuple[int, int]] = {}

    def need(self, key: int, folder: Path, size: int) -> None:
        """The transfer ``key`` will write so many more bytes below a folder. Raises OSError (ENOSPC) where
        they are not free, once what the others need is taken off."""
        try:
            free, device = shutil.disk_usage(folder).free, folder.stat().st_dev
        except OSError:  # a disk that does not tell
            return
        with self._lock:
            others = sum(
                need for other, (where, need) in self._needs.items() if where == device and other != key
            )
            if size > free - others:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            self._needs[key] = (device, size)

    def left(self, key: int) -> None:
        """It is over."""
        with self._lock:
            self._needs.pop(key, None)


room = Room()


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable; one that cannot do so with folders (Windows) does it itself."""
    try:
        handle = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        pass
    finally:
        os.close(handle)
