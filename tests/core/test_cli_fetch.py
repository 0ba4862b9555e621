"""``python -m gaia_plugin fetch``: in this process what it says, in another how it ends."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gaia_plugin.cli import main
from gaia_plugin.cli_fetch import JOURNAL, rate, size
from gaia_plugin.core.model import Checksum, Granule, Link, LinkKind
from gaia_plugin.core.transfer import manifest
from gaia_plugin.core.transfer.items import item_of
from gaia_plugin.core.transfer.jobs import Job
from gaia_plugin.core.transfer.provenance import read_sidecar
from tests.support.faultserver import FaultServer, Reply

ROOT = Path(__file__).resolve().parents[2]
SLOW = b"0123456789abcdef" * 65536  # 1 MiB
FILES = {"a.bin": b"a" * 10_000, "b/c.bin": b"c" * 20_000, "d.bin": b"d"}


@pytest.fixture
def server():
    with FaultServer() as running:
        for name, content in FILES.items():
            running.add(f"/{name}", Reply(body=content))
        yield running


@pytest.fixture(autouse=True)
def alone(monkeypatch, tmp_path):
    """Nobody's keys, and nobody's .netrc."""
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("GAIA_QGIS_PROFILE", "")


def saved(folder: Path, base: str, files=FILES, **of_job) -> Path:
    path = folder / "wanted.json"
    jobs = []
    for name, content in files.items():
        digest = Checksum("sha256", hashlib.sha256(content).hexdigest())
        link = Link(f"{base}/{name}", LinkKind.DOWNLOAD, size=len(content), checksum=digest)
        jobs.append(Job(link, folder / name, item_of(Granule(name, name, "c", links=(link,))), **of_job))
    manifest.write(path, jobs, root=folder)
    return path


def test_all_files_come_and_a_second_call_has_nothing_to_do(capsys, server, tmp_path):
    into = tmp_path / "into"
    words = ["fetch", str(saved(tmp_path, server.url(""))), "--into", str(into)]
    assert main(words) == 0
    said = capsys.readouterr()
    assert sorted(said.out.splitlines()) == sorted(str(into / name) for name in FILES)
    assert said.err.splitlines()[-1] == "3 files fetched."
    assert {name: (into / name).read_bytes() for name in FILES} == FILES
    assert read_sidecar(into / "b/c.bin")["properties"]["gaia:provenance"]["catalog"] == "c"
    assert (into / JOURNAL).exists()
    asked = len(server.seen)
    assert main(words) == 0
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "Nothing to do: 3 files there already.\n")
    assert len(server.seen) == asked


def test_what_failed_is_said_and_asked_for_again_by_the_next_call(capsys, server, tmp_path):
    server.add("/d.bin", Reply(404))
    words = ["fetch", str(saved(tmp_path, server.url("")))]  # into the manifest's own folder
    assert main(words) == 1
    said = capsys.readouterr()
    assert len(said.out.splitlines()) == 2
    assert said.err.splitlines()[-2:] == [
        "2 files fetched, 1 failed:",
        f"  d.bin: 127.0.0.1:{server.port} no longer has what was asked for (HTTP 404).",
    ]
    server.add("/d.bin", Reply(body=FILES["d.bin"]))
    assert main(words) == 0
    assert capsys.readouterr().err.endswith("1 file fetched, 2 there already.\n")


def test_a_file_that_was_deleted_comes_again(capsys, server, tmp_path):
    words = ["fetch", str(saved(tmp_path, server.url("")))]
    assert main(words) == 0
    (tmp_path / "d.bin").unlink()
    assert main(words) == 0
    assert (tmp_path / "d.bin").read_bytes() == b"d"


def test_entries_that_cannot_be_fetched_are_counted(capsys, server, tmp_path):
    path = saved(tmp_path, server.url(""))
    whole = json.loads(path.read_text("utf-8"))
    whole["features"] += [{"id": "no files", "properties": {}}, {"id": "odd"}]
    path.write_text(json.dumps(whole), "utf-8")
    assert main(["fetch", str(path)]) == 0
    assert "2 entries of the manifest cannot be fetched." in capsys.readouterr().err


@pytest.mark.parametrize("form", ["metalink", "aria2"])
def test_the_other_forms_are_fetched_too(capsys, server, tmp_path, form):
    jobs = manifest.read(saved(tmp_path, server.url("")), tmp_path).jobs
    manifest.write(tmp_path / "m", jobs, form, root=tmp_path)
    assert main(["fetch", str(tmp_path / "m"), "--into", str(tmp_path / "x")]) == 0
    assert {name: (tmp_path / "x" / name).read_bytes() for name in FILES} == FILES


def test_archives_are_unpacked_where_it_is_asked_for(capsys, server, tmp_path):
    import zipfile

    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("inside/one.txt", "1")
    server.add("/z.zip", Reply(body=content.getvalue()))
    path = saved(tmp_path, server.url(""), {"z.zip": content.getvalue()})
    assert main(["fetch", str(path), "--into", str(tmp_path / "kept"), "--no-unpack"]) == 0
    assert not list((tmp_path / "kept").rglob("one.txt"))
    assert main(["fetch", str(path), "--into", str(tmp_path / "opened"), "--unpack"]) == 0
    assert [one.read_text() for one in (tmp_path / "opened").rglob("one.txt")] == ["1"]


def test_a_key_of_the_environment_or_of_netrc_opens_its_host_and_no_other(monkeypatch, server, tmp_path):
    home = tmp_path / "home"
    netrc = home / ".netrc"
    netrc.write_text("machine 127.0.0.1 login me password canary-password\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("GAIA_GEODES_KEY", "canary-key")
    assert main(["fetch", str(saved(tmp_path, server.url("")))]) == 0
    sent = json.dumps([dict(one.headers) for one in server.seen])
    assert "Basic" in sent and "canary-key" not in sent
    assert b"canary" not in b"".join(one.read_bytes() for one in tmp_path.glob("*") if one.is_file())


@pytest.mark.parametrize(
    "words",
    [["--rate", "fast"], ["--at-once", "0"], ["--connections", "x"], ["--unknown"], ["--rate", "0"]],
    ids=" ".join,
)
def test_words_that_cannot_be_read_end_with_2(capsys, tmp_path, words):
    with pytest.raises(SystemExit) as ended:
        main(["fetch", str(tmp_path / "m.json"), *words])
    assert ended.value.code == 2 and capsys.readouterr().err


def test_a_manifest_that_cannot_be_read_ends_with_2_and_a_sentence(capsys, tmp_path):
    assert main(["fetch", str(tmp_path / "missing.json")]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    (tmp_path / "m.json").write_text("{}")
    assert main(["fetch", str(tmp_path / "m.json")]) == 2


def test_a_terminal_sees_how_far_it_is_on_one_line(monkeypatch, server, tmp_path):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    server.add("/d.bin", Reply(body=SLOW, drip=(65536, 0.1)))
    path = saved(tmp_path, server.url(""), {"a.bin": FILES["a.bin"], "d.bin": SLOW})
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    assert main(["fetch", str(path)]) == 0
    drawn = screen.getvalue().split("\r")
    assert any(re.match(r"[01] of 2 files, \S+ k?B of 1.0\d MB, \S+ k?M?B/s", line) for line in drawn), drawn
    assert drawn[-1] == "2 files fetched.\n"


def test_rates_and_sizes():
    assert [rate(text) for text in ("500", "500k", "5M", "1.5GB/s", "2MB")] == [500, 5e5, 5e6, 1.5e9, 2e6]
    assert [size(n) for n in (0, 999, 1000, 1_234_567, 5e12, 9e15)] == [
        "0 B", "999 B", "1 kB", "1.23 MB", "5 TB", "9e+03 TB",
    ]  # fmt: skip


# -- in a process of its own -----------------------------------------------------------------------


def begun(words, tmp_path) -> subprocess.Popen:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "gaia_plugin", *words]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=pipe, stderr=pipe, text=True)


def until(what, process):
    end = time.monotonic() + 60
    while not what():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < end, "nothing came"
        time.sleep(0.02)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=lambda one: one.name)
def test_one_that_was_stopped_goes_on_where_it_was(server, tmp_path, how):
    """One that could say goodbye asks for no byte again; one that was killed, for what it had not noted."""
    etag = {"ETag": '"1"', "Accept-Ranges": "bytes"}

    def slow(seen):
        asked = seen.headers.get("range")
        if not asked:
            return Reply(body=SLOW, headers=etag, drip=(65536, 0.2))
        first, _, last = asked.partition("=")[2].partition("-")
        start, stop = int(first), int(last or len(SLOW) - 1)
        span = {"Content-Range": f"bytes {start}-{stop}/{len(SLOW)}"}
        return Reply(206, SLOW[start : stop + 1], {**etag, **span})

    server.add("/slow.bin", slow)
    path = saved(tmp_path, server.url(""), {"slow.bin": SLOW, "d.bin": FILES["d.bin"]})
    words = ["fetch", str(path), "--connections", "1"]
    process = begun(words, tmp_path)
    part = tmp_path / "slow.bin.part"
    until(lambda: part.exists() and part.stat().st_size >= 3 * 65536, process)
    process.send_signal(how)
    _, err = process.communicate(timeout=60)
    assert process.returncode == (-9 if how is signal.SIGKILL else 130), err
    assert "Traceback" not in err
    before = len(server.seen)
    again = begun(words, tmp_path)
    _, err = again.communicate(timeout=60)
    assert (again.returncode, (tmp_path / "slow.bin").read_bytes()) == (0, SLOW), err
    asked = [one.headers.get("range") for one in server.seen[before:] if one.path == "/slow.bin"]
    assert asked
    assert all(asked) or how is signal.SIGKILL, "the file was begun anew"
    third = begun(words, tmp_path)
    assert "Nothing to do" in third.communicate(timeout=60)[1] and third.returncode == 0
