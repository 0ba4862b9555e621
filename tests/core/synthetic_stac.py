"""A synthetic STAC API on loopback whose every misbehaviour a test can choose."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

CORE = "https://api.stacspec.org/v1.0.0/core"
ITEM_SEARCH = "https://api.stacspec.org/v1.0.0/item-search"


@dataclass
class Ask:
    """One request as the server saw it."""

    method: str
    path: str
    query: dict[str, str]
    body: Any
    headers: dict[str, str]


Answer = Callable[[Ask], Any]


@dataclass
class Server:
    """Where it is, what it was asked, and how it answers: ``routes`` by path; a value or a function of the
    request, which gives a JSON value, bytes (sent as HTML), or (status, JSON value)."""

    url: str = ""
    routes: dict[str, Any] = field(default_factory=dict)
    asked: list[Ask] = field(default_factory=list)

    def searches(self) -> list[Ask]:
        return [ask for ask in self.asked if ask.path.endswith("/search")]

    def landing(
        self, *conformance: str, methods: tuple[str, ...] = ("GET", "POST"), **more: Any
    ) -> dict[str, Any]:
        """A landing page that offers item search by some methods."""
        search = [
            {"rel": "search", "href": f"{self.url}/search", "type": "application/geo+json", "method": method}
            for method in methods
        ]
        links = [
            {"rel": "self", "href": f"{self.url}/"},
            {"rel": "data", "href": f"{self.url}/collections", "type": "application/json"},
            *search,
        ]
        return {
            "type": "Catalog",
            "stac_version": "1.0.0",
            "id": "synthetic",
            "description": "Synthetic.",
            "conformsTo": [CORE, ITEM_SEARCH, *conformance],
            "links": links,
            **more,
        }


def item(number: int, **more: Any) -> dict[str, Any]:
    """A synthetic item: a square degree somewhere along the equator, one a day."""
    west = float(number % 100)
    made = {
        "type": "Feature",
        "stac_version": "1.0.0",
        "id": f"item-{number}",
        "collection": "c",
        "geometry": {
            "type": "Polygon",
            "coordinates": [[[west, 0.0], [west + 1, 0.0], [west + 1, 1.0], [west, 1.0], [west, 0.0]]],
        },
        "bbox": [west, 0.0, west + 1, 1.0],
        "properties": {
            "datetime": f"2020-01-{number % 28 + 1:02d}T00:00:00Z",
            "eo:cloud_cover": number % 100,
        },
        "links": [],
        "assets": {},
    }
    made.update(more)
    return made


def page(items: list[Any], *links: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": items, "links": list(links), **more}


@contextmanager
def synthetic_server() -> Iterator[Server]:
    """A server for as long as the ``with`` lasts."""
    state = Server()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            parts = urlsplit(self.path)
            length = int(self.headers.get("Content-Length") or 0)
            sent = self.rfile.read(length) if length else b""
            ask = Ask(
                self.command,
                parts.path,
                {name: values[-1] for name, values in parse_qs(parts.query, keep_blank_values=True).items()},
                json.loads(sent) if sent else None,
                dict(self.headers),
            )
            state.asked.append(ask)
            found = state.routes.get(parts.path, (404, {"code": "NotFound", "description": "Not found"}))
            found = found(ask) if callable(found) else found
            status, value = found if isinstance(found, tuple) else (200, found)
            html = isinstance(value, bytes)
            body = value if html else json.dumps(value).encode()
            self.send_response(status)
            self.send_header("Content-Type", "text/html" if html else "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = answer

        def log_message(self, *args: object) -> None:
            pass

    class Quiet(ThreadingHTTPServer):
        def handle_error(self, *args: object) -> None:
            """A client that leaves in the middle is what some tests are about."""

    server = Quiet(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    state.url = f"http://127.0.0.1:{server.server_port}"
    state.routes["/"] = lambda ask: state.landing()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
