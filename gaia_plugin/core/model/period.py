"""Periods of time, with ends that may be open, as ISO 8601 and OGC catalogues write them."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from typing import Union

Moment = Union[datetime, date, str, None]

_PARTIAL = re.compile(r"^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$")
_MICROSECOND = timedelta(microseconds=1)


def _day_after(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, tzinfo=timezone.utc) + timedelta(days=1)


def parse_moment(text: Moment, *, upper: bool = False) -> datetime | None:
    """A moment as an aware UTC datetime; None for None, "" and "..".

    A year, a month or a day stands for its first moment, or with ``upper`` for its last microsecond.
    A time without zone is taken as UTC, as STAC (RFC 3339) and ISO 19108 records mean it.
    Raises ValueError for what is not a moment.
    """
    if text is None:
        return None
    if isinstance(text, datetime):
        aware = text if text.tzinfo else text.replace(tzinfo=timezone.utc)
        return aware.astimezone(timezone.utc)
    if isinstance(text, date):
        text = text.isoformat()
    text = text.strip()
    if text in ("", ".."):
        return None
    partial = _PARTIAL.match(text)
    if partial:
        year, month, day = (int(part) if part else None for part in partial.groups())
        if not year:
            raise ValueError("there is no year 0")
        if not upper:
            return datetime(year, month or 1, day or 1, tzinfo=timezone.utc)
        last_month = month or 12
        last_day = day or calendar.monthrange(year, last_month)[1]
        try:
            return _day_after(year, last_month, last_day) - _MICROSECOND
        except OverflowError:
            return datetime.max.replace(tzinfo=timezone.utc)
    return _parse_full(text)


def _parse_full(text: str) -> datetime:
    iso = text[:-1] + "+00:00" if text[-1] in "Zz" else text
    try:
        moment = datetime.fromisoformat(iso)
    except ValueError:
        from dateutil.parser import isoparse

        try:
            moment = isoparse(text)
        except ValueError as error:
            raise ValueError(f"{text[:40]!r} is no date") from error
    if moment.tzinfo is None:
        return moment.replace(tzinfo=timezone.utc)
    try:
        return moment.astimezone(timezone.utc)
    except OverflowError as error:
        raise ValueError(str(error)) from error


@dataclass(frozen=True, init=False)
class Period:
    """From ``start`` to ``end``, both included, aware UTC datetimes; None is an open end.

    Strings are accepted and parsed: ``Period("2018-01-01", None)``, ``Period("2018", "2019-06")``.
    ``text`` keeps what the source wrote, where it says more than two moments do ("1993-01/before now").
    Raises ValueError for a moment that is none and for an end before its start.
    """

    start: datetime | None
    end: datetime | None
    text: str = field(compare=False)

    def __init__(self, start: Moment = None, end: Moment = None, text: str = ""):
        first, last = parse_moment(start), parse_moment(end, upper=True)
        if first and last and last < first:
            raise ValueError("the period ends before it starts")
        if not text and (isinstance(start, str) or isinstance(end, str)):
            text = f"{start or '..'}/{end or '..'}"
        object.__setattr__(self, "start", first)
        object.__setattr__(self, "end", last)
        object.__setattr__(self, "text", text)

    @classmethod
    def instant(cls, moment: Moment) -> Period:
        """One moment, or the whole of the year, month or day that the text names."""
        return cls(moment, moment)

    def __str__(self) -> str:
        return self.text or f"{rfc3339(self.start)}/{rfc3339(self.end)}"

    @property
    def is_open(self) -> bool:
        """Whether an end is missing."""
        return self.start is None or self.end is None

    def intersects(self, other: Period | None) -> bool:
        """Whether the periods share a moment; a period that is unknown shares none."""
        if other is None:
            return False
        starts_before = self.start is None or other.end is None or self.start <= other.end
        ends_after = self.end is None or other.start is None or self.end >= other.start
        return starts_before and ends_after

    def interval(self) -> str:
        """The period as RFC 3339 with open ends, for STAC and OGC APIs: "2018-01-01T00:00:00Z/.."."""
        return f"{rfc3339(self.start)}/{rfc3339(self.end)}"


def rfc3339(moment: datetime | None) -> str:
    """A moment in RFC 3339 with the letter Z, whole seconds where it has no fraction; ".." for None."""
    if moment is None:
        return ".."
    return moment.astimezone(timezone.utc).isoformat().replace("+00:00", "Z")


def hull(periods: tuple[Period, ...]) -> Period | None:
    """The period from the first start to the last end, open where one of them is open."""
    if not periods:
        return None
    starts, ends = [p.start for p in periods], [p.end for p in periods]
    start = None if None in starts else min(s for s in starts if s)
    end = None if None in ends else max(e for e in ends if e)
    return Period(start, end, periods[0].text if len(periods) == 1 else "")
