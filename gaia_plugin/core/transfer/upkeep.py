"""What is looked after while a file comes: who waits is told, and the disk is watched and kept busy."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Optional

from ..errors import CannotWrite
from ..net import Cancel
from .disk import cannot_write, room
from .part import Part

Progress = Callable[[int, Optional[int]], None]

SYNC_BYTES, SYNC_SECONDS = 64 << 20, 5.0
"""What a machine that crashes may cost."""
_EVERY, _STEP = 0.1, 1 << 18
"""Seconds between two calls of on_progress, unless so many bytes came: a burst before a silence must not stay
untold."""
_LOOK = 1.0  # seconds between two looks at the disk's room


class Upkeep:
    """Of one transfer, in the thread that called for it. ``total`` is the file's length where it is known,
    ``announced`` what its record says."""

    def __init__(
        self, part: Part, announced: int | None, on_progress: Progress | None, cancel: Cancel
    ) -> None:
        self.total: int | None = None
        self._part = part
        self._announced = announced
        self._on_progress = on_progress
        self._cancel = cancel
        self._told, self._said = 0.0, 0
        self._looked = self._synced = time.monotonic()
        self._syncing: threading.Thread | None = None
        self._failed: CannotWrite | None = None

    def tick(self) -> None:
        """Called often. Raises Cancelled, CannotWrite."""
        now = time.monotonic()
        size = self._part.size
        if self._on_progress and (now - self._told >= _EVERY or size - self._said >= _STEP):
            self._told, self._said = now, size
            self.tell(size, self.total if self.total is not None else self._announced)
        if self._failed is not None:
            raise self._failed
        if now - self._looked >= _LOOK:
            self._looked = now
            self.check_room()
        self._sync(now)
        self._cancel.check()

    def tell(self, received: int, total: int | None) -> None:
        if self._on_progress:
            self._on_progress(received, total)

    def check_room(self) -> None:
        """Before the disk is full, and not with its last byte. Raises CannotWrite."""
        if self.total is None:
            return
        try:
            room.need(id(self), self._part.target.parent, max(0, self.total - self._part.size))
        except OSError as error:
            raise cannot_write(self._part.target, error) from error

    def over(self) -> None:
        """It needs no more room."""
        room.left(id(self))

    def _sync(self, now: float) -> None:
        """Have the disk take what came, in a thread of its own: it may last."""
        if self._syncing is not None and self._syncing.is_alive():
            return
        unsynced = self._part.unsynced
        if unsynced < SYNC_BYTES and not (unsynced and now - self._synced >= SYNC_SECONDS):
            return

        def run() -> None:
            try:
                self._part.sync()
            except CannotWrite as error:
                self._failed = error

        self._synced = now
        self._syncing = threading.Thread(target=run, name="gaia-sync", daemon=True)
        self._syncing.start()
