"""Files on this machine as layers: what was downloaded, and the demonstration's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..core.errors import NotFound, UnsupportedLink
from ..core.model import Link, Record
from .layer_groups import layer_name
from .layer_plan import LayerPlan

MOST_LAYERS = 8
"""So many layers of one file or archive are loaded without asking; an archive of forty bands is not."""


def local_plans(path: Path, link: Link, record: Record) -> list[LayerPlan]:
    """How to open a file: what GDAL's own drivers find in it decides, not its name.

    Raises NotFound, and UnsupportedLink for a file that holds nothing that QGIS draws.
    """
    if not path.is_file():
        raise NotFound(host=path.name, status=404)
    found = contents(path)
    if not found:
        raise UnsupportedLink(host=path.name, detail=f"{path.name} holds no layer that QGIS can draw")
    name = layer_name(record, link)
    return [
        LayerPlan(provider, uri, f"{name} – {part}" if part else name, link, record.key, record.catalog, part)
        for provider, uri, part in found[:MOST_LAYERS]
    ]


def contents(path: Path) -> list[tuple[str, str, str]]:
    """(provider, URI, name of the part) of every layer in a file; one part has no name."""
    from osgeo import gdal

    inside = [str(path)]
    if path.suffix.lower() in (".zip", ".kmz") or path.name.lower().endswith((".tar", ".tar.gz", ".tgz")):
        inside = _members(path, gdal)
    found: list[tuple[str, str, str]] = []
    for source in inside:
        found += _layers(source, gdal)
    if len(found) == 1:
        return [(found[0][0], found[0][1], "")]
    return found


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


def _members(path: Path, gdal: Any) -> list[str]:
    """The files of an archive that may be data, read in place. Images count where nothing else does."""
    prefix = "/vsizip/" if path.suffix.lower() in (".zip", ".kmz") else "/vsitar/"
    root = prefix + str(path)
    names = [name for name in gdal.ReadDirRecursive(root) or () if not name.endswith("/")]
    data = [
        name for name in names if not name.lower().endswith(_SIDE) and not name.startswith(("__MACOSX", "."))
    ]
    chosen = [name for name in data if not name.lower().endswith(_IMAGES)] or data
    return [f"{root}/{name}" for name in sorted(chosen)]


def _layers(source: str, gdal: Any) -> list[tuple[str, str, str]]:
    """The layers that GDAL finds in one file, without its errors reaching the console."""
    stem = Path(source).stem
    if source.lower().endswith(".csv"):
        return [("ogr", _csv(source), stem)]
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        flags = gdal.OF_RASTER | gdal.OF_VECTOR | gdal.OF_READONLY
        dataset = gdal.OpenEx(source, flags)
    except RuntimeError:  # another plugin switched GDAL's exceptions on
        dataset = None
    finally:
        gdal.PopErrorHandler()
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
