"""The results as a Qt model: what the list shows, computed only for the rows that are painted."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from enum import IntEnum
from typing import Any, Callable

from qgis.PyQt.QtCore import QModelIndex, QObject, QStringListModel, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QImage

from ..core.model import SEARCHABLE, LinkKind, Record
from .compat import USER_ROLE
from .footprint_style import color_of
from .period_text import period_text
from .responsive import dispose

RESORT_MS = 500
_NO_LICENSE = frozenset({"other", "various", "proprietary", "unknown", "none"})
SORTS = ("relevance", "title", "date", "provider")

_FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

_BADGE = {
    LinkKind.WMS: "WMS",
    LinkKind.WMTS: "WMTS",
    LinkKind.TILES: "WMTS",
    LinkKind.WFS: "WFS",
    LinkKind.FEATURES: "WFS",
    LinkKind.WCS: "WCS",
    LinkKind.COG: "COG",
    LinkKind.DOWNLOAD: "FILE",
    LinkKind.ORDER: "ORDER",
}
BADGES = ("WMS", "WMTS", "WFS", "WCS", "COG", "FILE", "ORDER", "GRANULES")


def badges_of(record: Record) -> tuple[str, ...]:
    """What can be done with a record, as short codes in the order of BADGES. Reads the record's links."""
    kinds = {link.kind for link in record.links}
    codes = {_BADGE[kind] for kind in kinds if kind in _BADGE}
    if getattr(record, "has_granules", False) or kinds & SEARCHABLE:
        codes.add("GRANULES")
    return tuple(code for code in BADGES if code in codes)


