"""GeoJSON footprints made drawable: well-known binary MultiPolygons in longitude and latitude.

A footprint must not draw a band around the world where it crosses the antimeridian or surrounds a pole, must
survive the projection of the map (a parallel is not a straight line in a polar one; Mercator has no poles),
and a point or a line must be seen in a layer of polygons. All that is decided here, in plain Python, so that
worker threads do it. Well-known binary: OGC 06-103r4, section 8.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ..core.model import Geometry, parts

EARTH_KM = 6371.007  # authalic radius: areas are right
POLE = 89.99  # where latitudes end: farther, Mercator and the far side of a polar projection have no place
STEP = 10.0  # degrees between two corners of a long edge
DOT = 1e-6  # degrees, half the side of the square that stands for a point (a tenth of a metre)
MAX_CORNERS = 20_000  # of one footprint: more is no footprint, and would hold the map
MAX_PARTS = 2_000

KINDS = ("point", "line", "polygon")


@dataclass(frozen=True)
class Shape:
    """A footprint ready to be drawn: WKB of a MultiPolygon in EPSG:4326 (x = longitude, degrees), what it
    stands for ("polygon", "line" or "point"), its area in km² (0 for points and lines), and ``cut``:
    1 where parts of its outline are the flat map's edges and not its own (the antimeridian, a pole), 2 where
    all of it is, 0 elsewhere."""

    wkb: bytes
    kind: str
    area: float
    cut: int


def shape_of(footprint: Geometry) -> Shape:
    """The drawable shape of a GeoJSON geometry. Raises ValueError where it has none."""
    polygons: list[list[Any]] = []
    kind, area, corners = "point", 0.0, 0
    try:
        for part in parts(footprint):
            name, coordinates = part["type"], part["coordinates"]
            if not coordinates:
                continue
            made, made_kind = _drawn(name, coordinates)
            polygons.extend(made)
            corners += sum(len(ring) for polygon in made for ring in polygon)
            if made_kind == "polygon":
                area += sum(_area(polygon) for polygon in made)
            kind = max(kind, made_kind, key=KINDS.index)
            if len(polygons) > MAX_PARTS or corners > 10 * MAX_CORNERS:
                raise ValueError("the footprint has too many corners")
    except (TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError) as error:
        raise ValueError("the footprint is broken") from error
    if not polygons:
        raise ValueError("the footprint is empty")
    return Shape(_wkb(polygons), kind, area, _cut(polygons) if kind == "polygon" else 0)


def _cut(polygons: list[list[Any]]) -> int:
    edges = [abs(x) == 180.0 or abs(y) == POLE for polygon in polygons for x, y in polygon[0]]
    return 2 if all(edges) else int(any(edges))


def _wkb(polygons: list[list[Any]]) -> bytes:
    chunks = [struct.pack("<BII", 1, 6, len(polygons))]
    for polygon in polygons:
        chunks.append(struct.pack("<BII", 1, 3, len(polygon)))
        for ring in polygon:
            flat = [value for position in ring for value in position]
            chunks.append(struct.pack(f"<I{len(flat)}d", len(ring), *flat))
    return b"".join(chunks)


def _position(position: Sequence[Any]) -> tuple[float, float]:
    x, y = float(position[0]), float(position[1])
    if not (math.isfinite(x) and math.isfinite(y)) or abs(x) > 720 or abs(y) > 91:
        raise ValueError("a position is not on Earth")
    return x, min(POLE, max(-POLE, y))


def _ring(positions: Sequence[Sequence[Any]]) -> list[tuple[float, float]]:
    """Checked, closed, thinned where it has far too many corners, without repeated positions."""
    step = len(positions) // MAX_CORNERS + 1
    ring: list[tuple[float, float]] = []
    for position in positions[::step]:
        place = _position(position)
        if not ring or place != ring[-1]:
            ring.append(place)
    if ring and ring[0] != ring[-1]:
        ring.append(ring[0])
    return ring


def _drawn(name: str, coordinates: Sequence[Any]) -> tuple[list[list[Any]], str]:
    """The polygons that stand for one geometry, and what they are."""
    if name == "Point":
        return [[_dot(*_position(coordinates))]], "point"
    if name == "LineString":
        return _line(coordinates), "line"
    if name != "Polygon":
        raise ValueError(f"a footprint cannot be a {name}")
    outer = _ring(coordinates[0])
    if len(outer) > 3:
        return _polygon(outer, coordinates[1:]), "polygon"
    # A box that has no height or no width, or an outline that was rounded away.
    return (_line(outer), "line") if len(outer) > 1 else ([[_dot(*outer[0])]], "point")


def _polygon(outer: list[tuple[float, float]], inner: Sequence[Any]) -> list[list[Any]]:
    if not _leaves_the_map(outer):
        holes = [hole for hole in map(_ring, inner) if len(hole) > 3]
        return [[_densified(ring) for ring in (outer, *holes)]]
    pieces = [[piece] for piece in _on_the_map(outer)]
    if not pieces:
        raise ValueError("the footprint is empty")
    for hole in map(_ring, inner):
        for cut in _on_the_map(hole) if len(hole) > 3 else ():
            x, y = cut[0]
            home = next((piece for piece in pieces if _in_box(x, y, piece[0])), None)
            if home:
                home.append(cut)
    return [[_densified(ring) for ring in piece] for piece in pieces]


def _in_box(x: float, y: float, ring: Sequence[tuple[float, float]]) -> bool:
    xs, ys = [p[0] for p in ring], [p[1] for p in ring]
    return min(xs) <= x <= max(xs) and min(ys) <= y <= max(ys)


def _jumps(x0: float, y0: float, x1: float, y1: float) -> bool:
    """Whether an edge means the short way round, over the antimeridian. One from -180 to 180 is what it
    says (the whole parallel), and so is one along a pole."""
    if abs(x1 - x0) <= 180.0:
        return False
    return not (abs(x0) == abs(x1) == 180.0 or abs(y0) == abs(y1) == POLE)


def _leaves_the_map(ring: Sequence[tuple[float, float]]) -> bool:
    xs = [p[0] for p in ring]
    west, east = min(xs), max(xs)
    if west < -180.0 or east > 180.0:
        return True
    if east - west <= 180.0:
        return False
    ys = [p[1] for p in ring]
    if len(ring) == 5 and len(set(xs)) == 2 and len(set(ys)) == 2:
        return False  # a box is written from west to east (RFC 7946, section 5), however wide
    return any(_jumps(*a, *b) for a, b in zip(ring, ring[1:]))


def _unwrapped(ring: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The same ring without jumps, its longitudes running on beyond ±180."""
    out = [ring[0]]
    shift = 0.0
    for (x0, y0), (x1, y1) in zip(ring, ring[1:]):
        if _jumps(x0, y0, x1, y1):
            shift += 360.0 if x1 < x0 else -360.0
        out.append((x1 + shift, y1))
    return out


