"""The repository's own tools: what the package holds, how a tour and a bench are judged."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

from tests.bench import run as bench

ROOT = Path(__file__).resolve().parent.parent


def tool(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_package_holds_the_plugin_and_nothing_of_the_workshop(tmp_path: Path) -> None:
    package = tool("package")
    names = [path.as_posix() for path in package.contents()]
    assert {"__init__.py", "metadata.txt", "LICENSE", "gaia_plugin/plugin.py"} <= set(names)
    assert [name for name in names if name.split("/")[0] in ("tests", "tools", "docs", "build", ".ci")] == []
    assert [name for name in names if name.endswith((".pyc", ".ts"))] == []


def test_the_package_unpacks_to_one_folder_of_the_plugins_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tool("package")
    for name in (*package.FILES, "gaia_plugin/plugin.py", "gaia_plugin/scratch.pyc"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("[general]\nversion=9.8.7\n" if name == "metadata.txt" else "")
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    subprocess.run(["git", "add", *package.FILES, "gaia_plugin/plugin.py"], cwd=tmp_path, check=True)
    monkeypatch.setattr(package, "ROOT", tmp_path)
    assert package.main() == 0
    with zipfile.ZipFile(tmp_path / "build" / "gaia_data-9.8.7.zip") as made:
        inside = made.namelist()
    assert "gaia_data/gaia_plugin/plugin.py" in inside
    assert all(name.startswith("gaia_data/") for name in inside)
    assert "gaia_data/gaia_plugin/scratch.pyc" not in inside
    new = tmp_path / "gaia_plugin" / "new.py"
    new.write_text("")
    assert package.main() == 1, "a module that git does not track yet would be missing"
    new.unlink()
    (tmp_path / "LICENSE").unlink()
    assert package.main() == 1


@pytest.mark.parametrize(
    ("report", "code"),
    [
        ({"steps": [{"name": "a", "ok": True, "seconds": 1.5}]}, 0),
        ({"steps": [{"name": "a", "ok": True}, {"name": "b", "ok": False}]}, 1),
        ({"steps": [{"name": "a", "ok": "yes"}]}, 1),
        ({"steps": []}, 1),
        ({}, 1),
        (None, 1),
    ],
)
def test_a_tour_passes_only_when_every_step_is_ok(tmp_path: Path, report: object, code: int) -> None:
    path = tmp_path / "report.json"
    if report is not None:
        path.write_text(json.dumps(report))
    assert tool("check_report").main(path) == code


def test_bench_rows_have_every_key_and_are_json() -> None:
    row = bench.tidy({"name": "x", "value": float("nan"), "ratio_to_limit": 0.5, "p99": 3})
    assert set(bench.KEYS) < set(row)
    assert (row["value"], row["ratio_to_limit"], row["p99"], row["peer"]) == (None, 0.5, 3, None)
    with pytest.raises(ValueError, match="without a name"):
        bench.tidy({"value": 1})


@pytest.mark.bench
def test_a_bench_that_fails_does_not_lose_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = {
        "bench_a": ([{"name": "a", "value": 1.0, "ratio_to_limit": 0.9}], ""),
        "bench_b": ([], "ended with 1: boom"),
        "bench_c": ([{"name": "c", "value": 1.0, "ratio_to_limit": 1.2}], ""),
    }
    for name in given:
        (tmp_path / f"{name}.py").touch()
    monkeypatch.setattr(bench, "HERE", tmp_path)
    monkeypatch.setattr(bench, "ROOT", tmp_path)
    monkeypatch.setattr(bench, "run", lambda name: given[name])
    assert bench.main([]) == 1
    assert [row["name"] for row in json.loads((tmp_path / "build" / "bench.json").read_text())] == ["a", "c"]
    assert bench.main(["a"]) == 0
    assert bench.main(["b"]) == 1, "a bench that did not run"
    assert bench.main(["c"]) == 1, "over its limit"
    assert bench.main(["none"]) == 2
