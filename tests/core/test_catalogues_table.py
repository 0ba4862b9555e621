"""``docs/developer/catalogues.md`` tells of every row of the registry, and of nothing that is not there."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "developer" / "catalogues.md").read_text(encoding="utf-8")
ROWS = json.loads((ROOT / "resources" / "catalogs.json").read_text(encoding="utf-8"))
TABLE = {
    cells[0].strip("`"): cells
    for line in PAGE.splitlines()
    if line.startswith("| `") and len(cells := [cell.strip() for cell in line.strip("|").split("|")]) == 6
}


def test_the_table_has_the_rows_of_the_registry_in_their_order() -> None:
    assert list(TABLE) == [row["id"] for row in ROWS]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_a_line_names_the_adapter_and_a_proof(row: dict[str, str]) -> None:
    _, adapter, recording, software, synthetic, live = TABLE[row["id"]]
    dialect = row.get("dialect", "")
    assert adapter == row["kind"] + (f", dialect {dialect}" if dialect else "")
    assert re.search(r"test_\w+\.py", " ".join((recording, software, synthetic))), "no test is named"
    assert live in {"never", "closed", "every test run"} or re.fullmatch(r"\d{4}-\d{2}-\d{2}", live)
    assert (live == "closed") is (row["kind"] == "closed")


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`(test_\w+\.py)`", PAGE))))
def test_the_tests_that_it_names_exist(name: str) -> None:
    assert (ROOT / "tests" / "core" / name).is_file()


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`(core/[\w/]+\.py)`", PAGE))))
def test_the_modules_that_it_names_exist(name: str) -> None:
    assert (ROOT / "gaia_plugin" / name).is_file()
