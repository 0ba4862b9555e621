"""A footprint from what an item or collection says of its place, whatever state that is in.

Sources: RFC 7946 sections 3.1.6 (rings), 3.1.9 (the antimeridian), 5 (bounding boxes); STAC item and
collection specifications, fields ``geometry``, ``bbox`` and ``extent``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ...model import Geometry, box_polygon
from .antimeridian import cut_line, cut_polygon

Footprint = "tuple[Geometry | None, str]"

NO_GEOMETRY = "The record has no geometry."
BROKEN = "The record's geometry cannot be read."
BROKEN_BOX = "The record's bounding box cannot be read."
FROM_BOX = "The record's geometry cannot be read; its bounding box is shown."
SWAPPED = "The corners of the record's bounding box were in the wrong order."
TOO_LARGE = "The record's geometry is too large to draw; its bounding box is shown."

_HUGE = 1e300
"""What no coordinate is: JSON's integers may be larger than any float."""
_SLACK = 1e-3
"""Degrees by which rounding may push a latitude over a pole."""
MAX_POSITIONS = 200_000


class Unusable(ValueError):
    """The geometry cannot be drawn."""


def item_footprint(geometry: Any, bbox: Any) -> tuple[Geometry | None, str]:
    """The footprint of an item and a sentence where there is something to say; never raises.

    A plain polygon within the world is given back as it is; everything else is checked, closed, flattened
    to two dimensions and split at the antimeridian. Where the geometry is unusable the box stands in.
    """
    try:
        if geometry["type"] == "Polygon":
            (ring,) = geometry["coordinates"]
            xs = [x for x, _ in ring]
            ys = [y for _, y in ring]
            west, east = min(xs), max(xs)
            if (
                west >= -180.0
                and east <= 180.0
                and east - west <= 180.0
                and min(ys) >= -90.0
                and max(ys) <= 90.0
                and ring[0] == ring[-1]
                and 4 <= len(xs) <= 5000
                and -_HUGE < sum(xs) + sum(ys) < _HUGE
            ):
                return geometry, ""
    except (TypeError, KeyError, ValueError, IndexError, AttributeError):
        pass
    if geometry is None:
        return box_footprint(bbox) if bbox else (None, NO_GEOMETRY)
    try:
        return clean(geometry), ""
    except Unusable as error:
        note = str(error)
    except (TypeError, KeyError, ValueError, IndexError, AttributeError, RecursionError):
        note = BROKEN
    boxed, _ = box_footprint(bbox) if bbox else (None, "")
    if boxed is None:
        return None, note
    return boxed, TOO_LARGE if note == TOO_LARGE else FROM_BOX


def box_footprint(bbox: Any) -> tuple[Geometry | None, str]:
    """The footprint of a box of four or six numbers (RFC 7946, section 5); west > east crosses the
    antimeridian. Corners in the wrong order are put right, with a note. Never raises."""
    try:
        if len(bbox) == 6:
            bbox = (bbox[0], bbox[1], bbox[3], bbox[4])
        west, south, east, north = (_number(value) for value in bbox)
    except (TypeError, ValueError, KeyError, IndexError):
        return None, BROKEN_BOX
    note = ""
    if south > north:
        note = SWAPPED
        south, north = north, south
        if west > east:
            west, east = east, west
    if south < -90.0 - _SLACK or north > 90.0 + _SLACK:
        return None, BROKEN_BOX
    south, north = max(south, -90.0), min(north, 90.0)
    if east - west >= 360.0 - 1e-9:
        west, east = -180.0, 180.0
    elif min(west, east) < -180.0 or max(west, east) > 180.0:
        if max(abs(west), abs(east)) > 540.0:
            return None, BROKEN_BOX
        west, east = _wrap(west), _wrap(east)
    if west > east:  # across the antimeridian, unless it only touches it
        west = -180.0 if west == 180.0 else west
        east = 180.0 if east == -180.0 else east
    if west > east and south == north:
        return {
            "type": "MultiLineString",
            "coordinates": [[[west, south], [180.0, south]], [[-180.0, south], [east, south]]],
        }, note
    return box_polygon(west, south, east, north), note


def _wrap(longitude: float) -> float:
    if longitude > 180.0:
        return longitude - 360.0
    return longitude + 360.0 if longitude < -180.0 else longitude


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not -_HUGE < value < _HUGE:
        raise ValueError("not a number")
    return float(value)


def clean(geometry: Any) -> Geometry:
    """The geometry in two dimensions, closed, within the world, split at the antimeridian.

    Raises Unusable with a sentence, or a TypeError, KeyError, ValueError or IndexError for what is no
    geometry at all.
    """
    polygons: list[Any] = []
    lines: list[Any] = []
    points: list[Any] = []
    budget = [MAX_POSITIONS]
    _collect(geometry, polygons, lines, points, budget, 0)
    families: list[Geometry] = []
    for kind, parts in (("Polygon", polygons), ("LineString", lines), ("Point", points)):
        if len(parts) == 1:
            families.append({"type": kind, "coordinates": parts[0]})
        elif parts:
            families.append({"type": "Multi" + kind, "coordinates": parts})
    if not families:
        raise Unusable(NO_GEOMETRY)
    if len(families) == 1:
        return families[0]
    return {"type": "GeometryCollection", "geometries": families}


def _collect(
    geometry: Mapping[str, Any],
    polygons: list[Any],
    lines: list[Any],
    points: list[Any],
    budget: list[int],
    depth: int,
) -> None:
    if depth > 8:
        raise Unusable(BROKEN)
    kind = geometry["type"]
    if kind == "GeometryCollection":
        for part in geometry["geometries"]:
            _collect(part, polygons, lines, points, budget, depth + 1)
        return
    coordinates = geometry["coordinates"]
    if kind == "Polygon":
        polygons += _polygon(coordinates, budget)
    elif kind == "MultiPolygon":
        for rings in coordinates:
            polygons += _polygon(rings, budget)
    elif kind == "LineString":
        lines += cut_line(_positions(coordinates, budget))
    elif kind == "MultiLineString":
        for line in coordinates:
            lines += cut_line(_positions(line, budget))
    elif kind == "Point":
        points += [[_wrap(x), y] for x, y in _positions([coordinates], budget)]
    elif kind == "MultiPoint":
        points += [[_wrap(x), y] for x, y in _positions(coordinates, budget)]
    else:
        raise Unusable(BROKEN)


def _polygon(rings: Any, budget: list[int]) -> Iterable[Any]:
    read = [_ring(ring, budget) for ring in rings if ring]
    if not read:
        return []
    return cut_polygon(read)


def _ring(ring: Any, budget: list[int]) -> list[list[float]]:
    positions = _positions(ring, budget)
    if positions[0] != positions[-1]:
        positions.append(list(positions[0]))
    if len(positions) < 4:
        raise Unusable(BROKEN)
    return positions


def _positions(positions: Sequence[Any], budget: list[int]) -> list[list[float]]:
    budget[0] -= len(positions)
    if budget[0] < 0:
        raise Unusable(TOO_LARGE)
    read = []
    for position in positions:
        x, y = _number(position[0]), _number(position[1])
        if abs(y) > 90.0 + _SLACK or abs(x) > 540.0:
            raise Unusable(BROKEN)
        read.append([x, min(max(y, -90.0), 90.0)])
    if not read:
        raise Unusable(BROKEN)
    return read
