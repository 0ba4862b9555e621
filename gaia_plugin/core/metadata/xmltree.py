"""Reading XML that somebody else wrote: safely, by local names, in one look at each element's children.

ISO 19139, its regional profiles and ISO 19115-3 give the same names in a dozen namespaces, and servers mix
them; the local name is what they agree on.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from ..errors import BadAnswer
from ..net.parse import parse_xml as strict_parse
from ..net.parse import safe_parser

Element = Any
Kids = dict[str, list[Element]]

_MANY_NAMES = 4096
_IN_BYTES = re.compile(rb"://[^/?#@\s\"']+@")
_USERINFO = re.compile(r"(?<=://)[^/?#@\s\"']+(?=@)")


class _LocalNames(dict[Any, str]):
    """Qualified tag → local name; comments and entities (whose tag is a function) have none."""

    def __missing__(self, tag: Any) -> str:
        if not isinstance(tag, str):
            return ""
        name = tag.rpartition("}")[2].rpartition(":")[2]
        if len(self) >= _MANY_NAMES:
            self.clear()
        self[tag] = name
        return name


NAMES = _LocalNames()


def raw_of(record: Element) -> bytes:
    """A record as bytes. User names and passwords in its addresses are first taken out of the tree, so that
    nothing that is read from it has them; the "@" stays, which tells that an address is not for everybody."""
    raw: bytes = etree.tostring(record, encoding="utf-8", xml_declaration=False, with_tail=False)
    if not _IN_BYTES.search(raw):
        return raw
    for element in record.iter():
        for name, said in element.items() if isinstance(element.tag, str) else ():
            element.set(name, _USERINFO.sub("", said))
        if isinstance(element.tag, str) or element.tag in (etree.Comment, etree.ProcessingInstruction):
            element.text = _USERINFO.sub("", element.text) if element.text else element.text
        element.tail = _USERINFO.sub("", element.tail) if element.tail else element.tail
    without: bytes = etree.tostring(record, encoding="utf-8", xml_declaration=False, with_tail=False)
    return without


def local(element: Element) -> str:
    """The local name of an element."""
    return NAMES[element.tag]


def kids(element: Element) -> Kids:
    """The children of an element by local name, in order."""
    found: Kids = {}
    for child in element:
        name = NAMES[child.tag]
        if name in found:
            found[name].append(child)
        else:
            found[name] = [child]
    return found


def inner(element: Element) -> Element | None:
    """The first child element: in ISO a property holds one object (``contact`` holds ``CI_Contact``)."""
    for child in element:
        if NAMES[child.tag]:
            return child
    return None


def dig(element: Element | None, *path: str) -> Element | None:
    """The first descendant along local names, or None."""
    for name in path:
        if element is None:
            return None
        element = next((child for child in element if NAMES[child.tag] == name), None)
    return element


def each(element: Element, name: str) -> list[Element]:
    """Every descendant with a local name, in document order."""
    return list(element.iter("{*}" + name))


def attribute(element: Element, name: str) -> str:
    """An attribute by local name ("href", "uuidref"), stripped, or ""."""
    for key, value in element.attrib.items():
        if NAMES[key] == name:
            return str(value).strip()
    return ""


def parse_xml(data: bytes, host: str = "?") -> Element:
    """The root element of a document, parsed without entities, network or external files.

    Namespace mistakes (a prefix that was never declared) are forgiven, since local names are what counts.
    Raises BadAnswer for HTML, for what is cut or not well-formed, and for a document that declares entities.
    """
    try:
        return strict_parse(data, host)
    except BadAnswer:
        root = _forgiven(data)
        if root is None:
            raise
        return root


def lenient_parser() -> Any:
    """A parser for what a strict one took before, or refused for its namespaces alone."""
    return safe_parser(recover=True)


def _forgiven(data: bytes) -> Element | None:
    """The root where nothing is wrong but namespaces, else None."""
    parser = lenient_parser()
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    faults = [entry for entry in parser.error_log if entry.level >= etree.ErrorLevels.ERROR]
    named = all(entry.domain == etree.ErrorDomains.NAMESPACE for entry in faults)
    return root if faults and named and root is not None else None
