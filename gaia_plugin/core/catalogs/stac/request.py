"""Requests for items and collections, built from a query and from what the server can do."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

from ...model import Area, Query
from .expressions import cql2_json, cql2_text, query_extension
from .service import Service

_TOP_LEVEL = ("id", "collection")
_WORD = re.compile(r"\w(?:[\w.'\u2019-]*\w)?")


@dataclass(frozen=True)
class Request:
    """One request: ``body`` is JSON for POST. The address holds the parameters of GET."""

    method: str
    url: str
    body: Mapping[str, Any] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """What tells two requests apart."""
        return json.dumps([self.method, self.url, self.body, dict(self.headers)], sort_keys=True, default=str)


@dataclass(frozen=True)
class Plan:
    """A first request, and who applies which part of the query."""

    request: Request
    server: frozenset[str] = frozenset()
    client: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Wishes:
    """What a request may use; a server that refuses gets a plainer one."""

    post: bool = True
    sort: bool = True
    filters: bool = True
    intersects: bool = True
    page_size: int | None = None


def page_size(query: Query, largest: int) -> int:
    """How many records to ask for in a page."""
    return max(1, min(query.page_size, largest, query.limit or query.page_size))


def plan_items(
    service: Service,
    query: Query,
    collections: Sequence[str],
    *,
    largest: int = 1000,
    wishes: Wishes = Wishes(),
    queryables: frozenset[str] = frozenset(),
    with_text: bool = False,
    fields: Sequence[str] = (),
) -> Plan:
    """The first request of an item search (STAC API 1.0, item search).

    ``queryables`` are the names that the server says it can filter on (empty: not known). With ``with_text``
    the query's free text is meant for items; else it was meant for the collections and is left out.
    """
    post = service.post and (wishes.post or not service.get)
    server: set[str] = set()
    client: set[str] = set()
    asked: dict[str, Any] = {"limit": wishes.page_size or page_size(query, largest)}
    if collections:
        asked["collections"] = list(collections)
        server.add("collections")
    if query.area:
        asked.update(_place(query.area, post and wishes.intersects))
        server.add("area")
        if "bbox" in asked and not (query.area.is_box and len(query.area.boxes) == 1):
            client.add("area")
    if query.period:
        asked["datetime"] = query.period.interval()
        server.add("period")
    if with_text:
        _free_text(service, "item-search", query, asked, server, client)
    _conditions(service, query, queryables, asked, server, client, post, wishes)
    if query.sort and wishes.sort and service.offers("item-search", "sort"):
        name = query.sort.name if query.sort.name in _TOP_LEVEL else f"properties.{query.sort.name}"
        asked["sortby"] = [{"field": name, "direction": "desc" if query.sort.descending else "asc"}]
    if fields and service.offers("item-search", "fields"):
        asked["fields"] = {
            "include": [name for name in fields if not name.startswith("-")],
            "exclude": [name[1:] for name in fields if name.startswith("-")],
        }
    if post:
        return Plan(Request("POST", service.search_url, asked), frozenset(server), frozenset(client))
    return Plan(
        Request("GET", with_parameters(service.search_url, as_parameters(asked))),
        frozenset(server),
        frozenset(client),
    )


def _place(area: Area, may_intersect: bool) -> dict[str, Any]:
    """A box as ``bbox``; what is no box, or crosses the antimeridian, as ``intersects`` where it can be.

    The area of a GET request goes as a box: some servers lose ``intersects`` in their links to next pages.
    """
    boxes = area.boxes
    if area.is_box and len(boxes) == 1:
        return {"bbox": list(boxes[0])}
    if may_intersect:
        return {"intersects": {"type": area.geometry["type"], "coordinates": area.geometry["coordinates"]}}
    if len(boxes) == 1:
        return {"bbox": list(boxes[0])}
    return {"bbox": [-180.0, min(b[1] for b in boxes), 180.0, max(b[3] for b in boxes)]}


def _conditions(
    service: Service,
    query: Query,
    queryables: frozenset[str],
    asked: dict[str, Any],
    server: set[str],
    client: set[str],
    post: bool,
    wishes: Wishes,
) -> None:
    if not query.filters:
        return
    cql2, plain = service.speaks_cql2, service.offers("item-search", "query")
    pushed = [one for one in query.filters if not queryables or one.name in queryables]
    if not wishes.filters or not (cql2 or plain):
        pushed = []
    client.update(one.name for one in query.filters if one not in pushed)
    server.update(one.name for one in pushed)
    if not pushed:
        return
    if not cql2:
        asked["query"] = query_extension(pushed)
    elif post and service.reads_cql2_json:
        asked.update({"filter": cql2_json(pushed), "filter-lang": "cql2-json"})
    else:
        asked.update({"filter": cql2_text(pushed), "filter-lang": "cql2-text"})


def _free_text(
    service: Service, scope: str, query: Query, asked: dict[str, Any], server: set[str], client: set[str]
) -> None:
    """The words as ``q``, without the signs that servers' text indexes take for operators.

    Words are alternatives there (free-text extension, "basic"): that all of them, and phrases, occur is
    looked for here.
    """
    if not query.text.strip():
        return
    words = _WORD.findall(query.text) if service.offers(scope, "free-text") else []
    if words:
        asked["q"] = words
        server.add("text")
    if words != [query.text.strip()]:
        client.add("text")


def plan_collections(service: Service, query: Query, largest: int = 1000) -> Plan:
    """The request for collections: searched where the server offers it (collection search), else listed."""
    if not service.searches_collections:
        return Plan(
            Request("GET", service.collections_url), frozenset(), query.parts & {"text", "area", "period"}
        )
    asked: dict[str, Any] = {"limit": page_size(query, largest)}
    server: set[str] = set()
    client: set[str] = set()
    if query.area:
        asked.update(_place(query.area, False))
        server.add("area")
        if not query.area.is_box or len(query.area.boxes) > 1:
            client.add("area")
    if query.period:
        asked["datetime"] = query.period.interval()
        server.add("period")
    _free_text(service, "collection-search", query, asked, server, client)
    url = with_parameters(service.collections_url, as_parameters(asked))
    return Plan(Request("GET", url), frozenset(server), frozenset(client))


def as_parameters(asked: Mapping[str, Any]) -> dict[str, str]:
    """A POST body as GET parameters (STAC API 1.0, item search, "query parameters and fields")."""
    found: dict[str, str] = {}
    for name, value in asked.items():
        if name == "sortby":
            value = ",".join(("-" if one["direction"] == "desc" else "+") + one["field"] for one in value)
        elif name == "fields":
            value = ",".join([*value["include"], *("-" + one for one in value["exclude"])])
        elif name in ("query", "intersects"):
            value = json.dumps(value, separators=(",", ":"))
        elif isinstance(value, list):
            value = ",".join(f"{one:.10g}" if isinstance(one, float) else str(one) for one in value)
        found[name] = str(value)
    return found


def with_parameters(url: str, parameters: Mapping[str, str], *, keep: bool = False) -> str:
    """An address with parameters added; one that it has already gives way, or with ``keep`` stays."""
    from urllib.parse import parse_qsl

    parts = urlsplit(url)
    own = parse_qsl(parts.query, keep_blank_values=True)
    present = {name for name, _ in own}
    added = {name: value for name, value in parameters.items() if not (keep and name in present)}
    pairs = [(name, value) for name, value in own if name not in added] + list(added.items())
    return urlunsplit(parts._replace(query=urlencode(pairs, quote_via=quote, safe=":,/")))
