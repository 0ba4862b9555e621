"""ERDDAP: its search tells which datasets match, its table of all datasets where and when they are.

Sources: ERDDAP's own description of its services (rest.html, "search" and "allDatasets"), and what its search
does: boxes meet, times meet, longitudes are compared as each dataset writes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

from ..errors import BadAnswer, NotFound, RequestRefused, host_of
from ..metadata.jsontexts import UNREADABLE, text
from ..model import Area, Dataset, Page, Query, rfc3339
from ..net import Cancel, Session
from .addresses import up_to
from .base import Catalog, CatalogEntry, Description, Queryable
from .checker import Checker, tolerant
from .erddap_records import THE_LIST, read_hit, read_info
from .erddap_tables import rows_of
from .notes import INCOMPLETE
from .pager import Batch, for_datasets, pages

_PAGE = 100
"""Datasets asked for at once: their boxes are asked for by name, in one address."""
_FILTERS = (
    "institution", "cdm_data_type", "ioos_category", "standard_name", "long_name", "variableName", "protocol",
)  # fmt: skip
_PROTOCOLS = ("griddap", "tabledap", "WMS", "WCS", "SOS")
_ALL = ",".join(
    ["datasetID", "accessible", "cdm_data_type", "class", "minLongitude", "maxLongitude", "minLatitude",
     "maxLatitude", "minAltitude", "maxAltitude", "minTime", "maxTime", "sourceUrl", "infoUrl"]
)  # fmt: skip
"""What is asked for of each dataset; the columns of services that a server may not offer are not."""
_NAME = re.compile(r"^[\w.-]{1,200}$")
_PARTS = re.compile(
    r"/(griddap|tabledap|info|search|categorize|files|wms|version|index\.html|rest\.html)(/.*|\..*)?$"
)
_JSON = {"Accept": "application/json"}


class ErddapCatalog(Catalog):
    """An ERDDAP at ``entry.url``: its root (".../erddap"), or any page below it."""

    def __init__(self, entry: CatalogEntry, session: Session):
        super().__init__(entry, session)
        self.root = root_of_erddap(entry.url)
        self._version = ""

    def describe(self, cancel: Cancel | None = None) -> Description:
        """Its version and what its search filters by. Raises BadAnswer where no ERDDAP answers."""
        if not self._version:
            answer = self.session.get(f"{self.root}/version", cancel=cancel, cache=True)
            found = re.match(rb"\s*ERDDAP_version=([\w.]{1,20})", answer.content[:200])
            if found is None:
                raise BadAnswer(host=host_of(self.root), detail="no ERDDAP answers there")
            self._version = found.group(1).decode("ascii")
        return Description(
            title=self.entry.title(),
            url=self.root,
            version=self._version,
            filters=frozenset({"text", "area", "period", *_FILTERS}),
        )

    def queryables(
        self, dataset: Dataset | None = None, cancel: Cancel | None = None
    ) -> tuple[Queryable, ...]:
        """The categories of its search; the values of a category are ERDDAP's own spellings of them."""
        if dataset is not None:
            return ()
        fixed = {"protocol": _PROTOCOLS}
        return tuple(Queryable(name, name, values=fixed.get(name, ())) for name in _FILTERS)

    def search(self, query: Query, cancel: Cancel | None = None) -> Iterator[Page]:
        """Datasets that match; their boxes and periods come with each page in one request more.

        Raises the typed errors of ``core.errors``.
        """
        self.describe(cancel)  # "nothing found" and "nothing there" are both HTTP 404
        query = for_datasets(query, _FILTERS)
        asked, params = parameters(query)
        spans = longitudes(query.area) if query.area else [()]

        before: list[str] = []

        def ask(token: tuple[int, int]) -> Batch:
            span, page = token
            rows = self._rows({**params, **dict(spans[span])}, page, cancel)
            names = [text(row.get("Dataset ID")) for row in rows]
            if page > 1 and names == before:  # beyond the last page comes the last page
                return Batch(total=(page - 1) * _PAGE, replay=True)
            before[:] = names
            return self._batch(rows, page, (span, page + 1), cancel)

        rough = frozenset() if query.area is None or query.area.is_box else frozenset({"area"})
        checker = Checker(query, asked, tolerant(query), rough=rough)
        firsts = [(span, 1) for span in range(len(spans))]
        yield from pages(query, checker, self.entry.id, ask, firsts, read=self._read)

    def complete(self, dataset: Dataset, cancel: Cancel | None = None) -> Dataset:
        """The dataset with its attributes (ACDD) and variables. Raises NotFound, BadAnswer."""
        source = next((one for one in dataset.sources if one.catalog == self.entry.id), None)
        key = source.id if source else dataset.id
        answer = self.session.get(
            f"{self.root}/info/{quote(key, safe='')}/index.json", headers=_JSON, cancel=cancel, cache=True
        )
        try:
            return read_info(rows_of(answer.json(), answer.url), dataset, self.root)
        except UNREADABLE as error:
            raise BadAnswer(host=host_of(answer.url), detail="no dataset in it") from error

    def _read(self, pair: tuple[dict[str, Any], dict[str, Any]]) -> Dataset:
        hit, more = pair
        return read_hit(hit, more, catalog=self.entry.id, root=self.root)

    def _rows(self, params: dict[str, str], page: int, cancel: Cancel | None) -> list[dict[str, Any]]:
        url = f"{self.root}/search/advanced.json"
        asked = {"page": page, "itemsPerPage": _PAGE, **params}
        try:
            answer = self.session.get(url, params=asked, headers=_JSON, cancel=cancel)
        except NotFound:
            return []
        return rows_of(answer.json(), answer.url)

    def _batch(
        self, rows: list[dict[str, Any]], page: int, following: tuple[int, int], cancel: Cancel | None
    ) -> Batch:
        """A page of the search with its boxes and periods. Nothing tells how many pages there are."""
        hits = [row for row in rows if row.get("Dataset ID") != THE_LIST]
        full = len(rows) >= _PAGE
        known, notes = self._boxes([text(hit.get("Dataset ID")) for hit in hits], cancel)
        count = (page - 1) * _PAGE + len(hits)
        return Batch(
            [(hit, known.get(text(hit.get("Dataset ID")), {})) for hit in hits],
            count,
            following if full else None,
            at_least=full,
            replay=not full,  # another way of writing longitudes may find the same
            notes=notes,
        )

    def _boxes(
        self, names: list[str], cancel: Cancel | None
    ) -> tuple[dict[str, dict[str, Any]], tuple[str, ...]]:
        """Boxes and times of datasets by their names, and a note where the server would not tell."""
        wanted = [re.escape(name) for name in names if _NAME.match(name)]
        if not wanted:
            return {}, ()
        chosen = quote(f'"({"|".join(wanted)})"', safe="")
        for columns in (quote(_ALL, safe=""), ""):  # one that an older server lacks makes it refuse them all
            url = f"{self.root}/tabledap/allDatasets.json?{columns}&datasetID=~{chosen}"
            try:
                answer = self.session.get(url, headers=_JSON, cancel=cancel, cache=True)
                return {text(row.get("datasetID")): row for row in rows_of(answer.json(), answer.url)}, ()
            except RequestRefused:
                continue
            except (NotFound, BadAnswer):
                break
        return {}, (INCOMPLETE,)


