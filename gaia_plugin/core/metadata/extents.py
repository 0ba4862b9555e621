"""Where and when: EX_Extent of ISO 19115 (B.3.1), as a footprint, periods and place names."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ..model import Keyword, Period, hull
from ..model.geometry import Geometry, box_polygon, parts
from .boxes import mend_box, number
from .gml import to_geojson
from .periods import read_time
from .texts import href, value
from .xmltree import NAMES, Element, attribute, dig, inner, kids


@dataclass
class Extents:
    """What all the extents of a record say together."""

    footprint: Geometry | None = None
    note: str = ""
    period: Period | None = None
    periods: tuple[Period, ...] = ()
    period_texts: tuple[str, ...] = ()
    """What the record wrote where no period can be read from it ("-10000", "Holocene")."""
    places: list[Keyword] = field(default_factory=list)
    vertical: list[dict[str, Any]] = field(default_factory=list)


def read_extents(properties: list[Element]) -> Extents:
    """All ``extent`` properties of a record's identification, in one: boxes, polygons, periods, places."""
    found = Extents()
    geometries: list[Geometry] = []
    notes: list[str] = []
    periods: list[Period] = []
    texts: list[str] = []
    for holder in properties:
        for extent in holder:
            _read_extent(extent, found, geometries, notes, periods, texts)
    unique = list({repr(geometry): geometry for geometry in geometries}.values())
    found.footprint = together(unique)
    if not found.footprint and not notes:
        notes.append("the record gives no area")
    found.note = "; ".join(dict.fromkeys(notes))
    found.periods = tuple(dict.fromkeys(periods))
    found.period = hull(found.periods)
    found.period_texts = tuple(dict.fromkeys(texts))
    return found


def _read_extent(
    extent: Element,
    found: Extents,
    geometries: list[Geometry],
    notes: list[str],
    periods: list[Period],
    texts: list[str],
) -> None:
    boxes: list[Geometry] = []
    polygons: list[Geometry] = []
    for child in extent:
        name = NAMES[child.tag]
        if name == "description":
            place = value(child)
            if place:
                found.places.append(Keyword(place, href(child), kind="place"))
        elif name == "geographicElement":
            _read_where(inner(child), found, boxes, polygons, notes)
        elif name == "temporalElement":
            _read_when(child, boxes, polygons, notes, found, periods, texts)
        elif name == "verticalElement":
            vertical = _vertical(child)
            if vertical:
                found.vertical.append(vertical)
    # In one extent the box is drawn round its polygons: the polygons say more.
    geometries.extend(polygons or boxes)


def _read_where(
    node: Element | None, found: Extents, boxes: list[Geometry], polygons: list[Geometry], notes: list[str]
) -> None:
    if node is None:
        return
    name = NAMES[node.tag]
    if name == "EX_GeographicBoundingBox":
        if _excluded(node):
            notes.append("an excluded area is not drawn")
            return
        geometry, note = _box(node)
        if geometry:
            boxes.append(geometry)
        if note:
            notes.append(note)
    elif name == "EX_BoundingPolygon":
        if _excluded(node):
            notes.append("an excluded area is not drawn")
            return
        geometry, note = to_geojson(node)
        if geometry:
            polygons.append(geometry)
        if note:
            notes.append(note)
    elif name == "EX_GeographicDescription":
        identifier = dig(node, "geographicIdentifier")
        holder = inner(identifier) if identifier is not None else None
        code = dig(holder, "code")
        place = value(code)
        if place:
            authority = value(dig(holder, "authority", "CI_Citation", "title")) or value(
                dig(holder, "codeSpace")
            )
            found.places.append(Keyword(place, href(code), thesaurus=authority, kind="place"))


def _excluded(node: Element) -> bool:
    return value(dig(node, "extentTypeCode")).lower() in ("0", "false")


def _box(node: Element) -> tuple[Geometry | None, str]:
    sides: dict[str, float | None] = {}
    for child in node:
        name = NAMES[child.tag]
        if name.endswith("ongitude") or name.endswith("atitude"):
            sides[name[:4]] = number(value(child))
    box, note = mend_box(sides.get("west"), sides.get("sout"), sides.get("east"), sides.get("nort"))
    return (box_polygon(*box) if box else None), note


def _read_when(
    node: Element,
    boxes: list[Geometry],
    polygons: list[Geometry],
    notes: list[str],
    found: Extents,
    periods: list[Period],
    texts: list[str],
) -> None:
    for temporal in node:
        inside = kids(temporal)
        for time in inside.get("extent", ()):
            period, text = read_time(time)
            if period:
                periods.append(period)
            elif text:
                texts.append(text)
        for where in inside.get("spatialExtent", ()):
            _read_where(inner(where), found, boxes, polygons, notes)


def _vertical(node: Element) -> dict[str, Any]:
    inside = kids(inner(node)) if inner(node) is not None else {}
    vertical: dict[str, Any] = {}
    for name, key in (("minimumValue", "minimum"), ("maximumValue", "maximum")):
        text = value(inside[name][0]) if name in inside else ""
        if text:
            parsed = number(text)
            vertical[key] = text if parsed is None else parsed
    for name in ("verticalCRS", "verticalCRSId"):
        if name in inside:
            holder = inside[name][0]
            said = (
                " ".join(part.strip() for part in holder.itertext() if part.strip())
                or href(holder)
                or attribute(holder, "uuidref")
            )
            if said:
                vertical["crs"] = said
    return vertical


def together(geometries: list[Geometry]) -> Geometry | None:
    """One geometry of several: a Multi* where they are of one kind, else a collection; None of none."""
    if not geometries:
        return None
    if len(geometries) == 1:
        return geometries[0]
    singles = [part for geometry in geometries for part in parts(geometry)]
    kinds = {part["type"] for part in singles}
    if len(kinds) == 1:
        return {"type": f"Multi{kinds.pop()}", "coordinates": [part["coordinates"] for part in singles]}
    return {"type": "GeometryCollection", "geometries": singles}
