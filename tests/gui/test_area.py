"""Areas from the map: projections, the antimeridian, poles, drawing, typing."""

from __future__ import annotations

import math

import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QDialogButtonBox

from gaia_plugin.core.model import Area
from gaia_plugin.gui import areas
from gaia_plugin.gui.area_dialog import AreaDialog, degrees

M180 = math.pi * 6378137.0  # metres of EPSG:3857 at 180 degrees


def crs(code):
    return QgsCoordinateReferenceSystem(f"EPSG:{code}")


def bounds(rectangle, code):
    return areas.area_of_rectangle(QgsRectangle(*rectangle), crs(code), QgsProject.instance()).bounds


def test_lambert_93_becomes_degrees():
    west, south, east, north = bounds((600_000, 6_200_000, 800_000, 6_400_000), 2154)
    assert (west, south) == pytest.approx((1.75, 42.88), abs=0.15)
    assert (east, north) == pytest.approx((4.26, 44.71), abs=0.15)


@pytest.mark.parametrize(
    ("rectangle", "code", "expected"),
    [
        ((170, -20, 190, -10), 4326, (170, -20, -170, -10)),
        ((-190, -20, -170, -10), 4326, (170, -20, -170, -10)),
        ((170 / 180 * M180, -1e6, 190 / 180 * M180, 1e6), 3857, (170, -8.95, -170, 8.95)),
        ((-400, -100, 400, 100), 4326, (-180, -90, 180, 90)),
        ((-1.6 * M180, -M180, 1.6 * M180, M180), 3857, (-180, -85.06, 180, 85.06)),
        ((-2e6, -2e6, 2e6, 2e6), 3031, (-180, -90, 180, -64)),
        ((-2e6, -2e6, 2e6, 2e6), 3413, (-180, 64, 180, 90)),
    ],
)
def test_wide_views_antimeridian_and_poles(rectangle, code, expected):
    assert bounds(rectangle, code) == pytest.approx(expected, abs=1.0)


def test_an_empty_rectangle_is_refused():
    with pytest.raises(ValueError):
        areas.area_of_rectangle(QgsRectangle(), crs(4326), QgsProject.instance())


def test_a_polygon_over_the_antimeridian_is_split():
    ring = [QgsPointXY(x, y) for x, y in ((175, -20), (185, -20), (185, -10), (175, -10), (175, -20))]
    shape = QgsGeometry.fromPolygonXY([ring])
    area = areas.area_of_polygon(shape, crs(4326), QgsProject.instance())
    assert area.geometry["type"] == "MultiPolygon"
    assert area.bounds == pytest.approx((175, -20, -175, -10))
    assert not area.intersects({"type": "Point", "coordinates": [0, -15]})


def test_selected_features_are_searched_by_their_shape_or_extent():
    project = QgsProject.instance()
    triangle = QgsGeometry.fromWkt("POLYGON((0 0, 10 0, 0 10, 0 0))")
    area = areas.area_of_features([triangle], crs(4326), project)
    assert not area.is_box and area.bounds == (0, 0, 10, 10)
    spot = areas.area_of_features([QgsGeometry.fromPointXY(QgsPointXY(3, 44))], crs(4326), project)
    west, south, east, north = spot.bounds
    assert west < 3 < east and south < 44 < north and east - west < 0.1
    with pytest.raises(ValueError):
        areas.area_of_features([QgsGeometry()], crs(4326), project)


def test_the_world_can_be_drawn_in_web_mercator():
    shape = areas.drawable(Area.bbox(-180, -90, 180, 90), crs(3857), QgsProject.instance())
    box = shape.boundingBox()
    assert box.isFinite() and box.width() == pytest.approx(2 * M180, rel=1e-3)


def drag(canvas, first, last):
    port = canvas.viewport()
    QTest.mousePress(port, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(*first))
    QTest.mouseMove(port, QPoint(*last))
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(*last))


def click(canvas, place, button=Qt.MouseButton.LeftButton):
    QTest.mouseClick(canvas.viewport(), button, Qt.KeyboardModifier.NoModifier, QPoint(*place))


def test_drag_a_rectangle(panel, iface):
    canvas, button = iface.canvas, panel.search.area
    items = len(canvas.scene().items())
    button.draw_rectangle()
    assert canvas.mapTool() is not iface.pan
    drag(canvas, (100, 100), (300, 250))
    assert canvas.mapTool() is iface.pan
    transform = canvas.getCoordinateTransform()
    corner = transform.toMapCoordinates(100, 250)
    assert button.area().bounds[:2] == pytest.approx((corner.x(), corner.y()), abs=0.1)
    assert button.value == "Drawn rectangle"
    assert len(canvas.scene().items()) == items + 1
    button.set_area(None)
    assert button.value == "anywhere" and len(canvas.scene().items()) == items


