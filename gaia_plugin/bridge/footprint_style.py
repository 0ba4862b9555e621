"""How footprints look: one colour a catalogue, readable on light and dark maps, at every scale."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsFeatureRequest,
    QgsFillSymbol,
    QgsGeometryGeneratorSymbolLayer,
    QgsLineSymbol,
    QgsMarkerSymbol,
    QgsPalLayerSettings,
    QgsProperty,
    QgsRendererCategory,
    QgsSimpleFillSymbolLayer,
    QgsSimpleLineSymbolLayer,
    QgsSymbolLayer,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsUnitTypes,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
    QgsVectorSimplifyMethod,
)
from qgis.PyQt.QtCore import QCoreApplication, Qt, QTimer
from qgis.PyQt.QtGui import QColor

SELECTED_VARIABLE = "gaia_selected"
MANY = 2_000  # footprints: above it only the selected one is labelled, and fills fade
MAX_LABELS = 40
OUTLIVE_MS = 10_000

# Colour-blind safe: Okabe and Ito (2008), then Tol's "muted" scheme (2021).
PALETTE = (
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9",
    "#332288", "#882255", "#117733", "#999933", "#aa4499", "#44aa99",
)  # fmt: skip

# The side of a square of the footprint's area, in metres on the map at its scale.
_SIDE = '(1000 * sqrt("area_km2") / @map_scale)'
_SELECTED = f"""coalesce(strpos(@{SELECTED_VARIABLE}, '\n' || "key" || '\n'), 0) > 0"""
# A fill that is wider than the map's middle says nothing, and a few of them would bury the map.
_FILLED = f"NOT ({_SELECTED}) AND {_SIDE} < 0.12"
_LABEL = f"""{_SELECTED} OR ("area_km2" < 1e8 AND {_SIDE} > 0.03 AND {_SIDE} < 0.4)"""
# Granules of one dataset share place and title: their first day tells them apart.
_NAME = """CASE WHEN "kind" = 'granule' AND "start" IS NOT NULL THEN format_date("start", 'yyyy-MM-dd')
    ELSE left("title", 60) || if(length("title") > 60, '…', '') END"""
# Markers on each part of what is too small to be seen: points, and where there are few, areas under 4 mm.
_PARTS = """if(num_geometries($geometry) = 1, centroid($geometry), collect_geometries(array_foreach(
    generate_series(1, num_geometries($geometry)), centroid(geometry_n($geometry, @element)))))"""
_POINT = f"""if("shape" = 'point', {_PARTS}, NULL)"""
_TINY = f"""if("shape" = 'point' OR ("shape" = 'polygon' AND {_SIDE} < 0.004), {_PARTS}, NULL)"""
# An outline without the flat map's edges: they would cross the pole in a polar projection.
_FRAME = "bounds(geom_from_wkt('LINESTRING(-179.9999 -89.98, 179.9999 89.98)'))"
_OUTLINE = f'if("cut" = 1, intersection(boundary($geometry), {_FRAME}), NULL)'


@lru_cache(maxsize=1)
def _registry_order() -> dict[str, int]:
    """The catalogues' places in the registry that ships with the plugin."""
    path = Path(__file__).resolve().parents[2] / "resources" / "catalogs.json"
    try:
        return {
            str(row["id"]): index for index, row in enumerate(json.loads(path.read_text(encoding="utf-8")))
        }
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def color_of(catalog: str) -> str:
    """The colour of a catalogue, as "#rrggbb": the same in every session, in the list and on the map."""
    place = _registry_order().get(catalog)
    return PALETTE[(zlib.crc32(catalog.encode()) if place is None else place) % len(PALETTE)]


def outlive(layer: QgsVectorLayer) -> None:
    """To be called before a layer's style is replaced, or the layer removed: the style lives on for a while.
    A drawing thread that begins lets go of the style's expressions before it has copied them: where it was
    their last owner by then, QGIS crashes (seen with 3.22 and 3.40)."""
    renderer, labeling = layer.renderer(), layer.labeling()
    held = [thing.clone() for thing in (renderer, labeling) if thing is not None]
    QTimer.singleShot(OUTLIVE_MS, lambda: held.clear())


def apply_style(layer: QgsVectorLayer, titles: Mapping[str, str], many: bool) -> None:
    """Give the footprint layer its renderer, labels and map tip. ``titles`` are the catalogues' names by
    identifier; ``many`` says that there are so many footprints that they would bury each other."""
    outlive(layer)
    categories = [
        QgsRendererCategory(catalog, fill_symbol(color_of(catalog), many), title or catalog)
        for catalog, title in titles.items()
    ]
    other = QCoreApplication.translate("Footprints", "Other")
    categories.append(QgsRendererCategory("", fill_symbol("#666666", many), other))
    renderer = QgsCategorizedSymbolRenderer("catalog", categories)
    # A dataset of the whole world lies under those of a town.
    renderer.setOrderBy(QgsFeatureRequest.OrderBy([QgsFeatureRequest.OrderByClause('"area_km2"', False)]))
    renderer.setOrderByEnabled(True)
    layer.setRenderer(renderer)
    method = layer.simplifyMethod()
    method.setSimplifyHints(QgsVectorSimplifyMethod.SimplifyHint.FullSimplification)
    method.setForceLocalOptimization(True)
    layer.setSimplifyMethod(method)
    layer.setLabeling(QgsVectorLayerSimpleLabeling(label_settings(many)))
    layer.setLabelsEnabled(True)


