"""Where long work in a thread lets the foreground go first.

Python runs one thread at a time and has no idea of which matters: a thread that reads a large answer takes
its turn again at once, and with two of them at work an interface has waited 60 ms for its own. A thread that
really sleeps for a moment leaves it free. So work that is made of many pieces calls ``breathe`` between two
of them, and whoever has an interface switches the resting on while a search runs.
"""

from __future__ import annotations

import threading
import time

WORK_S = 0.003
"""How long a thread works between two rests."""
REST_S = 0.0002

_resting = False
_rested = threading.local()


def rest_between(on: bool) -> None:
    """Whether ``breathe`` rests (an interface is waiting) or costs nothing. Any thread."""
    global _resting
    _resting = on


def breathe() -> None:
    """Between two pieces of work: a moment for the foreground, where there is one. Any thread."""
    if not _resting:
        return
    if time.perf_counter() - getattr(_rested, "at", 0.0) > WORK_S:
        time.sleep(REST_S)
        _rested.at = time.perf_counter()
