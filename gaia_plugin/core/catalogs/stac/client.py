"""A STAC API as a catalogue: collections are datasets, items are granules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, TypeVar
from urllib.parse import quote

from ...errors import BadAnswer, Cancelled, GaiaError, NotFound, RequestRefused, host_of
from ...model import Dataset, Granule, Page, Query, boxes
from ...net import Cancel, Session
from ..base import Catalog, CatalogEntry, Description, Queryable
from ..ordering import Order
from .datasets import read_collection
from .fetch import read_object, send
from .hrefs import links_of, resolved
from .items import read_item
from .kept import Item, Kept
from .matching import dataset_tests
from .pages import Pages
from .queryables import closed_names, from_properties, from_summaries, read_queryables
from .request import Plan, Request, Wishes, with_parameters
from .service import Service, read_service
from .static import StaticWalk

R = TypeVar("R", Dataset, Granule)
_REGIONAL = 350.0
"""Degrees of longitude from which a footprint goes round the Earth."""


class StacCatalog(Catalog):
    """A STAC API (0.9 to 1.1), asked by GET or POST as it offers; where the address turns out to be a
    static catalogue, its documents are walked instead.

    ``entry.dialect`` names a service that bends the standard. ``entry.options["fields"]`` lists what to ask
    for where the server has the fields extension ("-" before a name leaves it out); without it whole items
    are asked for, since nothing that a record says is to be lost. ``entry.options["collections"]`` names the
    only ones that are looked at.
    """

    def __init__(self, entry: CatalogEntry, session: Session):
        super().__init__(entry, session)
        from ..dialects import dialect_of

        self.dialect = dialect_of(entry.dialect)
        self._service: Service | None = None

    # What it is

    def service(self, cancel: Cancel | None = None) -> Service:
        """The landing page, read once. Raises the typed errors of the session, and BadAnswer where the
        address is no STAC; KeyRequired, without a request, where one is needed and none is there."""
        self.dialect.admit(self.session, self.entry.url)
        if self._service is None:  # no lock: a cancelled search must not wait for another one's slow server
            self._service = self._read_service(cancel)
        return self._service

    def _read_service(self, cancel: Cancel | None) -> Service:
        response = send(self.session, Request("GET", self.entry.url), cancel, cache=True)
        document = read_object(response, self.entry.url)
        url = response.url or self.entry.url
        if not ({"stac_version", "links", "conformsTo"} & set(document)):
            raise BadAnswer(host=host_of(url), detail="it is not a STAC catalogue")
        conformance = () if document.get("conformsTo") else self._conformance(document, url, cancel)
        return self.dialect.service(read_service(document, url, conformance))

    def _conformance(self, document: dict[str, Any], url: str, cancel: Cancel | None) -> Sequence[str]:
        """The classes of APIs whose landing page only links to them."""
        for link in links_of(document):
            href = resolved(url, link.get("href"))
            if link.get("rel") == "conformance" and href:
                try:
                    said = read_object(send(self.session, Request("GET", href), cancel, cache=True), href)
                except (BadAnswer, NotFound, RequestRefused):
                    return ()
                uris = said.get("conformsTo")
                return [uri for uri in uris if isinstance(uri, str)] if isinstance(uris, list) else ()
        return ()

    def describe(self, cancel: Cancel | None = None) -> Description:
        """What the landing page says."""
        service = self.service(cancel)
        return Description(
            title=service.title,
            abstract=service.abstract,
            url=service.url,
            version=service.version,
            filters=service.filters,
            conformance=service.conformance,
        )

    # First step: datasets

    def search(self, query: Query, cancel: Cancel | None = None) -> Iterator[Page]:
        """Collections that match; items where the API has no collection at all.

        Free text, area and period are asked of the server where it searches collections, else done here.
        Conditions on properties wait for the second step: they are of items.
        """
        service = self.service(cancel)
        if service.is_static:
            yield from self._walk(service).datasets(query, cancel)
            return
        only = self.entry.options.get("collections")
        if isinstance(only, (list, tuple)) and only and not query.collections:
            query = query.but(collections=tuple(str(name) for name in only))
        if query.collections:
            yield from self._named(service, query, cancel)
            return
        pages = Pages(
            self.session,
            service,
            self.dialect,
            query,
            cancel,
            member="collections",
            read=lambda document: self._dataset(document, service),
            cache=True,
        )
        held: Page | None = None
        in_order = Order(query.sort)
        try:
            for page in map(in_order, pages.run(iter([self.dialect.plan_collections(service, query)]))):
                held = page
                if pages.scanned:
                    yield page
        except (NotFound, RequestRefused):
            if pages.scanned or not service.search_url:
                raise
        if pages.scanned:
            return
        if any(link.get("rel") == "child" for link in links_of(service.document)):
            yield from self._walk(service).datasets(query, cancel)
        elif service.search_url and not service.searches_collections:
            yield from self._items(service, query, (), cancel, with_text=True)
        elif held is not None:
            yield held

    def _dataset(self, document: Any, service: Service) -> Dataset | None:
        bent = self.dialect.collection(document)
        dataset = read_collection(bent, self.entry)
        dataset = self._placed(dataset)
        if dataset is not None and bent is not document:
            dataset = replace(dataset, raw=document)
        if dataset is None or dataset.has_granules or not service.search_url:
            return dataset
        return replace(dataset, has_granules=True)

    def _placed(self, record: R | None) -> R | None:
        """The record; without its footprint where that goes round the Earth and is no place there."""
        if not self.dialect.everywhere or record is None or not record.footprint:
            return record
        if sum(east - west for west, _, east, _ in boxes(record.footprint)) < _REGIONAL:
            return record
        return replace(record, footprint=None, footprint_note=self.dialect.everywhere)

    def _named(self, service: Service, query: Query, cancel: Cancel | None) -> Iterator[Page]:
        """The collections that the query names, one request each."""
        found, notes = [], []
        for name in query.collections:
            url = f"{service.collections_url.split('?')[0].rstrip('/')}/{quote(name, safe='')}"
            try:
                document = read_object(send(self.session, Request("GET", url), cancel, cache=True), url)
            except NotFound:
                notes.append(f"There is no collection {name} here.")
                continue
            dataset = self._dataset(document, service)
            if dataset is not None:
                found.append(dataset)
        client = query.parts & {"text", "area", "period"}
        tests = dataset_tests(query, client)
        kept = tuple(one for one in found if all(test(one) for test in tests))
        yield Page(
            items=kept,
            total=len(kept),
            filtered_by_server=frozenset({"collections"}),
            filtered_by_client=client,
            notes=tuple(notes),
        )

    # Second step: granules

    def granules(self, dataset: Dataset, query: Query, cancel: Cancel | None = None) -> Iterator[Page]:
        """Items of a dataset of this catalogue, or of one from elsewhere that links to a STAC.

        The query's free text is not applied: it was meant for datasets, and items rarely repeat their words.
        """
        source = next((one for one in dataset.sources if one.catalog == self.entry.id), None)
        if source is None and dataset.catalog != self.entry.id:
            from .elsewhere import granules_of_links

            yield from granules_of_links(self, dataset, query, cancel)
            return
        service = self.service(cancel)
        key = source.id if source else dataset.id
        if service.is_static:
            url = source.url if source else ""
            yield from self._walk(service).granules(key, url, query, cancel)
        elif service.search_url:
            yield from self._items(service, query, (key,), cancel)
        else:
            yield from self._items_of(service, dataset, key, query, cancel)

    def _items_of(
        self, service: Service, dataset: Dataset, key: str, query: Query, cancel: Cancel | None
    ) -> Iterator[Page]:
        """Items of an API without item search, from ``/collections/{id}/items`` (OGC API Features)."""
        raw = dataset.raw if dataset.catalog == self.entry.id else None
        href = next(
            (resolved(service.url, one.get("href")) for one in links_of(raw) if one.get("rel") == "items"), ""
        )
        base = f"{service.collections_url.split('?')[0].rstrip('/')}/{quote(key, safe='')}/items"
        yield from self._items(
            replace(service, search_url=href or base, post=False), query, (key,), cancel, alone=True
        )

    def search_items(
        self, query: Query, cancel: Cancel | None = None, *, fixed: Sequence[tuple[str, str]] = ()
    ) -> Iterator[Page]:
        """Items of all collections, or of those that ``query.collections`` names."""
        yield from self._items(
            self.service(cancel), query, query.collections, cancel, with_text=True, fixed=fixed
        )

    def _items(
        self,
        service: Service,
        query: Query,
        collections: Sequence[str],
        cancel: Cancel | None,
        *,
        with_text: bool = False,
        alone: bool = False,
        fixed: Sequence[tuple[str, str]] = (),
    ) -> Iterator[Page]:
        asked = query.but(collections=tuple(collections))
        only = collections[0] if len(collections) == 1 else ""
        catalog, bend = self.entry.id, self.dialect.item if self.dialect.bends_items else None

        def read(member: Any) -> Granule | None:
            item, again = (member.read(), member.read) if isinstance(member, Item) else (member, None)
            if bend is None:
                return self._placed(read_item(item, catalog, "", only, again))
            granule = read_item(bend(item), catalog, "", only, again and (lambda: bend(again())))
            return granule and replace(granule, raw=Kept(again) if again else item)

        names = self._names(service, collections, cancel) if query.filters else frozenset()
        pages = Pages(self.session, service, self.dialect, asked, cancel, member="features", read=read)
        plans = self._plans(service, asked, () if alone else collections, names, with_text, fixed)
        in_order = Order(query.sort)
        for page in pages.run(plans):
            if service is self._service:  # what it offered and refused is not tried again
                if pages.method == "GET" and service.post:
                    self._service = replace(service, post=False)
                elif pages.method == "POST" and pages.url != service.search_url:
                    self._service = replace(service, search_url=pages.url)
            yield in_order(page)

    def _plans(
        self,
        service: Service,
        query: Query,
        collections: Sequence[str],
        names: frozenset[str],
        with_text: bool,
        fixed: Sequence[tuple[str, str]],
    ) -> Iterator[Plan]:
        """Requests from the best to the plainest, each different from the one before."""
        said = self.entry.options.get("fields")
        fields = [str(name) for name in said] if isinstance(said, (list, tuple)) else []
        wishes = [Wishes()]
        if service.post and service.get:
            wishes.append(Wishes(post=False))
        if query.sort:
            wishes.append(Wishes(sort=False))
        if query.area or query.filters:
            wishes.append(Wishes(sort=False, filters=False, intersects=False))
        wishes.append(Wishes(post=False, sort=False, filters=False, intersects=False, page_size=10))
        sent = set()
        for wish in wishes:
            best = self.dialect.plan_items(service, query, collections, wish, names, with_text, fields)
            for plan in self.dialect.plans(best):
                if fixed and plan.request.method == "GET":
                    url = with_parameters(plan.request.url, dict(fixed))
                    plan = replace(plan, request=replace(plan.request, url=url))
                if plan.request.key not in sent:
                    sent.add(plan.request.key)
                    yield plan

    # What can be filtered on

    def queryables(
        self, dataset: Dataset | None = None, cancel: Cancel | None = None
    ) -> tuple[Queryable, ...]:
        """The server's queryables for the catalogue or one of its datasets; else what the dataset's
        summaries show, or the properties of one of its items. Empty where nothing says anything."""
        own = dataset if dataset is not None and dataset.catalog == self.entry.id else None
        service = self.service(cancel)
        found: tuple[Queryable, ...] = ()
        if not service.is_static:
            found = read_queryables(self._schema(service, own.id if own else "", cancel))
        if not found and dataset is not None and isinstance(dataset.raw, dict):
            found = from_summaries(dataset.raw.get("summaries"))
        if not found and own is not None and service.search_url:
            first = next(iter(self._items(service, Query(limit=1, page_size=1), (own.id,), cancel)), Page())
            found = next((from_properties(item.properties) for item in first.items), ())
        return found

    def _schema(self, service: Service, collection: str, cancel: Cancel | None) -> Any:
        """The queryables of a collection, or of all, as the server gives them; None where it has none."""
        base, url = service.collections_url.split("?")[0].rstrip("/"), service.queryables_url
        if service.speaks_cql2:
            url = f"{base}/{quote(collection, safe='')}/queryables" if collection else url
            url = url or f"{service.url.split('?')[0].rstrip('/')}/queryables"
        if not url:
            return None
        request = Request("GET", url, headers={"Accept": "application/schema+json, application/json;q=0.9"})
        try:
            return read_object(send(self.session, request, cancel, cache=True), url)
        except (BadAnswer, NotFound, RequestRefused):
            return None

    def _names(self, service: Service, collections: Sequence[str], cancel: Cancel | None) -> frozenset[str]:
        """The only names that the server can filter on; empty where it doesn't say."""
        if not service.speaks_cql2:
            return frozenset()
        try:
            schema = self._schema(service, collections[0] if len(collections) == 1 else "", cancel)
        except Cancelled:
            raise
        except GaiaError:
            return frozenset()
        return closed_names(schema)

    def _walk(self, service: Service) -> StaticWalk:
        return StaticWalk(self.entry, self.session, service.url)
