"""Static catalogues: documents that link to documents, on the web or on this machine, walked breadth-first.

Source: STAC catalog specification 1.0 and 1.1, and best practices on catalogue layout.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from ...errors import Cancelled, GaiaError
from ...model import Dataset, Page, Query, Record
from ...net import Cancel, Session
from ..base import Catalog, CatalogEntry, Description, Queryable
from ..clientside import tests_of, words
from ..ordering import Order
from .datasets import read_collection
from .documents import Documents, Found, load
from .hrefs import links_of, resolved, text
from .items import read_item
from .matching import dataset_tests
from .queryables import from_summaries

_FIRST_SECONDS = 0.5


class StaticWalk:
    """One static catalogue. ``entry.max_connections`` documents are read at once."""

    def __init__(self, entry: CatalogEntry, session: Session, url: str):
        self.entry, self.session, self.url = entry, session, url

    def read(self, url: str, cancel: Cancel | None) -> dict[str, Any]:
        """One document; kept by the session for the next search."""
        return load(self.session, url, cancel)[0]

    def _documents(
        self,
        cancel: Cancel | None,
        *,
        with_items: bool,
        query: Query | None = None,
        words: tuple[str, ...] = (),
    ) -> Documents:
        threads = self.entry.max_connections
        return Documents(self.session, threads, cancel, with_items=with_items, query=query, words=words)

    # First step

    def datasets(self, query: Query, cancel: Cancel | None) -> Iterator[Page]:
        """Collections below the root that match; items are neither read nor counted. Items that the root
        holds itself come where it has no collection at all."""
        parts = query.parts & {"text", "area", "period", "collections"}
        root_url, root = self._root(query, cancel)
        walk = self._documents(cancel, with_items=False, words=words(query.text))
        yield from self._batches(walk.run(root_url, root), query, parts, walk, self._dataset)
        if not walk.collections and walk.saw_items:
            walk = self._documents(cancel, with_items=True)
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
        walk = self._documents(cancel, with_items=True, query=query)
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
        walk = self._documents(cancel, with_items=False)
        for address, document, _ in walk.run(root_url, root):
            if document.get("id") == key:
                return address, document
        return None

    def _granule(self, url: str, item: dict[str, Any], parent: str) -> Record | None:
        return read_item(item, self.entry.id, url, parent)

    # Pages

    def _batches(
        self,
        documents: Iterator[Found],
        query: Query,
        parts: frozenset[str],
        walk: Documents,
        make: Any,
    ) -> Iterator[Page]:
        """Pages of what matches: the first soon, then of the query's size; the last says the total."""
        tests = (dataset_tests if make == self._dataset else tests_of)(query, parts)
        limit, in_order = query.limit, Order(query.sort)
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
                yield in_order(self._page(held, given, not full, full, skipped, parts, walk))
                held, skipped = [], 0
            if full:
                return
        given += len(held)
        yield in_order(self._page(held, given, False, walk.is_cut, skipped, parts, walk))

    def _page(
        self,
        held: list[Record],
        given: int,
        more: bool,
        partial: bool,
        skipped: int,
        parts: frozenset[str],
        walk: Documents,
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
