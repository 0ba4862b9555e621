"""Letting go of many records without holding the interface."""

from __future__ import annotations

import threading
from typing import Any

SLICE = 100


def dispose(things: list[Any]) -> None:
    """Empty a list of plain Python things (no Qt objects) in another thread, a slice at a time.

    Records keep their raw answers: freeing fifty thousand at once would hold the main thread for a second.
    """
    if len(things) <= SLICE:
        return

    def empty() -> None:
        while things:
            del things[-SLICE:]

    threading.Thread(target=empty, name="gaia-dispose", daemon=True).start()
