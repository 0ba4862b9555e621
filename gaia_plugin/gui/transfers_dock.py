"""The dock of the transfers: behind the search, until somebody looks at it."""

from __future__ import annotations

from qgis.PyQt.QtCore import QSize, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QDockWidget


class TransfersDock(QDockWidget):
    """An empty shell until the controller of the search has something to put in. ``wanted`` comes when it is
    first seen without."""

    wanted = pyqtSignal()

    def __init__(self, iface):
        super().__init__(iface.mainWindow())
        self.setWindowTitle(self.tr("Transfers – GAIA Data"))
        self.setObjectName("GaiaDataTransfersDock")
        self.setAllowedAreas(Qt.DockWidgetArea.AllDockWidgetAreas)
        self._iface = iface
        self._placed = False

    def showEvent(self, event) -> None:
        super().showEvent(event)
        if self.widget() is None:
            self.wanted.emit()

    def open_beside(self, other: QDockWidget) -> None:
        """Show it; the first time as a tab of the search's dock, later where the person left it."""
        window, moved = self._iface.mainWindow(), self._placed
        self._placed = True
        here = window.dockWidgetArea(self) == window.dockWidgetArea(other)
        if not moved and here and not self.isFloating() and not other.isFloating():
            window.tabifyDockWidget(other, self)
        self.show()
        self.raise_()
        if self.widget() is not None:
            self.widget().list.setFocus(Qt.FocusReason.OtherFocusReason)

    def sizeHint(self) -> QSize:
        return QSize(400, 480)
