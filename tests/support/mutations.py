# ruff: noqa: E501 (tables are read across)
"""Damage for answers: a JSON or XML document with its nodes dropped, doubled, moved and rewritten, its bytes cut,
recoded and overwritten. Everything is drawn by hypothesis, so that what fails is found again and made small."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import strategies as st
from lxml import etree

SPLIT = 24_000
"""A document longer than this is mutated one or two of its records at a time: the others add nothing but time."""

TEXTS = (
    "", " ", "nan", "inf", "1e999", "-1e400", "-", "0", "-0.0", "99999999999999999999", "..", "/", "2018-13-45", "0000",
    "0000/9999", "-0001-01-01", "2000-02-30T25:61:61Z", "9999-12-31", "9999-12-31T23:59:59.999999999Z", "+12345-01-01",
    "2001-01-01T00:00:00+99:99", "now", "P1Y", "http://[", "http://[::1/x", "https://h.org:port/", "javascript:alert(1)",
    "https://u:p@example.org/x?y=%zz", "file:///etc/passwd", "s3://b/k", "//host", "?", "#", "%", "%zz", "a b c", "{x}",
    "{a:b?}", "%%2", "\u202eabc\u202c", "\u2066x\u2069\u200f", "\x00", "\x07\x1b[31m", "\ud800", "\ufeff", "\uffff",
    "é" * 50, "²", "١٢٣", "10." + "9" * 50, "10.1/x", "https://doi.org/10.1234/(((", "1,2 3,4", "1 2 3", "0 0 0 0",
    "-181 91", "POLYGON((0 0, 1 1", "urn:ogc:def:crs:EPSG::99999", "true", "None", "|", "||x", "<b>", "</p", "&amp;#x0;",
    "..;x=1", "[]", "{}", "null", "CC-BY-" + "9" * 400,
)  # fmt: skip
LONG = (
    "x" * 20_000, "<" * 20_000, "(" * 20_000, " " * 20_000, "1 " * 5_000, "a@" * 5_000, "://" * 4_000, "[" * 10_000,
    "&" * 20_000, "9" * 20_000, "10.1/" * 3_000, "-" * 20_000, "2000-01-01/" * 1_500, "<a " * 5_000, ";" * 20_000,
    "\u202e" * 5_000, "http://" + "a." * 5_000, "%25" * 5_000, "\n" * 20_000,
)  # fmt: skip
VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 181, -1e308, 1e308, 5e-324, 10**30, -(10**30), 2**63, [], {}, [[]], [None], [{}],
    [0, 0], [-181, 91], [[0, 0], [1, 1]], [1e308] * 4, {"value": None}, {"type": "Polygon", "coordinates": [[]]},
    {"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]}, {"type": "GeometryCollection", "geometries": [{}]},
    {"href": 1}, {"default": {}}, ["a", 1, None], {"": ""}, {"name": [], "url": {}}, 0.1,
)  # fmt: skip
# What json.dumps cannot write, put in afterwards in the place of a marker.
MARK = "\u2063mark{}\u2063"
RAW = (
    b"NaN", b"-Infinity", b"1e99999", b"1" * 5000, b"[" * 1200 + b"]" * 1200, b'{"a":' * 1200 + b"1" + b"}" * 1200,
    b"[" * 150 + b"]" * 150, b'{"a":' * 150 + b"1" + b"}" * 150, b'"\\ud800"', b'"\\u0000"', b'1,"id":null,"id":[]',
    b"0x10", b"'x'", b"", b"01", b'"\xff\xfe"', b'"\t"',
)  # fmt: skip
SPACES = (
    "http://www.isotc211.org/2005/gmd", "http://standards.iso.org/iso/19115/-3/mri/1.0", "http://www.w3.org/2005/Atom",
    "http://purl.org/dc/elements/1.1/", "http://www.opengis.net/gml/3.2", "", "urn:x",
)  # fmt: skip

Step = tuple[int, int, int]


@dataclass(frozen=True)
class Recipe:
    """What is done to a document: steps (what, where, with what) and what becomes of its bytes at the end."""

    part: int
    steps: tuple[Step, ...]
    ending: int
    where: int
    text: str


def recipes() -> st.SearchStrategy[Recipe]:
    """Recipes: one to six steps, and in one of three a change of the bytes."""
    big = st.integers(0, 2**32 - 1)
    steps = st.lists(st.tuples(st.integers(0, 15), big, big), min_size=1, max_size=6).map(tuple)
    return st.builds(Recipe, big, steps, st.integers(0, 35), big, st.text(max_size=8))


def spread(number: int, among: int) -> int:
    """An index: every one about as likely, though hypothesis likes small numbers best."""
    return (number * 2654435761 >> 7) % among if among else 0


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
                _json_mutated,
            )
        elif start == b"<":
            root = etree.fromstring(content, etree.XMLParser(recover=True))
            self._parts, self._mutate = xml_parts(root), _xml_mutated
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
            if self._mutate is _json_mutated:
                nest = b'{"default":[{"value":' * depth + b'"x"' + b"}]}" * depth
                yield _json_mutated(part, recipe, nest)
            elif self._mutate is _xml_mutated:
                nest = b"<a><CharacterString>" * depth + b"x" + b"</CharacterString></a>" * depth
                yield _xml_mutated(part, replace(recipe, steps=((13, *recipe.steps[0][1:]),)), nest)


# JSON


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


def _json_mutated(text: str, recipe: Recipe, unwritable: bytes | None = None) -> bytes:
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
        holder[key] = (-value, value * 1000, str(value), value + 0.5, int(value))[spread(number, 5)]
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


def scrambled(value: str, number: int, text: str) -> str:
    """A text cut, doubled, turned or with its figures or its marks changed."""
    at = spread(number, len(value) + 1)
    changes = (
        lambda: value[:at], lambda: value[at:], lambda: value * 2, lambda: value[:at] + text + value[at:], lambda: value[::-1],
        lambda: re.sub(r"\d", "9", value), lambda: value.replace("-", "/"), lambda: value.replace(":", ""),
        lambda: value.upper(), lambda: value.replace("/", "|"), lambda: value[:at] + "\u202e" + value[at:],
        lambda: f" \t{value}\n", lambda: value.replace(".", ","), lambda: value.replace(" ", "\xa0"),
    )  # fmt: skip
    return changes[number % len(changes)]()[:20_000]


# XML


def xml_parts(root: Any) -> list[Any]:
    """The tree, or where it is long, trees with two records each of its longest list."""
    if len(etree.tostring(root)) <= SPLIT:
        return [root]
    length = len(etree.tostring(root))
    lists = [
        node for node in root.iter(etree.Element) if len(node) > 2 and len(etree.tostring(node)) > length / 2
    ]
    lists = [node for node in lists if max(map(_twins, node)) * 2 > len(node)]
    if not lists:
        return [root]
    holder = lists[-1]
    path = _path_to(holder)
    found = []
    for start in range(0, len(holder), 2):
        part = copy.deepcopy(root)
        children = part
        for index in path:
            children = children[index]
        for index, child in reversed(list(enumerate(children))):
            if not start <= index < start + 2:
                children.remove(child)
        found.append(part)
    return found


def _path_to(node: Any) -> list[int]:
    """The places of a node and of what holds it, among their siblings, from the root down."""
    found: list[int] = []
    while node.getparent() is not None:
        found.insert(0, node.getparent().index(node))
        node = node.getparent()
    return found


def _twins(node: Any) -> int:
    return sum(1 for one in node.getparent() if one.tag == node.tag)


def _xml_mutated(part: Any, recipe: Recipe, inside: bytes | None = None) -> bytes:
    root = copy.deepcopy(part)
    nodes = list(root.iter(etree.Element))
    marks: list[bytes] = []
    for step in recipe.steps:
        node, other = nodes[spread(step[1], len(nodes))], nodes[spread(step[2], len(nodes))]
        _xml_step(node, other, step, recipe.text, marks)
    content = bytes(etree.tostring(root, encoding="UTF-8"))
    for index, raw in enumerate(marks):
        content = content.replace(MARK.format(index).encode(), inside or raw)
    return content


_XML_RAW = (
    b"&lol;", b"&#x202e;", b"&#0;", b"\x01", b"<!--x--y-->", b"<!-- x -->", b"<?php x ?>", b"<![CDATA[]]>", b"<![CDATA[ <a> ]]>",
    b"<a>" * 300 + b"</a>" * 300, b"<a>" * 120 + b"</a>" * 120, b"\xff\xfe", b"&#xD800;", b"<", b"]]>", b"&amp;amp;",
    b"<gmd:x xmlns:gmd='urn:y'/>", b"\xe2\x80\xae", b"<undeclared:x/>",
)  # fmt: skip


def _xml_step(node: Any, other: Any, step: Step, text: str, marks: list[bytes]) -> None:
    what, _, number = step
    parent = node.getparent()
    if what in (0, 1) and parent is not None:
        parent.remove(node)
    elif what == 2 and parent is not None and len(node) < 200:
        parent.append(copy.deepcopy(node))
    elif what in (3, 4):
        _set(node, TEXTS[spread(number, len(TEXTS))])
    elif what == 5:
        _set(node, LONG[spread(number, len(LONG))])
    elif what in (6, 7):
        for key in node.attrib:
            _set(node, TEXTS[spread(number, len(TEXTS))], key)
    elif what == 8:
        node.tag = other.tag
    elif what == 9 and parent is not None and node not in other.iterancestors() and other is not node:
        if not any(one is other for one in node.iter()):
            other.append(node)
    elif what == 10:
        for child in list(node):
            node.remove(child)
    elif what == 11:
        space = SPACES[spread(number, len(SPACES))]
        name = etree.QName(node).localname
        node.tag = f"{{{space}}}{name}" if space else name
    elif what == 12:
        _set(node, scrambled(node.text or "", number, text))
    elif what == 13:
        node.text = MARK.format(len(marks))
        marks.append(_XML_RAW[spread(number, len(_XML_RAW))])
    elif what == 14:
        for key in list(node.attrib):
            del node.attrib[key]
    else:
        for key, value in node.attrib.items():
            _set(node, scrambled(str(value), number, text), key)


def _set(node: Any, text: str, key: Any = None) -> None:
    """A text or an attribute; characters that no XML can hold are left out."""
    try:
        if key is None:
            node.text = text
        else:
            node.set(key, text)
    except ValueError:
        _set(node, re.sub(r"[^\t\n\x20-\ud7ff\ue000-\ufffd]", "", text), key)


# Plain text


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


# Bytes


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
