"""The OData of the Copernicus Data Space: whole products, found by collection, place, time and attributes.

Source: the service's documentation ("OData API") on OData 4.01 part 2, sections 5.1 (system query options)
and part 1, section 11.2.6.7 (server-driven paging). It skips no more than 10,000 products of a search: what
lies beyond is reached through the date of the last one seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from ..errors import Cancelled, GaiaError, RequestRefused
from ..metadata.jsontexts import objects, text, whole_number
from ..model import Dataset, Granule, Page, Query, Sort, Source
from ..net import Cancel
from .base import Catalog, Description, Queryable
from .checker import Checker, tolerant
from .notes import REFUSED
from .odata_query import ATTRIBUTES, MILLISECOND, ONLINE, TYPES, Filter, moment, product_filter, quoted
from .odata_records import read_product
from .pager import Batch, for_datasets, next_offset, page_size, pages
from .rest import record_list
from .stac.extents import PLACEHOLDER
from .stac.matching import dataset_tests
from .stac.times import period, read_moment

_MOST = 1000
_MOST_SKIPPED = 10_000
_ORDERS = {"datetime": "ContentDate/Start", "published": "PublicationDate", "updated": "ModificationDate"}
_PRODUCT_NAME = re.compile(r"[A-Z][A-Z0-9]{1,9}_[A-Za-z0-9_.-]{8,}")
_SCHEMA_TYPES = {"Double": "number", "Integer": "integer", "Boolean": "boolean"}


@dataclass(frozen=True)
class _Position:
    """Where a page starts: so many products after a date ("" where the search begins)."""

    edge: str = ""
    skip: int = 0


class ODataCatalog(Catalog):
    """The service at ``entry.url`` (".../odata/v1/").

    ``entry.options["collections"]`` describes its collections by name, since the service does not list them:
    a title by language, "from" and "to". ``entry.options["download"]`` is where files are fetched, if
    elsewhere.
    """

    def describe(self, cancel: Cancel | None = None) -> Description:
        """What it can filter; nothing is asked of it."""
        filters = frozenset({"area", "period", "collections", *ATTRIBUTES})
        return Description(title=self.entry.title(), url=self.entry.url, filters=filters)

    @property
    def _base(self) -> str:
        return self.entry.url.rstrip("/").removesuffix("/Products")

    @property
    def _download(self) -> str:
        said = self.entry.options.get("download")
        return said.rstrip("/") if isinstance(said, str) and said else self._base

    # Datasets

    def search(self, query: Query, cancel: Cancel | None = None) -> Iterator[Page]:
        """The collections that match; where the text is the (beginning of the) name of a product, the
        products of that name."""
        if _PRODUCT_NAME.fullmatch(query.text):
            named = f"startswith(Name,{quoted(query.text)})"
            yield from self._products(query, [named], frozenset({"text"}), {}, "", cancel)
            return
        asked = for_datasets(query)
        said = self.entry.options.get("collections")
        known = dict(said) if isinstance(said, Mapping) else {}
        for name in query.collections:
            known.setdefault(name, {})
        found = [self._dataset(str(name), one, query.language) for name, one in known.items()]
        tests = dataset_tests(asked, asked.parts)
        undated = dataset_tests(asked, asked.parts - {"period"})
        kept = [one for one in found if all(test(one) for test in (tests if one.period else undated))]
        items = tuple(kept[: query.limit])
        yield Page(
            items=items,
            total=len(kept),
            filtered_by_client=asked.parts,
            catalog=self.entry.id,
        )

    def _dataset(self, name: str, said: Any, language: str) -> Dataset:
        said = said if isinstance(said, Mapping) else {}
        titles = {code: text(said.get(code)) for code in ("en", "fr") if text(said.get(code))}
        span = period(said.get("from"), said.get("to"))
        return Dataset(
            id=name,
            title=titles.get("en") or name,
            catalog=self.entry.id,
            provider=self.entry.provider,
            kind="series",
            footprint_note=PLACEHOLDER,
            period=span,
            periods=(span,) if span else (),
            compartments=self.entry.compartments,
            identifiers=(name,),
            texts={code: {"title": title} for code, title in titles.items()},
            sources=(Source(self.entry.id, name, self.entry.url),),
            has_granules=True,
            raw=dict(said),
        )

    # Products

    def granules(self, dataset: Dataset, query: Query, cancel: Cancel | None = None) -> Iterator[Page]:
        """Products of a collection; the query's text was meant for collections and is not applied. Raises
        the typed errors of ``core.errors``."""
        source = next((one for one in dataset.sources if one.catalog == self.entry.id), None)
        key = source.id if source else dataset.id
        asked = query.but(text="", collections=())
        types = (
            self._types(key, cancel)
            if {one.name for one in query.filters} - set(ATTRIBUTES) - {ONLINE}
            else {}
        )
        return self._products(
            asked, [f"Collection/Name eq {quoted(key)}"], frozenset({"collections"}), types, key, cancel
        )

    def _products(
        self,
        query: Query,
        first: list[str],
        also: frozenset[str],
        types: Mapping[str, str],
        collection: str,
        cancel: Cancel | None,
    ) -> Iterator[Page]:
        """Pages of products; a server that refuses the conditions on attributes is asked without them."""
        best = product_filter(query, first, types)
        walk, notes = _Walk(self, query, best, also, cancel), []
        conditions = best.asked & {one.name for one in query.filters}
        try:
            walk.begin()
        except RequestRefused:
            if not conditions:
                raise
            notes.append(REFUSED.format(parts=", ".join(sorted(conditions))))
            plain = product_filter(query, first, types, conditions=False)
            walk = _Walk(self, query, plain, also, cancel)
        checker = Checker(query, walk.filter.asked | also, tolerant(query), rough=walk.filter.rough)

        def read(said: Any) -> Granule:
            return read_product(
                said,
                catalog=self.entry.id,
                base=self._base,
                download=self._download,
                collection=collection,
            )

        yield from pages(query, checker, self.entry.id, walk.ask, [_Position()], read=read, notes=notes)

    # What can be filtered on

    def queryables(
        self, dataset: Dataset | None = None, cancel: Cancel | None = None
    ) -> tuple[Queryable, ...]:
        """The attributes of a collection, as the service lists them; those that all of them share where it
        does not."""
        types = self._types(dataset.id, cancel) if dataset is not None else {}
        stac = {theirs: ours for ours, theirs in ATTRIBUTES.items()}
        found = [Queryable(ONLINE, "on line", "boolean")]
        for name, kind in (types or TYPES).items():
            if name == "cloudCover":
                found.append(Queryable("eo:cloud_cover", "cloud cover", "number", 0.0, 100.0, unit="%"))
            else:
                found.append(Queryable(stac.get(name, name), name, _SCHEMA_TYPES.get(kind, "string")))
        return tuple(found)

    def _types(self, collection: str, cancel: Cancel | None) -> dict[str, str]:
        """The types of a collection's attributes by name; empty where the service does not tell."""
        url = f"{self._base}/Attributes({quote(collection, safe='')})"
        try:
            said = self.session.get(url, cancel=cancel, cache=True).json()
        except Cancelled:
            raise
        except GaiaError:
            return {}
        return {
            text(one.get("Name")): text(one.get("ValueType"))
            for one in objects(said)
            if text(one.get("Name"))
        }


