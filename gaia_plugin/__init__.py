"""GAIA Data for QGIS: find, draw, stream, download and cite Earth-system datasets.

The packages stack like floors, and imports only point down: ``core`` (no Qt, no QGIS), ``bridge`` (QGIS
without widgets), ``processing``, ``gui``, and ``plugin`` on top.

``__version__`` is read from ``metadata.txt``, the one place where the version is written.
"""

from __future__ import annotations

import configparser
from pathlib import Path

__all__ = ["__version__"]


def _version() -> str:
    """Return the version that ``metadata.txt`` states, or ``"0+unknown"`` where the file is not at hand."""
    metadata = Path(__file__).resolve().parent.parent / "metadata.txt"
    parser = configparser.ConfigParser(interpolation=None)
    try:
        parser.read(metadata, encoding="utf-8")
        return parser.get("general", "version").strip()
    except (configparser.Error, UnicodeDecodeError):
        return "0+unknown"


__version__ = _version()
