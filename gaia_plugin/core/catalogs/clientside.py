"""What a server cannot filter, filtered here."""

from __future__ import annotations

import operator
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from ..model import Dataset, Granule, PropertyFilter, Query, Record, parse_moment

_COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def keep(records: Iterable[Record], query: Query, parts: frozenset[str]) -> list[Record]:
    """The records that satisfy the named parts of a query ("text", "area", "period", "collections", names
    of queryables), in their order.

    Text: each word must occur somewhere in title, abstract, keywords, identifiers or provider, whatever its
    accents and case. A record without footprint is not in an area, one without period not in a period, and
    one without a property satisfies no condition on it.
    """
    tests = tests_of(query, parts)
    if not tests:
        return list(records)
    return [record for record in records if all(test(record) for test in tests)]


def tests_of(query: Query, parts: frozenset[str]) -> list[Callable[[Record], bool]]:
    """One test for each named part that the query sets; the cheapest first."""
    tests: list[Callable[[Record], bool]] = []
    if "collections" in parts and query.collections:
        wanted = frozenset(query.collections)
        tests.append(
            lambda record: (record.collection if isinstance(record, Granule) else record.id) in wanted
        )
    if "period" in parts and query.period:
        period = query.period
        tests.append(lambda record: period.intersects(record.period))
    if "text" in parts and (asked := words(query.text)):
        tests.append(lambda record: _holds(haystack(record), asked))
    for condition in query.filters:
        if condition.name in parts:
            tests.append(lambda record, condition=condition: satisfies(record.properties, condition))  # type: ignore[misc]
    if "area" in parts and query.area:
        area = query.area
        tests.append(lambda record: area.intersects(record.footprint))
    return tests


def fold(text: str) -> str:
    """Text without accents, case or ligatures, for comparing; the "µ" of Venµs is the "u" that is typed."""
    text = text.casefold()
    if text.isascii():
        return text
    for sign, plain in (("œ", "oe"), ("æ", "ae"), ("’", "'"), ("μ", "u")):  # a folded "µ" is a Greek mu
        text = text.replace(sign, plain)
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))


def words(text: str) -> tuple[str, ...]:
    """The words of a search, folded; what stands in double quotes is one."""
    found = re.findall(r'"([^"]+)"|(\S+)', text)
    return tuple(word for phrase, single in found if (word := fold(phrase or single).strip(' ,;."')))


def haystack(record: Record) -> str:
    """All that a free text may match in a record, folded."""
    said = [record.title, record.id, record.abstract, record.provider]
    if isinstance(record, Dataset):
        said += [keyword.text for keyword in record.keywords]
        said += record.identifiers
        said += [part for texts in record.texts.values() for part in texts.values()]
    else:
        said.append(record.collection)
    return fold("\n".join(said))


def _holds(said: str, asked: tuple[str, ...]) -> bool:
    return all(word in said for word in asked)


def satisfies(properties: Mapping[str, Any], condition: PropertyFilter) -> bool:
    """Whether a record's properties satisfy a condition; a list does where one of its members does."""
    value = properties.get(condition.name)
    if value is None:
        return False
    if isinstance(value, (list, tuple)):
        return any(_compare(one, condition) for one in value)
    if isinstance(value, Mapping) and ("minimum" in value or "maximum" in value):
        return _range_may_satisfy(value, condition)
    return _compare(value, condition)


def _compare(value: Any, condition: PropertyFilter) -> bool:
    asked = condition.value
    if condition.comparison == "in":
        options = asked if isinstance(asked, (tuple, list)) else (asked,)
        return any(_equal(value, option) for option in options)
    if condition.comparison == "like":
        pattern = ".*".join(re.escape(fold(part)) for part in str(asked).split("%"))
        return re.fullmatch(pattern, fold(str(value)), re.DOTALL) is not None
    if condition.comparison in ("=", "<>"):
        return _equal(value, asked) == (condition.comparison == "=")
    one, other = _comparable(value, asked)
    try:
        return bool(_COMPARE[condition.comparison](one, other))
    except TypeError:
        return False


def _equal(value: Any, asked: Any) -> bool:
    one, other = _comparable(value, asked)
    return bool(one == other)


def _comparable(value: Any, asked: Any) -> tuple[Any, Any]:
    """Two values made of one type where that can be: numbers, moments, else texts folded."""
    if isinstance(value, bool) or isinstance(asked, bool):
        return str(value).lower(), str(asked).lower()
    numbers = _number(value), _number(asked)
    if None not in numbers:
        return numbers
    moments = _moment(value), _moment(asked)
    if None not in moments:
        return moments
    return fold(str(value)), fold(str(asked))


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        return None


def _moment(value: Any) -> datetime | None:
    if not isinstance(value, str) or not value[:4].isdigit():
        return None
    try:
        return parse_moment(value)
    except (ValueError, OverflowError):
        return None


def _range_may_satisfy(value: Mapping[str, Any], condition: PropertyFilter) -> bool:
    """Whether some value between the summary's minimum and maximum may satisfy the condition."""
    low, high = value.get("minimum"), value.get("maximum")
    for edge in (low, high):
        if edge is not None and _compare(edge, condition):
            return True
    return condition.comparison == "=" and all(
        edge is None or _compare(edge, PropertyFilter(condition.name, sign, condition.value))
        for edge, sign in ((low, "<="), (high, ">="))
    )
