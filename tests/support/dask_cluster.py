"""A real Dask cluster on loopback: a scheduler and workers with nannies, each a process of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / "build" / "hub" / "venv" / "dask" / "bin" / "python"


def until(what: Callable[[], object], seconds: float = 90.0, why: str = "nothing came") -> None:
    """Wait for something to become true."""
    end = time.monotonic() + seconds
    while not what():
        if time.monotonic() > end:
            raise AssertionError(why)
        time.sleep(0.05)


def environment(folder: Path, **more: str) -> dict[str, str]:
    """Of a process that knows the plugin and nobody's keys."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GAIA_", "DASK_"))}
    (folder / "home").mkdir(exist_ok=True)
    own = {
        "HOME": str(folder / "home"),
        "XDG_STATE_HOME": str(folder / "state"),
        "GAIA_QGIS_PROFILE": "",
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
        "DASK_DISTRIBUTED__WORKER__MEMORY__TERMINATE": "False",
    }
    return {**kept, **own, **more}


class DaskCluster:
    """A context manager; ``folder`` takes logs and the workers' own files."""

    def __init__(self, folder: Path, workers: int = 2, nanny: bool = True, threads: int = 1, **more: str):
        self.folder = folder
        self._count, self._nanny, self._threads = workers, nanny, threads
        self._more = more
        self._processes: list[subprocess.Popen[bytes]] = []
        self._file = folder / "scheduler.json"

    def __enter__(self) -> DaskCluster:
        try:
            scheduler = [
                "dask_scheduler",
                "--host",
                "127.0.0.1",
                "--port",
                "0",
                "--no-dashboard",
                "--no-show",
            ]
            self._begin(*scheduler, "--scheduler-file", str(self._file))
            until(self._file.exists, why="the scheduler did not start")
            for _ in range(self._count):
                self.add_worker()
            until(lambda: len(self.workers()) == self._count, why="the workers did not start")
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def address(self) -> str:
        return str(json.loads(self._file.read_text("utf-8"))["address"])

    def add_worker(self) -> None:
        words = ["--host", "127.0.0.1", "--nthreads", str(self._threads), "--no-dashboard"]
        words += ["--scheduler-file", str(self._file), "--local-directory", str(self.folder / "scratch")]
        self._begin("dask_worker", *words, "--nanny" if self._nanny else "--no-nanny")

    def _begin(self, module: str, *words: str) -> None:
        log = (self.folder / f"{module}-{len(self._processes)}.log").open("wb")
        with log:
            process = subprocess.Popen(
                [str(PYTHON), "-m", f"distributed.cli.{module}", *words],
                stdout=log,
                stderr=log,
                cwd=self.folder,
                env=environment(self.folder, **self._more),
            )
        self._processes.append(process)

    def workers(self) -> list[int]:
        """The processes that bring files, by their numbers."""
        found = []
        for process in self._processes[1:]:
            if not self._nanny:
                found += [process.pid] if process.poll() is None else []
                continue
            for child in _children(process.pid):
                if b"spawn_main" in _command(child):
                    found.append(child)
        return found

    def logs(self) -> str:
        return "\n".join(
            path.read_text("utf-8", "replace") for path in sorted(self.folder.glob("dask_*.log"))
        )

    def close(self) -> None:
        """At once: there is nothing to lose."""
        for process in reversed(self._processes):
            for child in _children(process.pid):
                _kill(child)
            process.kill()
            process.wait()

    def kill(self, pid: int) -> None:
        _kill(pid)


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def _children(pid: int) -> list[int]:
    found: list[int] = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += [int(text) for text in path.read_text("ascii").split()]
        except OSError:
            continue
    return found


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""
