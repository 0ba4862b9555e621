"""What a THREDDS catalogue says of its datasets ("threddsMetadata" of the catalogue specification 1.0.x)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timezone
from typing import Any

from dateutil.relativedelta import relativedelta

from ..metadata.boxes import mend_box, number
from ..metadata.hrefs import without_secrets
from ..metadata.xmltree import attribute, dig, local
from ..model import Contact, Geometry, Keyword, Period, box_polygon
from .stac.times import read_moment

_DURATION = re.compile(
    r"^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?)?$"
)
_SPOKEN = re.compile(r"^(\d+(?:\.\d+)?)\s+(year|month|week|day|hour|hr|minute|min|second|sec)s?$")
_UNITS = {"year": "years", "month": "months", "week": "weeks", "day": "days", "hour": "hours", "hr": "hours",
          "minute": "minutes", "min": "minutes", "second": "seconds", "sec": "seconds"}  # fmt: skip
_SIZES = {"": 1, "bytes": 1, "kbytes": 1e3, "kb": 1e3, "mbytes": 1e6, "mb": 1e6, "gbytes": 1e9, "gb": 1e9,
          "tbytes": 1e12, "tb": 1e12}  # fmt: skip
_ADDING = ("documents", "keywords", "contacts", "dates", "variables")
_MANY = 500


@dataclass(frozen=True)
class Document:
    """A documentation element: its type ("summary", "rights", …), its text, the page that it leads to."""

    kind: str = ""
    text: str = ""
    href: str = ""
    title: str = ""


@dataclass(frozen=True)
class Said:
    """What one dataset says, or what it inherits. ``size`` is in bytes and rounded."""

    service: str = ""
    authority: str = ""
    type: str = ""
    format: str = ""
    footprint: Geometry | None = None
    footprint_note: str = ""
    period: Period | None = None
    size: float | None = None
    resolution: str = ""
    documents: tuple[Document, ...] = ()
    keywords: tuple[Keyword, ...] = ()
    contacts: tuple[Contact, ...] = ()
    dates: tuple[tuple[str, str], ...] = ()
    variables: tuple[str, ...] = ()
    properties: dict[str, str] = field(default_factory=dict)

    def with_more(self, other: Said) -> Said:
        """This with another's: lists are joined, and single values are the other's where it has them."""
        changes: dict[str, Any] = {}
        for one in fields(self):
            mine, theirs = getattr(self, one.name), getattr(other, one.name)
            if not theirs:
                continue
            if one.name in _ADDING:
                changes[one.name] = tuple(dict.fromkeys((*mine, *theirs)))
            elif one.name == "properties":
                changes[one.name] = {**mine, **theirs}
            else:
                changes[one.name] = theirs
        return replace(self, **changes) if changes else self


def read_said(element: Any, base: str) -> Said:
    """What the children of a dataset or metadata element say; ``base`` is the document's address."""
    single: dict[str, Any] = {}
    lists: dict[str, list[Any]] = {name: [] for name in _ADDING}
    properties: dict[str, str] = {}
    for child in element[:_MANY] if len(element) > _MANY else element:
        name, said = local(child), _text(child)
        if name in ("serviceName", "authority", "dataType", "dataFormat"):
            key = {"serviceName": "service", "dataType": "type", "dataFormat": "format"}.get(name, name)
            single[key] = said
        elif name == "geospatialCoverage":
            single["footprint"], single["footprint_note"] = read_place(child)
        elif name == "timeCoverage":
            single["period"] = read_period(child)
            single["resolution"] = _text(dig(child, "resolution"))
        elif name == "dataSize":
            amount = number(said)
            single["size"] = amount * _SIZES.get(attribute(child, "units").lower(), 1) if amount else None
        elif name == "documentation":
            lists["documents"].append(_document(child, said))
        elif name in ("keyword", "project"):
            if said:
                thesaurus = attribute(child, "vocabulary")
                kind = "project" if name == "project" else ""
                lists["keywords"].append(Keyword(said, thesaurus=thesaurus, kind=kind))
        elif name in ("creator", "publisher", "contributor"):
            lists["contacts"].append(_contact(name, child, said))
        elif name == "date":
            if said:
                lists["dates"].append((attribute(child, "type") or "date", said))
        elif name == "variables":
            lists["variables"] += [attribute(one, "name") for one in child if local(one) == "variable"][
                :_MANY
            ]
        elif name == "property":
            properties[attribute(child, "name")] = attribute(child, "value")
    single.update({name: tuple(found) for name, found in lists.items()})
    return Said(**single, properties=properties)


