"""Dataverse (https://guides.dataverse.org/en/latest/api/search.html), such as Recherche Data Gouv."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any

from ..errors import BadAnswer, RequestRefused, host_of
from ..metadata.jsontexts import UNREADABLE, inside, text, whole_number
from ..model import Area, Dataset, Page, Query
from ..net import Cancel, Session
from .base import Catalog, CatalogEntry, Description
from .checker import Checker
from .dataverse_records import is_whole, read_dataset
from .lucene import all_words
from .pager import Batch, for_datasets, next_offset, page_size, pages
from .rest import Completer, record_list

_MOST, _FIRST = 100, 20
_SCANNED = 400
"""How many datasets are looked at for their area or period, at most: each may cost a request."""
_BLOCKS = ("citation:*", "geospatial:*")
_EARTH = 6371.0088
"""Mean radius in kilometres."""
_FARTHEST = 10_000.0
"""Kilometres beyond which a radius leaves out so little that it is not sent."""
_SORTS = {"title": "name", "datetime": "date", "updated": "date"}


class DataverseCatalog(Catalog):
    """A Dataverse. ``entry.url`` is its address or that of its search; ``entry.options`` may give "subtree"
    (the alias of one collection) and "radius_search" (false where the server is known to lack it).

    The hits of a search say neither area nor period: the blocks that do are asked for with them, and where a
    server does not give these, each hit of the page is asked for once.
    """

    def __init__(self, entry: CatalogEntry, session: Session):
        super().__init__(entry, session)
        self.root = re.sub(r"/api(/v\d+)?(/search)?/?$", "", entry.url.split("?")[0].rstrip("/"))
        self._refused: set[str] = set()

    def describe(self, cancel: Cancel | None = None) -> Description:
        """What the installation says of itself. Raises the typed errors of the session; BadAnswer."""
        answer = self.session.get(f"{self.root}/api/info/version", cancel=cancel, cache=True)
        said = inside(inside(answer.json()).get("data"))
        if not text(said.get("version")):
            raise BadAnswer(host=host_of(answer.url), detail="it is not a Dataverse")
        return Description(
            title=self.entry.title(),
            url=self.root,
            version=text(said.get("version")),
            filters=frozenset({"text", "area"}),
        )

    def search(self, query: Query, cancel: Cancel | None = None) -> Iterator[Page]:
        """The datasets that match. Raises the typed errors of ``core.errors``."""
        query = for_datasets(query)
        circle = circle_of(query.area) if query.area and self._sends_circles() else None
        pushed = frozenset({"text", "area"}) if circle else frozenset({"text"})
        # A circle round a box holds more than the box.
        checker = Checker(query, pushed, rough=frozenset({"area"}))
        sizes = [page_size(query, most, frozenset({"text"})) for most in (_FIRST, _MOST)]
        finish = Completer(lambda one: self._whole(one, cancel), self.entry.max_connections, cancel)

        def ask(start: int) -> Batch:
            answer = self._ask(query, circle, start, sizes[0], cancel)
            # Hits that come whole cost no request of their own: larger pages then.
            if answer.items and all(is_whole(one) for one in answer.items):
                sizes[0] = sizes[1]
            return answer

        yield from pages(
            query,
            checker,
            self.entry.id,
            ask,
            [0],
            read=self._read,
            finish=finish,
            scanned=_SCANNED,
        )

    def complete(self, dataset: Dataset, cancel: Cancel | None = None) -> Dataset:
        """The dataset with all its metadata and its files. Raises NotFound, BadAnswer."""
        source = next((one for one in dataset.sources if one.catalog == self.entry.id), None)
        answer = self.session.get(
            f"{self.root}/api/datasets/:persistentId/",
            params={"persistentId": source.id if source else dataset.id},
            headers={"Accept": "application/json"},
            cancel=cancel,
            cache=True,
        )
        said = inside(answer.json()).get("data")
        hit = dataset.raw if isinstance(dataset.raw, dict) and "global_id" in dataset.raw else {}
        try:
            found = read_dataset(said, catalog=self.entry.id, root=self.root, hit=hit)
        except UNREADABLE as error:
            raise BadAnswer(host=host_of(answer.url), detail="no dataset in it") from error
        if not is_whole(found.raw):
            raise BadAnswer(host=host_of(answer.url), detail="no metadata in it")
        return found

    def _read(self, hit: Any) -> Dataset:
        return read_dataset(hit, catalog=self.entry.id, root=self.root)

    def _whole(self, dataset: Dataset, cancel: Cancel | None) -> Dataset:
        return dataset if is_whole(dataset.raw) else self.complete(dataset, cancel)

    def _sends_circles(self) -> bool:
        return self.entry.options.get("radius_search") is not False and "circle" not in self._refused

    def _ask(
        self, query: Query, circle: tuple[str, str] | None, start: int, size: int, cancel: Cancel | None
    ) -> Batch:
        """A page; what an older server refuses is left out from then on."""
        while True:
            sends_circle = circle is not None and "circle" not in self._refused
            sends_blocks = "blocks" not in self._refused
            params = {
                "q": all_words(query.text) or "*",
                "type": "dataset",
                "start": start,
                "per_page": size,
                "subtree": text(self.entry.options.get("subtree")) or None,
                **_sort(query),
                "metadata_fields": list(_BLOCKS) if sends_blocks else None,
                "geo_point": circle[0] if circle and sends_circle else None,
                "geo_radius": circle[1] if circle and sends_circle else None,
            }
            try:
                return self._page(params, start, size, cancel)
            except RequestRefused:
                if sends_circle:
                    self._refused.add("circle")
                elif sends_blocks:
                    self._refused.add("blocks")
                else:
                    self._refused.clear()
                    raise

    def _page(self, params: dict[str, Any], start: int, size: int, cancel: Cancel | None) -> Batch:
        answer = self.session.get(
            f"{self.root}/api/search",
            params=params,
            headers={"Accept": "application/json"},
            cancel=cancel,
            cache=True,
        )
        document = inside(answer.json())
        if text(document.get("status")).upper() == "ERROR":
            raise RequestRefused(
                host=host_of(answer.url), detail=text(document.get("message"))[:200] or "no reason"
            )
        data, records = record_list(document.get("data"), "items", answer.url)
        total = whole_number(data.get("total_count"))
        return Batch(records, total, next_offset(start, len(records), size, total))


def _sort(query: Query) -> dict[str, str]:
    """By relevance, which is the server's own order for words; by date where there are none."""
    if query.sort and query.sort.name in _SORTS:
        return {"sort": _SORTS[query.sort.name], "order": "desc" if query.sort.descending else "asc"}
    return {} if query.text.strip() else {"sort": "date", "order": "desc"}


