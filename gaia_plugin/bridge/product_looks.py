"""How a product's layers are drawn: by colours with a stretch, by classes, by bits.

A look is made in a worker, where the pixels are read, and applied to the layer there too, before anyone else
sees it.
"""

from __future__ import annotations

from dataclasses import dataclass

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsColorRampShader,
    QgsContrastEnhancement,
    QgsMapLayer,
    QgsMultiBandColorRenderer,
    QgsPalettedRasterRenderer,
    QgsRasterLayer,
    QgsRasterShader,
    QgsRendererCategory,
    QgsSingleBandGrayRenderer,
    QgsSingleBandPseudoColorRenderer,
    QgsSymbol,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QColor

Range = tuple[float, float]


@dataclass(frozen=True)
class Colours:
    """Bands (from 1) for red, green and blue, or one band for grey, each with the range that is stretched;
    ``name`` is what the layer's style is called."""

    name: str
    bands: tuple[int, ...]
    ranges: tuple[Range, ...]


@dataclass(frozen=True)
class Line:
    """A line of a legend, in the user's language; ``colour`` "" is transparent."""

    value: float
    label: str
    colour: str


@dataclass(frozen=True)
class Look:
    """How to draw one layer: the first of ``colours``, the others as further styles of the layer; or the
    ``legend`` of band ``band``, or of the first attribute of ``fields`` that a vector layer has."""

    colours: tuple[Colours, ...] = ()
    legend: tuple[Line, ...] = ()
    band: int = 1
    continuous: bool = False
    fields: tuple[str, ...] = ()


def put_on(layer: QgsMapLayer, look: Look) -> None:
    """Draw the layer so. Any thread that the layer lives in."""
    if isinstance(layer, QgsVectorLayer):
        _by_attribute(layer, look)
    elif isinstance(layer, QgsRasterLayer) and look.legend:
        layer.setRenderer(_ramp(layer, look) if look.continuous else _palette(layer, look))
    elif isinstance(layer, QgsRasterLayer) and look.colours:
        _by_colours(layer, look.colours)


def _by_colours(layer: QgsRasterLayer, colours: tuple[Colours, ...]) -> None:
    manager = layer.styleManager()
    layer.setRenderer(_stretched(layer, colours[0]))
    if len(colours) == 1:
        return
    manager.renameStyle(manager.currentStyle(), colours[0].name)
    for one in colours[1:]:
        manager.addStyleFromLayer(one.name)
        manager.setCurrentStyle(one.name)
        layer.setRenderer(_stretched(layer, one))
    manager.setCurrentStyle(colours[0].name)


def _stretched(
    layer: QgsRasterLayer, colours: Colours
) -> QgsMultiBandColorRenderer | QgsSingleBandGrayRenderer:
    provider = layer.dataProvider()
    stretches = []
    for band, (low, high) in zip(colours.bands, colours.ranges):
        stretch = QgsContrastEnhancement(provider.dataType(band))
        algorithm = QgsContrastEnhancement.ContrastEnhancementAlgorithm.StretchToMinimumMaximum
        stretch.setContrastEnhancementAlgorithm(algorithm)
        stretch.setMinimumValue(low)
        stretch.setMaximumValue(high)
        stretches.append(stretch)
    if len(colours.bands) == 1:
        grey = QgsSingleBandGrayRenderer(provider, colours.bands[0])
        grey.setContrastEnhancement(stretches[0])
        return grey
    renderer = QgsMultiBandColorRenderer(provider, *colours.bands)
    renderer.setRedContrastEnhancement(stretches[0])
    renderer.setGreenContrastEnhancement(stretches[1])
    renderer.setBlueContrastEnhancement(stretches[2])
    return renderer


def _palette(layer: QgsRasterLayer, look: Look) -> QgsPalettedRasterRenderer:
    classes = [
        QgsPalettedRasterRenderer.Class(int(line.value), _colour(line), line.label) for line in look.legend
    ]
    return QgsPalettedRasterRenderer(layer.dataProvider(), look.band, classes)


def _ramp(layer: QgsRasterLayer, look: Look) -> QgsSingleBandPseudoColorRenderer:
    low, high = look.legend[0].value, look.legend[-1].value
    function = QgsColorRampShader(low, high)
    function.setColorRampType(QgsColorRampShader.Type.Interpolated)
    function.setColorRampItemList(
        [QgsColorRampShader.ColorRampItem(line.value, _colour(line), line.label) for line in look.legend]
    )
    function.setClip(True)  # a value above the last, such as that of no data, is not drawn
    shader = QgsRasterShader(low, high)
    shader.setRasterShaderFunction(function)
    renderer = QgsSingleBandPseudoColorRenderer(layer.dataProvider(), look.band, shader)
    renderer.setClassificationMin(low)
    renderer.setClassificationMax(high)
    return renderer


def _by_attribute(layer: QgsVectorLayer, look: Look) -> None:
    names = {field.name().lower(): field.name() for field in layer.fields()}
    wanted = next((names[one] for one in look.fields if one in names), "")
    if not wanted or not look.legend:
        return
    categories = []
    for line in look.legend:
        symbol = QgsSymbol.defaultSymbol(layer.geometryType())
        symbol.setColor(_colour(line))
        if symbol.symbolLayerCount():
            symbol.symbolLayer(0).setStrokeColor(_colour(line))
        categories.append(QgsRendererCategory(int(line.value), symbol, line.label))
    layer.setRenderer(QgsCategorizedSymbolRenderer(wanted, categories))


def _colour(line: Line) -> QColor:
    return QColor(line.colour) if line.colour else QColor(0, 0, 0, 0)
