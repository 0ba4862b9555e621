"""DataCite's REST API (https://support.datacite.org/docs/api): the DOIs of some prefixes as datasets."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, quote, urlsplit

from ..errors import BadAnswer, host_of
from ..metadata.datacite import read_doi
from ..metadata.identifiers import doi_in
from ..metadata.jsontexts import UNREADABLE, inside, text, texts, whole_number
from ..model import Dataset, Page, Query
from ..net import Cancel, Session
from .base import Catalog, CatalogEntry, Description
from .checker import Checker, strict
from .lucene import all_words
from .oai import joined, oai_record
from .pager import Batch, for_datasets, page_size, pages
from .rest import record_list

WINDOW = 10_000
"""Beyond this many records the API gives pages by cursor only, which it does not sort by relevance."""
_MOST = 100
_MOST_BY_CURSOR = 1000
_SORTS = {"title": "title", "datetime": "published", "updated": "updated", "created": "created"}
_PUSHED = frozenset({"text", "area", "collections"})
_HEADERS = {"Accept": "application/vnd.api+json, application/json"}


class DataCiteCatalog(Catalog):
    """DataCite. ``entry.url`` is the address of its DOIs; ``entry.options`` may give "prefix" (one or a list:
    the DOIs of some repositories only), "client_id", "resource_type" ("dataset"; "" for any), and of a
    repository with OAI-PMH its address as "oai" and the form of its identifiers as "oai_identifier", where
    {suffix} stands for what follows the prefix of a DOI.

    Text and area are asked of the server. The period is applied here, to the dates of collection, coverage or
    validity: the API can search dates, but not tell their kind from that of publication.
    """

    def __init__(self, entry: CatalogEntry, session: Session):
        super().__init__(entry, session)
        self.url = entry.url.split("?")[0].rstrip("/")

    def describe(self, cancel: Cancel | None = None) -> Description:
        """What the API can do, once it has answered. Raises the typed errors of the session; BadAnswer."""
        answer = self.session.get(
            self.url, params={**self._scope(), "page[size]": 1}, headers=_HEADERS, cancel=cancel, cache=True
        )
        record_list(answer.json(), "data", answer.url)
        return Description(title=self.entry.title(), url=self.url, filters=_PUSHED)

    def search(self, query: Query, cancel: Cancel | None = None) -> Iterator[Page]:
        """The DOIs that match. Raises the typed errors of ``core.errors``."""
        query = for_datasets(query)
        query = query.but(text=doi_in(query.text) or query.text)
        rough = frozenset() if query.area is None or query.area.is_box else frozenset({"area"})
        checker = Checker(query, _PUSHED, strict(query, whole=True), rough=rough)
        size = page_size(query, _MOST, _PUSHED - rough)
        beyond = query.limit is None or query.limit > WINDOW

        def ask(where: int | str) -> Batch:
            return self._ask(query, where, size, beyond, cancel)

        yield from pages(query, checker, self.entry.id, ask, [1], read=self._read)

    def complete(self, dataset: Dataset, cancel: Cancel | None = None) -> Dataset:
        """The dataset as the API has it now, with what the repository's own OAI-PMH adds where the entry
        names it. Raises NotFound, BadAnswer."""
        answer = self.session.get(
            f"{self.url}/{quote(dataset.doi or dataset.id, safe='/')}",
            headers=_HEADERS,
            cancel=cancel,
            cache=True,
        )
        try:
            found = read_doi(inside(answer.json()).get("data"), catalog=self.entry.id, url=self.url)
        except UNREADABLE as error:
            raise BadAnswer(host=host_of(answer.url), detail="no DOI in it") from error
        url, form = text(self.entry.options.get("oai")), text(self.entry.options.get("oai_identifier"))
        if not (url and form):
            return found
        identifier = form.replace("{suffix}", found.doi.partition("/")[2])
        record = oai_record(self.session, url, identifier, cancel)
        return joined(found, record) if record else found

    def _read(self, record: object) -> Dataset:
        return read_doi(record, catalog=self.entry.id, url=self.url)

    def _scope(self) -> dict[str, str | None]:
        """The parameters that every search of this row has."""
        options = self.entry.options
        kind = options.get("resource_type")
        return {
            "prefix": ",".join(texts(options.get("prefix"))) or None,
            "client-id": text(options.get("client_id")) or None,
            "resource-type-id": "dataset" if kind is None else text(kind) or None,
        }

    def _ask(self, query: Query, where: int | str, size: int, beyond: bool, cancel: Cancel | None) -> Batch:
        """The page of a number, or of a cursor (a text)."""
        params: dict[str, str | int | None] = {
            "query": query_text(query) or None,
            **self._scope(),
            "affiliation": "true",
        }
        if isinstance(where, int):
            params.update({"page[number]": where, "page[size]": size, "sort": _sort(query)})
        else:
            params.update({"page[cursor]": where, "page[size]": _MOST_BY_CURSOR})
        answer = self.session.get(self.url, params=params, headers=_HEADERS, cancel=cancel, cache=True)
        document, records = record_list(answer.json(), "data", answer.url)
        total = whole_number(inside(document.get("meta")).get("total"))
        following = text(inside(document.get("links")).get("next"))
        if isinstance(where, str):
            return Batch(records, total, _cursor(following))
        given = where * size
        if given + size > WINDOW and (total is None or total > given):
            return Batch(records, total, "1", replay=True) if beyond else Batch(records, total, cut=True)
        more = bool(following) or (given < total if total is not None else len(records) >= size)
        return Batch(records, total, where + 1 if more else None)


def _cursor(following: str) -> str | None:
    """The cursor in the address of the next page; the address itself is not followed."""
    try:
        found = parse_qs(urlsplit(following).query).get("page[cursor]")
    except ValueError:
        return None
    return found[0] if found else None


def _sort(query: Query) -> str | None:
    if query.sort is None or query.sort.name not in _SORTS:
        return "relevance"
    name = _SORTS[query.sort.name]
    return f"-{name}" if query.sort.descending else name


def query_text(query: Query) -> str:
    """The ``query`` parameter: text, identifiers and box, in Lucene's syntax."""
    clauses = []
    doi = doi_in(query.text)
    words = f'doi:"{doi}"' if doi and "\\" not in doi else all_words(query.text)
    if words:
        clauses.append(f"({words})")
    if query.collections:
        clauses.append("doi:(" + " OR ".join(f'"{_quoted(one)}"' for one in query.collections) + ")")
    if query.area:
        clauses.append("(" + " OR ".join(_within(*box) for box in query.area.boxes) + ")")
    return " AND ".join(clauses)


