"""What is remembered of an unfinished file, so that another process can go on with it."""

from __future__ import annotations

import hashlib
import json
import sys
import time
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from .spans import Pair, Spans, pairs_of


def identity(href: str) -> str:
    """A digest of the address without its query: a signature changes from one day to the next, and must
    not be written down."""
    try:
        parts = urlsplit(href)
        named = f"{parts.scheme}://{parts.hostname}:{parts.port}{parts.path}"
    except ValueError:  # no address: who asks for it will be told
        named = href.partition("?")[0]
    return hashlib.sha256(named.encode("utf-8", "replace")).hexdigest()[:32]


@dataclass(frozen=True)
class Note:
    """What is known of the server's file (RFC 9110, 13.1.5: enough to ask for the rest of the same bytes),
    and of our part of it.

    ``written`` are the bytes that were given to the system, ``durable`` those that the disk has for certain;
    a process that is killed loses nothing of the former, a machine that crashes may. ``written`` is None in a
    note that knows only that the part grew from its first byte on.
    """

    source: str
    etag: str = ""
    modified: str = ""
    total: int | None = None
    written: tuple[Pair, ...] | None = None
    durable: tuple[Pair, ...] = ()
    boot: str = ""

    @classmethod
    def from_headers(cls, source: str, headers: Mapping[str, str], total: int | None) -> Note:
        """The validators of an answer."""
        return cls(source, headers.get("ETag", "") or "", headers.get("Last-Modified", "") or "", total)

    @classmethod
    def read(cls, path: Path) -> Note | None:
        """The note in a file; None where there is none that can be understood."""
        try:
            data = json.loads(path.read_text("utf-8"))
            if "written" in data and data.pop("check", None) != _check(data):
                return None  # a machine that went down while it was written
            total = data.get("total")
            return cls(
                str(data["source"]), str(data.get("etag", "")), str(data.get("modified", "")),
                total if type(total) is int and total >= 0 else None,
                pairs_of(data["written"]) or () if "written" in data else None,
                pairs_of(data.get("durable")) or (), str(data.get("boot", "")),
            )  # fmt: skip
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return None

    def text(self) -> str:
        """The note as JSON, with a check of its own: it is written over the last one."""
        data = json.loads(json.dumps(self.__dict__))
        return json.dumps({**data, "check": _check(data)})

    def kept(self, size: int) -> Spans:
        """Which bytes of a part of ``size`` bytes can be relied on."""
        if self.written is None:
            return Spans([(0, size)])
        same_boot = self.boot and self.boot == boot()
        return Spans(self.written if same_boot else self.durable).within(size)

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


def _check(data: Mapping[str, Any]) -> str:
    return f"{zlib.crc32(json.dumps(data, sort_keys=True).encode()):08x}"


def boot() -> str:
    """What names this start of the machine; "" where nothing does, and then only what is durable counts."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    except (OSError, ValueError):
        pass
    if sys.platform == "win32":  # its monotonic clock counts from the start of the machine, sleep included
        return f"since {round((time.time() - time.monotonic()) / 10)}"
    return ""
