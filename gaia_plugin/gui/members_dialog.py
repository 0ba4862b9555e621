"""Which files of a zip on a server to download, without the rest of it."""

from __future__ import annotations

from collections import deque

from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QHeaderView, QTreeWidgetItem

from ..bridge.remote_members import RemoteMembers
from ..core.errors import GaiaError
from ..core.model import Link
from ..core.net import Session
from . import formats, messages
from .told import told
from .ui import load_ui, speak, tip

_ROWS = 150
"""Rows that are made in one turn of the event loop."""


class MembersDialog(QDialog):
    """Lists the files when it is made. A folder's tick is that of all in it; what cannot be had says why."""

    def __init__(self, session: Session, link: Link, parent=None):
        super().__init__(parent)
        load_ui("members_dialog", self)
        self.members: list = []
        """All files of the zip (``core.archives.remote.Member``), once they are listed."""
        self._link = link
        self._waiting: deque = deque()
        self._files: list[tuple] = []
        self._folders: dict[tuple[str, ...], QTreeWidgetItem] = {}
        self.heading.setText(link.label)
        self.total.setText(self.tr("Reading the list of files…"))
        header = self.files.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._ok = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        self._ok.setText(self.tr("&Download"))
        self._ok.setEnabled(False)
        speak(self.buttons)
        self._turn = QTimer(self)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._fill)
        self._late = QTimer(self)  # a folder's tick changes all rows in it, one after the other
        self._late.setSingleShot(True)
        self._late.setInterval(0)
        self._late.timeout.connect(self._count)
        self.files.itemChanged.connect(lambda *_: self._late.start())
        self._list = RemoteMembers(session, link, self)
        self._list.listed.connect(self._listed)
        self._list.failed.connect(self._failed)
        self._list.ask()

    def chosen(self) -> list:
        """The members that are ticked, in the zip's order."""
        return [
            member
            for member, row in self._files
            if not row.isDisabled() and row.checkState(0) == Qt.CheckState.Checked
        ]

    def done(self, result: int) -> None:
        self._list.shut()
        self._turn.stop()
        super().done(result)

    def _listed(self, members: list) -> None:
        self.members = members
        self._waiting.extend(members)
        self._turn.start()

    def _failed(self, error: GaiaError) -> None:
        self.total.setText(messages.sentence(error))

    def _fill(self) -> None:
        self.files.blockSignals(True)
        for _ in range(min(_ROWS, len(self._waiting))):
            self._add(self._waiting.popleft())
        self.files.blockSignals(False)
        if not self._waiting:
            self._turn.stop()
            self.files.viewport().update()
            self._count()

    def _add(self, member) -> None:
        parts = member.parts or (member.name,)
        row = QTreeWidgetItem(self._folder(parts[:-1]), [parts[-1], formats.size(member.size)])
        self._files.append((member, row))
        row.setToolTip(0, tip(member.name))
        row.setTextAlignment(1, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter))
        if member.refused:
            row.setFlags(Qt.ItemFlag.ItemIsSelectable)  # and not enabled
            row.setText(1, told(member.refused))
            return
        row.setCheckState(0, Qt.CheckState.Unchecked)

    def _folder(self, parts: tuple[str, ...]) -> QTreeWidgetItem:
        if not parts:
            return self.files.invisibleRootItem()
        if parts not in self._folders:
            row = QTreeWidgetItem(self._folder(parts[:-1]), [parts[-1], ""])
            row.setFlags(row.flags() | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsAutoTristate)
            row.setCheckState(0, Qt.CheckState.Unchecked)
            row.setExpanded(len(parts) == 1)
            self._folders[parts] = row
        return self._folders[parts]

    def _count(self) -> None:
        if self._waiting:
            return
        chosen = self.chosen()
        size = formats.size(sum(one.size for one in chosen))
        whole = self.tr("of {files}, {size}").format(
            files=messages.files(len(self.members)), size=formats.size(sum(one.size for one in self.members))
        )
        self.total.setText(f"{messages.files(len(chosen))} · {size} ({whole})" if chosen else whole)
        self._ok.setEnabled(bool(chosen))
