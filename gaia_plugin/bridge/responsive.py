"""Keeping the interface moving while Python threads work beside it.

Two things of CPython hold it, and neither shows in a profile. A record keeps its raw answer, a hundred small
objects, and the cyclic collector visits every one of them in each full pass: 0.3 s with 5,000 records. And a
thread that computes gives Python's lock away only when asked for 5 ms: a list that paints twenty rows through
a Python delegate asks twenty times.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

from ..core.pace import rest_between

SLICE = 100
MANY = 1_000  # records: fewer are no burden
SWITCH_S = 0.0005
REST_S = 0.0005
UNDISTURBED_S = 0.03


class QuickTurns:
    """While one is on, threads hand over Python's lock within half a millisecond, and those that work for a
    search rest between two pieces (``core.pace``). Main thread only."""

    _on = 0
    _before = 0.005

    def __init__(self) -> None:
        self._mine = False

    def set(self, on: bool) -> None:
        """Switch it; the interpreter's own interval comes back when the last one is off."""
        if on == self._mine:
            return
        self._mine = on
        if on and not QuickTurns._on:
            QuickTurns._before = sys.getswitchinterval()
            rest_between(True)
            sys.setswitchinterval(min(SWITCH_S, QuickTurns._before))
        QuickTurns._on += 1 if on else -1
        if not QuickTurns._on:
            rest_between(False)
            sys.setswitchinterval(QuickTurns._before)


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Other threads wait for the end of this, at most UNDISTURBED_S: a list that is painted row by row gives
    Python's lock away at each row otherwise, and waits for it again. Main thread only, for milliseconds."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(UNDISTURBED_S)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


def spare(count: int) -> None:
    """After a page, with ``count`` records kept: set what lives aside from the collector's full passes.

    What is set aside is still freed when its last reference goes, which is how records end; only cycles wait,
    until ``dispose``. Costs microseconds. Safe from any thread.
    """
    if count > MANY:
        gc.freeze()


def _give_back() -> None:
    """What was freed goes back to the system, where the C library can do so (glibc's malloc_trim).

    glibc leaves the small pieces of a large search lying, and sorts them all when the next one asks for
    memory: 60 ms in one call, with Python's lock held. Here it sorts them without that lock (ctypes).
    """
    with contextlib.suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)


def dispose(*things: list[Any] | dict[Any, Any]) -> None:
    """Empty containers of values (no QObjects) in another thread, a slice at a time: freeing fifty thousand
    records at once would take a second. Then the collector sees everything again.

    It rests after each slice: a thread that only pauses when asked for Python's lock keeps it 5 ms each time.
    """
    if max(map(len, things), default=0) <= SLICE:
        return

    def empty() -> None:
        for thing in things:
            while thing:
                if isinstance(thing, list):
                    del thing[-SLICE:]
                else:
                    for _ in range(min(SLICE, len(thing))):
                        thing.popitem()
                time.sleep(REST_S)
        gc.unfreeze()
        _give_back()

    threading.Thread(target=empty, name="gaia-dispose", daemon=True).start()
