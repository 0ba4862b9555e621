"""Extents of footprints, to zoom to."""

from __future__ import annotations

from collections.abc import Iterable

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsFeature,
    QgsPointXY,
    QgsRectangle,
)

from .footprint_shapes import DOT
from .transforms import between

MERCATOR_EDGE = 85.05
_SIDE = 36
FAR = 5e7  # map units: more than the way round the Earth in metres, where a projection loses its far side


def extent(
    features: Iterable[QgsFeature],
    source: QgsCoordinateReferenceSystem,
    target: QgsCoordinateReferenceSystem | None,
    context: QgsCoordinateTransformContext,
) -> QgsRectangle | None:
    """The rectangle around the features' geometries, in ``target`` (None: as they are); None without any.

    In another reference system it goes through the corners, not the source's rectangle: the box of a
    footprint at the antimeridian is the whole parallel, that of a polar one half the world.
    """
    total = nothing()
    if target is None or not target.isValid() or target == source:
        for feature in features:
            total.combineExtentWith(_box(feature))
    else:
        points = (corner for feature in features for corner in _corners(feature))
        _project(points, between(source, target, context), total)
    return None if total.xMinimum() > total.xMaximum() else total


def box_extent(
    box: QgsRectangle,
    source: QgsCoordinateReferenceSystem,
    target: QgsCoordinateReferenceSystem | None,
    context: QgsCoordinateTransformContext,
) -> QgsRectangle | None:
    """The rectangle around a box, in ``target``: where there are too many corners to look at."""
    if target is None or not target.isValid() or target == source:
        return QgsRectangle(box)
    total = nothing()
    _project(_around(box), between(source, target, context), total)
    return None if total.xMinimum() > total.xMaximum() else total


def _project(points: Iterable[QgsPointXY], transform: QgsCoordinateTransform, total: QgsRectangle) -> None:
    """Widen ``total`` by the places of points; those that have none (the far pole) do not count. Mercator has
    no poles, and what is beyond its edge would zoom out for ever."""
    target = transform.destinationCrs()
    mercator = target.projectionAcronym() in ("merc", "webmerc")
    for point in points:
        y = min(MERCATOR_EDGE, max(-MERCATOR_EDGE, point.y())) if mercator else point.y()
        try:
            place = transform.transform(QgsPointXY(point.x(), y))
        except QgsCsException:
            continue
        if abs(place.x()) < FAR and abs(place.y()) < FAR:
            total.combineExtentWith(place.x(), place.y())


def _corners(feature: QgsFeature) -> Iterable[QgsPointXY]:
    box = _box(feature)
    if box.width() == 0 and box.height() == 0:
        return (box.center(),)
    return (QgsPointXY(vertex.x(), vertex.y()) for vertex in feature.geometry().vertices())


def _around(box: QgsRectangle) -> Iterable[QgsPointXY]:
    for step in range(_SIDE + 1):
        x = box.xMinimum() + box.width() * step / _SIDE
        y = box.yMinimum() + box.height() * step / _SIDE
        yield QgsPointXY(x, box.yMinimum())
        yield QgsPointXY(x, box.yMaximum())
        yield QgsPointXY(box.xMinimum(), y)
        yield QgsPointXY(box.xMaximum(), y)


def _box(feature: QgsFeature) -> QgsRectangle:
    """The box of a footprint; without size for a point, whose square only carries its marker."""
    box = feature.geometry().boundingBox()
    if max(box.width(), box.height()) > 3 * DOT:
        return box
    return QgsRectangle(box.center(), box.center())


def nothing() -> QgsRectangle:
    """The rectangle that any other widens to itself."""
    rectangle = QgsRectangle()
    # setMinimal is deprecated since 3.34, which has setNull for it.
    getattr(rectangle, "setNull", rectangle.setMinimal)()
    return rectangle
