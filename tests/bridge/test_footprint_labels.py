"""What footprints are labelled with: datasets by their title, granules by what tells them apart."""

from __future__ import annotations

import pytest
from qgis.core import (
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsPalLayerSettings,
    QgsVectorLayer,
)

from gaia_plugin.bridge.footprint_features import Context, layer_fields, prepare
from gaia_plugin.bridge.footprint_style import SELECTED_VARIABLE, label_settings
from gaia_plugin.core.model import Dataset, Granule, Period

BOX = {"type": "Polygon", "coordinates": [[[5, 44], [6, 44], [6, 45], [5, 45], [5, 44]]]}


def evaluated(expression, record, selected=""):
    layer = QgsVectorLayer("Polygon?crs=EPSG:4326", "footprints", "memory")
    layer.dataProvider().addAttributes(layer_fields().toList())
    layer.updateFields()
    layer.dataProvider().addFeatures(prepare([record], Context()).features)
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    context.lastScope().setVariable(SELECTED_VARIABLE, selected)
    context.setFeature(next(layer.getFeatures()))
    parsed = QgsExpression(expression)
    value = parsed.evaluate(context)
    assert not parsed.hasEvalError(), parsed.evalErrorString()
    return value


@pytest.mark.parametrize(
    ("record", "label"),
    [
        (Granule(id="g", title="A scene", footprint=BOX, period=Period("2023-12", None)), "2023-12-01"),
        (Granule(id="g", title="A scene", footprint=BOX), "A scene"),
        (Dataset(id="d", title="A dataset", footprint=BOX, period=Period("2023", "2024")), "A dataset"),
        (Dataset(id="d", title="x" * 80, footprint=BOX), "x" * 60 + "…"),
    ],
)  # fmt: skip
def test_labels(record, label):
    assert evaluated(label_settings().fieldName, record) == label


def test_the_selected_one_comes_first():
    settings = label_settings()  # held: what follows points into it
    priority = (
        settings.dataDefinedProperties().property(QgsPalLayerSettings.Property.Priority).expressionString()
    )
    record = Granule(id="g", title="A scene", catalog="c", collection="s", footprint=BOX)
    feature = prepare([record], Context()).features[0]
    key = feature.attributes()[0]
    assert evaluated(priority, record) < evaluated(priority, record, f"\n{key}\n")
