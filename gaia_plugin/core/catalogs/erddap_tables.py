"""ERDDAP's tables as JSON: the names of the columns once, then rows of values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import BadAnswer, host_of

_MANY = 100_000


def rows_of(document: Any, url: str) -> list[dict[str, Any]]:
    """The rows of a table by the names of their columns; a row that is too short lacks the rest.

    Raises BadAnswer where the answer is no table.
    """
    table = document.get("table") if isinstance(document, Mapping) else None
    names = table.get("columnNames") if isinstance(table, Mapping) else None
    rows = table.get("rows") if isinstance(table, Mapping) else None
    if not isinstance(names, list) or not isinstance(rows, list):
        raise BadAnswer(host=host_of(url), detail="JSON without a table and its rows")
    columns = [name if isinstance(name, str) else "" for name in names]
    return [dict(zip(columns, row)) for row in rows[:_MANY] if isinstance(row, list)]


def attributes_of(rows: list[dict[str, Any]]) -> tuple[dict[str, str], list[dict[str, str]], list[str]]:
    """(global attributes, the variables with their attributes, the names of the dimensions) of the table
    that describes a dataset ("Row Type", "Variable Name", "Attribute Name", "Data Type", "Value")."""
    globals_: dict[str, str] = {}
    variables: dict[str, dict[str, str]] = {}
    dimensions: list[str] = []
    for row in rows:
        kind, name = row.get("Row Type"), row.get("Variable Name")
        attribute, value = row.get("Attribute Name"), row.get("Value")
        said = value.strip() if isinstance(value, str) else "" if value is None else str(value)
        if not isinstance(name, str):
            continue
        if kind == "dimension":
            dimensions.append(name)
            variables.setdefault(name, {"name": name})
        elif kind == "variable":
            variables.setdefault(name, {"name": name})
        elif kind == "attribute" and isinstance(attribute, str) and said:
            if name == "NC_GLOBAL":
                globals_[attribute] = said
            else:
                variables.setdefault(name, {"name": name})[attribute] = said
    return globals_, list(variables.values()), dimensions
