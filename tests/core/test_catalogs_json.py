"""``resources/catalogs.json``: the catalogues that the plugin offers at its first start."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from gaia_plugin.core.catalogs.registry import ADAPTERS

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
ROWS: list[dict[str, Any]] = json.loads((RESOURCES / "catalogs.json").read_text(encoding="utf-8"))
KEYS = {
    *("id", "title", "kind", "url", "provider", "compartments", "languages", "sign_in", "offers", "enabled"),
    *("max_connections", "note", "homepage"),
}
OPTIONAL = {"dialect", "options", "connect_timeout", "read_timeout"}
COMPARTMENTS = {"atmosphere", "ocean", "land", "solid-earth", "biodiversity", "climate", "multi"}
PLAIN_HTTP = {"isdeform"}  # known at an http address only; its row says so


def test_ids_are_unique_and_the_demonstration_comes_first() -> None:
    ids = [row["id"] for row in ROWS]
    assert len(set(ids)) == len(ids) and ids[0] == "demo"


def test_all_that_answer_are_on_at_the_first_start() -> None:
    assert [row["id"] for row in ROWS if not row["enabled"]] == ["peps", "theia-muscate"]


def test_a_closed_service_leads_to_one_that_is_open() -> None:
    kinds = {row["id"]: row["kind"] for row in ROWS}
    for row in ROWS:
        if row["kind"] == "closed":
            assert kinds[row["options"]["moved_to"]] != "closed" and not row["enabled"]


def test_the_compartments_of_data_terra_are_all_served() -> None:
    assert {name for row in ROWS[1:] for name in row["compartments"]} == COMPARTMENTS


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_a_row_follows_the_format(row: dict[str, Any]) -> None:
    assert set(row) >= KEYS and set(row) - KEYS <= OPTIONAL
    assert row["kind"] in ADAPTERS
    assert row["compartments"] and set(row["compartments"]) <= COMPARTMENTS
    assert row["languages"] and set(row["languages"]) <= {"en", "fr"}
    assert row["offers"] and set(row["offers"]) <= {"datasets", "granules"}
    assert row["sign_in"] in {"none", "account", "api-key"}
    assert isinstance(row["max_connections"], int) and 1 <= row["max_connections"] <= 4
    assert all(row[key][lang].strip() for key in ("title", "note") for lang in ("en", "fr"))
    assert row["homepage"].startswith("https://")


@pytest.mark.parametrize("row", ROWS[1:], ids=lambda row: row["id"])
def test_an_address_is_safe_to_show_and_to_call(row: dict[str, Any]) -> None:
    parts = urlsplit(row["url"])
    assert parts.scheme == ("http" if row["id"] in PLAIN_HTTP else "https")
    assert parts.hostname and not parts.username and not parts.query and not parts.fragment


def test_the_demonstrations_address_is_a_file_of_the_plugin() -> None:
    assert (RESOURCES / ROWS[0]["url"]).is_file()
