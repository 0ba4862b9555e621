"""One thread that ends what lasts too long.

A ``threading.Timer`` for each request would cost more than a small request itself.
"""

from __future__ import annotations

import itertools
import threading
import time
from typing import Callable

TICK = 0.25  # seconds: how late an end may come
_IDLE_TICKS = 40


class Watchdog:
    """Calls ``end`` of what was not forgotten in time. Its thread lives while there is something to watch,
    and ten seconds more."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._watched: dict[int, tuple[float, Callable[[], None]]] = {}
        self._numbers = itertools.count()
        self._thread: threading.Thread | None = None

    def watch(self, seconds: float, end: Callable[[], None]) -> Callable[[], None]:
        """Call ``end`` in so many seconds, unless what is returned is called before."""
        with self._lock:
            number = next(self._numbers)
            self._watched[number] = (time.monotonic() + seconds, end)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="gaia-watchdog", daemon=True)
                self._thread.start()
        return lambda: self._forget(number)

    def _forget(self, number: int) -> None:
        with self._lock:
            self._watched.pop(number, None)

    def _run(self) -> None:
        idle = 0
        while True:
            time.sleep(TICK)
            with self._lock:
                now = time.monotonic()
                late = [number for number, (until, _) in self._watched.items() if until <= now]
                ends = [self._watched.pop(number)[1] for number in late]
                idle = 0 if self._watched or ends else idle + 1
                if idle > _IDLE_TICKS:
                    self._thread = None
                    return
            for end in ends:
                end()
