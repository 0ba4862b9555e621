"""The documents of a static catalogue, read breadth-first along their links.

Source: STAC catalog specification 1.0 and 1.1, "Link object" (child, item, items).
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urldefrag

from ...errors import Cancelled, GaiaError
from ...model import Query
from ...net import Cancel, Session
from ..clientside import fold
from .extents import read_extent
from .fetch import read_object, send
from .hosts import rebased
from .hrefs import links_of, resolved, self_of, text
from .request import Request

MAX_DOCUMENTS = 5_000
MAX_DEPTH = 16
UNREADABLE = "Documents of this catalogue that could not be read: {count}."
MANY = 1_000
"""Children of one document, all with a title, of which only those that the titles name are read."""
BY_TITLE = "The list is long: of {count} entries only those whose title holds the words were read."
TOO_LARGE = "This catalogue is too large to walk: {count} of its documents were read."

Loaded = tuple[dict[str, Any], bytes]
Found = tuple[str, dict[str, Any], str]
"""Address, document, identifier of the collection above."""


def load(session: Session, url: str, cancel: Cancel | None) -> Loaded:
    """One document, kept by the session for the next search, and a digest of its bytes."""
    response = send(session, Request("GET", url), cancel, cache=True)
    digest = hashlib.blake2b(response.content, digest_size=16).digest()
    return read_object(response, url), digest


@dataclass(frozen=True)
class _Step:
    """A document to read: where it is, how deep, and the collection that it was found in."""

    url: str
    depth: int = 0
    parent: str = ""
    above: frozenset[bytes] = frozenset()
    """Digests of the documents on the way here: one that comes again is a server that answers the same
    whatever it is asked."""
    named: bool = False
    """Whether the link's title holds the words that are looked for."""


class Documents:
    """The documents below one: collections, or with ``with_items`` items, in order of the links.

    Each address is read once, so that cycles end; a broken document is counted and skipped. With ``query``
    children whose extent cannot match are not entered. ``threads`` documents are read at once. Children whose
    link's title holds all of ``words`` (folded) are read before the others, and of a very long list alone.
    """

    def __init__(
        self,
        session: Session,
        threads: int,
        cancel: Cancel | None,
        *,
        with_items: bool,
        query: Query | None = None,
        words: tuple[str, ...] = (),
    ):
        self._words = words
        self._unread = 0
        self._session, self._threads = session, max(1, threads)
        self._cancel, self._with_items, self._query = cancel, with_items, query
        self.collections = 0
        self.saw_items = False
        self.is_cut = False
        self._read = 0
        self._broken = 0

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences for the status row."""
        found = []
        if self._broken:
            found.append(UNREADABLE.format(count=self._broken))
        if self._unread:
            found.append(BY_TITLE.format(count=self._unread))
        elif self.is_cut:
            found.append(TOO_LARGE.format(count=self._read))
        return tuple(found)

    def run(self, url: str, document: dict[str, Any], collection: str = "") -> Iterator[Found]:
        """(address, document, identifier of the collection above) of what is looked for."""
        steps: deque[_Step] = deque()
        seen = {_address(url)}
        yield from self._enter(_Step(url, 0, collection), document, steps, seen, is_start=True)
        pool = ThreadPoolExecutor(self._threads, thread_name_prefix="gaia-stac-walk")
        pending: deque[tuple[_Step, Future[Loaded]]] = deque()
        own = Cancel()
        forget = self._cancel.on_cancel(own.cancel) if self._cancel else lambda: None
        try:
            while steps or pending:
                if self._cancel:
                    self._cancel.check()
                while steps and len(pending) < self._threads:
                    if self._read >= MAX_DOCUMENTS:
                        self.is_cut = True
                        steps.clear()
                        break
                    self._read += 1
                    step = steps.popleft()
                    pending.append((step, pool.submit(load, self._session, step.url, own)))
                if not pending:
                    return
                step, future = pending.popleft()
                read = self._result(future)
                if read is not None and read[1] not in step.above:
                    below = replace(step, above=step.above | {read[1]})
                    yield from self._enter(below, read[0], steps, seen)
        finally:
            forget()
            own.cancel()
            pool.shutdown(wait=False, cancel_futures=True)

    def _result(self, future: Future[Loaded]) -> Loaded | None:
        try:
            return future.result()
        except Cancelled:
            raise
        except GaiaError:
            self._broken += 1
        return None

    def _enter(
        self,
        step: _Step,
        document: dict[str, Any],
        steps: deque[_Step],
        seen: set[str],
        is_start: bool = False,
    ) -> Iterator[Found]:
        """What one document gives, and the documents that it leads to."""
        kind = document.get("type")
        parent = step.parent
        if kind == "Feature":
            if self._with_items:
                yield step.url, document, text(document.get("collection")) or parent
            return
        if kind == "Collection" or (kind != "Catalog" and "extent" in document):
            self.collections += 1
            key = text(document.get("id"))
            if not self._with_items:
                yield step.url, document, parent
            if not is_start and self._cannot_match(document):
                return
            parent = key or parent
        yield from self._embedded(step, document, parent)
        if step.depth < MAX_DEPTH:
            self._follow(step, document, parent, steps, seen)

    def _embedded(self, step: _Step, document: dict[str, Any], parent: str) -> Iterator[Found]:
        """Collections and items that stand in the document itself."""
        collections = document.get("collections")
        for one in collections if isinstance(collections, list) else ():
            if isinstance(one, dict):
                self.collections += 1
                if not self._with_items:
                    yield self_of(one, step.url), one, parent
        for name in ("features", "items"):
            items = document.get(name)
            for one in items if isinstance(items, list) else ():
                if isinstance(one, dict) and one.get("type") == "Feature":
                    self.saw_items = True
                    if self._with_items:
                        yield step.url, one, text(one.get("collection")) or parent

    def _follow(
        self, step: _Step, document: dict[str, Any], parent: str, steps: deque[_Step], seen: set[str]
    ) -> None:
        own, found = self_of(document), []
        for link in links_of(document):
            rel = link.get("rel")
            if rel not in ("child", "item", "items", "data"):
                continue
            if rel in ("item", "items"):
                self.saw_items = True
                if not self._with_items:
                    continue
            href = rebased(resolved(step.url, link.get("href")), step.url, own)
            address = _address(href)
            if href and address not in seen:
                seen.add(address)
                title = fold(text(link.get("title")))
                named = bool(self._words and title) and all(
                    word in title or word in fold(href) for word in self._words
                )
                found.append((_Step(href, step.depth + 1, parent, step.above, named), bool(title)))
        first = [one for one, _ in found if one.named]
        if first and len(found) > MANY and all(titled for _, titled in found):
            self._unread, self.is_cut = len(found), True
        else:
            steps.extend(one for one, _ in found if not one.named)
        steps.extendleft(reversed(first))

    def _cannot_match(self, document: dict[str, Any]) -> bool:
        query = self._query
        if query is None or not (query.area or query.period):
            return False
        extent = read_extent(document.get("extent"))
        if query.area and extent.footprint and not query.area.intersects(extent.footprint):
            return True
        return bool(query.period and extent.period and not query.period.intersects(extent.period))


def _address(url: str) -> str:
    return urldefrag(url)[0].rstrip("/")
