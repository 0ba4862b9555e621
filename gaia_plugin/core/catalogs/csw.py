"""Catalogue Service for the Web 2.0.2 (OGC 07-006r1) with the ISO metadata application profile (OGC 07-045).

Servers announce filters that they refuse, refuse with HTTP 200, ignore what they accept, and count wrongly.
So a search is put in the fullest way that the capabilities allow, then in simpler ones where it is refused;
what comes back is checked against what was asked, and the page says who filtered what.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

from ..errors import (
    AccessDenied,
    AnswerTooLarge,
    AuthenticationRequired,
    BadAnswer,
    GaiaError,
    NotFound,
    RequestRefused,
    ServiceUnavailable,
    host_of,
)
from ..metadata import read_tree
from ..metadata.lazy import LazyDataset
from ..model import Dataset, Page, PropertyFilter, Query
from ..net import Cancel, Session
from .announced import announced_granules, announces_granules
from .base import Catalog, CatalogEntry, Description, Queryable
from .checker import Checker
from .csw_answer import Answer, next_start, read_answer, read_document
from .csw_capabilities import Capabilities, base_url, read_capabilities
from .csw_check import OFFERED, proves_axis_order, rules
from .csw_request import record_by_id
from .csw_ways import Way, server_parts, ways
from .notes import REFUSED, TITLES_ONLY
from .pager import Batch, page_size, pages

_XML = {"Content-Type": "application/xml; charset=UTF-8", "Accept": "application/xml, text/xml"}
_PARENT = "apiso:ParentIdentifier"
_PARENTS = frozenset({"series", "study", "collection", "collectionhardware"})
_FEW = 300
"""Up to how many records are looked at here for not having ended before a period."""
_UNPROVEN = 3
_OTHER_TRIES = 2
"""How many answers that are no refusal (a web page, HTTP 500) are taken for the request's fault."""


