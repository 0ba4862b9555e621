"""One line that says how the search fares; it opens the list of sources."""

from __future__ import annotations

from qgis.PyQt.QtCore import QSize, Qt
from qgis.PyQt.QtGui import QIcon, QPalette
from qgis.PyQt.QtWidgets import (
    QSizePolicy,
    QStyle,
    QStyleOptionFocusRect,
    QStyleOptionToolButton,
    QStylePainter,
    QToolButton,
)


class StatusLine(QToolButton):
    """A flat button; its text is shortened on the right, the triangle stays."""

    def __init__(self, parent=None):
        super().__init__(parent)
        self.setAutoRaise(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._said = ""

    def say(self, text: str) -> None:
        """The text to show."""
        self._said = text
        self.setAccessibleName(text)
        self.update()

    @property
    def said(self) -> str:
        """The text that is shown."""
        return self._said

    def sizeHint(self) -> QSize:
        return QSize(120, self.fontMetrics().height() + 8)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        option.state &= ~QStyle.StateFlag.State_On
        option.icon = QIcon()
        painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)
        if self.hasFocus():
            focus = QStyleOptionFocusRect()
            focus.initFrom(self)
            focus.rect = self.rect().adjusted(1, 1, -1, -1)
            painter.drawPrimitive(QStyle.PrimitiveElement.PE_FrameFocusRect, focus)
        arrow = " ▾" if self.isChecked() else " ▸"
        metrics, room = self.fontMetrics(), self.rect().adjusted(4, 0, -4, 0)
        if not self.icon().isNull():
            self.icon().paint(painter, room.left(), (self.height() - 16) // 2, 16, 16)
            room.setLeft(room.left() + 21)
        width = room.width() - metrics.horizontalAdvance(arrow)
        text = metrics.elidedText(self._said, Qt.TextElideMode.ElideRight, width) + (
            arrow if self.isEnabled() else ""
        )
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), text)
