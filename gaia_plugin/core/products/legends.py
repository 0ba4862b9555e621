"""What values and bits of masks and maps mean, in the colours that their producers gave them.

Names are English, for the interface to translate.
"""

from __future__ import annotations

from .model import Entry

CLOUD, SHADOW, SNOW, WATER = "#ff6f91", "#6b4c9a", "#57d3ff", "#1f5fd0"

# MAJA: the product format of Theia's Sentinel-2 level 2A, "Masks". Bits from 0, the lowest.
MAJA_CLOUDS = (
    Entry(1, "All clouds but the thinnest", "#ff3b6b"),
    Entry(0, "Clouds and shadows but the thinnest", CLOUD),
    Entry(2, "Cloud seen at one date", "#ff8fa8"),
    Entry(3, "Cloud seen between dates", "#ffa9bb"),
    Entry(4, "Thin cloud", "#ffc9d4"),
    Entry(5, "Shadow of a cloud in the image", SHADOW),
    Entry(6, "Shadow of a cloud outside the image", "#9a86bd"),
    Entry(7, "High cloud", "#ffd9a0"),
)
MAJA_GEOPHYSICAL = (
    Entry(1, "Cloud", CLOUD),
    Entry(3, "Cloud shadow", SHADOW),
    Entry(2, "Snow", SNOW),
    Entry(0, "Water", WATER),
    Entry(4, "Topographic shadow", "#565656"),
    Entry(5, "Hidden by the relief", "#2e2e2e"),
    Entry(6, "Sun too low for the correction of slopes", "#a0a000"),
    Entry(7, "Sun tangent to the slope", "#d6d600"),
)
MAJA_EDGE = (Entry(0, "Edge of the image", "#404040"),)
# WASP, the synthesis of Theia's level 3A: FlagType of its sources.
WASP_FLAGS = (
    Entry(1, "Cloud", CLOUD),
    Entry(2, "Snow", SNOW),
    Entry(3, "Water", WATER),
    Entry(4, "Land", "#b9a778"),
    Entry(5, "Cloud shadow", SHADOW),
    Entry(6, "Saturated", "#ff0000"),
)
# ESA, Sentinel-2 Products Specification Document: scene classification of level 2A.
SCENE_CLASSES = (
    Entry(1, "Saturated or defective", "#ff0000"),
    Entry(2, "Dark area", "#2f2f2f"),
    Entry(3, "Cloud shadow", "#643200"),
    Entry(4, "Vegetation", "#00a000"),
    Entry(5, "Bare soil", "#ffe65a"),
    Entry(6, "Water", "#0000ff"),
    Entry(7, "Unclassified", "#808080"),
    Entry(8, "Cloud of medium probability", "#c0c0c0"),
    Entry(9, "Cloud of high probability", "#ffffff"),
    Entry(10, "Cirrus", "#64c8ff"),
    Entry(11, "Snow or ice", "#ff96ff"),
)
PERCENT = (Entry(0, "0 %", ""), Entry(1, "1 %", "#fde0dd"), Entry(100, "100 %", "#c51b8a"))

# Theia Snow, level 2B: 8 bits, the values of its product page.
SNOW_CLASSES = (
    Entry(0, "No snow", "#c8b98f"),
    Entry(100, "Snow", "#4fd0ff"),
    Entry(205, "Cloud or cloud shadow", "#ffffff"),
)
SNOW_FRACTION = (
    Entry(0, "No snow", "#c8b98f"),
    Entry(1, "1 %", "#d7f4ff"),
    Entry(50, "50 %", "#4fd0ff"),
    Entry(100, "100 %", "#0a4fb4"),
    Entry(205, "Cloud or cloud shadow", "#ffffff"),
)
SNOW_QUALITY = (
    Entry(0, "Sun too low for the correction of slopes", "#a0a000"),
    Entry(1, "Sun tangent to the slope", "#d6d600"),
    Entry(2, "Water", WATER),
    Entry(3, "Trees cover more than 90 %", "#00641e"),
    Entry(4, "Snow seen under thin cloud", SNOW),
    Entry(5, "Tree cover not known", "#787878"),
    Entry(6, "Snow set to 100 % in a shaded slope", SHADOW),
)
DAYS = (
    Entry(0, "0 days", "#7a5230"),
    Entry(91, "91 days", "#d9c48a"),
    Entry(182, "182 days", "#8fe0e6"),
    Entry(273, "273 days", "#2b8cd8"),
    Entry(366, "366 days", "#1a237e"),
)

# Theia OSO since 2018: 23 classes, the colours of its legend.
OSO = (
    Entry(1, "Dense built-up area", "#ff00ff"),
    Entry(2, "Diffuse built-up area", "#ff55ff"),
    Entry(3, "Industrial and commercial areas", "#ffaaff"),
    Entry(4, "Roads", "#00ffff"),
    Entry(5, "Rapeseed", "#ffff00"),
    Entry(6, "Straw cereals", "#d0ff00"),
    Entry(7, "Protein crops", "#a1d600"),
    Entry(8, "Soy", "#ffab44"),
    Entry(9, "Sunflower", "#d6d600"),
    Entry(10, "Maize", "#ff5500"),
    Entry(11, "Rice", "#c5ffff"),
    Entry(12, "Tubers and roots", "#aaaa61"),
    Entry(13, "Grasslands", "#aaaa00"),
    Entry(14, "Orchards", "#aaaaff"),
    Entry(15, "Vineyards", "#550000"),
    Entry(16, "Broad-leaved forest", "#009c00"),
    Entry(17, "Coniferous forest", "#003200"),
    Entry(18, "Natural grasslands and pastures", "#aaff00"),
    Entry(19, "Woody moorlands", "#55aa7f"),
    Entry(20, "Natural mineral surfaces", "#ff0000"),
    Entry(21, "Beaches and dunes", "#ffb802"),
    Entry(22, "Glaciers and perpetual snow", "#bebebe"),
    Entry(23, "Water", "#0000ff"),
)
# Until 2017: 17 classes, in the colours of those that went on.
OSO_2017 = (
    Entry(11, "Summer crops", "#ff5500"),
    Entry(12, "Winter crops", "#ffff7f"),
    Entry(31, "Broad-leaved forest", "#009c00"),
    Entry(32, "Coniferous forest", "#003200"),
    Entry(34, "Natural grasslands and pastures", "#aaff00"),
    Entry(36, "Woody moorlands", "#55aa7f"),
    Entry(41, "Dense built-up area", "#ff00ff"),
    Entry(42, "Diffuse built-up area", "#ff55ff"),
    Entry(43, "Industrial and commercial areas", "#ffaaff"),
    Entry(44, "Roads", "#00ffff"),
    Entry(45, "Natural mineral surfaces", "#ff0000"),
    Entry(46, "Beaches and dunes", "#ffb802"),
    Entry(51, "Water", "#0000ff"),
    Entry(53, "Glaciers and perpetual snow", "#bebebe"),
    Entry(211, "Grasslands", "#aaaa00"),
    Entry(221, "Orchards", "#aaaaff"),
    Entry(222, "Vineyards", "#550000"),
)

OPAQUE = (Entry(1, "Opaque clouds", CLOUD),)
CIRRUS = (Entry(1, "Cirrus", "#ffd9a0"),)
ICE = (Entry(1, "Snow", SNOW),)
