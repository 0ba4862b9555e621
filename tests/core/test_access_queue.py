"""The queue alone brings a basket: it waits while it is packed, and goes on with it after a new start."""

from __future__ import annotations

import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from gaia_plugin.core.access import Access
from gaia_plugin.core.access.basket import Selection, basket_link
from gaia_plugin.core.errors import BeingPrepared
from gaia_plugin.core.net import Credential, Retry, Session
from gaia_plugin.core.transfer import outcomes
from gaia_plugin.core.transfer.deliver import deliver
from gaia_plugin.core.transfer.jobs import Job, State, error_of
from gaia_plugin.core.transfer.journal import Journal
from gaia_plugin.core.transfer.limits import Limits
from gaia_plugin.core.transfer.queue import Queue
from tests.support.faultserver import FaultServer
from tests.support.synthetic_hydroweb import KEY, ROOT, SyntheticBaskets

PATIENCE = 60.0


def until(met: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not met():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.005)


def run(server: FaultServer, folder: Path) -> Queue:
    """A QGIS that was just started: nothing is known but the journal."""
    host = f"127.0.0.1:{server.port}"
    key = Credential([host], headers={"X-API-Key": KEY}, allow_http=True)
    session = Session(credentials=[key], retry=Retry(times=1, first=0.01))
    row = {
        "kind": "hydroweb", "service": "hydroweb.next", "hosts": [host], "workflows": server.url(ROOT),
        "look_again": 0.05,
    }  # fmt: skip
    access, limits = Access(session, [row], []), Limits()
    queue = Queue(
        Journal(folder / "transfers.sqlite"),
        lambda job, on_progress, cancel: deliver(
            session, job, limits=limits, access=access, on_progress=on_progress, cancel=cancel
        ),
        limits=limits,
    )
    queue.start()
    return queue


def test_a_basket_outlives_a_start_and_is_cleared_away(tmp_path, monkeypatch):
    monkeypatch.setattr(outcomes, "SHORTEST_WAIT", 0.05)
    monkeypatch.setattr(outcomes, "SHORTEST_LOOK", 0.05)
    with FaultServer() as server:
        service = SyntheticBaskets({"LAKES": {"L_leman.txt": b"372.1\n" * 50}}).mount(server)
        service.plan = ["CREATED", "RUNNING", "RUNNING", "COMPLETED"]
        link = basket_link(server.url(ROOT), [Selection("LAKES")])
        job = Job(link, tmp_path / "files" / link.name, options={"unpack": True})
        queue = run(server, tmp_path)
        queue.add([job])
        until(lambda: queue.journal.get(job.id).state is State.LATER)
        told = queue.journal.get(job.id)
        assert isinstance(error_of(told), BeingPrepared)
        queue.stop()
        service.plan = ["COMPLETED"]
        again = run(server, tmp_path)
        try:
            until(lambda: again.journal.get(job.id).state not in (State.LATER, State.WAITING, State.RUNNING))
            done = again.journal.get(job.id)
        finally:
            again.stop()
        assert done.state is State.DONE, error_of(done)
        with zipfile.ZipFile(done.path) as archive:
            assert archive.namelist() == ["LAKES/L_leman.txt"]
        assert service.made == 1 and service.deleted == ["w0001"] and not service.baskets
        assert list((tmp_path / "files").rglob("L_leman.txt")), "unpacked as it was asked"
        written = (tmp_path / "transfers.sqlite").read_bytes() + b"".join(
            path.read_bytes() for path in (tmp_path / "files").rglob("*.json")
        )
        assert KEY.encode() not in written


def test_a_basket_without_a_key_fails_in_words(tmp_path):
    with FaultServer() as server:
        SyntheticBaskets({"LAKES": {}}, key="another").mount(server)
        link = basket_link(server.url(ROOT), [Selection("LAKES")])
        job = Job(link, tmp_path / "files" / link.name)
        queue = run(server, tmp_path)
        try:
            queue.add([job])
            until(lambda: queue.journal.get(job.id).state is State.FAILED)
            assert "sign in" in str(error_of(queue.journal.get(job.id)))
        finally:
            queue.stop()
