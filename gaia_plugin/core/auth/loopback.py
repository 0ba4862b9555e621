"""Where the browser brings the answer of a sign-in: ``http://127.0.0.1:<free port>/`` (RFC 8252 section 7.3).

It listens on the IP literal of this computer, answers one well-formed request and refuses every other, and is
closed when the sign-in is over, whichever way.
"""

from __future__ import annotations

import html
import selectors
import socket
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import parse_qsl, urlsplit

from ..errors import PortInUse, SignInTimedOut
from ..net.cancel import Cancel

ADDRESS = "127.0.0.1"
_STEP = 0.2  # seconds: how late a cancel may be noticed
_LONGEST = 16 * 1024
_MOST_OPEN = 16
_IDLE = 10.0  # seconds: browsers open connections ahead, and send nothing on them


@dataclass(frozen=True)
class PageTexts:
    """What the browser shows at the end, in the user's language."""

    language: str = "en"
    title: str = "GAIA Data for QGIS"
    done: str = "You are signed in. You can close this page and go back to QGIS."
    failed: str = "The sign-in did not succeed: QGIS says why. You can close this page."


class Answer:
    """The request that the browser brought; the page is sent when its outcome is known."""

    def __init__(self, parameters: Mapping[str, str], connection: socket.socket, texts: PageTexts):
        self.parameters = dict(parameters)
        self._connection: socket.socket | None = connection
        self._texts = texts

    def reply(self, succeeded: bool) -> None:
        """Show the final page, once."""
        connection, self._connection = self._connection, None
        if connection:
            _send(connection, HTTPStatus.OK, _page(self._texts, succeeded))

    def __repr__(self) -> str:
        return f"<Answer: {', '.join(sorted(self.parameters))}>"


class Listener:
    """A context manager. ``ports`` are tried in turn, 0 is any free one. Raises PortInUse (``host`` is the
    issuer's, for the message)."""

    def __init__(
        self, host: str, ports: Sequence[int] = (0,), path: str = "/", texts: PageTexts | None = None
    ):
        self._host = host
        self._path = path
        self._texts = texts or PageTexts()
        self._open: dict[socket.socket, tuple[float, bytes]] = {}
        self._socket = self._bound(ports)
        self.port: int = self._socket.getsockname()[1]

    @property
    def address(self) -> str:
        """The redirect URI."""
        return f"http://{ADDRESS}:{self.port}{self._path}"

    def __enter__(self) -> Listener:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        for connection in (*self._open, self._socket):
            connection.close()
        self._open.clear()

    def wait(self, cancel: Cancel, seconds: float) -> Answer:
        """The one answer. Nothing listens any more when this ends. Raises Cancelled within a second, and
        SignInTimedOut."""
        end = time.monotonic() + seconds
        try:
            with selectors.DefaultSelector() as ready:
                ready.register(self._socket, selectors.EVENT_READ)
                while True:
                    cancel.check()
                    if time.monotonic() > end:
                        raise SignInTimedOut(host=self._host, minutes=max(1, round(seconds / 60)))
                    for key, _ in ready.select(_STEP):
                        answer = self._step(key.fileobj, ready)  # type: ignore[arg-type]
                        if answer:
                            return answer
                    self._drop_idle(ready)
        finally:
            self.close()

    def _bound(self, ports: Sequence[int]) -> socket.socket:
        for port in ports:
            listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
            try:
                exclusive = getattr(socket, "SO_EXCLUSIVEADDRUSE", None)  # Windows: none may bind it as well
                if exclusive is not None:
                    listening.setsockopt(socket.SOL_SOCKET, exclusive, 1)
                else:  # a port of the last sign-in, whose connection the kernel remembers for a minute
                    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                listening.bind((ADDRESS, port))
                listening.listen(_MOST_OPEN)
                listening.setblocking(False)
                return listening
            except OSError:
                listening.close()
        raise PortInUse(host=self._host)

    def _step(self, ready_one: socket.socket, ready: selectors.BaseSelector) -> Answer | None:
        try:
            if ready_one is self._socket:
                connection, _ = self._socket.accept()
                if len(self._open) >= _MOST_OPEN:
                    connection.close()
                    return None
                connection.setblocking(False)
                self._open[connection] = time.monotonic(), b""
                ready.register(connection, selectors.EVENT_READ)
                return None
            piece = ready_one.recv(_LONGEST)
        except OSError:
            piece = b""
        if ready_one not in self._open:
            return None
        began, received = self._open[ready_one]
        received += piece
        self._open[ready_one] = began, received
        if piece and b"\r\n\r\n" not in received and len(received) <= _LONGEST:
            return None
        ready.unregister(ready_one)
        del self._open[ready_one]
        return self._answered(ready_one, received)

    def _answered(self, connection: socket.socket, received: bytes) -> Answer | None:
        status, parameters = read_request(received, self.port, self._path)
        if status is HTTPStatus.OK:
            return Answer(parameters, connection, self._texts)
        if received:
            _send(connection, status)
        else:
            connection.close()
        return None

    def _drop_idle(self, ready: selectors.BaseSelector) -> None:
        for connection, (began, _) in list(self._open.items()):
            if time.monotonic() - began > _IDLE:
                ready.unregister(connection)
                del self._open[connection]
                connection.close()


