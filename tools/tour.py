"""The guided tour: run inside QGIS (``qgis --code tools/tour.py``), it walks the main path as a user would.

It needs the plugin ``gaia_data`` enabled in the profile and ``GAIA_TOUR_DIR``, the folder for its pictures
and ``report.json``. With ``GAIA_HUB`` (the endpoints of the hub) it also goes through the real servers.
QGIS is closed at the end.
"""

import json
import os
import sys
from importlib import import_module
from pathlib import Path

from qgis.PyQt.QtCore import QTimer
from qgis.utils import iface, plugins


def _begin() -> None:
    root = Path(import_module("gaia_data").__file__).resolve().parent
    sys.path.insert(0, str(root / "tools"))
    steps = import_module("tour.steps")
    driver = import_module("tour.driver")
    hub = json.loads(Path(os.environ["GAIA_HUB"]).read_text("utf-8")) if os.environ.get("GAIA_HUB") else {}
    tour = driver.Tour(iface, Path(os.environ["GAIA_TOUR_DIR"]), _end)
    tour.facts.update(plugin=plugins.get("gaia_data"), hub=hub)
    tour.start(steps.steps(hub))
    iface.gaia_tour = tour  # kept: nothing else holds it


def _end(_ok: bool) -> None:
    # QGIS asks before it closes where a layer's file lies in a temporary folder, as a checkout there does.
    iface.newProject(False)
    QTimer.singleShot(0, iface.actionExit().trigger)


# The main window must be up and quiet before it is driven.
QTimer.singleShot(1500, _begin)
