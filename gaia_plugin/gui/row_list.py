"""What the lists of results and of transfers have in common."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import QRect, Qt
from qgis.PyQt.QtGui import QPainter, QPalette
from qgis.PyQt.QtWidgets import QAbstractItemView, QListView

from .results_delegate import mixed


class RowList(QListView):
    """Rows of one height, drawn by a delegate, several of which can be chosen; a text where there is none."""

    def __init__(self, parent=None):
        super().__init__(parent)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setMouseTracking(True)
        self._empty = ""

    def set_empty_text(self, text: str) -> None:
        """What to say where there is no row."""
        self._empty = text
        self.setAccessibleDescription(text)
        self.viewport().update()

    @property
    def empty_text(self) -> str:
        """What is said where there is no row."""
        return self._empty

    def menu_place(self, event) -> tuple[Any, Any]:
        """The row that a context menu is asked for, by the mouse or, by the keyboard, the current one (it may
        be none); and where the menu opens."""
        by_key = event.reason() == event.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        place = self.viewport().mapToGlobal(self.visualRect(index).center()) if by_key else event.globalPos()
        return index, place

    def paint_empty(self) -> None:
        """Say the text, where there is a model without rows."""
        if self.model() is None or self.model().rowCount() or not self._empty:
            return
        painter, palette = QPainter(self.viewport()), self.palette()
        text, back = palette.color(QPalette.ColorRole.Text), palette.color(QPalette.ColorRole.Base)
        painter.setPen(mixed(text, back, 0.65))
        room = QRect(self.viewport().rect()).adjusted(18, 14, -18, -14)
        painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), self._empty)
        painter.end()
