"""What the dock holds: search bar, status, results beside their details, transfers."""

from __future__ import annotations

from collections.abc import Iterable

from qgis.PyQt.QtCore import QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import QMenu, QWidget

from ..bridge.results_model import SORTS
from ..core.catalogs.federation import Status
from . import messages, offline
from .gui_settings import GuiSettings
from .icons import plugin_icon, theme_icon
from .qt import QActionGroup, QShortcut
from .ui import load_ui


class Panel(QWidget):
    """Widgets and what concerns only them; the controller does the work."""

    sortWanted = pyqtSignal(str)

    def __init__(self, parent=None):
        super().__init__(parent)
        load_ui("panel", self)
        self._settings = GuiSettings()
        self._statuses: dict[str, Status] = {}
        self._searched = self._running = False
        self._remote: frozenset[str] = frozenset()
        self._lost: list[str] = []
        self._left_out = 0
        self.busy.hide()
        self.sourcesState.hide()
        self.status.setEnabled(False)
        self.status.toggled.connect(self.sourcesState.setVisible)
        self.splitter.setStretchFactor(0, 3)
        self.splitter.setStretchFactor(1, 2)
        self.splitter.setSizes([300, 280])
        if not self._settings.splitter.isEmpty():
            self.splitter.restoreState(self._settings.splitter)
        self.splitter.splitterMoved.connect(self._remember)
        self.sort.setIcon(theme_icon("sort"))
        self.more.setText("⋮")
        self.more.setAccessibleName(self.tr("More actions on the results"))
        self.more.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        self._sort_menu()
        self.moreMenu = QMenu(self)
        self.more.setMenu(self.moreMenu)
        self.saveFootprints = self.moreMenu.addAction(
            theme_icon("mActionFileSaveAs"), self.tr("&Save the footprints…")
        )
        self.zoomResults = self.moreMenu.addAction(
            theme_icon("mActionZoomToLayer"), self.tr("&Zoom to the results")
        )
        self.clearResults = self.moreMenu.addAction(
            theme_icon("mActionRemove"), self.tr("&Clear the results")
        )
        self.moreMenu.addSeparator()
        self.accounts = self.moreMenu.addAction(theme_icon("locked", "mIconLocked"), self.tr("&Accounts…"))
        self.moreMenu.addSeparator()
        self.placeless = self.moreMenu.addAction(self.tr("Only those without &footprint"))
        self.placeless.setCheckable(True)
        scope = Qt.ShortcutContext.WidgetWithChildrenShortcut
        self._find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        self._find.setContext(scope)
        self._find.activated.connect(self.search.focus)
        self._escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        self._escape.setContext(scope)
        self._escape.setEnabled(False)
        self._escape.activated.connect(self.search.stopped)
        order = [self.search.sources, self.status, self.sort, self.more, self.results, self.details.tabs]
        for one, other in zip(order, order[1:]):
            QWidget.setTabOrder(one, other)
        self.details.hide()
        self.set_count(0)

    def _sort_menu(self) -> None:
        menu, group = QMenu(self), QActionGroup(self)
        names = {
            "relevance": self.tr("&Relevance"),
            "date": self.tr("&Date, latest first"),
            "title": self.tr("&Title"),
            "provider": self.tr("&Provider"),
        }
        for name in ("relevance", "date", "title", "provider"):
            action = menu.addAction(names[name])
            action.setCheckable(True)
            action.setChecked(name == self._settings.sort)
            group.addAction(action)
            action.triggered.connect(lambda _=False, name=name: self._choose_sort(name))
        self.sort.setMenu(menu)

    def _choose_sort(self, name: str) -> None:
        self._settings.sort = name
        self.sortWanted.emit(name)

    @property
    def sort_name(self) -> str:
        """The remembered order of the results."""
        return self._settings.sort if self._settings.sort in SORTS else "relevance"

    def begin(self) -> None:
        """A search begins."""
        self._statuses, self._searched = {}, True
        self._lost: list[str] = []
        self.placeless.setChecked(False)
        self.sourcesState.clear()
        self.sourcesState.show_offline((), self._left_out)
        self.search.sources.popup.clear_status()
        self.status.setEnabled(True)
        self.set_running(True)

    def expect(self, remote: Iterable[str], left_out: int) -> None:
        """What the search that begins asks: which of its catalogues need a network, and how many others were
        left out for want of one."""
        self._remote, self._left_out = frozenset(remote), left_out

    def set_running(self, running: bool) -> None:
        """Show that catalogues are being asked, or no more."""
        self._running = running
        self.busy.setVisible(running)
        self._escape.setEnabled(running)
        self.search.set_running(running)

    def show_status(self, status: Status, shown: int, placeless: int) -> None:
        """How one catalogue fares."""
        self._statuses[status.catalog] = status
        self.sourcesState.show_status(status)
        lost = offline.cut_off(self._statuses.values(), self._remote)
        if lost != self._lost or lost:
            self._lost = lost
            self.sourcesState.show_offline(lost, self._left_out)
        self.search.sources.popup.show_status(status)
        self.set_count(shown, placeless)

    def set_count(self, shown: int, placeless: int = 0) -> None:
        """How many results there are, and how many of them have no footprint."""
        statuses = list(self._statuses.values())
        cut = offline.brief() if self._lost or self._left_out else ""
        self.placeless.setEnabled(placeless > 0)
        self.status.say(messages.summary(statuses, shown, cut, placeless) if statuses else self._before())
        failed = not cut and any(map(messages.has_failed, statuses))
        self.status.setIcon(plugin_icon("warning") if failed else theme_icon())
        for action in (self.saveFootprints, self.zoomResults, self.clearResults):
            action.setEnabled(shown > 0)
        self.sort.setEnabled(shown > 1)

    def _before(self) -> str:
        """What is said while no source has said anything."""
        if self._running:
            return self.tr("Searching…")
        return self.tr("Cancelled") if self._searched else self.tr("No search yet")

    def _remember(self, *_) -> None:
        self._settings.splitter = self.splitter.saveState()

    def sizeHint(self) -> QSize:
        return QSize(400, 640)

    def minimumSizeHint(self) -> QSize:
        return QSize(320, 380)
