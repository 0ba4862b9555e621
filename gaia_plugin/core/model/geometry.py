"""Areas and footprints: GeoJSON geometries in longitude and latitude (RFC 7946, WGS 84).

Boxes are (west, south, east, north) in degrees; west > east means that the box crosses the antimeridian
(RFC 7946, section 5.2). Geometries that cross it are split there (section 3.1.9).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Geometry = Mapping[str, Any]
Box = "tuple[float, float, float, float]"

WORLD = (-180.0, -90.0, 180.0, 90.0)


def box_polygon(west: float, south: float, east: float, north: float) -> Geometry:
    """The polygon of a box; a MultiPolygon of two where it crosses the antimeridian; a Point or a
    LineString where the box has no area, since a station is not a rectangle."""
    if west > east:
        sides = [(west, 180.0)] if west < 180.0 else []
        sides += [(-180.0, east)] if east > -180.0 else []
        found = [box_polygon(first, south, last, north) for first, last in sides]
        if len(found) < 2:  # a box that only touches the antimeridian
            return found[0] if found else box_polygon(180.0, south, 180.0, north)
        return {"type": f"Multi{found[0]['type']}", "coordinates": [part["coordinates"] for part in found]}
    if west == east and south == north:
        return {"type": "Point", "coordinates": [west, south]}
    if west == east or south == north:
        return {"type": "LineString", "coordinates": [[west, south], [east, north]]}
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def positions(geometry: Geometry) -> Iterator[Sequence[float]]:
    """Every position of a geometry, in order."""
    if geometry.get("type") == "GeometryCollection":
        for part in geometry.get("geometries") or ():
            yield from positions(part)
        return
    stack = [geometry.get("coordinates") or ()]
    while stack:
        node = stack.pop()
        if node and isinstance(node[0], (int, float)):
            yield node
        else:
            stack.extend(reversed(node))


def parts(geometry: Geometry) -> Iterator[Geometry]:
    """The single geometries that a Multi* geometry or a collection is made of."""
    kind = geometry["type"]
    if kind == "GeometryCollection":
        for part in geometry["geometries"]:
            yield from parts(part)
    elif kind.startswith("Multi"):
        for coordinates in geometry["coordinates"]:
            yield {"type": kind[5:], "coordinates": coordinates}
    else:
        yield geometry


def boxes(geometry: Geometry) -> tuple[tuple[float, float, float, float], ...]:
    """The box of each part of a geometry."""
    found = []
    for part in parts(geometry):
        points = list(positions(part))
        if points:
            xs = [point[0] for point in points]
            ys = [point[1] for point in points]
            found.append((min(xs), min(ys), max(xs), max(ys)))
    return tuple(found)


def bounds(geometry: Geometry) -> tuple[float, float, float, float]:
    """The smallest box around a geometry, with west > east where it meets both sides of the antimeridian."""
    all_boxes = boxes(geometry)
    if not all_boxes:
        raise ValueError("an empty geometry has no bounds")
    south, north = min(b[1] for b in all_boxes), max(b[3] for b in all_boxes)
    touches_east = [b for b in all_boxes if b[2] >= 180.0 and b[0] > -180.0]
    touches_west = [b for b in all_boxes if b[0] <= -180.0 and b[2] < 180.0]
    if touches_east and touches_west and len(all_boxes) > 1:
        east_side = [b for b in all_boxes if b[0] >= 0]
        west_side = [b for b in all_boxes if b[2] <= 0]
        if len(east_side) + len(west_side) == len(all_boxes):
            return min(b[0] for b in east_side), south, max(b[2] for b in west_side), north
    return min(b[0] for b in all_boxes), south, max(b[2] for b in all_boxes), north


def split_box(box: Sequence[float]) -> tuple[tuple[float, float, float, float], ...]:
    """The box as one box, or as two where it crosses the antimeridian."""
    west, south, east, north = box
    if west > east:
        return (west, south, 180.0, north), (-180.0, south, east, north)
    return ((west, south, east, north),)


def boxes_meet(one: Sequence[float], other: Sequence[float]) -> bool:
    """Whether two boxes that do not cross the antimeridian share a point."""
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def wrap_longitude(longitude: float) -> float:
    """A longitude brought into -180…180; 180 stays 180."""
    if -180.0 <= longitude <= 180.0:
        return longitude
    wrapped = math.fmod(longitude + 180.0, 360.0)
    return wrapped - 180.0 if wrapped > 0 else wrapped + 180.0


@dataclass(frozen=True)
class Area:
    """Where to search: a Polygon or MultiPolygon in longitude and latitude.

    ``label`` is what the user sees ("Map extent", "Grand-Est").
    """

    geometry: Geometry
    label: str = ""

    @classmethod
    def bbox(cls, west: float, south: float, east: float, north: float, label: str = "") -> Area:
        """A box in degrees; west > east crosses the antimeridian. A span of 360° or more is all longitudes.

        Raises ValueError where south > north, a latitude is beyond a pole, or a value is not finite.
        """
        values = (west, south, east, north)
        if not all(math.isfinite(value) for value in values):
            raise ValueError("a box needs four finite numbers")
        if south > north or south < -90.0 or north > 90.0:
            raise ValueError("latitudes must go from south to north, between -90 and 90")
        if east - west >= 360.0:
            west, east = -180.0, 180.0
        else:
            west, east = wrap_longitude(west), wrap_longitude(east)
        return cls(box_polygon(west, south, east, north), label)

    @classmethod
    def polygon(cls, ring: Sequence[Sequence[float]], label: str = "") -> Area:
        """A ring of (longitude, latitude); closed where it is not. Raises ValueError under three corners."""
        corners = [[float(x), float(y)] for x, y in (position[:2] for position in ring)]
        if corners and corners[0] != corners[-1]:
            corners.append(list(corners[0]))
        if len(corners) < 4:
            raise ValueError("a polygon needs three corners")
        return cls({"type": "Polygon", "coordinates": [corners]}, label)

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """(west, south, east, north), west > east where the area crosses the antimeridian."""
        return bounds(self.geometry)

    @property
    def boxes(self) -> tuple[tuple[float, float, float, float], ...]:
        """The bounds as one box, or two where the area crosses the antimeridian."""
        return split_box(self.bounds)

    @property
    def is_box(self) -> bool:
        """Whether the area is exactly its bounds."""
        west, south, east, north = self.bounds
        return dict(self.geometry) == dict(box_polygon(west, south, east, north))

    def intersects(self, footprint: Geometry | None) -> bool:
        """Whether a footprint shares a point with the area; exact with shapely, by boxes without it.

        A footprint that is unknown does not intersect.
        """
        if not footprint:
            return False
        mine, theirs = self.boxes, boxes(footprint)
        if not any(boxes_meet(one, other) for one in mine for other in theirs):
            return False
        if self.is_box and all(
            dict(part) == dict(box_polygon(*box)) for part, box in zip(parts(footprint), theirs)
        ):
            return True
        return _shapely_intersects(self.geometry, footprint)


def _shapely_intersects(one: Geometry, other: Geometry) -> bool:
    try:
        from shapely.errors import ShapelyError
        from shapely.geometry import shape
    except ImportError:
        return True
    try:
        # GEOS would write its complaint of an invalid polygon to the terminal; a line has no buffer of 0.
        mine, theirs = (
            form.buffer(0) if form.area and not form.is_valid else form for form in (shape(one), shape(other))
        )
        return bool(mine.intersects(theirs))
    except (ShapelyError, ValueError, TypeError, IndexError):
        return True
