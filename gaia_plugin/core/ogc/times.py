"""The time dimension of a WMS (1.1.1 annex C, 1.3.0 annexes C and D), made regular for clients.

``2023-01-01/2023-12-01/P1M``, lists, single moments, ``current``, years and months without a day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from ..model import parse_moment

MOST_VALUES = 1500
"""A list longer than this is written as intervals: it goes into a layer's source, which projects keep."""
_PERIOD = re.compile(r"^P(?=\w)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=\w)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$")


@dataclass(frozen=True)
class TimeExtent:
    """``text`` in full UTC moments ("2023-01-01T00:00:00Z/2023-12-01T00:00:00Z/P1M"), the first and the last
    moment, the server's default where it is a moment, and whether the server writes days without hours: some
    then understand nothing else."""

    text: str
    start: datetime
    end: datetime
    default: datetime | None = None
    days_only: bool = False


def _moment(text: str, now: datetime) -> datetime | None:
    text = text.strip()
    if text.lower() in ("current", "now", "present", "latest"):
        return now
    try:
        return parse_moment(text)
    except ValueError:
        return None


def _write(moment: datetime) -> str:
    text = moment.astimezone(timezone.utc).replace(tzinfo=None).isoformat(timespec="milliseconds")
    return text.replace(".000", "") + "Z"


def read_times(text: str, default: str = "", now: datetime | None = None) -> TimeExtent | None:
    """The time extent that a capabilities document writes; None where no moment in it can be read."""
    now = (now or datetime.now(timezone.utc)).replace(microsecond=0)
    written: list[str] = []
    singles: list[datetime] = []
    moments: list[datetime] = []
    for token in re.split(r"\s*,\s*|\s*\n\s*", text.strip()):
        pieces = [piece.strip() for piece in token.split("/")]
        first = _moment(pieces[0], now)
        if first is None:
            continue
        last = _moment(pieces[1], now) if len(pieces) > 1 else None
        if last is None or last <= first:
            singles.append(first)
            moments.append(first)
            written.append(_write(first))
            continue
        step = pieces[2].upper() if len(pieces) > 2 else ""
        if not _PERIOD.match(step):
            step = "P1D" if last - first > timedelta(days=2) else "PT1H"  # WMS leaves the resolution open
        moments += [first, last]
        steps = _calendar_steps(first, last, step)
        written += [_write(moment) for moment in steps] or [f"{_write(first)}/{_write(last)}/{step}"]
    if not moments:
        return None
    if len(written) > MOST_VALUES or (len(singles) == len(written) and len(written) > 50):
        written = _shortened(sorted(set(singles))) or written
    chosen = _moment(default, now) if default.strip() else None
    text_out = ",".join(written[:MOST_VALUES])
    return TimeExtent(
        text_out, min(moments), max(moments), chosen, not re.search(r"\dT\d|now|current", text, re.I)
    )


def _calendar_steps(first: datetime, last: datetime, step: str) -> list[datetime]:
    """The moments of an interval in months or years, which have no fixed length: QGIS would count them in
    days and ask for the 31st of January instead of the 1st of February. Empty for every other step."""
    found = re.fullmatch(r"P(?:(\d+)Y)?(?:(\d+)M)?", step)
    months = int(found[1] or 0) * 12 + int(found[2] or 0) if found else 0
    if not months or first.day > 28:
        return []
    moments: list[datetime] = []
    count = first.year * 12 + first.month - 1
    while len(moments) < MOST_VALUES:
        moment = first.replace(year=count // 12, month=count % 12 + 1)
        if moment > last:
            return moments
        moments.append(moment)
        count += months
        if count >= 9999 * 12:
            break
    return []


def _shortened(values: list[datetime]) -> list[str]:
    """Evenly spaced moments as one interval; else, of a list that is too long, evenly chosen ones."""
    if len(values) < 3:
        return []
    gaps = {later - earlier for earlier, later in zip(values, values[1:])}
    if len(gaps) == 1:
        return [f"{_write(values[0])}/{_write(values[-1])}/{_period(gaps.pop())}"]
    if len(values) > MOST_VALUES:
        every = -(-len(values) // (MOST_VALUES - 1))
        return [_write(value) for value in values[::every]]
    return []


def _period(gap: timedelta) -> str:
    if gap.seconds == 0 and gap.microseconds == 0:
        return f"P{gap.days}D"
    seconds = int(gap.total_seconds())
    if seconds % 3600 == 0:
        return f"PT{seconds // 3600}H"
    return f"PT{seconds // 60}M" if seconds % 60 == 0 else f"PT{seconds}S"
