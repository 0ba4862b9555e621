"""GBIF (https://techdocs.gbif.org/en/openapi/): its datasets, and their occurrences as granules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from ..errors import BadAnswer, host_of
from ..metadata.jsontexts import UNREADABLE, text, whole_number
from ..model import Area, Dataset, Page, Period, Query
from ..net import Cancel, Session
from .base import Catalog, CatalogEntry, Description
from .checker import Checker
from .gbif_records import read_dataset, read_occurrence
from .pager import Batch, for_datasets, next_offset, page_size, pages
from .rest import Completer, record_list

NO_AREAS = "Its search has no areas: each dataset found was asked for its own, which takes time."

_MOST, _MOST_COMPLETED, _MOST_OCCURRENCES = 100, 20, 300
_SCANNED = 200
"""How many datasets are asked for their area or period, at most: each costs a request."""
_WINDOW = 100_000
"""Occurrences that the search gives at most (offset + limit)."""
_PUSHED = frozenset({"text"})
_OCCURRENCES_PUSHED = frozenset({"area", "period"})


class GbifCatalog(Catalog):
    """GBIF. ``entry.url`` is the address of its dataset search; ``entry.options`` may give "country" (the
    publishing country, "FR") and "type" ("OCCURRENCE")."""

    def __init__(self, entry: CatalogEntry, session: Session):
        super().__init__(entry, session)
        self.root = re.sub(r"/(dataset|occurrence)(/search)?/?$", "", entry.url.split("?")[0].rstrip("/"))

    def describe(self, cancel: Cancel | None = None) -> Description:
        """What the API can do, once it has answered. Raises the typed errors of the session; BadAnswer."""
        self._ask("dataset", {"limit": 0}, 0, 0, cancel)
        return Description(title=self.entry.title(), url=self.root, filters=_PUSHED)

    def search(self, query: Query, cancel: Cancel | None = None) -> Iterator[Page]:
        """The datasets that match. Where an area or a period is asked for, each is first completed: the
        search knows neither. Raises the typed errors of ``core.errors``."""
        query = for_datasets(query)
        asked = {
            "q": query.text or None,
            "publishingCountry": text(self.entry.options.get("country")) or None,
            "type": text(self.entry.options.get("type")) or None,
        }
        located = query.area is not None or query.period is not None
        size = page_size(query, _MOST_COMPLETED if located else _MOST, _PUSHED)
        finish = None
        if located:
            finish = Completer(lambda one: self.complete(one, cancel), self.entry.max_connections, cancel)
        yield from pages(
            query,
            Checker(query, _PUSHED),
            self.entry.id,
            lambda offset: self._ask("dataset", asked, offset, size, cancel),
            [0],
            read=lambda one: read_dataset(one, catalog=self.entry.id, url=self.root),
            finish=finish,
            notes=[NO_AREAS] if located else [],
            scanned=_SCANNED if located else None,
        )

    def granules(self, dataset: Dataset, query: Query, cancel: Cancel | None = None) -> Iterator[Page]:
        """The dataset's occurrences, as points. The query's text was meant for datasets and is not applied.

        Raises the typed errors of ``core.errors``.
        """
        source = next((one for one in dataset.sources if one.catalog == self.entry.id), None)
        key = source.id if source else dataset.id
        query = query.but(text="", collections=())
        rough = frozenset() if query.area is None or query.area.is_box else frozenset({"area"})
        asked = {
            "datasetKey": key,
            "geometry": [_wkt(Area.bbox(*box)) for box in query.area.boxes] if query.area else None,
            "eventDate": _dates(query.period) if query.period else None,
        }
        size = page_size(query, _MOST_OCCURRENCES, _OCCURRENCES_PUSHED - rough)
        yield from pages(
            query,
            Checker(query, _OCCURRENCES_PUSHED, rough=rough),
            self.entry.id,
            lambda offset: self._ask("occurrence", asked, offset, size, cancel),
            [0],
            read=lambda one: read_occurrence(one, catalog=self.entry.id, url=self.root),
        )

    def complete(self, dataset: Dataset, cancel: Cancel | None = None) -> Dataset:
        """The dataset with its areas, periods, contacts and files. Raises NotFound, BadAnswer."""
        source = next((one for one in dataset.sources if one.catalog == self.entry.id), None)
        key = source.id if source else dataset.id
        answer = self.session.get(f"{self.root}/dataset/{quote(key, safe='')}", cancel=cancel, cache=True)
        said = answer.json()
        if not isinstance(said, dict):
            raise BadAnswer(host=host_of(answer.url), detail="no dataset in it")
        try:
            # The registry's own record names its publisher by key only.
            hit = dataset.raw if isinstance(dataset.raw, dict) else {}
            whole = {**hit, "geographicCoverages": [], "temporalCoverages": [], **said, "key": key}
            return read_dataset(whole, catalog=self.entry.id, url=self.root)
        except UNREADABLE as error:
            raise BadAnswer(host=host_of(answer.url), detail="no dataset in it") from error

    def _ask(self, kind: str, asked: dict[str, Any], offset: int, size: int, cancel: Cancel | None) -> Batch:
        answer = self.session.get(
            f"{self.root}/{kind}/search",
            params={**asked, "limit": size, "offset": offset},
            headers={"Accept": "application/json"},
            cancel=cancel,
            cache=True,
        )
        document, records = record_list(answer.json(), "results", answer.url)
        total = whole_number(document.get("count"))
        following = next_offset(offset, len(records), size, total)
        if document.get("endOfRecords") is True:
            following = None
        if following is not None and following + size > _WINDOW:
            return Batch(records, total, cut=True)
        return Batch(records, total, following)


def _wkt(area: Area) -> str:
    """A box as a polygon, its corners counter-clockwise: the other way round it is the rest of the Earth."""
    west, south, east, north = area.bounds
    corners = ((west, south), (east, south), (east, north), (west, north), (west, south))
    return "POLYGON((" + ",".join(f"{x:.10g} {y:.10g}" for x, y in corners) + "))"


def _dates(period: Period) -> str:
    """``eventDate`` as the API takes ranges, a star for an open end."""
    start, end = (moment.date().isoformat() if moment else "*" for moment in (period.start, period.end))
    return f"{start},{end}"
