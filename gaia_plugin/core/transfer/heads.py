"""The head of an answer to a request for a file or a range of it (RFC 9110 sections 14 and 15)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from ..net import Stream
from .names import disposition_name
from .note import Note

_RANGE = re.compile(r"^\s*bytes\s+(\d+)-(\d+)/(\d+|\*)\s*$", re.I)
_UNSATISFIED = re.compile(r"^\s*bytes\s+\*/(\d+)", re.I)


@dataclass(frozen=True)
class Head:
    """What an answer says of the file. ``start`` is its first byte's place, ``total`` the file's length where
    it is known; ``coding`` is what the body must be freed of before it is the file."""

    status: int
    note: Note
    start: int | None
    total: int | None
    coding: str
    accepts: str
    name: str
    content_type: str

    @classmethod
    def of(cls, stream: Stream, source: str, target: Path) -> Head:
        headers = stream.headers
        coding = headers.get("Content-Encoding", "").strip().lower()
        if coding == "identity" or (
            coding in ("gzip", "x-gzip") and target.suffix.lower() in (".gz", ".tgz")
        ):
            coding = ""  # a file that is compressed itself is kept so
        start: int | None = 0
        total = None if coding else stream.length
        if stream.status == 206:
            span = _RANGE.match(headers.get("Content-Range", ""))
            start = int(span[1]) if span and not coding else None
            total = int(span[3]) if span and span[3] != "*" else None
        elif stream.status == 416:
            span = _UNSATISFIED.match(headers.get("Content-Range", ""))
            start, total = None, int(span[1]) if span else None
        note = Note(source) if coding else Note.from_headers(source, headers, total)
        return cls(
            stream.status, note, start, total, coding,
            "bytes" if stream.status == 206 else headers.get("Accept-Ranges", "").strip().lower(),
            disposition_name(headers.get("Content-Disposition", "")), headers.get("Content-Type", ""),
        )  # fmt: skip

    @property
    def ranges(self) -> bool:
        """Whether the server may give ranges."""
        return self.accepts in ("", "bytes")

    @property
    def says_ranges(self) -> bool:
        """Whether it said so."""
        return self.accepts == "bytes"
