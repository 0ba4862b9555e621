"""What the federation costs over the catalogues themselves.

Six STAC APIs answer after 50 ms to 2 s. All pages of all six should take what the slowest takes alone, and
the first footprint what the fastest takes alone.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from gaia_plugin.core import FederatedSearch, Page, Query, Session, open_catalog
from gaia_plugin.core.catalogs.base import Catalog

DELAYS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.0)
ALL_PAGES_LIMIT, FIRST_LIMIT = 1.05, 1.2


def measure(urls: list[str]) -> tuple[float, float, int]:
    """Seconds to the first footprint and to the last page, and the number of records."""
    session = Session()
    catalogs: list[Catalog] = [open_catalog(url, kind="stac", session=session) for url in urls]
    first: list[float] = []
    count: list[int] = []

    def take(page: Page) -> None:
        if not first and any(item.footprint for item in page.items):
            first.append(time.perf_counter() - start)
        count.append(len(page.items))

    federated = FederatedSearch(Query(limit=None), catalogs, on_page=take)
    start = time.perf_counter()
    federated.start()
    federated.wait()
    return first[0], time.perf_counter() - start, sum(count)


def rows(context: Any = None) -> list[dict[str, Any]]:
    command = [sys.executable, str(Path(__file__).with_name("delayed_stac.py")), *map(str, DELAYS)]
    server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        urls = json.loads(server.stdout.readline())  # type: ignore[union-attr]
        fastest = statistics.median(measure(urls[:1])[0] for _ in range(5))
        slowest, expected = measure(urls[-1:])[1:]
        runs = [measure(urls) for _ in range(3)]
    finally:
        server.terminate()
        server.wait()
    if any(count != expected * len(DELAYS) for _, _, count in runs):
        raise RuntimeError(f"records were lost: {runs}, {expected} in one catalogue")
    return [
        row(
            "federation_all_pages_ratio",
            statistics.median(r[1] for r in runs),
            "slowest alone",
            slowest,
            ALL_PAGES_LIMIT,
        ),
        row(
            "federation_first_footprint_ratio",
            statistics.median(r[0] for r in runs),
            "fastest alone",
            fastest,
            FIRST_LIMIT,
        ),
    ]


def row(name: str, seconds: float, peer: str, peer_seconds: float, limit: float) -> dict[str, Any]:
    ratio = seconds / peer_seconds
    return {
        "name": name,
        "value": ratio,
        "unit": "ratio",
        "peer": peer,
        "peer_value": 1.0,
        "limit_value": limit,
        "ratio_to_peer": ratio,
        "ratio_to_limit": ratio / limit,
    }
