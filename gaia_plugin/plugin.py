"""The plugin: ``initGui`` and ``unload`` mirror each other line by line."""

from __future__ import annotations

import sys
from pathlib import Path

from qgis.core import QgsSettings
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QLocale, Qt, QTranslator
from qgis.PyQt.QtGui import QIcon

from .gui.qt import QAction

_ROOT = Path(__file__).resolve().parent.parent
_MENU = "GAIA Data"


class GaiaPlugin:
    """One action that shows the dock of the search, which shows that of the transfers."""

    def __init__(self, iface):
        self.iface = iface
        self.translator: QTranslator | None = None
        self.action: QAction | None = None
        self.dock = None
        self.transfers = None

    def initGui(self) -> None:
        """Put the plugin into QGIS."""
        from .bridge.downloads_left import left_over
        from .gui.dock import GaiaDock
        from .gui.transfers_dock import TransfersDock

        self._translate()
        icon = QIcon(str(_ROOT / "resources" / "icons" / "gaia_data.svg"))
        self.action = QAction(icon, "GAIA Data", self.iface.mainWindow())
        self.action.setObjectName("GaiaDataAction")
        tip = QCoreApplication.translate("GaiaPlugin", "Search the Earth-system data of Data Terra")
        self.action.setToolTip(tip)
        self.action.setCheckable(True)
        self.iface.addPluginToWebMenu(_MENU, self.action)
        self.iface.addToolBarIcon(self.action)
        self.dock = GaiaDock(self.iface)
        self.dock.setWindowIcon(icon)
        self.iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.dock)
        self.transfers = self.dock.transfers = TransfersDock(self.iface)
        self.transfers.setWindowIcon(icon)
        self.iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.transfers)
        self.transfers.hide()
        self.transfers.wanted.connect(lambda: self.dock.prepare(hidden=True))
        self.dock.setVisible(QgsSettings().value("gaia_data/dock_visible", False, type=bool))
        self.action.setChecked(self.dock.isVisible())
        self.action.toggled.connect(self.show)
        self.dock.visibilityChanged.connect(self._seen)
        if left_over():
            self.dock.prepare(hidden=True)

    def unload(self) -> None:
        """Take it out again; nothing is left behind."""
        self.dock.visibilityChanged.disconnect(self._seen)
        self.action.toggled.disconnect()
        self.dock.shut()
        self.iface.removeDockWidget(self.dock)
        self.iface.removeDockWidget(self.transfers)
        self.transfers.deleteLater()
        self.dock.deleteLater()
        self.dock = self.transfers = None
        self.iface.removeToolBarIcon(self.action)
        self.iface.removePluginWebMenu(_MENU, self.action)
        self.action.deleteLater()
        self.action = None
        if self.translator is not None:
            QCoreApplication.removeTranslator(self.translator)
            self.translator = None
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        _forget_modules()

    def show(self, shown: bool = True) -> None:
        """Show the dock, or hide it."""
        self.dock.setVisible(shown)
        if shown:
            self.dock.raise_()
            self.dock.find_room()

    def _seen(self, *_) -> None:
        # A dock behind another tab is not visible but still open: closed is what isHidden() says.
        shown = not self.dock.isHidden()
        blocked = self.action.blockSignals(True)
        self.action.setChecked(shown)
        self.action.blockSignals(blocked)
        QgsSettings().setValue("gaia_data/dock_visible", shown)

    def _translate(self) -> None:
        locale = str(QgsSettings().value("locale/userLocale", "") or QLocale.system().name())
        path = _ROOT / "i18n" / f"gaia_{locale[:2]}.qm"
        translator = QTranslator()
        if path.exists() and translator.load(str(path)):
            QCoreApplication.installTranslator(translator)
            self.translator = translator


def _forget_modules() -> None:
    """Let a reload import everything anew. QGIS forgets only what an ``import`` statement brought; a module
    that ``importlib`` brought (the adapters, on demand) would go on with the classes of before."""
    package = __package__ or ""
    if "." not in package:  # not inside QGIS's plugin folder: the modules are somebody else's too
        return
    for name in [name for name in sys.modules if name.startswith(f"{package}.")]:
        del sys.modules[name]
