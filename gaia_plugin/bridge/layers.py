"""Adding to the map: from a link to a layer in the project, without holding the window."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

from qgis.core import Qgis, QgsMapLayer, QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ..core.errors import Cancelled, GaiaError, TimedOut, host_of
from ..core.model import Dataset, Link, Record
from ..core.net import Session
from ..core.ogc import link_names, service_url
from . import layer_tasks
from .layer_groups import place
from .layer_metadata import describe
from .layer_plan import LayerChoice, LayerPlan
from .layer_plans import plan, plans
from .layer_styles import apply_style
from .tasks import Job

__all__ = ["AddRequest", "AddToMap", "LayerChoice", "LayerPlan", "plan", "plans"]

PATIENCE = 90
"""Seconds for one layer: more than the 60 that QGIS gives a request."""
WATCH_MS = 500


@dataclass(eq=False)
class AddRequest:
    """One press of "Add to map". ``state`` is "running", "asking", "added", "failed" or "cancelled"."""

    record: Record
    link: Link
    dataset: Dataset | None = None
    state: str = "running"
    layer: QgsMapLayer | None = None
    error: GaiaError | None = None
    job: Job | None = field(default=None, repr=False)
    deadline: float = field(default=0.0, repr=False)


class AddToMap(QObject):
    """Opens links as layers. Everything that may wait runs in QGIS's task manager; signals come on the main
    thread.

    Where the record does not say which layer of a service is meant, ``nameNeeded`` asks once, and the answer
    is kept for that link as long as QGIS runs.
    """

    nameNeeded = pyqtSignal(object, list)
    """(request, [LayerChoice]): answer with ``choose``, or ``cancel``."""
    added = pyqtSignal(object, object)
    """(link, layer): valid, described, and in the project."""
    failed = pyqtSignal(object, object)
    """(link, GaiaError)."""

    def __init__(self, session: Session, project: QgsProject, parent: QObject | None = None):
        super().__init__(parent)
        self._session = session
        self._project = project
        self._requests: set[AddRequest] = set()
        self._chosen: dict[tuple[str, ...], str] = {}
        self._watch = QTimer(self)
        self._watch.setInterval(WATCH_MS)
        self._watch.timeout.connect(self._give_up_late)

    def add(self, record: Record, link: Link, dataset: Dataset | None = None) -> AddRequest:
        """Open a link of a record. ``dataset`` names the group of a granule's layer where it is known."""
        request = AddRequest(record, link, dataset)
        self._requests.add(request)
        self._start(request, self._chosen.get(_question(link), ""))
        return request

    def choose(self, request: AddRequest, name: str) -> None:
        """The user's answer to ``nameNeeded``."""
        if request.state != "asking":
            return
        self._chosen[_question(request.link)] = name
        request.state = "running"
        self._start(request, name)

    def cancel(self, request: AddRequest | None = None) -> None:
        """Give up one request, or all. Nothing of them arrives any more."""
        for one in [request] if request else list(self._requests):
            one.state = "cancelled"
            self._requests.discard(one)
            if one.job:
                one.job.cancel()

    @property
    def running(self) -> bool:
        """Whether something is still being opened."""
        return any(request.state == "running" for request in self._requests)

    def _start(self, request: AddRequest, choice: str) -> None:
        session, record, link = self._session, request.record, request.link
        crs = self._project.crs().authid()

        def work(job: Job) -> Any:
            return layer_tasks.make(session, record, link, choice, crs, job.switch)

        name = link.title or record.title or link.label
        request.job = Job(
            self.tr("Add to map: {name}").format(name=name), work, lambda job: self._done(request, job)
        )
        request.job.start()
        request.deadline = time.monotonic() + PATIENCE
        self._watch.start()

    def _give_up_late(self) -> None:
        """A provider that waits for ever: its task cannot be ended, but the user need not wait with it."""
        waiting = [request for request in self._requests if request.state == "running"]
        if not waiting:
            self._watch.stop()
        for request in waiting:
            if time.monotonic() >= request.deadline:
                self._give_up(request)

    def _give_up(self, request: AddRequest) -> None:
        self._requests.discard(request)
        if request.job is not None:
            request.job.cancel()
        request.state, request.error = "failed", TimedOut(host=host_of(request.link.href), seconds=PATIENCE)
        self.failed.emit(request.link, request.error)

    def _done(self, request: AddRequest, job: Job) -> None:
        result, job.result, request.job = job.result, None, None
        if request.state in ("cancelled", "failed"):
            return
        if isinstance(result, list):
            request.state = "asking"
            self.nameNeeded.emit(request, result)
            return
        self._requests.discard(request)
        if job.error is None:
            self._arrived(request, result)
        elif isinstance(job.error, Cancelled):
            request.state = "cancelled"
        else:
            request.state, request.error = "failed", job.error
            self._chosen.pop(_question(request.link), None)
            self.failed.emit(request.link, job.error)

    def _arrived(self, request: AddRequest, made: layer_tasks.Made) -> None:
        layer = made.layer
        describe(layer, request.record, request.link)
        if made.plan.times and isinstance(layer, QgsRasterLayer):
            play(layer)
        apply_style(layer, made.style)
        place(self._project, layer, request.record, request.link, request.dataset, made.plan.layer)
        request.state, request.layer = "added", layer
        self.added.emit(request.link, layer)


def _question(link: Link) -> tuple[str, ...]:
    """What identifies the question "which layer?": the service and what the record says."""
    return link.kind.value, service_url(link.href, link.kind), *link_names(link)


def play(layer: QgsRasterLayer) -> None:
    """Let the temporal controller play a temporal WMS. Between two moments of the service the nearest is
    shown: frames of 30 days never fall on the first of each month."""
    properties = layer.temporalProperties()
    properties.setIsActive(True)
    method = getattr(Qgis, "TemporalIntervalMatchMethod", None)
    if method is not None:
        properties.setIntervalHandlingMethod(method.FindClosestMatchToStartOfRange)
