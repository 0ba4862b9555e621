"""Wires the panel to the search, the map and the actions on records."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from importlib import import_module

from qgis.core import Qgis
from qgis.PyQt.QtCore import QObject, QTimer

from ..bridge.completion import Completion
from ..bridge.family import Family
from ..bridge.footprints import FootprintLayer, color_of
from ..bridge.network import qgis_session
from ..bridge.online import has_network, needs_network
from ..bridge.results_model import ResultsModel
from ..bridge.search_session import SearchSession
from ..bridge.selection import Selection
from ..bridge.thumbnails import ThumbnailLoader
from ..bridge.user_catalogs import all_entries
from ..core.catalogs.base import Catalog
from ..core.catalogs.registry import ADAPTERS, make_catalog
from ..core.errors import GaiaError
from ..core.model import Dataset, Query, Record
from . import empty_text, messages, offline, source_texts
from .accounts_manager import AccountsManager
from .granules_controller import GranulesController
from .gui_settings import GuiSettings, language
from .map_marks import MapMarks, zoom_to
from .panel import Panel
from .record_actions import RecordActions
from .record_menu import record_menu
from .sources_manager import SourcesManager
from .sources_popup import is_demo
from .waiting_layers import WaitingLayers

LATE = (
    *("..net.exchange", ".dialects", "..ogc", "..ogc.readers", "urllib.request", "email.utils", "secrets"),
    *("dateutil.parser", "lxml.etree", "orjson", "shapely.geometry", "shapely.affinity", "pyproj"),
    *("..transfer.deliver", "..transfer.provenance", "..archives", "..products"),
)
"""What ``core`` imports only where it is needed, some of it not on every machine."""


class Controller(QObject):
    """Owns what a search needs, and ends it with ``shut``."""

    def __init__(self, iface, parent: QObject):
        super().__init__(parent)
        self._iface = iface
        self.settings = GuiSettings()
        self.session = qgis_session()
        self.entries = {entry.id: entry for entry in all_entries()}
        self._catalogs: dict[str, Catalog] = {}
        self.query = Query()
        self.panel = Panel()
        self.selection = Selection(self)
        self.model = ResultsModel(self)
        self.footprints = FootprintLayer(self.selection, parent=self)
        self.search = SearchSession(self.model, self.footprints, self)
        self.thumbnails = ThumbnailLoader(self.session, self)
        self.completion = Completion(self)
        self.family = Family(self)
        self.accounts = AccountsManager(self)
        self.actions = RecordActions(iface, self.session, self.panel, self.accounts, self)
        self.waiting = WaitingLayers(self.session, self.accounts, self.actions.notices, self)
        self.granules = GranulesController(self)
        self.sources = SourcesManager(self)
        self._marks = [
            MapMarks(iface.mapCanvas(), self.footprints, self.selection, self),
            MapMarks(iface.mapCanvas(), self.granules.footprints, self.granules.selection, self),
        ]
        self._ready = self._wanted = False
        self._warm = threading.Event()
        self._warming = QTimer(self)
        self._warming.setInterval(20)
        self._warming.timeout.connect(self._look_warm)
        self._fill()
        self._connect()
        self._warming.start()
        threading.Thread(target=_warm_up, args=(self._warm,), name="gaia-warm-up", daemon=True).start()

    def _fill(self) -> None:
        panel, entries, spoken = self.panel, list(self.entries.values()), language()
        chosen = [key for key in self.settings.catalogs if key in self.entries]
        if not self.settings.catalogs_chosen:
            chosen = [entry.id for entry in entries if entry.enabled and not entry.closed]
        panel.search.sources.fill(entries, chosen, color_of)
        panel.search.area.bind(self._iface)
        panel.sourcesState.set_colors(color_of)
        panel.sourcesState.set_facts(self._facts)
        panel.sourcesState.set_accounts(self.accounts)
        panel.details.catalogs = {entry.id: entry.title(spoken) for entry in entries}
        panel.results.bind(self.model, self.selection)
        self.model.sort_by(panel.sort_name)
        self._say_empty()

    def _facts(self, key: str) -> str:
        return source_texts.facts(self.entries[key]) if key in self.entries else ""

    def _connect(self) -> None:
        panel, search = self.panel, self.search
        panel.search.searched.connect(lambda *_: self.start())
        panel.search.stopped.connect(self.stop)
        panel.search.sources.changed.connect(self._sources_changed)
        panel.search.area.problem.connect(self._warn)
        panel.sourcesState.wanted.connect(self._source_wanted)
        panel.sortWanted.connect(self.model.sort_by)
        panel.saveFootprints.triggered.connect(lambda: self.actions.save_footprints(self.footprints))
        panel.zoomResults.triggered.connect(lambda: zoom_to(self._iface.mapCanvas(), self.footprints, None))
        panel.clearResults.triggered.connect(self.clear)
        panel.accounts.triggered.connect(self.accounts.open)
        panel.search.sources.popup.accounts.clicked.connect(self.accounts.open)
        panel.results.activatedRecord.connect(lambda record: self.do("zoom", record))
        panel.results.menuWanted.connect(self._menu)
        panel.details.wanted.connect(self.do)
        panel.details.linkWanted.connect(self._link)
        panel.placeless.toggled.connect(self.model.show_only_placeless)
        search.started.connect(panel.begin)
        search.statusChanged.connect(
            lambda status: panel.show_status(status, self.model.total, self.model.placeless)
        )
        search.recordsAdded.connect(lambda _records: self._count())
        search.recordsUpdated.connect(self._updated)
        search.finished.connect(self._finished)
        self.accounts.sign_in.signedIn.connect(self._signed_in)
        self.model.moreWanted.connect(lambda: panel.set_running(search.running))
        self.model.thumbnailWanted.connect(
            lambda record: self.thumbnails.request(record.key, record.thumbnail)
        )
        self.thumbnails.loaded.connect(self.model.set_thumbnail)
        self.selection.changed.connect(self._show_selected)
        self.completion.completed.connect(self._completed)
        self.family.found.connect(panel.details.show_family)
        panel.details.recordWanted.connect(self.go_to)

    # -- search ------------------------------------------------------------------------------------------

    def _look_warm(self) -> None:
        if not self._warm.is_set():
            return
        self._warming.stop()
        self._ready = True
        if self._wanted:
            self._wanted = False
            self.start()

    def start(self, anyway: bool = False) -> None:
        """Search what the search bar says; without a network only what is on this computer, unless
        ``anyway``."""
        chosen = self.panel.search.sources.checked()
        if not chosen:
            self.panel.results.set_empty_text(empty_text.before(0, False))
            self._warn(empty_text.before(0, False))
            return
        if not self._ready:
            self._wanted = True
            self.panel.set_running(True)
            return
        remote = [key for key in chosen if needs_network(self.entries[key])]
        left_out = remote if remote and not (anyway or has_network()) else []
        if left_out:
            chosen = [key for key in chosen if key not in left_out]
            demo = [key for key, entry in self.entries.items() if is_demo(entry) and key not in chosen]
            chosen, remote = [*demo, *chosen], []
            self.actions.notices.say(offline.sentence(), Qgis.MessageLevel.Info, kind="offline")
        self.panel.expect(remote, len(left_out))
        self.query = self.panel.search.query()
        self.granules.leave()
        self.thumbnails.forget_waiting()
        self.panel.results.set_empty_text(empty_text.searching())
        self.search.start(self.query, self.catalogs(chosen))

    def _count(self) -> None:
        self.panel.set_count(self.model.total, self.model.placeless)

    def stop(self) -> None:
        """Stop the search, or the wish for one."""
        if self._wanted:
            self._wanted = False
            self.panel.set_running(False)
        self.search.cancel()

    def catalogs(self, keys) -> list[Catalog]:
        """The adapters of some rows of the registry, made once."""
        found = []
        for key in keys:
            if key not in self._catalogs:
                try:
                    self._catalogs[key] = make_catalog(self.entries[key], self.session)
                except (GaiaError, ImportError) as error:
                    self._warn(messages.sentence(error))
                    continue
            found.append(self._catalogs[key])
        return found

    def forget_catalogs(self, keys) -> None:
        """Make the adapters of some rows anew when they are next asked for."""
        for key in keys:
            self._catalogs.pop(key, None)

    def clear(self) -> None:
        """Forget the results."""
        self.search.cancel()
        self.granules.leave()
        self.model.clear()
        self.footprints.clear()
        self.panel.set_count(0)
        self._say_empty()

    def _finished(self) -> None:
        self.panel.set_running(False)
        self._count()
        if not self.model.rowCount():
            self.panel.results.set_empty_text(
                empty_text.nothing(self.query, list(self.search.statuses.values()))
            )

    def _updated(self, records: list[Record]) -> None:
        for record in records:
            whole = self.completion.whole(record) if isinstance(record, Dataset) else record
            self.panel.details.update_record(whole)

    def _source_wanted(self, what: str, catalog: str) -> None:
        if what == "anyway":
            self.start(anyway=True)
            return
        if what == "retry-all":
            failed = [key for key, one in self.search.statuses.items() if messages.has_failed(one)]
            for key in failed:
                self.search.retry(key)
            self.panel.set_running(self.search.running)
            return
        if what == "sign-in":
            self.accounts.go_in(
                self.search.statuses[catalog].error,
                lambda: self._source_wanted("retry", catalog),
                catalog,
            )
            return
        going = self.search.retry(catalog) if what == "retry" else self.search.more(catalog)
        self.panel.set_running(self.search.running)
        if not going and what == "retry":
            self.start()

    def _signed_in(self, provider: str) -> None:
        """What was refused for want of it goes on, also where it was done on the accounts page itself."""
        for key, one in self.search.statuses.items():
            if messages.has_failed(one) and self.accounts.opened(one.error, provider, key):
                self.search.retry(key)
        self.panel.set_running(self.search.running)

    def _sources_changed(self) -> None:
        self.settings.choose_catalogs(self.panel.search.sources.checked())
        if not self.search.running and not self.model.rowCount():
            self._say_empty()

    def _say_empty(self) -> None:
        chosen = [self.entries[key] for key in self.panel.search.sources.checked()]
        only_demo = bool(chosen) and all(is_demo(entry) for entry in chosen)
        self.panel.results.set_empty_text(empty_text.before(len(chosen), only_demo))

    # -- records -----------------------------------------------------------------------------------------

    def _show_selected(self, keys: list) -> None:
        if keys and self.panel.placeless.isChecked() and self.model.row_of(keys[0]) < 0:
            self._show_all(keys)
        row = self.model.row_of(keys[0]) if keys else -1
        record = self.model.record(row) if row >= 0 else None
        if (
            record is not None
            and self.panel.details.record is not None
            and record.key == self.panel.details.record.key
        ):
            return
        self.granules.leave()
        self.panel.details.show_record(record)
        self.panel.details.setVisible(record is not None)
        self.completion.stop()
        self.family.stop()
        if isinstance(record, Dataset) and record.catalog in self._catalogs:
            self.completion.want(self._catalogs[record.catalog], record)
            self.family.want(self._catalogs[record.catalog], record, self.query.language)

    def _show_all(self, keys: list) -> None:
        """Lift the filter that hides what was chosen on the map, and keep the choice."""
        self.panel.placeless.setChecked(False)
        self.selection.select(keys, self)

    def go_to(self, record: Dataset) -> None:
        """Look at a record of the family of the one that is shown; it joins the results where it is new."""
        key = record.key if self.model.holds(record.key) else self._under_another_name(record)
        if key is None:
            self.search.adopt([record])
            self._count()
        self.selection.select([key or record.key], self)

    def _under_another_name(self, record: Dataset) -> tuple[str, str] | None:
        """The key of the result that another catalogue gave first, and this one too."""
        for one in self.model.records():
            if any((source.catalog, source.id) == record.key for source in one.sources):
                return one.key
        return None

    def _completed(self, dataset: Dataset) -> None:
        row = self.model.row_of(dataset.key)
        if row >= 0:
            whole = self.completion.whole(self.model.record(row))
            self.model.update_records([whole])
            self.panel.details.update_record(whole)

    def do(self, name: str, record: Record | None) -> None:
        """One of the detail panel's buttons."""
        if record is None:
            return
        if name == "zoom":
            self.zoom([record])
        elif name == "add":
            self.actions.add(record)
        elif name == "download":
            self.actions.download([record])

    def zoom(self, records: Sequence[Record]) -> None:
        """Show records on the map."""
        if not zoom_to(self._iface.mapCanvas(), self.footprints, [record.key for record in records]):
            self._warn(self.tr("The record has no footprint to show on the map."))

    def _link(self, group: str, record: Record, link) -> None:
        if group == "search":
            self.panel.details.open_granules()
        else:
            self.actions.use(group, record, link)

    def _menu(self, records: list[Record], place) -> None:
        menu = record_menu(
            records, self.actions, self.zoom, self.panel, granules=self.panel.details.open_granules
        )
        menu.exec(place)
        menu.deleteLater()

    def _warn(self, sentence: str) -> None:
        self.actions.notices.say(sentence, Qgis.MessageLevel.Warning, kind="warning")

    def shut(self) -> None:
        """End all work, and leave the map and the project as they were found."""
        self._wanted = False
        self._warming.stop()
        self.completion.stop()
        self.family.stop()
        self.search.shutdown()
        self.sources.shut()
        self.granules.shut()
        self.thumbnails.stop()
        self.waiting.shut()
        self.actions.shut()
        self.accounts.shut()
        for marks in self._marks:
            marks.shut()
        self.panel.search.area.release()
        self.footprints.remove()
        close = getattr(self.session, "close", None)
        if close is not None:
            close()


def _warm_up(done: threading.Event) -> None:
    """In a thread: parsers take a tenth of a second to import, which a search must not wait for. Nor may
    forty threads import the same at once when they first need it: Python 3.11.2 locked itself up in that."""
    for module in (*(module for module, _ in ADAPTERS.values()), *LATE):
        try:
            import_module(module, f"{__package__.rsplit('.', 1)[0]}.core.catalogs")
        except ImportError:
            continue  # said when the catalogue is searched
    done.set()
