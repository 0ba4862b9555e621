"""Damage for answers: a JSON or XML document with its nodes dropped, doubled, moved and rewritten, a text
with its words, and the bytes of all cut, recoded and overwritten. Everything is drawn by hypothesis, so that
what fails is found again and made small."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from lxml import etree

from tests.support.damage import LONG, TEXTS, Recipe, recipes, scrambled, spread
from tests.support.damage_json import json_mutated, json_parts
from tests.support.damage_xml import xml_mutated, xml_parts

__all__ = ["LONG", "TEXTS", "Document", "Recipe", "recipes"]


class Document:
    """One answer, taken apart once, to be mutated often."""

    def __init__(self, content: bytes):
        self.content = content
        start = content[:64].lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
        self._parts: list[Any]
        self._mutate: Callable[[Any, Recipe], bytes]
        if start in (b"{", b"["):
            self._parts, self._mutate = (
                [json.dumps(one) for one in json_parts(json.loads(content))],
                json_mutated,
            )
        elif start == b"<":
            root = etree.fromstring(content, etree.XMLParser(recover=True))
            self._parts, self._mutate = xml_parts(root), xml_mutated
        else:
            self._parts, self._mutate = [re.split(r"([|,;\s]+)", content.decode())], _text_mutated

    def mutated(self, recipe: Recipe) -> bytes:
        """The bytes that a recipe makes of it."""
        part = self._parts[spread(recipe.part, len(self._parts))]
        return _ended(self._mutate(part, recipe), recipe)

    def nested(self, depth: int, places: int) -> Iterator[bytes]:
        """The document with something nested so deep in the place of a value, at places all over it."""
        part = self._parts[0]
        for index in range(places):
            recipe = Recipe(0, ((8, index * 104729 + depth, 0),), 99, 0, "")
            if self._mutate is json_mutated:
                nest = b'{"default":[{"value":' * depth + b'"x"' + b"}]}" * depth
                yield json_mutated(part, recipe, nest)
            elif self._mutate is xml_mutated:
                nest = b"<a><CharacterString>" * depth + b"x" + b"</CharacterString></a>" * depth
                yield xml_mutated(part, replace(recipe, steps=((13, *recipe.steps[0][1:]),)), nest)


def _text_mutated(words: list[str], recipe: Recipe) -> bytes:
    words = list(words)
    for what, where, number in recipe.steps:
        at = spread(where, len(words))
        other = words[spread(number, len(words))]
        words[at] = (
            "", words[at] * 2, other, TEXTS[spread(number, len(TEXTS))], LONG[spread(number, len(LONG))],
            scrambled(words[at], number, recipe.text), f"\n{words[at]}", recipe.text,
        )[what % 8]  # fmt: skip
    return "".join(words).encode("utf-8", "surrogatepass")


def _ended(content: bytes, recipe: Recipe) -> bytes:
    at = spread(recipe.where, len(content) + 1)
    declared = b'<?xml version="1.0" encoding="UTF-8"?>'
    bare = re.sub(rb"^<\?xml[^>]*\?>\s*", b"", content)
    endings: tuple[Callable[[], bytes], ...] = (
        lambda: content[:at],
        lambda: content[:at] + content[at + 7 :],
        lambda: content[:at] + recipe.text.encode("utf-8", "replace") + content[at:],
        lambda: content[:at] + b"\xff\x00\xfe" + content[at:],
        lambda: bare.decode("utf-8", "replace").encode("utf-16"),
        lambda: bare.decode("utf-8", "replace").encode("latin-1", "replace"),
        lambda: b"\xef\xbb\xbf" + content,
        lambda: content.replace(declared, b'<?xml version="1.0" encoding="EBCDIC-X"?>'),
        lambda: b'<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + bare,
        lambda: b'<!DOCTYPE r SYSTEM "http://example.org/x.dtd">' + bare,
        lambda: content + content,
        lambda: b"",
    )
    return endings[recipe.ending]() if recipe.ending < len(endings) else content
