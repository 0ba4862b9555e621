# ruff: noqa: E501 (tables are read across)
"""An XML document with its nodes dropped, doubled, moved, renamed and rewritten."""

from __future__ import annotations

import copy
import re
from typing import Any

from lxml import etree

from gaia_plugin.core.metadata.xmltree import local
from tests.support.damage import LONG, MARK, SPLIT, TEXTS, Recipe, Step, scrambled, spread

SPACES = (
    "http://www.isotc211.org/2005/gmd", "http://standards.iso.org/iso/19115/-3/mri/1.0", "http://www.w3.org/2005/Atom",
    "http://purl.org/dc/elements/1.1/", "http://www.opengis.net/gml/3.2", "", "urn:x",
)  # fmt: skip


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


def xml_mutated(part: Any, recipe: Recipe, inside: bytes | None = None) -> bytes:
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
        node.tag = other.tag if ":" not in other.tag.rpartition("}")[2] else local(other)
    elif what == 9 and parent is not None and node not in other.iterancestors() and other is not node:
        if not any(one is other for one in node.iter()):
            other.append(node)
    elif what == 10:
        for child in list(node):
            node.remove(child)
    elif what == 11:
        space = SPACES[spread(number, len(SPACES))]
        name = local(node)
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
