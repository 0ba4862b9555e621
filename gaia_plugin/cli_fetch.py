"""``python -m gaia_plugin fetch``: the files of a manifest, without QGIS."""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from .core.access import Access
from .core.auth.headless import sign_in
from .core.errors import host_of
from .core.net import Session
from .core.transfer.attempt import Work
from .core.transfer.bucket import SCHEME, Bucket
from .core.transfer.bucket_deliver import deliver_to_bucket
from .core.transfer.dask_run import Cluster, ClusterUnavailable
from .core.transfer.deliver import deliver
from .core.transfer.jobs import OVER, Job, Standing, State, error_of, notes_of
from .core.transfer.journal import Journal
from .core.transfer.limits import Limits
from .core.transfer.manifest import Manifest, read
from .core.transfer.names import safe_name
from .core.transfer.progress import Totals
from .core.transfer.queue import Queue

JOURNAL = ".gaia-transfers.sqlite"
_RATE = re.compile(r"(\d+(?:\.\d+)?)([kKMG]?)(?:B?/s|B)?")
_SCALE = {"": 1, "k": 1_000, "K": 1_000, "M": 1_000_000, "G": 1_000_000_000}
_UNITS = ("B", "kB", "MB", "GB", "TB")
_LOOK = 0.2  # seconds between two looks at what changed; the line is drawn as often
_MOST_LISTED = 50


def add_to(commands: Any) -> None:
    """Register the command."""
    fetch = commands.add_parser(
        "fetch",
        help="fetch the files of a manifest; called again it goes on where it stopped",
        description="Fetches the files of a manifest: STAC items, Metalink 4, or an input file of aria2. "
        "Called again it goes on where it stopped. Keys come from QGIS's keyring, .netrc or variables "
        "GAIA_…, never from this line. Ends with 0 where every file is there, 1 where some are not, 2 where "
        "these words or the manifest cannot be read, 130 where it was interrupted.",
    )
    fetch.add_argument("manifest", type=Path)
    fetch.add_argument(
        "--into", metavar="FOLDER", help="or s3://bucket/prefix; else the folder that the manifest is in"
    )
    fetch.add_argument("--at-once", type=_count, metavar="N", help="files that are brought together")
    fetch.add_argument("--connections", type=_count, metavar="N", help="to a host, and for a file")
    fetch.add_argument("--rate", type=rate, metavar="RATE", help="bytes a second, all together: 500k, 5M")
    fetch.add_argument("--journal", type=Path, metavar="FILE", help=f"else FOLDER/{JOURNAL}")
    fetch.add_argument("--unpack", action=argparse.BooleanOptionalAction, help="archives; else as it says")
    fetch.add_argument(
        "--dask",
        metavar="ADDRESS",
        help="of a Dask scheduler, whose workers share FOLDER and sign in themselves",
    )
    fetch.set_defaults(run=run)


def rate(text: str) -> float:
    """Bytes a second: ``500k``, ``5M``, ``1.5GB/s``. Raises ValueError."""
    found = _RATE.fullmatch(text)
    if not found or float(found[1]) <= 0:
        raise argparse.ArgumentTypeError(f"{text!r} is no rate: 500k, 5M")
    return float(found[1]) * _SCALE[found[2]]


def run(options: argparse.Namespace) -> int:
    """Fetch; see ``add_to`` for what it gives back."""
    url = options.into if (options.into or "").lower().startswith(SCHEME) else ""
    bucket = Bucket(url) if url and not options.dask else None
    folder = _IN_BUCKET if url else Path(options.into or options.manifest.parent).absolute()
    manifest = read(options.manifest, folder)
    jobs = _with_options(manifest, options)
    limits = _limits(options)
    screen = Screen(manifest.skipped, lambda path: _shown(path, url))
    with ExitStack() as stack:
        if options.dask:
            cluster = stack.enter_context(Cluster(options.dask, folder, limits, url))
            work: Work = cluster.work
            places = _at_most(options.at_once, cluster)
        else:
            work = _by_threads(limits, jobs, screen, stack, bucket)
            places = partial(getattr, options, "at_once")
        own = options.dask or url
        journal = Journal(options.journal or (_own_journal(url or str(folder)) if own else folder / JOURNAL))
        stack.callback(journal.close)
        if journal.problem:
            screen.say(str(journal.problem))
        queue = Queue(journal, work, limits=limits, at_once=places(), on_event=screen.event)
        return _until_over(queue, jobs, screen, places)


