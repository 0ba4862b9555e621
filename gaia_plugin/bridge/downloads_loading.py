"""What came, into the project: opened in a thread, one file after the other, placed on the main thread."""

from __future__ import annotations

from collections import deque
from functools import partial

from qgis.core import QgsProject
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ..core.net import Session
from .download_tasks import Opened, opened
from .downloads_row import Download
from .layer_groups import place
from .layer_metadata import describe
from .layer_styles import apply_style
from .tasks import Job


class Loading(QObject):
    """Opens one file at a time, and places one layer in a turn of the event loop. ``loaded`` comes for each,
    whether QGIS could draw it or not."""

    loaded = pyqtSignal(object)

    def __init__(self, session: Session, project: QgsProject, parent: QObject | None = None):
        super().__init__(parent)
        self._session, self._project = session, project
        self._waiting: deque[Download] = deque()
        self._job: Job | None = None
        self._gone = False

    @property
    def busy(self) -> bool:
        """Whether something is being loaded."""
        return self._job is not None or bool(self._waiting)

    def load(self, download: Download) -> None:
        """Load one, after those before it."""
        self._waiting.append(download)
        self._next()

    def shut(self) -> None:
        """Give up."""
        self._gone = True
        self._waiting.clear()
        if self._job is not None:
            self._job.cancel()

    def _next(self) -> None:
        if self._job is not None or not self._waiting or self._gone:
            return
        one = self._waiting.popleft()
        title = self.tr("Open {name}").format(name=one.path.name)
        session = self._session
        self._job = Job(title, lambda job: opened(session, one, job.switch), partial(self._opened, one))
        self._job.start()

    def _opened(self, one: Download, job: Job) -> None:
        found: Opened | None = job.result
        job.result = None
        self._place(one, found)

    def _place(self, one: Download, found: Opened | None) -> None:
        if self._gone:
            return
        if found is not None and found.layers:
            QTimer.singleShot(0, lambda: self._place(one, found))
            layer, _ = found.layers.pop(0)
            describe(layer, found.record, one.link)
            apply_style(layer, found.style)
            place(self._project, layer, found.record, one.link, found.dataset)
            one.layers.append(layer)
            return
        self._job = None
        self.loaded.emit(one)
        self._next()
