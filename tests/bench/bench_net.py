"""The session, through QGIS and by itself, against requests: 1 GB from loopback, and many small answers."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

SIZE = 1 << 30
SMALL = 300
# A bare QNetworkReply takes 1.4 to 2.3 times the seconds of requests: the session must stay inside that.
LIMIT = 2.5
_SERVER = """
import sys
from tests.support.faultserver import FaultServer, Reply, as_json
with FaultServer() as server:
    server.add("/big", Reply(body=int(sys.argv[1])))
    server.add("/small", as_json({"features": ["x" * 100] * 100}))
    print(server.url(""), flush=True)
    sys.stdin.read()
"""


def rows(context: Any) -> list[dict[str, Any]]:
    from qgis.PyQt.QtCore import QCoreApplication

    from tests.bridge.conftest import start_qgis

    root = Path(getattr(context, "root", Path(__file__).resolve().parents[2]))
    start_qgis()
    command = [sys.executable, "-c", _SERVER, str(SIZE)]
    with subprocess.Popen(
        command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        base = server.stdout.readline().strip() if server.stdout else ""
        box: dict[str, Any] = {}
        thread = threading.Thread(target=_measure, args=(base, box), daemon=True)
        thread.start()
        while thread.is_alive():  # the main thread handles events, as QGIS does
            QCoreApplication.processEvents()
            thread.join(0.01)
        if server.stdin:
            server.stdin.close()
    if "error" in box:
        raise box["error"]
    return list(box["rows"])


def _measure(base: str, box: dict[str, Any]) -> None:
    try:
        box["rows"] = _rows(base)
    except BaseException as error:
        box["error"] = error


def _rows(base: str) -> list[dict[str, Any]]:
    import requests

    from gaia_plugin.bridge.network import qgis_session
    from gaia_plugin.core.net import Session

    through_qgis, own = qgis_session(), Session()
    with requests.Session() as plain:
        url, small = base + "/big", base + "/small"

        def by_requests() -> int:
            with plain.get(url, stream=True) as answer:
                return sum(len(chunk) for chunk in answer.iter_content(1 << 18))

        def by(session: Session) -> Callable[[], int]:
            def read() -> int:
                with session.stream(url) as stream:
                    return sum(len(chunk) for chunk in stream.chunks(1 << 18))

            return read

        before = _resident()
        big = _best([by_requests, by(own), by(through_qgis)])
        grown = _resident() - before
        many = _best(
            [
                lambda: [plain.get(small).json() for _ in range(SMALL)] and SIZE,
                lambda: [own.get(small).json() for _ in range(SMALL)] and SIZE,
                lambda: [through_qgis.get(small).json() for _ in range(SMALL)] and SIZE,
            ]
        )
    through_qgis.close()
    own.close()
    return [
        _row("stream_1gb_ratio", big[2], big[0], LIMIT),
        _row("stream_1gb_core_ratio", big[1], big[0], 1.5),
        _row("small_answers_ratio", many[2], many[0], None),
        _row("small_answers_core_ratio", many[1], many[0], None),
        {
            "name": "stream_1gb_memory",
            "value": grown,
            "unit": "MB",
            "limit_value": 64,
            "ratio_to_limit": grown / 64,
        },
    ]


def _row(name: str, seconds: float, peer: float, limit: float | None) -> dict[str, Any]:
    ratio = seconds / peer
    return {
        "name": name,
        "value": round(ratio, 3),
        "unit": "times the peer's seconds",
        "peer": "requests",
        "peer_value": round(peer, 3),
        "limit_value": limit,
        "ratio_to_peer": round(ratio, 3),
        "ratio_to_limit": round(ratio / limit, 3) if limit else None,
        "seconds": round(seconds, 3),
    }


def _best(ways: list[Callable[[], int]], rounds: int = 3) -> list[float]:
    """The least seconds of each way, taken in turns so that a busy machine is unfair to all alike."""
    seconds = [float("inf")] * len(ways)
    for _ in range(rounds):
        for number, way in enumerate(ways):
            start = time.perf_counter()
            if way() != SIZE:
                raise ValueError("not every byte arrived")
            seconds[number] = min(seconds[number], time.perf_counter() - start)
    return seconds


def _resident() -> float:
    """Resident memory of this process, in MB (Linux)."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * 4096 / (1 << 20)
