"""GML geometries of any version to GeoJSON in longitude and latitude (OGC 07-036, 10; RFC 7946)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from ..model.geometry import Geometry, box_polygon, wrap_longitude
from .boxes import mend_box, number
from .xmltree import NAMES, Element

Position = "list[float]"
_EPSG = re.compile(r"epsg(?:.*?)[:/#](\d{3,6})$", re.IGNORECASE)
_GEOGRAPHIC = {"4326", "4258", "4171", "4979"}
_SURFACES = ("Polygon", "PolygonPatch", "Rectangle", "Triangle")
_SIDES = ("exterior", "outerBoundaryIs", "interior", "innerBoundaryIs")
_LINES = {
    "LineString": "LineString",
    "LineStringSegment": "LineString",
    "Point": "Point",
    "Envelope": "Envelope",
    "Box": "Envelope",
}
_MAX_POSITIONS = 200_000


def to_geojson(element: Element) -> tuple[Geometry | None, str]:
    """(geometry, note) of a GML object or of an element that holds one; None where there is none usable.

    Axis order follows ``srsName``: URN and http definition URIs say latitude first for EPSG's geographic
    systems, "EPSG:4326", CRS84 and a missing name say longitude first; where that leaves the Earth, the
    other order is taken. Other systems go through pyproj where it is installed.
    """
    found: list[Geometry] = []
    notes: list[str] = []
    srs = _srs_above(element)
    for kind, rings in _shapes(element):
        placed = [_place(ring, _srs(node) or srs, notes) for ring, node in rings]
        usable = [ring for ring in placed if ring]
        if placed and placed[0] and usable:
            found.extend(_build(kind, usable, notes))
    note = "; ".join(dict.fromkeys(notes))
    if not found:
        return None, note or "the geometry has no usable position"
    if len(found) == 1:
        return found[0], note
    kinds = {geometry["type"] for geometry in found}
    if len(kinds) == 1 and not next(iter(kinds)).startswith("Multi"):
        return {"type": "Multi" + kinds.pop(), "coordinates": [g["coordinates"] for g in found]}, note
    return {"type": "GeometryCollection", "geometries": found}, note


def _shapes(element: Element) -> Iterator[tuple[str, list[tuple[list[list[float]], Element]]]]:
    """Each simple shape inside, with its rings and where their numbers stand."""
    stack = [element]
    while stack:
        node = stack.pop()
        name = NAMES[node.tag]
        if name in _SURFACES:
            sides = [part for side in _SIDES for part in node if NAMES[part.tag] == side]
            yield "Polygon", [(_numbers(side), side) for side in sides]
        elif name in _LINES:
            yield _LINES[name], [(_numbers(node), node)]
        else:
            stack.extend(reversed(node))


def _numbers(node: Element) -> list[list[float]]:
    """The positions inside a node, each with its first two numbers."""
    found: list[list[float]] = []
    for part in node.iter("{*}posList", "{*}pos", "{*}coordinates", "{*}lowerCorner", "{*}upperCorner"):
        name, text = NAMES[part.tag], part.text or ""
        if name == "coordinates":
            tuples = [pair.split(part.get("cs") or ",") for pair in text.split(part.get("ts"))]
        else:
            words = text.split()
            size = _dimension(part, len(words), name)
            tuples = [words[i : i + size] for i in range(0, len(words) - 1, size)]
        for words in tuples:
            values = [number(word) for word in words[:2]]
            if len(values) == 2 and None not in values and len(found) < _MAX_POSITIONS:
                found.append([value for value in values if value is not None])
    return found


def _dimension(part: Element, count: int, name: str) -> int:
    if name != "posList":
        return max(count, 2)
    node = part
    while node is not None:
        said = node.get("srsDimension")
        if said in ("2", "3"):
            return int(said)
        node = node.getparent()
    return 2


def _srs(node: Element) -> str:
    for part in node.iter():
        if part.get("srsName"):
            return str(part.get("srsName")).strip()
    return _srs_above(node)


def _srs_above(node: Element | None) -> str:
    while node is not None:
        if node.get("srsName"):
            return str(node.get("srsName")).strip()
        node = node.getparent()
    return ""


def _place(positions: list[list[float]], srs: str, notes: list[str]) -> list[list[float]] | None:
    """Positions as longitude and latitude, or None where they can't be."""
    code = _EPSG.search(srs)
    if code and code.group(1) not in _GEOGRAPHIC:
        projected = _unproject(positions, code.group(1))
        if projected is None:
            notes.append(f"coordinates in EPSG:{code.group(1)} could not be read")
        return projected
    strict = bool(code) and srs.lower().startswith(("urn:", "http")) and "gml/srs" not in srs.lower()
    if strict:
        positions = [[y, x] for x, y in positions]
    if any(abs(y) > 90 for _, y in positions):
        if any(abs(x) > 90 for x, _ in positions):
            notes.append("coordinates are not in degrees")
            return None
        notes.append("longitudes and latitudes were exchanged")
        positions = [[y, x] for x, y in positions]
    if any(abs(x) > 360 for x, _ in positions):
        notes.append("coordinates are not in degrees")
        return None
    return positions


