"""Archives that become the files that they are."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
import tarfile
import threading
import zipfile
from pathlib import Path
from typing import BinaryIO

import pytest

from gaia_plugin.core import archives
from gaia_plugin.core.archives import Caps, is_archive, unpack, unpacking
from gaia_plugin.core.archives import claim as claim_module
from gaia_plugin.core.archives.claim import Claim
from gaia_plugin.core.errors import ArchiveDamaged, ArchiveRefused, Cancelled, CannotWrite
from gaia_plugin.core.net import Cancel
from tests.support.synthetic_archives import PRODUCT, info_of, make_tar, make_zip, tar_info, tree

ROOT = Path(__file__).resolve().parents[2]
FLAT = {name.split("/", 1)[1]: data for name, data in PRODUCT.items()}
METHODS = {"stored": 0, "deflate": 8, "bzip2": 12, "lzma": 14}
TARS = {".tar": "w", ".tar.gz": "w:gz", ".tgz": "w:gz", ".tar.bz2": "w:bz2", ".tar.xz": "w:xz"}


def test_a_zip_becomes_a_folder_of_its_name(tmp_path: Path) -> None:
    archive = make_zip(tmp_path / "S2.zip", PRODUCT)
    told: list[tuple[int, int | None]] = []
    done = unpack(archive, tmp_path, on_progress=lambda *one: told.append(one))
    assert done.root == tmp_path / "S2" and not done.already_there
    assert tree(done.root) == FLAT
    assert list(done.files) == sorted(done.root / name for name in FLAT)
    assert told[-1] == (archive.stat().st_size, archive.stat().st_size)
    assert all(done <= (total or 0) for done, total in told)
    assert sorted(os.listdir(tmp_path)) == ["S2", "S2.zip"]


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
def test_zips_of_every_compression(tmp_path: Path, method: int) -> None:
    body = os.urandom(300_000) + bytes(700_000)
    archive = make_zip(tmp_path / "a.zip", {"a.bin": body, "b/c.txt": b"c"}, method)
    assert tree(unpack(archive, tmp_path).root) == {"a.bin": body, "b/c.txt": b"c"}


@pytest.mark.parametrize("suffix", TARS)
def test_tars_of_every_compression(tmp_path: Path, suffix: str) -> None:
    archive = make_tar(tmp_path / f"S2{suffix}", PRODUCT, TARS[suffix])
    assert is_archive(archive)
    done = unpack(archive, tmp_path / "there")
    assert (done.root.name, tree(done.root)) == ("S2", FLAT)
    assert unpack(archive, tmp_path / "there") == archives.Unpacked(done.root, done.files, True)


def test_the_archive_goes_only_when_it_is_not_kept(tmp_path: Path) -> None:
    archive = make_zip(tmp_path / "a.zip", PRODUCT)
    unpack(archive, tmp_path)
    assert archive.exists()
    done = unpack(archive, tmp_path, keep=False)  # recognised: everything is there
    assert done.already_there and not archive.exists()
    archive = make_zip(tmp_path / "b.zip", PRODUCT)
    assert tree(unpack(archive, tmp_path, keep=False).root) == FLAT
    assert sorted(os.listdir(tmp_path)) == ["a", "b"]


def test_an_archive_that_cannot_be_unpacked_stays(tmp_path: Path) -> None:
    archive = make_zip(tmp_path / "a.zip", PRODUCT)
    archive.write_bytes(archive.read_bytes()[:-40])
    with pytest.raises(ArchiveDamaged):
        unpack(archive, tmp_path, keep=False)
    assert os.listdir(tmp_path) == ["a.zip"]


# -- what the folder is ------------------------------------------------------------------------


@pytest.mark.parametrize("inner", ["product.zip", "product.tar", "product.tar.gz", "deep/product.tgz"])
def test_an_archive_in_an_archive_is_unpacked_too(tmp_path: Path, inner: str) -> None:
    name = Path(inner).name
    made = (
        make_zip(tmp_path / name, PRODUCT)
        if name.endswith("zip")
        else make_tar(tmp_path / name, PRODUCT, TARS["".join(Path(name).suffixes)])
    )
    outer = make_zip(tmp_path / "geodes.zip", {inner: made.read_bytes(), "__MACOSX/._product": b"x"})
    for again in (False, True):
        told: list[tuple[int, int | None]] = []
        done = unpack(outer, tmp_path / "out", on_progress=lambda *one, seen=told: seen.append(one))
        assert (done.already_there, done.root.name, tree(done.root)) == (again, "geodes", FLAT)
        assert [one for one, _ in told] == sorted(one for one, _ in told), "progress never goes back"
        assert told[-1] == (outer.stat().st_size + made.stat().st_size,) * 2
    assert os.listdir(tmp_path / "out") == ["geodes"]


def test_no_deeper_than_twice_and_not_beside_others(tmp_path: Path) -> None:
    third = make_zip(tmp_path / "3.zip", {"a.txt": b"a"})
    second = make_zip(tmp_path / "2.zip", {"3.zip": third.read_bytes()})
    first = make_zip(tmp_path / "1.zip", {"2.zip": second.read_bytes()})
    assert list(tree(unpack(first, tmp_path / "out").root)) == ["3.zip"]
    beside = make_zip(tmp_path / "b.zip", {"3.zip": third.read_bytes(), "readme.txt": b"r"})
    assert list(tree(unpack(beside, tmp_path / "out").root)) == ["3.zip", "readme.txt"]


def test_a_top_folder_that_tells_its_format_keeps_its_name(tmp_path: Path) -> None:
    archive = make_zip(
        tmp_path / "S2A.zip", {"S2A_MSIL2A.SAFE/manifest.safe": b"m", "S2A_MSIL2A.SAFE/a/b": b"b"}
    )
    done = unpack(archive, tmp_path)
    assert (done.root.name, list(tree(done.root))) == ("S2A_MSIL2A.SAFE", ["a/b", "manifest.safe"])
    assert unpack(archive, tmp_path).already_there
    tarred = make_tar(tmp_path / "b.tar", {"roads.gdb/a0000.gdbtable": b"1"})
    assert unpack(tarred, tmp_path).root.name == "roads.gdb"


def test_top_folders_are_not_nested_twice(tmp_path: Path) -> None:
    twice = make_zip(tmp_path / "p.zip", {"p/p/a.txt": b"a"})
    assert list(tree(unpack(twice, tmp_path).root)) == ["a.txt"]
    meant = make_zip(tmp_path / "q.zip", {"q/2018/a.txt": b"a"})
    assert list(tree(unpack(meant, tmp_path).root)) == ["2018/a.txt"]
    several = make_zip(tmp_path / "r.zip", {"x/a.txt": b"a", "y/a.txt": b"b"})
    assert list(tree(unpack(several, tmp_path).root)) == ["x/a.txt", "y/a.txt"]


def test_what_macos_adds_is_left_out(tmp_path: Path) -> None:
    files = {"d/a.txt": b"a", "__MACOSX/d/._a.txt": b"x", "d/.DS_Store": b"x", "d/._a.txt": b"x"}
    for archive in (make_zip(tmp_path / "a.zip", files), make_tar(tmp_path / "b.tar", files)):
        assert tree(unpack(archive, tmp_path).root) == {"a.txt": b"a"}


def test_times_are_kept_and_permissions_are_not(tmp_path: Path) -> None:
    archive = make_tar(tmp_path / "a.tar", {"run.sh": b"#!/bin/sh"})  # 06755 in it
    (path,) = unpack(archive, tmp_path).files
    assert path.stat().st_mtime == 1582979402
    assert stat.S_IMODE(path.stat().st_mode) & (0o111 | stat.S_ISUID | stat.S_ISGID) == 0
    archive = make_zip(tmp_path / "b.zip", {"a.txt": b"a"})
    (path,) = unpack(archive, tmp_path).files
    assert abs(path.stat().st_mtime - 1582979402) <= 14 * 3600  # a zip's time has no zone
    future = tmp_path / "c.tar"
    with tarfile.open(future, "w") as out:
        out.addfile(tar_info("x", mtime=1 << 33))
        out.addfile(tar_info("y", mtime=-5))
    for path in unpack(future, tmp_path).files:
        assert 1 << 30 < path.stat().st_mtime < 1 << 32


def test_folders_of_old_java_packers(tmp_path: Path) -> None:
    """Their folders have all bits of the type set, as those of many published jars; others lack the slash."""
    archive = tmp_path / "a.zip"
    with zipfile.ZipFile(archive, "w") as out:
        out.writestr(info_of("META-INF/maven/", 0, external_attr=0xF1ED0010), b"")
        out.writestr(info_of("d", 0, external_attr=0o40755 << 16), b"")
        out.writestr(info_of("d/a.txt"), b"a")
    done = unpack(archive, tmp_path)
    assert tree(done.root) == {"d/a.txt": b"a"} and (done.root / "META-INF" / "maven").is_dir()


def test_names_of_other_times(tmp_path: Path) -> None:
    archive = tmp_path / "a.tar"
    with tarfile.open(archive, "w", format=tarfile.GNU_FORMAT, encoding="latin-1") as out:
        out.addfile(tar_info("forêt.txt"))
    assert [path.name for path in unpack(archive, tmp_path).files] == ["forêt.txt"]


# -- what is there already ---------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["zip", "tar", "tar.gz"])
def test_what_was_unpacked_is_not_unpacked_again(
    tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = make_zip if kind == "zip" else lambda path, files: make_tar(path, files, TARS[f".{kind}"])
    archive = make(tmp_path / f"a.{kind}", PRODUCT)
    first = unpack(archive, tmp_path)
    (first.root / "statistics.aux.xml").write_text("QGIS wrote this")
    with monkeypatch.context() as patch:
        patch.setattr(unpacking.Unpacking, "_extract", None)  # it would be called
        assert unpack(archive, tmp_path) == archives.Unpacked(first.root, first.files, True)
    edited = b"edited" + FLAT["SENTINEL2A_synthetic_FRE_B2.tif"][6:]
    (first.root / "SENTINEL2A_synthetic_FRE_B2.tif").write_bytes(edited)
    other = unpack(archive, tmp_path)
    assert (other.root.name, other.already_there, tree(other.root)) == ("a (2)", False, FLAT)
    assert (first.root / "SENTINEL2A_synthetic_FRE_B2.tif").read_bytes() == edited
    assert unpack(archive, tmp_path).root == other.root
    assert sorted(os.listdir(tmp_path)) == ["a", "a (2)", f"a.{kind}"]


def test_a_file_or_a_link_of_the_folders_name_stays(tmp_path: Path) -> None:
    archive = make_zip(tmp_path / "a.zip", PRODUCT)
    (tmp_path / "a").write_text("mine")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tmp_path / "a (2)").symlink_to(elsewhere)
    assert unpack(archive, tmp_path).root.name == "a (3)"
    assert (tmp_path / "a").read_text() == "mine" and not os.listdir(elsewhere)


def test_what_a_killed_run_left_is_removed(tmp_path: Path) -> None:
    archive = make_zip(tmp_path / "a.zip", PRODUCT)
    left = tmp_path / "a.unpacking" / "1"
    left.mkdir(parents=True)
    (left / "half.tif").write_bytes(b"half")
    (tmp_path / "a.unpacking.lock").touch()
    assert tree(unpack(archive, tmp_path).root) == FLAT
    assert sorted(os.listdir(tmp_path)) == ["a", "a.zip"]


KILLED = """
import os, signal, sys
from pathlib import Path
from gaia_plugin.core.archives import unpack, unpacking
count, write = 0, unpacking.Unpacking._write
def one(self, *args):
    global count
    count += 1
    if count == int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)
    write(self, *args)
