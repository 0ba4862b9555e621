"""What the plugin costs QGIS's start: import, ``classFactory`` and ``initGui`` in a fresh process.

The peer is MetaSearch, the catalogue client that QGIS ships, loaded the same way in the same run. The dock
builds itself when it is first shown; that costs apart, and is told in a row of its own.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

RUNS = 5
LOAD_MS, LOAD_MB = 80.0, 15.0
HOLD_MS = 50.0
PEER = "MetaSearch"

SCRIPT = r"""
import importlib, json, os, sys, time
from qgis.core import QgsApplication
from qgis.gui import QgsMapCanvas, QgsMessageBar
from qgis.PyQt.QtCore import QCoreApplication, QEventLoop
from qgis.PyQt.QtWidgets import QMainWindow
folder, name, profile = sys.argv[1:4]
QCoreApplication.setOrganizationName("gaia-bench")
app = QgsApplication([], True, profile)
app.initQgis()
import qgis.utils
from qgis.core import QgsSettings
QgsSettings().remove("gaia_data")  # the first start, dock closed

class Iface:
    def __init__(self):
        self.window, self.canvas, self.bar = QMainWindow(), QgsMapCanvas(), QgsMessageBar()
        self.window.setCentralWidget(self.canvas)
    def mainWindow(self): return self.window
    def mapCanvas(self): return self.canvas
    def messageBar(self): return self.bar
    def addDockWidget(self, area, dock): self.window.addDockWidget(area, dock)
    def __getattr__(self, name): return lambda *args: None

def resident():
    with open("/proc/self/statm") as told:
        return int(told.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6

iface = qgis.utils.iface = Iface()
iface.window.show()
app.processEvents()
sys.path.insert(0, folder)
before, start = resident(), time.perf_counter()
plugin = importlib.import_module(name).classFactory(iface)
plugin.initGui()
app.processEvents()
load, memory = (time.perf_counter() - start) * 1e3, resident() - before
opened = held = None
if hasattr(plugin, "dock"):
    start = last = time.perf_counter()
    plugin.show()
    turns = []
    while not turns or plugin.dock.widget() is None:
        app.processEvents(QEventLoop.AllEvents, 1)
        now = time.perf_counter()
        turns.append(now - last)
        last = now
    app.processEvents()
    opened, held = (time.perf_counter() - start) * 1e3, max(turns) * 1e3
print("RESULT" + json.dumps([load, memory, opened, held]))
sys.stdout.flush()
os._exit(0)
"""


def measure(folder: Path, name: str, profile: Path) -> tuple[float, ...] | None:
    """Milliseconds and megabytes of one load in a process of its own, and milliseconds to show its dock;
    None where it cannot be loaded."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": str(profile)}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(folder), name, str(profile)],
        capture_output=True,
        text=True,
        timeout=90,
        env=environment,
        cwd=profile,
    )
    for line in done.stdout.splitlines():
        if line.startswith("RESULT"):
            return tuple(json.loads(line[6:]))
    return None


def median(rows: list[Any], place: int) -> float | None:
    """The middle of one column."""
    return statistics.median(row[place] for row in rows) if rows else None


def rows(context: Any) -> list[dict[str, Any]]:
    """``plugin_load_ms``, ``plugin_load_mb``, ``dock_open_ms`` and the longest of its turns, medians of fresh
    processes."""
    work = context.build / "bench-plugin"
    profile = work / "profile"  # not beside the link: the journal of transfers would be written into the code
    profile.mkdir(parents=True, exist_ok=True)
    link = work / "gaia_data"
    if not link.exists():
        link.symlink_to(context.root)
    peers = next((p for p in map(Path, _plugin_folders()) if (p / PEER).is_dir()), None)
    ours, theirs = [], []
    # The first of each warms the disk's cache and Python's compiled files; it is not counted.
    for turn in range(RUNS + 1):
        one = measure(work, "gaia_data", profile)
        other = measure(peers, PEER, profile) if peers else None
        if turn:
            ours += [one] if one else []
            theirs += [other] if other else []
    if not ours:
        raise RuntimeError("the plugin could not be loaded")
    load, memory, opened, held = (median(ours, place) for place in range(4))
    peer = f"{PEER} (QGIS's own), same way" if theirs else None
    return [
        _row("plugin_load_ms", load, "ms", peer, median(theirs, 0), LOAD_MS),
        _row("plugin_load_mb", memory, "MB", peer, median(theirs, 1), LOAD_MB),
        _row("dock_open_ms", opened, "ms", None, None, None),
        _row("dock_open_hold_ms", held, "ms", None, None, HOLD_MS),
    ]


def _plugin_folders() -> list[str]:
    return ["/usr/share/qgis/python/plugins", str(Path(sys.prefix) / "share" / "qgis" / "python" / "plugins")]


def _row(
    name: str, value: Any, unit: str, peer: str | None, peer_value: Any, limit: float | None
) -> dict[str, Any]:
    return {
        "name": name,
        "value": value,
        "unit": unit,
        "peer": peer,
        "peer_value": peer_value,
        "limit_value": limit,
        "ratio_to_peer": value / peer_value if peer_value else None,
        "ratio_to_limit": value / limit if limit else None,
    }
