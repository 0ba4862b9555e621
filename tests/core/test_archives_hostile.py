"""Archives that are out to do harm: refused in one sentence, with nothing written outside or left behind."""

from __future__ import annotations

import gzip
import io
import os
import stat
import string
import struct
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gaia_plugin.core.archives import Caps, readers, unpack
from gaia_plugin.core.archives.heard import Forward
from gaia_plugin.core.archives.paths import Tree, Wrong, parts_of
from gaia_plugin.core.errors import ArchiveDamaged, ArchiveRefused, GaiaError, MemberRefused
from gaia_plugin.core.net import Cancel
from tests.support.synthetic_archives import (
    PRODUCT,
    info_of,
    make_tar,
    make_zip,
    overlapping_zip,
    set_flags,
    tar_info,
    tar_with,
    tree,
    zip_link,
    zip_with,
)

NAMES = {
    "../outside.txt": "leads outside",
    "a/../../outside.txt": "leads outside",
    "a/..": "leads outside",
    "/outside.txt": "absolute path",
    "//server/share/outside.txt": "absolute path",
    "\\\\server\\share\\outside.txt": "backslash",
    "..\\outside.txt": "backslash",
    "C:\\outside.txt": "backslash",
    "C:/outside.txt": "drive letter",
    "c:outside.txt": "drive letter",
    "a/C:outside.txt": "drive letter",
    "CON": "Windows keeps for devices",
    "a/nul.txt": "Windows keeps for devices",
    "NUL .txt": "Windows keeps for devices",
    "com1.tar.gz": "Windows keeps for devices",
    "LPT¹": "Windows keeps for devices",
    "aux/a.txt": "Windows keeps for devices",
    "CON:stream": "Windows keeps for devices",
    "COM1 ": "ends in a dot or a space",
    "a./b.txt": "ends in a dot or a space",
    "...": "ends in a dot or a space",
    " /a": "ends in a dot or a space",
    "a\x1b[31m.txt": "control characters",
    "a\nb.txt": "control characters",
    "tif.\u202eexe": "control characters",
    "n" * 256: "name that is too long",
    "é" * 128: "name that is too long",
    "/".join("d" * 70): "path that is too long",
}


def refused(archive: Path, kind: type[GaiaError], words: str, caps: Caps | None = None) -> str:
    """What is said of it; nothing else has happened in the folder and around it."""
    around = archive.parent
    before = tree(around)
    into = around / "there"
    for keep in (True, False):
        with pytest.raises(kind, match=words) as caught:
            unpack(archive, into, keep=keep, caps=caps)
        assert not into.exists() and tree(around) == before
    told = str(caught.value)
    assert archive.name in told and "\n" not in told and told.isprintable()
    return told


@pytest.mark.parametrize("name", NAMES)
def test_names_that_lead_astray(tmp_path: Path, name: str) -> None:
    told = refused(zip_with(tmp_path / "evil.zip", (info_of(name), b"x")), MemberRefused, NAMES[name])
    assert "because of " in told
    refused(tar_with(tmp_path / "evil.tar", tar_info(name)), MemberRefused, NAMES[name])


def test_names_that_only_windows_refuses() -> None:
    for name in ("12:30:00.nc", "a|b", 'a"b', "a?b", "a*b", "<a>"):
        assert parts_of(name, windows=False) == (name,)
        with pytest.raises(Wrong, match="Windows cannot write"):
            parts_of(name, windows=True)


def test_names_that_are_harmless() -> None:
    assert parts_of("./a//b/./c.txt") == ("a", "b", "c.txt")
    assert parts_of("console/comet.tif") == ("console", "comet.tif")
    assert parts_of(".hidden/..two") == (".hidden", "..two")
    assert parts_of("./") == ()
    assert parts_of("été/forêt 2.tif") == ("été", "forêt 2.tif")


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE, b"Z"]
)
def test_what_is_neither_file_nor_folder_in_a_tar(tmp_path: Path, kind: bytes) -> None:
    words = {tarfile.SYMTYPE: "a link", tarfile.LNKTYPE: "a link", b"Z": "neither"}.get(kind, "a device")
    member = tar_info("a", type=kind, linkname="good.txt" if kind == tarfile.LNKTYPE else "/etc/passwd")
    refused(tar_with(tmp_path / "evil.tar", member), MemberRefused, words)


