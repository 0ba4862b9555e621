"""The second step, and what is done with granules, over the embedded demonstration."""

from __future__ import annotations

import pytest
from qgis.core import QgsProject
from qgis.PyQt.QtCore import Qt

from gaia_plugin.gui.asset_dialog import AssetDialog
from gaia_plugin.gui.primary import make_primary


@pytest.fixture
def tab(controller, panel, found, wait_for):
    assert found("") >= 12
    rows = range(controller.model.rowCount())
    row = next(row for row in rows if "camargue" in controller.model.record(row).id)
    panel.results.setCurrentIndex(controller.model.index(row))
    panel.details.inside.click()
    tab = panel.details.granules
    wait_for(lambda: not controller.granules.search.running and tab.model.rowCount() > 0, 20)
    return tab


def test_granules_come_and_are_drawn(controller, tab):
    assert tab.model.rowCount() == controller.granules.footprints.count == 3
    assert "3 granules" in tab.status.text()
    assert "granules" in controller.granules.footprints.layer.name()


def test_granules_sort_by_date(tab):
    tab.table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    days = [tab.model.index(row, 0).data() for row in range(3)]
    assert days == sorted(days) and days[0].startswith("20")
    tab.table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    assert [tab.model.index(row, 0).data() for row in range(3)] == days[::-1]


def test_selection_is_shared_with_the_map(controller, tab):
    key = tab.model.record(1).key
    footprints = controller.granules.footprints
    footprints.layer.selectByIds([footprints.feature_of_key(key)])
    assert [record.key for record in tab.selected_records()] == [key]
    tab.table.clearSelection()
    assert footprints.layer.selectedFeatureCount() == 0
    assert not tab.add.isEnabled()


def test_another_dataset_takes_them_off_the_map(controller, panel, tab):
    panel.results.setCurrentIndex(controller.model.index(0))
    assert controller.granules.footprints.layer is None
    assert panel.details.tabs.currentWidget() is not tab or tab.model.rowCount() == 0


def test_add_to_map(controller, tab, wait_for, iface):
    tab.table.setCurrentIndex(tab.model.index(0, 0))
    tab.add.click()

    def streamed():
        return [
            one for one in QgsProject.instance().mapLayers().values() if one.customProperty("gaia/granule")
        ]

    wait_for(streamed, 20)
    assert streamed()[0].isValid()
    assert "on the map" in iface.said()


def test_assets_are_chosen_once_for_all(tab, tmp_path):
    tab.table.selectAll()
    dialog = AssetDialog(tab.selected_records())
    assert dialog.files.topLevelItemCount() >= 1
    dialog.folder.setText(str(tmp_path))
    chosen = dialog.chosen()
    assert len(chosen) == 3
    for place in range(dialog.files.topLevelItemCount()):
        dialog.files.topLevelItem(place).setCheckState(0, Qt.CheckState.Unchecked)
    assert dialog.chosen() == []
    assert not dialog.buttons.button(dialog.buttons.StandardButton.Ok).isEnabled()


def test_download_shows_its_row_and_its_end(controller, panel, tab, tmp_path, wait_for, iface):
    controller.settings.download_folder = str(tmp_path)
    record = tab.model.record(0)
    link = next(one for one in record.links if one.downloadable)
    controller.actions.download([record], link)
    transfers = controller.actions.transfers
    wait_for(lambda: not panel.transfers.isHidden(), 20)
    wait_for(lambda: "downloaded" in iface.said(), 20)
    (one,) = transfers.downloads.model.downloads()
    assert one.path.exists() and one.path.parent.is_relative_to(tmp_path)
    assert "1 done" in panel.transfers.open.said
    transfers.panel.clear.click()
    wait_for(panel.transfers.isHidden, 20)


def test_the_menu_offers_each_way_and_copies(controller, panel, tab, qgis_app):
    from qgis.PyQt.QtWidgets import QApplication

    from gaia_plugin.gui.record_menu import record_menu

    tab.table.selectAll()
    records, seen = tab.selected_records(), []
    menu = record_menu(records, controller.actions, seen.append, panel)
    actions = {action.text().replace("&", ""): action for action in menu.actions()}
    actions["Zoom to"].trigger()
    assert seen == [records]
    actions["Copy the identifier"].trigger()
    assert QApplication.clipboard().text().splitlines() == [record.id for record in records]
    assert actions["Download…"].isEnabled() and not actions["Copy the DOI"].isEnabled()
    assert "Show the granules" not in actions


@pytest.mark.parametrize("width", [500, 400, 320, 260])
def test_in_a_narrow_dock_buttons_give_up_their_words_and_none_is_clipped(tab, width, qgis_app):
    from qgis.PyQt.QtWidgets import QApplication

    tab.card.setText("Zeige die Eigenschaften")  # as long as in the longest language
    tab.add.setText("Ajouter à la carte")
    tab.download.setText("Télécharger…")
    make_primary(tab.add, False)
    make_primary(tab.add)
    tab.setParent(None)
    tab.show()
    for size in (900, width):
        tab.resize(size, 400)
        QApplication.processEvents()
        for button in (tab.card, tab.add, tab.download):
            words = button.fontMetrics().horizontalAdvance(button.text())
            assert button.width() >= words + (8 if button.text() else 16), (size, button.objectName())
            assert button.text() or (button.accessibleName() and not button.icon().isNull())
        assert tab.add.text() == "Ajouter à la carte"
        assert bool(tab.card.text() and tab.download.text()) is (size == 900) or size == 500
    tab.close()
