"""A door on this computer for programs that can only be given an address, and may write it down (GDAL).

They ask ``http://127.0.0.1:<free port>/<word>/<name>``, and are sent on (302) to the address that opens the
file now, whose signature they never have to know: it is renewed behind the door, and what they say of a
failure names the door only. The word is made anew for each start: nobody else on the machine can guess it,
and it opens nothing afterwards.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote, unquote, urlsplit

from ..errors import GaiaError
from ..model import Link
from ..net import Cancel
from ..transfer.names import file_name
from .desk import Access

ADDRESS = "127.0.0.1"
_IDLE = 30.0  # seconds that a connection may say nothing
_OTHERWISE = 502


class Relay:
    """Listens from the first ``address_of`` on, until ``close``. Safe from any thread."""

    def __init__(self, access: Access):
        self._access = access
        self._word = secrets.token_urlsafe(24)
        self._links: dict[str, Link] = {}
        self._guard = threading.Lock()
        self._cancel = Cancel()
        self._server: ThreadingHTTPServer | None = None

    def address_of(self, link: Link) -> str:
        """Where a link can be asked for, as long as this is open. Raises OSError where no port is free."""
        name = f"{hashlib.sha256(link.href.encode()).hexdigest()[:16]}/{file_name(link)}"
        with self._guard:
            if self._server is None:
                self._server = _listening(self)
            self._links[name] = link
            return f"http://{ADDRESS}:{self._server.server_port}/{self._word}/{quote(name)}"

    def close(self) -> None:
        """Answer nobody any more."""
        self._cancel.cancel()
        with self._guard:
            server, self._server = self._server, None
        if server is not None:
            server.shutdown()
            server.server_close()

    def answer(self, path: str, headers: Mapping[str, str], port: int) -> tuple[int, str]:
        """Status and Location for a request. A name that was bound to this computer's address (a page of the
        web may do that) is refused by its Host header."""
        if headers.get("Host") != f"{ADDRESS}:{port}":
            return 421, ""
        word, _, name = unquote(urlsplit(path).path)[1:].partition("/")
        if not secrets.compare_digest(word.encode(), self._word.encode()):
            return 404, ""
        link = self._links.get(name)
        if link is None:
            return 404, ""
        try:
            got = self._access.fetchable(link, self._cancel)
        except GaiaError as error:
            return error.status or _OTHERWISE, ""
        # A header of the caller's could go anywhere from here: what needs one is not sent on.
        return (302, got.url) if not got.headers else (_OTHERWISE, "")

    def __repr__(self) -> str:
        return f"<Relay: {len(self._links)}>"


def _listening(relay: Relay) -> ThreadingHTTPServer:
    class Door(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = _IDLE

        def do_GET(self) -> None:
            status, location = relay.answer(self.path, dict(self.headers.items()), server.server_port)
            self.send_response_only(status)
            if location:
                self.send_header("Location", location)
            self.send_header("Content-Length", "0")
            self.send_header("Cache-Control", "no-store")
            self.end_headers()

        do_HEAD = do_GET

        def log_message(self, *_: object) -> None:
            """Nothing of it is written down."""

    server = ThreadingHTTPServer((ADDRESS, 0), Door)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, name="gaia-relay", daemon=True).start()
    return server
