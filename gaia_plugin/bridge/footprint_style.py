"""How footprints look: one colour a catalogue, readable on light and dark maps, from the world to a street."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsCentroidFillSymbolLayer,
    QgsFeatureRequest,
    QgsFillSymbol,
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
from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtGui import QColor

SELECTED_VARIABLE = "gaia_selected"
MANY = 2_000  # footprints: above it only the selected one is labelled, and fills fade
MAX_LABELS = 40

# Colour-blind safe: Okabe and Ito (2008), then Tol's "muted" scheme (2021).
PALETTE = (
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9",
    "#332288", "#882255", "#117733", "#999933", "#aa4499", "#44aa99",
)  # fmt: skip

# The footprint's size on the map, in metres there: `side < 4 mm` needs a marker, `3 cm < side < 40 cm` a label.
_SIDE = '(1000 * sqrt("area_km2") / @map_scale)'
_SELECTED = f"""coalesce(strpos(@{SELECTED_VARIABLE}, '\n' || "key" || '\n'), 0) > 0"""
_TINY = f"""("shape" = 'point' OR ("shape" = 'polygon' AND {_SIDE} < 0.004))"""
_LABEL = f"{_SELECTED} OR ({_SIDE} > 0.03 AND {_SIDE} < 0.4)"


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


def apply_style(layer: QgsVectorLayer, titles: Mapping[str, str], many: bool) -> None:
    """Give the footprint layer its renderer, labels and map tip. ``titles`` are the catalogues' names by
    identifier; ``many`` says that there are so many footprints that they would bury each other."""
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
    """A translucent fill (none where selected: what lies under it stays visible), an outline in the
    catalogue's colour on a light casing, and a marker on what is too small to be seen at the map's scale."""
    tint = QColor(color)
    fill = QgsSimpleFillSymbolLayer(QColor(tint.red(), tint.green(), tint.blue(), 14 if many else 40))
    fill.setStrokeStyle(Qt.PenStyle.NoPen)
    fill.setDataDefinedProperty(
        QgsSymbolLayer.Property.PropertyLayerEnabled, QgsProperty.fromExpression(f"NOT ({_SELECTED})")
    )
    casing = QgsSimpleLineSymbolLayer(QColor(255, 255, 255, 170), 0.2 if many else 0.9)
    outline = QgsSimpleLineSymbolLayer(tint, 0.26 if many else 0.46)
    for line in (casing, outline):
        line.setPenJoinStyle(Qt.PenJoinStyle.MiterJoin)
    layers = [fill, outline] if many else [fill, casing, outline]
    # Appended one by one: a list of layers in the constructor leaves them to Python too (3.22 crashes).
    symbol = QgsFillSymbol()
    symbol.deleteSymbolLayer(0)
    for part in (*layers, _marker(color)):
        symbol.appendSymbolLayer(part)
    return symbol


def _marker(color: str) -> QgsCentroidFillSymbolLayer:
    marker = QgsCentroidFillSymbolLayer()
    marker.setSubSymbol(
        QgsMarkerSymbol.createSimple(
            {
                "name": "circle",
                "size": "2.4",
                "color": color,
                "outline_color": "255,255,255,230",
                "outline_width": "0.3",
            }
        )
    )
    marker.setPointOnAllParts(True)
    marker.setDataDefinedProperty(
        QgsSymbolLayer.Property.PropertyLayerEnabled, QgsProperty.fromExpression(_TINY)
    )
    return marker


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
    settings.fieldName = "left(\"title\", 60) || if(length(\"title\") > 60, '…', '')"
    settings.isExpression = True
    settings.autoWrapLength = 24
    settings.placement = QgsPalLayerSettings.Placement.Horizontal
    settings.limitNumLabels = True
    settings.maxNumLabels = MAX_LABELS
    properties = settings.dataDefinedProperties()
    properties.setProperty(
        QgsPalLayerSettings.Property.Show, QgsProperty.fromExpression(_SELECTED if many else _LABEL)
    )
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

    image = f"""if(coalesce("thumbnail", '') = '', '', '<img src="' || {text('"thumbnail"')} || '" width="160"/><br/>')"""
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
