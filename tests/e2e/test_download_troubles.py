"""What comes between a person and a file, in a real QGIS: a hundred files at once, a tape, a server that
goes, a disk that is full."""

from __future__ import annotations

import hashlib
import os
import subprocess
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

pytest.importorskip("qgis.core", reason="QGIS's Python bindings are not on this machine")

from tests.support.faultserver import Reply, Seen
from tests.support.file_farm import content
from tests.support.held_files import HeldFiles
from tests.support.real_qgis import Profile, RealQgis, Screen, wait_for
from tests.support.synthetic_geodes import KEY, SyntheticGeodes, synthetic_geodes_item

pytestmark = pytest.mark.qgis
MB = 1_000_000
MANY = 100
TAPED = "SENTINEL2A_20210101-999999_L2A_T31TCJ_C_V1-0"
QUICK = {"SHORTEST_WAIT": 1.0, "FIRST_PAUSE": 0.5}


class Tape(SyntheticGeodes):
    """Its files are given bit by bit; what is on tape can be brought from there."""

    def mount(self, server: HeldFiles, root: str = "/api/stac") -> Tape:
        self._held = server
        super().mount(server, root)
        server.files.update(self.files)
        return self

    def _file(self, seen: Seen) -> Reply:
        return self._held.answer(seen, seen.path.rpartition("/")[2], "application/zip")

    def bring(self) -> None:
        for item in self.items:
            for asset in item["assets"].values():
                asset["description"] = asset["description"].replace("Is online: false", "Is online: true")


@pytest.fixture
def server() -> Iterator[HeldFiles]:
    with HeldFiles(hold=20_000) as running:
        yield running


@pytest.fixture
def geodes(server: HeldFiles) -> Tape:
    items, files = [], {}
    for number in range(MANY + 1):
        data = b"PK\5\6" + content(f"scene {number}", 100_000)
        taped = number == MANY
        more = {"name": TAPED, "online": False} if taped else {}
        items.append(synthetic_geodes_item(number, content=data, **more))
        files[hashlib.md5(data, usedforsecurity=False).hexdigest()] = data
    return Tape(items, files=files).mount(server)


@pytest.fixture
def profile(tmp_path: Path, geodes: Tape) -> Profile:
    at = urlsplit(geodes.url).netloc
    key = {"kind": "header", "headers": {"X-API-Key": "{key}"}, "fields": ["key"], "hosts": [at]}
    row = {
        "id": "geodes-here", "kind": "stac", "url": geodes.url, "dialect": "geodes",
        "title": {"en": "GEODES here"}, "provider": "CNES", "compartments": ["land"],
        "offers": ["datasets", "granules"], "sign_in": "api-key",
    }  # fmt: skip
    way = {
        "kind": "geodes", "service": "GEODES (CNES)", "hosts": [at], "look_again": 1,
        "availability": f"http://{at}/fastavailability",
    }  # fmt: skip
    return Profile(
        tmp_path,
        catalogs=[row],
        providers=[{"id": "geodes-here", "title": {"en": "GEODES here"}, "ways": [key]}],
        access=[way],
    )


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path | None]:
    """A disk of 16 MB; None for who may not mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(command, capture_output=True).returncode:
        yield None
        return
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def row_of(rows: list[dict[str, Any]], name: str) -> dict[str, Any]:
    return next((row for row in rows if row["name"] == name), {"state": "", "reason": ""})


def wanted(server: HeldFiles, name: str, data: bytes) -> list[object]:
    """An argument of ``ask_for``."""
    return [name, server.put(name, data), len(data), hashlib.sha256(data).hexdigest()]


def arrived(qgis: RealQgis, name: str) -> Path:
    """Wait for a file; where it is."""
    rows = qgis.until("transfers", lambda rows: row_of(rows, name)["state"] == "done")
    return Path(row_of(rows, name)["path"])


@pytest.mark.timeout(300)
def test_what_may_come_between(
    tmp_path: Path, profile: Profile, server: HeldFiles, geodes: Tape, small_disk: Path | None
) -> None:
    with Screen() as screen, RealQgis(screen, profile) as qgis:
        qgis.ready()
        qgis.patience(**QUICK)
        qgis.sign_in("geodes-here", "header", {"key": KEY})
        qgis.until("is_signed_in", bool, "geodes-here")
        a_hundred(qgis, tmp_path)
        server.release()
        from_tape(qgis, server, geodes)
        gone_for_a_while(qgis, tmp_path)
        if small_disk is None:
            pytest.skip("all but the full disk was seen: a small one cannot be mounted here")
        full_while_it_comes(qgis, server, small_disk, tmp_path)
        full_while_it_is_unpacked(qgis, server, small_disk)


def a_hundred(qgis: RealQgis, folder: Path) -> None:
    """A hundred granules are chosen, and given up."""
    qgis.search("")
    qgis.until("found", lambda now: now["titles"] and not now["running"])
    qgis.open_granules()
    while len(qgis.until("granules", lambda now: not now["running"])["titles"]) <= MANY:
        qgis.more_granules()
    qgis.choose_granules([title for title in qgis.granules()["titles"] if title != TAPED])
    qgis.press_download()
    asked = qgis.until("dialog")
    assert sum(checked for _, checked in asked["rows"]) >= 1 and "100" in " ".join(asked["texts"]), asked
    qgis.shoot("01-hundred-asked", "dialog")
    qgis.accept()
    qgis.until("totals", lambda now: now == {"running": 8, "waiting": 92})
    qgis.show_transfers()
    qgis.shoot("02-hundred")
    assert len(qgis.transfers()) == MANY
    qgis.keys_in_list("A", "Delete")
    qgis.until("totals", lambda now: now == {"cancelled": 100})
    qgis.until("transfers", lambda rows: {row["state"] for row in rows} == {"cancelled"})
    qgis.shoot("03-hundred-cancelled")
    qgis.keys_in_list("A", "Delete")
    qgis.until("transfers", lambda rows: not rows)
    wait_for(lambda: not list((folder / "downloads").rglob("*.part*")))


def from_tape(qgis: RealQgis, server: HeldFiles, geodes: Tape) -> None:
    """It waits, and says why; then it comes by itself."""
    name = f"{TAPED}.zip"
    qgis.choose_granules([TAPED])
    qgis.press_download()
    rows = qgis.until("transfers", lambda rows: row_of(rows, name)["state"] == "later")
    assert "This product is not on line" in row_of(rows, name)["reason"], rows
    qgis.shoot("04-on-tape")
    asked = len([seen for seen in server.seen if seen.path == "/fastavailability"])
    wait_for(lambda: len([seen for seen in server.seen if seen.path == "/fastavailability"]) > asked + 1)
    assert row_of(qgis.transfers(), name)["state"] in ("later", "running", "waiting")
    geodes.bring()
    assert arrived(qgis, name).stat().st_size == len(next(iter(geodes.files.values())))
    qgis.until("said", lambda texts: any("is damaged and was not unpacked" in text for text in texts))


def gone_for_a_while(qgis: RealQgis, folder: Path) -> None:
    """Without anybody's help where the server comes back; by a button where it came too late."""
    data = {f"cut-{n}.bin": content(f"cut-{n}.bin", 2 * MB) for n in range(2)}
    with HeldFiles(hold=MB, files=data) as first:
        asked = [wanted(first, name, bytes_) for name, bytes_ in data.items()]
        qgis.ask_for(asked, str(folder / "cut"), load=False)
        wait_for(lambda: all(first.given[name] >= MB - (1 << 16) for name in data))
    rows = qgis.until("transfers", lambda rows: [row for row in rows if row["state"] == "later"])
    assert all(row["reason"] for row in rows if row["state"] == "later")
    qgis.shoot("05-server-gone")
    with HeldFiles(files=data, port=first.port) as again:
        for name in data:
            assert arrived(qgis, name).read_bytes() == data[name]
            assert [start > 0 for start in again.asked[name]] == [True]
    late = content("late.bin", MB)
    qgis.ask_for([["late.bin", f"{first.url('/files/late.bin')}", MB, None]], str(folder / "cut"), load=False)
    rows = qgis.until("transfers", lambda rows: row_of(rows, "late.bin")["state"] == "failed")
    row = row_of(rows, "late.bin")
    assert row["button"] == "Retry" and "127.0.0.1" in row["reason"], row
    qgis.shoot("06-gone-for-good")
    with HeldFiles(files={"late.bin": late}, port=first.port):
        qgis.do("retry", ["late.bin"])
        assert arrived(qgis, "late.bin").read_bytes() == late


