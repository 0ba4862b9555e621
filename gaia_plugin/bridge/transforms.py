"""From one coordinate reference system to another, by a transform that works."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform


def between(
    source: QgsCoordinateReferenceSystem, target: QgsCoordinateReferenceSystem, context: Any
) -> QgsCoordinateTransform:
    """The transform from ``source`` to ``target``; ``context`` is a project or its transform context.

    QGIS keeps the systems that it has met, for all threads. In a process that had run for minutes with many
    threads, the one kept for EPSG:4326 was seen to be valid and yet the target of no new transform (3.22.16);
    such a transform leaves coordinates as they are, without a word. Then QGIS is told to forget what it has,
    which mends it for everybody, and is asked once more. Whether that helped, ``isValid`` of the answer says.
    """
    found = QgsCoordinateTransform(source, target, context)
    if found.isValid() or not (source.isValid() and target.isValid()):
        return found
    QgsCoordinateReferenceSystem.invalidateCache()
    QgsCoordinateTransform.invalidateCache()
    return QgsCoordinateTransform(_anew(source), _anew(target), context)


def _anew(crs: QgsCoordinateReferenceSystem) -> QgsCoordinateReferenceSystem:
    """The same system, read again: the object itself may be what is broken."""
    again = QgsCoordinateReferenceSystem(crs.authid()) if crs.authid() else QgsCoordinateReferenceSystem()
    return again if again.isValid() else QgsCoordinateReferenceSystem.fromWkt(crs.toWkt())
