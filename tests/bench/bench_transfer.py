"""Transfers against curl and aria2: a large file, a server that is slow for a connection, many small files.

``ratio_to_peer`` is our speed over theirs. All run in turns, the best round of each counts.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.bench.transfer_servers import nginx, paced, slow_answers

GB = 1 << 30
THROTTLED = 200_000_000
FILES = 1000
AT_ONCE = 16
_MEMORY = """
import sys
from pathlib import Path
from gaia_plugin.core.model import Link, LinkKind
from gaia_plugin.core.net import Session
from gaia_plugin.core.transfer import fetch
from gaia_plugin.core.transfer.limits import Limits
def resident(what):
    for line in open("/proc/self/status"):
        if line.startswith(what):
            return int(line.split()[1]) / 1024
session, folder = Session(), Path(sys.argv[2])
fetch(session, Link(sys.argv[1] + "/small", LinkKind.DOWNLOAD), folder / "small")
idle = resident("VmRSS")
done = fetch(session, Link(sys.argv[1] + "/at40/two", LinkKind.DOWNLOAD), folder / "two", limits=Limits())
print(resident("VmHWM") - idle, done.connections, done.size)
"""


def rows(context: Any) -> list[dict[str, Any]]:
    for program in ("curl", "aria2c"):
        if not shutil.which(program):
            raise FileNotFoundError(f"{program} is not installed: tools/setup.sh does so")
    build = Path(context.build)
    build.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=build) as name:
        folder = Path(name)
        with nginx(folder / "nginx", {"big": GB, "two": 2 * GB, "small": 1000}) as base:
            made = [*_large(base, folder), _memory(base, folder)]
        with paced(THROTTLED) as url:
            made.append(_throttled(url, folder))
        with slow_answers() as base:
            made.append(_small(base, folder))
    return made


def _large(base: str, folder: Path) -> list[dict[str, Any]]:
    """The same file through requests' own adapter, through QGIS's network, and by curl."""
    from qgis.PyQt.QtCore import QCoreApplication

    from gaia_plugin.bridge.network import qgis_session
    from gaia_plugin.core.net import Session
    from tests.bridge.conftest import start_qgis

    start_qgis()
    url = base + "/big"

    def in_a_thread(call: Callable[[], None]) -> None:
        """While the main thread handles events, as QGIS does."""
        problem: list[BaseException] = []

        def run() -> None:
            try:
                call()
            except BaseException as error:
                problem.append(error)

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        while thread.is_alive():
            QCoreApplication.processEvents()
            thread.join(0.01)
        if problem:
            raise problem[0]

    own, through_qgis = Session(), qgis_session()
    curl, ours, qgis = _best(
        folder, GB, 3,
        [
            lambda to: _run("curl", "-s", "-o", str(to), url),
            lambda to: _fetch(own, url, to),
            lambda to: in_a_thread(lambda: _fetch(through_qgis, url, to)),
        ],
    )  # fmt: skip
    own.close()
    through_qgis.close()
    return [
        _row("transfer_loopback_vs_curl", GB, ours, "curl", curl, 0.9),
        _row("transfer_loopback_qgis_vs_curl", GB, qgis, "curl", curl, 0.6),
    ]


def _throttled(url: str, folder: Path) -> dict[str, Any]:
    from gaia_plugin.core.net import Session

    options = ("-q", "-x8", "-s8", "-k1M", "--file-allocation=none", "--allow-overwrite=true")
    with Session() as session:
        aria, ours = _best(
            folder, THROTTLED, 2,
            [
                lambda to: _run("aria2c", *options, "-d", str(to.parent), "-o", to.name, url),
                lambda to: _fetch(session, url, to),
            ],
        )  # fmt: skip
    return _row("transfer_throttled_vs_aria2", THROTTLED, ours, "aria2c", aria, 0.95)


def _memory(base: str, folder: Path) -> dict[str, Any]:
    command = [sys.executable, "-c", _MEMORY, base, str(folder)]
    told = subprocess.run(command, check=True, capture_output=True, text=True, cwd=Path.cwd()).stdout.split()
    (folder / "two").unlink()
    if int(told[2]) != 2 * GB:
        raise ValueError("not every byte arrived")
    used = float(told[0])
    return {
        "name": "transfer_peak_memory_mb", "value": round(used, 1), "unit": "MB", "limit_value": 60,
        "ratio_to_limit": round(used / 60, 3), "connections": int(told[1]),
    }  # fmt: skip


def _small(base: str, folder: Path) -> dict[str, Any]:
    """1,000 files through the queue and its journal."""
    from gaia_plugin.core.access import Access
    from gaia_plugin.core.model import Link, LinkKind
    from gaia_plugin.core.net import Session
    from gaia_plugin.core.transfer.deliver import deliver
    from gaia_plugin.core.transfer.jobs import Job, State
    from gaia_plugin.core.transfer.journal import Journal
    from gaia_plugin.core.transfer.limits import Limits
    from gaia_plugin.core.transfer.queue import Queue

    urls = [f"{base}/{number}.bin" for number in range(FILES)]

    def by_aria(to: Path) -> None:
        listing = folder / "list.txt"
        listing.write_text("\n".join(urls))
        _run("aria2c", "-q", "-i", str(listing), f"-j{AT_ONCE}", "-d", str(to), "--file-allocation=none")

    def ours(to: Path) -> None:
        limits, over = Limits(at_once=AT_ONCE, per_host=AT_ONCE), threading.Event()
        left = {f"{number}.bin" for number in range(FILES)}

        def seen(_: str, standing: Any) -> None:
            if standing is not None and standing.state in (State.DONE, State.FAILED):
                left.discard(standing.job.target.name)
                if not left:
                    over.set()

        with Session() as session:
            access = Access(session, [])

            def work(job: Any, told: Any, cancel: Any) -> Any:
                return deliver(session, job, limits=limits, access=access, on_progress=told, cancel=cancel)

            queue = Queue(Journal(to / "journal.sqlite"), work, limits=limits, on_event=seen)
            queue.add(Job(Link(url, LinkKind.DOWNLOAD), to / "files" / url.rsplit("/", 1)[1]) for url in urls)
            queue.start()
            over.wait(120)
            queue.stop()

    seconds = [float("inf")] * 2
    for turn in range(2):
        for number, way in enumerate((by_aria, ours)):
            to = folder / f"small{turn}{number}"
            to.mkdir()
            begun = time.perf_counter()
            way(to)
            seconds[number] = min(seconds[number], time.perf_counter() - begun)
            if sum(path.stat().st_size == 10_000 for path in to.rglob("*.bin")) != FILES:
                raise ValueError("not every file arrived")
            shutil.rmtree(to)
    return _row("transfer_small_files_vs_aria2", FILES, seconds[1], "aria2c", seconds[0], 0.95, "files/s")


def _fetch(session: Any, url: str, to: Path) -> None:
    from gaia_plugin.core.model import Link, LinkKind
    from gaia_plugin.core.transfer import fetch

    fetch(session, Link(url, LinkKind.DOWNLOAD), to)


def _run(*command: str) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def _best(folder: Path, size: int, rounds: int, ways: list[Callable[[Path], None]]) -> list[float]:
    seconds = [float("inf")] * len(ways)
    for turn in range(rounds):
        for place in range(len(ways)):
            number = (turn + place) % len(ways)
            way, target = ways[number], folder / "target"
            os.sync()  # nobody pays for what the one before left to the disk
            begun = time.perf_counter()
            way(target)
            seconds[number] = min(seconds[number], time.perf_counter() - begun)
            if target.stat().st_size != size:
                raise ValueError("not every byte arrived")
            target.unlink()
    return seconds


def _row(
    name: str, amount: float, seconds: float, peer: str, theirs: float, limit: float, unit: str = "MB/s"
) -> dict[str, Any]:
    scale = 1e6 if unit == "MB/s" else 1
    ratio = theirs / seconds
    return {
        "name": name, "value": round(amount / scale / seconds, 1), "unit": unit, "peer": peer,
        "peer_value": round(amount / scale / theirs, 1), "limit_value": limit,
        "ratio_to_peer": round(ratio, 3), "ratio_to_limit": round(limit / ratio, 3),
        "seconds": round(seconds, 3), "peer_seconds": round(theirs, 3),
    }  # fmt: skip
