"""How each catalogue of the search fares: state, counts, filters, and why one failed."""

from __future__ import annotations

from qgis.PyQt.QtCore import QSize, pyqtSignal
from qgis.PyQt.QtGui import QPalette
from qgis.PyQt.QtWidgets import QScrollArea, QWidget

from ..core.catalogs.federation import State, Status
from . import messages
from .sources_popup import color_icon
from .told import told
from .ui import load_ui, tip

_HEIGHT = 190


class StatusRow(QWidget):
    """One catalogue. ``wanted`` asks to retry it, or for more of it."""

    wanted = pyqtSignal(str, str)  # "retry" or "more", catalogue

    def __init__(self, color: str, parent=None):
        super().__init__(parent)
        load_ui("status_row", self)
        self.dot.setPixmap(color_icon(color).pixmap(10, 10))
        self.detail.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.action.setFixedHeight(self.fontMetrics().height() + 4)
        self.action.clicked.connect(self._ask)
        self._status: Status | None = None

    def show_status(self, status: Status) -> None:
        """Fill the row."""
        self._status = status
        self.title.set_full(status.title)
        words, counts = messages.state(status), messages.counts(status)
        quiet = status.state is State.DONE and counts
        self.state.setText(counts if quiet else " · ".join(part for part in (counts, words) if part))
        lost = status.error is not None and status.state is State.FAILED
        self.error.setText(messages.sentence(status.error) if lost else "")
        self.error.setVisible(lost)
        # That the server did its part is no news: it is in the tool tip, and the row stays one line high.
        notable = [messages.filters_here(status), messages.skipped(status), *map(told, status.notes)]
        self.detail.set_full(" ".join(line for line in notable if line))
        self.detail.setVisible(bool(self.detail.text()))
        lines = [status.title, messages.filters(status), messages.skipped(status), *map(told, status.notes)]
        self.setToolTip(tip("\n".join(line for line in lines if line)))
        failed, paused = status.state is State.FAILED, status.state is State.PAUSED
        self.action.setVisible(failed or paused)
        self.action.setText(self.tr("Retry") if failed else self.tr("More"))
        self.action.setAccessibleName(f"{self.action.text()}: {status.title}")

    def _ask(self) -> None:
        self.wanted.emit("retry" if self._status.state is State.FAILED else "more", self._status.catalog)


class StatusList(QScrollArea):
    """One row a catalogue, in the order in which they were chosen; failures first when the search is over."""

    wanted = pyqtSignal(str, str)

    def __init__(self, parent=None):
        super().__init__(parent)
        load_ui("status_list", self)
        self._rows: dict[str, StatusRow] = {}
        self._color_of = lambda _key: "#777777"

    def set_colors(self, color_of) -> None:
        """``color_of`` gives a catalogue's colour by its identifier."""
        self._color_of = color_of

    def clear(self) -> None:
        """Forget the search before."""
        for row in self._rows.values():
            self.rows.removeWidget(row)
            row.deleteLater()
        self._rows = {}

    def show_status(self, status: Status) -> None:
        """Fill or make the row of a catalogue; failed ones go on top, where they are seen."""
        row = self._rows.get(status.catalog)
        if row is None:
            row = self._rows[status.catalog] = StatusRow(self._color_of(status.catalog), self.content)
            row.wanted.connect(self.wanted)
            self.rows.addWidget(row)
        row.show_status(status)
        if status.state is State.FAILED and self.rows.indexOf(row) > 0:
            self.rows.removeWidget(row)
            self.rows.insertWidget(0, row)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(320, min(_HEIGHT, self.content.sizeHint().height() + 2))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, min(70, self.content.sizeHint().height() + 2))
