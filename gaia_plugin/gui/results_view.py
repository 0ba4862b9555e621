"""The list of results: selection shared with the map, hover, keys and a context menu."""

from __future__ import annotations

from qgis.PyQt.QtCore import QEvent, QItemSelection, QItemSelectionModel, QModelIndex, pyqtSignal

from ..bridge.responsive import undisturbed
from ..bridge.results_model import ResultsModel
from ..bridge.selection import Selection
from .results_delegate import ResultsDelegate
from .row_list import RowList


class ResultsView(RowList):
    """A list that keeps one selection with the map.

    ``activatedRecord`` comes on Enter and double click; ``menuWanted`` carries the records and the place.
    """

    activatedRecord = pyqtSignal(object)
    menuWanted = pyqtSignal(list, object)

    def __init__(self, parent=None):
        super().__init__(parent)
        self.setItemDelegate(ResultsDelegate(self))
        self._selection: Selection | None = None
        self.activated.connect(self._activate)
        self.entered.connect(self._entered)

    def bind(self, model: ResultsModel, selection: Selection) -> None:
        """Show a model and share a selection."""
        self.setModel(model)
        self._selection = selection
        self.selectionModel().selectionChanged.connect(self._selected)
        selection.changed.connect(self._follow)
        selection.hovered.connect(self._follow_hover)
        model.modelReset.connect(self._reset)
        model.layoutChanged.connect(self._keep_selection)

    def selected_records(self) -> list:
        """The selected records, in the list's order."""
        return [
            self.model().record(row)
            for first, last in self._selected_spans()
            for row in range(first, last + 1)
        ]

    def _selected_spans(self) -> list[tuple[int, int]]:
        # By ranges: selecting all of 50,000 rows is one.
        return sorted((part.top(), part.bottom()) for part in self.selectionModel().selection())

    def _selected(self, *_) -> None:
        keys = [key for span in self._selected_spans() for key in self.model().keys(*span)]
        self._selection.select(keys, self)

    def _follow(self, keys: list) -> None:
        if self._selection.origin is self:
            return
        model, chosen = self.model(), QItemSelection()
        rows = model.rows_of(keys)
        first = 0
        for place, row in enumerate(rows, 1):
            if place == len(rows) or rows[place] != row + 1:
                chosen.select(model.index(rows[first]), model.index(row))
                first = place
        selecting = self.selectionModel()
        blocked = selecting.blockSignals(True)
        if rows:
            selecting.setCurrentIndex(model.index(rows[0]), QItemSelectionModel.SelectionFlag.NoUpdate)
        selecting.select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        selecting.blockSignals(blocked)
        if rows:
            self.scrollTo(model.index(rows[0]))
        self.viewport().update()

    def _keep_selection(self) -> None:
        self._follow(self._selection.keys)

    def _entered(self, index: QModelIndex) -> None:
        self._hover(index.row())
        self._selection.hover(index.data(ResultsModel.Role.KEY), self)

    def _follow_hover(self, key) -> None:
        if self._selection.origin is not self:
            row = self.model().row_of(key) if key is not None else -1
            self._hover(-1 if row is None else row)

    def _hover(self, row: int) -> None:
        delegate = self.itemDelegate()
        before, delegate.hovered_row = delegate.hovered_row, row
        for one in (before, row):
            if one >= 0:
                self.update(self.model().index(one, 0))

    def _reset(self) -> None:
        self.itemDelegate().hovered_row = -1
        self._selection.clear(self)

    def resizeEvent(self, event) -> None:
        """What is chosen stays in view when the details below take their room."""
        super().resizeEvent(event)
        index = self.currentIndex()
        if index.isValid() and self.selectionModel().isSelected(index):
            row = self.visualRect(index)
            if row.top() >= 0 and row.bottom() <= event.oldSize().height():
                self.scrollTo(index)

    def leaveEvent(self, event: QEvent) -> None:
        if self._selection is not None:
            self._hover(-1)
            self._selection.hover(None, self)
        super().leaveEvent(event)

    def _activate(self, index: QModelIndex) -> None:
        self.activatedRecord.emit(self.model().record(index.row()))

    def contextMenuEvent(self, event) -> None:
        """The menu of what is under the mouse, or, by the keyboard, of the current row."""
        index, place = self.menu_place(event)
        if not index.isValid():
            return
        self.menuWanted.emit(self.selected_records() or [self.model().record(index.row())], place)

    def paintEvent(self, event) -> None:
        with undisturbed():
            super().paintEvent(event)
        self.paint_empty()
