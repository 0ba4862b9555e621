"""Files and folders on this machine as layers: what was downloaded, and the demonstration's own."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from ..core.errors import NotFound, UnsupportedLink
from ..core.model import Link, Record
from ..core.net import Cancel
from ..core.products import products, tree_of
from .gdal_quiet import quiet
from .layer_groups import layer_name
from .layer_plan import LayerPlan
from .product_layers import product_plans

MOST_LAYERS = 8
"""So many layers of one file, archive or folder are loaded without asking; forty are not."""
_MOST_PRODUCTS = 4
_MOST_OPENED = 40
"""So many files of an unknown folder are opened to see what they are, the largest first."""


def local_plans(path: Path, link: Link, record: Record, cancel: Cancel | None = None) -> list[LayerPlan]:
    """How to open a file, or a folder such as an unpacked archive: as the product that its layout is of, else
    as what GDAL's own drivers find in it. For worker threads.

    Raises NotFound, Cancelled, and UnsupportedLink for what holds nothing that QGIS draws.
    """
    if not path.exists():
        raise NotFound(host=path.name, status=404)
    plans = [
        plan
        for product in products(path)[:_MOST_PRODUCTS]
        for plan in product_plans(product, link, record, cancel)
    ]
    if plans:
        return plans
    found = contents(path)
    if not found:
        raise UnsupportedLink(host=path.name, detail=f"{path.name} holds no layer that QGIS can draw")
    name = layer_name(record, link)
    return [
        LayerPlan(provider, uri, f"{name} – {part}" if part else name, link, record.key, record.catalog, part)
        for provider, uri, part in found[:MOST_LAYERS]
    ]


def contents(path: Path) -> list[tuple[str, str, str]]:
    """(provider, URI, name of the part) of every layer in a file, or of the main ones of a folder; one part
    has no name."""
    inside = [path.as_posix()]
    if path.is_dir():
        inside = _largest(path)
    elif path.suffix.lower() in (".zip", ".kmz") or path.name.lower().endswith((".tar", ".tar.gz", ".tgz")):
        with quiet() as gdal:
            inside = _members(path, gdal)
    found: list[tuple[str, str, str]] = []
    for source in inside:
        with quiet() as gdal:
            found += _layers(source, gdal)
        if path.is_dir() and len(found) >= MOST_LAYERS:
            break
    if len(found) == 1:
        return [(found[0][0], found[0][1], "")]
    return found


def _largest(folder: Path) -> list[str]:
    """The files of a folder that may be data, the largest first. Images count where nothing else does."""
    tree = tree_of(folder)
    names = _data(tree.files) if tree is not None else []
    sizes = {}
    for name in names:
        try:
            sizes[name] = os.path.getsize(folder / name)
        except OSError:
            continue
    names = sorted(sizes, key=lambda one: (-sizes[one], one))
    return [(folder / name).as_posix() for name in names[:_MOST_OPENED]]


_SIDE = (
    ".aux.xml",
    ".ovr",
    ".tfw",
    ".prj",
    ".dbf",
    ".shx",
    ".cpg",
    ".qix",
    ".sbn",
    ".sbx",
    ".txt",
    ".xml",
    ".pdf",
    ".qml",
)
_IMAGES = (".png", ".jpg", ".jpeg", ".gif")


def _data(names: Any) -> list[str]:
    """The names that may be data. Images count where nothing else does."""
    data = [
        name for name in names if not name.lower().endswith(_SIDE) and not name.startswith(("__MACOSX", "."))
    ]
    return [name for name in data if not name.lower().endswith(_IMAGES)] or data


def _members(path: Path, gdal: Any) -> list[str]:
    """The files of an archive that may be data, read in place."""
    prefix = "/vsizip/" if path.suffix.lower() in (".zip", ".kmz") else "/vsitar/"
    root = prefix + path.as_posix()
    names = [name for name in gdal.ReadDirRecursive(root) or () if not name.endswith("/")]
    return [f"{root}/{name}" for name in sorted(_data(names))]


def _layers(source: str, gdal: Any) -> list[tuple[str, str, str]]:
    """The layers that GDAL finds in one file, without its errors reaching the console."""
    stem = Path(source).stem
    if source.lower().endswith(".csv"):
        return [("ogr", _csv(source), stem)]
    try:
        dataset = gdal.OpenEx(source, gdal.OF_RASTER | gdal.OF_VECTOR | gdal.OF_READONLY)
    except RuntimeError:  # another plugin switched GDAL's exceptions on
        dataset = None
    if dataset is None:
        return []
    if dataset.RasterCount:
        return [("gdal", source, stem)]
    parts = [("gdal", name, name.rsplit(":", 1)[-1]) for name, _ in dataset.GetSubDatasets()]
    if parts:
        return parts
    names = [dataset.GetLayer(index).GetName() for index in range(dataset.GetLayerCount())]
    if len(names) == 1:
        return [("ogr", source, stem)]
    return [("ogr", f"{source}|layername={name}", name) for name in names]


def _csv(source: str) -> str:
    """A table as points, where its columns say so."""
    options = (
        "X_POSSIBLE_NAMES=lon*,x,easting,long",
        "Y_POSSIBLE_NAMES=lat*,y,northing",
        "GEOM_POSSIBLE_NAMES=geom*,wkt*,the_geom",
        "AUTODETECT_TYPE=YES",
    )
    return source + "".join(f"|option:{option}" for option in options)
