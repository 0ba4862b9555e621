"""The servers of the transfer bench: nginx for large files, one that paces each connection, one whose answers
take 200 ms for small ones."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

LATENCY = 0.2
SMALL = 10_000
PACE = 5_000_000  # bytes a second, for a connection
STEP = 50_000
_ZEROS = bytes(STEP)

_NGINX = """
daemon off; worker_processes 1; {user} pid {folder}/nginx.pid; error_log {folder}/error.log warn;
events {{ worker_connections 512; }}
http {{
  access_log off; sendfile on; keepalive_timeout 60;
  client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  server {{
    listen 127.0.0.1:{port};
    location / {{ root {folder}/www; }}
    location /at40/ {{ alias {folder}/www/; limit_rate 40m; }}
  }}
}}
"""


@contextmanager
def nginx(folder: Path, files: dict[str, int]) -> Iterator[str]:
    """Its address; ``files`` are names and sizes in bytes, of zeros. Below ``/at40/`` each
    connection gets 40 MB a second. Raises FileNotFoundError where there is no nginx."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if not program:
        raise FileNotFoundError("nginx is not installed")
    (folder / "www").mkdir(parents=True)
    for name, size in files.items():
        with (folder / "www" / name).open("wb") as made:
            made.truncate(size)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    user = "user root;" if os.geteuid() == 0 else ""  # else its workers must read what only root may
    (folder / "nginx.conf").write_text(_NGINX.format(folder=folder, port=port, user=user))
    with subprocess.Popen(
        [program, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "start.log")]
    ) as server:
        try:
            base = f"http://127.0.0.1:{port}"
            _wait_for(base + "/" + next(iter(files)))
            yield base
        finally:
            server.terminate()
            server.wait(10)


@contextmanager
def slow_answers() -> Iterator[str]:
    """The address of a server in a process of its own that answers any path after 200 ms, with 10 kB."""
    with _process("slow") as base:
        yield base


@contextmanager
def paced(size: int) -> Iterator[str]:
    """The address of a file of ``size`` zeros in a process of its own; each connection gets 5 MB a second,
    evenly. (nginx counts whole seconds: what a round takes there depends on when in a second it began.)"""
    with _process("paced", str(size)) as base:
        yield base + "/file"


@contextmanager
def _process(*arguments: str) -> Iterator[str]:
    command = [sys.executable, "-m", "tests.bench.transfer_servers", *arguments]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        try:
            yield server.stdout.readline().strip() if server.stdout else ""
        finally:
            server.terminate()
            server.wait(10)


def _wait_for(url: str) -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(urllib.request.Request(url, method="HEAD"), timeout=2).close()
            return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError(url)


Answer = Callable[[str, asyncio.StreamWriter], Awaitable[None]]


async def _slow(_: str, writer: asyncio.StreamWriter) -> None:
    head = f'HTTP/1.1 200 OK\r\nContent-Length: {SMALL}\r\nETag: "1"\r\nAccept-Ranges: bytes\r\n\r\n'
    await asyncio.sleep(LATENCY)
    writer.write(head.encode() + bytes(SMALL))
    await writer.drain()


def _paced(size: int) -> Answer:
    async def answer(asked: str, writer: asyncio.StreamWriter) -> None:
        wanted = re.search(r"\r\nrange: bytes=(\d+)-(\d*)", asked, re.I)
        start = int(wanted[1]) if wanted else 0
        end = min(size, int(wanted[2]) + 1) if wanted and wanted[2] else size
        said = f"206 Partial Content\r\nContent-Range: bytes {start}-{end - 1}/{size}" if wanted else "200 OK"
        head = (
            f'HTTP/1.1 {said}\r\nContent-Length: {end - start}\r\nETag: "1"\r\nAccept-Ranges: bytes\r\n\r\n'
        )
        writer.write(head.encode())
        begun, sent = time.monotonic(), 0
        while sent < end - start:
            await asyncio.sleep(begun + (sent + STEP) / PACE - time.monotonic())
            piece = min(STEP, end - start - sent)
            writer.write(_ZEROS[:piece])
            await writer.drain()
            sent += piece

    return answer


async def _serve(answer: Answer) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                await answer((await reader.readuntil(b"\r\n\r\n")).decode("latin-1"), writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(_slow if sys.argv[1] == "slow" else _paced(int(sys.argv[2]))))
