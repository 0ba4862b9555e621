"""One writer a file, among all processes and computers that share its folder."""

from __future__ import annotations

import hashlib
import math
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..auth.file_lock import file_lock
from ..errors import CannotWrite, VaultUnavailable
from ..net import Cancel


@contextmanager
def part_lock(target: Path, cancel: Cancel | None = None) -> Iterator[None]:
    """Alone with a file and its part. The file system keeps the lock, also one of the network (NFS, SMB,
    Lustre): it frees that of a process that was killed at once, that of a computer that vanished when its
    lease ends. Waits as long as another writes. Raises Cancelled, and CannotWrite where the folder takes no
    file or knows no locks."""
    mark = hashlib.sha256(target.name.encode("utf-8", "replace")).hexdigest()[:16]
    path = target.with_name(f".gaia-{mark}.lock")
    while True:
        try:
            with file_lock(path, cancel, math.inf) as handle:
                if _is_still(path, handle):
                    try:
                        yield
                    finally:
                        _remove(path)
                    return
        except VaultUnavailable as error:
            raise CannotWrite(path=str(path), detail=str(error.fields["detail"])) from error


def _is_still(path: Path, handle: int) -> bool:
    """Whether the locked file is that of the name: whoever had it before has removed it."""
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except OSError:
        return False


def _remove(path: Path) -> None:
    try:
        path.unlink()
    except OSError:  # Windows removes no open file; the next one takes it as it is
        pass
