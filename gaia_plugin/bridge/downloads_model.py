"""The transfers as a Qt model: a window on the journal, that grows as one scrolls."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from enum import IntEnum
from typing import Any, Callable

from qgis.PyQt.QtCore import QMimeData, QModelIndex, QObject, QStringListModel, Qt, QUrl, pyqtSignal

from ..core.transfer.jobs import Standing, State
from .compat import USER_ROLE
from .downloads_row import Download

PAGE = 200
FRONT = frozenset({State.RUNNING, State.WAITING, State.LATER, State.PAUSED, State.FAILED})
"""What is listed first, in the order of the queue; what is done or given up comes below, newest first."""
_BASE = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
_FLAGS = _BASE | Qt.ItemFlag.ItemIsDragEnabled
Key = tuple[int, float, str]


def key_of(standing: Standing) -> Key:
    """Where a job stands in the list."""
    if standing.state in FRONT:
        return (0, standing.rank, standing.job.id)
    return (1, -standing.rank, standing.job.id)


class DownloadsModel(QStringListModel):
    """Rows sorted by ``key_of``, of which so many are known as were scrolled to. Main thread only.

    The base class is there for its ``rowCount``: see ``ResultsModel``. Its strings are empty and never read.
    """

    class Role(IntEnum):
        DOWNLOAD = USER_ROLE + 1
        ID = USER_ROLE + 2

    moreWanted = pyqtSignal()

    def __init__(self, parent: QObject | None = None):
        super().__init__(parent)
        self._rows: list[Download] = []
        self._keys: list[Key] = []
        self._key_by_id: dict[str, Key] = {}
        self._shown: frozenset[State] = frozenset(State)
        self._complete, self._asked = True, False
        self.describe: Callable[[Download], str] = lambda one: one.path.name
        """How a row is read aloud: set by who knows the language."""

    # -- what views ask ----------------------------------------------------------------------------------

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = index.row()
        if not index.isValid() or row >= len(self._rows):
            return None
        one = self._rows[row]
        if role == self.Role.DOWNLOAD:
            return one
        if role == Qt.ItemDataRole.DisplayRole:
            return one.path.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.describe(one)
        return one.id if role == self.Role.ID else None

    def flags(self, index: QModelIndex) -> Any:
        return _FLAGS if index.isValid() else Qt.ItemFlag.ItemIsDropEnabled

    def mimeData(self, indexes: Iterable[QModelIndex]) -> QMimeData:
        """Files that are there can be dropped elsewhere; the rows themselves only in their own list."""
        chosen = [self._rows[index.row()] for index in indexes]
        carried = QMimeData()
        carried.setUrls([QUrl.fromLocalFile(str(one.path)) for one in chosen if one.state is State.DONE])
        return carried

    def canFetchMore(self, parent: QModelIndex) -> bool:
        return not parent.isValid() and not self._complete and not self._asked

    def fetchMore(self, parent: QModelIndex) -> None:
        if self.canFetchMore(parent):
            self._asked = True
            self.moreWanted.emit()

    # -- what others ask ---------------------------------------------------------------------------------

    @property
    def shown(self) -> frozenset[State]:
        """The states of which rows are shown."""
        return self._shown

    @property
    def last(self) -> Key | None:
        """The key of the last row that is known."""
        return self._keys[-1] if self._keys else None

    def row_of(self, job: str) -> int:
        """The row of a job, or -1."""
        key = self._key_by_id.get(job)
        return -1 if key is None else bisect_left(self._keys, key)

    def download(self, row: int) -> Download:
        """The transfer of a row. Raises IndexError."""
        return self._rows[row]

    def downloads(self) -> list[Download]:
        """All rows that are known."""
        return list(self._rows)

    # -- what Downloads does -----------------------------------------------------------------------------

    def begin(self, shown: frozenset[State]) -> None:
        """Forget all rows; pages will come for these states."""
        self._rows, self._keys, self._key_by_id = [], [], {}
        self._shown, self._complete, self._asked = shown, False, True
        self.setStringList([])  # resets the model

    def add_page(self, page: Iterable[Download], complete: bool) -> None:
        """The rows after the last one; ``complete`` where no more are to come."""
        self._complete, self._asked = complete, False
        fresh = [(key_of(one.standing), one) for one in page]
        fresh = sorted(
            (pair for pair in fresh if pair[1].id not in self._key_by_id), key=lambda pair: pair[0]
        )
        first = len(self._rows)
        if any(self._keys and key < self._keys[-1] for key, _ in fresh):
            self.update([one for _, one in fresh])
            return
        for key, one in fresh:
            self._rows.append(one)
            self._keys.append(key)
            self._key_by_id[one.id] = key
        if fresh:
            self.insertRows(first, len(fresh))

    def update(self, downloads: Iterable[Download]) -> None:
        """These are new, or stand otherwise than before."""
        touched: list[int] = []
        for one in self._without_new_at_the_end(list(downloads)):
            before, key = self._key_by_id.get(one.id), key_of(one.standing)
            wanted = one.state in self._shown
            if before == key and wanted:
                touched.append(bisect_left(self._keys, key))
            elif before is not None and wanted:
                self._move(before, key, one)
            else:
                self.remove([one.id])
                if wanted:
                    self._insert(key, one)
        if touched:
            self.dataChanged.emit(self.index(min(touched)), self.index(max(touched)))

    def _without_new_at_the_end(self, downloads: list[Download]) -> list[Download]:
        """Those that are left once all that only come behind the last row are in, at once: a view reckons
        anew after each insertion."""
        last = self._keys[-1] if self._keys else (-1, 0.0, "")
        fresh = {
            one.id: (key_of(one.standing), one)
            for one in downloads
            if one.id not in self._key_by_id and one.state in self._shown and key_of(one.standing) > last
        }
        if not self._complete or len(fresh) < 2:
            return downloads
        self.add_page([one for _, one in fresh.values()], True)
        return [one for one in downloads if one.id not in fresh]

    def remove(self, jobs: Iterable[str]) -> None:
        """These are no longer listed."""
        for job in jobs:
            key = self._key_by_id.pop(job, None)
            if key is not None:
                row = bisect_left(self._keys, key)
                del self._rows[row], self._keys[row]
                self.removeRows(row, 1)

    def repaint(self) -> None:
        """What runs has gone on: its figures are read when they are painted."""
        running = [row for row, one in enumerate(self._rows[:PAGE]) if one.state is State.RUNNING]
        if running:
            self.dataChanged.emit(self.index(running[0]), self.index(running[-1]))

    def _insert(self, key: Key, one: Download) -> None:
        row = bisect_left(self._keys, key)
        if row == len(self._keys) and not self._complete:
            return  # it comes with its page
        self._rows.insert(row, one)
        self._keys.insert(row, key)
        self._key_by_id[one.id] = key
        self.insertRows(row, 1)

    def _move(self, before: Key, key: Key, one: Download) -> None:
        """Moved, and not taken out and put in again: what is chosen in a view stays chosen."""
        source = bisect_left(self._keys, before)
        target = bisect_left(self._keys, key)
        if target == len(self._keys) and not self._complete:
            self.remove([one.id])
            return
        if target in (source, source + 1):
            self._keys[source] = self._key_by_id[one.id] = key
            self.dataChanged.emit(self.index(source), self.index(source))
            return
        nowhere = QModelIndex()
        self.beginMoveRows(nowhere, source, source, nowhere, target)
        del self._rows[source], self._keys[source]
        place = target - (target > source)
        self._rows.insert(place, one)
        self._keys.insert(place, key)
        self._key_by_id[one.id] = key
        self.endMoveRows()
        self.dataChanged.emit(self.index(place), self.index(place))
