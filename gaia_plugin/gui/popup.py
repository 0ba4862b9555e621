"""What opens under a button."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QPainter
from qgis.PyQt.QtWidgets import QFrame


class Popup(QFrame):
    """A frame that closes at a click elsewhere. It paints its own ground: QGIS's dark themes give frames a
    border and no background, which leaves a window of its own black."""

    def __init__(self, parent=None):
        super().__init__(parent, Qt.WindowType.Popup)

    def paintEvent(self, event) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().window())
        painter.end()
        super().paintEvent(event)
