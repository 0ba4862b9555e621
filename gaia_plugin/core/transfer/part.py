"""The unfinished file beside its target, and the note that makes it resumable."""

from __future__ import annotations

import errno
import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from ..errors import CannotWrite


def identity(href: str) -> str:
    """A digest of the address without its query: a signature changes from one day to the next, and must
    not be written down."""
    parts = urlsplit(href)
    return hashlib.sha256(f"{parts.scheme}://{parts.hostname}:{parts.port}{parts.path}".encode()).hexdigest()[
        :32
    ]


@dataclass(frozen=True)
class Note:
    """What is known of the server's file: enough to ask for the rest of the same bytes (RFC 9110, 13.1.5)."""

    source: str
    etag: str = ""
    modified: str = ""
    total: int | None = None

    @classmethod
    def from_headers(cls, source: str, headers: Mapping[str, str], total: int | None) -> Note:
        """The validators of an answer."""
        return cls(source, headers.get("ETag", "") or "", headers.get("Last-Modified", "") or "", total)

    @property
    def validator(self) -> str:
        """What If-Range may carry: a strong ETag, else the date; "" where a resume would be a gamble."""
        if self.etag and not self.etag.startswith("W/"):
            return self.etag
        return self.modified

    def same_file(self, other: Note) -> bool:
        """Whether nothing shows that the server's file changed between the two."""
        pairs = ((self.etag, other.etag), (self.modified, other.modified), (self.total, other.total))
        return all(mine == theirs for mine, theirs in pairs if mine and theirs)


class Part:
    """``target.part`` and ``target.part.json``. Every OSError becomes CannotWrite."""

    def __init__(self, target: Path, href: str) -> None:
        self.target = target
        self.source = identity(href)
        self.path = target.with_name(target.name + ".part")
        self._note_path = target.with_name(target.name + ".part.json")

    @property
    def size(self) -> int:
        """Bytes kept so far."""
        try:
            return self.path.stat().st_size
        except OSError:
            return 0

    def note(self) -> Note | None:
        """The note of an earlier start on the same source; None where there is none that can be trusted."""
        try:
            data = json.loads(self._note_path.read_text("utf-8"))
            total = data.get("total")
            note = Note(
                str(data["source"]), str(data.get("etag", "")), str(data.get("modified", "")),
                total if isinstance(total, int) else None,
            )  # fmt: skip
        except (OSError, ValueError, KeyError, AttributeError):
            return None
        return note if note.source == self.source else None

    def belongs_to_other(self) -> bool:
        """Whether a part of that name is there, for another source."""
        return (self.path.exists() or self._note_path.exists()) and self.note() is None and self._has_note()

    def _has_note(self) -> bool:
        try:
            return bool(json.loads(self._note_path.read_text("utf-8"))["source"])
        except (OSError, ValueError, KeyError, TypeError):
            return False

    def write_note(self, note: Note) -> None:
        """Written before the first byte, so that a crash leaves no part of unknown origin."""
        data = {"source": note.source, "etag": note.etag, "modified": note.modified, "total": note.total}
        try:
            self._note_path.write_text(json.dumps(data), "utf-8")
        except OSError as error:
            raise cannot_write(self.target, error) from error

    def drop(self) -> None:
        """Forget the part and its note."""
        for path in (self.path, self._note_path):
            try:
                path.unlink()
            except OSError:
                pass

    def finish(self, final: Path) -> None:
        """Give the whole file its name, in one step."""
        try:
            os.replace(self.path, final)
        except OSError as error:
            raise cannot_write(final, error) from error
        self.drop()


_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your disk quota is used up",
    errno.EACCES: "you may not write there",
    errno.EPERM: "you may not write there",
    errno.EROFS: "the disk is read-only",
    errno.ENOENT: "the folder does not exist",
    errno.ENAMETOOLONG: "the name is too long",
    errno.EFBIG: "the disk does not take files of that size",
}


def cannot_write(path: Path, error: OSError) -> CannotWrite:
    """The typed error of a failed write, in words."""
    reason = _REASONS.get(error.errno or 0) or (error.strerror or type(error).__name__).lower()
    return CannotWrite(path=str(path), detail=reason)
