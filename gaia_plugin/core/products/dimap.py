"""DIMAP: SPOT and Pléiades, versions 1 and 2, as GDAL's DIMAP driver reads them.

Version 2: a volume ``VOL_*.XML`` and, for each image, a folder with ``DIM_*.XML`` and the tiles
``IMG_*_R<row>C<column>.TIF`` or ``.JP2``; a bundle has one image of colours and one panchromatic. Version 1:
``METADATA.DIM`` beside ``IMAGERY.TIF``. Sources: Airbus, "Pléiades Imagery User Guide" and "SPOT 6 & 7
Imagery User Guide", appendices on DIMAP; Spot Image, "DIMAP documentation" 1.1.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from .bands import Spectral, band, compositions, mission_name, of_mission
from .model import Image, Product
from .reading import attribute, every, moment, number, positive, text
from .tree import Tree

_DESCRIPTION = re.compile(r"(?:DIM_.+\.XML|METADATA\.DIM|.+_DIM\.XML)", re.I)
_VOLUME = re.compile(r"VOL_.+\.(?:XML|DIM)", re.I)
_LEADS_AWAY = re.compile(r"\s*(?:[/\\]|[A-Za-z][\w+.-]*:)")
_DISPLAY = ("RED_CHANNEL", "GREEN_CHANNEL", "BLUE_CHANNEL", "ALPHA_CHANNEL")
_REFLECTANCE_GAIN = 10000.0
_MOST_IMAGES = 12


def find(tree: Tree) -> Iterator[Product]:
    """The images of each volume, colours first, as one product."""
    volumes = [posixpath.dirname(name) for name in tree.files if _VOLUME.fullmatch(posixpath.basename(name))]
    groups: dict[str, list[tuple[str, Any]]] = {}
    for name in tree.files:
        if not _DESCRIPTION.fullmatch(posixpath.basename(name)):
            continue
        root = tree.xml(name)
        if root is None or not root.tag.endswith("Dimap_Document") or not _tiles(tree, name, root):
            continue  # a volume, a strip, or an image whose tiles are not here
        group = groups.setdefault(_home(name, volumes), [])
        if len(group) < _MOST_IMAGES:
            group.append((name, root))
    for home, described in groups.items():
        yield _product(tree, home, described)


def _home(name: str, volumes: list[str]) -> str:
    """The folder of the volume that an image belongs to."""
    folder = posixpath.dirname(name)
    within = [one for one in volumes if one == "" or folder == one or folder.startswith(one + "/")]
    return max(within, key=len, default=folder)


def _tiles(tree: Tree, name: str, root: Any) -> list[str]:
    """The files of an image; none where the metadata mention one that is not part of the product, or lead
    anywhere by an absolute path: GDAL's driver would follow it."""
    if any(_LEADS_AWAY.match(attribute(one, "href")) for one in every(root, "COMPONENT_PATH")):
        return []
    wanted = [attribute(one, "href") for one in every(root, "DATA_FILE_PATH")]
    found = [tree.beside(name, href) for href in wanted]
    return found if found and all(found) else []


def _product(tree: Tree, home: str, described: list[tuple[str, Any]]) -> Product:
    images = [_image(tree, name, root) for name, root in described]
    images.sort(key=lambda one: -len(one.bands))
    coloured = len(images[0].bands) > 1
    images = [one if len(one.bands) > 1 or not coloured else replace(one, shown=False) for one in images]
    name, root = described[0]
    mission = mission_name(f"{text(root, 'MISSION')} {text(root, 'MISSION_INDEX')}".strip())
    date, clock = text(root, "IMAGING_DATE"), text(root, "IMAGING_TIME") or "00:00:00"
    titles = (
        [text(root, "DATASET_NAME")] if len(described) == 1 else [posixpath.basename(home), tree.root.name]
    )
    title = next((one for one in titles if one), posixpath.splitext(posixpath.basename(name))[0])
    return Product(
        "dimap",
        title,
        mission,
        text(root, "PROCESSING_LEVEL"),
        tree.folder(f"{home}/" if home else ""),
        moment(f"{date}T{clock.rstrip('Z')}Z") if date else None,
        tuple(images),
        metadata_file=tree.path(name),
    )


