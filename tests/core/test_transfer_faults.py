"""Every fault of the table ends in the right file, or in its named error."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from gaia_plugin.core.errors import GaiaError
from gaia_plugin.core.net import Retry, Session, Timeouts
from gaia_plugin.core.transfer import crew, fetch, plan
from tests.core import transfer_faults_disk
from tests.core.transfer_cases import left
from tests.core.transfer_faults import FAULTS, FILE, Scene
from tests.support.faultserver import FaultServer

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "developer" / "transfers.md"


@pytest.fixture
def scene(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    monkeypatch.setattr(__import__(fetch.__module__, fromlist=["PAUSE"]), "PAUSE", 0.01)
    monkeypatch.setattr(crew, "BIG", 1 << 18)
    monkeypatch.setattr(crew, "_SETTLE", 0.0)
    monkeypatch.setattr(crew, "_TICK", 0.01)
    monkeypatch.setattr(plan, "LEAST", 1 << 16)
    monkeypatch.setattr(plan, "LONG", 0.0)
    monkeypatch.setattr(plan, "WORTH", 0.0)
    retry = Retry(times=1, first=0.01, longest=0.02, patience=0.1)
    with FaultServer() as server, Session(retry=retry, timeouts=Timeouts(5, 10, 30)) as session:
        yield Scene(server, session, tmp_path / "to", monkeypatch)


@pytest.mark.parametrize("words", FAULTS)
def test_each_fault_ends_well(scene: Scene, words: str) -> None:
    ends, prepare = FAULTS[words]
    made = prepare(scene)
    arguments = {name: scene.more[name] for name in ("access", "cancel") if name in scene.more}
    try:
        if ends == FILE:
            done = fetch(scene.session, made, scene.target, **arguments)
            assert done.path == scene.target and done.path.read_bytes() == scene.body
            assert left(scene.folder) == ["a.tif"]
            return
        with pytest.raises(GaiaError) as caught:
            fetch(scene.session, made, scene.target, **arguments)
    finally:
        if "also" in scene.more:
            scene.more["also"].__exit__(None, None, None)
        if "held" in scene.more:
            scene.more["held"].close()
    assert type(caught.value).__name__ == ends, str(caught.value)
    assert "?n=" not in str(caught.value) and not scene.target.exists()
    if ends in ("BadAnswer", "ChecksumMismatch", "SizeMismatch"):
        assert left(scene.folder) == []


def test_the_guide_has_the_same_table() -> None:
    rows = re.findall(r"^\| ([^|]+?) \| `?([^|`]+?)`? \|$", GUIDE.read_text("utf-8"), re.M)
    assert {words: ends for words, ends in rows if words in FAULTS or ends in (FILE,)} == {
        words: ends for words, (ends, _) in FAULTS.items()
    }
    assert len(FAULTS) >= 30 and transfer_faults_disk.__name__
