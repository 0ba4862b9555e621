"""The extent of a collection: boxes and intervals (STAC collection specification, "Extent object").

The first box and the first interval are the whole; further ones are its parts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...model import Geometry, Period, parts
from .footprint import box_footprint
from .times import period

PLACEHOLDER = "The record gives the whole world and no period, as catalogues do where nothing is known."


@dataclass(frozen=True)
class Extent:
    """Where and when, as far as a collection says it."""

    footprint: Geometry | None = None
    note: str = ""
    period: Period | None = None
    periods: tuple[Period, ...] = ()


def read_extent(extent: Any) -> Extent:
    """Where and when; never raises."""
    spatial = extent.get("spatial") if isinstance(extent, dict) else None
    temporal = extent.get("temporal") if isinstance(extent, dict) else None
    periods = _periods(temporal.get("interval") if isinstance(temporal, dict) else temporal)
    bbox = spatial.get("bbox") if isinstance(spatial, dict) else spatial
    footprint, note = _footprint(bbox)
    if footprint is not None and not periods and _is_world(bbox):
        return Extent(None, PLACEHOLDER)
    whole = periods[0] if periods else None
    return Extent(footprint, note, whole, periods[1:] if len(periods) > 1 else periods)


def is_unbounded(document: Any) -> bool:
    """Whether a collection says that its period is open at both ends."""
    try:
        return list(document["extent"]["temporal"]["interval"][0]) == [None, None]
    except (TypeError, KeyError, IndexError):
        return False


def _is_world(bbox: Any) -> bool:
    box = bbox[0] if bbox and isinstance(bbox[0], list) else bbox
    return list(box) in ([-180, -90, 180, 90], [-180, -90, 0, 180, 90, 0])


def _footprint(bbox: Any) -> tuple[Geometry | None, str]:
    if not isinstance(bbox, list) or not bbox:
        return None, "The record has no bounding box."
    if not isinstance(bbox[0], list):  # before STAC 0.8, one box stood alone
        return box_footprint(bbox)
    read = [box_footprint(box) for box in bbox]
    if len(read) == 1:
        return read[0]
    pieces = [part for geometry, _ in read[1:] if geometry for part in parts(geometry)]
    if not pieces:
        return read[0]
    note = next((note for _, note in read[1:] if note), "")
    kinds = {part["type"] for part in pieces}
    if len(pieces) == 1:
        return pieces[0], note
    if len(kinds) == 1:
        return {"type": f"Multi{kinds.pop()}", "coordinates": [part["coordinates"] for part in pieces]}, note
    return {"type": "GeometryCollection", "geometries": pieces}, note


def _periods(intervals: Any) -> tuple[Period, ...]:
    if not isinstance(intervals, list):
        return ()
    if intervals and not isinstance(intervals[0], list):
        intervals = [intervals]
    found = []
    for one in intervals:
        if isinstance(one, list) and len(one) == 2:
            read = period(one[0], one[1])
            if read is not None:
                found.append(read)
    return tuple(found)
