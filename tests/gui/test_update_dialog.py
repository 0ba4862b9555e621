"""Corrections of addresses: seen, accepted in part, taken back; from a file and from a server on loopback."""

from __future__ import annotations

import json

import pytest
from qgis.PyQt.QtCore import Qt

from gaia_plugin.bridge import user_catalogs
from gaia_plugin.bridge.settings import UPDATES_URL
from gaia_plugin.bridge.user_catalogs import UserCatalogs
from gaia_plugin.core.catalogs.registry import REGISTRY
from tests.support.faultserver import FaultServer, as_html, as_json, stall

SYNTHETIC = {
    "format": 1,
    "date": "2026-11-21",
    "rows": [
        {"id": "sextant", "url": "https://new.example/geonetwork"},
        {
            "id": "shom",
            "closed": True,
            "moved_to": "odatis",
            "note": {"en": "Closed in 2026.", "fr": "Fermé."},
        },
    ],
}


@pytest.fixture
def updates(tmp_path, monkeypatch, controller):
    path = tmp_path / "gaia_data" / "catalogs.json"
    monkeypatch.setattr(user_catalogs, "user_registry", lambda: path)
    controller.sources.open()
    controller.sources.dialog.exchange.open_updates()
    yield controller.sources.dialog.exchange.updates
    controller.sources.shut()


@pytest.fixture
def synthetic_file(tmp_path):
    path = tmp_path / "synthetic_corrections.json"
    path.write_text(json.dumps(SYNTHETIC), "utf-8")
    return path


def lines(dialog):
    rows = (dialog.tree.topLevelItem(place) for place in range(dialog.tree.topLevelItemCount()))
    return {
        row.text(0): [(row.child(at).text(0), row.child(at).text(1)) for at in range(row.childCount())]
        for row in rows
    }


def test_each_change_is_seen_accepted_and_taken_back(updates, synthetic_file, controller, panel):
    before = dict(controller.entries)
    updates.open_file(synthetic_file)
    assert lines(updates) == {
        "Sextant (Ifremer, sea and coast)": [
            ("address now", before["sextant"].url), ("becomes", "https://new.example/geonetwork")
        ],
        "Shom (hydrography, bathymetry)": [
            ("the service is", "closed; its data are in ODATIS (ocean)"), ("sentence", "Closed in 2026.")
        ],
    }  # fmt: skip
    assert "21 Nov 2026" in updates.message.text()
    assert updates.tree.topLevelItem(0).isFirstColumnSpanned()
    assert not updates.revoke.isEnabled()
    updates.tree.topLevelItem(0).setCheckState(0, Qt.CheckState.Unchecked)
    updates.accepting.click()
    assert controller.entries["shom"].closed and controller.entries["sextant"] == before["sextant"]
    assert updates.message.text() == "You accepted 1 correction." and not updates.accepting.isEnabled()
    updates.open_file(synthetic_file)
    assert list(lines(updates)) == ["Sextant (Ifremer, sea and coast)"]  # the other is no news any more
    updates.accepting.click()
    assert controller.entries["sextant"].url == "https://new.example/geonetwork"
    assert "shom" not in panel.search.sources.checked()
    assert UserCatalogs().entries() == list(controller.entries.values())  # after a restart, too
    updates.revoke.click()
    assert controller.entries == before and not UserCatalogs().updates_path.exists()
    assert updates.message.text() == "No correction was accepted so far."


def test_the_persons_own_correction_stays(updates, synthetic_file, controller):
    own = UserCatalogs()
    mine = user_catalogs.CatalogEntry(
        **{**controller.entries["sextant"].__dict__, "url": "https://mine.example"}
    )
    own.save(mine)
    updates.open_file(synthetic_file)
    assert ("but", "your own correction of this catalogue stays") in lines(updates)[mine.title()]
    updates.accepting.click()
    assert controller.entries["sextant"].url == "https://mine.example"
    own.remove("sextant")
    assert {one.id: one.url for one in own.entries()}["sextant"] == "https://new.example/geonetwork"


def test_a_correction_can_be_undone_by_hand_and_a_name_alone_pins_no_address(
    updates, synthetic_file, controller
):
    shipped = controller.entries["sextant"]
    updates.open_file(synthetic_file)
    updates.accepting.click()
    own = UserCatalogs()
    named = {**controller.entries["sextant"].__dict__, "titles": {"en": "Mine"}}
    own.save(user_catalogs.CatalogEntry(**named))
    assert own.rows() == [{"id": "sextant", "title": {"en": "Mine"}}]
    own.save(shipped)
    assert own.rows() == [{"id": "sextant", "url": shipped.url}]
    own.save(user_catalogs.CatalogEntry(**{**shipped.__dict__, "url": "https://new.example/geonetwork"}))
    assert own.rows() == []


def test_a_refused_file_says_why_and_offers_nothing(updates, synthetic_file, tmp_path):
    updates.open_file(synthetic_file)
    bad = tmp_path / "synthetic_bad.json"
    rows = [{"id": "geodes", "url": "https://keys.example/stac"}]
    bad.write_text(json.dumps({**SYNTHETIC, "rows": rows}), "utf-8")
    updates.open_file(bad)
    assert "synthetic_bad.json" in updates.message.text() and "another domain" in updates.message.text()
    assert lines(updates) == {} and not updates.accepting.isEnabled()
    updates.open_file(tmp_path / "none.json")
    assert "none.json" in updates.message.text()


def test_corrections_are_fetched_on_asking_only(updates, wait_for, controller):
    assert updates.url.text() == UPDATES_URL and controller.settings.updates_url == UPDATES_URL
    with FaultServer() as server:
        server.add("/c.json", as_json(SYNTHETIC))
        server.add("/page", as_html("<html>hello</html>"))
        server.add("/slow", stall())
        assert server.seen == []
        updates.url.setText(server.url("/c.json"))
        updates.look.click()
        wait_for(lambda: updates._job is None)
        assert len(lines(updates)) == 2 and controller.settings.updates_url == server.url("/c.json")
        updates.url.setText(server.url("/page"))
        updates.look.click()
        wait_for(lambda: updates._job is None)
        assert "127.0.0.1" in updates.message.text() and lines(updates) == {}
        updates.url.setText(server.url("/slow"))
        updates.look.click()
        assert updates.look.text() == "S&top"
        updates.look.click()
        assert updates.message.text() == "Stopped."
        updates.url.setText("http://elsewhere.example/c.json")
        updates.look.click()
        assert "https://" in updates.message.text() and updates._job is None


def test_the_plugins_own_file_of_corrections_can_be_read(qgis_app, tmp_path):
    catalogs = UserCatalogs(tmp_path / "catalogs.json")
    assert catalogs.read_changes(REGISTRY.with_name("corrections.json")).unknown == 0


def test_a_broken_file_in_the_profile_costs_the_corrections_only(qgis_app, tmp_path):
    catalogs = UserCatalogs(tmp_path / "catalogs.json")
    before = catalogs.entries()
    catalogs.updates_path.write_text('{"format": 1', "utf-8")
    assert catalogs.changes() == () and catalogs.entries() == before
