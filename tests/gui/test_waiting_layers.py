"""Layers of yesterday's project that wait for a sign-in, as a person sees them."""

from __future__ import annotations

import pytest
from qgis.core import QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtWidgets import QPushButton

from gaia_plugin.bridge.signed_rasters import address
from gaia_plugin.core.errors import LicenceNotAccepted, NotFound, SignInRequired
from gaia_plugin.gui import waiting_layers

STORE = "https://s3-data.meso.umontpellier.fr/sm1-gdc"


@pytest.fixture
def yesterday(qgis_app, project, tmp_path):
    """A project with two scenes of DINAMIS, whose addresses are those that stay."""
    made = QgsProject()
    for name in ("scene-one", "scene-two"):
        layer = QgsRasterLayer(
            address(f"{STORE}/{name}.tif").replace("/vsicurl", "/vsimem/none"), name, "gdal"
        )
        layer.setCustomProperty("gaia/catalog", "dinamis")
        made.addMapLayer(layer)
    path = tmp_path / "yesterday.qgs"
    assert made.write(str(path))
    path.write_text(path.read_text("utf-8").replace("/vsimem/none", "/vsicurl"), "utf-8")
    return path


def test_the_project_is_read_first_and_one_message_leads_to_the_sign_in(
    plugin, controller, iface, yesterday, wait_for
):
    assert QgsProject.instance().read(str(yesterday))
    wait_for(lambda: iface.said(), 30)
    assert iface.said().startswith("2 layers could not be opened. ") and "DINAMIS" in iface.said()
    push = iface.messageBar().currentItem().findChild(QPushButton)
    assert push.text() == "Sign in and go on"
    push.click()
    assert controller.accounts.dialog is not None
    controller.accounts.dialog.close()


def test_a_hidden_dock_is_made_for_the_layers_of_a_project(plugin, yesterday, wait_for):
    plugin.show(False)
    assert QgsProject.instance().read(str(yesterday))
    wait_for(lambda: plugin.dock.controller is not None, 30)
    assert plugin.dock.isHidden()


def test_one_layer_is_named_and_can_be_tried_again(controller, iface, monkeypatch):
    layers, asked = controller.waiting.layers, []
    with monkeypatch.context() as instead:
        instead.setattr(layers, "open", lambda: asked.append(1))
        layers.refused.emit([QgsRasterLayer("", "scene-one", "gdal")], NotFound(host="s.example", status=404))
        assert iface.said().startswith("scene-one could not be opened. s.example")
        iface.messageBar().currentItem().findChild(QPushButton).click()
        QCoreApplication.processEvents()
    assert asked == [1]


def test_a_licence_is_read_first_and_the_layers_opened_then(controller, iface, monkeypatch):
    layers, asked, opened = controller.waiting.layers, [], []
    monkeypatch.setattr(waiting_layers, "open_safely", lambda page: opened.append(page) or True)
    error = LicenceNotAccepted(host="s.example", status=403, page="https://s.example/licence")
    with monkeypatch.context() as instead:
        instead.setattr(layers, "open", lambda: asked.append(1))
        layers.refused.emit([QgsRasterLayer("", "scene-one", "gdal")], error)
        push = iface.messageBar().currentItem().findChild(QPushButton)
        assert push.text() == "Read the licence"
        push.click()
        assert opened == ["https://s.example/licence"] and not asked
        assert "once you have accepted it" in iface.said()
        iface.messageBar().currentItem().findChild(QPushButton).click()
    assert asked == [1] and controller.accounts.dialog is None


def test_it_goes_on_by_itself_when_somebody_signs_in(controller, yesterday, wait_for):
    told = []
    controller.waiting.layers.refused.connect(lambda *said: told.append(said))
    assert QgsProject.instance().read(str(yesterday))
    wait_for(lambda: len(told) == 2, 30)
    assert all(isinstance(error, SignInRequired) for _, error in told)
    controller.accounts.sign_in.changed.emit()  # nobody signed in: nothing is asked again
    assert not controller.waiting.layers.busy
    controller.session.credentials.revision += 1
    controller.accounts.sign_in.changed.emit()
    assert controller.waiting.layers.busy
    wait_for(lambda: len(told) == 4, 30)
