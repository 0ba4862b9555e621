"""What all transfers of a process share: connections of a host, and bytes a second."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from gaia_plugin.core.errors import Cancelled
from gaia_plugin.core.net import Cancel
from gaia_plugin.core.transfer import limits as limits_module
from gaia_plugin.core.transfer.disk import Room
from gaia_plugin.core.transfer.limits import GRAIN, Limits
from gaia_plugin.core.transfer.plan import LEAST, Plan
from gaia_plugin.core.transfer.spans import Spans

ROWS = [
    {"id": "one", "hosts": ["a.example.org", "b.example.org"], "connections": 4},
    {"id": "two", "hosts": [".below.example.org"], "connections": 3},
    {"id": "three", "hosts": ["c.example.org"]},
    {"id": "odd", "hosts": None, "connections": 2},
    {"id": "odder", "hosts": ["d.example.org"], "connections": "many"},
]


def test_the_rows_say_how_many_connections_a_host_bears() -> None:
    limits = Limits.from_rows(ROWS, per_host=6)
    rooms = {host: limits.room(host) for host in ("a.example.org", "x.below.example.org", "c.example.org")}
    assert rooms == {"a.example.org": 4, "x.below.example.org": 3, "c.example.org": 6}
    assert limits.room("D.example.org:443") == 6 and limits.room("below.example.org") == 3


def test_hosts_of_one_row_share_its_connections() -> None:
    limits = Limits.from_rows(ROWS)
    assert all(limits.try_connection("a.example.org") for _ in range(3))
    with limits.connection("B.example.org:443"):
        assert limits.room("a.example.org") == limits.room("b.example.org") == 0
        assert not limits.try_connection("b.example.org") and limits.room("c.example.org") == 8
    assert limits.room("b.example.org") == 1


def test_the_product_s_own_rows_are_read() -> None:
    limits = Limits.from_rows()
    assert limits.limit("zipper.dataspace.copernicus.eu") == 4 and limits.limit("geodes-portal.cnes.fr") == 3


def test_who_waits_for_a_connection_can_be_cancelled_and_is_seen() -> None:
    limits, cancel, ended = Limits(per_host=1), Cancel(), []

    def wait() -> None:
        try:
            with limits.connection("h", cancel):
                ended.append("got it")
        except Cancelled:
            ended.append("cancelled")

    with limits.connection("h"):
        thread = threading.Thread(target=wait)
        thread.start()
        while not limits.crowded("h"):
            pass
        assert not limits.try_connection("h")
        cancel.cancel()
        thread.join(20)
    assert ended == ["cancelled"] and not limits.crowded("h") and limits.room("h") == 1


def test_a_limit_that_is_raised_lets_the_next_in() -> None:
    limits, inside = Limits(per_host=1), threading.Event()

    def second() -> None:
        with limits.connection("h"):
            inside.set()

    with limits.connection("h"):
        thread = threading.Thread(target=second)
        thread.start()
        limits.change(per_host=2)
        assert inside.wait(20)
        thread.join(20)
    with pytest.raises(ValueError, match="no such limit"):
        limits.change(per_planet=2)


class Clock(Cancel):
    """Time passes only while somebody waits."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__()
        self.now = 0.0
        self.longest = 0.0
        monkeypatch.setattr(limits_module.time, "monotonic", lambda: self.now)

    def wait(self, seconds: float) -> None:
        self.now += seconds
        self.longest = max(self.longest, seconds)
        self.check()


def test_the_bandwidth_is_kept_and_evenly(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch)
    limits = Limits(bytes_per_second=1_000_000)
    spent = 0
    while spent < 10_000_000:
        limits.spend(limits.grain, clock)
        spent += limits.grain
        assert spent <= 1_000_000 * (clock.now + 0.1) + limits.grain
    assert 9.8 <= clock.now <= 10.2 and clock.longest <= 0.25 and limits.grain <= 1_000_000 / 16


def test_a_pause_is_not_saved_up(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch)
    limits = Limits(bytes_per_second=1000)
    clock.now += 3600
    limits.spend(2000, clock)
    assert clock.now - 3600 >= 1.8


def test_the_bandwidth_may_be_changed_while_somebody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch)
    limits = Limits(bytes_per_second=1)
    waits = clock.wait

    def soon_more(seconds: float) -> None:
        waits(seconds)
        if clock.now > 2:
            limits.change(bytes_per_second=None)

    monkeypatch.setattr(clock, "wait", soon_more)
    limits.spend(1_000_000, clock)
    assert clock.now < 3 and limits.grain == GRAIN


def test_a_cancel_ends_the_wait_for_bandwidth(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch)
    clock.cancel()
    with pytest.raises(Cancelled):
        Limits(bytes_per_second=1).spend(1_000_000, clock)
    assert clock.now <= 0.25


def test_room_on_a_disk_is_promised_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 1000})())
    room = Room()
    room.need(1, tmp_path, 600)
    with pytest.raises(OSError, match="space"):
        room.need(2, tmp_path, 600)
    room.need(1, tmp_path, 300)  # half of it has come
    room.need(2, tmp_path, 600)
    room.left(2)
    room.need(3, tmp_path, 700)


@pytest.mark.parametrize(
    ("added", "pairs"),
    [
        ([(0, 5), (5, 9)], ((0, 9),)),
        ([(5, 9), (0, 5)], ((0, 9),)),
        ([(0, 2), (4, 6), (1, 5)], ((0, 6),)),
        ([(0, 2), (4, 6), (8, 9), (3, 7)], ((0, 2), (3, 7), (8, 9))),
        ([(3, 3), (9, 1)], ()),
        ([(0, 9), (2, 3)], ((0, 9),)),
    ],
)
def test_spans_are_joined(added: list[tuple[int, int]], pairs: tuple[tuple[int, int], ...]) -> None:
    spans = Spans(added)
    assert spans.pairs() == pairs and spans.size == len({n for a, b in added for n in range(a, b)})
    there = {n for a, b in pairs for n in range(a, b)}
    assert {n for a, b in spans.gaps(12) for n in range(a, b)} == set(range(12)) - there


def test_a_plan_halves_what_the_slowest_has_left() -> None:
    plan = Plan([(0, 16 * LEAST)])
    first, second = plan.claim(), plan.claim()
    assert first and second and (first.end, second.at, second.end) == (8 * LEAST, 8 * LEAST, 16 * LEAST)
    assert not plan.moved(second, 8 * LEAST) and plan.left == 8 * LEAST
    plan.give_back(second)
    third = plan.claim()
    assert third and (third.at, first.end) == (4 * LEAST, 4 * LEAST)
    plan.give_back(third)  # never begun: the first, which asked for it all, brings it
    assert first.end == 8 * LEAST and plan.left == 8 * LEAST
    plan.give_back(first)
    assert plan.claim() is not None and plan.left == 8 * LEAST
