"""Page after page of a server that may repeat itself, loop, count wrongly or ignore what it was asked.

Each protocol knows how to ask for one batch and where the next one is; that searches end, and that pages tell
the truth, is seen to here.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Container, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..metadata.jsontexts import UNREADABLE
from ..model import Page, Query, Record
from .checker import Checker
from .notes import EMPTY, IGNORED, INCOMPLETE, REPEATED, TOO_MANY, WINDOW_END
from .ordering import Order

if TYPE_CHECKING:
    from .rest import Completer

MAX_PAGES = 2000
MAX_BARREN = 5
"""Pages in a row without a record that is new and readable."""
SCANNED = 2000
"""How many records are looked at, at most, where the server leaves the filtering to us."""


@dataclass(frozen=True)
class Batch:
    """One answer: its records, the server's own count (or only a lower bound of it), what to ask for next
    (None at the end), how many more records could not be read.

    ``loose``: the count is not of what was asked for. ``replay``: what follows starts from the beginning
    again, in another order. ``cut``: the server has more and gives no more.
    """

    items: Sequence[Any] = ()
    total: int | None = None
    following: Hashable | None = None
    skipped: int = 0
    at_least: bool = False
    loose: bool = False
    replay: bool = False
    cut: bool = False
    notes: tuple[str, ...] = ()


Ask = Callable[[Any], Batch]
Read = Callable[[Any], "Record | None"]


def for_datasets(query: Query, known: Container[str] = ()) -> Query:
    """The query without conditions on properties of granules ("eo:cloud_cover") that a search of datasets
    does not know: they wait for the granules."""
    kept = tuple(one for one in query.filters if one.name in known or ":" not in one.name)
    return query if len(kept) == len(query.filters) else query.but(filters=kept)


def page_size(query: Query, most: int, asked: frozenset[str]) -> int:
    """How many records to ask for at once: no more than are wanted where the server does all filtering."""
    size = min(query.page_size, most)
    return min(size, query.limit) if query.limit is not None and query.parts <= asked else size


def next_offset(position: int, got: int, size: int, total: int | None) -> int | None:
    """Where the page after one of ``got`` records at ``position`` starts, or None at the end; ``size`` were
    asked for. A total that is just what the first page holds may be the page's own count."""
    if not got:
        return None
    after = position + got
    if total is None or total < after or (position == 0 and got == size == total):
        return after if got >= size else None
    return after if after < total else None


def pages(
    query: Query,
    checker: Checker,
    catalog: str,
    ask: Ask,
    firsts: Sequence[Hashable],
    *,
    read: Read | None = None,
    wanted: Callable[[Any], bool] | None = None,
    finish: Completer | None = None,
    notes: Sequence[str] = (),
    scanned: int | None = None,
) -> Iterator[Page]:
    """Every page of a search that starts at each of ``firsts`` in turn (the two halves of an area across the
    antimeridian); finite whatever the server does. Raises what ``ask`` raises.

    ``read`` makes a record of an item of a batch (None, or what a misshapen item makes it raise, where that
    cannot be done); without it the items are records. ``wanted`` tells those that are meant from those that
    a careless server gives along; ``finish`` completes the records of a page; ``scanned`` bounds the records
    looked at where the filtering is done here.
    """
    run = _Run(query, checker, catalog, list(notes), several=len(firsts) > 1)
    run.read, run.wanted, run.finish = read, wanted, finish
    run.scanned = SCANNED if scanned is None else scanned
    waiting, in_order = deque(firsts), Order(query.sort)
    asked: set[Hashable] = set()
    for _ in range(MAX_PAGES):
        token = waiting.popleft()
        asked.add(token)
        batch = ask(token)
        fresh, skipped = run.take(batch)
        following = run.following(batch, asked, skipped)
        if following is not None:
            waiting.appendleft(following)
        else:
            run.start_anew()
        page = in_order(run.page(batch, fresh, skipped, bool(waiting)))
        yield page
        if not page.has_more:
            return


