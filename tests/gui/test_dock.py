"""The dock, driven as a person drives it, over the embedded demonstration."""

from __future__ import annotations

import pytest
from qgis.core import QgsProject
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from qgis.PyQt.QtGui import QColor, QMouseEvent, QPalette
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QPushButton, QToolButton, QWidget

from gaia_plugin.bridge.results_model import ResultsModel


def test_first_start_says_what_to_do(panel):
    assert "demonstration" in panel.results.empty_text
    assert panel.search.sources.checked() == ["demo"]
    assert panel.search.sources.value.startswith("1/")
    assert panel.details.isHidden()


def test_words_and_enter_find_and_draw(controller, panel, found):
    everything = found("")
    assert everything >= 12
    assert controller.footprints.count >= 12
    assert 0 < found("snow") < everything
    assert any("now" in controller.model.record(row).title for row in range(controller.model.rowCount()))
    assert panel.status.said == (
        "1 dataset" if controller.model.rowCount() == 1 else f"{controller.model.rowCount()} datasets"
    )
    assert panel.search.text.completer().model().stringList()[0] == "snow"


def test_nothing_found_names_the_limits(panel, found):
    assert found("zzzz qqqq") == 0
    assert "zzzz qqqq" in panel.results.empty_text


def test_no_source_is_said_and_not_searched(controller, panel, iface):
    panel.search.sources.popup.none.click()
    assert "Sources" in panel.results.empty_text
    controller.start()
    assert not controller.search.running
    assert "Sources" in iface.said()


def test_only_the_keyboard(controller, panel, found, iface, wait_for):
    found("")
    window = panel.window()
    window.activateWindow()
    panel.results.setFocus()
    QTest.keyClick(panel.results, Qt.Key.Key_Home)
    QTest.keyClick(panel.results, Qt.Key.Key_Down)
    assert controller.selection.keys == [controller.model.record(1).key]
    assert not panel.details.isHidden()
    assert panel.details.record == controller.model.record(1)
    before = iface.canvas.extent()
    QTest.keyClick(panel.results, Qt.Key.Key_Return)
    assert iface.canvas.extent() != before
    panel.search.text.setFocus()
    seen = []
    for _ in range(9):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget().objectName())
    expected = ["go", "area", "period", "sources", "status", "sort", "more", "results"]
    assert [name for name in seen if name in expected] == expected


