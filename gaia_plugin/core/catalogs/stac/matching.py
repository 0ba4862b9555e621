"""What a server should have done: which collections match a query."""

from __future__ import annotations

from collections.abc import Callable

from ...model import Dataset, Query, Record
from ..clientside import tests_of
from ..notes import GLOBAL
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
    return record.footprint is None and record.footprint_note in (PLACEHOLDER, GLOBAL)


def _always(record: Record) -> bool:
    return record.period is None and isinstance(record, Dataset) and is_unbounded(record.raw)
