"""Files at a given speed, from a process of its own: ``python slow_server.py`` prints its port.

    http://127.0.0.1:PORT/name.nc?size=1000000&rate=50000      bytes, bytes a second
    http://127.0.0.1:PORT/name.nc?status=202&retry=600         an answer without a file

One thread for all connections: two hundred cost as little as one. Ranges are answered. Ends with its parent.
"""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

_STEP = 0.1  # seconds


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError, asyncio.IncompleteReadError):
        while head := await reader.readuntil(b"\r\n\r\n"):
            if not await _one(head.decode("latin-1"), writer):
                break
    writer.close()


async def _one(head: str, writer: asyncio.StreamWriter) -> bool:
    given = dict(parse_qsl(urlsplit(head.split(" ")[1]).query))
    status, size, rate = (
        int(given.get("status", 200)),
        int(given.get("size", 0)),
        float(given.get("rate", 1e9)),
    )
    lines = ['ETag: "synthetic"', "Accept-Ranges: bytes", "Content-Type: application/octet-stream"]
    first, last = 0, size - 1
    wanted = re.search(r"^range: bytes=(\d+)-(\d*)", head, re.I | re.M)
    if wanted and status == 200:
        first, last = int(wanted[1]), min(last, int(wanted[2] or last))
        status = 206
        lines.append(f"Content-Range: bytes {first}-{last}/{size}")
    if "retry" in given:
        lines.append(f"Retry-After: {given['retry']}")
    left = last - first + 1 if status < 300 else 0
    lines.append(f"Content-Length: {left}")
    writer.write("\r\n".join([f"HTTP/1.1 {status} Synthetic", *lines, "", ""]).encode())
    while left > 0:
        piece = min(left, max(1, int(rate * _STEP)))
        writer.write(bytes(piece))
        await writer.drain()
        left -= piece
        await asyncio.sleep(_STEP)
    await writer.drain()
    return True


async def _serve() -> None:
    server = await asyncio.start_server(_answer, "127.0.0.1", 0, backlog=512)
    print(server.sockets[0].getsockname()[1], flush=True)
    parent = os.getppid()
    while os.getppid() == parent:
        await asyncio.sleep(1)


@contextmanager
def slow_server(python: str = sys.executable) -> Iterator[str]:
    """The address of one that runs."""
    command = [python, str(Path(__file__).resolve())]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        try:
            assert running.stdout is not None
            yield f"http://127.0.0.1:{int(running.stdout.readline())}"
        finally:
            running.terminate()


if __name__ == "__main__":
    asyncio.run(_serve())
