"""What is done with a record: seen on the map, downloaded, opened, saved; and what is said of it after."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from qgis.core import Qgis, QgsProject
from qgis.PyQt.QtCore import QObject
from qgis.PyQt.QtWidgets import QApplication, QDialog, QFileDialog

from ..bridge.download_tasks import Asked
from ..bridge.footprints import FootprintLayer
from ..core.errors import Cancelled, CannotStream, GaiaError, host_of
from ..core.model import Dataset, Link, Record
from . import accounts_texts, link_groups, messages, ways_on
from .access_tab import COPY, DOWNLOAD_TO, INSIDE
from .asset_dialog import AssetDialog
from .baskets_offer import Baskets
from .gui_settings import GuiSettings
from .layer_dialog import LayerDialog
from .manifest_actions import Manifests
from .members_dialog import MembersDialog
from .notices import Notices, Tally
from .outside import address_of, open_outside
from .record_browser import open_safely
from .record_menu import page_of
from .transfers_controller import Transfers, open_folder, shortened


class RecordActions(QObject):
    """The layer factory behind it is made when it is first needed."""

    def __init__(self, iface, session, panel, accounts, parent: QObject):
        super().__init__(parent)
        self._accounts = accounts
        self._iface, self._session, self._panel = iface, session, panel
        self._settings = GuiSettings()
        self._layers = None
        self.notices = Notices(iface, self)
        self._adding = Tally(self._tell_layers, self)
        self._asked: dict[Link, tuple[Record, Dataset | None]] = {}
        self.transfers = Transfers(iface, session, accounts, self)
        panel.transfers.opened.connect(self.transfers.open)
        self.downloads.counted.connect(panel.transfers.show_totals)
        self.manifests = Manifests(iface, panel, self)
        self.baskets = Baskets(iface, parent, self)

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
        return self.transfers.downloads

    # -- on the map --------------------------------------------------------------------------------------

    def add(self, record: Record, link: Link | None = None, dataset: Dataset | None = None) -> None:
        """Add a record to the map: the given link, or its best. ``dataset`` is a granule's."""
        links = [link] if link is not None else link_groups.on_map(record)
        if not links:
            self.say(self.tr("This record gives nothing that a map can show."), Qgis.MessageLevel.Info)
            return
        self._panel.busy.show()
        self._adding.expect()
        self._asked[links[0]] = (record, dataset)
        self.layers.add(record, links[0], dataset)

    def _ask_name(self, request: Any, choices: Sequence) -> None:
        title = shortened(getattr(getattr(request, "record", None), "title", "") or self.tr("this dataset"))
        dialog = LayerDialog(title, choices, self._iface.mainWindow())
        if dialog.exec() == QDialog.DialogCode.Accepted and dialog.name():
            self._layers.choose(request, dialog.name())
        else:
            self._adding.dropped()
            self._rest()
        dialog.deleteLater()

    def _added(self, link: Link, layer: Any) -> None:
        self._asked.pop(link, None)
        self.notices.settle([link])
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
            text = self.tr("{name} is on the map.").format(name=shortened(names[0]))
            self.say(text, Qgis.MessageLevel.Success, kind="layers")
        elif names:
            text = self.tr("{n} layers are on the map.").format(n=messages.formats.number(len(names)))
            self.say(text, Qgis.MessageLevel.Success, kind="layers")

        def again(group: list) -> None:
            for _, link, asked, _ in group:
                if asked is not None:
                    self.add(asked[0], link, asked[1])

        def about(failure: tuple) -> tuple[str, str]:
            asked = failure[2]
            return failure[1].href, self.page_of(*asked) if asked is not None else ""

        self.tell_failures(failures, again, about)

    def tell_failures(
        self,
        failures: list,
        again: Callable[[list], None],
        about: Callable[[tuple], tuple[str, str]],
    ) -> None:
        """One message for each thing that went wrong, with how often it did. ``about`` gives the address of
        a failure's link and that of its record's page."""
        groups: dict[str, list] = {}
        for failure in failures:
            groups.setdefault(failure[0], []).append(failure)
        for text, group in groups.items():
            if len(group) > 1:
                text = self.tr("{sentence} ({n} times)").format(sentence=text, n=len(group))
            kind, of = f"failed {group[0][0]}", [failure[1] for failure in group]

            def retry(group: list = group) -> None:
                failures[:] = [failure for failure in failures if failure not in group]
                again(group)

            error = group[0][-1]
            way_in = self._accounts.way_in(error)
            way_on = ways_on.way_on(error, about(group[0])[1])
            if way_on:
                button = ways_on.button_text(way_on)
                slot = partial(self.go_on, way_on, error, [about(one) for one in group], retry, of)
                self.say(text, Qgis.MessageLevel.Warning, button, slot, kind, of)
            elif isinstance(error, CannotStream):
                slot = partial(self._download_instead, failures, group)
                self.say(text, Qgis.MessageLevel.Warning, self.tr("Download"), slot, kind, of)
            elif way_in:
                button = accounts_texts.button_text(way_in)
                slot = partial(self._accounts.go_in, error, retry)
                self.say(text, Qgis.MessageLevel.Warning, button, slot, kind, of)
            else:
                self.say(text, Qgis.MessageLevel.Warning, self.tr("Retry"), retry, kind, of)

    def go_on(
        self,
        way: str,
        error: GaiaError,
        about: Sequence[tuple[str, str]],
        retry: Callable[[], None],
        of: Iterable[object] = (),
    ) -> None:
        """What a button of ``ways_on`` does; for ``about`` see ``tell_failures``, for ``of``
        ``Notices.say``."""
        if way == ways_on.ADDRESS:
            addresses = dict.fromkeys(address_of(href) or href for href, _ in about)
            QApplication.clipboard().setText("\n".join(addresses))
            self.say(self.tr("The address is in the clipboard."), Qgis.MessageLevel.Info)
        elif way == ways_on.PAGE:
            open_safely(about[0][1])
        elif way == ways_on.LICENCE and open_safely(ways_on.licence_page(error)):
            text = ways_on.licence_is_open()
            self.say(text, Qgis.MessageLevel.Warning, self.tr("Retry"), retry, f"licence {error.host}", of)

    @staticmethod
    def page_of(record: Record, dataset: Dataset | None = None) -> str:
        """The page of a record, else that of its dataset."""
        return page_of(record) or (page_of(dataset) if dataset is not None else "")

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
            self.queue([Asked(records[0], [link], dataset)])
            return
        files = [one for record in records for one in link_groups.downloads(record)]
        if not files:
            self.say(link_groups.no_file(records[0]), Qgis.MessageLevel.Info)
        elif len(files) == 1:
            record = next(record for record in records if link_groups.downloads(record))
            self.queue([Asked(record, files, dataset)])
        else:
            dialog = AssetDialog(records, self._iface.mainWindow(), dataset)
            if dialog.exec() == QDialog.DialogCode.Accepted:
                asked = [Asked(record, links, dataset) for record, links in dialog.chosen()]
                self.queue(asked, dialog.folder_chosen())
            elif dialog.inside is not None:
                self.download_inside(*dialog.inside, dataset)
            dialog.deleteLater()

    def queue(self, asked: Sequence[Asked], folder: Path | None = None) -> None:
        """Queue what is asked for, under the names that people know catalogues by."""
        self.downloads.catalogs = self._panel.details.catalogs
        self.downloads.download_all(asked, folder)

    def download_to(self, record: Record, link: Link, dataset: Dataset | None = None) -> None:
        """Download a file to a folder that is asked for, this once."""
        start = str(Path(self._settings.download_folder).expanduser())
        folder = QFileDialog.getExistingDirectory(
            self._iface.mainWindow(), self.tr("Folder for this download"), start
        )
        if folder:
            self.queue([Asked(record, [link], dataset)], Path(folder))

    def download_inside(self, record: Record, link: Link, dataset: Dataset | None = None) -> None:
        """Ask which files of a zip on its server are wanted, and download these alone."""
        dialog = MembersDialog(self._session, link, self._iface.mainWindow())
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.queue([Asked(record, [link], dataset, dialog.members, dialog.chosen())])
        dialog.deleteLater()

    # -- the rest ----------------------------------------------------------------------------------------

    def use(self, group: str, record: Record, link: Link, dataset: Dataset | None = None) -> None:
        """What the button beside a link does, by the link's group."""
        if group == link_groups.MAP:
            self.add(record, link, dataset)
        elif group == link_groups.FILES:
            self.download([record], link, dataset)
        elif group == DOWNLOAD_TO:
            self.download_to(record, link, dataset)
        elif group == INSIDE:
            self.download_inside(record, link, dataset)
        elif group == COPY:
            QApplication.clipboard().setText(link.href)
            self.say(self.tr("The address is in the clipboard."), Qgis.MessageLevel.Info)
        elif group == link_groups.OUTSIDE:
            self._open_outside(link)
        elif group == link_groups.SERVICES:
            QApplication.clipboard().setText(link.href)
            self.say(self.tr("The address of the service is in the clipboard."), Qgis.MessageLevel.Info)
        elif not open_safely(link.href) and not open_safely(page_of(record)):
            self.say(self.tr("This address cannot be opened safely."), Qgis.MessageLevel.Warning)

    def _open_outside(self, link: Link) -> None:
        """Not every system tells whether it has a program for it: the address is in the clipboard too."""
        address = address_of(link.href)
        if not address:
            self.say(self.tr("This address cannot be opened safely."), Qgis.MessageLevel.Warning)
            return
        QApplication.clipboard().setText(address)
        if open_outside(link.href):
            text = self.tr("{host} was handed to your file manager; the address is in the clipboard, too.")
        else:
            text = self.tr("No program here opens {host}: the address is in the clipboard.")
        self.say(text.format(host=host_of(address)), Qgis.MessageLevel.Info, kind="outside")

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
            self.say(
                messages.sentence(error),
                Qgis.MessageLevel.Warning,
                again,
                lambda: self.save_footprints(footprints),
            )
            return
        text = self.tr("The footprints are saved in {name}.").format(name=target.name)
        self.say(
            text, Qgis.MessageLevel.Success, self.tr("Show the folder"), lambda: open_folder(target.parent)
        )

    def say(
        self,
        text: str,
        level: Any,
        button: str = "",
        slot: Any = None,
        kind: str = "",
        of: Iterable[object] = (),
    ) -> None:
        """See ``Notices.say``."""
        self.notices.say(text, level, button, slot, kind, of)

    def shut(self) -> None:
        """End what runs."""
        self.transfers.shut()
        if self._layers is not None:
            self._layers.cancel()
        self.notices.shut()
