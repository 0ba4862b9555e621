"""The signing service of DINAMIS and Theia, emulated from what its client shows, before a real store of
objects.

There is no server of it to install. ``_signing_server.py`` answers as the client ``teledetection`` 1.13 (its
``sdk``) and the descriptions of the service say; ``tests/e2e/test_signing.py`` holds it to that very
client. The files lie in SeaweedFS, which checks each signature itself (Signature Version 4, S3).

``signing`` is the gateway, ``signing_store`` the bucket behind it. An address of
``https://s3-data.meso.umontpellier.fr/sm1-gdc/…`` is signed as the same key of that bucket. Files are those
of ``files`` (``optical/…``, ``snow/…``). Whom it lets in, and its faults, are in ``_signing_server.py``.

The same store has a bucket ``eodata`` for whoever has the keys ``PERSON``, and ``open`` for everybody, with
the same files: ``object_store`` is its address.
"""

from __future__ import annotations

import json
import secrets
import sys
import urllib.error

from tests.hub.hub import ROOT, Hub, fetch

PACKAGES = ()
PORTS = (
    "http",
    "s3",
    "s3_grpc",
    "filer",
    "filer_grpc",
    "master",
    "master_grpc",
    "volume",
    "volume_grpc",
)
BUCKET = "sm1-gdc"
CLOSED, OPEN = "eodata", "open"
PERSON = dict(zip(("accessKey", "secretKey"), ("of-the-hub", "of-the-hub-too")))


def endpoints(ports: dict[str, int]) -> dict[str, str]:
    return {
        "signing": f"http://127.0.0.1:{ports['http']}/",
        "signing_store": f"http://127.0.0.1:{ports['s3']}/{BUCKET}",
        "object_store": f"http://127.0.0.1:{ports['s3']}",
    }


def fill(hub: Hub) -> None:
    folder = hub.dir("signing")
    (folder / "store").mkdir(exist_ok=True)
    key = {"accessKey": secrets.token_hex(10).upper(), "secretKey": secrets.token_urlsafe(30)}
    identities = [
        {"name": "gateway", "credentials": [key], "actions": [f"Read:{BUCKET}"]},
        {"name": "person", "credentials": [PERSON], "actions": [f"Read:{CLOSED}"]},
        {"name": "anonymous", "actions": [f"Read:{OPEN}"]},
    ]
    (folder / "s3.json").write_text(json.dumps({"identities": identities}), "utf-8")
    # One volume for each bucket is enough, and seven of them, as it makes else, take a while.
    (folder / "master.toml").write_text("[master.volume_growth]\ncopy_1 = 1\n", "utf-8")
    said = {
        "weed": str(hub.venv("signing") / "bin" / "weed"),
        "folder": str(folder),
        "files": str(hub.data / "files"),
        "buckets": [BUCKET, CLOSED, OPEN],
        "ports": {name: hub.ports[f"signing.{name}"] for name in PORTS},
        "key": key,
        "oidc": hub.endpoints["oidc"],
    }
    (folder / "signing.json").write_text(json.dumps(said), "utf-8")


def start(hub: Hub) -> None:
    said = str(hub.dir("signing") / "signing.json")
    hub.spawn("signing", [sys.executable, "-m", "tests.hub.services._signing_server", said], cwd=str(ROOT))


def check(hub: Hub) -> str:
    """The gateway answers once the store holds its files, and the store gives none without a signature."""
    json.loads(fetch(hub.endpoints["signing"] + "openapi.json"))
    try:
        fetch(hub.endpoints["signing_store"] + "/optical/T00_visual.tif")
    except urllib.error.HTTPError as error:
        return "" if error.code == 403 else f"HTTP {error.code}"
    return "open to everybody"
