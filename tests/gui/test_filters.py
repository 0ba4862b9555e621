"""Filters on granules and the card of one: what a catalogue offers is offered, and becomes the query."""

from __future__ import annotations

import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest

from gaia_plugin.core.catalogs.base import Queryable
from gaia_plugin.core.catalogs.federation import State, Status
from gaia_plugin.core.model import Granule, Link, LinkKind, PropertyFilter
from gaia_plugin.gui.filter_rows import AtMostRow, ChoiceRow, RangeRow, TextRow, rows_for
from gaia_plugin.gui.filters_button import FiltersButton
from gaia_plugin.gui.granule_card import GranuleCard

OFFER = (
    Queryable("gsd", "", "number", 10.0, 60.0, ("10", "60")),
    Queryable("s2:mgrs_tile", "Tile"),
    Queryable("view:sun_elevation", "", "number"),
    Queryable("platform", values=("a", "b")),
    Queryable("instruments", values=("msi",)),
    Queryable("eo:bands", kind="array"),
    Queryable("eo:cloud_cover", "Cloud Cover", "number", 0.0, 100.0, unit="%"),
    Queryable("night", kind="boolean"),
)


def test_each_property_has_the_widget_that_fits(qgis_app):
    rows = {row.queryable.name: row for row in rows_for(OFFER)}
    assert next(iter(rows)) == "eo:cloud_cover"
    assert {name: type(row) for name, row in rows.items()} == {
        "eo:cloud_cover": AtMostRow, "platform": ChoiceRow, "gsd": ChoiceRow, "night": ChoiceRow,
        "s2:mgrs_tile": TextRow, "view:sun_elevation": RangeRow,
    }  # fmt: skip
    assert all(row.conditions() == [] for row in rows.values())
    rows["eo:cloud_cover"].slider.setValue(20)
    rows["gsd"].choice.setCurrentIndex(2)
    rows["night"].choice.setCurrentIndex(1)
    rows["view:sun_elevation"].least.setText("12,5")
    rows["view:sun_elevation"].most.setText("x")
    rows["s2:mgrs_tile"].text.setText("31T*")
    found = [one for row in rows.values() for one in row.conditions()]
    assert set(found) == {
        PropertyFilter("eo:cloud_cover", "<=", 20), PropertyFilter("gsd", "=", 60.0),
        PropertyFilter("night", "=", True), PropertyFilter("view:sun_elevation", ">=", 12.5),
        PropertyFilter("s2:mgrs_tile", "like", "31T%"),
    }  # fmt: skip
    rows["s2:mgrs_tile"].text.setText("31TCJ")
    assert rows["s2:mgrs_tile"].conditions() == [PropertyFilter("s2:mgrs_tile", "=", "31TCJ")]
    for row in rows.values():
        row.clear()
    assert all(row.conditions() == [] for row in rows.values())


def test_the_button_is_there_only_where_something_is_offered(qgis_app):
    button, changes = FiltersButton(), []
    button.changed.connect(lambda: changes.append(button.filters))
    assert button.isHidden()
    button.offer((Queryable("eo:bands", kind="array"),))
    assert button.isHidden()
    button.offer(OFFER)
    assert not button.isHidden() and button.text().startswith("Filters ")
    button._open()
    QTest.keyClick(button.popup.rows[0].slider, Qt.Key.Key_PageDown)
    button.popup.apply.click()
    assert changes == [(PropertyFilter("eo:cloud_cover", "<=", 90),)] and "(1)" in button.text()
    assert button.popup.isHidden()
    button._open()
    button.popup.apply.click()
    assert len(changes) == 1  # nothing new is asked for
    button.popup.clear.click()
    assert changes[-1] == () and button.text().startswith("Filters ▾")


@pytest.fixture
def tab(controller, panel, found, wait_for):
    found("snow")
    panel.results.setCurrentIndex(controller.model.index(0, 0))
    panel.details.open_granules()
    tab = panel.details.granules
    wait_for(lambda: tab.model.rowCount() == 6 and not controller.granules.search.running, 20)
    return tab


def test_filters_become_the_query_and_are_accounted_for(tab, controller, panel, found, wait_for):
    """The demonstration catalogue is static: the plugin filters, and says so."""
    wait_for(lambda: not controller.granules._offers.running)

    tab.filters.offer((Queryable("gsd", "", "number"),))
    row = next(one for one in tab.filters.popup.rows if one.queryable.name == "gsd")
    row.least.setText("1000000")
    tab.filters.popup.apply.click()
    wait_for(lambda: not controller.granules.search.running and tab.model.rowCount() == 0, 20)
    assert "lift a filter" in tab.status.text() and "Filtered here by pixel size" in tab.status.text()
    assert controller.granules.search.statuses["demo"].state is State.DONE
    tab.filters.popup.clear.click()
    wait_for(lambda: tab.model.rowCount() == 6, 20)
    assert "Filtered" not in tab.status.text()


def test_what_the_server_and_the_plugin_filtered_is_said(tab):
    tab.filters.filters = (PropertyFilter("eo:cloud_cover", "<=", 20), PropertyFilter("platform", "=", "a"))
    tab.show_status(
        Status("demo", "D", State.DONE, 6, filtered_by_server=frozenset({"eo:cloud_cover", "area"}),
               filtered_by_client=frozenset({"platform"}))
    )  # fmt: skip
    text = tab.status.text()
    assert "The server filtered by cloud cover." in text and "Filtered here by platform" in text


def test_filters_of_one_dataset_are_not_those_of_the_next(tab, controller, panel):
    tab.filters.offer(OFFER)
    tab.filters.filters = (PropertyFilter("platform", "=", "a"),)
    controller.granules.show(panel.details.record)
    assert tab.filters.filters == ()


def test_the_card_shows_one_granule_and_follows(tab, controller, wait_for):
    assert not tab.card.isEnabled()
    tab.table.setCurrentIndex(tab.model.index(0, 0))
    tab.card.click()
    card = controller.granules._card
    first = tab.model.record(0)
    assert card.isVisible() and first.title in card.windowTitle()
    assert first.id in card.overview.toPlainText() and "Properties" in card.overview.toPlainText()
    tab.table.setCurrentIndex(tab.model.index(1, 0))
    assert card.record == tab.model.record(1)
    controller.granules.leave()
    assert card.isHidden()


def test_the_card_shows_properties_and_files(panel):
    card, asked = GranuleCard(panel), []
    card.linkWanted.connect(lambda *what: asked.append(what))
    link = Link("http://h.example/b4.tif", LinkKind.DOWNLOAD, key="B04")
    record = Granule(id="g", title="G", properties={"platform": "sentinel-2a", "n": 3}, links=(link,))
    card.show_record(record, {})
    assert "sentinel-2a" in card.overview.toPlainText()
    card.access.rows.itemAt(1).widget().action.click()
    assert asked == [("download", record, link)]


def test_granules_stay_when_their_dataset_is_completed(tab, panel, controller, wait_for):
    from dataclasses import replace

    searches = []
    controller.granules.search.started.connect(lambda: searches.append(1))
    panel.details.update_record(replace(panel.details.record, abstract="more"))
    panel.details.tabs.setCurrentWidget(panel.details.overview)
    assert "more" in panel.details.overview.toPlainText()
    panel.details.open_granules()
    assert searches == [] and tab.model.rowCount() == 6
