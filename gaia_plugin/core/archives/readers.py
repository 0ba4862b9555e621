"""Archives read member by member, by the standard library, which is given no more than it can stand."""

from __future__ import annotations

import bz2
import contextlib
import gzip
import lzma
import os
import stat
import struct
import tarfile
import time
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from ..errors import ArchiveDamaged, ArchiveRefused, MemberRefused
from ..net import Cancel
from .caps import Meter
from .heard import LARGEST, Forward, Heard, TooMuch
from .kinds import kind
from .paths import Tree, Wrong, is_litter, parts_of

if TYPE_CHECKING:
    from .ranged import Ranged

BROKEN = (
    zipfile.BadZipFile, tarfile.TarError, lzma.LZMAError, zlib.error, struct.error, EOFError, OSError,
    ValueError, RuntimeError, LookupError, OverflowError, MemoryError,
)  # fmt: skip
"""What the standard library raises for a broken archive; to be caught around reading only."""
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
CHUNK = 1 << 18
_SLOW_CHUNK = 1 << 12  # bzip2 and LZMA give back some 10,000 times as much as they are given, all at once
_REPARSE_POINT = 0x400
_UTF8 = 0x800
_UNICODE_PATH = 0x7075
_ENCRYPTED = 0x1 | 0x40 | 0x2000  # APPNOTE.TXT 4.4.4


@dataclass(frozen=True)
class Entry:
    """A member that may be written. ``parts`` are its folders and name; ``size`` in bytes; ``crc`` is the
    CRC-32 that the archive gives, None in a tar; ``modified`` in seconds since 1970, None where it is unknown
    or impossible; ``key`` is for the reader."""

    name: str
    parts: tuple[str, ...]
    is_folder: bool
    size: int
    crc: int | None
    modified: float | None
    key: Any


def open_reader(path: Path, meter: Meter, cancel: Cancel, label: str = "") -> Reader:
    """The reader for an archive. Raises ArchiveDamaged for what is none."""
    found = kind(path)
    if not found:
        raise ArchiveDamaged(name=meter.name, detail="it is neither a zip nor a tar")
    try:
        file = Heard(path.open("rb"), cancel)
    except OSError as error:
        raise ArchiveRefused(name=meter.name, detail="it cannot be opened") from error
    return (
        ZipReader(file, meter, cancel, label)
        if found == "zip"
        else TarReader(file, meter, cancel, label, found)
    )


def entry_of_zip(info: zipfile.ZipInfo) -> Entry | None:
    """A zip's member; None for one that is not to be written. Raises Wrong."""
    name = name_in_zip(info)
    if is_litter(name):
        return None
    parts = parts_of(name)
    mode = info.external_attr >> 16
    if stat.S_ISLNK(mode) or info.external_attr & _REPARSE_POINT:
        raise Wrong(detail="a link")
    is_folder = name.endswith("/") or not parts or (stat.S_ISDIR(mode) and not info.file_size)
    # Old packers of the Java world give folders impossible types: what ends in a slash is nothing else.
    if not is_folder and stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise Wrong(detail="a device")
    if info.flag_bits & _ENCRYPTED:
        raise Wrong(detail="it is encrypted")
    if not is_folder and info.compress_type not in _METHODS:
        raise Wrong(detail="an unknown compression")
    return Entry(
        name, parts, is_folder, 0 if is_folder else info.file_size, info.CRC, _zip_time(info.date_time), info
    )


def name_in_zip(info: zipfile.ZipInfo) -> str:
    """The name as its maker meant it. Where the zip does not say UTF-8 (APPNOTE.TXT 4.4.4, bit 11), it may be
    in an extra field (4.6.9), and Info-ZIP writes UTF-8 nevertheless; else it is in the code page of DOS."""
    name = info.orig_filename
    if info.flag_bits & _UTF8 or name.isascii():
        return name
    try:
        raw, extra = name.encode("cp437"), info.extra
        while len(extra) >= 4:
            kind, size = struct.unpack_from("<HH", extra)
            field, extra = extra[4 : 4 + size], extra[4 + size :]
            if kind == _UNICODE_PATH and struct.unpack_from("<BL", field) == (1, zlib.crc32(raw)):
                return field[5:].decode("utf-8")
        return raw.decode("utf-8")
    except (UnicodeError, struct.error):
        return name


def check_overlaps(infos: list[zipfile.ZipInfo], until: int) -> None:
    """Raise Overlap where two members share bytes, as in the densest bombs. Their list is at ``until``."""
    ordered = sorted(infos, key=lambda info: info.header_offset)
    ends = [info.header_offset for info in ordered[1:]] + [until]
    for info, end in zip(ordered, ends):
        if info.header_offset + 30 + info.compress_size > end:
            raise Overlap(name_in_zip(info))


