"""The results on the map: one layer, filled in slices, that follows the selection."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Callable

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsExpressionContextUtils,
    QgsFeature,
    QgsFeatureRequest,
    QgsFeatureSink,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QCoreApplication, QObject, QTimer, pyqtSignal, pyqtSlot

from ..core.errors import GaiaError
from ..core.model import Record
from . import compat
from .footprint_extent import box_extent, extent
from .footprint_features import Context, Prepared, key_text, layer_fields, prepare
from .footprint_project import leave_no_place, remove_leftovers
from .footprint_save import write_geopackage
from .footprint_style import MANY, SELECTED_VARIABLE, apply_style, color_of, map_tip, outlive
from .responsive import dispose
from .selection import Selection

__all__ = ["LAYER_ROLE", "FootprintLayer", "color_of"]

LAYER_ROLE = "gaia/role"
REPAINT_MS = 300  # between two repaints while results arrive, and more where there are many:
REPAINT_MS_EACH = 0.04  # for each footprint, so that one drawing ends before the next begins
MAX_SELECTED_SHOWN = 200
MAX_CLOSE = 500  # footprints whose every corner is looked at for their extent


class FootprintLayer(QObject):
    """One temporary layer (EPSG:4326) with every result that has a footprint. Main thread only.

    The layer may be deleted by the user at any moment: what is found afterwards is not drawn until the next
    ``clear`` or ``ensure``. A record without footprint has no feature.
    """

    layerChanged = pyqtSignal(object)
    """The layer was made, or is gone (None)."""

    def __init__(
        self, selection: Selection, project: QgsProject | None = None, parent: QObject | None = None
    ):
        super().__init__(parent)
        self._project = project or QgsProject.instance()
        self._selection = selection
        self._layer: QgsVectorLayer | None = None
        self._fids: dict[Any, int] = {}
        self._keys: dict[int, Any] = {}
        # Shared with the layer, so that emptying it only lets go, and the freeing is done elsewhere.
        self._features: list[QgsFeature] = []
        self._context = Context()
        self._unwanted = False
        self._syncing = False
        self._styled: tuple[Any, ...] = ()
        self._repaint = QTimer(self)
        self._repaint.setSingleShot(True)
        self._repaint.timeout.connect(self._paint)
        selection.changed.connect(self._select_on_map)
        self._project.layersWillBeRemoved.connect(self._on_layers_removed)
        self._project.writeProject.connect(self._on_project_written)
        self._project.readProject.connect(self._on_project_read)

    # -- the layer ---------------------------------------------------------------------------------------

    @property
    def layer(self) -> QgsVectorLayer | None:
        """The layer, or None where there is none (yet, or any more)."""
        if compat.is_deleted(self._layer):
            self._layer = None
        return self._layer

    @property
    def count(self) -> int:
        """How many footprints are on the map."""
        return len(self._fids)

    @property
    def context(self) -> Context:
        """What ``prepare`` needs: worker threads take it once, at the start of a search."""
        return self._context

    def set_catalogs(self, titles: Mapping[str, str], language: str = "en") -> None:
        """The names of the catalogues that are searched, by identifier, for the legend and the attributes."""
        self._context = Context(dict(titles), language)
        self._style()

    def ensure(self) -> QgsVectorLayer:
        """The layer, made and put on top of the project's layers where there is none. The active layer
        stays what it was."""
        layer = self.layer
        if layer is None:
            layer = self._make()
            self._layer = layer
            self._forget_features()
            self._unwanted = False
            self._styled = ()
            self._style()
            layer.selectionChanged.connect(self._on_layer_selection)
            self._project.addMapLayer(layer, False)
            self._project.layerTreeRoot().insertLayer(0, layer)
            self.layerChanged.emit(layer)
        return layer

    def _make(self) -> QgsVectorLayer:
        name = QCoreApplication.translate("Footprints", "GAIA Data: results")
        layer = QgsVectorLayer("MultiPolygon?crs=EPSG:4326", name, "memory")
        layer.dataProvider().addAttributes(layer_fields().toList())
        layer.updateFields()
        layer.setCustomProperty(LAYER_ROLE, "footprints")
        # It is a view of a search, not a document: QGIS need not ask to save it when it closes.
        layer.setCustomProperty("skipMemoryLayersCheck", 1)
        layer.setReadOnly(True)
        layer.setDisplayExpression('"title"')
        layer.setMapTipTemplate(map_tip())
        temporal = layer.temporalProperties()
        temporal.setMode(Qgis.VectorTemporalMode.FeatureDateTimeStartAndEndFromFields)
        temporal.setStartField("start")
        temporal.setEndField("end")
        temporal.setIsActive(True)
        return layer

    def _style(self) -> None:
        layer = self.layer
        wanted = (tuple(self._context.titles.items()), self.count > MANY)
        if layer is not None and wanted != self._styled:
            self._styled = wanted
            apply_style(layer, self._context.titles, self.count > MANY)

    def remove(self) -> None:
        """Take the layer out of the project, and let go of the project."""
        self._repaint.stop()
        for signal, slot in (
            (self._project.layersWillBeRemoved, self._on_layers_removed),
            (self._project.writeProject, self._on_project_written),
            (self._project.readProject, self._on_project_read),
            (self._selection.changed, self._select_on_map),
        ):
            with contextlib.suppress(TypeError, RuntimeError):
                signal.disconnect(slot)
        layer, self._layer = self.layer, None
        if layer is not None:
            outlive(layer)
            self._project.removeMapLayer(layer.id())
        self._forget_features()

    # -- what is in it -----------------------------------------------------------------------------------

    def clear(self) -> None:
        """No footprint. A layer that the user deleted may come back with the next ones."""
        self._unwanted = False
        layer = self.layer
        if layer is not None:
            self._syncing = True
            try:
                layer.removeSelection()
            finally:
                self._syncing = False
            layer.dataProvider().truncate()
            layer.updateExtents()
        self._forget_features()
        if layer is not None:
            self._style()
            self._soon()

    def append(self, records: Sequence[Record]) -> None:
        """Draw records; prefer ``prepare`` in a worker thread and ``add`` where there are many."""
        self.add(prepare(records, self._context))

    def add(self, prepared: Prepared) -> None:
        """Put prepared features in the layer. About 2 µs a feature; slice to a few hundred."""
        if not prepared.features or self._unwanted:
            return
        layer = self.ensure()
        ok, added = layer.dataProvider().addFeatures(prepared.features, QgsFeatureSink.Flag.FastInsert)
        if not ok:
            return
        was_many = self.count > MANY
        for key, feature in zip(prepared.keys, added):
            fid = feature.id()
            self._fids[key] = fid
            self._keys[fid] = key
        self._features += added
        layer.updateExtents()
        if (self.count > MANY) != was_many:
            self._style()
        self._soon()

    def update_records(self, records: Iterable[Record]) -> None:
        """Write again the attributes of records that changed (a new source); draw those not yet drawn."""
        self.update(prepare(records, self._context))

    def update(self, prepared: Prepared) -> None:
        """``update_records`` for features that are prepared already."""
        layer = self.layer
        if layer is None or self._unwanted or not prepared.features:
            return
        new: list[int] = []
        changes: dict[int, dict[int, Any]] = {}
        for place, (key, feature) in enumerate(zip(prepared.keys, prepared.features)):
            fid = self._fids.get(key)
            if fid is None:
                new.append(place)
            else:
                changes[fid] = dict(enumerate(feature.attributes()))
        if changes:
            layer.dataProvider().changeAttributeValues(changes)
        if new:
            self.add(Prepared(tuple(prepared.keys[i] for i in new), [prepared.features[i] for i in new]))
        self._soon()

    def settle(self) -> None:
        """After the last slice: let an open attribute table and the extent know."""
        layer = self.layer
        if layer is not None:
            layer.updateExtents()
            # QGIS drops the layer's selection on reload; the user's, made meanwhile, stays.
            self._syncing = True
            try:
                layer.reload()
                layer.selectByIds([self._fids[key] for key in self._selection.keys if key in self._fids])
            finally:
                self._syncing = False
            self._repaint.start(0)

    def _forget_features(self) -> None:
        dispose(self._fids, self._keys, self._features)
        self._fids, self._keys, self._features = {}, {}, []

    # -- asking it ---------------------------------------------------------------------------------------

    def key_of_feature(self, fid: int) -> Any:
        """The key of the record that a feature stands for, or None."""
        return self._keys.get(fid)

    def feature_of_key(self, key: Any) -> int | None:
        """The feature that stands for a record, or None where it has no footprint."""
        return self._fids.get(key)

    def extent_of(
        self, keys: Iterable[Any] | None = None, crs: QgsCoordinateReferenceSystem | None = None
    ) -> QgsRectangle | None:
        """The extent of some records' footprints (None: of all), in EPSG:4326 or in ``crs``; None where there
        is none. A single point has no width. In EPSG:4326 footprints on both sides of the antimeridian make
        a rectangle of all longitudes; to zoom, give the map's system: one that is centred there, or on a
        pole, frames them closely."""
        layer = self.layer
        if layer is None or not self._fids:
            return None
        context = self._project.transformContext()
        fids = list(self._keys) if keys is None else [self._fids[key] for key in keys if key in self._fids]
        if not fids:
            return None
        if len(fids) > MAX_CLOSE:
            return box_extent(layer.extent(), layer.crs(), crs, context)
        request = QgsFeatureRequest().setSubsetOfAttributes([]).setFilterFids(fids)
        return extent(layer.getFeatures(request), layer.crs(), crs, context)

    def save_as(self, path: str, done: Callable[[GaiaError | None], None]) -> None:
        """Write the layer and its style to a GeoPackage: a task does, and ``done`` is told the error."""
        write_geopackage(self.layer, path, self._project.transformContext(), done)

    # -- selection, both ways ----------------------------------------------------------------------------

    def _select_on_map(self, keys: list[Any]) -> None:
        layer = self.layer
        if layer is None:
            return
        self._show_selected(layer, keys)
        if self._selection.origin is self:
            return
        self._syncing = True
        try:
            layer.selectByIds([fid for fid in map(self._fids.get, keys) if fid is not None])
        finally:
            self._syncing = False

    @pyqtSlot()  # of Qt's own: else thousands of identifiers are made Python's for nobody
    def _on_layer_selection(self) -> None:
        layer = self.layer
        if layer is None or self._syncing:
            return
        keys = [key for key in map(self._keys.get, layer.selectedFeatureIds()) if key is not None]
        self._selection.select(keys, self)

    def _show_selected(self, layer: QgsVectorLayer, keys: list[Any]) -> None:
        """The style reads the selection from a variable: ``is_selected()`` asks the main thread from the
        rendering ones, once a feature."""
        shown = [key_text(key) for key in keys[: MAX_SELECTED_SHOWN + 1] if key in self._fids]
        text = "\n" + "\n".join(shown) + "\n" if 0 < len(shown) <= MAX_SELECTED_SHOWN else ""
        QgsExpressionContextUtils.setLayerVariable(layer, SELECTED_VARIABLE, text)

    # -- the project's life ------------------------------------------------------------------------------

    def _on_layers_removed(self, ids: list[str]) -> None:
        layer = self.layer
        if layer is not None and layer.id() in ids:
            outlive(layer)
            self._layer = None
            self._unwanted = True
            self._forget_features()
            self.layerChanged.emit(None)

    def _on_project_written(self, document: Any) -> None:
        layer = self.layer
        if layer is not None:
            leave_no_place(document, layer.id())

    def _on_project_read(self, *_: Any) -> None:
        remove_leftovers(self._project, LAYER_ROLE, keep=self.layer)

    def _soon(self) -> None:
        if not self._repaint.isActive():
            self._repaint.start(REPAINT_MS + int(REPAINT_MS_EACH * self.count))

    def _paint(self) -> None:
        layer = self.layer
        if layer is not None:
            layer.triggerRepaint()
