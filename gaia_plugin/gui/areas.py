"""From what the map shows to an area in longitude and latitude.

Everything goes through one idea: a line is walked in small steps, each step is brought to longitude and
latitude, and longitudes are unwrapped (made continuous) along it. What ends beyond 180° crosses the
antimeridian; a closed line that ends a turn away from where it began goes round a pole.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
    QgsWkbTypes,
)

from ..bridge.transforms import between
from ..core.model import Area, Geometry

_STEPS = 40
_FINE = 0.01  # degrees: a selected point becomes a square of this half-width
_MANY = 20_000  # vertices: beyond, a selection is searched by its extent


def to_lonlat(crs: QgsCoordinateReferenceSystem, project: QgsProject) -> QgsCoordinateTransform:
    """The transform from a CRS to WGS 84 longitude and latitude.

    Raises ValueError where QGIS has none: an invalid transform leaves coordinates as they are, which would
    search the whole world without a word.
    """
    transform = between(crs, QgsCoordinateReferenceSystem("EPSG:4326"), project)
    if crs.isValid() and not transform.isValid():
        raise ValueError(f"QGIS cannot bring {crs.authid()} to longitude and latitude")
    return transform


def _walk(corners: Sequence[QgsPointXY], steps: int = _STEPS) -> Iterable[QgsPointXY]:
    for first, last in zip(corners, corners[1:]):
        for step in range(steps):
            part = step / steps
            yield QgsPointXY(
                first.x() + (last.x() - first.x()) * part, first.y() + (last.y() - first.y()) * part
            )
    yield corners[-1]


def _unwrapped(points: Iterable[QgsPointXY], transform: QgsCoordinateTransform) -> list[tuple[float, float]]:
    found: list[tuple[float, float]] = []
    for point in points:
        try:
            there = transform.transform(point)
        except QgsCsException:
            continue
        x, y = there.x(), there.y()
        if not (math.isfinite(x) and math.isfinite(y)):
            continue
        if found and not transform.isShortCircuited():
            x += 360.0 * round((found[-1][0] - x) / 360.0)
        found.append((x, max(-90.0, min(90.0, y))))
    return found


def box_of(rectangle: QgsRectangle, transform: QgsCoordinateTransform) -> tuple[float, float, float, float]:
    """(west, south, east, north) of a rectangle, west > east across the antimeridian; the world where the
    rectangle is wider than it or lies outside what its CRS can say."""
    corners = [
        QgsPointXY(rectangle.xMinimum(), rectangle.yMinimum()),
        QgsPointXY(rectangle.xMaximum(), rectangle.yMinimum()),
        QgsPointXY(rectangle.xMaximum(), rectangle.yMaximum()),
        QgsPointXY(rectangle.xMinimum(), rectangle.yMaximum()),
        QgsPointXY(rectangle.xMinimum(), rectangle.yMinimum()),
    ]
    border = _unwrapped(_walk(corners), transform)
    if len(border) < _STEPS:
        return -180.0, -90.0, 180.0, 90.0
    south, north = min(y for _, y in border), max(y for _, y in border)
    turn = border[-1][0] - border[0][0]
    if abs(turn) > 180.0:  # round a pole
        return (-180.0, south, 180.0, 90.0) if south + north > 0 else (-180.0, -90.0, 180.0, north)
    west, east = min(x for x, _ in border), max(x for x, _ in border)
    if east - west >= 360.0:
        return -180.0, south, 180.0, north
    return west, south, east, north


def area_of_rectangle(rectangle: QgsRectangle, crs, project: QgsProject, label: str = "") -> Area:
    """The area of a rectangle given in ``crs``. Raises ValueError for an empty one."""
    if rectangle.isNull() or rectangle.isEmpty() or not rectangle.isFinite():
        raise ValueError("an empty rectangle has no area")
    return Area.bbox(*box_of(rectangle, to_lonlat(crs, project)), label=label)


def area_of_polygon(geometry: QgsGeometry, crs, project: QgsProject, label: str = "") -> Area:
    """The area of a polygon (or several) given in ``crs``, split at the antimeridian (RFC 7946, 3.1.9).

    Raises ValueError where nothing of it can be said in longitude and latitude.
    """
    transform = to_lonlat(crs, project)
    pieces = []
    for rings in geometry.asMultiPolygon() if geometry.isMultipart() else [geometry.asPolygon()]:
        steps = 1 if transform.isShortCircuited() else 8
        lines = [_unwrapped(_walk(ring, steps), transform) for ring in rings if len(ring) >= 4]
        if not lines or len(lines[0]) < 4 or abs(lines[0][-1][0] - lines[0][0][0]) > 180.0:
            continue
        shell = [[QgsPointXY(x, y) for x, y in line] for line in lines]
        pieces.append(QgsGeometry.fromPolygonXY(shell).makeValid())
    if not pieces:
        box = geometry.boundingBox()
        return area_of_rectangle(box, crs, project, label)
    folded = _fold(QgsGeometry.unaryUnion(pieces))
    return Area(folded, label)


def _fold(geometry: QgsGeometry) -> Geometry:
    """Unwrapped polygons brought back between -180 and 180."""
    box = geometry.boundingBox()
    if box.xMinimum() >= -180.0 and box.xMaximum() <= 180.0:
        return _polygons([geometry])
    first, last = math.floor((box.xMinimum() + 180.0) / 360.0), math.floor((box.xMaximum() + 180.0) / 360.0)
    slices = []
    for turn in range(first, last + 1):
        slot = QgsGeometry.fromRect(QgsRectangle(turn * 360.0 - 180.0, -90.0, turn * 360.0 + 180.0, 90.0))
        part = geometry.intersection(slot)
        if not part.isEmpty():
            part.translate(-360.0 * turn, 0.0)
            slices.append(part)
    return _polygons(slices)


def _polygons(geometries: Sequence[QgsGeometry]) -> Geometry:
    rings = []
    for geometry in geometries:
        for part in geometry.asGeometryCollection():
            if part.type() == QgsWkbTypes.GeometryType.PolygonGeometry:
                rings.append(json.loads(part.asJson(6))["coordinates"])
    if not rings:
        raise ValueError("the polygon has no surface")
    flat = [ring for piece in rings for ring in (piece if isinstance(piece[0][0][0], list) else [piece])]
    if len(flat) == 1:
        return {"type": "Polygon", "coordinates": flat[0]}
    return {"type": "MultiPolygon", "coordinates": flat}


def area_of_features(geometries: Sequence[QgsGeometry], crs, project: QgsProject, label: str = "") -> Area:
    """The area of some features: their polygons as they are, anything else by its extent.

    Raises ValueError where no feature has a geometry.
    """
    present = [geometry for geometry in geometries if not geometry.isEmpty()]
    if not present:
        raise ValueError("the features have no geometry")
    polygons = all(one.type() == QgsWkbTypes.GeometryType.PolygonGeometry for one in present)
    if polygons and sum(one.constGet().nCoordinates() for one in present) <= _MANY:
        return area_of_polygon(QgsGeometry.unaryUnion(present), crs, project, label)
    box = QgsRectangle(present[0].boundingBox())
    for one in present[1:]:
        box.combineExtentWith(one.boundingBox())
    west, south, east, north = (
        box_of(box, to_lonlat(crs, project)) if not box.isEmpty() else _spot(box, crs, project)
    )
    return Area.bbox(
        west,
        max(-90.0, south - _FINE * (north == south)),
        east,
        min(90.0, north + _FINE * (north == south)),
        label,
    )


def _spot(box: QgsRectangle, crs, project: QgsProject) -> tuple[float, float, float, float]:
    corners = [QgsPointXY(box.xMinimum(), box.yMinimum()), QgsPointXY(box.xMaximum(), box.yMaximum())]
    found = _unwrapped(corners, to_lonlat(crs, project))
    if not found:
        raise ValueError("the features lie outside their coordinate system")
    xs, ys = [x for x, _ in found], [y for _, y in found]
    return (
        min(xs) - _FINE, max(-90.0, min(ys) - _FINE), max(xs) + _FINE, min(90.0, max(ys) + _FINE)
    )  # fmt: skip


def drawable(area: Area, crs: QgsCoordinateReferenceSystem, project: QgsProject) -> QgsGeometry:
    """An area as a geometry in ``crs``, for a rubber band; cut to where that CRS is at home."""
    rings = area.geometry["coordinates"]
    polygons = rings if area.geometry["type"] == "MultiPolygon" else [rings]
    home = crs.bounds()
    limits = QgsGeometry.fromRect(home) if not home.isEmpty() else None
    transform = between(QgsCoordinateReferenceSystem("EPSG:4326"), crs, project)
    pieces = []
    for polygon in polygons:
        piece = QgsGeometry.fromPolygonXY([[QgsPointXY(x, y) for x, y in ring] for ring in polygon])
        if limits is not None and crs.isGeographic() is False and not home.contains(piece.boundingBox()):
            piece = piece.intersection(limits)
        piece = piece.densifyByCount(8)
        try:
            piece.transform(transform)
        except QgsCsException:
            continue
        if not piece.isEmpty():
            pieces.append(piece)
    return QgsGeometry.collectGeometry(pieces) if pieces else QgsGeometry()
