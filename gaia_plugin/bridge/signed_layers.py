"""Layers of rasters that need signatures: opened when a project is read, and after a sign-in."""

from __future__ import annotations

from collections import defaultdict
from functools import partial

from qgis.core import QgsDataProvider, QgsMapLayer, QgsProject
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..core.errors import Cancelled
from ..core.net import Session
from .signed_rasters import SignedRasters
from .tasks import Job


class SignedLayers(QObject):
    """Main thread only. Nothing here waits: addresses are signed in QGIS's task manager."""

    refused = pyqtSignal(list, object)
    """(layers, GaiaError): they stay in the project, unavailable, until ``open`` is called again."""

    def __init__(self, session: Session, project: QgsProject, parent: QObject | None = None):
        super().__init__(parent)
        self._credentials = session.credentials
        self._asked_with = -1  # the revision of the credentials
        self.rasters = SignedRasters.of(session)
        self._project = project
        self._jobs: dict[str, Job] = {}
        self.rasters.install()
        self._project.readProject.connect(self.open)

    def open(self, *_: object) -> None:
        """Open what the project holds and could not be opened yet."""
        self._asked_with = self._credentials.revision
        waiting = {
            source for source, layers in self._layers().items() if not all(one.isValid() for one in layers)
        }
        self._prepare(waiting)

    def go_on(self) -> None:
        """Somebody may have signed in: ``open``, where the credentials are others than at the refusal."""
        if self._credentials.revision != self._asked_with:
            self.open()

    @property
    def busy(self) -> bool:
        """Whether something is being signed."""
        return bool(self._jobs)

    def stop(self) -> None:
        """Leave QGIS as it was."""
        self._project.readProject.disconnect(self.open)
        for job in list(self._jobs.values()):
            job.cancel()
        self.rasters.remove()

    def _layers(self) -> dict[str, list[QgsMapLayer]]:
        """The project's layers by their sources; also one that was read before the plugin was there."""
        found = defaultdict(list)
        for layer in self._project.mapLayers().values():
            source = layer.source() if layer.isValid() else self.rasters.read(layer.source())
            if self.rasters.holds(source):
                found[source].append(layer)
        return found

    def _prepare(self, sources: set[str]) -> None:
        for source in sources - set(self._jobs):
            name = self._layers()[source][0].name()
            job = Job(
                self.tr("Open {name}").format(name=name),
                lambda job, source=source: self.rasters.prepare_again(source, job.switch),
                partial(self._prepared, source),
            )
            self._jobs[source] = job
            job.start()

    def _prepared(self, source: str, job: Job) -> None:
        self._jobs.pop(source, None)
        layers = self._layers().get(source, [])
        if job.error is not None:
            closed = [layer for layer in layers if not layer.isValid()]
            if closed and not isinstance(job.error, Cancelled):
                self.refused.emit(closed, job.error)
            return
        for layer in layers:
            if not layer.isValid():  # its style waits in the project, and comes back with it
                layer.setDataSource(source, layer.name(), "gdal", QgsDataProvider.ProviderOptions())
                layer.triggerRepaint()
