"""Periods of ISO records: gml:TimePeriod and gml:TimeInstant of any GML version (ISO 19136, 14.2)."""

from __future__ import annotations

import re

from ..model import Period
from .xmltree import NAMES, Element, attribute

_SLASHED = re.compile(r"^(\d{4})/(\d{1,2})(?:/(\d{1,2}))?$")
_FRENCH = re.compile(r"^(\d{1,2})/(\d{1,2})/(\d{4})$")
# Positions that leave the end open, by side: what begins before a date, or ends after it, has no bound there.
_OPEN = {"now", "unknown"}


def read_time(element: Element) -> tuple[Period | None, str]:
    """(period, what the record wrote) of a TimePeriod, TimeInstant or an element that holds one.

    ``None`` where neither end is a date; the text is then all there is.
    """
    for node in element.iter("{*}TimePeriod", "{*}TimeInstant"):
        if NAMES[node.tag] == "TimeInstant":
            moment, indeterminate = _position(node)
            text = f"{indeterminate} {moment}".strip()
            return _build(moment, moment, text), text
        return _read_period(node)
    text = " ".join(part.strip() for part in element.itertext() if part.strip())
    start, _, end = text.partition("/")
    return _build(start, end or start, text), text


def _read_period(node: Element) -> tuple[Period | None, str]:
    begin = end = begin_is = end_is = ""
    for child in node:
        name = NAMES[child.tag]
        if name in ("beginPosition", "begin"):
            begin, begin_is = _position(child)
        elif name in ("endPosition", "end"):
            end, end_is = _position(child)
    text = "/".join(f"{is_} {at}".strip() or ".." for at, is_ in ((begin, begin_is), (end, end_is)))
    text = "" if text == "../.." else text
    if begin_is in _OPEN or begin_is == "before":
        begin = ""
    if end_is in _OPEN or end_is == "after":
        end = ""
    return _build(begin, end, text), text


def _position(element: Element) -> tuple[str, str]:
    """(date text, indeterminatePosition) of a position, or of the TimeInstant inside."""
    text = (element.text or "").strip()
    indeterminate = attribute(element, "indeterminatePosition")
    for inside in element.iter("{*}timePosition"):
        return (inside.text or "").strip(), attribute(inside, "indeterminatePosition") or indeterminate
    if text.lower() in _OPEN:
        return "", indeterminate or text.lower()
    return text, indeterminate


def _tidy(text: str) -> str:
    for pattern, order in ((_SLASHED, (1, 2, 3)), (_FRENCH, (3, 2, 1))):
        match = pattern.match(text)
        if match:
            return "-".join(match.group(i).zfill(2) for i in order if match.group(i))
    return text


def _build(begin: str, end: str, text: str) -> Period | None:
    """A period, turned round where the record has its ends swapped; one unreadable end is left open."""
    begin, end = _tidy(begin), _tidy(end)
    for first, last in ((begin, end), (end, begin), (begin, ""), ("", end)):
        if not first and not last:
            continue
        try:
            period = Period(first or None, last or None, text)
        except (ValueError, OverflowError, TypeError):
            continue
        if period.start is not None or period.end is not None:
            return period
    return None