def test_a_click_is_no_rectangle_and_esc_gives_the_tool_back(panel, iface):
    panel.search.area.draw_rectangle()
    click(iface.canvas, (100, 100))
    assert iface.canvas.mapTool() is not iface.pan
    QTest.keyClick(iface.canvas, Qt.Key.Key_Escape)
    assert iface.canvas.mapTool() is iface.pan
    assert panel.search.area.area() is None


@pytest.mark.parametrize("close", ["right click", "enter"])
def test_click_a_polygon(panel, iface, close):
    panel.search.area.draw_polygon()
    for place in ((100, 100), (300, 100), (200, 300)):
        click(iface.canvas, place)
    if close == "enter":
        QTest.keyClick(iface.canvas, Qt.Key.Key_Return)
    else:
        click(iface.canvas, (200, 300), Qt.MouseButton.RightButton)
    area = panel.search.area.area()
    assert area is not None and not area.is_box
    assert len(area.geometry["coordinates"][0]) == 4
    assert iface.canvas.mapTool() is iface.pan


def test_two_corners_are_no_polygon(panel, iface):
    panel.search.area.draw_polygon()
    click(iface.canvas, (100, 100))
    click(iface.canvas, (300, 100))
    QTest.keyClick(iface.canvas, Qt.Key.Key_Return)
    assert panel.search.area.area() is None and iface.canvas.mapTool() is not iface.pan


def test_the_map_extent_is_read_when_asked(panel, iface):
    button = panel.search.area
    button.follow_map()
    iface.canvas.setExtent(QgsRectangle(0, 40, 10, 45))
    west, _, east, _ = button.area().bounds
    assert west <= 0 and east >= 10
    iface.canvas.setExtent(QgsRectangle(100, 40, 110, 45))
    assert button.area().bounds[0] > 90


def test_selection_and_layer_extent_from_the_menu(panel, iface):
    layer = QgsVectorLayer("Polygon?crs=EPSG:4326", "Parcels & fields", "memory")
    feature = QgsFeature()
    feature.setGeometry(QgsGeometry.fromWkt("POLYGON((0 0, 10 0, 0 10, 0 0))"))
    layer.dataProvider().addFeatures([feature])
    layer.updateExtents()
    QgsProject.instance().addMapLayer(layer)
    button = panel.search.area
    button._menu.aboutToShow.emit()
    selected = next(one for one in button._menu.actions() if "elected" in one.text())
    assert not selected.isEnabled()
    layer.selectAll()
    iface.active = layer
    button._menu.aboutToShow.emit()
    selected = next(one for one in button._menu.actions() if "elected" in one.text())
    assert selected.isEnabled()
    selected.trigger()
    assert not button.area().is_box
    button.set_area(None)
    button._layers.actions()[0].trigger()
    assert button.area().is_box and button.value == "Parcels & fields"


def dialog_with(west, south, east, north):
    dialog = AreaDialog()
    for field, text in zip(
        (dialog.west, dialog.south, dialog.east, dialog.north), (west, south, east, north)
    ):
        field.setText(text)
    return dialog


def test_typed_coordinates(qgis_app):
    dialog = dialog_with("5,5", "44", "8", "46.5")
    assert dialog.area.bounds == (5.5, 44, 8, 46.5)
    dialog = dialog_with("170", "-20", "-175", "-10")
    assert dialog.area.bounds == (170, -20, -175, -10)
    assert "antimeridian" in dialog.message.text()


@pytest.mark.parametrize(
    "texts",
    [
        ("", "0", "1", "1"),
        ("x", "0", "1", "1"),
        ("0", "2", "1", "1"),
        ("0", "-91", "1", "1"),
        ("5", "0", "5", "1"),
    ],
)
def test_what_is_no_box_is_said_and_not_accepted(qgis_app, texts):
    dialog = dialog_with(*texts)
    assert dialog.area is None and dialog.message.text()
    assert not dialog.buttons.button(QDialogButtonBox.StandardButton.Ok).isEnabled()


def test_four_numbers_can_be_pasted(qgis_app):
    dialog = AreaDialog()
    dialog.west.setText("[1.5, 42, 3, 43.25]")
    assert dialog.area.bounds == (1.5, 42, 3, 43.25)
    dialog.west.setText("1,5 42 3 43,25")
    assert dialog.area.bounds == (1.5, 42, 3, 43.25)


def test_degrees_with_letters():
    assert degrees("12° W") == -12 and degrees("4.5O") == -4.5 and degrees("-3") == -3
