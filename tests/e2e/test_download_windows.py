"""Windows of QGIS that share a queue of downloads: one that is closed asks once, and others go on; of two at
once none does what the other does. In French."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

pytest.importorskip("qgis.core", reason="QGIS's Python bindings are not on this machine")

from tests.support.file_farm import content
from tests.support.held_files import HeldFiles
from tests.support.real_qgis import Profile, RealQgis, Screen, states, wait_for

pytestmark = pytest.mark.qgis
MB = 1_000_000


def wanted(server: HeldFiles, names: list[str], size: int) -> list[list[object]]:
    """Arguments of ``ask_for``."""
    files = [(name, content(name, size)) for name in names]
    return [[name, server.put(name, data), size, hashlib.sha256(data).hexdigest()] for name, data in files]


@pytest.mark.timeout(300)
def test_closed_and_opened_twice(tmp_path: Path) -> None:
    profile, folder = Profile(tmp_path, language="fr"), tmp_path / "files"
    left, shared = [f"left-{n}.bin" for n in range(3)], [f"shared-{n:02d}.bin" for n in range(20)]
    with Screen() as screen, HeldFiles(hold=2 * MB) as server:
        with RealQgis(screen, profile) as qgis:
            qgis.ready()
            qgis.ask_for(wanted(server, left, 3 * MB), str(folder), load=False)
            wait_for(lambda: all(size(folder / f"{name}.part") > MB for name in left))
            closes_when_told(qgis)
        assert sorted(path.name for path in folder.glob("*.part")) == [f"{name}.part" for name in left]
        with RealQgis(screen, profile) as first:
            first.ready()  # two that start in the same moment trip over QGIS's own database
            with RealQgis(screen, profile) as second:
                second.ready()
                goes_on(first, second, server, folder, left)
                share(first, second, server, folder, shared)


def size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def closes_when_told(qgis: RealQgis) -> None:
    """Asked once each time that somebody closes QGIS; who stays has lost nothing."""
    qgis.show_transfers()
    qgis.until("totals", lambda now: now.get("running") == 3)
    qgis.close()
    asked = qgis.until("dialog")
    said = "3 transferts sont en cours"
    assert asked["text"].startswith(said) and asked["buttons"] == ["&Fermer QGIS", "&Rester"], asked
    qgis.shoot("01-closing", "dialog")
    qgis.press("Rester")
    qgis.until("dialog", lambda now: now is None)
    assert qgis.totals() == {"running": 3}
    qgis.shoot("02-stayed")
    qgis.close()
    qgis.until("dialog")
    qgis.press("Fermer QGIS")
    assert qgis.ended() == 0


def goes_on(first: RealQgis, second: RealQgis, server: HeldFiles, folder: Path, names: list[str]) -> None:
    """What was left comes to its end, in whichever window."""
    server.release()
    for qgis in (first, second):
        qgis.until("transfers", lambda rows: {states(rows).get(name) for name in names} == {"done"})
    for name in names:
        assert (folder / name).read_bytes() == server.files[name]
        once, *again = server.asked[name]
        assert once == 0 and len(again) == 1 and again[0] > MB, server.asked[name]
    told = [any(text.startswith("3 transferts") for text in qgis.said()) for qgis in (first, second)]
    assert told == [True, False]  # they ran already when the second came


def share(first: RealQgis, second: RealQgis, server: HeldFiles, folder: Path, names: list[str]) -> None:
    """Eight files at a time each, and every file once."""
    server.hold_back()
    server.hold = 100_000
    first.ask_for(wanted(server, names, MB), str(folder), load=False)
    for qgis in (first, second):
        qgis.until("totals", lambda now: now.get("running") == 16 and now.get("waiting") == 4)
    first.show_transfers()
    first.shoot("03-two-windows")
    server.release()
    for qgis in (first, second):
        qgis.until("totals", lambda now: now.get("done") == 23 and len(now) == 1)
    for name in names:
        assert (folder / name).read_bytes() == server.files[name]
    assert {name: server.asked[name] for name in names} == {name: [0] for name in names}
    second.show_transfers()
    second.shoot("04-the-other-window")
