"""The house's floors: imports only point down."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PLUGIN = ROOT / "gaia_plugin"
WIDGETS = ("qgis.gui", "qgis.PyQt.QtWidgets", "PyQt5.QtWidgets", "PyQt6.QtWidgets")


def imports(path: Path) -> list[tuple[int, str]]:
    """Every name that a module imports, with its line, ``from a import b`` as ``a.b``."""
    found = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"), str(path))):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = "." * node.level + (node.module or "")
            found += [(node.lineno, f"{base}.{alias.name}") for alias in node.names]
    return found


def offences(folder: Path, *forbidden: str) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in sorted(folder.rglob("*.py"))
        for line, name in imports(path)
        if any(name == word or name.startswith(word + ".") for word in forbidden)
    ]


def test_imports_point_down() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    command = str(lint) if lint.exists() else shutil.which("lint-imports")
    if command is None:
        pytest.skip("import-linter is not installed (make setup)")
    done = subprocess.run([command, "--no-logo"], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr


def test_core_knows_neither_qgis_nor_qt() -> None:
    assert offences(PLUGIN / "core", "qgis", "PyQt5", "PyQt6", "sip") == []


def test_bridge_and_processing_touch_no_widget() -> None:
    assert offences(PLUGIN / "bridge", *WIDGETS) == []


def test_qt_is_reached_through_qgis() -> None:
    """Only ``qgis.PyQt`` is the right Qt on both QGIS 3 and QGIS 4."""
    assert offences(PLUGIN, "PyQt5", "PyQt6") == []


def test_modules_import_each_other_relatively() -> None:
    """QGIS loads the repository's root as the package ``gaia_data``: an absolute name would not be found."""
    assert offences(PLUGIN, "gaia_plugin") == []


def test_no_assert_in_shipped_code() -> None:
    """``python -O`` drops them, and a user's traceback that says AssertionError says nothing."""
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sorted(PLUGIN.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Assert)
    ]
    assert found == []
