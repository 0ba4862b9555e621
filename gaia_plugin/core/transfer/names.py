"""File names made from what a server or a record says: safe on Windows, macOS and Linux."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from email.message import Message
from mimetypes import guess_extension
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from ..model import Link

LONGEST = 140  # bytes; Windows allows 255 characters, eCryptfs 143 bytes, and ".part.json" comes on top
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
_RESERVED = re.compile(r"^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$) *(\.|$)", re.I)
_OURS = re.compile(r"\.part(\.json)?$", re.I)
"""What an unfinished file of another name is called."""
_EXTENSIONS = {
    "image/tiff": ".tif",
    "application/geo+json": ".geojson",
    "application/x-netcdf": ".nc",
    "application/netcdf": ".nc",
    "application/x-hdf5": ".h5",
    "application/geopackage+sqlite3": ".gpkg",
    "application/vnd.sqlite3": ".gpkg",
    "application/x-parquet": ".parquet",
    "application/vnd.apache.parquet": ".parquet",
    "application/vnd.google-earth.kmz": ".kmz",
    "application/gzip": ".gz",
    "image/jp2": ".jp2",
    "image/jpeg": ".jpg",
    "text/xml": ".xml",
    "application/x-qgis-style": ".qml",
}


def safe_name(text: str, default: str = "download") -> str:
    """One file name without folders, control characters, reserved names, or a length that a disk refuses."""
    name = unicodedata.normalize("NFC", text)
    name = "".join(letter for letter in name if unicodedata.category(letter)[0] != "C")
    name = re.sub(r"\s+", " ", _FORBIDDEN.sub("_", name)).strip(" .")
    if not name.strip("_"):
        name = default
    if _RESERVED.match(name):
        name = "_" + name
    if _OURS.search(name):
        name += "_"
    suffix = "".join(PurePosixPath(name).suffixes[-2:])
    if len(suffix) > 20 or " " in suffix:
        suffix = PurePosixPath(name).suffix if len(PurePosixPath(name).suffix) <= 20 else ""
    stem = name[: len(name) - len(suffix)] if suffix else name
    room = LONGEST - len(suffix.encode())
    return stem.encode()[:room].decode("utf-8", "ignore").rstrip(" .") + suffix


def file_name(link: Link, disposition: str = "") -> str:
    """The name to save a link under: the server's Content-Disposition, else the last part of the address
    (never its query, which may hold a key), else the record's name or title with the media type's suffix."""
    told = disposition_name(disposition)
    if told:
        return safe_name(told)
    last = unquote(path_of(link.href)).replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    if PurePosixPath(last).suffix:
        return safe_name(last)
    if PurePosixPath(link.name).suffix:
        return safe_name(PurePosixPath(link.name.replace("\\", "/")).name)
    stem = link.name or link.title or last or link.key
    suffix = suffix_of(link.media_type)  # GEODES titles its files with their names
    return safe_name(stem if stem.lower().endswith(suffix) else stem + suffix)


def path_of(href: str) -> str:
    """The path of an address, as it is written there; "" where it is none."""
    try:
        return urlsplit(href).path
    except ValueError:
        return ""


def suffix_of(media_type: str) -> str:
    """The usual suffix of a media type, "" where it is unknown or says nothing."""
    kind = media_type.split(";")[0].strip().lower()
    if kind in ("", "application/octet-stream", "text/plain"):
        return ""
    return _EXTENSIONS.get(kind) or guess_extension(kind) or ""


def disposition_name(header: str) -> str:
    """The file name of a Content-Disposition header (RFC 6266, with RFC 5987 ``filename*``), without
    folders; "" where it has none."""
    if not header:
        return ""
    message = Message()
    message["Content-Disposition"] = header.replace("\r", " ").replace("\n", " ")
    try:
        name = message.get_filename("") or ""
    except (LookupError, ValueError):
        return ""
    return name.replace("\\", "/").rsplit("/", 1)[-1].strip()


def free_path(path: Path, taken: Collection[Path] = ()) -> Path:
    """The path itself, or with " (2)", " (3)"… before its suffix where a file of that name exists or is
    ``taken`` by a transfer that runs."""
    candidate, number = path, 1
    while candidate in taken or candidate.exists() or candidate.is_symlink():
        number += 1
        candidate = numbered(path, number)
    return candidate


def numbered(path: Path, number: int) -> Path:
    """The path with " (2)" before its suffix, for 2."""
    suffix = "".join(path.suffixes[-2:]) if path.suffixes[-2:-1] == [".tar"] else path.suffix
    stem = path.name[: len(path.name) - len(suffix)] if suffix else path.name
    return path.with_name(f"{stem} ({number}){suffix}")
