"""The QGIS project that QGIS Server publishes: WMS (one layer with TIME), WMTS, WFS, WCS.

``make_3_project.py FOLDER`` reads FOLDER/files and writes FOLDER/server.qgs. Needs QGIS's Python.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsGraduatedSymbolRenderer,
    QgsMarkerSymbol,
    QgsProject,
    QgsRasterLayer,
    QgsRendererRange,
    QgsVectorLayer,
)

FOLDER = Path(sys.argv[1]).resolve()
TITLES = {
    "dem": ("Elevation of the massif", "files/dem/massif_wgs84.tif"),
    "mosaic": ("True colour mosaic", "files/optical/mosaic.tif"),
    "landcover": ("Land cover, 2023", "files/landcover/landcover_2023.tif"),
    "glaciers": ("Glacier outlines", "files/vector/glaciers.gpkg"),
    "stations": ("Measuring stations", "files/vector/stations.gpkg"),
    "snow_depth": ("Snow depth by month", "files/vector/snow_depth.gpkg"),
    "protected_areas": ("Protected areas", "files/vector/protected_areas.geojson"),
}

application = QgsApplication([], False)
application.initQgis()
project = QgsProject.instance()
project.setCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
layers = {}
for name, (title, path) in TITLES.items():
    source = str(FOLDER / path)
    layer = QgsRasterLayer(source, title) if path.endswith(".tif") else QgsVectorLayer(source, title, "ogr")
    if not layer.isValid():
        sys.exit(f"not a valid layer: {source}")
    # From QGIS 3.38 on these live in the layer's server properties.
    named = layer.serverProperties() if hasattr(layer.serverProperties(), "setShortName") else layer
    named.setShortName(name)
    named.setTitle(title)
    named.setAbstract(f"{title} (synthetic data of the test hub).")
    project.addMapLayer(layer)
    layers[name] = layer

# Colours by depth: a map of another month must not look the same.
ranges = [
    QgsRendererRange(
        low, high, QgsMarkerSymbol.createSimple({"color": colour, "size": "4"}), f"{low} to {high} cm"
    )
    for low, high, colour in (
        (0, 20, "#c6dbef"),
        (20, 60, "#6baed6"),
        (60, 110, "#2171b5"),
        (110, 400, "#08306b"),
    )
]
layers["snow_depth"].setRenderer(QgsGraduatedSymbolRenderer("depth_cm", ranges))
served = layers["snow_depth"].serverProperties()
dimension = type(served).WmsDimensionInfo("time", "day", "", "ISO8601")  # clients look for the unit
dimension.defaultDisplayType = type(served).WmsDimensionInfo.MaxValue
if not served.addWmsDimension(dimension):
    sys.exit("the WMS dimension was refused")

project.setTitle("hub")
rasters = [layer.id() for layer in layers.values() if isinstance(layer, QgsRasterLayer)]
vectors = [layer.id() for layer in layers.values() if isinstance(layer, QgsVectorLayer)]
entry = project.writeEntry
entry("WMSServiceCapabilities", "/", True)
entry("WMSServiceTitle", "/", "QGIS Server of the test hub")
entry("WMSExtent", "/", ["5", "44.5", "7", "46"])
entry("WMSCrsList", "/", ["EPSG:4326", "EPSG:3857", "EPSG:2154"])
entry("WCSLayers", "/", rasters)
entry("WFSLayers", "/", vectors)
for identifier in vectors:
    entry("WFSLayersPrecision", f"/{identifier}", 6)
for key in ("WMTSLayers", "WMTSPngLayers"):
    entry(key, "Project", True)
    entry(key, "Layer", rasters)
entry("WMTSGrids", "CRS", ["EPSG:3857", "EPSG:4326"])
entry("WMTSGrids", "Config", ["EPSG:3857,0,0,559082264.0,18", "EPSG:4326,90,-180,279541132.0,18"])
if not project.write(str(FOLDER / "server.qgs")):
    sys.exit("the project could not be written")
application.exitQgis()
