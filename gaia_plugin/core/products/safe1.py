"""Sentinel-1 (GRD, SLC) and Sentinel-3 in SAFE.

Layouts: ``manifest.safe`` with ``measurement/s1?-<swath>-<type>-<polarisation>-….tiff``; Sentinel-3:
``xfdumanifest.xml`` with NetCDF files in the satellite's own grid, which is recognised and not drawn.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from .model import Band, Image, Product
from .reading import stamp, text
from .tree import Tree

_MEASUREMENT = re.compile(
    r"s1[a-d]-(?P<swath>\w+?)-(?P<type>grd|slc)-(?P<polarisation>[hv]{2})-.+\.tiff?", re.I
)
_SENTINEL3 = re.compile(r"S3[A-D]_(?P<instrument>[A-Z]{2})_(?P<level>\d)_.+", re.I)
_PREFERRED = ("VV", "HH", "VH", "HV")


def find(tree: Tree) -> Iterator[Product]:
    """Every product of these layouts in the tree."""
    for name in tree.files:
        file = posixpath.basename(name).lower()
        if file == "manifest.safe":
            product = _radar(tree, name)
        elif file == "xfdumanifest.xml":
            product = _sentinel3(tree, name)
        else:
            continue
        if product is not None:
            yield product


def _radar(tree: Tree, name: str) -> Product | None:
    """One image a swath and polarisation: they lie on grids of their own. VV, else HH, is the one shown."""
    folder = posixpath.dirname(name)
    measured: list[tuple[str, str, str, str]] = []
    for file in tree.files:
        match = _MEASUREMENT.fullmatch(posixpath.basename(file))
        if match and (not folder or file.startswith(folder + "/")):
            measured.append(
                (match["swath"].upper(), match["polarisation"].upper(), match["type"].upper(), file)
            )
    if not measured:
        return None
    title = (posixpath.basename(folder) or tree.root.name).removesuffix(".SAFE")
    measured.sort(key=lambda one: (_PREFERRED.index(one[1]) if one[1] in _PREFERRED else 9, one[0]))
    shown = measured[0][1]
    images = tuple(
        Image(
            f"{swath} {polarisation}",
            (Band(tree.path(file), 1, polarisation),),
            0.0,
            in_sensor_geometry=True,
            is_complex=kind == "SLC",
            shown=polarisation == shown,
            stem=f"{title}_{swath}_{polarisation}",
        )
        for swath, polarisation, kind, file in measured
    )
    root = tree.xml(name)
    number = text(root, "number")
    return Product(
        "safe",
        title,
        f"Sentinel-1{number}" if number in tuple("ABCD") else "Sentinel-1",
        measured[0][2],
        tree.folder(name),
        stamp(posixpath.basename(measured[0][3])) or stamp(title),
        images,
        metadata_file=tree.path(name),
    )


def _sentinel3(tree: Tree, name: str) -> Product | None:
    folder = posixpath.basename(posixpath.dirname(name)) or tree.root.name
    match = _SENTINEL3.fullmatch(folder)
    if match is None:
        return None
    instrument = {"OL": "OLCI", "SL": "SLSTR", "SR": "SRAL", "SY": "SYN"}.get(match["instrument"].upper(), "")
    title = folder.removesuffix(".SEN3")
    return Product(
        "safe",
        title,
        f"Sentinel-3{folder[2].upper()} {instrument}".strip(),
        f"L{match['level']}",
        tree.folder(name),
        stamp(title),
        metadata_file=tree.path(name),
    )
