"""The dates of a series: when each granule begins and ends, and how people write it in two languages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

# fmt: off
MONTHS = {
    "en": ["January", "February", "March", "April", "May", "June",
           "July", "August", "September", "October", "November", "December"],
    "fr": ["janvier", "février", "mars", "avril", "mai", "juin",
           "juillet", "août", "septembre", "octobre", "novembre", "décembre"],
}
# fmt: on
SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Moment:
    """One date of a series. ``end`` is None for an instant; both are UTC. ``tag`` goes in file names."""

    start: datetime
    end: datetime | None
    tag: str
    label: dict[str, str]


def _month(year: int, month: int) -> datetime:
    return datetime(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def _one(every: str, first: str, offset: int) -> Moment:
    if every in ("year", "decade"):
        year = int(first) + offset
        last = year + (9 if every == "decade" else 0)
        label = {"en": f"{year}", "fr": f"{year}"}
        if every == "decade":
            label = {"en": f"{year}-{last}", "fr": f"{year}-{last}"}
        return Moment(datetime(year, 1, 1), datetime(last + 1, 1, 1) - SECOND, f"{year}", label)
    if every in ("month", "day-of-month"):
        year, month = (int(part) for part in first.split("-")[:2])
        start = _month(year, month + offset)
        words = {lang: f"{MONTHS[lang][start.month - 1]} {start.year}" for lang in MONTHS}
        if every == "month":
            return Moment(start, _month(year, month + offset + 1) - SECOND, f"{start:%Y%m}", words)
        label = {"en": f"1 {words['en']}", "fr": f"1er {words['fr']}"}
        return Moment(start + timedelta(hours=12), None, f"{start:%Y%m%d}", label)
    start = datetime.fromisoformat(first if every == "day" else first + ":00")
    start += timedelta(days=offset) if every == "day" else timedelta(hours=offset)
    label = {lang: f"{start.day} {MONTHS[lang][start.month - 1]} {start.year}" for lang in MONTHS}
    if every == "day":
        return Moment(start + timedelta(hours=10, minutes=30), None, f"{start:%Y%m%d}", label)
    label = {"en": f"{label['en']}, {start:%H:%M} UTC", "fr": f"{label['fr']}, {start:%Hh%M} UTC"}
    return Moment(start, None, f"{start:%Y%m%dT%H}", label)


def series(every: str, first: str, count: int, step: int = 1) -> list[Moment]:
    """Return ``count`` moments from ``first``, ``step`` units of ``every`` apart.

    ``every`` is one of year, decade, month (intervals), day, day-of-month, hour (instants); a decade's step
    is in years and a day-of-month's in months.
    """
    return [_one(every, first, index * step) for index in range(count)]


def iso(moment: datetime | None) -> str | None:
    """Return ``moment`` as RFC 3339 in UTC, or None."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None
