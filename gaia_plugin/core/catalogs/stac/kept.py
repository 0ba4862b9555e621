"""Items as they are kept: their text, packed; read again where somebody looks.

An item of 11 kB is 35 kB of Python dictionaries, and a search may find 50,000 of them. A granule needs a
dozen values of its item; the rest is for the few that are opened. Packed sixteen together an item takes
700 bytes, and half a millisecond to come back.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from ...pace import breathe

PACK = 16  # items packed together: what they have in common is kept once
RECENT = 64  # items that stay read
ABSENT: Any = object()


class Item:
    """One member of an answer's array: read at first, only its text after ``pack``. ``text[start:end]`` is
    its JSON. Safe to read from several threads."""

    __slots__ = ("_document", "_place")

    def __init__(self, document: Any, text: str, start: int, end: int):
        self._document = document
        self._place: tuple[str | bytes, int, int] = (text, start, end)

    def read(self) -> Any:
        """The JSON value. It belongs to the item: not to be changed."""
        document = self._document
        return _read(self) if document is None else document


@lru_cache(maxsize=RECENT)
def _read(item: Item) -> Any:
    packed, start, end = item._place
    return json.loads((packed if isinstance(packed, str) else _unpacked(packed))[start:end])


@lru_cache(maxsize=8)  # rows that are painted together come from the same packs
def _unpacked(packed: bytes) -> str:
    return zlib.decompress(packed).decode("utf-8")


def pack(items: Sequence[Item]) -> None:
    """Let go of what these items, members of one answer in its order, were read into. Other threads run
    meanwhile: compressing needs no lock of Python's."""
    for first in range(0, len(items), PACK):
        some = items[first : first + PACK]
        (text, begin, _), (_, _, end) = some[0]._place, some[-1]._place
        if isinstance(text, bytes):
            continue
        breathe()
        packed = zlib.compress(text[begin:end].encode("utf-8"), 1)
        for item in some:
            _, start, end = item._place
            item._place = packed, start - begin, end - begin
            item._document = None


class Kept(Mapping[str, Any]):
    """An object that is read when looked at. ``known`` are members that are asked of every record (ABSENT:
    the object has no such member).

    Equal to a dictionary that says the same; pickled and copied it becomes one. ``read`` gives the value;
    one that is no object counts as empty.
    """

    __slots__ = ("_known", "_value")

    def __init__(self, read: Callable[[], Any], known: tuple[tuple[str, Any], ...] = ()):
        self._value = read
        self._known = known

    def _whole(self) -> Mapping[str, Any]:
        value = self._value()
        return value if isinstance(value, dict) else {}

    def __getitem__(self, name: str) -> Any:
        for known, value in self._known:
            if known == name and value is not ABSENT:
                return value
        return self._whole()[name]

    def get(self, name: str, default: Any = None) -> Any:
        for known, value in self._known:
            if known == name:
                return default if value is ABSENT else value
        return self._whole().get(name, default)

    def __iter__(self) -> Iterator[str]:
        return iter(self._whole())

    def __len__(self) -> int:
        return len(self._whole())

    def __eq__(self, other: object) -> bool:
        return self._whole() == (other._whole() if isinstance(other, Kept) else other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return repr(self._whole())

    def __reduce__(self) -> tuple[Any, ...]:
        return dict, (dict(self._whole()),)
