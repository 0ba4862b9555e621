"""What a zip on a server holds, listed in a task, without fetching it."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..core.errors import Cancelled
from ..core.model import Link, LinkKind
from ..core.net import Session
from .tasks import Job

_TYPES = ("application/zip", "application/x-zip-compressed", "application/x-zip")


def may_be_zip(link: Link) -> bool:
    """Whether a link's file is a zip, as far as the record tells."""
    if link.kind is not LinkKind.DOWNLOAD:
        return False
    names = (unquote(urlsplit(link.href).path), link.name, link.key, link.title)
    kind = link.media_type.split(";")[0].strip().lower()
    return kind in _TYPES or any(name.lower().endswith(".zip") for name in names)


class RemoteMembers(QObject):
    """Main thread only. ``ask`` is answered by ``listed`` or ``failed``, unless ``shut`` comes first."""

    listed = pyqtSignal(list)
    """``core.archives.remote.Member`` of every file."""
    failed = pyqtSignal(object)
    """GaiaError."""

    def __init__(self, session: Session, link: Link, parent: QObject | None = None):
        super().__init__(parent)
        self._session, self._link = session, link
        self._job: Job | None = None

    def ask(self) -> None:
        """Read the list, which takes two or three short requests."""
        title = self.tr("Files inside {name}").format(name=self._link.label)
        self._job = Job(title, self._list, self._done).start()

    def shut(self) -> None:
        """Nobody waits for the answer any more."""
        job, self._job = self._job, None
        if job is not None:
            job.cancel()

    def _list(self, job: Job) -> list:
        from ..core.archives.remote import RemoteZip

        with RemoteZip(self._session, self._link, cancel=job.switch) as zipped:
            return zipped.members()

    def _done(self, job: Job) -> None:
        if self._job is not job:
            return
        self._job = None
        if job.error is None:
            self.listed.emit(job.result)
        elif not isinstance(job.error, Cancelled):
            self.failed.emit(job.error)
