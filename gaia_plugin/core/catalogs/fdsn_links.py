"""What can be fetched of a seismic station: waveforms, what there is of them, instruments' responses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta, timezone
from typing import Any
from urllib.parse import urlencode

from ..model import Link, LinkKind, Period
from .fdsn_records import moments, time_text

LONGEST = timedelta(days=7)
"""The longest time whose waveforms are offered as one file: a day of one station has tens of megabytes."""


def station_links(
    row: Mapping[str, str],
    asked: Period | None,
    root: str,
    *,
    channel: str = "",
    restricted: bool = False,
    availability: bool = False,
) -> Iterator[Link]:
    """The links of a station: its waveforms (miniSEED) of the time that was searched for, where that is short
    enough, what there is of them, and its StationXML. ``root`` is the address above the services
    ("…/fdsnws"); ``channel`` restricts them as the search was; ``availability``: the centre has the service
    of that name."""
    of = {"network": row["network"], "station": row["station"], **({"channel": channel} if channel else {})}
    own = moments(row.get("starttime", ""), row.get("endtime", ""))
    window = _common(asked, own)
    if window:
        start, end = window
        service = "queryauth" if restricted else "query"
        at = {"starttime": time_text(start), "endtime": time_text(end)}
        yield Link(
            f"{root}/dataselect/1/{service}?{urlencode({**of, **at, 'nodata': '404'})}",
            LinkKind.DOWNLOAD,
            title=f"miniSEED {at['starttime']}/{at['endtime']}",
            media_type="application/vnd.fdsn.mseed",
            protocol="FDSN dataselect",
            restricted=restricted,
        )
    if availability:
        yield Link(
            f"{root}/availability/1/extent?{urlencode({**of, 'format': 'text'})}",
            LinkKind.INFO,
            title="Availability",
            media_type="text/plain",
            protocol="FDSN availability",
        )
    epoch: dict[str, Any] = {"level": "response", "format": "xml"}
    if own and own.start:
        epoch["starttime"] = time_text(own.start)
    if own and own.end:
        epoch["endtime"] = time_text(own.end)
    yield Link(
        f"{root}/station/1/query?{urlencode({**of, **epoch})}",
        LinkKind.METADATA,
        title="StationXML",
        media_type="application/xml",
        protocol="FDSN station",
    )


def _common(asked: Period | None, own: Period | None) -> tuple[datetime, datetime] | None:
    """The time that was searched for, cut to when the station stood there; None where it is open or too
    long."""
    if asked is None:
        return None
    now = datetime.now(timezone.utc)
    starts = [one for one in (asked.start, own.start if own else None) if one]
    ends = [one for one in (asked.end, own.end if own else None) if one]
    if not starts or not ends:
        return None
    start, end = max(starts), min(*ends, now) if len(ends) > 1 else min(ends[0], now)
    return (start, end) if start < end and end - start <= LONGEST else None
