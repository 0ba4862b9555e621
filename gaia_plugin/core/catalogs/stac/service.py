"""What a STAC landing page says: where to search, how, and with which extensions.

Sources: STAC API 1.0.0 (core, item search, features, collections), its collection-search, free-text, filter,
query, sort and fields extensions; OGC API Features part 3 and CQL2 for the conformance classes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

from .hosts import rebased
from .hrefs import links_of, resolved, text, texts

JSON_TYPES = ("", "application/json", "application/geo+json")
QUERYABLES = "http://www.opengis.net/def/rel/ogc/1.0/queryables"


@dataclass(frozen=True)
class Service:
    """A STAC API, or a static catalogue where neither ``search_url`` nor ``collections_url`` is known."""

    url: str
    title: str = ""
    abstract: str = ""
    version: str = ""
    conformance: frozenset[str] = frozenset()
    search_url: str = ""
    get: bool = True
    post: bool = False
    collections_url: str = ""
    queryables_url: str = ""
    declared_url: str = ""
    """The address that the landing page gives for itself, which may be an internal one."""
    document: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def is_static(self) -> bool:
        """Whether there is nothing to ask: only documents to walk."""
        return not (self.search_url or self.collections_url)

    def offers(self, scope: str, extension: str) -> bool:
        """Whether an extension ("filter", "query", "sort", "fields", "free-text") is declared for a scope
        ("item-search", "collection-search", "ogcapi-features")."""
        pattern = re.compile(rf"/{scope}/?#{extension}(?![a-z-])", re.IGNORECASE)
        return any(pattern.search(uri) for uri in self.conformance)

    @property
    def searches_collections(self) -> bool:
        """Whether ``/collections`` takes a box and a period (collection-search extension)."""
        return any(re.search(r"/collection-search/?$", uri) for uri in self.conformance)

    @property
    def speaks_cql2(self) -> bool:
        """Whether item search takes CQL2 expressions."""
        if self.offers("item-search", "filter"):
            return True
        declared = any(
            uri.endswith(("/filter", "#filter")) or "features-filter" in uri for uri in self.conformance
        )
        return declared and any("cql2" in uri for uri in self.conformance)

    @property
    def reads_cql2_json(self) -> bool:
        """Whether CQL2 may be sent as JSON: not where text alone is declared."""
        formats = {uri.rsplit("/", 1)[-1] for uri in self.conformance if "cql2" in uri}
        return "cql2-json" in formats or "cql2-text" not in formats

    @property
    def filters(self) -> frozenset[str]:
        """The parts of a query that the server applies to granules."""
        found = {"area", "period", "collections"} if self.search_url else set()
        if self.speaks_cql2 or self.offers("item-search", "query"):
            found.add("properties")
        if self.offers("collection-search", "free-text") or self.offers("item-search", "free-text"):
            found.add("text")
        return frozenset(found)


def read_service(document: Any, url: str, conformance: Iterable[str] = ()) -> Service:
    """The service that a landing page describes. ``url`` is where it was read; never raises."""
    links = links_of(document)
    declared = next((text(link.get("href")) for link in links if link.get("rel") == "self"), "")
    declared = declared if "://" in declared else url

    def address(link: Mapping[str, Any]) -> str:
        return rebased(resolved(url, link.get("href")), url, declared)

    uris = frozenset(texts(document.get("conformsTo"))) | frozenset(conformance)
    searches = [link for link in links if link.get("rel") == "search" and _is_json(link)]
    methods = {text(link.get("method")).upper() or "GET": address(link) for link in reversed(searches)}
    methods = {method: href for method, href in methods.items() if href}
    search_url = methods.get("GET") or methods.get("POST") or ""
    if not search_url and any(re.search(r"/item-search/?$", uri) for uri in uris):
        search_url = urljoin(url.split("?")[0].rstrip("/") + "/", "search")
    data = [address(link) for link in links if link.get("rel") == "data" and _is_json(link)]
    collections_url = next(
        (href for href in data if href.rstrip("/").endswith("/collections")), data[0] if data else ""
    )
    if not collections_url and search_url:
        collections_url = urljoin(url.split("?")[0].rstrip("/") + "/", "collections")
    queryables = next((address(link) for link in links if link.get("rel") == QUERYABLES), "")
    return Service(
        url=url,
        title=text(document.get("title")) or text(document.get("id")),
        abstract=text(document.get("description")),
        version=text(document.get("stac_version")),
        conformance=uris,
        search_url=search_url,
        get="GET" in methods or not methods,
        post="POST" in methods,
        collections_url=collections_url,
        queryables_url=queryables,
        declared_url=declared,
        document=document,
    )


def _is_json(link: Mapping[str, Any]) -> bool:
    kind = text(link.get("type")).lower().split(";")[0].strip()
    return kind in JSON_TYPES