def circle_of(area: Area) -> tuple[str, str] | None:
    """(``geo_point``, ``geo_radius`` in kilometres) of the circle round an area's box, from its middle to its
    farthest corner; None where it would hold a great part of the Earth."""
    west, south, east, north = area.bounds
    width = east - west if west <= east else east - west + 360.0
    x, y = west + width / 2, (south + north) / 2
    x = x - 360.0 if x > 180.0 else x
    # The corners are farthest, but on the side that is nearer to the equator a box wider than it is high
    # may reach farther in its middle of latitude: both are measured.
    farthest = max(
        _distance(x, y, west, latitude) for latitude in (south, north, y, max(south, min(0.0, north)))
    )
    if width > 180.0 or farthest > _FARTHEST:
        return None
    return f"{y:.6f},{x:.6f}", f"{math.ceil(farthest * 1.01 + 1)}"


def _distance(x: float, y: float, other_x: float, other_y: float) -> float:
    """Kilometres along the great circle between two positions in degrees (haversine)."""
    phi, other_phi = math.radians(y), math.radians(other_y)
    half = math.sin((other_phi - phi) / 2) ** 2
    half += math.cos(phi) * math.cos(other_phi) * math.sin(math.radians(other_x - x) / 2) ** 2
    return 2 * _EARTH * math.asin(min(1.0, math.sqrt(half)))