class CswCatalog(Catalog):
    """A CSW 2.0.2 server. ``entry.url`` is its address with or without a request; ``entry.options`` may give
    "latitude_first" (bool) where a server's axis order is known."""

    def __init__(self, entry: CatalogEntry, session: Session):
        super().__init__(entry, session)
        self._lock = threading.Lock()
        self._capabilities: Capabilities | None = None
        said = entry.options.get("latitude_first")
        self._latitude_first: bool | None = said if isinstance(said, bool) else None
        self._unproven = 0
        self._refused: set[tuple[object, ...]] = set()

    def describe(self, cancel: Cancel | None = None) -> Description:
        """Title, abstract and the parts of a query that the server announces to filter on.

        Raises the network's typed errors; RequestRefused or BadAnswer where it is no CSW.
        """
        found = self._known(cancel, strict=True)
        able = {"text": "anytext", "area": "boundingbox", "period": "tempextent_begin"}
        return Description(
            title=found.title or self.entry.title(),
            abstract=found.abstract,
            url=base_url(self.entry.url),
            version=found.version,
            filters=frozenset(part for part, name in able.items() if found.can_query(name)),
            conformance=frozenset(found.schemas),
        )

    def queryables(
        self, dataset: Dataset | None = None, cancel: Cancel | None = None
    ) -> tuple[Queryable, ...]:
        """The properties of the ISO profile that the server lists and that a record can be checked for."""
        listed = self._known(cancel).queryables
        return tuple(Queryable(f"apiso:{title}", title) for title in OFFERED if title.lower() in listed)

    def search(self, query: Query, cancel: Cancel | None = None) -> Iterator[Page]:
        """Records that match, page by page. Raises the typed errors of ``core.errors``."""
        capabilities = self._known(cancel)
        most = capabilities.max_records or query.page_size
        size = page_size(query, most, server_parts(capabilities, query))
        notes: list[str] = []
        way, first = self._begin(query, capabilities, size, notes, cancel)
        asked = frozenset("text" if part == "title" else part for part in way.parts)
        checker = Checker(query, asked, rules(query, partial=not way.bound_end))
        matched: int | None = None

        def ask(start: int) -> Batch:
            nonlocal matched
            try:
                answer = first if start == 1 else self._ask(way, query, start, size, capabilities, cancel)
            except RequestRefused:
                if matched is not None and start > matched:
                    return Batch(total=matched)  # past the end, which some servers take for a mistake
                raise
            matched = answer.matched
            reading = answer.reading
            return Batch(reading.datasets, matched, next_start(answer, start, size), reading.skipped)

        for page in pages(query, checker, self.entry.id, ask, [1], notes=notes):
            for record in page.items:
                # Read here, in the search's own thread: a list that shows them must not wait for XML.
                len(record.links)
            yield page

    def granules(self, dataset: Dataset, query: Query, cancel: Cancel | None = None) -> Iterator[Page]:
        """The granules of the STAC or the OpenSearch that the record announces; else the records whose parent
        is the dataset, where the server lists ParentIdentifier as queryable."""
        if announces_granules(dataset):
            return announced_granules(self, dataset, query, cancel)
        if "parentidentifier" not in self._known(cancel).queryables:
            return iter(())
        child_of = PropertyFilter(_PARENT, "=", dataset.id)
        return self.search(query.but(filters=(*query.filters, child_of), collections=()), cancel)

    def children(self, dataset: Dataset, query: Query, cancel: Cancel | None = None) -> Iterator[Page]:
        """The records whose parent is the dataset, where the server lists ParentIdentifier as queryable."""
        if "parentidentifier" not in self._known(cancel).queryables:
            return iter(())
        child_of = PropertyFilter(_PARENT, "=", _id_here(dataset, self.entry.id))
        asked = Query(
            language=query.language, limit=query.limit, page_size=query.page_size, filters=(child_of,)
        )
        return self.search(asked, cancel)

    def parent(self, dataset: Dataset, cancel: Cancel | None = None) -> Dataset | None:
        """The record that the dataset names as its parent. Raises NotFound, and the errors of ``search``."""
        return self.record(dataset.parent, cancel) if dataset.parent else None

    def record(self, identifier: str, cancel: Cancel | None = None) -> Dataset:
        """One record by its identifier (GetRecordById). Raises NotFound, and the errors of ``search``."""
        capabilities = self._known(cancel)
        url = capabilities.get_url or base_url(self.entry.url)
        answer = self.session.get(
            url, params=record_by_id(identifier, capabilities.schema), headers=_XML_ACCEPT, cancel=cancel
        )
        root = read_document(answer.content, answer.url)
        found = read_tree(root, catalog=self.entry.id, language=self._language(), url=self.entry.url).datasets
        if not found:
            raise NotFound(host=host_of(url), status=answer.status)
        return found[0]

    def _language(self) -> str:
        return self.entry.languages[0] if self.entry.languages else "en"

    def _known(self, cancel: Cancel | None, strict: bool = False) -> Capabilities:
        """The capabilities, asked for once. A server whose capabilities are broken may answer searches
        all the same: unless ``strict``, nothing is then taken for granted."""
        with self._lock:
            if self._capabilities is not None:
                return self._capabilities
        url = base_url(self.entry.url)
        try:
            asked = {"service": "CSW", "version": "2.0.2", "request": "GetCapabilities"}
            answer = self.session.get(url, params=asked, headers=_XML_ACCEPT, cancel=cancel, cache=True)
            found = read_capabilities(read_document(answer.content, answer.url), url)
        except (RequestRefused, BadAnswer, ServiceUnavailable, NotFound):
            if strict:
                raise
            return Capabilities(get_url=url, post_url=url)
        with self._lock:
            self._capabilities = found
        return found

    def _begin(
        self, query: Query, capabilities: Capabilities, size: int, notes: list[str], cancel: Cancel | None
    ) -> tuple[Way, Answer]:
        """The first way that the server does not refuse, and its first page."""
        problem: GaiaError | None = None
        others = 0
        for way in ways(capabilities, query, self._latitude_first is not False):
            if self._key(way) in self._refused:
                continue
            if len(way.conditions(query)) > 1:
                way = replace(way, bound_end="period" not in way.parts)
            try:
                answer = self._ask(way, query, 1, size, capabilities, cancel)
            except (AuthenticationRequired, AccessDenied, AnswerTooLarge):
                raise
            except (RequestRefused, BadAnswer, ServiceUnavailable, NotFound) as error:
                problem = problem or error
                others += not isinstance(error, RequestRefused)
                if others >= _OTHER_TRIES:
                    raise problem from error
                if isinstance(error, RequestRefused):
                    self._refused.add(self._key(way))
                continue
            way, answer = self._right_way_round(way, query, answer, size, capabilities, cancel)
            if not way.bound_end and (answer.matched is None or answer.matched > _FEW):
                way, answer = self._bounded(way, query, answer, size, capabilities, cancel)
            left = (
                server_parts(capabilities, query) - way.parts - ({"text"} if "title" in way.parts else set())
            )
            if left:
                notes.append(REFUSED.format(parts=", ".join(sorted(left))))
            if "title" in way.parts:
                notes.append(TITLES_ONLY)
            return way, answer
        self._refused.clear()
        raise problem or RequestRefused(
            host=host_of(self.entry.url), detail="no form of the request was accepted"
        )

    @staticmethod
    def _key(way: Way) -> tuple[object, ...]:
        return way.post, way.parts, way.schema, way.type_name, way.sort is not None

    def _right_way_round(
        self,
        way: Way,
        query: Query,
        answer: Answer,
        size: int,
        capabilities: Capabilities,
        cancel: Cancel | None,
    ) -> tuple[Way, Answer]:
        """Servers disagree on the order of axes in an envelope: until footprints prove one right, the other
        is tried too. What is proven is remembered; after some searches without proof the standard's holds."""
        if "area" not in way.parts or not query.area or not way.post or self._latitude_first is not None:
            return way, answer
        if proves_axis_order(answer.reading.datasets, query.area):
            self._latitude_first = way.latitude_first
            return way, answer
        turned = replace(way, latitude_first=not way.latitude_first)
        try:
            other = self._ask(turned, query, 1, size, capabilities, cancel)
        except (RequestRefused, BadAnswer, ServiceUnavailable, NotFound):
            return way, answer
        if proves_axis_order(other.reading.datasets, query.area):
            self._latitude_first = turned.latitude_first
            return turned, other
        self._unproven += 1
        if self._unproven >= _UNPROVEN:
            self._latitude_first = way.latitude_first
        return way, answer

    def _bounded(
        self,
        way: Way,
        query: Query,
        answer: Answer,
        size: int,
        capabilities: Capabilities,
        cancel: Cancel | None,
    ) -> tuple[Way, Answer]:
        """The same with the period's start left to the server too, since too many match without."""
        bounded = replace(way, bound_end=True)
        try:
            return bounded, self._ask(bounded, query, 1, size, capabilities, cancel)
        except (RequestRefused, BadAnswer, ServiceUnavailable, NotFound):
            return way, answer

    def _ask(
        self,
        way: Way,
        query: Query,
        start: int,
        count: int,
        capabilities: Capabilities,
        cancel: Cancel | None,
    ) -> Answer:
        request = way.request(query, start, count)
        if way.post:
            url = capabilities.post_url or base_url(self.entry.url)
            response = self.session.post(url, data=request.document(), headers=_XML, cancel=cancel)
        else:
            url = capabilities.get_url or base_url(self.entry.url)
            response = self.session.get(url, params=request.parameters(), headers=_XML_ACCEPT, cancel=cancel)
        if cancel:
            cancel.check()
        answer = read_answer(response.content, response.url, catalog=self.entry.id, language=query.language)
        if "parentidentifier" not in capabilities.queryables:
            return answer
        return replace(
            answer,
            reading=replace(answer.reading, datasets=tuple(map(_with_children, answer.reading.datasets))),
        )


def _id_here(dataset: Dataset, catalog: str) -> str:
    """The identifier of a dataset in this catalogue, which may not be the one that it was first found in."""
    return next((source.id for source in dataset.sources if source.catalog == catalog), dataset.id)


_XML_ACCEPT = {"Accept": "application/xml, text/xml"}


def _with_children(dataset: Dataset) -> Dataset:
    """A series or study may have children to ask for."""
    if isinstance(dataset, LazyDataset) and dataset.kind.lower() in _PARENTS:
        return dataset.knowing(has_granules=True)
    return dataset
