"""One file of a zip on a server, and nothing else of it."""

from __future__ import annotations

import os
import re
import shutil
import socket
import struct
import subprocess
import threading
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from gaia_plugin.core.access import Access
from gaia_plugin.core.archives import Caps, ranged, unpack
from gaia_plugin.core.archives.member_jobs import fetch_member, member_jobs
from gaia_plugin.core.archives.remote import RemoteZip
from gaia_plugin.core.errors import (
    AccessDenied,
    ArchiveDamaged,
    ArchiveRefused,
    BadAnswer,
    Cancelled,
    ConnectionLost,
    FileChanged,
    GaiaError,
    MemberRefused,
    NotFound,
    RangesRefused,
)
from gaia_plugin.core.model import Checksum, Link, LinkKind
from gaia_plugin.core.net import Cancel, Credential, Retry, Session
from gaia_plugin.core.transfer.jobs import Job
from tests.support.faultserver import FaultServer, Reply, Seen, as_html, as_json
from tests.support.synthetic_archives import (
    info_of,
    make_zip,
    overlapping_zip,
    set_flags,
    tree,
    zip_link,
    zip_with,
)

BAND = os.urandom(700_000)
FILES = {
    "S2/S2_FRE_B2.tif": BAND,
    "S2/S2_FRE_B3.tif": os.urandom(800_000),
    "S2/MASKS/S2_CLM_R1.tif": bytes(3_000_000),
    "S2/été.xml": b"<x/>" * 1000,
    "__MACOSX/S2/._S2_FRE_B2.tif": b"x",
}


class Store:
    """A file as servers of objects give it: GET only, ranges, validators. ``suffixes``: whether "the last so
    many bytes" is understood (Azure's are not)."""

    def __init__(self, body: bytes, etag: str = '"v1"', suffixes: bool = True) -> None:
        self.body, self.etag, self.suffixes = body, etag, suffixes
        self.cuts: list[int] = []
        self.sent: list[tuple[int, int]] = []

    def __call__(self, seen: Seen) -> Reply:
        if seen.method != "GET":
            return Reply(403)
        size, headers = len(self.body), {"Content-Type": "application/zip", "ETag": self.etag}
        asked = re.fullmatch(r"bytes=(\d*)-(\d*)", seen.headers.get("range", ""))
        same = seen.headers.get("if-range", self.etag) == self.etag
        if asked is None or not same or (not asked[1] and not self.suffixes):
            return Reply(200, self.body, headers)
        start = int(asked[1]) if asked[1] else max(0, size - int(asked[2]))
        end = min(size - 1, int(asked[2]) if asked[1] and asked[2] else size - 1)
        if start >= size:
            return Reply(416, b"", {"Content-Range": f"bytes */{size}"})
        self.sent.append((start, end))
        headers["Content-Range"] = f"bytes {start}-{end}/{size}"
        cut = self.cuts.pop(0) if self.cuts else 0
        return Reply(206, self.body[start : end + 1], headers, cut=cut or None)


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranged, "PAUSE", 0.01)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(make_zip(tmp_path / "s.zip", FILES).read_bytes())


def opened(server: FaultServer, session: Session, store: object, **more: object) -> RemoteZip:
    return RemoteZip(session, link(server.add("/p/S2.zip", store)), **more)  # type: ignore[arg-type]


def link(url: str) -> Link:
    return Link(url, LinkKind.DOWNLOAD)


def test_the_list_is_that_of_the_whole_file(
    server: FaultServer, session: Session, store: Store, tmp_path: Path
) -> None:
    with opened(server, session, store) as remote:
        found = remote.members()
    with zipfile.ZipFile(tmp_path / "s.zip") as whole:
        theirs = [
            (info.filename, info.file_size, info.compress_size, info.CRC)
            for info in whole.infolist()
            if not info.filename.startswith("__MACOSX")
        ]
    assert [(one.name, one.size, one.compressed_size, one.crc) for one in found] == theirs
    assert found[0].parts == ("S2", "S2_FRE_B2.tif") and found[0].modified and not found[0].refused
    assert len(store.sent) == 1 and store.sent[0][1] == len(store.body) - 1
    assert {seen.method for seen in server.seen} == {"GET"}


