"""Any number of files over HTTP, with ranges, slowly, from a process of its own, which counts what it sends.

with FileFarm(pieces=1 << 16, pause=0.01) as farm:
    farm.url(name, size)      # a file of so many bytes, which only its name decides
    farm.sha256(name, size)
    farm.served()             # bytes of bodies given to the network so far
        farm.asked()  # how often each name was asked for
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import threading
from collections import Counter
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.request import urlopen

from tests.support.faultserver import FaultServer, Reply, Seen, as_json

ROOT = Path(__file__).resolve().parents[2]


@lru_cache(maxsize=256)
def content(name: str, size: int) -> bytes:
    """The file's bytes."""
    return hashlib.shake_128(name.encode()).digest(size)


class FileFarm:
    """The parent's side."""

    def __init__(self, piece: int = 1 << 16, pause: float = 0.0) -> None:
        self._arguments = [str(piece), str(pause)]

    def __enter__(self) -> FileFarm:
        command = [sys.executable, "-m", "tests.support.file_farm", *self._arguments]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True)
        self.port = int(self._process.stdout.readline())  # type: ignore[union-attr]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate(timeout=30)

    def url(self, name: str, size: int) -> str:
        return f"http://127.0.0.1:{self.port}/files/{name}/{size}/{name}"

    @staticmethod
    def sha256(name: str, size: int) -> str:
        return hashlib.sha256(content(name, size)).hexdigest()

    def served(self) -> int:
        return int(self._told()["bytes"])

    def asked(self) -> dict[str, int]:
        return dict(self._told()["asked"])

    def _told(self) -> dict[str, Any]:
        with urlopen(f"http://127.0.0.1:{self.port}/told") as answer:
            return dict(json.load(answer))


class _Counting(FaultServer):
    served = 0
    asked: Counter[str] = Counter()
    counting = threading.Lock()

    def _send_piece(self, stream, piece, chunked):  # type: ignore[no-untyped-def]
        FaultServer._send_piece(stream, piece, chunked)
        with self.counting:
            self.served += len(piece)


def _main(piece: int, pause: float) -> None:
    with _Counting() as server:

        def file(seen: Seen) -> Reply:
            _, _, name, size, _ = seen.path.split("/")
            with server.counting:
                server.asked[name] += 1
            body = content(name, int(size))
            etag = f'"{name}-{size}"'
            headers = {"Content-Type": "application/octet-stream", "Accept-Ranges": "bytes", "ETag": etag}
            drip = (piece, pause) if pause else None
            wanted = re.match(r"bytes=(\d+)-(\d*)$", seen.headers.get("range", ""))
            if wanted is None or seen.headers.get("if-range", etag) != etag:
                return Reply(200, body, headers, drip=drip)
            start, end = int(wanted[1]), min(int(wanted[2] or len(body) - 1), len(body) - 1)
            if start > end:
                return Reply(416, b"", {**headers, "Content-Range": f"bytes */{len(body)}"})
            headers["Content-Range"] = f"bytes {start}-{end}/{len(body)}"
            return Reply(206, body[start : end + 1], headers, drip=drip)

        server.add("/files/*", file)
        server.add("/told", lambda seen: as_json({"bytes": server.served, "asked": dict(server.asked)}))
        print(server.port, flush=True)
        sys.stdin.read()  # until the parent is gone


if __name__ == "__main__":
    _main(int(sys.argv[1]), float(sys.argv[2]))
