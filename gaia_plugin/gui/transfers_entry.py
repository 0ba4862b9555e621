"""The line below the search that says how the transfers fare, and opens their dock."""

from __future__ import annotations

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QWidget

from ..bridge.downloads_totals import Totals
from ..core.transfer.jobs import State
from . import formats
from . import transfers_texts as texts
from .icons import plugin_icon
from .ui import load_ui, tip


class TransfersEntry(QWidget):
    """Hidden until there is a transfer."""

    opened = pyqtSignal()

    def __init__(self, parent=None):
        super().__init__(parent)
        load_ui("transfers_entry", self)
        self.open.clicked.connect(self.opened)
        self.hide()

    def show_totals(self, totals: Totals) -> None:
        """How all of them fare."""
        with formats.steady():
            self._show(totals)

    def _show(self, totals: Totals) -> None:
        part, counts = totals.part, texts.counts(totals)
        self.setVisible(bool(counts))
        self.bar.setVisible(part is not None)
        self.bar.setValue(round(1000 * (part or 0.0)))
        failed = totals.count(State.FAILED) > 0
        self.open.setIcon(plugin_icon("warning" if failed else "download"))
        self.open.say(texts.DOT.join(said for said in (self.tr("Transfers"), counts) if said))
        self.open.setToolTip(tip("\n".join(said for said in (counts, texts.progress(totals)) if said)))