unpacking.Unpacking._write = one
unpack(Path(sys.argv[1]), Path(sys.argv[2]), keep=False)
"""


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
@pytest.mark.parametrize("at", [1, 2, 3])
def test_a_kill_leaves_nothing_that_looks_finished(tmp_path: Path, at: int) -> None:
    archive = make_zip(tmp_path / "a.zip", PRODUCT)
    ended = subprocess.run([sys.executable, "-c", KILLED, str(archive), str(tmp_path), str(at)], cwd=ROOT)
    assert ended.returncode == -signal.SIGKILL
    assert sorted(os.listdir(tmp_path)) == ["a.unpacking", "a.unpacking.lock", "a.zip"]
    assert tree(unpack(archive, tmp_path, keep=False).root) == FLAT
    assert os.listdir(tmp_path) == ["a"]


def test_two_at_once_do_it_once(tmp_path: Path) -> None:
    archive = make_zip(tmp_path / "a.zip", PRODUCT)
    done: list[archives.Unpacked] = []
    threads = [threading.Thread(target=lambda: done.append(unpack(archive, tmp_path))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(one.already_there for one in done) == [False, True, True, True]
    assert sorted(os.listdir(tmp_path)) == ["a", "a.zip"]


def test_a_folder_that_is_being_filled_is_waited_for(tmp_path: Path) -> None:
    archive = make_zip(tmp_path / "a.zip", PRODUCT)
    cancel = Cancel()
    with Claim(tmp_path / "a.unpacking", Cancel()) as claim:
        (claim.folder / "theirs").touch()
        threading.Timer(0.5, cancel.cancel).start()
        with pytest.raises(Cancelled):
            unpack(archive, tmp_path, cancel=cancel)
        assert (claim.folder / "theirs").exists()
    assert os.listdir(tmp_path) == ["a.zip"]


def test_a_lock_whose_name_is_gone_keeps_nobody_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever had it before removes it between our opening and our locking."""
    lock, taken = claim_module._locked, []

    def removed_once(file: BinaryIO) -> bool:
        if not taken:
            (tmp_path / "a.unpacking.lock").unlink()
        taken.append(file)
        return lock(file)

    monkeypatch.setattr(claim_module, "_locked", removed_once)
    with Claim(tmp_path / "a.unpacking", Cancel()):
        assert len(taken) == 2 and (tmp_path / "a.unpacking.lock").exists()
    assert os.listdir(tmp_path) == []


