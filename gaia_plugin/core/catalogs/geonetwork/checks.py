"""Whether the server did what it was asked: its records are looked at, not its word taken."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from ...model import Area, Dataset, Period, PropertyFilter, Query
from ..clientside import fold, satisfies, tests_of
from ..clientside import words as folded_words
from .clauses import base_name, is_coarse

_SAMPLE = 20
_DAY = timedelta(days=1)
_GENERAL = frozenset({"text", "area", "period", "collections"})

Test = Callable[[Dataset], "bool | None"]


class Checker:
    """Applies what the server was not asked, and what it was asked and plainly did not do.

    ``server`` and ``client`` share out the parts of the query, as ``Page`` tells them.
    """

    def __init__(self, query: Query, asked: frozenset[str]):
        self._query = query
        self._asked = asked & query.parts
        self._here: set[str] = set(query.parts - self._asked)
        if query.area and is_coarse(query.area):
            self._here.add("area")
        self._checks = dict(_checks(query, self._asked))
        self._ignored = False

    @property
    def server(self) -> frozenset[str]:
        """What the server filtered."""
        return self._asked - self._here

    @property
    def client(self) -> frozenset[str]:
        """What was filtered here."""
        return frozenset(self._here)

    @property
    def ignored(self) -> bool:
        """Whether the server left something undone that it was asked for."""
        return self._ignored

    def keep(self, datasets: Sequence[Dataset]) -> list[Dataset]:
        """The datasets of a page that match the query."""
        for part, test in self._checks.items():
            if part not in self._here and self._is_ignored(part, test, datasets):
                self._here.add(part)
                self._ignored = True
        if not self._here:
            return list(datasets)
        tests = tests_of(self._query, frozenset(self._here & _GENERAL))
        conditions = [one for one in self._query.filters if one.name in self._here]
        return [
            one
            for one in datasets
            if all(test(one) for test in tests) and all(_satisfies(one, each) for each in conditions)
        ]

    @staticmethod
    def _is_ignored(part: str, test: Test, datasets: Sequence[Dataset]) -> bool:
        """Text is the server's own reading of words: it is doubted where most records lack them. Any other
        part has been ignored where one record plainly fails it."""
        if not datasets:
            return False
        if part == "text":
            sample = datasets[:_SAMPLE]
            return 2 * sum(test(one) is False for one in sample) > len(sample)
        return any(test(one) is False for one in datasets)


def _checks(query: Query, asked: frozenset[str]) -> Iterator[tuple[str, Test]]:
    """For each part, whether a record satisfies it; None where that cannot be told."""
    if "collections" in asked:
        yield "collections", lambda one: one.id in query.collections
    if "period" in asked and query.period:
        yield "period", _in_period(query.period)
    if "area" in asked and query.area:
        yield "area", _in_area(query.area)
    if "text" in asked:
        stems = [_stem(word) for word in folded_words(query.text)]
        yield "text", lambda one: _says(one, stems)
    for condition in query.filters:
        if condition.name in asked:
            yield condition.name, lambda one, each=condition: _known(one, each)  # type: ignore[misc]


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


def _stem(word: str) -> str:
    """The part of a word that its plural and its family keep."""
    return word if len(word) <= 4 else word[: max(4, len(word) - 3)]


def _says(dataset: Dataset, stems: Sequence[str]) -> bool:
    text = fold("\n".join(_strings(dataset.raw)))
    return all(stem in text for stem in stems)


def _strings(value: Any) -> Iterator[str]:
    stack = [value]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            yield node
        elif isinstance(node, dict):
            stack.extend(node.values())
        elif isinstance(node, list):
            stack.extend(node)


def _satisfies(dataset: Dataset, condition: PropertyFilter) -> bool:
    return satisfies(dataset.properties, replace(condition, name=base_name(condition.name)))


def _known(dataset: Dataset, condition: PropertyFilter) -> bool | None:
    if dataset.properties.get(base_name(condition.name)) is None:
        return None
    return _satisfies(dataset, condition)
