"""Whether the server did what it was asked: its records are looked at, not its word taken."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from ...model import Area, Dataset, Period, PropertyFilter, Query
from ..checker import SAMPLE, Rule, Test, condition_test, words_test
from ..clientside import satisfies
from .clauses import base_name, is_coarse

_DAY = timedelta(days=1)


def rules(query: Query) -> dict[str, Rule]:
    """One record that plainly fails a part shows that it was ignored; words are the server's own reading, and
    doubted where most records lack them."""
    found = {name: _field(query, name) for name in {one.name for one in query.filters}}
    if query.collections:
        found["collections"] = Rule(test=lambda one: one.id in query.collections)
    if query.period:
        found["period"] = Rule(test=_in_period(query.period))
    if query.area:
        found["area"] = Rule(test=_in_area(query.area))
    if query.text:
        found["text"] = Rule(test=words_test(query.text), least=0.5, sample=SAMPLE)
    return found


def rough(query: Query) -> frozenset[str]:
    """The parts that are asked in a wider form."""
    return frozenset({"area"}) if query.area and is_coarse(query.area) else frozenset()


def _field(query: Query, name: str) -> Rule:
    plain = base_name(name)

    def satisfied(one: Dataset, condition: PropertyFilter) -> bool:
        return satisfies(one.properties, replace(condition, name=plain))

    return Rule(
        test=condition_test(
            query, name, lambda one, each: None if one.properties.get(plain) is None else satisfied(one, each)
        ),
        here=condition_test(query, name, satisfied),
    )


def _in_period(period: Period) -> Test:
    """To the day: servers shift the dates of records by their own time zone."""
    start, end = period.start, period.end
    try:
        wide = Period(start and start - _DAY, end and end + _DAY)
    except OverflowError:  # an end in the year 9999
        wide = period

    def test(one: Dataset) -> bool | None:
        if one.period is None:
            return None if _has(one, "resourceTemporalExtentDateRange") else False
        return wide.intersects(one.period)

    return test


def _in_area(area: Area) -> Test:
    """By the area's box: the index knows shapes to a few metres only."""
    box = Area.bbox(*area.bounds)

    def test(one: Dataset) -> bool | None:
        if one.footprint is None:
            return None if _has(one, "geom") else False
        return box.intersects(one.footprint)

    return test


def _has(dataset: Dataset, name: str) -> bool:
    """Whether the index has something that the model could not read."""
    source = dataset.raw.get("_source") if isinstance(dataset.raw, dict) else None
    return isinstance(source, dict) and source.get(name) not in (None, "", [], {})
