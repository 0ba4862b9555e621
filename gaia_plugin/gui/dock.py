"""The dock. It is an empty shell until it is first seen, so that QGIS starts as fast as without it."""

from __future__ import annotations

from qgis.PyQt.QtCore import QSize, Qt
from qgis.PyQt.QtWidgets import QDockWidget


class GaiaDock(QDockWidget):
    """Makes its panel and its controller when first shown."""

    def __init__(self, iface):
        super().__init__("GAIA Data", iface.mainWindow())
        self.setObjectName("GaiaDataDock")
        self.setAllowedAreas(Qt.DockWidgetArea.LeftDockWidgetArea | Qt.DockWidgetArea.RightDockWidgetArea)
        self._iface = iface
        self.controller = None
        self._wide = False

    @property
    def panel(self):
        """The panel, made where it is not yet."""
        self.build()
        return self.controller.panel

    def build(self) -> None:
        """Make what the dock holds."""
        if self.controller is None:
            from .controller import Controller

            self.controller = Controller(self._iface, self)
            self.setWidget(self.controller.panel)

    def showEvent(self, event) -> None:
        self.build()
        super().showEvent(event)

    def find_room(self) -> None:
        """Give the dock a width in which its results read well, the first time; later it keeps the user's."""
        window = self._iface.mainWindow()
        if not self._wide and not self.isFloating():
            self._wide = True
            width = max(self.width(), min(400, window.width() // 3))
            window.resizeDocks([self], [width], Qt.Orientation.Horizontal)

    def sizeHint(self) -> QSize:
        return QSize(400, 640)

    def shut(self) -> None:
        """End all work and let go of the map, before the dock is deleted."""
        if self.controller is not None:
            self.controller.shut()
            self.controller = None
