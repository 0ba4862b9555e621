"""Synthetic vector data: measuring stations with monthly values, glacier outlines, protected areas.

``make_2_vectors.py FOLDER`` writes FOLDER/files/vector/*.gpkg and a GeoJSON.
"""

from __future__ import annotations

import math
import random
import sys
from pathlib import Path

from osgeo import gdal, ogr, osr

gdal.UseExceptions()
gdal.SetConfigOption("OGR_CURRENT_DATE", "2024-01-10T00:00:00.000Z")  # the same bytes every time
FOLDER = Path(sys.argv[1]) / "files" / "vector"
FOLDER.mkdir(parents=True, exist_ok=True)
rng = random.Random(42)
crs = osr.SpatialReference()
crs.ImportFromEPSG(4326)
crs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)


def write(
    name: str, driver: str, kind: int, fields: dict[str, int], rows: list[tuple[str, dict[str, object]]]
) -> None:
    path = FOLDER / name
    path.unlink(missing_ok=True)
    source = ogr.GetDriverByName(driver).CreateDataSource(str(path))
    layer = source.CreateLayer(path.stem, crs, kind)
    for field, of in fields.items():
        layer.CreateField(ogr.FieldDefn(field, of))
    layer.StartTransaction()
    for wkt, values in rows:
        feature = ogr.Feature(layer.GetLayerDefn())
        for field, value in values.items():
            feature[field] = value
        feature.SetGeometry(ogr.CreateGeometryFromWkt(wkt))
        layer.CreateFeature(feature)
    layer.CommitTransaction()


def blob(x: float, y: float, radius: float) -> str:
    turns = [i / 14 * 2 * math.pi for i in range(14)]
    sizes = [radius * rng.uniform(0.6, 1.2) for _ in turns]
    points = [f"{x + r * 1.4 * math.cos(t):.5f} {y + r * math.sin(t):.5f}" for t, r in zip(turns, sizes)]
    return f"POLYGON(({','.join([*points, points[0]])}))"


stations = [
    (f"ST{n:03d}", rng.uniform(5.05, 6.95), rng.uniform(44.55, 45.95), rng.randint(300, 3400))
    for n in range(60)
]
write("stations.gpkg", "GPKG", ogr.wkbPoint,
      {"station": ogr.OFTString, "altitude": ogr.OFTInteger},
      [(f"POINT({x} {y})", {"station": code, "altitude": z}) for code, x, y, z in stations])  # fmt: skip
monthly = []
for code, x, y, z in stations[:25]:
    for month in range(1, 13):
        depth = max(
            0.0, (z - 900) / 20 * (0.5 + 0.5 * math.cos((month - 2) / 12 * 2 * math.pi)) + rng.gauss(0, 3)
        )
        monthly.append(
            (f"POINT({x} {y})", {"station": code, "day": f"2023-{month:02d}-01", "depth_cm": round(depth, 1)})
        )
write("snow_depth.gpkg", "GPKG", ogr.wkbPoint,
      {"station": ogr.OFTString, "day": ogr.OFTDate, "depth_cm": ogr.OFTReal}, monthly)  # fmt: skip
outlines = [
    (
        blob(rng.uniform(5.2, 6.8), rng.uniform(44.7, 45.9), 0.02),
        {"glacier": f"G{n:02d}", "year": 2015 + n % 9},
    )
    for n in range(40)
]
write("glaciers.gpkg", "GPKG", ogr.wkbPolygon, {"glacier": ogr.OFTString, "year": ogr.OFTInteger}, outlines)
areas = [
    (
        blob(rng.uniform(5.3, 6.7), rng.uniform(44.8, 45.8), 0.12),
        {"name": f"Réserve {n}", "status": "protected"},
    )
    for n in range(8)
]
write(
    "protected_areas.geojson",
    "GeoJSON",
    ogr.wkbPolygon,
    {"name": ogr.OFTString, "status": ogr.OFTString},
    areas,
)
