"""Which files of which granules to download, and where to."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from qgis.core import QgsProject
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHeaderView,
    QMenu,
    QTreeWidgetItem,
)

from ..bridge.downloads_folders import Place
from ..bridge.remote_members import may_be_zip
from ..core.model import Dataset, Link, LinkKind, Record
from . import formats, link_groups, messages
from .gui_settings import GuiSettings, language
from .telling import Telling
from .told import told
from .ui import load_ui, speak, tip

_SIDE = frozenset({"thumbnail", "overview", "metadata"})


class AssetDialog(QDialog):
    """Files are listed once by their key for all records: choosing "B04" takes it of each granule. The folder
    is the one that the settings' rule gives; another one is for this time."""

    def __init__(self, records: Sequence[Record], parent=None, dataset: Dataset | None = None):
        super().__init__(parent)
        load_ui("asset_dialog", self)
        self._settings = GuiSettings()
        self._records = list(records)
        self.inside: tuple[Record, Link] | None = None
        """A zip of which only some files are wanted: then the dialog was closed for another."""
        self._kinds: dict[str, list[tuple[Record, Link]]] = {}
        for record in self._records:
            for link in link_groups.downloads(record):
                self._kinds.setdefault(link.key or link.label, []).append((record, link))
        title = self._records[0].text("title", language())
        several = self.tr("{n} granules: the chosen files of each are downloaded.")
        self.heading.setText(
            title if len(self._records) == 1 else several.format(n=formats.number(len(self._records)))
        )
        for key, members in self._kinds.items():
            self.files.addTopLevelItem(self._row(key, members))
        self.files.setItemDelegateForColumn(0, Telling(self.files))
        header = self.files.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        place = Place.now(QgsProject.instance(), self._settings)
        self._by_rule = str(place.folder_of(self._records[0], dataset))
        self.folder.setText(self._by_rule)
        self.folder.setCursorPosition(0)
        self.load.setChecked(self._settings.load_downloads)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setText(self.tr("&Download"))
        speak(self.buttons)
        self.files.itemChanged.connect(self._count)
        self.folder.textChanged.connect(self._count)
        self.browse.clicked.connect(self._browse)
        self.files.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.files.customContextMenuRequested.connect(self._menu)
        self._count()

    def _row(self, key: str, members: list[tuple[Record, Link]]) -> QTreeWidgetItem:
        link = members[0][1]
        sizes = [one.size for _, one in members]
        size = formats.size(sum(sizes)) if None not in sizes else ""
        kind = link.media_type.split(";")[0] or ("COG" if link.kind is LinkKind.COG else "")
        row = QTreeWidgetItem([link.label, kind, size or "–"])
        row.setFlags(row.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        main = not _SIDE & set(link.roles)
        row.setCheckState(0, Qt.CheckState.Checked if main else Qt.CheckState.Unchecked)
        row.setData(0, Qt.ItemDataRole.UserRole, key)
        row.setTextAlignment(2, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter))
        row.setToolTip(0, tip(told(link.description)[:600] or link.label))
        return row

    def chosen(self) -> list[tuple[Record, list[Link]]]:
        """For each record the links to fetch; records of which nothing was chosen are left out."""
        by_record: dict[int, list[Link]] = {}
        for place in range(self.files.topLevelItemCount()):
            row = self.files.topLevelItem(place)
            if row.checkState(0) == Qt.CheckState.Checked:
                for record, link in self._kinds[row.data(0, Qt.ItemDataRole.UserRole)]:
                    by_record.setdefault(id(record), []).append(link)
        return [(record, by_record[id(record)]) for record in self._records if id(record) in by_record]

    def target(self) -> Path:
        """The folder."""
        return Path(self.folder.text().strip()).expanduser()

    def folder_chosen(self) -> Path | None:
        """The folder, where it is another than the rule's: for all files alike."""
        return None if self.folder.text().strip() == self._by_rule else self.target()

    def menu_of(self, row: QTreeWidgetItem | None) -> QMenu | None:
        """What else there is to do with a row; None for nothing."""
        members = self._kinds[row.data(0, Qt.ItemDataRole.UserRole)] if row is not None else ()
        if len(members) != 1 or not may_be_zip(members[0][1]):
            return None
        menu = QMenu(self)
        menu.addAction(self.tr("Files &inside…")).triggered.connect(lambda: self._look_inside(members[0]))
        return menu

    def _menu(self, place) -> None:
        menu = self.menu_of(self.files.itemAt(place))
        if menu is not None:
            menu.exec(self.files.viewport().mapToGlobal(place))
            menu.deleteLater()

    def _look_inside(self, wanted: tuple[Record, Link]) -> None:
        self.inside = wanted
        self.reject()

    def accept(self) -> None:
        self._settings.load_downloads = self.load.isChecked()
        super().accept()

    def _count(self, *_) -> None:
        links = [link for _, members in self.chosen() for link in members]
        known = [link.size for link in links if link.size is not None]
        text = messages.files(len(links))
        if known:
            least = "" if len(known) == len(links) else self.tr("at least") + " "
            text += f" · {least}{formats.size(sum(known))}"
        self.total.setText(text)
        good = bool(links) and bool(self.folder.text().strip())
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(good)

    def _browse(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Folder for downloads"), self.folder.text())
        if folder:
            self.folder.setText(folder)
