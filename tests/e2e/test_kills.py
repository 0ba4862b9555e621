"""Processes that are killed at any moment, many times: every file arrives whole, and no job is lost.

GAIA_KILLS says how often (200), GAIA_SEED repeats the moments of a run.
"""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from gaia_plugin.core.model import Checksum, Link, LinkKind
from gaia_plugin.core.transfer.jobs import ACTIVE, Job, Standing, State
from gaia_plugin.core.transfer.journal import Journal
from gaia_plugin.core.transfer.part import PIECE
from tests.support.file_farm import FileFarm

ROOT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("GAIA_KILLS", "200"))
AT_ONCE = 4
CONNECTIONS = 2  # of a file
SIZES = ((200_000, 2_000_000), (6_000_000, 20_000_000))
HURRY = 0.3  # seconds, at most, that a process lives after it has begun


@pytest.fixture
def chance() -> random.Random:
    seed = int(os.environ.get("GAIA_SEED") or random.SystemRandom().getrandbits(32))
    print(f"GAIA_SEED={seed}")  # shown where the test fails
    return random.Random(seed)


@pytest.fixture(scope="module")
def farm() -> Iterator[FileFarm]:
    with FileFarm(piece=1 << 18, pause=0.01) as running:
        yield running


def child(journal: Journal) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.support.queue_child", str(journal.path)]
    command += [str(AT_ONCE), str(CONNECTIONS)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def jobs(farm: FileFarm, folder: Path, chance: random.Random, first: int, count: int) -> list[Job]:
    """Half of them with a checksum that the provider announced."""
    made = []
    for number in range(first, first + count):
        name, size = f"synthetic-{number}.bin", chance.randint(*SIZES[number % 4 == 0])
        checksum = Checksum("sha256", farm.sha256(name, size)) if number % 2 else None
        link = Link(farm.url(name, size), LinkKind.DOWNLOAD, size=size, checksum=checksum)
        made.append(Job(link, folder / name))
    return made


def everything(journal: Journal) -> list[Standing]:
    return journal.rows(limit=100_000)


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def check(journal: Journal, added: list[Job]) -> None:
    """Every job is there and done, every file is whole, and nothing else is in the folder."""
    standings = {one.job.id: one for one in everything(journal)}
    assert set(standings) == {job.id for job in added}
    assert [one for one in standings.values() if one.state is not State.DONE] == []
    sizes = {job.target: job.link.size or 0 for job in added}
    corrupt = [path for path, size in sizes.items() if sha256(path) != FileFarm.sha256(path.name, size)]
    assert corrupt == []
    present = {path.name for path in added[0].target.parent.iterdir()}
    names = {job.target.name for job in added}
    assert present == names | {f"{name}.stac.json" for name in names}


@pytest.mark.timeout(600)  # some 60 s, on a machine that does nothing else
def test_killed_again_and_again(farm: FileFarm, chance: random.Random, tmp_path: Path) -> None:
    journal, folder = Journal(tmp_path / "journal.sqlite"), tmp_path / "files"
    added = jobs(farm, folder, chance, 0, 24)
    journal.add(added)
    before, cut = farm.served(), 0
    for _ in range(KILLS):
        if sum(journal.counts()[state][0] for state in ACTIVE) < 3 * AT_ONCE:
            more = jobs(farm, folder, chance, len(added), 12)
            journal.add(more)
            added += more
        process = child(journal)
        if chance.random() < 0.9:
            assert process.stdout and process.stdout.readline() == "begun\n", process.communicate()
        time.sleep(chance.random() * HURRY)  # the moment of the kill, not a wait for something
        process.kill()
        process.communicate()
        cut += journal.counts()[State.RUNNING][0]
    process = child(journal)
    told = process.communicate(timeout=300)
    assert process.returncode == 0, told
    check(journal, added)
    journal.close()
    size = sum(job.link.size or 0 for job in added)
    again = farm.served() - before - size
    print(f"{KILLS} kills cut {cut} of {len(added)} files; {size / 1e6:.0f} MB, {again / 1e6:.1f} MB more")
    assert cut > KILLS  # mid-file, not between two
    assert again <= cut * CONNECTIONS * PIECE
