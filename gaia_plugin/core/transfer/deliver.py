"""One job from its link to what a person wanted: the file, its sidecar, what an archive holds."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..access import Access
from ..errors import Cancelled, CannotWrite, GaiaError
from ..net import Cancel, Session
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
            "notes": [error_to_json(note) for note in self.notes],
        }
        return {name: value for name, value in told.items() if value}


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
    ``keep_archive``, true where it is not given).

    Raises what ``fetch`` does. A sidecar that cannot be written, or an archive that is refused, costs nothing
    but itself, and is told in ``notes``: the file is there.
    """
    cancel = cancel or Cancel()
    fetched = fetch(
        session, job.link, job.target, on_progress=on_progress, cancel=cancel, access=access, limits=limits
    )
    notes: list[GaiaError] = []
    sidecar = _extra(notes, fetched.path, lambda: _sidecar(job, fetched, cancel))
    files, folder = (fetched.path,), None
    if job.options.get("unpack"):
        keep = job.options.get("keep_archive", True) is not False
        unpacked = _extra(notes, fetched.path, lambda: _unpacked(fetched.path, keep, cancel))
        if unpacked:
            folder, files = unpacked
    return Delivered(fetched, files, folder, sidecar, tuple(notes))


def drop_part(job: Job) -> None:
    """Delete what there is of a file that nobody wants any more."""
    Part(job.target, job.link.href).drop()


def _sidecar(job: Job, fetched: Fetched, cancel: Cancel) -> Path | None:
    from .provenance import write_sidecar

    return write_sidecar(fetched.path, job, fetched, cancel)


def _unpacked(path: Path, keep: bool, cancel: Cancel) -> tuple[Path, tuple[Path, ...]] | None:
    from ..archives import is_archive, unpack

    if not is_archive(path):
        return None
    done = unpack(path, path.parent, keep=keep, cancel=cancel)
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
        notes.append(CannotWrite(path=str(path), detail=(error.strerror or type(error).__name__).lower()))
    except Exception as error:
        _log.exception("an extra of a transfer failed in a way that nobody foresaw")
        notes.append(unexpected(error, path.name))
    return None
