"""NASA's Common Metadata Repository: collections, then granules, as JSON (CMR Search API, "JSON" formats).

Places are written latitude first, in one text ("-90 -180 90 180"); the total comes in the header CMR-Hits,
and the next page is asked for with the CMR-Search-After of this one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from ..errors import BadAnswer, host_of
from ..metadata.boxes import number
from ..metadata.extents import together
from ..metadata.hrefs import without_secrets
from ..metadata.identifiers import doi_in
from ..metadata.jsontexts import text, texts, whole_number
from ..metadata.links import classify
from ..model import Contact, Dataset, Geometry, Granule, Link, LinkKind, Page, Query, Source, rfc3339
from ..net import Cancel
from .base import Catalog, Description, Queryable
from .checker import Checker, tolerant
from .opensearch.georss import NO_PLACE, polygon, simple
from .pager import Batch, for_datasets, page_size, pages
from .stac.times import period as period_between

_MOST = 2000
_JSON = {"Accept": "application/json"}
_RELS = {
    "data#": LinkKind.DOWNLOAD,
    "s3#": LinkKind.UNREACHABLE,
    "browse#": LinkKind.THUMBNAIL,
    "documentation#": LinkKind.INFO,
    "metadata#": LinkKind.METADATA,
    "service#": LinkKind.OPENDAP,
}
_COLLECTION_FILTERS = {
    "provider": "provider",
    "platform": "platform",
    "instruments": "instrument",
    "processing:level": "processing_level_id",
    "short_name": "short_name",
    "project": "project",
}
_GRANULE_FILTERS = {
    "eo:cloud_cover": "cloud_cover",
    "platform": "platform",
    "instruments": "instrument",
    "day_night_flag": "day_night_flag",
}
_MANY = 500


class CmrCatalog(Catalog):
    """CMR at ``entry.url`` (".../search"); ``entry.options`` may give "provider", one of CMR's providers."""

    def describe(self, cancel: Cancel | None = None) -> Description:
        """What CMR can filter; nothing is asked of it."""
        filters = {"text", "area", "period", *_COLLECTION_FILTERS}
        return Description(title=self.entry.title(), url=self.entry.url, filters=frozenset(filters))

    def queryables(
        self, dataset: Dataset | None = None, cancel: Cancel | None = None
    ) -> tuple[Queryable, ...]:
        """The parameters of collections, or of a dataset's granules."""
        if dataset is None:
            return tuple(Queryable(name, name) for name in _COLLECTION_FILTERS)
        cover = Queryable("eo:cloud_cover", "cloud cover", "number", 0.0, 100.0, unit="%")
        flag = Queryable("day_night_flag", "day or night", values=("DAY", "NIGHT", "BOTH", "UNSPECIFIED"))
        return cover, flag, Queryable("platform", "platform"), Queryable("instruments", "instrument")

    def search(self, query: Query, cancel: Cancel | None = None) -> Iterator[Page]:
        """Collections that match. Raises the typed errors of ``core.errors``."""
        query = for_datasets(query, _COLLECTION_FILTERS)
        fixed = {"include_has_granules": "true"}
        provider = self.entry.options.get("provider")
        if isinstance(provider, str) and provider:
            fixed["provider"] = provider
        return self._pages("collections", query, fixed, _COLLECTION_FILTERS, None, cancel)

    def granules(self, dataset: Dataset, query: Query, cancel: Cancel | None = None) -> Iterator[Page]:
        """Granules of a collection. The query's text was meant for collections and is not applied."""
        source = next((one for one in dataset.sources if one.catalog == self.entry.id), None)
        key = source.id if source else dataset.id
        asked = query.but(text="", collections=())
        return self._pages("granules", asked, {"collection_concept_id": key}, _GRANULE_FILTERS, key, cancel)

    def _pages(
        self,
        what: str,
        query: Query,
        fixed: Mapping[str, Any],
        filters: Mapping[str, str],
        collection: str | None,
        cancel: Cancel | None,
    ) -> Iterator[Page]:
        params, asked = parameters(query, filters)
        size = page_size(query, _MOST, asked)
        params = {**params, **fixed, "page_size": str(size)}
        url, came = _address(self.entry.url, what), [0]

        def ask(after: str) -> Batch:
            headers = {**_JSON, "CMR-Search-After": after} if after else _JSON
            answer = self.session.get(url, params=params, headers=headers, cancel=cancel)
            entries = _entries(answer.json(), url)
            total = whole_number(answer.headers.get("CMR-Hits", ""))
            came[0] += len(entries)
            # The last page has the header as well: it is known by the count, else by being empty.
            over = not entries or (total is not None and came[0] >= total and len(entries) < size)
            after = answer.headers.get("CMR-Search-After", "").strip()
            return Batch(entries, total, None if over or not after else after)

        def read(entry: Any) -> Dataset | Granule:
            if collection is None:
                return read_collection(entry, catalog=self.entry.id, url=url)
            return read_granule(entry, catalog=self.entry.id, url=url, collection=collection)

        return pages(query, Checker(query, asked, tolerant(query)), self.entry.id, ask, [""], read=read)


