"""Whether a REST search did what it was asked: its records are looked at, not its word taken."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ..model import Dataset, Query, Record
from .clientside import fold, haystack, tests_of

IGNORED = "The server did not apply all filters; what it should have left out was left out here."
_SAMPLE = 20


class Checker:
    """Applies what the server was not asked, and what it was asked and plainly did not do.

    ``pushed`` are the parts that the server was asked to filter; of these, ``rough`` ones were asked in a
    wider form (a box for a polygon) and are always filtered here as well. ``whole`` tells that a record
    holds all the text that its server searches, so that the server's reading of words can be doubted.
    """

    def __init__(
        self,
        query: Query,
        pushed: frozenset[str],
        *,
        rough: frozenset[str] = frozenset(),
        whole: bool = False,
    ):
        self._query = query
        self._pushed = pushed & query.parts
        self._here = set((query.parts - self._pushed) | (rough & query.parts))
        self._stems: list[str] = []
        if whole and "text" in self._pushed:
            self._stems = [_stem(word) for word in re.findall(r"\w+", fold(query.text))]
        self.ignored = False
        """Whether the server left something undone that it was asked for."""

    @property
    def server(self) -> frozenset[str]:
        """What the server alone filtered."""
        return self._pushed - self._here

    @property
    def client(self) -> frozenset[str]:
        """What was filtered here."""
        return frozenset(self._here)

    def keep(self, records: Sequence[Record]) -> list[Record]:
        """The records of a page that match the query."""
        for part in self.server:
            if self._was_ignored(part, records):
                self._here.add(part)
                self.ignored = True
        tests = tests_of(self._query, self.client)
        return [one for one in records if all(test(one) for test in tests)]

    def _was_ignored(self, part: str, records: Sequence[Record]) -> bool:
        """A part was ignored where one record plainly fails it; words are the server's own reading, and are
        doubted only where most records lack them."""
        if part == "text":
            sample = records[:_SAMPLE]
            missing = sum(not all(stem in _all_text(one) for stem in self._stems) for one in sample)
            return bool(self._stems) and 2 * missing > len(sample)
        tests = tests_of(self._query, frozenset({part}))
        return any(not test(one) for one in records for test in tests)


def _stem(word: str) -> str:
    """The part of a word that its plural and its family keep."""
    return word if len(word) <= 4 else word[: max(4, len(word) - 3)]


def _all_text(record: Record) -> str:
    more: Iterable[str] = _strings(record.raw) if isinstance(record, Dataset) else ()
    return fold("\n".join([haystack(record), *more]))


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