@pytest.mark.parametrize("suffixes", [True, False])
def test_a_file_comes_with_one_request_for_its_own_bytes(
    server: FaultServer, session: Session, store: Store, tmp_path: Path, suffixes: bool
) -> None:
    store.suffixes = suffixes
    told: list[tuple[int, int | None]] = []
    with opened(server, session, store) as remote:
        before = len(store.sent)
        assert before <= 3
        first, second = remote.members()[:2]
        path = remote.fetch(first, tmp_path / "out" / "B2.tif", lambda *one: told.append(one))
        assert path == tmp_path / "out" / "B2.tif" and path.read_bytes() == BAND
        ((start, end),) = store.sent[before:]
        assert start == 0 and end - start < first.compressed_size + 200
        assert told[-1] == (len(BAND), len(BAND))
        again = remote.fetch(first, path)  # it is there
        assert again == path and len(store.sent) == before + 1
        other = remote.fetch(second, path)  # another file of that name is not overwritten
        assert other.name == "B2 (2).tif" and path.read_bytes() == BAND
    assert sorted(os.listdir(tmp_path / "out")) == ["B2 (2).tif", "B2.tif"]
    assert server.most_at_once == 1


def test_every_file_is_the_same_as_from_the_whole_zip(
    server: FaultServer, session: Session, store: Store, tmp_path: Path
) -> None:
    with opened(server, session, store) as remote:
        for member in reversed(remote.members()):
            remote.fetch(member, tmp_path.joinpath("out", *member.parts))
    with zipfile.ZipFile(tmp_path / "s.zip") as whole:
        whole.extractall(tmp_path / "theirs")
    shutil.rmtree(tmp_path / "theirs" / "__MACOSX")
    assert tree(tmp_path / "out") == tree(tmp_path / "theirs")


@pytest.mark.parametrize("method", [0, 8, 12, 14])
def test_compressions_and_long_comments(
    server: FaultServer, session: Session, tmp_path: Path, method: int
) -> None:
    body = b"II*\0" + os.urandom(200_000) + bytes(300_000)
    made = make_zip(tmp_path / "a.zip", {"a.tif": body, "b": b"b"}, method, comment=b"c" * 65535)
    with opened(server, session, Store(made.read_bytes())) as remote:
        assert remote.fetch(remote.members()[0], tmp_path / "a.tif").read_bytes() == body


def test_a_long_list_and_zip64(server: FaultServer, session: Session, tmp_path: Path) -> None:
    """More members than 16 bits count, whose list is longer than what is asked for first."""
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as out:
        for number in range(66_000):
            out.writestr(info_of(f"d/{number:06}", 0), b"%d" % number)
    store = Store(path.read_bytes())
    with opened(server, session, store) as remote:
        members = remote.members()
        assert len(members) == 66_000 and len(store.sent) == 2
        assert remote.fetch(members[40_000], tmp_path / "one").read_bytes() == b"40000"
    with pytest.raises(ArchiveRefused, match="more than 1000 files"):
        opened(server, session, store, caps=Caps(members=1000))


def test_a_zip_of_this_computer(session: Session, store: Store, tmp_path: Path) -> None:
    with RemoteZip(session, link((tmp_path / "s.zip").as_uri())) as remote:
        assert remote.fetch(remote.members()[0], tmp_path / "B2.tif").read_bytes() == BAND
    with pytest.raises(NotFound):
        RemoteZip(session, link((tmp_path / "absent.zip").as_uri()))


# -- servers that do not help ------------------------------------------------------------------


def test_a_lost_connection_goes_on_where_it_stopped(
    server: FaultServer, session: Session, store: Store, tmp_path: Path
) -> None:
    with opened(server, session, store) as remote:
        before = len(store.sent)
        store.cuts = [300_000, 200_000]
        assert remote.fetch(remote.members()[0], tmp_path / "B2.tif").read_bytes() == BAND
    starts = [start for start, _ in store.sent[before:]]
    assert starts == [0, 300_000, 500_000]


def test_a_connection_that_is_always_lost_is_given_up(
    server: FaultServer, session: Session, store: Store, tmp_path: Path
) -> None:
    with opened(server, session, store) as remote:
        before = len(server.seen)
        server.add("/p/S2.zip", Reply(reset=True))
        with pytest.raises(ConnectionLost):
            remote.fetch(remote.members()[0], tmp_path / "out" / "a")
        assert len(server.seen) - before == ranged.ATTEMPTS
    assert os.listdir(tmp_path / "out") == []


