"""The OpenSearch catalogue: collections, then granules through the description that each entry leads to."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from ...errors import BadAnswer, GaiaError, RequestRefused, UnsupportedLink, host_of
from ...metadata.xmltree import attribute, each, parse_xml
from ...model import Dataset, Granule, LinkKind, Page, Query, Record
from ...net import Cancel, Session
from ..base import Catalog, CatalogEntry, Description, Queryable
from ..checker import Checker, tolerant
from ..csw_answer import read_document
from ..pager import Batch, for_datasets, pages
from .description import OpenSearchDescription, description_of, is_description
from .entry import read_dataset, read_granule
from .feed import Feed, feed_of, read_feed
from .geodab import geodab_description
from .geojson import read_feature
from .request import Filling, fill_in, page_size, queryables_of
from .template import Template, joined

_DESCRIPTION = {"Accept": "application/opensearchdescription+xml, application/xml;q=0.9, text/xml;q=0.8"}
_ANSWER = {"Accept": "application/atom+xml, application/geo+json;q=0.9, application/xml;q=0.8"}
_PARENT = "eo:parentIdentifier"
_NO_TEMPLATE = "its description offers neither Atom nor GeoJSON"
_SERIES = frozenset({"series", "collection"})

ReadEntry = Callable[[Any, str], Record]


@dataclass(frozen=True)
class _Token:
    """Where a batch starts: which box of the area, after how many records and pages, or at which address."""

    box: int = 0
    index: int = 0
    page: int = 0
    url: str = ""


class OpenSearchCatalog(Catalog):
    """A catalogue behind an OpenSearch description document at ``entry.url``; with the dialect "geodab", a
    GeoDAB broker's query address."""

    def __init__(self, entry: CatalogEntry, session: Session):
        super().__init__(entry, session)
        self._lock = threading.Lock()
        self._description: OpenSearchDescription | None = None

    def describe(self, cancel: Cancel | None = None) -> Description:
        """Title, abstract and the parts of a query that the template takes.

        Raises the network's typed errors; BadAnswer where there is no OpenSearch description.
        """
        found = self._known(cancel)
        template = _collections(found)
        known = template.parameters if template else {}
        able = {"text": "os:searchTerms", "area": "geo:box", "period": "time:start"}
        filters = {part for part, name in able.items() if name in known}
        filters |= {one.name for one in (queryables_of(template) if template else ())}
        return Description(
            title=found.title or self.entry.title(),
            abstract=found.abstract,
            url=self.entry.url,
            version="1.1",
            filters=frozenset(filters),
        )

    def queryables(
        self, dataset: Dataset | None = None, cancel: Cancel | None = None
    ) -> tuple[Queryable, ...]:
        """The parameters of the EO extension: of the collections, or of one dataset's granules."""
        if dataset is None:
            template = _collections(self._known(cancel))
            return queryables_of(template) if template else ()
        for href in _descriptions(dataset):
            opened = _open(self.session, href, cancel)
            if isinstance(opened, OpenSearchDescription):
                template = opened.template("results", "collection")
                return queryables_of(template) if template else ()
        template = self._granules_template(cancel)
        return queryables_of(template) if template else ()

    def search(self, query: Query, cancel: Cancel | None = None) -> Iterator[Page]:
        """Collections that match, page by page. Raises the typed errors of ``core.errors``."""
        template = _collections(self._known(cancel))
        if template is None:
            raise BadAnswer(host=host_of(self.entry.url), detail=_NO_TEMPLATE)
        query = for_datasets(query, {one.name for one in queryables_of(template)})
        by_parent = self._granules_template(cancel) is not None

        def read(entry: Any, url: str) -> Record:
            if isinstance(entry, Mapping):
                return read_feature(entry, catalog=self.entry.id, url=url, granule=False)
            dataset = read_dataset(entry, catalog=self.entry.id, url=url, language=query.language)
            series = by_parent and dataset.kind.lower() in _SERIES
            return replace(dataset, has_granules=True) if series and not dataset.has_granules else dataset

        yield from _search(self, template, query, read, {}, cancel)

    def granules(self, dataset: Dataset, query: Query, cancel: Cancel | None = None) -> Iterator[Page]:
        """Granules through the dataset's own OpenSearch description, else through the catalogue's, by parent
        identifier; through STAC where the record announces it. The query's text was meant for datasets and is
        not applied."""
        if _descriptions(dataset):
            return granules_of_description(self, dataset, query, cancel)
        if dataset.links_of(LinkKind.STAC):
            from ..stac import granules_of_links

            return granules_of_links(self, dataset, query, cancel)
        template = self._granules_template(cancel)
        if template is None:
            return iter(())
        asked = query.but(text="", collections=())
        return _search(
            self,
            template,
            asked,
            _granule_reader(self.entry.id, _own_id(self, dataset)),
            _parent(self, dataset),
            cancel,
        )

    def _granules_template(self, cancel: Cancel | None) -> Template | None:
        template = self._known(cancel).template("results")
        return template if template and _PARENT in template.parameters else None

    def _known(self, cancel: Cancel | None) -> OpenSearchDescription:
        """The description, asked for once. A server that answers its address with a feed or a page, but names
        its description there, is followed."""
        with self._lock:
            if self._description is not None:
                return self._description
        if self.entry.dialect == "geodab":
            found = geodab_description(self.entry.url, self.entry.title())
        else:
            opened = _open(self.session, self.entry.url, cancel)
            if not isinstance(opened, OpenSearchDescription):
                raise BadAnswer(host=host_of(self.entry.url), detail="not an OpenSearch description")
            found = opened
        with self._lock:
            self._description = found
        return found