# -- cancel, disk ------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", [".zip", *TARS])
def test_a_cancel_leaves_nothing(tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "_EVERY", 0.0)
    files = {f"f{number}": os.urandom(400_000) for number in range(4)}
    path = tmp_path / f"a{suffix}"
    archive = make_zip(path, files) if suffix == ".zip" else make_tar(path, files, TARS[suffix])
    cancel = Cancel()
    with pytest.raises(Cancelled):
        unpack(archive, tmp_path, cancel=cancel, on_progress=lambda done, total: cancel.cancel())
    assert os.listdir(tmp_path) == [archive.name]


def test_a_full_disk_is_said_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = make_zip(tmp_path / "a.zip", {"a": bytes(3 << 20)})
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=65 << 20))
    with pytest.raises(ArchiveRefused, match=r"a\.zip was not unpacked: it takes 3 MB and 65 MB are free"):
        unpack(archive, tmp_path)
    free = iter([1 << 40, 1 << 10])
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=next(free)))
    with pytest.raises(ArchiveRefused, match="the disk is nearly full"):
        unpack(archive, tmp_path)
    assert os.listdir(tmp_path) == ["a.zip"]


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    archive = make_zip(tmp_path / "a.zip", PRODUCT)
    (tmp_path / "file").touch()
    with pytest.raises(CannotWrite, match="file"):
        unpack(archive, tmp_path / "file")


