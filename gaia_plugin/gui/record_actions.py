"""What is done with a record: seen on the map, downloaded, opened, saved; and what is said of it after."""

from __future__ import annotations

import html
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from qgis.core import Qgis, QgsProject
from qgis.PyQt.QtCore import QObject, QUrl
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QApplication, QDialog, QFileDialog, QPushButton, QWidget

from ..bridge.footprints import FootprintLayer
from ..core.errors import Cancelled, GaiaError
from ..core.model import Dataset, Link, Record
from . import link_groups, messages
from .asset_dialog import AssetDialog
from .gui_settings import GuiSettings
from .layer_dialog import LayerDialog
from .record_browser import open_safely
from .record_menu import page_of

_SHORT = 44


class RecordActions(QObject):
    """The layer factory and the downloads behind it are made when they are first needed."""

    def __init__(self, iface, session, panel, parent: QObject):
        super().__init__(parent)
        self._iface, self._session, self._panel = iface, session, panel
        self._settings = GuiSettings()
        self._layers = None
        self._downloads = None
        panel.transfers.cancelWanted.connect(lambda download: self.downloads.cancel(download))
        panel.transfers.retryWanted.connect(self._again)

    @property
    def canvas(self):
        """The map."""
        return self._iface.mapCanvas()

    @property
    def layers(self):
        """``bridge.layers.AddToMap``."""
        if self._layers is None:
            from ..bridge.layers import AddToMap

            self._layers = AddToMap(self._session, QgsProject.instance(), self)
            self._layers.nameNeeded.connect(self._ask_name)
            self._layers.added.connect(self._added)
            self._layers.failed.connect(self._not_added)
        return self._layers

    @property
    def downloads(self):
        """``bridge.downloads.Downloads``."""
        if self._downloads is None:
            from ..bridge.downloads import Downloads

            self._downloads = Downloads(self._session, QgsProject.instance(), self)
            transfers = self._panel.transfers
            self._downloads.added.connect(transfers.add)
            self._downloads.progressed.connect(transfers.progress)
            self._downloads.finished.connect(self._downloaded)
            self._downloads.failed.connect(self._not_downloaded)
        return self._downloads

    # -- on the map --------------------------------------------------------------------------------------

    def add(self, record: Record, link: Link | None = None, dataset: Dataset | None = None) -> None:
        """Add a record to the map: the given link, or its best. ``dataset`` is a granule's."""
        links = [link] if link is not None else link_groups.on_map(record)
        if not links:
            self._say(self.tr("This record gives nothing that a map can show."), Qgis.MessageLevel.Info)
            return
        self._panel.busy.show()
        self.layers.add(record, links[0], dataset)

    def _ask_name(self, request: Any, choices: Sequence) -> None:
        title = _short(getattr(getattr(request, "record", None), "title", "") or self.tr("this dataset"))
        dialog = LayerDialog(title, choices, self._iface.mainWindow())
        if dialog.exec() == QDialog.DialogCode.Accepted and dialog.name():
            self._layers.choose(request, dialog.name())
        else:
            self._rest()
        dialog.deleteLater()

    def _added(self, _link: Link, layer: Any) -> None:
        self._rest()
        self._say(
            self.tr("{name} is on the map.").format(name=_short(layer.name())), Qgis.MessageLevel.Success
        )

    def _not_added(self, link: Link, error: GaiaError) -> None:
        self._rest()
        if isinstance(error, Cancelled):
            return
        record = self._panel.details.record
        again = (
            (lambda: self.add(record, link)) if record is not None and link in tuple(record.links) else None
        )
        self._say(messages.sentence(error), Qgis.MessageLevel.Warning, self.tr("Retry"), again)

    def _rest(self) -> None:
        self._panel.busy.setVisible(False)

    # -- files -------------------------------------------------------------------------------------------

    def download(
        self, records: Sequence[Record], link: Link | None = None, dataset: Dataset | None = None
    ) -> None:
        """Download a file of a record, or ask which files of the records where there are several."""
        if link is not None:
            self._fetch(records[0], [link], dataset)
            return
        files = [one for record in records for one in link_groups.downloads(record)]
        if not files:
            self._say(self.tr("This record gives no file to download."), Qgis.MessageLevel.Info)
        elif len(files) == 1:
            self._fetch(records[0], files, dataset)
        else:
            dialog = AssetDialog(records, self._iface.mainWindow())
            if dialog.exec() == QDialog.DialogCode.Accepted:
                for record, links in dialog.chosen():
                    self._fetch(record, links, dataset)
            dialog.deleteLater()

    def _fetch(self, record: Record, links: Sequence[Link], dataset: Dataset | None) -> None:
        folder = Path(self._settings.download_folder).expanduser()
        self.downloads.download(record, links, folder, self._settings.load_downloads, dataset)

    def _again(self, download: Any) -> None:
        self._panel.transfers.restart(download)
        self.downloads.retry(download)

    def _downloaded(self, download: Any) -> None:
        self._panel.transfers.end(download)
        path = Path(download.path)
        text = self.tr("{name} was downloaded.").format(name=_short(path.name))
        self._say(
            text, Qgis.MessageLevel.Success, self.tr("Show the folder"), lambda: _open_folder(path.parent)
        )

    def _not_downloaded(self, download: Any) -> None:
        cancelled = isinstance(download.error, Cancelled) or download.state == "cancelled"
        self._panel.transfers.end(download, download.error, cancelled)
        if cancelled:
            return
        again = self.tr("Retry")
        sentence = messages.sentence(download.error)
        self._say(sentence, Qgis.MessageLevel.Warning, again, lambda: self._again(download))

    # -- the rest ----------------------------------------------------------------------------------------

    def use(self, group: str, record: Record, link: Link) -> None:
        """What the button beside a link does, by the link's group."""
        if group == link_groups.MAP:
            self.add(record, link)
        elif group == link_groups.FILES:
            self.download([record], link)
        elif group == link_groups.SERVICES:
            QApplication.clipboard().setText(link.href)
            self._say(self.tr("The address of the service is in the clipboard."), Qgis.MessageLevel.Info)
        elif not open_safely(link.href) and not open_safely(page_of(record)):
            self._say(self.tr("This address cannot be opened safely."), Qgis.MessageLevel.Warning)

    def save_footprints(self, footprints: FootprintLayer) -> None:
        """Save the footprints as a GeoPackage."""
        start = str(Path(self._settings.last_footprint_folder or Path.home()) / "footprints.gpkg")
        path, _ = QFileDialog.getSaveFileName(
            self._iface.mainWindow(),
            self.tr("Save the footprints"),
            start,
            self.tr("GeoPackage") + " (*.gpkg)",
        )
        if not path:
            return
        target = Path(path) if path.lower().endswith(".gpkg") else Path(f"{path}.gpkg")
        self._settings.last_footprint_folder = str(target.parent)
        try:
            footprints.save_as(str(target))
        except GaiaError as error:
            again = self.tr("Retry")
            self._say(
                messages.sentence(error),
                Qgis.MessageLevel.Warning,
                again,
                lambda: self.save_footprints(footprints),
            )
            return
        text = self.tr("The footprints are saved in {name}.").format(name=target.name)
        self._say(
            text, Qgis.MessageLevel.Success, self.tr("Show the folder"), lambda: _open_folder(target.parent)
        )

    def _say(self, text: str, level: Any, button: str = "", slot: Any = None) -> None:
        bar, text = self._iface.messageBar(), html.escape(text, quote=False)  # the bar reads HTML
        seconds = 0 if level == Qgis.MessageLevel.Warning else 6
        if not button or slot is None:
            bar.pushMessage("GAIA Data", text, level, seconds or 12)
            return
        item = bar.createMessage("GAIA Data", text)
        push = QPushButton(button, item)

        def act() -> None:
            bar.popWidget(item)
            slot()

        push.clicked.connect(act)
        layout: QWidget = item
        layout.layout().addWidget(push)
        bar.pushWidget(item, level, seconds)

    def shut(self) -> None:
        """End what runs."""
        if self._downloads is not None:
            self._downloads.cancel_all()
        if self._layers is not None:
            self._layers.cancel()


def _short(text: str) -> str:
    return text if len(text) <= _SHORT else f"{text[: _SHORT - 1]}…"


def _open_folder(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
