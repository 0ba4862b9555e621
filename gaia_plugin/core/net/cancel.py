"""Asking work in other threads to stop."""

from __future__ import annotations

import threading
from typing import Callable

from ..errors import Cancelled


class Cancel:
    """A switch that is thrown once. Work checks it between steps and registers what must be closed at once
    (an open connection) with ``on_cancel``. Safe from any thread."""

    def __init__(self) -> None:
        self._event = threading.Event()
        self._lock = threading.Lock()
        self._closers: dict[int, Callable[[], None]] = {}
        self._count = 0

    def cancel(self) -> None:
        """Throw the switch; what was registered is called once, in this thread."""
        with self._lock:
            if self._event.is_set():
                return
            self._event.set()
            closers = list(self._closers.values())
            self._closers.clear()
        for close in closers:
            close()

    @property
    def is_set(self) -> bool:
        """Whether the switch was thrown."""
        return self._event.is_set()

    def check(self) -> None:
        """Raise Cancelled where the switch was thrown."""
        if self._event.is_set():
            raise Cancelled()

    def wait(self, seconds: float) -> None:
        """Sleep, but no longer than until the switch is thrown, and then raise Cancelled."""
        self._event.wait(seconds)
        self.check()

    def on_cancel(self, close: Callable[[], None]) -> Callable[[], None]:
        """Register what must be called on cancel; returns the call that forgets it again.

        Where the switch was thrown before, ``close`` is called at once.
        """
        with self._lock:
            if not self._event.is_set():
                self._count += 1
                token = self._count
                self._closers[token] = close
                return lambda: self._forget(token)
        close()
        return lambda: None

    def _forget(self, token: int) -> None:
        with self._lock:
            self._closers.pop(token, None)