def root_of_erddap(url: str) -> str:
    """The root of an ERDDAP, of the address of any of its pages."""
    found = up_to(url, "erddap")
    if found:
        return found
    parts = urlsplit(url)
    path = _PARTS.sub("", parts.path).rstrip("/")
    return urlunsplit(parts._replace(path=path, query="", fragment=""))


def longitudes(area: Area) -> list[tuple[tuple[str, str], ...]]:
    """The boxes of an area as parameters, each west of Greenwich once more as 180° to 360°: datasets are
    compared as they write their longitudes."""
    found = []
    for west, south, east, north in area.boxes:
        sides = [(west, east)]
        if west < 0:
            sides.append((west + 360.0, min(east, 0.0) + 360.0))
        for first, last in sides:
            named = {"minLon": first, "maxLon": last, "minLat": south, "maxLat": north}
            found.append(tuple((name, f"{value:.6f}") for name, value in named.items()))
    return found


def parameters(query: Query) -> tuple[frozenset[str], dict[str, str]]:
    """(the parts of the query that are asked for, the parameters but for the area)."""
    params: dict[str, str] = {}
    asked = {"area"} if query.area else set()
    words = search_words(query.text)
    if words:
        params["searchFor"] = words
        asked.add("text")
    if query.period:
        asked.add("period")
        for name, moment in (("minTime", query.period.start), ("maxTime", query.period.end)):
            if moment is not None:
                params[name] = rfc3339(moment.replace(microsecond=0))
    for one in query.filters:
        if one.name in _FILTERS and one.name not in params and one.comparison == "=":
            params[one.name] = str(one.value)
            asked.add(one.name)
    if not asked:
        params["searchFor"] = "all"  # without any criterion ERDDAP refuses to search
    return frozenset(asked), params


def search_words(said: str) -> str:
    """The words as ERDDAP wants them: a minus before a word would exclude it."""
    quotes = said if said.count('"') % 2 == 0 else said.replace('"', " ")
    return " ".join(word.lstrip("-") for word in quotes.split() if word.strip('-"'))