def test_a_server_without_ranges_says_so(server: FaultServer, session: Session, store: Store) -> None:
    with pytest.raises(RangesRefused, match=r"gives its files only whole: download S2\.zip itself"):
        opened(server, session, Reply(200, store.body, {"Content-Type": "application/zip"}))


def test_a_small_file_may_come_whole(server: FaultServer, session: Session, tmp_path: Path) -> None:
    made = make_zip(tmp_path / "a.zip", {"a": b"a"})
    with opened(server, session, Reply(200, made.read_bytes())) as remote:
        assert remote.fetch(remote.members()[0], tmp_path / "a").read_bytes() == b"a"


@pytest.mark.parametrize("change", ["etag", "size", "both", "no validator"])
def test_a_file_that_changed_between_two_requests(
    server: FaultServer, session: Session, store: Store, tmp_path: Path, change: str
) -> None:
    if change == "no validator":
        store.etag = ""
    with opened(server, session, store) as remote:
        member = remote.members()[0]
        if change != "size":
            store.etag = "" if change == "no validator" else '"v2"'
        if change != "etag":
            store.body = store.body + b"more"
        with pytest.raises(FileChanged, match=r"S2\.zip has changed"):
            remote.fetch(member, tmp_path / "out" / "B2.tif")
    assert os.listdir(tmp_path / "out") == []


def test_either_side_may_notice_the_change(
    server: FaultServer, session: Session, store: Store, tmp_path: Path
) -> None:
    """A server that does not know If-Range is found out by its ETag; every request says what it is for."""
    with opened(server, session, store) as remote:
        server.add("/p/S2.zip", lambda seen: _with(store(seen), ETag='"v2"'))
        with pytest.raises(FileChanged):
            remote.fetch(remote.members()[0], tmp_path / "a")
        assert server.seen[-1].headers["if-range"] == '"v1"'
        server.add(
            "/p/S2.zip", lambda seen: _with(store(seen), **{"Content-Range": f"bytes 1-9/{len(store.body)}"})
        )
        with pytest.raises(BadAnswer, match="another part"):
            remote.fetch(remote.members()[0], tmp_path / "a")
    assert not (tmp_path / "a").exists() and not (tmp_path / "a.part").exists()


def _with(reply: Reply, **headers: str) -> Reply:
    return replace(reply, headers={**reply.headers, **headers})


@pytest.mark.parametrize(
    "said", ["bytes 5-10/20", "bytes 0-1/*", "bytes 9-3/20", "items 0-1/2", "", "bytes 0-99999999/100000000"]
)
def test_an_answer_that_is_another_part(
    server: FaultServer, session: Session, store: Store, tmp_path: Path, said: str
) -> None:
    with opened(server, session, store) as remote:
        server.add("/p/S2.zip", Reply(206, b"x" * 100, {"Content-Range": said, "ETag": '"v1"'}))
        with pytest.raises((BadAnswer, FileChanged)):
            remote.fetch(remote.members()[0], tmp_path / "out" / "a")
    assert os.listdir(tmp_path / "out") == []


def test_a_sign_in_page_or_an_error_instead_of_the_zip(server: FaultServer, session: Session) -> None:
    with pytest.raises(BadAnswer, match="web page"):
        opened(server, session, as_html())
    with pytest.raises(AccessDenied):
        opened(server, session, Reply(403))
    with pytest.raises(NotFound):
        opened(server, session, Reply(404))
    for body in (b"", b"PK\3\4" + os.urandom(3000), b"II*\0" + bytes(5000)):
        with pytest.raises(ArchiveRefused):
            opened(server, session, Store(body))


def test_a_cancel_is_heard_and_leaves_nothing(
    server: FaultServer, session: Session, store: Store, tmp_path: Path
) -> None:
    with opened(server, session, store) as remote:
        member = remote.members()[0]
        server.add("/p/S2.zip", lambda seen: replace(store(seen), stall=100_000))
        cancel = Cancel()
        threading.Timer(0.3, cancel.cancel).start()
        begun = time.monotonic()
        with pytest.raises(Cancelled):
            remote.fetch(member, tmp_path / "out" / "a", cancel=cancel)
        assert time.monotonic() - begun < 20  # the read itself would wait a minute
        assert os.listdir(tmp_path / "out") == []
        server.add("/p/S2.zip", store)
        assert remote.fetch(member, tmp_path / "out" / "a").read_bytes() == BAND


