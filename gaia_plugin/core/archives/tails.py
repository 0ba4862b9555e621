"""The ends of remote zips, where their lists of files are: read once for all files that are wanted of one."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass

from ..net import Session

LARGEST = 4 << 20
"""Bytes of one end that are remembered."""
_MOST = 8
_LIFE = 900.0  # seconds; each request says which file it means, so an old one costs a request and no mistake


@dataclass(frozen=True)
class Tail:
    """The last bytes of a file, and what says which file they are of."""

    size: int
    etag: str
    modified: str
    data: bytes


class Tails:
    """Those of one session's zips; for any thread. They belong to whoever is signed in."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[str, int], tuple[float, Tail]] = OrderedDict()

    @classmethod
    def of(cls, session: Session) -> Tails:
        """The one that all who use these credentials have in common."""
        found = session.credentials.companions.setdefault(cls, cls())
        return found if isinstance(found, Tails) else cls()

    def find(self, href: str, revision: int) -> Tail | None:
        """What is remembered of an address, for the credentials as they are."""
        with self._lock:
            at, tail = self._kept.get((href, revision), (0.0, None))
            return tail if tail is not None and time.monotonic() - at < _LIFE else None

    def keep(self, href: str, revision: int, tail: Tail) -> None:
        """Remember one, and forget the oldest."""
        if len(tail.data) > LARGEST:
            return
        with self._lock:
            self._kept[href, revision] = time.monotonic(), tail
            self._kept.move_to_end((href, revision))
            while len(self._kept) > _MOST:
                self._kept.popitem(last=False)

    def drop(self, href: str, revision: int) -> None:
        """It was of another file."""
        with self._lock:
            self._kept.pop((href, revision), None)
