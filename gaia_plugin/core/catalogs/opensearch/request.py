"""What of a query a template can be asked for, and the values for it.

Sources: OpenSearch 1.1; OGC 10-032r8, 9.3 (box, geometry, time); OGC 13-026r9, 6.4 (EO parameters, and
table 7: how intervals and sets are written).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone

from ...model import PropertyFilter, Query
from ..base import Queryable
from .template import Parameter, Template

# STAC's names, which people and other catalogues use, for those of the EO extension.
ALIASES = {
    "eo:cloud_cover": "eo:cloudCover",
    "eo:snow_cover": "eo:snowCover",
    "platform": "eo:platform",
    "instruments": "eo:instrument",
    "processing:level": "eo:processingLevel",
}
_PLAIN_NAMES = {theirs: ours for ours, theirs in ALIASES.items()}
_PERCENT = frozenset({"eo:cloudCover", "eo:snowCover"})
_NUMBERS = _PERCENT | {
    "eo:resolution",
    "eo:orbitNumber",
    "eo:track",
    "eo:frame",
    "eo:illuminationAzimuthAngle",
    "eo:illuminationZenithAngle",
    "eo:illuminationElevationAngle",
    "eo:minimumIncidenceAngle",
    "eo:maximumIncidenceAngle",
}
_NOT_QUERYABLE = frozenset({"os", "geo", "time", "sru"})
_FIRST, _LAST = "1000-01-01T00:00:00Z", "2100-01-01T00:00:00Z"


@dataclass(frozen=True)
class Filling:
    """Values by canonical name, a set for each box of the area, and the parts of the query that they are."""

    values: tuple[Mapping[str, str], ...]
    asked: frozenset[str]
    usable: bool = True
    """False where the template requires what is not known."""
    missing: tuple[str, ...] = field(default=())


def fill_in(query: Query, template: Template, size: int, fixed: Mapping[str, str] | None = None) -> Filling:
    """The values for a search. ``fixed`` are values by canonical name that the caller knows (a parent)."""
    known = template.parameters
    asked: set[str] = set()
    values: dict[str, str] = dict(fixed or {})
    if query.text and "os:searchTerms" in known:
        values["os:searchTerms"] = query.text
        asked.add("text")
    asked |= _period(query, known, values)
    for condition in query.filters:
        name = ALIASES.get(condition.name, condition.name)
        if name in known and name not in values and (written := _written(condition, name, known[name])):
            values[name] = written
            asked.add(condition.name)
    values.setdefault("os:count", str(size))
    values.setdefault("os:language", query.language)
    for name in ("os:inputEncoding", "os:outputEncoding"):
        values.setdefault(name, "UTF-8")
    areas = _areas(query, known, asked)
    missing = _required(known, {**values, **areas[0]}, template)
    values = {**missing[0], **values}
    return Filling(
        tuple({**values, **area} for area in areas), frozenset(asked), not missing[1], tuple(missing[1])
    )


def page_size(template: Template, wanted: int) -> int:
    """How many records to ask for at once, within what the description allows."""
    count = template.parameters.get("os:count")
    most = count.maximum if count and count.maximum and count.maximum >= 1 else None
    return min(wanted, int(most)) if most else wanted


def queryables_of(template: Template) -> tuple[Queryable, ...]:
    """The parameters of the EO extension and the service's own, as queryables."""
    found = []
    for name, parameter in template.parameters.items():
        prefix, _, local = name.partition(":")
        if prefix in _NOT_QUERYABLE or name == "eo:parentIdentifier":
            continue
        percent = name in _PERCENT
        found.append(
            Queryable(
                _PLAIN_NAMES.get(name, name),
                title=parameter.title or local,
                kind="number" if name in _NUMBERS else "string",
                minimum=parameter.minimum if not percent or parameter.minimum is not None else 0.0,
                maximum=parameter.maximum if not percent or parameter.maximum is not None else 100.0,
                values=tuple(value for value, _ in parameter.options),
                unit="%" if percent else "",
            )
        )
    return tuple(found)


