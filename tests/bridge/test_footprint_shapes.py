"""The geometry of footprints, from GeoJSON to what is drawn."""

from __future__ import annotations

import math

import pytest
from qgis.core import QgsGeometry

from gaia_plugin.bridge.footprint_shapes import POLE, shape_of
from gaia_plugin.core.model import box_polygon
from tests.bridge.records import polygon

EARTH = 510_065_600  # km²


def drawn(footprint):
    shape = shape_of(footprint)
    geometry = QgsGeometry()
    geometry.fromWkb(shape.wkb)
    if geometry.isNull():
        raise ValueError("not well-known binary")
    return shape, geometry


def parts(geometry):
    return sorted(
        (box.xMinimum(), box.xMaximum()) for box in (p.boundingBox() for p in geometry.asGeometryCollection())
    )


def test_a_plain_polygon_is_what_it_was():
    shape, geometry = drawn(polygon((2, 48), (3, 48), (3, 49), (2, 49)))
    assert (shape.kind, shape.cut) == ("polygon", 0)
    assert geometry.asWkt() == "MultiPolygon (((2 48, 3 48, 3 49, 2 49, 2 48)))"
    assert shape.area == pytest.approx(111.19 * 111.19 * math.cos(math.radians(48.5)), rel=0.01)


def test_a_polygon_over_the_antimeridian_is_cut_there_and_draws_no_band():
    shape, geometry = drawn(polygon((176, -20), (-178, -19), (-179, -14), (175, -15)))
    assert parts(geometry) == [(-180, -178), (175, 180)]
    assert shape.cut == 1
    assert geometry.isGeosValid()
    assert shape.area < 500_000


def test_longitudes_beyond_180_are_brought_back():
    _, geometry = drawn(polygon((170, 10), (200, 12), (200, 25), (170, 20)))
    assert parts(geometry) == [(-180, -160), (170, 180)]
    _, geometry = drawn(polygon((350, 0), (360, 0), (360, 5), (350, 5)))
    assert parts(geometry) == [(-10, 0)]


def test_a_box_that_is_cut_already_stays_as_it_is():
    shape, geometry = drawn(box_polygon(170, -40, -170, -30))
    assert parts(geometry) == [(-180, -170), (170, 180)]
    assert shape.cut == 1


def test_a_wide_box_is_no_crossing():
    shape, geometry = drawn(box_polygon(-170, -60, 100, 60))
    assert parts(geometry) == [(-170, 100)]
    assert shape.area > 0.5 * EARTH


def test_the_world_is_the_world():
    shape, geometry = drawn(box_polygon(-180, -90, 180, 90))
    assert shape.area == pytest.approx(EARTH, rel=0.001)
    assert shape.cut == 2
    assert geometry.boundingBox().toString(2) == f"-180.00,-{POLE} : 180.00,{POLE}"


@pytest.mark.parametrize("start", [-175, -45, 15, 135])
@pytest.mark.parametrize("west_to_east", [True, False])
def test_a_ring_round_a_pole_is_closed_over_it_wherever_it_begins(start, west_to_east):
    turns = [start + (step if west_to_east else -step) for step in range(0, 360, 30)]
    ring = [((x + 180) % 360 - 180, 70 + 3 * math.cos(math.radians(2 * x))) for x in turns]
    shape, geometry = drawn(polygon(*ring))
    box = geometry.boundingBox()
    assert (box.xMinimum(), box.xMaximum(), box.yMaximum()) == (-180, 180, POLE)
    cap = EARTH * (1 - math.sin(math.radians(70))) / 2
    assert shape.area == pytest.approx(cap, rel=0.1)
    assert geometry.isGeosValid()
    assert len(geometry.asGeometryCollection()) == 1, "no second cut beside the antimeridian"


def test_a_ring_round_the_south_pole():
    shape, geometry = drawn(polygon((-135, -70), (-45, -65), (45, -70), (135, -75)))
    assert geometry.boundingBox().yMinimum() == -POLE
    assert geometry.boundingBox().yMaximum() > -66
    assert 5e6 < shape.area < 4e7


