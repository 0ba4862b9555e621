"""How much is transferred at once: files, connections of a file and of a host, and bytes a second."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ..net import Cancel
from ..net.slots import Slots

ROWS = Path(__file__).resolve().parents[3] / "resources" / "access.json"
GRAIN = 1 << 18
"""Bytes that are read and written at once: more, and they leave the processor's cache in between."""
_SMALLEST = 1 << 14
_LOOK = 0.25  # seconds after which a change of the bandwidth is noticed


class Limits:
    """Shared by all transfers of a process and by their threads; may be changed while they run.

    ``at_once`` files, ``per_file`` connections for one of them, ``per_host`` for one host unless ``hosts``
    gives it a number of its own: {"files.example.org": 4} or {".example.org": 4} for all hosts below it
    together. ``bytes_per_second`` is for all transfers together; None: as fast as it goes.
    """

    def __init__(
        self,
        at_once: int = 8,
        per_file: int = 8,
        per_host: int = 8,
        hosts: Mapping[str, int] | None = None,
        bytes_per_second: float | None = None,
    ) -> None:
        self._slots = Slots()
        self._together: dict[str, str] = {}
        self._owed = 0.0
        self._paid_at = time.monotonic()
        self.at_once = at_once
        self.per_file = per_file
        self.per_host = per_host
        self.hosts = {host.lower(): max(1, count) for host, count in (hosts or {}).items()}
        self.bytes_per_second = bytes_per_second

    @classmethod
    def from_rows(cls, rows: Iterable[Mapping[str, Any]] | None = None, **more: Any) -> Limits:
        """With the ``connections`` that the rows of ``resources/access.json`` (where None are given) allow
        for all their ``hosts`` together."""
        if rows is None:
            rows = json.loads(ROWS.read_text("utf-8"))
        hosts: dict[str, int] = {}
        together: dict[str, str] = {}
        for row in rows:
            names = [host.lower() for host in row.get("hosts") or () if isinstance(host, str)]
            count = row.get("connections")
            if names and type(count) is int and count > 0:
                hosts.update(dict.fromkeys(names, count))
                together.update(dict.fromkeys(names, names[0]))
        made = cls(hosts={**hosts, **more.pop("hosts", {})}, **more)
        made._together = together
        return made

    def change(self, **values: Any) -> None:
        """Set some of the limits anew, by their names; transfers that run follow within a second."""
        allowed = {"at_once", "per_file", "per_host", "hosts", "bytes_per_second"}
        if set(values) - allowed:
            raise ValueError(f"no such limit: {', '.join(sorted(set(values) - allowed))}")
        with self._slots.free:
            for name, value in values.items():
                setattr(self, name, value)
            self._slots.free.notify_all()

    # -- connections ---------------------------------------------------------------------------

    def limit(self, host: str) -> int:
        """How many connections a host gets at most."""
        return max(1, self.hosts.get(self._key(host), self.per_host))

    def room(self, host: str) -> int:
        """How many more connections a host could be given now."""
        return max(0, self.limit(host) - self._slots.taken(self._key(host)))

    def crowded(self, host: str) -> bool:
        """Whether a file waits for its first connection to the host, so that others with several should give
        one back."""
        return self._slots.waiting(self._key(host)) > 0

    @contextmanager
    def connection(self, host: str, cancel: Cancel | None = None) -> Iterator[None]:
        """Wait for one of the host's connections, and hold it. Raises Cancelled."""
        self._slots.take(self._key(host), lambda: self.limit(host), cancel)
        try:
            yield
        finally:
            self.give_back(host)

    def try_connection(self, host: str) -> bool:
        """One more connection for a file that has one already, where nobody else waits; ``give_back`` it."""
        return self._slots.try_take(self._key(host), self.limit(host))

    def give_back(self, host: str) -> None:
        """The connection is free again."""
        self._slots.give_back(self._key(host))

    def _key(self, host: str) -> str:
        """What the host is counted as: its own name, or the entry that covers it."""
        host = host.lower()
        name = host.rpartition(":")[0] if host.rpartition(":")[2].isdecimal() else host
        for one in (host, name):
            if one in self.hosts:
                return self._together.get(one, one)
        for entry in self.hosts:
            if entry.startswith(".") and (name.endswith(entry) or name == entry[1:]):
                return self._together.get(entry, entry)
        return host

    # -- bandwidth -----------------------------------------------------------------------------

    @property
    def grain(self) -> int:
        """How many bytes to read at once, so that a limited transfer goes on smoothly."""
        rate = self.bytes_per_second
        return GRAIN if not rate else max(_SMALLEST, min(GRAIN, int(rate / 16)))

    def spend(self, count: int, cancel: Cancel | None = None) -> None:
        """These bytes came: wait until the bandwidth allows the next. Raises Cancelled."""
        if not self.bytes_per_second:
            return
        with self._slots.free:
            self._pay()
            self._owed += count
        while True:
            with self._slots.free:
                self._pay()
                rate = self.bytes_per_second
                if not rate or self._owed <= 0:
                    return
                pause = min(_LOOK, self._owed / rate)
            (cancel or Cancel()).wait(pause)

    def _pay(self) -> None:
        """What the time since the last look allowed is no longer owed. Of a pause a tenth of a second is
        saved up: what reading takes."""
        now = time.monotonic()
        rate = self.bytes_per_second
        self._owed = max(-0.1 * rate, self._owed - (now - self._paid_at) * rate) if rate else 0.0
        self._paid_at = now


_made: list[Limits] = []
_making = threading.Lock()


def common() -> Limits:
    """The limits of a process that was given none."""
    with _making:
        if not _made:
            _made.append(Limits.from_rows())
        return _made[0]
