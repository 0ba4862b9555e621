"""A Dataset whose less-looked-at fields are read from its raw record when first asked for.

A search shows title, dates and footprint of hundreds of records; contacts, links and keywords are read for
the few that somebody opens. To every caller it is a Dataset like another.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, Protocol

from ..model import Dataset


class Source(Protocol):
    """Where later fields come from."""

    def later(self, name: str) -> Mapping[str, Any]:
        """The value of a field, with those of other fields that were read along with it."""


class _Later:
    """A field that is computed at the first look; a non-data descriptor, so a stored value goes before it."""

    def __init__(self, name: str, default: Any):
        self._name = name
        self._default = default

    def __get__(self, dataset: Any, owner: Any = None) -> Any:
        if dataset is None:
            return self._default
        stored = dataset.__dict__
        source = stored.get("_source")
        if source is None:
            return self._default
        for name, value in source.later(self._name).items():
            stored.setdefault(name, value)
        return stored.setdefault(self._name, self._default)


class LazyDataset(Dataset):
    """Made with ``LazyDataset.of``; ``dataclasses.replace`` on it reads every field."""

    @classmethod
    def of(cls, source: Source, **fields: Any) -> LazyDataset:
        """A dataset with the fields that are known, the others to be asked of ``source``."""
        made: LazyDataset = object.__new__(cls)
        made.__dict__.update(fields)
        made.__dict__["_source"] = source
        return made

    def knowing(self, **fields: Any) -> LazyDataset:
        """A copy with some fields set and the later ones still unread: ``replace`` would read them all."""
        made: LazyDataset = object.__new__(type(self))
        made.__dict__.update(self.__dict__)
        made.__dict__.update(fields)
        return made


def _default(spec: dataclasses.Field[Any]) -> Any:
    if spec.default_factory is not dataclasses.MISSING:
        return spec.default_factory()
    return "" if spec.default is dataclasses.MISSING else spec.default


for _spec in dataclasses.fields(Dataset):
    setattr(LazyDataset, _spec.name, _Later(_spec.name, _default(_spec)))
