"""Rasters of a store that wants signatures, streamed into a project that holds none."""

from __future__ import annotations

import json
import os
import secrets
import time
import zipfile
from urllib.parse import urlsplit

import pytest

pytest.importorskip("qgis.core", reason="QGIS's Python bindings are not on this machine")

from qgis.core import (
    QgsApplication,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsMultiBandColorRenderer,
    QgsProject,
)
from qgis.PyQt.QtCore import QSize

from gaia_plugin.bridge.layers import AddToMap
from gaia_plugin.bridge.network import qgis_session
from gaia_plugin.bridge.signed_layers import SignedLayers
from gaia_plugin.bridge.signed_rasters import PLACE, SignedRasters, address, web_address
from gaia_plugin.bridge.thumbnails import ThumbnailLoader
from gaia_plugin.core.access import Access
from gaia_plugin.core.errors import GaiaError, SignInRequired
from gaia_plugin.core.model import Granule, Link, LinkKind
from gaia_plugin.core.net import Cancel, Credential
from tests.bridge.conftest import start_qgis
from tests.hub.hub import ROOT
from tests.hub.services._signing_server import PAIRED
from tests.support.faultserver import FaultServer
from tests.support.pumped import pumped

pytestmark = [pytest.mark.hub, pytest.mark.qgis]
STORE = "https://s3-data.meso.umontpellier.fr/sm1-gdc"
SCENE = f"{STORE}/optical/T00_visual.tif"


class Desk:
    """A session at the hub's gateway, and who is signed in there."""

    def __init__(self, hub):
        self.host = urlsplit(hub["signing"]).netloc
        self.store = urlsplit(hub["signing_store"]).netloc
        self.session = qgis_session()
        rows = json.loads((ROOT / "resources" / "access.json").read_text("utf-8"))
        row = {**next(one for one in rows if one["id"] == "teledetection"), "gateway": hub["signing"]}
        Access(self.session, [row]).use()

    def sign_in(self, who: str = "alice") -> None:
        key = {"access-key": f"{who}.{secrets.token_hex(6)}", "secret-key": PAIRED}
        self.session.credentials.add(Credential([self.host], headers=key, allow_http=True))


@pytest.fixture
def desk(hub):
    start_qgis()
    made = Desk(hub)
    yield made
    made.session.close()


@pytest.fixture
def project():
    made = QgsProject()
    yield made
    made.clear()


@pytest.fixture
def layers(desk, project):
    made = SignedLayers(desk.session, project)
    yield made
    made.stop()


def added(desk, project, href: str = SCENE):
    link = Link(href, LinkKind.COG, media_type="image/tiff")
    adding, heard = AddToMap(desk.session, project), []
    adding.added.connect(lambda _, layer: heard.append(layer))
    adding.failed.connect(lambda _, error: heard.append(error))
    adding.add(Granule("g1", "Scene", catalog="x", links=(link,)), link)
    until(lambda: heard)
    return heard[0]


def until(there, seconds: float = 60.0) -> None:
    """Handle events until it is so."""
    end = time.monotonic() + seconds
    while not there():
        assert time.monotonic() < end, "it never came"
        QgsApplication.processEvents()
        time.sleep(0.005)


def settings_of(layer) -> QgsMapSettings:
    """The layer alone, on a small map."""
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setExtent(layer.extent())
    settings.setDestinationCrs(layer.crs())
    settings.setOutputSize(QSize(64, 64))
    return settings


def tomorrow(project, layers) -> None:
    """As if QGIS had been closed and started: nothing of GDAL's memory is left."""
    project.clear()
    layers.rasters.remove()
    layers.rasters.install()


def value(layer) -> float:
    """The first band in the middle."""
    return layer.dataProvider().sample(layer.extent().center(), 1)[0]


def written(project, path) -> str:
    assert project.write(str(path))
    with zipfile.ZipFile(path) as archive:
        return b"".join(archive.read(name) for name in archive.namelist()).decode("utf-8", "replace")


def test_a_scene_is_streamed_and_the_project_names_it_for_ever(desk, project, layers, tmp_path, capfd):
    logged: list[str] = []
    heard = QgsApplication.messageLog().messageReceived.connect(lambda *said: logged.append(str(said)))
    desk.sign_in()
    layer = added(desk, project)
    assert layer.isValid() and layer.bandCount() == 3 and value(layer) == value(layer)
    text = written(project, tmp_path / "p.qgz")
    QgsApplication.messageLog().messageReceived.disconnect(heard)
    assert address(SCENE).replace("&", "&amp;") in text
    out = "".join(capfd.readouterr())
    for secret in ("X-Amz", PAIRED, desk.store, PLACE):
        for place in (text, layer.customProperties().keys().__repr__(), "".join(logged), out):
            assert secret not in place
    assert "X-Amz" not in layer.source() + layer.htmlMetadata() + layer.publicSource()


def test_a_project_is_opened_again_with_its_style(desk, project, layers, tmp_path):
    desk.sign_in()
    layer = added(desk, project)
    renderer = QgsMultiBandColorRenderer(layer.dataProvider(), 3, 1, 2)
    layer.setRenderer(renderer)
    right = value(layer)
    written(project, tmp_path / "p.qgz")
    tomorrow(project, layers)
    assert project.read(str(tmp_path / "p.qgz"))
    (again,) = project.mapLayers().values()
    assert not again.isValid(), "nothing is asked for while the project is read"
    until(again.isValid)
    assert (again.renderer().redBand(), again.renderer().greenBand()) == (3, 1)
    assert value(again) == right


