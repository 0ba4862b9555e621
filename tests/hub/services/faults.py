"""Faults that no real server will play on command: answers that are cut, stalled, endless, hostile or wrong.

Runs ``_fault_server.py`` twice in one process: plain HTTP, and HTTPS with a certificate that nobody signed.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.hub.hub import Hub, fetch

PACKAGES = ("openssl",)
PORTS = ("http", "tls", "closed")  # nothing ever listens on "closed"


def endpoints(ports: dict[str, int]) -> dict[str, str]:
    return {
        "faults": f"http://127.0.0.1:{ports['http']}",
        "faults_tls": f"https://127.0.0.1:{ports['tls']}",
        "refused": f"http://127.0.0.1:{ports['closed']}",
    }


def fill(hub: Hub) -> None:
    folder = hub.dir("faults")
    hub.run("faults", ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                       "-nodes", "-days", "30", "-subj", "/CN=hub.invalid",
                       "-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")])  # fmt: skip


def start(hub: Hub) -> None:
    server = str(Path(__file__).with_name("_fault_server.py"))
    folder = hub.dir("faults")
    hub.spawn("faults", [
        sys.executable, server, str(hub.ports["faults.http"]), str(hub.ports["faults.tls"]),
        str(folder / "cert.pem"), str(folder / "key.pem"), str(hub.data / "files"),
    ])  # fmt: skip


def check(hub: Hub) -> str:
    return "" if b"/huge" in fetch(hub.endpoints["faults"] + "/") else "no index"
