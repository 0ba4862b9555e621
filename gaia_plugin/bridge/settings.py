"""What the plugin remembers between two sessions: one place for its QgsSettings keys.

QgsSettings may be read on the main thread only. Nothing secret is kept here.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import QgsSettings
from qgis.PyQt.QtCore import QByteArray, QLocale

GROUP = "gaia_data"
UPDATES_URL = "https://raw.githubusercontent.com/data-terra/gaia-data-qgis/main/resources/corrections.json"


class Setting:
    """One key with its default; reads and writes through QgsSettings, and never raises for a value that
    an older version, another program or a person's editor left behind."""

    def __init__(self, key: str, default: Any):
        self.key, self.default = f"{GROUP}/{key}", default

    def __get__(self, owner: Any, _type: Any = None) -> Any:
        if owner is None:
            return self
        settings = QgsSettings()
        if not settings.contains(self.key):
            return self.default() if callable(self.default) else self.default
        return self._read(settings.value(self.key))

    def __set__(self, owner: Any, value: Any) -> None:
        QgsSettings().setValue(self.key, list(value) if isinstance(value, tuple) else value)

    def _read(self, value: Any) -> Any:
        default = self.default() if callable(self.default) else self.default
        if isinstance(default, bool):
            return value if isinstance(value, bool) else str(value).lower() in ("true", "1")
        if isinstance(default, int):
            try:
                return int(value)
            except (TypeError, ValueError):
                return default
        if isinstance(default, tuple):
            if isinstance(value, str):  # an INI file gives back a list of one as a text
                return (value,) if value else ()
            return tuple(str(part) for part in value) if isinstance(value, (list, tuple)) else default
        if isinstance(default, QByteArray):
            return value if isinstance(value, QByteArray) else default
        return default if value is None else str(value)


def _language() -> str:
    locale = str(QgsSettings().value("locale/userLocale", "") or QLocale.system().name())
    language = locale.replace("-", "_").split("_")[0].lower()
    return language if len(language) == 2 else "en"  # "C" is no language


def _download_folder() -> str:
    from qgis.PyQt.QtCore import QStandardPaths

    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
    return str(Path(place or Path.home()) / "GAIA Data")


class Settings:
    """The last-used options. ``Settings().download_folder = "…"`` is saved at once.

    ``catalogs`` are the identifiers that the user chose, and ``catalogs_chosen`` tells a choice of none from
    no choice yet. ``language`` is the two-letter one in which records are shown, QGIS's own by default.
    ``updates_url`` is where a person looks for corrections of the catalogues' addresses. For the folder rule
    see ``downloads_folders``; ``bandwidth_limit`` is in bytes a second, 0 for none.
    """

    catalogs = Setting("catalogs", ())
    catalogs_chosen = Setting("catalogs_chosen", False)
    language = Setting("language", _language)
    download_folder = Setting("download_folder", _download_folder)
    load_downloads = Setting("load_downloads", True)
    folder_rule = Setting("folder_rule", "project")
    folder_pattern = Setting("folder_pattern", "data/{catalog}/{dataset}")
    transfers_at_once = Setting("transfers_at_once", 8)
    connections_per_file = Setting("connections_per_file", 8)
    bandwidth_limit = Setting("bandwidth_limit", 0)
    unpack_archives = Setting("unpack_archives", True)
    keep_archives = Setting("keep_archives", False)
    sort = Setting("sort", "relevance")
    area_mode = Setting("area_mode", "anywhere")
    last_text = Setting("last_text", "")
    splitter = Setting("splitter", QByteArray)
    dock_geometry = Setting("dock_geometry", QByteArray)
    last_footprint_folder = Setting("last_footprint_folder", "")
    page_limit = Setting("page_limit", 500)
    updates_url = Setting("updates_url", UPDATES_URL)

    def choose_catalogs(self, ids: tuple[str, ...] | list[str]) -> None:
        """Remember a choice of catalogues, even of none."""
        self.catalogs = tuple(ids)
        self.catalogs_chosen = True

    def forget(self) -> None:
        """Back to the defaults."""
        QgsSettings().remove(GROUP)
