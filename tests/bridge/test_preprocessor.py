"""Credentials for QGIS's own requests: for their hosts alone, in every thread, and gone with the plugin."""

from __future__ import annotations

import struct
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from qgis.core import QgsBlockingNetworkRequest, QgsNetworkAccessManager, QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import QCoreApplication, QUrl
from qgis.PyQt.QtNetwork import QNetworkRequest

from gaia_plugin.bridge.network import qgis_session
from gaia_plugin.bridge.preprocessor import RequestCredentials, headers_for
from gaia_plugin.bridge.tasks import Job
from gaia_plugin.core.net import Credential, Credentials
from tests.support.faultserver import FaultServer, Reply, as_json, redirect
from tests.support.pumped import pumped

KEY = "synthetic-key-of-layers"
HEADER = "x-api-key"
FRESH = Reply(200, b"{}", {"Content-Type": "application/json", "Cache-Control": "no-store"})


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


@pytest.fixture
def credentials(server: FaultServer) -> Iterator[Credentials]:
    """A key for the server by its number, put into QGIS's requests."""
    host = urlsplit(server.url("/")).netloc
    found = Credentials([Credential([host], headers={"X-API-Key": KEY}, allow_http=True)])
    attached = RequestCredentials(found)
    attached.install()
    yield found
    attached.remove()


def asked(url: str) -> int:
    """QGIS asks for an address; its error code."""
    return int(QgsBlockingNetworkRequest().get(QNetworkRequest(QUrl(url))))


def in_worker(url: str) -> int:
    """The same in one of QGIS's own threads."""
    over: list[Job] = []
    Job("ask", lambda job: str(asked(url)), over.append).start()
    until = time.monotonic() + 60
    while not over and time.monotonic() < until:
        QCoreApplication.processEvents()
        time.sleep(0.002)
    return int(over[0].result)


def keys(server: FaultServer) -> list[tuple[str, str, str]]:
    return [
        (seen.headers["host"].split(":")[0], seen.path, seen.headers.get(HEADER, "")) for seen in server.seen
    ]


def test_its_hosts_alone(server: FaultServer, credentials: Credentials) -> None:
    server.add("/a", FRESH)
    for host in ("127.0.0.1", "localhost"):
        for ask in (asked, in_worker):
            ask(server.url("/a", host))
    assert keys(server) == [("127.0.0.1", "/a", KEY)] * 2 + [("localhost", "/a", "")] * 2


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("thread", ["main", "worker"])
def test_a_redirect_to_another_host(
    server: FaultServer, credentials: Credentials, status: int, thread: str
) -> None:
    other = server.add("/other", as_json({})).replace("127.0.0.1", "localhost")
    server.add("/a", redirect(other, status))
    (asked if thread == "main" else in_worker)(server.url("/a"))
    assert keys(server) == [("127.0.0.1", "/a", KEY), ("localhost", "/other", "")]


@pytest.mark.parametrize("how", ["RedirectPolicyAttribute", "FollowRedirectsAttribute"])
def test_where_qt_follows_redirects_itself(server: FaultServer, credentials: Credentials, how: str) -> None:
    """Qt 5.15 would hand all headers over."""
    from qgis.PyQt.QtCore import QEventLoop

    attribute = getattr(QNetworkRequest.Attribute, how, None)
    if attribute is None:
        pytest.skip("Qt 6 has no such attribute")
    follows = QNetworkRequest.RedirectPolicy.NoLessSafeRedirectPolicy
    server.add("/a", redirect(server.add("/other", FRESH).replace("127.0.0.1", "localhost"), 302))
    server.add("/b", redirect(server.add("/c", FRESH), 302))
    for path in ("/a", "/b"):
        request = QNetworkRequest(QUrl(server.url(path)))
        request.setAttribute(attribute, follows if how.startswith("Redirect") else True)
        reply = QgsNetworkAccessManager.instance().get(request)
        loop = QEventLoop()
        reply.finished.connect(loop.quit)
        loop.exec()
    seen = dict.fromkeys(keys(server))  # Qt asks again where a kept connection is closed just then
    assert list(seen) == [("127.0.0.1", path, KEY) for path in ("/a", "/b", "/c")]


