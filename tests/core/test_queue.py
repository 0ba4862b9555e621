"""The queue of transfers: what it brings, in which order, and what it does when that fails."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gaia_plugin.core import errors
from gaia_plugin.core.errors import Cancelled, GaiaError
from gaia_plugin.core.model import Link, LinkKind
from gaia_plugin.core.net import Cancel
from gaia_plugin.core.transfer import outcomes
from gaia_plugin.core.transfer import queue as queue_module
from gaia_plugin.core.transfer.deliver import Delivered
from gaia_plugin.core.transfer.fetch import Fetched
from gaia_plugin.core.transfer.jobs import OVER, Job, Standing, State, error_of
from gaia_plugin.core.transfer.journal import Journal
from gaia_plugin.core.transfer.limits import Limits
from gaia_plugin.core.transfer.outcomes import Outcome, outcome_of
from gaia_plugin.core.transfer.part import Part
from gaia_plugin.core.transfer.progress import Speed
from gaia_plugin.core.transfer.queue import Queue

HOST = "files.example.org"
PATIENCE = 60.0


def until(met: Callable[[], object], what: str = "") -> None:
    """Wait for something that has to come."""
    end = time.monotonic() + PATIENCE
    while not met():
        assert time.monotonic() < end, what or "it never came"
        time.sleep(0.005)


class Workshop:
    """A work to be done as the test says: each job blocks until it is let go, fails, or is done at once."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.ended: list[str] = []
        self.most = 0
        self.gate: threading.Event | None = None
        self.failures: dict[str, list[BaseException]] = {}
        self.cancels: dict[str, Cancel] = {}
        self._now = 0
        self._lock = threading.Lock()

    def __call__(self, job: Job, on_progress: Callable[[int, int | None], None], cancel: Cancel) -> Delivered:
        name = job.target.name
        with self._lock:
            self.begun.append(name)
            self.cancels[name] = cancel
            self._now += 1
            self.most = max(self.most, self._now)
        try:
            while self.gate is not None and not self.gate.wait(0.005):
                cancel.check()
            if self.failures.get(name):
                raise self.failures[name].pop(0)
            on_progress(700, 1000)
            return Delivered(Fetched(job.target, 1000, False), (job.target,), folder=job.target.parent)
        finally:
            with self._lock:
                self._now -= 1
                self.ended.append(name)


class Scene:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.journal = Journal(folder / "j.sqlite")
        self.work = Workshop()
        self.events: list[tuple[str, Standing | None]] = []
        self.queues: list[Queue] = []

    def queue(self, **more: object) -> Queue:
        made = Queue(
            self.journal, self.work, on_event=lambda *event: self.events.append(event), **more  # type: ignore
        )  # fmt: skip
        self.queues.append(made)
        return made

    def job(self, name: str, host: str = HOST) -> Job:
        return Job(Link(f"https://{host}/{name}", LinkKind.DOWNLOAD, size=1000), self.folder / name)

    def state(self, identity: str) -> State | None:
        standing = self.journal.get(identity)
        return standing.state if standing else None

    def states(self) -> dict[str, State]:
        return {one.job.target.name: one.state for one in self.journal.rows(limit=5000)}

    def told(self, identity: str) -> list[State | None]:
        return [standing.state if standing else None for name, standing in self.events if name == identity]


