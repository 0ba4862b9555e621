"""data.gouv.fr and other udata portals (https://doc.data.gouv.fr, API v1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from ..errors import BadAnswer, host_of
from ..metadata.jsontexts import UNREADABLE, text, whole_number
from ..model import Dataset, Page, Query
from ..net import Cancel, Session
from .base import Catalog, CatalogEntry, Description
from .checker import Checker, strict
from .datagouv_records import read_dataset
from .pager import Batch, for_datasets, page_size, pages
from .rest import record_list

NO_AREAS = "Its records name places and give few coordinates: an area finds little of them."

_MOST = 100
_SCANNED = 500
_PUSHED = frozenset({"text"})
_SORTS = {"title": "title", "datetime": "created", "created": "created", "updated": "last_update"}


class DataGouvCatalog(Catalog):
    """A udata portal. ``entry.url`` is the address of its datasets; ``entry.options`` may give "organization"
    and "tag" (the portal's own words for them).

    The period is applied here: the portal's filter keeps the datasets that cover the whole of a period, not
    those that meet it. It has zones and no coordinates, so the area is applied here as well.
    """

    def __init__(self, entry: CatalogEntry, session: Session):
        super().__init__(entry, session)
        url = entry.url.split("?")[0].rstrip("/")
        self.url = url if re.search(r"/datasets(/search)?$", url) else f"{url}/api/1/datasets"

    def describe(self, cancel: Cancel | None = None) -> Description:
        """What the portal can do, once it has answered. Raises the typed errors of the session; BadAnswer."""
        self._ask(Query(), 1, 1, cancel)
        return Description(title=self.entry.title(), url=self.url, filters=_PUSHED)

    def search(self, query: Query, cancel: Cancel | None = None) -> Iterator[Page]:
        """The datasets that match. Raises the typed errors of ``core.errors``."""
        query = for_datasets(query)
        size = page_size(query, _MOST, _PUSHED)
        yield from pages(
            query,
            Checker(query, _PUSHED, strict(query, whole=True)),
            self.entry.id,
            lambda page: self._ask(query, page, size, cancel),
            [1],
            read=lambda one: read_dataset(
                one, catalog=self.entry.id, url=self.url, language=self._language()
            ),
            notes=[NO_AREAS] if query.area else [],
            scanned=_SCANNED,
        )

    def complete(self, dataset: Dataset, cancel: Cancel | None = None) -> Dataset:
        """The dataset with its resources, which some lists leave out. Raises NotFound, BadAnswer."""
        if isinstance(dataset.raw, dict) and isinstance(dataset.raw.get("resources"), list):
            return dataset
        source = next((one for one in dataset.sources if one.catalog == self.entry.id), None)
        answer = self.session.get(
            f"{self.url.removesuffix('/search')}/{quote(source.id if source else dataset.id, safe='')}/",
            cancel=cancel,
            cache=True,
        )
        try:
            return read_dataset(answer.json(), catalog=self.entry.id, url=self.url, language=self._language())
        except UNREADABLE as error:
            raise BadAnswer(host=host_of(answer.url), detail="no dataset in it") from error

    def _language(self) -> str:
        return self.entry.languages[0] if self.entry.languages else ""

    def _ask(self, query: Query, page: int, size: int, cancel: Cancel | None) -> Batch:
        params: dict[str, Any] = {
            "q": " ".join(query.text.replace('"', " ").split()) or None,
            "organization": text(self.entry.options.get("organization")) or None,
            "tag": text(self.entry.options.get("tag")) or None,
            "sort": _sort(query),
            "page": page,
            "page_size": size,
        }
        answer = self.session.get(
            f"{self.url}/", params=params, headers={"Accept": "application/json"}, cancel=cancel, cache=True
        )
        document, records = record_list(answer.json(), "data", answer.url)
        total = whole_number(document.get("total"))
        # The address of the next page tells whether there is one; the page is counted here.
        if "next_page" in document:
            more = bool(text(document["next_page"]))
        else:
            more = page * size < total if total is not None else len(records) >= size
        return Batch(records, total, page + 1 if more else None)


def _sort(query: Query) -> str | None:
    """The portal's own order (relevance) unless another is asked for."""
    if query.sort is None or query.sort.name not in _SORTS:
        return None
    name = _SORTS[query.sort.name]
    return f"-{name}" if query.sort.descending else name