def fill_symbol(color: str, many: bool = False) -> QgsFillSymbol:
    """A translucent fill (none where selected or wide: what lies under it stays visible), an outline in the
    catalogue's colour on a light casing, and a marker on what is too small to be seen at the map's scale."""
    tint = QColor(color)
    fill = QgsSimpleFillSymbolLayer(QColor(tint.red(), tint.green(), tint.blue(), 10 if many else 32))
    fill.setStrokeStyle(Qt.PenStyle.NoPen)
    _only_if(fill, _FILLED)
    lines = [QgsSimpleLineSymbolLayer(tint, 0.26 if many else 0.46)]
    if not many:
        lines.insert(0, QgsSimpleLineSymbolLayer(QColor(255, 255, 255, 170), 0.9))
    uncut = QgsLineSymbol()
    uncut.deleteSymbolLayer(0)
    for line in lines:
        line.setPenJoinStyle(Qt.PenJoinStyle.MiterJoin)
        uncut.appendSymbolLayer(line.clone())
        _only_if(line, f'"cut" = 0 OR ("cut" = 2 AND {_SELECTED})')
    # Appended one by one: a list of layers in the constructor leaves them to Python too (3.22 crashes).
    symbol = QgsFillSymbol()
    symbol.deleteSymbolLayer(0)
    for part in (
        fill,
        *lines,
        _generated(_OUTLINE, uncut),
        _generated(_POINT if many else _TINY, _marker(color, many)),
    ):
        symbol.appendSymbolLayer(part)
    # QGIS clips in the layer's system, where the edge it makes has no corners: a chord in a polar projection.
    symbol.setClipFeaturesToExtent(False)
    return symbol


def _marker(color: str, many: bool) -> QgsMarkerSymbol:
    return QgsMarkerSymbol.createSimple(
        {
            "name": "circle",
            "size": "1.4" if many else "2.4",
            "color": color,
            "outline_color": "255,255,255,230",
            "outline_width": "0.15" if many else "0.3",
        }
    )


def _only_if(layer: QgsSymbolLayer, expression: str) -> None:
    layer.setDataDefinedProperty(
        QgsSymbolLayer.Property.PropertyLayerEnabled, QgsProperty.fromExpression(expression)
    )


def _generated(expression: str, symbol: QgsLineSymbol | QgsMarkerSymbol) -> QgsGeometryGeneratorSymbolLayer:
    generator = QgsGeometryGeneratorSymbolLayer.create({"geometryModifier": expression})
    generator.setSymbolType(symbol.type())
    generator.setSubSymbol(symbol)
    return generator


def label_settings(many: bool = False) -> QgsPalLayerSettings:
    """Titles of footprints of a readable size at the map's scale, and of the selected ones; few at once."""
    form = QgsTextFormat()
    form.setSize(8.5)
    form.setSizeUnit(QgsUnitTypes.RenderUnit.RenderPoints)
    form.setColor(QColor("#202020"))
    buffer = QgsTextBufferSettings()
    buffer.setEnabled(True)
    buffer.setSize(0.8)
    buffer.setColor(QColor(255, 255, 255, 220))
    form.setBuffer(buffer)
    settings = QgsPalLayerSettings()
    settings.setFormat(form)
    settings.fieldName = _NAME
    settings.isExpression = True
    settings.autoWrapLength = 24
    settings.placement = QgsPalLayerSettings.Placement.AroundPoint  # not over the marker of a small one
    settings.dist = 1.8  # mm
    settings.limitNumLabels = True
    settings.maxNumLabels = MAX_LABELS
    properties = settings.dataDefinedProperties()
    properties.setProperty(
        QgsPalLayerSettings.Property.Show, QgsProperty.fromExpression(_SELECTED if many else _LABEL)
    )
    # Of granules on one spot, the selected one is named first.
    first = QgsProperty.fromExpression(f"if({_SELECTED}, 10, 3)")
    properties.setProperty(QgsPalLayerSettings.Property.Priority, first)
    settings.setDataDefinedProperties(properties)
    return settings


def map_tip() -> str:
    """The HTML of the map tip, an expression template. Records are strangers' texts: each is escaped."""

    def text(expression: str) -> str:
        for character, entity in (
            ("&", "&amp;"),
            ("<", "&lt;"),
            (">", "&gt;"),
            ('"', "&quot;"),
            ("''", "&#39;"),
        ):
            expression = f"replace({expression}, '{character}', '{entity}')"
        return expression

    source = text('"thumbnail"')
    image = f"""if(coalesce("thumbnail", '') = '', '', '<img src="' || {source} || '" width="160"/><br/>')"""
    title = text('left(coalesce("title", "id"), 200)')
    provider = text('coalesce(nullif("provider", \'\'), "catalog_title")')
    period = text("coalesce(\"period\", '')")
    catalog = text('"catalog_title"')
    rows = [
        f"[% {image} %]",
        f"<b>[% {title} %]</b>",
        f"<br/>[% {provider} %]",
        f"""[% if(coalesce("period", '') = '', '', '<br/>' || {period}) %]""",
        """[% if("cloud_cover" IS NULL, '', '<br/>☁ ' || round("cloud_cover") || ' %') %]""",
        f"""<br/><i>[% {catalog} %]</i>""",
    ]
    return '<div style="max-width: 260px; font-family: sans-serif;">' + "".join(rows) + "</div>"
