"""The vector datasets: reef habitats (polygons), forest plots (points), GNSS stations (points and series)."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import numpy as np
from osgeo import gdal, ogr

from .fields import fractal, grid
from .files import file_fields, rgb, write_png
from .footprint import Grid, Ring, crs

ogr.UseExceptions()
MEDIA = {
    "GPKG": ("gpkg", "application/geopackage+sqlite3"),
    "FlatGeobuf": ("fgb", "application/vnd.flatgeobuf"),
    "GeoJSON": ("geojson", "application/geo+json"),
}
Record = tuple[ogr.Geometry, dict]


def write_vector(path: Path, spec: dict, records: list[Record], kind: int) -> dict:
    """Write ``records`` (geometry in the dataset's CRS, attributes) and return their STAC fields."""
    path.unlink(missing_ok=True)
    source = ogr.GetDriverByName(spec["vector"]).CreateDataSource(str(path))
    options = {"GPKG": ["GEOMETRY_NAME=geom"], "GeoJSON": ["RFC7946=YES", "COORDINATE_PRECISION=5"]}.get(
        spec["vector"], []
    )
    layer = source.CreateLayer(path.stem.replace("-", "_"), crs(spec["crs"]), kind, options)
    types = {str: ogr.OFTString, float: ogr.OFTReal, int: ogr.OFTInteger}
    for name, value in records[0][1].items():
        layer.CreateField(ogr.FieldDefn(name, types[type(value)]))
    for geometry, attributes in records:
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetGeometry(geometry)
        for name, value in attributes.items():
            feature.SetField(name, value)
        layer.CreateFeature(feature)
    del feature, layer, source
    return {"type": MEDIA[spec["vector"]][1], "proj:code": f"EPSG:{spec['crs']}", **file_fields(path)}


def _smoothed(ring: ogr.Geometry) -> ogr.Geometry:
    """Return a closed ring with its corners cut twice (Chaikin, 1974)."""
    points = ring.GetPoints()[:-1]
    for _ in range(2):
        pairs = zip(points, points[1:] + points[:1])
        points = [
            point
            for (x0, y0), (x1, y1) in ((a[:2], b[:2]) for a, b in pairs)
            for point in (
                (0.75 * x0 + 0.25 * x1, 0.75 * y0 + 0.25 * y1),
                (0.25 * x0 + 0.75 * x1, 0.25 * y0 + 0.75 * y1),
            )
        ]
    out = ogr.Geometry(ogr.wkbLinearRing)
    for x, y in [*points, points[0]]:
        out.AddPoint_2D(round(x, 1), round(y, 1))
    return out


def reef_classes(shape: tuple[int, int]) -> np.ndarray:
    """Return the class of each cell, 0 (land, open sea) or 1 to 4 in the order of ``datasets.yml``."""
    x, y = grid(shape)
    across = x + y + 0.16 * fractal(shape, 111, 4)  # grows from the open sea (south-west) to the coast
    classes = np.zeros(shape, dtype=np.uint8)
    classes[(across > -0.75) & (across < 0.95)] = 4
    classes[(across > -0.85) & (across < -0.62) & (fractal(shape, 112, 6) > -0.45)] = 1
    classes[(across > 0.6) & (across < 0.95) & (fractal(shape, 113, 6) > 0.05)] = 3
    classes[(across > 0.78) & (across < 0.98) & (fractal(shape, 114, 5) > -0.15)] = 2
    classes[(np.abs(across) < 0.4) & (fractal(shape, 115, 9) > 0.66)] = 2
    return classes


def reef(spec: dict) -> tuple[list[Record], Ring, np.ndarray]:
    """Return the reef's polygons, the lon/lat outline of the mapped area, and the thumbnail's classes."""
    area = Grid.centred(spec["crs"], spec["centre"], 300, [128, 96])
    classes = reef_classes((area.rows, area.columns))
    memory = gdal.GetDriverByName("MEM").Create("", area.columns, area.rows, 1, gdal.GDT_Byte)
    memory.SetGeoTransform((area.left, area.pixel, 0, area.top, 0, -area.pixel))
    memory.SetProjection(crs(spec["crs"]).ExportToWkt())
    band = memory.GetRasterBand(1)
    band.WriteArray(classes)
    band.SetNoDataValue(0)
    source = ogr.GetDriverByName("Memory").CreateDataSource("")
    layer = source.CreateLayer("cells", crs(spec["crs"]), ogr.wkbPolygon)
    layer.CreateField(ogr.FieldDefn("value", ogr.OFTInteger))
    gdal.Polygonize(band, band.GetMaskBand(), layer, 0)
    coral = {1: 46.0, 2: 31.0, 3: 2.0, 4: 6.0}
    records: list[Record] = []
    for feature in layer:
        polygon = ogr.Geometry(ogr.wkbPolygon)
        for index in range(feature.geometry().GetGeometryCount()):
            polygon.AddGeometry(_smoothed(feature.geometry().GetGeometryRef(index)))
        polygon = ogr.ForceToMultiPolygon(polygon.MakeValid())  # a cut corner may let a hole touch its shell
        value, hectares = feature.GetField("value"), polygon.GetArea() / 1e4
        if hectares < 20:
            continue
        cover = coral[value] * (1 + 0.3 * math.sin(len(records)))
        attributes = {"class": spec["classes"][value - 1]["value"], "coral_cover_percent": round(cover, 1)}
        records.append((polygon, {**attributes, "area_ha": round(hectares, 1)}))
    return records, area.outline(), np.kron(classes, np.ones((2, 2), dtype=np.uint8))


def plots(spec: dict, year: int) -> tuple[list[Record], Ring]:
    """Return sixty forest plots as they would be seen in ``year``, and their positions (lon, lat)."""
    draw = np.random.Generator(np.random.PCG64(121))
    lon, lat = spec["centre"]
    records: list[Record] = []
    positions: Ring = []
    for number in range(1, 61):
        position = (round(lon + draw.uniform(-0.3, 0.3), 5), round(lat + draw.uniform(-0.24, 0.24), 5))
        wood = spec["classes"][int(draw.choice(3, p=[0.4, 0.45, 0.15]))]["value"]
        species, canopy, dead = int(draw.poisson(27)), draw.uniform(45, 95), draw.gamma(2, 9)
        trend = 0.4 * (year - 2019) * draw.normal(0.5, 1)
        geometry = ogr.Geometry(ogr.wkbPoint)
        geometry.AddPoint_2D(*position)
        attributes = {
            "plot": f"VOS-{number:02d}",
            "class": wood,
            "plant_species": max(5, species + round(trend)),
            "canopy_percent": round(float(canopy), 1),
            "dead_wood_m3_ha": round(float(dead), 1),
            "visited": f"{year}-06-{1 + number % 28:02d}",
        }
        records.append((geometry, attributes))
        positions.append(position)
    return records, positions


def points_thumbnail(path: Path, positions: Ring, kinds: list[int], colours: list[str]) -> dict:
    """Draw points (lon, lat) as discs, ``kinds`` being the place of each one's colour."""
    rows, columns = 192, 256
    lons, lats = np.array(positions).T
    scale = 0.82 * min(
        columns / max(np.ptp(lons) * math.cos(math.radians(lats.mean())), 0.01), rows / np.ptp(lats)
    )
    index = np.zeros((rows, columns), dtype=np.uint8)
    y, x = np.mgrid[0:rows, 0:columns]
    for lon, lat, kind in zip(lons, lats, kinds):
        at_x = (
            columns / 2 + (lon - (lons.min() + lons.max()) / 2) * math.cos(math.radians(lats.mean())) * scale
        )
        at_y = rows / 2 - (lat - (lats.min() + lats.max()) / 2) * scale
        far = np.hypot(x - at_x, y - at_y)
        index[far < 6.5] = len(colours) + 1
        index[far < 5] = kind + 1
    return write_png(path, index, [(0, 0, 0, 0), *[rgb(colour) for colour in colours], (70, 70, 70)])


def gnss_series(number: int) -> tuple[list[str], np.ndarray]:
    """Return 120 months (YYYY-MM-15) from January 2015 and east, north, up in millimetres, shape (120, 3)."""
    draw = np.random.Generator(np.random.PCG64(131 + number))
    years = np.arange(120) / 12
    speed = np.array([0.25 * math.cos(number), -0.2 * math.sin(number), 0.8 + 0.35 * number])
    season = np.array([0.6, 0.5, 2.4])[None, :] * np.sin(2 * np.pi * (years[:, None] + 0.1 * number))
    values = years[:, None] * speed + season + draw.normal(0, [0.4, 0.4, 1.1], (120, 3))
    months = [f"{2015 + k // 12}-{k % 12 + 1:02d}-15" for k in range(120)]
    return months, np.round(values, 2)


def write_gnss_csv(path: Path, station: dict, number: int) -> dict:
    """Write a station's monthly positions and return their STAC fields."""
    months, values = gnss_series(number)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["date", "station", "longitude", "latitude", "east_mm", "north_mm", "up_mm"])
        for month, row in zip(months, values.tolist()):
            writer.writerow([month, station["code"], station["lon"], station["lat"], *row])
    return {"type": "text/csv", **file_fields(path)}


