"""Whether a folder holds what an archive does, bit by bit."""

from __future__ import annotations

import stat
import zlib
from pathlib import Path
from typing import BinaryIO

from ..net import Cancel
from .readers import Entry, Reader

_STEP = 1 << 18


def same_members(reader: Reader, folder: Path, cancel: Cancel) -> tuple[Path, ...] | None:
    """The files of ``folder`` that are the archive's members, with or without its top folder; None at the
    first that differs. Files beside them (statistics, a sidecar) do not count. Raises as ``Reader.entries``,
    and OSError."""
    found: list[Path] = []
    depth: int | None = None
    for entry, stream in reader.entries():
        if stream is None:
            continue
        if depth is None:
            depth = 0 if _size(folder.joinpath(*entry.parts)) is not None else 1
        path = folder.joinpath(*entry.parts[depth:])
        if not entry.parts[depth:] or _size(path) != entry.size:
            return None
        if entry.crc is None and not _same_bytes(reader, entry, stream, path):
            return None
        if entry.crc is not None and crc_of(path, cancel) != entry.crc:
            return None
        found.append(path)
    return tuple(found) or None


def same_tree(new: Path, old: Path, cancel: Cancel) -> bool:
    """Whether every file of ``new`` is in ``old`` with the same bytes. Raises OSError."""
    for path in files_of(new):
        other = old / path.relative_to(new)
        if _size(other) != _size(path):
            return False
        with path.open("rb") as one, other.open("rb") as two:
            while True:
                cancel.check()
                piece = one.read(_STEP)
                if piece != two.read(_STEP):
                    return False
                if not piece:
                    break
    return True


def files_of(folder: Path) -> tuple[Path, ...]:
    """Every file below a folder, in the order of their names."""
    return tuple(sorted(path for path in folder.rglob("*") if path.is_file()))


def _size(path: Path) -> int | None:
    """The size of a file; None where there is none. A link is none."""
    try:
        found = path.lstat()
    except (OSError, ValueError):
        return None
    return found.st_size if stat.S_ISREG(found.st_mode) else None


def crc_of(path: Path, cancel: Cancel) -> int:
    """The CRC-32 of a file. Raises OSError, Cancelled."""
    crc = 0
    with path.open("rb") as file:
        for piece in iter(lambda: file.read(_STEP), b""):
            cancel.check()
            crc = zlib.crc32(piece, crc)
    return crc


def _same_bytes(reader: Reader, entry: Entry, stream: BinaryIO, path: Path) -> bool:
    with path.open("rb") as file:
        for piece in reader.pieces(entry, stream):
            if piece != file.read(len(piece)):
                return False
        return not file.read(1)