def parameters(query: Query, filters: Mapping[str, str]) -> tuple[dict[str, Any], frozenset[str]]:
    """(request parameters, the parts of the query that they stand for). Boxes are west, south, east, north,
    and may cross the antimeridian; several values of a parameter are alternatives."""
    params: dict[str, Any] = {}
    asked: set[str] = set()
    if query.text:
        params["keyword"] = query.text
        asked.add("text")
    if query.area:
        params["bounding_box[]"] = [",".join(f"{side:.6f}" for side in query.area.bounds)]
        asked.add("area")
    if query.period:
        both = (query.period.start, query.period.end)
        ends = ("" if end is None else rfc3339(end.replace(microsecond=0)) for end in both)
        params["temporal[]"] = ",".join(ends)
        asked.add("period")
    for condition in query.filters:
        name = filters.get(condition.name)
        values = condition.value if isinstance(condition.value, tuple) else (condition.value,)
        if name is None or name in params:
            continue
        if name == "cloud_cover":
            edges = {"<=": f"0,{values[0]}", ">=": f"{values[0]},100", "=": f"{values[0]},{values[0]}"}
            if condition.comparison not in edges:
                continue
            params[name] = edges[condition.comparison]
        elif condition.comparison in ("=", "in"):
            params[f"{name}[]"] = [str(value) for value in values]
        else:
            continue
        asked.add(condition.name)
    return params, frozenset(asked)


def read_collection(entry: Any, *, catalog: str, url: str) -> Dataset:
    """The Dataset of an entry of collections.json. Raises ValueError for what is none."""
    said, key, title = _identity(entry)
    footprint, note = _place(said)
    links = _links(said, inherited=True)
    period = period_between(said.get("time_start"), said.get("time_end"))
    contacts = tuple(
        Contact(organisation=name, role="distributor") for name in texts(said.get("organizations"))
    )
    has = said.get("has_granules")
    return Dataset(
        id=key,
        title=title,
        catalog=catalog,
        abstract=text(said.get("summary")),
        provider=text(said.get("archive_center")) or text(said.get("data_center")),
        kind="series",
        footprint=footprint,
        footprint_note=note,
        period=period,
        periods=(period,) if period else (),
        contacts=contacts,
        doi=_doi(said, links),
        identifiers=tuple(filter(None, (text(said.get("short_name")), text(said.get("entry_id"))))),
        links=tuple(links),
        thumbnail=_thumbnail(links),
        updated=text(said.get("updated")),
        properties=_properties(said),
        sources=(Source(catalog, key, url),),
        # Without a word on it a collection is worth a look: most have granules.
        has_granules=has if isinstance(has, bool) else True,
        raw=entry,
    )


def read_granule(entry: Any, *, catalog: str, url: str, collection: str = "") -> Granule:
    """The Granule of an entry of granules.json. Raises ValueError for what is none."""
    said, key, title = _identity(entry)
    footprint, note = _place(said)
    links = _links(said, inherited=False)
    properties = _properties(said)
    cover = number(str(said.get("cloud_cover", "")))
    if cover is not None and 0 <= cover <= 100:
        properties["eo:cloud_cover"] = cover
    return Granule(
        id=key,
        title=title,
        catalog=catalog,
        collection=collection or text(said.get("collection_concept_id")),
        footprint=footprint,
        footprint_note=note,
        period=period_between(said.get("time_start"), said.get("time_end") or said.get("time_start")),
        properties=properties,
        links=tuple(links),
        thumbnail=_thumbnail(links),
        doi=doi_in(text(said.get("doi"))),
        provider=text(said.get("data_center")),
        abstract=text(said.get("summary")),
        sources=(Source(catalog, key, url),),
        raw=entry,
    )


def _address(url: str, what: str) -> str:
    parts = urlsplit(url)
    path = parts.path.rstrip("/")
    for end in ("/collections.json", "/granules.json", "/collections", "/granules"):
        path = path[: -len(end)] if path.endswith(end) else path
    return urlunsplit(parts._replace(path=f"{path}/{what}.json", fragment=""))


