"""A GeoNetwork 4 as a catalogue: records are datasets, their children and what they announce are granules."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from ...errors import (
    AccessDenied,
    AnswerTooLarge,
    BadAnswer,
    GaiaError,
    NotFound,
    RedirectLoop,
    RequestRefused,
    ServiceUnavailable,
    host_of,
)
from ...metadata import read_records
from ...model import Dataset, Page, Query
from ...net import Cancel, Session
from ..announced import announced_granules, announces_granules
from ..base import Catalog, CatalogEntry, Description, Queryable
from ..checker import Checker
from ..notes import REFUSED
from ..pager import for_datasets, pages
from .addresses import Addresses
from .answers import Answer, read_answer
from .checks import rough, rules
from .complete import merged
from .facets import facet_names, facets_body, read_facets
from .hits import is_record, parents_of, read_hit
from .pages import START, Batches
from .query import Scope, Way, body, pushable, ways
from .texts import plain

VIA_CSW = "Its own search did not answer: it was asked through CSW, which finds less."

_JSON = {"Accept": "application/json", "Content-Type": "application/json"}
_XML = {"Accept": "application/xml, text/xml;q=0.9"}
_FAILURES = 2
"""How often HTTP 500 is taken for Elasticsearch's refusal, badly passed on, before the plainest way."""
_FIRST, _MOST = 30, 100
"""Hits in the first page and in any other, at most: one may hold 80 kB, and somebody waits for the first."""


