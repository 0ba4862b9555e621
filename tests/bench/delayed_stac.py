"""STAC APIs on loopback that answer late: one port a delay, each with pages of collections.

Run as a program: prints its base URLs as a JSON list on one line, serves until its input is closed.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

PAGES, PAGE_SIZE = 4, 50


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    delay = 0.0

    def do_GET(self) -> None:
        time.sleep(self.delay)
        parts = urlsplit(self.path)
        base = f"http://127.0.0.1:{self.server.server_port}"  # type: ignore[attr-defined]
        if parts.path.rstrip("/") == "":
            document = landing(base)
        elif parts.path == "/conformance":
            document = {"conformsTo": landing(base)["conformsTo"]}
        else:
            document = collections(base, int(parse_qs(parts.query).get("page", ["1"])[0]))
        body = json.dumps(document).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


def landing(base: str) -> dict[str, Any]:
    return {
        "stac_version": "1.0.0",
        "type": "Catalog",
        "id": "delayed",
        "description": "Answers late",
        "conformsTo": [
            "https://api.stacspec.org/v1.0.0/core",
            "https://api.stacspec.org/v1.0.0/collections",
            "https://api.stacspec.org/v1.0.0/item-search",
        ],
        "links": [
            {"rel": "self", "href": base},
            {"rel": "data", "href": f"{base}/collections"},
            {"rel": "search", "href": f"{base}/search", "type": "application/geo+json"},
        ],
    }


def collections(base: str, page: int) -> dict[str, Any]:
    links = [] if page >= PAGES else [{"rel": "next", "href": f"{base}/collections?page={page + 1}"}]
    return {"collections": [collection(base, page * 1000 + i) for i in range(PAGE_SIZE)], "links": links}


def collection(base: str, number: int) -> dict[str, Any]:
    west, south = number % 300 - 150.0, number % 120 - 60.0
    name = f"{base.rsplit(':', 1)[-1]}-{number}"
    return {
        "stac_version": "1.0.0",
        "type": "Collection",
        "id": name,
        "title": f"Collection {name}",
        "description": "A collection that arrives late. " * 10,
        "license": "CC-BY-4.0",
        "extent": {
            "spatial": {"bbox": [[west, south, west + 2, south + 2]]},
            "temporal": {"interval": [["2018-01-01T00:00:00Z", None]]},
        },
        "links": [{"rel": "self", "href": f"{base}/collections/{name}"}],
    }


def main() -> None:
    servers = []
    for delay in (float(text) for text in sys.argv[1:]):
        handler = type("Handler", (Handler,), {"delay": delay})
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(f"http://127.0.0.1:{server.server_port}")
    print(json.dumps(servers), flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
