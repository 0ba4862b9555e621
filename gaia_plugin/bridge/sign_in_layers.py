"""What a sign-in changes for layers that are in the project already."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from urllib.parse import unquote

from qgis.core import (
    QgsDataProvider,
    QgsMapLayer,
    QgsNetworkAccessManager,
    QgsProject,
    QgsRasterLayer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QObject, Qt, pyqtSignal

from ..core.auth.providers import Provider, for_url
from ..core.net.credentials import Credentials
from .compat import is_deleted
from .preprocessor_refusals import LayerRefusals


class SignedInLayers(QObject):
    """Main thread only. Layers of a provider's hosts are drawn again after its sign-in; those that could not
    be opened for want of it, in a project of yesterday, are opened, and have their styles and their place.
    ``rows`` gives the providers of now."""

    reopened = pyqtSignal(str)
    """(layer's identifier)"""
    _answered = pyqtSignal(str, str)

    def __init__(
        self,
        credentials: Credentials,
        rows: Callable[[], Iterable[Provider]],
        parent: QObject | None = None,
    ):
        super().__init__(parent)
        self._rows = rows
        self._refusals = LayerRefusals(credentials, self)
        self._refusals.renewed.connect(self._renewed)
        self._waiting: set[str] = set()
        self._answered.connect(self._open, Qt.ConnectionType.QueuedConnection)

    def go_on(self, provider: Provider) -> None:
        """Somebody signed in there, or a token was renewed."""
        hosts = [host.lstrip(".") for way in provider.ways for host in way.hosts]
        closed = []
        for layer in QgsProject.instance().mapLayers().values():
            source = unquote(layer.source())
            if not any(f"/{host}" in source or f".{host}" in source for host in hosts):
                continue
            if layer.isValid():
                layer.triggerRepaint()
            elif type(layer) in (QgsRasterLayer, QgsVectorLayer) and layer.id() not in self._waiting:
                closed.append((layer.id(), type(layer), layer.source(), _provider_of(layer)))
        if closed:
            self._waiting.update(one[0] for one in closed)
            threading.Thread(target=self._try, args=(closed,), name="gaia-layers", daemon=True).start()

    @staticmethod
    def leave() -> None:
        """Somebody signed out: a connection that was made with a certificate is not used again."""
        QgsNetworkAccessManager.instance().clearConnectionCache()

    def stop(self) -> None:
        """The plugin is unloaded."""
        self._refusals.stop()

    def _renewed(self, address: str) -> None:
        """QGIS's own request was refused, and there is another token by now."""
        found = for_url(self._rows(), address)
        if found is not None:
            self.go_on(found)

    def _try(self, closed: list[tuple[str, type, str, str]]) -> None:
        """In a worker: to ask a service on the main thread would hold the window, and what QGIS has asked
        once it finds in its cache."""
        for key, kind, source, provider in closed:
            layer = kind(source, "", provider)
            opens = layer.isValid()
            del layer
            if is_deleted(self):
                return
            self._answered.emit(key, source if opens else "")

    def _open(self, key: str, source: str) -> None:
        self._waiting.discard(key)
        layer = QgsProject.instance().mapLayer(key)
        if not source or layer is None or layer.isValid() or layer.source() != source:
            return
        options = QgsDataProvider.ProviderOptions()
        layer.setDataSource(source, layer.name(), _provider_of(layer), options, False)
        if layer.isValid():
            layer.triggerRepaint()
            self.reopened.emit(key)


def _provider_of(layer: QgsMapLayer) -> str:
    """Also of a layer that has none, because it could not be opened."""
    return str(layer.providerType() or ("wms" if isinstance(layer, QgsRasterLayer) else "ogr"))
