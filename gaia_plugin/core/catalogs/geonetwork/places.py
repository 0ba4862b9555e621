"""Where and when, as the index writes it: GeoJSON shapes and date ranges."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import Any

from ...metadata.boxes import mend_box, number
from ...metadata.extents import together
from ...model import Geometry, Period, box_polygon
from ..stac.footprint import BROKEN, item_footprint
from .texts import listed, objects, plain

NO_AREA = "the record gives no area"
_MIDNIGHT = ("T00:00:00.000Z", "T00:00:00Z")


def read_footprint(source: Mapping[str, Any]) -> tuple[Geometry | None, str]:
    """(footprint, note): the drawn shapes of the record, else its boxes, all together. Never raises.

    ``shape`` holds the polygons and ``geom`` the boxes of the same extents (schema plugins,
    ``index-fields/index.xsl``): where there are as many, the polygons say more.
    """
    shapes, shape_notes = _read_all(source.get("shape"))
    boxes, box_notes = _read_all(source.get("geom"))
    found, notes = (shapes, shape_notes) if shapes and len(shapes) >= len(boxes) else (boxes, box_notes)
    unique = list({repr(geometry): geometry for geometry in found}.values())
    if not unique and not notes:
        notes = [NO_AREA]
    return together(unique), "; ".join(dict.fromkeys(notes))


def _read_all(value: Any) -> tuple[list[Geometry], list[str]]:
    found, notes = [], []
    for one in listed(value):
        try:
            geometry, note = _read(one)
        except (TypeError, KeyError, ValueError, IndexError, AttributeError, ArithmeticError, RecursionError):
            geometry, note = None, BROKEN
        if geometry:
            found.append(geometry)
        if note:
            notes.append(note)
    return found, notes


def _read(geometry: Any) -> tuple[Geometry | None, str]:
    if not isinstance(geometry, dict):
        return None, BROKEN
    corners = _corners(geometry)
    if corners:
        box, note = mend_box(*corners)
        return (box_polygon(*box) if box else None), note
    found, note = item_footprint(geometry, None)
    if found is None:
        turned, _ = item_footprint({**geometry, "coordinates": _turned(geometry["coordinates"])}, None)
        if turned is not None:
            return turned, "longitudes and latitudes were exchanged"
    return found, note


def _corners(geometry: dict[str, Any]) -> tuple[float, float, float, float] | None:
    """(west, south, east, north) of an envelope, or of a ring that goes round a box as GeoNetwork writes it:
    from the south-west corner to the south-east one. West may be beyond east."""
    coordinates = geometry["coordinates"]
    if str(geometry.get("type")).lower() == "envelope":
        (west, north), (east, south) = ((_number(x), _number(y)) for x, y in coordinates)
        return west, south, east, north
    if geometry.get("type") != "Polygon" or len(coordinates) != 1 or len(coordinates[0]) != 5:
        return None
    (x0, y0), (x1, y1), (x2, y2), (x3, y3), last = (
        (_number(position[0]), _number(position[1])) for position in coordinates[0]
    )
    if (x0, y0) == last and x1 == x2 and x0 == x3 and y0 == y1 and y2 == y3:
        return x0, y0, x1, y2
    return None


def _turned(coordinates: Any) -> Any:
    """The coordinates with the two values of each position exchanged."""
    if coordinates and isinstance(coordinates[0], (int, float)):
        return [coordinates[1], coordinates[0]]
    return [_turned(one) for one in coordinates]


def _number(value: Any) -> float:
    found = number(value) if isinstance(value, str) else value
    if isinstance(found, bool) or not isinstance(found, (int, float)) or not isfinite(found):
        raise ValueError("not a number")
    return float(found)


def read_periods(source: Mapping[str, Any]) -> tuple[Period, ...]:
    """The periods of the record's temporal extents, with their open ends.

    ``resourceTemporalExtentDetails`` has the dates as the record wrote them, and
    ``resourceTemporalExtentDateRange`` the moments that are searched for, which some servers shift by their
    time zone; older ones have the second only.
    """
    found = [
        _period(_moment(one.get("start")), _moment(one.get("end")))
        for one in objects(source.get("resourceTemporalExtentDetails"))
    ]
    if not any(found):
        found = [
            _period(tidy(one.get("gte") or one.get("gt")), tidy(one.get("lte") or one.get("lt")))
            for one in objects(source.get("resourceTemporalExtentDateRange"))
        ]
    return tuple(dict.fromkeys(period for period in found if period))


def _moment(value: Any) -> str:
    if isinstance(value, dict):
        return tidy(value.get("date"))
    return tidy(value)


def tidy(value: Any) -> str:
    """A date of the index as a record would write it: a day where the time is midnight."""
    text = plain(value)
    for end in _MIDNIGHT:
        if text.endswith(end) and len(text) == len(end) + 10:
            return text[:10]
    return text


def _period(start: str, end: str) -> Period | None:
    """A period, turned round where its ends are; an end that cannot be read is left open."""
    for first, last in ((start, end), (end, start), (start, ""), ("", end)):
        if not first and not last:
            continue
        try:
            period = Period(first or None, last or None)
        except (ValueError, OverflowError, TypeError):
            continue
        if period.start is not None or period.end is not None:
            return period
    return None
