"""Capabilities by element names alone, for documents on which OWSLib stops.

MapServer's WFS 1.0.0 without keywords and WCS 1.1 without provider are such, and valid.
"""

from __future__ import annotations

from typing import Any

from .capabilities import Offer, local, text_of

_ENTRIES = ("Layer", "FeatureType", "CoverageOfferingBrief", "CoverageSummary")
_NAMES = ("Name", "name", "Identifier", "CoverageId")
_CRS = ("DefaultCRS", "DefaultSRS", "CRS", "SRS", "SupportedCRS", "OtherCRS", "OtherSRS")
_FORMATS = ("Format", "SupportedFormat", "formats")


def read(root: Any) -> tuple[str, tuple[Offer, ...]]:
    """The service's title, and every named layer, feature type or coverage with its CRS and formats."""
    offers = []
    for entry in (element for element in root.iter() if local(element) in _ENTRIES):
        name = text_of(entry, *_NAMES)
        if not name:
            continue
        title, abstract = text_of(entry, "Title", "label"), text_of(entry, "Abstract", "description")
        offers.append(Offer(name, title, abstract, _all(entry, _CRS), _all(entry, _FORMATS)))
    titles = (text_of(element, "Title", "label") for element in root.iter())
    return next(filter(None, titles), ""), tuple(offers)


def _all(entry: Any, names: tuple[str, ...]) -> tuple[str, ...]:
    """The words of the direct children of these names, in the order of ``names`` (defaults first)."""
    found = [
        word.strip()
        for name in names
        for child in entry
        if local(child) == name
        for word in ([child.text] if name in _FORMATS else (child.text or "").split())
        if word and word.strip()
    ]
    return tuple(dict.fromkeys(found))
