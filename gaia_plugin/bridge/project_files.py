"""Which files of this computer the project shows, whoever added them and when."""

from __future__ import annotations

import os
from pathlib import Path

from qgis.core import QgsMapLayer, QgsProject, QgsProviderRegistry
from qgis.PyQt.QtCore import QObject


class ProjectFiles(QObject):
    """Follows a project's layers. Main thread only."""

    def __init__(self, project: QgsProject, parent: QObject):
        super().__init__(parent)
        self._paths: dict[str, str] = {}
        self._files: frozenset[str] | None = None
        self._folders: frozenset[str] = frozenset()
        self._add(list(project.mapLayers().values()))
        project.layersAdded.connect(self._add)
        project.layersRemoved.connect(self._remove)

    def holds(self, path: Path) -> bool:
        """Whether a layer shows a file, or something below a folder."""
        if self._files is None:
            self._files = frozenset(self._paths.values())
            self._folders = frozenset(str(one) for file in self._files for one in Path(file).parents)
        wanted = _plain(str(path))
        return wanted in self._files or wanted in self._folders

    def _add(self, layers: list[QgsMapLayer]) -> None:
        for layer in layers:
            path = _path_of(layer)
            if path:
                self._paths[layer.id()] = path
        self._files = None

    def _remove(self, ids: list[str]) -> None:
        for one in ids:
            self._paths.pop(one, None)
        self._files = None


def _path_of(layer: QgsMapLayer) -> str:
    """The file that a layer reads, or the archive that it reads from; "" for what is on no disk."""
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    path = str(parts.get("path") or "")
    return _plain(path) if os.path.isabs(path) and not path.startswith("/vsi") else ""


def _plain(path: str) -> str:
    return os.path.normcase(os.path.normpath(path))
