"""One job's file, from its link into a bucket, in parts: whoever goes on with it asks for those that miss.

Nothing of it touches a disk. Two that bring the same file write the same parts, which does no harm: no lock
is needed. What is in the bucket is read back where a checksum was announced.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from ..access import Access, Fetchable
from ..errors import BadAnswer, ChecksumMismatch, GaiaError, SizeMismatch, TransferIncomplete, host_of
from ..model import Checksum
from ..net import Cancel, Session, Stream
from ..net.credentials import public_url
from .bucket import Bucket
from .checks import digest_of, hasher, impostor
from .coding import dumped
from .deliver import Delivered
from .fetch import Fetched
from .heads import Head
from .jobs import Job
from .limits import Limits
from .note import identity
from .provenance import SUFFIX, provenance_item

PIECE = 8 << 20
"""Bytes of a part: S3 takes no less than 5 MB, and no more than 10,000 parts."""
_MOST_PARTS = 10_000
_LOOK = 0.2
_BEGINNINGS = 3


class _Changed(Exception):
    """The server's file is another one, or the upload is over: begin again."""


@dataclass(frozen=True)
class _Upload:
    """As it is kept in the bucket, in ``key.part.json``."""

    upload: str
    source: str
    validator: str
    total: int
    piece: int

    @property
    def count(self) -> int:
        return -(-self.total // self.piece)

    def span(self, number: int) -> tuple[int, int]:
        """The first byte of a part, and one past its last."""
        return (number - 1) * self.piece, min(self.total, number * self.piece)


def deliver_to_bucket(
    session: Session,
    job: Job,
    bucket: Bucket,
    place: str,
    *,
    limits: Limits,
    access: Access,
    on_progress: Callable[[int, int | None], None],
    cancel: Cancel,
) -> Delivered:
    """As ``deliver``, into ``bucket`` below its prefix; ``place`` is the file's name there. Archives are kept
    as they are. Raises what ``fetch`` does, and what the bucket does."""
    return _Copy(session, job, bucket, place, limits, access, on_progress, cancel).run()


class _Copy:
    def __init__(
        self,
        session: Session,
        job: Job,
        bucket: Bucket,
        place: str,
        limits: Limits,
        access: Access,
        on_progress: Callable[[int, int | None], None],
        cancel: Cancel,
    ) -> None:
        self.session, self.job, self.bucket = session, job, bucket
        self.limits, self.access, self.cancel = limits, access, cancel
        self.tell = on_progress
        self.key = bucket.key_of(place)
        self.name = PurePosixPath(place).name
        self.host = host_of(job.link.href)
        self.etag = ""
        self._refused: Fetchable | None = None

    def run(self) -> Delivered:
        there = self._there()
        if there is not None:
            return self._delivered(there, verified=False, already_there=True)
        for _ in range(_BEGINNINGS):
            self.cancel.check()
            try:
                size = self._brought()
            except _Changed:
                continue
            computed = self._verified(size)
            fetched = Fetched(self.job.target, size, computed is not None, self.etag)
            item = provenance_item(self.job.target, self.job, fetched, computed=computed)
            self.bucket.write(self.key + SUFFIX, dumped(item).encode("utf-8"))
            return self._delivered(size, computed is not None)
        raise TransferIncomplete(host=self.host, received=0, expected=self.job.link.size or "?")

    def _delivered(self, size: int, verified: bool, already_there: bool = False) -> Delivered:
        path = self.job.target
        fetched = Fetched(path, size, verified, self.etag, already_there)
        return Delivered(fetched, (path,), None, path.with_name(path.name + SUFFIX))

    def _there(self) -> int | None:
        """The size of the very file, where an earlier job brought it: its sidecar says so."""
        said = self._json(self.key + SUFFIX).get("properties")
        told = said.get("gaia:provenance") if isinstance(said, dict) else None
        if not isinstance(told, dict) or told.get("url") != public_url(self.job.link.href):
            return None
        size = self.bucket.size(self.key)
        return size if size is not None and size == told.get("size") else None

    def _json(self, key: str) -> dict[str, Any]:
        try:
            value = json.loads(self.bucket.read(key) or b"{}")
        except (ValueError, RecursionError):
            return {}
        return value if isinstance(value, dict) else {}

    # -- the parts -----------------------------------------------------------------------------

    def _brought(self) -> int:
        """Bring what misses; the size. Raises _Changed."""
        kept = self._kept()
        if kept is not None:
            return self._rest(*kept)
        with self._asked(0, PIECE, "") as (stream, head):
            reader = _Reader(stream)
            first = reader.read(PIECE)
            reason = impostor(first[:512], head.content_type, self.job.link, self.name)
            if reason or head.coding:
                raise BadAnswer(host=self.host, detail=reason or "an unknown content coding")
            self.etag = head.note.etag
            if len(first) < PIECE or len(first) == head.total:
                self._check_size(len(first), head.total)
                self.bucket.write(self.key, first)
                self.tell(len(first), len(first))
                return len(first)
            if head.status == 200:
                return self._whole(reader, first, head.total)
        return self._in_parts(first, head)

    def _in_parts(self, first: bytes, head: Head) -> int:
        """The server gives ranges: the upload is noted, so that another worker can go on with it."""
        total = head.total
        if total is None:
            raise _Changed
        self._check_size(total, total)
        piece = max(PIECE, -(-total // _MOST_PARTS))
        upload = _Upload(
            self.bucket.begin(self.key), identity(self.job.link.href), head.note.validator, total, piece
        )
        self.bucket.write(self.key + ".part.json", json.dumps(upload.__dict__).encode())
        have = {}
        if piece == PIECE:
            have[1] = (self.bucket.write_part(self.key, upload.upload, 1, first), len(first))
        return self._rest(upload, have)

    def _kept(self) -> tuple[_Upload, dict[int, tuple[str, int]]] | None:
        """An upload that another began, of the same file; it is asked for with the validator that it had."""
        said = self._json(self.key + ".part.json")
        try:
            found = _Upload(
                str(said["upload"]), str(said["source"]), str(said["validator"]), int(said["total"]),
                int(said["piece"]),
            )  # fmt: skip
        except (KeyError, TypeError, ValueError):
            return None
        may_go_on = found.validator or hasher(self.job.link.checksum)
        if found.source != identity(self.job.link.href) or found.piece < PIECE or not may_go_on:
            self._dropped(found)
            return None
        parts = self.bucket.parts(self.key, found.upload)
        return None if parts is None else (found, parts)

    def _rest(self, upload: _Upload, have: dict[int, tuple[str, int]]) -> int:
        """All parts that are not there, over several connections; then the object."""
        spans = {number: upload.span(number) for number in range(1, upload.count + 1)}
        sizes = {number: stop - start for number, (start, stop) in spans.items()}
        etags = {number: etag for number, (etag, size) in have.items() if sizes.get(number) == size}
        missing = [number for number in sizes if number not in etags]
        received = sum(sizes[number] for number in etags)
        self.tell(received, upload.total)
        over = Cancel()
        forget = self.cancel.on_cancel(over.cancel)
        pool = ThreadPoolExecutor(max(1, min(self.limits.per_file, len(missing) or 1)), "gaia-bucket")
        try:
            running = {pool.submit(self._part, upload, number, over): number for number in missing}
            while running:
                done, _ = wait(running, _LOOK, FIRST_COMPLETED)
                self.cancel.check()
                for future in done:
                    number = running.pop(future)
                    etags[number] = future.result()
                    received += sizes[number]
                    self.tell(received, upload.total)
        except _Changed:
            self._dropped(upload)
            raise
        finally:
            forget()
            over.cancel()
            pool.shutdown(wait=True, cancel_futures=True)
        self.bucket.complete(self.key, upload.upload, etags)
        self.bucket.delete(self.key + ".part.json")
        if self.bucket.size(self.key) != upload.total:
            raise SizeMismatch(
                host=self.bucket.host,
                name=self.name,
                received=self.bucket.size(self.key) or 0,
                expected=upload.total,
            )
        return upload.total

    def _part(self, upload: _Upload, number: int, over: Cancel) -> str:
        """One part, from the server into the bucket; its ETag."""
        start, stop = upload.span(number)
        failures = 0
        while True:
            over.check()
            try:
                with self._asked(start, stop - start, upload.validator, over) as (stream, head):
                    if head.status != 206 or head.start != start or head.total != upload.total:
                        raise _Changed
                    content = _Reader(stream).read(stop - start)
                if len(content) == stop - start:
                    return self.bucket.write_part(self.key, upload.upload, number, content)
                error: GaiaError = TransferIncomplete(host=self.host, received=start, expected=upload.total)
            except GaiaError as found:
                if not found.retryable:
                    raise
                error = found
            failures += 1
            if failures >= _BEGINNINGS:
                raise error
            over.wait(0.5 * 2**failures)

    def _whole(self, reader: _Reader, first: bytes, total: int | None) -> int:
        """The server gives no ranges: one stream, cut into parts."""
        upload, etags, size, number = self.bucket.begin(self.key), dict[int, str](), 0, 0
        content = first
        try:
            while content:
                self.cancel.check()
                number += 1
                etags[number] = self.bucket.write_part(self.key, upload, number, content)
                size += len(content)
                self.tell(size, total)
                content = reader.read(PIECE)
            self._check_size(size, total)
        except BaseException:
            self.bucket.abort(self.key, upload)
            raise
        self.bucket.complete(self.key, upload, etags)
        return size

    def _dropped(self, upload: _Upload) -> None:
        self.bucket.abort(self.key, upload.upload)
        self.bucket.delete(self.key + ".part.json")

    # -- the server ----------------------------------------------------------------------------

    @contextmanager
    def _asked(
        self, start: int, size: int, validator: str, over: Cancel | None = None
    ) -> Iterator[tuple[Stream, Head]]:
        """A range of the server's file, over one of its host's connections."""
        cancel = over or self.cancel
        headers = {"Range": f"bytes={start}-{start + size - 1}", "Accept-Encoding": "identity"}
        if validator:
            headers["If-Range"] = validator
        with self.limits.connection(self.host, cancel):
            got = self.access.fetchable(self.job.link, cancel, self._refused)
            with ExitStack() as stack:
                try:
                    stream = stack.enter_context(
                        self.session.stream(
                            got.url,
                            headers={**got.headers, **headers},
                            cancel=cancel,
                            accept_statuses=(200, 206, 416),
                        )
                    )
                except GaiaError as error:
                    raise self._told(error, got, start) from error
                head = Head.of(stream, identity(self.job.link.href), self.job.target)
                if head.status == 416 and (start or head.total):
                    raise _Changed
                self.limits.spend(size, cancel)
                yield stream, head

    def _told(self, error: GaiaError, got: Fetchable, start: int) -> GaiaError:
        if got.may_be_over(error) and self._refused is not got:
            self._refused = got  # its time may be over: the next attempt asks for another
            return TransferIncomplete(host=self.host, received=start, expected="?")
        return self.access.explained(error, self.job.link)

    # -- checks --------------------------------------------------------------------------------

    def _check_size(self, size: int, announced: int | None) -> None:
        link = self.job.link
        exact = link.size if link.group is None else None
        if announced is not None and size < announced:
            raise TransferIncomplete(host=self.host, received=size, expected=announced)
        if exact is not None and size != exact:
            raise SizeMismatch(host=self.host, name=self.name, received=size, expected=exact)

    def _verified(self, size: int) -> Checksum | None:
        """The announced checksum, where what is in the bucket has it; None where none was. An object that has
        another is deleted."""
        announced, running = self.job.link.checksum, hasher(self.job.link.checksum)
        if announced is None or running is None:
            return None
        for chunk in self.bucket.stream(self.key):
            self.cancel.check()
            running.update(chunk)
        if digest_of(running, announced) == announced.digest.lower():
            return announced
        self.bucket.delete(self.key)
        raise ChecksumMismatch(host=self.host, name=self.name, algorithm=announced.algorithm)


class _Reader:
    """A stream by exact numbers of bytes."""

    def __init__(self, stream: Stream) -> None:
        self._chunks = stream.chunks()
        self._kept = bytearray()

    def read(self, size: int) -> bytes:
        """So many bytes, fewer at the stream's end."""
        while len(self._kept) < size:
            chunk = next(self._chunks, b"")
            if not chunk:
                break
            self._kept += chunk
        found = bytes(self._kept[:size])
        del self._kept[:size]
        return found
