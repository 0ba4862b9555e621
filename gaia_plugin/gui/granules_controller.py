"""The second step: granules of the dataset that is looked at."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import QgsProject
from qgis.PyQt.QtCore import QCoreApplication, QObject

from ..bridge.footprints import FootprintLayer
from ..bridge.results_model import ResultsModel
from ..bridge.search_session import SearchSession
from ..bridge.selection import Selection
from ..core.catalogs.federation import State
from ..core.model import Dataset, Record
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
        self._tab.bind(self.selection)
        self._tab.wanted.connect(self._do)
        self._tab.menuWanted.connect(self._menu)
        self._tab.searchWanted.connect(lambda _within: self._start())
        self._tab.moreWanted.connect(lambda: self.search.more())
        main.panel.details.granulesShown.connect(self.show)
        self.search.recordsAdded.connect(self._tab.model.append)
        self.search.recordsUpdated.connect(lambda _records: None)
        self.search.statusChanged.connect(self._tab.show_status)
        self.search.finished.connect(self._finished)

    def show(self, dataset: Dataset) -> None:
        """Search the granules of a dataset."""
        self._dataset = dataset
        self._start()

    def _start(self) -> None:
        dataset = self._dataset
        if dataset is None:
            return
        source = next((one.catalog for one in dataset.sources), dataset.catalog)
        catalogs = self._main.catalogs([dataset.catalog or source])
        if not catalogs:
            return
        query = self._main.query.but(text="", collections=())
        if not self._tab.within.isChecked():
            query = query.but(area=None, period=None)
        self._tab.within.setVisible(self._main.query.area is not None or self._main.query.period is not None)
        self._tab.clear()
        self.search.start_granules(catalogs[0], dataset, query)

    def _finished(self) -> None:
        for status in self.search.statuses.values():
            self._tab.show_status(status)
            self._tab.model.has_more = status.state is State.PAUSED

    def leave(self) -> None:
        """Another dataset is looked at: stop, and take the granules off the map."""
        self._dataset = None
        self.search.cancel()
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
        elif name == "add":
            for record in records:
                actions.add(record, dataset=self._dataset)
        else:
            actions.download(records, dataset=self._dataset)

    def zoom(self, records: Sequence[Record]) -> None:
        """Show granules on the map."""
        zoom_to(self._main.actions.canvas, self.footprints, [record.key for record in records])

    def _menu(self, records: list, place) -> None:
        menu = record_menu(records, self._main.actions, self.zoom, self._tab, self._dataset)
        menu.exec(place)
        menu.deleteLater()

    def shut(self) -> None:
        """End all work, and take the layer off the map."""
        self.search.shutdown()
        self.footprints.remove()