def _on_the_map(ring: Sequence[tuple[float, float]]) -> list[list[tuple[float, float]]]:
    """A ring cut at the antimeridian, its pieces brought into -180…180; closed over the pole it surrounds."""
    line = _unwrapped(ring)
    if abs(line[-1][0] - line[0][0]) > 180.0:
        line = _over_the_pole(ring)
    xs = [p[0] for p in line]
    pieces = []
    for turn in range(math.floor((min(xs) + 180.0) / 360.0), math.ceil((max(xs) + 180.0) / 360.0)):
        west = 360.0 * turn - 180.0
        cut = _clipped(_clipped(line, west, 1.0), west + 360.0, -1.0)
        if len(cut) > 3 and max(x for x, _ in cut) > min(x for x, _ in cut):
            pieces.append([(min(180.0, max(-180.0, x - 360.0 * turn)), y) for x, y in cut])
    return pieces


def _over_the_pole(ring: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """A ring that surrounds a pole, as it lies on a flat map: from one end of the map to the other, and back
    along the pole. Rotated to begin where it crosses the antimeridian, so that this is its only cut."""
    cut = next(i for i, (a, b) in enumerate(zip(ring, ring[1:])) if _jumps(*a, *b))
    (x0, y0), (x1, y1) = ring[cut], ring[cut + 1]
    line = _unwrapped([*ring[cut + 1 : -1], *ring[: cut + 1]])
    start, turn = (-180.0, 360.0) if x1 < x0 else (180.0, -360.0)
    y = y0 + (y1 - y0) * (start - (x0 - turn)) / ((x1 - (x0 - turn)) or 1.0)
    pole = POLE if sum(v for _, v in ring) >= 0 else -POLE
    end = start + turn
    return [(start, y), *line, (end, y), (end, pole), (start, pole), (start, y)]


def _clipped(ring: list[tuple[float, float]], edge: float, side: float) -> list[tuple[float, float]]:
    """What of a closed ring is east (side 1) or west (-1) of a meridian (Sutherland and Hodgman, 1974)."""
    out: list[tuple[float, float]] = []
    for (x0, y0), (x1, y1) in zip(ring, ring[1:]):
        inside0, inside1 = (x0 - edge) * side >= 0, (x1 - edge) * side >= 0
        if inside0:
            out.append((x0, y0))
        if inside0 != inside1:
            out.append((edge, y0 + (y1 - y0) * (edge - x0) / (x1 - x0)))
    if out and out[0] != out[-1]:
        out.append(out[0])
    return out


def _densified(ring: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Corners added on edges longer than STEP, so that they follow their parallel or meridian."""
    out = [ring[0]]
    for (x0, y0), (x1, y1) in zip(ring, ring[1:]):
        dx, dy = x1 - x0, y1 - y0
        if not (-STEP <= dx <= STEP and -STEP <= dy <= STEP):
            count = math.ceil(max(abs(dx), abs(dy)) / STEP)
            out += [(x0 + dx * i / count, y0 + dy * i / count) for i in range(1, count)]
        out.append((x1, y1))
    return out


def _area(rings: list[Any]) -> float:
    """Square kilometres, on Lambert's cylinder of equal area."""
    total = 0.0
    for index, ring in enumerate(rings):
        flat = [(math.radians(x), math.sin(math.radians(y))) for x, y in ring]
        twice = sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(flat, flat[1:]))
        total += abs(twice) if index == 0 else -abs(twice)
    return max(0.0, total) / 2.0 * EARTH_KM**2


def _dot(x: float, y: float) -> list[tuple[float, float]]:
    """A square of a tenth of a metre: the renderer puts a marker on what is too small to be seen."""
    x = x if -180.0 <= x <= 180.0 else math.fmod(x + 540.0, 360.0) - 180.0
    x = min(180.0 - DOT, max(DOT - 180.0, x))
    return [
        (x - DOT, y - DOT),
        (x + DOT, y - DOT),
        (x + DOT, y + DOT),
        (x - DOT, y + DOT),
        (x - DOT, y - DOT),
    ]


def _line(positions: Sequence[Any]) -> list[list[Any]]:
    """A ribbon along each stretch of a line, so narrow that only its outline is seen."""
    line = _unwrapped([_position(p) for p in positions[:: len(positions) // MAX_CORNERS + 1]])
    if len(line) < 2:
        return [[_dot(*line[0])]]
    return [[_ribbon(stretch)] for stretch in _stretches(line)]


def _stretches(line: list[tuple[float, float]]) -> Iterator[list[tuple[float, float]]]:
    """A line cut wherever it passes the antimeridian, brought into -180…180."""
    turn = math.floor((line[0][0] + 180.0) / 360.0)
    if line[0][0] == 180.0:
        turn = 0
    current = [line[0]]
    for (x0, y0), (x1, y1) in zip(line, line[1:]):
        while not (360.0 * turn - 180.0 <= x1 <= 360.0 * turn + 180.0):
            step = 1 if x1 > x0 else -1
            edge = 360.0 * turn + 180.0 * step
            y = y0 + (y1 - y0) * (edge - x0) / (x1 - x0)
            if len(current) > 1 or current[0] != (edge, y):
                yield [(x - 360.0 * turn, v) for x, v in (*current, (edge, y))]
            turn += step
            current, x0, y0 = [(edge, y)], edge, y
        current.append((x1, y1))
    if len(current) > 1:
        yield [(x - 360.0 * turn, v) for x, v in current]


def _ribbon(line: list[tuple[float, float]]) -> list[tuple[float, float]]:
    line = _densified(line)
    back = []
    for index in range(len(line) - 1, -1, -1):
        (x0, y0), (x1, y1) = line[max(0, index - 1)], line[min(len(line) - 1, index + 1)]
        length = math.hypot(x1 - x0, y1 - y0) or 1.0
        x, y = line[index]
        aside = x - DOT * (y1 - y0) / length
        back.append((min(180.0, max(-180.0, aside)), y + DOT * (x1 - x0) / length))
    return [*line, *back, line[0]]
