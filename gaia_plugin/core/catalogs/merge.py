"""The same record seen in two catalogues, shown once with both sources."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from ..model import Dataset, Granule, Link, Record, Source
from ..model.link import STREAMABLE

_UUID = re.compile(r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$", re.IGNORECASE)

_TELLING, _COMPARED = 40, 400
"""Letters of a description that two archives do not write alike by chance, and that are compared."""


def fingerprints(record: Record) -> tuple[str, ...]:
    """What two catalogues would both say of one record, strongest first.

    A dataset's DOI; an identifier that is unique in the world (a UUID); else title, start and footprint
    together, since titles alone repeat; or, of collections without a footprint worth drawing, identifier,
    title and the very same description. A granule's own name and start: products keep their name from archive
    to archive; a short name counts within a collection of one name, and at one place.
    """
    found = []
    if record.doi:
        kind = "granule" if isinstance(record, Granule) else record.kind
        found.append(f"doi:{record.doi.casefold()}:{kind if kind == 'granule' else ''}")
    if isinstance(record, Dataset):
        found += [f"uuid:{name.casefold()}" for name in (record.id, *record.identifiers) if _UUID.match(name)]
    start = record.period.start.isoformat() if record.period and record.period.start else ""
    title = _fold(record.title if isinstance(record, Dataset) else record.id)
    if isinstance(record, Granule):
        if start and len(title) > 16:
            found.append(f"granule:{title}:{start}")
        elif start and record.collection and record.footprint:
            found.append(f"item:{record.collection}:{record.id}:{start}:{_rounded(record.footprint)}")
    elif title and start and record.footprint:
        found.append(f"title:{title}:{start}:{_rounded(record.footprint)}")
    if isinstance(record, Dataset) and record.kind == "series" and len(record.abstract) >= _TELLING:
        found.append(f"series:{record.id}:{title}:{_fold(record.abstract[:_COMPARED])}")
    return tuple(found)


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if letter.isalnum())


def _rounded(geometry: object) -> str:
    from ..model import bounds

    try:
        return ",".join(f"{value:.2f}" for value in bounds(geometry))  # type: ignore[arg-type]
    except (ValueError, TypeError, KeyError, IndexError):
        return ""


class Merger:
    """Remembers the records of one search. Not safe for several threads: the federation holds its lock."""

    def __init__(self) -> None:
        self._by_key: dict[tuple[str, str], Record] = {}
        self._first: dict[str, tuple[str, str]] = {}
        self._twins: dict[tuple[str, str], tuple[str, str]] = {}

    def add(self, records: Iterable[Record]) -> tuple[tuple[Record, ...], tuple[Record, ...]]:
        """Take records in; returns (those not seen before, those seen before that have a new source now).

        A catalogue that gives the same record twice adds nothing. Two records of ONE catalogue are never
        merged with each other: a provider that lists them apart has its reason.
        """
        new: list[Record] = []
        updated: dict[tuple[str, str], Record] = {}
        for record in records:
            if record.key in self._by_key or record.key in self._twins:
                continue
            marks = fingerprints(record)
            twin_key = self._twin(record, marks)
            if twin_key is None:
                record = _with_source(record)
                self._by_key[record.key] = record
                new.append(record)
                twin_key = record.key
            else:
                merged = _merge(self._by_key[twin_key], record)
                self._twins[record.key] = twin_key
                self._by_key[twin_key] = merged
                updated[twin_key] = merged
            for mark in marks:
                self._first.setdefault(mark, twin_key)
        fresh = {record.key for record in new}
        new = [self._by_key[record.key] for record in new]
        return tuple(new), tuple(record for key, record in updated.items() if key not in fresh)

    @property
    def tables(self) -> tuple[dict[Any, Any], ...]:
        """All that it remembers, for who empties it piece by piece once the search is over: thousands of
        records let go at once hold every thread."""
        return self._by_key, self._first, self._twins

    def _twin(self, record: Record, marks: tuple[str, ...]) -> tuple[str, str] | None:
        for mark in marks:
            key = self._first.get(mark)
            if key is None:
                continue
            known = self._by_key[key]
            if type(known) is type(record) and record.catalog not in {s.catalog for s in known.sources}:
                return key
        return None


def _with_source(record: Record) -> Record:
    if record.sources:
        return record
    return replace(record, sources=(Source(record.catalog, record.id),))


def _merge(known: Record, other: Record) -> Record:
    """The first record with the other's source, and with what only the other says."""
    other = _with_source(other)
    changes: dict[str, object] = {"sources": known.sources + other.sources}
    for name in ("abstract", "footprint", "period", "license", "doi", "thumbnail", "provider"):
        if not getattr(known, name) and getattr(other, name):
            changes[name] = getattr(other, name)
    if "footprint" in changes:
        changes["footprint_note"] = other.footprint_note
    links = _united(known.links, other.links)
    if links != tuple(known.links):
        changes["links"] = links
    return replace(known, **changes)  # type: ignore[arg-type]


def _united(known: Sequence[Link], other: Sequence[Link]) -> tuple[Link, ...]:
    """The links of both. One address serves many layers, and serves them in several ways: these stay apart,
    and a link that names its layer takes the place of one that does not."""
    layers = [link for link in other if link.name and link.kind in STREAMABLE]
    named = {(link.href, link.kind): link for link in reversed(layers)}
    mine = [link if link.name else named.get((link.href, link.kind), link) for link in known]
    hrefs = {link.href for link in mine}
    seen = {(link.href, link.kind, link.name) for link in mine}
    extra = [
        link for link in other
        if link.href not in hrefs or (link in layers and (link.href, link.kind, link.name) not in seen)
    ]  # fmt: skip
    return (*mine, *extra)
