"""One file from a link to the disk: in one piece, or the rest of what an earlier attempt left."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Optional

from ..access import Access, Fetchable
from ..errors import (
    BadAnswer,
    ChecksumMismatch,
    ConnectionLost,
    GaiaError,
    NotFound,
    SizeMismatch,
    TransferError,
    TransferIncomplete,
    host_of,
)
from ..model import Link
from ..net import Cancel, Session, Stream
from ..net.answers import decoder
from .checks import digest_of, hasher, impostor
from .local import local_path
from .names import disposition_name, free_path, safe_name
from .part import Note, Part, cannot_write

Progress = Callable[[int, Optional[int]], None]

CHUNK = 1 << 18
ATTEMPTS = 5
"""How often a transfer goes on after its connection was lost, counted from the last byte that came."""
PAUSE = 0.5
_EVERY = 0.1  # seconds between two calls of on_progress
_RANGE = re.compile(r"^\s*bytes\s+(\d+)-(\d+)/(\d+|\*)\s*$", re.I)
_UNBOUNDED = 1 << 62
_REFUSALS = (400, 401, 403)  # what stores of objects say of a signature that is over, or of another one's


@dataclass(frozen=True)
class Fetched:
    """A file that arrived whole. ``path`` is where it is, which is another name than asked for where a
    different file had it; ``already_there`` where nothing had to be transferred."""

    path: Path
    size: int
    checksum_verified: bool
    etag: str = ""
    already_there: bool = False


def fetch(
    session: Session,
    link: Link,
    target: Path,
    *,
    on_progress: Progress | None = None,
    cancel: Cancel | None = None,
    access: Access | None = None,
) -> Fetched:
    """Bring a link's file to ``target``.

    Bytes go to ``target.part``; a note beside it holds the server's validators, so that the next call asks
    only for the rest (``Range`` with ``If-Range``, RFC 9110 sections 13.1.5 and 14). Length, announced size
    and checksum are verified before the file gets its name in one step. A file that is already there is never
    overwritten: where size and checksum tell that it is the same one it is returned, else another name is
    chosen. ``on_progress(received, total)`` is called in the calling thread, at most ten times a second.

    ``access`` knows where the bytes of a link are to be asked for (the session's own where none is given).
    Where a signed address ends while its file is on the way, another is asked for, and the transfer goes
    on.

    Announced sizes are exact for STAC assets (``file:size``); those of ISO records (``link.group`` is set)
    are rounded megabytes and not held against the file.

    Raises the typed errors of ``core.errors``: Cancelled and TransferIncomplete keep the part for the next
    call; ChecksumMismatch, SizeMismatch and BadAnswer (a web page instead of the file) leave nothing behind;
    CannotWrite for the disk's refusals.
    """
    access = access or Access.of(session)
    try:
        return _Transfer(session, link, target, on_progress, cancel or Cancel(), access).run()
    except TransferError:
        raise
    except GaiaError as error:
        told = access.explained(error, link)
        if told is error:
            raise
        raise told from error


class _Restart(Exception):
    """The part is of no use: begin again at the first byte."""


class _Transfer:
    def __init__(
        self,
        session: Session,
        link: Link,
        target: Path,
        on_progress: Progress | None,
        cancel: Cancel,
        access: Access,
    ) -> None:
        self.session = session
        self.access = access
        self.link = link
        self.target = target
        self.part = Part(target, link.href)
        self.cancel = cancel
        self.host = host_of(link.href)
        self._on_progress = on_progress
        self._told = 0.0
        self._named = ""
        self.total: int | None = None
        self.received = 0
        self._got: Fetchable | None = None
        self._refused: Fetchable | None = None
        self._renewed_at = -1

    def run(self) -> Fetched:
        self.cancel.check()
        there = self._already_there()
        if there:
            return there
        try:
            self.target.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise cannot_write(self.target, error) from error
        source = local_path(self.link.href)
        note = self._copy(source) if source else self._download()
        try:
            return self._finish(note)
        except ChecksumMismatch:
            if source or not self._resumed:
                raise
        # The rest did not belong to the part: the server's file changed under the same validator.
        self._resumed = False
        return self._finish(self._download())

    _resumed = False

    # -- the three ways to the bytes -----------------------------------------------------------

    def _already_there(self) -> Fetched | None:
        """The target itself, where its checksum (else its exact size) says that it is this very file."""
        if not self.target.is_file():
            return None
        size = self.target.stat().st_size
        checksum = self.link.checksum
        if self._exact_size is not None and size != self._exact_size:
            return None
        if hasher(checksum):
            if not self._matches(self.target):
                return None
        elif self._exact_size is None:
            return None
        self.received = self.total = size
        self._tell(force=True)
        return Fetched(self.target, size, hasher(checksum) is not None, already_there=True)

    def _copy(self, source: Path) -> Note:
        try:
            self.total = source.stat().st_size
            reading = source.open("rb")
        except OSError as error:
            raise NotFound(host=source.name, status=404) from error
        with reading, self._open("wb") as out:
            self._write(out, iter(lambda: reading.read(CHUNK), b""), sniff="")
        return Note(self.part.source, total=self.total)

    def _download(self) -> Note:
        """Ask, and ask for the rest again after a lost connection, until every byte is there."""
        failures = 0
        while True:
            before = self.part.size
            try:
                note = self._attempt()
                if note.total is not None and self.part.size < note.total:
                    raise TransferIncomplete(host=self.host, received=self.part.size, expected=note.total)
                return note
            except _Restart:
                self.part.drop()
                failures += 1
                if failures >= ATTEMPTS:
                    raise TransferIncomplete(
                        host=self.host, received=0, expected=self.total or self.link.size or "?"
                    ) from None
                continue
            except GaiaError as error:
                self.cancel.check()
                if self._ended(error):
                    continue
                lost = isinstance(error, (ConnectionLost, TransferIncomplete))
                if not error.retryable or not (lost or self.part.size > before):
                    raise  # the session has asked again as often as makes sense
                failures = 1 if self.part.size > before else failures + 1
                if failures >= ATTEMPTS:
                    self._give_up(error)
            self.cancel.wait(PAUSE * 2 ** (failures - 1))

    def _ended(self, error: GaiaError) -> bool:
        """Whether a signed address was refused, for the first time at this byte: its time may be over."""
        signed = self._got is not None and self._got.signed
        if not signed or error.status not in _REFUSALS or self._renewed_at == self.part.size:
            return False
        self._renewed_at, self._refused = self.part.size, self._got
        return True

    def _give_up(self, error: GaiaError) -> None:
        size = self.part.size
        if size and self.total is not None:
            raise TransferIncomplete(host=self.host, received=size, expected=self.total) from error
        raise error

    def _attempt(self) -> Note:
        kept, headers = self._kept(), {}
        offset = self.part.size if kept else 0
        if kept and offset:
            if kept.total is not None and offset == kept.total:
                self._resumed = True
                return kept
            headers["Range"] = f"bytes={offset}-"
            if kept.validator:
                headers["If-Range"] = kept.validator
        self._got = None
        self._got = got = self.access.fetchable(self.link, self.cancel, self._refused)
        with self.session.stream(
            got.url, headers={**got.headers, **headers}, cancel=self.cancel, accept_statuses=(200, 206, 416)
        ) as stream:
            if stream.status == 416:
                return self._past_the_end(stream, kept, offset)
            if stream.status == 206:
                return self._rest(stream, kept, offset)
            return self._whole(stream)

    def _kept(self) -> Note | None:
        """The note of a part that may be gone on with: one whose server gave a validator, or whose provider
        announced a checksum that would tell."""
        note = self.part.note() if self.part.size else None
        if note and (note.validator or hasher(self.link.checksum)):
            return note
        return None

    def _past_the_end(self, stream: Stream, kept: Note | None, offset: int) -> Note:
        """416: with a validator that still holds, the part is whole; else the file became shorter."""
        total = re.match(r"^\s*bytes\s+\*/(\d+)", stream.headers.get("Content-Range", ""), re.I)
        if kept and offset and total and int(total[1]) == offset:
            return Note(kept.source, kept.etag, kept.modified, offset)
        raise _Restart

    def _rest(self, stream: Stream, kept: Note | None, offset: int) -> Note:
        """206: go on, if it is the range that was asked for, of the same file."""
        answered = _RANGE.match(stream.headers.get("Content-Range", ""))
        if not (kept and offset and answered and int(answered[1]) == offset):
            raise _Restart
        total = None if answered[3] == "*" else int(answered[3])
        note = Note.from_headers(self.part.source, stream.headers, total)
        if not kept.same_file(note):
            raise _Restart
        note = Note(kept.source, kept.etag or note.etag, kept.modified or note.modified, total or kept.total)
        self._resumed = True
        self.total, self.received = note.total, offset
        self._check_announced(note.total)
        with self._open("ab") as out:
            self._write(out, stream.chunks(CHUNK), sniff=None)
        return note

    def _whole(self, stream: Stream) -> Note:
        """200: the file from its first byte."""
        coding = stream.headers.get("Content-Encoding", "").strip().lower()
        keep_coded = coding in ("gzip", "x-gzip") and self.target.suffix.lower() in (".gz", ".tgz")
        coded = bool(coding) and coding != "identity" and not keep_coded
        self._resumed = False
        self.received, self.total = 0, None if coded else stream.length
        self._named = disposition_name(stream.headers.get("Content-Disposition", ""))
        self._check_announced(self.total)
        self._check_room()
        note = Note.from_headers(self.part.source, stream.headers, self.total)
        chunks = stream.chunks(CHUNK)
        if coded:
            decode = decoder(coding, stream.url, _UNBOUNDED)
            chunks = (decode(chunk) for chunk in chunks)
            note = Note(self.part.source)  # offsets of the decoded file mean nothing to the server
        self.part.drop()
        self.part.write_note(note)
        with self._open("wb") as out:
            self._write(out, chunks, sniff=stream.headers.get("Content-Type", ""))
        return note

    # -- writing -------------------------------------------------------------------------------

    def _open(self, mode: str) -> BinaryIO:
        try:
            return self.part.path.open(mode)  # type: ignore[return-value]
        except OSError as error:
            raise cannot_write(self.target, error) from error

    def _write(self, out: BinaryIO, chunks: Iterator[bytes], sniff: str | None) -> None:
        """Append chunks; ``sniff`` is the content type where the first bytes are still to be judged."""
        try:
            for chunk in chunks:
                self.cancel.check()
                if sniff is not None and self.received == 0 and chunk:
                    reason = impostor(chunk, sniff, self.link, self.target.name)
                    if reason:
                        out.close()
                        self.part.drop()
                        raise BadAnswer(host=self.host, detail=reason)
                    sniff = None
                out.write(chunk)
                self.received += len(chunk)
                self._tell()
            out.flush()
            os.fsync(out.fileno())
        except OSError as error:
            raise cannot_write(self.target, error) from error

    def _tell(self, force: bool = False) -> None:
        now = time.monotonic()
        if self._on_progress and (force or now - self._told >= _EVERY):
            self._told = now
            self._on_progress(self.received, self.total if self.total is not None else self.link.size)

    # -- checks --------------------------------------------------------------------------------

    @property
    def _exact_size(self) -> int | None:
        return self.link.size if self.link.group is None and self.link.size else None

    def _check_announced(self, total: int | None) -> None:
        """Before gigabytes are transferred for nothing."""
        if total is not None and self._exact_size is not None and total != self._exact_size:
            self.part.drop()
            raise SizeMismatch(
                host=self.host, name=self.target.name, received=total, expected=self._exact_size
            )

    def _check_room(self) -> None:
        if self.total is None:
            return
        try:
            free = shutil.disk_usage(self.target.parent).free
        except OSError:
            return
        if self.total > free:
            raise cannot_write(self.target, OSError(28, "No space left on device"))

    def _matches(self, path: Path) -> bool:
        checksum, running = self.link.checksum, hasher(self.link.checksum)
        if checksum is None or running is None:
            return False
        try:
            with path.open("rb") as reading:
                for block in iter(lambda: reading.read(1 << 20), b""):
                    self.cancel.check()
                    running.update(block)
        except OSError as error:
            raise cannot_write(path, error) from error
        return digest_of(running, checksum) == checksum.digest.lower()

    def _finish(self, note: Note) -> Fetched:
        size = self.part.size
        expected = note.total if note.total is not None else self._exact_size
        for wanted in (expected, self._exact_size):
            if wanted is not None and size != wanted:
                self.part.drop()
                raise SizeMismatch(host=self.host, name=self.target.name, received=size, expected=wanted)
        verified = hasher(self.link.checksum) is not None
        if verified and self.link.checksum and not self._matches(self.part.path):
            self.part.drop()
            raise ChecksumMismatch(
                host=self.host, name=self.target.name, algorithm=self.link.checksum.algorithm
            )
        final = self.target
        if self._named and not final.suffix:
            final = final.with_name(safe_name(self._named))
        final = free_path(final)
        self.part.finish(final)
        self.received = self.total = size
        self._tell(force=True)
        return Fetched(final, size, verified, note.etag)
