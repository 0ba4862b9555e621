"""Files as zipfile and tarfile are given them: every read is counted, bounded, and hears a cancel."""

from __future__ import annotations

import os
from typing import BinaryIO

from ..net import Cancel

LARGEST = 32 << 20
"""Bytes that one read may want: headers and lists of members are read whole by the standard library."""
_STEP = 1 << 20
_TRAILING = 64 << 20


class TooMuch(ValueError):
    """One read wanted more than any honest archive needs."""


class Seekable:
    """What zipfile and tarfile ask of a file before they read it."""

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True


class Heard(Seekable):
    """A file on the disk."""

    def __init__(self, file: BinaryIO, cancel: Cancel) -> None:
        self._file = file
        self.cancel = cancel
        self.size = os.fstat(file.fileno()).st_size
        self.count = 0
        """Bytes read so far."""

    def read(self, size: int = -1) -> bytes:
        self.cancel.check()
        if size is None or size < 0:
            size = max(0, self.size - self._file.tell())
        if size > LARGEST:
            raise TooMuch
        data = self._file.read(size)
        self.count += len(data)
        return data

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def close(self) -> None:
        self._file.close()

    @property
    def closed(self) -> bool:
        return self._file.closed


class Forward(Seekable):
    """A stream that is read once, from its first byte to its last. A header that points back (which would be
    read again and again) is an error."""

    def __init__(self, file: BinaryIO, cancel: Cancel, can_seek: bool) -> None:
        self._file = file
        self._cancel = cancel
        self._can_seek = can_seek
        self._at = 0
        self.last = b""
        """What the last read gave."""
        self.budget: int | None = None
        """How many bytes the reads that follow may give in all; None: any."""

    def read(self, size: int = -1) -> bytes:
        if size < 0 or size > LARGEST:
            raise TooMuch
        pieces, wanted = [], size
        while wanted:
            self._cancel.check()
            piece = self._file.read(min(wanted, _STEP))
            if not piece:
                break
            pieces.append(piece)
            wanted -= len(piece)
        self.last = b"".join(pieces)
        self._at += len(self.last)
        if self.budget is not None:
            self.budget -= len(self.last)
            if self.budget < 0:
                raise TooMuch
        return self.last

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        if whence != os.SEEK_SET or offset < self._at:
            raise ValueError("a header that points back")
        if self._can_seek:
            self._at = self._file.seek(offset)
        budget, self.budget = self.budget, None
        while self._at < offset:
            if not self.read(min(offset - self._at, _STEP)):
                raise EOFError
        self.budget = budget
        return self._at

    def drain(self) -> None:
        """Read what follows the last member. Nobody needs more of it than a record of a tape."""
        for _ in range(_TRAILING // _STEP):
            if not self.read(_STEP):
                return
        raise TooMuch

    def tell(self) -> int:
        return self._at

    def close(self) -> None:
        pass
