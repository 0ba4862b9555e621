"""The whole path in a real QGIS under Xvfb, with the hub's real servers: what ``make run HUB=1`` shows."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.qgis, pytest.mark.hub]


def take(folder: Path, hub: dict[str, str], locale: str = "en") -> dict[str, dict[str, Any]]:
    """Run the tour; its steps by name."""
    endpoints = folder / "endpoints.json"
    endpoints.write_text(json.dumps(hub), encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "HUB")}
    environment |= {
        "GAIA_HUB": str(endpoints),
        "GAIA_TOUR_DIR": str(folder / "tour"),
        "TOUR": "1",
        "TOUR_LIMIT": "240",
        "LOCALE": locale,
    }
    done = subprocess.run(
        [str(ROOT / "tools" / "run.sh")], env=environment, capture_output=True, text=True, timeout=260
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    report = json.loads((folder / "tour" / "report.json").read_text("utf-8"))
    assert all(step["ok"] for step in report["steps"])
    return {step["name"]: step for step in report["steps"]}


@pytest.mark.timeout(280)
@pytest.mark.skipif(shutil.which("xvfb-run") is None, reason="no Xvfb")
def test_a_person_searches_sees_streams_downloads_and_finds_it_all_again(
    tmp_path: Path, hub: dict[str, str]
) -> None:
    steps = take(tmp_path, hub)
    assert steps["search all"]["results"] == steps["search all"]["footprints"] >= 12
    assert 0 < steps["search here and then"]["results"] < steps["search all"]["results"]
    assert steps["search words"]["results"] >= 1
    assert steps["select"]["selected on the map"] == 1
    assert steps["stream"]["layers"] == steps["stream"]["valid"] == steps["granules"]["granules"] > 1
    assert steps["download"]["valid"] >= 1 and steps["download"]["bytes"] > 1000
    assert steps["download"]["layer licences"]
    busy = steps["transfers: busy"]
    assert busy["counts"] == {"running": 5, "later": 1, "paused": 1, "failed": 1}
    assert len(busy["pictures"]) == 4 and steps["transfers: settings"]["pictures"]
    assert steps["hub: search"]["results"] > 50
    for kind in ("WMS", "WFS", "WCS", "WMTS"):
        assert steps[f"hub: stream {kind}"]["valid"], kind
    assert steps["hub: play a temporal WMS"]["valid"]
    assert steps["hub: granules over HTTP"]["valid"]
    assert steps["no network"]["results"] >= 12
    assert steps["hub: one fails"]["results"] > 0
    assert steps["hub: a Study with its Datasets"]["study"]
    reopened = steps["save and reopen"]
    assert reopened["valid"] == reopened["project layers"] >= 10
    assert len(list((tmp_path / "tour").glob("*.png"))) >= 15
