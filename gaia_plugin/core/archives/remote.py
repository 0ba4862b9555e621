"""One file of a zip that stays where it is."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from ..access import Access
from ..errors import ArchiveDamaged, FileChanged, MemberRefused, NotFound, TransferError, host_of
from ..model import Link
from ..net import Cancel, Session
from ..transfer.disk import cannot_write
from ..transfer.limits import Limits
from ..transfer.local import local_path
from ..transfer.names import free_path
from . import Progress
from .caps import Caps, Meter
from .compare import crc_of
from .heard import Heard
from .paths import Wrong, is_litter
from .ranged import Ranged
from .readers import Entry, ZipReader, entry_of_zip, name_in_zip, set_time, shown

_EVERY = 0.1  # seconds between two calls of on_progress


@dataclass(frozen=True)
class Member:
    """A file of a zip. ``size`` and ``compressed_size`` in bytes, ``crc`` its CRC-32, ``modified`` in seconds
    since 1970, ``parts`` its folders and name, () where they may not be written; ``refused`` says why it
    cannot be had (as ``MemberRefused.detail``), "" where it can."""

    name: str
    size: int
    compressed_size: int
    crc: int
    modified: float | None = None
    parts: tuple[str, ...] = ()
    refused: str = ""
    entry: Entry | None = field(default=None, repr=False, compare=False)


class RemoteZip:
    """A zip behind a link, of which only the list of files and what is asked for is transferred: one to four
    requests for the list, which the session remembers for a while, and one for a file. ``close`` it. Not for
    several threads at once.

    Every method raises the typed errors of ``Session`` and ``Access``; RangesRefused (the server gives whole
    files only), FileChanged (open it again), ArchiveRefused and ArchiveDamaged for what is no zip, Cancelled.
    """

    def __init__(
        self,
        session: Session,
        link: Link,
        access: Access | None = None,
        cancel: Cancel | None = None,
        caps: Caps | None = None,
        limits: Limits | None = None,
    ) -> None:
        cancel = cancel or Cancel()
        self._caps = caps or Caps()
        source = local_path(link.href)
        if source:
            try:
                self._file: Ranged | Heard = Heard(source.open("rb"), cancel)
            except OSError as error:
                raise NotFound(host=source.name, status=404) from error
        else:
            self._file = Ranged(session, link, access or Access.of(session), cancel, limits)
        self.name = shown(source.name if source else getattr(self._file, "name", ""))
        """The zip's own name."""
        self.host = host_of(link.href)
        try:
            meter = Meter(self.name, self._file.size, Path(), self._caps)
            self._reader = ZipReader(self._file, meter, cancel)
            starts = sorted({info.header_offset for info in self._reader.infos()})
        except BaseException as error:
            if isinstance(error, TransferError):
                self.forget()
            self._file.close()
            raise
        if isinstance(self._file, Ranged):
            self._file.remember()
        self._ends = dict(zip(starts, [*starts[1:], self._reader.zip.start_dir]))

    @property
    def from_memory(self) -> bool:
        """Whether its list was read earlier by the same session: the file may have changed since, which the
        next request tells (FileChanged)."""
        return isinstance(self._file, Ranged) and self._file.from_memory

    def forget(self) -> None:
        """Whoever opens it next reads its list anew."""
        if isinstance(self._file, Ranged):
            self._file.forget()

    def __enter__(self) -> RemoteZip:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the connection back."""
        self._reader.close()

    def members(self) -> list[Member]:
        """Its files, in its order, without what macOS adds. Asks nobody."""
        found = []
        for info in self._reader.zip.infolist():
            name = name_in_zip(info)
            if is_litter(name) or name.endswith("/"):
                continue
            entry, refused = None, ""
            try:
                entry = entry_of_zip(info)
            except Wrong as wrong:
                refused = wrong.detail
            if entry is not None and entry.is_folder:
                continue
            parts = entry.parts if entry else ()
            modified = entry.modified if entry else None
            found.append(
                Member(
                    name,
                    info.file_size,
                    info.compress_size,
                    info.CRC,
                    modified,
                    parts,
                    refused,
                    entry,
                )
            )
        return found

    def fetch(
        self,
        member: Member,
        target: Path,
        on_progress: Progress | None = None,
        cancel: Cancel | None = None,
    ) -> Path:
        """Bring one file to ``target`` and say where it is: there, or under another name where a different
        file has that one. ``on_progress(done, total)`` is in bytes of the file, in the calling thread.

        Raises MemberRefused (``member.refused``, or a bomb), ArchiveDamaged where the checksum differs and
        CannotWrite: then nothing is left behind.
        """
        cancel = cancel or Cancel()
        if member.entry is None:
            raise MemberRefused(name=self.name, member=shown(member.name), detail=member.refused)
        if _is_there(target, member, cancel):
            return target
        self._file.cancel = self._reader.cancel = cancel
        if isinstance(self._file, Ranged):
            self._file.until = self._ends[member.entry.key.header_offset]
        part = target.with_name(target.name + ".part")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            meter = Meter(self.name, max(1, member.compressed_size), target.parent, self._caps)
            meter.announced(member.size)
            with self._reader.opened(member.entry) as stream, part.open("wb") as out:
                self._write(member, stream, out, meter, on_progress)
            set_time(part, member.modified)
            final = free_path(target)
            os.replace(part, final)
        except OSError as error:
            _drop(part)
            raise cannot_write(target, error) from error
        except BaseException as error:
            _drop(part)
            if isinstance(error, (FileChanged, ArchiveDamaged)):
                self.forget()
            raise
        finally:
            if isinstance(self._file, Ranged):
                self._file.release()
        return final

    def _write(
        self, member: Member, stream: BinaryIO, out: BinaryIO, meter: Meter, on_progress: Progress | None
    ) -> None:
        done, told = 0, 0.0
        entry = member.entry
        if entry is None:
            return
        for piece in self._reader.pieces(entry, stream):
            done += len(piece)
            meter.wrote(len(piece))
            out.write(piece)
            now = time.monotonic()
            if on_progress and (now - told >= _EVERY or done == member.size):
                told = now
                on_progress(done, member.size)
        if done != member.size:
            raise self._reader.member_damaged(member.name)
        out.flush()
        os.fsync(out.fileno())


def _is_there(path: Path, member: Member, cancel: Cancel) -> bool:
    try:
        same_size = path.is_file() and path.stat().st_size == member.size
        return same_size and crc_of(path, cancel) == member.crc
    except OSError:
        return False


def _drop(path: Path) -> None:
    try:
        path.unlink()
    except OSError:
        pass
