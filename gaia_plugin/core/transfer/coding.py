"""Records and links as JSON, and back: what stands in no other field of a STAC item, under our own names.

Only what differs from its default is written. What is read may come from anybody: a value of another type
than its field's is left out, and one that is needed and missing raises ValueError.
"""

from __future__ import annotations

import dataclasses
import json
import math
import re
from collections.abc import Collection, Mapping, Sequence
from enum import Enum
from typing import Any, Callable, TypeVar

from ..model import Checksum, Contact, Keyword, Link, LinkKind, Period, Source
from ..net.credentials import public_text

T = TypeVar("T")
_DEEPEST = 12
_LONGEST_INTEGER = 1 << 62


def to_json(one: Any, skip: Collection[str] = (), shape: type | None = None) -> dict[str, Any]:
    """The fields of a dataclass that are not their defaults. Addresses lose signatures, keys and user
    information. ``shape`` is the class whose fields count, where ``one`` has more."""
    found: dict[str, Any] = {}
    for spec in dataclasses.fields(shape or one):
        if spec.name in skip:
            continue
        value = getattr(one, spec.name)
        is_needed = spec.default is dataclasses.MISSING and spec.default_factory is dataclasses.MISSING
        if value or value == 0 or is_needed:
            coded = _coded(value)
            if is_needed or coded != _coded(spec.default):
                found[spec.name] = coded
    return found


def _coded(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Period):
        return period_to_json(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return to_json(value)
    if isinstance(value, (list, tuple)):
        return [_coded(one) for one in value]
    if isinstance(value, Mapping):
        return {str(key): _coded(one) for key, one in value.items()}
    return public_text(value) if isinstance(value, str) else value


def plain_json(value: Any, depth: int = 0) -> Any:
    """A value of a record as strict JSON has it: no NaN, nothing without end, addresses made public."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return value if abs(value) < _LONGEST_INTEGER else str(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, str):
        return public_text(value)
    if depth >= _DEEPEST:
        return None
    if isinstance(value, Mapping):
        return {str(key): plain_json(one, depth + 1) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain_json(one, depth + 1) for one in value]
    return str(value)


def from_json(shape: Callable[..., T], value: Any, known: Mapping[str, Any] | None = None) -> T:
    """A dataclass of this shape. ``known`` are fields that come from elsewhere. Raises ValueError."""
    given = value if isinstance(value, Mapping) else {}
    fields = dict(known or {})
    for spec in dataclasses.fields(shape):  # type: ignore[arg-type]
        if spec.name in fields or spec.name not in given:
            continue
        read = _READERS.get(str(spec.type))
        found = read(given[spec.name]) if read else None
        if found is not None:
            fields[spec.name] = found
    try:
        return shape(**fields)
    except TypeError as error:
        raise ValueError(f"not a {getattr(shape, '__name__', '')}: {error}") from None


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _flag(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _count(value: Any) -> int | None:
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return value if is_number and 0 <= value < _LONGEST_INTEGER else None


def _list(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else ()


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(one for one in _list(value) if isinstance(one, str))


def _pairs(value: Any) -> tuple[tuple[str, str], ...]:
    return tuple((one[0], one[1]) for one in (_texts(pair) for pair in _list(value)) if len(one) == 2)


def _languages(value: Any) -> dict[str, dict[str, str]]:
    given = value if isinstance(value, Mapping) else {}
    return {
        str(language): {str(name): text for name, text in texts.items() if isinstance(text, str)}
        for language, texts in given.items()
        if isinstance(texts, Mapping)
    }


def period_to_json(period: Period) -> dict[str, Any]:
    """Both ends, open ones as "..", and what the source wrote."""
    return {"interval": period.interval(), "text": period.text}


def period_from_json(value: Any) -> Period | None:
    """The period that ``to_json`` wrote; None for what is none."""
    interval = value.get("interval") if isinstance(value, Mapping) else None
    start, slash, end = interval.partition("/") if isinstance(interval, str) else ("", "", "")
    try:
        return Period(start, end, _text(value.get("text")) or "") if slash else None
    except (ValueError, OverflowError):
        return None


def _periods(value: Any) -> tuple[Period, ...]:
    return tuple(one for one in map(period_from_json, _list(value)) if one)


def _many(shape: Callable[..., T]) -> Callable[[Any], tuple[T, ...]]:
    def read(value: Any) -> tuple[T, ...]:
        found = []
        for one in _list(value):
            try:
                found.append(from_json(shape, one))
            except ValueError:
                continue
        return tuple(found)

    return read


def _checksum(value: Any) -> Checksum | None:
    try:
        found = from_json(Checksum, value)
        bytes.fromhex(found.digest)
    except ValueError:
        return None
    return found


def _kind(value: Any) -> LinkKind | None:
    try:
        return LinkKind(value)
    except ValueError:
        return None


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "str": _text,
    "bool": _flag,
    "int | None": _count,
    "tuple[str, ...]": _texts,
    "tuple[tuple[str, str], ...]": _pairs,
    "Mapping[str, Mapping[str, str]]": _languages,
    "Period | None": period_from_json,
    "tuple[Period, ...]": _periods,
    "tuple[Keyword, ...]": _many(Keyword),
    "tuple[Contact, ...]": _many(Contact),
    "tuple[Source, ...]": _many(Source),
    "Checksum | None": _checksum,
    "LinkKind": _kind,
}
"""By the annotation of the field, as the model writes it."""


def link_to_json(link: Link) -> dict[str, Any]:
    """A link as JSON. Its address is the one that may be shown (see ``public_url``)."""
    return to_json(link)


def link_from_json(value: Any) -> Link:
    """The link that ``link_to_json`` wrote. Raises ValueError for what is none."""
    if not isinstance(value, Mapping) or not value.get("href"):
        raise ValueError("not a link: it has no address")
    return from_json(Link, value)


def dumped(value: Any) -> str:
    """Strict JSON for a person to read."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, indent=1)


def xml_text(text: str) -> str:
    """The text without what XML 1.0 cannot hold (section 2.2)."""
    return _NOT_XML.sub("", text)


_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
