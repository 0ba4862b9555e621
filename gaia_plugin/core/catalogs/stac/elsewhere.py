"""Granules of datasets found in other catalogues, through the STAC links of their records.

A record may link to a collection, to a list of items, to a search with its parameters, or to a document of a
static catalogue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit, urlunsplit

from ...errors import Cancelled, GaiaError, UnsupportedLink
from ...model import Dataset, LinkKind, Page, Query
from ...net import Cancel
from ..base import Catalog
from ..notes import PARTIAL
from .fetch import read_object, send
from .hrefs import links_of, resolved, text
from .request import Request

_COLLECTION = re.compile(r"^(?P<root>.*)/collections/(?P<id>[^/]+)(?:/items)?/?$")
_SEARCH = re.compile(r"^(?P<root>.*)/search/?$")
_OURS = frozenset(["limit", "token", "page", "next"])


def granules_of_links(
    catalog: Catalog, dataset: Dataset, query: Query, cancel: Cancel | None = None
) -> Iterator[Page]:
    """Granules through the STAC links of a dataset: of all the collections that they lead to, each once.

    The pages' granules carry the identifier of ``catalog``. Raises what the last link raised where none
    answers, and UnsupportedLink where there is none; where only some answer a note says that it is a part.
    """
    links = {_target(link.href): link.href for link in reversed(dataset.links_of(LinkKind.STAC))}
    roots = {root.rstrip("/") for root, key in links if key}
    for target in list(links):
        if target[0].rstrip("/").removesuffix("/collections") in roots and not target[1]:
            del links[target]  # all of the API, beside what of it is the dataset's
    left, problem, answered = list(reversed(links.values())), None, False
    seen: set[tuple[str, str]] = set()
    while left and (query.limit is None or len(seen) < query.limit):
        href, before, repeated = left.pop(0), len(seen), 0
        asked = query if query.limit is None else query.but(limit=query.limit - before)
        try:
            for page in granules_of_address(catalog, href, asked, cancel):
                answered = True
                fresh = tuple(one for one in page.items if _mark(one) not in seen)
                seen.update(map(_mark, fresh))
                repeated += len(page.items) - len(fresh)
                yield _among(page, fresh, before - repeated, bool(left)) if before or left else page
        except Cancelled:
            raise
        except GaiaError as error:
            if len(seen) > before:
                raise
            problem = error
    if problem is not None and answered:
        yield Page(total=len(seen), total_is_lower_bound=True, catalog=catalog.entry.id, notes=(PARTIAL,))
    elif not answered and not seen and (problem is not None or not links):
        raise problem or UnsupportedLink(detail="the record has no STAC link")


def _target(href: str) -> tuple[str, str]:
    """What a link leads to: a collection and the list of its items are one thing."""
    parts = urlsplit(href)
    found = _COLLECTION.match(parts.path)
    if not found:
        return href, ""
    return urlunsplit(parts._replace(path=found.group("root"), fragment="")), unquote(found.group("id"))


def _mark(granule: Any) -> tuple[str, str]:
    return granule.collection, granule.id


def _among(page: Page, fresh: tuple[Any, ...], others: int, more: bool) -> Page:
    """A page of one of several collections: what is new of it, and a total of all that were asked."""
    return replace(
        page,
        items=fresh,
        total=None if page.total is None else page.total + others,
        total_is_lower_bound=page.total_is_lower_bound or more,
        has_more=page.has_more or more,
    )


def granules_of_address(
    catalog: Catalog, href: str, query: Query, cancel: Cancel | None = None
) -> Iterator[Page]:
    """Granules of the collection, the list of items or the search at an address."""
    from .client import StacCatalog

    parts = urlsplit(href)
    fixed = [(name, value) for name, value in parse_qsl(parts.query) if name not in _OURS]
    found = _COLLECTION.match(parts.path) or _SEARCH.match(parts.path)
    if found:
        root = urlunsplit(parts._replace(path=found.group("root") or "/", query="", fragment=""))
        opened = StacCatalog(_entry(catalog, root), catalog.session)
        key = unquote(found.groupdict().get("id") or "")
        try:
            service = opened.service(cancel)
        except Cancelled:
            raise
        except GaiaError:
            service = None
        if service is not None and service.search_url:
            asked = query.but(collections=(key,) if key else _collections(fixed), text="")
            if fixed:  # a search that the record fixed is asked as it stands, by GET
                opened._service = replace(service, post=False, get=True)
            yield from opened.search_items(asked, cancel, fixed=fixed)
            return
    yield from _documents(catalog, href, query, cancel)


def _collections(fixed: list[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(one for name, value in fixed if name == "collections" for one in value.split(",") if one)


def _documents(catalog: Catalog, href: str, query: Query, cancel: Cancel | None) -> Iterator[Page]:
    """What stands at an address without an API around it: items, or a collection that leads to them."""
    from .client import StacCatalog
    from .service import Service
    from .static import StaticWalk

    document = read_object(send(catalog.session, Request("GET", href), cancel, cache=True), href)
    items = _items_link(document, href)
    if document.get("type") == "FeatureCollection" or items:
        opened = StacCatalog(_entry(catalog, href), catalog.session)
        opened._service = Service(url=href, search_url=items or href)
        yield from opened.search_items(query.but(collections=(), text=""), cancel)
        return
    walk = StaticWalk(_entry(catalog, href), catalog.session, href)
    yield from walk.granules(text(document.get("id")), href, query, cancel)


def _items_link(document: Any, href: str) -> str:
    return next(
        (resolved(href, link.get("href")) for link in links_of(document) if link.get("rel") == "items"), ""
    )


def _entry(catalog: Catalog, url: str) -> Any:
    return replace(catalog.entry, kind="stac", url=url, dialect="", options={})
