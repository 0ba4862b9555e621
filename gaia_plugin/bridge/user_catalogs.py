"""The user's own catalogues: a registry file in the profile, beside the plugin's."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsApplication

from ..core.catalogs.base import CatalogEntry
from ..core.catalogs.registry import load_registry
from ..core.errors import GaiaError


def user_registry() -> Path:
    """``gaia_data/catalogs.json`` in the profile's folder; the same format as ``resources/catalogs.json``."""
    return Path(QgsApplication.qgisSettingsDirPath()) / "gaia_data" / "catalogs.json"


def all_entries() -> list[CatalogEntry]:
    """The plugin's rows and the user's; a row of the user replaces the plugin's of the same id.

    A file that cannot be read costs the user's rows only.
    """
    entries = {entry.id: entry for entry in load_registry()}
    path = user_registry()
    if path.is_file():
        try:
            entries.update((entry.id, entry) for entry in load_registry(path))
        except GaiaError as error:
            QgsApplication.messageLog().logMessage(str(error), "GAIA Data")
    return list(entries.values())