class _Walk:
    """The requests of one search, in the order of a date."""

    def __init__(
        self,
        catalog: ODataCatalog,
        query: Query,
        found: Filter,
        also: frozenset[str],
        cancel: Cancel | None,
    ):
        self._session, self._cancel, self.filter = catalog.session, cancel, found
        self._url = f"{catalog._base}/Products"
        self._size = page_size(query, _MOST, found.asked | also if not found.rough else frozenset())
        sort = query.sort if query.sort and query.sort.name in _ORDERS else Sort()
        self._field, self._down = _ORDERS[sort.name], sort.descending
        self._total: int | None = None
        self._ids: set[str] = set()
        self._largest = 0
        self._last: datetime | None = None
        self._ordered = True
        """Whether the products came in the order that was asked for: else no date parts them."""
        self._first: tuple[dict[str, Any], list[Any]] | None = None

    def begin(self) -> None:
        """Ask for the first page now, which shows whether the server takes the filter."""
        self._first = self._get(_Position())

    def ask(self, position: _Position) -> Batch:
        """The page at a position, and where the next one is."""
        replay = False
        try:
            answer, items = self._first or self._get(position)
            self._first = None
            reached = bool(position.skip and not items and len(self._ids) < (self._total or 0))
        except RequestRefused:
            if not position.skip:
                raise
            reached = True
        if reached:  # it skips no further: less than it is said to
            moved = self._beyond(position)
            if moved is None:
                return Batch(total=self._total, cut=True)
            position, replay = moved, True
            answer, items = self._get(position)
        if not position.edge and not position.skip:
            self._total = whole_number(answer.get("@odata.count"))
        self._look(items)
        self._largest = max(self._largest, len(items))
        total = None if position.edge else self._total
        # Without a count a page that is not full tells no end: the server may give smaller ones than asked.
        size = self._size if total is not None else min(self._size, self._largest)
        after = next_offset(position.skip, len(items), size, total)
        if after is None and items and text(answer.get("@odata.nextLink")):
            after = position.skip + len(items)
        if after is None:
            return Batch(items, self._total, replay=replay)
        following: _Position | None = _Position(position.edge, after)
        if after > _MOST_SKIPPED:
            following, replay = self._beyond(position), True
        # Where no date parts the products, the server has more and none of it can be reached.
        return Batch(items, self._total, following, replay=replay, cut=following is None)

    def _get(self, position: _Position) -> tuple[dict[str, Any], list[Any]]:
        order = "desc" if self._down else "asc"
        edge = f"{self._field} {'le' if self._down else 'ge'} {position.edge}" if position.edge else ""
        params = {
            "$filter": self.filter.text(edge),
            "$orderby": f"{self._field} {order}",
            "$top": self._size,
            "$skip": position.skip or None,
            "$count": None if position.edge or position.skip else "True",
            "$expand": ["Attributes", "Assets"],
        }
        answer = self._session.get(self._url, params=params, cancel=self._cancel)
        return record_list(answer.json(), "value", self._url)

    def _look(self, items: list[Any]) -> None:
        """Remember which products came, the date of the last one, and whether they come in order."""
        for one in items:
            self._ids.add(text(one.get("Id")) if isinstance(one, Mapping) else "")
            when = self._date(one)
            if when is None:
                continue
            back = (
                timedelta() if self._last is None else when - self._last if self._down else self._last - when
            )
            if back > MILLISECOND:  # it may not compare finer than that
                self._ordered = False
            if self._last is None or back < timedelta():
                self._last = when

    def _date(self, one: Any) -> datetime | None:
        value: Any = one
        for name in self._field.split("/"):
            value = value.get(name) if isinstance(value, Mapping) else None
        return read_moment(value)

    def _beyond(self, position: _Position) -> _Position | None:
        """The window that starts at the last date seen, a millisecond before even, since others may share it;
        None where that would be the same window."""
        if self._last is None or not self._ordered:
            return None
        margin = MILLISECOND if self._down else -MILLISECOND
        edge = moment(self._last + margin, up=self._down)
        self._last = None  # the first of the next window come before it
        return None if edge == position.edge else _Position(edge)