def _quoted(text: str) -> str:
    return text.replace("\\", "").replace('"', "")


def _within(west: float, south: float, east: float, north: float) -> str:
    """The records with a box or a point that meets a box which does not cross the antimeridian.

    The index holds the sides of boxes as plain numbers. A record's box that crosses the antimeridian is known
    by its west in the east and its east in the west.
    """
    box, point = "geoLocations.geoLocationBox", "geoLocations.geoLocationPoint"
    from_west, to_east = f"[{west:.10g} TO *]", f"[* TO {east:.10g}]"
    latitudes = (
        f"{box}.southBoundLatitude:[* TO {north:.10g}] AND {box}.northBoundLatitude:[{south:.10g} TO *]"
    )
    across = f"{box}.westBoundLongitude:[0 TO *] AND {box}.eastBoundLongitude:[* TO 0]"
    return (
        f"({latitudes} AND (({box}.westBoundLongitude:{to_east} AND {box}.eastBoundLongitude:{from_west}) OR "
        f"({across} AND ({box}.westBoundLongitude:{to_east} OR {box}.eastBoundLongitude:{from_west})))) OR "
        f"({point}.pointLongitude:[{west:.10g} TO {east:.10g}] AND "
        f"{point}.pointLatitude:[{south:.10g} TO {north:.10g}])"
    )
