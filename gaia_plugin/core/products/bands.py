"""Bands of the instruments: common names (STAC electro-optical extension), centre wavelength, pixel size.

Sources: the missions' own documents. Sentinel-2: the MSI user guide; Venµs: the VSSC filters; Landsat: the
USGS handbooks; SPOT, Pléiades and Pléiades Neo: Airbus's imagery user guides.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Optional

from .model import Band, Composition

Spectral = tuple[str, Optional[float], Optional[float]]
"""Common name, centre wavelength (nm), pixel size (m)."""

SENTINEL2: dict[str, Spectral] = {
    "B1": ("coastal", 443, 60), "B2": ("blue", 490, 10), "B3": ("green", 560, 10), "B4": ("red", 665, 10),
    "B5": ("rededge", 705, 20), "B6": ("rededge", 740, 20), "B7": ("rededge", 783, 20),
    "B8": ("nir", 842, 10), "B8A": ("nir08", 865, 20), "B9": ("nir09", 945, 60), "B10": ("cirrus", 1375, 60),
    "B11": ("swir16", 1610, 20), "B12": ("swir22", 2190, 20),
}  # fmt: skip
VENUS: dict[str, Spectral] = {
    "B1": ("coastal", 420, None), "B2": ("coastal", 443, None), "B3": ("blue", 490, None),
    "B4": ("green", 555, None), "B5": ("yellow", 620, None), "B6": ("yellow", 620, None),
    "B7": ("red", 667, None), "B8": ("rededge", 702, None), "B9": ("rededge", 742, None),
    "B10": ("rededge", 782, None), "B11": ("nir", 865, None), "B12": ("nir09", 910, None),
}  # fmt: skip
LANDSAT_OLI: dict[str, Spectral] = {
    "B1": ("coastal", 443, 30), "B2": ("blue", 482, 30), "B3": ("green", 561, 30), "B4": ("red", 655, 30),
    "B5": ("nir", 865, 30), "B6": ("swir16", 1609, 30), "B7": ("swir22", 2201, 30), "B8": ("pan", 590, 15),
    "B9": ("cirrus", 1373, 30),
}  # fmt: skip
LANDSAT_TM: dict[str, Spectral] = {
    "B1": ("blue", 485, 30), "B2": ("green", 560, 30), "B3": ("red", 660, 30), "B4": ("nir", 830, 30),
    "B5": ("swir16", 1650, 30), "B7": ("swir22", 2215, 30), "B8": ("pan", 710, 15),
}  # fmt: skip
SPOT_HRV: dict[str, Spectral] = {
    "XS1": ("green", 545, None), "XS2": ("red", 645, None), "XS3": ("nir", 835, None),
    "XS4": ("swir16", 1665, None), "SWIR": ("swir16", 1665, None), "B1": ("green", 545, None),
    "B2": ("red", 645, None), "B3": ("nir", 835, None), "B4": ("swir16", 1665, None),
    "PAN": ("pan", 610, None), "P": ("pan", 610, None), "M": ("pan", 645, None),
    "HM": ("pan", 595, None), "THR": ("pan", 595, None),
}  # fmt: skip
SPOT_NAOMI: dict[str, Spectral] = {
    "B0": ("blue", 490, 6), "B1": ("green", 560, 6), "B2": ("red", 660, 6), "B3": ("nir", 825, 6),
    "P": ("pan", 600, 1.5), "PAN": ("pan", 600, 1.5),
}  # fmt: skip
PLEIADES: dict[str, Spectral] = {
    "B0": ("blue", 490, 2), "B1": ("green", 550, 2), "B2": ("red", 660, 2), "B3": ("nir", 850, 2),
    "P": ("pan", 655, 0.5), "PAN": ("pan", 655, 0.5),
}  # fmt: skip
PLEIADES_NEO: dict[str, Spectral] = {
    "DB": ("coastal", 425, 1.2), "B": ("blue", 485, 1.2), "G": ("green", 560, 1.2), "R": ("red", 655, 1.2),
    "RE": ("rededge", 725, 1.2), "NIR": ("nir", 825, 1.2), "P": ("pan", 625, 0.3), "PAN": ("pan", 625, 0.3),
}  # fmt: skip

_BY_MISSION: tuple[tuple[tuple[str, ...], dict[str, Spectral]], ...] = (
    (("SENTINEL2", "SENTINEL-2"), SENTINEL2),
    (("VENUS", "VENµS"), VENUS),
    (("LANDSAT8", "LANDSAT-8", "LANDSAT9", "LANDSAT-9"), LANDSAT_OLI),
    (("LANDSAT",), LANDSAT_TM),
    (("PNEO",), PLEIADES_NEO),
    (("PHR", "PLEIADES"), PLEIADES),
    (("SPOT6", "SPOT7", "SPOT 6", "SPOT 7"), SPOT_NAOMI),
    (("SPOT",), SPOT_HRV),
)


def of_mission(name: str) -> dict[str, Spectral]:
    """The bands of the mission whose name ``name`` begins with; empty for one that is not known."""
    wanted = name.upper()
    return next((table for names, table in _BY_MISSION if wanted.startswith(names)), {})


_NAMES = (
    ("SENTINEL", "Sentinel-"),
    ("LANDSAT", "Landsat "),
    ("VENUS", "Venµs"),
    ("PNEO", "Pléiades Neo"),
    ("PHR", "Pléiades"),
)


def mission_name(code: str) -> str:
    """A mission as people write it: SENTINEL2A is Sentinel-2A, PHR 1B is Pléiades 1B."""
    for short, name in _NAMES:
        if code.upper().startswith(short):
            rest = code[len(short) :].lstrip("- ")
            return f"{name}{rest}" if name[-1] in "- " else f"{name} {rest}".strip()
    return code


def band(
    table: dict[str, Spectral],
    path: Path,
    index: int,
    name: str,
    wavelength_nm: float | None = None,
    resolution_m: float | None = None,
) -> Band:
    """A band with what the metadata say of it, completed from the instrument's table."""
    known = table.get(name.upper()) or table.get(_short(name)) or ("", None, None)
    return Band(path, index, name, known[0], wavelength_nm or known[1], resolution_m or known[2])


def _short(name: str) -> str:
    """B02 is B2."""
    head, digits = name[:1].upper(), name[1:].upper().lstrip("0")
    return head + digits


def order(band_: Band) -> tuple[float, str]:
    """Bands by wavelength; those without one come last."""
    return band_.wavelength_nm if band_.wavelength_nm else 1e9, band_.name


def compositions(bands: Sequence[Band]) -> tuple[Composition, Composition]:
    """(true colour, infrared) of an image's bands."""
    return composed(bands, "red", "green", "blue"), composed(bands, "nir", "red", "green")


def composed(bands: Sequence[Band], *wanted: str) -> Composition:
    """The places of the bands with these common names; empty where one is missing."""
    names = [one.common_name for one in bands]
    if "nir" in wanted and "nir" not in names:
        names = ["nir" if name == "nir08" else name for name in names]
    return tuple(names.index(name) for name in wanted) if set(wanted) <= set(names) else ()


def named(bands: Sequence[Band], wanted: Iterable[str]) -> Composition:
    """The places of the bands with these own names; empty where one is missing."""
    names, wanted = [one.name for one in bands], tuple(wanted)
    return tuple(names.index(name) for name in wanted) if set(wanted) <= set(names) else ()
