"""Where the profile of the QGIS that runs lies."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsApplication


def profile_folder() -> Path:
    """The profile's folder; the plugin's files are in its ``gaia_data``. Main thread only.

    Raises RuntimeError before a QGIS is started: its path is empty then, and what is kept would be wherever
    the process happens to be run.
    """
    told = QgsApplication.qgisSettingsDirPath()
    if not told:
        raise RuntimeError("no QGIS was started, so there is no profile")
    return Path(told)
