"""Python's lock, and who has it when."""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Callable

import pytest

from gaia_plugin.bridge import responsive
from gaia_plugin.core import pace


def test_threads_give_way_only_while_a_search_runs() -> None:
    before = sys.getswitchinterval()
    first, second = responsive.QuickTurns(), responsive.QuickTurns()
    first.set(True)
    first.set(True)
    second.set(True)
    first.set(False)
    assert sys.getswitchinterval() == pytest.approx(responsive.SWITCH_S)
    assert pace._resting
    second.set(False)
    second.set(False)
    assert sys.getswitchinterval() == pytest.approx(before)
    assert not pace._resting


def test_painting_is_not_interrupted_and_leaves_the_interval_as_it_was() -> None:
    before = sys.getswitchinterval()
    with pytest.raises(KeyError), responsive.undisturbed():
        assert sys.getswitchinterval() == pytest.approx(responsive.UNDISTURBED_S)
        raise KeyError
    assert sys.getswitchinterval() == pytest.approx(before)


def test_what_is_disposed_is_freed_in_another_thread(
    wait_for: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    freed: set[str] = set()
    back: list[str] = []
    monkeypatch.setattr(responsive, "_give_back", lambda: back.append(threading.current_thread().name))

    class Record:
        def __del__(self) -> None:
            freed.add(threading.current_thread().name)

    rows, table = [Record() for _ in range(350)], {number: Record() for number in range(250)}
    responsive.spare(responsive.MANY + 1)
    responsive.dispose(rows, table)
    wait_for(lambda: back)
    assert not rows and not table
    assert freed == {"gaia-dispose"} == set(back)
    assert gc.get_freeze_count() == 0


def test_memory_goes_back_where_the_system_can_take_it() -> None:
    responsive._give_back()  # glibc's here; elsewhere it does nothing, and never raises
