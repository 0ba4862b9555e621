"""Which layers of an OGC service make a catalogue, and how they are shown.

A row's ``options["layers"]`` lists groups, the first that fits counts, and a layer that fits none is left
out: ``{"name": "ORTHOIMAGERY.ORTHO-SAT.SPOT.*", "title": {"en": "… {year}"}, "abstract": {…},
"keywords": […], "license": "…"}``. In ``name``, * stands for any text. ``{year}`` and ``{name}`` are filled;
with ``"year": true`` the year that the layer's name holds is its period. No year is written in a row: a new
mosaic is there as soon as the service has it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from ..model import Keyword, Period
from ..ogc import Offer

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_LONGEST = 300
"""Letters of a pattern or of a layer's name that are compared."""


@dataclass(frozen=True)
class Group:
    """Layers whose names fit a pattern, and what to say of them by language."""

    name: str = "*"
    year: bool = False
    titles: Mapping[str, str] = field(default_factory=dict)
    abstracts: Mapping[str, str] = field(default_factory=dict)
    keywords: tuple[str, ...] = ()
    license: str = ""

    def holds(self, offer: Offer) -> bool:
        """Whether the layer is one of the group, and has a year where it must."""
        if len(offer.name) > _LONGEST or not fnmatchcase(offer.name, self.name):
            return False
        return not self.year or bool(years(offer.name))

    def period(self, offer: Offer) -> Period | None:
        """The layer's time dimension; else the year in its name, where the group is one of years."""
        times = offer.times or offer.moments
        if times:
            return Period(times.start, times.end)
        found = years(offer.name) if self.year else ()
        return Period(found[0], found[-1]) if found else None

    def texts(self, offer: Offer) -> dict[str, dict[str, str]]:
        """Title and abstract by language, as the row writes them."""
        found: dict[str, dict[str, str]] = {}
        for part, said in (("title", self.titles), ("abstract", self.abstracts)):
            for language, text in said.items():
                filled = text.replace("{year}", "–".join(years(offer.name))).replace("{name}", offer.name)
                found.setdefault(language, {})[part] = filled
        return found

    def words(self, offer: Offer) -> tuple[Keyword, ...]:
        """The layer's keywords, then the group's."""
        return tuple(Keyword(word) for word in dict.fromkeys((*offer.keywords, *self.keywords)))


def years(name: str) -> tuple[str, ...]:
    """The first and the last year that a layer's name holds; empty where it holds none."""
    found = sorted(set(_YEAR.findall(name)))
    return tuple(dict.fromkeys((found[0], found[-1]))) if found else ()


def read_groups(options: Mapping[str, Any]) -> tuple[Group, ...]:
    """The groups of a row; one that holds all layers where the row has none. Never raises."""
    said = options.get("layers")
    if not isinstance(said, (list, tuple)) or not said:
        return (Group(),)
    return tuple(_group(one) for one in said if isinstance(one, Mapping) and _text(one.get("name")))


def _group(said: Mapping[str, Any]) -> Group:
    words = said.get("keywords")
    return Group(
        # What stands for one of several signs in a shell is a sign like any other in a layer's name.
        name=re.sub(r"([\[?])", r"[\1]", _text(said.get("name"))),
        year=said.get("year") is True,
        titles=_by_language(said.get("title")),
        abstracts=_by_language(said.get("abstract")),
        keywords=tuple(word for word in words if isinstance(word, str)) if isinstance(words, list) else (),
        license=_text(said.get("license")),
    )


def _text(value: Any) -> str:
    return value[:_LONGEST] if isinstance(value, str) else ""


def _by_language(value: Any) -> dict[str, str]:
    if isinstance(value, str):
        return {"en": value}
    if not isinstance(value, Mapping):
        return {}
    return {str(key): text for key, text in value.items() if isinstance(text, str) and text}
