"""ESGF's classic search (ESGF Search RESTful API), and the "1.5 bridge" that speaks the same parameters.

Datasets, then their files. Most fields are facets, and come as lists. Model output covers the whole Earth on
grids of its own: only a box that is plainly regional becomes a footprint.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from ..errors import BadAnswer, host_of
from ..model import Dataset, Granule, Page, Query, rfc3339
from ..net import Cancel, Session
from .base import Catalog, CatalogEntry, Description, Queryable
from .checker import Checker, tolerant
from .esgf_records import read_dataset, read_file
from .pager import Batch, for_datasets, next_offset, page_size, pages
from .rest import solr_docs

PLACELESS = "Model output is global: records that name no place were kept whatever the area."
FACETS = (
    "project", "activity_id", "institution_id", "source_id", "experiment_id", "variant_label", "table_id",
    "frequency", "realm", "variable_id", "cf_standard_name", "grid_label", "nominal_resolution", "data_node",
)  # fmt: skip
_JSON = {"Accept": "application/solr+json, application/json;q=0.9"}
_MOST = 1000


class EsgfCatalog(Catalog):
    """An ESGF search at ``entry.url`` (".../esg-search/search", or the bridge's); ``entry.options`` may give
    "project" (a facet value that every search has) and "facets" (names to offer as queryables)."""

    def __init__(self, entry: CatalogEntry, session: Session):
        super().__init__(entry, session)
        self._lock = threading.Lock()
        self._queryables: tuple[Queryable, ...] | None = None

    def describe(self, cancel: Cancel | None = None) -> Description:
        """What an ESGF index can filter; nothing is asked of it."""
        filters = {"text", "period", *self._facets()}
        return Description(title=self.entry.title(), url=self.entry.url, filters=frozenset(filters))

    def queryables(
        self, dataset: Dataset | None = None, cancel: Cancel | None = None
    ) -> tuple[Queryable, ...]:
        """The facets with their values as the index counts them; asked for once. Files have none."""
        if dataset is not None:
            return ()
        with self._lock:
            if self._queryables is not None:
                return self._queryables
        params = {**self._fixed(), "limit": "0", "facets": ",".join(self._facets())}
        document = self._get(params, cancel, cache=True)
        counts = document.get("facet_counts")
        fields = counts.get("facet_fields") if isinstance(counts, Mapping) else None
        known = fields if isinstance(fields, Mapping) else {}
        found = tuple(
            Queryable(name, name.replace("_", " "), values=_values(known.get(name)))
            for name in self._facets()
        )
        with self._lock:
            self._queryables = found
        return found

    def search(self, query: Query, cancel: Cancel | None = None) -> Iterator[Page]:
        """Datasets that match, the latest versions, no replicas. Raises the typed errors of the network."""
        query = for_datasets(query, ())
        params, asked = parameters(query)
        return self._pages(query, {**self._fixed(), **params}, asked, None, cancel)

    def granules(self, dataset: Dataset, query: Query, cancel: Cancel | None = None) -> Iterator[Page]:
        """The files of a dataset whose period meets the query's. Text, area and facets were meant for the
        dataset, and are its files' too: they are not applied again."""
        source = next((one for one in dataset.sources if one.catalog == self.entry.id), None)
        key = source.id if source else dataset.id
        asked = query.but(text="", area=None, filters=(), collections=())
        if dataset.period is None:
            asked = asked.but(period=None)  # fixed fields (land masks, orography) have no time
        params = {"format": "application/solr+json", "type": "File", "dataset_id": key}
        return self._pages(asked, params, frozenset(), key, cancel)

    def _facets(self) -> tuple[str, ...]:
        said = self.entry.options.get("facets")
        chosen = tuple(one for one in said if isinstance(one, str)) if isinstance(said, (list, tuple)) else ()
        return chosen or FACETS

    def _fixed(self) -> dict[str, str]:
        fixed = {
            "format": "application/solr+json",
            "type": "Dataset",
            "latest": "true",
            "replica": "false",
            "distrib": "true",
        }
        project = self.entry.options.get("project")
        return {**fixed, "project": project} if isinstance(project, str) and project else fixed

    def _get(
        self, params: Mapping[str, str], cancel: Cancel | None, cache: bool = False
    ) -> Mapping[str, Any]:
        answer = self.session.get(
            _address(self.entry.url), params=params, headers=_JSON, cancel=cancel, cache=cache
        )
        document = answer.json()
        inner = document.get("esg_search_response") if isinstance(document, Mapping) else None
        found = inner if isinstance(inner, Mapping) else document
        if not isinstance(found, Mapping):
            raise BadAnswer(host=host_of(self.entry.url), detail="JSON that is no search answer")
        return found

    def _pages(
        self,
        query: Query,
        params: Mapping[str, str],
        asked: frozenset[str],
        dataset: str | None,
        cancel: Cancel | None,
    ) -> Iterator[Page]:
        size = page_size(query, _MOST, asked)

        def ask(offset: int) -> Batch:
            document = self._get({**params, "offset": str(offset), "limit": str(size)}, cancel)
            docs, total = solr_docs(document, self.entry.url)
            return Batch(docs, total, next_offset(offset, len(docs), size, total))

        def read(doc: Any) -> Dataset | Granule:
            if dataset is None:
                return read_dataset(doc, catalog=self.entry.id, url=self.entry.url)
            return read_file(doc, catalog=self.entry.id, url=self.entry.url, dataset=dataset)

        notes = [PLACELESS] if query.area else []
        checker = Checker(query, asked, tolerant(query, placeless=True))
        return pages(query, checker, self.entry.id, ask, [0], read=read, notes=notes)


def parameters(query: Query) -> tuple[dict[str, str], frozenset[str]]:
    """(request parameters, the parts of the query that they stand for). A comma in a facet's value means
    "or"; "!=" excludes."""
    params: dict[str, str] = {}
    asked: set[str] = set()
    if query.text:
        params["query"] = query.text
        asked.add("text")
    if query.period:
        asked.add("period")
        for name, moment in (("start", query.period.start), ("end", query.period.end)):
            if moment is not None:
                params[name] = rfc3339(moment.replace(microsecond=0))
    for condition in query.filters:
        several = condition.value if isinstance(condition.value, tuple) else (condition.value,)
        values = [str(value) for value in several]
        sign = {"=": "", "in": "", "<>": "!"}.get(condition.comparison)
        key = f"{condition.name}{sign}"
        if sign is None or key in params or any("," in value for value in values):
            continue
        if condition.name.isidentifier():
            params[key] = ",".join(values)
            asked.add(condition.name)
    return params, frozenset(asked)


def _address(url: str) -> str:
    parts = urlsplit(url)
    path = parts.path.rstrip("/")
    if path.endswith("/esg-search"):
        path += "/search"
    return urlunsplit(parts._replace(path=path or "/", fragment=""))


def _values(counts: Any) -> tuple[str, ...]:
    """The values of a facet, which alternate with their counts."""
    listed = counts if isinstance(counts, list) else []
    return tuple(value for value in listed[::2] if isinstance(value, str))
