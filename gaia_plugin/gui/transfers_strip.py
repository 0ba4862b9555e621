"""Transfers: one row each, with progress, speed, cancel, and the folder when done."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.PyQt.QtCore import QSize, Qt, QUrl, pyqtSignal
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QWidget

from . import accounts_texts, formats, messages
from .icons import plugin_icon, theme_icon
from .ui import load_ui

_HEIGHT = 120


class TransferRow(QWidget):
    """One transfer."""

    cancelWanted = pyqtSignal(object)
    retryWanted = pyqtSignal(object)

    def __init__(self, download: Any, parent=None):
        super().__init__(parent)
        load_ui("transfer_row", self)
        self.download, self.state = download, "running"
        self.title.set_full(Path(download.path).name if download.path else download.link.label)
        self.action.clicked.connect(self._act)
        self.error.hide()
        self.show_progress()

    def show_progress(self) -> None:
        """How far it is."""
        received, total = self.download.received or 0, self.download.total
        known = bool(total)
        self.bar.setRange(0, 1000 if known else 0)
        self.bar.setValue(min(1000, received * 1000 // total) if known else 0)
        amount = formats.size(received)
        if known:
            of = self.tr("{received} of {total}")
            amount = of.format(received=amount, total=formats.size(total))
        speed = formats.rate(getattr(self.download, "rate", None))
        self.facts.setText(" · ".join(part for part in (amount, speed) if part))
        waits_for = getattr(self.download, "error", None)  # on tape, over a quota: it goes on by itself
        self.error.setVisible(waits_for is not None)
        if waits_for is not None:
            self.bar.setRange(0, 1)
            self.error.setText(messages.sentence(waits_for))
        self._button(self.tr("Cancel this transfer"), plugin_icon("cancel"))

    def show_end(self, error: Exception | None = None, cancelled: bool = False, way_in: str = "") -> None:
        """It is over: well, or not. ``way_in`` is what its error asks of the person (``accounts_texts``)."""
        self.state = "cancelled" if cancelled else "failed" if error is not None else "done"
        self.bar.setVisible(False)
        if self.state == "done":
            self.title.set_full(Path(self.download.path).name)
            self.facts.setText(formats.size(self.download.received or self.download.total))
            self._button(self.tr("Open the folder"), theme_icon("mIconFolderOpen", "mIconFolder"))
            return
        self.facts.setText(self.tr("cancelled") if cancelled else self.tr("failed"))
        if error is not None and not cancelled:
            self.error.setText(messages.sentence(error))
            self.error.show()
        if way_in:
            self._button(accounts_texts.button_text(way_in), theme_icon("locked", "mIconLocked"))
            self.action.setText(self.action.toolTip())
            self.action.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        else:
            self._button(self.tr("Start again"), plugin_icon("refresh"))

    def restart(self) -> None:
        """It goes on."""
        self.state = "running"
        self.error.hide()
        self.bar.show()
        self.show_progress()

    def _button(self, text: str, icon) -> None:
        self.action.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.action.setText("")
        self.action.setIcon(icon)
        self.action.setToolTip(text)
        self.action.setAccessibleName(f"{text}: {self.title.text()}")

    def _act(self) -> None:
        if self.state == "running":
            self.cancelWanted.emit(self.download)
        elif self.state == "done":
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(Path(self.download.path).parent)))
        else:
            self.retryWanted.emit(self.download)


class TransfersStrip(QWidget):
    """Hidden until there is a transfer."""

    cancelWanted = pyqtSignal(object)
    retryWanted = pyqtSignal(object)

    def __init__(self, parent=None):
        super().__init__(parent)
        load_ui("transfers_strip", self)
        self._rows: dict[Any, TransferRow] = {}
        self.toggle.clicked.connect(lambda: self._fold(self.area.isHidden()))
        self.clear.clicked.connect(self.clear_finished)
        self.rows.addStretch(1)
        self.hide()

    def add(self, download: Any) -> None:
        """A transfer begins."""
        row = self._rows[download.id] = TransferRow(download, self.content)
        row.cancelWanted.connect(self.cancelWanted)
        row.retryWanted.connect(self.retryWanted)
        self.rows.insertWidget(0, row)
        self.show()
        self._tell()

    def restart(self, download: Any) -> None:
        """One that had stopped goes on."""
        row = self._rows.get(download.id)
        if row is not None:
            row.restart()
            self._tell()

    def progress(self, download: Any) -> None:
        """A transfer goes on."""
        row = self._rows.get(download.id)
        if row is not None and row.state == "running":
            row.show_progress()

    def end(
        self, download: Any, error: Exception | None = None, cancelled: bool = False, way_in: str = ""
    ) -> None:
        """A transfer is over. See ``TransferRow.show_end``."""
        row = self._rows.get(download.id)
        if row is not None:
            row.show_end(error, cancelled, way_in)
        self._tell()

    def clear_finished(self) -> None:
        """Take away the rows that are over."""
        for key, row in list(self._rows.items()):
            if row.state != "running":
                self.rows.removeWidget(row)
                row.deleteLater()
                del self._rows[key]
        self.setVisible(bool(self._rows))
        self._tell()

    def _fold(self, shown: bool) -> None:
        self.area.setVisible(shown)
        self.toggle.setArrowType(Qt.ArrowType.DownArrow if shown else Qt.ArrowType.RightArrow)

    def _tell(self) -> None:
        running = sum(row.state == "running" for row in self._rows.values())
        failed = sum(row.state == "failed" for row in self._rows.values())
        parts = [self.tr("Transfers")]
        if running:
            parts.append(self.tr("{n} running").format(n=formats.number(running)))
        if failed:
            parts.append(self.tr("{n} failed").format(n=formats.number(failed)))
        self.toggle.setText(" · ".join(parts))
        self.clear.setEnabled(running < len(self._rows))
        for row in self._rows.values():
            row.layout().activate()  # a bar that was hidden just now still counts in the height otherwise
        self.rows.activate()
        self.area.setFixedHeight(min(_HEIGHT, self.content.sizeHint().height() + 2))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, super().minimumSizeHint().height())
