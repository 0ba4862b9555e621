"""Cutting lines and rings where they cross the antimeridian, and closing those that go round a pole.

RFC 7946 section 3.1.9: a geometry that crosses the antimeridian is to be cut in two there. Many producers
do not: their rings jump from 179 to -179, or run on past 180.
"""

from __future__ import annotations

from math import floor

Ring = "list[list[float]]"


def cut_polygon(rings: list[list[list[float]]]) -> list[list[list[list[float]]]]:
    """The polygons (lists of rings) that one polygon becomes; longitudes within -180…180."""
    outer = rings[0]
    wide = _is_wide_box(outer)
    if _inside(outer) and (wide or not _jumps(outer)):
        return [rings]
    if not wide:  # a box of 0…359 goes the long way round, not from 0 to -1
        outer = _closed_at_pole(_unwrapped(outer))
    middle = (min(p[0] for p in outer) + max(p[0] for p in outer)) / 2
    holes = [_near(_unwrapped(ring), middle) for ring in rings[1:]]
    pieces = []
    for world in _worlds(outer):
        piece = _clipped(outer, world)
        if piece:
            inner = [hole for hole in (_clipped(ring, world) for ring in holes) if hole]
            pieces.append([piece, *inner])
    return pieces or [rings]


def cut_line(line: list[list[float]]) -> list[list[list[float]]]:
    """The lines that one line becomes; a line of one position is doubled."""
    if len(line) == 1:
        line = [line[0], list(line[0])]
    if _inside(line) and not _jumps(line):
        return [line]
    unwrapped = _unwrapped(line)
    pieces: list[list[list[float]]] = [[]]
    for one, other in zip(unwrapped, unwrapped[1:]):
        world = floor((one[0] + 180.0) / 360.0)
        pieces[-1].append([one[0] - 360.0 * world, one[1]])
        next_world = floor((other[0] + 180.0) / 360.0)
        if next_world != world and other[0] != one[0]:
            edge = 180.0 + 360.0 * min(world, next_world)
            y = one[1] + (other[1] - one[1]) * (edge - one[0]) / (other[0] - one[0])
            pieces[-1].append([edge - 360.0 * world, y])
            pieces.append([[edge - 360.0 * next_world, y]])
    last = unwrapped[-1]
    pieces[-1].append([last[0] - 360.0 * floor((last[0] + 180.0) / 360.0), last[1]])
    return [piece for piece in pieces if len(piece) > 1]


def _inside(ring: list[list[float]]) -> bool:
    return all(-180.0 <= position[0] <= 180.0 for position in ring)


def _jumps(ring: list[list[float]]) -> bool:
    """Whether an edge is longer than half the globe; one from -180 to 180 is the edge of the world, as maps
    draw it along a pole."""
    return any(180.0 < abs(other[0] - one[0]) < 360.0 for one, other in zip(ring, ring[1:]))


def _is_wide_box(ring: list[list[float]]) -> bool:
    """Whether a ring with long edges is truly wide, not a crossing: an upright rectangle that goes round
    counter-clockwise as RFC 7946 section 3.1.6 asks (a narrow one across the antimeridian, written with a
    jump, goes clockwise), or one that is plainly of the whole world."""
    xs, ys = {p[0] for p in ring}, {p[1] for p in ring}
    if len(xs) != 2 or len(ys) != 2:
        return False
    width, height = max(xs) - min(xs), max(ys) - min(ys)
    if width == 360.0 or (width >= 340.0 and height >= 90.0):
        return True
    return sum(one[0] * other[1] - other[0] * one[1] for one, other in zip(ring, ring[1:])) > 0


def _unwrapped(ring: list[list[float]]) -> list[list[float]]:
    """The positions with longitudes made continuous, which may then leave -180…180."""
    out = [list(ring[0])]
    shift = 0.0
    for one, other in zip(ring, ring[1:]):
        step = other[0] - one[0]
        if step > 180.0:
            shift -= 360.0
        elif step < -180.0:
            shift += 360.0
        out.append([other[0] + shift, other[1]])
    return out


def _closed_at_pole(ring: list[list[float]]) -> list[list[float]]:
    """An unwrapped ring that ends a turn away from its start goes round a pole: led along it and back."""
    turn = ring[-1][0] - ring[0][0]
    if abs(turn) < 180.0:
        return ring
    pole = 90.0 if sum(position[1] for position in ring) >= 0 else -90.0
    return [*ring, [ring[-1][0], pole], [ring[0][0], pole], list(ring[0])]


def _near(ring: list[list[float]], middle: float) -> list[list[float]]:
    """A hole moved by whole turns beside the outer ring's middle."""
    own = (min(p[0] for p in ring) + max(p[0] for p in ring)) / 2
    turns = round((middle - own) / 360.0) * 360.0
    return [[x + turns, y] for x, y in ring] if turns else ring


def _worlds(ring: list[list[float]]) -> range:
    xs = [position[0] for position in ring]
    return range(floor((min(xs) + 180.0) / 360.0), floor((max(xs) + 180.0) / 360.0) + 1)


def _clipped(ring: list[list[float]], world: int) -> list[list[float]]:
    """The part of a ring within one turn of the globe, moved to -180…180; empty where there is none."""
    west, east = 360.0 * world - 180.0, 360.0 * world + 180.0
    part = _half(_half(ring, west, 1.0), east, -1.0)
    if len(part) < 4 or max(p[0] for p in part) - min(p[0] for p in part) < 1e-9:
        return []
    return [[min(max(x - 360.0 * world, -180.0), 180.0), y] for x, y in part]


def _half(ring: list[list[float]], edge: float, side: float) -> list[list[float]]:
    """Sutherland and Hodgman's clipping of a closed ring by one meridian."""
    out: list[list[float]] = []
    for one, other in zip(ring, ring[1:]):
        inside, next_inside = side * (one[0] - edge) >= 0, side * (other[0] - edge) >= 0
        if inside:
            out.append(one)
        if inside != next_inside:
            out.append([edge, one[1] + (other[1] - one[1]) * (edge - one[0]) / (other[0] - one[0])])
    if out and out[0] != out[-1]:
        out.append(list(out[0]))
    return out