def test_who_is_not_signed_in_is_told_and_the_layer_opens_after(desk, project, layers, tmp_path):
    desk.sign_in()
    added(desk, project)
    written(project, tmp_path / "p.qgz")
    tomorrow(project, layers)
    desk.session.credentials.remove(desk.session.credentials.for_url(f"http://{desk.host}/"))
    told: list = []
    layers.refused.connect(lambda closed, error: told.append((closed, error)))
    assert project.read(str(tmp_path / "p.qgz"))
    until(lambda: told)
    (again,) = project.mapLayers().values()
    assert told[0][0] == [again] and isinstance(told[0][1], SignInRequired)
    desk.sign_in()
    layers.open()
    until(again.isValid)


def test_a_project_that_was_read_before_the_plugin_was_there(desk, project, layers, tmp_path):
    desk.sign_in()
    added(desk, project)
    written(project, tmp_path / "p.qgz")
    tomorrow(project, layers)
    layers.rasters.remove()
    assert project.read(str(tmp_path / "p.qgz"))
    (again,) = project.mapLayers().values()
    assert again.source() == address(SCENE) and not again.isValid()
    layers.rasters.install()
    layers.open()
    until(again.isValid)
    assert again.source() == layers.rasters.source_of(SCENE)


def test_a_signature_that_ends_is_replaced_behind_the_door(desk, project, layers):
    from osgeo import gdal

    desk.sign_in("alice.short")
    layer = added(desk, project)
    right = value(layer)
    time.sleep(3.2)  # the store's own clock ends it
    gdal.VSICurlClearCache()
    layer.dataProvider().reloadData()
    assert value(layer) == right


def test_what_gdal_says_of_a_failure_names_no_signature(desk, project, layers, capfd):
    from osgeo import gdal

    logged: list[str] = []
    heard = QgsApplication.messageLog().messageReceived.connect(lambda *said: logged.append(str(said)))
    desk.sign_in()
    layer = added(desk, project)
    desk.session.credentials.remove(desk.session.credentials.for_url(f"http://{desk.host}/"))
    gdal.VSICurlClearCache()
    layer.dataProvider().reloadData()
    drawn = QgsMapRendererSequentialJob(settings_of(layer))
    drawn.start()
    drawn.waitForFinished()
    QgsApplication.messageLog().messageReceived.disconnect(heard)
    told = "".join((*capfd.readouterr(), *logged, *(one.message for one in drawn.errors())))
    assert "127.0.0.1" in told and "X-Amz" not in told and desk.store not in told


def test_a_proxy_of_the_house_is_not_asked_for_this_computer(desk, project, layers, monkeypatch):
    from osgeo import gdal

    monkeypatch.setenv("no_proxy", "intranet.example")
    with FaultServer() as proxy:
        gdal.SetConfigOption("GDAL_HTTP_PROXY", proxy.url("").removeprefix("http://").rstrip("/"))
        try:
            desk.sign_in()
            assert added(desk, project).isValid()
        finally:
            gdal.SetConfigOption("GDAL_HTTP_PROXY", None)
        assert not proxy.seen
    assert os.environ["no_proxy"] == "intranet.example,127.0.0.1"


def test_whoever_has_no_right_is_told_so(desk, project, layers):
    desk.sign_in("bob")
    error = added(desk, project)
    assert isinstance(error, GaiaError) and error.status == 403


def test_a_file_that_is_not_there_and_one_that_is_no_raster(desk, project, layers):
    desk.sign_in()
    assert added(desk, project, f"{STORE}/optical/missing.tif").status == 404


def test_what_another_tool_signed_is_taken_over_when_its_time_has_passed(desk):
    rasters = SignedRasters(desk.session)
    over = f"{SCENE}?X-Amz-Date=20200101T000000Z&X-Amz-Expires=60&X-Amz-Signature=synthetic"
    now = f"{SCENE}?X-Amz-Date=29990101T000000Z&X-Amz-Expires=60&X-Amz-Signature=synthetic"
    assert rasters.read(f"/vsicurl/{over}") == rasters.source_of(SCENE)
    assert rasters.read(f"/vsicurl/{now}") == f"/vsicurl/{now}"
    assert rasters.read("/vsicurl/https://example.org/a.tif") == "/vsicurl/https://example.org/a.tif"
    assert rasters.read("layer.tif") == "layer.tif"
    assert rasters.written(rasters.source_of(over)) == address(SCENE)
    assert web_address(address(SCENE)) == SCENE
    with pytest.raises(GaiaError):
        rasters.prepare("s3://bucket/a.tif", Cancel())


def test_pictures_and_styles_of_the_store_come_too(desk):
    desk.sign_in("alice.short")
    loader, come = ThumbnailLoader(desk.session), []
    loader.loaded.connect(lambda key, image: come.append((key, image)))
    loader.request("g1", f"{STORE}/optical/T00_visual.png")
    until(lambda: come)
    loader.stop()
    assert come[0][0] == "g1" and not come[0][1].isNull()


def test_a_picture_is_read_again_when_its_signature_ended(desk):
    desk.sign_in("alice.short")
    access, link = Access.of(desk.session), Link(f"{STORE}/optical/T00_visual.png", LinkKind.THUMBNAIL)
    read = pumped(lambda: access.read(link).content)
    first = read()
    time.sleep(3.2)
    assert read() == first and first.startswith(b"\x89PNG")
