"""A label that never widens the dock."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QPainter
from qgis.PyQt.QtWidgets import QLabel

from .ui import tip


class ElidedLabel(QLabel):
    """A label that shortens its text, in the middle or as ``elide`` says; the whole is its tool tip."""

    elide = Qt.TextElideMode.ElideMiddle

    def set_full(self, text: str) -> None:
        """The text to show."""
        self.setToolTip(tip(text))
        self.setText(text)

    def paintEvent(self, event) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        text = self.fontMetrics().elidedText(self.text(), self.elide, self.width())
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), text)
