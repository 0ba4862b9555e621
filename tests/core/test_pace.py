"""Work that rests for the foreground, and only then."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from gaia_plugin.core import pace


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, float]]]:
    found: list[tuple[str, float]] = []
    monkeypatch.setattr(
        pace.time, "sleep", lambda seconds: found.append((threading.current_thread().name, seconds))
    )
    yield found
    pace.rest_between(False)


def test_without_a_foreground_nothing_rests(slept: list[tuple[str, float]]) -> None:
    for _ in range(1000):
        pace.breathe()
    assert slept == []


def test_with_one_a_thread_rests_after_some_work_and_each_thread_has_its_own_clock(
    slept: list[tuple[str, float]], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr(pace.time, "perf_counter", lambda: now[0])
    pace.rest_between(True)
    pace.breathe()  # its first piece may have been long
    pace.breathe()
    now[0] += pace.WORK_S / 2
    pace.breathe()
    assert len(slept) == 1
    now[0] += pace.WORK_S
    pace.breathe()
    assert len(slept) == 2
    other = threading.Thread(target=pace.breathe, name="other")
    other.start()
    other.join()
    assert [name for name, _ in slept] == ["MainThread", "MainThread", "other"]
    assert {seconds for _, seconds in slept} == {pace.REST_S}
    pace.rest_between(False)
    now[0] += 1.0
    pace.breathe()
    assert len(slept) == 3


def test_the_rests_are_short_beside_the_work() -> None:
    assert pace.REST_S < 0.2 * pace.WORK_S
