"""A DataONE member node searched through its Solr index (DataONE API v2, MNQuery), such as PNDB's Metacat.

A search shows what the index knows; ``complete`` reads the record itself, in EML.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from typing import Any
from urllib.parse import quote

from ..errors import BadAnswer, host_of
from ..metadata import read_records
from ..metadata.boxes import mend_box, number
from ..metadata.hrefs import without_secrets
from ..metadata.identifiers import doi_in
from ..metadata.jsontexts import texts
from ..model import (
    Contact,
    Dataset,
    Geometry,
    Keyword,
    Link,
    LinkKind,
    Page,
    Period,
    Query,
    Source,
    box_polygon,
    rfc3339,
)
from ..net import Cancel
from .base import Catalog, Description, Queryable
from .checker import Checker, tolerant
from .pager import Batch, for_datasets, next_offset, page_size, pages
from .rest import solr_docs
from .stac.times import period as period_between

_FIELDS = (
    "id", "identifier", "seriesId", "title", "abstract", "keywords", "northBoundCoord", "southBoundCoord",
    "eastBoundCoord", "westBoundCoord", "beginDate", "endDate", "formatId", "author", "origin", "project",
    "datePublished", "pubDate", "dateUploaded", "dateModified", "documents", "rightsHolder", "datasource",
)  # fmt: skip
# Fields of the index (DataONE API, "Search metadata") that a condition may name.
_FILTERS = (
    "keywords",
    "author",
    "origin",
    "project",
    "rightsHolder",
    "formatId",
    "scientificName",
    "family",
    "site",
)
_MOST = 1000
NO_PLACE = "The record gives no area."


class DataOneCatalog(Catalog):
    """A member node at ``entry.url`` (".../d1/mn/v2", or without the version); ``entry.options`` may give
    "landing" (the address of a record's page, with {id}) and "node" (where the address is that of a
    coordinating node, the member's identifier)."""

    def describe(self, cancel: Cancel | None = None) -> Description:
        """What the index can filter; nothing is asked of it."""
        filters = {"text", "area", "period", *_FILTERS}
        return Description(title=self.entry.title(), url=self.entry.url, filters=frozenset(filters))

    def queryables(
        self, dataset: Dataset | None = None, cancel: Cancel | None = None
    ) -> tuple[Queryable, ...]:
        """Fields of the index."""
        return () if dataset is not None else tuple(Queryable(name, name) for name in _FILTERS)

    def search(self, query: Query, cancel: Cancel | None = None) -> Iterator[Page]:
        """Records that match and that no newer one replaces. Raises the typed errors of the network."""
        query = for_datasets(query, ())
        node = self.entry.options.get("node")
        clauses, asked = clauses_of(query)
        if isinstance(node, str) and node:
            clauses.append(f"datasource:{_quoted(node)}")
        size = page_size(query, _MOST, asked)
        params = {"q": " AND ".join(clauses), "fl": ",".join(_FIELDS), "rows": str(size), "wt": "json"}
        if not query.text:
            params["sort"] = "dateUploaded desc"
        root = _root(self.entry.url)

        def ask(start: int) -> Batch:
            answer = self.session.get(
                f"{root}/query/solr/",
                params={**params, "start": str(start)},
                headers={"Accept": "application/json"},
                cancel=cancel,
            )
            docs, total = solr_docs(answer.json(), root)
            return Batch(docs, total, next_offset(start, len(docs), size, total))

        checker = Checker(query, asked, tolerant(query))
        return pages(query, checker, self.entry.id, ask, [0], read=lambda doc: self._read(doc, root))

    def complete(self, dataset: Dataset, cancel: Cancel | None = None) -> Dataset:
        """The dataset with all that its own record says and the index does not.

        Raises NotFound where the record is gone, BadAnswer where it cannot be read.
        """
        source = next((one for one in dataset.sources if one.catalog == self.entry.id), None)
        url = _object(_root(self.entry.url), source.id if source else dataset.id)
        answer = self.session.get(
            url, headers={"Accept": "application/xml, text/xml"}, cancel=cancel, cache=True
        )
        found = read_records(answer.content, catalog=self.entry.id)
        if not found:
            raise BadAnswer(host=host_of(url), detail="no record in it")
        return _merged(dataset, found[0], _root(self.entry.url))

    def _read(self, doc: Any, root: str) -> Dataset:
        landing = self.entry.options.get("landing")
        return read_doc(
            doc, catalog=self.entry.id, root=root, landing=landing if isinstance(landing, str) else ""
        )


def clauses_of(query: Query) -> tuple[list[str], frozenset[str]]:
    """(Solr clauses, the parts of the query that they stand for). What people typed stands in quotes."""
    clauses = ["formatType:METADATA", "(*:* NOT obsoletedBy:*)"]
    asked: set[str] = set()
    if query.text:
        clauses += [f"text:{_quoted(word)}" for word in _words(query.text)]
        asked.add("text")
    if query.area:
        boxes = [_box_clause(box) for box in query.area.boxes]
        clauses.append(boxes[0] if len(boxes) == 1 else f"({' OR '.join(boxes)})")
        asked.add("area")
    if query.period:
        clauses += _period_clauses(query.period)
        asked.add("period")
    for condition in query.filters:
        values = condition.value if isinstance(condition.value, tuple) else (condition.value,)
        if condition.name not in _FILTERS or condition.comparison not in ("=", "in", "<>") or not values:
            continue
        said = f"{condition.name}:({' OR '.join(_quoted(str(value)) for value in values)})"
        clauses.append(said if condition.comparison != "<>" else f"(*:* NOT {said})")
        asked.add(condition.name)
    return clauses, frozenset(asked)


def _words(text: str) -> list[str]:
    """Words and quoted phrases as typed, their quotes off."""
    parts = text.split('"')
    found = [word for index, part in enumerate(parts) for word in ([part] if index % 2 else part.split())]
    return [word.strip() for word in found if word.strip()]


def _quoted(text: str) -> str:
    """A Solr phrase: in quotes only the quote and the backslash mean something."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _box_clause(box: tuple[float, float, float, float]) -> str:
    """Overlap. A record's box that crosses the antimeridian is known by its west in the east and its east in
    the west; what else this finds is left out here."""
    west, south, east, north = (f"{side:.6f}" for side in box)
    west_side, east_side = f"westBoundCoord:[* TO {east}]", f"eastBoundCoord:[{west} TO *]"
    across = f"westBoundCoord:[0 TO *] AND eastBoundCoord:[* TO 0] AND ({west_side} OR {east_side})"
    return (
        f"((({west_side} AND {east_side}) OR ({across}))"
        f" AND southBoundCoord:[* TO {north}] AND northBoundCoord:[{south} TO *])"
    )


def _period_clauses(period: Period) -> list[str]:
    """Overlap; a record that has no end goes on."""
    found = []
    if period.start is not None:
        start = rfc3339(period.start.replace(microsecond=0))
        open_end = "(beginDate:[* TO *] AND (*:* NOT endDate:[* TO *]))"
        found.append(f"(endDate:[{start} TO *] OR {open_end})")
    if period.end is not None:
        found.append(f"beginDate:[* TO {rfc3339(period.end.replace(microsecond=0))}]")
    return found


def read_doc(doc: Any, *, catalog: str, root: str, landing: str = "") -> Dataset:
    """The Dataset of a document of the index. ``root`` is the node's address with its version.

    Raises ValueError for what is none.
    """
    if not isinstance(doc, Mapping):
        raise ValueError("not a document")
    key = _text(doc.get("identifier")) or _text(doc.get("id"))
    title = _text(doc.get("title")) or key
    if not title:
        raise ValueError("the document has neither identifier nor title")
    key = key or title
    footprint, note = _place(doc)
    period = period_between(_text(doc.get("beginDate")) or None, _text(doc.get("endDate")) or None)
    people = texts(doc.get("origin")) or texts(doc.get("author"))
    series = _text(doc.get("seriesId"))
    published = _text(doc.get("datePublished")) or _text(doc.get("pubDate"))
    return Dataset(
        id=key,
        title=title,
        catalog=catalog,
        abstract=_text(doc.get("abstract")),
        provider=_text(doc.get("project")) or _text(doc.get("datasource")),
        footprint=footprint,
        footprint_note=note,
        period=period,
        periods=(period,) if period else (),
        keywords=tuple(dict.fromkeys(Keyword(text) for text in texts(doc.get("keywords")))),
        compartments=("biodiversity",),
        doi=doi_in(key) or doi_in(series),
        identifiers=tuple(dict.fromkeys(filter(None, (key, series)))),
        contacts=tuple(Contact(name, role="author") for name in people),
        links=tuple(_links(doc, key, root, landing)),
        dates=(("publication", published[:10]),) if published else (),
        updated=_text(doc.get("dateModified")) or _text(doc.get("dateUploaded")),
        properties={str(name): value for name, value in doc.items() if name not in ("title", "abstract")},
        sources=(Source(catalog, key, _object(root, key)),),
        raw=doc,
    )


def _root(url: str) -> str:
    """The node's address with the version of the API."""
    root = url.split("?")[0].rstrip("/")
    for end in ("/query/solr", "/query"):
        root = root[: -len(end)] if root.endswith(end) else root
    return root if root.rpartition("/")[2] in ("v1", "v2") else f"{root}/v2"


def _object(root: str, identifier: str) -> str:
    return f"{root}/object/{quote(identifier, safe='')}"


def _place(doc: Mapping[str, Any]) -> tuple[Geometry | None, str]:
    west, south, east, north = (
        number(_text(doc.get(f"{side}BoundCoord"))) for side in ("west", "south", "east", "north")
    )
    if west is None and south is None and east is None and north is None:
        return None, NO_PLACE
    box, note = mend_box(west, south, east, north)
    return (box_polygon(*box), note) if box else (None, note)


def _links(doc: Mapping[str, Any], key: str, root: str, landing: str) -> list[Link]:
    found = [Link(_object(root, key), LinkKind.METADATA, title="EML", media_type="text/xml")]
    if landing:
        found.append(Link(landing.replace("{id}", quote(key, safe=":/")), LinkKind.INFO, title="DataONE"))
    for pid in texts(doc.get("documents")):
        if pid != key:
            found.append(Link(_object(root, pid), LinkKind.DOWNLOAD, name=pid, title=pid))
    return found


_OF_THE_INDEX = frozenset(
    {"id", "catalog", "sources", "links", "properties", "compartments", "raw", "has_granules"}
)


def _merged(dataset: Dataset, record: Dataset, root: str) -> Dataset:
    """The index's dataset with what the record says better: everything but where it was found."""
    changes: dict[str, Any] = {
        spec.name: getattr(record, spec.name)
        for spec in fields(Dataset)
        if spec.name not in _OF_THE_INDEX and getattr(record, spec.name)
    }
    theirs = [_within(link, root) for link in record.links]
    said = {link.href for link in theirs}
    links = [*(link for link in dataset.links if link.href not in said), *theirs]
    identifiers = dict.fromkeys((*dataset.identifiers, *record.identifiers))
    changes.update(
        links=tuple(link for link in links if without_secrets(link.href)[0]),
        properties={**dataset.properties, **record.properties},
        identifiers=tuple(identifiers),
        raw=record.raw,
    )
    return replace(dataset, **changes)


def _within(link: Link, root: str) -> Link:
    """EML's "ecogrid://knb/pid" names an object of the network: the node has it."""
    scheme, mark, rest = link.href.partition("://")
    pid = rest.partition("/")[2]
    if mark and scheme.lower() == "ecogrid" and pid:
        return replace(link, href=_object(root, pid), kind=LinkKind.DOWNLOAD)
    return link


def _text(value: Any) -> str:
    return next(iter(texts(value)), "")