def full_while_it_comes(qgis: RealQgis, server: HeldFiles, disk: Path, elsewhere: Path) -> None:
    """One sentence, no file that is not whole; what lies on another disk comes, and this one when there is
    room."""
    server.hold_back()
    server.hold = 3 * MB
    data, other = content("large.bin", 10 * MB), content("other.bin", 5 * MB)
    qgis.ask_for([wanted(server, "large.bin", data)], str(disk), load=False)
    qgis.ask_for([wanted(server, "other.bin", other)], str(elsewhere / "roomy"), load=False)
    wait_for(lambda: server.given["large.bin"] > 2 * MB and server.given["other.bin"] > 2 * MB)
    (disk / "filler").write_bytes(bytes(8 * MB))
    server.release()
    rows = qgis.until("transfers", lambda rows: row_of(rows, "large.bin")["state"] in ("failed", "done"))
    row = row_of(rows, "large.bin")
    assert row["state"] == "failed" and "disk is full" in row["reason"], row
    assert arrived(qgis, "other.bin").read_bytes() == other
    assert not (disk / "large.bin").exists()
    qgis.shoot("07-disk-full")
    (disk / "filler").unlink()
    qgis.do("retry", ["large.bin"])
    assert arrived(qgis, "large.bin").read_bytes() == data
    (disk / "large.bin").unlink()


def full_while_it_is_unpacked(qgis: RealQgis, server: HeldFiles, disk: Path) -> None:
    """The archive is there, nothing half unpacked, and it is said."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("wide/wide.bin", content("wide", MB) + bytes(20 * MB))
    qgis.ask_for([wanted(server, "wide.zip", made.getvalue())], str(disk))
    assert arrived(qgis, "wide.zip").read_bytes() == made.getvalue()
    assert sorted(path.name for path in disk.glob("w*")) == ["wide.zip", "wide.zip.stac.json"]
    told = "was not unpacked: it takes 21 MB and 1"
    qgis.until("said", lambda texts: any(text.startswith(f"wide.zip {told}") for text in texts))
    assert row_of(qgis.transfers(), "wide.zip")["reason"].startswith(f"This archive {told}")
    qgis.shoot("08-not-unpacked")