def granules_of_description(
    catalog: Catalog, dataset: Dataset, query: Query, cancel: Cancel | None = None
) -> Iterator[Page]:
    """Granules through the OpenSearch links of a dataset that any catalogue found; the first that answers.

    The granules carry the identifier of ``catalog``. Raises what the last link raised where none answers, and
    UnsupportedLink where the dataset has no such link.
    """
    query = query.but(text="", collections=())
    read = _granule_reader(catalog.entry.id, _own_id(catalog, dataset))
    problem: GaiaError | None = None
    for href in _descriptions(dataset):
        try:
            opened = _open(catalog.session, href, cancel)
            if isinstance(opened, Feed):
                found = _pages_of_feed(catalog, opened, query, read, cancel)
            else:
                template = opened.template("results", "collection")
                if template is None:
                    raise BadAnswer(host=host_of(href), detail=_NO_TEMPLATE)
                parent = {**_parent(catalog, dataset), **_fixed_parent(href)}
                found = _search(catalog, template, query, read, parent, cancel)
            first = next(found, None)
        except (BadAnswer, RequestRefused) as error:
            problem = error
            continue
        if first is not None:
            yield first
            yield from found
        return
    raise problem or UnsupportedLink(detail="the record has no OpenSearch link")


def _open(session: Session, url: str, cancel: Cancel | None) -> OpenSearchDescription | Feed:
    """What stands at an address: a description, or a feed. A CSW that refuses the bare address is asked again
    as it wants to be (pycsw 2.6)."""
    try:
        answer = session.get(url, headers=_DESCRIPTION, cancel=cancel, cache=True)
        root = read_document(answer.content, answer.url)
    except RequestRefused:
        if "opensearch" not in url.lower():
            raise
        answer = session.get(_capabilities(url), headers=_DESCRIPTION, cancel=cancel, cache=True)
        root = read_document(answer.content, answer.url)
    if is_description(root):
        return description_of(root, answer.url)
    for link in each(root, "link"):
        # A web page, or a feed, that names its description (OpenSearch 1.1, "Autodiscovery").
        if "opensearchdescription" in attribute(link, "type") and link.getparent() is root:
            href = joined(answer.url, attribute(link, "href"))
            second = session.get(href, headers=_DESCRIPTION, cancel=cancel, cache=True)
            found = parse_xml(second.content, host_of(second.url))
            if is_description(found):
                return description_of(found, second.url)
    return feed_of(root, answer.url)


def _capabilities(url: str) -> str:
    parts = urlsplit(url)
    asked = {"service": "CSW", "version": "3.0.0", "request": "GetCapabilities"}
    kept = [(name, value) for name, value in parse_qsl(parts.query) if name.lower() not in asked]
    return urlunsplit(parts._replace(query=urlencode([*kept, *asked.items()])))


def _collections(description: OpenSearchDescription) -> Template | None:
    """OGC 13-026r9, 7.2: "collection" where a description tells the two steps apart."""
    return description.template("collection", "results")


def _descriptions(dataset: Dataset) -> tuple[str, ...]:
    return tuple(dict.fromkeys(link.href for link in dataset.links_of(LinkKind.OPENSEARCH)))