class Overlap(Wrong):
    """Two members share bytes; ``name`` is the first's."""

    def __init__(self, name: str) -> None:
        super().__init__(detail="it shares its bytes with another file")
        self.name = name


class Reader:
    """An archive that is open. ``label`` goes before the members' names where it lies in another."""

    def __init__(self, file: Heard | Ranged, meter: Meter, cancel: Cancel, label: str = "") -> None:
        self._meter = meter
        self.cancel = cancel
        self._label = label
        self._file = file

    @property
    def read_so_far(self) -> int:
        """Bytes of the archive."""
        return self._file.count

    def announced(self) -> int | None:
        """How many bytes its files will take; None where a whole pass would be needed to know."""
        raise NotImplementedError

    def entries(self) -> Iterator[tuple[Entry, BinaryIO | None]]:
        """Every member that is to be written, in the archive's order, and for a file its bytes, to be read
        before the next is asked for. Raises MemberRefused, ArchiveRefused, ArchiveDamaged."""
        raise NotImplementedError

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def pieces(self, entry: Entry, stream: BinaryIO) -> Iterator[bytes]:
        """The bytes of a member, in pieces of ``CHUNK`` at most; its checksum holds when the last has come.
        Raises ArchiveDamaged, Cancelled."""
        slow = getattr(entry.key, "compress_type", 0) in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
        while True:
            self.cancel.check()
            try:
                piece = stream.read(_SLOW_CHUNK if slow else CHUNK)
            except BROKEN as error:
                raise self.member_damaged(entry.name, "CRC" in str(error)) from error
            if not piece:
                return
            yield piece

    def damaged(self, error: BaseException) -> ArchiveRefused:
        if isinstance(error, TooMuch):
            return ArchiveRefused(name=self._meter.name, detail="its list of files is too large")
        said = str(error)  # a zip ends with its list of files: one without it was cut
        early = isinstance(error, EOFError) or any(
            word in said for word in ("truncated", "unexpected end", "not a zip file", "end of data")
        )
        if early:
            return ArchiveDamaged(name=self._meter.name, detail="it ends too early")
        return ArchiveDamaged(name=self._meter.name, detail="it cannot be read")

    def refused(self, name: str, wrong: Wrong) -> MemberRefused:
        return MemberRefused(name=self._meter.name, member=shown(self._label + name), detail=wrong.detail)

    def member_damaged(self, name: str, is_altered: bool = False) -> ArchiveDamaged:
        detail = "{member} does not match its checksum" if is_altered else "{member} cannot be read"
        return ArchiveDamaged(name=self._meter.name, detail=detail.format(member=shown(self._label + name)))


def shown(name: str) -> str:
    """A member's name as it can be shown: without control characters, and not for ever."""
    text = "".join(letter if letter.isprintable() else "�" for letter in name)
    return text if len(text) <= 120 else text[:60] + "…" + text[-59:]


class ZipReader(Reader):
    def __init__(self, file: Heard | Ranged, meter: Meter, cancel: Cancel, label: str = "") -> None:
        super().__init__(file, meter, cancel, label)
        try:
            self.zip = zipfile.ZipFile(cast(BinaryIO, self._file))
        except BROKEN as error:
            self._file.close()
            raise self.damaged(error) from error
        except BaseException:
            self._file.close()
            raise

    def announced(self) -> int | None:
        return sum(info.file_size for info in self.zip.infolist())

    def infos(self) -> list[zipfile.ZipInfo]:
        """What the zip lists, which is neither too much nor impossible. Raises ArchiveRefused."""
        infos = self.zip.infolist()
        self._meter.members(len(infos))
        try:
            check_overlaps(infos, self.zip.start_dir)
        except Overlap as wrong:
            raise self.refused(wrong.name, wrong) from None
        return infos

    def _checked(self) -> list[Entry]:
        """Every member that is to be written; all are looked at before the first is."""
        tree, found = Tree(), []
        for info in self.infos():
            try:
                entry = entry_of_zip(info)
                if entry is not None and entry.parts:
                    tree.add(entry.parts, entry.is_folder)
                    found.append(entry)
            except Wrong as wrong:
                raise self.refused(name_in_zip(info), wrong) from None
        return found

    def entries(self) -> Iterator[tuple[Entry, BinaryIO | None]]:
        for entry in self._checked():
            if entry.is_folder:
                yield entry, None
                continue
            with self.opened(entry) as stream:
                yield entry, stream

    def opened(self, entry: Entry) -> BinaryIO:
        """The bytes of a file, for ``pieces``. Raises ArchiveDamaged."""
        try:
            return cast(BinaryIO, self.zip.open(entry.key))
        except BROKEN as error:
            raise self.member_damaged(entry.name) from error

    def close(self) -> None:
        self.zip.close()
        self._file.close()