def test_find_shortcut_comes_back_to_the_box(panel, found):
    found("")
    panel.results.setFocus()
    QTest.keyClick(panel.results, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.focusWidget() is panel.search.text


def test_escape_cancels_a_search(controller, panel, wait_for):
    wait_for(lambda: controller._ready, 20)
    controller.start()
    assert controller.search.running
    assert panel.search.go.text() == "Cancel"
    assert not panel.busy.isHidden()
    panel.search.text.setFocus()
    QTest.keyClick(panel.search.text, Qt.Key.Key_Escape)
    assert not controller.search.running
    assert panel.search.go.text() == "Search"
    assert panel.busy.isHidden()
    assert "ancelled" in panel.status.said
    assert "cancelled" in panel.results.empty_text


def test_selection_is_one_thing_for_list_and_map(controller, panel, found):
    found("")
    key = controller.model.record(3).key
    controller.footprints.layer.selectByIds([controller.footprints.feature_of_key(key)])
    assert [record.key for record in panel.results.selected_records()] == [key]
    assert panel.details.record.key == key
    other = controller.model.index(5)
    panel.results.setCurrentIndex(other)
    chosen = controller.footprints.layer.selectedFeatureIds()
    assert [controller.footprints.key_of_feature(fid) for fid in chosen] == [
        other.data(ResultsModel.Role.KEY)
    ]


def test_hover_marks_the_map(controller, panel, found, iface):
    found("")
    bands = len(iface.canvas.scene().items())
    place = panel.results.visualRect(controller.model.index(0)).center()
    move = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(place),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(panel.results.viewport(), move)
    assert controller.selection.hovered_key == controller.model.record(0).key
    assert len(iface.canvas.scene().items()) == bands + 1
    QApplication.sendEvent(panel.results, QEvent(QEvent.Type.Leave))
    assert len(iface.canvas.scene().items()) == bands


def test_sort_menu_sorts_and_is_remembered(controller, panel, found):
    found("")
    by_title = next(one for one in panel.sort.menu().actions() if "Title" in one.text())
    by_title.trigger()
    titles = [controller.model.record(row).title for row in range(controller.model.rowCount())]
    assert titles == sorted(titles, key=str.casefold)
    assert panel.sort_name == "title"


def test_status_line_opens_the_list_of_sources(panel, found):
    found("")
    assert panel.sourcesState.isHidden()
    panel.status.click()
    assert not panel.sourcesState.isHidden()
    row = panel.sourcesState._rows["demo"]
    assert row.title.text().startswith("Demonstration")
    assert row.state.text()


def test_clear_forgets(controller, panel, found):
    found("")
    panel.clearResults.trigger()
    assert controller.model.rowCount() == controller.footprints.count == 0
    assert "demonstration" in panel.results.empty_text


def test_area_limits_the_search(controller, panel, found):
    from gaia_plugin.core.model import Area

    everything = found("")
    panel.search.area.set_area(Area.bbox(4.0, 43.0, 5.0, 44.0, "Camargue"))
    assert 0 < found("") < everything
    assert panel.search.area.value == "Camargue"
    assert controller.query.area is not None


@pytest.mark.parametrize("width", [340, 420])
def test_fits_a_narrow_dock(plugin, panel, found, width):
    found("")
    panel.results.setCurrentIndex(panel.results.model().index(0, 0))
    plugin.dock.setFloating(True)
    plugin.dock.resize(width, 620)
    QApplication.processEvents()
    assert plugin.dock.width() <= width
    for widget in panel.findChildren(QWidget):
        if widget.isVisible() and isinstance(widget, (QPushButton, QToolButton)):
            right = widget.mapTo(panel, QPoint(widget.width(), 0)).x()
            assert right <= panel.width() + 1, widget.objectName()


def test_dark_palette_is_readable(qgis_app, plugin, panel, found):
    before = QApplication.palette()
    dark = QPalette()
    for role, color in (
        (QPalette.ColorRole.Window, "#303030"), (QPalette.ColorRole.Base, "#222222"),
        (QPalette.ColorRole.Text, "#dddddd"), (QPalette.ColorRole.WindowText, "#dddddd"),
        (QPalette.ColorRole.Button, "#3a3a3a"), (QPalette.ColorRole.ButtonText, "#dddddd"),
    ):  # fmt: skip
        dark.setColor(role, QColor(color))
    QApplication.setPalette(dark)
    try:
        found("")
        panel.results.setCurrentIndex(panel.results.model().index(2, 0))
        QApplication.processEvents()
        row = panel.results.visualRect(panel.results.model().index(0, 0))
        image = panel.results.viewport().grab(row).toImage()
        tones = [
            image.pixelColor(x, y).lightness()
            for x in range(70, row.width() - 4, 2)
            for y in range(4, row.height() - 4, 2)
        ]
        assert sorted(tones)[len(tones) // 2] < 70  # the ground
        assert max(tones) > 170  # the letters
        assert "color:#" in panel.details.overview.toHtml().replace(" ", "")
    finally:
        QApplication.setPalette(before)


def test_unload_leaves_nothing(iface, qgis_app, wait_for):
    from qgis.PyQt.QtCore import QObject

    from gaia_plugin.plugin import GaiaPlugin

    def census():
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        return (
            len(iface.window.findChildren(QObject)),
            len(iface.canvas.scene().items()),
            len(iface.menu.actions()) + len(iface.toolbar.actions()),
            len(QgsProject.instance().mapLayers()),
            iface.canvas.mapTool() is iface.pan,
        )

    counts = []
    for turn in range(4):
        plugin = GaiaPlugin(iface)
        plugin.initGui()
        plugin.show()
        wait_for(lambda plugin=plugin: plugin.dock.widget(), 20)
        controller = plugin.dock.controller
        wait_for(lambda controller=controller: controller._ready, 20)
        controller.start()
        wait_for(lambda controller=controller: controller.model.rowCount() > 0, 20)
        controller.panel.search.area.draw_rectangle()
        plugin.unload()
        QCoreApplication.processEvents()
        counts.append(census())
        assert plugin.dock is None and turn == len(counts) - 1
    assert counts[1] == counts[2] == counts[3]
    assert counts[0][1:] == counts[3][1:] and counts[0][1:][1:] == (0, 0, True)


def test_the_dock_is_made_between_turns_and_not_where_it_was_closed_again(iface, wait_for):
    from gaia_plugin.gui.dock import GaiaDock

    dock = GaiaDock(iface)
    iface.window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
    dock.show()
    assert dock.controller is None, "QGIS goes on first"
    dock.hide()
    for _ in range(20):
        QCoreApplication.processEvents()
    assert dock.controller is None
    dock.show()
    wait_for(dock.widget, 20)
    assert dock.widget() is dock.panel
    dock.shut()
    dock.show()
    for _ in range(20):
        QCoreApplication.processEvents()
    assert dock.controller is None, "it is gone"
    dock.deleteLater()


def test_the_whole_record_is_shown_when_it_arrives(panel, controller, found, wait_for):
    """Some catalogues list a part of their records: the rest comes when one is looked at."""
    from dataclasses import replace

    found("")
    catalog = controller.catalogs(["demo"])[0]
    catalog.complete = lambda dataset, cancel=None: replace(dataset, abstract="All of it", license="MIT")
    panel.results.setCurrentIndex(controller.model.index(0, 0))
    wait_for(lambda: "All of it" in panel.details.overview.toPlainText())
    assert controller.model.record(0).license == "MIT"
