"""Whether what a source says is found again in a record: leaves of JSON and XML, and where to look.

A leaf is a non-empty text, number or truth value of JSON, or a text or telling attribute of XML. It is found
where the model holds it: texts as they are (spaces, HTML, secrets aside) or as whole words of a longer one,
moments as moments, addresses without their query, numbers and short texts under the same name only, or in the
footprint.
"""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from gaia_plugin.core.metadata.hrefs import without_secrets
from gaia_plugin.core.metadata.jsontexts import without_html
from gaia_plugin.core.metadata.xmltree import NAMES, local
from gaia_plugin.core.model import Period, Record, parse_moment, positions

# Attributes that say nothing of the data: where a code list is explained, XML plumbing, identities of XML
# elements within their document, and why a text is empty.
STRUCTURE = {"codeList", "codeSpace", "schemaLocation", "type", "nilReason", "nil", "id", "uuid", "isoType"}
# xlink's own plumbing beside href and title.
STRUCTURE |= {"show", "actuate", "arcrole", "role", "frame"}
# Placeholders that a catalogue writes where an address is missing: "", "1", "2"…
NO_ADDRESS = re.compile(r"\d*")
_SHORT = 4
_DAY = timedelta(days=1)


def squeeze(text: str) -> str:
    """A text with one space where it has several, or a line's end."""
    return re.sub(r"\s+", " ", text).strip()


@dataclass(frozen=True)
class Leaf:
    """One thing that a source says: where (names joined by "/", indices left out) and what."""

    path: str
    value: Any

    @property
    def name(self) -> str:
        """The nearest name."""
        return self.path.rsplit("/", 1)[-1]


def json_leaves(node: Any, path: str = "") -> Iterator[Leaf]:
    """Every leaf of a JSON value, empty texts and nulls aside."""
    if isinstance(node, Mapping):
        for key, value in node.items():
            yield from json_leaves(value, f"{path}/{key}" if path else str(key))
    elif isinstance(node, (list, tuple)):
        for value in node:
            yield from json_leaves(value, path)
    elif node is not None and (not isinstance(node, str) or node.strip()):
        yield Leaf(path, node)


def xml_leaves(element: Any, structure: frozenset[str] | set[str] = STRUCTURE) -> Iterator[Leaf]:
    """Every non-empty text and telling attribute of an element and of what is in it."""
    stack = [(element, local(element))]
    while stack:
        node, path = stack.pop()
        if node.text and node.text.strip():
            yield Leaf(path, node.text)
        for key, value in node.attrib.items():
            name = NAMES[key]
            empty = not value.strip() or (name == "href" and NO_ADDRESS.fullmatch(value.strip()))
            if name not in structure and not empty:
                yield Leaf(f"{path}/@{name}", value)
        for child in node:
            if isinstance(child.tag, str):
                stack.append((child, f"{path}/{local(child)}"))
                if child.tail and child.tail.strip():
                    yield Leaf(path, child.tail)


def strings(value: Any) -> Iterator[str]:
    """Every string and number inside a value of the model, but for ``raw`` and ``sources``."""
    if dataclasses.is_dataclass(value):
        for spec in dataclasses.fields(value):
            if spec.name not in ("raw", "sources"):
                yield from strings(getattr(value, spec.name))
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from strings(key)
            yield from strings(part)
    elif isinstance(value, str):
        yield value
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield str(value)
    elif hasattr(value, "__iter__") and not isinstance(value, bytes):
        for part in value:
            yield from strings(part)


