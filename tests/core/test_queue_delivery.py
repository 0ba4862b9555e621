"""From a job to files that can be opened, and what happens where one of the extras fails."""

from __future__ import annotations

import io
import os
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from gaia_plugin.core.errors import ArchiveRefused, Cancelled, CannotWrite, GaiaError, NotFound
from gaia_plugin.core.model import Link, LinkKind
from gaia_plugin.core.net import Cancel, Session
from gaia_plugin.core.transfer.deliver import Delivered, Told, deliver
from gaia_plugin.core.transfer.jobs import OVER, Job, Standing, State, notes_of
from gaia_plugin.core.transfer.journal import Journal
from gaia_plugin.core.transfer.progress import Speed
from gaia_plugin.core.transfer.provenance import read_sidecar
from gaia_plugin.core.transfer.queue import Queue
from tests.support.faultserver import FaultServer, Reply


def zipped(**members: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "."), content)
    return made.getvalue()


def serve(server: FaultServer, name: str, body: bytes) -> str:
    return server.add(f"/{name}", Reply(200, body, {"Content-Type": "application/octet-stream"}))


def job(url: str, target: Path, **options: Any) -> Job:
    return Job(Link(url, LinkKind.DOWNLOAD), target, options=options)


def asked(server: FaultServer, path: str) -> int:
    return sum(seen.path == path for seen in list(server.seen))


def test_a_file_and_its_sidecar(server: FaultServer, session: Session, tmp_path: Path) -> None:
    url = serve(server, "a.bin", b"bytes")
    done = deliver(session, job(url, tmp_path / "a.bin"))
    assert done.files == (tmp_path / "a.bin",) and done.files[0].read_bytes() == b"bytes"
    assert done.sidecar == tmp_path / "a.bin.stac.json" and read_sidecar(done.files[0])
    assert done.folder is None and done.notes == ()


@pytest.mark.parametrize("keep", [True, False, None])
def test_an_archive_is_unpacked(
    server: FaultServer, session: Session, tmp_path: Path, keep: bool | None
) -> None:
    url = serve(server, "scene.zip", zipped(B2__tif=b"two", B3__tif=b"three"))
    options = {"unpack": True} if keep is None else {"unpack": True, "keep_archive": keep}
    done = deliver(session, job(url, tmp_path / "scene.zip", **options))
    assert done.folder == tmp_path / "scene"
    assert sorted(path.name for path in done.files) == ["B2.tif", "B3.tif"]
    assert (tmp_path / "scene.zip").exists() == (keep is not False)


def test_how_far_its_unpacking_is_is_told_and_what_came_stays(
    server: FaultServer, session: Session, tmp_path: Path
) -> None:
    body = zipped(B2__tif=b"two" * 50_000)
    url = serve(server, "scene.zip", body)
    speed, seen = Speed(0, None), list[Any]()

    def unpacking(done: int, total: int | None) -> None:
        speed.unpack(done, total)
        seen.append(speed.now())

    told = Told(speed.tell, lambda there: seen.append(speed.now()), None, unpacking)
    deliver(session, job(url, tmp_path / "scene.zip", unpack=True), on_progress=told)
    assert seen[0].unpacked is None and seen[-1].unpacked == 1.0
    assert {one.received for one in seen} == {len(body)}  # by which the next process knows the file


@pytest.mark.parametrize("keep", [True, False])
def test_what_replaces_an_archive_is_on_the_disk_first(
    server: FaultServer, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keep: bool
) -> None:
    synced = list[str]()
    real = os.fsync

    def fsync(number: int) -> None:
        synced.append(os.readlink(f"/proc/self/fd/{number}"))
        real(number)

    url = serve(server, "scene.zip", zipped(B2__tif=b"two", B3__tif=b"three"))
    monkeypatch.setattr(os, "fsync", fsync)
    deliver(session, job(url, tmp_path / "scene.zip", unpack=True, keep_archive=keep))
    inside = [name for name in synced if name.endswith(("B2.tif", "B3.tif"))]
    assert len(inside) == (0 if keep else 2)


