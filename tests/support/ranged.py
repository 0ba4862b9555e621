"""A file with ranges and validators, as nginx serves it, for ``FaultServer.add``; and how it goes wrong."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.support.faultserver import FaultServer, Reply, Seen

_RANGE = re.compile(r"bytes=(\d+)-(\d*)$")


class Ranged:
    """``cuts`` are the bytes after which each answer in turn is cut, ``drip`` is Reply's (bytes, seconds).

    ``refuse(seen, at_once)`` may give another answer: ``at_once`` requests of ``server`` are open, this one
    among them. What was asked for is in ``asked``: (first byte, one past the last), for a whole file (0, its
    size) with ``plain`` counted apart.
    """

    def __init__(
        self,
        body: bytes,
        etag: str = '"v1"',
        cuts: tuple[int, ...] = (),
        drip: tuple[int, float] | None = None,
        server: FaultServer | None = None,
        refuse: Callable[[Seen, int], Reply | None] | None = None,
        **headers: str,
    ) -> None:
        self.body, self.etag, self.cuts, self.drip = body, etag, list(cuts), drip
        self.server, self.refuse, self.headers = server, refuse, headers
        self.asked: list[tuple[int, int]] = []
        self.plain = 0

    def __call__(self, seen: Seen) -> Reply:
        refused = self.refuse(seen, self.server.at_once if self.server else 1) if self.refuse else None
        if refused is not None:
            return refused
        headers = {"Content-Type": "image/tiff", "Accept-Ranges": "bytes", **self.headers}
        headers = {name: value for name, value in headers.items() if value}
        if self.etag:
            headers["ETag"] = self.etag
        cut = self.cuts.pop(0) if self.cuts else None
        size = len(self.body)
        wanted = _RANGE.match(seen.headers.get("range", ""))
        if wanted is None or seen.headers.get("if-range", self.etag) != self.etag:
            self.plain += 1
            self.asked.append((0, size))
            return Reply(200, self.body, headers, cut=cut, drip=self.drip)
        start = int(wanted[1])
        end = min(size, int(wanted[2]) + 1) if wanted[2] else size
        if start >= size:
            return Reply(416, b"", {**headers, "Content-Range": f"bytes */{size}"})
        self.asked.append((start, end))
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
        return Reply(206, self.body[start:end], headers, cut=cut, drip=self.drip)
