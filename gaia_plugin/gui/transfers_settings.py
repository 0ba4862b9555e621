"""The settings of transfers: how fast, what becomes of a file, and where it goes."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsProject
from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QFileDialog

from ..bridge.downloads_folders import FOLDER, PLACEHOLDERS, PROJECT, Place, pattern_problem
from ..core.model import Granule, Period
from .gui_settings import GuiSettings
from .ui import load_ui, speak

_UNITS = (("kB/s", 1_000), ("MB/s", 1_000_000), ("Mbit/s", 125_000))
_EXAMPLE = Granule(
    "T31TCJ_20240105",
    "",
    catalog="theia",
    collection="sentinel2-l2a",
    period=Period("2024-01-05", "2024-01-05"),
)


class TransfersSettings(QDialog):
    """Saved by OK only."""

    def __init__(self, parent=None):
        super().__init__(parent)
        load_ui("transfers_settings", self)
        self._settings = kept = GuiSettings()
        self.atOnce.setValue(kept.transfers_at_once)
        self.perFile.setValue(kept.connections_per_file)
        units = (self.tr("kB/s"), self.tr("MB/s"), self.tr("Mbit/s"))
        self.unit.addItems(units)
        self._show_bandwidth(kept.bandwidth_limit)
        self.load.setChecked(kept.load_downloads)
        self.unpack.setChecked(kept.unpack_archives)
        self.keep.setChecked(kept.keep_archives)
        self.inFolder.setChecked(kept.folder_rule == FOLDER)
        self.inProject.setChecked(kept.folder_rule != FOLDER)
        self.folder.setText(kept.download_folder)
        self.pattern.setText(kept.folder_pattern)
        self.pattern.setPlaceholderText(self.tr("none"))
        self.fields.setText(" ".join(f"{{{name}}}" for name in PLACEHOLDERS))
        self.limited.toggled.connect(self._enable)
        self.unpack.toggled.connect(self._enable)
        self.browse.clicked.connect(self._browse)
        for changed in (self.folder.textChanged, self.pattern.textChanged, self.inFolder.toggled):
            changed.connect(self._show_example)
        speak(self.buttons)
        self._enable()
        self._show_example()

    def _show_bandwidth(self, octets: int) -> None:
        self.limited.setChecked(octets > 0)
        at = 1 if octets >= 1_000_000 or not octets else 0
        self.unit.setCurrentIndex(at)
        self.bandwidth.setValue((octets or 2_000_000) / _UNITS[at][1])

    def bandwidth_limit(self) -> int:
        """In bytes a second, 0 for none."""
        if not self.limited.isChecked():
            return 0
        return max(1, round(self.bandwidth.value() * _UNITS[self.unit.currentIndex()][1]))

    def _enable(self, *_) -> None:
        self.bandwidth.setEnabled(self.limited.isChecked())
        self.unit.setEnabled(self.limited.isChecked())
        self.keep.setEnabled(self.unpack.isChecked())

    def _show_example(self, *_) -> None:
        pattern = self.pattern.text().strip()
        wrong, folder = pattern_problem(pattern), self.folder.text().strip()
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(not wrong and bool(folder))
        if wrong:
            said = self.tr("“{name}” is not known: use {fields}.")
            fields = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
            self.example.set_full(said.format(name=wrong, fields=fields))
            return
        project = QgsProject.instance()
        beside = bool(project.fileName()) and self.inProject.isChecked()
        base = Path(project.absolutePath()) if beside else Path(folder).expanduser()
        place = Place(base, pattern, beside, project.baseName() if project.fileName() else "")
        said = self.tr("For example: {folder}")
        self.example.set_full(said.format(folder=place.folder_of(_EXAMPLE)))

    def _browse(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Folder for downloads"), self.folder.text())
        if folder:
            self.folder.setText(folder)

    def accept(self) -> None:
        kept = self._settings
        kept.transfers_at_once, kept.connections_per_file = self.atOnce.value(), self.perFile.value()
        kept.bandwidth_limit = self.bandwidth_limit()
        kept.load_downloads = self.load.isChecked()
        kept.unpack_archives, kept.keep_archives = self.unpack.isChecked(), self.keep.isChecked()
        kept.folder_rule = FOLDER if self.inFolder.isChecked() else PROJECT
        kept.download_folder = str(Path(self.folder.text().strip()).expanduser())
        kept.folder_pattern = self.pattern.text().strip()
        super().accept()
