"""Asks other people's clients about the hub (``tests/hub/oracle_clients.py``), in a process of their own."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.hub.hub import BUILD
from tests.support.synthetic_geodes import KEY

Oracle = Callable[..., list[Any]]
CLIENTS = Path(__file__).resolve().parent.parent / "hub" / "oracle_clients.py"
__all__ = ["KEY", "Oracle", "ask_oracle"]


def ask_oracle(
    client: str, hub: Mapping[str, str], asks: Iterable[Mapping[str, Any]], folder: Path
) -> list[Any]:
    """The client's answers, in the order of the questions; it works and has its home in ``folder``."""
    venv = BUILD / "venv" / "oracles"
    if not (venv / ".stamp").exists():
        pytest.skip("the clients of other people are not installed: make hub-install")
    said = {"endpoints": {**hub, "key": KEY}, "asks": list(asks)}
    done = subprocess.run(
        [str(venv / "bin" / "python"), "-I", str(CLIENTS), client],
        input=json.dumps(said), capture_output=True, text=True, cwd=folder, timeout=300,
        env={"HOME": str(folder), "PATH": os.environ["PATH"], "NO_PROXY": "*", "no_proxy": "*"},
    )  # fmt: skip
    assert done.returncode == 0, f"{client}: {done.stderr[-3000:]}"
    answers: list[Any] = json.loads(done.stdout)
    return answers
