"""An authority, a server that knows it, and a person with its certificate: made with openssl, for one run."""

from __future__ import annotations

import ssl
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any

BUNDLE_WORD = "synthetic-bundle"


def make(folder: Path) -> None:
    """``ca.pem``; ``server`` and ``alice`` (.pem, .key); ``alice.p12``."""

    def openssl(*words: str) -> None:
        subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)

    new = ("-newkey", "rsa:2048", "-nodes")
    ca = ("-addext", "basicConstraints=critical,CA:TRUE")
    openssl(
        "req", "-x509", *new, "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-subj", "/CN=hub", *ca
    )
    (folder / "names").write_text("subjectAltName=IP:127.0.0.1,DNS:localhost\n")
    for name in ("server", "alice"):
        openssl("req", *new, "-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj", f"/CN={name}")
        signed = ("-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2", "-extfile", "names")
        openssl("x509", "-req", "-in", f"{name}.csr", *signed, "-out", f"{name}.pem")
    pair = ("-in", "alice.pem", "-inkey", "alice.key", "-passout", f"pass:{BUNDLE_WORD}")
    openssl("pkcs12", "-export", *pair, "-out", "alice.p12")


class CertificateServer:
    """HTTPS on loopback; the answer is the name in the client's certificate, or a 401 of who shows none.

    ``names`` are those of all requests, "" of who showed none.
    """

    def __init__(self, folder: Path):
        names: list[str] = []
        self.names = names

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                shown: Any = self.connection.getpeercert()  # type: ignore[attr-defined]
                subject = dict(pair[0] for pair in shown["subject"]) if shown else {}
                names.append(subject.get("commonName", ""))
                body = names[-1].encode()
                self.send_response(200 if body else 401)
                self.send_header("Content-Length", str(len(body)))
                self.send_header("Cache-Control", "no-store")
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(folder / "server.pem", folder / "server.key")
        context.load_verify_locations(folder / "ca.pem")
        context.verify_mode = ssl.CERT_OPTIONAL
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.socket = context.wrap_socket(
            self._server.socket, server_side=True, do_handshake_on_connect=False
        )
        self.port = self._server.server_port

    def url(self, host: str = "127.0.0.1") -> str:
        return f"https://{host}:{self.port}/data"

    def __enter__(self) -> CertificateServer:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
