"""A hit made whole with its native record: the index leaves much of it out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any, TypeVar

from ...model import Contact, Dataset

_T = TypeVar("_T")

# The record writes dates as they are meant ("1993-01", "before now"), the index as moments.
_BETTER_IN_RECORD = ("period", "periods", "dates", "crs")
# The union of both: the index leaves some out.
_TOGETHER = ("identifiers", "contacts")
_OF_THE_HIT = frozenset(
    {"id", "catalog", "title", "kind", "raw", "sources", "has_granules", "links", "properties"}
)


def merged(hit: Dataset, record: Dataset) -> Dataset:
    """The hit's dataset with what only the record says; ``raw`` stays the hit."""
    changes: dict[str, Any] = {}
    for spec in fields(Dataset):
        name, mine, theirs = spec.name, getattr(hit, spec.name), getattr(record, spec.name)
        if name in _OF_THE_HIT or not theirs:
            continue
        if name in _TOGETHER:
            changes[name] = _union(mine, theirs, _mark)
        elif name in _BETTER_IN_RECORD or not mine or (name == "constraints" and len(theirs) > len(mine)):
            changes[name] = theirs
    if hit.footprint is None and record.footprint is not None:
        changes["footprint_note"] = record.footprint_note
    changes["links"] = _union(hit.links, record.links, lambda link: (link.kind, link.href, link.name))
    changes["properties"] = {**record.properties, **hit.properties}
    changes["texts"] = {
        language: {**record.texts.get(language, {}), **hit.texts.get(language, {})}
        for language in (*hit.texts, *record.texts)
    }
    changes["has_granules"] = hit.has_granules or record.has_granules
    return replace(hit, **changes)


def _mark(value: Any) -> Any:
    """What makes a contact the same in both: the index has fewer details, and may speak another language."""
    if isinstance(value, Contact):
        who = value.email.casefold() or (value.name.casefold(), value.organisation.casefold())
        return who, value.role, value.where
    return value


def _union(mine: Iterable[_T], theirs: Iterable[_T], mark: Any) -> tuple[_T, ...]:
    found = {mark(one): one for one in reversed([*mine, *theirs])}
    return tuple(reversed(found.values()))
