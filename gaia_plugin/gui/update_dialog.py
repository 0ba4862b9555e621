"""Corrections of the catalogues' addresses from a file: each is seen before it is accepted, and can be taken
back."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QDialog, QFileDialog, QTreeWidgetItem

from ..bridge.settings import UPDATES_URL
from ..bridge.tasks import Job
from ..bridge.user_catalogs import UserCatalogs
from ..core.catalogs.updates import Change, Update, fetch_update
from ..core.errors import Cancelled, GaiaError, host_of
from ..core.model import Period
from ..core.net import Session
from . import formats, messages
from .gui_settings import GuiSettings, language
from .ui import load_ui, tip

_KEY = Qt.ItemDataRole.UserRole


class UpdateDialog(QDialog):
    """``changed`` comes after corrections were accepted or taken back."""

    changed = pyqtSignal()

    def __init__(self, session: Session, catalogs: UserCatalogs, parent=None):
        super().__init__(parent)
        load_ui("update_dialog", self)
        self._session, self._catalogs = session, catalogs
        self._settings = GuiSettings()
        self._update: Update | None = None
        self._job: Job | None = None
        self.url.setText(self._settings.updates_url or UPDATES_URL)
        self.url.setCursorPosition(0)
        self.tree.header().setStretchLastSection(True)
        self.look.clicked.connect(self._look_or_stop)
        self.url.returnPressed.connect(self._look_or_stop)
        self.url.textChanged.connect(lambda text: self.look.setEnabled(bool(text.strip())))
        self.file.clicked.connect(self._ask_file)
        self.tree.itemChanged.connect(lambda *_: self._check())
        self.accepting.clicked.connect(self.accept_ticked)
        self.revoke.clicked.connect(self.take_back)
        self.closing.clicked.connect(self.close)
        self._show_accepted()

    # -- where from --------------------------------------------------------------------------------------

    def _look_or_stop(self) -> None:
        if self._job is not None:
            self._stop()
            self.message.setText(self.tr("Stopped."))
        else:
            self.look_up()

    def look_up(self) -> None:
        """Fetch the file at the address, in a worker."""
        url, session, presets = self.url.text().strip(), self._session, self._catalogs.presets
        if not _is_safe(url):
            self.message.setText(self.tr("The address of a file of corrections begins with https://."))
            return
        self._settings.updates_url = url
        self.message.setText(self.tr("Asking {host}…").format(host=host_of(url)[:80]))
        self.look.setText(self.tr("S&top"))

        def work(job: Job) -> Update:
            return fetch_update(url, session, presets, job.switch)

        self._job = Job(self.tr("Looking for corrections"), work, self._fetched).start()

    def _fetched(self, job: Job) -> None:
        if job is not self._job:
            return
        self._job = None
        self.look.setText(self.tr("&Look"))
        if job.error is None:
            self.offer(job.result)
        elif not isinstance(job.error, Cancelled):
            self._refuse(job.error)

    def _ask_file(self) -> None:
        path, _ = QFileDialog.getOpenFileName(
            self, self.tr("Open corrections"), "", self.tr("Corrections") + " (*.json)"
        )
        if path:
            self.open_file(Path(path))

    def open_file(self, path: Path) -> None:
        """Offer what a file of this computer says; a refused one says why."""
        self._stop()
        try:
            self.offer(self._catalogs.read_changes(path))
        except GaiaError as error:
            self._refuse(error)

    def _refuse(self, error: GaiaError) -> None:
        self._show((), None)
        self.message.setText(messages.sentence(error))

    # -- what it says ------------------------------------------------------------------------------------

    def offer(self, update: Update) -> None:
        """Show each change of a file, ticked, to be accepted."""
        known = {change.id: change.row() for change in self._catalogs.changes()}
        new = [change for change in update.changes if known.get(change.id) != change.row()]
        self._show(new, update)
        day = formats.period(Period(update.date, update.date))
        if new:
            text = self.tr("Corrections of {date}: look at each, and untick what you do not want.")
        else:
            text = self.tr("The corrections of {date} hold nothing new for this version.")
        self.message.setText(text.format(date=day))

    def _show_accepted(self) -> None:
        accepted = self._catalogs.changes()
        self._show(accepted, None)
        one, many = self.tr("You accepted 1 correction."), self.tr("You accepted {n} corrections.")
        said = one if len(accepted) == 1 else many.format(n=formats.number(len(accepted)))
        self.message.setText(said if accepted else self.tr("No correction was accepted so far."))

    def _show(self, changes, update: Update | None) -> None:
        self._update = update
        blocked = self.tree.blockSignals(True)
        self.tree.clear()
        own = {row.get("id") for row in self._catalogs.rows() if isinstance(row, dict) and "url" in row}
        for change in changes:
            row = self._row(change, update is not None, change.id in own)
            self.tree.addTopLevelItem(row)
            row.setFirstColumnSpanned(True)  # of an item that is in the tree
        self.tree.expandAll()
        self._give_room()
        self.tree.blockSignals(blocked)
        self._check()

    def _give_room(self) -> None:
        """The first column is as wide as the words in it; the titles reach over both, the rest is for the
        addresses."""
        rows = [self.tree.topLevelItem(place) for place in range(self.tree.topLevelItemCount())]
        words = [row.child(at).text(0) for row in rows for at in range(row.childCount())]
        widest = max((self.fontMetrics().horizontalAdvance(one) for one in words), default=0)
        self.tree.setColumnWidth(0, widest + 2 * self.tree.indentation() + 16)

    def _row(self, change: Change, ticked: bool, own: bool) -> QTreeWidgetItem:
        row = QTreeWidgetItem([change.before.title(language())])
        row.setData(0, _KEY, change.id)
        font = self.tree.font()
        font.setBold(True)
        row.setFont(0, font)
        if ticked:
            row.setFlags(row.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            row.setCheckState(0, Qt.CheckState.Checked)
        for name, text in self._lines(change, own):
            line = QTreeWidgetItem(row, [name, text])
            line.setToolTip(1, tip(text))
        return row

    def _lines(self, change: Change, own: bool) -> list[tuple[str, str]]:
        lines = []
        if change.url:
            lines += [(self.tr("address now"), change.before.url), (self.tr("becomes"), change.url)]
        if change.closed:
            there = self._catalogs.preset(change.moved_to) if change.moved_to else None
            text = self.tr("closed; its data are in {title}") if there else self.tr("closed")
            lines.append(
                (self.tr("the service is"), text.format(title=there.title(language()) if there else ""))
            )
        note = change.note.get(language()) or change.note.get("en", "")
        if note:
            lines.append((self.tr("sentence"), note))
        if own:
            lines.append((self.tr("but"), self.tr("your own correction of this catalogue stays")))
        return lines

    def _check(self) -> None:
        self.accepting.setEnabled(bool(self._ticked()))
        self.revoke.setEnabled(bool(self._catalogs.changes()))

    def _ticked(self) -> list[Change]:
        if self._update is None:
            return []
        rows = (self.tree.topLevelItem(place) for place in range(self.tree.topLevelItemCount()))
        keys = {row.data(0, _KEY) for row in rows if row.checkState(0) == Qt.CheckState.Checked}
        return [change for change in self._update.changes if change.id in keys]

    # -- what is done with it ----------------------------------------------------------------------------

    def accept_ticked(self) -> None:
        """Keep the ticked changes in the profile."""
        changes = self._ticked()
        if not changes or self._update is None:
            return
        self._do(lambda: self._catalogs.accept(changes, self._update.date))

    def take_back(self) -> None:
        """Forget all that was accepted."""
        self._do(self._catalogs.revoke)

    def _do(self, act) -> None:
        try:
            act()
        except GaiaError as error:
            self.message.setText(messages.sentence(error))
            return
        self._show_accepted()
        self.changed.emit()

    def _stop(self) -> None:
        if self._job is not None:
            job, self._job = self._job, None
            job.cancel()
            self.look.setText(self.tr("&Look"))

    def done(self, result: int) -> None:
        """Also on Esc and the window's cross."""
        self._stop()
        super().done(result)


def _is_safe(url: str) -> bool:
    """Whether nobody on the way can change what comes from an address: https, or this computer."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return False
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and host == "127.0.0.1"))
