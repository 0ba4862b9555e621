"""Theia's reflectances: MAJA level 2A of Sentinel-2, Venµs, Landsat and SPOT, and WASP level 3A.

Layout: one file a band named ``<product>_<FRE|SRE|FRC>_<band>.tif``, masks in ``MASKS``, and the metadata
``<product>_MTD_ALL.xml`` (Muscate_Metadata_Document). FRE is corrected for slopes, SRE is not; masks come at
the two pixel sizes R1 and R2 of Sentinel-2, or XS.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from . import legends
from .bands import band, compositions, mission_name, named, of_mission, order
from .model import Band, Composition, Entry, Image, Mask, Product
from .reading import attribute, every, moment, number, positive, stamp, text
from .tree import Tree

_BAND = re.compile(r"(?P<product>.+)_(?P<kind>FRE|SRE|FRC)_(?P<band>[A-Z]*\d+[A-Z]?|SWIR|PAN)\.tif", re.I)
_TITLES = {
    "FRE": "Surface reflectance, slopes corrected",
    "SRE": "Surface reflectance",
    "FRC": "Monthly synthesis of surface reflectance",
}
_MASKS: tuple[tuple[str, str, tuple[Entry, ...], bool], ...] = (
    ("CLM", "Clouds", legends.MAJA_CLOUDS, True),
    ("MG2", "Geophysical mask", legends.MAJA_GEOPHYSICAL, True),
    ("EDG", "Edge of the image", legends.MAJA_EDGE, True),
    ("SAT", "Saturation", (), True),
    ("FLG", "Flags", legends.WASP_FLAGS, False),
)
_NODATA, _QUANTIFICATION = -10000.0, 10000.0


def find(tree: Tree) -> Iterator[Product]:
    """Every product of this layout in the tree, the shallowest first."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    for name in tree.files:
        match = _BAND.fullmatch(posixpath.basename(name))
        if match:
            product = posixpath.join(posixpath.dirname(name), match["product"])
            files = found.setdefault(product, {}).setdefault(match["kind"].upper(), {})
            files.setdefault(match["band"].upper(), name)
    for stem, kinds in found.items():
        if len(tree.files) > 1:  # one band that came alone is a file like any other
            yield _product(tree, stem, kinds)


def _product(tree: Tree, stem: str, kinds: dict[str, dict[str, str]]) -> Product:
    title = posixpath.basename(stem)
    metadata = f"{stem}_MTD_ALL.xml"
    root = tree.xml(metadata) if metadata in tree else None
    kind = next(kind for kind in ("FRE", "FRC", "SRE") if kind in kinds)
    sensor = text(root, "PLATFORM") or title.split("_")[0]
    table = of_mission(sensor) or of_mission(title)
    told = {attribute(one, "band_id").upper(): one for one in every(root, "Spectral_Band_Informations")}
    bands = sorted(
        (
            band(
                table,
                tree.path(file),
                1,
                name,
                positive(text(told.get(name), "Wavelength/CENTRAL")),
                positive(text(told.get(name), "SPATIAL_RESOLUTION")),
            )
            for name, file in kinds[kind].items()
        ),
        key=order,
    )
    level = text(root, "PRODUCT_LEVEL") or ("L3A" if kind == "FRC" else "L2A")
    when = moment(text(root, "ACQUISITION_DATE")) or stamp(title)
    images = (_reflectance(root, title, kind, tuple(bands)), *_atmosphere(tree, root, stem))
    return Product(
        "muscate",
        title,
        mission_name(sensor),
        level,
        tree.folder(stem),
        when,
        images,
        tuple(_masks(tree, stem, root)),
        metadata_file=tree.path(metadata) if root is not None else None,
    )


def _reflectance(root: Any, title: str, kind: str, bands: tuple[Band, ...]) -> Image:
    nodata = next(
        (
            number(one.text or "")
            for one in every(root, "SPECIAL_VALUE")
            if attribute(one, "name") == "nodata"
        ),
        None,
    )
    quantification = positive(text(root, "REFLECTANCE_QUANTIFICATION_VALUE")) or _QUANTIFICATION
    natural, infrared = compositions(bands)
    shown: Composition = ()
    for quicklook in every(root, "QUICKLOOK"):
        shown = named(bands, attribute(quicklook, "bands_id").upper().split(","))
    return Image(
        _TITLES[kind],
        bands,
        _NODATA if nodata is None else nodata,
        1 / quantification,
        natural=natural or (shown if len(shown) == 3 else ()),
        infrared=infrared,
        stem=f"{title}_{kind}",
    )


def _atmosphere(tree: Tree, root: Any, stem: str) -> Iterator[Image]:
    """Water vapour (g/cm²) and optical thickness of aerosols: for those who look for them, not drawn."""
    name = next((one for one in (f"{stem}_ATB_{size}.tif" for size in ("R1", "R2", "XS")) if one in tree), "")
    if not name:
        return
    vapour = positive(text(root, "WATER_VAPOR_CONTENT_QUANTIFICATION_VALUE")) or 20.0
    aerosols = positive(text(root, "AEROSOL_OPTICAL_THICKNESS_QUANTIFICATION_VALUE")) or 200.0
    path = tree.path(name)
    bands = (
        Band(path, 1, "WVC", scale=1 / vapour, offset=0.0),
        Band(path, 2, "AOT", scale=1 / aerosols, offset=0.0),
    )
    yield Image("Water vapour and aerosols", bands, 0.0, shown=False, stem=f"{posixpath.basename(stem)}_ATB")


def _masks(tree: Tree, stem: str, root: Any) -> Iterator[Mask]:
    """The masks at the finest pixel size that there is."""
    folder, title = posixpath.split(stem)
    for code, name, legend, bits in _MASKS:
        places = (
            posixpath.join(folder, below, f"{title}_{code}_{size}.tif")
            for size in ("R1", "XS", "R2")
            for below in ("MASKS", "MASK", "")
        )
        file = next((one for one in places if one in tree), "")
        if not file:
            continue
        if code == "SAT":
            legend = tuple(_saturation(root, posixpath.basename(file)))
        yield Mask(name, tree.path(file), 1, legend, bits)


def _saturation(root: Any, file: str) -> Iterator[Entry]:
    """Which bit is which band's: the metadata count bits from 1."""
    for one in every(root, "MASK_FILE"):
        bit = positive(attribute(one, "bit_number"))
        if bit and attribute(one, "band_id") and (one.text or "").strip().endswith(file):
            yield Entry(bit - 1, attribute(one, "band_id"), "#ff0000")
