"""A query in Elasticsearch's language (Query DSL), as GeoNetwork 4 passes it through."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from ...model import Area, Geometry, Period, PropertyFilter, Query, Sort, positions, rfc3339
from ...model.geometry import parts as parts_of

# ``any.*`` holds all texts and keywords of a record, analysed; tags by themselves are whole terms.
FIELDS = (
    "resourceTitleObject.*^5",
    "resourceAbstractObject.*",
    "tag.*",
    "any.*",
    "uuid",
    "resourceIdentifier.code",
)
PLAIN_FIELDS = ("resourceTitleObject.default^5", "resourceAbstractObject.default", "tag.default", "uuid")
NOT_SENT = ("indexingError*", "linkUrl*", "valid*", "document", "overview.data", "userinfo")
WINDOW = 10_000
"""Elasticsearch's ``index.max_result_window``: from + size may not go beyond."""

MANY_CORNERS = 5000

_WORDS = re.compile(r'"([^"]*)"|(\S+)')
_RESERVED = re.compile(r'([+\-=&|!(){}\[\]^"~*?:\\/])')
_SUFFIX = re.compile(r"\.(default|key|link|text|lang[a-z]{3})$")
_PUSHED = frozenset({"=", "<>", "<", "<=", ">", ">=", "in"})
_RANGES = {"<": "lt", "<=": "lte", ">": "gt", ">=": "gte"}
_TRANSLATED = ("default", "langfre", "langeng", "link")
_SORTS: dict[str, tuple[tuple[str, str], ...]] = {
    "title": (
        ("resourceTitleObject.default.sort", "keyword"),
        ("resourceTitleObject.default.keyword", "keyword"),
    ),
    "datetime": tuple((f"{kind}DateForResource", "date") for kind in ("revision", "publication", "creation")),
    "updated": (("changeDate", "date"),),
}
_SORTS["date"] = _SORTS["datetime"]


@dataclass(frozen=True)
class Way:
    """How to put a query: the ``parts`` left to the server, whether sorted; ``plain`` leaves out all that a
    restricted or older server may refuse."""

    parts: frozenset[str]
    sort: bool = True
    plain: bool = False


@dataclass(frozen=True)
class Scope:
    """Which records are meant: those that are nobody's part (``hide_children``), or those that are parts of
    one (``parent``); ``count_children`` also asks how many parts each record of the catalogue has."""

    hide_children: bool = True
    parent: str = ""
    count_children: bool = False


def pushable(query: Query) -> frozenset[str]:
    """The parts of a query that can be put to the server; patterns (like) are matched here, where case and
    accents don't count."""
    parts = query.parts - {one.name for one in query.filters if one.comparison not in _PUSHED}
    return parts if words(query.text) else parts - {"text"}


def ways(query: Query) -> Iterator[Way]:
    """What to try in turn: everything, then in plainer words, then less and less."""
    whole = pushable(query)
    tried = [Way(whole)]
    if query.sort:
        tried.append(Way(whole, sort=False))
    tried.append(Way(whole, sort=False, plain=True))
    tried += [
        Way(parts, sort=False, plain=True)
        for parts in (
            whole - {"area"},
            whole - {"period"},
            whole - {"area", "period"},
            whole - {"text"},
            whole & {"text", "area", "period", "collections"},
            frozenset[str](),
        )
    ]
    yield from dict.fromkeys(tried)


def body(
    query: Query, way: Way, scope: Scope, start: int, size: int, after: Sequence[Any] = ()
) -> dict[str, Any]:
    """The request for ``size`` hits from ``start`` (from 0), or after the sort values of the last one."""
    must = text_clauses(query.text, PLAIN_FIELDS if way.plain else FIELDS) if "text" in way.parts else []
    filters: list[dict[str, Any]] = [{"term": {"isTemplate": "n"}}]
    excluded: list[dict[str, Any]] = []
    if scope.parent:
        filters.append({"term": {"parentUuid": scope.parent}})
    elif scope.hide_children:
        excluded.append({"exists": {"field": "parentUuid"}})
    if "area" in way.parts and query.area:
        filters.append(area_clause(query.area))
    if "period" in way.parts and query.period:
        filters.append(period_clause(query.period))
    if "collections" in way.parts and query.collections:
        filters.append({"terms": {"uuid": list(query.collections)}})
    for condition in query.filters:
        if condition.name in way.parts:
            clause = condition_clause(condition)
            (excluded if condition.comparison == "<>" else filters).append(clause)
    found: dict[str, Any] = {
        "from": 0 if after else start,
        "size": size,
        "query": {"bool": {"must": must, "filter": filters, "must_not": excluded}},
        "sort": sort_clauses(query.sort if way.sort else None, plain=way.plain),
    }
    if after:
        found["search_after"] = list(after)
    if not way.plain:
        found["track_total_hits"] = True
        found["_source"] = {"excludes": list(NOT_SENT)}
        if scope.count_children:
            uuids = {"terms": {"field": "parentUuid", "size": 5000}}
            found["aggregations"] = {"parents": {"global": {}, "aggregations": {"uuids": uuids}}}
    return found


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


def sort_clauses(sort: Sort | None, *, plain: bool = False) -> list[Mapping[str, Any]]:
    """What to sort by, the identifier last so that pages neither overlap nor skip. A field that the index has
    not is passed over by the server (``unmapped_type``)."""
    last: list[Mapping[str, Any]] = [{"uuid": "asc"}]
    if plain:
        return [{"_score": "desc"}, *last]
    if sort is None:
        return [{"_score": "desc"}, {"changeDate": {"order": "desc", "unmapped_type": "date"}}, *last]
    order = "desc" if sort.descending else "asc"
    fields = _SORTS.get(sort.name, ((sort.name, "keyword"),))
    return [*({name: {"order": order, "unmapped_type": kind}} for name, kind in fields), *last]
