# ruff: noqa: E501 (tables are read across)
"""A JSON document with its values dropped, doubled, moved, renamed and rewritten."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from typing import Any

from tests.support.damage import LONG, MARK, SPLIT, TEXTS, Recipe, scrambled, spread

VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 181, -1e308, 1e308, 5e-324, 10**30, -(10**30), 2**63, [], {}, [[]], [None], [{}],
    [0, 0], [-181, 91], [[0, 0], [1, 1]], [1e308] * 4, {"value": None}, {"type": "Polygon", "coordinates": [[]]},
    {"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]}, {"type": "GeometryCollection", "geometries": [{}]},
    {"href": 1}, {"default": {}}, ["a", 1, None], {"": ""}, {"name": [], "url": {}}, 0.1,
)  # fmt: skip
RAW = (
    b"NaN", b"-Infinity", b"1e99999", b"1" * 5000, b"[" * 1200 + b"]" * 1200, b'{"a":' * 1200 + b"1" + b"}" * 1200,
    b"[" * 150 + b"]" * 150, b'{"a":' * 150 + b"1" + b"}" * 150, b'"\\ud800"', b'"\\u0000"', b'1,"id":null,"id":[]',
    b"0x10", b"'x'", b"", b"01", b'"\xff\xfe"', b'"\t"',
)  # fmt: skip


def json_parts(document: Any) -> list[Any]:
    """The document, or where it is long, documents that hold two records each of its longest list."""
    if len(json.dumps(document)) <= SPLIT:
        return [document]
    lists = [
        (len(json.dumps(node)), path)
        for path, node in _nodes(document)
        if isinstance(node, list) and len(node) > 2
    ]
    if not lists:
        return [document]
    path = max(lists, key=lambda one: one[0])[1]
    whole = _at(document, path)
    if len(json.dumps(whole)) < len(json.dumps(document)) / 2:
        return [document]
    found = []
    for start in range(0, len(whole), 2):
        part = copy.deepcopy(document)
        _at(part, path)[:] = copy.deepcopy(whole[start : start + 2])
        found.append(part)
    return found


def _nodes(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    yield path, node
    for key, value in (
        node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    ):
        yield from _nodes(value, (*path, key))


def _at(node: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        node = node[key]
    return node


def json_mutated(text: str, recipe: Recipe, unwritable: bytes | None = None) -> bytes:
    document = json.loads(text)
    marks: list[bytes] = []
    root = [document]
    places = [(holder, key) for holder in _holders(root) for key in _keys(holder)]
    for step in recipe.steps:
        holder, key = places[spread(step[1], len(places))]
        try:
            value = holder[key]
        except (KeyError, IndexError):
            continue  # dropped before
        _JSON_STEPS[step[0] % len(_JSON_STEPS)](holder, key, value, step[2], places, marks, recipe.text)
    content = json.dumps(root[0] if root else None).encode()
    for index, raw in enumerate(marks):
        content = content.replace(json.dumps(MARK.format(index)).encode(), unwritable or raw)
    return content


def _holders(node: Any) -> Iterator[Any]:
    stack = [node]
    while stack:
        node = stack.pop()
        yield node
        inside = node.values() if isinstance(node, dict) else node
        stack += [one for one in inside if isinstance(one, (dict, list))]


def _keys(holder: Any) -> Any:
    return list(holder) if isinstance(holder, dict) else range(len(holder))


def _drop(holder: Any, key: Any, value: Any, number: int, places: Any, marks: Any, text: str) -> None:
    del holder[key]


def _double(holder: Any, key: Any, value: Any, number: int, places: Any, marks: Any, text: str) -> None:
    if isinstance(holder, list):
        holder.insert(key, _copied(value))
    else:
        holder[_name(places, number)] = _copied(value)


def _retarget(holder: Any, key: Any, value: Any, number: int, places: Any, marks: Any, text: str) -> None:
    other, name = places[spread(number, len(places))]
    try:
        holder[key] = _copied(other[name])
    except (KeyError, IndexError):
        holder[key] = None


def _retype(holder: Any, key: Any, value: Any, number: int, places: Any, marks: Any, text: str) -> None:
    some: list[Callable[[], Any]] = [
        lambda: [value], lambda: {"value": value}, lambda: str(value)[:5000], lambda: [value, value], lambda: [[value]],
        lambda: next(iter(value.values() if isinstance(value, dict) else value), None) if isinstance(value, (dict, list)) else -1,
        lambda: list(value) if isinstance(value, (dict, str)) else {"0": value},
    ]  # fmt: skip
    holder[key] = some[spread(number, len(some))]()


def _null(holder: Any, key: Any, value: Any, number: int, places: Any, marks: Any, text: str) -> None:
    holder[key] = None


def _any_value(holder: Any, key: Any, value: Any, number: int, places: Any, marks: Any, text: str) -> None:
    holder[key] = copy.deepcopy(VALUES[spread(number, len(VALUES))])


def _any_text(holder: Any, key: Any, value: Any, number: int, places: Any, marks: Any, text: str) -> None:
    holder[key] = TEXTS[spread(number, len(TEXTS))]


def _long_text(holder: Any, key: Any, value: Any, number: int, places: Any, marks: Any, text: str) -> None:
    holder[key] = LONG[spread(number, len(LONG))]


def _unwritable(holder: Any, key: Any, value: Any, number: int, places: Any, marks: Any, text: str) -> None:
    holder[key] = MARK.format(len(marks))
    marks.append(RAW[spread(number, len(RAW))])


def _rename(holder: Any, key: Any, value: Any, number: int, places: Any, marks: Any, text: str) -> None:
    if isinstance(holder, dict):
        holder[_name(places, number)] = holder.pop(key)
    else:
        holder.reverse()


def _drawn(holder: Any, key: Any, value: Any, number: int, places: Any, marks: Any, text: str) -> None:
    holder[key] = text if number % 2 else number


def _scramble(holder: Any, key: Any, value: Any, number: int, places: Any, marks: Any, text: str) -> None:
    if isinstance(value, str):
        holder[key] = scrambled(value, number, text)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        holder[key] = (-value, value * 1000, str(value), value + 0.5, value // 1)[spread(number, 5)]
    elif isinstance(value, list):
        holder[key] = value[: spread(number, len(value) + 1)]
    else:
        holder[key] = None


_JSON_STEPS: tuple[Callable[..., None], ...] = (
    _drop, _double, _retarget, _retype, _null, _any_value, _any_text, _long_text, _unwritable, _rename, _drawn,
    _scramble, _scramble, _any_text, _retype, _any_value,
)  # fmt: skip


def _name(places: list[tuple[Any, Any]], number: int) -> str:
    key = places[spread(number, len(places))][1]
    return key if isinstance(key, str) else "value"


def _copied(value: Any) -> Any:
    """A copy; of what is large or holds itself, nothing: six steps must not make a megabyte."""
    try:
        text = json.dumps(value)
    except (ValueError, RecursionError):
        return None
    return json.loads(text) if len(text) < 20_000 else None
