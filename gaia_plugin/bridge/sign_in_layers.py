"""What a sign-in changes for layers that are in the project already."""

from __future__ import annotations

from urllib.parse import unquote

from qgis.core import QgsProject

from ..core.auth.providers import Provider


def repaint(provider: Provider) -> None:
    """Have the project's layers of a provider's hosts drawn again, which were refused before the sign-in.

    Those that could not even be opened are left to QGIS: to open one on the main thread would hold the
    window.
    """
    hosts = [host.lstrip(".") for way in provider.ways for host in way.hosts]
    for layer in QgsProject.instance().mapLayers().values():
        source = unquote(layer.source())
        if layer.isValid() and any(f"/{host}" in source or f".{host}" in source for host in hosts):
            layer.triggerRepaint()
