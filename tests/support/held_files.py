"""Files over HTTP with ranges, of which a server gives only the beginning until it is told to go on.

    with HeldFiles(hold=1_000_000) as server:
        url = server.put("a.bin", content)
        ...                        # whoever fetches has the first 1,000,000 bytes, and waits
        server.release()           # the rest, of this file and of all others
        server.given["a.bin"]      # bytes of its body that were given to the network
        server.asked["a.bin"]      # where each request for it began

What was stopped starts again on the same port with ``HeldFiles(port=server.port, files=server.files)``.
"""

from __future__ import annotations

import re
import socket
import threading
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import md5
from pathlib import Path

from .faultserver import FaultServer, Reply, Seen

_PIECE = 1 << 16


@dataclass(frozen=True)
class _Held(Reply):
    name: str = ""
    start: int = 0


class HeldFiles(FaultServer):
    """``hold``: so many bytes of each file are given before ``release``; None: all of them."""

    def __init__(
        self,
        hold: int | None = None,
        *,
        files: Mapping[str, bytes] | None = None,
        port: int = 0,
        tls: Path | None = None,
    ) -> None:
        super().__init__(tls, port)
        self.files = dict(files or {})
        self.hold = hold
        self.given: Counter[str] = Counter()
        self.asked: dict[str, list[int]] = defaultdict(list)
        self._counting = threading.Lock()
        self._released = threading.Event()
        self.add("/files/*", self._file)

    def put(self, name: str, content: bytes) -> str:
        """Have a file; its address."""
        self.files[name] = content
        return self.url(f"/files/{name}")

    def release(self) -> None:
        """Give whatever is asked for, whole."""
        self._released.set()

    def hold_back(self) -> None:
        """Give only the beginning of files again."""
        self._released.clear()

    def _file(self, seen: Seen) -> Reply:
        return self.answer(seen, seen.path.rpartition("/")[2], "application/octet-stream")

    def answer(self, seen: Seen, name: str, kind: str) -> Reply:
        """One of the files, or the part of it that is asked for (RFC 9110, 14.2)."""
        content = self.files.get(name)
        if content is None:
            return Reply(404)
        etag = f'"{md5(content, usedforsecurity=False).hexdigest()}"'
        headers = {"Content-Type": kind, "Accept-Ranges": "bytes", "ETag": etag}
        wanted = re.match(r"bytes=(\d+)-(\d*)$", seen.headers.get("range", ""))
        start = int(wanted[1]) if wanted else 0
        with self._counting:
            self.asked[name].append(start)
        if wanted is None or seen.headers.get("if-range", etag) != etag:
            return _Held(200, content, headers, name=name)
        last = min(int(wanted[2] or len(content) - 1), len(content) - 1)
        if start > last:
            return Reply(416, b"", {**headers, "Content-Range": f"bytes */{len(content)}"})
        headers["Content-Range"] = f"bytes {start}-{last}/{len(content)}"
        return _Held(206, content[start : last + 1], headers, name=name, start=start)

    def _send_body(self, stream: socket.socket, reply: Reply, body: bytes | int) -> bool:
        if not isinstance(reply, _Held) or isinstance(body, int):
            return super()._send_body(stream, reply, body)
        for at in range(0, len(body), _PIECE):
            piece = body[at : at + _PIECE]
            while self.hold is not None and reply.start + at + len(piece) > self.hold:
                if self._over.is_set():
                    return False
                if self._released.wait(0.05):
                    break
            stream.sendall(piece)
            with self._counting:
                self.given[reply.name] += len(piece)
        return True