def _period(query: Query, known: Mapping[str, Parameter], values: dict[str, str]) -> set[str]:
    if not query.period:
        return set()
    complete = True
    for moment, name in ((query.period.start, "time:start"), (query.period.end, "time:end")):
        if moment is None:
            continue
        if name in known:
            values[name] = _moment(moment, known[name])
        else:
            complete = False
    return {"period"} if complete else set()


def _moment(moment: datetime, parameter: Parameter) -> str:
    """RFC 3339 to the second; the date alone where that says as much, or where the description's pattern
    takes nothing longer."""
    plain = moment.astimezone(timezone.utc).replace(microsecond=0, tzinfo=None)
    # The pattern is somebody else's: it is looked at and never run, since it could take for ever.
    dates_only = parameter.pattern and "T" not in parameter.pattern.upper()
    # pycsw compares texts: "2020-01-01" comes before "2020-01-01T00:00:00Z".
    midnight = not (plain.hour or plain.minute or plain.second)
    return plain.date().isoformat() if dates_only or midnight else f"{plain.isoformat()}Z"


def _areas(query: Query, known: Mapping[str, Parameter], asked: set[str]) -> list[dict[str, str]]:
    """The values for the place: one set, or two where the area crosses the antimeridian, since few servers
    read a box that does."""
    if not query.area:
        return [{}]
    if "geo:box" in known:
        asked.add("area")
        return [{"geo:box": ",".join(_short(side) for side in box)} for box in query.area.boxes]
    if "geo:geometry" in known:
        asked.add("area")
        return [{"geo:geometry": _polygon(*box)} for box in query.area.boxes]
    sides = ("geo:west", "geo:south", "geo:east", "geo:north")
    if all(side in known for side in sides):
        asked.add("area")
        return [dict(zip(sides, map(_short, box))) for box in query.area.boxes]
    return [{}]


def _short(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".") or "0"


def _polygon(west: float, south: float, east: float, north: float) -> str:
    corners = ((west, south), (east, south), (east, north), (west, north), (west, south))
    return f"POLYGON(({','.join(f'{_short(x)} {_short(y)}' for x, y in corners)}))"


def _written(condition: PropertyFilter, name: str, parameter: Parameter) -> str:
    """A condition as the EO extension writes it, or "" where it can't be."""
    sign, asked = condition.comparison, condition.value
    several = asked if isinstance(asked, tuple) else (asked,)
    texts = [str(value) for value in several]
    allowed = {value for value, _ in parameter.options}
    if allowed and sign in ("=", "in") and not allowed.issuperset(texts):
        return ""
    if sign == "=" or (sign == "in" and len(texts) == 1):
        return texts[0]
    if sign == "in":
        return "{" + ",".join(texts) + "}"
    percent = name in _PERCENT
    if sign in ("<=", "<"):
        last = "]" if sign == "<=" else "["
        return f"[0,{texts[0]}{last}" if percent else f"{texts[0]}{last}"
    if sign in (">=", ">"):
        first = "[" if sign == ">=" else "]"
        return f"{first}{texts[0]},100]" if percent else f"{first}{texts[0]}"
    return ""


def _required(
    known: Mapping[str, Parameter], values: Mapping[str, str], template: Template
) -> tuple[dict[str, str], list[str]]:
    """(stand-ins for required parameters that the query does not set, those for which there is none)."""
    stand_ins = {
        "os:searchTerms": "",
        "os:startIndex": str(template.index_offset),
        "os:startPage": str(template.page_offset),
        "geo:box": "-180,-90,180,90",
        "geo:west": "-180",
        "geo:south": "-90",
        "geo:east": "180",
        "geo:north": "90",
        "time:start": _FIRST,
        "time:end": _LAST,
    }
    given: dict[str, str] = {}
    missing = []
    for name, parameter in known.items():
        if not parameter.required or values.get(name):
            continue
        if name in stand_ins:
            given[name] = stand_ins[name]
        elif parameter.options:
            given[name] = parameter.options[0][0]
        else:
            missing.append(name)
    return given, missing
