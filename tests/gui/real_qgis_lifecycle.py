"""Runs inside a real QGIS (``qgis --code``): loads, uses and unloads the plugin, and counts what is left.

Writes its findings as JSON to ``$GAIA_LIFECYCLE``, then ends the process.
"""

import gc
import json
import os
import time
import traceback
from pathlib import Path

from qgis import utils
from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QTimer
from qgis.PyQt.QtWidgets import QAction, QApplication, QDockWidget, QToolBar
from qgis.utils import iface

NAME = "gaia_data"


def spin(condition, seconds=20.0):
    until = time.monotonic() + seconds
    while not condition() and time.monotonic() < until:
        QApplication.processEvents()
        time.sleep(0.005)
    return bool(condition())


def census():
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    window = iface.mainWindow()
    return {
        "docks": len(window.findChildren(QDockWidget)),
        "actions": len(window.findChildren(QAction)),
        "toolbar": len(iface.pluginToolBar().actions()) if hasattr(iface, "pluginToolBar") else -1,
        "toolbars": len(window.findChildren(QToolBar)),
        "web menu": len(iface.webMenu().actions()) if hasattr(iface, "webMenu") else -1,
        "canvas items": len(iface.mapCanvas().scene().items()),
        "layers": len(QgsProject.instance().mapLayers()),
        "children": len(window.children()),
        "tasks": QgsApplication.taskManager().count(),
    }


def bare_turn():
    """What QGIS itself leaves of a menu entry that was added and removed: a menu without entries."""
    action = QAction("Bare", iface.mainWindow())
    iface.addPluginToWebMenu("Bare", action)
    iface.addToolBarIcon(action)
    iface.removeToolBarIcon(action)
    iface.removePluginWebMenu("Bare", action)
    action.deleteLater()
    return census()


def turn():
    loaded = utils.loadPlugin(NAME) and utils.startPlugin(NAME)
    plugin = utils.plugins[NAME]
    plugin.show()
    spin(lambda: plugin.dock.widget() is not None)
    controller = plugin.dock.controller
    ready = spin(lambda: controller._ready)
    controller.start()
    found = spin(lambda: controller.model.rowCount() >= 12)
    controller.panel.results.setCurrentIndex(controller.model.index(0))
    controller.panel.details.open_granules()
    granules = spin(lambda: controller.panel.details.granules.model.rowCount() > 0)
    controller.panel.search.area.draw_polygon()
    during = census()
    gone = utils.unloadPlugin(NAME)
    QApplication.processEvents()
    return {
        "steps": {"loaded": loaded, "ready": ready, "found": found, "granules": granules, "gone": gone},
        "during": during,
        "after": census(),
        "tool": iface.mapCanvas().mapTool() is not None,
    }


def main():
    report = {}
    try:
        if NAME in utils.plugins:
            utils.unloadPlugin(NAME)
        QApplication.processEvents()
        # The first turn makes what QGIS itself makes once (its Web menu, the memory provider's things).
        report["first"] = turn()
        report["before"] = census()
        report["turns"] = [turn() for _ in range(3)]
        first, second = bare_turn(), bare_turn()
        report["bare"] = {key: second[key] - first[key] for key in second}
    except Exception:
        report["error"] = traceback.format_exc()
    Path(os.environ["GAIA_LIFECYCLE"]).write_text(json.dumps(report), "utf-8")
    os._exit(0)


QTimer.singleShot(1500, main)
