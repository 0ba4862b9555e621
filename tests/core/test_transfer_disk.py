"""Disks that refuse, and files that are on this machine already."""

from __future__ import annotations

import errno
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from gaia_plugin.core.errors import BadAnswer, CannotWrite, ConnectionLost, NotFound
from gaia_plugin.core.net import Cancel, Session
from gaia_plugin.core.transfer import fetch, file_name, local_path, upkeep
from gaia_plugin.core.transfer.limits import Limits
from tests.core.transfer_cases import LARGE, link, sha256
from tests.support.faultserver import FaultServer, Reply
from tests.support.ranged import Ranged


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


@pytest.fixture
def session() -> Iterator[Session]:
    with Session() as one:
        yield one


def test_a_full_disk_is_said_before_the_first_byte(
    server: FaultServer, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = type("Usage", (), {"free": 1000})()
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage)
    with pytest.raises(CannotWrite, match="the disk is full"):
        fetch(session, link(server.add("/a.tif", Ranged(LARGE))), tmp_path / "a.tif")


@pytest.mark.parametrize(
    ("number", "words"), [(errno.ENOSPC, "the disk is full"), (errno.EIO, "input/output error")]
)
def test_a_disk_that_fails_while_writing(
    server: FaultServer,
    session: Session,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    words: str,
) -> None:
    import os

    def broken(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("os.fdatasync", broken)
    with pytest.raises(CannotWrite, match=words):
        fetch(session, link(server.add("/a.tif", Ranged(LARGE))), tmp_path / "a.tif")


def test_a_folder_that_cannot_be_made(server: FaultServer, session: Session, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotWrite):
        fetch(session, link(server.add("/a.tif", Ranged(LARGE))), tmp_path / "file" / "a.tif")


def test_local_files_are_copied(session: Session, tmp_path: Path) -> None:
    source = tmp_path / "source été.tif"
    source.write_bytes(LARGE)
    for number, href in enumerate((str(source), source.as_uri())):
        done = fetch(session, link(href, checksum=sha256(LARGE)), tmp_path / "to" / f"{number}.tif")
        assert done.path.read_bytes() == LARGE and done.checksum_verified
    with pytest.raises(NotFound):
        fetch(session, link(str(tmp_path / "missing.tif")), tmp_path / "to" / "x.tif")


@pytest.mark.parametrize(
    "href",
    [
        "https://example.org/a",
        "file://server/share/a",
        "//server/share/a",
        "\\\\server\\share",
        "/vsicurl/http://x",
        "a/b",
    ],
)
def test_other_addresses_are_not_local(href: str) -> None:
    assert local_path(href) is None


def test_a_link_where_its_part_would_be_leads_to_nothing_that_is_written_over(
    server: FaultServer, session: Session, tmp_path: Path
) -> None:
    """In a folder that others write to, too."""
    url = server.add("/a.tif", Ranged(LARGE))
    for name in ("precious", "notes"):
        (tmp_path / name).write_bytes(b"somebody's")
    (tmp_path / "a.tif.part").symlink_to(tmp_path / "precious")
    (tmp_path / "a.tif.part.json").symlink_to(tmp_path / "notes")
    done = fetch(session, link(url), tmp_path / "a.tif")
    assert done.path.read_bytes() == LARGE and not done.path.is_symlink()
    assert {(tmp_path / name).read_bytes() for name in ("precious", "notes")} == {b"somebody's"}


@pytest.mark.parametrize("href", ["http://[::1/a.tif", "http://127.0.0.1:99999/a.tif", "http:///a.tif", ""])
def test_what_is_no_address_is_said_to_be_none(session: Session, tmp_path: Path, href: str) -> None:
    assert file_name(link(href))
    with pytest.raises(BadAnswer, match="not a web address"):
        fetch(session, link(href), tmp_path / "a.tif")
    assert not any(tmp_path.iterdir())


def test_the_disk_is_watched_while_the_file_comes(
    server: FaultServer, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program fills it: this is said before the last byte is written, and what came is kept."""
    monkeypatch.setattr(upkeep, "_LOOK", 0.0)
    free = iter([1 << 40, 1 << 40])
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": next(free, 1000)})())
    url = server.add("/a.tif", Ranged(LARGE, drip=(1 << 16, 0.001)))
    with pytest.raises(CannotWrite, match="the disk is full"):
        fetch(session, link(url), tmp_path / "a.tif", limits=Limits(per_file=1))
    assert 0 < (tmp_path / "a.tif.part").stat().st_size < len(LARGE)


def test_pauses_grow_and_differ(
    server: FaultServer, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A thousand transfers that one fault stopped must not come back in the same moment."""
    paused: list[float] = []
    monkeypatch.setattr(Cancel, "wait", lambda _, seconds: paused.append(seconds))
    url = server.add("/a.tif", Reply(200, LARGE, {"ETag": '"1"'}, cut=0))
    for number in range(3):
        with pytest.raises(ConnectionLost):
            fetch(session, link(url), tmp_path / f"{number}.tif", limits=Limits(per_file=1))
    each = len(paused) // 3
    assert each >= 3 and len(set(paused)) > each
    assert all(later > earlier for earlier, later in zip(paused[0:each:2], paused[2:each:2]))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets nobody else write an open file")
def test_a_part_that_another_process_writes_is_left_alone(
    server: FaultServer, session: Session, tmp_path: Path
) -> None:
    url, part = server.add("/a.tif", Ranged(LARGE)), tmp_path / "a.tif.part"
    code = (
        "import fcntl, sys; held = open(sys.argv[1], 'wb'); fcntl.flock(held, fcntl.LOCK_EX); "
        "held.write(b'theirs'); held.flush(); print(flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", code, str(part)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None and other.stdout.readline()
        with pytest.raises(CannotWrite, match="another download is writing it"):
            fetch(session, link(url), tmp_path / "a.tif")
        assert part.read_bytes() == b"theirs" and not server.seen
        other.communicate()
    assert fetch(session, link(url), tmp_path / "a.tif").path.read_bytes() == LARGE
