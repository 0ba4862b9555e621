"""Granules as a table: date, name, cloud cover; sorted in memory."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timezone
from typing import Any, Callable

from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, Qt, pyqtSignal

from ..core.model import Record
from . import formats
from .gui_settings import language
from .ui import tip

DATE, NAME, CLOUD = range(3)
_NO_CLOUD = 1000.0  # percent: after every real value
_LAST = datetime.max.replace(tzinfo=timezone.utc)


def _when(record: Record) -> datetime:
    period = record.period
    return (period.start or period.end or _LAST) if period else _LAST


def _day(record: Record) -> str:
    """The first moment, which tells granules apart: "2022-06-23", with hours where it has them."""
    when = _when(record)
    if when is _LAST:
        return ""
    return f"{when:%Y-%m-%d}" if (when.hour, when.minute) == (0, 0) else f"{when:%Y-%m-%d %H:%M}"


def _cloud(record: Record) -> float:
    value = getattr(record, "cloud_cover", None)
    return _NO_CLOUD if value is None else value


_SORT: dict[int, Callable[[Record], Any]] = {
    DATE: _when,
    NAME: lambda record: record.title.casefold(),
    CLOUD: _cloud,
}


class GranulesTable(QAbstractTableModel):
    """Rows are kept sorted as the header says; -1 is the order of arrival."""

    moreWanted = pyqtSignal()
    cloudsKnown = pyqtSignal(bool)

    def __init__(self, parent=None):
        super().__init__(parent)
        self._records: list[Record] = []
        self._sorted: tuple[int, Qt.SortOrder] = (-1, Qt.SortOrder.AscendingOrder)
        self.has_more = False

    def clear(self) -> None:
        """Forget all rows."""
        self.beginResetModel()
        self._records, self.has_more = [], False
        self.endResetModel()
        self.cloudsKnown.emit(False)

    def append(self, records: Sequence[Record]) -> None:
        """Add what came."""
        if not records:
            return
        first = len(self._records)
        self.beginInsertRows(QModelIndex(), first, first + len(records) - 1)
        self._records.extend(records)
        self.endInsertRows()
        if any(_cloud(record) != _NO_CLOUD for record in records):
            self.cloudsKnown.emit(True)
        if self._sorted[0] >= 0:
            self.sort(*self._sorted)

    def record(self, row: int) -> Record:
        """The granule of a row."""
        return self._records[row]

    def rows_of(self, keys: Sequence[Any]) -> list[int]:
        """The rows of some keys."""
        wanted = set(keys)
        return [row for row, record in enumerate(self._records) if record.key in wanted]

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._records)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 3

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (self.tr("Date"), self.tr("Granule"), self.tr("Clouds"))[section]
        return None

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        record = self._records[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            if index.column() == DATE:
                long = role == Qt.ItemDataRole.ToolTipRole
                return formats.period(record.period) if long else _day(record)
            if index.column() == CLOUD:
                cloud = getattr(record, "cloud_cover", None)
                return "" if cloud is None else f"{cloud:.0f} %"
            title = record.text("title", language()) or record.id
            return tip(title) if role == Qt.ItemDataRole.ToolTipRole else title
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == CLOUD:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; the rows that have no value stay last."""
        self._sorted = (column, order)
        if column not in _SORT or not self._records:
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        held = [self._records[index.row()] for index in before]
        key, backwards = _SORT[column], order == Qt.SortOrder.DescendingOrder
        missing = {DATE: _LAST, CLOUD: _NO_CLOUD}.get(column)
        known = [record for record in self._records if key(record) != missing]
        rest = [record for record in self._records if key(record) == missing]
        self._records = sorted(known, key=key, reverse=backwards) + rest
        places = {id(record): row for row, record in enumerate(self._records)}
        after = [self.index(places[id(record)], index.column()) for record, index in zip(held, before)]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def canFetchMore(self, parent: QModelIndex) -> bool:
        return not parent.isValid() and self.has_more

    def fetchMore(self, parent: QModelIndex) -> None:
        self.has_more = False
        self.moreWanted.emit()
