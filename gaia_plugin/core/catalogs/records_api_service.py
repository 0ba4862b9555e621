"""What an OGC API Records service is: its landing page, conformance, collections and queryables.

Sources: OGC 19-072 (Common, part 1) section 7; OGC 20-004r1 (Records) sections 7 to 10; OGC 19-079r2
(Features, part 3: filtering) section 6.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from ..errors import BadAnswer, NotFound, RequestRefused, host_of
from ..metadata.jsontexts import inside, text, texts
from ..net import Cancel, Session
from .base import Queryable
from .stac.hrefs import links_of, resolved, self_of
from .stac.queryables import read_queryables

JSON = {"Accept": "application/geo+json, application/json;q=0.9"}
MANY = 50
"""Collections of one service that are searched at most."""
_CONFORMANCE = ("conformance", "http://www.opengis.net/def/rel/ogc/1.0/conformance")
_CATALOGS = ("child", "http://www.opengis.net/def/rel/ogc/1.0/ogc-catalog")
_PERIOD = frozenset({"time_begin", "time_end"})
_ROLE, _INSTANT = "x-ogc-role", "primary-instant"
_RECORD_DATES = ("recordCreated", "recordUpdated", "created", "updated")
_NO_CONDITIONS = frozenset({"geometry", "anytext", "time", "q", "ids"}) | _PERIOD
"""Queryables that the query's own parts stand for."""


@dataclass(frozen=True)
class Collection:
    """A collection of records."""

    id: str
    title: str = ""


@dataclass(frozen=True)
class Service:
    """``names`` are all queryables as the server writes them; ``queryables`` those offered for conditions."""

    title: str = ""
    abstract: str = ""
    declared: str = ""
    """The address that the service gives for itself."""
    conformance: frozenset[str] = frozenset()
    collections: tuple[Collection, ...] = ()
    names: frozenset[str] = frozenset()
    dates_itself: bool = False
    """Whether the times that ``datetime`` compares are those of the records, not of what they describe."""
    queryables: tuple[Queryable, ...] = ()

    @property
    def cql2(self) -> bool:
        """Whether items can be filtered by CQL2 text."""
        return any("cql2-text" in uri for uri in self.conformance) and any(
            uri.endswith(("/filter", "/features-filter", "/record-filter")) for uri in self.conformance
        )

    @property
    def sorting(self) -> bool:
        """Whether ``sortby`` is understood."""
        ends = ("/sorting", "/record-core-sorting")
        return any("ogcapi-records" in uri and uri.endswith(ends) for uri in self.conformance)

    @property
    def is_pycsw(self) -> bool:
        """Whether the ends of a record's period are queryables of their own, as in pycsw, whose ``datetime``
        gives only records that lie wholly inside."""
        return self.cql2 and self.names >= _PERIOD


def read_service(
    session: Session, root: str, chosen: tuple[str, ...], cancel: Cancel | None = None
) -> Service:
    """The service at a landing page, with the collections that are ``chosen``, else all of records.

    Raises BadAnswer where it is no OGC API or has no records, and the typed errors of the network.
    """
    landing = _object(session, root, cancel)
    declared = self_of(landing)
    conformance = _conformance(session, root, landing, cancel)
    address = root.split("?")[0].rstrip("/")
    collections = _collections(_object(session, f"{address}/collections", cancel), landing, root, chosen)
    if not collections:
        raise BadAnswer(host=host_of(root), detail="no collection of records in it")
    schema = _queryables(session, f"{address}/collections/{quote(collections[0].id, safe=':')}", cancel)
    properties = inside(schema.get("properties"))
    return Service(
        title=text(landing.get("title")),
        abstract=text(landing.get("description")),
        declared=declared,
        conformance=conformance,
        collections=collections,
        names=frozenset(properties),
        dates_itself=any(inside(properties.get(name)).get(_ROLE) == _INSTANT for name in _RECORD_DATES),
        queryables=tuple(one for one in read_queryables(schema) if one.name not in _NO_CONDITIONS),
    )


def _object(session: Session, url: str, cancel: Cancel | None) -> dict[str, Any]:
    answer = session.get(url, headers=JSON, cancel=cancel, cache=True)
    document = answer.json()
    if not isinstance(document, dict):
        raise BadAnswer(host=host_of(answer.url), detail="JSON that is not an object")
    return document


def _conformance(
    session: Session, root: str, landing: Mapping[str, Any], cancel: Cancel | None
) -> frozenset[str]:
    """The declared classes; none where the declaration is missing: then nothing special is asked for."""
    declared = landing.get("conformsTo")
    if not isinstance(declared, list):
        try:
            document = _object(session, f"{root.split('?')[0].rstrip('/')}/conformance", cancel)
        except (NotFound, BadAnswer, RequestRefused):
            return frozenset()
        declared = document.get("conformsTo")
    return frozenset(texts(declared)) if isinstance(declared, list) else frozenset()


def _collections(
    document: Mapping[str, Any], landing: dict[str, Any], root: str, chosen: tuple[str, ...]
) -> tuple[Collection, ...]:
    """The collections to search. Where the landing page names its catalogues, these: the others of pycsw are
    records that have parts, and all of them are in the main one."""
    listed = document.get("collections")
    every = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    every = [one for one in every if text(one.get("id"))]
    typed = [one for one in every if "record" in [kind.lower() for kind in texts(one.get("itemType"))]]
    # A service that types none of its collections has nothing but records to offer.
    holders = typed if any("itemType" in one for one in every) else every
    if chosen:
        titles = {text(one["id"]): text(one.get("title")) for one in every}
        return tuple(Collection(one, titles.get(one, "")) for one in chosen)
    hrefs = [
        resolved(root, link.get("href")).split("?")[0].rstrip("/")
        for link in links_of(landing)
        if link.get("rel") in _CATALOGS
    ]
    named = [
        one for one in holders if any(href.endswith(f"/collections/{text(one['id'])}") for href in hrefs)
    ]
    return tuple(Collection(text(one["id"]), text(one.get("title"))) for one in (named or holders)[:MANY])


def _queryables(session: Session, collection: str, cancel: Cancel | None) -> dict[str, Any]:
    """The queryables of a collection (Features part 3, section 6.2); empty where it has none."""
    try:
        return _object(session, f"{collection}/queryables", cancel)
    except (NotFound, BadAnswer, RequestRefused):
        return {}