class ResultsModel(QStringListModel):
    """Records, in the order of their arrival or sorted. Main thread only.

    While results stream in a sorted list, new rows go to the end and the list is sorted again at most every
    RESORT_MS. A record's key is unique in it.

    The base class is there for its ``rowCount``: a QListView asks for it once a row in each layout, and in
    Python that held the interface for 100 ms with 50,000 rows. Its strings are empty and never read.
    """

    class Role(IntEnum):
        RECORD = USER_ROLE + 1
        TITLE = USER_ROLE + 2
        SUBTITLE = USER_ROLE + 3
        PERIOD = USER_ROLE + 4
        BADGES = USER_ROLE + 5
        THUMBNAIL = USER_ROLE + 6
        COLOR = USER_ROLE + 7
        SOURCES = USER_ROLE + 8
        HAS_FOOTPRINT = USER_ROLE + 9
        KEY = USER_ROLE + 10
        ABSTRACT = USER_ROLE + 11

    thumbnailWanted = pyqtSignal(object)
    moreWanted = pyqtSignal()

    def __init__(self, parent: QObject | None = None):
        super().__init__(parent)
        self._records: list[Record] = []
        self._keys: list[Any] = []
        self._rows: dict[Any, int] = {}
        self._arrival: list[int] = []  # of each row
        self._folded: list[str] = []  # the titles to sort by, in the order of arrival
        self._badges: dict[Any, tuple[str, ...]] = {}
        self._thumbnails: dict[Any, QImage] = {}
        self._asked: set[Any] = set()
        self._all: dict[Any, Record] | None = None  # in the order of arrival, while not all are shown
        self._placeless = 0
        self._language = "en"
        self._titles: dict[str, str] = {}
        self._sort = "relevance"
        self._has_more = False
        self._resort = QTimer(self)
        self._resort.setSingleShot(True)
        self._resort.setInterval(RESORT_MS)
        self._resort.timeout.connect(self._sort_now)
        self._read: dict[int, Callable[[Record], Any]] = {
            Qt.ItemDataRole.DisplayRole: self._title,
            Qt.ItemDataRole.AccessibleTextRole: self._accessible,
            self.Role.RECORD: lambda record: record,
            self.Role.TITLE: self._title,
            self.Role.SUBTITLE: self._subtitle,
            self.Role.PERIOD: lambda record: period_text(record.period, self._language),
            self.Role.BADGES: self._badges_of,
            self.Role.THUMBNAIL: self._thumbnail,
            self.Role.COLOR: lambda record: color_of(record.catalog),
            self.Role.SOURCES: self._sources,
            self.Role.HAS_FOOTPRINT: lambda record: bool(record.footprint),
            self.Role.KEY: lambda record: record.key,
            self.Role.ABSTRACT: lambda record: record.text("abstract", self._language),
        }

    # -- what views ask ----------------------------------------------------------------------------------

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = index.row()
        read = self._read.get(role)
        if read is None or not index.isValid() or row >= len(self._records):
            return None
        return read(self._records[row])

    def flags(self, index: QModelIndex) -> Any:
        return _FLAGS if index.isValid() else Qt.ItemFlag.NoItemFlags

    def canFetchMore(self, parent: QModelIndex) -> bool:
        return self._has_more and not parent.isValid()

    def fetchMore(self, parent: QModelIndex) -> None:
        if self._has_more and not parent.isValid():
            self._has_more = False  # until the catalogues pause again
            self.moreWanted.emit()

    def _title(self, record: Record) -> str:
        return record.text("title", self._language) or record.id

    def _subtitle(self, record: Record) -> str:
        cloud = getattr(record, "cloud_cover", None)
        parts = (
            record.provider or self._titles.get(record.catalog) or record.catalog,
            period_text(record.period, self._language),
            "" if cloud is None else f"☁ {cloud:.0f} %",
            _license(record.license),
        )
        return " · ".join(part for part in parts if part)

    def _accessible(self, record: Record) -> str:
        return ", ".join(
            part for part in (self._title(record), self._subtitle(record), *self._badges_of(record)) if part
        )

    def _badges_of(self, record: Record) -> tuple[str, ...]:
        key = record.key
        known = self._badges.get(key)
        if known is None:
            known = self._badges[key] = badges_of(record)
        return known

    def _thumbnail(self, record: Record) -> QImage | None:
        key = record.key
        image = self._thumbnails.get(key)
        if image is None and record.thumbnail and key not in self._asked:
            self._asked.add(key)
            self.thumbnailWanted.emit(record)
        return image

    def _sources(self, record: Record) -> tuple[str, ...]:
        """The names of the catalogues that have the record."""
        ids = dict.fromkeys([record.catalog, *(source.catalog for source in record.sources)])
        return tuple(self._titles.get(catalog) or catalog for catalog in ids if catalog)

    # -- what the search does ----------------------------------------------------------------------------

    def clear(self) -> None:
        """No record."""
        old = self._records, self._keys, self._rows, self._badges
        self._records, self._keys, self._rows, self._badges = [], [], {}, {}
        self._arrival, self._folded = [], []
        self._thumbnails, self._asked = {}, set()
        self._all, self._placeless = None, 0
        self._has_more = False
        self._resort.stop()
        self.setStringList([])  # resets the model
        dispose(*old)

    def append(self, records: list[Record]) -> None:
        """Add records at the end; one whose key is there already replaces it."""
        new: dict[Any, Record] = {}
        known: list[Record] = []
        for record in records:
            key = record.key
            if key in self._rows or (self._all is not None and key in self._all):
                known.append(record)
            else:
                new[key] = record
        self._placeless += sum(not record.footprint for record in new.values())
        if self._all is not None:
            self._all.update(new)
            new = {key: record for key, record in new.items() if not record.footprint}
        if new:
            first = len(self._records)
            for row, (key, record) in enumerate(new.items(), first):
                self._records.append(record)
                self._keys.append(key)
                self._rows[key] = row
                self._arrival.append(row)
                self._folded.append(_folded(self._title(record)))
            self.insertRows(first, len(new))
            if self._sort != "relevance" and not self._resort.isActive():
                self._resort.start()
        if known:
            self.update_records(known)

    def update_records(self, records: Iterable[Record]) -> None:
        """Replace records by their newer selves; those that are not in the model are left out."""
        for record in records:
            row = self._rows.get(record.key)
            before = self._records[row] if row is not None else self._all and self._all.get(record.key)
            if not before:
                continue
            self._placeless += bool(before.footprint) - bool(record.footprint)
            if self._all is not None:
                self._all[record.key] = record
            if row is None:
                continue
            self._records[row] = record
            self._folded[self._arrival[row]] = _folded(self._title(record))
            self._badges.pop(record.key, None)
            index = self.index(row)
            self.dataChanged.emit(index, index)

    def set_thumbnail(self, key: Any, image: QImage) -> None:
        """The image of a record's thumbnail, loaded."""
        row = self._rows.get(key)
        if row is None or image.isNull():
            return
        self._thumbnails[key] = image
        index = self.index(row)
        self.dataChanged.emit(index, index, [self.Role.THUMBNAIL])

    def set_has_more(self, has_more: bool) -> None:
        """Whether scrolling to the end asks for more (``moreWanted``)."""
        self._has_more = has_more

    def show_only_placeless(self, only: bool) -> None:
        """Show the records without a footprint, or all of them again; what comes meanwhile is kept, too."""
        if only is (self._all is not None):
            return
        if only:
            order = sorted(range(len(self._records)), key=self._arrival.__getitem__)
            self._all = {self._keys[row]: self._records[row] for row in order}
            shown = {key: record for key, record in self._all.items() if not record.footprint}
        else:
            shown, self._all = self._all or {}, None
        self._records, self._keys = list(shown.values()), list(shown)
        self._rows = {key: row for row, key in enumerate(shown)}
        self._arrival = list(range(len(shown)))
        self._folded = [_folded(self._title(record)) for record in self._records]
        self.setStringList([""] * len(shown))  # resets the model
        self._sort_now()

    @property
    def total(self) -> int:
        """How many records there are, shown or not."""
        return len(self._records if self._all is None else self._all)

    @property
    def placeless(self) -> int:
        """How many of them have no footprint."""
        return self._placeless

    def holds(self, key: Any) -> bool:
        """Whether a record is there, shown or not."""
        return key in self._rows or (self._all is not None and key in self._all)

    def set_catalogs(self, titles: Mapping[str, str]) -> None:
        """The names of catalogues, by identifier."""
        self._titles = dict(titles)

    # -- what others ask ---------------------------------------------------------------------------------

    def record(self, row: int) -> Record:
        """The record of a row. Raises IndexError."""
        return self._records[row]

    def records(self) -> list[Record]:
        """All records, in the order of the rows."""
        return list(self._records)

    def row_of(self, key: Any) -> int:
        """The row of a key, or -1."""
        return self._rows.get(key, -1)

    def keys(self, first: int, last: int) -> list[Any]:
        """The keys of the rows from ``first`` to ``last``, both included."""
        return self._keys[first : last + 1]

    def rows_of(self, keys: Iterable[Any]) -> list[int]:
        """The rows of those keys that are there, in the list's order."""
        return sorted(row for row in map(self._rows.get, keys) if row is not None)

    def index_of(self, key: Any) -> QModelIndex:
        """The index of a key, or an invalid one."""
        row = self.row_of(key)
        return self.index(row) if row >= 0 else QModelIndex()

    @property
    def language(self) -> str:
        """The language in which titles, abstracts and periods are shown."""
        return self._language

    @language.setter
    def language(self, language: str) -> None:
        if language != self._language:
            self._language = language
            for place, record in zip(self._arrival, self._records):
                self._folded[place] = _folded(self._title(record))
            if self._records:
                self.dataChanged.emit(self.index(0), self.index(len(self._records) - 1))
            self._sort_now()

    # -- order -------------------------------------------------------------------------------------------

    @property
    def sort(self) -> str:
        """How the list is sorted: one of SORTS."""
        return self._sort

    def sort_by(self, name: str) -> None:
        """Sort by "relevance" (the order of arrival), "title", "date" (latest first) or "provider".
        Raises ValueError for another name."""
        if name not in SORTS:
            raise ValueError(f"unknown sort {name!r}")
        if name != self._sort:
            self._sort = name
            self._sort_now()

    def _sort_values(self) -> list[Any]:
        if self._sort == "relevance":
            return self._arrival
        if self._sort == "date":
            return [_latest_first(record) for record in self._records]
        titles = [self._folded[place] for place in self._arrival]
        if self._sort == "title":
            return titles
        return [(_folded(r.provider or r.catalog), title) for r, title in zip(self._records, titles)]

    def _sort_now(self) -> None:
        self._resort.stop()
        values, before = self._sort_values(), list(range(len(self._records)))
        order = sorted(before, key=values.__getitem__)
        if order == before:
            return
        self.layoutAboutToBeChanged.emit()
        held = self.persistentIndexList()
        keys = [self._keys[index.row()] for index in held]
        self._records = [self._records[row] for row in order]
        self._keys = [self._keys[row] for row in order]
        self._arrival = [self._arrival[row] for row in order]
        self._rows = dict(zip(self._keys, before))
        self.changePersistentIndexList(held, [self.index(self._rows[key]) for key in keys])
        self.layoutChanged.emit()


def _license(text: str) -> str:
    """A licence as a list shows it; STAC's words for one that is told elsewhere say nothing there."""
    return "" if len(text) > 24 or text.casefold() in _NO_LICENSE else text


def _folded(text: str) -> str:
    """Without accents nor case, so that "Évapotranspiration" is among the E."""
    if text.isascii():
        return text.casefold()
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()


def _latest_first(record: Record) -> tuple[int, float]:
    period = record.period
    if period is None or (period.start is None and period.end is None):
        return 1, 0.0
    moment = period.end or period.start
    open_end = period.end is None
    return 0, float("-inf") if open_end else -moment.timestamp() if moment else 0.0