def test_what_is_no_archive_stays_as_it_is(server: FaultServer, session: Session, tmp_path: Path) -> None:
    url = serve(server, "a.bin", b"bytes")
    done = deliver(session, job(url, tmp_path / "a.bin", unpack=True, keep_archive=False))
    assert done.files == (tmp_path / "a.bin",) and done.folder is None and done.files[0].exists()


def test_an_archive_that_is_refused_is_kept(server: FaultServer, session: Session, tmp_path: Path) -> None:
    body = zipped(**{"../outside__tif": b"x"})
    url = serve(server, "evil.zip", body)
    done = deliver(session, job(url, tmp_path / "in" / "evil.zip", unpack=True, keep_archive=False))
    assert done.files == (tmp_path / "in" / "evil.zip",) and done.files[0].read_bytes() == body
    assert [type(note) for note in done.notes] and all(
        isinstance(note, ArchiveRefused) for note in done.notes
    )
    assert not (tmp_path / "outside.tif").exists()


def test_a_sidecar_that_cannot_be_written_costs_no_file(
    server: FaultServer, session: Session, tmp_path: Path
) -> None:
    (tmp_path / "a.bin.stac.json").write_text("somebody's own")
    url = serve(server, "a.bin", b"bytes")
    done = deliver(session, job(url, tmp_path / "a.bin"))
    assert done.files[0].exists() and done.sidecar is None
    (note,) = done.notes
    assert isinstance(note, CannotWrite)
    assert (tmp_path / "a.bin.stac.json").read_text() == "somebody's own"


