"""Which catalogues to search: a tree by compartment, with the live state of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from qgis.PyQt.QtCore import QPoint, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QBrush, QColor, QIcon, QPalette, QPixmap
from qgis.PyQt.QtWidgets import QHeaderView, QTreeWidgetItem

from ..core.catalogs.base import CatalogEntry
from ..core.catalogs.federation import State, Status
from ..core.model import COMPARTMENTS
from . import messages, source_texts
from .elided_button import ElidedButton
from .gui_settings import language
from .icons import plugin_icon, theme_icon
from .popup import Popup
from .ui import load_ui, tip

_KEY = Qt.ItemDataRole.UserRole
DEMO, CLOSED = "demo", "closed"


def is_demo(entry: CatalogEntry) -> bool:
    """Whether a catalogue is on this computer: the embedded demonstration."""
    return entry.url.startswith("file:")


def color_icon(color: str) -> QIcon:
    """A small square of a catalogue's colour, the same as on the map and in the list."""
    pixmap = QPixmap(QSize(10, 10))
    pixmap.fill(QColor(color))
    return QIcon(pixmap)


class SourcesPopup(Popup):
    """A tree with check boxes; ``changed`` comes once for each change of the choice.

    A closed service has none: it is grey, its sentence says where its data went, and a button ticks that one.
    """

    changed = pyqtSignal()

    def __init__(self, parent=None):
        super().__init__(parent)
        load_ui("sources_popup", self)
        self._rows: dict[str, QTreeWidgetItem] = {}
        self._entries: dict[str, CatalogEntry] = {}
        self._filling = False
        header = self.tree.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(16)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.tree.itemChanged.connect(self._item_changed)
        self.tree.currentItemChanged.connect(self._describe)
        self.filter.textChanged.connect(self._filter)
        self.all.clicked.connect(lambda: self.check(self._entries))
        self.none.clicked.connect(lambda: self.check(()))
        self.demo.clicked.connect(
            lambda: self.check(key for key, one in self._entries.items() if is_demo(one))
        )
        self.done.clicked.connect(self.close)
        self.instead.clicked.connect(self._choose_instead)
        self.instead.hide()
        self.note.setMinimumHeight(self.fontMetrics().lineSpacing() * 5)

    def fill(self, entries: Sequence[CatalogEntry], chosen: Iterable[str], color_of) -> None:
        """Show the registry's rows; ``color_of`` gives a catalogue's colour by its identifier."""
        self._filling = True
        self.tree.clear()
        self._rows, self._entries = {}, {entry.id: entry for entry in entries}
        chosen, spoken = set(chosen), language()
        faint = QBrush(self.palette().color(QPalette.ColorRole.PlaceholderText))
        groups: dict[str, QTreeWidgetItem] = {}
        for code in (DEMO, *COMPARTMENTS, CLOSED):
            members = [entry for entry in entries if _group(entry) == code]
            if not members:
                continue
            group = groups[code] = QTreeWidgetItem([messages.compartment(code), ""])
            if code != CLOSED:
                group.setFlags(
                    group.flags() | Qt.ItemFlag.ItemIsAutoTristate | Qt.ItemFlag.ItemIsUserCheckable
                )
            font = self.tree.font()
            font.setBold(True)
            group.setFont(0, font)
            self.tree.addTopLevelItem(group)
            for entry in members:
                row = QTreeWidgetItem(group, [entry.title(spoken), source_texts.sign(entry)])
                row.setData(0, _KEY, entry.id)
                row.setToolTip(0, tip(f"{entry.title(spoken)}\n{source_texts.note(entry, spoken)}".strip()))
                row.setForeground(1, faint)
                row.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self._rows[entry.id] = row
                if entry.closed:
                    row.setForeground(0, faint)
                    row.setFlags(row.flags() & ~Qt.ItemFlag.ItemIsUserCheckable)
                    continue
                row.setFlags(row.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                row.setCheckState(0, Qt.CheckState.Checked if entry.id in chosen else Qt.CheckState.Unchecked)
                row.setIcon(0, color_icon(color_of(entry.id)))
            group.setExpanded(True)
        self._describe(None)
        self._filling = False

    def checked(self) -> list[str]:
        """The identifiers of the chosen catalogues, in the registry's order."""
        return [
            key
            for key, entry in self._entries.items()
            if not entry.closed and self._rows[key].checkState(0) == Qt.CheckState.Checked
        ]

    def check(self, keys: Iterable[str]) -> None:
        """Choose exactly these."""
        keys, self._filling = set(keys), True
        for key, row in self._rows.items():
            if not self._entries[key].closed:
                row.setCheckState(0, Qt.CheckState.Checked if key in keys else Qt.CheckState.Unchecked)
        self._filling = False
        self.changed.emit()

    def _choose_instead(self) -> None:
        """Tick the catalogue that has the data of the closed one, and go to it."""
        item = self.tree.currentItem()
        entry = self._entries.get(item.data(0, _KEY)) if item is not None else None
        row = self._rows.get(entry.moved_to) if entry is not None else None
        if row is not None:
            self.filter.clear()
            row.setCheckState(0, Qt.CheckState.Checked)
            self.tree.setCurrentItem(row)
            self.tree.scrollToItem(row)

    def show_status(self, status: Status) -> None:
        """The state of one catalogue in the running search."""
        row = self._rows.get(status.catalog)
        if row is None:
            return
        self._filling = True
        done = status.state in (State.DONE, State.PAUSED) or status.received
        row.setText(1, messages.counts(status) if done else messages.state(status))
        row.setToolTip(1, tip(messages.sentence(status.error) if status.error else messages.state(status)))
        row.setIcon(1, theme_icon("mIconWarning") if messages.has_failed(status) else QIcon())
        self._filling = False

    def clear_status(self) -> None:
        """Forget the states of the search before."""
        self._filling = True
        for key, row in self._rows.items():
            row.setText(1, source_texts.sign(self._entries[key]))
            row.setToolTip(1, "")
            row.setIcon(1, QIcon())
        self._filling = False

    def _item_changed(self, item: QTreeWidgetItem, column: int) -> None:
        if not self._filling and column == 0 and item.data(0, _KEY):
            self.changed.emit()

    def _filter(self, text: str) -> None:
        words = text.casefold().split()
        for index in range(self.tree.topLevelItemCount()):
            group = self.tree.topLevelItem(index)
            shown = 0
            for place in range(group.childCount()):
                row = group.child(place)
                entry = self._entries[row.data(0, _KEY)]
                hay = " ".join((row.text(0), group.text(0), entry.provider, entry.id)).casefold()
                visible = all(word in hay for word in words)
                row.setHidden(not visible)
                shown += visible
            group.setHidden(not shown)

    def _describe(self, item: QTreeWidgetItem | None, _before=None) -> None:
        entry = self._entries.get(item.data(0, _KEY)) if item is not None else None
        self.note.setText(source_texts.note(entry) if entry else self._hint())
        there = self._entries.get(entry.moved_to) if entry is not None and entry.closed else None
        self.instead.setVisible(there is not None)
        if there is not None:
            text = self.tr("Search {title} instead").format(title=there.title(language()))
            self.instead.setText(text.replace("&", "&&"))

    def _hint(self) -> str:
        return self.tr("A source that is slow or fails never holds the others.")


def _group(entry: CatalogEntry) -> str:
    if is_demo(entry) or entry.closed:
        return CLOSED if entry.closed else DEMO
    if len(entry.compartments) != 1:
        return "multi"
    return entry.compartments[0] if entry.compartments[0] in COMPARTMENTS else "multi"


class SourcesButton(ElidedButton):
    """Opens the popup, and says how many catalogues are chosen."""

    changed = pyqtSignal()

    def __init__(self, parent=None):
        super().__init__(parent)
        self.popup = SourcesPopup(self)
        self.popup.changed.connect(self._changed)
        self._total = 0
        self.setIcon(plugin_icon("sources"))
        self.opened.connect(self._open)
        self._tell()

    def fill(self, entries: Sequence[CatalogEntry], chosen: Iterable[str], color_of) -> None:
        """See ``SourcesPopup.fill``."""
        self._total = sum(not entry.closed for entry in entries)
        self.popup.fill(entries, chosen, color_of)
        self._tell()

    def checked(self) -> list[str]:
        """The identifiers of the chosen catalogues."""
        return self.popup.checked()

    def _changed(self) -> None:
        self._tell()
        self.changed.emit()

    def _tell(self) -> None:
        chosen = len(self.popup.checked()) if self._total else 0
        self.set_texts(self.tr("Sources:"), f"{chosen}/{self._total}")

    def _open(self) -> None:
        room = self.screen().availableGeometry()
        corner = self.mapToGlobal(QPoint(self.width(), self.height()))
        width = 440
        height = max(260, min(560, room.bottom() - corner.y() - 8))
        left = max(room.left(), min(corner.x() - width, room.right() - width))
        self.popup.setGeometry(left, corner.y(), width, height)
        self.popup.show()
        self.popup.filter.setFocus()
