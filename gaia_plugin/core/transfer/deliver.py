"""One job from its link to what a person wanted: the file, its sidecar, what an archive holds."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..access import Access
from ..errors import Cancelled, GaiaError
from ..net import Cancel, Session
from .disk import cannot_write
from .error_json import error_to_json, unexpected
from .fetch import Fetched, fetch
from .jobs import Job
from .limits import Limits
from .part import Part

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Delivered:
    """``files``: what there is to open, the file itself or what was unpacked to ``folder``; ``sidecar``: the
    STAC item beside the file. ``notes`` are the errors that cost one of these, and not the file."""

    fetched: Fetched
    files: tuple[Path, ...]
    folder: Path | None = None
    sidecar: Path | None = None
    notes: tuple[GaiaError, ...] = ()

    def outcome(self) -> dict[str, Any]:
        """As ``Standing.outcome``."""
        told: dict[str, Any] = {
            "folder": str(self.folder) if self.folder else None,
            "sidecar": str(self.sidecar) if self.sidecar else None,
            "already_there": self.fetched.already_there,
            "verified": self.fetched.checksum_verified,
            "etag": self.fetched.etag,
            "notes": [error_to_json(note) for note in self.notes],
        }
        return {name: value for name, value in told.items() if value}


class Told:
    """What a queue hears of a job while it is delivered: its progress, how far its unpacking is, and what is
    there for good, so that a file need not be brought again when its process is killed meanwhile."""

    def __init__(
        self,
        progress: Callable[[int, int | None], None],
        arrived: Callable[[Delivered], None],
        before: Delivered | None = None,
        unpacking: Callable[[int, int | None], None] | None = None,
    ) -> None:
        self._progress = progress
        self.unpacking = unpacking
        self.arrived = arrived
        self.before = before

    def __call__(self, received: int, total: int | None) -> None:
        self._progress(received, total)


def delivered_before(path: Path | None, size: int, outcome: Mapping[str, Any]) -> Delivered | None:
    """What an earlier attempt had for good, as the journal remembers it, where that is still there."""
    try:
        folder = Path(outcome["folder"]) if outcome.get("folder") else None
        if path is None or not (
            (path.is_file() and path.stat().st_size == size) or (folder and folder.is_dir())
        ):
            return None
        sidecar = Path(outcome["sidecar"]) if outcome.get("sidecar") else None
        fetched = Fetched(path, size, outcome.get("verified") is True, str(outcome.get("etag") or ""))
        if folder and folder.is_dir():
            files = tuple(sorted(file for file in folder.rglob("*") if file.is_file()))
            return Delivered(fetched, files, folder, sidecar)
        return Delivered(fetched, (path,), None, sidecar)
    except (OSError, TypeError):
        return None


def deliver(
    session: Session,
    job: Job,
    *,
    limits: Limits | None = None,
    access: Access | None = None,
    on_progress: Callable[[int, int | None], None] | None = None,
    cancel: Cancel | None = None,
) -> Delivered:
    """Fetch the job's file, write its sidecar, and unpack it where the job's options say so (``unpack``;
    ``keep_archive``, true where it is not given). ``on_progress`` is passed on as the queue gave it.

    Raises what ``fetch`` does. A sidecar that cannot be written, or an archive that is refused, costs nothing
    but itself, and is told in ``notes``: the file is there.
    """
    cancel = cancel or Cancel()
    told = on_progress if isinstance(on_progress, Told) else None
    before = told.before if told else None
    if before:
        fetched, sidecar, folder, files = before.fetched, before.sidecar, before.folder, before.files
    else:
        fetched = _fetched(
            session,
            job,
            on_progress=on_progress,
            cancel=cancel,
            access=access,
            limits=limits,
        )
        sidecar, folder, files = None, None, (fetched.path,)
        _remember(told, Delivered(fetched, files))
    path = fetched.path
    notes: list[GaiaError] = []
    if sidecar is None and path.exists():
        sidecar = _extra(notes, path, lambda: _sidecar(job, fetched, cancel))
    if job.options.get("unpack"):
        keep = job.options.get("keep_archive", True) is not False
        if folder is None:
            unpacked = _extra(notes, path, lambda: _unpacked(path, cancel, told, durable=not keep))
            if unpacked:
                folder, files = unpacked
                _remember(told, Delivered(fetched, files, folder, sidecar))
        # Only when it is written down what came out of it: who is killed must not bring it again.
        if folder is not None and not keep:
            _extra(notes, path, lambda: path.unlink(missing_ok=True))
    return Delivered(fetched, files, folder, sidecar, tuple(notes))


def _fetched(session: Session, job: Job, **more: Any) -> Fetched:
    """The file of a job: its link's, or one of the zip that the link leads to."""
    if not job.options.get("member"):
        return fetch(session, job.link, job.target, **more)
    from ..archives.member_jobs import fetch_member

    return fetch_member(session, job, **more)


def drop_part(job: Job) -> None:
    """Delete what there is of a file that nobody wants any more; not another link's part of that name."""
    part = Part(job.target, job.link.href)
    if not part.belongs_to_other():
        part.drop()


def _remember(told: Told | None, there: Delivered) -> None:
    if told:
        told.arrived(there)


def _sidecar(job: Job, fetched: Fetched, cancel: Cancel) -> Path:
    from .provenance import write_sidecar

    return write_sidecar(fetched.path, job, fetched, cancel)


def _unpacked(
    path: Path, cancel: Cancel, told: Told | None, durable: bool
) -> tuple[Path, tuple[Path, ...]] | None:
    from ..archives import is_archive, unpack

    if not is_archive(path):
        return None
    on_progress = told.unpacking if told else None
    done = unpack(path, path.parent, durable=durable, cancel=cancel, on_progress=on_progress)
    return done.root, done.files


def _extra(notes: list[GaiaError], path: Path, step: Callable[[], Any]) -> Any:
    """What a step gives; None where it failed, which is noted. Raises Cancelled."""
    try:
        return step()
    except Cancelled:
        raise
    except GaiaError as error:
        notes.append(error)
    except OSError as error:
        notes.append(cannot_write(path, error))
    except Exception as error:
        _log.exception("an extra of a transfer failed in a way that nobody foresaw")
        notes.append(unexpected(error, path.name))
    return None
