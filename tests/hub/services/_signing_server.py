"""The signing gateway, and SeaweedFS behind it: ``_signing_server.py SETTINGS`` (JSON).

Emulated (the service itself cannot be installed): routes, bodies and headers are those that ``teledetection``
1.13 sends and reads, the addresses are signed for a store that checks them.

- ``POST /sign_urls``, ``POST /sign_urls_put``: ``{"urls": [at most 64], "duration_seconds"?}`` gives
  ``{"expiry", "hrefs"}``; ``GET /sign?url=`` gives ``{"expiry", "href"}``, as eodag asks.
- ``GET /openapi.json`` names the token endpoint; ``/realms/hub/…`` is Keycloak's face of the hub's own OpenID
  provider (device codes, tokens, user info), whose tokens are asked about there.
- ``GET /create_api_key``, ``/list_api_keys_with_metadata``, ``/revoke_api_key``: with a token only.

Who: with ``access-key`` and ``secret-key`` (always ``PAIRED``) whose access key begins with a person's name, or
a token of that person. alice is a member, bob is not (403). What follows the name makes a fault, and whatever
comes last keeps tests apart: ``alice.429.2.ab12`` is refused twice with Retry-After 1, ``alice.500.1.x`` once
with 500, ``alice.html``, ``alice.null``, ``alice.quota``, ``alice.redirect`` (to the same machine's other name),
``alice.short`` (addresses live three seconds), ``alice.old`` (they are over), ``alice.other`` (they are of
another file), ``alice.part`` (the last one is left out), ``alice.slow`` (it takes half a second),
``alice.private`` (one bucket is not for her).
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

PAIRED = "of-the-hub-too"
HOST = ".meso.umontpellier.fr"
MOST = 64
LIFE = 8 * 3600
LONGEST = 7 * 86400
REALM = "/realms/hub/protocol/openid-connect"
FACES = {f"{REALM}/token": "/token", f"{REALM}/auth/device": "/device/auth", f"{REALM}/userinfo": "/me"}
_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def presigned(address: str, key: dict[str, str], life: int, method: str, begun: datetime) -> str:
    """Signature Version 4 in the query (S3 API Reference, "Authenticating Requests: Using Query
    Parameters")."""
    parts = urlsplit(address)
    path = quote(unquote(parts.path), safe="/-_.~")
    moment = begun.strftime("%Y%m%dT%H%M%SZ")
    scope = f"{moment[:8]}/us-east-1/s3/aws4_request"
    said = {
        "X-Amz-Algorithm": "AWS4-HMAC-SHA256", "X-Amz-Credential": f"{key['accessKey']}/{scope}",
        "X-Amz-Date": moment, "X-Amz-Expires": str(life), "X-Amz-SignedHeaders": "host",
    }  # fmt: skip
    query = "&".join(f"{name}={quote(value, safe='-_.~')}" for name, value in sorted(said.items()))
    canonical = "\n".join([method, path, query, f"host:{parts.netloc}", "", "host", "UNSIGNED-PAYLOAD"])
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    signing = ("AWS4" + key["secretKey"]).encode()
    for part in scope.split("/"):
        signing = hmac.new(signing, part.encode(), hashlib.sha256).digest()
    text = "\n".join(["AWS4-HMAC-SHA256", moment, scope, digest])
    signature = hmac.new(signing, text.encode(), hashlib.sha256).hexdigest()
    return f"{parts.scheme}://{parts.netloc}{path}?{query}&X-Amz-Signature={signature}"


class Refused(Exception):
    """What the gateway answers instead."""

    def __init__(self, status: int, body: Any, **headers: str) -> None:
        self.status, self.body = status, body
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


class Gateway(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, said: dict[str, Any]) -> None:
        self.said = said
        self.store = f"http://127.0.0.1:{said['ports']['s3']}"
        self.turns: dict[str, int] = {}
        self.keys: dict[str, dict[str, str]] = {}
        self.lock = threading.Lock()
        super().__init__(("127.0.0.1", said["ports"]["http"]), Answer)

    def turn(self, key: str) -> int:
        """How often a key was seen, this time included."""
        with self.lock:
            self.turns[key] = self.turns.get(key, 0) + 1
            return self.turns[key]

    def address(self, url: str) -> str:
        """Where the store has what an address means. Raises Refused."""
        parts = urlsplit(url)
        known = (parts.hostname or "").endswith(HOST) or f"{parts.scheme}://{parts.netloc}" == self.store
        bucket, _, key = parts.path.lstrip("/").partition("/")
        if not (known and key):
            raise Refused(
                422, {"detail": [{"loc": ["body", "urls"], "msg": "not an address of the storage"}]}
            )
        return f"{self.store}/{bucket}/{key}"


class Answer(BaseHTTPRequestHandler):
    server: Gateway
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:
        """Addresses hold signatures: nothing is written down."""

    def do_GET(self) -> None:
        self._answer(b"")

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers.get("Content-Length") or 0)))

    def _answer(self, body: bytes) -> None:
        try:
            status, value, headers = 200, self._route(urlsplit(self.path), body), {}
        except Refused as refusal:
            status, value, headers = refusal.status, refusal.body, refusal.headers
        content = value.encode() if isinstance(value, str) else json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html" if isinstance(value, str) else "application/json")
        self.send_header("Content-Length", str(len(content)))
        for name, text in headers.items():
            self.send_header(name, text)
        self.end_headers()
        self.wfile.write(content)

    def _route(self, at: Any, body: bytes) -> Any:
        query = {name: values[0] for name, values in parse_qs(at.query).items()}
        if at.path == "/openapi.json":
            url = f"http://{self.headers['Host']}{REALM}/token"
            scheme = {"type": "oauth2", "flows": {"password": {"scopes": {}, "tokenUrl": url}}}
            return {"openapi": "3.1.0", "components": {"securitySchemes": {"OAuth2PasswordBearer": scheme}}}
        if at.path in FACES:
            return self._keycloak(FACES[at.path], body)
        if at.path in ("/sign_urls", "/sign_urls_put") and self.command == "POST":
            try:
                said = json.loads(body)
                urls, life = [str(url) for url in said["urls"]], int(said.get("duration_seconds") or LIFE)
            except (ValueError, KeyError, TypeError):
                raise Refused(422, {"detail": [{"loc": ["body", "urls"], "msg": "Field required"}]}) from None
            expiry, hrefs = self._signed(urls, life, "GET" if at.path == "/sign_urls" else "PUT")
            return {"expiry": expiry, "hrefs": hrefs}
        if at.path == "/sign" and self.command == "GET":
            expiry, hrefs = self._signed([query.get("url", "")], LIFE, "GET")
            return {"expiry": expiry, "href": hrefs[query["url"]]}
        if at.path.endswith(("_api_key", "_with_metadata")):
            return self._keys(at.path, query)
        raise Refused(404, {"detail": "Not Found"})

    # -- who ------------------------------------------------------------------------------------

    def _person(self) -> tuple[str, list[str], str]:
        """Name, fault, and the key that tells turns apart. Raises Refused."""
        access, secret = self.headers.get("access-key"), self.headers.get("secret-key")
        if access is not None or secret is not None:
            made = self.server.keys.get(access or "")
            name, *fault = (access or "").split(".")
            if made and secret == made["secret"]:
                return made["who"], [], access or ""
            if name not in ("alice", "bob") or secret != PAIRED:
                raise Refused(401, {"detail": "Invalid API key"})
            return name, fault, access or ""
        return self._token_of(), [], ""

    def _token_of(self) -> str:
        kind, _, token = self.headers.get("Authorization", "").partition(" ")
        if kind.lower() != "bearer" or not token:
            raise Refused(401, {"detail": "Not authenticated"}, WWW_Authenticate="Bearer")
        try:
            return str(json.loads(self._ask("/me", None, {"Authorization": f"Bearer {token}"}))["sub"])
        except urllib.error.HTTPError:
            raise Refused(401, {"detail": "Could not validate credentials"}) from None

    def _ask(self, path: str, body: bytes | None, headers: dict[str, str]) -> bytes:
        request = urllib.request.Request(self.server.said["oidc"] + path, body, headers)
        with _direct.open(request, timeout=20) as answer:
            return bytes(answer.read())

    def _keycloak(self, path: str, body: bytes) -> Any:
        names = ("Content-Type", "Authorization")
        headers = {name: self.headers[name] for name in names if self.headers.get(name)}
        try:
            said = json.loads(self._ask(path, body or None, headers))
        except urllib.error.HTTPError as error:
            raise Refused(error.code, json.loads(error.read() or b"{}")) from None
        # Keycloak says these where its standard leaves them to choice, and the client counts on them.
        more = {"refresh_expires_in": 3600} if "refresh_token" in said else {}
        return {**({"interval": 1} if "device_code" in said else {}), **said, **more}

    def _keys(self, path: str, query: dict[str, str]) -> Any:
        who = self._token_of()
        if path == "/create_api_key":
            access = f"{who}-{os.urandom(6).hex()}"
            now = datetime.now(timezone.utc).isoformat()
            made = {"secret": os.urandom(16).hex(), "who": who, "created": now, **query}
            self.server.keys[access] = made
            return {"access-key": access, "secret-key": made["secret"]}
        own = {key: one for key, one in self.server.keys.items() if one["who"] == who}
        if path == "/revoke_api_key" and query.get("access_key") in own:
            del self.server.keys[query["access_key"]]
            return {"detail": "revoked"}
        return [
            {"access-key": key, "created": one["created"], "description": one.get("description", "")}
            for key, one in own.items()
        ]

    # -- what -----------------------------------------------------------------------------------

    def _signed(self, urls: list[str], life: int, method: str) -> tuple[str, dict[str, str]]:
        name, fault, key = self._person()
        kind, times = fault[0] if fault else "", int(fault[1]) if len(fault) > 1 and fault[1].isdigit() else 0
        if kind in ("429", "500", "503") and self.server.turn(key) <= times:
            wait = {"Retry_After": "1"} if kind != "500" else {}
            raise Refused(int(kind), {"detail": "not now"}, **wait)
        if kind == "html":
            raise Refused(502, "<!doctype html><html><body>Bad gateway</body></html>")
        if kind == "null":
            raise Refused(400, {"detail": None})
        if kind == "quota":
            raise Refused(403, {"detail": "Quota exceeded"}, Retry_After="1800")
        if kind == "redirect" and self.headers["Host"].startswith("127."):
            elsewhere = f"http://localhost:{self.server.server_port}{self.path}"
            raise Refused(307, {"detail": "moved"}, Location=elsewhere)
        if name != "alice":
            raise Refused(403, {"detail": "Your organisation is not a member"})
        if not urls or len(urls) > MOST:
            raise Refused(422, {"detail": [{"loc": ["body", "urls"], "msg": f"1 to {MOST} items"}]})
        if kind == "private" and any("/private/" in url for url in urls):
            raise Refused(403, {"detail": "not authorized on this bucket"})
        if kind == "slow":
            time.sleep(0.5)
        begun, life = datetime.now(timezone.utc), min(max(1, life), LONGEST)
        if kind == "short":
            life = 3
        if kind == "old":
            begun -= timedelta(seconds=life + 60)
        hrefs = {}
        for url in urls[: -1 if kind == "part" else None]:
            wanted = self.server.address(url) + ("x" if kind == "other" else "")
            hrefs[url] = presigned(wanted, self.server.said["key"], life, method, begun)
        return (begun + timedelta(seconds=life)).isoformat(), hrefs


