"""What differs between QGIS 3.22 (Qt 5) and QGIS 4 (Qt 6), in one place.

QGIS 3.22 has no ``Qgis.GeometryType``, ``Qgis.WkbType`` nor ``QgsField(name, QMetaType.Type)``; from 3.38 on
the ``QVariant`` types are deprecated, and PyQt6 has none.
"""

from __future__ import annotations

from typing import Any

from qgis.core import Qgis, QgsField, QgsWkbTypes
from qgis.PyQt.QtCore import QMetaType, Qt, QVariant

VERSION = Qgis.QGIS_VERSION_INT if hasattr(Qgis, "QGIS_VERSION_INT") else Qgis.versionInt()

_META = VERSION >= 33800


def _field_type(meta: str, variant: str) -> Any:
    return getattr(QMetaType.Type, meta) if _META else getattr(QVariant, variant)


STRING = _field_type("QString", "String")
DOUBLE = _field_type("Double", "Double")
INTEGER = _field_type("Int", "Int")
DATETIME = _field_type("QDateTime", "DateTime")

USER_ROLE = int(Qt.ItemDataRole.UserRole)

if hasattr(Qgis, "GeometryType"):
    POINT, LINE, POLYGON = Qgis.GeometryType.Point, Qgis.GeometryType.Line, Qgis.GeometryType.Polygon
    MULTI_POLYGON = Qgis.WkbType.MultiPolygon
else:
    POINT = QgsWkbTypes.GeometryType.PointGeometry
    LINE = QgsWkbTypes.GeometryType.LineGeometry
    POLYGON = QgsWkbTypes.GeometryType.PolygonGeometry
    MULTI_POLYGON = QgsWkbTypes.Type.MultiPolygon


def field(name: str, kind: Any, length: int = 0) -> QgsField:
    """A field; ``kind`` is STRING, DOUBLE, INTEGER or DATETIME of this module."""
    return QgsField(name, kind, len=length) if length else QgsField(name, kind)


def is_deleted(thing: Any) -> bool:
    """Whether the C++ object behind a Python one is gone (or there is none)."""
    from qgis.PyQt import sip

    return thing is None or sip.isdeleted(thing)