def test_a_link_to_a_folder_and_a_file_through_it(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    link = tar_info("way", type=tarfile.SYMTYPE, linkname=str(outside))
    refused(tar_with(tmp_path / "evil.tar", link, tar_info("way/in.txt", 4)), MemberRefused, "a link")
    refused(
        zip_with(tmp_path / "evil.zip", zip_link("way"), (info_of("way/in.txt"), b"x")), MemberRefused, "way"
    )
    assert os.listdir(outside) == []


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFSOCK])
def test_what_is_neither_file_nor_folder_in_a_zip(tmp_path: Path, kind: int) -> None:
    words = "a link" if kind == stat.S_IFLNK else "a device"
    for system in (3, 0, 19):
        member = info_of("a", external_attr=(kind | 0o777) << 16, create_system=system)
        refused(zip_with(tmp_path / "evil.zip", (member, b"/etc/passwd")), MemberRefused, words)
    junction = info_of("a", external_attr=0x400, create_system=0)
    refused(zip_with(tmp_path / "evil.zip", (junction, b"x")), MemberRefused, "a link")


@pytest.mark.parametrize("flags", [0x1, 0x41, 0x2000])
def test_encrypted_members(tmp_path: Path, flags: int) -> None:
    refused(set_flags(make_zip(tmp_path / "evil.zip", PRODUCT), flags), MemberRefused, "it is encrypted")


def test_an_unknown_compression(tmp_path: Path) -> None:
    archive = make_zip(tmp_path / "evil.zip", {"a": b"a", "b": b"b"})
    data = bytearray(archive.read_bytes())
    struct.pack_into("<H", data, data.rindex(b"PK\1\2") + 10, 9)  # Deflate64
    archive.write_bytes(data)
    refused(archive, MemberRefused, "an unknown compression")


