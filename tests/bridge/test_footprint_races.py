"""A style that is replaced, or a layer that goes, at the moment in which the map begins to draw it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# In a process of its own, since what is feared is a segmentation fault.
WORK = """
import os, random, sys, time
sys.path.insert(0, sys.argv[1])
from tests.bridge.conftest import start_qgis
start_qgis()
from qgis.core import QgsMapRendererParallelJob, QgsMapSettings, QgsProject, QgsRectangle
from qgis.PyQt.QtCore import QSize
from gaia_plugin.bridge.footprints import FootprintLayer
from gaia_plugin.bridge.selection import Selection

project, selection, chance = QgsProject.instance(), Selection(), random.Random(1)
for turn in range(300):
    footprints = FootprintLayer(selection, project)
    footprints.set_catalogs({str(number): "a" for number in range(6)})
    layer = footprints.ensure()
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setOutputSize(QSize(60, 60))
    settings.setDestinationCrs(layer.crs())
    settings.setExtent(QgsRectangle(-10, -10, 10, 10))
    jobs = [QgsMapRendererParallelJob(settings) for _ in range(2)]
    for job in jobs:
        job.start()
    time.sleep(chance.uniform(0, 0.002))
    (lambda: footprints.set_catalogs({"b": "b"}), footprints.remove, project.clear)[turn % 3]()
    for job in jobs:
        job.cancel()
    footprints.remove()
print("drawn", flush=True)
os._exit(0)
"""


def test_what_is_drawn_outlives_its_layer() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WORK, str(ROOT)], capture_output=True, text=True, timeout=300, check=False
    )
    assert (done.returncode, done.stdout) == (0, "drawn\n"), done.stderr[-2000:]