def _own_id(catalog: Catalog, dataset: Dataset) -> str:
    source = next((one for one in dataset.sources if one.catalog == catalog.entry.id), None)
    return source.id if source else dataset.id


def _parent(catalog: Catalog, dataset: Dataset) -> dict[str, str]:
    return {_PARENT: _own_id(catalog, dataset)}


def _fixed_parent(href: str) -> dict[str, str]:
    """FedEO's descriptions are of a parent that is not always the collection's own identifier
    ("description.xml?parentIdentifier=EOP:SSARA" of "EOP:SSARA:ALOS")."""
    asked = dict(parse_qsl(urlsplit(href).query))
    return {_PARENT: asked["parentIdentifier"]} if asked.get("parentIdentifier") else {}


def _granule_reader(catalog: str, collection: str) -> ReadEntry:
    def read(entry: Any, url: str) -> Granule:
        if isinstance(entry, Mapping):
            found = read_feature(entry, catalog=catalog, url=url, granule=True, collection=collection)
            if not isinstance(found, Granule):
                raise ValueError("not a granule")
            return found
        return read_granule(entry, catalog=catalog, url=url, collection=collection)

    return read


def _search(
    catalog: Catalog,
    template: Template,
    query: Query,
    read: ReadEntry,
    fixed: Mapping[str, str],
    cancel: Cancel | None,
) -> Iterator[Page]:
    """The pages of a search by a template. Raises UnsupportedLink where it requires what is not known."""
    filling, size = _filled(query, template, fixed)

    def ask(token: _Token) -> Batch:
        values = dict(filling.values[token.box])
        values["os:startIndex"] = str(template.index_offset + token.index)
        values["os:startPage"] = str(template.page_offset + token.page)
        url = token.url or template.fill(values)
        answer = catalog.session.get(url, headers=_ANSWER, cancel=cancel)
        feed = read_feed(answer.content, answer.url)
        return _batch(feed, _following(feed, template, token, size, answer.url))

    firsts = [_Token(box) for box in range(len(filling.values))]
    checker = Checker(query, filling.asked, tolerant(query))
    return pages(query, checker, catalog.entry.id, ask, firsts, read=lambda one: read(*one))


def _filled(query: Query, template: Template, fixed: Mapping[str, str]) -> tuple[Filling, int]:
    size = page_size(template, query.page_size)
    filling = fill_in(query, template, size, fixed)
    if query.limit is not None and query.limit < size and query.parts <= filling.asked:
        size = query.limit
        filling = fill_in(query, template, size, fixed)
    if not filling.usable:
        wanted = ", ".join(filling.missing[:3])
        raise UnsupportedLink(detail=f"this OpenSearch service wants {wanted}")
    return filling, size


def _pages_of_feed(
    catalog: Catalog, first: Feed, query: Query, read: ReadEntry, cancel: Cancel | None
) -> Iterator[Page]:
    """Pages of a feed that a record leads to straight: only its next links can be followed."""

    def ask(token: _Token) -> Batch:
        feed = first
        if token.url:
            answer = catalog.session.get(token.url, headers=_ANSWER, cancel=cancel)
            feed = read_feed(answer.content, answer.url)
        return _batch(feed, _Token(url=feed.following) if feed.following else None)

    checker = Checker(query, frozenset())
    return pages(query, checker, catalog.entry.id, ask, [_Token()], read=lambda one: read(*one))


def _batch(feed: Feed, following: _Token | None) -> Batch:
    return Batch([(entry, feed.url) for entry in feed.entries], feed.total, following)


def _following(feed: Feed, template: Template, token: _Token, size: int, url: str) -> _Token | None:
    """The next page: the server's own link, else the template's index or page; None at the end."""
    got = len(feed.entries)
    if not got:
        return None
    if feed.following and feed.following != url:
        return _Token(token.box, token.index + got, token.page + 1, feed.following)
    if "os:startIndex" not in template.parameters and "os:startPage" not in template.parameters:
        return None
    full = got >= min(size, feed.per_page or size)
    done = token.index + got
    if feed.total is None or done > feed.total:  # no total, or one that is plainly wrong
        more = full
    elif done < feed.total:
        more = True
    else:
        # A total that is just what this page holds may be the page's own count, not the search's.
        more = full and got == size and feed.total == got
    return _Token(token.box, done, token.page + 1) if more else None
