"""The ways to put one query to a CSW, from what it announces down to what any server takes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Callable

from ..model import Query
from .csw_capabilities import DUBLIN_CORE, GMD, MDB, Capabilities
from .csw_filter import conditions, profile_name
from .csw_request import GetRecords

_NATIVE = {GMD: "gmd:MD_Metadata", MDB: "mdb:MD_Metadata"}
_SORTABLE = {"title": "Title", "datetime": "TempExtent_begin", "date": "RevisionDate", "updated": "Modified"}


@dataclass(frozen=True)
class Way:
    """How to ask: the method, what is left to the server (``parts``; "title" stands for the text sought in
    titles only), and the words of the request."""

    post: bool
    parts: frozenset[str]
    schema: str
    type_name: str = "csw:Record"
    sort: tuple[str, bool] | None = None
    latitude_first: bool = True
    spell: Callable[[str], str] = profile_name
    bound_end: bool = True
    """Whether the server is asked that datasets have not ended before the period. A database says so of
    none that goes on, its end being null: where few enough match without it, it is looked at here."""

    def conditions(self, query: Query) -> list[tuple[Any, ...]]:
        """What the server is asked to filter by."""
        return conditions(query, self.parts, self.bound_end, self.spell)

    def request(self, query: Query, start: int, count: int) -> GetRecords:
        """The request for the page that starts at a record (from 1)."""
        found = self.conditions(query)
        return GetRecords(self.schema, self.type_name, found, start, count, self.sort, self.latitude_first)


def server_parts(capabilities: Capabilities, query: Query) -> frozenset[str]:
    """The parts of a query that a server announces to filter on, or does not say that it can't."""
    able = set()
    if capabilities.can_query("AnyText"):
        able.add("text")
    if capabilities.can_query("BoundingBox") and (
        not capabilities.operators or "bbox" in capabilities.operators
    ):
        able.add("area")
    if capabilities.can_query("TempExtent_begin"):
        able.add("period")
    for condition in query.filters:
        if capabilities.can_query(condition.name.rpartition(":")[2]):
            able.add(condition.name)
    return query.parts & able


def sort_key(capabilities: Capabilities, query: Query) -> tuple[str, bool] | None:
    """(queryable, descending) for the query's sort, where the server lists it."""
    if query.sort is None:
        return None
    name = _SORTABLE.get(query.sort.name, query.sort.name).rpartition(":")[2]
    if name.lower() not in capabilities.queryables:
        return None
    return capabilities.spell(name), query.sort.descending


def ways(capabilities: Capabilities, query: Query, latitude_first: bool) -> Iterator[Way]:
    """What to try in turn: first everything at once, then other words for it, then less and less."""
    schema = capabilities.schema
    whole = server_parts(capabilities, query)
    sort = sort_key(capabilities, query)
    fes, cql = capabilities.speaks_fes, capabilities.speaks_cql
    native = _NATIVE.get(schema, "")
    first = Way(
        fes or not cql, whole, schema, sort=sort, latitude_first=latitude_first, spell=capabilities.spell
    )
    given = set()

    def fresh(way: Way) -> Iterator[Way]:
        key = (way.post, way.parts, way.schema, way.type_name, way.sort)
        if key not in given:
            given.add(key)
            yield way

    yield from fresh(first)
    yield from fresh(replace(first, sort=None))
    if native and (not capabilities.type_names or native in capabilities.type_names):
        yield from fresh(replace(first, type_name=native, sort=None))
    plain = replace(first, sort=None)
    if cql:
        yield from fresh(replace(plain, post=False))
    if not capabilities.schemas:
        yield from fresh(replace(plain, schema=DUBLIN_CORE))
    for parts in _fewer(whole):
        for post in ([True] if fes else []) + ([False] if cql or not parts else []):
            yield from fresh(replace(plain, parts=parts, post=post))


def _fewer(whole: frozenset[str]) -> Iterator[frozenset[str]]:
    named = whole & {"text", "area", "period"}
    yield named
    yield named - {"period"}
    yield named - {"area"}
    yield named & {"text"}
    if "text" in named:
        yield frozenset({"title"})
    yield frozenset()
