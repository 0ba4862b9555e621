"""Transforms, also where QGIS has broken what it keeps."""

from __future__ import annotations

from typing import Any

import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsPointXY,
)

from gaia_plugin.bridge import transforms

WGS84 = "EPSG:4326"


def crs(code: str) -> QgsCoordinateReferenceSystem:
    return QgsCoordinateReferenceSystem(code)


def test_a_transform_transforms() -> None:
    found = transforms.between(crs("EPSG:2154"), crs(WGS84), QgsCoordinateTransformContext())
    place = found.transform(QgsPointXY(700000, 6600000))
    assert (place.x(), place.y()) == pytest.approx((3.0, 46.5), abs=1e-6)


def test_a_system_that_nobody_knows_gives_what_qgis_gives() -> None:
    assert not transforms.between(crs(""), crs(WGS84), QgsCoordinateTransformContext()).isValid()


@pytest.mark.parametrize("heals", [True, False])
def test_what_qgis_keeps_is_forgotten_once_where_it_has_no_transform(
    monkeypatch: pytest.MonkeyPatch, heals: bool
) -> None:
    """Synthetic: the state itself takes minutes of many threads to come about."""
    forgotten: list[str] = []

    class Broken:
        def isValid(self) -> bool:
            return False

    class Transform(QgsCoordinateTransform):
        def __new__(cls, *given: Any) -> Any:
            return QgsCoordinateTransform(*given) if len(forgotten) == 2 and heals else Broken()

        @staticmethod
        def invalidateCache(disableCache: bool = False) -> None:
            QgsCoordinateTransform.invalidateCache()
            forgotten.append("transforms")

    class System(QgsCoordinateReferenceSystem):
        @staticmethod
        def invalidateCache(disableCache: bool = False) -> None:
            QgsCoordinateReferenceSystem.invalidateCache()
            forgotten.append("systems")

    monkeypatch.setattr(transforms, "QgsCoordinateTransform", Transform)
    monkeypatch.setattr(transforms, "QgsCoordinateReferenceSystem", System)
    found = transforms.between(crs("EPSG:3413"), crs(WGS84), QgsCoordinateTransformContext())
    assert found.isValid() is heals
    assert forgotten == ["systems", "transforms"], "transforms after systems: they are made of them"