class GeoNetworkCatalog(Catalog):
    """A GeoNetwork 4. ``entry.url`` is any of its addresses; the portal in it is kept.

    ``entry.options`` may give "csw" (asked where the search is not there), "hide_children" (bool, true:
    records that are a part of another wait for the second step) and "facets" (fields of the index to
    filter on).
    """

    def __init__(self, entry: CatalogEntry, session: Session):
        super().__init__(entry, session)
        try:
            self.addresses = Addresses.of(entry.url)
        except ValueError:
            self.addresses = Addresses(entry.url)
        self._lock = threading.Lock()
        self._refused: set[Way] = set()
        self._parents: Mapping[str, int] | None = None
        self._queryables: tuple[Queryable, ...] | None = None
        self._csw: Catalog | None = None

    def describe(self, cancel: Cancel | None = None) -> Description:
        """What the site says of itself, once its search has answered.

        Raises the typed errors of the session; BadAnswer where the address is no GeoNetwork 4.
        """
        try:
            self._post({"size": 0, "query": {"match_all": {}}}, cancel)
        except GaiaError as error:
            if not is_missing(error):
                raise
            try:
                return self._fallback().describe(cancel)
            except (NotFound, BadAnswer, RequestRefused, ServiceUnavailable):
                raise error from None
        try:
            said = self.session.get(self.addresses.site, headers=_JSON, cancel=cancel, cache=True).json()
        except (BadAnswer, NotFound, RequestRefused, AccessDenied):
            said = None
        site = said if isinstance(said, dict) else {}
        return Description(
            title=plain(site.get("system/site/name")) or self.entry.title(),
            url=self.addresses.root,
            version=plain(site.get("system/platform/version")),
            filters=frozenset({"text", "area", "period"}),
        )

    def search(self, query: Query, cancel: Cancel | None = None) -> Iterator[Page]:
        """Records that match, page by page; through CSW where the search is not there.

        Raises the typed errors of ``core.errors``.
        """
        hide = self.entry.options.get("hide_children") is not False and not query.collections
        yield from self._search(query, Scope(hide_children=hide), cancel)

    def granules(self, dataset: Dataset, query: Query, cancel: Cancel | None = None) -> Iterator[Page]:
        """The records below a dataset, and the granules of the STAC or the OpenSearch that it announces.

        The query's free text is not applied: it was meant for datasets.
        """
        source = next((one for one in dataset.sources if one.catalog == self.entry.id), None)
        key = source.id if source else dataset.id
        announced = announces_granules(dataset)
        if dataset.properties.get("children") or not announced:
            for page in self._search(query.but(text="", collections=()), Scope(parent=key), cancel):
                yield replace(page, has_more=True) if announced and not page.has_more else page
        if announced:
            yield from announced_granules(self, dataset, query, cancel)

    def children(self, dataset: Dataset, query: Query, cancel: Cancel | None = None) -> Iterator[Page]:
        """The records whose ``parentUuid`` is the dataset."""
        source = next((one for one in dataset.sources if one.catalog == self.entry.id), None)
        asked = Query(language=query.language, limit=query.limit, page_size=query.page_size)
        return self._search(asked, Scope(parent=source.id if source else dataset.id), cancel)

    def parent(self, dataset: Dataset, cancel: Cancel | None = None) -> Dataset | None:
        """The record that the dataset names as its parent. Raises NotFound, and the errors of ``record``."""
        return self.record(dataset.parent, cancel) if dataset.parent else None

    def complete(self, dataset: Dataset, cancel: Cancel | None = None) -> Dataset:
        """The dataset with all that its native ISO record says and the index does not.

        Raises NotFound where the record is gone, BadAnswer where it cannot be read. A dataset that came
        through CSW is complete as it is.
        """
        if not isinstance(dataset.raw, dict):
            return dataset
        source = next((one for one in dataset.sources if one.catalog == self.entry.id), None)
        return merged(dataset, self.record(source.id if source else dataset.id, cancel))

    def record(self, identifier: str, cancel: Cancel | None = None) -> Dataset:
        """One record by its identifier, from its native XML. Raises NotFound where there is none."""
        url = self.addresses.record(identifier)
        answer = self.session.get(url, headers=_XML, cancel=cancel, cache=True)
        language = self.entry.languages[0] if self.entry.languages else "en"
        found = read_records(answer.content, catalog=self.entry.id, language=language)
        if not found:
            raise BadAnswer(host=host_of(url), detail="no record in it")
        return found[0]

    def queryables(
        self, dataset: Dataset | None = None, cancel: Cancel | None = None
    ) -> tuple[Queryable, ...]:
        """The fields that the entry names, with their terms as the index counts them; asked for once."""
        with self._lock:
            if self._queryables is not None:
                return self._queryables
        names = facet_names(self.entry.options.get("facets"))
        try:
            answer = self._post(facets_body(names), cancel)
        except GaiaError as error:
            if not (isinstance(error, RequestRefused) or is_missing(error)):
                raise
            return ()
        found = read_facets(names, answer.aggregations)
        with self._lock:
            self._queryables = found
        return found

    # Asking

    def _search(self, query: Query, scope: Scope, cancel: Cancel | None) -> Iterator[Page]:
        query = for_datasets(query)
        csw = self._csw
        if csw is None:
            try:
                way, first, asked = self._begin(query, scope, cancel)
            except GaiaError as error:
                if not is_missing(error):
                    raise
                yield from self._through_csw(error, query, scope, cancel)
                return
            yield from self._pages(query, scope, way, first, asked, cancel)
        else:
            yield from self._through_csw(None, query, scope, cancel)

    def _pages(
        self, query: Query, scope: Scope, way: Way, first: Answer, asked: int, cancel: Cancel | None
    ) -> Iterator[Page]:
        def ask(start: int, count: int, after: tuple[Any, ...]) -> Answer:
            return self._post(body(query, way, scope, start, count, after), cancel)

        def read(hit: Any) -> Dataset | None:
            return read_hit(
                hit,
                catalog=self.entry.id,
                addresses=self.addresses,
                language=query.language,
                children=self._parents,
            )

        def wanted(dataset: Dataset) -> bool:
            if scope.parent and scope.parent not in parents_of(dataset):
                return False
            return is_record(dataset.raw) and not (
                scope.hide_children and not scope.parent and dataset.parent
            )

        left = pushable(query) - way.parts
        notes = [REFUSED.format(parts=", ".join(sorted(left)))] if left else []
        yield from pages(
            query,
            Checker(query, way.parts, rules(query), rough=rough(query)),
            self.entry.id,
            Batches(ask, first, asked, min(query.page_size, _MOST)),
            [START],
            read=read,
            wanted=wanted,
            notes=notes,
        )

    def _begin(self, query: Query, scope: Scope, cancel: Cancel | None) -> tuple[Way, Answer, int]:
        """The first way that the server does not refuse, its first answer, and how many hits were asked."""
        problem: GaiaError | None = None
        broken = 0
        left = [way for way in ways(query) if way not in self._refused]
        while left:
            way = left.pop(0)
            size = min(query.page_size, _FIRST)
            if query.limit is not None and way.parts == query.parts:
                size = min(size, query.limit)
            asked = replace(scope, count_children=self._parents is None)
            try:
                answer = self._post(body(query, way, asked, 0, size), cancel)
            except (RequestRefused, ServiceUnavailable) as error:
                problem = problem or error
                broken += isinstance(error, ServiceUnavailable)
                if is_missing(error) or broken > _FAILURES or error.status in (502, 503, 504):
                    raise problem from error
                if broken == _FAILURES:
                    left = left[-1:]
                if isinstance(error, RequestRefused) and is_ordinary(query):
                    self._refused.add(way)
                continue
            if answer.parents is not None:
                self._parents = answer.parents
            return way, answer, size
        self._refused.clear()
        raise problem or RequestRefused(
            host=host_of(self.entry.url), detail="no form of the search was accepted"
        )

    def _post(self, asked: dict[str, Any], cancel: Cancel | None) -> Answer:
        response = self.session.post(self.addresses.search, json=asked, headers=_JSON, cancel=cancel)
        if cancel:
            cancel.check()
        return read_answer(response.json(), response.url)

    # Through CSW

    def _fallback(self) -> Catalog:
        from ..csw import CswCatalog

        said = self.entry.options.get("csw")
        url = said if isinstance(said, str) and said else self.addresses.csw
        return CswCatalog(replace(self.entry, kind="csw", url=url, options={}), self.session)

    def _through_csw(
        self, problem: GaiaError | None, query: Query, scope: Scope, cancel: Cancel | None
    ) -> Iterator[Page]:
        """The same from the portal's CSW; what was wrong with the search is raised where that has none."""
        csw = self._csw or self._fallback()
        if scope.parent:
            pages = csw.granules(Dataset(id=scope.parent, title="", catalog=self.entry.id), query, cancel)
        else:
            pages = csw.search(query, cancel)
        first = True
        while True:
            try:
                page = next(pages, None)
            except (NotFound, BadAnswer, RequestRefused, ServiceUnavailable) as error:
                if first and problem is not None:
                    raise problem from error
                raise
            if page is None:
                return
            if first and not isinstance(problem, BadAnswer):  # which may be a web page that says "back soon"
                self._csw = csw
            first = False
            yield replace(page, notes=(VIA_CSW, *page.notes))


def is_ordinary(query: Query) -> bool:
    """Whether a refusal must be of a kind of clause, and not of this query's own shape or fields."""
    return not query.filters and (query.area is None or query.area.is_box)


def is_missing(error: GaiaError) -> bool:
    """Whether an error means that the search is not there (or not for everybody), rather than at fault."""
    if isinstance(error, (AnswerTooLarge, RedirectLoop)):
        return False
    if isinstance(error, (RequestRefused, ServiceUnavailable)):
        return error.status in (405, 501)
    return isinstance(error, (NotFound, BadAnswer, AccessDenied))
