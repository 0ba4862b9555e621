"""The detail panel: overview, access, granules, citation, and the two buttons that matter."""

from __future__ import annotations

from collections.abc import Mapping

from qgis.PyQt.QtCore import QSize, pyqtSignal
from qgis.PyQt.QtWidgets import QWidget

from ..bridge.family import Kin
from ..core.model import Dataset, Record
from . import link_groups, messages
from .family_html import inside, show_inside
from .fitting import Fitting
from .gui_settings import language
from .icons import plugin_icon
from .primary import make_primary
from .ui import load_ui, tip


class Details(QWidget):
    """``wanted`` asks to ("zoom" | "add" | "download", record), ``linkWanted`` for one link of Access."""

    wanted = pyqtSignal(str, object)
    linkWanted = pyqtSignal(str, object, object)
    granulesShown = pyqtSignal(object)
    recordWanted = pyqtSignal(object)

    def __init__(self, parent=None):
        super().__init__(parent)
        load_ui("details", self)
        self.record: Record | None = None
        self._filled: set[int] = set()
        self.catalogs: Mapping[str, str] = {}
        self._kin: Kin | None = None
        self._icons = {"add": plugin_icon("add-to-map"), "download": plugin_icon("download")}
        self.zoom.setIcon(plugin_icon("zoom"))
        giving = {self.zoom: plugin_icon("zoom"), self.download: self._icons["download"]}
        giving[self.add] = self._icons["add"]
        self._fitting = Fitting(self.buttons, (self.zoom, self.inside, self.add, self.download), giving)
        self._place = self.tabs.indexOf(self.granules)
        self.inside.clicked.connect(self.open_granules)
        for name in ("zoom", "add", "download"):
            getattr(self, name).clicked.connect(
                lambda _=False, name=name: self.wanted.emit(name, self.record)
            )
        self.access.wanted.connect(lambda group, link: self.linkWanted.emit(group, self.record, link))
        self.overview.recordWanted.connect(self.recordWanted)
        self.tabs.currentChanged.connect(self._fill)
        self.show_record(None)

    def _offer(self, record: Record | None) -> None:
        """The buttons that lead somewhere with this record; the first of them stands out."""
        self._fitting.restore()
        on_map = link_groups.on_map(record) if record else []
        files = link_groups.downloads(record) if record else []
        granules = isinstance(record, Dataset) and record.has_granules
        self.zoom.setEnabled(bool(record and record.footprint))
        self.add.setEnabled(bool(on_map))
        self.download.setEnabled(bool(files))
        self.add.setToolTip(
            tip(link_groups.name_of(on_map[0]))
            if on_map
            else self.tr("The record gives nothing that a map can show")
        )
        no_file = link_groups.no_file(record) if record else ""
        if granules:
            no_file = self.tr("Choose granules in the Granules tab")
        self.download.setToolTip(messages.files(len(files)) if files else no_file)
        # A collection that has only granules: the way goes through them.
        self.inside.setText(show_inside(record))
        self.inside.setVisible(granules and not on_map)
        self.add.setVisible(bool(on_map) or not granules)
        self.download.setVisible(bool(files) or not granules)
        first = self.add if on_map else self.inside if granules else self.download
        for button in (self.add, self.inside, self.download):
            make_primary(button, button is first and button.isEnabled(), self._icons.get(button.objectName()))
        self._fitting.fit()

    def show_record(self, record: Record | None) -> None:
        """Show a record; None empties the panel."""
        self.record, self._kin = record, None
        self._filled.clear()
        self.tabs.setEnabled(record is not None)
        self._offer(record)
        self.tabs.setTabVisible(self._place, bool(getattr(record, "has_granules", False)))
        self.tabs.setTabText(self._place, inside(record))
        if record is None:
            self.overview.clear()
            return
        self._fill()

    def update_record(self, record: Record) -> None:
        """The record that is shown has changed: one more source, or all that its catalogue knows."""
        if self.record is not None and record.key == self.record.key:
            self.record = record
            self._filled &= {self._place}  # granules that are shown stay as they are
            self._offer(record)
            if self.tabs.currentWidget() is not self.granules:
                self.tabs.setTabVisible(self._place, bool(getattr(record, "has_granules", False)))
                self._fill()

    def show_family(self, key: tuple[str, str], kin: Kin) -> None:
        """The family of the record that is shown is known now."""
        if self.record is not None and self.record.key == key:
            self._kin = kin
            self._filled.discard(self.tabs.indexOf(self.overview))
            if self.tabs.currentWidget() is self.overview:
                self._fill()

    def _fill(self, *_) -> None:
        """Fill the tab that is looked at, once: the others may never be."""
        record, place = self.record, self.tabs.currentIndex()
        # The Granules tab has buttons of its own, for the granules.
        self.buttons.setVisible(self.tabs.currentWidget() is not self.granules)
        if record is None or place in self._filled:
            return
        self._filled.add(place)
        tab = self.tabs.currentWidget()
        if tab is self.overview:
            self.overview.show_record(record, language(), dict(self.catalogs), self._kin)
        elif tab is self.granules:
            self.granulesShown.emit(record)
        else:
            tab.show_record(record)

    def open_granules(self) -> None:
        """Turn to the Granules tab."""
        self.tabs.setTabVisible(self._place, True)
        self.tabs.setCurrentWidget(self.granules)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 150)
