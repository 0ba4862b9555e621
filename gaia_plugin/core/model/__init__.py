"""The model: frozen data, no input or output."""

from .geometry import WORLD, Area, Geometry, bounds, box_polygon, boxes, parts, positions
from .link import DOWNLOADABLE, SEARCHABLE, STREAMABLE, Checksum, Link, LinkKind
from .period import Period, hull, parse_moment, rfc3339
from .query import PropertyFilter, Query, Sort
from .records import (
    COMPARTMENTS,
    Contact,
    Dataset,
    Granule,
    Keyword,
    Lazy,
    Page,
    Record,
    Source,
)

__all__ = [
    "COMPARTMENTS",
    "DOWNLOADABLE",
    "SEARCHABLE",
    "STREAMABLE",
    "WORLD",
    "Area",
    "Checksum",
    "Contact",
    "Dataset",
    "Geometry",
    "Granule",
    "Keyword",
    "Lazy",
    "Link",
    "LinkKind",
    "Page",
    "Period",
    "PropertyFilter",
    "Query",
    "Record",
    "Sort",
    "Source",
    "bounds",
    "box_polygon",
    "boxes",
    "hull",
    "parse_moment",
    "parts",
    "positions",
    "rfc3339",
]
