"""The fields that every reader of JSON records fills from the same four parts of a record."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..model import Geometry, Keyword, Period, hull
from .constraints import Legal
from .keywords import compartments_of


def shared_fields(
    place: tuple[Geometry | None, str],
    periods: tuple[Period, ...],
    keywords: Iterable[Keyword],
    legal: Legal,
) -> dict[str, Any]:
    """The fields of a Dataset on place (geometry, note), time, themes and terms; keywords once each."""
    kept = tuple(dict.fromkeys(keywords))
    return {
        "footprint": place[0],
        "footprint_note": place[1],
        "period": hull(periods),
        "periods": periods,
        "keywords": kept,
        "compartments": compartments_of(kept),
        "license": legal.license,
        "license_url": legal.license_url,
        "constraints": legal.constraints,
    }