def _pairs(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """(nearest name, value) of every number, truth value and text in the mappings of a record."""
    if dataclasses.is_dataclass(value):
        for spec in dataclasses.fields(value):
            if spec.name not in ("raw", "sources", "footprint"):
                yield from _pairs(getattr(value, spec.name), spec.name)
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from _pairs(part, str(key))
    elif isinstance(value, (str, int, float)):
        yield name, value
    elif hasattr(value, "__iter__") and not isinstance(value, bytes):
        for part in value:
            yield from _pairs(part, name)


def _moments(record: Record) -> Iterator[datetime]:
    """Every moment that a record holds, ends of days and their beginnings alike."""
    periods: list[Period | None] = [record.period, *getattr(record, "periods", ())]
    for period in periods:
        for moment in (period.start, period.end) if period else ():
            if moment:
                yield moment


def bare(text: str) -> str:
    """A text by its letters and figures alone: markup, entities and spaces are how it is set."""
    return re.sub(r"\W+", " ", without_html(text)).strip().lower()


class Haystack:
    """All that a record says, for looking up one leaf."""

    def __init__(self, record: Record) -> None:
        self.exact = {squeeze(text) for text in strings(record)}
        self.lower = {text.lower() for text in self.exact}
        self.all = "\n".join(sorted(self.exact))
        self.pairs = {(name, _plain(value)) for name, value in _pairs(record)}
        self.texts = {value for _, value in self.pairs if isinstance(value, str)}
        self.numbers = {round(n, 9) for p in positions(record.footprint or {}) for n in p[:2]}
        self.links = {link.href for link in record.links}
        self.moments = set(_moments(record))

    def has(self, text: str) -> bool:
        """Whether a text is in the record, exactly or as whole words of a longer one."""
        text = squeeze(text)
        if text in self.exact or text.lower() in self.lower:
            return True
        if re.fullmatch(r"-?\d+\.\d+", text) and round(float(text), 9) in self.numbers:
            return True
        if re.search(r"(?<!\w)" + re.escape(text) + r"(?!\w)", self.all):
            return True
        # An OGC address is kept without its request and its credentials.
        stripped = re.sub(r"//[^/@]*@", "//", text).split("?", 1)[0]
        return "://" in text and any(href.split("?", 1)[0] == stripped for href in self.links)

    def holds(self, leaf: Leaf) -> bool:
        """Whether a leaf is in the record; stricter than ``has`` for what is short."""
        value = leaf.value
        if isinstance(value, bool):
            return (leaf.name, value) in self.pairs
        if isinstance(value, (int, float)):
            return self._holds_number(leaf.name, value)
        text = squeeze(value)
        if (leaf.name, text) in self.pairs or text in self.texts:
            return True
        if all(number is not None and round(number, 9) in self.numbers for number in numbers_of(text)):
            return bool(numbers_of(text))
        if len(text) < _SHORT:
            return False
        if self.holds_moment(text):
            return True
        return any(
            self.has(one) for one in dict.fromkeys((text, without_secrets(text)[0], without_html(value)))
        )

    def _holds_number(self, name: str, value: float) -> bool:
        if (name, _plain(value)) in self.pairs or round(float(value), 9) in self.numbers:
            return True
        # Under another name only a number that is not everywhere.
        return abs(value) >= 1000 and str(value) in self.exact

    def holds_moment(self, text: str) -> bool:
        return any(
            moment is not None and any(abs(moment - mine) < timedelta(seconds=1) for mine in self.moments)
            for moment in (moment_of(text), moment_of(text, upper=True))
        )


def moment_of(text: str, *, upper: bool = False) -> datetime | None:
    """The moment that a text is; None where it is none."""
    try:
        return (
            parse_moment(squeeze(text), upper=upper) if re.match(r"\s*[+-]?\d{4}(?!\d{4,})", text) else None
        )
    except (ValueError, OverflowError):
        return None


def numbers_of(text: str) -> list[float | None]:
    """The numbers of a text that holds nothing else ("45.2 -3.1", "POLYGON((…))" without its marks)."""
    words = re.sub(r"^[^(]*(?:POLYGON|POINT|ENVELOPE)|[(),;']", " ", text).split()
    found: list[float | None] = []
    for word in words:
        try:
            number = float(word)
        except ValueError:
            return [None]
        found.append(number if math.isfinite(number) else None)
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    if isinstance(value, (int, float)):
        return round(float(value), 9) if math.isfinite(value) else None
    return squeeze(value)