def test_an_extra_that_fails_unforeseen_costs_no_file(
    server: FaultServer, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(*_: object) -> None:
        raise ZeroDivisionError("of a record")

    monkeypatch.setattr("gaia_plugin.core.transfer.provenance.write_sidecar", stumble)
    done = deliver(session, job(serve(server, "a.bin", b"bytes"), tmp_path / "a.bin"))
    assert done.files[0].exists() and len(done.notes) == 1 and "record" not in str(done.notes[0].fields)


def test_a_file_that_is_not_there_is_an_error(server: FaultServer, session: Session, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        deliver(session, job(server.url("/missing"), tmp_path / "a.bin"))


# -- with a queue ------------------------------------------------------------------------------


class Line:
    """A queue over a journal, which may be killed: everything in memory is gone then."""

    def __init__(self, folder: Path, session: Session) -> None:
        self.journal = Journal(folder / "j.sqlite")
        self.session = session
        self.stopping: Callable[[Delivered], None] | None = None
        """What the process is doing when it is killed, after something arrived."""

    def work(self, job: Job, told: Told, cancel: Cancel) -> Delivered:
        if self.stopping is not None:
            told = Told(told, self._arrived(told), told.before)
        return deliver(self.session, job, on_progress=told, cancel=cancel)

    def _arrived(self, told: Told) -> Callable[[Delivered], None]:
        def arrived(there: Delivered) -> None:
            told.arrived(there)
            if self.stopping:
                self.stopping(there)

        return arrived

    def run(self, added: Job | None = None) -> Standing:
        queue = Queue(self.journal, self.work)
        if added:
            queue.add([added])
        queue.start()
        end = time.monotonic() + 60
        while (one := self.journal.rows()[0]).state not in OVER:
            assert time.monotonic() < end
            time.sleep(0.005)
        queue.stop()
        return one

    def run_and_kill(self, added: Job, after: Callable[[Delivered], bool]) -> None:
        """Run until something is there for good, and no further: as a process does that is killed then."""
        reached, never = threading.Event(), threading.Event()

        def hang(there: Delivered) -> None:
            if after(there):
                reached.set()
                never.wait(60)
                raise Cancelled()

        self.stopping = hang
        queue = Queue(self.journal, self.work)
        queue.add([added])
        queue.start()
        assert reached.wait(60)
        self.journal.release(queue.owner)  # as others do for the dead
        queue.stop(wait_s=0.0)
        self.stopping = None
        never.set()


@pytest.fixture
def line(tmp_path: Path, session: Session) -> Iterator[Line]:
    made = Line(tmp_path, session)
    yield made
    made.journal.close()


def test_the_journal_knows_what_came_of_it(server: FaultServer, line: Line, tmp_path: Path) -> None:
    (tmp_path / "scene.zip.stac.json").write_text("somebody's own")
    url = serve(server, "scene.zip", zipped(B2__tif=b"two"))
    one = line.run(job(url, tmp_path / "scene.zip", unpack=True))
    assert one.state is State.DONE and one.path == tmp_path / "scene.zip"
    assert one.outcome["folder"] == str(tmp_path / "scene")
    assert [type(note) for note in notes_of(one)] == [CannotWrite]


def test_a_file_that_arrived_is_not_brought_again(server: FaultServer, line: Line, tmp_path: Path) -> None:
    """Nothing tells that the file is this link's, no size and no checksum, but the journal."""
    url = serve(server, "scene.zip", zipped(B2__tif=b"two"))
    line.run_and_kill(job(url, tmp_path / "scene.zip", unpack=True), lambda there: True)
    waiting = line.journal.rows()[0]
    assert waiting.state is State.WAITING and waiting.path == tmp_path / "scene.zip"
    one = line.run()
    assert one.state is State.DONE and one.outcome["folder"] == str(tmp_path / "scene")
    assert one.outcome["sidecar"] == str(tmp_path / "scene.zip.stac.json")
    assert asked(server, "/scene.zip") == 1 and not (tmp_path / "scene (2).zip").exists()


def test_an_archive_that_was_unpacked_and_deleted_is_not_brought_again(
    server: FaultServer, line: Line, tmp_path: Path
) -> None:
    url = serve(server, "scene.zip", zipped(B2__tif=b"two"))
    target = tmp_path / "scene.zip"
    line.run_and_kill(job(url, target, unpack=True, keep_archive=False), lambda there: bool(there.folder))
    target.unlink()
    one = line.run()
    assert one.state is State.DONE and (tmp_path / "scene" / "B2.tif").read_bytes() == b"two"
    assert asked(server, "/scene.zip") == 1 and not target.exists()


def test_a_file_that_vanished_is_brought_again(server: FaultServer, line: Line, tmp_path: Path) -> None:
    url = serve(server, "a.bin", b"bytes")
    line.run_and_kill(job(url, tmp_path / "a.bin"), lambda there: True)
    (tmp_path / "a.bin").unlink()
    one = line.run()
    assert one.state is State.DONE and (tmp_path / "a.bin").read_bytes() == b"bytes"
    assert asked(server, "/a.bin") == 2


def test_a_failure_keeps_its_sentence(server: FaultServer, line: Line, tmp_path: Path) -> None:
    from gaia_plugin.core.transfer.jobs import error_of

    one = line.run(job(server.url("/missing"), tmp_path / "a.bin"))
    error = error_of(one)
    assert one.state is State.FAILED and isinstance(error, NotFound) and isinstance(error, GaiaError)
    assert "127.0.0.1" in str(error) and error.status == 404


def test_an_address_that_opens_its_file_by_itself_is_used_and_written_nowhere(
    server: FaultServer, session: Session, tmp_path: Path
) -> None:
    def guarded(seen: Any) -> Reply:
        told = seen.query.get("token") == ["synthetic-key-of-an-address"] and seen.query.get("id") == ["7"]
        return Reply(200, b"bytes", {"ETag": '"1"'}) if told else Reply(403, b"{}")

    url = server.add("/get", guarded) + "?id=7&token=synthetic-key-of-an-address"
    journal = Journal(tmp_path / "j.sqlite")
    queue = Queue(
        journal, lambda one, told, cancel: deliver(session, one, on_progress=told, cancel=cancel), at_once=1
    )
    queue.start()
    try:
        (standing,) = queue.add([job(url, tmp_path / "files" / "a.bin")])
        end = time.monotonic() + 60
        while (now := journal.get(standing.job.id)) is not None and now.state not in OVER:
            assert time.monotonic() < end
            time.sleep(0.01)
    finally:
        queue.stop()
    assert now is not None and now.state is State.DONE and "id=7" in now.job.link.href
    journal.close()
    for path in tmp_path.rglob("*"):
        assert path.is_dir() or b"synthetic-key" not in path.read_bytes(), path.name
