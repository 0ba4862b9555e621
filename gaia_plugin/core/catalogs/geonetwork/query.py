"""A query in Elasticsearch's language (Query DSL), as GeoNetwork 4 passes it through."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...model import Query, Sort
from .clauses import area_clause, condition_clause, period_clause, text_clauses, words

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

_PUSHED = frozenset({"=", "<>", "<", "<=", ">", ">=", "in"})
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