# -- which files are archives ------------------------------------------------------------------


def test_what_is_an_archive_is_told_by_its_bytes(tmp_path: Path) -> None:
    zipped = make_zip(tmp_path / "a.zip", PRODUCT).read_bytes()
    tarred = make_tar(tmp_path / "a.tar", PRODUCT).read_bytes()
    gz = make_tar(tmp_path / "a.tgz", PRODUCT, "w:gz").read_bytes()
    said = {
        "no-suffix": (zipped, True), "wrong.tif": (tarred, True), "a.bin": (gz, True),
        "a.SAFE.zip": (zipped, True), "zeros.tar": (bytes(10240), False),
        "a.kmz": (zipped, False), "table.ods": (zipped, False), "p.qgz": (zipped, False),
        "x.gpkg.zip": (zipped, False), "page.zip": (b"<html>", False), "empty.zip": (b"", False),
        "a.tif.gz": (b"\x1f\x8b\x08\0", False), "a.tif": (b"II*\0" + zipped, False),
    }  # fmt: skip
    for name, (data, _) in said.items():
        (tmp_path / name).write_bytes(data)
    assert {name: is_archive(tmp_path / name) for name in said} == {
        name: told for name, (_, told) in said.items()
    }
    assert not is_archive(tmp_path / "absent.zip") and not is_archive(tmp_path)


