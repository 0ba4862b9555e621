"""What is done with a record: seen on the map, downloaded, opened, saved; and what is said of it after."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from qgis.core import Qgis, QgsProject
from qgis.PyQt.QtCore import QObject, QUrl
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QApplication, QDialog, QFileDialog

from ..bridge.footprints import FootprintLayer
from ..core.errors import Cancelled, CannotStream, GaiaError
from ..core.model import Dataset, Link, Record
from . import accounts_texts, link_groups, messages
from .asset_dialog import AssetDialog
from .gui_settings import GuiSettings
from .layer_dialog import LayerDialog
from .notices import Notices, Tally
from .record_browser import open_safely
from .record_menu import page_of

_SHORT = 44


class RecordActions(QObject):
    """The layer factory and the downloads behind it are made when they are first needed."""

    def __init__(self, iface, session, panel, accounts, parent: QObject):
        super().__init__(parent)
        self._accounts = accounts
        self._iface, self._session, self._panel = iface, session, panel
        self._settings = GuiSettings()
        self._layers = None
        self._downloads = None
        self.notices = Notices(iface, self)
        self._adding = Tally(self._tell_layers, self)
        self._fetching = Tally(self._tell_files, self)
        self._asked: dict[Link, tuple[Record, Dataset | None]] = {}
        panel.transfers.cancelWanted.connect(lambda download: self.downloads.cancel(download))
        panel.transfers.retryWanted.connect(self._again_or_sign_in)

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
        self._adding.expect()
        self._asked[links[0]] = (record, dataset)
        self.layers.add(record, links[0], dataset)

    def _ask_name(self, request: Any, choices: Sequence) -> None:
        title = _short(getattr(getattr(request, "record", None), "title", "") or self.tr("this dataset"))
        dialog = LayerDialog(title, choices, self._iface.mainWindow())
        if dialog.exec() == QDialog.DialogCode.Accepted and dialog.name():
            self._layers.choose(request, dialog.name())
        else:
            self._adding.dropped()
            self._rest()
        dialog.deleteLater()

    def _added(self, link: Link, layer: Any) -> None:
        self._asked.pop(link, None)
        self._adding.done(layer.name())
        self._rest()

    def _not_added(self, link: Link, error: GaiaError) -> None:
        asked = self._asked.pop(link, None)
        if isinstance(error, Cancelled):
            self._adding.dropped()
        else:
            error = self._accounts.explained(error)
            self._adding.failed((messages.sentence(error), link, asked, error))
        self._rest()

    def _tell_layers(self, names: list[str], failures: list) -> None:
        if len(names) == 1:
            text = self.tr("{name} is on the map.").format(name=_short(names[0]))
            self._say(text, Qgis.MessageLevel.Success, kind="layers")
        elif names:
            text = self.tr("{n} layers are on the map.").format(n=messages.formats.number(len(names)))
            self._say(text, Qgis.MessageLevel.Success, kind="layers")

        def again(group: list) -> None:
            for _, link, asked, _ in group:
                if asked is not None:
                    self.add(asked[0], link, asked[1])

        self._tell_failures(failures, again)

    def _tell_failures(self, failures: list, again: Callable[[list], None]) -> None:
        """One message for each thing that went wrong, with how often it did."""
        groups: dict[str, list] = {}
        for failure in failures:
            groups.setdefault(failure[0], []).append(failure)
        for text, group in groups.items():
            if len(group) > 1:
                text = self.tr("{sentence} ({n} times)").format(sentence=text, n=len(group))
            kind = f"failed {group[0][0]}"

            def retry(group: list = group) -> None:
                failures[:] = [failure for failure in failures if failure not in group]
                again(group)

            error = group[0][-1]
            way_in = self._accounts.way_in(error)
            if isinstance(error, CannotStream):
                slot = partial(self._download_instead, failures, group)
                self._say(text, Qgis.MessageLevel.Warning, self.tr("Download"), slot, kind)
            elif way_in:
                button = accounts_texts.button_text(way_in)
                slot = partial(self._accounts.go_in, error, retry)
                self._say(text, Qgis.MessageLevel.Warning, button, slot, kind)
            else:
                self._say(text, Qgis.MessageLevel.Warning, self.tr("Retry"), retry, kind)

    def _download_instead(self, failures: list, group: list) -> None:
        failures[:] = [failure for failure in failures if failure not in group]
        for _, link, asked, _ in group:
            if asked is not None:
                self.download([asked[0]], link if link.downloadable else None, asked[1])

    def _rest(self) -> None:
        self._panel.busy.setVisible(self._adding.pending > 0)

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
        self._fetching.expect(len(links))
        made = self.downloads.download(record, links, folder, self._settings.load_downloads, dataset)
        for _ in links[len(made) :]:  # those on their way already, and styles, which come with their data
            self._fetching.dropped()

    def _again(self, download: Any) -> None:
        if download.active or download.state == "done":
            return  # by the button of its row, while the message was still there
        self._fetching.expect()
        self._panel.transfers.restart(download)
        self.downloads.retry(download)

    def _again_or_sign_in(self, download: Any) -> None:
        if self._accounts.way_in(download.error):
            self._accounts.go_in(download.error, partial(self._again, download))
        else:
            self._again(download)

    def _downloaded(self, download: Any) -> None:
        self._panel.transfers.end(download)
        self._fetching.done(Path(download.path))

    def _not_downloaded(self, download: Any) -> None:
        cancelled = isinstance(download.error, Cancelled) or download.state == "cancelled"
        error = None if cancelled else self._accounts.explained(download.error)
        self._panel.transfers.end(download, error, cancelled, self._accounts.way_in(error))
        if cancelled:
            self._fetching.dropped()
        else:
            self._fetching.failed((messages.sentence(error), download, error))

    def _tell_files(self, paths: list[Path], failures: list) -> None:
        if paths:
            text = self.tr("{name} was downloaded.").format(name=_short(paths[0].name))
            if len(paths) > 1:
                text = self.tr("{n} files were downloaded.").format(n=messages.formats.number(len(paths)))
            show = partial(_open_folder, paths[0].parent)
            self._say(text, Qgis.MessageLevel.Success, self.tr("Show the folder"), show, "files")

        def again(group: list) -> None:
            for _, download, _ in group:
                self._again(download)

        self._tell_failures(failures, again)

    # -- the rest ----------------------------------------------------------------------------------------

    def use(self, group: str, record: Record, link: Link, dataset: Dataset | None = None) -> None:
        """What the button beside a link does, by the link's group."""
        if group == link_groups.MAP:
            self.add(record, link, dataset)
        elif group == link_groups.FILES:
            self.download([record], link, dataset)
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
        footprints.save_as(str(target), partial(self._saved, footprints, target))

    def _saved(self, footprints: FootprintLayer, target: Path, error: GaiaError | None) -> None:
        if isinstance(error, Cancelled):
            return
        if error is not None:
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

    def _say(self, text: str, level: Any, button: str = "", slot: Any = None, kind: str = "") -> None:
        self.notices.say(text, level, button, slot, kind)

    def shut(self) -> None:
        """End what runs."""
        if self._downloads is not None:
            self._downloads.cancel_all()
        if self._layers is not None:
            self._layers.cancel()
        self.notices.shut()


def _short(text: str) -> str:
    """A name whose beginning and end are kept: those of granules differ in one or the other."""
    return text if len(text) <= _SHORT else f"{text[: _SHORT // 2]}…{text[1 - _SHORT // 2 :]}"


def _open_folder(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
