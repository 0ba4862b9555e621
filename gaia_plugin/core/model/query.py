"""What the user asks for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Union

from .geometry import Area
from .period import Period

Value = Union[str, int, float, bool, "tuple[str, ...]"]

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
