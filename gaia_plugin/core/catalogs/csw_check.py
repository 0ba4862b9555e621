"""Whether a server did what it was asked: its records are looked at, not its word taken."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from ..model import Area, Dataset, PropertyFilter, Query
from .clientside import fold, keep, satisfies, words

_SAMPLE = 20
_BELIEVED = 0.8
"""The share of records that must hold the words for a server to be believed: synonyms may bring others."""
_NO_WORD = re.compile(r"[\W_]+")
# Queryables of the ISO application profile (OGC 07-045, 6.2) that a record can be checked for.
OFFERED = ("Type", "TopicCategory", "OrganisationName", "OrganizationName", "Language", "Subject")


class Checker:
    """Applies what the server was not asked or did not do, and remembers what it ignored.

    ``server`` and ``client`` share out the parts of the query, as ``Page`` tells them. ``partial``: of the
    period, only the end was left to the server.
    """

    def __init__(self, query: Query, asked: frozenset[str], partial: bool = False):
        self._query = query
        self._asked = {"text" if part == "title" else part for part in asked} & query.parts
        self._partial = partial
        self._refined: set[str] = set()
        self._ignored: set[str] = set()

    @property
    def server(self) -> frozenset[str]:
        """What the server filtered."""
        return frozenset(self._asked - self._ignored - self._refined)

    @property
    def client(self) -> frozenset[str]:
        """What was filtered here."""
        return self._query.parts - self.server

    @property
    def scans(self) -> bool:
        """Whether the server gives records that were not asked for, so that many may be thrown away."""
        return bool((self._query.parts - self._asked) | self._ignored)

    def keep(self, datasets: Sequence[Dataset]) -> list[Dataset]:
        """The datasets of a page that match the query."""
        self._judge(datasets)
        here = (self._query.parts - self._asked) | self._ignored
        general = frozenset(part for part in here if part in ("text", "area", "period", "collections"))
        kept: list[Any] = keep(datasets, self._query, general) if general else list(datasets)
        for condition in self._query.filters:
            if condition.name in here:
                kept = [dataset for dataset in kept if satisfies_named(dataset, condition)]
        return self._refine(kept)

    def _judge(self, datasets: Sequence[Dataset]) -> None:
        """Find the parts that the server ignored: most records of a page are not what was asked for."""
        if not datasets:
            return
        trusted = self._asked - self._ignored
        area, period = self._query.area, self._query.period
        if "area" in trusted and area and not area_is_respected(datasets, area):
            self._ignored.add("area")
        if "period" in trusted and period and not self._partial:
            known = [dataset.period for dataset in datasets if dataset.period]
            if 2 * sum(period.intersects(one) for one in known) < max(len(known), 1):
                self._ignored.add("period")
        if "text" in trusted:
            sample = datasets[:_SAMPLE]
            stems = [_stem(word) for word in words(self._query.text)]
            if sum(_says(dataset, stems) for dataset in sample) < _BELIEVED * len(sample):
                self._ignored.add("text")

    def _refine(self, datasets: list[Dataset]) -> list[Dataset]:
        """Drop the few that a server's coarser index lets through: a box round several, an area's own box,
        a record without any date. What has no footprint stays: the server's index may know better."""
        kept = datasets
        area, period = self._query.area, self._query.period
        if "area" in self.server and area:
            kept = [one for one in kept if one.footprint is None or area.intersects(one.footprint)]
            if len(kept) < len(datasets):
                self._refined.add("area")
        before = len(kept)
        if "period" in self._asked - self._ignored and period:
            kept = [one for one in kept if period.intersects(one.period)]
            if len(kept) < before:
                self._refined.add("period")
        if "area" in self._refined and area:
            kept = [one for one in kept if one.footprint is None or area.intersects(one.footprint)]
        return kept


def area_is_respected(datasets: Sequence[Dataset], area: Area) -> bool:
    """Whether most records that have a footprint meet the area's box, and one at least has a footprint."""
    box = Area.bbox(*area.bounds)
    known = [dataset.footprint for dataset in datasets if dataset.footprint]
    return bool(known) and 2 * sum(box.intersects(footprint) for footprint in known) >= len(known)


def proves_axis_order(datasets: Sequence[Dataset], area: Area) -> bool:
    """Whether footprints tell that the area's axes were read as meant: some meet it that would not meet the
    area turned round. Datasets of the whole world prove nothing."""
    box = Area.bbox(*area.bounds)
    turned = [Area.bbox(*sides) for sides in _turned(area)]
    known = [dataset.footprint for dataset in datasets if dataset.footprint]
    mine = [footprint for footprint in known if box.intersects(footprint)]
    telling = sum(not any(other.intersects(footprint) for other in turned) for footprint in mine)
    return telling > len(known) - len(mine)


def _turned(area: Area) -> list[tuple[float, float, float, float]]:
    """The area's boxes with longitude and latitude exchanged, where that is on Earth."""
    found = []
    for west, south, east, north in area.boxes:
        low, high = max(west, -90.0), min(east, 90.0)
        if low <= high:
            found.append((south, low, north, high))
    return found


def _says(dataset: Dataset, stems: Sequence[str]) -> bool:
    """Whether the record's own XML holds every word: what "any text" means to a server."""
    raw = dataset.raw
    if not isinstance(raw, bytes):
        return True
    text = raw.decode("utf-8", "replace").casefold()
    if all(stem in text for stem in stems):
        return True
    folded = _NO_WORD.sub(" ", fold(text))
    return all(stem in folded for stem in stems)


def _stem(word: str) -> str:
    """A word without the ending that a server's index may have cut: "neiges" finds "neige"."""
    plain = _NO_WORD.sub(" ", word).strip()
    return plain[: max(4, len(plain) - 2)]


def satisfies_named(dataset: Dataset, condition: PropertyFilter) -> bool:
    """Whether a dataset satisfies a condition on a queryable of the ISO profile, or on its own properties."""
    said = _named(dataset, condition.name.rpartition(":")[2].lower())
    if said is None:
        return satisfies(dataset.properties, condition)
    return satisfies({condition.name: said}, condition)


def _named(dataset: Dataset, name: str) -> Any:
    if name == "type":
        return [dataset.kind, *_listed(dataset.properties.get("hierarchyLevel"))]
    if name == "topiccategory":
        return [keyword.text for keyword in dataset.keywords if keyword.kind == "topicCategory"]
    if name in ("organisationname", "organizationname"):
        return [contact.organisation for contact in dataset.contacts if contact.organisation]
    if name == "subject":
        return [keyword.text for keyword in dataset.keywords]
    plain = {
        "language": dataset.language,
        "parentidentifier": dataset.parent,
        "identifier": dataset.id,
        "title": dataset.title,
    }
    return plain.get(name)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value else []
