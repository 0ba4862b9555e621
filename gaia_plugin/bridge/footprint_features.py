"""Records made into features, in the thread that received them.

QgsGeometry and QgsFeature are values and may be made anywhere; only the layer belongs to the main thread.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from qgis.core import QgsFeature, QgsFields, QgsGeometry
from qgis.PyQt.QtCore import QDate, QDateTime, QTime

from ..core.model import Record
from ..core.pace import breathe
from . import compat
from .footprint_shapes import Shape, shape_of
from .period_text import period_text

FIELDS = (
    ("key", compat.STRING),
    ("catalog", compat.STRING),
    ("catalog_title", compat.STRING),
    ("id", compat.STRING),
    ("title", compat.STRING),
    ("collection", compat.STRING),
    ("provider", compat.STRING),
    ("start", compat.DATETIME),
    ("end", compat.DATETIME),
    ("period", compat.STRING),
    ("cloud_cover", compat.DOUBLE),
    ("kind", compat.STRING),
    ("license", compat.STRING),
    ("doi", compat.STRING),
    ("thumbnail", compat.STRING),
    ("url", compat.STRING),
    ("note", compat.STRING),
    ("shape", compat.STRING),
    ("area_km2", compat.DOUBLE),
    ("cut", compat.INTEGER),
)
INDEX = {name: index for index, (name, _) in enumerate(FIELDS)}
MAX_TEXT = 1000


def layer_fields() -> QgsFields:
    """The attributes of the footprint layer."""
    fields = QgsFields()
    for name, kind in FIELDS:
        fields.append(compat.field(name, kind))
    return fields


@dataclass(frozen=True)
class Context:
    """What features need to know beside their record: names of catalogues, and the language."""

    titles: Mapping[str, str] = field(default_factory=dict)
    language: str = "en"


@dataclass(frozen=True)
class Prepared:
    """Features ready for the layer, with their records' keys, in the same order."""

    keys: tuple[Any, ...]
    features: list[QgsFeature]


def key_text(key: tuple[str, str]) -> str:
    """A record's key as one text, for the layer's ``key`` attribute."""
    return "\N{INFORMATION SEPARATOR ONE}".join(key)


def prepare(records: Iterable[Record], context: Context) -> Prepared:
    """The features of those records that have a footprint. Never raises for a record: one whose footprint
    cannot be drawn has no feature. Safe from any thread."""
    keys, features = [], []
    for record in records:
        breathe()
        if not record.footprint:
            continue
        try:
            shape = shape_of(record.footprint)
        except ValueError:
            continue
        geometry = QgsGeometry()
        geometry.fromWkb(shape.wkb)
        feature = QgsFeature()
        feature.setGeometry(geometry)
        feature.setAttributes(attributes(record, shape, context))
        keys.append(record.key)
        features.append(feature)
    return Prepared(tuple(keys), features)


def attributes(record: Record, shape: Shape, context: Context) -> list[Any]:
    """The values of FIELDS for a record."""
    period = record.period
    language = context.language
    url = record.sources[0].url if record.sources else ""
    return [
        key_text(record.key),
        record.catalog,
        context.titles.get(record.catalog) or record.catalog,
        record.id,
        _short(record.text("title", language) or record.id),
        getattr(record, "collection", "") or getattr(record, "parent", ""),
        _short(record.provider),
        moment(period.start) if period else None,
        moment(period.end) if period else None,
        period_text(period, language),
        getattr(record, "cloud_cover", None),
        getattr(record, "kind", "granule"),
        _short(record.license),
        record.doi,
        safe_image_url(record.thumbnail),
        url or (f"https://doi.org/{record.doi}" if record.doi else ""),
        record.footprint_note,
        shape.kind,
        round(shape.area, 3),
        shape.cut,
    ]


def _short(text: str) -> str:
    return text if len(text) <= MAX_TEXT else text[: MAX_TEXT - 1] + "…"


def moment(value: datetime | None) -> QDateTime | None:
    """A moment as the layer keeps it: the clock of UTC without a zone.

    QGIS's temporal filter compares with ``make_datetime(…)``, which has no zone either: with UTC values the
    filter would be wrong by the user's offset.
    """
    if value is None:
        return None
    return QDateTime(
        QDate(value.year, value.month, value.day),
        QTime(value.hour, value.minute, value.second, value.microsecond // 1000),
    )


def safe_image_url(url: str) -> str:
    """The address where an image may be fetched from it: http, https, or a file of this machine; else ""."""
    if not url:
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if parts.scheme in ("http", "https") and parts.hostname:
        return url
    if parts.scheme == "file" and parts.netloc in ("", "localhost"):
        return url
    return ""
