"""Values of JSON records: one or a list of them, a text or a number, perhaps with HTML in it."""

from __future__ import annotations

import html
import re
from typing import Any

from ..model import Period
from .hrefs import without_secrets

_BREAK = re.compile(r"<\s*(?:br|/p|/li|/div|/h\d)\s*/?\s*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]{0,20}://\S+", re.IGNORECASE)
_DEEPEST = 60
_MANY = 1000

UNREADABLE = (ValueError, TypeError, LookupError, ArithmeticError, AttributeError, RecursionError)
"""What a record that is not of the expected shape makes a reader raise."""


def listed(value: Any) -> list[Any]:
    """The values, whether there is one, several or none."""
    if value is None or value == "":
        return []
    return value if isinstance(value, list) else [value]


def text(value: Any) -> str:
    """A text or a number as a stripped text; "" for anything else."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    return ""


def texts(value: Any) -> list[str]:
    """Every text of a value that is one or a list; of a list that never ends, the first ones."""
    return [found for found in map(text, listed(value)[:_MANY]) if found]


def objects(value: Any) -> list[dict[str, Any]]:
    """The objects of a value that is one or a list; what is none is left out."""
    return [one for one in listed(value) if isinstance(one, dict)]


def inside(value: Any) -> dict[str, Any]:
    """The object, or an empty one."""
    return value if isinstance(value, dict) else {}


def whole_number(value: Any) -> int | None:
    """A count that is not negative: an int, or digits; None for anything else."""
    if isinstance(value, str) and value.strip().isdecimal() and len(value) < 19:
        value = int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def without_html(value: str) -> str:
    """A description without its tags and entities; its paragraphs stay apart."""
    if "<" not in value and "&" not in value:
        return value
    bare = html.unescape(_TAG.sub("", _BREAK.sub("\n", value)))
    return re.sub(r"\n\s*\n\s*", "\n\n", bare).strip()


def scrubbed(value: Any, depth: int = 0) -> Any:
    """The record with credentials taken out of its addresses; what is nested beyond use is left out."""
    if isinstance(value, str):
        if "://" not in value:
            return value
        return _ADDRESS.sub(lambda found: without_secrets(found.group(0))[0], value)
    if isinstance(value, (dict, list)) and depth >= _DEEPEST:
        return None
    if isinstance(value, dict):
        return {name: scrubbed(one, depth + 1) for name, one in value.items()}
    if isinstance(value, list):
        return [scrubbed(one, depth + 1) for one in value]
    return value


def period_of(start: Any, end: Any, said: str = "") -> Period | None:
    """A period, turned round where its ends are; an end that cannot be read is left open."""
    first, last = text(start), text(end)
    for one, other in ((first, last), (last, first), (first, ""), ("", last)):
        if not one and not other:
            continue
        try:
            period = Period(one or None, other or None, said)
        except (ValueError, OverflowError, TypeError):
            continue
        if period.start is not None or period.end is not None:
            return period
    return None


def left(record: dict[str, Any], read: frozenset[str]) -> dict[str, Any]:
    """What a record says beyond the fields that were read: nothing is thrown away."""
    return {
        name: value for name, value in record.items() if name not in read and value not in (None, "", [], {})
    }
