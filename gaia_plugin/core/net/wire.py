"""The live end of one exchange, so that another thread can cut it.

A blocked read, connect or name look-up cannot be asked to stop; its socket can be shut down. The session
makes a ``Wire`` for each exchange; the transport adapter finds it with ``current()`` and tells it how to cut.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Callable

from .cancel import Cancel
from .watchdog import Watchdog

_here = threading.local()
_watchdog = Watchdog()


class Cut(OSError):
    """The exchange was cut from outside: the session turns it into Cancelled or TimedOut."""


class Wire:
    """One exchange. ``cut()`` may be called from any thread, at any time, more than once.

    ``connect`` and ``read`` are the time-outs in seconds; ``expired`` says that the exchange was cut because
    it lasted longer than ``total`` seconds (a server that drips never reaches the read time-out).
    """

    def __init__(self, cancel: Cancel | None = None, total: float | None = None):
        self._lock = threading.Lock()
        self._cut = threading.Event()
        self._cutters: list[Callable[[], None]] = []
        self._socket: socket.socket | None = None
        self.expired = False
        self._in_time = _watchdog.watch(total, self._expire) if total else lambda: None
        self._forget = cancel.on_cancel(self.cut) if cancel else lambda: None

    @property
    def is_cut(self) -> bool:
        return self._cut.is_set()

    def _expire(self) -> None:
        self.expired = True
        self.cut()

    def unlimited(self) -> None:
        """From now on it may last as long as it needs."""
        self._in_time()

    def cut(self) -> None:
        """End the exchange now: what is blocked on it comes back with an error."""
        with self._lock:
            self._cut.set()
            cutters = list(self._cutters)
            shut(self._socket)
        for call in cutters:
            call()

    def on_cut(self, call: Callable[[], None]) -> None:
        """Register what ends the exchange; called at once where it was cut before."""
        with self._lock:
            self._cutters.append(call)
            late = self._cut.is_set()
        if late:
            call()

    def attach(self, live: socket.socket) -> None:
        """Watch this socket. A duplicate is kept: urllib3 detaches the original when TLS begins, and
        http.client closes it while an answer is still being read."""
        copy = socket.fromfd(live.fileno(), live.family, live.type)
        with self._lock:
            old, self._socket = self._socket, copy
            if self._cut.is_set():
                shut(copy)
        if old is not None:
            old.close()

    def close(self) -> None:
        """Forget everything that was registered."""
        self._forget()
        self._in_time()
        with self._lock:
            self._cutters.clear()
            old, self._socket = self._socket, None
        if old is not None:
            old.close()

    def wait_for(self, make: Callable[[], Any], discard: Callable[[Any], None]) -> Any:
        """Run ``make`` in a thread of its own and wait for it, but no longer than until the cut.

        A result that comes too late is discarded. Raises what ``make`` raises, or Cut.
        """
        wake, lock = threading.Event(), threading.Lock()
        box: dict[str, Any] = {}

        def run() -> None:
            try:
                made = make()
            except BaseException as error:  # handed to the waiting thread
                box["error"] = error
            else:
                with lock:
                    if "left" in box:
                        discard(made)
                    else:
                        box["made"] = made
            wake.set()

        self.on_cut(wake.set)
        threading.Thread(target=run, name="gaia-connect", daemon=True).start()
        wake.wait()
        with lock:
            if "made" in box:
                return box["made"]
            box["left"] = True
        if "error" in box:
            raise box["error"]
        raise Cut("cut while connecting")


def shut(live: socket.socket | None) -> None:
    """Shut a socket down, so that a read blocked on it (or on its duplicate) comes back."""
    if live is not None:
        try:
            live.shutdown(socket.SHUT_RDWR)
        except OSError:  # not connected any more
            pass


def current() -> Wire | None:
    """The exchange that this thread is in."""
    wire: Wire | None = getattr(_here, "wire", None)
    return wire


@contextmanager
def during(wire: Wire) -> Iterator[None]:
    """Make ``wire`` the exchange of this thread."""
    before = current()
    _here.wire = wire
    try:
        yield
    finally:
        _here.wire = before
