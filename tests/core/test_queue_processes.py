"""Two processes and one journal: everything is done, and nothing twice."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from gaia_plugin.core.model import Link, LinkKind
from gaia_plugin.core.transfer.jobs import Job, State
from gaia_plugin.core.transfer.journal import Journal
from tests.support.file_farm import FileFarm, content

ROOT = Path(__file__).resolve().parents[2]
SIZE = 3000


@pytest.fixture(scope="module")
def farm() -> Iterator[FileFarm]:
    with FileFarm(piece=1000, pause=0.005) as running:
        yield running


def child(journal: Journal) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.support.queue_child", str(journal.path), "4"]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def filled(farm: FileFarm, folder: Path, word: str, count: int) -> tuple[Journal, list[Job]]:
    names = [f"{word}-{number}.bin" for number in range(count)]
    jobs = [
        Job(Link(farm.url(name, SIZE), LinkKind.DOWNLOAD, size=SIZE), folder / "files" / name)
        for name in names
    ]
    journal = Journal(folder / "j.sqlite")
    journal.add(jobs)
    return journal, jobs


def all_whole(journal: Journal, jobs: list[Job]) -> None:
    assert {one.state for one in journal.rows(limit=1000)} == {State.DONE}
    for job in jobs:
        assert job.target.read_bytes() == content(job.target.name, SIZE)


def test_each_file_is_asked_for_once(farm: FileFarm, tmp_path: Path) -> None:
    journal, jobs = filled(farm, tmp_path, "synthetic-shared", 300)
    children = [child(journal), child(journal)]
    for one in children:
        assert one.communicate(timeout=150) == ("begun\n", "") and one.returncode == 0
    all_whole(journal, jobs)
    asked = {name: count for name, count in farm.asked().items() if name.startswith("synthetic-shared")}
    assert asked == {job.target.name: 1 for job in jobs}
    journal.close()


def test_the_other_takes_up_what_a_killed_one_left(farm: FileFarm, tmp_path: Path) -> None:
    journal, jobs = filled(farm, tmp_path, "synthetic-left", 200)
    dying, living = child(journal), child(journal)
    end = time.monotonic() + 60
    while True:  # until it works on some
        owners = dict(journal._read("SELECT pid, owner FROM owners"))
        held = journal.held(owners.get(dying.pid, ""))
        if held:
            break
        assert time.monotonic() < end and dying.poll() is None
        time.sleep(0.002)
    dying.kill()
    dying.communicate()
    assert living.communicate(timeout=150) == ("begun\n", "") and living.returncode == 0
    all_whole(journal, jobs)
    asked = {name: count for name, count in farm.asked().items() if name.startswith("synthetic-left")}
    twice = [name for name, count in asked.items() if count > 1]
    assert set(asked) == {job.target.name for job in jobs} and len(twice) <= 8
    journal.close()


ADDING = """
import itertools, pathlib, sys
from gaia_plugin.core.model import Link, LinkKind
from gaia_plugin.core.transfer.jobs import Job
from gaia_plugin.core.transfer.journal import Journal
journal, life = Journal(pathlib.Path(sys.argv[1])), sys.argv[2]
for turn in itertools.count():
    names = [f"{life}-{turn}-{number}" for number in range(7)]
    journal.add([Job(Link(f"https://h.example.org/{name}", LinkKind.DOWNLOAD), pathlib.Path("/data") / name) for name in names])
    journal.claim("somebody", 2)
    print("added", flush=True)
"""  # noqa: E501


def test_what_was_added_is_there_whenever_its_process_is_killed(tmp_path: Path) -> None:
    path, promised = tmp_path / "j.sqlite", 0
    for life in range(12):
        command = [sys.executable, "-c", ADDING, str(path), str(life)]
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for _ in range(1 + 3 * life % 11):
            assert process.stdout and process.stdout.readline() == "added\n"
            promised += 7
        process.kill()
        promised += 7 * process.communicate()[0].count("added\n")
        journal = Journal(path)
        assert journal.problem is None
        there = journal.rows(limit=100_000)
        assert len(there) >= promised and len(there) % 7 == 0
        assert sum(count for count, _, _ in journal.counts().values()) == len(there)
        promised = len(there)
        journal.close()
