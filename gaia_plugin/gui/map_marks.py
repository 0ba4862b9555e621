"""Marks on the map that are not layers: what the mouse points at, in the list or on the map."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import (
    QgsCsException,
    QgsFeatureRequest,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
)
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QObject, QTimer

from ..bridge.footprints import FootprintLayer
from ..bridge.selection import Selection
from ..bridge.transforms import between
from .maptools import area_band, remove_band

_PAUSE_MS = 80
_MOST = 5_000  # footprints: a linear search of more would be felt


class MapMarks(QObject):
    """Follows ``selection.hovered`` with a rubber band, and tells it what the mouse is over on the map."""

    def __init__(
        self, canvas: QgsMapCanvas, footprints: FootprintLayer, selection: Selection, parent: QObject
    ):
        super().__init__(parent)
        self._canvas, self._footprints, self._selection = canvas, footprints, selection
        self._band = None
        self._point: QgsPointXY | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self._look)
        selection.hovered.connect(self._mark)
        canvas.xyCoordinates.connect(self._moved)

    def shut(self) -> None:
        """Leave the map as it was found."""
        self._timer.stop()
        self._canvas.xyCoordinates.disconnect(self._moved)
        self._selection.hovered.disconnect(self._mark)
        self.clear()

    def clear(self) -> None:
        """No mark."""
        remove_band(self._canvas, self._band)
        self._band = None

    def _mark(self, key) -> None:
        self.clear()
        layer = self._footprints.layer
        fid = self._footprints.feature_of_key(key) if key is not None else None
        if layer is None or fid is None:
            return
        self._band = area_band(self._canvas, "#ff7f0e")
        self._band.setToGeometry(layer.getFeature(fid).geometry(), layer)

    def _moved(self, point: QgsPointXY) -> None:
        layer = self._footprints.layer
        if layer is not None and 0 < self._footprints.count <= _MOST:
            self._point = point
            self._timer.start()

    def _look(self) -> None:
        layer = self._footprints.layer
        if layer is None or not self._canvas.underMouse():
            return
        settings = self._canvas.mapSettings()
        reach = 3 * settings.mapUnitsPerPixel()
        x, y = self._point.x(), self._point.y()
        box = QgsRectangle(x - reach, y - reach, x + reach, y + reach)
        transform = between(settings.destinationCrs(), layer.crs(), QgsProject.instance())
        try:
            box = transform.transformBoundingBox(box)
        except QgsCsException:
            return
        request = QgsFeatureRequest(box).setSubsetOfAttributes([])
        request.setFlags(QgsFeatureRequest.Flag.ExactIntersect)
        # Of footprints over each other the smallest is meant: the others can be pointed at beside it.
        found = min(layer.getFeatures(request), key=lambda one: one.geometry().area(), default=None)
        key = self._footprints.key_of_feature(found.id()) if found is not None else None
        self._selection.hover(key, self)


def zoom_to(canvas: QgsMapCanvas, footprints: FootprintLayer, keys: Sequence | None) -> bool:
    """Show some records' footprints on the map, all of them for None; False where there is none."""
    box = footprints.extent_of(keys, canvas.mapSettings().destinationCrs())
    if box is None or box.isNull():
        return False
    if box.width() == 0 and box.height() == 0:  # a station: its surroundings
        half = 0.05 if canvas.mapSettings().destinationCrs().isGeographic() else 5_000.0
        box.grow(half)
    else:
        box.scale(1.25)
    canvas.setExtent(box)
    canvas.refresh()
    return True
