"""Answers of the search, read with mistrust."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ...errors import BadAnswer, RequestRefused, host_of
from ...net.detail import one_line
from .texts import plain


@dataclass(frozen=True)
class Answer:
    """One page as the server gave it. ``total`` is None where it says nothing readable; ``partial`` tells
    that the server ran out of time or that a part of its index failed; ``parents`` counts the children of
    records, where that was asked and answered."""

    hits: tuple[Any, ...]
    total: int | None = None
    at_least: bool = False
    partial: bool = False
    parents: Mapping[str, int] | None = None
    aggregations: Mapping[str, Any] = field(default_factory=dict)

    @property
    def last_sort(self) -> tuple[Any, ...]:
        """The sort values of the last hit, empty where it has none that can be sent back."""
        values = self.hits[-1].get("sort") if self.hits and isinstance(self.hits[-1], dict) else None
        if not isinstance(values, list) or any(isinstance(one, (list, dict)) for one in values):
            return ()
        return tuple(values)


def read_answer(document: Any, url: str) -> Answer:
    """The page in a JSON answer. Raises RequestRefused where it is an error with HTTP 200, BadAnswer where it
    is no answer of a search."""
    host = host_of(url)
    if not isinstance(document, dict):
        raise BadAnswer(host=host, detail="JSON that is not an object")
    found = document.get("hits")
    hits = found.get("hits") if isinstance(found, dict) else None
    if not isinstance(found, dict) or not isinstance(hits, list):
        if "error" in document or "message" in document:
            raise RequestRefused(host=host, detail=_reason(document) or "no reason given")
        raise BadAnswer(host=host, detail="no list of hits")
    total, at_least = _total(found.get("total"))
    shards = document.get("_shards")
    failed = shards.get("failed") if isinstance(shards, dict) else 0
    groups = document.get("aggregations")
    aggregations = groups if isinstance(groups, dict) else {}
    return Answer(
        hits=tuple(hits),
        total=total,
        at_least=at_least,
        partial=document.get("timed_out") is True or (isinstance(failed, int) and failed > 0),
        parents=_parents(aggregations.get("parents")),
        aggregations=aggregations,
    )


def _total(said: Any) -> tuple[int | None, bool]:
    """(total, whether it is only a lower bound): a number up to Elasticsearch 6, an object since."""
    if isinstance(said, dict):
        value, _ = _total(said.get("value"))
        return value, value is not None and said.get("relation") == "gte"
    text = plain(said)
    return (int(text), False) if text.isdecimal() and len(text) < 12 else (None, False)


def buckets(group: Any) -> dict[str, int]:
    """The terms of an aggregation and how often each occurs."""
    rows = group.get("buckets") if isinstance(group, dict) else None
    return {
        key: row["doc_count"]
        for row in (rows if isinstance(rows, list) else ())
        if isinstance(row, dict) and (key := plain(row.get("key"))) and isinstance(row.get("doc_count"), int)
    }


def _parents(group: Any) -> dict[str, int] | None:
    return buckets(group.get("uuids")) if isinstance(group, dict) and "uuids" in group else None


def _reason(document: Mapping[str, Any]) -> str:
    error = document.get("error")
    if isinstance(error, dict):
        causes = error.get("root_cause")
        first = causes[0] if isinstance(causes, list) and causes and isinstance(causes[0], dict) else error
        return one_line(plain(first.get("reason")) or plain(error.get("reason")))
    return one_line(plain(document.get("message")) or plain(error) or plain(document.get("description")))
