"""Answers that a session asks for again and again: capabilities, conformance, queryables, collections."""

from __future__ import annotations

import re
import threading
import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from .answers import Response

FRESH_SECONDS = 300.0


@dataclass(frozen=True)
class Kept:
    """An answer, and when (monotonic seconds) it stops being fresh."""

    response: Response
    until: float

    @property
    def is_fresh(self) -> bool:
        return time.monotonic() < self.until

    def validators(self) -> dict[str, str]:
        """The headers that ask whether it changed (RFC 9110 section 13.1)."""
        pairs = (("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified"))
        return {ask: self.response.headers[have] for ask, have in pairs if have in self.response.headers}


class AnswerCache:
    """In memory, bounded by ``max_bytes``, oldest use dropped first. May be shared by threads."""

    def __init__(self, max_bytes: int = 16 * 1024 * 1024, fresh: float = FRESH_SECONDS):
        self._max_bytes = max_bytes
        self._fresh = fresh
        self._kept: OrderedDict[object, Kept] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def find(self, key: object) -> Kept | None:
        with self._lock:
            kept = self._kept.get(key)
            if kept:
                self._kept.move_to_end(key)
            return kept

    def keep(self, key: object, response: Response) -> None:
        """Keep an answer, unless it is too large or the server forbids it (Cache-Control: no-store)."""
        seconds = self._seconds(response.headers)
        size = len(response.content)
        with self._lock:
            self._drop(key)
            if seconds is None or size > self._max_bytes // 2:
                return
            kept = replace(Kept(response, 0.0), until=time.monotonic() + seconds)
            self._kept[key] = kept
            self._bytes += size
            while self._bytes > self._max_bytes:
                self._drop(next(iter(self._kept)))

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()
            self._bytes = 0

    def _drop(self, key: object) -> None:
        old = self._kept.pop(key, None)
        if old:
            self._bytes -= len(old.response.content)

    def _seconds(self, headers: Mapping[str, str]) -> float | None:
        """How long an answer is fresh; None: not kept at all. Never longer than the session's own bound."""
        control = headers.get("Cache-Control", "").lower()
        if "no-store" in control:
            return None
        if "no-cache" in control:
            return 0.0
        age = re.search(r"max-age\s*=\s*\"?(\d{1,9})", control)
        return min(self._fresh, float(age.group(1))) if age else self._fresh
