"""A server that misbehaves on purpose: ``_fault_server.py PORT TLS_PORT CERT KEY FILES``.

``GET /`` lists what it can do. Standard library only.
"""

from __future__ import annotations

import json
import re
import socket
import ssl
import sys
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

JSON, XML, HTML = "application/json", "application/xml", "text/html; charset=utf-8"
Handled = Callable[["Fault", "re.Match[str]"], None]
ROUTES: list[tuple[str, str, Handled]] = []
_tried: dict[str, int] = {}
_lock = threading.Lock()


def route(pattern: str) -> Callable[[Handled], Handled]:
    def add(function: Handled) -> Handled:
        ROUTES.append((pattern, (function.__doc__ or "").strip(), function))
        return function

    return add


def feature(identifier: str, **changes: object) -> dict[str, object]:
    """A STAC item that is right but for ``changes``."""
    ring = [[5.0, 45.0], [5.5, 45.0], [5.5, 45.5], [5.0, 45.5], [5.0, 45.0]]
    item: dict[str, object] = {
        "type": "Feature", "stac_version": "1.0.0", "stac_extensions": [], "id": identifier, "collection": "broken",
        "geometry": {"type": "Polygon", "coordinates": [ring]}, "bbox": [5.0, 45.0, 5.5, 45.5],
        "properties": {"datetime": "2023-06-01T00:00:00Z", "title": identifier}, "links": [], "assets": {},
    }  # fmt: skip
    item.update(changes)
    return item


def broken_items() -> list[dict[str, object]]:
    polygon = {"type": "Polygon"}
    missing = feature("no-geometry-no-bbox")
    del missing["geometry"], missing["bbox"]
    nameless = feature("")
    del nameless["id"]
    return [
        feature("good"),
        feature("null-geometry", geometry=None),
        feature("null-geometry-null-bbox", geometry=None, bbox=None),
        missing,
        feature("text-in-coordinates", geometry={**polygon, "coordinates": [[["a", "b"], ["c", "d"]]]}),
        feature("null-coordinates", geometry={**polygon, "coordinates": None}),
        feature("open-ring", geometry={**polygon, "coordinates": [[[5, 45], [6, 45], [6, 46]]]}),
        feature(
            "bow-tie", geometry={**polygon, "coordinates": [[[5, 45], [6, 46], [6, 45], [5, 46], [5, 45]]]}
        ),
        feature(
            "out-of-world",
            geometry={"type": "Point", "coordinates": [1000, 2000]},
            bbox=[1000, 2000, 1000, 2000],
        ),
        feature("inverted-box", geometry=None, bbox=[5.5, 45.5, 5.0, 45.0]),
        feature("point-box", geometry=None, bbox=[5.2, 45.2, 5.2, 45.2]),
        feature("short-box", geometry=None, bbox=[5.2, 45.2]),
        feature("box-of-six", geometry=None, bbox=[5.0, 45.0, 100.0, 5.5, 45.5, 900.0]),
        feature("unknown-geometry", geometry={"type": "Blob", "coordinates": [1, 2]}),
        feature("null-datetime", properties={"datetime": None}),
        feature("bad-datetime", properties={"datetime": "yesterday"}),
        feature("null-properties", properties=None),
        feature("assets-as-list", assets=[{"href": "x"}]),
        feature("asset-without-href", assets={"data": {"type": "image/tiff"}}),
        feature("asset-null", assets={"data": None}),
        feature("links-null", links=None),
        feature("number-as-id", id=42),
        nameless,
        feature("good-too"),
    ]


