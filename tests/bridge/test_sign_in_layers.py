"""Layers of a project that was opened before anybody was signed in, and layers whose token was taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from qgis.core import QgsNetworkAccessManager, QgsProject, QgsRasterLayer, QgsVectorLayer
from qgis.PyQt.QtGui import QColor

from gaia_plugin.bridge.preprocessor import RequestCredentials
from gaia_plugin.bridge.sign_in_layers import SignedInLayers
from gaia_plugin.core.auth.providers import Provider, read_provider
from gaia_plugin.core.errors import SignInEnded
from gaia_plugin.core.net.credentials import Credential, Credentials
from tests.bridge.test_preprocessor import KEY, asked, closed_wms, drawn, in_worker
from tests.support.faultserver import FaultServer, Reply


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


@pytest.fixture
def credentials() -> Iterator[Credentials]:
    found = Credentials()
    attached = RequestCredentials(found)
    attached.install()
    yield found
    attached.remove()


def provider(server: FaultServer) -> Provider:
    way = {"kind": "header", "headers": {"X-API-Key": "{key}"}, "fields": ["key"]}
    row = read_provider({"id": "here", "ways": [{**way, "hosts": [urlsplit(server.url("/")).netloc]}]})
    assert row is not None
    return row


@pytest.fixture
def layers(server: FaultServer, credentials: Credentials) -> Iterator[SignedInLayers]:
    made = SignedInLayers(credentials, lambda: [provider(server)])
    yield made
    made.stop()
    made.deleteLater()


def key_of(server: FaultServer) -> Credential:
    return Credential([urlsplit(server.url("/")).netloc], headers={"X-API-Key": KEY}, allow_http=True)


def saved(project: QgsProject, path: Path, layer: Any) -> str:
    assert layer.isValid()
    project.addMapLayer(layer)
    assert project.write(str(path))
    key = str(layer.id())
    project.clear()
    return key


def test_a_closed_map_of_yesterday_opens_after_the_sign_in(
    server: FaultServer,
    project: QgsProject,
    credentials: Credentials,
    layers: SignedInLayers,
    tmp_path: Path,
    wait_for: Callable[..., None],
) -> None:
    known = key_of(server)
    credentials.add(known)
    layer = QgsRasterLayer(closed_wms(server), "closed", "wms")
    layer.renderer().setOpacity(0.4)
    layer.brightnessFilter().setBrightness(33)
    layer.setName("My map")
    key = saved(project, tmp_path / "a.qgs", layer)
    credentials.remove(known)
    QgsNetworkAccessManager.instance().cache().clear()  # which would know the capabilities
    assert project.read(str(tmp_path / "a.qgs"))
    again = project.mapLayer(key)
    assert not again.isValid() and project.layerTreeRoot().findLayer(key) is not None
    credentials.add(known)
    layers.go_on(provider(server))
    assert not again.isValid()  # a worker asks first
    wait_for(again.isValid, 60)
    assert again is project.mapLayer(key) and again.name() == "My map" and again.providerType() == "wms"
    assert again.renderer().opacity() == pytest.approx(0.4)
    assert again.brightnessFilter().brightness() == 33
    drawn(again)
    assert any("GetMap" in seen.target for seen in server.seen)
    assert project.write(str(tmp_path / "b.qgs")) and KEY not in (tmp_path / "b.qgs").read_text()


def test_a_closed_file_of_features_too(
    server: FaultServer,
    project: QgsProject,
    credentials: Credentials,
    layers: SignedInLayers,
    tmp_path: Path,
    wait_for: Callable[..., None],
) -> None:
    """One that GDAL reads: it has a style of its own."""
    text = '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"n": 1},'
    text += ' "geometry": {"type": "Point", "coordinates": [5, 45]}}]}'
    opened = [True]
    url = server.add(
        "/points.geojson",
        lambda seen: (
            Reply(200, b"" if seen.method == "HEAD" else text.encode(), length=len(text))
            if opened[0]
            else Reply(401, b"")
        ),
    )
    layer = QgsVectorLayer(f"/vsicurl_streaming/{url}", "points", "ogr")
    layer.renderer().symbol().setColor(QColor("#12ab34"))
    key = saved(project, tmp_path / "a.qgs", layer)
    opened[0] = False
    assert project.read(str(tmp_path / "a.qgs"))
    again = project.mapLayer(key)
    assert not again.isValid()
    layers.go_on(provider(server))
    wait_for(lambda: not layers._waiting, 60)
    assert not again.isValid()  # still closed: nothing happens
    opened[0] = True
    layers.go_on(provider(server))
    wait_for(again.isValid, 60)
    assert again.renderer().symbol().color().name() == "#12ab34" and again.featureCount() == 1


class Taken(Credential):
    """A token that the service takes back; the issuer has another, or none."""

    def __init__(self, host: str, ended: bool):
        super().__init__([host], allow_http=True)
        self.word, self.sent, self.ended = "synthetic-1", [], ended

    def headers(self, cancel: Any = None) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.word}"}

    def headers_now(self) -> dict[str, str]:
        return self.headers()

    def refused(self, sent: Any, cancel: Any = None) -> bool:
        self.sent.append(sent["Authorization"])
        if self.ended:
            raise SignInEnded(host="here")
        self.word = "synthetic-2"
        return True


@pytest.mark.parametrize("ended", [False, True])
def test_a_refusal_of_what_qgis_asked_is_looked_into(
    ended: bool,
    server: FaultServer,
    credentials: Credentials,
    layers: SignedInLayers,
    wait_for: Callable[..., None],
) -> None:
    def answer(seen: Any) -> Reply:
        good = seen.headers.get("authorization") == "Bearer synthetic-2"
        return Reply(200 if good else 401, b"x", {"Cache-Control": "no-store"})

    url = server.add("/tile", answer)
    token = Taken(urlsplit(url).netloc, ended)
    credentials.add(token)
    renewed: list[str] = []
    layers._refusals.renewed.connect(renewed.append)
    assert in_worker(url) != 0
    wait_for(lambda: token.sent, 60)
    wait_for(lambda: not layers._refusals._asked, 60)
    assert token.sent == ["Bearer synthetic-1"]
    assert renewed == ([] if ended else [url])
    if not ended:
        assert asked(url) == 0
    free = server.add("/free", Reply(401, b"x"))
    credentials.remove(token)
    assert in_worker(free) != 0 and len(token.sent) == 1  # nobody's credential: nobody is asked
