"""The search box with its three filters."""

from __future__ import annotations

from qgis.PyQt.QtCore import QEvent, QStringListModel, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QCompleter, QWidget

from ..core.model import Query
from .gui_settings import GuiSettings, language
from .icons import theme_icon
from .ui import load_ui

_REMEMBERED = 30


class SearchBar(QWidget):
    """Says what to search for. ``searched`` comes on Enter and the button, ``stopped`` on Cancel and Esc."""

    searched = pyqtSignal()
    stopped = pyqtSignal()

    def __init__(self, parent=None):
        super().__init__(parent)
        load_ui("search_bar", self)
        self._running = False
        self._settings = GuiSettings()
        self._history = QStringListModel(list(self._settings.history), self)
        completer = QCompleter(self._history, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.text.setCompleter(completer)
        self.text.addAction(theme_icon("search", "mIconZoom"), self.text.ActionPosition.LeadingPosition)
        self.text.returnPressed.connect(self._search)
        self.text.installEventFilter(self)
        self.go.clicked.connect(self._press)
        for button, stretch in ((self.area, 6), (self.period, 5), (self.sources, 2)):
            self.filters.setStretchFactor(button, stretch)

    def query(self) -> Query:
        """What is asked for now."""
        return Query(
            text=self.text.text().strip(),
            area=self.area.area(),
            period=self.period.period(),
            catalogs=tuple(self.sources.checked()),
            limit=None,
            language=language(),
        )

    def set_running(self, running: bool) -> None:
        """The button is Cancel while a search runs."""
        self._running = running
        self.go.setText(self.tr("Cancel") if running else self.tr("Search"))
        self.go.setToolTip(self.tr("Stop the search (Esc)") if running else "")

    def focus(self) -> None:
        """Put the cursor in the search box, its text selected."""
        self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.text.selectAll()

    def eventFilter(self, watched, event) -> bool:
        """Esc in the search box: a line edit keeps it from the dock's shortcut."""
        pressed = watched is self.text and event.type() == QEvent.Type.KeyPress
        if pressed and self._running and event.key() == Qt.Key.Key_Escape:
            self.stopped.emit()
            return True
        return super().eventFilter(watched, event)

    def _press(self) -> None:
        if self._running:
            self.stopped.emit()
        else:
            self._search()

    def _search(self) -> None:
        text = self.text.text().strip()
        if text:
            known = [one for one in self._history.stringList() if one != text]
            self._history.setStringList([text, *known][:_REMEMBERED])
            self._settings.history = tuple(self._history.stringList())
        self.searched.emit()
