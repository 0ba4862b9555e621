"""Runs every bench and writes ``build/bench.json``: ``python -m tests.bench.run [NAME …]``.

A bench is a file ``bench_NAME.py`` with ``rows(context) -> list[dict]``. Each runs in a process of its own,
with a time limit, so that one that crashes or hangs costs its rows only. Fails where one did, or where a
``ratio_to_limit`` is over 1.
"""

from __future__ import annotations

import importlib
import json
import math
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
KEYS = ("name", "value", "unit", "peer", "peer_value", "limit_value", "ratio_to_peer", "ratio_to_limit")
LIMIT = float(os.environ.get("GAIA_BENCH_LIMIT", "420"))  # seconds for one bench


@dataclass(frozen=True)
class Context:
    """What a bench may want to know of where it runs."""

    root: Path  # the checkout
    build: Path  # where it may write
    recorded: Path  # the recorded answers; may not exist


def one(name: str, target: Path) -> None:
    """In the bench's own process: its rows into ``target``."""
    context = Context(
        ROOT, ROOT / "build", Path(os.environ.get("GAIA_RECORDED") or ROOT.parent / "shared" / "data")
    )
    rows = importlib.import_module(f"tests.bench.{name}").rows(context)
    target.write_text(json.dumps([tidy(row) for row in rows]), "utf-8")


def tidy(row: dict[str, Any]) -> dict[str, Any]:
    """The row with every key; what is not known is null, NaN and infinities too (JSON has none)."""
    if not row.get("name"):
        raise ValueError(f"a row without a name: {row}")
    cleaned = {key: row.get(key) for key in KEYS}
    for key, value in cleaned.items():
        if isinstance(value, float) and not math.isfinite(value):
            cleaned[key] = None
    return {**cleaned, **{key: value for key, value in row.items() if key not in KEYS}}


def run(name: str) -> tuple[list[dict[str, Any]], str]:
    """The rows of a bench, and what went wrong (empty where nothing did)."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "rows.json"
        command = [sys.executable, "-m", "tests.bench.run", "--one", name, str(target)]
        environment = {**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
        try:
            done = subprocess.run(
                command,
                cwd=ROOT,
                env=environment,
                timeout=LIMIT,
                capture_output=True,
                text=True,
                errors="replace",
            )
        except subprocess.TimeoutExpired:
            return [], f"no end after {LIMIT:.0f} s"
        if target.exists():  # QGIS may fall over while it closes: the rows are what counts
            return json.loads(target.read_text("utf-8")), ""
        return [], f"ended with {done.returncode}: {done.stderr.strip()[-1500:]}"


def line(row: dict[str, Any]) -> str:
    def number(key: str) -> str:
        value = row.get(key)
        return "-" if value is None else f"{value:.4g}" if isinstance(value, (int, float)) else str(value)

    over = row.get("ratio_to_limit")
    mark = "over " if isinstance(over, (int, float)) and over > 1 else "     "
    return (
        f"{mark}{row['name']:<36} {number('value'):>10} {row.get('unit') or '':<8}"
        f" limit {number('limit_value'):>8}  peer {number('peer_value'):>9} {row.get('peer') or ''}"
    )


def main(names: list[str]) -> int:
    found = sorted(path.stem for path in HERE.glob("bench_*.py"))
    chosen = [name for name in found if not names or name in names or name[len("bench_") :] in names]
    if not chosen:
        print(f"no such bench; there are {', '.join(found)}", file=sys.stderr)
        return 2
    rows: list[dict[str, Any]] = []
    failures: list[str] = []
    for name in chosen:
        begun = time.monotonic()
        made, problem = run(name)
        print(f"-- {name}, {time.monotonic() - begun:.1f} s", flush=True)
        for row in made:
            print(line(row), flush=True)
        rows += made
        if problem or not made:
            failures.append(name)
            print(f"FAILED {name}: {problem or 'it gave no rows'}", file=sys.stderr, flush=True)
    target = ROOT / "build" / "bench.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(rows, indent=1, ensure_ascii=False), "utf-8")
    over = [row["name"] for row in rows if (row.get("ratio_to_limit") or 0) > 1]
    print(f"{len(rows)} rows in {target.relative_to(ROOT)}; over their limit: {', '.join(over) or 'none'};"
          f" not run: {', '.join(failures) or 'none'}")  # fmt: skip
    return 1 if over or failures else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(sys.argv[2], Path(sys.argv[3]))
        sys.stdout.flush()
        os._exit(0)  # QGIS's own teardown may crash after the rows are written
    sys.exit(main(sys.argv[1:]))
