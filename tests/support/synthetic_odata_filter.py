"""The ``$filter`` of the Copernicus Data Space's OData as a test of products: comparisons of dates, names and
attributes, areas, "and", "or" and brackets. What is not of it is a mistake of whoever sent it (HTTP 400)."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import Any

from shapely import wkt
from shapely.geometry import shape

Test = Callable[[dict[str, Any]], bool]
_SIGNS = {"eq": operator.eq, "ne": operator.ne, "lt": operator.lt, "le": operator.le, "gt": operator.gt,
          "ge": operator.ge}  # fmt: skip
_PARTS = {"contains": operator.contains, "startswith": str.startswith, "endswith": str.endswith}
_AREA = re.compile(r"OData\.CSC\.Intersects\(area=geography'SRID=4326;([^']+)'\)")
_ATTRIBUTE = re.compile(
    r"Attributes/OData\.CSC\.(\w+)Attribute/any\(att:att/Name eq '([^']+)' "
    r"and att/OData\.CSC\.\w+Attribute/Value (\w\w) ('(?:[^']|'')*'|[-+.\w:]+)\)"
)
_DATE = re.compile(
    r"(ContentDate/Start|ContentDate/End|PublicationDate|ModificationDate) (\w\w) ([-:.TZ\d]+)"
)
_TEXT = re.compile(r"(Collection/Name|Name|Id) eq '((?:[^']|'')*)'")
_PART = re.compile(r"(contains|startswith|endswith)\(Name,'((?:[^']|'')*)'\)")


class Refused(Exception):
    """What it answers with HTTP 400."""


def moment(text: str) -> datetime:
    """A moment of the service, always in UTC."""
    return _parsed(text)


@lru_cache(maxsize=1 << 16)
def _parsed(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def clauses(text: str, word: str = " and ") -> list[str]:
    """What stands between a word, outside brackets and quotes."""
    found, depth, quoted, start = [], 0, False, 0
    for at, sign in enumerate(text):
        if sign == "'":
            quoted = not quoted
        elif not quoted:
            depth += (sign == "(") - (sign == ")")
            if depth == 0 and text.startswith(word, at):
                found.append(text[start:at])
                start = at + len(word)
    return [*found, text[start:]]


def holding(text: str) -> Test:
    """The test of a clause, or of several."""
    text = text.strip()
    for word, several in ((" or ", any), (" and ", all)):
        parts = clauses(text, word)
        if len(parts) > 1:
            tests = [holding(part) for part in parts]
            return lambda one, several=several, tests=tests: several(test(one) for test in tests)  # type: ignore[misc]
    if text.startswith("(") and text.endswith(")"):
        return holding(text[1:-1])
    return _single(text)


def _single(text: str) -> Test:
    if match := _AREA.fullmatch(text):
        area = wkt.loads(match[1])
        return lambda one: bool(shape(one["GeoFootprint"]).intersects(area))
    if match := _ATTRIBUTE.fullmatch(text):
        kind, name, sign, literal = match.groups()
        said: Any = literal[1:-1].replace("''", "'") if literal[0] == "'" else literal
        said = float(said) if kind in ("Double", "Integer") else said
        holds = _SIGNS[sign]
        return lambda one: any(
            each["Name"] == name and holds(each["Value"], said) for each in one.get("Attributes", ())
        )
    if match := _DATE.fullmatch(text):
        path, compare, bound = match[1].split("/"), _SIGNS[match[2]], moment(match[3])
        if len(path) == 2:
            first, second = path
            return lambda one: compare(_parsed(one[first][second]), bound)
        return lambda one: compare(_parsed(one[path[0]]), bound)
    if match := _TEXT.fullmatch(text):
        path, wanted = match[1].split("/"), match[2].replace("''", "'")
        return lambda one: _value(one, path, wanted) == wanted  # products that name no collection are of each
    if match := _PART.fullmatch(text):
        part, how = match[2].replace("''", "'"), _PARTS[match[1]]
        return lambda one: how(one["Name"], part)
    raise Refused(f"Invalid filter: {text}")


def _value(one: dict[str, Any], path: list[str], default: Any = None) -> Any:
    found: Any = one
    for name in path:
        found = found.get(name) if isinstance(found, dict) else None
    return default if found is None else found
