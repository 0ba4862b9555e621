"""Pictures of products loaded in a real QGIS: run inside it, ``qgis --code tools/product_pictures.py``.

Needs the plugin ``gaia_data`` in the profile, ``GAIA_PRODUCTS``, the folder that
``tests.support.synthetic_scenes`` has written, and ``GAIA_TOUR_DIR``, the folder for the pictures. QGIS is
closed at the end.
"""

import os
import sys
from importlib import import_module
from pathlib import Path

from qgis.core import QgsApplication, QgsProject, QgsTask
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtWidgets import QDockWidget
from qgis.utils import iface

CASES = (
    ("theia", "theia", "Theia Sentinel-2 L2A", 0.5),
    ("dimap", "dimap", "DINAMIS Pléiades", 0.35),
)


def _begin() -> None:
    root = Path(import_module("gaia_data").__file__).resolve().parent
    sys.path.insert(0, str(root / "tools"))
    driver = import_module("tour.driver")
    steps = [(name, _step(folder, title, part)) for name, folder, title, part in CASES]
    iface.gaia_pictures = driver.Tour(iface, Path(os.environ["GAIA_TOUR_DIR"]), _end)
    iface.gaia_pictures.start(steps)


def _step(folder, title, part):
    def step(tour):
        iface.newProject(False)
        plugin = "gaia_data.gaia_plugin"
        groups, model = import_module(f"{plugin}.bridge.layer_groups"), import_module(f"{plugin}.core.model")
        plans = import_module(f"{plugin}.bridge.local_files").local_plans
        construct = import_module(f"{plugin}.bridge.layer_tasks").construct
        record = model.Dataset(folder, title, catalog="demo")
        link = model.Link(f"https://h.example/{folder}.zip", model.LinkKind.DOWNLOAD, title=title)
        made, done = [], []

        def work(_task):
            for plan in plans(Path(os.environ["GAIA_PRODUCTS"]) / folder, link, record):
                made.append(construct(plan))
            done.append(True)
            return True

        tour.task = QgsTask.fromFunction(title, work)
        QgsApplication.taskManager().addTask(tour.task)
        yield lambda: done
        for layer in made:
            groups.place(QgsProject.instance(), layer, record, link)
        for dock in iface.mainWindow().findChildren(QDockWidget):
            if dock.objectName() in ("Browser", "Layers"):
                dock.setVisible(dock.objectName() == "Layers")
                if dock.isVisible():
                    iface.mainWindow().resizeDocks([dock], [430], Qt.Orientation.Horizontal)
        image, canvas = made[0], iface.mapCanvas()
        QgsProject.instance().setCrs(image.crs())
        for node in QgsProject.instance().layerTreeRoot().findLayers():
            node.setExpanded(node.isExpanded() or node.name() == "Geophysical mask")
        extent = image.extent()
        extent.scale(part)
        yield 1.0  # QGIS shows the whole of the first layer by itself
        canvas.setExtent(extent)
        canvas.refresh()
        yield 1.0
        yield lambda: not canvas.isDrawing()
        yield 0.5
        tour.picture(f"product-{folder}")
        return {"layers": len(made)}

    return step


def _end(_ok):
    iface.newProject(False)
    QTimer.singleShot(0, iface.actionExit().trigger)


QTimer.singleShot(1500, _begin)
