"""What the pixels say before they are drawn: the range of a band, and the values that a mask has.

A sample of at most 400 by 400 pixels is read, from the overviews where there are any. Runs in worker threads.
"""

from __future__ import annotations

import math
from array import array
from dataclasses import dataclass
from typing import Any

from .gdal_quiet import quiet

_SIDE = 400
_LOW, _HIGH = 0.02, 0.98
_CODES = {
    "Byte": "B",
    "UInt16": "H",
    "Int16": "h",
    "UInt32": "I",
    "Int32": "i",
    "Float32": "f",
    "Float64": "d",
}
_MOST_VALUES = 32


@dataclass(frozen=True)
class Spread:
    """The 2nd, 50th and 98th percentiles of a band, in physical values (scale and offset applied)."""

    low: float
    middle: float
    high: float


def spreads(uri: str, bands: set[int]) -> dict[int, Spread]:
    """{band, from 1: its spread}; bands without a valid pixel in the sample are not there."""
    with quiet() as gdal:
        try:
            opened = gdal.Open(uri)
            if opened is None:
                return {}
            found = {index: _spread(gdal, opened.GetRasterBand(index)) for index in sorted(bands)}
        except RuntimeError:
            return {}
    return {index: one for index, one in found.items() if one is not None}


def _spread(gdal: Any, band: Any) -> Spread | None:
    kind = gdal.GetDataTypeName(band.DataType)
    code = _CODES.get(kind, "d")
    width, height = min(band.XSize, _SIDE), min(band.YSize, _SIDE)
    read_as = band.DataType if kind in _CODES else gdal.GDT_Float64
    sample = band.ReadRaster(0, 0, band.XSize, band.YSize, width, height, read_as)
    if not sample:
        return None
    nodata = band.GetNoDataValue()
    values = sorted(one for one in array(code, bytes(sample)) if one != nodata and math.isfinite(one))
    if not values:
        return None
    last = len(values) - 1
    low, middle, high = values[int(_LOW * last)], values[last // 2], values[math.ceil(_HIGH * last)]
    scale, offset = band.GetScale() or 1.0, band.GetOffset() or 0.0
    top = high if high > low else low + 1
    return Spread(low * scale + offset, middle * scale + offset, top * scale + offset)


def values_of(path: str, index: int) -> list[int]:
    """The values above 0 of a mask of 8 or 16 bits, the most frequent first, at most 32."""
    with quiet() as gdal:
        try:
            opened = gdal.Open(path)
            band = opened.GetRasterBand(index) if opened is not None else None
            if band is None:
                return []
            most = 255 if band.DataType == gdal.GDT_Byte else 65535
            counts = band.GetHistogram(-0.5, most + 0.5, most + 1, False, False)
        except RuntimeError:
            return []
    present = [(count, value) for value, count in enumerate(counts or ()) if count and value]
    return [value for _, value in sorted(present, key=lambda one: (-one[0], one[1]))[:_MOST_VALUES]]
