"""What a worker of a Dask cluster does: one job, brought to the folder that all of them share.

A worker signs in by itself (``auth.headless``: its own keyring, ``.netrc`` and environment). Jobs hold public
addresses only, so that nothing secret passes the scheduler, its tasks' keys or its logs.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ... import __version__
from ..access import Access
from ..auth.headless import for_hosts, sign_in
from ..errors import GaiaError, host_of
from ..net import Cancel, Session
from ..net.credentials import public_url
from .bucket import SCHEME, Bucket, BucketUnavailable
from .bucket_deliver import deliver_to_bucket
from .coding import link_from_json, link_to_json
from .deliver import Delivered, deliver
from .disk import cannot_write
from .error_json import error_from_json, error_to_json, unexpected
from .fetch import Fetched
from .jobs import Job
from .limits import Limits
from .part_lock import part_lock
from .provenance import read_sidecar, sidecar_path

_EVERY = 0.5  # seconds between two words on how far a job is


class _Worker:
    """What the jobs of this process have in common."""

    def __init__(self) -> None:
        self.session = Session()
        sign_in(self.session)
        self.access = Access.of(self.session)
        self.running: dict[str, Cancel] = {}
        self._hosts: set[str] = set()
        self._buckets: dict[str, Bucket] = {}
        self._lock = threading.Lock()

    def bucket(self, url: str) -> Bucket:
        """With the keys of this worker's own environment."""
        with self._lock:
            if url not in self._buckets:
                self._buckets[url] = Bucket(url)
            return self._buckets[url]

    def known_at(self, host: str) -> None:
        """What ``.netrc`` has for a host, at the first job of it."""
        with self._lock:
            if host not in self._hosts:
                self._hosts.add(host)
                for_hosts(self.session.credentials, [host])


_made: list[_Worker] = []
_making = threading.Lock()


def _worker() -> _Worker:
    with _making:
        if not _made:
            _made.append(_Worker())
        return _made[0]


def bring(payload: Mapping[str, Any]) -> dict[str, Any]:
    """A job (``job_to_json``), with ``ticket``, ``topic``, ``connections`` and ``rate``, and where it goes to
    a bucket its address and the ``place`` below it: its ``delivered`` or ``error``, ready for JSON. Never
    raises."""
    host = "?"
    try:
        job = job_from_json(payload["job"])
        host = host_of(job.link.href)
        return {"delivered": delivered_to_json(_brought(job, host, payload))}
    except GaiaError as error:
        return {"error": error_to_json(error)}
    except Exception as error:
        return {"error": error_to_json(unexpected(error, host))}


def _brought(job: Job, host: str, payload: Mapping[str, Any]) -> Delivered:
    worker, ticket = _worker(), str(payload["ticket"])
    cancel = worker.running[ticket] = Cancel()
    count = int(payload["connections"])
    limits = Limits(1, count, count, bytes_per_second=payload["rate"])
    teller = _Teller(str(payload["topic"]), ticket)
    try:
        worker.known_at(host)
        if payload["bucket"]:
            return deliver_to_bucket(
                worker.session,
                job,
                worker.bucket(payload["bucket"]),
                payload["place"],
                limits=limits,
                access=worker.access,
                on_progress=teller,
                cancel=cancel,
            )
        with part_lock(job.target, cancel):
            return _there(job) or deliver(
                worker.session,
                job,
                limits=limits,
                access=worker.access,
                on_progress=teller,
                cancel=cancel,
            )
    finally:
        worker.running.pop(ticket, None)


def _there(job: Job) -> Delivered | None:
    """What a worker brought that was taken for dead: its file has a sidecar that says so."""
    said = (read_sidecar(job.target) or {"properties": {}})["properties"].get("gaia:provenance", {})
    if said.get("url") != public_url(job.link.href) or job.options.get("unpack"):
        return None
    try:
        size = job.target.stat().st_size
    except OSError:
        return None
    if size != said.get("size"):
        return None
    fetched = Fetched(job.target, size, bool(said.get("checksum_verified")), already_there=True)
    return Delivered(fetched, (job.target,), None, sidecar_path(job.target))


class _Teller:
    """Tells the client how far a job is, twice a second."""

    def __init__(self, topic: str, ticket: str) -> None:
        from distributed import get_worker

        self._worker = get_worker()
        self._topic, self._ticket = topic, ticket
        self._told = 0.0

    def __call__(self, received: int, total: int | None) -> None:
        now = time.monotonic()
        if now - self._told >= _EVERY or received == total:
            self._told = now
            self._worker.log_event(self._topic, [self._ticket, received, total])


def stop(tickets: list[str] | None) -> None:
    """Interrupt these jobs (None: all that this worker does), within a second."""
    for worker in list(_made):
        for ticket, cancel in list(worker.running.items()):
            if tickets is None or ticket in tickets:
                cancel.cancel()


def hello(place: str, token: str) -> tuple[str, str]:
    """The version, and in a sentence why this worker cannot write to the folder or the bucket, "" where it
    can. A mark is left in the folder, to find out who shares it."""
    try:
        if place.lower().startswith(SCHEME):
            bucket = Bucket(place)
            mark = bucket.key_of(f".gaia-{token}")
            bucket.write(mark, b"")
            bucket.delete(mark)
        else:
            folder = Path(place)
            folder.mkdir(parents=True, exist_ok=True)
            with part_lock(folder / token):
                (folder / f".gaia-{token}-{secrets.token_hex(8)}").touch()
    except OSError as error:
        return __version__, str(cannot_write(Path(place), error))
    except (GaiaError, BucketUnavailable) as error:
        return __version__, str(error)
    return __version__, ""


def seen(folder: str, token: str) -> int | None:
    """How many marks this worker sees; None in a bucket, which is one for all."""
    if folder.lower().startswith(SCHEME):
        return None
    return len(list(Path(folder).glob(f".gaia-{token}-*")))


def tidy(folder: str, token: str) -> None:
    """Take the marks away."""
    for mark in Path(folder).glob(f".gaia-{token}-*"):
        mark.unlink(missing_ok=True)


# -- on the way ------------------------------------------------------------------------------------


def job_to_json(job: Job) -> dict[str, Any]:
    return {
        "id": job.id,
        "link": link_to_json(job.link),
        "target": str(job.target),
        "record": dict(job.record),
        "options": dict(job.options),
        "group": job.group,
    }


def job_from_json(said: Mapping[str, Any]) -> Job:
    return Job(
        link_from_json(said["link"]),
        Path(said["target"]),
        said["record"],
        said["options"],
        said["group"],
        said["id"],
    )


def delivered_to_json(delivered: Delivered) -> dict[str, Any]:
    fetched = delivered.fetched
    return {
        "path": str(fetched.path),
        "size": fetched.size,
        "verified": fetched.checksum_verified,
        "etag": fetched.etag,
        "already_there": fetched.already_there,
        "files": [str(path) for path in delivered.files],
        "folder": str(delivered.folder) if delivered.folder else None,
        "sidecar": str(delivered.sidecar) if delivered.sidecar else None,
        "notes": [error_to_json(note) for note in delivered.notes],
    }


def delivered_from_json(said: Mapping[str, Any]) -> Delivered:
    path = Path(said["path"])
    return Delivered(
        Fetched(path, said["size"], said["verified"], said["etag"], said["already_there"]),
        tuple(Path(one) for one in said["files"]),
        Path(said["folder"]) if said["folder"] else None,
        Path(said["sidecar"]) if said["sidecar"] else None,
        tuple(error_from_json(note) for note in said["notes"]),
    )
