"""Static catalogues: documents that link to documents, on the web or on this machine, walked breadth-first.

Source: STAC catalog specification 1.0 and 1.1, "Link object" (child, item, items), and best practices on
catalogue layout.
"""

from __future__ import annotations

import hashlib
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urldefrag

from ...errors import Cancelled, GaiaError
from ...model import Dataset, Page, Query, Record
from ...net import Cancel, Session
from ..base import Catalog, CatalogEntry, Description, Queryable
from ..clientside import tests_of
from .datasets import read_collection
from .extents import read_extent
from .fetch import read_object, send
from .hosts import rebased
from .hrefs import links_of, resolved, self_of, text
from .items import read_item
from .queryables import from_summaries
from .request import Request

MAX_DOCUMENTS = 5_000
MAX_DEPTH = 16
UNREADABLE = "{count} documents of this catalogue could not be read."
TOO_LARGE = "This catalogue is too large to walk: only {count} of its documents were read."
_FIRST_SECONDS = 0.5


@dataclass(frozen=True)
class _Step:
    """A document to read: where it is, how deep, and the collection that it was found in."""

    url: str
    depth: int = 0
    parent: str = ""
    above: frozenset[bytes] = frozenset()
    """Digests of the documents on the way here: one that comes again is a server that answers the same
    whatever it is asked."""


class StaticWalk:
    """One static catalogue. ``entry.max_connections`` documents are read at once."""

    def __init__(self, entry: CatalogEntry, session: Session, url: str):
        self.entry, self.session, self.url = entry, session, url

    def read(self, url: str, cancel: Cancel | None) -> dict[str, Any]:
        """One document; kept by the session for the next search."""
        return self.load(url, cancel)[0]

    def load(self, url: str, cancel: Cancel | None) -> tuple[dict[str, Any], bytes]:
        """One document and a digest of its bytes."""
        response = send(self.session, Request("GET", url), cancel, cache=True)
        digest = hashlib.blake2b(response.content, digest_size=16).digest()
        return read_object(response, url), digest

    # First step

    def datasets(self, query: Query, cancel: Cancel | None) -> Iterator[Page]:
        """Collections below the root that match; items are neither read nor counted. Items that the root
        holds itself come where it has no collection at all."""
        parts = query.parts & {"text", "area", "period", "collections"}
        root_url, root = self._root(query, cancel)
        walk = _Documents(self, cancel, with_items=False)
        count = 0
        for page in self._batches(walk.run(root_url, root), query, parts, walk, self._dataset):
            count += walk.collections
            yield page
        if not walk.collections and walk.saw_items:
            walk = _Documents(self, cancel, with_items=True)
            yield from self._batches(
                walk.run(root_url, root), query, parts | _conditions(query), walk, self._granule
            )

    def _root(self, query: Query, cancel: Cancel | None) -> tuple[str, dict[str, Any]]:
        """The root, in the user's language where the catalogue has it (language extension: ``alternate``
        links with ``hreflang``)."""
        root = self.read(self.url, cancel)
        language = root.get("language")
        code = text(language.get("code")) if isinstance(language, dict) else text(language)
        if code and code != query.language:
            for link in links_of(root):
                if link.get("rel") == "alternate" and link.get("hreflang") == query.language:
                    href = resolved(self.url, link.get("href"))
                    if href and "json" in (text(link.get("type")) or "json"):
                        try:
                            return href, self.read(href, cancel)
                        except Cancelled:
                            raise
                        except GaiaError:
                            break
        return self.url, root

    def _dataset(self, url: str, document: dict[str, Any], parent: str) -> Dataset | None:
        return read_collection(document, self.entry, url, parent)

    # Second step

    def granules(self, key: str, url: str, query: Query, cancel: Cancel | None) -> Iterator[Page]:
        """Items of the collection at ``url``, or found by its identifier, that match."""
        found = self._find(key, url, query, cancel)
        if found is None:
            yield Page(total=0, notes=(f"There is no collection {key} here.",))
            return
        address, document = found
        walk = _Documents(self, cancel, with_items=True, query=query)
        parts = (query.parts - {"text", "collections"}) | _conditions(query)
        yield from self._batches(walk.run(address, document, key), query, parts, walk, self._granule)

    def _find(
        self, key: str, url: str, query: Query, cancel: Cancel | None
    ) -> tuple[str, dict[str, Any]] | None:
        if url:
            try:
                document = self.read(url, cancel)
                if document.get("id") == key:
                    return url, document
            except Cancelled:
                raise
            except GaiaError:
                pass  # moved since: looked for below
        root_url, root = self._root(query, cancel)
        walk = _Documents(self, cancel, with_items=False)
        for address, document, _ in walk.run(root_url, root):
            if document.get("id") == key:
                return address, document
        return None

    def _granule(self, url: str, item: dict[str, Any], parent: str) -> Record | None:
        return read_item(item, self.entry.id, url, parent)

    # Pages

    def _batches(
        self,
        documents: Iterator[tuple[str, dict[str, Any], str]],
        query: Query,
        parts: frozenset[str],
        walk: _Documents,
        make: Any,
    ) -> Iterator[Page]:
        """Pages of what matches: the first soon, then of the query's size; the last says the total."""
        tests, limit = tests_of(query, parts), query.limit
        held: list[Record] = []
        seen: set[Any] = set()
        given, since, skipped = 0, time.monotonic(), 0
        for url, document, parent in documents:
            record = make(url, document, parent)
            if record is None:
                skipped += 1
            elif record.key not in seen and all(test(record) for test in tests):
                seen.add(record.key)
                held.append(record)
            full = limit is not None and given + len(held) >= limit
            waited = held and time.monotonic() - since > _FIRST_SECONDS
            if full or waited or len(held) >= query.page_size:
                given, since = given + len(held), time.monotonic()
                yield self._page(held, given, not full, full, skipped, parts, walk)
                held, skipped = [], 0
            if full:
                return
        given += len(held)
        yield self._page(held, given, False, walk.is_cut, skipped, parts, walk)

    def _page(
        self,
        held: list[Record],
        given: int,
        more: bool,
        partial: bool,
        skipped: int,
        parts: frozenset[str],
        walk: _Documents,
    ) -> Page:
        return Page(
            items=tuple(held),
            total=given,
            total_is_lower_bound=more or partial,
            has_more=more,
            filtered_by_client=parts,
            skipped=skipped,
            notes=walk.notes,
        )


