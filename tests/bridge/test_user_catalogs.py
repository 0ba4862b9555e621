"""The user's registry file: read, written, corrected, imported; and what others write into it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsSettings

from gaia_plugin.bridge.qgis_connections import qgis_connections
from gaia_plugin.bridge.user_catalogs import UserCatalogs
from gaia_plugin.core.catalogs.base import CatalogEntry
from gaia_plugin.core.catalogs.registry import load_registry
from gaia_plugin.core.catalogs.rows import vetted
from gaia_plugin.core.errors import BadAnswer, CannotWrite

MINE = CatalogEntry(
    "mine", "csw", "https://example.org/csw", {"en": "Mine", "fr": "Le mien"}, languages=("fr",)
)


@pytest.fixture
def catalogs(tmp_path: Path) -> UserCatalogs:
    return UserCatalogs(tmp_path / "gaia_data" / "catalogs.json")


def written(catalogs: UserCatalogs) -> Any:
    return json.loads(catalogs.path.read_text("utf-8"))


def entries(catalogs: UserCatalogs) -> dict[str, CatalogEntry]:
    return {entry.id: entry for entry in catalogs.entries()}


def put(catalogs: UserCatalogs, content: str) -> None:
    catalogs.path.parent.mkdir(parents=True, exist_ok=True)
    catalogs.path.write_text(content, "utf-8")


def test_without_a_file_there_are_the_plugins(catalogs: UserCatalogs) -> None:
    assert catalogs.entries() == load_registry() and catalogs.own() == set()


def test_what_is_saved_is_read_back(catalogs: UserCatalogs) -> None:
    catalogs.save(MINE)
    assert entries(catalogs)["mine"] == MINE
    assert catalogs.own() == {"mine"}
    catalogs.remove("mine")
    assert "mine" not in entries(catalogs) and written(catalogs) == []


def test_what_is_not_understood_is_kept(catalogs: UserCatalogs) -> None:
    strange = [
        {"id": "later", "kind": "gopher", "url": "gopher://example.org"},
        "a remark",
        {"id": "mine", "kind": "csw", "url": "https://old.example/csw", "colour": "#123456", "dialect": "x"},
    ]
    put(catalogs, json.dumps(strange))
    catalogs.save(MINE)
    assert written(catalogs)[:2] == strange[:2]
    saved = written(catalogs)[2]
    assert saved["colour"] == "#123456" and saved["url"] == MINE.url and "dialect" not in saved
    catalogs.remove("mine")
    assert written(catalogs) == strange[:2]


def test_a_correction_writes_only_what_differs(catalogs: UserCatalogs) -> None:
    before = entries(catalogs)["odatis"]
    moved = CatalogEntry(**{**before.__dict__, "url": "https://moved.example/geonetwork"})
    catalogs.save(moved)
    assert written(catalogs) == [{"id": "odatis", "url": "https://moved.example/geonetwork"}]
    after = entries(catalogs)["odatis"]
    assert after == moved and after.options == before.options and after.notes == before.notes
    assert catalogs.preset("odatis") == before
    catalogs.remove("odatis")
    assert entries(catalogs)["odatis"] == before


def test_another_protocol_forgets_what_only_the_other_understood(catalogs: UserCatalogs) -> None:
    put(catalogs, json.dumps([{"id": "odatis", "kind": "csw", "url": "https://moved.example/csw"}]))
    after = entries(catalogs)["odatis"]
    assert after.kind == "csw" and after.options == {} and after.title("fr") == "ODATIS (océan)"


def test_a_wrong_correction_leaves_the_row_as_it_was(catalogs: UserCatalogs) -> None:
    put(catalogs, json.dumps([{"id": "aeris", "url": 3}, {"id": "odatis", "kind": "gopher"}, {"url": "x"}]))
    assert catalogs.entries() == load_registry()


def test_a_name_may_be_corrected_and_the_demonstration_stays_where_it_is(catalogs: UserCatalogs) -> None:
    put(catalogs, json.dumps([{"id": "demo", "title": "Mine"}]))
    demo = entries(catalogs)["demo"]
    assert demo.title("en") == "Mine" and demo.url == load_registry()[0].url


@pytest.mark.parametrize("content", ["", "{}", "[", "null", "[" * 100_000, "\x00", '"text"'])
def test_a_broken_file_costs_the_users_rows_and_is_not_lost(catalogs: UserCatalogs, content: str) -> None:
    put(catalogs, content)
    assert catalogs.entries() == load_registry()
    catalogs.save(MINE)
    assert entries(catalogs)["mine"] == MINE
    assert catalogs.path.with_name("catalogs.json.unreadable").read_text("utf-8") == content


def test_a_file_is_whole_or_as_it_was(catalogs: UserCatalogs, monkeypatch: pytest.MonkeyPatch) -> None:
    catalogs.save(MINE)
    before = catalogs.path.read_bytes()

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(CannotWrite, match="space"):
        catalogs.remove("mine")
    assert catalogs.path.read_bytes() == before
    assert os.listdir(catalogs.path.parent) == ["catalogs.json"]


def test_a_folder_in_the_files_place_is_an_error_in_a_sentence(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", "utf-8")
    with pytest.raises(CannotWrite):
        UserCatalogs(blocked / "catalogs.json").save(MINE)


def test_a_file_is_imported_over_what_is_there(catalogs: UserCatalogs, tmp_path: Path) -> None:
    catalogs.save(MINE)
    update = [
        {"id": "mine", "kind": "csw", "url": "https://new.example/csw"},
        {"id": "geodes", "url": "https://moved.example/stac"},
        {"id": "other", "kind": "stac", "url": "https://o.example/stac", "max_connections": 500},
        {"id": "bad id", "kind": "stac", "url": "https://o.example/stac"},
        {"id": "script", "kind": "stac", "url": "javascript:alert(1)"},
        {"id": "unc", "kind": "stac-static", "url": "file://server/share/catalog.json"},
        {"id": "nothing"},
        7,
    ]
    path = tmp_path / "synthetic_update.json"
    path.write_text(json.dumps(update), "utf-8")
    result = catalogs.import_file(path)
    assert (result.added, result.replaced, result.refused) == (("other",), ("mine", "geodes"), 5)
    now = entries(catalogs)
    assert now["mine"].url == "https://new.example/csw" and now["mine"].title("fr") == "Le mien"
    assert now["geodes"].dialect == "geodes" and now["geodes"].url == "https://moved.example/stac"
    assert now["other"].max_connections == 8
    target = tmp_path / "out.json"
    assert catalogs.export_file(target) == 3
    again = UserCatalogs(tmp_path / "again" / "catalogs.json")
    again.import_file(target)
    assert again.entries() == catalogs.entries()


@pytest.mark.parametrize("content", ["[]", "[1]", "{}", "x", '[{"id": "a", "kind": "stac", "url": ""}]'])
def test_a_file_without_any_catalogue_is_refused(
    catalogs: UserCatalogs, tmp_path: Path, content: str
) -> None:
    path = tmp_path / "synthetic.json"
    path.write_text(content, "utf-8")
    with pytest.raises(BadAnswer, match=r"synthetic\.json"):
        catalogs.import_file(path)
    assert not catalogs.path.exists()


def test_a_huge_file_is_refused(catalogs: UserCatalogs, tmp_path: Path) -> None:
    path = tmp_path / "synthetic.json"
    path.write_text("[" + " " * 5_000_000 + "]", "utf-8")
    with pytest.raises(BadAnswer, match="too large"):
        catalogs.import_file(path)


def test_passwords_and_keys_of_an_imported_address_are_not_kept() -> None:
    row = {"id": "a", "kind": "csw", "url": "https://" + "name:word" + "@example.org/csw?token=1&map=x"}
    kept = vetted(row)
    assert kept is not None and kept["url"] == "https://example.org/csw?map=x"


def test_connections_of_qgis_are_read_without_their_passwords() -> None:
    settings = QgsSettings()
    keys = {
        "connections/stac/items/synthetic one/url": "https://one.example/stac",
        "qgis_stac/connections/0b5d/url": "https://two.example/stac",
        "qgis_stac/connections/0b5d/name": "Two",
        "MetaSearch/Three & more/url": "https://" + "u:p" + "@three.example/csw",
        "MetaSearch/again/url": "https://one.example/stac",
        "MetaSearch/broken/url": "not an address",
        "MetaSearch/Records/url": "https://records.example",
        "MetaSearch/Records/catalog-type": "OGC API - Records",
    }
    for key, value in keys.items():
        settings.setValue(key, value)
    try:
        found = {one.url: one for one in qgis_connections()}
        assert found["https://one.example/stac"].name == "synthetic one"
        assert found["https://two.example/stac"].name == "Two"
        assert found["https://three.example/csw"].where == "MetaSearch"
        assert found["https://records.example"].kind == ""
        assert len([one for one in found if "example" in one]) == 4
    finally:
        for group in ("connections/stac", "qgis_stac", "MetaSearch"):
            settings.remove(group)


def test_map_services_of_qgis_are_offered_too() -> None:
    from qgis.core import QgsOwsConnection

    settings = QgsSettings()
    # Where QGIS itself keeps them has moved between versions: both are written, it reads its own.
    keys = ("qgis/connections-wms/synthetic/url", "connections/ows/items/wms/connections/items/synthetic/url")
    for key in keys:
        settings.setValue(key, "https://maps.example/wms")
    try:
        assert "synthetic" in QgsOwsConnection.connectionList("WMS")
        (one,) = [one for one in qgis_connections() if one.where == "WMS"]
        assert (one.name, one.url) == ("synthetic", "https://maps.example/wms")
    finally:
        settings.remove("qgis/connections-wms/synthetic")
        settings.remove("connections/ows/items/wms/connections/items/synthetic")
