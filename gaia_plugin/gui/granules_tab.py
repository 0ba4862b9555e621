"""The second step of search: the granules of a dataset, to draw, add and download."""

from __future__ import annotations

from dataclasses import replace

from qgis.PyQt.QtCore import QItemSelection, QItemSelectionModel, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QHeaderView, QWidget

from ..bridge.selection import Selection
from ..core.catalogs.federation import State, Status
from . import accounts_texts, link_groups, messages, ways_on
from .baskets_offer import offer_text
from .fitting import Fitting
from .granules_table import CLOUD, DATE, NAME, GranulesTable
from .icons import plugin_icon
from .primary import make_primary
from .told import told as translated
from .ui import load_ui, tip


class GranulesTab(QWidget):
    """Shows granules as they come. ``wanted`` asks to ("zoom" | "card" | "add" | "download", records)."""

    wanted = pyqtSignal(str, list)
    looked = pyqtSignal(object)  # the one granule that is selected
    searchWanted = pyqtSignal(bool)  # whether only in the search's area and period
    signInWanted = pyqtSignal()
    moreWanted = pyqtSignal()
    menuWanted = pyqtSignal(list, object)

    def __init__(self, parent=None):
        super().__init__(parent)
        load_ui("granules_tab", self)
        self.model = GranulesTable(self)
        self.model.moreWanted.connect(self.moreWanted)
        self.table.setModel(self.model)
        self.table.sortByColumn(DATE, Qt.SortOrder.DescendingOrder)
        header = self.table.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        header.resizeSection(DATE, self.fontMetrics().horizontalAdvance("2022-09-30 00:00") + 16)
        clouds = self.model.headerData(CLOUD, Qt.Orientation.Horizontal)
        header.resizeSection(CLOUD, self.fontMetrics().horizontalAdvance(clouds) + 26)
        self.table.setColumnHidden(CLOUD, True)
        self.model.cloudsKnown.connect(lambda known: self.table.setColumnHidden(CLOUD, not known))
        self.table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self._selection: Selection | None = None
        self.table.selectionModel().selectionChanged.connect(self._selected)
        self.table.doubleClicked.connect(lambda _index: self._ask("zoom"))
        for name in ("zoom", "card", "add", "download"):
            getattr(self, name).clicked.connect(lambda _=False, name=name: self._ask(name))
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._menu)
        self.within.toggled.connect(self.searchWanted)
        self.filters.changed.connect(lambda: self.searchWanted.emit(self.within.isChecked()))
        self._way_in = ""
        self.retry.clicked.connect(self._again)
        self.retry.hide()
        self.zoom.setIcon(plugin_icon("zoom"))
        self.zoom.setAccessibleName(self.zoom.toolTip())
        self.zoom.setFixedHeight(self.download.sizeHint().height())
        make_primary(self.add)
        row = (self.zoom, self.card, self.add, self.download)
        giving = {self.download: plugin_icon("download"), self.card: plugin_icon("info")}
        self._fitting = Fitting(self, row, giving)
        self.packed.setText(offer_text().replace("&", ""))  # in a dock it would fight with QGIS's menus
        self._archive = Fitting(self, (self.packed,), {self.packed: plugin_icon("download")})
        self.offer_archive(False)
        self._selected()

    def bind(self, selection: Selection) -> None:
        """Share a selection with the map."""
        self._selection = selection
        selection.changed.connect(self._follow)

    def offer_archive(self, offered: bool) -> None:
        """Whether all that matches can be had as one archive."""
        self.packed.setVisible(offered)
        self._archive.fit()

    def clear(self, sentence: str = "") -> None:
        """Forget the granules, and say why there are none."""
        self.model.clear()
        self.status.setText(sentence)
        self.retry.hide()
        self._selected()

    def _again(self) -> None:
        if self._way_in:
            self.signInWanted.emit()
        else:
            self.searchWanted.emit(self.within.isChecked())

    def show_status(self, status: Status, way_in: str = "") -> None:
        """How the search for granules fares; ``way_in`` is what its error asks of the person (see
        ``accounts_texts``)."""
        self._way_in = way_in
        self.retry.setVisible(status.state is State.FAILED and not ways_on.waits(status.error))
        self.retry.setText(accounts_texts.button_text(way_in) if way_in else self.tr("Retry"))
        self.model.has_more = status.state is State.PAUSED
        if status.state is State.FAILED and status.error is not None:
            self.status.setText(messages.sentence(status.error))
        elif status.state in (State.WAITING, State.SEARCHING) and not self.model.rowCount():
            self.status.setText(self.tr("Searching…"))
        elif status.state is State.DONE and not self.model.rowCount():
            no_match = self.tr("No granule matches: lift a filter, or search a larger area or period.")
            nothing = self.tr("No granule here: clear the box below, or search a larger area or period.")
            self.status.setText(no_match if self.filters.filters else nothing)
        elif status.total is not None and status.total > self.model.rowCount():
            shown = self.tr("{n} of {total} granules: scroll for more.")
            count = messages.formats.number
            self.status.setText(shown.format(n=count(self.model.rowCount()), total=count(status.total)))
        else:
            self.status.setText(messages.granules(self.model.rowCount()))
        # What was asked for by name is accounted for: a filter that nobody applied would be a lie.
        names = {one.name for one in self.filters.filters}
        there, here = status.filtered_by_server & names, status.filtered_by_client & names
        told = messages.filters(replace(status, filtered_by_server=there, filtered_by_client=here))
        if told and status.state is not State.FAILED:
            self.status.setText(f"{self.status.text()}\n{told}")
        notes = [messages.filters(status), messages.skipped(status), *map(translated, status.notes)]
        self.status.setToolTip(tip("\n".join(note for note in notes if note)))

    def selected_records(self) -> list:
        """The selected granules, top to bottom."""
        rows = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        return [self.model.record(row) for row in rows]

    def _ask(self, name: str) -> None:
        records = self.selected_records()
        if records:
            self.wanted.emit(name, records)

    def _menu(self, place) -> None:
        records = self.selected_records()
        if records:
            self.menuWanted.emit(records, self.table.viewport().mapToGlobal(place))

    def _selected(self, *_) -> None:
        records = self.selected_records()
        self.zoom.setEnabled(any(record.footprint for record in records))
        self.add.setEnabled(any(link_groups.on_map(record) for record in records[:1]))
        self.card.setEnabled(len(records) == 1)
        self.download.setEnabled(any(link_groups.downloads(record) for record in records[:1]))
        if self._selection is not None:
            self._selection.select([record.key for record in records], self)
        if len(records) == 1:
            self.looked.emit(records[0])

    def _follow(self, keys: list) -> None:
        if self._selection.origin is self:
            return
        chosen = QItemSelection()
        indexes = [self.model.index(row, 0) for row in self.model.rows_of(keys)]
        for index in indexes:
            chosen.select(index, index)
        flags = QItemSelectionModel.SelectionFlag
        self.table.selectionModel().select(chosen, flags.ClearAndSelect | flags.Rows)
        if indexes:
            self.table.scrollTo(indexes[0])