class Fault(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    files = Path()

    def do_GET(self) -> None:
        self.query = parse_qs(urlsplit(self.path).query)
        length = int(self.headers.get("Content-Length") or 0)
        if length:
            self.rfile.read(min(length, 10_000_000))
        for pattern, _, function in ROUTES:
            found = re.fullmatch(pattern, urlsplit(self.path).path)
            if found:
                try:
                    function(self, found)
                except OSError:
                    self.close_connection = True  # the client left, as a careful one should
                return
        self.answer(404, b'{"detail": "no such fault"}')

    do_POST = do_GET

    def do_HEAD(self) -> None:
        self.send_response(405)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def answer(self, status: int, body: bytes, kind: str = JSON, **headers: str) -> None:
        self.start(status, kind, len(body), **headers)
        self.wfile.write(body)

    def start(self, status: int, kind: str, length: int | None, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        if length is not None:
            self.send_header("Content-Length", str(length))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def hang_up(self) -> None:
        self.close_connection = True
        self.wfile.flush()
        self.connection.shutdown(socket.SHUT_RDWR)

    @property
    def base(self) -> str:
        scheme = "https" if isinstance(self.connection, ssl.SSLSocket) else "http"
        return f"{scheme}://{self.headers.get('Host')}"

    def log_message(self, format: str, *arguments: object) -> None:
        sys.stderr.write(f"{self.command} {self.path} {self.headers.get('Range', '')}\n")


@route("/")
def index(at: Fault, _: re.Match[str]) -> None:
    """This list."""
    at.answer(200, "".join(f"{pattern}  {doc}\n" for pattern, doc, _ in ROUTES).encode(), "text/plain")


@route(r"/status/(\d{3})(?:/.*)?")
def status(at: Fault, found: re.Match[str]) -> None:
    """Answers with that status; 401 with WWW-Authenticate, 429 and 503 with Retry-After (?after= seconds or a date)."""
    code = int(found[1])
    headers = {}
    if code == 401:
        headers["WWW_Authenticate"] = 'Bearer realm="hub"'
    if code in (429, 503):
        headers["Retry_After"] = at.query.get("after", ["1"])[0]
    at.answer(code, json.dumps({"code": code, "detail": f"asked for {code}"}).encode(), **headers)


@route(r"/flaky/(\d+)/([^/]+)/?.*")
def flaky(at: Fault, found: re.Match[str]) -> None:
    """503 for the first N requests of that name, then an empty FeatureCollection."""
    with _lock:
        _tried[found[0]] = tried = _tried.get(found[0], 0) + 1
    if tried <= int(found[1]):
        at.answer(503, b"busy", "text/plain", Retry_After="0")
    else:
        at.answer(200, json.dumps({"type": "FeatureCollection", "features": [], "tried": tried}).encode())


@route("/html200(?:/.*)?")
def html(at: Fault, _: re.Match[str]) -> None:
    """A maintenance page with status 200, whatever was asked."""
    at.answer(
        200,
        b"<!doctype html><html><head><title>Maintenance</title></head><body>Back soon</body></html>",
        HTML,
    )


@route("/empty(?:/.*)?")
def empty(at: Fault, _: re.Match[str]) -> None:
    """200 and no byte."""
    at.answer(200, b"")


@route("/truncated/json(?:/.*)?")
def truncated_json(at: Fault, _: re.Match[str]) -> None:
    """JSON that ends in the middle, with a Content-Length that agrees."""
    text = json.dumps({"type": "FeatureCollection", "features": [feature(str(n)) for n in range(20)]})
    at.answer(200, text[: len(text) // 2].encode())


@route("/truncated/xml(?:/.*)?")
def truncated_xml(at: Fault, _: re.Match[str]) -> None:
    """A CSW answer that ends in the middle."""
    at.answer(200, b'<?xml version="1.0"?><csw:GetRecordsResponse xmlns:csw="http://www.opengis.net/cat/csw/2.0.2">'
              b'<csw:SearchResults numberOfRecordsMatched="25" numberOfRec', XML)  # fmt: skip


@route("/truncated/length(?:/.*)?")
def truncated_length(at: Fault, _: re.Match[str]) -> None:
    """A body half as long as its Content-Length says, then the connection closes."""
    body = json.dumps({"type": "FeatureCollection", "features": []}).encode() * 50
    at.start(200, JSON, len(body) * 2)
    at.wfile.write(body)
    at.hang_up()


@route("/bomb(?:/.*)?")
def bomb(at: Fault, _: re.Match[str]) -> None:
    """An XML entity bomb (billion laughs) and an external entity."""
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    text = f"""<?xml version="1.0"?><!DOCTYPE r [<!ENTITY l0 "lol">{levels}<!ENTITY x SYSTEM "file:///etc/hostname">]>
<csw:GetRecordsResponse xmlns:csw="http://www.opengis.net/cat/csw/2.0.2"
 xmlns:gmd="http://www.isotc211.org/2005/gmd" xmlns:gco="http://www.isotc211.org/2005/gco">
<csw:SearchResults numberOfRecordsMatched="1" numberOfRecordsReturned="1" nextRecord="0"><gmd:MD_Metadata>
<gmd:fileIdentifier><gco:CharacterString>bomb &x;</gco:CharacterString></gmd:fileIdentifier>
<gmd:language><gco:CharacterString>&l9;</gco:CharacterString></gmd:language>
</gmd:MD_Metadata></csw:SearchResults></csw:GetRecordsResponse>"""
    at.answer(200, text.encode(), XML)


@route("/huge(?:/.*)?")
def huge(at: Fault, _: re.Match[str]) -> None:
    """120 MB of valid JSON, no Content-Length."""
    at.start(200, JSON, None, Transfer_Encoding="chunked")
    block = (json.dumps(feature("x", properties={"datetime": None, "filler": "x" * 60_000})) + ",").encode()
    blocks = (block for _number in range(120_000_000 // len(block) + 1))
    for part in (b'{"type":"FeatureCollection","features":[', *blocks, b"null]}", b""):
        at.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))


@route("/stall/headers(?:/.*)?")
def stall_headers(at: Fault, _: re.Match[str]) -> None:
    """Accepts the request and never answers (?seconds=, 60)."""
    time.sleep(float(at.query.get("seconds", ["60"])[0]))
    at.hang_up()


@route("/stall/body(?:/.*)?")
def stall_body(at: Fault, _: re.Match[str]) -> None:
    """Sends the headers and a tenth of the body, then nothing more (?seconds=, 60)."""
    at.start(200, JSON, 10_000)
    at.wfile.write(b'{"type": "FeatureCollection", "features": [' + b" " * 950)
    at.wfile.flush()
    time.sleep(float(at.query.get("seconds", ["60"])[0]))
    at.hang_up()


@route("/drop(?:/.*)?")
def drop(at: Fault, _: re.Match[str]) -> None:
    """Closes without a word."""
    at.hang_up()


@route("/delay/(\\d+)(?:/.*)?")
def delay(at: Fault, found: re.Match[str]) -> None:
    """An empty FeatureCollection after that many milliseconds."""
    time.sleep(int(found[1]) / 1000)
    at.answer(200, b'{"type": "FeatureCollection", "features": [], "links": []}')


@route("/cut/([^/]+)/(.+)")
def cut(at: Fault, found: re.Match[str]) -> None:
    """/cut/TOKEN/PATH: a file of the hub, cut at half the first time for that token; whole, ranges too, after."""
    path = (at.files / found[2]).resolve()
    if not path.is_relative_to(at.files.resolve()) or not path.is_file():
        at.answer(404, b'{"detail": "no such file"}')
        return
    with _lock:
        _tried[found[0]] = tried = _tried.get(found[0], 0) + 1
    data = path.read_bytes()
    tag = f'"{len(data):x}"'
    asked = re.fullmatch(r"bytes=(\d+)-(\d*)", at.headers.get("Range") or "")
    if asked and at.headers.get("If-Range", tag) == tag:
        first, last = int(asked[1]), min(int(asked[2] or len(data) - 1), len(data) - 1)
        if first >= len(data):
            at.answer(416, b"", Content_Range=f"bytes */{len(data)}")
            return
        part = data[first : last + 1]
        span = f"bytes {first}-{last}/{len(data)}"
        at.start(206, "image/tiff", len(part), Content_Range=span, Accept_Ranges="bytes", ETag=tag)
    else:
        part = data
        at.start(200, "image/tiff", len(part), Accept_Ranges="bytes", ETag=tag)
    if tried == 1:
        at.wfile.write(part[: len(part) // 2])
        at.hang_up()
    else:
        at.wfile.write(part)


@route("/changed/([^/]+)/(.+)")
def changed(at: Fault, found: re.Match[str]) -> None:
    """A file whose content and ETag differ at every request: a resumed download must start again."""
    with _lock:
        _tried[found[0]] = tried = _tried.get(found[0], 0) + 1
    body = bytes([tried % 256]) * 200_000
    at.start(200, "application/octet-stream", len(body), Accept_Ranges="bytes", ETag=f'"{tried}"')
    if tried == 1:
        at.wfile.write(body[:100_000])
        at.hang_up()
    else:
        at.wfile.write(body)


@route("/stac/(loop|broken|empty-pages|stutter|html-page)")
def landing(at: Fault, found: re.Match[str]) -> None:
    """A STAC API whose search misbehaves: loop, broken items, empty-pages, stutter, html-page (on page 2)."""
    base = f"{at.base}/stac/{found[1]}"
    body = {
        "type": "Catalog", "stac_version": "1.0.0", "id": found[1], "title": found[1], "description": found[1],
        "conformsTo": ["https://api.stacspec.org/v1.0.0/core", "https://api.stacspec.org/v1.0.0/item-search",
                       "https://api.stacspec.org/v1.0.0/collections"],
        "links": [
            {"rel": "self", "type": JSON, "href": base},
            {"rel": "root", "type": JSON, "href": base},
            {"rel": "data", "type": JSON, "href": f"{base}/collections"},
            {"rel": "search", "type": "application/geo+json", "href": f"{base}/search", "method": "GET"},
            {"rel": "search", "type": "application/geo+json", "href": f"{base}/search", "method": "POST"},
        ],
    }  # fmt: skip
    at.answer(200, json.dumps(body).encode())


@route("/stac/([a-z-]+)/collections")
def collections(at: Fault, found: re.Match[str]) -> None:
    """One collection, "broken"."""
    base = f"{at.base}/stac/{found[1]}"
    one = {
        "type": "Collection", "stac_version": "1.0.0", "id": "broken", "title": "Broken", "description": "",
        "license": "proprietary", "links": [{"rel": "items", "href": f"{base}/search"}],
        "extent": {"spatial": {"bbox": [[5, 45, 6, 46]]}, "temporal": {"interval": [[None, None]]}},
    }  # fmt: skip
    at.answer(200, json.dumps({"collections": [one], "links": []}).encode())


@route("/stac/(loop|broken|empty-pages|stutter|html-page)/(?:search|collections/broken/items)")
def search(at: Fault, found: re.Match[str]) -> None:
    """The search of those APIs."""
    page = int(at.query.get("page", ["1"])[0])
    here, following = f"{at.base}/stac/{found[1]}/search", page + 1
    items: list[dict[str, object]] = [feature(f"item-{page}")]
    if found[1] == "loop":
        following = 1  # the next page is the first page, for ever
    elif found[1] == "broken":
        items, following = broken_items(), 0
    elif found[1] == "empty-pages":
        items = []
    elif found[1] == "stutter":
        items = [feature("always-the-same")]  # a new address each time, the same content
    elif found[1] == "html-page" and page > 1:
        at.answer(200, b"<html><body>Session expired</body></html>", HTML)
        return
    links = [{"rel": "next", "href": f"{here}?page={following}", "method": "GET"}] if following else []
    at.answer(200, json.dumps({"type": "FeatureCollection", "features": items, "links": links}).encode(),
              "application/geo+json")  # fmt: skip


@route("/csw/(loop|exception|html|lies)")
def csw(at: Fault, found: re.Match[str]) -> None:
    """A CSW that loops (nextRecord never ends), sends an exception with 200, HTML, or claims records it never gives."""
    if found[1] == "html":
        at.answer(200, b"<html><body>Portal</body></html>", HTML)
        return
    if found[1] == "exception":
        at.answer(200, b'<?xml version="1.0"?><ows:ExceptionReport xmlns:ows="http://www.opengis.net/ows" version="1.2.0">'
                  b'<ows:Exception exceptionCode="NoApplicableCode" locator="service"><ows:ExceptionText>'
                  b"The database is asleep</ows:ExceptionText></ows:Exception></ows:ExceptionReport>", XML)  # fmt: skip
        return
    record = (b'<csw:Record xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier>same</dc:identifier>'
              b"<dc:title>The same record</dc:title></csw:Record>") if found[1] == "loop" else b""  # fmt: skip
    at.answer(200, b'<?xml version="1.0"?><csw:GetRecordsResponse xmlns:csw="http://www.opengis.net/cat/csw/2.0.2">'
              b'<csw:SearchResults numberOfRecordsMatched="1000" numberOfRecordsReturned="%d" nextRecord="2">' % bool(record)
              + record + b"</csw:SearchResults></csw:GetRecordsResponse>", XML)  # fmt: skip


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64


class SecureServer(Server):
    """The handshake is made in the request's thread: a client that refuses it must not stop the others."""

    context: ssl.SSLContext

    def finish_request(self, request: socket.socket, address: object) -> None:  # type: ignore[override]
        try:
            secure = self.context.wrap_socket(request, server_side=True)
        except OSError:
            return
        Fault(secure, address, self)


def main(port: int, tls_port: int, certificate: str, key: str, files: str) -> None:
    Fault.files = Path(files)
    secure = SecureServer(("127.0.0.1", tls_port), Fault)
    secure.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    secure.context.load_cert_chain(certificate, key)
    threading.Thread(target=secure.serve_forever, daemon=True).start()
    Server(("127.0.0.1", port), Fault).serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:6])