def _conditions(query: Query) -> frozenset[str]:
    return frozenset(one.name for one in query.filters)


class _Documents:
    """The documents below one: collections, or with ``with_items`` items, in order of the links.

    Each address is read once, so that cycles end; a broken document is counted and skipped. With ``query``
    children whose extent cannot match are not entered.
    """

    def __init__(
        self, walk: StaticWalk, cancel: Cancel | None, *, with_items: bool, query: Query | None = None
    ):
        self._walk, self._cancel, self._with_items, self._query = walk, cancel, with_items, query
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
        if self.is_cut:
            found.append(TOO_LARGE.format(count=self._read))
        return tuple(found)

    def run(
        self, url: str, document: dict[str, Any], collection: str = ""
    ) -> Iterator[tuple[str, dict[str, Any], str]]:
        """(address, document, identifier of the collection above) of what is looked for."""
        steps: deque[_Step] = deque()
        seen = {_address(url)}
        yield from self._enter(_Step(url, 0, collection), document, steps, seen, is_start=True)
        pool = ThreadPoolExecutor(
            max(1, self._walk.entry.max_connections), thread_name_prefix="gaia-stac-walk"
        )
        pending: deque[tuple[_Step, Future[tuple[dict[str, Any], bytes]]]] = deque()
        own = Cancel()
        forget = self._cancel.on_cancel(own.cancel) if self._cancel else lambda: None
        try:
            while steps or pending:
                if self._cancel:
                    self._cancel.check()
                while steps and len(pending) < self._walk.entry.max_connections:
                    if self._read >= MAX_DOCUMENTS:
                        self.is_cut = True
                        steps.clear()
                        break
                    self._read += 1
                    step = steps.popleft()
                    pending.append((step, pool.submit(self._walk.load, step.url, own)))
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

    def _result(self, future: Future[tuple[dict[str, Any], bytes]]) -> tuple[dict[str, Any], bytes] | None:
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
    ) -> Iterator[tuple[str, dict[str, Any], str]]:
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

    def _embedded(
        self, step: _Step, document: dict[str, Any], parent: str
    ) -> Iterator[tuple[str, dict[str, Any], str]]:
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
        own = self_of(document)
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
                steps.append(_Step(href, step.depth + 1, parent, step.above))

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


class StaticStacCatalog(Catalog):
    """A static catalogue: nothing but documents. Everything is filtered here."""

    def __init__(self, entry: CatalogEntry, session: Session):
        super().__init__(entry, session)
        self._walk = StaticWalk(entry, session, entry.url)

    def describe(self, cancel: Cancel | None = None) -> Description:
        """What the root document says."""
        root = self._walk.read(self.entry.url, cancel)
        return Description(
            title=text(root.get("title")) or text(root.get("id")),
            abstract=text(root.get("description")),
            url=self.entry.url,
            version=text(root.get("stac_version")),
        )

    def search(self, query: Query, cancel: Cancel | None = None) -> Iterator[Page]:
        """Collections that match; items where there is no collection."""
        return self._walk.datasets(query, cancel)

    def granules(self, dataset: Dataset, query: Query, cancel: Cancel | None = None) -> Iterator[Page]:
        """Items of one of the catalogue's collections that match, free text aside."""
        source = next((one for one in dataset.sources if one.catalog == self.entry.id), None)
        if source is None and dataset.catalog != self.entry.id:
            from .elsewhere import granules_of_links

            return granules_of_links(self, dataset, query, cancel)
        key, url = (source.id, source.url) if source else (dataset.id, "")
        return self._walk.granules(key, url, query, cancel)

    def queryables(
        self, dataset: Dataset | None = None, cancel: Cancel | None = None
    ) -> tuple[Queryable, ...]:
        """What the dataset's summaries show."""
        raw = dataset.raw if dataset is not None else None
        return from_summaries(raw.get("summaries")) if isinstance(raw, dict) else ()
