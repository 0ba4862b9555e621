"""The registry file, and finding out what an address speaks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gaia_plugin.core.catalogs.detect import capabilities_url, kind_of
from gaia_plugin.core.catalogs.registry import ADAPTERS, load_registry, make_catalog
from gaia_plugin.core.errors import BadAnswer
from gaia_plugin.core.net import Session


def test_the_plugins_own_registry_starts_with_all_that_are_open() -> None:
    entries = load_registry()
    assert entries[0].id == "demo" and entries[0].url.startswith("file://")
    assert all(entry.enabled is not entry.closed for entry in entries)
    assert next(entry for entry in entries if entry.id == "peps").moved_to == "geodes"
    assert len({entry.id for entry in entries}) == len(entries)
    assert {entry.kind for entry in entries} <= set(ADAPTERS)
    assert all(entry.title("fr") and entry.title("en") for entry in entries)


def test_every_row_has_an_adapter() -> None:
    session = Session()
    for entry in load_registry():
        assert make_catalog(entry, session).entry is entry


def test_a_wrong_row_costs_itself_only(tmp_path: Path) -> None:
    rows: list[Any] = [
        {"id": "good", "kind": "csw", "url": "https://example.org/csw", "title": "Good"},
        {"id": "kind", "kind": "gopher", "url": "https://example.org"},
        {"id": "", "kind": "csw", "url": "https://example.org"},
        {"kind": "csw", "url": 3},
        "text",
        None,
    ]
    path = tmp_path / "catalogs.json"
    path.write_text(json.dumps(rows), encoding="utf-8")
    (entry,) = load_registry(path)
    assert entry.title("fr") == "Good"


@pytest.mark.parametrize("content", ["", "{}", "[", "<html>"])
def test_a_file_that_is_no_registry_is_said_to_be_none(tmp_path: Path, content: str) -> None:
    path = tmp_path / "catalogs.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BadAnswer, match=r"catalogs\.json"):
        load_registry(path)


@pytest.mark.parametrize(
    ("document", "kind"),
    [
        (
            {"stac_version": "1.0.0", "type": "Catalog", "links": [{"rel": "child", "href": "a.json"}]},
            "stac-static",
        ),
        ({"stac_version": "1.0.0", "links": [{"rel": "search", "href": "/search"}]}, "stac"),
        ({"conformsTo": ["https://api.stacspec.org/v1.0.0/core"], "links": []}, "stac"),
        ({"type": "FeatureCollection", "features": []}, ""),
        ({"links": "x"}, ""),
        ([], ""),
    ],
)
def test_kinds_are_read_off_an_answer(document: Any, kind: str) -> None:
    assert kind_of(json.dumps(document).encode()) == kind


@pytest.mark.parametrize("content", [b"", b"{", b"<html></html>", b"\xff\xfe", b"[" * 100000, b"{" * 100000])
def test_other_answers_have_no_kind(content: bytes) -> None:
    assert kind_of(content) == ""


def test_recorded_landings_are_recognised(recorded: Path) -> None:
    assert kind_of((recorded / "csw/capabilities.xml").read_bytes()) == "csw"
    assert kind_of((recorded / "fedeo/stac_landing.json").read_bytes()) == "stac"
    assert kind_of((recorded / "ogc/wms_130_nccs.xml").read_bytes()) == "wms"


def test_the_capabilities_address_keeps_other_parameters() -> None:
    url = capabilities_url("https://example.org/csw?map=a%20b&request=GetRecords&SERVICE=csw")
    assert url == "https://example.org/csw?map=a+b&service=CSW&version=2.0.2&request=GetCapabilities"
