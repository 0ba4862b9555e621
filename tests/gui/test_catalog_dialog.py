"""The dialog of catalogues, with real widgets, a server on loopback and the keyboard."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit

from gaia_plugin.bridge import user_catalogs
from gaia_plugin.bridge.user_catalogs import UserCatalogs
from gaia_plugin.core.catalogs import detect
from gaia_plugin.core.errors import Cancelled
from gaia_plugin.gui import catalog_texts
from tests.gui.test_texts import french, translations  # noqa: F401
from tests.support.faultserver import FaultServer, Reply, as_json, stall

SYNTHETIC_STAC = {
    "stac_version": "1.0.0", "type": "Catalog", "id": "synthetic", "title": "Synthetic snow",
    "description": "-", "conformsTo": ["https://api.stacspec.org/v1.0.0/core",
                                       "https://api.stacspec.org/v1.0.0/item-search"],
    "links": [{"rel": "search", "href": "search", "type": "application/geo+json"},
              {"rel": "data", "href": "collections", "type": "application/json"}],
}  # fmt: skip

SYNTHETIC_SNOW = {
    "type": "Collection", "stac_version": "1.0.0", "id": "snow", "description": "-", "license": "other",
    "links": [], "extent": {"spatial": {"bbox": [[5, 44, 8, 46]]}, "temporal": {"interval": [[None, None]]}},
}  # fmt: skip


@pytest.fixture
def registry(tmp_path, monkeypatch):
    path = tmp_path / "gaia_data" / "catalogs.json"
    monkeypatch.setattr(user_catalogs, "user_registry", lambda: path)
    return path


@pytest.fixture
def server():
    with FaultServer() as running:
        running.add("/stac", as_json(SYNTHETIC_STAC))
        running.add("/collections", as_json({"collections": [SYNTHETIC_SNOW], "links": []}))
        yield running


@pytest.fixture
def dialog(registry, controller):
    controller.sources.open()
    yield controller.sources.dialog
    controller.sources.shut()


def rows(registry: Path):
    return json.loads(registry.read_text("utf-8"))


def select(dialog, key):
    for place in range(dialog.tree.topLevelItemCount()):
        heading = dialog.tree.topLevelItem(place)
        for at in range(heading.childCount()):
            if heading.child(at).data(0, Qt.ItemDataRole.UserRole) == key:
                dialog.tree.setCurrentItem(heading.child(at))
                return
    raise AssertionError(key)


def test_an_address_is_pasted_tested_and_saved_by_keyboard(
    dialog, registry, server, controller, panel, wait_for
):
    assert not dialog.save.isEnabled() and not dialog.test.isEnabled()
    QTest.keyClicks(dialog.url, server.url("/stac"))
    assert not dialog.save.isEnabled() and "Test the address" in dialog.problem.text()
    QTest.keyClick(dialog.url, Qt.Key.Key_Return)
    wait_for(lambda: dialog._job is None)
    assert "STAC API" in dialog.message.text() and "Synthetic snow" in dialog.message.text()
    assert "filters by" in dialog.message.text() and "1 dataset." in dialog.message.text()
    assert (dialog.name.text(), dialog.key.text()) == ("Synthetic snow", "synthetic-snow")
    assert dialog.save.isEnabled() and not dialog.problem.text()
    dialog.save.setFocus()
    QTest.keyClick(dialog.save, Qt.Key.Key_Space)
    (row,) = rows(registry)
    assert row["kind"] == "stac" and row["url"] == server.url("/stac") and "granules" in row["offers"]
    assert "synthetic-snow" in panel.search.sources.checked() and "demo" in panel.search.sources.checked()
    assert controller.entries["synthetic-snow"].title() == "Synthetic snow"
    assert "synthetic-snow" in controller.settings.catalogs
    dialog.add.click()
    dialog.url.setText(server.url("/stac/"))
    server.add("/stac/", as_json(SYNTHETIC_STAC))
    dialog.run_test()
    wait_for(lambda: dialog._job is None)
    assert "in the list already: Synthetic snow" in dialog.message.text()
    assert dialog.key.text() == "synthetic-snow-2"
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert controller.sources.dialog is None


def test_what_cannot_be_added_says_what_can_be_done(dialog, server, wait_for):
    server.add("/rest", as_json({"currentVersion": 10.9, "folders": [], "services": []}))
    dialog.url.setText(server.url("/rest"))
    dialog.run_test()
    wait_for(lambda: dialog._job is None)
    assert dialog.message.text() == detect.REASONS["arcgis"]
    assert not dialog.save.isEnabled() and "choose its protocol" in dialog.problem.text()


def test_no_key_is_written_into_the_file(dialog):
    for address in ("https://h.example/stac?token=1", "https://" + "name:word" + "@h.example/stac"):
        dialog.url.setText(address)
        dialog.kind.setCurrentIndex(dialog.kind.findData("stac"))
        dialog.name.setText("x")
        dialog.key.setText("x")
        assert not dialog.save.isEnabled() and "leave it out" in dialog.problem.text()


def test_one_that_is_there_but_cannot_be_searched_may_be_kept(dialog, server, wait_for):
    server.add("/collections", Reply(503))
    dialog.url.setText(server.url("/stac"))
    dialog.run_test()
    wait_for(lambda: dialog._job is None, 20)
    assert "could not be searched" in dialog.message.text() and "503" in dialog.message.text()
    assert dialog.save.isEnabled()


def test_a_failure_is_one_sentence(dialog, wait_for):
    dialog.url.setText("not an address")
    dialog.run_test()
    wait_for(lambda: dialog._job is None)
    assert dialog.message.text().endswith("not a web address") and not dialog.save.isEnabled()


def test_a_test_that_waits_is_stopped(dialog, server, wait_for):
    server.add("/slow", stall())
    dialog.url.setText(server.url("/slow"))
    dialog.test.click()
    assert dialog.test.text() == "S&top"
    job = dialog._job
    wait_for(lambda: server.seen)
    dialog.test.click()
    assert dialog.message.text() == "Stopped." and dialog.test.text() == "&Test"
    wait_for(lambda: job.error is not None, 2)


def test_the_answer_for_an_address_changed_meanwhile_is_not_taken(dialog, server, wait_for):
    dialog.url.setText(server.url("/stac"))
    dialog.run_test()
    job = dialog._job
    dialog.url.setText(server.url("/other"))
    wait_for(lambda: job.result is not None or job.error is not None)
    QApplication.processEvents()
    assert dialog._found is None and not dialog.save.isEnabled()


def test_a_preset_is_corrected_and_restored(dialog, registry, controller, wait_for):
    select(dialog, "aeris")
    assert not dialog.remove.isEnabled() and dialog.remove.text() == "&Restore"
    assert dialog.key.text() == "aeris" and not dialog.key.isEnabled()
    dialog.url.setText("https://moved.example/csw")
    assert dialog.save.isEnabled()  # its protocol is known: it need not be asked
    controller.catalogs(["aeris"])
    dialog.save.click()
    assert rows(registry) == [{"id": "aeris", "url": "https://moved.example/csw"}]
    assert controller.entries["aeris"].url == "https://moved.example/csw"
    assert controller.catalogs(["aeris"])[0].entry.url == "https://moved.example/csw"
    assert "corrected" in dialog.tree.currentItem().text(0)
    dialog.remove.click()
    assert rows(registry) == []
    assert "sedoo" in controller.entries["aeris"].url and "sedoo" in dialog.url.text()


def test_own_catalogues_are_changed_and_removed(dialog, registry, controller, panel):
    dialog.url.setText("https://a.example/wms")
    dialog.kind.setCurrentIndex(dialog.kind.findData("wms"))
    assert "name" in dialog.problem.text()
    dialog.name.setText("Mine")
    dialog.key.setText("demo")
    assert "already" in dialog.problem.text()
    dialog.key.setText("with space")
    assert not dialog.save.isEnabled()
    dialog.key.setText("mine")
    dialog.group.setCurrentIndex(dialog.group.findData("ocean"))
    dialog.save.click()
    assert controller.entries["mine"].compartments == ("ocean",)
    dialog.name.setText("Still mine")
    dialog.save.click()
    assert controller.entries["mine"].title() == "Still mine" and len(rows(registry)) == 1
    dialog.remove.click()
    assert rows(registry) == [] and "mine" not in panel.search.sources.checked()
    assert not dialog.name.text()


def test_files_are_imported_and_exported(dialog, registry, controller, tmp_path, monkeypatch):
    rows_ = [
        {"id": "new", "kind": "csw", "url": "https://n.example/csw", "title": "New"},
        {"id": "odatis", "url": "https://moved.example/geonetwork"},
        {"id": "bad", "kind": "gopher", "url": "https://b.example"},
    ]
    path = tmp_path / "synthetic_update.json"
    path.write_text(json.dumps(rows_), "utf-8")
    dialog.exchange.take_file(path)
    assert dialog.message.text() == "1 added, 1 corrected. 1 could not be used."
    assert controller.entries["odatis"].url == "https://moved.example/geonetwork"
    target = tmp_path / "out.json"
    monkeypatch.setattr(
        "gaia_plugin.gui.catalog_exchange.QFileDialog.getSaveFileName", lambda *_: (str(target), "")
    )
    dialog.exchange.ask_export()
    assert {row["id"] for row in rows(target)} == {"new", "odatis"}
    dialog.exchange.take_file(tmp_path / "none.json")
    assert "none.json" in dialog.message.text()


def test_connections_of_qgis_are_offered(dialog, server, wait_for):
    from qgis.core import QgsSettings

    QgsSettings().setValue("MetaSearch/synthetic/url", server.url("/stac"))
    try:
        dialog.exchange.fill_menu()
        (submenu,) = [one.menu() for one in dialog.exchange.menu.actions() if one.menu() is not None]
        (action,) = [one for one in submenu.actions() if one.text() == "synthetic (MetaSearch)"]
        action.trigger()
        wait_for(lambda: dialog._job is None)
        assert dialog.name.text() == "synthetic" and dialog._found.kind == "stac"
    finally:
        QgsSettings().remove("MetaSearch/synthetic")


def test_the_dialog_speaks_french(french, dialog, server, wait_for):  # noqa: F811
    dialog.url.setText(server.url("/stac"))
    dialog.run_test()
    wait_for(lambda: dialog._job is None)
    assert dialog.windowTitle() == "Catalogues" and dialog.test.text() == "&Tester"
    assert "Trouvé\u00a0: API STAC, «\u00a0Synthetic snow\u00a0»." in dialog.message.text()
    assert "1 jeu de données." in dialog.message.text() and "zone, période" in dialog.message.text()
    sources = {source.replace("&", "") for _, source in translations()}
    same = {source.replace("&", "") for (_, source), french in translations().items() if source == french}
    texts = [one.text() for one in dialog.findChildren((QAbstractButton, QLabel))]
    texts += [one.placeholderText() for one in dialog.findChildren(QLineEdit)]
    assert {text.replace("&", "") for text in texts if text} & (sources - same) == set()


def test_every_field_is_reached_by_the_tab_key_and_named(dialog):
    seen, widget = [], dialog.url
    dialog.url.setText("https://h.example")
    dialog.activateWindow()
    dialog.url.setFocus()
    for _ in range(16):
        seen.append(widget.objectName())
        QTest.keyClick(widget, Qt.Key.Key_Tab)
        widget = dialog.focusWidget()
    assert {"url", "test", "name", "kind", "group", "key", "closing", "filter", "tree", "add", "more"} <= set(
        seen
    )
    assert dialog.nameLabel.buddy() is dialog.name and dialog.tree.accessibleName()


def test_the_plugin_is_unloaded_while_an_address_is_asked(dialog, plugin, server, wait_for):
    server.add("/slow", stall())
    dialog.url.setText(server.url("/slow"))
    dialog.run_test()
    job = dialog._job
    wait_for(lambda: server.seen)
    plugin.unload()
    wait_for(lambda: job.error is not None, 3)
    assert isinstance(job.error, Cancelled)


def test_texts_of_strangers_are_plain(dialog):
    for label in (dialog.message, dialog.problem, dialog.heading):
        assert label.textFormat() == Qt.TextFormat.PlainText


def test_every_sentence_of_core_is_translated():
    assert set(catalog_texts.REASONS) == set(detect.REASONS.values())


def test_the_button_of_the_sources_opens_it(registry, controller, panel):
    panel.search.sources.popup.manage.click()
    assert controller.sources.dialog is not None and controller.sources.dialog.isVisible()
    controller.sources.shut()


def test_the_users_file_is_the_profiles(qgis_app):
    assert UserCatalogs().path.name == "catalogs.json" and UserCatalogs().path.parent.name == "gaia_data"


def test_several_services_at_one_address_are_said_and_one_is_chosen(dialog, registry, server, wait_for):
    from tests.core.test_siblings import synthetic_server

    server.add("/ows", synthetic_server)
    dialog.url.setText(server.url("/ows"))
    dialog.run_test()
    wait_for(lambda: dialog._job is None, 20)
    assert dialog.message.text().splitlines()[-1] == "Also there: WFS. Choose one as the protocol to take it."
    dialog.kind.setCurrentIndex(dialog.kind.findData("wfs"))
    dialog.keep()
    assert [row["kind"] for row in rows(registry)] == ["wfs"]


def test_the_form_says_what_is_recognised_and_what_a_row_is(dialog, controller):
    assert "GeoNetwork 4" in dialog.message.text() and "WMTS" in dialog.message.text()
    dialog.edit(controller.entries["seanoe"])
    assert controller.entries["seanoe"].note() in dialog.message.text()
    dialog.edit(controller.entries["peps"])
    assert "GEODES" in dialog.message.text() and not dialog.test.isEnabled() and not dialog.save.isEnabled()
    dialog.filter.setText("no such catalogue")
    assert all(dialog.tree.topLevelItem(place).isHidden() for place in range(2))