# -- zips that are out to do harm --------------------------------------------------------------


def test_what_cannot_be_had_is_listed_with_its_reason(
    server: FaultServer, session: Session, tmp_path: Path
) -> None:
    evil = zip_with(
        tmp_path / "e.zip",
        (info_of("../a"), b"a"),
        zip_link("l"),
        (info_of("CON"), b"c"),
        (info_of("x/y"), b"y"),
    )
    store = Store(set_flags(evil, 1).read_bytes())
    with opened(server, session, store) as remote:
        said = {one.name: one.refused for one in remote.members()}
        assert said == {
            "good.txt": "",
            "../a": "a path that leads outside",
            "l": "a link",
            "CON": "a name that Windows keeps for devices",
            "x/y": "it is encrypted",
        }
        asked = len(server.seen)
        for member in remote.members():
            if member.refused:
                with pytest.raises(MemberRefused, match=r"S2\.zip was not unpacked, because of"):
                    remote.fetch(member, tmp_path / "out" / "a")
        assert len(server.seen) == asked and not (tmp_path / "out").exists()


def test_lists_that_lie(server: FaultServer, session: Session, tmp_path: Path) -> None:
    with pytest.raises(MemberRefused, match="shares its bytes"):
        opened(server, session, Store(overlapping_zip(tmp_path / "o.zip").read_bytes()))
    honest = make_zip(tmp_path / "h.zip", {"a.txt": b"a" * 500, "b.txt": b"b" * 500}, 0).read_bytes()
    listed = honest.index(b"PK\1\2")
    for offset, value in ((16, 1), (20, 400), (24, 400), (24, 600)):  # CRC-32, compressed and own size
        body = bytearray(honest)
        struct.pack_into("<L", body, listed + offset, value)
        with opened(server, session, Store(bytes(body))) as remote, pytest.raises(ArchiveDamaged):
            remote.fetch(remote.members()[0], tmp_path / "out" / "a")
    body = bytearray(honest)
    struct.pack_into("<L", body, listed + 42, 7)  # where it begins
    with pytest.raises(ArchiveRefused), opened(server, session, Store(bytes(body))) as remote:
        remote.fetch(remote.members()[0], tmp_path / "out" / "a")
    assert not (tmp_path / "out").exists() or os.listdir(tmp_path / "out") == []


def test_a_bomb_and_a_full_disk(
    server: FaultServer, session: Session, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(server, session, store, caps=Caps(ratio=20, ratio_from=1 << 20)) as remote:
        with pytest.raises(ArchiveRefused, match="more than 20 times"):
            remote.fetch(remote.members()[2], tmp_path / "out" / "a")
        usage = shutil.disk_usage(tmp_path)
        monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=10))
        with pytest.raises(ArchiveRefused, match="are free"):
            remote.fetch(remote.members()[0], tmp_path / "out" / "a")
    assert os.listdir(tmp_path / "out") == []


def test_a_list_that_would_fill_the_memory(server: FaultServer, session: Session) -> None:
    size = 1 << 40
    end = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, 1, 1, size - 4096, 4)
    end += struct.pack("<4sLQL", b"PK\6\7", 0, size - 98, 1)
    end += struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 65535, 65535, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    answer = Reply(206, end, {"Content-Range": f"bytes {size - len(end)}-{size - 1}/{size}"})
    # Later patches of Python's zipfile refuse such an end by themselves.
    with pytest.raises(ArchiveRefused, match=r"its list of files is too large|it cannot be read"):
        opened(server, session, answer)


# -- as jobs of the queue ------------------------------------------------------------------------


