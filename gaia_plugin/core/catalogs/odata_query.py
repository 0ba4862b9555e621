"""The ``$filter`` of the Copernicus Data Space's OData (OData 4.01 part 2, section 5.1.1, with its own
``OData.CSC`` functions and attributes)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from ..model import Area, PropertyFilter, Query, positions
from ..model.geometry import parts

ATTRIBUTES = {
    "eo:cloud_cover": "cloudCover",
    "sat:relative_orbit": "relativeOrbitNumber",
    "sat:absolute_orbit": "orbitNumber",
    "sat:orbit_state": "orbitDirection",
    "product:type": "productType",
    "processing:level": "processingLevel",
}
"""STAC's names of what the service calls otherwise."""
ONLINE = "Online"
TYPES = {
    "cloudCover": "Double",
    "orbitNumber": "Integer",
    "relativeOrbitNumber": "Integer",
    "orbitDirection": "String",
    "productType": "String",
    "processingLevel": "String",
}
_OPERATORS = {"=": "eq", "<>": "ne", "<": "lt", "<=": "le", ">": "gt", ">=": "ge"}
_TYPES = frozenset({"Double", "Integer", "String", "DateTimeOffset", "Boolean"})
_NAME = re.compile(r"[A-Za-z][\w.:-]{0,80}")
_CORNERS = 200
"""More corners than these make an address that servers refuse: the area's box is asked for instead."""
MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True)
class Filter:
    """The conditions to join with "and", the parts of the query that they stand for, and those of them that
    were asked in a wider form."""

    clauses: tuple[str, ...]
    asked: frozenset[str]
    rough: frozenset[str] = frozenset()

    def text(self, *more: str) -> str:
        return " and ".join((*self.clauses, *(one for one in more if one)))


def product_filter(
    query: Query, first: Sequence[str], types: Mapping[str, str], *, conditions: bool = True
) -> Filter:
    """The filter of a query. ``first`` are clauses that come before, ``types`` the attributes' types where
    they are known; without ``conditions`` those on attributes are left out."""
    clauses, asked, rough = list(first), set(), set()
    if query.area:
        clause, exact = _area(query.area)
        clauses.append(clause)
        asked.add("area")
        if not exact:
            rough.add("area")
    if query.period:
        clauses += _period(query.period.start, query.period.end)
        asked.add("period")
    if conditions:
        names = {one.name for one in query.filters}
        for name in sorted(names):
            made = [condition(one, types) for one in query.filters if one.name == name]
            if None not in made:  # half of the conditions on one name would be told as all of them
                clauses += [one for one in made if one]
                asked.add(name)
    return Filter(tuple(clauses), frozenset(asked), frozenset(rough))


def condition(one: PropertyFilter, types: Mapping[str, str]) -> str | None:
    """One condition on an attribute, or None where it cannot be said."""
    name = ATTRIBUTES.get(one.name, one.name)
    if name == ONLINE:  # of the product itself, no attribute
        said = _literal(one.value, "Boolean")
        return (
            f"{name} {_OPERATORS[one.comparison]} {said}" if said and one.comparison in ("=", "<>") else None
        )
    if one.comparison == "like" or not _NAME.fullmatch(name):
        return None
    values = one.value if isinstance(one.value, tuple) else (one.value,)
    kind = types.get(name) or TYPES.get(name) or _kind_of(values[0] if values else "")
    literals = [_literal(value, kind) for value in values]
    if kind not in _TYPES or not literals or None in literals:
        return None
    sign = _OPERATORS.get(one.comparison, "eq")
    each = [
        f"Attributes/OData.CSC.{kind}Attribute/any(att:att/Name eq '{name}' "
        f"and att/OData.CSC.{kind}Attribute/Value {sign} {literal})"
        for literal in literals
    ]
    return each[0] if len(each) == 1 else f"({' or '.join(each)})"


def _kind_of(value: object) -> str:
    if isinstance(value, bool):
        return "Boolean"
    return "Integer" if isinstance(value, int) else "Double" if isinstance(value, float) else "String"


def _literal(value: object, kind: str) -> str | None:
    if kind in ("String", "DateTimeOffset"):
        said = quoted(str(value))
        return said if kind == "String" else said[1:-1]
    if kind == "Boolean":
        return str(value).lower() if str(value).lower() in ("true", "false") else None
    try:
        number = float(str(value))
        return f"{number:.10g}" if kind == "Double" else str(int(number)) if number.is_integer() else None
    except (ValueError, OverflowError):
        return None


def quoted(text: str) -> str:
    """A text as a literal: quotes are doubled (OData 4.01 ABNF, "string")."""
    return "'" + text.replace("'", "''") + "'"


def moment(when: datetime, *, up: bool = False) -> str:
    """A moment to the millisecond, which is what the service compares; rounded down, or ``up``."""
    when = when.astimezone(timezone.utc)
    rest = when.microsecond % 1000
    floor = when.replace(microsecond=when.microsecond - rest)
    if up and rest:
        try:
            floor += MILLISECOND
        except OverflowError:
            pass
    return floor.strftime("%Y-%m-%dT%H:%M:%S.").rjust(20, "0") + f"{floor.microsecond // 1000:03d}Z"


def _period(start: datetime | None, end: datetime | None) -> Iterator[str]:
    """Products that last into the period: their start before its end, their end after its start."""
    if end is not None:
        yield f"ContentDate/Start {'lt' if end.microsecond % 1000 else 'le'} {moment(end, up=True)}"
    if start is not None:
        yield f"ContentDate/End ge {moment(start)}"


def _area(area: Area) -> tuple[str, bool]:
    """(the clause, whether it is the very area): a polygon each, west and east of the antimeridian alike."""
    rings = []
    exact = sum(1 for _ in positions(area.geometry)) <= _CORNERS
    if exact:
        for part in parts(area.geometry):
            exact = exact and part["type"] == "Polygon"
            rings.append(part["coordinates"])
    if not exact:
        rings = [[[[w, s], [e, s], [e, n], [w, n], [w, s]]] for w, s, e, n in area.boxes]
    clauses = [f"OData.CSC.Intersects(area=geography'SRID=4326;{_polygon(one)}')" for one in rings]
    return (clauses[0] if len(clauses) == 1 else f"({' or '.join(clauses)})"), exact


def _polygon(rings: Sequence[Sequence[Sequence[float]]]) -> str:
    said = (",".join(f"{_degrees(p[0])} {_degrees(p[1])}" for p in ring) for ring in rings)
    return "POLYGON(" + ",".join(f"({one})" for one in said) + ")"


def _degrees(value: float) -> str:
    return f"{value:.7f}".rstrip("0").rstrip(".")
