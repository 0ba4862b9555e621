"""Asks once which layer of a service is meant, where the record doesn't say."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QListWidgetItem

from .ui import load_ui, speak, tip


class LayerDialog(QDialog):
    """``name()`` is the chosen layer's name; choices have ``name``, ``title`` and ``abstract``."""

    def __init__(self, dataset: str, choices: Sequence, parent=None):
        super().__init__(parent)
        load_ui("layer_dialog", self)
        speak(self.buttons)
        text = self.tr("The record of “{dataset}” doesn't name its layer, and the service has several:")
        self.heading.setText(text.format(dataset=dataset))
        for choice in choices:
            row = QListWidgetItem(choice.title or choice.name)
            row.setToolTip(tip(choice.name))
            row.setData(Qt.ItemDataRole.UserRole, choice)
            self.layers.addItem(row)
        self.filter.textChanged.connect(self._filter)
        self.filter.returnPressed.connect(self._first)
        self.layers.currentItemChanged.connect(self._describe)
        self.layers.itemActivated.connect(lambda _row: self.accept())
        self._describe(None)
        self._filter("")
        self.filter.setFocus()

    def name(self) -> str:
        """The name of the chosen layer, "" for none."""
        row = self.layers.currentItem()
        return row.data(Qt.ItemDataRole.UserRole).name if row is not None and not row.isHidden() else ""

    def _filter(self, text: str) -> None:
        words, first = text.casefold().split(), None
        for place in range(self.layers.count()):
            row = self.layers.item(place)
            choice = row.data(Qt.ItemDataRole.UserRole)
            hay = f"{choice.title} {choice.name} {choice.abstract}".casefold()
            row.setHidden(not all(word in hay for word in words))
            if first is None and not row.isHidden():
                first = row
        self.layers.setCurrentItem(first)

    def _first(self) -> None:
        if self.name():
            self.accept()

    def _describe(self, row: QListWidgetItem | None, _before=None) -> None:
        choice = row.data(Qt.ItemDataRole.UserRole) if row is not None else None
        self.abstract.setText(f"{choice.name}\n{choice.abstract[:240]}".strip() if choice else "")
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(choice is not None)