class _Run:
    """What is remembered from page to page."""

    read: Read | None = None
    wanted: Callable[[Any], bool] | None = None
    finish: Completer | None = None
    scanned = SCANNED

    def __init__(self, query: Query, checker: Checker, catalog: str, notes: list[str], *, several: bool):
        self._query, self._checker, self._catalog = query, checker, catalog
        self._notes = notes
        self._seen: set[tuple[str, str]] = set()
        self._walked: set[tuple[str, str]] = set()
        """What was seen since the last beginning: more than one of them may lead to the same records."""
        self._given = self._skipped = 0
        self._barren = 0
        self._loose = several
        """Whether the server's totals count something else than what is given."""
        self._stopped = False
        """Whether the search stopped before the server's end."""

    def take(self, batch: Batch) -> tuple[list[Record], int]:
        """(the records not given before, how many could not be read)."""
        fresh, skipped, before = [], batch.skipped, len(self._walked)
        for item in batch.items:
            try:
                record = self.read(item) if self.read else item
            except UNREADABLE:
                record = None
            if record is None:
                skipped += 1
                continue
            self._walked.add(record.key)
            if record.key not in self._seen:
                self._seen.add(record.key)
                fresh.append(record)
        self._skipped += skipped
        self._barren = 0 if len(self._walked) > before else self._barren + 1
        for sentence in batch.notes:
            self._note(sentence)
        self._loose = self._loose or batch.loose
        return fresh, skipped

    def start_anew(self) -> None:
        """What comes next was perhaps given before, and is no repetition."""
        self._walked.clear()
        self._barren = 0

    def following(self, batch: Batch, asked: set[Hashable], skipped: int) -> Hashable | None:
        """What to ask for next, or None where the server gives no more."""
        readable = len(batch.items) + batch.skipped > skipped
        again = readable and self._barren > 0 and not batch.replay
        if batch.replay:
            self.start_anew()
        if batch.cut:
            self._stopped = True
            self._note(WINDOW_END.format(count=self._came))
        if batch.following is None or not (batch.items or batch.skipped):
            return None
        if again or batch.following in asked:
            self._note(REPEATED)  # all that it has, whatever it counts
            return None
        if self._barren >= MAX_BARREN:
            self._stopped = True
            self._note(EMPTY)
            return None
        return batch.following

    def page(self, batch: Batch, fresh: list[Record], skipped: int, more: bool) -> Page:
        """What of a batch the query wants; ``more`` tells that the server has another."""
        kept = self._kept(fresh)
        ended = not more and not self._stopped
        if more and (self._checker.scans or self._loose) and self._came >= self.scanned:
            self._note(TOO_MANY.format(count=self._came))
            more = False
        limit = self._query.limit
        if limit is not None and self._given + len(kept) >= limit:
            ended = ended and self._given + len(kept) == limit
            kept, more = kept[: limit - self._given], False
        self._given += len(kept)
        total, at_least = batch.total, batch.at_least
        if total is None or self._loose or self._checker.client:
            total, at_least = self._given, not ended
        elif total < self._came or (ended and not at_least):
            total, at_least = self._came, not ended  # it counted what it does not have, or miscounted
        return Page(
            items=tuple(kept),
            total=total,
            total_is_lower_bound=at_least,
            has_more=more,
            filtered_by_server=self._checker.server,
            filtered_by_client=self._checker.client,
            catalog=self._catalog,
            skipped=skipped,
            notes=tuple(self._notes),
        )

    @property
    def _came(self) -> int:
        return len(self._seen) + self._skipped

    def _kept(self, fresh: list[Record]) -> list[Record]:
        if self.wanted is not None:
            meant = [one for one in fresh if self.wanted(one)]
            self._loose = self._loose or len(meant) < len(fresh)
            fresh = meant
        if self.finish and fresh:
            # Where nothing is left out here, what lies beyond the limit needs no completing.
            limit = None if self._checker.client else self._query.limit
            room = len(fresh) if limit is None else limit - self._given
            fresh = [*self.finish(fresh[:room]), *fresh[room:]]
            if self.finish.failed:
                self._note(INCOMPLETE)
        kept = self._checker.keep(fresh)
        if self._checker.ignored:
            self._note(IGNORED)
        return kept

    def _note(self, sentence: str) -> None:
        """A sentence for the status row, once."""
        if sentence not in self._notes:
            self._notes.append(sentence)
