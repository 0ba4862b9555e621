"""Brings what the services need: virtual environments from pinned files, and the data that no port changes."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.hub.hub import BUILD, Hub, running_endpoints, services

REQUIREMENTS = Path(__file__).parent / "services" / "requirements"
MAKERS = Path(__file__).parent / "data"
PYTHON = "/usr/bin/python3"  # the one that sees GDAL and QGIS


def packages() -> list[str]:
    """Debian packages of all services; names joined with ``|`` are alternatives."""
    return sorted({name for module in services().values() for name in module.PACKAGES})


def _digest(*paths: Path) -> str:
    digest = hashlib.sha256(f"{sys.version} {BUILD}".encode())  # the data hold their own address
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _venv(name: str) -> None:
    folder, pins = BUILD / "venv" / name, REQUIREMENTS / f"{name}.txt"
    stamp, digest = folder / ".stamp", _digest(pins)
    if stamp.exists() and stamp.read_text() == digest:
        return
    print(f"-- virtual environment {folder.relative_to(BUILD.parent.parent)}", file=sys.stderr)
    subprocess.run([PYTHON, "-m", "venv", "--clear", str(folder)], check=True)
    pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    done = subprocess.run([*pip, "--no-deps", "-r", str(pins)], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{name}: pip failed:\n{done.stderr[-3000:]}")
    stamp.write_text(digest)


def _data() -> None:
    """Runs every ``make_*.py`` whose text changed since its data were made, in order of name."""
    makers = sorted(MAKERS.glob("make_*.py"))
    digest = _digest(*makers, *sorted(MAKERS.glob("_*.py")))
    stamp = BUILD / "data" / ".stamp"
    if stamp.exists() and stamp.read_text() == digest:
        return
    if running_endpoints():
        # Its catalogues hold the sizes and checksums of the files that it serves.
        print("-- the hub is up: its data are made anew after make hub-down", file=sys.stderr)
        return
    (BUILD / "data").mkdir(parents=True, exist_ok=True)
    stamp.unlink(missing_ok=True)
    for maker in makers:
        print(f"-- data: {maker.name}", file=sys.stderr)
        subprocess.run([PYTHON, str(maker), str(BUILD / "data")], check=True)
    stamp.write_text(digest)


def install() -> None:
    """Everything but the Debian packages; at once when nothing changed."""
    with ThreadPoolExecutor(2) as pool:
        venvs = [pool.submit(_venv, path.stem) for path in sorted(REQUIREMENTS.glob("*.txt"))]
        _data()
        for future in venvs:
            future.result()
    prepare = [module for module in services().values() if hasattr(module, "prepare")]
    if prepare:
        hub = Hub(BUILD / "run" / "install")
        hub.folder.mkdir(parents=True, exist_ok=True)
        try:
            for module in prepare:
                module.prepare(hub)
        finally:
            hub.down()
