"""A process that is killed (SIGKILL) in the middle of a file, and a machine that goes down.

``GAIA_KILLS`` says how often the process is killed, one after the other.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from gaia_plugin.core.errors import Cancelled
from gaia_plugin.core.net import Cancel, Session
from gaia_plugin.core.transfer import fetch, note, part
from gaia_plugin.core.transfer.limits import Limits
from tests.core.transfer_cases import left, link, sha256
from tests.support.faultserver import FaultServer
from tests.support.ranged import Ranged

ROOT = Path(__file__).resolve().parents[2]
BODY = b"II*\0" + hashlib.shake_128(b"synthetic and killed").digest(40_000_000)
BLOCK = 1 << 14
CONNECTIONS = 4
KILLS = int(os.environ.get("GAIA_KILLS", "3"))
_CHILD = f"""
import sys
from pathlib import Path
from gaia_plugin.core.model import Link, LinkKind
from gaia_plugin.core.net import Session
from gaia_plugin.core.transfer import fetch
from gaia_plugin.core.transfer.limits import Limits
link = Link(sys.argv[1], LinkKind.DOWNLOAD)
fetch(Session(), link, Path(sys.argv[2]), limits=Limits(per_file={CONNECTIONS}))
"""


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


def written(target: Path) -> int:
    """How many blocks of the part hold what they should, in bytes."""
    content = target.with_name(target.name + ".part").read_bytes()
    return sum(
        BLOCK for at in range(0, len(BODY), BLOCK) if content[at : at + BLOCK] == BODY[at : at + BLOCK] != b""
    )


def start_and_kill(url: str, target: Path, moment: float) -> bool:
    """Whether the process was killed while it worked."""
    note_path = target.with_name(target.name + ".part.json")
    before = note_path.stat().st_mtime_ns if note_path.exists() else 0
    child = subprocess.Popen([sys.executable, "-c", _CHILD, url, str(target)], cwd=ROOT)
    while child.poll() is None:
        if note_path.exists() and note_path.stat().st_mtime_ns != before:
            time.sleep(moment)
            break
        time.sleep(0.005)
    child.kill()
    return child.wait(30) != 0 and not target.exists()


def test_after_a_kill_at_most_a_piece_of_each_connection_comes_again(
    server: FaultServer, tmp_path: Path
) -> None:
    ranged = Ranged(BODY, drip=(1 << 15, 0.002))
    url, target, killed = server.add("/a.tif", ranged), tmp_path / "a.tif", 0
    with Session() as session:
        while killed < KILLS:
            if start_and_kill(url, target, secrets.randbelow(300) / 1000):
                killed += 1
                there, again = written(target), Ranged(BODY)
                known = note.Note.read(tmp_path / "a.tif.part.json")
                assert known is not None and known.total == len(BODY)
                lost = there - known.kept(len(BODY)).size
                assert lost <= CONNECTIONS * part.PIECE
                if killed % 3:  # else it is killed again, on top of what was resumed
                    continue
                answers = {True: again, False: Ranged(BODY)}  # the killed process's last request is one too
                server.add("/a.tif", lambda seen, of=answers: of["again" in seen.query](seen))
                wanted = link(url + "?again=1", checksum=sha256(BODY))
                done = fetch(session, wanted, target, limits=Limits(per_file=1))
                assert sum(end - start for start, end in again.asked) <= len(BODY) - there + lost + BLOCK
                server.add("/a.tif", ranged)
                assert done.path == target and again.plain == 0 and done.checksum_verified
            assert hashlib.sha256(target.read_bytes()).hexdigest() == sha256(BODY).digest
            assert left(tmp_path) in (
                ["a.tif"],
                ["a.tif", "a.tif.part.json"],
            )  # killed right after its last step
            for path in tmp_path.iterdir():
                path.unlink()


def cancelled(session: Session, ranged: Ranged, url: str, target: Path) -> note.Note:
    """The note of a transfer that was stopped half-way."""
    cancel, ranged.drip = Cancel(), (1 << 15, 0.002)
    with pytest.raises(Cancelled):
        fetch(
            session, link(url), target, cancel=cancel, limits=Limits(per_file=1),
            on_progress=lambda received, _: cancel.cancel() if received > len(BODY) // 2 else None,
        )  # fmt: skip
    ranged.drip = None
    left_behind = note.Note.read(target.with_name(target.name + ".part.json"))
    assert left_behind is not None
    return left_behind


@pytest.mark.parametrize("boot", ["another start of the machine", ""])
def test_after_a_crash_of_the_machine_only_what_the_disk_has_counts(
    server: FaultServer, tmp_path: Path, boot: str
) -> None:
    """What was written and not yet on the disk may be anything: here it is."""
    ranged = Ranged(BODY)
    url, target = server.add("/a.tif", ranged), tmp_path / "a.tif"
    with Session() as session:
        data = cancelled(session, ranged, url, target)
        safe = 5_000_000
        (tmp_path / "a.tif.part.json").write_text(replace(data, durable=((0, safe),), boot=boot).text())
        with (tmp_path / "a.tif.part").open("r+b") as damaged:
            damaged.seek(safe)
            damaged.write(bytes(1_000_000))
        ranged.asked.clear()
        done = fetch(session, link(url), target, limits=Limits(per_file=1))
    assert done.path.read_bytes() == BODY and ranged.asked == [(safe, len(BODY))]


def test_a_part_that_the_disk_made_shorter_is_believed(server: FaultServer, tmp_path: Path) -> None:
    ranged = Ranged(BODY)
    url, target = server.add("/a.tif", ranged), tmp_path / "a.tif"
    with Session() as session:
        cancelled(session, ranged, url, target)
        os.truncate(tmp_path / "a.tif.part", 1_234_567)
        ranged.asked.clear()
        assert fetch(session, link(url), target, limits=Limits(per_file=1)).path.read_bytes() == BODY
    assert ranged.asked == [(1_234_567, len(BODY))]


def test_a_note_of_the_first_kind_is_understood(server: FaultServer, tmp_path: Path) -> None:
    ranged = Ranged(BODY)
    url, target = server.add("/a.tif", ranged), tmp_path / "a.tif"
    (tmp_path / "a.tif.part").write_bytes(BODY[:777])
    old = {"source": note.identity(url), "etag": '"v1"', "modified": "", "total": len(BODY)}
    (tmp_path / "a.tif.part.json").write_text(json.dumps(old))
    with Session() as session:
        assert fetch(session, link(url), target, limits=Limits(per_file=1)).path.read_bytes() == BODY
    assert ranged.asked == [(777, len(BODY))]


def test_a_note_that_was_written_by_halves_is_not_believed(server: FaultServer, tmp_path: Path) -> None:
    """The disk took one sector of it, and not the other."""
    ranged = Ranged(BODY)
    url, target = server.add("/a.tif", ranged), tmp_path / "a.tif"
    with Session() as session:
        data = cancelled(session, ranged, url, target)
        torn = data.text().replace(f"{data.total}", f"{len(BODY) - 1}")
        assert json.loads(torn)["total"] == len(BODY) - 1
        (tmp_path / "a.tif.part.json").write_text(torn)
        assert note.Note.read(tmp_path / "a.tif.part.json") is None
        assert fetch(session, link(url), target).path.read_bytes() == BODY
    assert ranged.plain == 2


def test_a_note_whose_file_has_its_name_already_goes(server: FaultServer, tmp_path: Path) -> None:
    """Killed between the last two steps."""
    ranged = Ranged(BODY)
    url, target = server.add("/a.tif", ranged), tmp_path / "a.tif"
    with Session() as session:
        cancelled(session, ranged, url, target)
        (tmp_path / "a.tif.part").unlink()
        target.write_bytes(BODY)
        done = fetch(session, link(url, checksum=sha256(BODY)), target)
    assert done.already_there and left(tmp_path) == ["a.tif"]


@pytest.mark.parametrize("text", ["", "[]", "{", '{"source": 1}', "null", '{"written": "x"}', "\0\0\0\0"])
def test_a_note_that_is_none_begins_anew(server: FaultServer, tmp_path: Path, text: str) -> None:
    ranged = Ranged(BODY[:100_000])
    url, target = server.add("/a.tif", ranged), tmp_path / "a.tif"
    (tmp_path / "a.tif.part").write_bytes(b"something else")
    (tmp_path / "a.tif.part.json").write_text(text)
    with Session() as session:
        assert fetch(session, link(url), target).path.read_bytes() == BODY[:100_000]
    assert ranged.plain == 1 and left(tmp_path) == ["a.tif"]


def test_spans_that_make_no_sense_are_not_believed(server: FaultServer, tmp_path: Path) -> None:
    ranged = Ranged(BODY)
    url, target = server.add("/a.tif", ranged), tmp_path / "a.tif"
    with Session() as session:
        data = cancelled(session, ranged, url, target)
        for spans in ([[5, 1]], [[-3, 9]], [["0", 9]], [[0, 1.5]], 7):
            strange = replace(data, written=spans)  # type: ignore[arg-type]
            (tmp_path / "a.tif.part.json").write_text(strange.text())
            taken = note.Note.read(tmp_path / "a.tif.part.json")
            assert taken is not None and taken.kept(len(BODY)).size == 0
        assert fetch(session, link(url), target).path.read_bytes() == BODY
