"""Products of Earth observation as their producers lay them out: which files are the image, which band is
which, what masks mean. No file is opened but metadata; no GDAL, no QGIS.

``recognise`` answers for one product, ``products`` for a folder that holds several.
"""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from . import dimap, muscate, oso, safe1, safe2, snow
from .model import Band, Composition, Entry, Image, Mask, Product, Shapes
from .tree import Tree, gdal_name, tree_of

__all__ = [
    "Band",
    "Composition",
    "Entry",
    "Image",
    "Mask",
    "Product",
    "Shapes",
    "Tree",
    "gdal_name",
    "products",
    "recognise",
    "tree_of",
]

LAYOUTS = (muscate.find, safe2.find, dimap.find, safe1.find, snow.find, oso.find)
"""One function a layout, asked in this order: what the first ones name is the product's image."""
_METADATA = (".safe", ".dim", "_mtd_all.xml")
_MOST = 16


def recognise(root: Path) -> Product | None:
    """The product in a folder, in a zip archive, or that a file is or describes; None where there is none
    that is known. Never raises for what it finds: broken metadata are as none."""
    return next(iter(products(root)), None)


def products(root: Path) -> tuple[Product, ...]:
    """Every product in a folder, at most 16; see ``recognise``."""
    tree = tree_of(_folder(root))
    if tree is None:
        return ()
    found = (product for layout in LAYOUTS for product in layout(tree))
    return tuple(islice(found, _MOST))


def _folder(path: Path) -> Path:
    """A file of metadata stands for the folder it describes."""
    name = path.name.lower()
    describes = name.endswith(_METADATA) or (
        name.endswith(".xml") and name.startswith(("mtd_msi", "dim_", "vol_", "xfdumanifest"))
    )
    return path.parent if describes and path.is_file() else path
