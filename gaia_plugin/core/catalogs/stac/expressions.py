"""Conditions on properties as servers want them: CQL2 JSON, CQL2 text, or the query extension.

Sources: OGC 21-065 (CQL2) clauses 6 and 7; STAC API filter and query extensions.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from ...model import PropertyFilter

_NAME = re.compile(r"^[A-Za-z_:][\w:.]*$")
_RESERVED = frozenset(
    [
        "and",
        "or",
        "not",
        "like",
        "in",
        "between",
        "is",
        "null",
        "true",
        "false",
        "date",
        "timestamp",
        "interval",
        "casei",
        "accenti",
    ]
)
_OPERATORS = {"=": "eq", "<>": "neq", "<": "lt", "<=": "lte", ">": "gt", ">=": "gte", "in": "in"}
_MOMENT = re.compile(r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$")


def _options(value: Any) -> list[Any]:
    return list(value) if isinstance(value, (tuple, list)) else [value]


def cql2_json(filters: Sequence[PropertyFilter]) -> dict[str, Any]:
    """The conditions joined by "and", as CQL2 JSON."""
    terms = [_json_term(one) for one in filters]
    return terms[0] if len(terms) == 1 else {"op": "and", "args": terms}


def _json_term(one: PropertyFilter) -> dict[str, Any]:
    name = {"property": one.name}
    if one.comparison == "in":
        return {"op": "in", "args": [name, [_json_value(value) for value in _options(one.value)]]}
    return {"op": one.comparison, "args": [name, _json_value(one.value)]}


def _json_value(value: Any) -> Any:
    if isinstance(value, str) and _MOMENT.match(value):
        return {"timestamp": value}
    return value


def cql2_text(filters: Sequence[PropertyFilter]) -> str:
    """The conditions joined by AND, as CQL2 text."""
    return " AND ".join(_text_term(one) for one in filters)


def _text_term(one: PropertyFilter) -> str:
    name = one.name
    if not _NAME.match(name) or name.lower() in _RESERVED:
        name = '"' + name.replace('"', '""') + '"'
    if one.comparison == "in":
        return f"{name} IN ({', '.join(_text_value(value) for value in _options(one.value))})"
    sign = "LIKE" if one.comparison == "like" else one.comparison
    return f"{name} {sign} {_text_value(one.value)}"


def _text_value(value: Any) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return repr(value)
    if _MOMENT.match(str(value)):
        return f"TIMESTAMP('{value}')"
    return "'" + str(value).replace("'", "''") + "'"


def query_extension(filters: Sequence[PropertyFilter]) -> dict[str, dict[str, Any]]:
    """The conditions as the query extension has them: ``{"eo:cloud_cover": {"lte": 20}}``.

    A "like" becomes startsWith, endsWith, contains or eq, by where its % stand.
    """
    found: dict[str, dict[str, Any]] = {}
    for one in filters:
        if one.comparison == "like":
            pattern = str(one.value)
            before, after = pattern.startswith("%"), pattern.endswith("%")
            operator = {(True, True): "contains", (True, False): "endsWith", (False, True): "startsWith"}.get(
                (before, after), "eq"
            )
            value: Any = pattern.strip("%")
        else:
            operator = _OPERATORS[one.comparison]
            value = _options(one.value) if operator == "in" else one.value
        found.setdefault(one.name, {})[operator] = value
    return found
