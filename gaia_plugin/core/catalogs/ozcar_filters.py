"""The body of a search of the Theia/OZCAR portal, and the words that its facets know.

The portal (theia-ozcar-is, "backend-springboot", ObservationsController) hands areas to a database that draws
the edges of polygons as great circles and takes a polygon larger than a hemisphere for the rest of the Earth
(MongoDB manual, $geoWithin); it finds texts that hold any of the words, all of them where each is quoted.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ..metadata.jsontexts import inside, objects, text, texts
from ..model import Area, Query
from .clientside import words

VARIABLE, CATEGORY = "ozcar:variable", "ozcar:category"
FACETS = {
    "ozcar:climate": ("climates", "climatesFacet"),
    "ozcar:geology": ("geologies", "geologiesFacet"),
    "ozcar:producer": ("producerNames", "producerNamesFacet"),
    "ozcar:funding": ("fundingNames", "fundingNamesFacet"),
}
"""Facets of plain names: what the search calls them, and where the facets list them."""

_MARGIN = 1e-4
"""Degrees added round an area, some ten metres: no station on its border is lost to the rounding of edges."""
_WIDEST, _POLE, _STEP = 90.0, 89.99, 0.25
_MANY = 20_000
_DEEP = 12


@dataclass(frozen=True)
class Vocabulary:
    """Variables and categories by their English label, and the names of the other facets.

    A variable is what the portal says of it; a category is the concepts (URI) that it ends in."""

    variables: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    categories: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    count: int | None = None


def read_vocabulary(facets: Mapping[str, Any]) -> Vocabulary:
    """The facets as ``initFacets`` gives them."""
    variables = {
        label(one.get("simplifiedLabel")) or label(one.get("prefLabel")): one
        for one in objects(facets.get("theiaVariables"))
    }
    categories: dict[str, tuple[str, ...]] = {}
    for name, leaves in _categories(objects(facets.get("theiaCategoryTree")), 0):
        categories[name] = tuple(dict.fromkeys((*categories.get(name, ()), *leaves)))
    names = {
        queryable: tuple(
            dict.fromkeys(
                name
                for one in objects(facets.get(listed))
                if (name := text(one.get("name")) or text(one.get("_id")))
            )
        )
        for queryable, (_, listed) in FACETS.items()
    }
    counts = [one.get("count") for one in objects(facets.get("totalCount"))]
    count = counts[0] if counts and isinstance(counts[0], int) and not isinstance(counts[0], bool) else None
    return Vocabulary({name: one for name, one in variables.items() if name}, categories, names, count)


def _categories(nodes: Iterable[dict[str, Any]], depth: int) -> Iterator[tuple[str, list[str]]]:
    """(label, the concepts that it ends in) of every node of a tree."""
    for node in nodes:
        below = list(_categories(objects(node.get("narrowers")), depth + 1)) if depth < _DEEP else []
        leaves = [uri for _, found in below for uri in found] or texts(node.get("uri"))
        yield from below
        name = label(node.get("simplifiedLabel")) or label(node.get("prefLabel"))
        if name and leaves:
            yield name, list(dict.fromkeys(leaves))


def label(value: Any, language: str = "en") -> str:
    """The text of a language of ``[{"lang", "text"}]``, or the first there is; a plain text as it is."""
    said = by_language(value)
    return said.get(language) or next(iter(said.values()), "")


def by_language(value: Any) -> dict[str, str]:
    """The texts of ``[{"lang", "text"}]`` by their language; a plain text is taken for English."""
    if isinstance(value, str):
        return {"en": value.strip()} if value.strip() else {}
    found: dict[str, str] = {}
    for one in objects(value):
        if said := text(one.get("text")):
            found.setdefault(text(one.get("lang")) or "en", said)
    return found


def search_body(query: Query, vocabulary: Vocabulary, *, listed: bool, named: bool) -> dict[str, Any]:
    """The filters of a query. ``listed``: words are sent as a list; ``named``: variables and categories as
    objects and not as their URI (the portal changed both)."""
    asked = full_text(query.text)
    body: dict[str, Any] = {
        "temporalExtents": [],
        "spatialExtent": None,
        "climates": [],
        "geologies": [],
        "producerNames": [],
        "fundingNames": [],
        "fundingAcronyms": [],
        "fullText": [asked] if asked and listed else [] if listed else asked or None,
        "theiaCategories": _concepts(query, vocabulary, named),
        "theiaVariables": _variables(query, vocabulary, named),
        "featureOfInterests": [],
    }
    for queryable, (name, _) in FACETS.items():
        body[name] = values_of(query, queryable)
    if query.period:
        # An open end is written out: the portal's own are the year 1900 and now.
        start = instant(query.period.start) if query.period.start else "0001-01-01T00:00:00.000Z"
        end = instant(query.period.end) if query.period.end else "9999-12-31T23:59:59.999Z"
        body["temporalExtents"] = [{"position": 1, "fromDate": start, "toDate": end}]
    if query.area:
        body["spatialExtent"] = {"type": "FeatureCollection", "features": list(_features(query.area))}
    return body


def full_text(said: str) -> str:
    """A search for texts with all the words."""
    found = [word.lstrip("-").replace('"', " ").strip() for word in words(said)]
    found = [word for word in found if word]
    return found[0] if len(found) == 1 and " " not in found[0] else " ".join(f'"{word}"' for word in found)


def values_of(query: Query, name: str) -> list[str]:
    """The values that a query accepts for a facet."""
    found: list[str] = []
    for one in query.filters:
        if one.name == name and one.comparison in ("=", "in"):
            found += texts(list(one.value) if isinstance(one.value, tuple) else one.value)
    return list(dict.fromkeys(found))


def _variables(query: Query, vocabulary: Vocabulary, named: bool) -> list[Any]:
    found: list[Any] = []
    for value in values_of(query, VARIABLE):
        known = vocabulary.variables.get(value, {})
        uri = text(known.get("uri")) or (value if "://" in value else "")
        if named:
            said = (
                by_language(known.get("simplifiedLabel"))
                or by_language(known.get("prefLabel"))
                or {"en": value}
            )
            labels = [{"lang": language, "text": one} for language, one in said.items()]
            found.append({"uri": uri or None, "simplifiedLabel": labels})
        elif uri:
            found.append(uri)
    return found


def _concepts(query: Query, vocabulary: Vocabulary, named: bool) -> list[Any]:
    uris = [
        uri
        for value in values_of(query, CATEGORY)
        for uri in vocabulary.categories.get(value, (value,) if "://" in value else ())
    ]
    return [{"uri": uri} if named else uri for uri in dict.fromkeys(uris)]


def instant(moment: datetime) -> str:
    """A moment in UTC with thousandths, as the portal reads it."""
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z".rjust(24, "0")


def _features(area: Area) -> Iterator[dict[str, Any]]:
    """The boxes of an area in slices, their edges along parallels broken into short ones."""
    for west, south, east, north in area.boxes:
        west, east = max(-180.0, west - _MARGIN), min(180.0, east + _MARGIN)
        south, north = max(-_POLE, south - _MARGIN), min(_POLE, north + _MARGIN)
        slices = max(1, math.ceil((east - west) / _WIDEST))
        width = (east - west) / slices
        for number in range(slices):
            left = west + number * width
            yield {
                "type": "Feature",
                "properties": {},
                "geometry": {"type": "Polygon", "coordinates": [_ring(left, south, left + width, north)]},
            }


def _ring(west: float, south: float, east: float, north: float) -> list[list[float]]:
    count = min(_MANY, max(4, math.ceil((east - west) / _STEP)))
    xs = [round(west + (east - west) * n / count, 6) for n in range(count + 1)]
    low = [[x, round(south, 6)] for x in xs]
    high = [[x, round(north, 6)] for x in reversed(xs)]
    return [*low, *high, low[0]]


def facets_of(document: Any) -> Mapping[str, Any]:
    """The facets in an answer; an empty mapping where there are none."""
    said = inside(document)
    return said if "theiaVariables" in said or "theiaCategoryTree" in said else {}
