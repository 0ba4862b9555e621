"""Opens the dialog of catalogues, and brings what it changed into the sources without a restart."""

from __future__ import annotations

from qgis.PyQt.QtCore import QObject, Qt

from ..bridge.footprints import color_of
from ..bridge.user_catalogs import all_entries
from .gui_settings import language


class SourcesManager(QObject):
    """Between the sources' popup, the dialog and the controller that owns the catalogues."""

    def __init__(self, controller):
        super().__init__(controller)
        self._controller = controller
        self.dialog = None
        controller.panel.search.sources.popup.manage.clicked.connect(self.open)

    def open(self) -> None:
        """Show the dialog."""
        self._controller.panel.search.sources.popup.close()
        if self.dialog is None:
            from .catalog_dialog import CatalogDialog

            self.dialog = CatalogDialog(self._controller.session, self._controller.panel.window())
            self.dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            self.dialog.changed.connect(self.reload)
            self.dialog.finished.connect(self._closed)
        self.dialog.open()

    def _closed(self, _result: int) -> None:
        self.dialog = None

    def reload(self, ticked: list[str]) -> None:
        """Read the catalogues anew; ``ticked`` are chosen beside those that were."""
        controller, sources = self._controller, self._controller.panel.search.sources
        before, chosen = controller.entries, [*sources.checked(), *ticked]
        controller.entries = {entry.id: entry for entry in all_entries()}
        after = controller.entries
        controller.forget_catalogs(key for key in before if after.get(key) != before[key])
        sources.fill(list(after.values()), [key for key in chosen if key in after], color_of)
        controller.settings.choose_catalogs(sources.checked())
        controller.panel.details.catalogs = {entry.id: entry.title(language()) for entry in after.values()}

    def shut(self) -> None:
        """Close the dialog, and with it its test."""
        if self.dialog is not None:
            self.dialog.close()
