"""Reading metadata documents without regard to their namespaces, and believing nothing in them."""

from __future__ import annotations

import math
import re
from datetime import datetime
from typing import Any

from ..model.period import parse_moment


def text(root: Any, path: str) -> str:
    """The text of the first element of that name below ``root``, or of that path of names ("A/B"); ""."""
    if root is None:
        return ""
    steps = path.split("/")
    found = root.find(".//" + "/".join("{*}" + step for step in steps))
    return (found.text or "").strip() if found is not None else ""


def every(root: Any, name: str) -> list[Any]:
    """The elements of that name below ``root``."""
    return [] if root is None else list(root.iterfind(".//{*}" + name))


def attribute(element: Any, name: str) -> str:
    """An attribute without regard to its case; ""."""
    if element is None:
        return ""
    return next((str(value) for key, value in element.attrib.items() if key.lower() == name.lower()), "")


def number(value: str) -> float | None:
    """A finite number, or None."""
    try:
        found = float(value)
    except ValueError:
        return None
    return found if math.isfinite(found) else None


def positive(value: str) -> float | None:
    """A number above zero, or None."""
    found = number(value)
    return found if found is not None and found > 0 else None


def moment(value: str) -> datetime | None:
    """A moment in UTC, or None."""
    try:
        return parse_moment(value) if value else None
    except (ValueError, OverflowError):
        return None


_STAMP = re.compile(r"(?<!\d)(\d{4})(\d{2})(\d{2})(?:[-T](\d{2})(\d{2})(\d{2}))?(?!\d{2})")


def stamp(name: str) -> datetime | None:
    """The first date of a file's name, as in 20180101-105441 or 20180101T105441."""
    for found in _STAMP.finditer(name):
        year, month, day, *clock = found.groups()
        hour, minute, second = clock if clock[0] else ("00", "00", "00")
        when = moment(f"{year}-{month}-{day}T{hour}:{minute}:{second}Z")
        if when is not None:
            return when
    return None
