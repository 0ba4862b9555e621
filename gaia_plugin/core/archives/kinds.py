"""Which files are archives, by what is in them."""

from __future__ import annotations

import bz2
import lzma
import re
import zlib
from pathlib import Path

SUFFIX = re.compile(r"\.(zip|tar|tgz|tbz2?|txz|tar\.(gz|bz2|xz)|taz)$", re.I)
_SELF = re.compile(
    r"\.(kmz|od[tsgp]|docx|xlsx|pptx|epub|jar|qgz|qlr|npz|shz|slpk|3tz|whl|apk|gpkg\.zip|shp\.zip|zarr\.zip)$",
    re.I,
)
"""Zips that are read as they are."""
_BLOCK = 512


def is_archive(path: Path) -> bool:
    """Whether the file is a zip or a tar (plain or compressed with gzip, bzip2 or xz) that is to be unpacked.
    Its first bytes tell, whatever its name; formats that are zips themselves (KMZ, ODS…) are not."""
    return not _SELF.search(path.name) and kind(path) != ""


def kind(path: Path) -> str:
    """ "zip", "tar", "gz", "bz2", "xz" (tars so compressed); "" for every other file and for what cannot be
    read."""
    try:
        with path.open("rb") as file:
            start = file.read(1 << 16)
    except OSError:
        return ""
    if start[:4] in (b"PK\3\4", b"PK\5\6"):
        return "zip"
    if _is_tar(start[:_BLOCK]):
        return "tar"
    for magic, name in ((b"\x1f\x8b", "gz"), (b"BZh", "bz2"), (b"\xfd7zXZ\0", "xz")):
        if start.startswith(magic):
            named = SUFFIX.search(path.name) is not None
            beginning = _beginning(name, start)
            # The first block of bzip2 may be longer than what was read: then only the name tells.
            return name if (_is_tar(beginning) if len(beginning) >= _BLOCK else named) else ""
    return ""


def _is_tar(block: bytes) -> bool:
    """Whether 512 bytes are the header of a tar: their checksum holds (POSIX.1-2017, pax, "ustar Interchange
    Format")."""
    if len(block) < _BLOCK or not block.strip(b"\0"):
        return False
    try:
        told = int(block[148:156].replace(b"\0", b" ").split()[0], 8)
    except (ValueError, IndexError):
        return False
    return told == sum(block[:148]) + 8 * 32 + sum(block[156:_BLOCK])


def _beginning(name: str, data: bytes) -> bytes:
    try:
        if name == "gz":
            return zlib.decompressobj(31).decompress(data, _BLOCK)
        if name == "bz2":
            return bz2.BZ2Decompressor().decompress(data, _BLOCK)
        return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=1 << 28).decompress(data, _BLOCK)
    except (zlib.error, OSError, lzma.LZMAError, EOFError, MemoryError):
        return b""
