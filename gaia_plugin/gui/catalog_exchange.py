"""Catalogues from and to elsewhere: files, QGIS's own connections, corrections of addresses."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import QObject, Qt
from qgis.PyQt.QtWidgets import QFileDialog, QMenu

from ..bridge.qgis_connections import qgis_connections
from ..bridge.user_catalogs import UserCatalogs
from ..core.errors import GaiaError
from ..core.net import Session
from . import catalog_texts, messages

if TYPE_CHECKING:
    from .catalog_dialog import CatalogDialog

_MOST_CONNECTIONS = 40


class CatalogExchange(QObject):
    """The menu of the dialog of catalogues, and what it does."""

    def __init__(self, dialog: CatalogDialog, session: Session, catalogs: UserCatalogs):
        super().__init__(dialog)
        self._dialog, self._session, self._catalogs = dialog, session, catalogs
        self.updates = None
        self.menu = QMenu(dialog)
        self.menu.aboutToShow.connect(self.fill_menu)

    def fill_menu(self) -> None:
        """What can be done now."""
        self.menu.clear()
        self.menu.addAction(self.tr("&Import from a file…"), self.ask_import)
        export = self.menu.addAction(self.tr("&Export yours to a file…"), self.ask_export)
        export.setEnabled(bool(self._catalogs.own()))
        connections = self.menu.addMenu(self.tr("From &QGIS connections"))
        known = {entry.url.rstrip("/?") for entry in self._dialog.entries().values()}
        offered = [one for one in qgis_connections() if one.url.rstrip("/?") not in known]
        for one in offered[:_MOST_CONNECTIONS]:
            text = self.tr("{name} ({where})").format(name=one.name[:80], where=one.where)
            action = connections.addAction(text.replace("&", "&&"))
            action.triggered.connect(lambda _=False, one=one: self._dialog.offer(one.url, one.name))
        if not offered:
            connections.addAction(self.tr("None that is not here already")).setEnabled(False)
        self.menu.addSeparator()
        self.menu.addAction(self.tr("&Corrections of addresses…"), self.open_updates)

    def ask_import(self) -> None:
        """Choose a file of catalogues and take its rows."""
        path, _ = QFileDialog.getOpenFileName(self._dialog, self.tr("Import catalogues"), "", self._files())
        if path:
            self.take_file(Path(path))

    def take_file(self, path: Path) -> None:
        """Take the rows of a file: new catalogues, and corrections of the plugin's."""
        dialog = self._dialog
        try:
            result = self._catalogs.import_file(path)
        except GaiaError as error:
            dialog.message.setText(messages.sentence(error))
            return
        dialog.refresh()
        dialog.message.setText(catalog_texts.imported(result))
        entries = dialog.entries()
        dialog.changed.emit([key for key in result.added if key in entries and entries[key].enabled])

    def ask_export(self) -> None:
        """Write the user's rows to a file."""
        name = str(Path.home() / "gaia-catalogues.json")
        path, _ = QFileDialog.getSaveFileName(
            self._dialog, self.tr("Export your catalogues"), name, self._files()
        )
        if not path:
            return
        try:
            count = self._catalogs.export_file(Path(path))
        except GaiaError as error:
            self._dialog.message.setText(messages.sentence(error))
            return
        text = self.tr("{n} catalogues written to {file}.")
        self._dialog.message.setText(text.format(n=count, file=Path(path).name))

    def _files(self) -> str:
        return self.tr("Catalogues") + " (*.json)"

    def open_updates(self) -> None:
        """Look for corrections of the plugin's addresses, or take them back."""
        from .update_dialog import UpdateDialog

        self.updates = UpdateDialog(self._session, self._catalogs, self._dialog)
        self.updates.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.updates.changed.connect(self._updated)
        self.updates.finished.connect(self._closed)
        self.updates.open()

    def _updated(self) -> None:
        self._dialog.refresh()
        self._dialog.changed.emit([])

    def _closed(self, _result: int) -> None:
        self.updates = None