@pytest.mark.parametrize(
    "names, words",
    [
        (("a.txt", "a.txt"), "a second file"),
        (("a.txt", "A.TXT"), "a second file"),
        (("d/été.txt", "d/e\u0301te\u0301.txt"), "a second file"),
        (("D/a", "./d//a"), "a second file"),
        (("a", "a/b"), "a file and a folder"),
        (("A/b", "a"), "a file and a folder"),
        (("a", "a/"), "a file and a folder"),
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_names_that_meet(tmp_path: Path, names: tuple[str, ...], words: str) -> None:
    refused(zip_with(tmp_path / "evil.zip", *[(info_of(name), b"x") for name in names]), MemberRefused, words)
    infos = [
        tar_info(name, type=tarfile.DIRTYPE if name.endswith("/") else tarfile.REGTYPE) for name in names
    ]
    refused(tar_with(tmp_path / "evil.tar", *infos), MemberRefused, words)


# -- bombs -------------------------------------------------------------------------------------

SMALL = Caps(members=50, total=4 << 20, ratio=20.0, ratio_from=1 << 20)


@pytest.mark.parametrize("method", [8, 12, 14])
def test_bombs_in_a_zip(tmp_path: Path, method: int) -> None:
    refused(make_zip(tmp_path / "a.zip", {"a": bytes(3 << 20)}, method), ArchiveRefused, "20 times", SMALL)
    refused(make_zip(tmp_path / "b.zip", {"a": os.urandom(5 << 20)}, method), ArchiveRefused, "GB", SMALL)


@pytest.mark.parametrize("mode", ["w:gz", "w:bz2", "w:xz"])
def test_bombs_in_a_tar(tmp_path: Path, mode: str) -> None:
    archive = make_tar(tmp_path / "a.tar", {"a": bytes(3 << 20)}, mode)
    refused(archive, ArchiveRefused, "more than 20 times its size", SMALL)


def test_a_bomb_in_an_archive_in_an_archive(tmp_path: Path) -> None:
    inner = make_zip(tmp_path / "i.zip", {f"{number}": bytes(1 << 20) for number in range(3)})
    outer = make_zip(tmp_path / "o.zip", {"i.zip": inner.read_bytes()})
    refused(outer, ArchiveRefused, "o.zip was not unpacked: it unpacks to more than 20 times", SMALL)


def test_what_is_wrong_inside_an_archive_in_an_archive_is_named_with_both(tmp_path: Path) -> None:
    inner = zip_with(tmp_path / "i.zip", (info_of("../x"), b"x"))
    outer = make_zip(tmp_path / "o.zip", {"i.zip": inner.read_bytes()})
    inner.unlink()
    assert "o.zip was not unpacked, because of i.zip/../x in it" in refused(outer, MemberRefused, "outside")


def test_too_many_members(tmp_path: Path) -> None:
    files = {f"{number}": b"" for number in range(51)}
    refused(make_zip(tmp_path / "a.zip", files), ArchiveRefused, "more than 50 files", SMALL)
    refused(make_tar(tmp_path / "a.tgz", files, "w:gz"), ArchiveRefused, "more than 50 files", SMALL)


def test_members_that_share_their_bytes(tmp_path: Path) -> None:
    """Quoted overlap: 50 MB of one kernel, without any layer in between."""
    refused(overlapping_zip(tmp_path / "a.zip"), MemberRefused, "shares its bytes")


def test_a_list_of_files_that_would_fill_the_memory(tmp_path: Path) -> None:
    archive = tmp_path / "a.zip"
    size = 64 << 20
    with archive.open("wb") as out:  # sparse: takes no room
        out.write(b"PK\3\4")
        out.truncate(size)
        out.seek(size)
        out.write(struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 1, 1, size - 4, 4, 0))
    with pytest.raises(ArchiveRefused, match="its list of files is too large"):
        unpack(archive, tmp_path / "there")


def test_a_header_that_would_fill_the_memory(tmp_path: Path) -> None:
    for kind in (tarfile.XHDTYPE, tarfile.GNUTYPE_LONGNAME):
        head = tar_info("x", 1 << 32, type=kind).tobuf(tarfile.GNU_FORMAT)
        (tmp_path / "a.tar").write_bytes(head + bytes(1024))
        refused(tmp_path / "a.tar", ArchiveRefused, "its list of files is too large")


def test_a_header_that_points_back(tmp_path: Path) -> None:
    """A negative size, which would be read for ever."""
    head = bytearray(tar_info("x").tobuf(tarfile.GNU_FORMAT))
    head[124:136] = b"\xff" * 10 + struct.pack(">h", -1024)
    head[148:156] = b" " * 8
    head[148:156] = b"%06o\0 " % sum(head)
    data = tar_info("y").tobuf() + tar_info("z").tobuf() + bytes(head) + bytes(1024)
    (tmp_path / "a.tar").write_bytes(data)
    refused(tmp_path / "a.tar", ArchiveDamaged, "it cannot be read|it ends too early")
    (tmp_path / "a.tar").write_bytes(gzip.compress(data))
    refused(tmp_path / "a.tar", ArchiveRefused, "an impossible size|it ends too early")


def test_a_table_that_would_fill_the_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The map of a sparse file (GNU, 1.0) stands before its bytes and is as long as it likes."""
    monkeypatch.setattr(readers, "LARGEST", 1 << 20)
    info = tar_info("x", 4 << 20)
    info.pax_headers = {"GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.realsize": "1"}
    with tarfile.open(tmp_path / "a.tar", "w", format=tarfile.PAX_FORMAT) as out:
        out.addfile(info, io.BytesIO(b"9999999\n" + b"0\n" * (2 << 20)))
    refused(tmp_path / "a.tar", ArchiveRefused, "its list of files is too large")


def test_a_stream_is_not_read_twice() -> None:
    forward = Forward(io.BytesIO(bytes(2000)), Cancel(), can_seek=True)
    forward.seek(1000)
    with pytest.raises(ValueError, match="points back"):
        forward.seek(999)


def test_a_sparse_file_is_what_it_says(tmp_path: Path) -> None:
    """A kilobyte that unpacks to terabytes."""
    name = "x"
    pax = {
        "GNU.sparse.major": "0",
        "GNU.sparse.minor": "1",
        "GNU.sparse.name": name,
        "GNU.sparse.size": str(1 << 42),
        "GNU.sparse.map": "0,1",
        "GNU.sparse.numblocks": "1",
    }
    info = tar_info(name, 1)
    info.pax_headers = pax
    with tarfile.open(tmp_path / "a.tar", "w", format=tarfile.PAX_FORMAT) as out:
        out.addfile(info, io.BytesIO(b"x"))
    refused(tmp_path / "a.tar", ArchiveRefused, "more than|are free")


# -- damage ------------------------------------------------------------------------------------


@pytest.fixture(params=["zip", "zip bz2", "zip lzma", "tar", "tar.gz", "tar.bz2", "tar.xz"])
def whole(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    files = {"a/a.bin": os.urandom(20_000), "a/b.bin": bytes(5000), "a/c.txt": b"c" * 700}
    if request.param.startswith("zip"):
        method = {"zip": 8, "zip bz2": 12, "zip lzma": 14}[request.param]
        return make_zip(tmp_path / "a.zip", files, method)
    mode = "w" if request.param == "tar" else f"w:{request.param[4:]}"
    return make_tar(tmp_path / f"a.{request.param}", files, mode)


@pytest.mark.parametrize("share", [0.05, 0.3, 0.5, 0.8, 0.95, 0.999])
def test_a_cut_archive_is_an_error(whole: Path, share: float) -> None:
    data = whole.read_bytes()
    if whole.suffix == ".tar":  # its end is padding, which may be missing
        data = data.rstrip(b"\0") + bytes(512)
    whole.write_bytes(data[: int(len(data) * share)])
    refused(whole, ArchiveDamaged, "is damaged and was not unpacked")


def test_a_tar_that_ends_between_two_members_is_an_error(tmp_path: Path) -> None:
    archive = make_tar(tmp_path / "a.tar", {"a": b"a" * 512, "b": b"b"})
    archive.write_bytes(archive.read_bytes()[:1024])
    refused(archive, ArchiveDamaged, "ends too early")
    archive.write_bytes(archive.read_bytes() + b"\0" * 100 + b"garbage" + b"\0" * 405)
    refused(archive, ArchiveDamaged, "ends too early")


def test_bytes_that_changed_are_an_error(whole: Path) -> None:
    """Anywhere in the packed bytes; a plain tar has no checksum of them."""
    if whole.suffix == ".tar":
        pytest.skip("a plain tar has no checksum of its files")
    data = bytearray(whole.read_bytes())
    for at in range(200, 20_000, 3000):
        broken = bytearray(data)
        broken[at] ^= 0x55
        whole.write_bytes(broken)
        refused(whole, ArchiveDamaged, "is damaged")


def test_a_member_that_is_not_what_the_list_says(tmp_path: Path) -> None:
    archive = make_zip(tmp_path / "a.zip", {"a.txt": b"a" * 1000, "b.txt": b"b"}, 0)
    data = archive.read_bytes()
    archive.write_bytes(data.replace(b"a" * 1000, b"a" * 999 + b"z"))
    told = refused(archive, ArchiveDamaged, "checksum")
    assert told == (
        "a.zip is damaged and was not unpacked (a.txt does not match its checksum): download it again."
    )
    archive.write_bytes(data.replace(b"a.txt", b"../..", 1))  # the local header alone
    refused(archive, ArchiveDamaged, "a.txt cannot be read")


def test_sizes_that_lie(tmp_path: Path) -> None:
    honest = make_zip(tmp_path / "a.zip", {"a.txt": b"a" * 500, "b.txt": b"b" * 500}).read_bytes()
    listed = honest.index(b"PK\1\2")
    for size in (0, 400, 600, 0xFFFFFFF0):
        body = bytearray(honest)
        struct.pack_into("<L", body, listed + 24, size)
        (tmp_path / "a.zip").write_bytes(body)
        refused(tmp_path / "a.zip", ArchiveRefused, "is damaged|it unpacks to more|are free")


def test_what_only_looks_like_an_archive(tmp_path: Path) -> None:
    for number, data in enumerate(
        (b"", b"PK\3\4", b"PK\3\4" + bytes(100), b"BZh9", b"\x1f\x8b\x08", b"text")
    ):
        path = tmp_path / f"{number}.zip"
        path.write_bytes(data)
        with pytest.raises(ArchiveDamaged):
            unpack(path, tmp_path / "there")
    with pytest.raises(ArchiveRefused, match="cannot be opened"):
        unpack(tmp_path / "absent.zip", tmp_path / "there")


# -- any name, any bytes -----------------------------------------------------------------------

_LETTERS = st.sampled_from(
    [*"./\\:aAbB~ \0\x1b", "..", "C:", "é", "e\u0301", "CON", "ß", "\u202e", "/../", "//"]
)
_NAMES = st.lists(_LETTERS, min_size=1, max_size=8).map("".join) | st.text(max_size=30)


@pytest.fixture(scope="module")
def arena() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def _contained(arena: Path, make: Callable[[Path], object]) -> None:
    """Whatever happens, it happens in the folder and with a typed error."""
    with tempfile.TemporaryDirectory(dir=arena) as folder:
        archive, into = Path(folder, "a.bin"), Path(folder, "into", "deep")
        into.mkdir(parents=True)
        make(archive)
        before = archive.read_bytes()
        try:
            done = unpack(archive, into)
        except GaiaError as error:
            assert isinstance(error, ArchiveRefused), error
            assert os.listdir(into) == []
        else:
            assert [into / name for name in os.listdir(into)] == [done.root]
            assert all(path.resolve().is_relative_to(done.root.resolve()) for path in done.files)
            assert set(tree(done.root)) == {path.relative_to(done.root).as_posix() for path in done.files}
        assert archive.read_bytes() == before
        assert sorted(os.listdir(folder)) == ["a.bin", "into"] and os.listdir(into.parent) == ["deep"]
    assert os.listdir(arena) == []


@settings(deadline=None)
@given(names=st.lists(_NAMES, min_size=1, max_size=4))
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_no_name_leads_outside_from_a_zip(arena: Path, names: list[str]) -> None:
    def make(path: Path) -> None:
        with zipfile.ZipFile(path, "w") as out:
            for name in names:
                out.writestr(info_of(name.encode("utf-8", "replace").decode()), b"x")

    _contained(arena, make)


@settings(deadline=None)
@given(names=st.lists(_NAMES, min_size=1, max_size=4), pax=st.booleans())
def test_no_name_leads_outside_from_a_tar(arena: Path, names: list[str], pax: bool) -> None:
    def make(path: Path) -> None:
        with tarfile.open(path, "w", format=tarfile.PAX_FORMAT if pax else tarfile.GNU_FORMAT) as out:
            for name in names:
                out.addfile(tar_info(name.encode("utf-8", "replace").decode()))

    _contained(arena, make)


@settings(deadline=None)
@given(
    at=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=6),
    kind=st.sampled_from(["zip", "tar", "gz"]),
    cut=st.floats(0.9, 1.0),
)
def test_damage_anywhere_is_contained(
    arena: Path, at: list[tuple[float, int]], kind: str, cut: float
) -> None:
    def make(path: Path) -> None:
        files = {"d/a.txt": b"a" * 300, "d/b.bin": bytes(range(256)), "c": b""}
        if kind == "zip":
            make_zip(path, files)
        else:
            make_tar(path, files, "w:gz" if kind == "gz" else "w")
        data = bytearray(path.read_bytes().rstrip(b"\0") + bytes(1024 if kind == "tar" else 4))
        for place, value in at:
            data[int(place * len(data))] = value
        path.write_bytes(data[: int(cut * len(data))])

    _contained(arena, make)


@given(st.text(alphabet=string.printable + "é\u0301ßΣς", max_size=12), st.booleans())
def test_parts_are_one_step_each(name: str, windows: bool) -> None:
    try:
        parts = parts_of(name, windows=windows)
    except Wrong as wrong:
        assert wrong.detail
        return
    for part in parts:
        assert part not in ("", ".", "..") and "/" not in part and "\\" not in part
        assert os.path.basename(part) == part and not os.path.isabs(part)


def test_a_folder_may_be_said_twice() -> None:
    tree_ = Tree()
    for parts, is_folder in ((("a",), True), (("a",), True), (("a", "b"), False), (("A",), True)):
        tree_.add(parts, is_folder)
    with pytest.raises(Wrong):
        tree_.add(("a", "B"), False)
