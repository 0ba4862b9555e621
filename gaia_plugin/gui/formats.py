"""Numbers, sizes, dates and places as people read them, in QGIS's language."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from qgis.PyQt.QtCore import QCoreApplication, QLocale

from ..bridge.period_text import period_text
from ..core.model import Area, Period
from .gui_settings import language

_steady: list[QLocale] = []


@contextmanager
def steady() -> Iterator[None]:
    """While it lasts the locale is asked for once: QGIS's settings give Python's lock away, and a list that
    is painted would wait for it at each number. Main thread only."""
    _steady.append(_steady[-1] if _steady else QLocale(language()))
    try:
        yield
    finally:
        _steady.pop()


def locale() -> QLocale:
    """The locale of QGIS's language: texts and numbers of one sentence speak the same."""
    return _steady[-1] if _steady else QLocale(language())


def number(value: int) -> str:
    """1204 as "1,204" or "1 204"."""
    return locale().toString(value)


def size(octets: int | None) -> str:
    """Bytes as "12.4 MB"; "" where unknown."""
    if octets is None or octets < 0:
        return ""
    return locale().formattedDataSize(octets, 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def rate(octets_per_second: float | None) -> str:
    """Bytes a second as "1.2 MB/s"; "" where unknown."""
    if not octets_per_second or octets_per_second <= 0:
        return ""
    return QCoreApplication.translate("Formats", "{size}/s").format(size=size(int(octets_per_second)))


def period(value: Period | None) -> str:
    """A period in words: "2018", "2018–2020", "since 2015", "until 2010", "" where unknown."""
    return period_text(value, language())


def longitude(value: float) -> str:
    """5.1 as "5.1° E"."""
    east, west = QCoreApplication.translate("Formats", "E"), QCoreApplication.translate("Formats", "W")
    return f"{_degrees(abs(value))}° {west if value < 0 else east}"


def latitude(value: float) -> str:
    """-44 as "44° S"."""
    north, south = QCoreApplication.translate("Formats", "N"), QCoreApplication.translate("Formats", "S")
    return f"{_degrees(abs(value))}° {south if value < 0 else north}"


def _degrees(value: float) -> str:
    text = locale().toString(float(value), "f", 2)
    point = locale().decimalPoint()
    return text.rstrip("0").rstrip(point) if point in text else text


def box(bounds: tuple[float, float, float, float]) -> str:
    """(west, south, east, north) as "5° E – 8° E, 44° N – 46.5° N"."""
    west, south, east, north = bounds
    return f"{longitude(west)} – {longitude(east)}, {latitude(south)} – {latitude(north)}"


def area(value: Area) -> str:
    """The bounds of an area in words."""
    return box(value.bounds)
