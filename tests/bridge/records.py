"""Synthetic records for the tests of the bridge."""

from __future__ import annotations

from typing import Any

from gaia_plugin.core.model import Dataset, Granule, Period

POLYGON = "Polygon"


def dataset(index: Any, footprint: Any = None, **fields: Any) -> Dataset:
    fields = {"title": f"Dataset {index}", "catalog": "demo", "period": Period("2018", "2020"), **fields}
    return Dataset(id=str(index), footprint=footprint, **fields)


def granule(index: Any, footprint: Any = None, **fields: Any) -> Granule:
    fields = {"title": f"Granule {index}", "catalog": "demo", "collection": "c", **fields}
    return Granule(id=str(index), footprint=footprint, **fields)


def polygon(*ring: tuple[float, float]) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [[list(p) for p in (*ring, ring[0])]]}
