"""A program that brings the files of a journal.

``python -m tests.support.queue_child JOURNAL [FILES AT ONCE [CONNECTIONS OF EACH]]`` prints "begun", then
ends with 0 as soon as nothing goes on by itself any more.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from gaia_plugin.core.net import Cancel, Session
from gaia_plugin.core.transfer.deliver import Delivered, deliver
from gaia_plugin.core.transfer.jobs import ACTIVE, Job
from gaia_plugin.core.transfer.journal import Journal
from gaia_plugin.core.transfer.limits import Limits
from gaia_plugin.core.transfer.queue import Queue


def main(path: str, at_once: int = 4, per_file: int = 8) -> None:
    journal = Journal(Path(path))
    if journal.problem:
        sys.exit(str(journal.problem))
    session = Session()
    limits = Limits(at_once=at_once, per_file=per_file, per_host=16)

    def work(job: Job, told: Callable[[int, int | None], None], cancel: Cancel) -> Delivered:
        return deliver(session, job, limits=limits, on_progress=told, cancel=cancel)

    queue = Queue(journal, work, limits=limits)
    queue.start()
    print("begun", flush=True)
    while any(journal.counts()[state][0] for state in ACTIVE):
        time.sleep(0.05)
    queue.stop()
    journal.close()


if __name__ == "__main__":
    main(sys.argv[1], *(int(one) for one in sys.argv[2:]))
