"""Page after page of a REST search that may repeat itself, count wrongly or never end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any, Union

from ..errors import BadAnswer, Cancelled, GaiaError, NotFound, RequestRefused, host_of
from ..metadata.jsontexts import UNREADABLE, whole_number
from ..model import Dataset, Page, Query, Record
from ..net import Cancel
from .rest_checks import IGNORED, Checker

MAX_PAGES = 2000
SCANNED = 2000
"""How many records are looked at, at most, where the server leaves the filtering to us."""

REPEATED = "The server gave the same page again; the search stopped there."
WINDOW_END = "The server gives no more than its first {count} records: narrow the search."
TOO_MANY = "Only the first {count} records were looked at: narrow the search."
INCOMPLETE = "Some records could not be read in full: their area or period may be missing."

Where = Union[int, str]
Read = Callable[[Any], "Record | None"]


@dataclass(frozen=True)
class Answer:
    """One answer: its records, how many the server says there are, and where the next page starts (None
    where this is the last). ``replay`` tells that what follows starts from the beginning again, in another
    order; ``cut`` that the server has more and gives no more."""

    records: Sequence[Any]
    total: int | None = None
    following: Where | None = None
    replay: bool = False
    cut: bool = False


def next_offset(position: int, got: int, size: int, total: int | None) -> int | None:
    """Where the page after one of ``got`` records at ``position`` starts, or None at the end; ``size`` were
    asked for. A total that is just what the first page holds may be the page's own count."""
    if not got:
        return None
    after = position + got
    if total is None or total < after or (position == 0 and got == size == total):
        return after if got >= size else None
    return after if after < total else None


def page_size(query: Query, most: int, pushed: frozenset[str]) -> int:
    """How many records to ask for at once: no more than are wanted where the server does all filtering."""
    size = min(query.page_size, most)
    return min(size, query.limit) if query.limit is not None and query.parts <= pushed else size


def record_list(document: Any, name: str, url: str) -> tuple[dict[str, Any], list[Any]]:
    """(the answer, its list of records). Raises BadAnswer where it is no such answer."""
    found = document.get(name) if isinstance(document, dict) else None
    if not isinstance(found, list):
        raise BadAnswer(host=host_of(url), detail=f"no list of records ({name!r}) in it")
    return document, found


def total_of(value: Any) -> int | None:
    """A count that is one; None for anything else."""
    return whole_number(value)


