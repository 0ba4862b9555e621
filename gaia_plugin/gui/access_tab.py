"""What can be done with a record: its links by use, each with its own button."""

from __future__ import annotations

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtGui import QPalette
from qgis.PyQt.QtWidgets import QLabel, QMenu, QPushButton, QScrollArea, QWidget

from ..bridge.remote_members import may_be_zip
from ..core.errors import host_of
from ..core.model import Link, Record
from . import formats, link_groups
from .icons import plugin_icon, theme_icon
from .outside import is_outside, protocol
from .told import told
from .ui import load_ui, tip

_SHOWN = 12  # rows of a group before "show the others"


DOWNLOAD_TO, INSIDE, COPY = "download-to", "inside", "copy"
"""What else can be done with a link than its button does."""


class AccessRow(QWidget):
    """One link with what it is and its button; a menu has the rest."""

    wanted = pyqtSignal(str, object)

    def __init__(self, group: str, link: Link, parent=None):
        super().__init__(parent)
        load_ui("access_row", self)
        self._group, self._link = group, link
        name = link_groups.name_of(link)
        self.title.set_full(name)
        self.facts.set_full(facts(link))
        self.facts.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.action.setText(link_groups.verb(group))
        self.action.setAccessibleName(f"{self.action.text()}: {name}")
        if link.description:
            self.setToolTip(tip(told(link.description)[:600]))
        self.action.setAutoDefault(False)
        self.action.clicked.connect(lambda: self.wanted.emit(self._group, self._link))

    def menu(self) -> QMenu:
        """All that can be done with the link."""
        menu, link = QMenu(self), self._link
        files = self._group == link_groups.FILES
        offered = [(self._group, self.action.text(), plugin_icon("download") if files else None)]
        if files:
            offered.append((DOWNLOAD_TO, self.tr("Download &to…"), None))
            if may_be_zip(link):
                offered.append((INSIDE, self.tr("Files &inside…"), None))
        if self._group != link_groups.SERVICES:
            offered.append((COPY, self.tr("&Copy the address"), theme_icon("mActionEditCopy")))
        for what, words, icon in offered:
            action = menu.addAction(words)
            action.setData(what)
            if icon is not None:
                action.setIcon(icon)
            action.triggered.connect(lambda _=False, what=what: self.wanted.emit(what, link))
        return menu

    def contextMenuEvent(self, event) -> None:
        menu = self.menu()
        menu.exec(event.globalPos())
        menu.deleteLater()


def facts(link: Link) -> str:
    """ "WMS · layer.name · 12 MB · example.org"."""
    kind = {"download": link.media_type.split(";")[0], "cog": "COG"}.get(
        link.kind.value, link.kind.value.upper()
    )
    if link.kind.value in ("info", "metadata"):
        kind = ""
    name = link.name if link.name not in link_groups.name_of(link) else ""
    if is_outside(link.href):
        kind = protocol(link.href)
    host = host_of(link.href) if link.href.startswith(("http:", "https:")) or is_outside(link.href) else ""
    return " · ".join(part for part in (kind, name, formats.size(link.size), host) if part)


class AccessTab(QScrollArea):
    """``wanted`` carries the group (what to do) and the link."""

    wanted = pyqtSignal(str, object)

    def __init__(self, parent=None):
        super().__init__(parent)
        load_ui("access_tab", self)

    def show_record(self, record: Record) -> None:
        """Show the links of a record."""
        self.clear()
        groups = link_groups.grouped(record.links)
        for name, links in groups.items():
            self._heading(link_groups.title(name))
            self._fill(name, links[:_SHOWN])
            if len(links) > _SHOWN:
                self._others(name, links[_SHOWN:])
        if not groups:
            empty = QLabel(self.tr("The record gives no address: read its overview, or ask its contacts."))
            empty.setWordWrap(True)
            self.rows.addWidget(empty)
        self.rows.addStretch(1)
        self.verticalScrollBar().setValue(0)

    def clear(self) -> None:
        """Forget the record before."""
        while self.rows.count():
            widget = self.rows.takeAt(0).widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _heading(self, text: str) -> None:
        label = QLabel(text)
        font = label.font()
        font.setBold(True)
        label.setFont(font)
        label.setContentsMargins(2, 6, 0, 2)
        self.rows.addWidget(label)

    def _fill(self, name: str, links: list[Link], place: int | None = None) -> None:
        for offset, link in enumerate(links):
            row = AccessRow(name, link, self.content)
            row.wanted.connect(self.wanted)
            self.rows.insertWidget(self.rows.count() if place is None else place + offset, row)

    def _others(self, name: str, links: list[Link]) -> None:
        button = QPushButton(self.tr("Show {n} more").format(n=formats.number(len(links))))
        button.setFlat(True)

        def show() -> None:
            place = self.rows.indexOf(button)
            self.rows.removeWidget(button)
            button.deleteLater()
            # A thousand rows of widgets would hold the window: they come a handful at a time.
            self._fill(name, links[:_SHOWN], place)
            if len(links) > _SHOWN:
                del links[:_SHOWN]
                self._others_at(name, links, place + _SHOWN)

        button.clicked.connect(show)
        self.rows.addWidget(button)

    def _others_at(self, name: str, links: list[Link], place: int) -> None:
        self._others(name, links)
        button = self.rows.takeAt(self.rows.count() - 1).widget()
        self.rows.insertWidget(place, button)