def _entries(document: Any, url: str) -> list[Any]:
    feed = document.get("feed") if isinstance(document, Mapping) else None
    entries = feed.get("entry") if isinstance(feed, Mapping) else None
    if not isinstance(entries, list):
        raise BadAnswer(host=host_of(url), detail="JSON without a feed of entries")
    return entries


def _identity(entry: Any) -> tuple[Mapping[str, Any], str, str]:
    if not isinstance(entry, Mapping):
        raise ValueError("not an entry")
    key = text(entry.get("id"))
    title = text(entry.get("title")) or text(entry.get("producer_granule_id")) or key
    if not title:
        raise ValueError("the entry has neither identifier nor title")
    return entry, key or title, title


def _place(said: Mapping[str, Any]) -> tuple[Geometry | None, str]:
    """The footprint: polygons before boxes, these before lines and points."""
    notes: list[str] = []
    found: list[Geometry] = []
    for name, kind in (("polygons", "polygon"), ("boxes", "box"), ("lines", "line"), ("points", "point")):
        shapes = said.get(name)
        for shape in shapes[:_MANY] if isinstance(shapes, list) else ():
            geometry, note = _polygon(shape) if kind == "polygon" else simple(kind, text(shape))
            if geometry:
                found.append(geometry)
            if note:
                notes.append(note)
        if found:
            return together(found), "; ".join(dict.fromkeys(notes))
    return None, "; ".join(dict.fromkeys(notes)) or NO_PLACE


def _polygon(shape: Any) -> tuple[Geometry | None, str]:
    """A polygon is a list of rings, the first the outer one."""
    rings = []
    for ring in shape if isinstance(shape, list) else [shape]:
        numbers = [number(word) for word in text(ring).replace(",", " ").split()]
        if not numbers or None in numbers or len(numbers) % 2:
            return None, "The record's geometry cannot be read."
        rings.append([[x, y] for y, x in zip(numbers[::2], numbers[1::2]) if x is not None and y is not None])
    return polygon(rings) if rings else (None, "The record's geometry cannot be read.")


def _links(said: Mapping[str, Any], *, inherited: bool) -> list[Link]:
    """The links; a granule's are its own, its collection's come with the collection. ``granule_size`` is a
    rounded number of megabytes: no transfer can be checked against it, so no link has it."""
    links = said.get("links")
    found = []
    for one in links[:_MANY] if isinstance(links, list) else ():
        if not isinstance(one, Mapping) or (one.get("inherited") is True and not inherited):
            continue
        href, had_secret = without_secrets(text(one.get("href")))
        if not href:
            continue
        rel = text(one.get("rel")).rpartition("/")[2]
        media_type, title = text(one.get("type")), text(one.get("title"))
        found.append(
            Link(
                href=href,
                kind=_kind(href, rel, media_type, title),
                title=title,
                media_type=media_type,
                key=rel.rstrip("#"),
                restricted=had_secret,
            )
        )
    return found


def _kind(href: str, rel: str, media_type: str, title: str) -> LinkKind:
    if not href.lower().startswith(("http://", "https://", "ftp://")):
        return LinkKind.UNREACHABLE
    said = _RELS.get(rel)
    told = classify(href, media_type=media_type, description=title)
    if said is LinkKind.OPENDAP:
        return (
            LinkKind.OPENDAP if "opendap" in f"{href} {title}".lower() or told is LinkKind.OPENDAP else told
        )
    if said is LinkKind.DOWNLOAD:
        if told is LinkKind.OPENDAP or "html" in media_type or href.endswith("/"):
            return told if told is not LinkKind.DOWNLOAD else LinkKind.INFO
        return LinkKind.DOWNLOAD
    return said or told


def _thumbnail(links: list[Link]) -> str:
    return next((link.href for link in links if link.kind is LinkKind.THUMBNAIL), "")


def _doi(said: Mapping[str, Any], links: list[Link]) -> str:
    own = doi_in(text(said.get("doi")))
    linked = {doi.lower(): doi for link in links if (doi := doi_in(link.href))}
    return own or (next(iter(linked.values())) if len(linked) == 1 else "")


_IN_THE_MODEL = frozenset(
    {"id", "title", "summary", "links", "boxes", "polygons", "points", "lines", "updated"}
)


def _properties(said: Mapping[str, Any]) -> dict[str, Any]:
    return {
        str(name): value
        for name, value in said.items()
        if name not in _IN_THE_MODEL and value not in (None, "")
    }
