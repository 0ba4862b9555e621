"""A manifest with one worker of a Dask cluster and with two, from a server that is slow a connection.

The server is what limits: how well the jobs are spread is measured, and not how fast bytes are copied. Files
are of a size that the engine brings over one connection.
"""

from __future__ import annotations

import subprocess
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from gaia_plugin.core.model import Granule, Link, LinkKind
from gaia_plugin.core.transfer import manifest
from gaia_plugin.core.transfer.items import item_of
from gaia_plugin.core.transfer.jobs import Job
from tests.support.dask_cluster import PYTHON, DaskCluster, environment
from tests.support.faultserver import FaultServer, Reply

FILES = 12
SIZE = 8 << 20
PIECE = 1 << 16
PAUSE = PIECE / (4 << 20)  # 4 MB/s
LEAST = 0.85


def rows(context: Any) -> list[dict[str, Any]]:
    if not PYTHON.exists():
        raise RuntimeError("Dask is not installed: make hub-install")
    with FaultServer() as server:
        for number in range(FILES):
            server.add(f"/{number}.bin", Reply(body=bytes(SIZE), drip=(PIECE, PAUSE)))
        alone, together = (_seconds(server, count) for count in (1, 2))
    efficiency = alone / together / 2
    speeds = [FILES * SIZE / seconds / 1e6 for seconds in (alone, together)]
    return [
        {
            "name": "dask_efficiency",
            "value": round(efficiency, 3),
            "unit": "of twice the speed",
            "peer": "1 worker, MB/s",
            "peer_value": round(speeds[0], 2),
            "limit_value": LEAST,
            "ratio_to_peer": round(speeds[1] / speeds[0], 3),
            "ratio_to_limit": round(LEAST / efficiency, 3),
            "speed": round(speeds[1], 2),
        }
    ]


def _seconds(server: FaultServer, workers: int) -> float:
    """From the first request to the last file. Starting interpreters and connecting is not spreading."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "cluster").mkdir()
        path = _manifest(server, folder)
        with DaskCluster(folder / "cluster", workers) as cluster:
            server.seen.clear()
            command = [str(PYTHON), "-m", "gaia_plugin", "fetch", str(path), "--into", str(folder / "shared")]
            process = subprocess.Popen(
                [*command, "--dask", cluster.address],
                cwd=folder,
                env=environment(folder),
                stdout=subprocess.PIPE,
                text=True,
            )
            begun: list[float] = []
            threading.Thread(target=_watch, args=(server, begun), daemon=True).start()
            came = 0
            for line in process.stdout or ():
                came += line.endswith(".bin\n")
                last = time.perf_counter()
            if process.wait() or came != FILES:
                raise RuntimeError(f"{came} of {FILES} files came")
    return last - begun[0]


def _watch(server: FaultServer, begun: list[float]) -> None:
    while not server.seen:
        time.sleep(0.002)
    begun.append(time.perf_counter())


def _manifest(server: FaultServer, folder: Path) -> Path:
    jobs = []
    for number in range(FILES):
        link = Link(server.url(f"/{number}.bin"), LinkKind.DOWNLOAD, size=SIZE)
        item = item_of(Granule(str(number), str(number), links=(link,)))
        jobs.append(Job(link, folder / f"{number}.bin", item))
    manifest.write(folder / "wanted.json", jobs, root=folder)
    return folder / "wanted.json"
