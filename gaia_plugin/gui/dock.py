"""The dock. It is an empty shell until it is first seen, so that QGIS starts as fast as without it."""

from __future__ import annotations

from importlib import import_module

from qgis.core import QgsProject
from qgis.PyQt.QtCore import QSize, Qt, QTimer
from qgis.PyQt.QtWidgets import QDockWidget

_STEPS = (
    *(
        "..core",
        "..bridge.network",
        "..core.access",
        "..core.catalogs.stac.datasets",
        "..core.transfer.items",
    ),
    *("..core.transfer.provenance", "..core.transfer.queue", "..bridge.footprints", "..bridge.local_files"),
    *("..core.auth.providers", "..bridge.layer_tasks", "..bridge.download_tasks", "..bridge.downloads"),
    *("..bridge.sign_in", ".panel", ".transfers_controller", ".record_actions", ".controller"),
    # What the forms name, which would else be imported while they are read.
    *(".search_bar", ".filters_button", ".results_view", ".details", ".granules_tab", ".status_list"),
    *(".transfers_view", ".transfers_entry"),
)
"""What the dock is made of, in pieces of some 30 ms: QGIS goes on between two of them."""


class GaiaDock(QDockWidget):
    """Makes its panel and its controller when first shown: its modules one a turn of the event loop."""

    def __init__(self, iface):
        super().__init__("GAIA Data", iface.mainWindow())
        self.setObjectName("GaiaDataDock")
        self.setAllowedAreas(Qt.DockWidgetArea.LeftDockWidgetArea | Qt.DockWidgetArea.RightDockWidgetArea)
        self._iface = iface
        self.controller = None
        self.transfers = None
        """The dock of the transfers, which is filled with this one's."""
        self._steps: list[str] = []
        self._wide = self._gone = self._unseen = False
        QgsProject.instance().readProject.connect(self._project_read)

    @property
    def panel(self):
        """The panel, made where it is not yet."""
        self.build()
        return self.controller.panel

    def build(self) -> None:
        """Make what the dock holds."""
        self._make()
        if self.widget() is None:
            self.setWidget(self.controller.panel)

    def _make(self) -> None:
        if self.controller is None:
            from .controller import Controller

            self.controller = Controller(self._iface, self)
            if self.transfers is not None:
                self.controller.actions.transfers.fill(self.transfers, self)

    def showEvent(self, event) -> None:
        super().showEvent(event)
        self.prepare()

    def prepare(self, hidden: bool = False) -> None:
        """Make what the dock holds in a moment; ``hidden``: also where nobody looks at it."""
        # Where QGIS brings back the dock of the last session, its windows come first.
        self._unseen = self._unseen or hidden
        if self.widget() is None and not self._gone and not self._steps:
            self._steps = list(_STEPS)
            QTimer.singleShot(0, self._step)

    def _project_read(self, *_) -> None:
        """A project with layers of ours: what they need, sign-ins and signatures, is made unseen."""
        layers = QgsProject.instance().mapLayers().values()
        if self.controller is None and any(layer.customProperty("gaia/catalog") for layer in layers):
            self.prepare(hidden=True)

    def _step(self) -> None:
        if self._gone or (self.isHidden() and not self._unseen) or self.widget() is not None:
            self._steps = []  # begun again when it is shown again
            return
        if self._steps:
            import_module(self._steps.pop(0), __package__)
        elif self.controller is None:
            self._make()
        else:
            self.build()
            return
        QTimer.singleShot(0, self._step)

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
        self._gone = True
        QgsProject.instance().readProject.disconnect(self._project_read)
        if self.controller is not None:
            self.controller.shut()
            self.controller = None
