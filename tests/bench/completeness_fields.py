"""Whether each value of the fields of which nothing may be lost is in its own field of the model."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from gaia_plugin.core.metadata.constraints import licence_id
from gaia_plugin.core.metadata.hrefs import without_secrets
from gaia_plugin.core.metadata.identifiers import doi_in
from gaia_plugin.core.metadata.xmltree import local
from gaia_plugin.core.model import Dataset, Record, bounds, positions
from tests.bench.completeness_formats import FORMATS, Format
from tests.support.haystack import (
    Haystack,
    Leaf,
    bare,
    json_leaves,
    moment_of,
    numbers_of,
    squeeze,
    strings,
    xml_leaves,
)

NAMED = ("title", "abstract", "box", "period", "licence", "doi", "links")


@dataclass(frozen=True)
class Source:
    """One record as its source wrote it."""

    leaves: tuple[Leaf, ...]
    left_out: frozenset[str] = frozenset()


def format_of(name: str) -> Format | None:
    """The format of an answer by its name; None for answers that hold no records of metadata."""
    found = next((one for begin, one in FORMATS.items() if name.startswith(begin)), None)
    return found if found and found.records else None


def sources(content: bytes, form: Format) -> list[Source]:
    """The records of an answer, in its order."""
    if content.lstrip()[:1] in (b"{", b"["):
        return [
            Source(tuple(json_leaves(form.shape(one))), frozenset(form.left_out(one)))
            for one in _listed(json.loads(content), form.records)
        ]
    root = etree.fromstring(content, etree.XMLParser(recover=True, remove_comments=True))
    return [
        Source(tuple(xml_leaves(one)), frozenset(form.left_out(one))) for one in _elements(root, form.records)
    ]


def _listed(document: Any, places: tuple[str, ...]) -> list[Any]:
    for place in places:
        node = document
        for key in filter(None, place.split(".")):
            node = node.get(key) if isinstance(node, dict) else None
        if isinstance(node, list):
            return node
        if isinstance(node, dict):
            return [node]
    return []


def _elements(root: Any, names: tuple[str, ...]) -> Iterator[Any]:
    stack = [root]
    while stack:
        node = stack.pop()
        if local(node) in names:
            yield node
        else:
            stack += [one for one in reversed(node) if isinstance(one.tag, str)]


def named(source: Source, form: Format) -> Iterator[tuple[str, Leaf]]:
    """(field, leaf) of every leaf that is one of the named fields."""
    patterns = {name: re.compile(pattern) for name, pattern in form.named.items()}
    for leaf in source.leaves:
        if leaf.path in source.left_out or (isinstance(leaf.value, str) and leaf.value in source.left_out):
            continue
        for name, pattern in patterns.items():
            if pattern.fullmatch(leaf.path) and _is_one(name, leaf):
                yield name, leaf


def _is_one(name: str, leaf: Leaf) -> bool:
    """Whether the value is of the field's kind: an identifier that is no DOI is not one that was lost."""
    text = str(leaf.value)
    if name == "doi":
        return bool(doi_in(text))
    if name == "links":
        return "://" in text
    if name == "period":
        return any(moment_of(part) for part in _dates(text))
    return name != "box" or bool(_all_numbers(text))


def is_kept(name: str, leaf: Leaf, record: Record, hay: Haystack) -> bool:
    """Whether a value is in its field of the model."""
    return _KEPT[name](leaf, record, hay)


def _kept_text(name: str) -> Callable[[Leaf, Record, Haystack], bool]:
    def kept(leaf: Leaf, record: Record, hay: Haystack) -> bool:
        texts = [
            getattr(record, name),
            *(said.get(name, "") for said in getattr(record, "texts", {}).values()),
        ]
        words = " ".join(bare(text) for text in texts)
        if bare(str(leaf.value)) in words:
            return True
        # A table instead of a text is read row by row into all fields, its labels being the names of
        # properties; other titles and descriptions keep their kind.
        values = re.sub(r"<b>[^<]*</b>|<a [^>]*>[^<]*</a>", "", str(leaf.value))
        pieces = [bare(piece) for piece in re.split(r"<[^>]+>", values)]
        aside = bare(hay.all if "<tr" in values else "\n".join(strings(record.properties)))
        return all(piece in words or piece in aside for piece in pieces)

    return kept


def _kept_box(leaf: Leaf, record: Record, hay: Haystack) -> bool:
    found = _all_numbers(str(leaf.value))
    if (
        not record.footprint
    ):  # the world for want of a better one, or a box that is none: said, and kept apart
        return bool(record.footprint_note) and hay.holds(leaf)
    known = {round(n, 5) for p in positions(record.footprint) for n in p[:2]} | {
        round(n, 5) for n in bounds(record.footprint)
    }
    # 0…360°, and what was drawn beyond the antimeridian or the pole, comes back within the map.
    return all(
        {round(n, 5), round(n - 360, 5), round(n + 360, 5)} & known or abs(n) in (90, 180) for n in found
    )


def _kept_period(leaf: Leaf, record: Record, hay: Haystack) -> bool:
    parts = [part for part in _dates(str(leaf.value)) if moment_of(part)]
    whole = Leaf(leaf.path, squeeze(str(leaf.value)))
    texts = [str(record.period), *(str(one) for one in getattr(record, "periods", ()))]
    return all(hay.holds_moment(part) for part in parts) or any(whole.value in text for text in texts)


def _kept_licence(leaf: Leaf, record: Record, hay: Haystack) -> bool:
    text = str(leaf.value)
    said = [
        record.license,
        *([record.license_url, *record.constraints] if isinstance(record, Dataset) else []),
    ]
    words = " ".join(bare(one) for one in said)
    spdx = licence_id(text)
    return bare(text) in words or bool(spdx and spdx in said) or (bool(record.license) and hay.holds(leaf))


def _kept_doi(leaf: Leaf, record: Record, hay: Haystack) -> bool:
    doi = doi_in(str(leaf.value)).lower()
    others = [doi_in(one).lower() for one in getattr(record, "identifiers", ())]
    return doi == record.doi.lower() or doi in others


def _kept_link(leaf: Leaf, record: Record, hay: Haystack) -> bool:
    text = squeeze(str(leaf.value)).split("|")[0]
    hrefs = {link.href for link in record.links} | {record.thumbnail}
    clean = without_secrets(text)[0]
    if {text, clean} & hrefs:
        return True
    # A service's address is kept without its request; a DOI's in one form.
    bare = clean.split("?", 1)[0].rstrip("/")
    doi = doi_in(clean)
    return any(
        href.split("?", 1)[0].rstrip("/") == bare or bool(doi and doi_in(href) == doi) for href in hrefs
    )


def _dates(text: str) -> list[str]:
    """The dates of an interval, without the second Z that FedEO writes."""
    return text.strip().replace("ZZ", "Z").split("/")


def _all_numbers(text: str) -> list[float]:
    if re.fullmatch(r"-?\d+,\d+", text):  # a decimal comma
        text = text.replace(",", ".")
    found = [number for number in numbers_of(text) if number is not None]
    return found or [float(word) for word in re.findall(r"-?\d+\.\d+|-?\d+", text)]


_KEPT: dict[str, Callable[[Leaf, Record, Haystack], bool]] = {
    "title": _kept_text("title"),
    "abstract": _kept_text("abstract"),
    "box": _kept_box,
    "period": _kept_period,
    "licence": _kept_licence,
    "doi": _kept_doi,
    "links": _kept_link,
}
