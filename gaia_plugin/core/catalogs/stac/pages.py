"""Pages of records, one request after the other: finite and right whatever the server does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from ...errors import BadAnswer, Cancelled, GaiaError, host_of
from ...model import Granule, Page, Query, Record
from ...net import Cancel, Response, Session
from ...pace import breathe
from ..clientside import tests_of
from ..notes import EMPTY, IGNORED, REPEATED, TOO_MANY
from .checks import Check, checks_of
from .fetch import Ahead, collector_paused, read_object, send
from .kept import Item, pack
from .matching import dataset_tests
from .members import split
from .request import Plan, Request
from .service import Service

if TYPE_CHECKING:
    from ..dialects.base import Dialect

MAX_EMPTY = 5
"""Pages without a record, one after the other, before the search stops."""
MAX_SCANNED = 10_000
"""Records looked at for a search that is filtered here."""

Read = Callable[[Any], "Record | None"]


class Pages:
    """The pages of one search. ``member`` is the array to read ("features" or "collections"), ``read`` makes
    a record of one of its members or returns None.

    ``scanned`` is how many records the server gave so far, ``method`` and ``url`` how and where it took the
    search.
    """

    def __init__(
        self,
        session: Session,
        service: Service,
        dialect: Dialect,
        query: Query,
        cancel: Cancel | None,
        *,
        member: str,
        read: Read,
        cache: bool = False,
    ):
        self.session, self.service, self.dialect = session, service, dialect
        self.query, self.cancel, self.member, self.read, self.cache = query, cancel, member, read, cache
        self.scanned = 0
        self.method = self.url = ""
        self._given = 0
        self._empty = self._skipped = 0
        self._stopped = False
        """Whether the search stopped before the server's end."""
        self._notes: list[str] = []
        self._seen: set[Any] = set()

    def run(self, plans: Iterator[Plan]) -> Iterator[Page]:
        """The pages of the first plan that the server accepts. Raises the typed errors of the session, and
        BadAnswer where an answer is not what was asked for."""
        plan, response = self._open(plans)
        self.method, self.url = plan.request.method, plan.request.url
        self._server, self._client = set(plan.server), set(plan.client)
        of_granules = self.member == "features"
        self._tests = (tests_of if of_granules else dataset_tests)(self.query, plan.client)
        self._checks = checks_of(self.query, plan.server) if of_granules else []
        request, asked = plan.request, {plan.request.key}
        ahead: Ahead | None = None
        try:
            while True:
                with collector_paused():  # until what was read is packed, and gone
                    answer, members = self._read(response, request)
                    following = self.dialect.next_request(
                        answer, request, response.url, self.service, len(members)
                    )
                    if following is not None and following.key in asked:
                        following = None
                        if members:
                            self._note(REPEATED)
                    if following is not None and self._wants_more(len(members)):
                        asked.add(following.key)
                        ahead = Ahead(self.session, following, self.cancel, cache=self.cache)
                    items, skipped, fresh = self._take(members)
                    if members and not fresh and self.scanned > len(members) and not skipped:
                        self._note(REPEATED)
                        following = None
                    following = self._within_bounds(following, bool(fresh))
                    more = following is not None and self._wants_more(0)
                    if items and isinstance(members[0], Item):
                        pack(members)
                    page = self._page(items, skipped, answer, more)
                    del answer, members, items  # not kept while nobody asks for the next page
                yield page
                if following is None or not more:
                    return
                if self.cancel is not None:
                    self.cancel.check()
                if ahead is None:
                    asked.add(following.key)
                    response = send(self.session, following, self.cancel, cache=self.cache)
                else:
                    response, ahead = ahead.take(), None
                request = following
        finally:
            if ahead is not None:
                ahead.close()

    def _open(self, plans: Iterator[Plan]) -> tuple[Plan, Response]:
        """The first answer: a server that refuses a request gets the next, plainer one."""
        problem: GaiaError | None = None
        for plan in plans:
            try:
                return plan, send(self.session, plan.request, self.cancel, cache=self.cache)
            except Cancelled:
                raise
            except GaiaError as error:
                if error.status not in (400, 404, 405, 413, 414, 415, 422, 500, 501):
                    raise
                problem = problem or error
        raise problem or BadAnswer(host=host_of(self.service.url), detail="no search is offered")

    def _read(self, response: Response, request: Request) -> tuple[dict[str, Any], list[Any]]:
        """An answer and its members: items one by one where they can be."""
        if self.member == "features":
            parts = split(response.content, response.charset, self.member)
            if parts is not None:
                return parts
        answer = read_object(response, request.url)
        return answer, self._members(answer, request)

    def _members(self, answer: dict[str, Any], request: Request) -> list[Any]:
        members = answer.get(self.member)
        if isinstance(members, list):
            return members
        said = next(
            (str(answer[k]) for k in ("description", "detail", "message", "title") if k in answer), ""
        )
        detail = f"no list of {self.member}" + (f" ({said[:200]})" if said else "")
        raise BadAnswer(host=host_of(request.url), detail=detail)

    def _wants_more(self, coming: int) -> bool:
        limit = self.query.limit
        return limit is None or self._given + coming < limit

    def _within_bounds(self, following: Request | None, fresh: bool) -> Request | None:
        self._empty = 0 if fresh else self._empty + 1
        if following is None:
            return None
        if self._empty >= MAX_EMPTY:
            self._note(EMPTY)
            self._stopped = True
            return None
        if self._tests and self.scanned >= MAX_SCANNED:
            self._note(TOO_MANY.format(count=self.scanned))
            self._stopped = True
            return None
        return following

    def _take(self, members: list[Any]) -> tuple[list[Record], int, int]:
        """The records to give, how many could not be read, how many were not seen before."""
        read, seen, skipped, fresh = self.read, self._seen, 0, []
        self.scanned += len(members)
        for member in members:
            breathe()
            record = read(member)
            if record is None:
                skipped += 1
                self._skipped += 1
                continue
            key = (record.collection, record.id) if isinstance(record, Granule) else record.id
            if key not in seen:
                seen.add(key)
                fresh.append(record)
        kept = self._checked(fresh) if self._checks else fresh
        if self._tests:
            kept = [record for record in kept if all(test(record) for test in self._tests)]
        if self.query.limit is not None and self._given + len(kept) > self.query.limit:
            kept = kept[: self.query.limit - self._given]
        self._given += len(kept)
        return kept, skipped, len(fresh)

    def _checked(self, records: list[Record]) -> list[Record]:
        kept = []
        for record in records:
            failed = self._failed(record)
            if failed is None:
                kept.append(record)
            elif failed.part not in self._client:
                self._client.add(failed.part)
                self._note(IGNORED)
                self._tests = self._tests + tests_of(self.query, frozenset({failed.part}))
        return kept

    def _failed(self, record: Record) -> Check | None:
        for check in self._checks:
            if check.fails(record):
                return check
        return None

    def _page(self, items: list[Record], skipped: int, answer: dict[str, Any], more: bool) -> Page:
        total = self.dialect.total(answer)
        at_least = False
        reached_limit = self.query.limit is not None and self._given >= self.query.limit
        ended = not (more or reached_limit or self._stopped)
        came = self._given if self._client else self._given + self._skipped
        if self._client or total is None or total < came or ended:  # it may count what it has not
            total, at_least = came, not ended
        return Page(
            items=tuple(items),
            total=total,
            total_is_lower_bound=at_least,
            has_more=more,
            filtered_by_server=frozenset(self._server),
            filtered_by_client=frozenset(self._client),
            skipped=skipped,
            notes=tuple(self._notes),
        )

    def _note(self, sentence: str) -> None:
        if sentence not in self._notes:
            self._notes.append(sentence)