def read_request(received: bytes, port: int, path: str) -> tuple[HTTPStatus, dict[str, str]]:
    """What to answer to a request, and its parameters where it is the redirect of a sign-in.

    A page of the web may make the browser ask here too: the Host header must be the literal address (else a
    name was bound to 127.0.0.1), the path ours, ``state`` there, and no parameter there twice.
    """
    head, end, _ = received.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    words = lines[0].split(" ")
    hosts = [line.partition(":")[2].strip() for line in lines[1:] if line.lower().startswith("host:")]
    if not end or len(words) != 3 or not words[2].startswith("HTTP/1."):
        return HTTPStatus.BAD_REQUEST, {}
    if hosts != [f"{ADDRESS}:{port}"]:
        return HTTPStatus.MISDIRECTED_REQUEST, {}
    if words[0] != "GET":
        return HTTPStatus.METHOD_NOT_ALLOWED, {}
    try:
        parts = urlsplit(words[1])
        pairs = parse_qsl(parts.query, keep_blank_values=True, max_num_fields=50, errors="strict")
    except ValueError:
        return HTTPStatus.BAD_REQUEST, {}
    if parts.path != path or parts.netloc or "state" not in dict(pairs):
        return HTTPStatus.NOT_FOUND, {}
    if len(dict(pairs)) != len(pairs):
        return HTTPStatus.BAD_REQUEST, {}
    return HTTPStatus.OK, dict(pairs)


def _page(texts: PageTexts, succeeded: bool) -> str:
    sentence = html.escape(texts.done if succeeded else texts.failed)
    title = html.escape(texts.title)
    return (
        f'<!DOCTYPE html><html lang="{html.escape(texts.language)}"><head><meta charset="utf-8">'
        f"<title>{title}</title></head><body><h1>{title}</h1><p>{sentence}</p></body></html>"
    )


def _send(connection: socket.socket, status: HTTPStatus, page: str = "") -> None:
    body = page.encode("utf-8")
    head = (
        f"HTTP/1.1 {status.value} {status.phrase}\r\n"
        "Content-Type: text/html; charset=utf-8\r\n"
        f"Content-Length: {len(body)}\r\n"
        "Cache-Control: no-store\r\n"
        "Referrer-Policy: no-referrer\r\n"
        "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n"
        "X-Content-Type-Options: nosniff\r\n"
        "Connection: close\r\n\r\n"
    )
    try:
        connection.settimeout(2.0)
        connection.sendall(head.encode("ascii") + body)
        connection.shutdown(socket.SHUT_WR)
        connection.recv(1)  # what the browser has not read yet would be lost by closing at once
    except OSError:
        pass
    finally:
        connection.close()
