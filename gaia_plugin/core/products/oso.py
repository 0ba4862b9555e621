"""Theia OSO, the yearly land cover of metropolitan France: rasters, and shapefiles by département.

Layouts: ``OCS_<year>[_CESBIO].tif`` with ``OCS_Confidence_…`` and ``OCS_Validity_…``, in a product
``OSO_<date>_RASTER_V…``; ``departement_<nn>.shp`` in ``OSO_<date>_VECTOR_departement_<nn>_V…``.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from . import legends
from .model import Band, Entry, Image, Product, Shapes
from .reading import stamp
from .tree import Tree

_RASTER = re.compile(r"OCS_(?P<year>20\d\d)(?:_[\w-]+)?\.tif", re.I)
_PRODUCT = re.compile(r"(?:.*[/_])?OSO_(?P<year>20\d\d)\d{4}_(?P<form>RASTER|VECTOR)[^/]*", re.I)
_SHAPES = re.compile(r"departement_\w+\.shp|OSO_\w+\.shp|OCS_\w+\.shp", re.I)
_FIELDS = ("classe", "class", "ocs", "majority")
_LAST_OF_17_CLASSES = 2017


def find(tree: Tree) -> Iterator[Product]:
    """Every map in the tree."""
    for name in tree.files:
        folder, file = posixpath.split(name)
        raster = _RASTER.fullmatch(file)
        within = _PRODUCT.match(folder) or (_PRODUCT.fullmatch(tree.root.name) if tree.root.name else None)
        if raster:
            yield _map(tree, name, int(raster["year"]))
        elif within and _SHAPES.fullmatch(file):
            year = int(within["year"])
            shapes = Shapes("Land cover", tree.path(name), _FIELDS, _legend(year))
            title = posixpath.splitext(file)[0]
            title = title if title.upper().startswith("OSO") else f"OSO {year} {title}"
            when, home = stamp(f"{year}0101"), tree.folder(name)
            yield Product("oso", title, "Sentinel-2", "L3B", home, when, shapes=(shapes,))


def _map(tree: Tree, name: str, year: int) -> Product:
    image = Image("Land cover", (Band(tree.path(name), 1, "OCS"),), 0.0, legend=_legend(year))
    when = stamp(f"{year}0101")
    return Product("oso", f"OSO {year}", "Sentinel-2", "L3B", tree.folder(name), when, (image,))


def _legend(year: int) -> tuple[Entry, ...]:
    return legends.OSO_2017 if year <= _LAST_OF_17_CLASSES else legends.OSO
