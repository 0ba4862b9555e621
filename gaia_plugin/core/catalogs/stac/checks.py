"""Whether a server applied the filters that it was asked to apply.

Tolerant on purpose: a record that does not say is let through, for the server may know better.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from ...model import Granule, Period, PropertyFilter, Query, Record, boxes
from ...model.geometry import boxes_meet
from ..clientside import satisfies

_MARGIN = 0.05
"""Degrees: servers simplify footprints and round them."""
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Check:
    """One part of a query, and whether a record plainly fails it."""

    part: str
    fails: Callable[[Record], bool]


def checks_of(query: Query, server: frozenset[str]) -> list[Check]:
    """One check for each part that the server applies."""
    found = []
    if "collections" in server and query.collections:
        found.append(Check("collections", _outside_collections(frozenset(query.collections))))
    if "period" in server and query.period:
        found.append(Check("period", _outside_period(query.period)))
    if "area" in server and query.area:
        found.append(Check("area", _outside_boxes(query.area.boxes)))
    found += [Check(one.name, _fails_condition(one)) for one in query.filters if one.name in server]
    return found


def _outside_collections(wanted: frozenset[str]) -> Callable[[Record], bool]:
    return lambda record: (
        isinstance(record, Granule) and bool(record.collection) and record.collection not in wanted
    )


def _outside_period(period: Period) -> Callable[[Record], bool]:
    start, end = period.start, period.end
    try:
        wide = Period(start and start - _SECOND, end and end + _SECOND)
    except OverflowError:  # an end in the year 9999
        wide = period
    return lambda record: record.period is not None and not wide.intersects(record.period)


def _outside_boxes(wanted: tuple[tuple[float, float, float, float], ...]) -> Callable[[Record], bool]:
    wide = [(w - _MARGIN, s - _MARGIN, e + _MARGIN, n + _MARGIN) for w, s, e, n in wanted]

    def fails(record: Record) -> bool:
        if not record.footprint:
            return False
        return not any(boxes_meet(own, asked) for own in boxes(record.footprint) for asked in wide)

    return fails


def _fails_condition(condition: PropertyFilter) -> Callable[[Record], bool]:
    def fails(record: Record) -> bool:
        return record.properties.get(condition.name) is not None and not satisfies(
            record.properties, condition
        )

    return fails
