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

MAX_POINTS = 20_000  # more corners than this, and each footprint counts by its box
MERCATOR_EDGE = 85.05
_SIDE = 8
FAR = 5e7  # map units: more than the way round the Earth in metres, where a projection loses its far side


def extent(
    features: Iterable[QgsFeature],
    source: QgsCoordinateReferenceSystem,
    target: QgsCoordinateReferenceSystem | None,
    context: QgsCoordinateTransformContext,
) -> QgsRectangle | None:
    """The rectangle around the features' geometries, in ``target`` (None: as they are); None without any.

    In another reference system it goes through the corners, not the source's rectangle: the box of a
    footprint at the antimeridian is the whole parallel, that of a polar one half the world. Corners that
    have no place there (a pole in Mercator) do not count.
    """
    if target is None or not target.isValid() or target == source:
        total = QgsRectangle()
        total.setMinimal()
        for feature in features:
            total.combineExtentWith(feature.geometry().boundingBox())
        return None if total.isNull() or total.xMinimum() > total.xMaximum() else _grown(total, DOT)
    transform = QgsCoordinateTransform(source, target, context)
    total, points = QgsRectangle(), 0
    total.setMinimal()
    for feature in features:
        geometry = feature.geometry()
        if points < MAX_POINTS:
            corners: Iterable[QgsPointXY] = (
                QgsPointXY(vertex.x(), vertex.y()) for vertex in geometry.vertices()
            )
        else:
            corners = _around(geometry.boundingBox())
        for corner in corners:
            points += 1
            # Mercator has no poles, and what is beyond its edge would zoom out for ever.
            y = min(MERCATOR_EDGE, max(-MERCATOR_EDGE, corner.y())) if _is_mercator(target) else corner.y()
            try:
                place = transform.transform(QgsPointXY(corner.x(), y))
            except QgsCsException:
                continue
            if abs(place.x()) < FAR and abs(place.y()) < FAR:
                total.combineExtentWith(place.x(), place.y())
    return None if total.xMinimum() > total.xMaximum() else total


def _is_mercator(crs: QgsCoordinateReferenceSystem) -> bool:
    return crs.projectionAcronym() in ("merc", "webmerc") or "+proj=merc" in crs.toProj()


def _around(box: QgsRectangle) -> Iterable[QgsPointXY]:
    for step in range(_SIDE + 1):
        x = box.xMinimum() + box.width() * step / _SIDE
        y = box.yMinimum() + box.height() * step / _SIDE
        yield QgsPointXY(x, box.yMinimum())
        yield QgsPointXY(x, box.yMaximum())
        yield QgsPointXY(box.xMinimum(), y)
        yield QgsPointXY(box.xMaximum(), y)


def _grown(box: QgsRectangle, by: float) -> QgsRectangle:
    return box if box.width() > 0 and box.height() > 0 else box.buffered(by)