_IN_BUCKET = Path("/s3:").absolute()
"""Stands for the bucket in the targets of jobs, which are paths."""


def _shown(path: Path, url: str) -> str:
    if not url:
        return str(path)
    return f"{url.rstrip('/')}/{path.relative_to(_IN_BUCKET).as_posix()}"


def _at_most(wanted: int | None, cluster: Cluster) -> Callable[[], int]:
    def places() -> int:
        if cluster.lost:
            raise ClusterUnavailable(
                "The Dask scheduler was lost. Start it again, then call this again: it goes on where it was."
            )
        return min(wanted, cluster.places()) if wanted else cluster.places()

    return places


def _own_journal(place: str) -> Path:
    """Where the journal of a cluster's folder, or of a bucket, is on this computer: SQLite wants a disk of
    its own (XDG Base Directory Specification, "XDG_STATE_HOME")."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    else:
        base = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state")
    mark = hashlib.sha256(place.encode("utf-8", "replace")).hexdigest()[:16]
    return base / "gaia-data" / f"{safe_name(Path(place).name, 'root')}-{mark}.sqlite"


def _until_over(queue: Queue, jobs: tuple[Job, ...], screen: Screen, places: Callable[[], int | None]) -> int:
    standings = queue.add(jobs)
    screen.expect(standings)
    if not screen.waiting:
        return screen.end()
    with _interrupted_by_sigterm():
        try:
            queue.resume([one.job.id for one in standings if one.state is State.PAUSED])
            queue.start()
            while screen.waiting:
                queue.at_once = places()
                screen.look(queue)
                time.sleep(_LOOK)
        except ClusterUnavailable as error:
            screen.say(str(error))
        finally:
            queue.stop()
            screen.clear()
    return screen.end()


def _by_threads(
    limits: Limits, jobs: tuple[Job, ...], screen: Screen, stack: ExitStack, bucket: Bucket | None
) -> Work:
    """This process brings the files itself."""
    session = Session()
    stack.callback(session.close)
    for problem in sign_in(session, {host_of(job.link.href) for job in jobs}):
        screen.say(str(problem))
    access = Access.of(session)
    access.expect(job.link for job in jobs)

    def work(job: Job, on_progress: Any, cancel: Any, /) -> Any:
        how = {"limits": limits, "access": access, "on_progress": on_progress, "cancel": cancel}
        if bucket is None:
            return deliver(session, job, **how)
        return deliver_to_bucket(session, job, bucket, job.target.relative_to(_IN_BUCKET).as_posix(), **how)

    return work


def _with_options(manifest: Manifest, options: argparse.Namespace) -> tuple[Job, ...]:
    if options.unpack is None:
        return manifest.jobs
    more = {"unpack": options.unpack}
    return tuple(replace(job, options={**job.options, **more}) for job in manifest.jobs)


def _limits(options: argparse.Namespace) -> Limits:
    """What hosts allow stays so; the others get as many connections as was asked for."""
    given: dict[str, Any] = {"bytes_per_second": options.rate}
    if options.connections:
        given.update(per_host=options.connections, per_file=options.connections)
    if options.at_once:
        given["at_once"] = options.at_once
    return Limits.from_rows(**given)


def _count(text: str) -> int:
    value = int(text)
    if value < 1:
        raise ValueError
    return value


_count.__name__ = "number"  # what argparse calls it


@contextmanager
def _interrupted_by_sigterm() -> Iterator[None]:
    """Whoever ends the program politely finds every byte that came at the next start."""

    def interrupt(*_: Any) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


class Screen:
    """What a person sees: on standard output the path of each file that came, on standard error a line of
    progress where that is a terminal, and what failed."""

    def __init__(self, skipped: int, shown: Callable[[Path], str] = str) -> None:
        self._shown = shown
        self.waiting: dict[str, Job] = {}
        self._skipped = skipped
        self._failed: dict[str, Standing] = {}
        self._there = 0
        self._came = 0
        self._lost = False
        self._lock = threading.Lock()
        self._is_terminal = sys.stderr.isatty()
        self._drawn = 0

    def expect(self, standings: list[Standing]) -> None:
        """The jobs of this call, as the journal knows them."""
        for standing in standings:
            if standing.state is State.DONE:
                self._there += 1
            else:
                self.waiting[standing.job.id] = standing.job

    def event(self, identity: str, standing: Standing | None) -> None:
        """Something changed; in any thread."""
        with self._lock:
            if not identity:
                self._lost = True
            elif identity in self.waiting and (standing is None or standing.state in OVER):
                self._settle(identity, standing)

    def _settle(self, identity: str, standing: Standing | None) -> None:
        job = self.waiting.pop(identity)
        self.clear()
        if standing is not None and standing.state is State.DONE:
            if standing.outcome.get("already_there"):
                self._there += 1
                return
            self._came += 1
            print(self._shown(standing.path or job.target), flush=True)
            for note in notes_of(standing):
                self.say(f"{job.target.name}: {note}")
            return
        self._failed[identity] = standing or Standing(job, State.CANCELLED)
        self.say(_failure(self._failed[identity]))

    def look(self, queue: Queue) -> None:
        """Draw, and read again what was too much to be told."""
        with self._lock:
            lost, self._lost = self._lost, False
            for identity in list(self.waiting) if lost else ():
                standing = queue.journal.get(identity)
                if standing is None or standing.state in OVER:
                    self._settle(identity, standing)
            if self._is_terminal:
                self._draw(_line(queue.totals(), self._there + self._came, len(self.waiting)))

    def _draw(self, line: str) -> None:
        print("\r" + line.ljust(self._drawn), end="", file=sys.stderr, flush=True)
        self._drawn = len(line)

    def clear(self) -> None:
        """Take the line of progress away."""
        if self._drawn:
            print("\r" + " " * self._drawn + "\r", end="", file=sys.stderr, flush=True)
            self._drawn = 0

    def say(self, text: str) -> None:
        """A line on standard error."""
        print(text, file=sys.stderr, flush=True)

    def end(self) -> int:
        """The last words, and what the program gives back."""
        if self._skipped:
            self.say(f"{_files(self._skipped, 'entry', 'entries')} of the manifest cannot be fetched.")
        if not self._came and not self._failed and not self.waiting:
            self.say(f"Nothing to do: {_files(self._there)} there already.")
            return 0
        told = [f"{_files(self._came)} fetched"]
        told += [f"{self._there} there already"] if self._there else []
        told += [f"{len(self.waiting)} left"] if self.waiting else []
        told += [f"{len(self._failed)} failed"] if self._failed else []
        self.say(", ".join(told) + (":" if self._failed else "."))
        for standing in list(self._failed.values())[:_MOST_LISTED]:
            self.say(f"  {_failure(standing)}")
        if len(self._failed) > _MOST_LISTED:
            self.say(f"  and {len(self._failed) - _MOST_LISTED} more")
        return 1 if self._failed or self.waiting else 0


def _failure(standing: Standing) -> str:
    error = error_of(standing)
    return f"{standing.job.target.name}: {error or standing.state.value}"


def _line(totals: Totals, there: int, waiting: int) -> str:
    left = totals.left
    parts = [f"{there} of {_files(there + waiting)}"]
    if totals.total:
        parts.append(f"{size(totals.received)} of {size(totals.total)}")
    parts.append(f"{size(totals.rate)}/s")
    later = totals.counts.get(State.LATER, 0)
    if later:
        parts.append(f"{later} to be asked for later")
    if left is not None and totals.total:
        parts.append(f"{_duration(left)} left")
    return ", ".join(parts)


def _files(count: int, one: str = "file", several: str = "files") -> str:
    return f"{count} {one if count == 1 else several}"


def size(count: float) -> str:
    """Bytes for a person: ``3.4 GB``."""
    unit = 0
    while count >= 999.5 and unit < len(_UNITS) - 1:
        count, unit = count / 1000, unit + 1
    return f"{count:.3g} {_UNITS[unit]}"


def _duration(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return (
        f"{hours} h {minutes:02} min" if hours else f"{minutes} min {rest:02} s" if minutes else f"{rest} s"
    )