def test_a_name_without_suffix_gets_a_folder_of_its_own(tmp_path: Path) -> None:
    archive = make_zip(tmp_path / "86f8d", PRODUCT)
    assert unpack(archive, tmp_path).root.name == "86f8d (2)"
    with pytest.raises(ArchiveRefused, match="no file"):
        unpack(make_zip(tmp_path / "empty.zip", {}), tmp_path)


# -- other people's archives -------------------------------------------------------------------

TOOLS = {
    "zip": ["zip", "-qr"],
    "zip -0": ["zip", "-qr0"],
    "tar": ["tar", "cf"],
    "tar v7": ["tar", "--format=v7", "-cf"],
    "tar pax": ["tar", "--format=pax", "-cf"],
    "tar gz": ["tar", "czf"],
    "tar bz2": ["tar", "cjf"],
    "tar xz": ["tar", "cJf"],
    "7z": ["7z", "a", "-bso0", "-tzip"],
    "bsdtar": ["bsdtar", "-cf"],
}
COMPRESSORS = {"tar bz2": "bzip2", "tar xz": "xz"}
SUFFIXES = {"tar gz": ".tar.gz", "tar bz2": ".tar.bz2", "tar xz": ".tar.xz"}


@pytest.mark.parametrize("tool", TOOLS)
def test_archives_of_other_tools(tmp_path: Path, tool: str) -> None:
    for program in (TOOLS[tool][0], COMPRESSORS.get(tool, "")):
        if program and shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    for name, data in {
        **PRODUCT,
        "SENTINEL2A_synthetic/forêt/" + "l" * 60 + ".txt": os.urandom(70_000),
    }.items():
        path = tmp_path / "made" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (tmp_path / "made/SENTINEL2A_synthetic/empty").mkdir()
    suffix = SUFFIXES.get(tool) or (".tar" if "tar" in tool else ".zip")
    archive = tmp_path / f"a{suffix}"
    subprocess.run([*TOOLS[tool], str(archive), "SENTINEL2A_synthetic"], cwd=tmp_path / "made", check=True)
    done = unpack(archive, tmp_path / "out")
    assert tree(done.root) == tree(tmp_path / "made/SENTINEL2A_synthetic")
    assert (done.root / "empty").is_dir()


@pytest.mark.parametrize("tool", ["unzip", "bsdtar"])
def test_the_same_files_as_another_tool_takes_out(tmp_path: Path, tool: str) -> None:
    if shutil.which(tool) is None:
        pytest.skip(f"{tool} is not installed")
    archive = make_zip(tmp_path / "a.zip", {"a/forêt.txt": b"f", "b.bin": os.urandom(50_000), "c/d/e": b""})
    command = {"unzip": ["unzip", "-q", str(archive), "-d"], "bsdtar": ["bsdtar", "-xf", str(archive), "-C"]}[
        tool
    ]
    (tmp_path / "theirs").mkdir()
    subprocess.run([*command, str(tmp_path / "theirs")], check=True)
    assert tree(unpack(archive, tmp_path).root) == tree(tmp_path / "theirs")


def test_a_stream_of_zips_own_data_descriptors_and_zip64(tmp_path: Path) -> None:
    archive = tmp_path / "a.zip"
    with (
        (tmp_path / "pipe").open("wb") as sink,
        zipfile.ZipFile(_Pipe(sink), "w", zipfile.ZIP_DEFLATED) as out,
        out.open("big.bin", "w", force_zip64=True) as member,
    ):
        member.write(b"z" * 100_000)
    (tmp_path / "pipe").rename(archive)
    assert tree(unpack(archive, tmp_path).root) == {"big.bin": b"z" * 100_000}


class _Pipe:
    """A file that cannot seek, so that sizes follow the data."""

    def __init__(self, sink: object) -> None:
        self._sink = sink

    def write(self, data: bytes) -> int:
        return self._sink.write(data)  # type: ignore[attr-defined,no-any-return]

    def flush(self) -> None:
        pass


def test_caps_are_of_one_archive(tmp_path: Path) -> None:
    """A mask of zeros is small, and no bomb."""
    archive = make_zip(tmp_path / "a.zip", {"mask.tif": bytes(30 << 20)})
    assert Caps().ratio < (30 << 20) / archive.stat().st_size
    assert tree(unpack(archive, tmp_path).root) == {"mask.tif": bytes(30 << 20)}
