"""How long the interface is held while 200 files are transferred at the same time, with the dock visible.

A throttled server in a process of its own gives all of them together for half a minute, and the queue goes on
to the next as one ends. The beat and what is taken off a gap are those of ``bench_main_thread``; a person
scrolls, chooses, pauses and resumes meanwhile. The row is the worst gap of the middle one of three runs.
"""

from __future__ import annotations

import random
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from tests.bench.bench_main_thread import Heartbeat
from tests.support.slow_server import slow_server

AT_ONCE, FILES, RUNS = 200, 300, 3
SIZE, RATE = 600_000, 30_000  # bytes, bytes a second: 20 s a file
SECONDS = 25.0
LIMIT_MS = 50.0


class User:
    """Somebody who looks at the list."""

    def __init__(self, downloads: Any, view: Any) -> None:
        from qgis.PyQt.QtCore import QTimer

        self._downloads, self._view = downloads, view
        self._chance, self._turn = random.Random(1), 0
        self._timer = QTimer()
        self._timer.setInterval(700)
        self._timer.timeout.connect(self._act)
        self._timer.start()

    def _act(self) -> None:
        model = self._downloads.model
        if not model.rowCount():
            return
        self._turn += 1
        row = self._chance.randrange(model.rowCount())
        if self._turn % 4 == 3:
            chosen = [one.id for one in model.downloads()[row : row + 5]]
            self._downloads.pause(chosen)
            self._downloads.resume(chosen)
        elif self._turn % 4 == 1:
            self._view.selectAll() if self._turn % 8 == 1 else self._view.clearSelection()
        else:
            self._view.setCurrentIndex(model.index(row))
            self._view.scrollTo(model.index(row))

    def stop(self) -> None:
        self._timer.stop()


def measure(address: str, folder: Path) -> dict[str, Any]:
    """One run; the gaps, and how many files were on their way together."""
    from qgis.core import QgsProject
    from qgis.PyQt.QtCore import QCoreApplication, QEventLoop

    from gaia_plugin.bridge.download_tasks import Asked
    from gaia_plugin.bridge.downloads import Downloads
    from gaia_plugin.bridge.network import qgis_session
    from gaia_plugin.core.model import Granule, Link, LinkKind
    from gaia_plugin.gui.transfers_panel import TransfersPanel

    def spin(until: Any, seconds: float) -> None:
        end = time.perf_counter() + seconds
        while not until() and time.perf_counter() < end:
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)

    session = qgis_session()
    downloads = Downloads(session, QgsProject.instance(), path=folder / "transfers.sqlite")
    downloads.limits.change(at_once=AT_ONCE, per_host=AT_ONCE, per_file=1)
    panel = TransfersPanel()
    panel.list.setModel(downloads.model)
    downloads.counted.connect(panel.show_totals)
    panel.resize(400, 640)
    panel.show()
    spin(lambda: False, 0.5)
    asked = []
    for number in range(FILES):
        name = f"synthetic_{number:03}.nc"
        link = Link(f"{address}/{name}?size={SIZE}&rate={RATE}", LinkKind.DOWNLOAD, size=SIZE)
        asked.append(Asked(Granule(name, name, "bench", "bench", links=(link,)), [link]))
    most: list[int] = []
    downloads.counted.connect(lambda totals: most.append(len(downloads._running)))
    heart, user = Heartbeat(), User(downloads, panel.list)
    downloads.download_all(asked, folder / "files", load=False)
    spin(lambda: False, SECONDS)
    gaps = heart.stop()
    user.stop()
    done = len(list((folder / "files").rglob("*.nc")))
    begun = time.perf_counter()
    downloads.shut()
    closing = time.perf_counter() - begun
    panel.close()
    session.close()
    if max(most, default=0) < AT_ONCE:
        raise RuntimeError(f"only {max(most, default=0)} at once")
    held = max(gap - queued for gap, queued, _ in heart.gaps)
    worst = sorted(heart.gaps)[-6:]
    return {"gaps": gaps, "held": held, "worst": worst, "most": max(most), "done": done, "closing": closing}


def rows(context: Any = None) -> list[dict[str, Any]]:
    """The row for bench.json."""
    from tests.bridge.conftest import start_qgis

    start_qgis()
    from gaia_plugin.gui.controller import _warm_up

    _warm_up(threading.Event())  # as the plugin does when its dock is made
    runs = []
    for _ in range(RUNS):
        with slow_server() as address, tempfile.TemporaryDirectory(prefix="gaia-hold-") as folder:
            runs.append(measure(address, Path(folder)))
    found = sorted(runs, key=lambda run: run["held"])[len(runs) // 2]
    gaps = found["gaps"]
    return [
        {
            "name": "transfer_main_thread_hold_ms",
            "value": round(found["held"], 1),
            "unit": "ms",
            "peer": "none",
            "limit_value": LIMIT_MS,
            "ratio_to_limit": round(found["held"] / LIMIT_MS, 3),
            "at_once": found["most"],
            "files_done": found["done"],
            "p99": round(gaps[int(0.99 * (len(gaps) - 1))], 2),
            "beats": len(gaps),
            "runs": [round(run["held"], 1) for run in runs],
            "wall": [round(run["gaps"][-1], 1) for run in runs],
            "worst_at": [tuple(round(part, 2) for part in worst) for worst in found["worst"]],
            "closing_s": [round(run["closing"], 2) for run in runs],
        }
    ]
