"""The period of an item (STAC common metadata: ``datetime``, ``start_datetime``, ``end_datetime``)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any

from ...model import Period, parse_moment


def item_period(properties: Mapping[str, Any]) -> Period | None:
    """From start to end where they are given, else the instant; None where nothing can be read."""
    start, end = properties.get("start_datetime"), properties.get("end_datetime")
    if start is None and end is None:
        text = properties.get("datetime")
        moment = read_moment(text)
        if moment is None or text is None:
            return None
        return Period(moment, moment) if len(text) > 10 else period(text, text)
    return period(start, end) or period(properties.get("datetime"), properties.get("datetime"))


def period(start: Any, end: Any) -> Period | None:
    """The period between two texts, either of which may be missing or wrong; put in order where inverted."""
    first = read_moment(start)
    last = read_moment(end, upper=True)
    if first is None and last is None:
        return None
    if first is not None and last is not None and last < first:
        first, last = last, first
    return Period(first, last)


def read_moment(text: Any, *, upper: bool = False) -> datetime | None:
    """A moment, or None for what is none. The common form, RFC 3339 with Z, takes the short way."""
    if not isinstance(text, str):
        return None
    try:
        if text[-1:] == "Z" and len(text) in (20, 24, 27):
            return datetime.fromisoformat(text[:-1]).replace(tzinfo=timezone.utc)
        return parse_moment(text, upper=upper)
    except (ValueError, OverflowError, TypeError):
        return None
