"""OpenID Connect: oidc-provider 8 on Node, with two people (alice and bob; any password).

Debian 12's Node 18 cannot run version 9. Public clients with the redirect ``http://127.0.0.1/`` on any port:
``gaia-qgis``, ``gaia-ps256`` and ``gaia-es256`` (how their ID tokens are signed), ``gaia-hasty`` (device
codes and access tokens of a second); ``qgis-own`` without PKCE and with a secret, as QGIS 3.22's own OAuth2
is. ``POST {oidc}/hub/rotate-keys`` makes new keys and forgets the old ones.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from pathlib import Path

from tests.hub.hub import BUILD, Hub, NotInstalled, fetch

PACKAGES = ("npm|nodejs", "chromium", "chromium-driver")  # the browser that signs in, in tests/e2e
PORTS = ("http",)

SOURCE = Path(__file__).with_name("oidc_node")
INSTALLED = BUILD / "node" / "oidc"


def prepare(hub: Hub) -> None:
    """The packages of the lock file, exactly; at once when it has not changed."""
    npm = hub.program("npm")
    files = [SOURCE / "package.json", SOURCE / "package-lock.json"]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
    stamp = INSTALLED / ".stamp"
    if stamp.exists() and stamp.read_text() == digest:
        return
    shutil.rmtree(INSTALLED, ignore_errors=True)
    INSTALLED.mkdir(parents=True)
    for path in files:
        shutil.copy(path, INSTALLED)
    # Not hub.run: the machine's own proxy and registry must be seen here.
    done = subprocess.run(
        [npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"],
        cwd=INSTALLED,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise SystemExit(f"oidc: npm failed:\n{done.stderr[-3000:]}")
    stamp.write_text(digest)


def endpoints(ports: dict[str, int]) -> dict[str, str]:
    return {"oidc": f"http://127.0.0.1:{ports['http']}"}


def fill(hub: Hub) -> None:
    if not (INSTALLED / ".stamp").exists():
        raise NotInstalled(f"{INSTALLED.relative_to(BUILD)} is missing: make hub-install")


def start(hub: Hub) -> None:
    server = str(SOURCE / "server.mjs")
    hub.spawn(
        "oidc", [hub.program("node"), server, str(hub.ports["oidc.http"]), str(INSTALLED / "node_modules")]
    )


def check(hub: Hub) -> str:
    base = hub.endpoints["oidc"]
    found = json.loads(fetch(base + "/.well-known/openid-configuration"))
    keys = json.loads(fetch(found["jwks_uri"]))["keys"]
    return "" if found["issuer"] == base and len(keys) == 3 else "no keys"
