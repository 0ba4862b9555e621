"""Page after page of a CSW that may repeat itself, count wrongly or never end."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..errors import RequestRefused
from ..model import Dataset, Page, Query
from .csw_answer import Answer
from .csw_check import Checker

MAX_PAGES = 2000
SCANNED = 2000
"""How many records are looked at, at most, where the server leaves the filtering to us."""


class Pager:
    """The pages of one search. ``ask(start, count)`` gives the answer that starts at a record (from 1)."""

    def __init__(
        self,
        query: Query,
        checker: Checker,
        catalog: str,
        ask: Callable[[int, int], Answer],
        notes: list[str],
    ):
        self._query = query
        self._checker = checker
        self._catalog = catalog
        self._ask = ask
        self._notes = notes
        self._seen: set[str] = set()
        self._given = 0
        self._skipped = 0
        self._ended = False

    def pages(self, first: Answer, size: int) -> Iterator[Page]:
        """Every page, the first being there already; finite whatever the server does."""
        answer, start = first, 1
        for _ in range(MAX_PAGES):
            new = self._new(answer)
            following = self._following(answer, start, size, bool(new))
            self._ended = following is None
            kept = self._checker.keep(new)
            if following and self._checker.scans and len(self._seen) >= SCANNED:
                self._note(
                    f"only the first {len(self._seen)} records were looked at: this server cannot filter them"
                )
                following = None
            limit = self._query.limit
            if limit is not None and self._given + len(kept) >= limit:
                kept, following = kept[: limit - self._given], None
            self._given += len(kept)
            yield self._page(answer, kept, following is not None)
            if following is None:
                return
            start = following
            try:
                answer = self._ask(start, size)
            except RequestRefused:
                if answer.matched is not None and start > answer.matched:
                    return  # past the end, which some servers take for a mistake
                raise

    def _new(self, answer: Answer) -> list[Dataset]:
        """The records not seen before: some servers give pages that overlap, or the same one for ever."""
        new = []
        for dataset in answer.reading.datasets:
            if dataset.id not in self._seen:
                self._seen.add(dataset.id)
                new.append(dataset)
        return new

    def _following(self, answer: Answer, start: int, size: int, any_new: bool) -> int | None:
        """Where the next page starts, or None at the end."""
        got = len(answer.reading.datasets) + answer.reading.skipped
        if not got:
            return None
        if not any_new and answer.reading.datasets:
            if answer.next_record not in (0, None):
                self._note("this server repeats its pages: the search was stopped")
            return None
        after = start + got
        said = answer.next_record
        if said is not None and said > start:
            if answer.matched is not None and said > answer.matched and got < size:
                return None
            # A next record far beyond what was given would skip records; one within it repeats some.
            return said if said <= after + size else after
        if answer.matched is None:
            return after if said is None and got >= size else None
        if said == 0 and got < size:
            return None
        return after if after <= answer.matched else None

    def _page(self, answer: Answer, kept: list[Dataset], has_more: bool) -> Page:
        self._skipped += answer.reading.skipped
        total, at_least = answer.matched, False
        came = len(self._seen) + self._skipped
        if total is not None and (total < came or (self._ended and total > came)):
            total, at_least = came, has_more
        notes, self._notes[:] = tuple(self._notes), []
        return Page(
            items=tuple(kept),
            total=total,
            total_is_lower_bound=at_least,
            has_more=has_more,
            filtered_by_server=self._checker.server,
            filtered_by_client=self._checker.client,
            catalog=self._catalog,
            skipped=answer.reading.skipped,
            notes=notes,
        )

    def _note(self, text: str) -> None:
        if text not in self._notes:
            self._notes.append(text)