def _text(element: Any) -> str:
    if element is None:
        return ""
    return " ".join("".join(element.itertext()).split())


def _document(element: Any, said: str) -> Document:
    href, _ = without_secrets(attribute(element, "href"))
    return Document(
        attribute(element, "type").lower(),
        said,
        href if href.startswith(("http://", "https://")) else "",
        attribute(element, "title"),
    )


def _contact(name: str, element: Any, said: str) -> Contact:
    """A creator or publisher (with ``name`` and ``contact`` elements), or a contributor (a text)."""
    role = {"creator": "author", "publisher": "publisher"}.get(name, attribute(element, "role") or name)
    if name == "contributor":
        return Contact(name=said, role=role)
    contact = dig(element, "contact")
    url = attribute(contact, "url") if contact is not None else ""
    return Contact(
        organisation=_text(dig(element, "name")),
        role=role,
        email=attribute(contact, "email") if contact is not None else "",
        url=url if url.startswith(("http://", "https://")) else "",
    )


def read_place(element: Any) -> tuple[Geometry | None, str]:
    """The footprint of a geospatialCoverage: from start and size of both directions, or its name "global"."""
    spans = [_span(dig(element, name)) for name in ("eastwest", "northsouth")]
    if None in spans:
        names = [_text(one).lower() for one in element if local(one) == "name"]
        if "global" in names:
            return box_polygon(-180.0, -90.0, 180.0, 90.0), ""
        return None, "The record gives no area."
    (west, east), (south, north) = spans  # type: ignore[misc]
    box, note = mend_box(west, south, east, north)
    return (box_polygon(*box) if box else None), note


def _span(element: Any) -> tuple[float, float] | None:
    """(from, to) of a spatialRange; a size that is negative goes the other way."""
    if element is None:
        return None
    start, size = number(_text(dig(element, "start"))), number(_text(dig(element, "size")))
    if start is None or size is None:
        return None
    return min(start, start + size), max(start, start + size)


def read_period(element: Any) -> Period | None:
    """The period of a timeCoverage, which gives two of start, end and duration; "present" is an open end."""
    start, end = _text(dig(element, "start")), _text(dig(element, "end"))
    duration = _length(_text(dig(element, "duration")))
    said = "/".join(filter(None, (start, end, _text(dig(element, "duration")))))
    first, last = read_moment(start), read_moment(end, upper=True)
    is_present = end.lower() == "present"
    try:
        if duration is not None and first is None and (last is not None or is_present):
            first = (last or datetime.now(timezone.utc)) - duration
        elif duration is not None and last is None and first is not None and not is_present:
            last = first + duration
        if first is None and last is None:
            return None
        return Period(first, last, said)
    except (ValueError, OverflowError):
        return None


def _length(said: str) -> relativedelta | None:
    """A duration of XML Schema ("P3D") or as people say it ("10 days")."""
    written = _DURATION.match(said)
    if written and any(written.groups()):
        years, months, weeks, days, hours, minutes, seconds = (
            min(int(one or 0), 10**6) for one in written.groups()
        )
        return relativedelta(
            years=years, months=months, weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds
        )
    spoken = _SPOKEN.match(said.lower())
    if spoken is None:
        return None
    unit = _UNITS[spoken.group(2)]
    amount = min(float(spoken.group(1)), 1e6)
    return relativedelta(**{unit: int(amount) if unit in ("years", "months") else amount})  # type: ignore[arg-type]