class TarReader(Reader):
    def __init__(self, file: Heard, meter: Meter, cancel: Cancel, label: str, found: str) -> None:
        super().__init__(file, meter, cancel, label)
        self._kind = found

    def announced(self) -> int | None:
        if self._kind != "tar":
            return None
        total, forward = 0, self._forward()
        for count, info in enumerate(self._members(self._opened(forward), forward)):
            total += max(0, info.size)
            if count > self._meter.caps.members:
                break  # to be refused when they are read
        return total

    def entries(self) -> Iterator[tuple[Entry, BinaryIO | None]]:
        forward = self._forward()
        tar, tree = self._opened(forward), Tree()
        for count, info in enumerate(self._members(tar, forward), 1):
            self._meter.members(count)
            name = _text(info.name)
            try:
                entry = _entry_of_tar(name, info)
                if entry is None or not entry.parts:
                    continue
                tree.add(entry.parts, entry.is_folder)
            except Wrong as wrong:
                raise self.refused(name, wrong) from None
            if entry.is_folder:
                yield entry, None
                continue
            stream = tar.extractfile(info)
            if stream is None:
                raise self.member_damaged(name)
            with contextlib.closing(stream):
                yield entry, cast(BinaryIO, stream)

    def _members(self, tar: tarfile.TarFile, forward: Forward) -> Iterator[tarfile.TarInfo]:
        while True:
            try:
                info = tar.next()
            except BROKEN as error:
                raise self.damaged(error) from error
            if info is None:
                break
            forward.budget = None
            tar.members = []  # type: ignore[attr-defined]  # it would keep them all
            yield info
            forward.budget = LARGEST
        # Tarfile takes a broken header for the end: only a block of zeros is.
        if len(forward.last) != tarfile.BLOCKSIZE or forward.last.strip(b"\0"):
            raise ArchiveDamaged(name=self._meter.name, detail="it ends too early")
        forward.budget = None
        try:
            forward.drain()  # the checksum of the compressed stream stands at its end
        except BROKEN as error:
            raise self.damaged(error) from error

    def _forward(self) -> Forward:
        self._file.seek(0)
        self._file.count = 0
        return Forward(self._unpressed(), self.cancel, can_seek=self._kind == "tar")

    def _opened(self, forward: Forward) -> tarfile.TarFile:
        forward.budget = LARGEST  # the table of a sparse file is as long as the archive wants
        try:
            return tarfile.open(fileobj=cast(BinaryIO, forward), mode="r:", encoding="utf-8")
        except BROKEN as error:
            raise self.damaged(error) from error

    def _unpressed(self) -> BinaryIO:
        file = cast(BinaryIO, self._file)
        if self._kind == "gz":
            return cast(BinaryIO, gzip.GzipFile(fileobj=file))
        if self._kind == "bz2":
            return cast(BinaryIO, bz2.BZ2File(file))
        if self._kind == "xz":
            return cast(BinaryIO, lzma.LZMAFile(file))
        return file


def _entry_of_tar(name: str, info: tarfile.TarInfo) -> Entry | None:
    if is_litter(name):
        return None
    if info.issym() or info.islnk():
        raise Wrong(detail="a link")
    if info.isdev():
        raise Wrong(detail="a device")
    if not (info.isdir() or info.type in tarfile.REGULAR_TYPES):
        raise Wrong(detail="it is neither a file nor a folder")
    if info.size < 0:
        raise Wrong(detail="an impossible size")
    parts = parts_of(name)
    is_folder = info.isdir()
    if not parts and not is_folder:
        raise Wrong(detail="it has no name")
    return Entry(name, parts, is_folder, 0 if is_folder else info.size, None, _sane(info.mtime), info)


def _text(name: str) -> str:
    """A tar's name; one that is not UTF-8 is taken for Latin-1, as tars without pax headers do not say."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return name.encode("utf-8", "surrogateescape").decode("latin-1")
    return name


def _zip_time(moment: tuple[int, int, int, int, int, int]) -> float | None:
    try:
        return _sane(time.mktime((*moment, 0, 0, -1)))
    except (ValueError, OverflowError):
        return None


def _sane(moment: float) -> float | None:
    """A time of change between 1970 and tomorrow."""
    try:
        return float(moment) if 0 < moment < time.time() + 86400 else None
    except (TypeError, ValueError, OverflowError):
        return None


def set_time(path: Path, modified: float | None) -> None:
    """Give a file its time of change (seconds since 1970), where the disk knows such a time."""
    if modified is not None:
        try:
            os.utime(path, (modified, modified))
        except OSError:
            pass
