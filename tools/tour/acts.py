"""What the steps of the tour share: to search, to add and to wait, as a person does."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from qgis.core import QgsLayerTreeLayer, QgsMapLayer, QgsProject, QgsRectangle, QgsVectorLayer
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest

from .driver import Tour, Wait

Walk = Generator[Wait, None, Any]


def search(tour: Tour, words: str) -> Walk:
    """Type the words, press Enter, wait until no source is searching."""
    controller = tour.facts["dock"].controller
    box = controller.panel.search.text
    box.setFocus()
    box.clear()
    QTest.keyClicks(box, words)
    box.completer().popup().hide()
    ended: list[bool] = []
    controller.search.finished.connect(lambda: ended.append(True))
    QTest.keyClick(box, Qt.Key.Key_Return)
    yield lambda: bool(ended)
    layer = controller.footprints.layer
    yield 0.4
    return {
        "words": words,
        "results": controller.model.rowCount(),
        "footprints": layer.featureCount() if layer is not None else 0,
    }


def added(tour: Tour, ask: Any, count: int = 1) -> Walk:
    """Ask for layers and wait until they are there; what the user is told instead fails the step."""
    said: list[Any] = []
    layers = tour.facts["dock"].controller.actions.layers
    before = set(QgsProject.instance().mapLayers())
    layers.failed.connect(lambda _link, error: said.append(error))
    ask()
    yield lambda: said or len(new_layers(before)) >= count
    if said:
        raise RuntimeError(str(said[0]))
    return new_layers(before)


def drawn(tour: Tour) -> Walk:
    """Wait until the map is drawn."""
    canvas = tour.iface.mapCanvas()
    yield 0.5
    yield lambda: not canvas.isDrawing()
    yield 0.2


def show(tour: Tour, west: float, south: float, east: float, north: float) -> None:
    """Show a box, in degrees."""
    canvas = tour.iface.mapCanvas()
    transform = canvas.mapSettings().layerExtentToOutputExtent
    lonlat = QgsVectorLayer("Point?crs=EPSG:4326", "", "memory")
    canvas.setExtent(transform(lonlat, QgsRectangle(west, south, east, north)))
    canvas.refresh()


def new_layers(before: set[str]) -> list[QgsMapLayer]:
    """Layers of the project that were not there before, the footprints apart."""
    layers = QgsProject.instance().mapLayers()
    return [layer for key, layer in layers.items() if key not in before and not is_ours(layer)]


def is_ours(layer: QgsMapLayer) -> bool:
    """Whether it is a layer of footprints, which a saved project does not keep."""
    node = QgsProject.instance().layerTreeRoot().findLayer(layer.id())
    return isinstance(node, QgsLayerTreeLayer) and layer.dataProvider().name() == "memory"


def busy(download: Any) -> bool:
    """Whether a download is not over."""
    return bool(download.active)
