"""Places by key: who finds none waits until one is free, or until it is cancelled."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable

from .cancel import Cancel


class Slots:
    """Safe from any thread. ``free`` is the condition that whoever changes the numbers holds and notifies."""

    def __init__(self) -> None:
        self.free = threading.Condition()
        self._taken: dict[Hashable, int] = {}
        self._waiting: dict[Hashable, int] = {}

    def taken(self, key: Hashable) -> int:
        return self._taken.get(key, 0)

    def waiting(self, key: Hashable) -> int:
        """How many wait for a place."""
        return self._waiting.get(key, 0)

    def take(self, key: Hashable, most: Callable[[], int], cancel: Cancel | None = None) -> None:
        """Wait for one of ``most`` places, which may change meanwhile. Raises Cancelled."""
        forget = cancel.on_cancel(self.wake) if cancel else lambda: None
        try:
            with self.free:
                self._count(self._waiting, key, 1)
                try:
                    while self.taken(key) >= most():
                        if cancel:
                            cancel.check()
                        self.free.wait()
                    if cancel:
                        cancel.check()
                    self._count(self._taken, key, 1)
                finally:
                    self._count(self._waiting, key, -1)
        finally:
            forget()

    def try_take(self, key: Hashable, most: int) -> bool:
        """A place where one is free and nobody waits for it."""
        with self.free:
            if self.waiting(key) or self.taken(key) >= most:
                return False
            self._count(self._taken, key, 1)
            return True

    def give_back(self, key: Hashable) -> None:
        """The place is free again."""
        with self.free:
            self._count(self._taken, key, -1)
            self.free.notify_all()

    def wake(self) -> None:
        """Have everyone who waits look again."""
        with self.free:
            self.free.notify_all()

    @staticmethod
    def _count(where: dict[Hashable, int], key: Hashable, more: int) -> None:
        left = where.get(key, 0) + more
        if left > 0:
            where[key] = left
        else:
            where.pop(key, None)
