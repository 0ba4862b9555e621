"""What a product holds, whatever its layout: images, masks and classes, ready to be drawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

Composition = tuple[int, ...]
"""Three places in ``Image.bands`` (from 0) for red, green and blue; empty where they are not all there."""


@dataclass(frozen=True)
class Band:
    """One band of an image: band ``index`` (from 1) of the file ``path``.

    ``common_name`` is of the STAC electro-optical extension ("red", "nir", "swir16"); ``scale`` and
    ``offset``, where the band has its own, stand before those of its image.
    """

    path: Path
    index: int
    name: str
    common_name: str = ""
    wavelength_nm: float | None = None
    resolution_m: float | None = None
    scale: float | None = None
    offset: float | None = None


@dataclass(frozen=True)
class Entry:
    """One line of a legend. ``value`` is a pixel's value, or the number of a bit (0 is the lowest); ``name``
    is English, for the interface to translate; ``colour`` is #rrggbb, or "" for what is not drawn."""

    value: float
    name: str
    colour: str


@dataclass(frozen=True)
class Image:
    """An image of one or more bands on one grid.

    A pixel's physical value is ``value * scale + offset`` (reflectances: 0 to 1). ``source`` is a file that
    a driver of GDAL opens as a whole and knows the tiles and the position of; ``bands`` are its bands then.
    A ``legend`` draws one band by classes, or, where it is ``continuous``, by colours between its entries.
    ``in_sensor_geometry`` images have ground control points or a camera model, and no map grid.
    """

    title: str
    bands: tuple[Band, ...]
    nodata: float | None = None
    scale: float = 1.0
    offset: float = 0.0
    natural: Composition = ()
    infrared: Composition = ()
    source: Path | None = None
    legend: tuple[Entry, ...] = ()
    continuous: bool = False
    in_sensor_geometry: bool = False
    is_complex: bool = False
    shown: bool = True
    stem: str = ""
    """The name, without its ending, of what is written beside the product to open the image; another one for
    each image."""


@dataclass(frozen=True)
class Mask:
    """One band of a file that says something about pixels: by value, or, with ``bits``, by bit."""

    title: str
    path: Path
    index: int
    legend: tuple[Entry, ...]
    bits: bool = False
    continuous: bool = False


@dataclass(frozen=True)
class Shapes:
    """A vector file and the attribute whose values its legend explains."""

    title: str
    path: Path
    fields: tuple[str, ...]
    """The attribute, under the names that it has had, without regard to case."""
    legend: tuple[Entry, ...]


@dataclass(frozen=True)
class Product:
    """What was recognised in a folder, an archive or a file.

    ``kind`` is the layout ("muscate", "safe", "dimap", "snow", "oso"); ``folder`` is where its files are,
    for whatever is written beside them; ``acquired`` is in UTC.
    """

    kind: str
    title: str
    sensor: str
    level: str
    folder: Path
    acquired: datetime | None = None
    images: tuple[Image, ...] = ()
    masks: tuple[Mask, ...] = ()
    shapes: tuple[Shapes, ...] = ()
    metadata_file: Path | None = None
