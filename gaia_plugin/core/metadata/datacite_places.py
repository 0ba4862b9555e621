"""geoLocations of DataCite (metadata schema 4, property 18) as a footprint and place names."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite
from typing import Any

from ..model import Geometry, box_polygon
from ..model.geometry import wrap_longitude
from .boxes import mend_box, number
from .extents import together
from .jsontexts import UNREADABLE, inside, listed, objects, text

NO_AREA = "the record gives no area"
_BOX = ("westBoundLongitude", "southBoundLatitude", "eastBoundLongitude", "northBoundLatitude")


def read_places(value: Any) -> tuple[Geometry | None, str, list[str]]:
    """(footprint in longitude and latitude, note, place names); several locations make a Multi* geometry.

    A location's polygons say more than the box drawn round them. Never raises.
    """
    found: list[Geometry] = []
    notes: list[str] = []
    names: list[str] = []
    for location in objects(value):
        names += [name for name in map(text, listed(location.get("geoLocationPlace"))) if name]
        try:
            shapes = list(_polygons(location.get("geoLocationPolygon"), notes))
            shapes = shapes or list(_boxes(location.get("geoLocationBox"), notes))
            found += [*shapes, *_points(location.get("geoLocationPoint"), notes)]
        except UNREADABLE:
            notes.append("a location cannot be read")
    unique = list({repr(geometry): geometry for geometry in found}.values())
    if not unique and not notes:
        notes.append(NO_AREA)
    return together(unique), "; ".join(dict.fromkeys(notes)), list(dict.fromkeys(names))


def degrees(value: Any) -> float | None:
    """A coordinate that is written as a number or as a text; None for anything else."""
    if isinstance(value, str):
        return number(value)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not isfinite(value):
        return None
    return float(value)


def _boxes(value: Any, notes: list[str]) -> Iterator[Geometry]:
    for one in objects(value):
        if not one:
            continue
        box, note = mend_box(*(degrees(one.get(name)) for name in _BOX))
        if note:
            notes.append(note)
        if box:
            yield box_polygon(*box)


def _position(value: Any) -> list[float] | None:
    point = inside(value)
    x, y = degrees(point.get("pointLongitude")), degrees(point.get("pointLatitude"))
    if x is None or y is None or abs(y) > 90 or abs(x) > 360:
        return None
    return [wrap_longitude(x), y]


def _points(value: Any, notes: list[str]) -> Iterator[Geometry]:
    for one in objects(value):
        position = _position(one)
        if position:
            yield {"type": "Point", "coordinates": position}
        elif one:
            notes.append("a point is not in degrees")


def _polygons(value: Any, notes: list[str]) -> Iterator[Geometry]:
    """Each polygon, whichever way it is written: a list of {polygonPoint: …}, a list of such lists, or an
    object with a list of points."""
    rings = listed(value)
    if rings and not all(isinstance(ring, list) for ring in rings):
        holds_list = all(isinstance(inside(one).get("polygonPoint"), list) for one in rings)
        rings = [inside(one).get("polygonPoint") for one in rings] if holds_list else [rings]
    for ring in rings:
        points = [inside(one).get("polygonPoint", one) for one in listed(ring)]
        points = [one for one in points if "inPolygonPoint" not in inside(one)]
        corners = [corner for corner in map(_position, points) if corner]
        if len(corners) != len(points) or len(corners) < 3:
            if points:
                notes.append("a polygon cannot be read")
            continue
        if corners[0] != corners[-1]:
            corners.append(list(corners[0]))
        if len(corners) < 4:
            notes.append("a polygon cannot be read")
            continue
        yield _around_the_back(corners) or {"type": "Polygon", "coordinates": [corners]}


def _around_the_back(corners: list[list[float]]) -> Geometry | None:
    """The box of a polygon that crosses the antimeridian; None for any other.

    Its ring, drawn as it is written, would be a band around the world.
    """
    west = [x for x, _ in corners if x >= 0]
    east = [x for x, _ in corners if x < 0]
    if not west or not east or min(west) - max(east) <= 180:
        return None
    latitudes = [y for _, y in corners]
    return box_polygon(min(west), min(latitudes), max(east), max(latitudes))
