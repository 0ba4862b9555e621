"""Geographic bounding boxes as people type them, and what they must have meant.

Every correction is told in a note, so that a footprint that was guessed is never passed off as said.
"""

from __future__ import annotations

import math
import re

from ..model.geometry import wrap_longitude

Box = "tuple[float, float, float, float]"

_NUMBER = re.compile(r"^[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?$")
_NEARLY = 0.51
"""How far, in degrees, a latitude may pass the pole and still be a grid cell's edge rather than a mistake."""


def number(text: str) -> float | None:
    """A finite number, with a decimal point or comma and perhaps a degree sign; None for anything else."""
    text = text.strip().rstrip("°").strip()
    if not _NUMBER.match(text):
        return None
    found = float(text.replace(",", "."))
    return found if math.isfinite(found) else None


def mend_box(
    west: float | None, south: float | None, east: float | None, north: float | None
) -> tuple[tuple[float, float, float, float] | None, str]:
    """(box, note): a box in degrees with south <= north, and west > east only where it crosses the
    antimeridian; None where nothing usable was said."""
    if west is None or south is None or east is None or north is None:
        return None, "the box lacks a number"
    if west == east == south == north == 0:
        return None, "the box is all zeros"
    notes = []
    if max(abs(south), abs(north)) > 90 + _NEARLY:
        if max(abs(west), abs(east)) <= 90 and max(abs(south), abs(north)) <= 180:
            west, south, east, north = south, west, north, east
            notes.append("longitudes and latitudes were exchanged")
        else:
            return None, "the box is not in degrees"
    if max(abs(west), abs(east)) > 360 + _NEARLY:
        return None, "the box is not in degrees"
    if max(abs(south), abs(north)) > 90:
        south, north = max(-90.0, min(90.0, south)), max(-90.0, min(90.0, north))
        notes.append("latitudes beyond a pole were cut")
    if south > north:
        south, north = north, south
        notes.append("south was above north: exchanged")
    west, east, note = _longitudes(west, east)
    if note:
        notes.append(note)
    return (west, south, east, north), "; ".join(notes)


def _longitudes(west: float, east: float) -> tuple[float, float, str]:
    if abs(east - west) >= 360:
        return -180.0, 180.0, "" if west == -180 and east == 180 else "all longitudes"
    beyond = max(abs(west), abs(east)) > 180
    backwards = west > east
    west, east = wrap_longitude(west), wrap_longitude(east)
    if west <= east:
        return west, east, "longitudes beyond 180° were turned back" if beyond else ""
    if west == 180:
        return -180.0, east, ""
    if east == -180:
        return west, 180.0, ""
    across = east - west + 360
    if backwards and not beyond and across > 180:
        # The way round the back of the Earth is the longer one: the two were typed in the wrong order.
        return east, west, "west was beyond east: exchanged"
    return west, east, "crosses the antimeridian"
