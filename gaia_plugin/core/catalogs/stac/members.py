"""The members of a large answer, read one by one.

Python reads a JSON text of 3 MB in one go and lets no other thread run for 20 ms meanwhile, the interface
neither. Member by member it takes the same time in pieces of 0.1 ms, and what each was made of is known.
"""

from __future__ import annotations

import json
from json.decoder import WHITESPACE  # type: ignore[attr-defined]
from typing import Any

from ...net.parse import decoded, has_halves, no_constant
from ...pace import breathe
from .kept import Item

_decode = json.JSONDecoder(parse_constant=no_constant).raw_decode
_decode_name = json.JSONDecoder().raw_decode


def split(content: bytes, charset: str, name: str) -> tuple[dict[str, Any], list[Item]] | None:
    """An answer's object without its array ``name``, and the members of that array.

    None for whatever is not such an object, broken or otherwise: ``Response.json`` says then what is wrong.
    """
    try:
        text = decoded(content, charset)
        return None if has_halves(text) else _split(text, name)
    except (ValueError, IndexError, RecursionError):
        return None


def _split(text: str, name: str) -> tuple[dict[str, Any], list[Item]] | None:
    blank = WHITESPACE.match
    answer: dict[str, Any] = {}
    items: list[Item] | None = None
    at = blank(text, 0).end()
    if text[at] != "{":
        return None
    sign = ","
    at += 1
    while sign == ",":
        at = blank(text, at).end()
        if text[at] != '"':
            return None
        member, at = _decode_name(text, at)
        at = blank(text, at).end()
        if text[at] != ":" or member in answer or (member == name and items is not None):
            return None
        at = blank(text, at + 1).end()
        if member == name:
            if text[at] != "[":
                return None
            items, at = _members(text, at + 1)
        else:
            answer[member], at = _decode(text, at)
        at = blank(text, at).end()
        sign = text[at]
        at += 1
    if sign != "}" or items is None or blank(text, at).end() != len(text):
        return None
    return answer, items


def _members(text: str, at: int) -> tuple[list[Item], int]:
    """The array that opened before ``at``, and where it ends. Raises ValueError or IndexError."""
    blank = WHITESPACE.match
    at = blank(text, at).end()
    items: list[Item] = []
    if text[at] == "]":
        return items, at + 1
    while True:
        breathe()
        document, end = _decode(text, at)
        items.append(Item(document, text, at, end))
        at = blank(text, end).end()
        if text[at] == "]":
            return items, at + 1
        if text[at] != ",":
            raise ValueError("no array")
        at = blank(text, at + 1).end()
