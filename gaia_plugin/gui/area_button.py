"""Where to search: a menu, the map tools behind it, and the area drawn on the map."""

from __future__ import annotations

from functools import partial

from qgis.core import QgsGeometry, QgsMapLayerType, QgsProject
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QPoint, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QMenu

from ..core.model import Area
from . import areas, formats
from .area_dialog import AreaDialog
from .elided_button import ElidedButton
from .icons import plugin_icon, theme_icon
from .maptools import AreaTool, PolygonTool, RectangleTool, area_band, remove_band
from .ui import tip

_LAYERS = 30  # a longer sub-menu does not fit a laptop's screen


class AreaButton(ElidedButton):
    """``area()`` is what to search now: None for anywhere. The map's extent is read when it is asked for."""

    changed = pyqtSignal()
    problem = pyqtSignal(str)

    def __init__(self, parent=None):
        super().__init__(parent)
        self._iface = None
        self._area: Area | None = None
        self._extent = False
        self._tool: AreaTool | None = None
        self._previous = None
        self._band = None
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill)
        self._layers = None
        self.setIcon(plugin_icon("area-extent"))
        self.opened.connect(self._open)
        self._tell()

    def bind(self, iface) -> None:
        """Give it the map. ``release`` takes it back."""
        self._iface = iface
        iface.mapCanvas().destinationCrsChanged.connect(self._draw)

    def release(self) -> None:
        """Leave the map as it was found: no tool, no rubber band, no connection."""
        if self._iface is None:
            return
        canvas, self._iface = self._iface.mapCanvas(), None
        canvas.destinationCrsChanged.disconnect(self._draw)
        self._drop_tool(canvas)
        remove_band(canvas, self._band)
        self._band = None

    def area(self) -> Area | None:
        """The area to search, in longitude and latitude; None for anywhere."""
        if not self._extent:
            return self._area
        canvas = self._iface.mapCanvas()
        label = self.tr("Map extent")
        try:
            return areas.area_of_rectangle(
                canvas.extent(), canvas.mapSettings().destinationCrs(), QgsProject.instance(), label
            )
        except ValueError:
            return None

    def set_area(self, area: Area | None) -> None:
        """Search there from now on; None for anywhere."""
        self._extent, self._area = False, area
        self._after()

    def follow_map(self) -> None:
        """Search in what the map shows at the moment of each search."""
        self._extent, self._area = True, None
        self._after()

    @property
    def follows_map(self) -> bool:
        """Whether the map's extent is searched."""
        return self._extent

    def _after(self) -> None:
        self._tell()
        self._draw()
        self.changed.emit()

    def _tell(self) -> None:
        prefix = self.tr("Where:")
        if self._extent:
            self.set_texts(prefix, self.tr("map extent"))
        elif self._area is None:
            self.set_texts(prefix, self.tr("anywhere"))
        else:
            self.set_texts(prefix, self._area.label or formats.area(self._area))
            self.setToolTip(tip(f"{self._area.label}\n{formats.area(self._area)}".strip()))

    def _draw(self) -> None:
        if self._iface is None:
            return
        canvas = self._iface.mapCanvas()
        remove_band(canvas, self._band)
        self._band = None
        if self._area is not None:
            self._band = area_band(canvas)
            crs = canvas.mapSettings().destinationCrs()
            self._band.setToGeometry(areas.drawable(self._area, crs, QgsProject.instance()), None)

    def _open(self) -> None:
        self._menu.popup(self.mapToGlobal(QPoint(0, self.height())))

    def _fill(self) -> None:
        menu = self._menu
        menu.clear()
        self._choice(self.tr("&Anywhere"), self._anywhere, not self._extent and self._area is None)
        self._choice(self.tr("&Map extent"), self.follow_map, self._extent)
        menu.addSeparator()
        menu.addAction(plugin_icon("area-rectangle"), self.tr("Draw a &rectangle"), self.draw_rectangle)
        menu.addAction(plugin_icon("area-polygon"), self.tr("Draw a &polygon"), self.draw_polygon)
        menu.addSeparator()
        layer = self._iface.activeLayer() if self._iface else None
        count = layer.selectedFeatureCount() if _is_vector(layer) else 0
        selected = menu.addAction(self.tr("&Selected features of the active layer"), self.use_selection)
        selected.setEnabled(count > 0)
        self._layers = menu.addMenu(self.tr("Extent of a &layer"))
        layers = [one for one in QgsProject.instance().mapLayers().values() if one.isSpatial()]
        for one in sorted(layers, key=lambda one: one.name().lower())[:_LAYERS]:
            action = self._layers.addAction(one.name().replace("&", "&&"))
            action.triggered.connect(partial(self.use_layer, one.id()))
        self._layers.setEnabled(bool(layers))
        menu.addAction(self.tr("&Coordinates…"), self.ask_coordinates)
        if self._area is not None:
            menu.addSeparator()
            menu.addAction(theme_icon("mActionZoomToLayer"), self.tr("&Zoom to this area"), self.zoom)
            menu.addAction(theme_icon("mIconClearText"), self.tr("Cl&ear this area"), self._anywhere)

    def _choice(self, text: str, slot, checked: bool) -> None:
        action = self._menu.addAction(text, slot)
        action.setCheckable(True)
        action.setChecked(checked)

    def _anywhere(self) -> None:
        self.set_area(None)

    def draw_rectangle(self) -> None:
        """Start the map tool that drags a rectangle."""
        self._begin(RectangleTool(self._iface.mapCanvas()), self.tr("Drawn rectangle"))

    def draw_polygon(self) -> None:
        """Start the map tool that clicks a polygon."""
        self._begin(PolygonTool(self._iface.mapCanvas()), self.tr("Drawn polygon"))

    def _begin(self, tool: AreaTool, label: str) -> None:
        canvas = self._iface.mapCanvas()
        self._drop_tool(canvas)
        self._tool, self._previous = tool, canvas.mapTool()
        tool.drawn.connect(lambda geometry: self._drawn(geometry, label))
        tool.cancelled.connect(self._restore)
        canvas.setMapTool(tool)
        canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def _drawn(self, geometry: QgsGeometry, label: str) -> None:
        crs = self._iface.mapCanvas().mapSettings().destinationCrs()
        self._restore()
        make = areas.area_of_rectangle if label == self.tr("Drawn rectangle") else areas.area_of_polygon
        shape = geometry.boundingBox() if make is areas.area_of_rectangle else geometry
        try:
            self.set_area(make(shape, crs, QgsProject.instance(), label))
        except ValueError:
            self.problem.emit(
                self.tr("What was drawn lies outside the map's coordinate system: draw it again.")
            )

    def _restore(self) -> None:
        self._drop_tool(self._iface.mapCanvas())

    def _drop_tool(self, canvas) -> None:
        tool, self._tool = self._tool, None
        previous, self._previous = self._previous, None
        if tool is None:
            return
        if canvas.mapTool() is tool:
            if previous is not None and not sip.isdeleted(previous):
                canvas.setMapTool(previous)
            else:
                canvas.unsetMapTool(tool)
        tool.deleteLater()

    def use_selection(self) -> None:
        """Search in the features that are selected in the active layer."""
        layer = self._iface.activeLayer()
        if not _is_vector(layer):
            return
        shapes = [feature.geometry() for feature in layer.selectedFeatures()]
        label = self.tr("Selection of {layer}").format(layer=layer.name())
        try:
            self.set_area(areas.area_of_features(shapes, layer.crs(), QgsProject.instance(), label))
        except ValueError:
            self.problem.emit(self.tr("The selected features have no usable geometry: select others."))

    def use_layer(self, layer_id: str, _checked: bool = False) -> None:
        """Search in the extent of a layer of the project."""
        layer = QgsProject.instance().mapLayer(layer_id)
        if layer is None:
            return
        try:
            area = areas.area_of_rectangle(layer.extent(), layer.crs(), QgsProject.instance(), layer.name())
        except ValueError:
            sentence = self.tr("The layer {layer} has no extent: choose another.")
            self.problem.emit(sentence.format(layer=layer.name()))
            return
        self.set_area(area)

    def ask_coordinates(self) -> None:
        """Ask for a box typed by hand."""
        area = self.area()
        dialog = AreaDialog(self.window(), area.bounds if area else None)
        if dialog.exec():
            self.set_area(dialog.area)

    def zoom(self) -> None:
        """Show the area on the map."""
        canvas = self._iface.mapCanvas()
        box = areas.drawable(
            self._area, canvas.mapSettings().destinationCrs(), QgsProject.instance()
        ).boundingBox()
        box.scale(1.1)
        canvas.setExtent(box)
        canvas.refresh()


def _is_vector(layer) -> bool:
    return layer is not None and layer.type() == QgsMapLayerType.VectorLayer
