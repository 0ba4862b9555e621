"""The second step: granules of the dataset that is looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from qgis.core import QgsProject
from qgis.PyQt.QtCore import QCoreApplication, QObject

from ..bridge.footprints import FootprintLayer
from ..bridge.latest import Latest
from ..bridge.results_model import ResultsModel
from ..bridge.search_session import SearchSession
from ..bridge.selection import Selection
from ..core.catalogs.base import Catalog
from ..core.catalogs.federation import State, Status
from ..core.model import Dataset, Link, Query, Record
from .granule_card import GranuleCard
from .map_marks import zoom_to
from .record_menu import record_menu


class GranulesController(QObject):
    """Searches when the Granules tab is first looked at; draws in a layer of its own."""

    def __init__(self, main):
        super().__init__(main)
        self._main = main
        self._tab = main.panel.details.granules
        self._dataset: Dataset | None = None
        self.selection = Selection(self)
        self.model = ResultsModel(self)
        self.footprints = FootprintLayer(self.selection, parent=self)
        self.footprints.layerChanged.connect(self._name_layer)
        self.search = SearchSession(self.model, self.footprints, self)
        self._card: GranuleCard | None = None
        self._offers = Latest(self)
        self._tab.bind(self.selection)
        self._tab.looked.connect(self._look)
        self._tab.wanted.connect(self._do)
        self._tab.menuWanted.connect(self._menu)
        self._tab.searchWanted.connect(lambda _within: self._start())
        self._tab.moreWanted.connect(lambda: self.search.more())
        main.panel.details.granulesShown.connect(self.show)
        self.search.recordsAdded.connect(self._tab.model.append)
        self.search.recordsUpdated.connect(lambda _records: None)
        self.search.statusChanged.connect(self._show_status)
        self._tab.signInWanted.connect(self._sign_in)
        self._tab.packed.clicked.connect(self._pack)
        main.accounts.sign_in.signedIn.connect(self._signed_in)
        self.search.finished.connect(self._finished)

    def show(self, dataset: Dataset) -> None:
        """Search the granules of a dataset."""
        self._dataset = dataset
        self._tab.filters.offer(())
        self._tab.offer_archive(self._main.actions.baskets.packer([dataset]) is not None)
        self._start()
        catalog = self._catalog()
        if catalog is not None:
            self._offers.ask(
                f"{dataset.catalog}: {dataset.id}",
                partial(catalog.queryables, dataset),
                self._tab.filters.offer,
            )

    def _catalog(self) -> Catalog | None:
        """The catalogue that has the granules of the dataset."""
        dataset = self._dataset
        if dataset is None:
            return None
        source = next((one.catalog for one in dataset.sources), dataset.catalog)
        return next(iter(self._main.catalogs([dataset.catalog or source])), None)

    def _start(self) -> None:
        dataset, catalog = self._dataset, self._catalog()
        if dataset is None or catalog is None:
            return
        query = self._query()
        self._tab.within.setVisible(self._main.query.area is not None or self._main.query.period is not None)
        self._tab.clear()
        self.search.start_granules(catalog, dataset, query)

    def _query(self) -> Query:
        """What is searched among the granules."""
        query = self._main.query.but(text="", collections=(), filters=self._tab.filters.filters)
        return query if self._tab.within.isChecked() else query.but(area=None, period=None)

    def _pack(self) -> None:
        """All that matches, as one archive."""
        if self._dataset is not None:
            self._main.actions.baskets.ask([self._dataset], self._query())

    def _show_status(self, status: Status) -> None:
        accounts, error, way_in = self._main.accounts, status.error, ""
        if error is not None:
            status = replace(status, error=accounts.explained(error))
            way_in = accounts.way_in(status.error, status.catalog) if status.state is State.FAILED else ""
        self._tab.show_status(status, way_in)

    def _sign_in(self) -> None:
        for status in self.search.statuses.values():
            if status.error is not None:
                self._main.accounts.go_in(status.error, self._start, status.catalog)
                return

    def _signed_in(self, provider: str) -> None:
        """Also where somebody signed in on the accounts page itself."""
        opened = self._main.accounts.opened
        for status in self.search.statuses.values():
            if status.state is State.FAILED and opened(status.error, provider, status.catalog):
                self._start()
                return

    def _finished(self) -> None:
        for status in self.search.statuses.values():
            self._show_status(status)
            self._tab.model.has_more = status.state is State.PAUSED

    def leave(self) -> None:
        """Another dataset is looked at: stop, and take the granules off the map."""
        self._dataset = None
        self._offers.stop()
        self.search.cancel()
        if self._card is not None:
            self._card.close()
        self._tab.clear()
        self.selection.clear(self)
        layer = self.footprints.layer
        if layer is not None:
            QgsProject.instance().removeMapLayer(layer.id())
        self.footprints.clear()

    def _name_layer(self, layer) -> None:
        if layer is not None:
            layer.setName(QCoreApplication.translate("Footprints", "GAIA Data: granules"))

    def _do(self, name: str, records: list) -> None:
        actions = self._main.actions
        if name == "zoom":
            self.zoom(records)
        elif name == "card":
            self._open_card(records[0])
        elif name == "add":
            for record in records:
                actions.add(record, dataset=self._dataset)
        else:
            actions.download(records, dataset=self._dataset)

    def _open_card(self, record: Record) -> None:
        if self._card is None:
            self._card = GranuleCard(self._main.panel)
            self._card.linkWanted.connect(self._use)
        self._card.show_record(record, dict(self._main.panel.details.catalogs))
        self._card.open_beside(self._main.panel)

    def _look(self, record: Record) -> None:
        """The card that is open follows the selection."""
        if self._card is not None and self._card.isVisible():
            self._card.show_record(record, dict(self._main.panel.details.catalogs))

    def _use(self, group: str, record: Record, link: Link) -> None:
        self._main.actions.use(group, record, link, self._dataset)

    def zoom(self, records: Sequence[Record]) -> None:
        """Show granules on the map."""
        zoom_to(self._main.actions.canvas, self.footprints, [record.key for record in records])

    def _menu(self, records: list, place) -> None:
        menu = record_menu(records, self._main.actions, self.zoom, self._tab, self._dataset)
        menu.exec(place)
        menu.deleteLater()

    def shut(self) -> None:
        """End all work, and take the layer off the map."""
        self._offers.stop()
        self.search.shutdown()
        self.footprints.remove()
