"""Theia Snow: level 2B maps of one date, and level 3B syntheses of a year.

Layouts: ``<product>_SNW_R2.tif`` (snow, no snow, cloud); ``LIS_S2-SNOW-FSC_T…tif`` (fraction of the ground
under snow, in percent) with ``…-FSC-QCFLAGS_…``; ``LIS_…-SNOW-<SCD|SOD|SMOD|NSP|NOBS>_…tif``, in days.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from . import legends
from .bands import mission_name
from .model import Band, Entry, Image, Mask, Product
from .reading import stamp
from .tree import Tree

_BINARY = re.compile(r"(?P<product>.+)_SNW_R\d\.tif", re.I)
_LIS = re.compile(r"LIS_(?P<sensor>[A-Z0-9]+)-SNOW-(?P<what>[A-Z]+(?:-[A-Z]+)?)_(?P<rest>.+)\.tif", re.I)
_WHAT: dict[str, tuple[str, tuple[Entry, ...]]] = {
    "FSC": ("Fraction of snow on the ground", legends.SNOW_FRACTION),
    "FSC-TOC": ("Fraction of snow at the top of the canopy", legends.SNOW_FRACTION),
    "SCD": ("Duration of snow cover", legends.DAYS),
    "SOD": ("Day of snow onset", legends.DAYS),
    "SMOD": ("Day of snow melt-out", legends.DAYS),
    "SMD": ("Day of snow melt-out", legends.DAYS),
}
_SENSORS = {"S2": "Sentinel-2", "S2L8": "Sentinel-2, Landsat 8"}
_NODATA_BINARY, _NODATA_FRACTION = 254.0, 255.0


def find(tree: Tree) -> Iterator[Product]:
    """Every snow product in the tree: one a date, one a synthesis."""
    groups: dict[str, dict[str, str]] = {}
    for name in tree.files:
        folder, file = posixpath.split(name)
        match = _BINARY.fullmatch(file)
        if match:
            image = Image(
                "Snow", (Band(tree.path(name), 1, "SNW"),), _NODATA_BINARY, legend=legends.SNOW_CLASSES
            )
            title = match["product"]
            sensor = mission_name(title.split("_")[0])
            yield Product("snow", title, sensor, "L2B", tree.folder(name), stamp(title), (image,))
            continue
        match = _LIS.fullmatch(file)
        if match:
            synthesis = posixpath.join(folder, f"LIS_{match['sensor'].upper()}-SNOW_{match['rest']}")
            groups.setdefault(synthesis, {}).setdefault(match["what"].upper(), name)
    for group, files in groups.items():
        yield from _lis(tree, group, files)


def _lis(tree: Tree, group: str, files: dict[str, str]) -> Iterator[Product]:
    title = posixpath.basename(group)
    images: list[Image] = []
    for code, (name, legend) in _WHAT.items():
        if code in files:
            yearly = legend is legends.DAYS
            bands = (Band(tree.path(files[code]), 1, code),)
            nodata = None if yearly else _NODATA_FRACTION
            images.append(Image(name, bands, nodata, legend=legend, continuous=True, shown=not images))
    if not images:
        return
    masks: tuple[Mask, ...] = ()
    if "FSC-QCFLAGS" in files:
        masks = (Mask("Quality flags", tree.path(files["FSC-QCFLAGS"]), 1, legends.SNOW_QUALITY, bits=True),)
    code = title.split("_")[1].split("-")[0]
    level = "L2B" if any(name.startswith("FSC") for name in files) else "L3B"
    sensor, home = _SENSORS.get(code, code), tree.folder(group)
    yield Product("snow", title, sensor, level, home, stamp(title), tuple(images), masks)
