"""Filters on granules, as their catalogue offers them; nothing is seen where it offers none."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import QPoint, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QFormLayout, QLabel, QToolButton

from ..core.catalogs.base import Queryable
from ..core.model import PropertyFilter
from .filter_rows import FilterRow, rows_for
from .popup import Popup
from .primary import make_primary
from .ui import load_ui

_WIDTH = 340


class FiltersPopup(Popup):
    """The rows, "Apply" and "Clear". Enter applies too."""

    applied = pyqtSignal()

    def __init__(self, parent=None):
        super().__init__(parent)
        load_ui("filters_popup", self)
        make_primary(self.apply)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.rows: list[FilterRow] = []
        self.apply.clicked.connect(self._apply)
        self.clear.clicked.connect(self._clear)

    def fill(self, queryables: Sequence[Queryable]) -> None:
        """Offer other filters."""
        while self.form.rowCount():
            self.form.removeRow(0)
        self.rows = rows_for(queryables)
        for row in self.rows:
            label = QLabel(row.name[:1].upper() + row.name[1:])
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setBuddy(row)
            self.form.addRow(label, row)

    def conditions(self) -> tuple[PropertyFilter, ...]:
        """What all rows ask for."""
        return tuple(one for row in self.rows for one in row.conditions())

    def keyPressEvent(self, event) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._apply()
            return
        super().keyPressEvent(event)

    def _apply(self) -> None:
        self.close()
        self.applied.emit()

    def _clear(self) -> None:
        for row in self.rows:
            row.clear()
        self._apply()


class FiltersButton(QToolButton):
    """Opens the popup; says how many filters are set. ``changed`` comes when they are applied."""

    changed = pyqtSignal()

    def __init__(self, parent=None):
        super().__init__(parent)
        self.popup = FiltersPopup(self)
        self.popup.applied.connect(self._applied)
        self.filters: tuple[PropertyFilter, ...] = ()
        self.clicked.connect(self._open)
        self.offer(())

    def offer(self, queryables: Sequence[Queryable]) -> None:
        """What can be filtered on for the granules that are shown now; filters that were set are gone."""
        self.popup.fill(queryables)
        self.filters = ()
        self._tell()
        self.setVisible(bool(self.popup.rows))

    def _applied(self) -> None:
        wanted = self.popup.conditions()
        if wanted != self.filters:
            self.filters = wanted
            self._tell()
            self.changed.emit()

    def _tell(self) -> None:
        names = len({one.name for one in self.filters})
        said = self.tr("Filters ({n})").format(n=names) if names else self.tr("Filters")
        self.setText(f"{said} ▾")

    def _open(self) -> None:
        self.popup.adjustSize()
        self.popup.resize(max(_WIDTH, self.popup.width()), self.popup.height())
        corner = self.mapToGlobal(QPoint(self.width() - self.popup.width(), self.height()))
        screen = self.screen().availableGeometry()
        corner.setX(max(screen.left(), min(corner.x(), screen.right() - self.popup.width())))
        corner.setY(max(screen.top(), min(corner.y(), screen.bottom() - self.popup.height())))
        self.popup.move(corner)
        self.popup.show()
        if self.popup.rows:
            self.popup.rows[0].setFocus(Qt.FocusReason.PopupFocusReason)