def test_a_redirect_at_the_same_host(server: FaultServer, credentials: Credentials) -> None:
    server.add("/a", redirect(server.add("/b", as_json({})), 302))
    assert asked(server.url("/a")) == int(QgsBlockingNetworkRequest.ErrorCode.NoError)
    assert keys(server) == [("127.0.0.1", "/a", KEY), ("127.0.0.1", "/b", KEY)]


def test_what_the_person_chose_for_a_layer_stays(server: FaultServer, credentials: Credentials) -> None:
    server.add("/a", FRESH)
    request = QNetworkRequest(QUrl(server.url("/a")))
    request.setRawHeader(b"Authorization", b"Basic synthetic")
    QgsBlockingNetworkRequest().get(request)
    assert (
        server.seen[0].headers["authorization"] == "Basic synthetic" and HEADER not in server.seen[0].headers
    )


def test_the_window_waits_for_no_renewal(server: FaultServer) -> None:
    begun, go, given = threading.Event(), threading.Event(), []

    class Over(Credential):
        def headers(self, cancel: Any = None) -> dict[str, str]:
            given.append(cancel)
            begun.set()
            go.wait(60)
            return {"X-API-Key": KEY}

        def headers_now(self) -> None:
            return None

    over = Over([urlsplit(server.url("/")).netloc], allow_http=True)
    request = QNetworkRequest(QUrl(server.url("/a")))
    RequestCredentials(Credentials([over])).attach(request)
    assert begun.wait(60) and not request.hasRawHeader(b"X-API-Key")
    assert not given[0].is_set  # a renewal that was waited for is given up by then
    go.set()


def test_our_own_sessions_are_left_alone(server: FaultServer, credentials: Credentials) -> None:
    """The session that speaks with issuers must send nothing, though the host be the same."""
    server.add("/a", FRESH)
    with qgis_session() as session:
        pumped(lambda: session.get(server.url("/a")))()
    assert keys(server) == [("127.0.0.1", "/a", "")]


def test_beside_another_plugin(server: FaultServer, credentials: Credentials) -> None:
    server.add("/a", FRESH)

    def put(request: Any) -> None:
        request.setRawHeader(b"X-Other-Plugin", b"1")

    other = QgsNetworkAccessManager.setRequestPreprocessor(put)
    asked(server.url("/a"))
    QgsNetworkAccessManager.removeRequestPreprocessor(other)
    asked(server.url("/a"))
    assert keys(server) == [("127.0.0.1", "/a", KEY)] * 2
    assert [seen.headers.get("x-other-plugin") for seen in server.seen] == ["1", None]


def test_taken_out_with_the_plugin(server: FaultServer) -> None:
    server.add("/a", FRESH)
    host = urlsplit(server.url("/")).netloc
    attached = RequestCredentials(
        Credentials([Credential([host], headers={"X-API-Key": KEY}, allow_http=True)])
    )
    attached.install()
    attached.install()
    attached.remove()
    attached.remove()
    asked(server.url("/a"))
    assert keys(server) == [("127.0.0.1", "/a", "")]


class Token(Credential):
    """A token that can be over, as a live sign-in's."""

    __slots__ = ("now", "renewals", "stuck")

    def __init__(self, hosts: list[str]):
        super().__init__(hosts, allow_http=True)
        self.now: str | None = None
        self.renewals = 0
        self.stuck = threading.Event()
        self.stuck.set()

    def headers(self, cancel: Any = None) -> dict[str, str]:
        if self.now is None:
            while not self.stuck.wait(0.05):
                cancel.check()
            self.renewals += 1
            self.now = f"synthetic-token-{self.renewals}"
        return {"Authorization": f"Bearer {self.now}"}

    def headers_now(self) -> dict[str, str] | None:
        return {"Authorization": f"Bearer {self.now}"} if self.now else None


def test_a_token_that_is_over_is_renewed_first(server: FaultServer, credentials: Credentials) -> None:
    server.add("/a", FRESH)
    token = Token([urlsplit(server.url("/")).netloc])
    credentials.add(token)
    in_worker(server.url("/a"))
    token.now = None
    in_worker(server.url("/a"))
    assert [seen.headers["authorization"] for seen in server.seen] == [
        "Bearer synthetic-token-1",
        "Bearer synthetic-token-2",
    ]


