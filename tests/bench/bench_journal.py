"""What a job costs in the journal when it holds a thousand, and when it holds a million."""

from __future__ import annotations

import gc
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from gaia_plugin.core.model import Link, LinkKind
from gaia_plugin.core.transfer.jobs import Job, State
from gaia_plugin.core.transfer.journal import Journal

SMALL, LARGE = 1_000, 1_000_000
BATCH = 100
TURNS = 24
LIMIT = 1.2
HOSTS = 5
RECORD = {"type": "Feature", "id": "x", "properties": {"title": "synthetic", "text": "t" * 500}}


def jobs(first: int, count: int) -> Iterator[Job]:
    """As a search gives them: some files of one record, in one folder."""
    for number in range(first, first + count):
        name = f"SYNTHETIC_L2A_{number:08}.tif"
        link = Link(f"https://files{number % HOSTS}.example.org/a/{name}", LinkKind.DOWNLOAD, size=1000)
        yield Job(link, Path(f"/data/downloads/{number // 50:06}/{name}"), RECORD)


def life(journal: Journal, first: int) -> float:
    """Seconds a job, from being added to being done, with the counts that an interface asks for."""
    made = list(jobs(first, BATCH))
    begun = time.perf_counter()
    journal.add(made)
    for _ in made:
        (one,) = journal.claim("bench")
        journal.settle(one.job.id, "bench", State.DONE, path=one.job.target, received=1000, total=1000)
        journal.counts()
    return (time.perf_counter() - begun) / BATCH


def fill(path: Path, count: int) -> Journal:
    journal = Journal(path)
    made = jobs(0, count)
    while journal.add([job for _, job in zip(range(5_000), made)]):
        pass
    return journal


def rows(context: Any) -> list[dict[str, Any]]:
    folder = tempfile.TemporaryDirectory(dir=context.build)
    with folder:
        begun = time.perf_counter()
        large = fill(Path(folder.name) / "large.sqlite", LARGE)
        filled = time.perf_counter() - begun
        # In turns, so that whatever else the computer does slows both: the small one anew each time, as it
        # would not be small for long.
        costs: dict[str, list[float]] = {"small": [], "large": []}
        for turn in range(TURNS):
            small = fill(Path(folder.name) / f"small-{turn}.sqlite", SMALL)
            life(small, SMALL + BATCH)  # a file that was just made is slower for a moment
            gc.collect()
            costs["small"].append(life(small, SMALL))
            costs["large"].append(life(large, LARGE + turn * BATCH))
            small.close()
        size = large.path.stat().st_size
        large.close()
    before, after = median(costs["small"]), median(costs["large"])
    return [
        {
            "name": "journal_growth_ratio",
            "value": after / before,
            "unit": "",
            "limit_value": LIMIT,
            "ratio_to_limit": after / before / LIMIT,
            "ms_a_job_small": 1000 * before,
            "ms_a_job_large": 1000 * after,
            "us_a_job_added": 1e6 * filled / LARGE,
            "bytes_a_job": size / LARGE,
        }
    ]