def _unproject(positions: list[list[float]], code: str) -> list[list[float]] | None:
    try:
        from pyproj import Transformer
        from pyproj.exceptions import ProjError
    except ImportError:
        return None
    try:
        turn = Transformer.from_crs(f"EPSG:{code}", "OGC:CRS84", always_xy=True)
        placed = [list(turn.transform(x, y)) for x, y in positions]
    except (ProjError, ValueError, OverflowError):
        return None
    return placed if all(abs(x) <= 360 and abs(y) <= 90 for x, y in placed) else None


def _build(kind: str, rings: Sequence[list[list[float]]], notes: list[str]) -> list[Geometry]:
    first = rings[0]
    if kind == "Envelope":
        if len(first) < 2:
            return []
        box, note = mend_box(first[0][0], first[0][1], first[-1][0], first[-1][1])
        if note:
            notes.append(note)
        return [box_polygon(*box)] if box else []
    if kind == "Point":
        return [{"type": "Point", "coordinates": [wrap_longitude(first[0][0]), first[0][1]]}]
    if kind == "LineString":
        return [{"type": "LineString", "coordinates": first}] if len(first) > 1 else []
    closed = [ring if ring[0] == ring[-1] else [*ring, list(ring[0])] for ring in rings]
    closed = [ring for ring in closed if len(ring) >= 4]
    if not closed:
        return []
    return _at_antimeridian(closed, notes)


def _at_antimeridian(rings: list[list[list[float]]], notes: list[str]) -> list[Geometry]:
    """A polygon split where it crosses the antimeridian (RFC 7946, 3.1.9)."""
    jumps = any(abs(a[0] - b[0]) > 180 for ring in rings for a, b in zip(ring, ring[1:]))
    beyond = any(abs(x) > 180 for ring in rings for x, _ in ring)
    if not jumps and not beyond:
        return [{"type": "Polygon", "coordinates": rings}]
    notes.append("crosses the antimeridian")
    unwrapped = [[[x + 360 if x < 0 else x, y] for x, y in ring] for ring in rings]
    parts = _split(unwrapped)
    if parts is not None:
        return parts
    xs, ys = [x for x, _ in unwrapped[0]], [y for _, y in unwrapped[0]]
    box, _ = mend_box(min(xs), min(ys), max(xs), max(ys))
    return [box_polygon(*box)] if box else []


def _split(rings: list[list[list[float]]]) -> list[Geometry] | None:
    try:
        from shapely.affinity import translate
        from shapely.errors import ShapelyError
        from shapely.geometry import Polygon, box, mapping
    except ImportError:
        return None
    try:
        whole = Polygon(rings[0], rings[1:]).buffer(0)
        east = whole.intersection(box(0, -90, 180, 90))
        west = translate(whole.intersection(box(180, -90, 540, 90)), -360)
        pieces = [part for half in (east, west) for part in getattr(half, "geoms", [half])]
        found: list[Any] = [
            mapping(part) for part in pieces if part.geom_type == "Polygon" and not part.is_empty
        ]
    except (ShapelyError, ValueError, TypeError):
        return None
    return found or None