def test_files_of_a_zip_are_jobs(server: FaultServer, session: Session, store: Store, tmp_path: Path) -> None:
    """Each comes to where it would be had the whole zip been unpacked."""
    url = server.add("/p/S2.zip", store)
    whole = Job(
        replace(link(url), size=len(store.body), checksum=Checksum("md5", "0" * 32)), tmp_path / "S2.zip"
    )
    with RemoteZip(session, whole.link) as remote:
        members = remote.members()
    jobs = [Job(**vars(one)) for one in member_jobs(whole, members, members)]
    assert len({whole.id, *(one.id for one in jobs)}) == 5
    assert {one.link.href for one in jobs} == {url} and jobs[0].options == {
        "unpack": False,
        "member": members[0].name,
    }
    for job in jobs:
        done = fetch_member(session, job)
        assert (done.path, done.size, done.checksum_verified) == (job.target, job.link.size, True)
        assert fetch_member(session, job).already_there
    (tmp_path / "whole").mkdir()
    (tmp_path / "whole/S2.zip").write_bytes(store.body)
    assert tree(tmp_path / "S2") == tree(unpack(tmp_path / "whole/S2.zip", tmp_path / "whole").root)
    gone = replace(jobs[0], options={"member": "S2/gone.tif"})
    with pytest.raises(FileChanged):
        fetch_member(session, gone)


def test_a_list_is_read_once_for_all_its_files(
    server: FaultServer, session: Session, store: Store, tmp_path: Path
) -> None:
    whole = Job(link(server.add("/p/S2.zip", store)), tmp_path / "S2.zip")
    with RemoteZip(session, whole.link) as remote:
        members = remote.members()
    asked = len(server.seen)
    for job in member_jobs(whole, members, members[:2]):
        fetch_member(session, job)
    assert len(server.seen) - asked == 2
    session.credentials.add(
        Credential(["elsewhere.example"], headers={"x": "synthetic"})
    )  # somebody signed in
    with RemoteZip(session, whole.link) as remote:
        assert len(server.seen) - asked == 3 and not remote.from_memory


def test_a_list_that_is_over_is_read_anew(
    server: FaultServer, session: Session, store: Store, tmp_path: Path
) -> None:
    whole = Job(link(server.add("/p/S2.zip", store)), tmp_path / "S2.zip")
    with RemoteZip(session, whole.link) as remote:
        jobs = member_jobs(whole, remote.members(), remote.members())
    other = {**FILES, "S2/S2_FRE_B2.tif": b"II*\0 another", "S2/more": os.urandom(1000)}
    store.body, store.etag = make_zip(tmp_path / "o.zip", other).read_bytes(), '"v2"'
    assert fetch_member(session, jobs[0]).path.read_bytes() == b"II*\0 another"
    store.body, store.etag = make_zip(tmp_path / "p.zip", {"S2/S2_FRE_B3.tif": b"b" * 99}).read_bytes(), ""
    assert fetch_member(session, jobs[1]).path.read_bytes() == b"b" * 99
    with pytest.raises(FileChanged):
        fetch_member(session, jobs[2])


def test_a_long_list_is_remembered_whole(server: FaultServer, session: Session, tmp_path: Path) -> None:
    made = make_zip(tmp_path / "a.zip", {f"d/{number:05}": b"%d" % number for number in range(2000)}, 0)
    store = Store(made.read_bytes())
    for _ in range(3):
        with opened(server, session, store) as remote:
            assert len(remote.members()) == 2000
    assert len(store.sent) == 2


def test_what_cannot_be_had_is_no_job(session: Session, tmp_path: Path) -> None:
    evil = zip_with(tmp_path / "e.zip", (info_of("../a"), b"a"), (info_of("d/b"), b"b"))
    whole = Job(link(evil.as_uri()), tmp_path / "out" / "e.zip")
    with RemoteZip(session, whole.link) as remote:
        jobs = member_jobs(whole, remote.members(), remote.members())
    assert [one.target.relative_to(tmp_path / "out").as_posix() for one in jobs] == ["e/good.txt", "e/d/b"]


# -- signed addresses --------------------------------------------------------------------------


class Signer:
    """A gateway, and a store that takes the newest signature only, and GET only."""

    def __init__(self, server: FaultServer, store: Store) -> None:
        self.store, self.count = store, 0
        self.url = server.url("/store/S2.zip")
        server.add("/gateway/sign_urls", self._sign)
        server.add("/store/S2.zip", self._serve)

    def _sign(self, seen: Seen) -> Reply:
        self.count += 1
        hrefs = {url: f"{url}?X-Amz-Signature=5ig{self.count}" for url in seen.json()["urls"]}
        return as_json({"expiry": "2999-01-01T00:00:00Z", "hrefs": hrefs})

    def _serve(self, seen: Seen) -> Reply:
        if seen.query.get("X-Amz-Signature") != [f"5ig{self.count}"]:
            return Reply(
                403, b"<Error><Code>AccessDenied</Code></Error>", {"Content-Type": "application/xml"}
            )
        return self.store(seen)


