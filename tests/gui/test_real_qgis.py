"""The plugin in a real QGIS: loaded, used and unloaded three times, it leaves nothing behind."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.timeout(240)
def test_load_use_unload_reload(tmp_path):
    for program in ("xvfb-run", "qgis"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not on this machine")
    profile = tmp_path / "profiles" / "default"
    (profile / "python" / "plugins").mkdir(parents=True)
    (profile / "python" / "plugins" / "gaia_data").symlink_to(ROOT)
    (profile / "QGIS").mkdir()
    (profile / "QGIS" / "QGIS3.ini").write_text(
        "[PythonPlugins]\ngaia_data=true\n[qgis]\ncheckVersion=false\n"
        "[gaia_data]\ncatalogs=demo\ncatalogs_chosen=true\n"
    )
    report = tmp_path / "report.json"
    environment = {key: value for key, value in os.environ.items() if key != "QT_QPA_PLATFORM"}
    environment |= {"GAIA_LIFECYCLE": str(report), "LC_ALL": "C.UTF-8"}
    script = Path(__file__).with_name("real_qgis_lifecycle.py")
    command = ["xvfb-run", "-a", "-s", "-screen 0 1366x768x24", "qgis", "--nologo", "--noversioncheck"]
    command += ["--profiles-path", str(tmp_path), "--code", str(script)]
    done = subprocess.run(command, env=environment, capture_output=True, timeout=200, cwd=tmp_path)
    assert report.exists(), done.stderr[-3000:]
    told = json.loads(report.read_text("utf-8"))
    assert "error" not in told, told.get("error")
    for turn in (told["first"], *told["turns"]):
        assert all(turn["steps"].values()), turn["steps"]
    assert all(turn["during"]["docks"] == told["before"]["docks"] + 2 for turn in told["turns"])
    for number, turn in enumerate(told["turns"], 1):
        assert turn["after"] == {
            key: count + number * told["bare"][key] for key, count in told["before"].items()
        }
    assert told["before"]["layers"] == 0
    assert told["bare"]["docks"] == told["bare"]["toolbars"] == told["bare"]["canvas items"] == 0
