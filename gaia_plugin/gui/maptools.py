"""Map tools that draw the area to search: a rectangle by dragging, a polygon by clicking."""

from __future__ import annotations

from qgis.core import QgsGeometry, QgsPointXY, QgsRectangle, QgsWkbTypes
from qgis.gui import QgsMapCanvas, QgsMapMouseEvent, QgsMapTool, QgsRubberBand
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor

_POLYGON = QgsWkbTypes.GeometryType.PolygonGeometry


def area_band(canvas: QgsMapCanvas, color: str = "#0072b2", filled: bool = True) -> QgsRubberBand:
    """A polygon rubber band in the plugin's manner. Whoever makes it removes it."""
    band = QgsRubberBand(canvas, _POLYGON)
    stroke = QColor(color)
    band.setStrokeColor(stroke)
    band.setWidth(2)
    fill = QColor(stroke)
    fill.setAlpha(28 if filled else 0)
    band.setFillColor(fill)
    return band


def remove_band(canvas: QgsMapCanvas, band: QgsRubberBand | None) -> None:
    """Take a rubber band off the map for good."""
    if band is not None and canvas.scene() is not None:
        canvas.scene().removeItem(band)


class AreaTool(QgsMapTool):
    """What both tools share: a band, Esc, and one signal in the CRS of the map."""

    drawn = pyqtSignal(QgsGeometry)
    cancelled = pyqtSignal()

    def __init__(self, canvas: QgsMapCanvas):
        super().__init__(canvas)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self._band: QgsRubberBand | None = None

    def _show(self, geometry: QgsGeometry) -> None:
        if self._band is None:
            self._band = area_band(self.canvas())
        self._band.setToGeometry(geometry, None)

    def reset(self) -> None:
        """Forget what was begun."""
        remove_band(self.canvas(), self._band)
        self._band = None

    def deactivate(self) -> None:
        self.reset()
        super().deactivate()

    def keyPressEvent(self, event) -> None:
        if event.key() == Qt.Key.Key_Escape:
            event.accept()
            self.reset()
            self.cancelled.emit()


class RectangleTool(AreaTool):
    """Drag from corner to corner."""

    def __init__(self, canvas: QgsMapCanvas):
        super().__init__(canvas)
        self._start: QgsPointXY | None = None

    def canvasPressEvent(self, event: QgsMapMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._start = event.mapPoint()

    def canvasMoveEvent(self, event: QgsMapMouseEvent) -> None:
        if self._start is not None:
            self._show(QgsGeometry.fromRect(QgsRectangle(self._start, event.mapPoint())))

    def canvasReleaseEvent(self, event: QgsMapMouseEvent) -> None:
        if self._start is None or event.button() != Qt.MouseButton.LeftButton:
            return
        rectangle = QgsRectangle(self._start, event.mapPoint())
        self.reset()
        # A click without a drag is no area: the tool waits for a drag.
        if rectangle.width() > 0 and rectangle.height() > 0:
            self.drawn.emit(QgsGeometry.fromRect(rectangle))

    def reset(self) -> None:
        self._start = None
        super().reset()


class PolygonTool(AreaTool):
    """Click each corner; right click, Enter or double click closes; Backspace takes the last one back."""

    def __init__(self, canvas: QgsMapCanvas):
        super().__init__(canvas)
        self._corners: list[QgsPointXY] = []

    def canvasReleaseEvent(self, event: QgsMapMouseEvent) -> None:
        if event.button() == Qt.MouseButton.RightButton:
            self.close()
        elif event.button() == Qt.MouseButton.LeftButton:
            point = event.mapPoint()
            if not self._corners or point != self._corners[-1]:
                self._corners.append(point)
            self._draw(point)

    def canvasMoveEvent(self, event: QgsMapMouseEvent) -> None:
        if self._corners:
            self._draw(event.mapPoint())

    def canvasDoubleClickEvent(self, event: QgsMapMouseEvent) -> None:
        self.close()

    def keyPressEvent(self, event) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
            self.close()
        elif event.key() == Qt.Key.Key_Backspace and self._corners:
            event.accept()
            self._corners.pop()
            self._draw(self._corners[-1]) if self._corners else self.reset()
        else:
            super().keyPressEvent(event)

    def _draw(self, pointer: QgsPointXY) -> None:
        self._show(QgsGeometry.fromPolygonXY([[*self._corners, pointer, self._corners[0]]]))

    def close(self) -> None:
        """Finish the polygon; with fewer than three corners go on waiting."""
        if len(self._corners) < 3:
            return
        ring = [*self._corners, self._corners[0]]
        self.reset()
        self.drawn.emit(QgsGeometry.fromPolygonXY([ring]))

    def reset(self) -> None:
        self._corners = []
        super().reset()