@pytest.fixture
def scene(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    monkeypatch.setattr(queue_module, "LOOK", 0.05)
    monkeypatch.setattr(outcomes, "FIRST_PAUSE", 0.02)
    made = Scene(tmp_path)
    yield made
    for queue in made.queues:
        queue.stop()
    made.journal.close()


def test_jobs_are_done_in_their_order(scene: Scene) -> None:
    queue = scene.queue(at_once=1)
    added = queue.add(scene.job(f"{number}.tif") for number in range(8))
    queue.move([added[5].job.id], added[0].job.id)
    queue.start()
    until(lambda: set(scene.states().values()) == {State.DONE})
    assert scene.work.begun == [f"{number}.tif" for number in (5, 0, 1, 2, 3, 4, 6, 7)]
    one = scene.journal.get(added[0].job.id)
    assert one is not None and (one.received, one.total, one.path) == (1000, 1000, scene.folder / "0.tif")
    assert one.outcome["folder"] == str(scene.folder)
    until(lambda: State.DONE in scene.told(added[7].job.id))
    assert scene.told(added[0].job.id) == [State.WAITING, State.RUNNING, State.DONE]
    assert queue.totals().counts[State.DONE] == 8 and queue.running() == {}


def test_so_many_at_once_and_no_more(scene: Scene) -> None:
    scene.work.gate = threading.Event()
    queue = scene.queue(at_once=3)
    queue.start()
    queue.add(scene.job(f"{number}.tif") for number in range(12))
    until(lambda: len(scene.work.begun) == 3)
    queue.at_once = 5
    until(lambda: len(scene.work.begun) == 5)
    queue.at_once = 1
    scene.work.gate.set()
    until(lambda: set(scene.states().values()) == {State.DONE})
    assert scene.work.most == 5
    until(lambda: len(queue._workers) == 1)


def test_a_full_host_holds_up_nobody_else(scene: Scene) -> None:
    scene.work.gate = threading.Event()
    queue = scene.queue(limits=Limits(at_once=4, per_host=2))
    queue.add([scene.job(f"a{number}.tif", "a.example.org") for number in range(6)])
    queue.add([scene.job("b0.tif", "b.example.org")])
    queue.start()
    until(lambda: len(scene.work.begun) == 3)
    assert sorted(scene.work.begun) == ["a0.tif", "a1.tif", "b0.tif"]
    scene.work.gate.set()
    until(lambda: set(scene.states().values()) == {State.DONE})


def test_a_host_whose_connections_are_taken_is_asked_when_one_is_free(scene: Scene) -> None:
    limits = Limits(at_once=4, per_host=1)
    queue = scene.queue(limits=limits)
    with limits.connection(HOST):
        queue.start()
        queue.add([scene.job("a.tif"), scene.job("b.tif", "b.example.org")])
        until(lambda: scene.states()["b.tif"] is State.DONE)
        assert scene.states()["a.tif"] is State.WAITING
    until(lambda: scene.states()["a.tif"] is State.DONE)


def test_pausing_and_resuming(scene: Scene) -> None:
    scene.work.gate = threading.Event()
    queue = scene.queue(at_once=1)
    queue.start()
    first, _ = queue.add([scene.job("a.tif"), scene.job("b.tif")])
    until(lambda: scene.work.begun == ["a.tif"])
    queue.pause([first.job.id])
    assert scene.state(first.job.id) is State.PAUSED
    until(lambda: "b.tif" in scene.work.begun)
    assert scene.work.ended == ["a.tif"]
    queue.resume([first.job.id])
    scene.work.gate.set()
    until(lambda: set(scene.states().values()) == {State.DONE})
    assert State.PAUSED in scene.told(first.job.id)


def test_everything_at_once(scene: Scene) -> None:
    scene.work.gate = threading.Event()
    queue = scene.queue(at_once=2)
    queue.start()
    queue.add([scene.job(f"{number}.tif") for number in range(5)])
    until(lambda: len(scene.work.begun) == 2)
    queue.pause(None)
    assert set(scene.states().values()) == {State.PAUSED}
    until(lambda: len(scene.work.ended) == 2)
    queue.resume(None)
    until(lambda: len(scene.work.begun) == 4)
    queue.cancel(None)
    assert set(scene.states().values()) == {State.CANCELLED}
    until(lambda: len(scene.work.ended) == 4 and not queue.running())
    queue.forget(None)
    assert scene.states() == {}


def test_cancelling_throws_the_switch(scene: Scene) -> None:
    scene.work.gate = threading.Event()
    queue = scene.queue()
    queue.start()
    (one,) = queue.add([scene.job("a.tif")])
    until(lambda: scene.work.begun)
    queue.cancel([one.job.id])
    assert scene.work.cancels["a.tif"].is_set and scene.state(one.job.id) is State.CANCELLED
    until(lambda: not queue.running())
    assert scene.state(one.job.id) is State.CANCELLED
    scene.work.gate.set()
    queue.retry([one.job.id])
    until(lambda: scene.state(one.job.id) is State.DONE)


def test_what_is_forgotten_leaves_no_part_where_that_is_asked(scene: Scene) -> None:
    scene.work.gate = threading.Event()
    queue = scene.queue(at_once=1)
    jobs = [scene.job(f"{number}.tif") for number in range(3)]
    running, waiting, kept = queue.add(jobs)
    for job in jobs:
        Part(job.target, job.link.href).path.write_bytes(b"some")
    queue.start()
    until(lambda: scene.work.begun)
    queue.forget([running.job.id, waiting.job.id], parts=True)
    queue.forget([kept.job.id])
    until(lambda: not queue.running() and scene.states() == {})
    left = [Part(job.target, job.link.href).path.exists() for job in jobs]
    assert left == [False, False, True]
    until(lambda: None in scene.told(running.job.id))
    assert scene.told(kept.job.id)[-1] is None


def test_a_finished_file_is_never_deleted(scene: Scene) -> None:
    queue = scene.queue()
    queue.start()
    (one,) = queue.add([scene.job("a.tif")])
    one.job.target.write_bytes(b"whole")
    until(lambda: scene.state(one.job.id) is State.DONE)
    queue.forget(None, parts=True)
    assert scene.states() == {} and one.job.target.exists()


def test_a_failure_that_may_pass_is_tried_again(scene: Scene) -> None:
    lost = [errors.ConnectionLost(host=HOST) for _ in range(3)]
    scene.work.failures["a.tif"] = [*lost]
    queue = scene.queue()
    queue.start()
    (one,) = queue.add([scene.job("a.tif")])
    until(lambda: scene.state(one.job.id) is State.DONE)
    assert scene.work.begun == ["a.tif"] * 4
    assert State.LATER in scene.told(one.job.id)
    done = scene.journal.get(one.job.id)
    assert done is not None and done.error is None


def test_it_is_not_tried_for_ever(scene: Scene) -> None:
    scene.work.failures["a.tif"] = [errors.ServiceUnavailable(host=HOST, status=503) for _ in range(50)]
    queue = scene.queue()
    queue.start()
    (one,) = queue.add([scene.job("a.tif")])
    until(lambda: scene.state(one.job.id) is State.FAILED)
    assert len(scene.work.begun) == outcomes.ATTEMPTS
    failed = scene.journal.get(one.job.id)
    assert failed is not None and isinstance(error_of(failed), errors.ServiceUnavailable)
    scene.work.failures.clear()
    queue.retry(None)
    until(lambda: scene.state(one.job.id) is State.DONE)


def test_a_host_that_cannot_be_reached_costs_one_job_an_attempt(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outcomes, "FIRST_PAUSE", 1000.0)
    scene.work.failures["0.tif"] = [errors.HostNotFound(host=HOST)]
    queue = scene.queue(at_once=1)
    queue.add([scene.job(f"{number}.tif") for number in range(5)])
    queue.add([scene.job("other.tif", "other.example.org")])
    queue.start()
    until(lambda: scene.states()["other.tif"] is State.DONE)
    states = scene.states()
    assert states["0.tif"] is State.LATER
    assert {states[f"{number}.tif"] for number in range(1, 5)} == {State.WAITING}
    queue.retry([one.job.id for one in scene.journal.rows()])  # the network is back, says the person
    until(lambda: set(scene.states().values()) == {State.DONE})


def test_a_host_says_when_to_come_back(tmp_path: Path, scene: Scene) -> None:
    now = [10_000.0]
    scene.journal.close()
    scene.journal = Journal(tmp_path / "later.sqlite", clock=lambda: now[0])
    scene.work.failures["a.tif"] = [errors.NotOnlineYet(host=HOST, minutes=3.0, retry_after=180.0)]
    scene.work.failures["b.tif"] = [errors.QuotaExceeded(host=HOST, retry_after=3.0)]
    scene.work.failures["c.tif"] = [errors.QuotaExceeded(host=HOST, retry_after=9000.0)]
    scene.work.failures["d.tif"] = [errors.NotOnline(host=HOST)]
    queue = scene.queue(clock=lambda: now[0])
    queue.start()
    queue.add([scene.job(f"{letter}.tif") for letter in "abcd"])
    until(lambda: not {State.WAITING, State.RUNNING} & set(scene.states().values()))
    rows = {one.job.target.stem: one for one in scene.journal.rows()}
    assert {name: (one.state, one.not_before) for name, one in rows.items()} == {
        "a": (State.LATER, 10_180.0),
        "b": (State.LATER, 10_060.0),
        "c": (State.FAILED, 0.0),
        "d": (State.FAILED, 0.0),
    }
    assert rows["a"].attempts == 0 and isinstance(error_of(rows["a"]), errors.NotOnlineYet)
    now[0] += 61.0
    until(lambda: scene.states()["b.tif"] is State.DONE)
    assert scene.states()["a.tif"] is State.LATER
    now[0] += 120.0
    until(lambda: scene.states()["a.tif"] is State.DONE)


@pytest.mark.parametrize(
    ("error", "attempts", "headway", "expected"),
    [
        (errors.SignInRequired(host="h", service="s"), 0, False, State.FAILED),
        (errors.KeyRequired(host="h", service="s"), 0, False, State.FAILED),
        (errors.AuthenticationRequired(host="h", status=401), 0, True, State.FAILED),
        (errors.NotFound(host="h", status=404), 0, False, State.FAILED),
        (errors.ConnectionLost(host="h"), 3, False, State.LATER),
        (errors.ConnectionLost(host="h"), 4, False, State.FAILED),
        (errors.ConnectionLost(host="h"), 4, True, State.LATER),
        (errors.TransferIncomplete(host="h", received=1, expected=2), 0, True, State.LATER),
        (errors.TooManyRequests(host="h", status=429), 0, False, State.LATER),
        (errors.TooManyRequests(host="h", status=429), 4, False, State.FAILED),
        (errors.ServiceUnavailable(host="h", status=503, retry_after=9000.0), 0, False, State.FAILED),
        (errors.ChecksumMismatch(name="n", algorithm="md5"), 0, True, State.FAILED),
        (errors.CannotWrite(path="p", detail="d"), 0, True, State.FAILED),
    ],
)
def test_what_follows_from_an_error(error: GaiaError, attempts: int, headway: bool, expected: State) -> None:
    found = outcome_of(error, attempts, headway)
    assert found.state is expected
    assert (found.wait > 0) == (expected is State.LATER)
    assert found.rest in (0.0, found.wait) and not (headway and found.rest)


def test_a_part_that_another_still_holds_is_waited_for(scene: Scene) -> None:
    job = scene.job("a.tif")
    held = Part(job.target, job.link.href)
    held.open()
    other = Part(job.target, job.link.href)
    try:
        with pytest.raises(errors.CannotWrite) as refused:
            other.open()
    finally:
        held.close()
    assert outcome_of(refused.value, 0, False).state is State.LATER


def test_pauses_double_and_are_never_quite_the_same() -> None:
    for attempts in range(1, 12):
        longest = min(600.0, 5.0 * 2.0 ** (attempts - 1))
        pauses = {outcomes.pause(attempts) for _ in range(60)}
        assert all(longest / 2 <= one <= longest for one in pauses) and len(pauses) > 20
    assert outcome_of(errors.ServiceUnavailable(host="h", retry_after=40.0), 0, False) == Outcome(
        State.LATER, 40.0, 1, 40.0
    )


def test_whatever_fails_the_next_job_is_brought(scene: Scene) -> None:
    scene.work.failures["0.tif"] = [ZeroDivisionError("of a canary")]
    scene.work.failures["1.tif"] = [Cancelled()]  # nobody asked for it
    scene.work.failures["2.tif"] = [SystemExit()]
    queue = scene.queue(at_once=1)
    queue.start()
    first, second, third, fourth = queue.add([scene.job(f"{number}.tif") for number in range(4)])
    until(lambda: scene.state(fourth.job.id) is State.DONE)
    failed = scene.journal.get(first.job.id)
    assert failed is not None and failed.state is State.FAILED
    assert HOST in str(error_of(failed)) and "canary" not in str(failed.error)
    assert scene.state(second.job.id) is State.CANCELLED
    assert scene.state(third.job.id) is State.FAILED


def test_an_interface_that_stumbles_stops_nothing(scene: Scene) -> None:
    def stumble(identity: str, standing: Standing | None) -> None:
        raise RuntimeError("the dock is gone")

    queue = Queue(scene.journal, scene.work, on_event=stumble, at_once=1)
    scene.queues.append(queue)
    queue.start()
    queue.add([scene.job(f"{number}.tif") for number in range(4)])
    until(lambda: set(scene.states().values()) == {State.DONE})


def test_many_changes_are_told_as_one(scene: Scene) -> None:
    queue = scene.queue()
    queue.add(scene.job(f"{number}.tif") for number in range(300))
    assert scene.events == [("", None)]
    queue.pause(None)
    assert scene.events == [("", None)] * 2


def test_stopping_gives_everything_back(scene: Scene) -> None:
    scene.work.gate = threading.Event()
    queue = scene.queue(at_once=3)
    queue.start()
    queue.add([scene.job(f"{number}.tif") for number in range(6)])
    until(lambda: len(scene.work.begun) == 3)
    queue.stop()
    assert set(scene.states().values()) == {State.WAITING}
    assert scene.journal.held(queue.owner) == {} and not queue._keeper.is_alive()
    assert not any(thread.is_alive() for thread in queue._workers)
    scene.work.gate.set()
    again = scene.queue()
    again.start()
    until(lambda: set(scene.states().values()) == {State.DONE})


def test_stopping_does_not_wait_for_what_hangs(scene: Scene) -> None:
    hanging = threading.Event()

    def work(job: Job, on_progress: object, cancel: Cancel) -> Delivered:
        hanging.wait(PATIENCE)
        raise Cancelled()

    queue = Queue(scene.journal, work, at_once=1)
    (one,) = queue.add([scene.job("a.tif")])
    queue.start()
    until(lambda: scene.state(one.job.id) is State.RUNNING)
    queue.stop(wait_s=0.1)
    assert scene.journal.held(queue.owner) == {one.job.id: State.RUNNING}  # it may write
    hanging.set()
    until(lambda: scene.state(one.job.id) is State.WAITING)


def test_two_windows(scene: Scene) -> None:
    """What one orders reaches the other, who works on it."""
    scene.work.gate = threading.Event()
    queue = scene.queue(at_once=1)
    queue.start()
    other_journal = Journal(scene.journal.path)
    told: list[tuple[str, Standing | None]] = []
    idle = Workshop()
    other = Queue(other_journal, idle, on_event=lambda *event: told.append(event), at_once=1)
    try:
        (one,) = queue.add([scene.job("a.tif")])
        until(lambda: scene.work.begun == ["a.tif"])
        other.start()
        assert other.progress(one.job.id) is None
        other.pause([one.job.id])
        until(lambda: scene.work.ended == ["a.tif"] and not queue.running())
        assert scene.state(one.job.id) is State.PAUSED
        until(lambda: scene.told(one.job.id)[-1] is State.PAUSED)
        other.resume([one.job.id])
        until(lambda: idle.ended == ["a.tif"] or len(scene.work.begun) == 2)
        scene.work.gate.set()
        until(lambda: scene.state(one.job.id) is State.DONE)
        added = queue.add([scene.job("b.tif")])[0].job.id
        until(lambda: scene.state(added) is State.DONE)
        until(lambda: any(name == added and now and now.state is State.DONE for name, now in told))
    finally:
        other.stop()
        other_journal.close()


def test_one_that_is_taken_for_dead_stops(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue_module, "BEAT", 0.05)
    scene.work.gate = threading.Event()
    queue = scene.queue(at_once=1)
    queue.start()
    (one,) = queue.add([scene.job("a.tif")])
    until(lambda: scene.work.begun)
    thief = Journal(scene.journal.path)
    thief.release(queue.owner)
    (stolen,) = thief.claim("thief")
    until(lambda: scene.work.ended == ["a.tif"])
    assert thief.held("thief") == {stolen.job.id: State.RUNNING}
    thief.settle(one.job.id, "thief", State.DONE)
    thief.close()


def test_a_disk_without_room_for_the_journal_loses_nothing(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue_module, "PATIENCE", 0.01)
    settle, refused = scene.journal.settle, []

    def full(*args: object, **more: object) -> object:
        if len(refused) < 3:
            refused.append(1)
            raise errors.JournalFailed(detail="database or disk is full")
        return settle(*args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(scene.journal, "settle", full)
    queue = scene.queue(at_once=1)
    queue.start()
    queue.add([scene.job("a.tif"), scene.job("b.tif")])
    until(lambda: set(scene.states().values()) == {State.DONE})
    assert len(refused) == 3 and scene.work.begun == ["a.tif", "b.tif"]


def test_what_is_on_its_way_is_counted_once(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether the journal has heard of it meanwhile or not."""
    monkeypatch.setattr(queue_module, "BEAT", 0.05)
    told, over = threading.Event(), threading.Event()

    def work(job: Job, on_progress: Callable[[int, int | None], None], cancel: Cancel) -> Delivered:
        on_progress(600, 5000)
        told.set()
        over.wait(PATIENCE)
        return Delivered(Fetched(job.target, 5000, False), (job.target,))

    queue = Queue(scene.journal, work, at_once=1)
    scene.queues.append(queue)
    one, _ = queue.add([scene.job("a.tif"), scene.job("b.tif")])
    assert (queue.totals().received, queue.totals().total) == (0, 2000)
    queue.start()
    until(told.is_set)
    until(lambda: queue.totals().received == 600)
    until(lambda: (now := scene.journal.get(one.job.id)) and now.received == 600)
    until(lambda: (queue.totals().received, queue.totals().total) == (600, 6000))
    time.sleep(0.3)  # several beats
    assert (queue.totals().received, queue.totals().total) == (600, 6000)
    over.set()
    until(lambda: queue.totals().counts[State.DONE] == 2)


def test_nothing_to_do_costs_nothing(scene: Scene) -> None:
    """No thread for a queue that is empty but the one that looks, which reads one number a second."""
    queue = scene.queue()
    queue.start()
    asked: list[str] = []
    read = scene.journal._read

    def listen(sql: str, values: object = ()) -> object:
        asked.append(sql)
        return read(sql, values)  # type: ignore[arg-type]

    until(lambda: queue._version > 0)
    scene.journal._read = listen  # type: ignore[assignment, method-assign]
    until(lambda: len(asked) >= 5)
    assert {sql for sql in asked if "owners" not in sql} == {"PRAGMA data_version"}
    assert len(queue._workers) <= 1


def test_what_comes_next_is_said_beforehand(scene: Scene) -> None:
    expected: list[str] = []
    queue = scene.queue(expect=lambda links: expected.extend(link.href for link in links))
    queue.add([scene.job("a.tif"), scene.job("b.tif")])
    assert [href[-5:] for href in expected] == ["a.tif", "b.tif"]
    queue.start()
    assert [href[-5:] for href in expected] == ["a.tif", "b.tif"] * 2
    until(lambda: set(scene.states().values()) <= OVER)


def test_speed_is_smooth_and_knows_what_was_there_before() -> None:
    now = [0.0]
    speed = Speed(5_000_000, None, lambda: now[0])
    speed.tell(5_000_000, 10_000_000)
    assert speed.now()[:3] == (5_000_000, 10_000_000, 0.0) and speed.now().left is None
    for _ in range(40):
        now[0] += 0.1
        speed.tell(speed.received + 100_000, 10_000_000)
    steady = speed.now()
    assert steady.rate == pytest.approx(1_000_000) and steady.left == pytest.approx(1.0)
    now[0] += 0.5
    speed.tell(speed.received + 5_000_000, 10_000_000)
    assert steady.rate < speed.now().rate < 3_000_000
    now[0] += 60.0
    assert speed.now().rate < 1.0
    speed.tell(0, 10_000_000)  # begun again
    assert speed.now().rate >= 0
