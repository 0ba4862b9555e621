"""The parts of a query as clauses of Elasticsearch's Query DSL, on the fields of GeoNetwork's index."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from ...model import Area, Geometry, Period, PropertyFilter, positions, rfc3339
from ...model.geometry import parts as parts_of

MANY_CORNERS = 5000

_WORDS = re.compile(r'"([^"]*)"|(\S+)')
_RESERVED = re.compile(r'([+\-=&|!(){}\[\]^"~*?:\\/])')
_SUFFIX = re.compile(r"\.(default|key|link|text|lang[a-z]{3})$")
_RANGES = {"<": "lt", "<=": "lte", ">": "gt", ">=": "gte"}
_TRANSLATED = ("default", "langfre", "langeng", "link")


def words(text: str) -> list[str]:
    """The words of a search, and what stands in double quotes as one; what has no letter or digit is none."""
    found = [phrase or single for phrase, single in _WORDS.findall(text)]
    return [word for word in found if any(sign.isalnum() for sign in word)]


def text_clauses(text: str, fields: Sequence[str]) -> list[dict[str, Any]]:
    """One clause for each word: all must occur, wherever in the record."""
    clauses = []
    for word in words(text):
        said = escaped(word)
        query = {
            "query": f'"{said}"' if " " in word else said,
            "fields": list(fields),
            "default_operator": "AND",
            "lenient": True,
        }
        clauses.append({"query_string": query})
    return clauses


def escaped(word: str) -> str:
    """A word in which nothing is an operator of ``query_string``: reserved signs escaped; < and >, which
    can't be, left out; AND, OR and NOT in lower case."""
    word = word.replace("<", " ").replace(">", " ")
    word = " ".join(one.lower() if one in ("AND", "OR", "NOT", "TO") else one for one in word.split())
    return _RESERVED.sub(r"\\\1", word)


def area_clause(area: Area) -> dict[str, Any]:
    """Records whose ``geom`` shares a point with the area: one shape, or one a side of the antimeridian. An
    area of very many corners is asked for by its box (``is_coarse``)."""
    if area.is_box or is_coarse(area):
        shapes = [_envelope(box) for box in area.boxes]
    else:
        polygons = [_against_the_clock(part) for part in parts_of(area.geometry)]
        shapes = [{"type": "Polygon", "coordinates": polygons[0]}]
        if len(polygons) > 1:
            shapes = [{"type": "MultiPolygon", "coordinates": polygons}]
    clauses = [{"geo_shape": {"geom": {"shape": shape, "relation": "intersects"}}} for shape in shapes]
    if len(clauses) == 1:
        return clauses[0]
    return {"bool": {"should": clauses, "minimum_should_match": 1}}


def is_coarse(area: Area) -> bool:
    """Whether an area has more corners than a request should carry: its box is asked for, and what lies
    outside the area is left out here."""
    return sum(1 for _ in islice(positions(area.geometry), MANY_CORNERS + 1)) > MANY_CORNERS


def _envelope(box: tuple[float, float, float, float]) -> dict[str, Any]:
    west, south, east, north = box
    if west == east and south == north:
        return {"type": "point", "coordinates": [west, south]}
    if west == east or south == north:
        return {"type": "linestring", "coordinates": [[west, south], [east, north]]}
    return {"type": "envelope", "coordinates": [[west, north], [east, south]]}


def _against_the_clock(polygon: Geometry) -> list[list[list[float]]]:
    """A polygon's rings, the outer one against the clock: a wide one that goes with it would be taken to
    cross the antimeridian (Elasticsearch, "Polygon orientation")."""
    rings = [[[x, y] for x, y, *_ in ring] for ring in polygon["coordinates"]]
    return [ring if (_signed_area(ring) > 0) == (at == 0) else ring[::-1] for at, ring in enumerate(rings)]


def _signed_area(ring: Sequence[Sequence[float]]) -> float:
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(ring, ring[1:]))


def period_clause(period: Period) -> dict[str, Any]:
    """Records whose temporal extent shares a moment with the period."""
    sides = {"gte": _moment(period.start), "lte": _moment(period.end)}
    said = {name: at for name, at in sides.items() if at}
    return {"range": {"resourceTemporalExtentDateRange": {**said, "relation": "intersects"}}}


def _moment(moment: datetime | None) -> str:
    """To the millisecond, which is what Elasticsearch keeps."""
    if moment is None:
        return ""
    return rfc3339(moment.replace(microsecond=moment.microsecond // 1000 * 1000)).replace("000Z", "Z")


def base_name(name: str) -> str:
    """The name of a field without the part that it is looked up in: "th_x.default" is "th_x"."""
    return _SUFFIX.sub("", name)


def lookups(name: str) -> list[str]:
    """Where the terms of a field are: thesauri keep one for each language and the concept's URI."""
    if _SUFFIX.search(name):
        return [name]
    if name.endswith("_tree") or name.startswith("cl_"):
        return [f"{name}.key"]
    if name.startswith("th_") or name == "tag":
        return [f"{name}.{part}" for part in _TRANSLATED]
    if name.endswith("OrgForResource"):
        return [f"{name}Object.default", name]
    if name.endswith("Object"):
        return [f"{name}.default"]
    return [name]


def condition_clause(condition: PropertyFilter) -> dict[str, Any]:
    """A condition as clauses on the field's terms; for "<>" what must not be."""
    clauses: list[dict[str, Any]] = []
    for name in lookups(condition.name):
        if condition.comparison in _RANGES:
            clauses.append({"range": {name: {_RANGES[condition.comparison]: condition.value}}})
        elif isinstance(condition.value, tuple):
            clauses.append({"terms": {name: list(condition.value)}})
        else:
            clauses.append({"term": {name: condition.value}})
    if len(clauses) == 1:
        return clauses[0]
    return {"bool": {"should": clauses, "minimum_should_match": 1}}
