"""Coverages of EML: where, when and which living beings (eml-coverage module of EML 2.2.0)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..model import Geometry, Keyword, Period, box_polygon, hull
from .boxes import mend_box, number
from .extents import together
from .gml import to_geojson
from .xmltree import NAMES, Element, dig, kids

NO_AREA = "the record gives no area"
_MANY = 2000
_MAX_POSITIONS = 200_000
_GML = "http://www.opengis.net/gml/3.2"


@dataclass
class Coverage:
    """What the coverages of a record say together."""

    footprint: Geometry | None = None
    note: str = ""
    period: Period | None = None
    periods: tuple[Period, ...] = ()
    keywords: list[Keyword] = field(default_factory=list)
    properties: dict[str, Any] = field(default_factory=dict)


def read_coverage(coverages: list[Element], known: Mapping[str, Element]) -> Coverage:
    """All coverages in one. Parts may refer to others of the document (``references``)."""
    found = Coverage()
    geometries: list[Geometry] = []
    notes: list[str] = []
    periods: list[Period] = []
    texts: list[str] = []
    altitudes: list[str] = []
    for coverage in coverages:
        for part in list(coverage)[:_MANY]:
            name = NAMES[part.tag]
            node = known.get(_line(dig(part, "references")), part)
            if name == "geographicCoverage":
                geometries += _where(node, found, notes, altitudes)
            elif name == "temporalCoverage":
                _when(node, periods, texts)
            elif name == "taxonomicCoverage":
                found.keywords += [
                    Keyword(text, kind="taxon")
                    for one in node.iter("{*}taxonRankValue")
                    if (text := _line(one))
                ]
    unique = list({repr(geometry): geometry for geometry in geometries}.values())
    found.footprint = together(unique)
    if not found.footprint and not notes:
        notes.append(NO_AREA)
    found.note = "; ".join(dict.fromkeys(notes))
    found.periods = tuple(dict.fromkeys(periods))
    found.period = hull(found.periods)
    if texts:
        found.properties["alternativeTimeScale"] = texts
    if altitudes:
        found.properties["altitudes"] = altitudes
    return found


def _where(node: Element, found: Coverage, notes: list[str], altitudes: list[str]) -> list[Geometry]:
    """The polygons of a geographicCoverage, else its box: the box is drawn round them."""
    inside = kids(node)
    for one in inside.get("geographicDescription", ()):
        if _line(one):
            found.keywords.append(Keyword(_line(one), kind="place"))
    polygons: list[Geometry] = []
    for one in inside.get("datasetGPolygon", ()):
        geometry = _polygon(one, notes)
        if geometry:
            polygons.append(geometry)
    if polygons:
        return polygons
    boxes: list[Geometry] = []
    for one in inside.get("boundingCoordinates", ()):
        sides = {NAMES[side.tag][:4]: number(_line(side)) for side in one}
        box, note = mend_box(sides.get("west"), sides.get("sout"), sides.get("east"), sides.get("nort"))
        if box:
            boxes.append(box_polygon(*box))
        if note:
            notes.append(note)
        for height in one.iter("{*}boundingAltitudes"):
            altitudes.append(" ".join(_line(part) for part in height if _line(part)))
    return boxes


def _polygon(node: Element, notes: list[str]) -> Geometry | None:
    """A polygon with its holes, longitude before latitude, its rings turned as RFC 7946 wants (3.1.6).

    It is given to the reader of GML, which closes rings and cuts them at the antimeridian.
    """
    inside = kids(node)
    outer = _ring(inside.get("datasetGPolygonOuterGRing", []))
    if len(outer) < 3:
        notes.append("the polygon cannot be read")
        return None
    holes = [
        ring for one in inside.get("datasetGPolygonExclusionGRing", ()) if len(ring := _ring([one])) >= 3
    ]
    geometry, note = to_geojson(_as_gml([_turned(outer, True), *(_turned(ring, False) for ring in holes)]))
    if note:
        notes.append(note)
    return geometry


def _ring(holders: list[Element]) -> list[list[float]]:
    """The positions of a ring: points with their latitude and longitude, or "lon,lat lon,lat" in one text."""
    positions: list[list[float]] = []
    for holder in holders:
        for point in holder.iter("{*}gRingPoint"):
            pair = [number(_line(dig(point, f"gRing{name}"))) for name in ("Longitude", "Latitude")]
            positions += [[x, y] for x, y in [pair] if x is not None and y is not None]
        for one in holder.iter("{*}gRing"):
            for word in _line(one).split():
                numbers = [number(part) for part in word.split(",")[:2]]
                if len(numbers) == 2:
                    positions += [[x, y] for x, y in [numbers] if x is not None and y is not None]
    positions = positions[:_MAX_POSITIONS]
    return positions[:-1] if len(positions) > 1 and positions[0] == positions[-1] else positions


def _turned(ring: list[list[float]], outer: bool) -> list[list[float]]:
    """The ring counter-clockwise for an outer one, clockwise for a hole; closed."""
    area = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]]))
    turned = ring if (area > 0) == outer else ring[::-1]
    return [*turned, list(turned[0])]


def _as_gml(rings: list[list[list[float]]]) -> Element:
    from lxml import etree

    root = etree.Element(f"{{{_GML}}}Polygon", srsName="CRS84")
    for index, ring in enumerate(rings):
        side = etree.SubElement(root, f"{{{_GML}}}{'interior' if index else 'exterior'}")
        line = etree.SubElement(etree.SubElement(side, f"{{{_GML}}}LinearRing"), f"{{{_GML}}}posList")
        line.text = " ".join(f"{x!r} {y!r}" for x, y in ring)
    return root


def _when(node: Element, periods: list[Period], texts: list[str]) -> None:
    """Ranges of dates and single ones; geological times have no calendar and stay texts."""
    for part in node:
        name = NAMES[part.tag]
        if name == "rangeOfDates":
            start, end = (_moment(dig(part, f"{side}Date"), texts) for side in ("begin", "end"))
        elif name == "singleDateTime":
            start = end = _moment(part, texts)
        else:
            continue
        for first, last in ((start, end), (end, start)):
            if not first and not last:
                continue
            try:
                periods.append(Period(first or None, last or None))
                break
            except (ValueError, OverflowError):
                continue


def _moment(node: Element | None, texts: list[str]) -> str:
    if node is None:
        return ""
    day, time = _line(dig(node, "calendarDate")), _line(dig(node, "time"))
    scale = dig(node, "alternativeTimeScale")
    if scale is not None:
        texts.append(_line(scale))
    if day.endswith("Z"):
        day = day[:-1]
    return f"{day}T{time}" if day and time and len(day) == 10 else day


def _line(element: Element | None) -> str:
    return " ".join("".join(str(part) for part in element.itertext()).split()) if element is not None else ""
