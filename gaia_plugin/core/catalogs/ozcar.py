"""The search of the Theia/OZCAR in situ portal: datasets of the critical-zone observatories, their stations.

The portal also has a catalogue of records (CSW), which this does not replace: it knows no variables and no
stations, and the portal's own search may move. What both have is shown once. Sources: theia-ozcar-is,
"backend-springboot" (ObservationsController) and "frontend-ui-theia-ozcar".
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from ..errors import BadAnswer, RequestRefused, ServiceUnavailable, host_of
from ..metadata.jsontexts import UNREADABLE, text, whole_number
from ..model import Dataset, LinkKind, Page, Query
from ..net import Cancel, Session
from .base import Catalog, CatalogEntry, Description, Queryable
from .checker import Checker, tolerant
from .ozcar_filters import (
    CATEGORY,
    FACETS,
    VARIABLE,
    Vocabulary,
    facets_of,
    read_vocabulary,
    search_body,
    values_of,
)
from .ozcar_records import read_dataset, read_station, stations, variables
from .pager import Batch, for_datasets, next_offset, page_size, pages
from .rest import record_list

EITHER = (
    "Datasets with one of the variables or in one of the categories were found, not only those with both."
)

_MOST = 50
_QUERYABLES = frozenset({VARIABLE, CATEGORY, *FACETS})
_PUSHED = frozenset({"text", "area", "period"}) | _QUERYABLES
_TITLES = {
    VARIABLE: "Variable",
    CATEGORY: "Category of variables",
    "ozcar:climate": "Climate",
    "ozcar:geology": "Geology",
    "ozcar:producer": "Producer",
    "ozcar:funding": "Funding",
}
_FORMS = ((True, True), (True, False), (False, False))
"""How words and concepts are written, the newest first: (words as a list, concepts as objects)."""


class OzcarCatalog(Catalog):
    """The portal at ``entry.url`` (".../api-observation/observation"); ``entry.options`` may give "page" and
    "csw", where the portal shows and gives a record (the identifier follows, or is asked for)."""

    def __init__(self, entry: CatalogEntry, session: Session):
        super().__init__(entry, session)
        self.url = re.sub(r"/(initFacets|searchObservations)?/?$", "", entry.url.split("?")[0])
        self._lock = threading.Lock()
        self._vocabulary: Vocabulary | None = None
        self._form = 0

    def describe(self, cancel: Cancel | None = None) -> Description:
        """What the portal filters, once its facets have come. Raises the typed errors of the session;
        BadAnswer."""
        self._known(cancel)
        return Description(title=self.entry.title(), url=self.url, filters=_PUSHED)

    def queryables(
        self, dataset: Dataset | None = None, cancel: Cancel | None = None
    ) -> tuple[Queryable, ...]:
        """Variables and their categories, climates, geologies, producers and fundings, with their values as
        the portal counts them (in English, which it compares), asked for once; of a dataset, what is measured
        at its stations. Raises as ``describe``."""
        if dataset is not None:
            measured = {name for one in self._stations(dataset, cancel) for name in variables(one)}
            values: dict[str, tuple[str, ...]] = {VARIABLE: tuple(measured)}
        else:
            known = self._known(cancel)
            values = {VARIABLE: tuple(known.variables), CATEGORY: tuple(known.categories), **known.names}
        return tuple(
            Queryable(name, title, values=tuple(sorted(values[name])))
            for name, title in _TITLES.items()
            if values.get(name)
        )

    def search(self, query: Query, cancel: Cancel | None = None) -> Iterator[Page]:
        """The datasets with observations that match. Raises the typed errors of ``core.errors``."""
        query = for_datasets(query, _QUERYABLES)
        asked = _asked(query)
        rough = _rough(query)
        rules = {
            name: rule for name, rule in tolerant(query, placeless=True).items() if name in ("area", "period")
        }
        size = page_size(query, _MOST, asked - rough)
        both = bool(values_of(query, VARIABLE) and values_of(query, CATEGORY))
        vocabulary = self._words(query, cancel)

        def ask(number: int) -> Batch:
            return self._page(query, vocabulary, number, size, cancel)

        yield from pages(
            query,
            Checker(query, asked, rules, rough=rough),
            self.entry.id,
            ask,
            [1],
            read=self._read,
            notes=[EITHER] if both else [],
        )

    def granules(self, dataset: Dataset, query: Query, cancel: Cancel | None = None) -> Iterator[Page]:
        """The dataset's stations, each with what is measured there; area, period and variable are applied
        here, since the portal gives all of them. Raises the typed errors of ``core.errors``."""
        kept = tuple(one for one in query.filters if one.name == VARIABLE)
        query = query.but(text="", collections=(), filters=kept)
        links = [one for one in dataset.links if one.kind is not LinkKind.METADATA]

        def ask(_: int) -> Batch:
            found = self._stations(dataset, cancel)
            return Batch(found, len(found))

        yield from pages(
            query,
            Checker(query, frozenset()),
            self.entry.id,
            ask,
            [0],
            read=lambda one: read_station(one, dataset, links, catalog=self.entry.id, url=self.url),
        )

    def _stations(self, dataset: Dataset, cancel: Cancel | None) -> list[list[dict[str, Any]]]:
        """The observations of a dataset, those of one place together."""
        key = quote(self._key(dataset), safe="")
        answer = self.session.get(f"{self.url}/getObservationsOfADataset/{key}", cancel=cancel, cache=True)
        document = answer.json()
        if not isinstance(document, list):
            raise BadAnswer(host=host_of(answer.url), detail="no list of observations")
        return stations(document)

    def complete(self, dataset: Dataset, cancel: Cancel | None = None) -> Dataset:
        """The dataset with its contacts, licence and links. Raises NotFound, BadAnswer."""
        answer = self.session.get(
            f"{self.url}/showDatasetDetailed/{quote(self._key(dataset), safe='')}", cancel=cancel, cache=True
        )
        try:
            return self._read(answer.json())
        except UNREADABLE as error:
            raise BadAnswer(host=host_of(answer.url), detail="no dataset in it") from error

    def _read(self, record: Any) -> Dataset:
        page, csw = (text(self.entry.options.get(name)) for name in ("page", "csw"))
        return read_dataset(record, catalog=self.entry.id, url=self.url, page=page, csw=csw)

    def _key(self, dataset: Dataset) -> str:
        source = next((one for one in dataset.sources if one.catalog == self.entry.id), None)
        return source.id if source else dataset.id

    def _known(self, cancel: Cancel | None) -> Vocabulary:
        with self._lock:
            if self._vocabulary is not None:
                return self._vocabulary
        answer = self.session.get(f"{self.url}/initFacets", cancel=cancel, cache=True)
        facets = facets_of(answer.json())
        if not facets:
            raise BadAnswer(host=host_of(answer.url), detail="no facets in it")
        try:
            found = read_vocabulary(facets)
        except UNREADABLE as error:
            raise BadAnswer(host=host_of(answer.url), detail="no facets in it") from error
        with self._lock:
            self._vocabulary = found
        return found

    def _words(self, query: Query, cancel: Cancel | None) -> Vocabulary:
        """The vocabulary, where a query needs it."""
        needed = values_of(query, VARIABLE) or values_of(query, CATEGORY)
        return self._known(cancel) if needed else Vocabulary()

    def _page(
        self, query: Query, vocabulary: Vocabulary, number: int, size: int, cancel: Cancel | None
    ) -> Batch:
        """A page of datasets; the form that the portal does not refuse is remembered."""
        problem: RequestRefused | ServiceUnavailable | None = None
        for form in range(self._form, len(_FORMS)):
            words_listed, concepts_named = _FORMS[form]
            filters = search_body(query, vocabulary, listed=words_listed, named=concepts_named)
            try:
                document, url = self._post(
                    {"filters": filters, "pageSize": size, "pageSelected": number}, cancel
                )
            except (RequestRefused, ServiceUnavailable) as error:
                if isinstance(error, ServiceUnavailable) and error.status != 500:
                    raise  # a mistake in the body is answered with HTTP 400 or 500
                problem = problem or error
                continue
            self._form = form
            return _batch(document, url, number, size)
        raise problem or RequestRefused(host=host_of(self.url), detail="no form of the search was accepted")

    def _post(self, body: Mapping[str, Any], cancel: Cancel | None) -> tuple[Any, str]:
        answer = self.session.post(
            f"{self.url}/changeDatasetPage",
            json=body,
            headers={"Accept": "application/json"},
            cancel=cancel,
        )
        return answer.json(), answer.url


def _batch(document: Any, url: str, number: int, size: int) -> Batch:
    """A page of Spring Data's (``content``, ``totalElements``, ``last``)."""
    document, records = record_list(document, "content", url)
    total = whole_number(document.get("totalElements"))
    more = next_offset((number - 1) * size, len(records), size, total) is not None
    return Batch(records, total, number + 1 if more and document.get("last") is not True else None)


def _asked(query: Query) -> frozenset[str]:
    """What of a query is pushed: a facet is compared with "=" and "in" only."""
    left = {one.name for one in query.filters if one.comparison not in ("=", "in")}
    return _PUSHED - left


def _rough(query: Query) -> frozenset[str]:
    """A polygon is asked for as its box."""
    return frozenset() if query.area is None or query.area.is_box else frozenset({"area"})
