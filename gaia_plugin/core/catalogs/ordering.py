"""The order that a query asks for: seen whether the server keeps it, else done here as far as can be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from ..model import Page, Record, Sort
from .clientside import fold
from .notes import SORTED_HERE

_AS_WRITTEN: Callable[[str], str] = str
_COLLATIONS = (_AS_WRITTEN, str.casefold, fold)
"""How servers order texts: a list in any of these orders is in order."""


class Order:
    """Called with each page of a search in turn; gives it back, sorted where the server's own order is not
    the one that was asked for. Only what has arrived can be sorted here, and the page then says so.

    Records that do not say what is sorted by come last, wherever the server puts them.
    """

    def __init__(self, sort: Sort | None):
        self._sort = sort
        self._kept = list(_COLLATIONS)
        self._last: Any = None

    def __call__(self, page: Page) -> Page:
        if self._sort is None or not page.items:
            return page
        values = [value_of(record, self._sort) for record in page.items]
        if self._kept:
            self._look([value for value in values if value is not None])
        if self._kept:
            return page
        items = in_order(page.items, values, self._sort.descending)
        return replace(page, items=items, notes=(*page.notes, SORTED_HERE.format(name=self._sort.name)))

    def _look(self, values: list[Any]) -> None:
        """Leave out the collations that these values, after those before, are not in."""
        chain = values if self._last is None else [self._last, *values]
        self._kept = [one for one in self._kept if self._is_kept(chain, one)]
        self._last = chain[-1] if chain else None

    def _is_kept(self, chain: list[Any], collation: Callable[[str], str]) -> bool:
        down = self._sort is not None and self._sort.descending
        keys = [_key(value, collation) for value in chain]
        return all((one >= other) if down else (one <= other) for one, other in zip(keys, keys[1:]))


def value_of(record: Record, sort: Sort) -> Any:
    """What a record is sorted by; None where it does not say."""
    if sort.name == "datetime":
        start = record.period.start if record.period else None
        return start and start.replace(microsecond=0)  # many servers compare no finer
    value = record.title if sort.name == "title" else record.properties.get(sort.name)
    return value if isinstance(value, (str, int, float)) else None


def in_order(items: tuple[Record, ...], values: list[Any], descending: bool) -> tuple[Record, ...]:
    """The records in the order of their values, those without one last; equal ones stay as they came."""
    said = [pair for pair in zip(values, items) if pair[0] is not None]
    said.sort(key=lambda pair: _key(pair[0], fold), reverse=descending)
    return (*(one for _, one in said), *(one for value, one in zip(values, items) if value is None))


def _key(value: Any, collation: Callable[[str], str]) -> tuple[int, Any]:
    """Moments, numbers and texts are each comparable among themselves."""
    if isinstance(value, datetime):
        return 0, value
    return (2, collation(value)) if isinstance(value, str) else (1, value)
