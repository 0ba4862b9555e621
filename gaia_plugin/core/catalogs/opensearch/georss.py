"""Footprints of entries: GeoRSS Simple and GML (OGC 17-002r1), latitude before longitude."""

from __future__ import annotations

from typing import Any

from ...metadata.boxes import mend_box, number
from ...metadata.extents import together
from ...metadata.gml import to_geojson
from ...metadata.xmltree import NAMES, Element
from ...model import Geometry, box_polygon
from ..stac.footprint import item_footprint

NO_PLACE = "The record has no geometry."
BROKEN = "The record's geometry cannot be read."
_MAX_NUMBERS = 400_000


def read_place(entry: Element) -> tuple[Geometry | None, str]:
    """(footprint, note) of an entry: its polygons before its boxes, these before its lines and points."""
    found: dict[str, list[Geometry]] = {"polygon": [], "box": [], "line": [], "point": []}
    notes: list[str] = []
    for child in entry:
        name = NAMES[child.tag]
        if name in ("where", "spatial"):
            geometry, note = _gml(child) if len(child) else (None, "")
            if geometry:
                found["polygon"].append(geometry)
            if note:
                notes.append(note)
        elif name in found and (child.text or "").strip():
            geometry, note = simple(name, str(child.text))
            if geometry:
                found[name].append(geometry)
            if note:
                notes.append(note)
    for geometries in found.values():
        if geometries:
            unique = list({repr(geometry): geometry for geometry in geometries}.values())
            return together(unique), "; ".join(dict.fromkeys(notes))
    return None, "; ".join(dict.fromkeys(notes)) or NO_PLACE


def simple(kind: str, text: str) -> tuple[Geometry | None, str]:
    """(geometry, note) of a GeoRSS Simple text: "polygon", "box" (S W N E), "line" or "point"."""
    numbers = [number(word) for word in text.replace(",", " ").split(None, _MAX_NUMBERS)]
    if not numbers or None in numbers or len(numbers) % 2:
        return None, BROKEN
    pairs = [[x, y] for y, x in zip(numbers[::2], numbers[1::2]) if x is not None and y is not None]
    if kind == "box":
        if len(pairs) != 2:
            return None, BROKEN
        (west, south), (east, north) = pairs
        box, note = mend_box(west, south, east, north)
        return (box_polygon(*box) if box else None), note
    if kind == "polygon":
        return polygon([pairs])
    coordinates: Any = pairs[0] if kind == "point" else pairs
    return item_footprint(
        {"type": "Point" if kind == "point" else "LineString", "coordinates": coordinates}, None
    )


def polygon(rings: list[list[list[float]]]) -> tuple[Geometry | None, str]:
    """(geometry, note) of a polygon's rings in longitude and latitude, split where they cross the
    antimeridian. One that is its own box is read as a box: the whole world is not a line round it."""
    outer = rings[0]
    xs, ys = {x for x, _ in outer}, {y for _, y in outer}
    if len(rings) == 1 and len(xs) == len(ys) == 2 and max(xs) - min(xs) >= 360:
        box, note = mend_box(min(xs), min(ys), max(xs), max(ys))
        return (box_polygon(*box) if box else None), note
    return item_footprint({"type": "Polygon", "coordinates": rings}, None)


def _gml(element: Element) -> tuple[Geometry | None, str]:
    """GeoRSS GML is latitude first whatever its srsName leaves out (17-002r1, 8.3)."""
    node = next((one for one in element if NAMES[one.tag]), None)
    if node is None:
        return None, ""
    if not any(one.get("srsName") for one in node.iter()):
        node.set("srsName", "urn:ogc:def:crs:EPSG::4326")
    return to_geojson(node)