class Pages:
    """The pages of one search: ``ask(where)`` gives an answer, ``read`` the record of one of its entries (it
    may raise what a misshapen entry makes it raise) and ``finish`` what completes the records of a page.
    ``scanned`` bounds the records looked at where the filtering is done here."""

    def __init__(
        self,
        query: Query,
        checker: Checker,
        read: Read,
        *,
        finish: Completer | None = None,
        notes: Sequence[str] = (),
        scanned: int = SCANNED,
    ):
        self._query, self._checker, self._read = query, checker, read
        self._finish, self._scanned = finish, scanned
        self._notes = list(notes)
        self._seen: set[tuple[str, str]] = set()
        self._given = self._skipped = self._replayed = 0
        self._stopped = False
        """Whether we stopped before the server's end."""

    def run(self, ask: Callable[[Where], Answer], start: Where) -> Iterator[Page]:
        """Every page; finite whatever the server does. Raises the typed errors of ``ask``."""
        where: Where | None = start
        replaying = False
        limit = self._query.limit
        for _ in range(MAX_PAGES):
            if where is None:
                return
            answer = ask(where)
            fresh, skipped = self._take(answer.records)
            kept = self._kept(fresh)
            known = len(answer.records) - len(fresh) - skipped
            self._replayed = self._replayed + known if replaying else 0
            where = self._following(answer, bool(fresh), replaying)
            replaying = replaying or answer.replay
            ended = where is None
            if limit is not None and self._given + len(kept) >= limit:
                ended = ended and self._given + len(kept) == limit
                kept, where = kept[: limit - self._given], None
            self._given += len(kept)
            yield self._page(answer, kept, skipped, where is not None, ended)

    def note(self, sentence: str) -> None:
        """Say a sentence in the pages that follow, once."""
        if sentence not in self._notes:
            self._notes.append(sentence)

    def _take(self, entries: Sequence[Any]) -> tuple[list[Record], int]:
        """(records not seen before, how many could not be read)."""
        fresh, skipped = [], 0
        for entry in entries:
            try:
                record = self._read(entry)
            except UNREADABLE:
                record = None
            if record is None:
                skipped += 1
            elif record.key not in self._seen:
                self._seen.add(record.key)
                fresh.append(record)
        self._skipped += skipped
        return fresh, skipped

    def _kept(self, fresh: list[Record]) -> list[Record]:
        if self._finish and fresh:
            # Where nothing is left out here, what lies beyond the limit needs no completing.
            limit = None if self._checker.client else self._query.limit
            room = len(fresh) if limit is None else limit - self._given
            fresh = [*self._finish(fresh[:room]), *fresh[room:]]
            if self._finish.failed:
                self.note(INCOMPLETE)
        kept = self._checker.keep(fresh)
        if self._checker.ignored:
            self.note(IGNORED)
        return kept

    def _following(self, answer: Answer, any_new: bool, replaying: bool) -> Where | None:
        if answer.cut:
            self.note(WINDOW_END.format(count=len(self._seen) + self._skipped))
        if answer.following is None or not answer.records:
            return None
        # What was given before may come again when the order changes, but not more of it than there was.
        if not any_new and not answer.replay and not (replaying and self._replayed <= len(self._seen)):
            self.note(REPEATED)
            self._stopped = True
            return None
        if self._checker.client and len(self._seen) + self._skipped >= self._scanned:
            self.note(TOO_MANY.format(count=len(self._seen) + self._skipped))
            self._stopped = True
            return None
        return answer.following

    def _page(self, answer: Answer, kept: list[Record], skipped: int, more: bool, ended: bool) -> Page:
        """``ended`` tells that the server has no more; a search cut by its limit or by us has not ended."""
        total, at_least = answer.total, False
        came = len(self._seen) + self._skipped
        if self._checker.client or total is None:
            total, at_least = self._given, not ended or self._stopped or answer.cut
        elif total < came:
            total, at_least = came, not ended
        elif ended and not self._stopped and not answer.cut:
            total = came
        return Page(
            items=tuple(kept),
            total=total,
            total_is_lower_bound=at_least,
            has_more=more,
            filtered_by_server=self._checker.server,
            filtered_by_client=self._checker.client,
            skipped=skipped,
            notes=tuple(self._notes),
        )


class Completer:
    """Completes the records of a page by one more request each, a few at a time, within a page's turn.

    A record that cannot be completed stays as it is; ``failed`` counts them.
    """

    def __init__(self, complete: Callable[[Dataset], Dataset], workers: int, cancel: Cancel | None):
        self._complete, self._workers, self._cancel = complete, max(1, workers), cancel
        self.failed = 0

    def __call__(self, records: list[Record]) -> list[Record]:
        """The records in their order. Raises Cancelled, and what makes every one fail."""
        with ThreadPoolExecutor(self._workers, thread_name_prefix="gaia-complete") as pool:
            done = list(pool.map(self._one, records))
        if self._cancel:
            self._cancel.check()
        errors = [one for one in done if isinstance(one, GaiaError)]
        self.failed += len(errors)
        serious = [one for one in errors if not isinstance(one, (NotFound, BadAnswer, RequestRefused))]
        if serious and len(errors) == len(records):
            raise serious[0]
        return [old if isinstance(new, GaiaError) else new for old, new in zip(records, done)]

    def _one(self, record: Record) -> Record | GaiaError:
        if not isinstance(record, Dataset):
            return record
        try:
            return self._complete(record)
        except Cancelled as error:
            return error
        except GaiaError as error:
            return error


def known_filters(query: Query) -> Query:
    """The query without conditions on properties of items ("eo:cloud_cover"): they wait for the items."""
    return replace(query, filters=tuple(one for one in query.filters if ":" not in one.name))
