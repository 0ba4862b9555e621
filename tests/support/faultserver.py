"""An HTTP server that misbehaves on demand, for tests of anything that goes through a ``Session``.

    from tests.support.faultserver import FaultServer, Reply, as_json, redirect, stall

    @pytest.fixture
    def server():
        with FaultServer() as running:
            yield running

    def test_something(server, session):
        server.add("/search", [Reply(503, headers={"Retry-After": "0"}), as_json({"features": []})])
        session.get(server.url("/search"))          # the list is answered in turn, its last one for ever
        assert [seen.path for seen in server.seen] == ["/search", "/search"]
        assert server.seen[-1].headers["user-agent"]

A route answers with a ``Reply``, a list of them, or a function ``(Seen) -> Reply``. ``Reply`` says how the
answer goes wrong: ``delay`` before the head, ``drip`` (bytes at a time, seconds between), ``cut`` (close
after so many bytes of the body), ``stall`` (stop after so many bytes, connection open), ``reset`` (no answer
at all), ``chunked``, ``gzip``, ``length`` (a Content-Length that lies). A body may be bytes, or a number: so
many zero bytes, made while they are sent. Made here: ``as_json``, ``as_html``, ``as_xml``, ``entity_bomb``,
``gzip_bomb``, ``redirect``, ``stall``.

``server.url(path)`` is on 127.0.0.1, ``server.url(path, "localhost")`` is another host for redirects and
credentials. ``server.connections`` counts accepted connections, ``server.alive`` those that are open now,
``server.most_at_once`` the requests that were open together. ``FaultServer(tls=folder)`` makes a self-signed
certificate there with openssl (``server.certificate``), for 127.0.0.1 and localhost. Only loopback is ever
listened on.
"""

from __future__ import annotations

import gzip
import json
import select
import socket
import ssl
import struct
import subprocess
import threading
import zlib
from collections.abc import Callable, Iterator, Mapping, MutableSequence, Sequence
from dataclasses import dataclass, field
from http.client import parse_headers
from http.client import responses as REASONS
from pathlib import Path
from types import TracebackType
from typing import Any, Union
from urllib.parse import parse_qs, urlsplit

_PIECE = bytes(1 << 16)


