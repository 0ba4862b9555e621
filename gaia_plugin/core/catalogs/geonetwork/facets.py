"""Fields of the index to filter on, with their terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..base import Queryable
from .answers import buckets

ALWAYS = ("resourceType", "OrgForResource")
_TERMS = 100


def facet_names(said: Any) -> tuple[str, ...]:
    """The fields that an entry names, after those that every GeoNetwork has."""
    named = [name for name in said if isinstance(name, str)] if isinstance(said, (list, tuple)) else []
    return tuple(dict.fromkeys((*ALWAYS, *named)))


def facets_body(names: Sequence[str]) -> dict[str, Any]:
    """A request for the terms of each field and no record."""
    return {
        "size": 0,
        "query": {"bool": {"filter": [{"term": {"isTemplate": "n"}}]}},
        "aggregations": {name: {"terms": {"field": _field(name), "size": _TERMS}} for name in names},
    }


def _field(name: str) -> str:
    if "." in name or not name.startswith(("th_", "cl_", "tag", "OrgForResource")):
        return name
    if name.startswith("cl_") or name.endswith("_tree"):
        return f"{name}.key"
    return "OrgForResourceObject.default" if name == "OrgForResource" else f"{name}.default"


def read_facets(names: Sequence[str], groups: Mapping[str, Any]) -> tuple[Queryable, ...]:
    """The fields that have terms, the most frequent term first."""
    found = []
    for name in names:
        terms = tuple(buckets(groups.get(name)))
        if terms:
            title = name.partition(".")[0].removeprefix("th_").removeprefix("cl_").removesuffix("_tree")
            found.append(Queryable(name, title.replace("_", " "), values=terms))
    return tuple(found)
