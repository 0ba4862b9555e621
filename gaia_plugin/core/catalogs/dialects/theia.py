"""Theia's datastore (Maison de la Télédétection): items of two ages, which name two properties differently.

Both names are read, shown and asked for: a condition on one of them alone would lose half of the archive.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ...model import PropertyFilter, Query
from ..stac.expressions import cql2_json, cql2_text
from ..stac.request import Plan, Wishes, with_parameters
from ..stac.service import Service
from .base import Dialect

OLDER = {"eo:cloud_cover": "s2:cloud_percent", "s2:mgrs_tile": "s2:tile_id"}
"""The older name of each property."""


class Theia(Dialect):
    """Theia's and DINAMIS's collections, at any of the addresses of the datastore."""

    bends_items = True

    def item(self, item: Any) -> Any:
        properties = item.get("properties") if isinstance(item, dict) else None
        if not isinstance(properties, dict):
            return item
        added = {
            newer: properties[older]
            for newer, older in OLDER.items()
            if older in properties and newer not in properties
        }
        return {**item, "properties": {**properties, **added}} if added else item

    def plan_items(
        self,
        service: Service,
        query: Query,
        collections: Sequence[str],
        wishes: Wishes,
        queryables: frozenset[str],
        with_text: bool,
        fields: Sequence[str],
    ) -> Plan:
        twice = [one for one in query.filters if one.name in OLDER]
        asked = query.but(filters=tuple(one for one in query.filters if one.name not in OLDER))
        plan = super().plan_items(service, asked, collections, wishes, queryables, with_text, fields)
        if not twice:
            return plan
        said = frozenset(one.name for one in twice)
        pairs = [_either(one, queryables) for one in twice]
        if not (wishes.filters and service.speaks_cql2 and all(pairs)):
            return replace(plan, client=plan.client | said)  # the query extension knows no "or"
        return replace(_with_pairs(plan, pairs, service), server=plan.server | said)


def _either(one: PropertyFilter, queryables: frozenset[str]) -> tuple[PropertyFilter, ...]:
    """The condition on each of the two names that the server can filter on."""
    names = (one.name, OLDER[one.name])
    return tuple(replace(one, name=name) for name in names if not queryables or name in queryables)


def _with_pairs(plan: Plan, pairs: Sequence[tuple[PropertyFilter, ...]], service: Service) -> Plan:
    request = plan.request
    if request.method == "POST" and service.reads_cql2_json:
        terms: list[Any] = [_json(pair) for pair in pairs]
        body = dict(request.body or {})
        if "filter" in body:
            terms.append(body["filter"])
        body["filter"] = terms[0] if len(terms) == 1 else {"op": "and", "args": terms}
        body["filter-lang"] = "cql2-json"
        return replace(plan, request=replace(request, body=body))
    words = [f"({' OR '.join(cql2_text([one]) for one in pair)})" for pair in pairs]
    if request.method == "POST":
        body = dict(request.body or {})
        body["filter"] = " AND ".join([*words, *([body["filter"]] if "filter" in body else [])])
        body["filter-lang"] = "cql2-text"
        return replace(plan, request=replace(request, body=body))
    from urllib.parse import parse_qs, urlsplit

    words += parse_qs(urlsplit(request.url).query).get("filter", [])
    url = with_parameters(request.url, {"filter": " AND ".join(words), "filter-lang": "cql2-text"})
    return replace(plan, request=replace(request, url=url))


def _json(pair: tuple[PropertyFilter, ...]) -> dict[str, Any]:
    terms = [cql2_json([one]) for one in pair]
    return terms[0] if len(terms) == 1 else {"op": "or", "args": terms}
