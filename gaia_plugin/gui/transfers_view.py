"""The list of transfers: keys, a context menu, and rows that are dragged into another order."""

from __future__ import annotations

from qgis.PyQt.QtCore import QEvent, QModelIndex, Qt, pyqtSignal
from qgis.PyQt.QtGui import QPainter, QPalette, QPen
from qgis.PyQt.QtWidgets import QAbstractItemView, QStyleOptionViewItem, QToolTip

from ..bridge.downloads_model import FRONT, DownloadsModel
from ..bridge.downloads_row import Download
from ..bridge.responsive import undisturbed
from . import formats
from . import transfers_actions as acts
from .row_list import RowList
from .transfers_delegate import TransfersDelegate
from .ui import tip


class TransfersView(RowList):
    """``wanted`` carries the transfers and what to do with them (``transfers_actions``); ``menuWanted`` the
    transfers and the place; ``dropped`` the transfers and the one before which they were dropped (None: at
    the end)."""

    wanted = pyqtSignal(list, str)
    menuWanted = pyqtSignal(list, object)
    dropped = pyqtSignal(list, object)

    def __init__(self, parent=None):
        super().__init__(parent)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.drawn = TransfersDelegate(self)
        self.setItemDelegate(self.drawn)
        self.drawn.acted.connect(lambda one, what: self.wanted.emit([one], what))
        self.entered.connect(lambda index: self._hover(index.row()))
        self.activated.connect(self._activate)
        self._line = -1

    def chosen(self) -> list[Download]:
        """The selected transfers, in the list's order."""
        spans = sorted((part.top(), part.bottom()) for part in self.selectionModel().selection())
        return [self.model().download(row) for first, last in spans for row in range(first, last + 1)]

    def current(self) -> Download | None:
        """The row that the keys are for."""
        index = self.currentIndex()
        return self.model().download(index.row()) if index.isValid() else None

    # -- keys and mouse ----------------------------------------------------------------------------------

    def keyPressEvent(self, event) -> None:
        """Space pauses and resumes, Delete cancels or removes, Enter does what the row's button does, Alt
        with an arrow moves."""
        current, key = self.current(), event.key()
        chosen = self.chosen() or ([current] if current is not None else [])
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        moves = {Qt.Key.Key_Up: acts.UP, Qt.Key.Key_Down: acts.DOWN, Qt.Key.Key_Home: acts.TOP}
        if not chosen:
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_Space:
            going = any(acts.fits(acts.PAUSE, one) for one in chosen)
            self.wanted.emit(chosen, acts.PAUSE if going else acts.RESUME)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            going = any(acts.fits(acts.CANCEL, one) for one in chosen)
            self.wanted.emit(chosen, acts.CANCEL if going else acts.REMOVE)
        elif alt and key in moves:
            self.wanted.emit(chosen, moves[key])
        else:
            super().keyPressEvent(event)

    def _activate(self, index: QModelIndex) -> None:
        one = self.model().download(index.row())
        self.wanted.emit([one], acts.primary(one, self.drawn.way_in(one)))

    def contextMenuEvent(self, event) -> None:
        """The menu of what is under the mouse, or, by the keyboard, of the current row."""
        index, place = self.menu_place(event)
        if not index.isValid():
            return
        self.menuWanted.emit(self.chosen() or [self.model().download(index.row())], place)

    def _hover(self, row: int) -> None:
        before, self.drawn.hovered_row = self.drawn.hovered_row, row
        for one in (before, row):
            if one >= 0:
                self.update(self.model().index(one, 0))

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def viewportEvent(self, event) -> bool:
        """The whole of what a row shortens, and what its buttons do, as tool tips."""
        if event.type() != QEvent.Type.ToolTip:
            return super().viewportEvent(event)
        index = self.indexAt(event.pos())
        if not index.isValid():
            QToolTip.hideText()
            return True
        one, option = self.model().download(index.row()), QStyleOptionViewItem()
        option.rect, option.font = self.visualRect(index), self.font()
        what = self.drawn.action_at(option, one, event.pos())
        text = acts.label(what, self.drawn.way_in(one)) if what else self._whole(one)
        QToolTip.showText(event.globalPos(), tip(text), self.viewport())
        return True

    def _whole(self, one: Download) -> str:
        return "\n".join(part for part in (str(one.path), self.drawn.reason(one)) if part)

    # -- another order -----------------------------------------------------------------------------------

    def dragEnterEvent(self, event) -> None:
        self._may_drop(event)

    def dragMoveEvent(self, event) -> None:
        if self._may_drop(event):
            line = self._place(event)
            if line != self._line:
                self._line = line
                self.viewport().update()

    def dragLeaveEvent(self, event) -> None:
        self._line = -1
        self.viewport().update()

    def dropEvent(self, event) -> None:
        """The rows are moved by the queue, not by the view, which would take them out here."""
        if not self._may_drop(event):
            return
        row, self._line = self._place(event), -1
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        chosen = [one for one in self.chosen() if acts.fits(acts.UP, one)]
        rest = range(row, self.model().rowCount())
        after = (self.model().download(at) for at in rest)
        before = next((one for one in after if one not in chosen and one.state in FRONT), None)
        if chosen:
            self.dropped.emit(chosen, before)
        self.viewport().update()

    def _may_drop(self, event) -> bool:
        good = event.source() is self
        event.accept() if good else event.ignore()
        return good

    def _place(self, event) -> int:
        """The row before which something is dropped."""
        place = event.position().toPoint() if hasattr(event, "position") else event.pos()
        index = self.indexAt(place)
        if not index.isValid():
            return self.model().rowCount()
        return index.row() + (place.y() > self.visualRect(index).center().y())

    # -- painting ----------------------------------------------------------------------------------------

    def paintEvent(self, event) -> None:
        with undisturbed(), formats.steady():
            super().paintEvent(event)
        model: DownloadsModel | None = self.model()
        if model is None:
            return
        if self._line >= 0:
            self._drop_line(model)
        self.paint_empty()

    def _drop_line(self, model: DownloadsModel) -> None:
        last = self._line >= model.rowCount()
        row = self.visualRect(model.index(model.rowCount() - 1 if last else self._line))
        y = row.bottom() if last else row.top()
        painter = QPainter(self.viewport())
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Highlight), 2))
        painter.drawLine(row.left() + 2, y, row.right() - 2, y)
        painter.end()