def test_the_main_thread_never_waits(
    server: FaultServer, credentials: Credentials, wait_for: Callable[..., None]
) -> None:
    token = Token([urlsplit(server.url("/")).netloc])
    token.stuck.clear()
    assert headers_for(token) == {}  # would hang here
    token.stuck.set()
    wait_for(lambda: token.now, 30)
    assert headers_for(token) == {"Authorization": "Bearer synthetic-token-1"}


# -- layers ------------------------------------------------------------------------------------------

CAPABILITIES = """<?xml version="1.0"?><WMS_Capabilities version="1.3.0" xmlns="http://www.opengis.net/wms"
 xmlns:xlink="http://www.w3.org/1999/xlink"><Service><Name>WMS</Name><Title>Synthetic</Title></Service>
<Capability><Request><GetCapabilities><Format>text/xml</Format></GetCapabilities><GetMap>
<Format>image/png</Format>
<DCPType><HTTP><Get><OnlineResource xlink:href="URL"/></Get></HTTP></DCPType></GetMap>
</Request><Layer queryable="0"><Title>all</Title><CRS>EPSG:4326</CRS><Layer><Name>a</Name><Title>A</Title>
<CRS>EPSG:4326</CRS><EX_GeographicBoundingBox><westBoundLongitude>-180</westBoundLongitude>
<eastBoundLongitude>180</eastBoundLongitude><southBoundLatitude>-90</southBoundLatitude>
<northBoundLatitude>90</northBoundLatitude></EX_GeographicBoundingBox></Layer></Layer></Capability>
</WMS_Capabilities>"""


def _png() -> bytes:
    """One grey pixel (PNG specification, section 11)."""
    chunks = {
        b"IHDR": struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0),
        b"IDAT": zlib.compress(b"\0\x80"),
        b"IEND": b"",
    }
    whole = b"\x89PNG\r\n\x1a\n"
    for name, content in chunks.items():
        whole += (
            struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        )
    return whole


PIXEL = _png()


def closed_wms(server: FaultServer) -> str:
    """A WMS that answers nobody without the key; the layer's source."""

    def answer(seen: Any) -> Reply:
        if seen.headers.get(HEADER) != KEY:
            return Reply(401, b"a key, please", {"Content-Type": "text/plain"})
        if "GetMap" in seen.target:
            return Reply(200, PIXEL, {"Content-Type": "image/png"})
        text = CAPABILITIES.replace("URL", server.url("/wms?").replace("&", "&amp;"))
        return Reply(200, text.encode(), {"Content-Type": "text/xml"})

    server.add("/wms", answer)
    from qgis.core import QgsDataSourceUri

    uri = QgsDataSourceUri()
    for name, value in {
        "url": server.url("/wms"),
        "layers": "a",
        "styles": "",
        "format": "image/png",
        "crs": "EPSG:4326",
    }.items():
        uri.setParam(name, value)
    return bytes(uri.encodedUri()).decode()


def drawn(layer: QgsRasterLayer) -> None:
    """Draw the layer in QGIS's render threads."""
    from qgis.core import QgsMapRendererParallelJob, QgsMapSettings, QgsRectangle
    from qgis.PyQt.QtCore import QEventLoop, QSize

    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setOutputSize(QSize(32, 32))
    settings.setDestinationCrs(layer.crs())
    settings.setExtent(QgsRectangle(-10, -10, 10, 10))
    job = QgsMapRendererParallelJob(settings)
    loop = QEventLoop()
    job.finished.connect(loop.quit)
    job.start()
    loop.exec()


def test_a_layer_of_yesterday_after_todays_sign_in(
    server: FaultServer, project: QgsProject, tmp_path: Any, credentials: Credentials
) -> None:
    layer = QgsRasterLayer(closed_wms(server), "closed", "wms")
    assert layer.isValid()
    project.addMapLayer(layer)
    drawn(layer)
    assert any("GetMap" in seen.target for seen in server.seen)
    assert all(seen.headers.get(HEADER) == KEY for seen in server.seen)
    saved = tmp_path / "saved.qgs"
    assert project.write(str(saved)) and KEY.encode() not in saved.read_bytes()
    project.clear()
    assert project.read(str(saved))
    (again,) = project.mapLayers().values()
    assert again.isValid()
    drawn(again)
    assert all(seen.headers.get(HEADER) == KEY for seen in server.seen)
