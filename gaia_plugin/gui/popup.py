"""What opens under a button."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QPainter
from qgis.PyQt.QtWidgets import QApplication, QFrame


class Popup(QFrame):
    """A frame that closes at a click elsewhere. It paints its own ground: QGIS's dark themes give frames a
    border and no background, which leaves a window of its own black."""

    def __init__(self, parent=None):
        super().__init__(parent, Qt.WindowType.Popup)

    def paintEvent(self, event) -> None:
        painter = QPainter(self)
        # Its own palette comes from the button, whose ground the theme may have made transparent.
        parent = self.parentWidget()
        ground = parent.window().palette().window() if parent is not None else self.palette().window()
        if ground.color().alpha() < 255:
            ground = QApplication.palette().window()
        painter.fillRect(self.rect(), ground)
        painter.end()
        super().paintEvent(event)