def store(said: dict[str, Any]) -> subprocess.Popen[bytes]:
    """SeaweedFS, on its ports only."""
    port = said["ports"]
    options = [
        "-ip=127.0.0.1", "-ip.bind=127.0.0.1", f"-dir={said['folder']}/store", "-volume.max=40",
        "-master.telemetry=false", "-master.volumeSizeLimitMB=64", "-filer", "-s3", "-s3.port.iceberg=0",
        "-s3.port.lance=0", f"-s3.config={said['folder']}/s3.json",
    ]  # fmt: skip
    for name in ("master", "volume", "filer", "s3"):
        options += [f"-{name}.port={port[name]}", f"-{name}.port.grpc={port[f'{name}_grpc']}"]
    return subprocess.Popen([said["weed"], "server", *options], cwd=said["folder"])


def put(said: dict[str, Any], bucket: str, path: Path) -> None:
    """One file into a bucket, by the store's own door."""
    key = f"/buckets/{bucket}/{path.relative_to(said['files']).as_posix()}"
    url = f"http://127.0.0.1:{said['ports']['filer']}{key}"
    kind = "image/tiff" if path.suffix == ".tif" else "application/octet-stream"
    end = time.monotonic() + 50
    while True:
        request = urllib.request.Request(url, path.read_bytes(), {"Content-Type": kind}, method="PUT")
        try:
            with _direct.open(request, timeout=20):
                return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


def main(path: Path) -> None:
    over = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: over.set())
    said = json.loads(path.read_text("utf-8"))
    weed = store(said)
    try:
        for folder in ("optical", "snow"):
            files = Path(said["files"]) / folder
            for file in sorted((*files.glob("*.tif"), *files.glob("*.zip"), *files.glob("T00_*.png"))):
                for bucket in said["buckets"] if file.name == "T00_visual.tif" else said["buckets"][:1]:
                    put(said, bucket, file)
        gateway = Gateway(said)
        threading.Thread(target=gateway.serve_forever, daemon=True).start()
        while not over.wait(1):
            if weed.poll() is not None:
                raise SystemExit("SeaweedFS ended by itself")
    finally:
        weed.kill()
        weed.wait()
        for number in said["ports"].values():
            for left in Path("/tmp").glob(f"seaweedfs-*-{number}.sock"):
                with contextlib.suppress(OSError):
                    left.unlink()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