@pytest.fixture
def signed(server: FaultServer, store: Store) -> Iterator[tuple[Session, Access, Signer]]:
    host = f"127.0.0.1:{server.port}"
    held = Credential([host], headers={"access-key": "synthetic"}, allow_http=True)
    session = Session(credentials=[held], retry=Retry(times=0))
    row = {"kind": "teledetection", "service": "DINAMIS", "hosts": [host], "gateway": server.url("/gateway")}
    yield session, Access(session, [row], []), Signer(server, store)
    session.close()


def test_an_address_that_ends_is_signed_again_once(
    signed: tuple[Session, Access, Signer], tmp_path: Path
) -> None:
    session, access, signer = signed
    with RemoteZip(session, link(signer.url), access) as remote:
        assert signer.count == 1
        signer.count += 1  # what was signed opens nothing any more
        assert remote.fetch(remote.members()[0], tmp_path / "B2.tif").read_bytes() == BAND
        assert signer.count == 3
    assert remote.name == "S2.zip"


def test_a_store_that_refuses_for_good_is_asked_twice(
    server: FaultServer, signed: tuple[Session, Access, Signer], tmp_path: Path
) -> None:
    session, access, signer = signed
    with RemoteZip(session, link(signer.url), access) as remote:
        server.add("/store/S2.zip", Reply(403))
        before = len(server.seen)
        with pytest.raises(GaiaError) as caught:
            remote.fetch(remote.members()[0], tmp_path / "out" / "a")
        assert [seen.path for seen in server.seen[before:]].count("/store/S2.zip") == 2
        assert "5ig" not in f"{caught.value} {caught.value!r}"
    assert os.listdir(tmp_path / "out") == []


# -- a real server -----------------------------------------------------------------------------

CONFIG = """
daemon off; worker_processes 1; pid {folder}/pid; error_log stderr crit; {user}
events {{ worker_connections 64; }}
http {{
  access_log {folder}/access.log; client_body_temp_path {folder}/b; proxy_temp_path {folder}/p;
  fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  server {{
    listen 127.0.0.1:{port}; root {folder}/files;
    location /whole/ {{ alias {folder}/files/; max_ranges 0; }}
  }}
}}
"""


@pytest.fixture
def nginx(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    program = shutil.which("nginx", path="/usr/sbin:/usr/bin:" + os.environ.get("PATH", ""))
    if program is None:
        pytest.skip("nginx is not installed")
    folder = tmp_path / "nginx"
    (folder / "files").mkdir(parents=True)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    user = "user root;" if os.name == "posix" and os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(CONFIG.format(folder=folder, port=port, user=user))
    process = subprocess.Popen(
        [program, "-p", str(folder), "-c", "nginx.conf", "-e", "stderr"], stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}", folder
    finally:
        process.terminate()
        process.wait(20)


def test_with_nginx(nginx: tuple[str, Path], session: Session, tmp_path: Path) -> None:
    base, folder = nginx
    made = make_zip(folder / "files" / "S2.zip", FILES)
    with RemoteZip(session, link(f"{base}/S2.zip")) as remote:
        members = remote.members()
        assert remote.fetch(members[0], tmp_path / "B2.tif").read_bytes() == BAND
        assert remote.fetch(members[3], tmp_path / "x.xml").read_bytes() == b"<x/>" * 1000
        sent = [
            int(line.split('"')[2].split()[1]) for line in (folder / "access.log").read_text().splitlines()
        ]
        assert len(sent) == 2 and sum(sent) < members[0].compressed_size + (
            70 << 10
        )  # one mask is in the tail
        made.write_bytes(make_zip(tmp_path / "t.zip", {**FILES, "more": b"m"}).read_bytes())
        with pytest.raises(FileChanged):
            remote.fetch(members[1], tmp_path / "B3.tif")
    with pytest.raises(RangesRefused):
        RemoteZip(session, link(f"{base}/whole/S2.zip"))
