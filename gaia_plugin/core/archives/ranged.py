"""A file that stays on its server, read by ranges (RFC 9110, section 14)."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import ExitStack

from ..access import Access, Fetchable
from ..errors import BadAnswer, FileChanged, GaiaError, RangesRefused, host_of
from ..model import Link
from ..net import Cancel, Session, Stream
from ..transfer.checks import impostor
from ..transfer.limits import Limits, common
from . import tails
from .heard import LARGEST, Seekable, TooMuch
from .tails import Tail, Tails

TAIL = 68 << 10
"""Bytes asked for first, from the end: a zip's last record with its longest comment, most lists of files."""
ATTEMPTS = 4
PAUSE = 0.5
_SMALL = 1 << 20
_STEP = 1 << 18
_RANGE = re.compile(r"^\s*bytes\s+(\d+)-(\d+)/(\d+)\s*$", re.I)


class Ranged(Seekable):
    """``read``, ``seek`` and ``tell`` as of a file; what is read in a row is one request, up to ``until``.

    Its size comes from the first answer, as signed addresses refuse HEAD. Every request says which file it
    means (``If-Range``): one that changed is FileChanged. A lost connection is made again where it stopped, a
    signature that is over is asked for again, once. Not for several threads at once.
    """

    def __init__(
        self, session: Session, link: Link, access: Access, cancel: Cancel, limits: Limits | None = None
    ) -> None:
        self.cancel = cancel
        self._session = session
        self._link = link
        self._access = access
        self._limits = limits or common()
        self.host = host_of(link.href)
        self.name = link.href.split("?")[0].rstrip("/").rsplit("/", 1)[-1] or link.label
        self._etag = self._modified = ""
        self._tail = b""
        self._at = 0
        self._open = ExitStack()
        self._coming: Iterator[bytes] | None = None
        self._coming_at = 0
        self._over = b""
        self.size = 0
        self.until = 0
        self.count = 0
        self._revision = session.credentials.revision
        known = Tails.of(session).find(link.href, self._revision)
        self.from_memory = known is not None
        """Whether the end is one that was read before: nobody was asked yet."""
        if known:
            self.size = self.until = known.size
            self._etag, self._modified, self._tail = known.etag, known.modified, known.data
        else:
            self._begin()

    # -- as a file -----------------------------------------------------------------------------

    def read(self, size: int = -1) -> bytes:
        self.cancel.check()
        left = max(0, self.size - self._at)
        wanted = left if size is None or size < 0 else min(size, left)
        if wanted > LARGEST:
            raise TooMuch
        pieces = []
        while wanted:
            piece = self._piece(wanted)
            pieces.append(piece)
            wanted -= len(piece)
            self._at += len(piece)
            self.count += len(piece)
        read = b"".join(pieces)
        start = self._at - len(read)
        if start < self._tail_at <= self._at and self.until == self.size and len(read) <= tails.LARGEST:
            self._tail = (
                read[: self._tail_at - start] + self._tail
            )  # the list of files is longer than the tail
        return read

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self.size}[whence]
        if start + offset < 0:
            raise ValueError("before the beginning")
        self._at = start + offset
        return self._at

    def tell(self) -> int:
        return self._at

    def close(self) -> None:
        """Nothing more will be read."""
        self.release()

    def release(self) -> None:
        """Give the connection back; the next read asks for another."""
        self._coming, self._over = None, b""
        self._open.close()

    def remember(self) -> None:
        """The end is that of a zip, and will be asked for again."""
        tail = Tail(self.size, self._etag, self._modified, self._tail)
        Tails.of(self._session).keep(self._link.href, self._revision, tail)

    def forget(self) -> None:
        """What was remembered does not hold."""
        Tails.of(self._session).drop(self._link.href, self._revision)

    # -- requests ------------------------------------------------------------------------------

    def _begin(self) -> None:
        """The end of the file, and with it the size: the last bytes, or (Azure does not know that range) the
        first one, which tells how many there are, and then the last."""
        if self._end(f"bytes=-{TAIL}"):
            return
        with ExitStack() as stack:
            stream = self._ask("bytes=0-0", stack)
            if stream.status != 206:
                raise RangesRefused(host=self.host, name=self.name)
            self._keep(stream, self._range(stream)[2])
        if not self._end(f"bytes={max(0, self.size - TAIL)}-{self.size - 1}"):
            raise FileChanged(host=self.host, name=self.name)

    def _end(self, wanted: str) -> bool:
        """Whether an answer is the end of the file, which is kept then; a small file may come whole."""
        with ExitStack() as stack:
            stream = self._ask(wanted, stack)
            if stream.status == 416:
                self._keep(stream, 0)
                return stream.headers.get("Content-Range", "").replace(" ", "").lower() == "bytes*/0"
            if stream.status == 200:
                if stream.length is None or stream.length > _SMALL:
                    return False
                start, total = 0, stream.length
            else:
                start, end, total = self._range(stream)
                if end != total - 1 or total - start > _SMALL:
                    return False
            self._keep(stream, total)
            self._tail = b"".join(stream.chunks(_STEP))
            if len(self._tail) != total - start:
                raise BadAnswer(host=self.host, detail="another part of the file than was asked for")
            if start == 0:
                reason = impostor(self._tail, stream.headers.get("Content-Type", ""), self._link, self.name)
                if reason:
                    raise BadAnswer(host=self.host, detail=reason)
            return True

    def _keep(self, stream: Stream, total: int) -> None:
        self.size = self.until = total
        self._etag, self._modified = _validators(stream)

    @property
    def _tail_at(self) -> int:
        return self.size - len(self._tail)

    def _piece(self, wanted: int) -> bytes:
        """Some of the next bytes, at least one."""
        if self._at >= self._tail_at:
            start = self._at - self._tail_at
            return self._tail[start : start + wanted]
        failures = 0
        while True:
            try:
                return self._next(wanted)
            except GaiaError as error:
                self.release()
                failures += 1
                if not error.retryable or isinstance(error, FileChanged) or failures >= ATTEMPTS:
                    raise
            self.cancel.wait(PAUSE * 2.0 ** (failures - 1))

    def _next(self, wanted: int) -> bytes:
        if self._coming is None or self._coming_at != self._at:
            self._request()
        if not self._over and self._coming is not None:
            self._over = next(self._coming, b"")
            self._limits.spend(len(self._over), self.cancel)
        if not self._over:
            raise BadAnswer(host=self.host, detail="another part of the file than was asked for")
        piece, self._over = self._over[:wanted], self._over[wanted:]
        self._coming_at += len(piece)
        return piece

    def _request(self) -> None:
        self.release()
        end = min(self.until if self.until > self._at else self.size, self._tail_at)
        stream = self._ask(f"bytes={self._at}-{end - 1}", self._open)
        if stream.status != 206 or self._changed(stream):
            self.release()
            raise FileChanged(host=self.host, name=self.name)
        if self._range(stream)[:2] != (self._at, end - 1):
            self.release()
            raise BadAnswer(host=self.host, detail="another part of the file than was asked for")
        self._coming, self._coming_at = stream.chunks(_STEP), self._at

    def _changed(self, stream: Stream) -> bool:
        """Whether size or validators differ; one that an answer lacks is not held against it."""
        pairs = zip((self._etag, self._modified), _validators(stream))
        return self._range(stream)[2] != self.size or any(a != b for a, b in pairs if a and b)

    def _ask(self, wanted: str, stack: ExitStack) -> Stream:
        got = self._access.fetchable(self._link, self.cancel)
        try:
            return self._stream(got, wanted, stack)
        except GaiaError as error:
            if not got.may_be_over(error):
                raise self._access.explained(error, self._link) from error
        got = self._access.fetchable(self._link, self.cancel, got)
        try:
            return self._stream(got, wanted, stack)
        except GaiaError as error:
            raise self._access.explained(error, self._link) from error

    def _stream(self, got: Fetchable, wanted: str, stack: ExitStack) -> Stream:
        headers = {**got.headers, "Range": wanted}
        same = self._etag if self._etag and not self._etag.startswith("W/") else self._modified
        if same:
            headers["If-Range"] = same
        stack.enter_context(self._limits.connection(self.host, self.cancel))
        stream = stack.enter_context(
            self._session.stream(
                got.url, headers=headers, cancel=self.cancel, accept_statuses=(200, 206, 416)
            )
        )
        if stream.headers.get("Content-Encoding", "identity").strip().lower() not in ("", "identity"):
            raise RangesRefused(host=self.host, name=self.name)
        return stream

    def _range(self, stream: Stream) -> tuple[int, int, int]:
        """First byte, last byte and size, as a 206 says them."""
        found = _RANGE.match(stream.headers.get("Content-Range", ""))
        if found is None or not int(found[1]) <= int(found[2]) < int(found[3]):
            raise BadAnswer(host=self.host, detail="another part of the file than was asked for")
        return int(found[1]), int(found[2]), int(found[3])


def _validators(stream: Stream) -> tuple[str, str]:
    return stream.headers.get("ETag", "") or "", stream.headers.get("Last-Modified", "") or ""
