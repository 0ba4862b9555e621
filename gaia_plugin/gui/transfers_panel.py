"""What the dock of transfers holds: buttons for all of them, the total, the list."""

from __future__ import annotations

from qgis.PyQt.QtCore import QSize, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QMenu, QWidget

from ..bridge.downloads_totals import GOING, Totals
from ..core.transfer.jobs import State
from . import formats
from . import transfers_actions as acts
from . import transfers_texts as texts
from .icons import plugin_icon, theme_icon
from .qt import QActionGroup
from .ui import load_ui

SHOWN = {
    "all": frozenset(State),
    "going": frozenset({*GOING, State.PAUSED}),
    "failed": frozenset({State.FAILED}),
    "done": frozenset({State.DONE, State.CANCELLED}),
}


class TransfersPanel(QWidget):
    """Widgets and what concerns only them. ``pauseWanted`` carries whether all are to pause or to go on."""

    pauseWanted = pyqtSignal(bool)
    clearWanted = pyqtSignal()
    settingsWanted = pyqtSignal()
    fetchWanted = pyqtSignal()
    shownWanted = pyqtSignal(object)

    def __init__(self, parent=None):
        super().__init__(parent)
        load_ui("transfers_panel", self)
        self._totals = Totals()
        self._pausing = True
        self.clear.setIcon(plugin_icon("clear-finished"))
        self.fetch.setIcon(theme_icon("mActionFileOpen"))
        self.fetch.clicked.connect(self.fetchWanted)
        self.settings.setIcon(theme_icon("mActionOptions", "propertyicons/settings"))
        self.pauseAll.clicked.connect(lambda: self.pauseWanted.emit(self._pausing))
        self.clear.clicked.connect(self.clearWanted)
        self.settings.clicked.connect(self.settingsWanted)
        self.counts.elide = Qt.TextElideMode.ElideRight
        self._fill_shown()
        self.show_totals(self._totals)
        self.list.set_empty_text(self.tr("What you download is listed here."))

    def _fill_shown(self) -> None:
        menu, group = QMenu(self), QActionGroup(self)
        names = {
            "all": self.tr("&All"),
            "going": self.tr("&On the way"),
            "failed": self.tr("&Failed"),
            "done": self.tr("&Done"),
        }
        for key, name in names.items():
            action = menu.addAction(name)
            action.setCheckable(True)
            action.setChecked(key == "all")
            group.addAction(action)
            action.triggered.connect(lambda _=False, key=key, name=name: self._choose(key, name))
        self.shown.setMenu(menu)
        self._say_shown(names["all"])

    def _choose(self, key: str, name: str) -> None:
        self._say_shown(name)
        self.shownWanted.emit(SHOWN[key])

    def _say_shown(self, name: str) -> None:
        self.shown.setText(name.replace("&", ""))
        self.shown.setAccessibleName(self.tr("Listed: {name}").format(name=name.replace("&", "")))

    def show_totals(self, totals: Totals) -> None:
        """How all transfers fare together."""
        if self._totals == totals and not self.counts.isHidden():
            return
        self._totals = totals
        with formats.steady():
            self._show()

    def _show(self) -> None:
        totals = self._totals
        part = totals.part
        self.bar.setVisible(part is not None)
        self.bar.setValue(round(1000 * (part or 0.0)))
        self.figures.setVisible(part is not None)
        self.figures.set_full(texts.progress(totals))
        self.counts.set_full(texts.counts(totals))
        self.counts.setVisible(bool(self.counts.text()))
        paused = totals.count(State.PAUSED)
        self._pausing = totals.going > 0 or not paused
        self.pauseAll.setIcon(acts.icon(acts.PAUSE if self._pausing else acts.RESUME))
        self.pauseAll.setText(self.tr("&Pause all") if self._pausing else self.tr("&Resume all"))
        self.pauseAll.setEnabled(totals.going > 0 or paused > 0)
        self.clear.setEnabled(totals.count(State.DONE, State.CANCELLED) > 0)

    def resizeEvent(self, event) -> None:
        """Where there is no room for words, the icons stand alone."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        beside = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        alone = Qt.ToolButtonStyle.ToolButtonIconOnly
        metrics = self.fontMetrics()
        words = sum(metrics.horizontalAdvance(one.text()) + 28 for one in (self.pauseAll, self.clear))
        wide = words + metrics.horizontalAdvance(self.shown.text()) + 72 <= self.width()
        for one in (self.pauseAll, self.clear):
            one.setToolButtonStyle(beside if wide else alone)

    def sizeHint(self) -> QSize:
        return QSize(400, 480)

    def minimumSizeHint(self) -> QSize:
        return QSize(300, 200)
