"""Sentinel-2 in SAFE: levels 1C and 2A.

Layout: ``MTD_MSIL1C.xml`` or ``MTD_MSIL2A.xml`` and ``GRANULE/…/IMG_DATA[/R10m|R20m|R60m]/*.jp2``. Source:
ESA, "Sentinel-2 Products Specification Document" (S2-PDGS-TAS-DI-PSD): since processing baseline 04.00 the
reflectance is (value + offset) / quantification, and the offset is in the metadata.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from . import legends
from .bands import SENTINEL2, band, compositions, order
from .model import Band, Image, Mask, Product
from .reading import attribute, every, moment, number, positive, text
from .tree import Tree

_METADATA = re.compile(r"(?:MTD_MSI(?P<level>L1C|L2A)|S2[A-D]_\w+_MTD_SAF\w*)\.xml", re.I)
_IMAGE = re.compile(r".+_(?P<band>B\d{1,2}A?)(?:_(?P<pixel>\d\d)m)?\.(?:jp2|tif)", re.I)
_QUANTIFICATION = 10000.0
_MASKS = (
    ("SCL", re.compile(r".+_SCL_20m\.jp2", re.I), "Scene classification", legends.SCENE_CLASSES, False, 1),
    ("CLDPRB", re.compile(r"MSK_CLDPRB_20m\.jp2", re.I), "Cloud probability", legends.PERCENT, True, 1),
    ("SNWPRB", re.compile(r"MSK_SNWPRB_20m\.jp2", re.I), "Snow probability", legends.PERCENT, True, 1),
    ("CLASSI", re.compile(r"MSK_CLASSI_B00\.jp2", re.I), "Opaque clouds", legends.OPAQUE, False, 1),
    ("CLASSI", re.compile(r"MSK_CLASSI_B00\.jp2", re.I), "Cirrus", legends.CIRRUS, False, 2),
    ("CLASSI", re.compile(r"MSK_CLASSI_B00\.jp2", re.I), "Snow", legends.ICE, False, 3),
)


def find(tree: Tree) -> Iterator[Product]:
    """Every product of this layout; one granule each, as they are distributed since 2016."""
    for name in tree.files:
        if _METADATA.fullmatch(posixpath.basename(name)):
            product = _product(tree, name)
            if product is not None:
                yield product


def _product(tree: Tree, name: str) -> Product | None:
    root = tree.xml(name)
    if root is None or "User_Product" not in root.tag:
        return None
    folder = posixpath.dirname(name)
    inside = [one for one in tree.files if not folder or one.startswith(folder + "/")]
    granule = _first_granule(inside)
    title = text(root, "PRODUCT_URI") or posixpath.basename(folder) or tree.root.name
    title = title.removesuffix(".SAFE")
    image = _reflectance(tree, root, title, granule)
    if image is None:
        return None
    masks = tuple(
        Mask(label, tree.path(file), index, legend, continuous=continuous)
        for _, pattern, label, legend, continuous, index in _MASKS
        for file in [one for one in granule if pattern.fullmatch(posixpath.basename(one))][:1]
    )
    return Product(
        "safe",
        title,
        text(root, "SPACECRAFT_NAME") or "Sentinel-2",
        text(root, "PROCESSING_LEVEL").removeprefix("Level-"),
        tree.folder(name),
        moment(text(root, "DATATAKE_SENSING_START") or text(root, "PRODUCT_START_TIME")),
        (image,),
        masks,
        metadata_file=tree.path(name),
    )


def _first_granule(files: list[str]) -> list[str]:
    """The files of the first granule, where there are several; all of them where there is no such folder."""
    granules = sorted({match[1] for one in files if (match := re.match(r"(.*GRANULE/[^/]+/)", one))})
    return [one for one in files if one.startswith(granules[0])] if granules else files


def _reflectance(tree: Tree, root: Any, title: str, files: list[str]) -> Image | None:
    """The image of all bands, each from its finest file."""
    finest: dict[str, tuple[int, str]] = {}
    for file in files:
        match = _IMAGE.fullmatch(posixpath.basename(file))
        if match is None or "QI_DATA" in file:
            continue
        code, pixel = match["band"].upper(), int(match["pixel"] or 0)
        if code not in finest or pixel < finest[code][0]:
            finest[code] = (pixel, file)
    if not finest:
        return None
    told = {attribute(one, "physicalBand").upper(): one for one in every(root, "Spectral_Information")}
    bands: list[Band] = []
    for code, (pixel, file) in finest.items():
        known = told.get(code.replace("B0", "B"))
        size = float(pixel) if pixel else positive(text(known, "RESOLUTION"))
        bands.append(band(SENTINEL2, tree.path(file), 1, code, positive(text(known, "CENTRAL")), size))
    bands.sort(key=order)
    natural, infrared = compositions(bands)
    level2 = "2A" in text(root, "PROCESSING_LEVEL")
    quantification = text(root, "BOA_QUANTIFICATION_VALUE") or text(root, "QUANTIFICATION_VALUE")
    divisor = positive(quantification) or _QUANTIFICATION
    added = text(root, "BOA_ADD_OFFSET" if level2 else "RADIO_ADD_OFFSET")
    return Image(
        "Surface reflectance" if level2 else "Reflectance at the top of the atmosphere",
        tuple(bands),
        _nodata(root),
        1 / divisor,
        (number(added) or 0.0) / divisor,
        natural,
        infrared,
        stem=title,
    )


def _nodata(root: Any) -> float:
    for one in every(root, "Special_Values"):
        if text(one, "SPECIAL_VALUE_TEXT").upper() == "NODATA":
            value = number(text(one, "SPECIAL_VALUE_INDEX"))
            if value is not None:
                return value
    return 0.0
