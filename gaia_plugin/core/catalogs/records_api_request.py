"""A query as OGC API Records wants it (OGC 20-004r1, "Record collection query parameters")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from ..model import Period, Query, Sort, rfc3339
from .checker import Rule, tolerant, words_test
from .records_api_service import Service
from .stac.expressions import cql2_text

_WORD = re.compile(r"[^\W_]+")
_SORT_NAMES = {"datetime": ("time_begin", "datetime", "date", "updated")}


@dataclass(frozen=True)
class Way:
    """One manner of asking: the parameters, the parts of the query that they stand for, of which ``rough``
    ones are asked in a wider form. ``boxes`` are asked one after the other."""

    parameters: tuple[tuple[str, str], ...] = ()
    boxes: tuple[tuple[float, float, float, float], ...] = ()
    asked: frozenset[str] = field(default_factory=frozenset)
    rough: frozenset[str] = field(default_factory=frozenset)

    def addresses(self, items: str, size: int) -> list[str]:
        """The address of the first page of each box."""
        boxes = [[("bbox", ",".join(f"{side:.6f}" for side in box))] for box in self.boxes]
        return [
            f"{items}?{urlencode([('limit', size), *box, *self.parameters], safe=':,/')}"
            for box in boxes or [[]]
        ]


def ways(query: Query, service: Service) -> list[Way]:
    """Manners of asking, from all that the server declares down to nothing: servers refuse what they
    declare."""
    place = _placed(query)
    plain = _with_words(query, place)
    if query.period and not service.is_pycsw and not service.dates_itself:
        plain = _with(plain, [("datetime", query.period.interval())], ["period"])
    found = [_in_full(query, service, plain), plain, place, _with_words(query, Way()), Way()]
    return [way for number, way in enumerate(found) if way not in found[:number]]


def _placed(query: Query) -> Way:
    if query.area is None:
        return Way()
    rough = frozenset() if query.area.is_box else frozenset({"area"})
    return Way(boxes=query.area.boxes, asked=frozenset({"area"}), rough=rough)


def _with_words(query: Query, way: Way) -> Way:
    """``q`` takes several words as one phrase, as alternatives, or as all wanted, by server; one word is one
    everywhere. The longest is asked for, the others are looked for here."""
    word = max(_WORD.findall(query.text), key=len, default="")
    if not word:
        return way
    rough = way.rough if word == query.text else way.rough | {"text"}
    return replace(_with(way, [("q", word)], ["text"]), rough=rough)


def _in_full(query: Query, service: Service, plain: Way) -> Way:
    """With conditions, and periods in CQL2 where that is needed, and sorted. Without CQL2 a property that is
    listed may still be asked for by its value (Features part 1, "Parameters for filtering on properties")."""
    found = plain
    if service.cql2:
        pushed = [one for one in query.filters if one.name in service.names]
        terms = [f"({cql2_text([one])})" for one in pushed]
        parts = [one.name for one in pushed]
        if query.period and service.is_pycsw:
            terms += _period_terms(query.period)
            parts.append("period")
        if terms:
            found = _with(found, [("filter", " AND ".join(terms)), ("filter-lang", "cql2-text")], parts)
    else:
        equal = [one for one in query.filters if one.comparison == "=" and one.name in service.names]
        found = _with(found, [(one.name, str(one.value)) for one in equal], [one.name for one in equal])
    key = _sort_key(query.sort, service) if service.sorting else ""
    return _with(found, [("sortby", key)], []) if key else found


def _with(way: Way, parameters: Sequence[tuple[str, str]], parts: Sequence[str]) -> Way:
    return replace(way, parameters=(*way.parameters, *parameters), asked=way.asked | set(parts))


def _period_terms(period: Period) -> list[str]:
    """Overlap, by the two ends of a record's period, which pycsw compares as texts; a record without end goes
    on. Its grammar knows no TIMESTAMP()."""
    found = []
    if period.start is not None:
        start = period.start.date().isoformat()
        found.append(f"(time_end >= '{start}' OR (time_end IS NULL AND time_begin IS NOT NULL))")
    if period.end is not None:
        found.append(f"time_begin <= '{rfc3339(period.end.replace(microsecond=0))}'")
    return found


def _sort_key(sort: Sort | None, service: Service) -> str:
    """The property to sort by, with a minus where it descends; a plus would be a blank in an address."""
    names = _SORT_NAMES.get(sort.name, (sort.name,)) if sort else ()
    name = next((one for one in names if one in service.names), "")
    return f"-{name}" if name and sort and sort.descending else name


def rules(query: Query) -> dict[str, Rule]:
    """How answers are checked: a server searches more than it shows; words that it was not asked for may
    stand anywhere in a record."""
    found = tolerant(query)
    if "text" in found and '"' not in query.text:
        found["text"] = replace(found["text"], here=words_test(query.text))
    return found
