"""Page after page of a server that may repeat itself, loop, count wrongly or ignore what it was asked.

What the protocols of OpenSearch, CMR, ESGF and Solr share: each knows how to ask for one batch and where the
next one is; that searches end, and that pages tell the truth, is seen to here.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Container, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ..model import Area, Page, Query, Record
from .clientside import fold, keep, satisfies, words

MAX_PAGES = 2000
SCANNED = 2000
"""How many records are looked at, at most, where the server leaves the filtering to us."""
REPEATED = "The server gave the same page again; the search stopped there."
TOO_MANY = "Only the first {count} records were looked at: narrow the search."
IGNORED = "The server ignored a part of the search, which was done here."

_SAMPLE = 20
_FEW = 5
"""Fewer records than these prove nothing of how a server understood words."""
_BELIEVED = 0.2


@dataclass(frozen=True)
class Batch:
    """One answer: its records, the server's own count, what to ask for next (None at the end), how many
    records could not be read."""

    items: tuple[Record, ...] = ()
    total: int | None = None
    following: Hashable | None = None
    skipped: int = 0


Ask = Callable[[Any], Batch]


class Checker:
    """Applies what the server was not asked, and what it was asked and plainly did not do.

    ``server`` and ``client`` share out the parts of the query, as ``Page`` tells them. ``placeless``: records
    without footprint are not for an area to judge (model output of the whole Earth has none).
    """

    def __init__(self, query: Query, asked: frozenset[str], *, placeless: bool = False):
        self._query = query
        self._asked = asked & query.parts
        self._ignored: set[str] = set()
        self._refined: set[str] = set()
        self._placeless = placeless

    @property
    def server(self) -> frozenset[str]:
        """What the server filtered."""
        return frozenset(self._asked - self._ignored - self._refined)

    @property
    def client(self) -> frozenset[str]:
        """What was filtered here."""
        return self._query.parts - self.server

    @property
    def ignored(self) -> bool:
        """Whether the server left something undone that it was asked for."""
        return bool(self._ignored)

    @property
    def scans(self) -> bool:
        """Whether the server gives records that were not asked for, so that many may be thrown away."""
        return bool((self._query.parts - self._asked) | self._ignored)

    def keep(self, records: Sequence[Record]) -> list[Record]:
        """The records of a page that match the query."""
        self._judge(records)
        here = (self._query.parts - self._asked) | self._ignored
        if "area" in here and self._placeless:
            records = [one for one in records if one.footprint is None or self._meets(one)]
            here -= {"area"}
        kept = keep(records, self._query, frozenset(here))
        # The few that a coarser index lets through; what a record does not say of itself is the server's.
        for part, said in (("area", "footprint"), ("period", "period")):
            if part in self._asked - self._ignored:
                fine = [one for one in kept if getattr(one, said) is None or self._matches(one, part)]
                if len(fine) < len(kept):
                    self._refined.add(part)
                kept = fine
        for condition in self._query.filters:
            if condition.name in self._asked - self._ignored:
                kept = [
                    one
                    for one in kept
                    if one.properties.get(condition.name) is None or satisfies(one.properties, condition)
                ]
        return kept

    def _matches(self, record: Record, part: str) -> bool:
        if part == "area":
            return self._meets(record)
        return self._query.period is None or self._query.period.intersects(record.period)

    def _meets(self, record: Record) -> bool:
        return self._query.area is None or self._query.area.intersects(record.footprint)

    def _judge(self, records: Sequence[Record]) -> None:
        """Find the parts that the server ignored: most records of a page are not what was asked for."""
        trusted = self._asked - self._ignored
        area, period, text = self._query.area, self._query.period, self._query.text
        if "area" in trusted and area:
            box = Area.bbox(*area.bounds)
            self._doubt("area", [box.intersects(one.footprint) for one in records if one.footprint], 0.5)
        if "period" in trusted and period:
            self._doubt("period", [period.intersects(one.period) for one in records if one.period], 0.5)
        if "text" in trusted and len(records) >= _FEW:
            stems = [word[: max(4, len(word) - 2)] for word in words(text)]
            self._doubt("text", [_says(one, stems) for one in records[:_SAMPLE]], _BELIEVED)

    def _doubt(self, part: str, matching: Sequence[bool], least: float) -> None:
        if matching and sum(matching) < least * len(matching):
            self._ignored.add(part)


def _says(record: Record, stems: Sequence[str]) -> bool:
    """Whether the record holds one of the words at least: a server searches more than it shows."""
    raw = record.raw
    said = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else repr(raw)
    said = fold(said)
    return not stems or any(stem in said for stem in stems)


def for_datasets(query: Query, known: Container[str]) -> Query:
    """The query without conditions on properties of granules ("eo:cloud_cover") that a search of datasets
    does not know: they wait for the granules."""
    kept = tuple(one for one in query.filters if one.name in known or ":" not in one.name)
    return query if len(kept) == len(query.filters) else query.but(filters=kept)


def pages(
    query: Query,
    checker: Checker,
    catalog: str,
    ask: Ask,
    firsts: Sequence[Hashable],
    notes: Sequence[str] = (),
) -> Iterator[Page]:
    """Every page of a search that starts at each of ``firsts`` in turn (the two halves of an area across the
    antimeridian); finite whatever the server does. Raises what ``ask`` raises."""
    run = _Run(query, checker, catalog, list(notes), several=len(firsts) > 1)
    waiting = deque(firsts)
    asked: set[Hashable] = set()
    for _ in range(MAX_PAGES):
        token = waiting.popleft()
        asked.add(token)
        batch = ask(token)
        fresh = run.fresh(batch)
        following = batch.following
        if following is not None and (following in asked or (batch.items and not fresh)):
            run.note(REPEATED)
            following = None
        if following is not None and not batch.items and not batch.skipped:
            following = None
        if following is not None:
            waiting.appendleft(following)
        page = run.page(batch, fresh, bool(waiting))
        yield page
        if not page.has_more:
            return


class _Run:
    """What is remembered from page to page."""

    def __init__(self, query: Query, checker: Checker, catalog: str, notes: list[str], *, several: bool):
        self._query, self._checker, self._catalog = query, checker, catalog
        self._notes = notes
        self._several = several
        self._seen: set[tuple[str, str]] = set()
        self._given = self._came = 0

    def note(self, sentence: str) -> None:
        """A sentence for the status row, once."""
        if sentence not in self._notes:
            self._notes.append(sentence)

    def fresh(self, batch: Batch) -> list[Record]:
        """The records not given before."""
        new = []
        for record in batch.items:
            if record.key not in self._seen:
                self._seen.add(record.key)
                new.append(record)
        return new

    def page(self, batch: Batch, fresh: list[Record], more: bool) -> Page:
        """What of a batch the query wants; ``more`` tells that the server has another."""
        kept = self._checker.keep(fresh)
        self._came = len(self._seen) + batch.skipped
        if self._checker.ignored:
            self.note(IGNORED)
        rest = more
        if more and self._checker.scans and len(self._seen) >= SCANNED:
            self.note(TOO_MANY.format(count=len(self._seen)))
            more = False
        limit = self._query.limit
        if limit is not None and self._given + len(kept) >= limit:
            rest = rest or self._given + len(kept) > limit
            kept, more = kept[: limit - self._given], False
        self._given += len(kept)
        total, at_least = batch.total, False
        if total is None or self._several or self._checker.client or total < self._came:
            total, at_least = self._given, rest
        elif not rest and total > self._came:
            total = self._came  # it counted what it does not have
        return Page(
            items=tuple(kept),
            total=total,
            total_is_lower_bound=at_least,
            has_more=more,
            filtered_by_server=self._checker.server,
            filtered_by_client=self._checker.client,
            catalog=self._catalog,
            skipped=batch.skipped,
            notes=tuple(self._notes),
        )
