"""How much an archive may hold."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from ..errors import ArchiveRefused, NoRoomToUnpack

MB = 1 << 20
GB = 1 << 30


@dataclass(frozen=True)
class Caps:
    """``members`` in number (folders too), ``total`` in bytes on the disk, ``ratio`` of those to the bytes of
    the archive, which counts from ``ratio_from`` bytes on: a small mask of zeros is no bomb. ``spare`` bytes
    of the disk are left free."""

    members: int = 200_000
    total: int = 1 << 40
    ratio: float = 250.0
    ratio_from: int = 512 * MB
    spare: int = 64 * MB


class Meter:
    """Counts what comes out of one archive, with the archive in it where there is one. ``size`` is the
    archive's, in bytes. Every method raises ArchiveRefused."""

    def __init__(self, name: str, size: int, folder: Path, caps: Caps) -> None:
        self.name = name
        self.size = size
        self.folder = folder
        self.caps = caps
        self.written = 0
        self._look_at = 0

    def members(self, count: int) -> None:
        """So many are listed."""
        if count > self.caps.members:
            detail = "it holds more than {count} files"
            raise ArchiveRefused(name=self.name, detail=detail.format(count=self.caps.members))

    def wrote(self, count: int) -> None:
        """So many bytes are about to be written."""
        self.written += count
        self._bounded(self.written)
        if self.written >= self._look_at:
            self._look_at = self.written + 32 * MB
            free = _free(self.folder)
            if free is not None and free < self.caps.spare + count:
                raise NoRoomToUnpack(name=self.name, detail="the disk is nearly full")

    def announced(self, count: int) -> None:
        """So many bytes will be written, says the archive's own list."""
        self._bounded(self.written + count)
        free = _free(self.folder)
        if free is not None and count + self.caps.spare > free:
            detail = "it takes {needed} MB and {free} MB are free"
            raise NoRoomToUnpack(
                name=self.name, detail=detail.format(needed=-(-count // MB), free=free // MB)
            )

    def _bounded(self, total: int) -> None:
        if total > self.caps.total:
            detail = "it unpacks to more than {limit} GB"
            raise ArchiveRefused(name=self.name, detail=detail.format(limit=f"{self.caps.total / GB:g}"))
        if total > self.caps.ratio_from and total > self.caps.ratio * self.size:
            detail = "it unpacks to more than {ratio} times its size"
            raise ArchiveRefused(name=self.name, detail=detail.format(ratio=f"{self.caps.ratio:g}"))


def _free(folder: Path) -> int | None:
    """Free bytes of the disk of a folder or of the nearest one above it; None where nobody can tell."""
    for one in (folder, *folder.parents):
        try:
            return shutil.disk_usage(one).free
        except OSError:
            continue
    return None
