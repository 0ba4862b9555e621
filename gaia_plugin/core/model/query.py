"""What the user asks for."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Union

from .geometry import Area
from .period import Period

Value = Union[str, int, float, bool, "tuple[str, ...]"]

_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
"""What no server reads: control characters, halves of surrogate pairs."""

COMPARISONS = ("=", "<>", "<", "<=", ">", ">=", "in", "like")


@dataclass(frozen=True)
class PropertyFilter:
    """One condition on a queryable: ``PropertyFilter("eo:cloud_cover", "<=", 20)``.

    ``comparison`` is one of COMPARISONS; "in" takes a tuple, "like" a text in which % stands for any text.
    """

    name: str
    comparison: str
    value: Value

    def __post_init__(self) -> None:
        if self.comparison not in COMPARISONS:
            raise ValueError(f"unknown comparison {self.comparison!r}")


@dataclass(frozen=True)
class Sort:
    """One sort key: "datetime", "title" or a queryable's name."""

    name: str = "datetime"
    descending: bool = True


@dataclass(frozen=True)
class Query:
    """A search, the same for every catalogue. What is empty or None does not restrict.

    ``limit`` is the most records wanted from each catalogue (None: all it has); ``page_size`` is asked of
    servers, which may give less. ``catalogs`` and ``compartments`` choose rows of the registry.
    ``collections`` restricts a search for granules.

    Control characters in the text stand for blanks, a period that is open at both ends is none, and lists
    become tuples, a lone text a tuple of one. Raises ValueError for a limit or page size under 1, TypeError
    for an area, a period or a sort key that is none.
    """

    text: str = ""
    area: Area | None = None
    period: Period | None = None
    catalogs: tuple[str, ...] = ()
    compartments: tuple[str, ...] = ()
    filters: tuple[PropertyFilter, ...] = ()
    sort: Sort | None = None
    limit: int | None = 500
    page_size: int = 100
    collections: tuple[str, ...] = ()
    language: str = "en"

    def __post_init__(self) -> None:
        if self.limit is not None and self.limit < 1:
            raise ValueError("a limit is at least 1")
        if self.page_size < 1:
            raise ValueError("a page holds at least 1 record")
        put = partial(object.__setattr__, self)
        put("text", " ".join(_UNPRINTABLE.sub(" ", self.text or "").split()))
        if self.period == Period():
            put("period", None)
        for name in ("catalogs", "compartments", "collections"):
            value: Any = getattr(self, name)
            put(name, (value,) if isinstance(value, str) else tuple(value or ()))
        put("filters", tuple(self.filters or ()))
        for name, kind in (("area", Area), ("period", Period), ("sort", Sort)):
            value = getattr(self, name)
            if value is not None and not isinstance(value, kind):
                raise TypeError(f"{name} takes the type {kind.__name__}, not {type(value).__name__}")

    def but(self, **changes: Any) -> Query:
        """The same query with some fields changed."""
        return replace(self, **changes)

    @property
    def parts(self) -> frozenset[str]:
        """The names of the filters that this query sets, as ``Page.filtered_by_*`` speak of them:
        "text", "area", "period", "collections", and the name of each queryable."""
        names = {part.name for part in self.filters}
        for name in ("text", "area", "period", "collections"):
            if getattr(self, name):
                names.add(name)
        return frozenset(names)
