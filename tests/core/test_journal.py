"""The journal of transfers, with real files: what is in it is never lost, and never done twice."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gaia_plugin.core import errors
from gaia_plugin.core.errors import (
    GaiaError,
    JournalFailed,
    JournalNotKept,
    JournalSetAside,
    NotOnlineYet,
    QuotaExceededUntil,
)
from gaia_plugin.core.model import Checksum, Link, LinkKind
from gaia_plugin.core.net.credentials import public_text, public_url
from gaia_plugin.core.transfer import journal_schema
from gaia_plugin.core.transfer.error_json import error_from_json, error_to_json
from gaia_plugin.core.transfer.jobs import ACTIVE, Job, Standing, State, error_of, new_id
from gaia_plugin.core.transfer.journal import Journal
from gaia_plugin.core.transfer.journal_file import on_network
from gaia_plugin.core.transfer.leases import Leases, is_running, machine, new_owner

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with_file = Journal(tmp_path / "list" / "transfers.sqlite")
    assert with_file.problem is None
    yield with_file
    with_file.close()


def job(name: str, host: str = "files.example.org", folder: str = "/data", **more: object) -> Job:
    link = Link(f"https://{host}/{name}", LinkKind.DOWNLOAD, size=1000)
    return Job(link, Path(folder) / name, **more)  # type: ignore[arg-type]


def names(standings: list[Standing]) -> list[str]:
    return [standing.job.target.name for standing in standings]


def test_a_job_comes_back_as_it_was_added(journal: Journal) -> None:
    link = Link(
        "https://files.example.org/a.tif?id=3", LinkKind.COG, title="Été", size=12, roles=("data",),
        checksum=Checksum("md5", "0" * 32), group=2, restricted=True,
    )  # fmt: skip
    record = {"type": "Feature", "id": "réf", "properties": {"gaia:title": "É"}}
    given = Job(link, Path("/data/été/a.tif"), record, {"unpack": True}, "one")
    (added,) = journal.add([given])
    read = journal.get(given.id)
    assert added == read
    assert read is not None and read.job == given and read.job.record["id"] == "réf"
    assert (read.state, read.total, read.received, read.error) == (State.WAITING, 12, 0, None)
    assert journal.get("unknown") is None


def test_it_is_there_after_closing(tmp_path: Path) -> None:
    first = Journal(tmp_path / "j.sqlite")
    first.add(job(f"{number}.tif") for number in range(1200))
    first.close()
    second = Journal(tmp_path / "j.sqlite")
    assert second.problem is None
    assert second.counts()[State.WAITING] == (1200, 0, 1_200_000)
    second.close()


def test_no_credential_is_written(journal: Journal, tmp_path: Path) -> None:
    hidden = "canary" * 2
    secrets = [
        f"https://someone:{hidden}@files.example.org/a.tif",
        f"https://s3.example.org/b.tif?X-Amz-Signature={hidden}&X-Amz-Credential={hidden}&part=1",
        f"https://blob.example.org/c.tif?se=2026&sv=3&sr=c&sig={hidden}",
        f"https://cdn.example.org/d.tif?Expires=1&Signature={hidden}&Key-Pair-Id={hidden}",
        f"https://files.example.org/e.tif?apikey={hidden}&token={hidden}",
    ]
    jobs = [
        Job(
            Link(href, LinkKind.DOWNLOAD), Path(f"/data/{number}.tif"),
            {"assets": {"data": {"href": href}}, "text": f"see {href}, or not"}, {"note": href},
        )
        for number, href in enumerate(secrets)
    ]  # fmt: skip
    journal.add(jobs)
    (one,) = journal.claim("me")
    journal.settle(
        one.job.id,
        "me",
        State.FAILED,
        error=error_to_json(errors.RequestRefused(host="h", detail=secrets[1])),
    )
    journal.close()
    for path in journal.path.parent.iterdir():
        assert hidden.encode() not in path.read_bytes(), path.name
    assert public_url("https://example.org/a.tif#access_token=abc") == "https://example.org/a.tif"
    assert public_url("https://example.org/a#basket=eJw") == "https://example.org/a#basket=eJw"
    assert public_url(secrets[1]) == "https://s3.example.org/b.tif?part=1"
    assert (
        public_url("https://example.org/x?expires=12&q=a%20b") == "https://example.org/x?expires=12&q=a%20b"
    )
    assert public_text("no address? a@b") == "no address? a@b"


def test_the_same_file_is_never_added_twice(journal: Journal) -> None:
    first, *_ = journal.add([job("a.tif"), job("b.tif")])
    signed = replace(job("a.tif"), link=Link("https://files.example.org/a.tif?sig=123456&se=1", LinkKind.COG))
    assert journal.add([signed])[0].job.id == first.job.id
    assert journal.counts()[State.WAITING][0] == 2


def test_another_file_of_the_same_name_gets_another(journal: Journal) -> None:
    jobs = [job("a.tar.gz"), job("a.tar.gz", "b.example.org"), job("A.tar.gz", "c.example.org")]
    added = journal.add(jobs)
    assert names(added) == ["a.tar.gz", "a (2).tar.gz", "A (3).tar.gz"]
    assert [one.job.id for one in journal.add(jobs)] == [one.job.id for one in added]


def test_a_job_for_another_folder_is_another(journal: Journal) -> None:
    given = job("a.tif")
    (first,) = journal.add([given])
    (second,) = journal.add([replace(given, target=Path("/other/a.tif"))])
    assert first.job.id == given.id != second.job.id


@pytest.mark.parametrize("state", [State.FAILED, State.CANCELLED])
def test_what_failed_begins_anew_when_it_is_added_again(journal: Journal, state: State) -> None:
    journal.add([job("a.tif"), job("b.tif")])
    (one,) = journal.claim("me")
    journal.settle(one.job.id, "me", state, error=error_to_json(errors.NotFound(host="h")), attempts=4)
    (again,) = journal.add([job("a.tif")])
    assert (again.job.id, again.state, again.attempts, again.error) == (one.job.id, State.WAITING, 0, None)
    assert names(journal.rows()) == ["b.tif", "a.tif"]


def test_what_is_done_is_done_while_its_file_is_there(journal: Journal, tmp_path: Path) -> None:
    given = job("a.tif", folder=str(tmp_path))
    journal.add([given])
    journal.claim("me")
    given.target.write_bytes(b"here")
    journal.settle(given.id, "me", State.DONE, path=given.target, outcome={"folder": "x"})
    (again,) = journal.add([job("a.tif", folder=str(tmp_path))])
    assert (again.state, again.path, again.outcome["folder"]) == (State.DONE, given.target, "x")
    given.target.unlink()
    (again,) = journal.add([job("a.tif", folder=str(tmp_path))])
    assert (again.state, again.path, again.job.id) == (State.WAITING, None, given.id)


def test_claims_follow_the_order_and_leave_out_full_hosts(journal: Journal) -> None:
    hosts = ["full.example.org", "full.example.org", "free.example.org", "other.example.org"]
    journal.add(job(f"{number}.tif", host) for number, host in enumerate(hosts))
    assert names(journal.claim("me", 2, {"full.example.org"})) == ["2.tif", "3.tif"]
    assert journal.claim("me", 2, {"full.example.org"}) == []
    taken = journal.claim("me", 5)
    assert names(taken) == ["0.tif", "1.tif"]
    assert {one.state for one in taken} == {State.RUNNING}
    assert journal.claim("you") == []
    assert len(journal.held("me")) == 4


def test_what_is_to_be_asked_later_is_claimed_then(tmp_path: Path) -> None:
    now = [1000.0]
    journal = Journal(tmp_path / "j.sqlite", clock=lambda: now[0])
    journal.add([job("a.tif")])
    (one,) = journal.claim("me")
    told = error_to_json(NotOnlineYet(host="h", minutes=2.0, retry_after=120.0))
    journal.settle(one.job.id, "me", State.LATER, not_before=1120.0, error=told)
    assert journal.next_due() == 1120.0 and journal.claim("me") == []
    now[0] = 1121.0
    (again,) = journal.claim("you")
    assert isinstance(error_of(again), NotOnlineYet)
    journal.close()


def test_a_person_has_the_last_word(journal: Journal) -> None:
    """What runs and is paused stays paused when its owner lets go; a file that is there is there."""
    journal.add([job("a.tif"), job("b.tif"), job("c.tif")])
    first, second, third = journal.claim("me", 3)
    journal.change_state(None, State.PAUSED, {State.RUNNING})
    assert journal.held("me") == dict.fromkeys([one.job.id for one in (first, second, third)], State.PAUSED)
    journal.change_state([first.job.id], State.WAITING, {State.PAUSED})
    assert journal.claim("you") == []  # its owner still writes
    settled = journal.settle(first.job.id, "me", State.WAITING, received=7)
    assert settled.standing is not None and settled.standing.state is State.WAITING
    assert names(journal.claim("you")) == ["a.tif"]
    failed = journal.settle(
        second.job.id, "me", State.FAILED, error={"type": "NotFound"}, received=3
    ).standing
    assert failed is not None and (failed.state, failed.error, failed.received) == (State.PAUSED, None, 3)
    done = journal.settle(third.job.id, "me", State.DONE, path="/data/c.tif").standing
    assert done is not None and done.state is State.DONE
    assert journal.settle(third.job.id, "me", State.FAILED).standing is None


def test_forgetting_waits_for_who_works_on_it(journal: Journal) -> None:
    journal.add([job("a.tif"), job("b.tif"), job("c.tif")])
    (running,) = journal.claim("me")
    left = journal.forget(None, parts=True)
    assert [one.target.name for one in left] == ["b.tif", "c.tif"]
    assert names(journal.rows()) == ["a.tif"]
    settled = journal.settle(running.job.id, "me", State.WAITING)
    assert settled.standing is None and settled.parts
    assert journal.rows() == [] and journal.counts()[State.CANCELLED] == (0, 0, 0)


def test_records_are_kept_once_and_go_with_their_last_job(journal: Journal) -> None:
    item = {"id": "x", "text": "t" * 1000}
    journal.add([job(f"{number}.tif", record=item) for number in range(4)])
    with sqlite3.connect(journal.path) as look:
        assert look.execute("SELECT count(*) FROM records").fetchone() == (1,)
        journal.forget([one.job.id for one in journal.rows()[:3]])
        assert look.execute("SELECT count(*) FROM records").fetchone() == (1,)
        assert journal.rows()[0].job.record == item
        journal.forget(None)
        assert look.execute("SELECT count(*) FROM records").fetchone() == (0,)
    look.close()


def test_rows_come_by_pages_and_by_state(journal: Journal) -> None:
    journal.add(job(f"{number:02}.tif") for number in range(30))
    journal.change_state([one.job.id for one in journal.rows()[::3]], State.PAUSED, {State.WAITING})
    first = journal.rows(limit=12)
    rest = journal.rows(first[-1].rank, 100)
    assert names(first + rest) == [f"{number:02}.tif" for number in range(30)]
    assert names(journal.rows(None, 4, {State.PAUSED})) == ["00.tif", "03.tif", "06.tif", "09.tif"]
    assert names(journal.rows(None, 5, {State.PAUSED, State.WAITING})) == [f"{n:02}.tif" for n in range(5)]
    newest = journal.rows(None, 4, {State.PAUSED, State.WAITING}, newest=True)
    assert names(newest) == ["29.tif", "28.tif", "27.tif", "26.tif"]
    assert names(journal.rows(newest[-1].rank, 2, {State.PAUSED}, newest=True)) == ["24.tif", "21.tif"]


def test_moving_keeps_every_other_order(journal: Journal) -> None:
    added = journal.add(job(f"{letter}.tif") for letter in "abcdef")
    ids = {one.job.target.stem: one.job.id for one in added}

    def order() -> str:
        return "".join(name[0] for name in names(journal.rows()))

    journal.move([ids["e"], ids["b"]], ids["c"])
    assert order() == "aebcdf"
    journal.move([ids["f"]], ids["a"])
    assert order() == "faebcd"
    journal.move([ids["f"], ids["a"]])
    assert order() == "ebcdfa"
    journal.move([ids["b"], ids["c"]], ids["c"])
    assert order() == "ebcdfa"
    journal.move(["unknown"], ids["c"])
    assert order() == "ebcdfa"


def test_moving_never_runs_out_of_numbers(journal: Journal) -> None:
    """Halving a distance of 1 comes to an end after some fifty times: then what is behind makes room."""
    added = journal.add(job(f"{number:03}.tif") for number in range(200))
    ids = [one.job.id for one in added]
    for turn in range(300):
        journal.move([ids[-1 - turn % 2]], ids[1] if turn < 2 else ids[-1 - (turn + 1) % 2])
    ranks = [one.rank for one in journal.rows(limit=300)]
    assert len(set(ranks)) == 200 and ranks == sorted(ranks)
    assert [one.job.id for one in journal.rows(limit=300)][:1] == ids[:1]
    assert [one.job.id for one in journal.rows(limit=300)][3:] == ids[1:-2][: 200 - 3]


def test_totals_are_those_of_the_rows(journal: Journal) -> None:
    journal.add(job(f"{number}.tif", f"h{number % 3}.example.org") for number in range(40))
    for one in journal.claim("me", 10):
        state = [State.DONE, State.FAILED, State.WAITING][int(one.job.target.stem) % 3]
        journal.settle(one.job.id, "me", state, received=400, total=800)
    journal.forget([one.job.id for one in journal.rows()[:5]])
    with sqlite3.connect(journal.path) as look:
        rows = look.execute(
            "SELECT state, count(*), sum(received), sum(coalesce(total, 0)) FROM jobs GROUP BY state"
        ).fetchall()
    look.close()
    counted = {state.value: told for state, told in journal.counts().items() if told[0]}
    assert counted == {state: (n, received, total) for state, n, received, total in rows}


def test_another_window_sees_what_changed(tmp_path: Path) -> None:
    one, two = Journal(tmp_path / "j.sqlite"), Journal(tmp_path / "j.sqlite")
    stamp, version = two.changes().stamp, two.version()
    (added,) = one.add([job("a.tif")])
    assert two.version() != version
    seen = two.changes(stamp)
    assert seen.standings == (added,) and not seen.too_many
    assert one.changes(stamp).standings == ()  # its own
    assert two.changes(seen.stamp).standings == ()
    one.forget([added.job.id])
    assert two.changes(seen.stamp).too_many
    one.add(job(f"{number}.tif") for number in range(700))
    assert two.changes(seen.stamp).too_many
    one.close()
    two.close()


def test_the_dead_leave_their_jobs_to_others(tmp_path: Path) -> None:
    now = [0.0]
    leases = Leases(30.0, lambda: now[0])
    dying, living = Journal(tmp_path / "j.sqlite"), Journal(tmp_path / "j.sqlite", leases=leases)
    dying.add(job(f"{number}.tif") for number in range(3))
    (taken,) = dying.claim("dying")
    assert living.take_up("living") == 0
    now[0] = 29.0
    assert dying.beat("dying", {taken.job.id: (500, 1000)})
    for now[0] in (30.0, 40.0, 50.0, 59.0):
        assert living.take_up("living") == 0  # it beat
    now[0] = 60.0
    assert living.take_up("living") == 1
    found = living.get(taken.job.id)
    assert found is not None and (found.state, found.received) == (State.WAITING, 500)
    assert living.claim("living")[0].job.id == taken.job.id
    assert not dying.beat("dying")
    assert dying.settle(taken.job.id, "dying", State.FAILED).standing is None
    dying.close()
    living.close()


def test_an_owner_that_rested_is_not_taken_for_dead(tmp_path: Path) -> None:
    now = [0.0]
    one = Journal(tmp_path / "j.sqlite")
    two = Journal(tmp_path / "j.sqlite", leases=Leases(30.0, lambda: now[0]))
    one.add([job("a.tif"), job("b.tif")])
    (first,) = one.claim("one")
    one.settle(first.job.id, "one", State.DONE)
    for now[0] in (0.0, 10.0, 20.0, 29.0):
        assert two.take_up("two") == 0
    one.claim("one")
    for now[0] in (30.0, 40.0, 50.0, 59.0):
        assert two.take_up("two") == 0
    one.close()
    two.close()


def test_nobody_dies_while_the_laptop_sleeps() -> None:
    now = [0.0]
    leases = Leases(30.0, lambda: now[0])
    assert not leases.is_dead("other", "elsewhere", 1, 7)
    now[0] = 8 * 3600.0
    assert not leases.is_dead("other", "elsewhere", 1, 7)
    now[0] += 10.0
    assert not leases.is_dead("other", "elsewhere", 1, 7)
    now[0] += 10.0
    assert leases.is_dead("other", "elsewhere", 1, 7)
    assert not leases.is_dead("other", "elsewhere", 1, 8)


def test_a_process_that_is_gone_is_dead_at_once(tmp_path: Path) -> None:
    path = tmp_path / "j.sqlite"
    with_jobs = Journal(path)
    with_jobs.add([job("a.tif")])
    program = (
        "import os, sys, pathlib\n"
        "from gaia_plugin.core.transfer.journal import Journal\n"
        "print(Journal(pathlib.Path(sys.argv[1])).claim('child')[0].job.id, flush=True)\n"
        "os._exit(9)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert done.stdout, done.stderr
    assert with_jobs.counts()[State.RUNNING][0] == 1
    assert with_jobs.take_up("me") == 1
    assert with_jobs.claim("me")[0].job.id == done.stdout.strip()
    with_jobs.close()


def test_processes_are_told_apart() -> None:
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        assert is_running(child.pid) and is_running(os.getpid())
    finally:
        child.kill()
        end = time.monotonic() + 60
        while is_running(child.pid) and time.monotonic() < end:
            time.sleep(0.01)
        assert not is_running(child.pid), "a zombie is no process"
        child.wait()
        child.communicate()
    assert not is_running(child.pid)
    assert machine() == machine() and new_owner() != new_owner()


def test_releasing_gives_everything_back(journal: Journal) -> None:
    journal.add(job(f"{number}.tif") for number in range(4))
    first, second, third = journal.claim("me", 3)
    journal.change_state([second.job.id], State.CANCELLED, {State.RUNNING})
    journal.release("me", keep=[third.job.id])
    assert set(journal.held("me")) == {third.job.id}
    assert journal.get(first.job.id).state is State.WAITING  # type: ignore[union-attr]
    assert journal.get(second.job.id).state is State.CANCELLED  # type: ignore[union-attr]
    journal.release("me")
    assert journal.held("me") == {}


def test_two_threads_share_a_journal(journal: Journal) -> None:
    journal.add(job(f"{number}.tif") for number in range(200))
    taken: list[str] = []

    def take() -> None:
        while found := journal.claim("me"):
            taken.append(found[0].job.id)
            journal.settle(found[0].job.id, "me", State.DONE)

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(taken) == len(set(taken)) == 200


# -- files in every state ----------------------------------------------------------------------


def fill(path: Path, count: int = 50) -> None:
    made = Journal(path)
    made.add(job(f"{number}.tif") for number in range(count))
    made.close()


@pytest.mark.parametrize("damage", ["text", "truncated", "zeros", "another database"])
def test_a_damaged_file_is_set_aside(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "j.sqlite"
    fill(path)
    whole = path.read_bytes()
    if damage == "text":
        path.write_bytes(b"this is a letter" * 400)
    elif damage == "truncated":
        path.write_bytes(whole[: len(whole) // 2])
    elif damage == "zeros":
        path.write_bytes(whole[:4096] + bytes(len(whole) - 4096))
    else:
        path.unlink()
        with sqlite3.connect(path) as other:
            other.execute("CREATE TABLE letters (a)")
        other.close()
    bytes_before = path.read_bytes()
    journal = Journal(path)
    assert isinstance(journal.problem, JournalSetAside)
    (kept,) = tmp_path.glob("j.sqlite.*.broken")
    assert kept.name in str(journal.problem) and kept.read_bytes() == bytes_before
    assert names(journal.add([job("a.tif")])) == ["a.tif"]
    journal.close()
    again = Journal(path)
    assert again.problem is None and again.counts()[State.WAITING][0] == 1
    again.close()


def test_a_file_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "j.sqlite"
    fill(path)
    with sqlite3.connect(path) as later:
        later.execute("PRAGMA user_version = 99")
    later.close()
    before = path.read_bytes()
    journal = Journal(path)
    assert isinstance(journal.problem, JournalSetAside) and journal.path != path
    journal.add([job("a.tif")])
    journal.close()
    assert path.read_bytes() == before
    again = Journal(path)
    assert again.counts()[State.WAITING][0] == 1  # of the one beside it
    again.close()


def test_an_earlier_version_is_brought_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "j.sqlite"
    fill(path, 3)
    more = "ALTER TABLE jobs ADD COLUMN colour TEXT;\nUPDATE jobs SET colour = 'red';\n"
    monkeypatch.setattr(journal_schema, "MIGRATIONS", [*journal_schema.MIGRATIONS, more])
    monkeypatch.setattr("gaia_plugin.core.transfer.journal_file.MIGRATIONS", journal_schema.MIGRATIONS)
    journal = Journal(path)
    assert journal.problem is None and journal.counts()[State.WAITING][0] == 3
    with sqlite3.connect(path) as look:
        assert look.execute("SELECT DISTINCT colour FROM jobs").fetchall() == [("red",)]
        assert look.execute("PRAGMA user_version").fetchone() == (2,)
    look.close()
    journal.close()


def test_where_nothing_can_be_written_it_lasts_for_the_session(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    journal = Journal(tmp_path / "file" / "j.sqlite")
    assert isinstance(journal.problem, JournalNotKept)
    journal.add([job("a.tif")])
    own = journal.path
    assert names(journal.claim("me")) == ["a.tif"] and own.exists()
    journal.close()
    assert not own.parent.exists()


def test_a_file_that_may_only_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "j.sqlite"
    fill(path, 3)
    connect = sqlite3.connect

    def read_only(target: str, **more: object) -> sqlite3.Connection:
        if str(tmp_path) in target:
            return connect(f"file:{target}?mode=ro", uri=True, **more)  # type: ignore[arg-type]
        return connect(target, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(sqlite3, "connect", read_only)
    journal = Journal(path)
    assert isinstance(journal.problem, JournalNotKept) and journal.path.parent != tmp_path
    assert "you may not write there" in str(journal.problem)
    journal.add([job("a.tif")])
    journal.close()


def test_two_processes_that_begin_a_file_together(tmp_path: Path) -> None:
    program = (
        "import sys, pathlib\n"
        "from gaia_plugin.core.transfer.journal import Journal\n"
        "input()\n"
        "journal = Journal(pathlib.Path(sys.argv[1]))\n"
        "print(journal.problem)\n"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "j.sqlite")]
    pipe = subprocess.PIPE
    children = [subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) for _ in range(4)]
    for child in children:
        child.stdin.write("go\n")  # type: ignore[union-attr]
        child.stdin.flush()  # type: ignore[union-attr]
    assert [child.communicate(timeout=90)[0].strip() for child in children] == ["None"] * 4


def test_where_memory_cannot_be_shared_it_is_an_ordinary_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not on_network(tmp_path)
    monkeypatch.setattr("gaia_plugin.core.transfer.journal_file.on_network", lambda path: True)
    one, two = Journal(tmp_path / "j.sqlite"), Journal(tmp_path / "j.sqlite")
    assert one._read("PRAGMA journal_mode") == [("delete",)]
    one.add(job(f"{number}.tif") for number in range(20))
    first, second = names(one.claim("one", 10)), names(two.claim("two", 20))
    assert len(set(first + second)) == 20
    one.close()
    two.close()


def test_a_journal_that_vanishes_says_so(journal: Journal) -> None:
    journal.close()
    with pytest.raises(JournalFailed):
        journal.counts()
    with pytest.raises(JournalFailed):
        journal.add([job("a.tif")])


# -- errors ------------------------------------------------------------------------------------


def every_error() -> list[type[GaiaError]]:
    found = [one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, GaiaError)]
    return sorted(found, key=lambda one: one.__name__)


@pytest.mark.parametrize("shape", every_error(), ids=lambda one: one.__name__)
def test_every_error_comes_back(shape: type[GaiaError]) -> None:
    import json
    import string

    values: dict[str, object] = {}
    for _, name, form, _ in string.Formatter().parse(shape.template):
        if name and name not in ("host", "status"):
            values[name] = (
                datetime(2026, 5, 4, 3, 2, tzinfo=timezone.utc) if "%" in str(form) else 3 if form else "wörd"
            )
    error = shape(host="h.example.org", status=503, retry_after=12.5, **values)
    back = error_from_json(json.loads(json.dumps(error_to_json(error))))
    assert type(back) is type(error) and str(back) == str(error)
    assert (back.host, back.status, back.retry_after) == ("h.example.org", 503, 12.5)


@pytest.mark.parametrize(
    "told",
    [None, 3, {}, {"type": "Nothing"}, {"type": "host_of", "fields": {"host": "h"}}, {"type": "TimedOut"},
     {"type": "QuotaExceededUntil", "fields": {"until": {"moment": "never"}}}, {"type": 3, "fields": []}],
)  # fmt: skip
def test_an_error_that_is_not_known_is_an_error_all_the_same(told: object) -> None:
    assert type(error_from_json(told)) is GaiaError
    assert str(error_from_json(told))


def test_a_moment_is_a_moment_again() -> None:
    until = datetime(2026, 5, 4, 3, 2, tzinfo=timezone.utc)
    back = error_from_json(error_to_json(QuotaExceededUntil(host="h", until=until)))
    assert back.fields["until"] == until


def test_ids_of_a_batch_lie_side_by_side() -> None:
    ids = [new_id() for _ in range(2000)]
    assert len(set(ids)) == 2000 and all(len(one) == 32 for one in ids)
    assert [one[:12] for one in ids] == sorted(one[:12] for one in ids)


# -- any orders in any order -------------------------------------------------------------------

ORDERS = st.lists(
    st.tuples(
        st.sampled_from(
            ["add", "claim", "done", "failed", "later", "pause", "resume", "move", "forget", "die"]
        ),
        st.integers(0, 30),
        st.integers(0, 30),
    ),
    max_size=40,
)


@given(ORDERS)
@settings(deadline=None)
def test_whatever_is_ordered_the_journal_keeps_count(orders: list[tuple[str, int, int]]) -> None:
    """Against a list that does the same: the order, the states, the totals, and who holds what."""
    with tempfile.TemporaryDirectory() as folder:
        journal, now = Journal(Path(folder) / "j.sqlite", clock=lambda: 1000.0), 0
        line: list[str] = []  # the queue's order
        states: dict[str, State] = {}
        held: list[str] = []
        try:
            for verb, first, second in orders:
                one = line[first % len(line)] if line else ""
                if verb == "add":
                    for number in range(now, now + 3):
                        (added,) = journal.add([job(f"{number}.tif", f"h{number % 3}.example.org")])
                        line.append(added.job.id)
                        states[added.job.id] = State.WAITING
                    now += 3
                elif verb == "claim":
                    avoid = {f"h{second % 4}.example.org"}
                    waiting = [name for name in line if states[name] is State.WAITING and name not in held]
                    hosts = {name: journal.get(name).job.link.href.split("/")[2] for name in waiting}  # type: ignore[union-attr]
                    wanted = [name for name in waiting if hosts[name] not in avoid][: first % 4]
                    assert [got.job.id for got in journal.claim("me", first % 4, avoid)] == wanted
                    held += wanted
                    states.update(dict.fromkeys(wanted, State.RUNNING))
                elif verb in ("done", "failed", "later") and held:
                    one = held.pop(first % len(held))
                    to = State(verb)
                    settled = journal.settle(one, "me", to, not_before=5000.0, received=10, total=20)
                    if states[one] is State.RUNNING or to is State.DONE:
                        states[one] = to
                    assert settled.standing is not None and settled.standing.state is states[one]
                elif verb == "pause" and one:
                    if journal.change_state([one], State.PAUSED, ACTIVE):
                        states[one] = State.PAUSED
                elif verb == "resume" and one:
                    if journal.change_state([one], State.WAITING, {State.PAUSED}):
                        states[one] = State.WAITING
                elif verb == "move" and one:
                    before = line[second % len(line)]
                    journal.move([one], before)
                    if one != before:
                        line.remove(one)
                        line.insert(line.index(before), one)
                elif verb == "forget" and one and one not in held:
                    journal.forget([one])
                    line.remove(one)
                    del states[one]
                elif verb == "die":
                    journal.release("me")
                    for name in held:
                        if states[name] is State.RUNNING:
                            states[name] = State.WAITING
                    held = []
            rows = journal.rows(limit=1000)
            assert [row.job.id for row in rows] == line
            assert {row.job.id: row.state for row in rows} == states
            assert set(journal.held("me")) == set(held)
            for state, (count, received, total) in journal.counts().items():
                mine = [row for row in rows if row.state is state]
                assert count == len(mine)
                assert received == sum(row.received for row in mine)
                assert total == sum(row.total or 0 for row in mine)
        finally:
            journal.close()


def test_two_windows_that_add_the_same(tmp_path: Path) -> None:
    jobs = [job(f"{number}.tif") for number in range(400)]
    added: list[list[str]] = []

    def add() -> None:
        mine = Journal(tmp_path / "j.sqlite")
        added.append([one.job.id for one in mine.add(replace(one, id=new_id()) for one in jobs)])
        mine.close()

    threads = [threading.Thread(target=add) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(added) == 3 and added[0] == added[1] == added[2]
