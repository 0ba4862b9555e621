"""How each catalogue of the search fares: state, counts, filters, and why one failed."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from qgis.PyQt.QtCore import QSize, pyqtSignal
from qgis.PyQt.QtGui import QPalette
from qgis.PyQt.QtWidgets import QScrollArea, QWidget

from ..core.catalogs.federation import State, Status
from . import accounts_texts, messages, offline, ways_on
from .sources_popup import color_icon
from .told import told
from .ui import load_ui, tip

_HEIGHT = 190
_NEUTRAL = "#777777"


class StatusRow(QWidget):
    """One catalogue. ``wanted`` asks to retry it, for more of it, or to sign in and go on; without a network,
    for all of them."""

    wanted = pyqtSignal(str, str)  # "retry", "more" or "sign-in", catalogue; "retry-all" or "anyway", ""

    def __init__(self, color: str, parent=None):
        super().__init__(parent)
        load_ui("status_row", self)
        self.dot.setPixmap(color_icon(color).pixmap(10, 10))
        self.detail.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.action.setFixedHeight(self.fontMetrics().height() + 4)
        self.action.clicked.connect(self._ask)
        self._status: Status | None = None
        self._wish = ""

    def show_status(self, status: Status, facts: str = "", way_in: str = "") -> None:
        """Fill the row; ``facts`` say what the catalogue is, ``way_in`` what its error asks of the person
        (see ``accounts_texts``)."""
        self._status, self._wish = status, "sign-in" if way_in else ""
        self.title.set_full(status.title)
        words, counts = messages.state(status), messages.counts(status)
        quiet = status.state is State.DONE and counts
        # Where a button says what is needed, words beside it would only take the title's room.
        words = "" if quiet or way_in else words
        self.state.setText(" · ".join(part for part in (counts, words) if part))
        lost = status.error is not None and status.state is State.FAILED
        self.error.setText(messages.sentence(status.error) if lost else "")
        self.error.setVisible(lost)
        # That the server did its part is no news: it is in the tool tip, and the row stays one line high.
        notable = [messages.filters_here(status), messages.skipped(status), *map(told, status.notes)]
        self.detail.set_full(" ".join(line for line in notable if line))
        self.detail.setVisible(bool(self.detail.text()))
        lines = [
            status.title,
            facts,
            messages.filters(status),
            messages.skipped(status),
            *map(told, status.notes),
        ]
        self.setToolTip(tip("\n".join(line for line in lines if line)))
        failed, paused = messages.has_failed(status), status.state is State.PAUSED
        self.action.setVisible((failed and not ways_on.waits(status.error)) or paused or bool(way_in))
        again = self.tr("Retry") if failed else self.tr("More")
        self.action.setText(accounts_texts.button_text(way_in) if way_in else again)
        self.action.setAccessibleName(f"{self.action.text()}: {status.title}")

    def show_offline(self, count: int, asked: bool) -> None:
        """The row of all the sources that no network leads to: ``asked`` in vain, or left out."""
        self._status = None
        self.title.set_full(offline.not_reached(count) if asked else offline.not_asked(count))
        self.state.clear()  # the line above the list says it
        self.error.setText(offline.sentence())
        self.detail.hide()
        self.action.setText(self.tr("Retry") if asked else self.tr("Ask all the same"))
        self.action.setAccessibleName(f"{self.action.text()}: {self.title.text()}")
        self._wish = "retry-all" if asked else "anyway"

    def _ask(self) -> None:
        if self._status is None or self._wish:
            self.wanted.emit(self._wish, self._status.catalog if self._status else "")
            return
        self.wanted.emit("retry" if self._status.state is State.FAILED else "more", self._status.catalog)


class StatusList(QScrollArea):
    """One row a catalogue, in the order in which they were chosen; failures first when the search is over."""

    wanted = pyqtSignal(str, str)

    def __init__(self, parent=None):
        super().__init__(parent)
        load_ui("status_list", self)
        self._rows: dict[str, StatusRow] = {}
        self._offline: StatusRow | None = None
        self._color_of = lambda _key: "#777777"
        self._facts_of: Callable[[str], str] = lambda _key: ""
        self._accounts = None

    def set_colors(self, color_of) -> None:
        """``color_of`` gives a catalogue's colour by its identifier."""
        self._color_of = color_of

    def set_facts(self, facts_of: Callable[[str], str]) -> None:
        """``facts_of`` says what a catalogue is (provider, compartment, languages) by its identifier."""
        self._facts_of = facts_of

    def set_accounts(self, accounts) -> None:
        """``AccountsManager`` knows what opens a catalogue that refuses."""
        self._accounts = accounts

    def clear(self) -> None:
        """Forget the search before."""
        self.show_offline((), 0)
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
        way_in = ""
        if self._accounts is not None and status.error is not None:
            status = replace(status, error=self._accounts.explained(status.error))
            if status.state is State.FAILED:
                way_in = self._accounts.way_in(status.error, status.catalog)
        row.show_status(status, self._facts_of(status.catalog), way_in)
        if messages.has_failed(status) and self.rows.indexOf(row) > 0:
            self.rows.removeWidget(row)
            self.rows.insertWidget(0, row)
        self.updateGeometry()

    def show_offline(self, lost: Collection[str], left_out: int) -> None:
        """One row in place of those of the catalogues in ``lost``, which no network leads to, and of
        ``left_out`` others that were not asked; none of it where both are nothing."""
        for key, row in self._rows.items():
            row.setVisible(key not in lost)
        if not lost and not left_out:
            if self._offline is not None:
                self.rows.removeWidget(self._offline)
                self._offline.deleteLater()
                self._offline = None
        else:
            if self._offline is None:
                self._offline = StatusRow(_NEUTRAL, self.content)
                self._offline.wanted.connect(self.wanted)
                self.rows.insertWidget(0, self._offline)
            self._offline.show_offline(len(lost) or left_out, asked=bool(lost))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(320, min(_HEIGHT, self.content.sizeHint().height() + 2))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, min(70, self.content.sizeHint().height() + 2))
