"""The tiles of a Copernicus Marine dataset (synthetic, in its shape) in QGIS: asked with time and depth."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("qgis.core")

from qgis.core import QgsRasterLayer, QgsRectangle
from qgis.PyQt.QtCore import QBuffer, QByteArray, QIODevice
from qgis.PyQt.QtGui import QImage

from gaia_plugin.bridge.layer_plans import plan
from gaia_plugin.core.model import Granule, Link, LinkKind
from gaia_plugin.core.ogc import read_capabilities
from tests.support.faultserver import FaultServer, Reply, Seen, as_xml
from tests.support.synthetic_marine import CAPABILITIES


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


def png() -> bytes:
    data = QByteArray()
    device = QBuffer(data)
    device.open(QIODevice.OpenModeFlag.WriteOnly)
    image = QImage(256, 256, QImage.Format.Format_ARGB32)
    image.fill(0xFF336699)
    image.save(device, "PNG")
    return bytes(data)


def test_tiles_are_asked_for_with_their_time(server: FaultServer, qgis_app: Any) -> None:
    base, tile = server.url("/teroWmts"), png()

    def answer(seen: Seen) -> Reply:
        asked = {name.lower(): values[0].lower() for name, values in seen.query.items()}
        if asked.get("request") == "getcapabilities":
            return as_xml(CAPABILITIES.format(base=base))
        return Reply(200, tile, {"Content-Type": "image/png"})

    server.add("/teroWmts", answer)
    server.add("/teroWmts/*", answer)
    href = f"{base}/SYNTHETIC_PHY_003/cmems_mod_syn_phy-cur_anfc_0.083deg_P1D-m_3_202211"
    link = Link(href=href, kind=LinkKind.WMTS, key="wmts")
    capabilities = read_capabilities(CAPABILITIES.format(base=base).encode(), LinkKind.WMTS, href)
    made = plan(link, Granule(id="g", title="g", catalog="marine"), "", capabilities, "EPSG:3857")
    layer = QgsRasterLayer(made.uri, "tiles", made.provider)
    assert layer.isValid(), layer.error().message()
    world = 20037508.0
    block = layer.dataProvider().block(1, QgsRectangle(-world, -world, world, world), 64, 64)
    assert block.isValid() and block.width() == 64
    tiles = [seen.query for seen in server.seen if seen.query.get("REQUEST", [""])[0].lower() == "gettile"]
    assert tiles, "no tile was asked for"
    asked = {name.lower(): values[0] for name, values in tiles[0].items()}
    assert asked["time"] == "2024-05-02T00:00:00Z" and asked["elevation"] == "-0.49402499198913574"
    assert asked["layer"].endswith("/uo") and asked["style"] == "cmap:velocity"
