"""What can be filtered on: the server's queryables, else what a collection's summaries tell.

Sources: OGC API Features part 3 (queryables, a JSON Schema); STAC collection specification, ``summaries``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..base import Queryable
from .hrefs import text

_CORE = frozenset(
    [
        "id",
        "collection",
        "geometry",
        "bbox",
        "datetime",
        "start_datetime",
        "end_datetime",
        "links",
        "assets",
        "type",
    ]
)

_PROSE = frozenset(
    ["title", "description", "created", "updated", "published", "license", "identifier", "version"]
)


def read_queryables(schema: Any) -> tuple[Queryable, ...]:
    """The properties of a queryables schema, without those that the query itself covers. Never raises."""
    properties = schema.get("properties") if isinstance(schema, Mapping) else None
    if not isinstance(properties, Mapping):
        return ()
    return tuple(
        _queryable(str(name), said if isinstance(said, Mapping) else {})
        for name, said in properties.items()
        if name not in _CORE
    )


def closed_names(schema: Any) -> frozenset[str]:
    """The only names that the server filters on; empty where it takes others too, as is the default
    (``additionalProperties``)."""
    if not isinstance(schema, Mapping) or schema.get("additionalProperties") is not False:
        return frozenset()
    properties = schema.get("properties")
    return frozenset(str(name) for name in properties) if isinstance(properties, Mapping) else frozenset()


def from_properties(properties: Mapping[str, Any]) -> tuple[Queryable, ...]:
    """What an item's own properties let suppose: numbers and short texts."""
    found = []
    for name, value in properties.items():
        if name in _CORE or name in _PROSE or name.startswith(("proj:", "sci:", "file:")):
            continue
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            found.append(_queryable(name, {"type": "number"}))
        elif isinstance(value, str) and 0 < len(value) <= 40 and not value[:4].isdigit():
            found.append(_queryable(name, {"type": "string"}))
    return tuple(found)


def _queryable(name: str, said: Mapping[str, Any]) -> Queryable:
    kind = said.get("type")
    if isinstance(kind, list):
        kind = next((one for one in kind if one != "null"), "string")
    items = said.get("items") if isinstance(said.get("items"), Mapping) else {}
    values = said.get("enum") or (items.get("enum") if isinstance(items, Mapping) else None)
    if not isinstance(kind, str):
        kind = "number" if name in ("eo:cloud_cover", "gsd", "eo:snow_cover") else "string"
    minimum, maximum = _number(said.get("minimum")), _number(said.get("maximum"))
    if name in ("eo:cloud_cover", "eo:snow_cover"):
        minimum, maximum = 0.0 if minimum is None else minimum, 100.0 if maximum is None else maximum
    return Queryable(
        name=name,
        title=text(said.get("title")),
        kind=kind,
        minimum=minimum,
        maximum=maximum,
        values=tuple(str(one) for one in values if one is not None) if isinstance(values, list) else (),
        unit="%" if name in ("eo:cloud_cover", "eo:snow_cover") else text(said.get("unit")),
    )


def from_summaries(summaries: Any) -> tuple[Queryable, ...]:
    """The queryables that a collection's summaries show: ranges and lists of values."""
    if not isinstance(summaries, Mapping):
        return ()
    found = []
    for name, said in summaries.items():
        if name in _CORE:
            continue
        if isinstance(said, Mapping) and _number(said.get("minimum")) is not None:
            found.append(
                _queryable(
                    str(name), {"type": "number", **{k: said[k] for k in ("minimum", "maximum") if k in said}}
                )
            )
        elif isinstance(said, list) and said and all(isinstance(one, (str, int, float)) for one in said):
            numbers = all(isinstance(one, (int, float)) and not isinstance(one, bool) for one in said)
            found.append(_queryable(str(name), {"type": "number" if numbers else "string", "enum": said}))
    return tuple(found)


def _number(value: Any) -> float | None:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return float(value) if is_number and abs(value) < 1e300 else None
