"""Archives made for tests, honest and hostile; all of it synthetic."""

from __future__ import annotations

import io
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

PRODUCT: dict[str, bytes] = {
    "SENTINEL2A_synthetic/SENTINEL2A_synthetic_FRE_B2.tif": b"II*\0" + bytes(range(256)) * 40,
    "SENTINEL2A_synthetic/MASKS/SENTINEL2A_synthetic_CLM_R1.tif": b"II*\0" + bytes(5000),
    "SENTINEL2A_synthetic/SENTINEL2A_synthetic_MTD_ALL.xml": b"<Muscate_Metadata_Document/>",
}


def make_zip(
    path: Path, files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED, comment: bytes = b""
) -> Path:
    with zipfile.ZipFile(path, "w", method) as out:
        out.comment = comment
        for name, data in files.items():
            out.writestr(info_of(name, method), data)
    return path


def info_of(name: str, method: int = zipfile.ZIP_DEFLATED, **fields: Any) -> zipfile.ZipInfo:
    """A member of any name: ``ZipInfo`` itself would change some."""
    info = zipfile.ZipInfo("x", (2020, 2, 29, 12, 30, 2))
    info.filename = info.orig_filename = name
    info.compress_type = method
    info.external_attr = 0o100644 << 16
    for field, value in fields.items():
        setattr(info, field, value)
    return info


def make_tar(path: Path, files: Mapping[str, bytes], mode: str = "w") -> Path:
    with tarfile.open(path, mode) as out:
        for name, data in files.items():
            out.addfile(tar_info(name, len(data)), io.BytesIO(data))
    return path


def tar_info(name: str, size: int = 0, **fields: Any) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.mtime, info.mode = size, 1582979402, 0o6755
    for field, value in fields.items():
        setattr(info, field, value)
    return info


def zip_with(path: Path, *members: tuple[zipfile.ZipInfo, bytes]) -> Path:
    """A good file first, so that a refusal comes when something was written already, then these."""
    with zipfile.ZipFile(path, "w") as out:
        out.writestr(info_of("good.txt"), b"good")
        for info, data in members:
            out.writestr(info, data)
    return path


def tar_with(path: Path, *members: tarfile.TarInfo) -> Path:
    with tarfile.open(path, "w", format=tarfile.PAX_FORMAT) as out:
        out.addfile(tar_info("good.txt", 4), io.BytesIO(b"good"))
        for info in members:
            out.addfile(info, io.BytesIO(bytes(max(0, info.size))))
    return path


def zip_link(name: str = "link", to: bytes = b"/etc/passwd") -> tuple[zipfile.ZipInfo, bytes]:
    return info_of(name, external_attr=(stat.S_IFLNK | 0o777) << 16), to


def set_flags(path: Path, flags: int) -> Path:
    """Say of the last member that it is encrypted (APPNOTE.TXT 4.4.4), in both of its headers."""
    data = bytearray(path.read_bytes())
    for magic, offset in ((b"PK\1\2", 8), (b"PK\3\4", 6)):
        at = data.rindex(magic)
        struct.pack_into("<H", data, at + offset, struct.unpack_from("<H", data, at + offset)[0] | flags)
    path.write_bytes(data)
    return path


def overlapping_zip(path: Path, count: int = 50, size: int = 1 << 20) -> Path:
    """Many names for the same bytes: the list says that every member begins where the first does."""
    body = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = body.compress(bytes(size)) + body.flush()
    crc, name = zlib.crc32(bytes(size)), b"0000"
    local = struct.pack("<4s5H3I2H", b"PK\3\4", 20, 0, 8, 0, 33, crc, len(packed), size, len(name), 0) + name
    out, listed = local + packed, b""
    for number in range(count):
        one = b"%04d" % number
        listed += (
            struct.pack(
                "<4s6H3I5H2I",
                b"PK\1\2",
                20,
                20,
                0,
                8,
                0,
                33,
                crc,
                len(packed),
                size,
                len(one),
                0,
                0,
                0,
                0,
                0,
                0,
            )
            + one
        )
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, count, count, len(listed), len(out), 0)
    path.write_bytes(out + listed + end)
    return path


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path there."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }
