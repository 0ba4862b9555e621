"""Credentials for GDAL: for one host's addresses, taken away again, and refused where they could not be kept
to that host."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from osgeo import gdal
from qgis.core import QgsProject

from gaia_plugin.bridge import layer_tasks
from gaia_plugin.bridge.gdal_credentials import GdalCredentials, paths_of, root_of
from gaia_plugin.bridge.network import qgis_session
from gaia_plugin.core.errors import CannotStream
from gaia_plugin.core.model import Dataset, Link, LinkKind
from gaia_plugin.core.net import Cancel, Credential, Credentials, Retry
from tests.bridge.test_preprocessor import Token
from tests.support.faultserver import FaultServer, Reply, redirect
from tests.support.pumped import pumped

OLD = int(gdal.VersionInfo()) < 3070000
WORD = "synthetic-token-of-gdal"


@pytest.fixture
def options(monkeypatch: pytest.MonkeyPatch) -> dict[str, str | None]:
    """What a newer GDAL was told, by path."""
    told: dict[str, str | None] = {}

    def put(path: str, name: str, value: str | None) -> None:
        assert name == "GDAL_HTTP_HEADERS"
        told[path] = value

    monkeypatch.setattr(gdal, "SetPathSpecificOption", put)
    monkeypatch.setattr(gdal, "VersionInfo", lambda *_: "3100300")
    return told


def bearer(*hosts: str, word: str = WORD, **more: Any) -> Credential:
    return Credential(hosts, headers={"Authorization": f"Bearer {word}"}, **more)


def test_for_its_host_alone(options: dict[str, str | None]) -> None:
    credentials = Credentials([bearer(".data.example", "files.example:8443")])
    told = GdalCredentials(credentials)
    for url in (
        "https://a.data.example/x/y.tif?z=1",
        "https://files.example:8443/y.tif",
        "https://other.example/y",
    ):
        assert told.allow(url) is None
    assert options == {
        "/vsicurl/https://a.data.example/": f"Authorization: Bearer {WORD}",
        "/vsicurl?empty_dir=yes&url=https%3A%2F%2Fa.data.example%2F": f"Authorization: Bearer {WORD}",
        "/vsicurl/https://files.example:8443/": f"Authorization: Bearer {WORD}",
        "/vsicurl?empty_dir=yes&url=https%3A%2F%2Ffiles.example%3A8443%2F": f"Authorization: Bearer {WORD}",
    }
    assert WORD not in repr(told)


@pytest.mark.parametrize(
    "url",
    [
        "https://data.example.evil/y.tif", "https://evil-data.example/y.tif", "http://data.example/y.tif",
        "https://data.example@evil.example/y.tif", "https://evil.example/https://data.example/y.tif",
        "https://data.example:8443.evil.example/", "https://data.example:444/y.tif",
    ],
)  # fmt: skip
def test_what_merely_looks_like_it(options: dict[str, str | None], url: str) -> None:
    told = GdalCredentials(Credentials([bearer("data.example:443")]))
    told.allow("https://data.example/y.tif")
    before = dict(options)
    told.allow(url)
    assert options == before
    for name in (f"/vsicurl/{url}", "/vsicurl?empty_dir=yes&url=" + quote(url, safe="")):
        assert not any(name.startswith(path) for path in options)


def test_what_is_true_now(options: dict[str, str | None]) -> None:
    """Renewed, signed out, signed in as somebody else, unloaded."""
    credentials = Credentials()
    told = GdalCredentials.of(credentials)
    assert GdalCredentials.of(credentials) is told
    token = Token([])
    token.hosts = ("data.example",)
    credentials.add(token)
    told.allow("https://data.example/y.tif")
    assert set(options.values()) == {"Authorization: Bearer synthetic-token-1"}
    token.now = "synthetic-token-renewed"
    told.refresh()
    assert set(options.values()) == {"Authorization: Bearer synthetic-token-renewed"}
    credentials.remove(token)
    told.refresh()
    assert set(options.values()) == {None}
    credentials.add(bearer("data.example"))
    told.refresh()
    assert set(options.values()) == {f"Authorization: Bearer {WORD}"}
    told.clear()
    assert set(options.values()) == {None} and "0" in repr(told)


def test_a_key_that_would_follow_a_redirect(options: dict[str, str | None]) -> None:
    told = GdalCredentials(Credentials([Credential(["data.example"], headers={"X-API-Key": WORD})]))
    refused = told.allow("https://data.example/y.tif")
    assert isinstance(refused, CannotStream) and "download the file" in str(refused)
    assert "redirects" in str(refused) and WORD not in str(refused) and options == {}


@pytest.mark.parametrize(
    ("url", "root"),
    [
        ("https://H.Example/a", "https://h.example/"),
        ("https://h.example:443/a", "https://h.example/"),
        ("http://127.0.0.1:8080/a", "http://127.0.0.1:8080/"),
        ("https://[::1]:8443/a", "https://[::1]:8443/"),
    ],
)
def test_the_beginning_of_an_address(url: str, root: str) -> None:
    assert root_of(url) == root and all(path.endswith(("/", "%2F")) for path in paths_of(root))


# -- with the GDAL of this machine -------------------------------------------------------------------


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


def ranged(seen: Any, content: bytes) -> Reply:
    """A file as servers of files give it. A HEAD with a body would be taken for the next answer."""
    kind = {"Content-Type": "image/tiff", "Accept-Ranges": "bytes"}
    if seen.method == "HEAD":
        return Reply(200, b"", {**kind, "Connection": "close"}, length=len(content))
    asked = re.fullmatch(r"bytes=(\d+)-(\d+)", seen.headers.get("range", ""))
    if asked is None:
        return Reply(200, content, kind)
    first, last = int(asked[1]), min(int(asked[2]), len(content) - 1)
    kind["Content-Range"] = f"bytes {first}-{last}/{len(content)}"
    return Reply(206, content[first : last + 1], kind)


def closed_file(server: FaultServer) -> str:
    """A small GeoTIFF that only the token opens."""
    name = "/vsimem/synthetic.tif"
    made = gdal.GetDriverByName("GTiff").Create(name, 8, 8)
    made.SetGeoTransform([0, 1, 0, 8, 0, -1])
    made = None
    found = gdal.VSIFOpenL(name, "rb")
    content = bytes(gdal.VSIFReadL(1, 100_000, found))
    gdal.VSIFCloseL(found)
    gdal.Unlink(name)

    def answer(seen: Any) -> Reply:
        ok = seen.headers.get("authorization") == f"Bearer {WORD}"
        return ranged(seen, content) if ok else Reply(401, b"")

    return server.add("/closed.tif", answer)


def opened(session: Any, url: str) -> Any:
    link = Link(url, LinkKind.COG)
    return layer_tasks.make(session, Dataset("d", "D", links=(link,)), link, "", "EPSG:4326", Cancel())


@pytest.mark.skipif(not OLD, reason="this GDAL can keep a credential to one host")
def test_where_gdal_is_too_old(server: FaultServer, project: QgsProject) -> None:
    url = closed_file(server)
    with qgis_session(retry=Retry(times=0)) as session:
        session.credentials.add(bearer(urlsplit(url).netloc, allow_http=True))
        with pytest.raises(CannotStream, match=r"older than 3\.7"):
            pumped(opened)(session, url)
        assert pumped(lambda: session.get(url).status)() == 200  # and the download works
    assert any(seen.headers.get("authorization") is None for seen in server.seen)  # GDAL tried without


@pytest.mark.skipif(OLD, reason="this GDAL is older than 3.7: it cannot keep a credential to one host")
def test_where_gdal_is_new_enough(server: FaultServer, project: QgsProject) -> None:
    url = closed_file(server)
    with qgis_session(retry=Retry(times=0)) as session:
        session.credentials.add(bearer(urlsplit(url).netloc, allow_http=True))
        made = pumped(opened)(session, url)
        assert made.layer.isValid() and WORD not in made.layer.source()
        found: list[bool] = []
        path = "/vsicurl?empty_dir=yes&url=" + quote(url + "?2", safe="")
        worker = threading.Thread(target=lambda: found.append(gdal.Open(path) is not None))
        worker.start()
        worker.join()
        other = server.add("/away.tif", redirect(url.replace("127.0.0.1", "localhost")))
        gdal.Open("/vsicurl?empty_dir=yes&url=" + quote(other, safe=""))
        GdalCredentials.of(session.credentials).clear()
        assert (
            found == [True] and gdal.Open("/vsicurl?empty_dir=yes&url=" + quote(url + "?3", safe="")) is None
        )
    assert all(
        "authorization" not in seen.headers for seen in server.seen if "localhost" in seen.headers["host"]
    )


def test_an_open_file_at_a_host_with_a_credential(server: FaultServer, project: QgsProject) -> None:
    """What needs no sign-in is streamed, however old GDAL is."""
    url = closed_file(server)
    with FaultServer() as other:
        content = pumped(lambda: _content(url))()
        free = other.add("/open.tif", lambda seen: ranged(seen, content))
        with qgis_session(retry=Retry(times=0)) as session:
            session.credentials.add(bearer(urlsplit(free).netloc, allow_http=True))
            assert pumped(opened)(session, free).layer.isValid()


def _content(url: str) -> bytes:
    with qgis_session(retry=Retry(times=0)) as session:
        return bytes(session.get(url, headers={"Authorization": f"Bearer {WORD}"}).content)
