"""What the plugin tells GDAL, told to a GDAL that heeds it (3.9, of a wheel; Debian 12's does not): the files
of the credential's host open, and nobody else hears of it."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from osgeo import gdal

from gaia_plugin.bridge.gdal_credentials import GdalCredentials
from gaia_plugin.bridge.layer_plans import plans
from gaia_plugin.core.model import Dataset, Link, LinkKind
from gaia_plugin.core.net import Credentials
from tests.bridge.test_gdal_credentials import WORD, bearer
from tests.hub.hub import BUILD, ROOT
from tests.support.faultserver import FaultServer, Reply, Seen, redirect

VENV = BUILD / "venv" / "gdal"
CONTENT = b"0123456789" * 10


def closed(seen: Seen) -> Reply:
    if seen.headers.get("authorization") != f"Bearer {WORD}":
        return Reply(401, b"")
    if seen.method == "HEAD":  # with a body it would be taken for the next answer
        return Reply(200, b"", {"Connection": "close"}, length=len(CONTENT))
    return Reply(200, CONTENT)


@pytest.fixture
def servers() -> Iterator[tuple[FaultServer, FaultServer]]:
    with FaultServer() as own, FaultServer() as other:
        for server in (own, other):
            for number in range(9):
                server.add(f"/{number}.tif", closed)
        own.add("/away.tif", redirect(other.url("/8.tif")))
        own.add("/beside.tif", redirect(own.url("/7.tif", "localhost")))
        yield own, other


def newer(steps: list[list[str | None]]) -> list[Any]:
    """The version of the newer GDAL, and its answer to each "read"."""
    found = sorted(VENV.glob("lib/python3*/site-packages/rasterio.libs/libgdal-*"))
    if not (VENV / ".stamp").exists() or not found:
        pytest.skip("a newer GDAL is not installed: make hub-install")
    done = subprocess.run(
        [str(VENV / "bin" / "python"), "-I", str(ROOT / "tests" / "hub" / "newer_gdal.py")],
        input=json.dumps({"library": str(found[0]), "steps": steps}),
        capture_output=True,
        text=True,
        timeout=120,
        env={"LD_LIBRARY_PATH": str(found[0].parent), "PATH": os.environ["PATH"], "NO_PROXY": "*"},
    )
    assert done.returncode == 0, done.stderr[-2000:]
    answers: list[Any] = json.loads(done.stdout)
    return answers


def name_of(url: str) -> str:
    """How a layer of the plugin names a file to GDAL."""
    link = Link(url, LinkKind.COG)
    return plans(link, Dataset("d", "D", links=(link,)), "", None, "EPSG:4326")[0].uri


def test_the_options_are_heeded_at_their_host_alone(
    servers: tuple[FaultServer, FaultServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    own, other = servers
    told: list[list[str | None]] = []
    monkeypatch.setattr(gdal, "SetPathSpecificOption", lambda *words: told.append(["set", *words]))
    monkeypatch.setattr(gdal, "VersionInfo", lambda *_: "3090300")
    options = GdalCredentials(Credentials([bearer(urlsplit(own.url("/")).netloc, allow_http=True)]))
    assert options.allow(own.url("/1.tif")) is None and options.allow(other.url("/1.tif")) is None
    given, before = list(told), [["read", name_of(own.url("/0.tif"))]]
    options.clear()
    taken = told[len(given) :]
    assert given and len(taken) == len(given) and all(step[3] is None for step in taken)
    opened = [name_of(own.url("/1.tif")), "/vsicurl/" + own.url("/2.tif")]
    shut = [
        name_of(other.url("/1.tif")), "/vsicurl/" + other.url("/2.tif"),
        name_of(own.url("/3.tif", "localhost")), name_of(own.url("/away.tif")),
        name_of(own.url("/beside.tif")), "/vsicurl/" + own.url("/away.tif"),
    ]  # fmt: skip
    reads: list[list[str | None]] = [["read", name] for name in (*opened, *shut)]
    last: list[list[str | None]] = [
        ["read", name_of(own.url("/1.tif"))],
        ["read", name_of(own.url("/4.tif"))],
    ]
    version, *answers = newer([*before, *given, *reads, *taken, *last])
    assert int(version) >= 3070000
    start = CONTENT[:64].decode()
    assert answers == [None, start, start, *[None] * len(shut), None, None]
    foreign = [*other.seen, *(seen for seen in own.seen if "localhost" in seen.headers["host"])]
    assert {seen.path for seen in foreign} >= {"/1.tif", "/2.tif", "/3.tif", "/7.tif", "/8.tif"}
    assert all(WORD not in f"{seen.target} {dict(seen.headers)}" for seen in foreign)
