"""Page after page of a search that may repeat itself, count wrongly or never end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from ...errors import RequestRefused
from ...model import Dataset, Page, Query
from ..stac.pages import IGNORED, REPEATED, TOO_MANY
from .answers import Answer
from .checks import Checker
from .query import WINDOW

MAX_PAGES = 2000
SCANNED = 2000
"""How many records are looked at, at most, where the server leaves the filtering to us."""

WINDOW_END = "The server gives no more than its first {count} records: narrow the search."
PARTIAL = "The server searched only a part of its records: try again, or narrow the search."

Ask = Callable[[int, int, "tuple[Any, ...]"], Answer]
Read = Callable[[Any], "Dataset | None"]


class Pages:
    """The pages of one search. ``ask(start, size, after)`` gives an answer, ``read`` the dataset of a hit;
    ``wanted`` tells the records that are meant from those that a careless server gives along."""

    def __init__(
        self,
        query: Query,
        checker: Checker,
        ask: Ask,
        read: Read,
        wanted: Callable[[Dataset], bool],
        notes: Sequence[str] = (),
    ):
        self._query, self._checker, self._ask = query, checker, ask
        self._read, self._wanted = read, wanted
        self._notes = list(notes)
        self._seen: set[str] = set()
        self._given = self._position = 0
        self._after: tuple[Any, ...] = ()
        self._uncounted = False
        """Whether the server's total counts records that were not given, or lacks some that were."""

    def run(self, first: Answer, first_size: int, size: int) -> Iterator[Page]:
        """Every page, the first being there already: ``first_size`` hits were asked for it, ``size`` are for
        the others. Finite whatever the server does."""
        answer, asked = first, first_size
        for _ in range(MAX_PAGES):
            start, self._position = self._position, self._position + len(answer.hits)
            fresh, skipped, any_new = self._take(answer)
            kept = self._checker.keep(fresh)
            more = self._continues(answer, start, asked, any_new)
            limit = self._query.limit
            cut = limit is not None and self._given + len(kept) >= limit
            if cut:
                more = more or self._given + len(kept) > (limit or 0)
                kept = kept[: (limit or 0) - self._given]
            self._given += len(kept)
            yield self._page(answer, kept, skipped, more and not cut, rest=more)
            if cut or not more:
                return
            following = self._next(answer, size)
            if following is None:
                yield self._page(answer, [], 0, False, rest=True)
                return
            answer, asked = following, size

    def _take(self, answer: Answer) -> tuple[list[Dataset], int, bool]:
        """(records to give, how many could not be read, whether any was not seen before)."""
        fresh, skipped, any_new = [], 0, False
        for hit in answer.hits:
            dataset = self._read(hit)
            if dataset is None:
                skipped += 1
            elif dataset.id not in self._seen:
                self._seen.add(dataset.id)
                any_new = True
                if self._wanted(dataset):
                    fresh.append(dataset)
                else:
                    self._uncounted = True
        if answer.partial:
            self._uncounted = True
            self._note(PARTIAL)
        return fresh, skipped, any_new

    def _continues(self, answer: Answer, start: int, size: int, any_new: bool) -> bool:
        """Whether a next page is worth asking for."""
        got = len(answer.hits)
        if self._checker.ignored:
            self._note(IGNORED)
        if not got:
            return False
        if not any_new:
            if start:
                self._note(REPEATED)
            return False
        if (self._checker.client or self._uncounted) and len(self._seen) >= SCANNED:
            self._note(TOO_MANY.format(count=len(self._seen)))
            return False
        if answer.total is None or answer.at_least or got > size:
            return got >= size
        if self._position < answer.total:
            return True
        # A total that is just what this page holds may be the page's own count, not the search's.
        return got == size == answer.total

    def _next(self, answer: Answer, size: int) -> Answer | None:
        """The next answer, or None where the server gives no more. Beyond the window of Elasticsearch it is
        asked for by the last hit's sort values (``search_after``)."""
        if not self._after and self._position + size <= WINDOW:
            try:
                return self._ask(self._position, size, ())
            except RequestRefused:
                pass  # a server with a smaller window
        self._after = answer.last_sort
        if self._after:
            try:
                return self._ask(self._position, size, self._after)
            except RequestRefused:
                pass
        self._note(WINDOW_END.format(count=self._position))
        return None

    def _page(self, answer: Answer, kept: list[Dataset], skipped: int, has_more: bool, *, rest: bool) -> Page:
        total, at_least = answer.total, answer.at_least
        if total is None or self._checker.client or self._uncounted or total < self._given:
            total, at_least = self._given, rest
        return Page(
            items=tuple(kept),
            total=total,
            total_is_lower_bound=at_least,
            has_more=has_more,
            filtered_by_server=self._checker.server,
            filtered_by_client=self._checker.client,
            skipped=skipped,
            notes=tuple(self._notes),
        )

    def _note(self, sentence: str) -> None:
        if sentence not in self._notes:
            self._notes.append(sentence)
