"""What a server should have done: which collections match a query, and the order of a page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ...model import Dataset, Page, Query, Record, Sort
from ..clientside import tests_of
from .extents import PLACEHOLDER, is_unbounded


def dataset_tests(query: Query, parts: frozenset[str]) -> list[Callable[[Record], bool]]:
    """The tests of ``clientside``, but a collection that claims the whole world, or all times, is found in
    any area and any period: its items may well be there, though its claim is not worth drawing."""
    tests = tests_of(query, parts - {"area", "period"})
    for part, claims_all in (("period", _always), ("area", _everywhere)):
        for test in tests_of(query, parts & {part}):
            tests.append(_unless(claims_all, test))
    return tests


def _unless(claims_all: Callable[[Record], bool], test: Callable[[Record], bool]) -> Callable[[Record], bool]:
    return lambda record: claims_all(record) or test(record)


def _everywhere(record: Record) -> bool:
    return record.footprint is None and record.footprint_note == PLACEHOLDER


def _always(record: Record) -> bool:
    return record.period is None and isinstance(record, Dataset) and is_unbounded(record.raw)


def in_order(page: Page, sort: Sort) -> Page:
    """The page with its records in an order, those that say nothing last; equal ones stay as they came."""

    def said(record: Record) -> object:
        if sort.name == "datetime":
            return record.period.start if record.period else None
        return record.title if sort.name == "title" else record.properties.get(sort.name)

    values = [(said(record), record) for record in page.items]
    known = [pair for pair in values if pair[0] is not None]
    rest = [record for value, record in values if value is None]
    try:
        known.sort(key=lambda pair: pair[0], reverse=sort.descending)  # type: ignore[arg-type, return-value]
    except TypeError:  # numbers and texts under one name
        return page
    return replace(page, items=(*(record for _, record in known), *rest))
