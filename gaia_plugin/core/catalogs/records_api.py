"""OGC API Records (OGC 20-004r1): the search of the items of a service's collections of records."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from ..errors import BadAnswer, NotFound, RequestRefused, ServiceUnavailable, host_of
from ..metadata.jsontexts import UNREADABLE, texts
from ..model import Dataset, Page, Query
from ..net import Cancel, Session
from .announced import announced_granules, announces_granules
from .base import Catalog, CatalogEntry, Description, Queryable
from .checker import Checker
from .notes import REFUSED
from .pager import Batch, for_datasets, page_size, pages
from .places import inside_api
from .records_api_record import read_record
from .records_api_request import Way, rules, ways
from .records_api_service import JSON, Service, read_service
from .stac.hosts import next_address
from .stac.hrefs import links_of, resolved, text
from .stac.paging import total_of

_MOST = 1000
_DOWN = (502, 503, 504)
_FOREIGN = "The next page lies at another host ({host}), which was not asked."


class RecordsApiCatalog(Catalog):
    """The records of an API at ``entry.url``: its landing page, or a collection of it. ``entry.options`` may
    give "collections", the identifiers of those to search; else all that hold records are."""

    def __init__(self, entry: CatalogEntry, session: Session):
        super().__init__(entry, session)
        place = inside_api(entry.url)
        self.root, named = place if place else (entry.url, "")
        chosen = entry.options.get("collections")
        self._chosen = tuple(texts(list(chosen) if isinstance(chosen, (list, tuple)) else named))
        self._read: Service | None = None

    def describe(self, cancel: Cancel | None = None) -> Description:
        """What the landing page, the conformance declaration and the queryables say; cached."""
        said = self._service(cancel)
        filters = {"text", "area", *(one.name for one in said.queryables)}
        if not said.dates_itself:
            filters.add("period")
        return Description(
            title=said.title or self.entry.title(),
            abstract=said.abstract,
            url=self.root,
            filters=frozenset(filters),
            conformance=said.conformance,
        )

    def queryables(
        self, dataset: Dataset | None = None, cancel: Cancel | None = None
    ) -> tuple[Queryable, ...]:
        """The properties of records that the server lists to be filtered by."""
        said = self._service(cancel)
        return said.queryables if dataset is None else ()

    def search(self, query: Query, cancel: Cancel | None = None) -> Iterator[Page]:
        """Records that match. What the server refuses is asked of it no more, and done here.

        Raises the typed errors of ``core.errors``.
        """
        said = self._service(cancel)
        query = for_datasets(query, frozenset(one.name for one in said.queryables))
        possible = ways(query, said)
        for number, way in enumerate(possible):
            firsts = self._firsts(query, said, way)
            try:
                begun = self._ask(firsts[0], cancel)
            except (RequestRefused, ServiceUnavailable) as error:
                # Servers stumble over what they declare as often as they refuse it.
                if number + 1 == len(possible) or error.status in _DOWN:
                    raise
                continue
            left = possible[0].asked - way.asked
            notes = [REFUSED.format(parts=", ".join(sorted(left)))] if left else []
            yield from self._pages(query, way, firsts, begun, notes, cancel)
            return

    def granules(self, dataset: Dataset, query: Query, cancel: Cancel | None = None) -> Iterator[Page]:
        """The granules of the STAC or the OpenSearch that the record announces; none where it has neither."""
        if announces_granules(dataset):
            return announced_granules(self, dataset, query, cancel)
        return iter(())

    def complete(self, dataset: Dataset, cancel: Cancel | None = None) -> Dataset:
        """The record read by itself: lists may leave properties out. Raises NotFound, BadAnswer."""
        source = next((one for one in dataset.sources if one.catalog == self.entry.id), None)
        if source is None or not source.url:
            raise NotFound(host=host_of(self.root), status=404)
        answer = self.session.get(source.url, headers=JSON, cancel=cancel, cache=True)
        record = answer.json()
        try:
            found = self._record(record, source.url.rpartition("/items/")[0], answer.url)
        except UNREADABLE as error:
            raise BadAnswer(host=host_of(answer.url), detail="no record in it") from error
        return replace(found, id=dataset.id, sources=dataset.sources)

    def _service(self, cancel: Cancel | None) -> Service:
        """The service, read once; a failed reading is tried again by the next search."""
        said = self._read
        if said is None:
            said = self._read = read_service(self.session, self.root, self._chosen, cancel)
        return said

    def _firsts(self, query: Query, said: Service, way: Way) -> list[str]:
        """The first page of each collection, and of each half of an area across the antimeridian."""
        size = page_size(query, _MOST, way.asked - way.rough)
        return [
            url for collection in said.collections for url in way.addresses(self._items(collection.id), size)
        ]

    def _items(self, collection: str) -> str:
        return f"{self.root.split('?')[0].rstrip('/')}/collections/{quote(collection, safe=':')}/items"

    def _pages(
        self,
        query: Query,
        way: Way,
        firsts: list[str],
        begun: Batch,
        notes: list[str],
        cancel: Cancel | None,
    ) -> Iterator[Page]:
        ready = {firsts[0]: begun}

        def ask(url: str) -> Batch:
            known = ready.pop(url, None)
            return known if known is not None else self._ask(url, cancel)

        checker = Checker(query, way.asked, rules(query), rough=way.rough)
        return pages(
            query, checker, self.entry.id, ask, firsts, read=lambda one: self._record(*one), notes=notes
        )

    def _ask(self, url: str, cancel: Cancel | None) -> Batch:
        answer = self.session.get(url, headers=JSON, cancel=cancel)
        document = answer.json()
        features = document.get("features") if isinstance(document, dict) else None
        if not isinstance(features, list):
            raise BadAnswer(host=host_of(answer.url), detail="JSON that is no collection of features")
        address = url.split("?")[0].rpartition("/items")[0]
        following, notes = self._following(document, url, answer.url)
        return Batch(
            [(one, address, answer.url) for one in features],
            total_of(document),
            following,
            replay=following is None,  # what other collections and halves of an area have may be the same
            cut=bool(notes),
            notes=notes,
        )

    def _following(self, document: Any, asked: str, url: str) -> tuple[str | None, tuple[str, ...]]:
        """The next page where it is on the server that was asked: a link to another host is not followed,
        since it would be told what is searched for, and whose answer it is nobody could say."""
        for link in links_of(document):
            if text(link.get("rel")).lower() != "next":
                continue
            href = resolved(url, link.get("href"))
            if not href.startswith(("http://", "https://")):
                continue
            href = next_address(href, asked, self.root, self._read.declared if self._read else "")
            if host_of(href) == host_of(asked):
                return href, ()
            return None, (_FOREIGN.format(host=host_of(href)),)
        return None, ()

    def _record(self, record: Any, address: str, url: str) -> Dataset:
        lone = self._read is not None and self._read.is_pycsw
        found = read_record(record, catalog=self.entry.id, address=address, url=url, lone_dates_open=lone)
        return replace(found, has_granules=announces_granules(found))
