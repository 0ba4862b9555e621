"""Jobs end, whatever their work does."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from gaia_plugin.bridge import tasks
from gaia_plugin.bridge.tasks import Job
from gaia_plugin.core.errors import Cancelled, GaiaError, NotFound


def run(work: Callable[[Job], Any], wait_for: Callable[..., None]) -> Job:
    over: list[Job] = []
    Job("synthetic", work, over.append).start()  # no reference is kept here: it must run all the same
    wait_for(lambda: over)
    return over[0]


def test_the_result_comes_on_the_main_thread(wait_for: Callable[..., None]) -> None:
    where: list[int] = []
    job = run(lambda job: where.append(threading.get_ident()) or {"a": 1}, wait_for)
    assert job.result == {"a": 1} and job.error is None
    assert where[0] != threading.get_ident()
    wait_for(lambda: job not in tasks._running)


def test_typed_errors_come_back(wait_for: Callable[..., None]) -> None:
    def work(job: Job) -> None:
        raise NotFound(host="h", status=404)

    assert isinstance(run(work, wait_for).error, NotFound)


def test_any_other_exception_is_logged_and_typed(wait_for: Callable[..., None]) -> None:
    from qgis.core import QgsApplication

    said: list[str] = []
    QgsApplication.messageLog().messageReceived.connect(lambda text, tag, level: said.append(tag + text))
    job = run(lambda job: 1 // 0, wait_for)
    assert type(job.error) is GaiaError
    wait_for(lambda: said)
    assert said[0].startswith(tasks.LOG) and "ZeroDivisionError" in said[0]


def test_a_cancel_before_the_start_and_while_it_works(wait_for: Callable[..., None]) -> None:
    over: list[Job] = []
    begun = threading.Event()

    def work(job: Job) -> None:
        begun.set()
        job.switch.wait(20)

    one = Job("synthetic", work, over.append).start()
    wait_for(begun.is_set)
    one.cancel()
    wait_for(lambda: over, 2)
    two = Job("synthetic", lambda job: 1, over.append)
    two.cancel()
    two.start()
    wait_for(lambda: len(over) == 2, 5)
    three = Job("synthetic", lambda job: 1, over.append).start()
    three.cancel()
    wait_for(lambda: len(over) == 3, 5)
    assert over[:2] == [one, two] and all(isinstance(job.error, Cancelled) for job in over[:2])
    assert isinstance(three.error, Cancelled) or three.result == 1  # it may have been too quick


def test_more_jobs_wait_than_the_machine_has_cores(wait_for: Callable[..., None]) -> None:
    """Qt's pool draws the map: work that waits for a server must not take its threads."""
    import os

    from qgis.PyQt.QtCore import QRunnable, QThreadPool

    class Drawing(QRunnable):
        def run(self) -> None:
            drawn.set()

    drawn, go, over = threading.Event(), threading.Event(), []
    count = (os.cpu_count() or 1) + 1
    for _ in range(count):
        Job("synthetic", lambda job: go.wait(20), over.append).start()
    try:
        QThreadPool.globalInstance().start(Drawing())
        wait_for(drawn.is_set, 5)
    finally:
        go.set()
    wait_for(lambda: len(over) == count, 10)