def _image(tree: Tree, name: str, root: Any) -> Image:
    table = _table(root)
    path = tree.path(name)
    pixel = positive(text(root, "RESAMPLING_SPACING"))
    told = {text(one, "BAND_ID"): _centre(one) for one in every(root, "Band_Spectral_Range")}
    bands = tuple(
        band(table, path, index, code, told.get(code), pixel)
        for index, code in enumerate(_codes(root), start=1)
    )
    natural, infrared = compositions(bands)
    reflectance = text(root, "RADIOMETRIC_PROCESSING").upper() == "REFLECTANCE"
    gain = next((positive(text(one, "GAIN")) for one in every(root, "Band_Reflectance")), None)
    position = text(root, "RASTER_GEOMETRY").upper()
    level = text(root, "PROCESSING_LEVEL").upper()
    return Image(
        "Panchromatic image" if len(bands) == 1 else "Colour image",
        bands,
        _nodata(root),
        1 / (gain or _REFLECTANCE_GAIN) if reflectance else 1.0,
        natural=natural,
        infrared=infrared,
        source=path,
        in_sensor_geometry=position == "SENSOR" or (not position and level in ("1A", "1B", "SENSOR")),
        stem=_stem(name, root),
    )


def _stem(name: str, root: Any) -> str:
    """Every scene of version 1 is called METADATA: its name and its folder tell it from the others."""
    stem = posixpath.splitext(posixpath.basename(name))[0]
    if stem.upper() != "METADATA":
        return stem
    folder = posixpath.basename(posixpath.dirname(name))
    return "_".join(one for one in (text(root, "DATASET_NAME"), folder) if one) or stem


def _table(root: Any) -> dict[str, Spectral]:
    mission = text(root, "MISSION").upper()
    index = text(root, "MISSION_INDEX")
    profile = text(root, "METADATA_PROFILE").upper()
    return of_mission(mission + index) or of_mission(mission) or of_mission(profile.replace("S6", "SPOT6"))


def _codes(root: Any) -> list[str]:
    """The name of each band that GDAL gives, in its order.

    The files are stored as they are shown: red, green, blue, infrared. GDAL's own metadata of these bands
    (3.6) take B0, the blue one, for the first.
    """
    count = int(min(positive(text(root, "NBANDS")) or 1, 64))
    codes = {index: f"B{index}" if count > 1 else "PAN" for index in range(1, count + 1)}
    for index, tag in enumerate(_DISPLAY, start=1):
        shown = text(root, f"Raster_Display/Band_Display_Order/{tag}") if count > 1 else ""
        if shown and not shown.isdigit() and index <= count:
            codes[index] = shown
    if count == 1:
        codes[1] = text(root, "Band_Measurement_List/Band_Spectral_Range/BAND_ID") or codes[1]
    files = [found for one in every(root, "Data_Files") if (found := every(one, "Raster_Index"))]
    before = 0  # bands of the files before: Pléiades Neo has one of three bands, and another of three
    for listed in files or [[*every(root, "Raster_Index"), *every(root, "Spectral_Band_Info")]]:
        for index, code in _listed(listed).items():
            if code and before + index in codes:
                codes[before + index] = code.split("/")[-1].strip()
        before += len(listed)
    return list({**codes, **_infrared_order(root, count)}.values())


def _infrared_order(root: Any, count: int) -> dict[int, str]:
    """{band: name} of SPOT 1 to 5 by what is shown: infrared as red, red as green, green as blue.

    Level 1A files begin with the infrared, and their lists of bands name XS1 first all the same.
    """
    if count < 3:
        return {}
    shown = [text(root, f"Band_Display_Order/{tag}") for tag in _DISPLAY[:3]]
    if sorted(shown) != ["1", "2", "3"]:
        return {}
    return dict(zip(map(int, shown), ("XS3", "XS2", "XS1")))


def _listed(listed: list[Any]) -> dict[int, str]:
    """{place in the file, from 1: name}; in the order of the list where the places make no sense."""
    told = [int(positive(text(one, "BAND_INDEX")) or 0) for one in listed]
    places = range(1, len(listed) + 1)
    names = [text(one, "BAND_ID") or text(one, "BAND_DESCRIPTION") for one in listed]
    return dict(zip(told if sorted(told) == list(places) else places, names))


def _centre(spectral: Any) -> float | None:
    """The middle of a band in nanometres: documents say micrometres, or nanometres, and mean it or not."""
    low, high = number(text(spectral, "MIN")), number(text(spectral, "MAX"))
    if low is None or high is None or not 0 < low < high:
        return None
    middle = (low + high) / 2
    return round(middle * 1000 if middle < 20 else middle, 1)


def _nodata(root: Any) -> float | None:
    for one in every(root, "Special_Value"):
        if text(one, "SPECIAL_VALUE_TEXT").upper() in ("NODATA", "BLACK FILLER"):
            value = number(text(one, "SPECIAL_VALUE_COUNT") or text(one, "SPECIAL_VALUE_INDEX"))
            if value is not None:
                return value
    return None
