"""A window like QGIS's around the plugin: a real map canvas, a real message bar, real docks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.bridge.conftest import (  # noqa: F401 (fixtures)
    _exceptions_in_slots,
    _needs_qgis,
    project,
    qgis_app,
    wait_for,
)

ROOT = Path(__file__).resolve().parents[2]


class Iface:
    """What the plugin asks of ``qgis.gui.QgisInterface``, with real widgets, counting what is left behind."""

    def __init__(self) -> None:
        from qgis.core import QgsCoordinateReferenceSystem, QgsRectangle
        from qgis.gui import QgsMapCanvas, QgsMapToolPan, QgsMessageBar
        from qgis.PyQt.QtWidgets import QMainWindow, QToolBar, QVBoxLayout, QWidget

        self.window = QMainWindow()
        self.window.resize(1366, 768)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        self.bar, self.canvas = QgsMessageBar(), QgsMapCanvas()
        column.addWidget(self.bar)
        column.addWidget(self.canvas, 1)
        self.window.setCentralWidget(middle)
        self.toolbar = QToolBar()
        self.window.addToolBar(self.toolbar)
        self.menu = self.window.menuBar().addMenu("Web")
        self.active: Any = None
        self.canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
        self.canvas.setExtent(QgsRectangle(-10, 35, 20, 60))
        self.pan = QgsMapToolPan(self.canvas)
        self.canvas.setMapTool(self.pan)

    def mainWindow(self) -> Any:
        return self.window

    def mapCanvas(self) -> Any:
        return self.canvas

    def messageBar(self) -> Any:
        return self.bar

    def said(self) -> str:
        """What the message bar says now; "" where it says nothing."""
        from qgis.PyQt.QtWidgets import QLabel

        item = self.bar.currentItem()
        return item.findChild(QLabel, "said").text() if item is not None else ""

    def activeLayer(self) -> Any:
        return self.active

    def addDockWidget(self, area: Any, dock: Any) -> None:
        self.window.addDockWidget(area, dock)

    def removeDockWidget(self, dock: Any) -> None:
        self.window.removeDockWidget(dock)

    def addPluginToWebMenu(self, name: str, action: Any) -> None:
        self.menu.addAction(action)

    def removePluginWebMenu(self, name: str, action: Any) -> None:
        self.menu.removeAction(action)

    def addToolBarIcon(self, action: Any) -> None:
        self.toolbar.addAction(action)

    def removeToolBarIcon(self, action: Any) -> None:
        self.toolbar.removeAction(action)


@pytest.fixture
def journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The journal of transfers of this test alone."""
    from gaia_plugin.bridge import downloads, downloads_left

    path = tmp_path / "transfers.sqlite"
    for module in (downloads, downloads_left):
        monkeypatch.setattr(module, "journal_path", lambda: path)
    return path


@pytest.fixture
def iface(qgis_app: Any, project: Any, journal: Path) -> Iterator[Iface]:  # noqa: F811
    from qgis.core import QgsSettings
    from qgis.PyQt.QtCore import QCoreApplication, QEvent

    from gaia_plugin.bridge.settings import Settings

    QgsSettings().remove("gaia_data")
    Settings().choose_catalogs(["demo"])  # at a first start all are: no test asks the real services
    stub = Iface()
    stub.window.show()
    yield stub
    stub.window.close()
    stub.window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def plugin(iface: Iface) -> Iterator[Any]:
    """The plugin, loaded, its dock shown."""
    from gaia_plugin.plugin import GaiaPlugin

    loaded = GaiaPlugin(iface)
    loaded.initGui()
    loaded.show()
    yield loaded
    if loaded.dock is not None:
        loaded.unload()


@pytest.fixture
def controller(plugin: Any, wait_for: Callable[..., None]) -> Any:  # noqa: F811
    wait_for(lambda: plugin.dock.widget(), 20)
    return plugin.dock.controller


@pytest.fixture
def panel(controller: Any) -> Any:
    return controller.panel


@pytest.fixture
def found(controller: Any, panel: Any, wait_for: Callable[..., None]) -> Callable[[str], int]:  # noqa: F811
    """``found("snow")`` types the words and presses Enter, waits for the end, and gives the count."""
    from qgis.PyQt.QtCore import Qt
    from qgis.PyQt.QtTest import QTest

    def search(words: str) -> int:
        ended: list[bool] = []
        controller.search.finished.connect(lambda: ended.append(True))
        panel.search.text.setFocus()
        panel.search.text.clear()
        QTest.keyClicks(panel.search.text, words)
        QTest.keyClick(panel.search.text, Qt.Key.Key_Return)
        wait_for(lambda: ended, 20)
        return controller.model.rowCount()

    return search
