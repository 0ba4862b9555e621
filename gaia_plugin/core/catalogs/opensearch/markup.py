"""Summaries written in HTML: their text, and the rows of the tables that servers put their fields in."""

from __future__ import annotations

import re

from lxml import etree

from ...metadata.xmltree import Element

_MARK = re.compile(r"<[a-zA-Z/!]")
_SPACE = re.compile(r"[ \t\r\f\v\xa0]+")
_LINES = re.compile(r"\s*\n\s*")
_MAX = 200_000
_LABEL = 60


def read_markup(text: str) -> tuple[str, dict[str, str]]:
    """(plain text, label → value of the two-cell table rows) of a summary, which may be plain already."""
    text = text.strip()[:_MAX]
    if not _MARK.search(text):
        return tidy(text), {}
    try:
        root = etree.fromstring(text, etree.HTMLParser(no_network=True, huge_tree=False))
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        return tidy(text), {}
    for hidden in list(root.iter("script", "style")):
        hidden.clear(keep_tail=True)
    rows: dict[str, str] = {}
    for row in root.iter("tr"):
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        if len(cells) == 2 and next(row.iter("table"), None) is None:
            label, value = _text(cells[0]).rstrip(":").strip(), _text(cells[1])
            if label and value and len(label) <= _LABEL:
                rows.setdefault(label, value)
    for end in root.iter("br", "p", "tr", "li", "div"):
        end.tail = f"\n{end.tail or ''}"
    return tidy("".join(str(part) for part in root.itertext())), rows


def tidy(text: str) -> str:
    """Text with single spaces, its line ends kept; "None", which a server wrote for nothing, is nothing."""
    text = _LINES.sub("\n", _SPACE.sub(" ", text)).strip()
    return "" if text == "None" else text


def line(text: str) -> str:
    """Text on one line."""
    return " ".join(tidy(text).split())


def _text(cell: Element) -> str:
    return " ".join("".join(str(part) for part in cell.itertext()).split())