def test_a_hole_follows_its_side_of_the_antimeridian():
    outer = [[170, 0], [-170, 0], [-170, 20], [170, 20], [170, 0]]
    outer.insert(1, [175, -0.5])  # no box, which would be read from west to east
    hole = [[172, 5], [178, 5], [178, 9], [172, 9], [172, 5]]
    _, geometry = drawn({"type": "Polygon", "coordinates": [outer, hole]})
    assert len(geometry.asMultiPolygon()) == 2
    with_hole = [one for one in geometry.asMultiPolygon() if len(one) == 2]
    assert len(with_hole) == 1 and with_hole[0][0][0].x() > 0


def test_long_edges_get_corners_so_that_they_follow_their_parallel():
    _, geometry = drawn(box_polygon(-180, 60, 180, 90))
    xs = [vertex.x() for vertex in geometry.vertices()]
    assert max(abs(b - a) for a, b in zip(xs, xs[1:])) <= 10.0


@pytest.mark.parametrize(
    ("footprint", "kind"),
    [
        ({"type": "Point", "coordinates": [3.0, 45.0]}, "point"),
        ({"type": "Point", "coordinates": [180.0, 90.0, 12.0]}, "point"),
        ({"type": "MultiPoint", "coordinates": [[3.0, 45.0], [4.0, 45.0]]}, "point"),
        ({"type": "LineString", "coordinates": [[0, 0], [10, 10]]}, "line"),
        (polygon((3, 45), (3, 45), (3, 45)), "point"),
        (polygon((3, 45), (4, 45), (3, 45)), "line"),
    ],
)
def test_what_has_no_area_is_still_somewhere(footprint, kind):
    shape, geometry = drawn(footprint)
    assert (shape.kind, shape.area) == (kind, 0.0)
    box = geometry.boundingBox()
    assert not geometry.isEmpty() and box.xMaximum() <= 180 and box.yMaximum() <= 90


def test_a_line_over_the_antimeridian_is_cut_there():
    _, geometry = drawn({"type": "LineString", "coordinates": [[150, 40], [-150, 45], [-130, 30]]})
    assert parts(geometry) == [(-180, pytest.approx(-130, abs=1e-5)), (pytest.approx(150, abs=1e-5), 180)]


def test_a_collection_is_all_its_parts():
    footprint = {
        "type": "GeometryCollection",
        "geometries": [box_polygon(0, 0, 1, 1), box_polygon(5, 5, 5, 5)],
    }
    shape, geometry = drawn(footprint)
    assert (shape.kind, len(geometry.asGeometryCollection())) == ("polygon", 2)


@pytest.mark.parametrize(
    "footprint",
    [
        {},
        {"type": "Polygon"},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": None},
        {"type": "Polygon", "coordinates": [[["a", "b"], ["c", "d"]]]},
        {"type": "Polygon", "coordinates": [[[math.nan, 0], [1, 1], [2, 0]]]},
        {"type": "Polygon", "coordinates": [[[0, 1e9], [1, 1], [2, 0]]]},
        {"type": "Polygon", "coordinates": [[0, 1, 2]]},
        {"type": "Banana", "coordinates": [1, 2]},
        {"type": "Point", "coordinates": [1]},
        {"type": "GeometryCollection", "geometries": [{"type": "GeometryCollection", "geometries": []}]},
        {"type": "GeometryCollection", "geometries": None},
        {"type": "MultiPoint", "coordinates": [[0, 0]] * 5000},
    ],
)
def test_a_broken_footprint_is_refused_not_drawn(footprint):
    with pytest.raises(ValueError):
        shape_of(footprint)


def test_an_outline_of_a_million_corners_is_thinned():
    ring = [[10 * math.cos(t / 1e5), 10 * math.sin(t / 1e5)] for t in range(300_000)]
    shape, geometry = drawn({"type": "Polygon", "coordinates": [[*ring, ring[0]]]})
    assert geometry.constGet().nCoordinates() < 25_000
    assert shape.kind == "polygon"
