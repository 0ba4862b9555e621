"""Batches of a search of Elasticsearch: by offset, and beyond its window by the last hit's sort values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...errors import RequestRefused
from ..notes import PARTIAL
from ..pager import Batch, next_offset
from .answers import Answer
from .query import WINDOW

Ask = Callable[[int, int, "tuple[Any, ...]"], Answer]
Token = tuple[int, "tuple[Any, ...]"]
"""Where a batch starts, and the sort values of the hit before it."""

START: Token = (0, ())


class Batches:
    """The batches of one search, the first answer being there already: ``first_size`` hits were asked for it,
    ``size`` are for the others, by ``ask(start, size, after)``."""

    def __init__(self, ask: Ask, first: Answer, first_size: int, size: int):
        self._ask, self._first, self._first_size, self._size = ask, first, first_size, size
        self._deep = False
        """Whether the window is left behind."""
        self._total = first.total

    def __call__(self, token: Token) -> Batch:
        """The batch at a place. Raises what ``ask`` raises, but for refusals of a place too far away."""
        start = token[0]
        answer, asked = (self._first, self._first_size) if token == START else (self._at(token), self._size)
        if answer is None:
            return Batch(total=self._total, cut=True)
        self._total, got = answer.total, len(answer.hits)
        unsure = answer.at_least or got > asked
        after = next_offset(start, got, asked, None if unsure else answer.total)
        return Batch(
            answer.hits,
            answer.total,
            None if after is None else (after, answer.last_sort),
            at_least=answer.at_least,
            loose=answer.partial,
            # Elasticsearch counts what it has: where hits end before that, it keeps the others back.
            cut=not got and start > 0 and start < (answer.total or 0),
            notes=(PARTIAL,) if answer.partial else (),
        )

    def _at(self, token: Token) -> Answer | None:
        """The answer at a place, or None where the server gives no more."""
        start, after = token
        if not self._deep and start + self._size <= WINDOW:
            try:
                return self._ask(start, self._size, ())
            except RequestRefused:
                pass  # a server with a smaller window
        self._deep = True
        try:
            return self._ask(start, self._size, after) if after else None
        except RequestRefused:
            return None
