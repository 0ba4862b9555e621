"""Seismic networks and their stations (FDSN Web Service Specifications 1.2, ``fdsnws-station``).

Networks are the datasets and stations their granules. The service filters by area and time and knows no
words and no pages: all that matches comes in one answer, or is refused as too much (HTTP 413).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from ..errors import AnswerTooLarge, BadAnswer, NotFound, RequestRefused, host_of
from ..metadata.jsontexts import texts
from ..model import Dataset, Lazy, Page, Period, Query
from ..net import Cancel, Session
from .base import Catalog, CatalogEntry, Description, Queryable
from .checker import Checker, plain_test, tolerant
from .fdsn_links import station_links
from .fdsn_records import (
    Network,
    moments,
    networks_of_text,
    networks_of_xml,
    read_network,
    read_station,
    stations_of_text,
    time_text,
)
from .notes import INCOMPLETE
from .pager import Batch, for_datasets, page_size, pages

TOO_MUCH = "it has too many stations for one answer: search a smaller area or a shorter period"
NOT_DRAWN = "There are too many stations to draw: search a smaller area or a shorter period."

NETWORK, CHANNEL = "fdsn:network", "fdsn:channel"
_PUSHED = frozenset({"area", "period", "collections", NETWORK, CHANNEL})
_MOST = 100
"""Networks whose stations are asked for at once."""
_COMPARED = ("=", "in", "like")
_VERSION = re.compile(r"\s*(\d+(\.\d+){0,3})\s*")


class FdsnCatalog(Catalog):
    """A data centre's ``fdsnws-station`` at ``entry.url`` (".../fdsnws/station/1"); ``entry.options`` may say
    that it has the service "availability" too (true)."""

    def __init__(self, entry: CatalogEntry, session: Session):
        super().__init__(entry, session)
        self.url = re.sub(r"/(query(auth)?|version|application\.wadl)?/?$", "", entry.url.split("?")[0])
        self.root = re.sub(r"/station/\d+$", "", self.url)

    def describe(self, cancel: Cancel | None = None) -> Description:
        """The version of the service, and what it filters. Raises the typed errors of the session; BadAnswer
        where something else answers."""
        answer = self.session.get(f"{self.url}/version", cancel=cancel, cache=True, max_bytes=1 << 16)
        version = _VERSION.fullmatch(answer.content[:64].decode("latin-1"))
        if not version:
            raise BadAnswer(host=host_of(answer.url), detail="no version of the service")
        return Description(
            title=self.entry.title(),
            url=self.url,
            version=version.group(1),
            filters=_PUSHED - {"collections"},
        )

    def queryables(
        self, dataset: Dataset | None = None, cancel: Cancel | None = None
    ) -> tuple[Queryable, ...]:
        """Codes of networks and channels, with the signs that the service takes ("HH?", "BH*")."""
        channel = Queryable(CHANNEL, "Channel")
        return (channel,) if dataset is not None else (Queryable(NETWORK, "Network"), channel)

    def search(self, query: Query, cancel: Cancel | None = None) -> Iterator[Page]:
        """The networks that have stations where and when is asked, each drawn as those stations. Words are
        looked for here. Raises the typed errors of ``core.errors``, RequestRefused for an answer that would
        be too large."""
        query = for_datasets(query, _PUSHED)
        size = page_size(query, _MOST, _PUSHED)
        known: list[Network] | None = None

        def ask(start: int) -> Batch:
            nonlocal known
            if known is None:
                known = self._networks(query, cancel)
            part = known[start : start + size]
            found, notes = self._drawn(part, query, cancel)
            following = start + size if start + size < len(known) else None
            return Batch(found, len(known), following, notes=notes)

        yield from pages(query, _checker(query), self.entry.id, ask, [0])

    def granules(self, dataset: Dataset, query: Query, cancel: Cancel | None = None) -> Iterator[Page]:
        """The network's stations where and when is asked. Words were meant for networks and are not applied.
        Raises as ``search``."""
        query = for_datasets(query.but(text="", collections=()), _PUSHED)
        network = self._network(dataset)
        restricted = any("restrictedStatus" in one for one in dataset.constraints)
        channel = next((one for _, one in _codes(query, CHANNEL)), "")
        has_availability = self.entry.options.get("availability") is True
        size = page_size(query, query.page_size, _PUSHED)
        known: list[dict[str, str]] | None = None
        skipped = 0

        def ask(start: int) -> Batch:
            nonlocal known, skipped
            if known is None:
                known, skipped = self._stations([network], query, cancel)
            part = known[start : start + size]
            following = start + size if start + size < len(known) else None
            return Batch(part, len(known), following, skipped if start == 0 else 0)

        def read(row: dict[str, str]) -> Any:
            links = Lazy(
                lambda: tuple(
                    station_links(
                        row,
                        query.period,
                        self.root,
                        channel=channel,
                        restricted=restricted,
                        availability=has_availability,
                    )
                )
            )
            return read_station(row, dataset.id, links, catalog=self.entry.id, url=self.url)

        yield from pages(query, _checker(query), self.entry.id, ask, [0], read=read)

    def complete(self, dataset: Dataset, cancel: Cancel | None = None) -> Dataset:
        """The network with all its stations, wherever and whenever. Raises as ``search``."""
        network = self._network(dataset)
        rows, _ = self._stations([network], Query(), cancel)
        if not rows:
            return dataset
        whole = self._dataset(network, rows)
        return replace(
            dataset,
            footprint=whole.footprint,
            footprint_note=whole.footprint_note,
            properties={**dataset.properties, "fdsn:stations_found": len(rows)},
        )

    def _network(self, dataset: Dataset) -> Network:
        source = next((one for one in dataset.sources if one.catalog == self.entry.id), None)
        code = dataset.properties.get(NETWORK)
        key = source.id if source else dataset.id
        return Network(code if isinstance(code, str) else key.partition("_")[0], period=dataset.period)

    def _dataset(self, network: Network, rows: Sequence[dict[str, str]] | None) -> Dataset:
        return read_network(network, rows, catalog=self.entry.id, root=self.root, url=self.url)

    def _networks(self, query: Query, cancel: Cancel | None) -> list[Network]:
        """The networks that match, those that hold the words only."""
        found: dict[str, Network] = {}
        for asked in _questions(query):
            for one in self._networks_of({**asked, "level": "network"}, cancel):
                found.setdefault(one.key, one)
        named = [one for one in found.values() if not query.collections or one.key in query.collections]
        if not query.text:
            return named
        says = plain_test(query, "text")
        return [one for one in named if says(self._dataset(one, None))]

    def _networks_of(self, asked: dict[str, str], cancel: Cancel | None) -> tuple[Network, ...]:
        """In StationXML, which gives the DOI; in text, which every centre has, where that is refused."""
        try:
            content, url = self._ask({**asked, "format": "xml"}, cancel)
            return networks_of_xml(content, url) if content.strip() else ()
        except (BadAnswer, RequestRefused) as error:
            if error.status == 413:
                raise
            content, url = self._ask({**asked, "format": "text"}, cancel)
            return networks_of_text(content, url)

    def _drawn(
        self, networks: Sequence[Network], query: Query, cancel: Cancel | None
    ) -> tuple[list[Dataset], tuple[str, ...]]:
        """(the networks as datasets, what to say where their stations could not be had)."""
        if not networks:
            return [], ()
        try:
            rows, _ = self._stations(networks, query, cancel)
        except (BadAnswer, RequestRefused, NotFound) as error:
            said = NOT_DRAWN if error.status == 413 or isinstance(error, AnswerTooLarge) else INCOMPLETE
            return [self._dataset(one, None) for one in networks], (said,)
        return [self._dataset(one, [row for row in rows if _stands(row, one)]) for one in networks], ()

    def _stations(
        self, networks: Sequence[Network], query: Query, cancel: Cancel | None
    ) -> tuple[list[dict[str, str]], int]:
        """(the stations of some networks that match, how many could not be read)."""
        codes = ",".join(dict.fromkeys(one.code for one in networks))
        rows: dict[tuple[str, ...], dict[str, str]] = {}
        skipped = 0
        for asked in _questions(query):
            content, url = self._ask(
                {**asked, "network": codes, "level": "station", "format": "text"}, cancel
            )
            table = stations_of_text(content, url)
            skipped += table.skipped
            for row in table.rows:
                if any(_stands(row, one) for one in networks):
                    rows.setdefault(tuple(row.values()), row)
        return list(rows.values()), skipped

    def _ask(self, asked: dict[str, str], cancel: Cancel | None) -> tuple[bytes, str]:
        """What the service answers; nothing where nothing matches (HTTP 204)."""
        try:
            answer = self.session.get(f"{self.url}/query", params=asked, cancel=cancel, cache=True)
        except RequestRefused as error:
            if error.status == 413:
                raise RequestRefused(host=error.host, status=413, detail=TOO_MUCH) from error
            raise
        return answer.content if answer.status != 204 else b"", answer.url


def _checker(query: Query) -> Checker:
    """Networks whose stations are not known cannot be judged by their place; a polygon is asked for as its
    box."""
    told = {one.name for one in query.filters if one.comparison not in _COMPARED}
    rules = {
        name: rule for name, rule in tolerant(query, placeless=True).items() if name in ("area", "period")
    }
    rough = frozenset() if query.area is None or query.area.is_box else frozenset({"area"})
    return Checker(query, _PUSHED - told, rules, rough=rough)


def _stands(row: dict[str, str], network: Network) -> bool:
    """Whether a station is of this network: a temporary code belongs to another one in other years."""
    if row["network"] != network.code:
        return False
    if network.period is None:
        return True
    period = moments(row.get("starttime", ""), row.get("endtime", ""))
    return period is None or network.period.intersects(period)


def _questions(query: Query) -> list[dict[str, str]]:
    """The parameters of a query, once for each box of its area."""
    common: dict[str, str] = {}
    if query.period:
        common.update(_times(query.period))
    for parameter, code in [*_codes(query, NETWORK), *_codes(query, CHANNEL)]:
        common[parameter] = code
    if query.collections:
        common["network"] = ",".join(dict.fromkeys(one.partition("_")[0] for one in query.collections))
    if query.area is None:
        return [common]
    names = ("minlongitude", "minlatitude", "maxlongitude", "maxlatitude")
    return [
        {**common, **{name: f"{side:.10g}" for name, side in zip(names, box)}} for box in query.area.boxes
    ]


def _times(period: Period) -> dict[str, str]:
    said = {"starttime": period.start, "endtime": period.end}
    return {name: time_text(moment) for name, moment in said.items() if moment}


def _codes(query: Query, name: str) -> list[tuple[str, str]]:
    """The parameter and its value for the conditions on a queryable, several codes being a list."""
    said: list[str] = []
    for one in query.filters:
        if one.name == name and one.comparison in _COMPARED:
            values = one.value if isinstance(one.value, tuple) else (one.value,)
            said += [text.replace("%", "*").replace(" ", "") for text in texts(list(values))]
    return [(name.partition(":")[2], ",".join(said))] if said else []
