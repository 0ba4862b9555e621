"""The jobs of a queue, brought by the workers of a Dask cluster into a folder that they share.

The queue and its journal stay with the client, on a disk of its own. The scheduler gives a job whose worker
was lost to another, which goes on with the part in the shared folder; a lock on the file keeps two from
writing it (``part_lock``). Hosts are asked by no more connections than they allow, all workers together: the
client counts them, and gives each job its share.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

from ... import __version__
from ..errors import Cancelled, ConnectionLost, TransferIncomplete, host_of
from ..net import Cancel
from . import dask_worker
from .deliver import Delivered
from .error_json import error_from_json
from .jobs import Job
from .limits import Limits

_SUBMISSIONS = 8
"""How often a job is given to the cluster that loses its workers; each time the scheduler tries four."""
_PATIENCE = 30.0
_REFRESH = 5.0
_LOOK = 5.0


class ClusterUnavailable(ValueError):
    """Why no job can be given to the cluster, in a sentence for the terminal."""


class Cluster:
    """A context manager. ``work`` is a queue's; ``places`` how many jobs the workers do together. ``folder``
    is the one that they share, and that targets are below; with ``bucket`` (``s3://bucket/prefix``) files go
    there instead, by the same names. Raises ClusterUnavailable."""

    def __init__(
        self, address: str, folder: Path, limits: Limits, bucket: str = "", patience: float = _PATIENCE
    ) -> None:
        self._limits = limits
        self._folder, self._bucket = folder, bucket
        self._topic = f"gaia-fetch-{secrets.token_hex(8)}"
        self._tellers: dict[str, Callable[[int, int | None], None]] = {}
        self._scheduler = host_of(address)
        self._client = _connected(address)
        self._places, self._counted = 1, 0.0
        try:
            self._greet(bucket or str(folder), patience)
            self._client.subscribe_topic(self._topic, self._told)
        except BaseException:
            self._client.close()
            raise

    def __enter__(self) -> Cluster:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._client.close(timeout=_LOOK)
        except Exception:  # a scheduler that is gone closes nothing
            return

    @property
    def lost(self) -> bool:
        """Whether the scheduler is gone, and did not come back in the time that Dask gives it."""
        return self._client.status not in ("running", "connecting")

    def places(self) -> int:
        """How many threads the workers have now."""
        if time.monotonic() - self._counted > _REFRESH:
            self._counted = time.monotonic()
            try:
                self._places = max(1, sum(self._client.nthreads().values()))
            except Exception:  # asked again in a moment
                return self._places
        return self._places

    def work(self, job: Job, on_progress: Callable[[int, int | None], None], cancel: Cancel, /) -> Delivered:
        """As ``queue.Work``: a worker brings the file; raises the typed errors that it met there."""
        host = host_of(job.link.href)
        latest = [0, job.link.size]

        def progress(received: int, total: int | None) -> None:
            latest[:] = [received, total]
            on_progress(received, total)

        with self._connections(host, cancel) as count:
            for _ in range(_SUBMISSIONS):
                answer = self._asked(job, count, progress, cancel)
                if answer is None:
                    continue
                if "error" in answer:
                    raise error_from_json(answer["error"])
                return dask_worker.delivered_from_json(answer["delivered"])
        raise TransferIncomplete(host=host, received=latest[0], expected=latest[1] or "?")

    def _asked(
        self, job: Job, connections: int, progress: Callable[[int, int | None], None], cancel: Cancel
    ) -> Any:
        """What a worker answered; None where all that tried were lost."""
        ticket = secrets.token_hex(8)
        rate = self._limits.bytes_per_second
        payload = {
            "job": dask_worker.job_to_json(job),
            "ticket": ticket,
            "topic": self._topic,
            "connections": connections,
            "rate": rate / self.places() if rate else None,
            "bucket": self._bucket,
            "place": job.target.relative_to(self._folder).as_posix() if self._bucket else "",
        }
        over = threading.Event()
        self._tellers[ticket] = progress
        forget = cancel.on_cancel(over.set)
        try:
            future = self._submitted(payload, ticket)
            future.add_done_callback(lambda _: over.set())
            while not over.wait(_LOOK) and not self.lost:
                pass
            if cancel.is_set:
                self._stop(ticket, future)
                raise Cancelled()
            return self._result(future)
        finally:
            forget()
            self._tellers.pop(ticket, None)

    def _submitted(self, payload: Any, ticket: str) -> Any:
        try:
            return self._client.submit(dask_worker.bring, payload, key=f"gaia-fetch-{ticket}", pure=False)
        except Exception as error:  # of a client that lost its scheduler
            raise ConnectionLost(host=self._scheduler) from error

    def _result(self, future: Any) -> Any:
        try:
            return future.result(timeout=_LOOK)
        except Exception as error:
            if type(error).__name__ == "KilledWorker":
                return None
            # The scheduler was lost, or the worker cannot run what it was sent.
            raise ConnectionLost(host=self._scheduler) from error

    def _stop(self, ticket: str, future: Any) -> None:
        try:
            future.cancel(force=True)
            self._client.run(dask_worker.stop, [ticket], on_error="ignore")
        except Exception:  # who cannot be told finishes the file, which is found there
            return

    def _told(self, event: Any) -> None:
        ticket, received, total = event[1]
        teller = self._tellers.get(ticket)
        if teller:
            teller(received, total)

    @contextmanager
    def _connections(self, host: str, cancel: Cancel) -> Iterator[int]:
        """A job's share of what a host allows. Raises Cancelled."""
        limit = self._limits.limit(host)
        share = min(self._limits.per_file, max(1, limit // min(limit, self.places())))
        with self._limits.connection(host, cancel):
            more = 0
            try:
                while more + 1 < share and self._limits.try_connection(host):
                    more += 1
                yield more + 1
            finally:
                for _ in range(more):
                    self._limits.give_back(host)

    def _greet(self, folder: str, patience: float) -> None:
        """Find out, before the first job, what would make each of them fail."""
        token = secrets.token_hex(8)
        try:
            self._client.wait_for_workers(1, timeout=patience)
        except Exception as error:
            raise ClusterUnavailable("The cluster has no workers: start some, then try again.") from error
        answers = self._client.run(dask_worker.hello, folder, token, on_error="return")
        try:
            for where, answer in answers.items():
                _check(host_of(where), answer)
            counts = self._client.run(dask_worker.seen, folder, token, on_error="return")
            if any(count != len(answers) for count in counts.values() if isinstance(count, int)):
                raise ClusterUnavailable(
                    f"The workers do not share {folder}: choose a folder that all of them see."
                )
        finally:
            self._client.run(dask_worker.tidy, folder, token, on_error="ignore")


def _check(where: str, answer: Any) -> None:
    if isinstance(answer, BaseException):
        raise ClusterUnavailable(
            f"The worker at {where} cannot run the plugin: "
            "put the folder that holds gaia_plugin on its PYTHONPATH."
        )
    version, problem = answer
    if version != __version__:
        raise ClusterUnavailable(
            f"The worker at {where} has version {version} of the plugin, not {__version__}."
        )
    if problem:
        raise ClusterUnavailable(f"The worker at {where} cannot bring files there. {problem}")


def _connected(address: str) -> Any:
    try:
        from distributed import Client
    except ImportError:
        raise ClusterUnavailable(
            'Dask is not installed for this Python. Install it with: python -m pip install "distributed"'
        ) from None
    try:
        return Client(address, set_as_default=False, name="gaia-fetch")
    except (OSError, ValueError, TypeError) as error:
        raise ClusterUnavailable(f"No Dask scheduler answers at {address}.") from error