def gnss_thumbnail(path: Path, number: int) -> dict:
    """Draw the three series of a station, one colour each."""
    rows, columns = 192, 256
    index = np.zeros((rows, columns), dtype=np.uint8)
    _, values = gnss_series(number)
    y, x = np.mgrid[0:rows, 0:columns]
    for band in range(3):
        for month, value in enumerate(values[:, band]):
            at = (16 + month * (columns - 32) / 119, rows - 30 - (value + 5) * (rows - 50) / 38)
            index[np.hypot(x - at[0], y - at[1]) < 2.4] = band + 1
    return write_png(path, index, [(0, 0, 0, 0), (63, 111, 181), (90, 147, 103), (217, 121, 59)])


def gnss_network(spec: dict) -> list[Record]:
    """Return the stations as points, with their velocities in millimetres a year over 2015-2024."""
    records: list[Record] = []
    for number, station in enumerate(spec["stations"], 1):
        _, values = gnss_series(number)
        east, north, up = (
            round(float(np.polyfit(np.arange(120) / 12, column, 1)[0]), 2) for column in values.T
        )
        geometry = ogr.Geometry(ogr.wkbPoint)
        geometry.AddPoint_2D(station["lon"], station["lat"])
        speeds = {"east_mm_yr": east, "north_mm_yr": north, "up_mm_yr": up}
        records.append(
            (
                geometry,
                {"code": station["code"], "name": station["name"], "height_m": station["height"], **speeds},
            )
        )
    return records