@dataclass(frozen=True)
class Seen:
    """A request that arrived; header names are in lower case."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, list[str]]:
        return parse_qs(urlsplit(self.target).query, keep_blank_values=True)

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Reply:
    """An answer, and how it goes wrong (see the module)."""

    status: int = 200
    body: bytes | int = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0
    drip: tuple[int, float] | None = None
    cut: int | None = None
    stall: int | None = None
    reset: bool = False
    chunked: bool = False
    gzip: bool = False
    length: int | None = None


Route = Union[Reply, Sequence[Reply], Callable[[Seen], Reply]]


def as_json(value: Any, status: int = 200, headers: Mapping[str, str] | None = None, **more: Any) -> Reply:
    kind = {"Content-Type": "application/json", **(headers or {})}
    return Reply(status, json.dumps(value).encode(), kind, **more)


def as_html(text: str = "<!DOCTYPE html><html><body>Sign in</body></html>", status: int = 200) -> Reply:
    return Reply(status, text.encode(), {"Content-Type": "text/html"})


def as_xml(text: str, status: int = 200) -> Reply:
    return Reply(status, text.encode(), {"Content-Type": "application/xml"})


def redirect(to: str, status: int = 302) -> Reply:
    return Reply(status, b"moved", {"Location": to})


def stall(after: int = 0, body: bytes = b"x" * 1000) -> Reply:
    """Sends the head and ``after`` bytes, then nothing more, with the connection open."""
    return Reply(body=body, stall=after)


def entity_bomb() -> Reply:
    """The billion laughs."""
    lines = ['<!ENTITY a0 "ha">'] + [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)]
    return as_xml(f'<?xml version="1.0"?><!DOCTYPE r [{"".join(lines)}]><r>&a9;</r>')


def gzip_bomb(megabytes: int) -> Reply:
    """So many MB of zeros, a thousand times smaller on the wire."""
    squeeze = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    body = b"".join(squeeze.compress(bytes(1 << 20)) for _ in range(megabytes)) + squeeze.flush()
    return Reply(body=body, headers={"Content-Type": "application/json", "Content-Encoding": "gzip"})


class FaultServer:
    """The server; a context manager. May be changed while it runs."""

    def __init__(self, tls: Path | None = None, port: int = 0):
        self.seen: MutableSequence[Seen] = []
        self.connections = 0
        self.most_at_once = 0
        self.certificate: Path | None = None
        self._routes: dict[str, Route] = {}
        self._turns: dict[str, int] = {}
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._live: set[socket.socket] = set()
        self._tls = self._context(tls) if tls else None
        self._listener = socket.create_server(("127.0.0.1", port), backlog=64)
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._accept, name="fault-server", daemon=True)

    def add(self, path: str, route: Route) -> str:
        """Answer a path (without query) with this; returns its URL. A path that ends in "/*" stands for all
        below it that were not added themselves; any other that was not added is a 404."""
        with self._lock:
            self._routes[path] = route
            self._turns[path] = 0
        return self.url(path)

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"{'https' if self._tls else 'http'}://{host}:{self.port}{path}"

    @property
    def alive(self) -> int:
        """How many connections are open now."""
        with self._lock:
            return len(self._live)

    @property
    def at_once(self) -> int:
        """How many requests are being answered now; in a route's function that one is among them."""
        with self._lock:
            return len(self._open)

    def __enter__(self) -> FaultServer:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        try:
            self._listener.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self._listener.close()
        with self._lock:
            live = list(self._live)
        for one in live:
            try:
                one.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
        self._thread.join(5)

    def _accept(self) -> None:
        while not self._over.is_set():
            try:
                live, _ = self._listener.accept()
            except OSError:
                return
            with self._lock:
                self.connections += 1
                self._live.add(live)
            threading.Thread(target=self._serve, args=(live,), name="fault-connection", daemon=True).start()

    def _serve(self, live: socket.socket) -> None:
        stream = live
        try:
            live.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self._tls:
                stream = self._tls.wrap_socket(live, server_side=True)
                with self._lock:
                    self._live.discard(live)
                    self._live.add(stream)
            reader = stream.makefile("rb")
            while not self._over.is_set():
                seen = _read_request(reader)
                if seen is None:
                    break
                with self._lock:
                    self.seen.append(seen)
                    self._open.add(stream)
                    self.most_at_once = max(self.most_at_once, len(self._open))
                try:
                    if not self._answer(stream, seen):
                        break
                finally:
                    self._answered(stream)
        except (OSError, ValueError):
            pass
        finally:
            with self._lock:
                self._live.discard(live)
                self._live.discard(stream)
            try:
                stream.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            stream.close()

    def _answered(self, stream: socket.socket) -> None:
        with self._lock:
            self._open.discard(stream)

    def _reply_to(self, seen: Seen) -> Reply:
        with self._lock:
            path = seen.path if seen.path in self._routes else self._above(seen.path)
            route = self._routes.get(path, Reply(404))
            turn = self._turns.get(path, 0)
            self._turns[path] = turn + 1
        if callable(route):
            return route(seen)
        return route if isinstance(route, Reply) else route[min(turn, len(route) - 1)]

    def _above(self, path: str) -> str:
        """The nearest route for all below a path."""
        while path and f"{path}/*" not in self._routes:
            path = path.rpartition("/")[0]
        return f"{path}/*"

    def _answer(self, stream: socket.socket, seen: Seen) -> bool:
        """Send the answer; False where the connection ends with it."""
        reply = self._reply_to(seen)
        if self._over.wait(reply.delay) and reply.delay:
            return False
        if reply.reset:
            stream.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            return False
        body, headers = reply.body, dict(reply.headers)
        if reply.gzip and isinstance(body, bytes):
            body = gzip.compress(body)
            headers["Content-Encoding"] = "gzip"
        size = body if isinstance(body, int) else len(body)
        if reply.chunked:
            headers["Transfer-Encoding"] = "chunked"
        elif reply.status not in (204, 304):
            headers.setdefault("Content-Length", str(size if reply.length is None else reply.length))
        head = [f"HTTP/1.1 {reply.status} {REASONS.get(reply.status, 'Unknown')}"]
        head += [f"{name}: {value}" for name, value in headers.items()]
        if size <= len(_PIECE) and reply.drip is None and reply.stall is None:
            self._answered(stream)  # before its client, which has it in a moment, can ask for something else
        stream.sendall("\r\n".join([*head, "", ""]).encode("latin-1"))
        if reply.status in (204, 304):
            return True
        return self._send_body(stream, reply, body)

    def _send_body(self, stream: socket.socket, reply: Reply, body: bytes | int) -> bool:
        sent = 0
        for piece in _pieces(body, reply.drip[0] if reply.drip else 1 << 16):
            for limit, stays in ((reply.cut, False), (reply.stall, True)):
                if limit is not None and sent + len(piece) > limit:
                    self._send_piece(stream, piece[: limit - sent], reply.chunked)
                    if stays:
                        self._wait_for_the_client_to_go(stream)
                    return False
            self._send_piece(stream, piece, reply.chunked)
            sent += len(piece)
            if reply.drip and self._over.wait(reply.drip[1]):
                return False
        if reply.chunked:
            stream.sendall(b"0\r\n\r\n")
        return reply.length is None or reply.length == sent

    def _wait_for_the_client_to_go(self, stream: socket.socket) -> None:
        while not self._over.is_set():
            if select.select([stream], [], [], 0.2)[0]:
                return

    @staticmethod
    def _send_piece(stream: socket.socket, piece: bytes, chunked: bool) -> None:
        if piece:
            stream.sendall(b"%x\r\n%s\r\n" % (len(piece), piece) if chunked else piece)

    def _context(self, folder: Path) -> ssl.SSLContext:
        key, self.certificate = folder / "key.pem", folder / "certificate.pem"
        subprocess.run(
            [
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=localhost",
                "-addext",
                "subjectAltName=DNS:localhost,IP:127.0.0.1",
                "-keyout",
                str(key),
                "-out",
                str(self.certificate),
            ],
            check=True,
            capture_output=True,
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, key)
        return context


def _pieces(body: bytes | int, size: int) -> Iterator[bytes]:
    if isinstance(body, int):
        for _ in range(body // len(_PIECE)):
            yield _PIECE
        if body % len(_PIECE):
            yield bytes(body % len(_PIECE))
        return
    for start in range(0, len(body), size):
        yield body[start : start + size]


def _read_request(reader: Any) -> Seen | None:
    if reader.peek(1)[:1] == b"\x16":  # TLS where plain HTTP is spoken
        return None
    line = reader.readline(65537).decode("latin-1").split()
    if len(line) != 3:
        return None
    message = parse_headers(reader)
    headers = {name.lower(): value for name, value in message.items()}
    body = reader.read(int(headers.get("content-length", 0)))
    return Seen(line[0], line[1], headers, body)
