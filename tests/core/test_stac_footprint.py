"""Footprints from geometries and boxes in every state that catalogues leave them in."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gaia_plugin.core.catalogs.stac.extents import read_extent
from gaia_plugin.core.catalogs.stac.footprint import box_footprint, item_footprint
from gaia_plugin.core.model import boxes, positions

shapely_geometry = pytest.importorskip("shapely.geometry")


def polygon(*ring: tuple[float, ...]) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [[list(position) for position in (*ring, ring[0])]]}


def area(geometry: Any) -> float:
    return float(shapely_geometry.shape(geometry).area)


SQUARE = polygon((5, 44), (6, 44), (6, 45), (5, 45))


def test_a_plain_polygon_is_given_back_as_it_is() -> None:
    footprint, note = item_footprint(SQUARE, [5, 44, 6, 45])
    assert footprint is SQUARE and note == ""


@pytest.mark.parametrize(
    "geometry",
    [
        None,
        {},
        [],
        "POLYGON((0 0, 1 1))",
        {"type": "Polygon"},
        {"type": "Polygon", "coordinates": None},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": [[]]},
        {"type": "Polygon", "coordinates": [[[5, 44]]]},
        {"type": "Polygon", "coordinates": [[[5, 44], [6, "x"], [6, 45], [5, 44]]]},
        {"type": "Polygon", "coordinates": [[[5, 44], [6, None], [6, 45], [5, 44]]]},
        {"type": "Polygon", "coordinates": [[[5, 44], [6, math.nan], [6, 45], [5, 44]]]},
        {"type": "Polygon", "coordinates": [[[5, 44], [10**400, 44], [6, 45], [5, 44]]]},
        {"type": "Polygon", "coordinates": [[[5, 444], [6, 444], [6, 445], [5, 444]]]},
        {"type": "Polygon", "coordinates": [[["5", "44"], ["6", "44"], ["6", "45"], ["5", "44"]]]},
        {"type": "Curve", "coordinates": [[5, 44]]},
        {"type": "GeometryCollection", "geometries": []},
    ],
)
def test_broken_geometry_falls_back_on_the_box_or_on_nothing(geometry: Any) -> None:
    footprint, note = item_footprint(geometry, [5, 44, 6, 45])
    assert footprint is not None and boxes(footprint) == ((5, 44, 6, 45),)
    if geometry is not None:
        assert "bounding box is shown" in note
    footprint, note = item_footprint(geometry, None)
    assert footprint is None and note


def test_open_ring_is_closed() -> None:
    geometry = {"type": "Polygon", "coordinates": [[[5, 44], [6, 44], [6, 45], [5, 45]]]}
    footprint, note = item_footprint(geometry, None)
    assert footprint is not None and footprint["coordinates"][0][0] == footprint["coordinates"][0][-1]
    assert note == "" and area(footprint) == pytest.approx(1)


def test_height_is_left_out() -> None:
    footprint, _ = item_footprint(polygon((5, 44, 100), (6, 44, 100), (6, 45, 120), (5, 45, 0)), None)
    assert footprint is not None and {len(position) for position in positions(footprint)} == {2}


@pytest.mark.parametrize(
    ("bbox", "expected", "noted"),
    [
        ([5, 44, 6, 45], (5, 44, 6, 45), False),
        ([5, 44, 0, 6, 45, 900], (5, 44, 6, 45), False),
        ([5, 45, 6, 44], (5, 44, 6, 45), True),
        ([6, 45, 5, 44], (5, 44, 6, 45), True),
        ([-180, -90, 180, 90], (-180, -90, 180, 90), False),
        ([0, -90, 360, 90], (-180, -90, 180, 90), False),
        ([10, 0, 20, 90.0000001], (10, 0, 20, 90), False),
    ],
)
def test_boxes(bbox: list[float], expected: tuple[float, ...], noted: bool) -> None:
    footprint, note = box_footprint(bbox)
    assert footprint is not None and boxes(footprint) == (expected,)
    assert bool(note) == noted


def test_box_without_area_is_a_point_or_a_line() -> None:
    assert box_footprint([5, 44, 5, 44])[0] == {"type": "Point", "coordinates": [5, 44]}
    line = box_footprint([5, 44, 6, 44])[0]
    assert line is not None and line["type"] == "LineString"


@pytest.mark.parametrize("bbox", [[170, -20, -170, -10], [170, -20, 190, -10], [-190, -20, -170, -10]])
def test_box_across_the_antimeridian(bbox: list[float]) -> None:
    footprint, _ = box_footprint(bbox)
    assert footprint is not None
    assert sorted(boxes(footprint)) == [(-180, -20, -170, -10), (170, -20, 180, -10)]


@pytest.mark.parametrize(
    "bbox",
    [
        [],
        [1, 2, 3],
        [1, 2, 3, 4, 5],
        ["a", 0, 1, 2],
        "0,0,1,1",
        {},
        4,
        [0, 0, math.inf, 1],
        [0, 95, 1, 99],
        [True, 0, 1, 1],
        [0, 0, 10**400, 1],
    ],
)
def test_box_that_is_none(bbox: Any) -> None:
    footprint, note = box_footprint(bbox)
    assert footprint is None and note


@pytest.mark.parametrize(
    ("west", "east", "pieces"),
    [
        (0, 359, [(-180, -1), (0, 180)]),
        (0.5, 359.5, [(-180, -0.5), (0.5, 180)]),
        (10, 300, [(-180, -60), (10, 180)]),
        (0, 360, [(-180, 0), (0, 180)]),
    ],
)
def test_a_grid_from_0_to_360_is_no_strip_at_greenwich(
    west: float, east: float, pieces: list[tuple[float, float]]
) -> None:
    ring = [[west, -78], [east, -78], [east, 89], [west, 89], [west, -78]]
    footprint, _ = item_footprint({"type": "Polygon", "coordinates": [ring]}, [west, -78, east, 89])
    assert footprint is not None
    assert sorted((w, e) for w, _, e, _ in boxes(footprint)) == pieces


@pytest.mark.parametrize(
    "ring",
    [
        [(179, -17), (-179, -17), (-179, -16), (179, -16)],
        [(179, -17), (181, -17), (181, -16), (179, -16)],
        [(-181, -17), (-179, -17), (-179, -16), (-181, -16)],
        [(179, -16), (179, -17), (-179, -17), (-179, -16)],
        [(178.9, -16.9), (-178.8, -17), (-179, -16), (179, -16.1)],
    ],
)
def test_scene_across_the_antimeridian_is_cut_and_not_a_band(ring: list[tuple[float, float]]) -> None:
    footprint, note = item_footprint(polygon(*ring), None)
    assert footprint is not None and footprint["type"] == "MultiPolygon" and note == ""
    assert area(footprint) < 3
    assert {round(box[0]) for box in boxes(footprint)} == {-180, 179}
    assert all(shapely_geometry.shape(part).is_valid for part in parts_of(footprint))


def parts_of(footprint: Any) -> list[Any]:
    return [{"type": "Polygon", "coordinates": coordinates} for coordinates in footprint["coordinates"]]


def test_a_hole_goes_with_its_part() -> None:
    geometry = {
        "type": "Polygon",
        "coordinates": [
            [[175, -20], [-175, -20], [-175, -10], [175, -10], [175, -20]],
            [[177, -18], [178, -18], [178, -17], [177, -17], [177, -18]],
            [[-178, -18], [-177, -18], [-177, -17], [-178, -17], [-178, -18]],
        ],
    }
    footprint, _ = item_footprint(geometry, None)
    assert area(footprint) == pytest.approx(100 - 2)


def test_wide_polygons_that_do_not_cross() -> None:
    world = polygon((-180, -90), (180, -90), (180, 90), (-180, 90))
    assert item_footprint(world, None)[0] == world
    wide = polygon((-120, -10), (120, -10), (120, 10), (-120, 10))  # counter-clockwise: meant as it stands
    footprint, _ = item_footprint(wide, None)
    assert footprint is not None and boxes(footprint) == ((-120, -10, 120, 10),)
    steps = [(x, -10) for x in range(-170, 171, 20)] + [(x, 10) for x in range(170, -171, -20)]
    footprint, _ = item_footprint(polygon(*steps), None)
    assert footprint is not None and boxes(footprint) == ((-170, -10, 170, 10),)


def test_polar_cap_holds_the_pole() -> None:
    cap = polygon(*[(x, 70 + (x % 7) / 10) for x in range(-170, 180, 20)])
    footprint, _ = item_footprint(cap, None)
    assert footprint is not None
    shape = shapely_geometry.shape(footprint)
    assert shape.contains(shapely_geometry.Point(12, 89)) and not shape.contains(
        shapely_geometry.Point(12, 60)
    )
    assert shape.bounds == pytest.approx((-180, 70, 180, 90), abs=1)
    south = polygon(*[(x, -75) for x in range(170, -180, -20)])
    shape = shapely_geometry.shape(item_footprint(south, None)[0])
    assert shape.contains(shapely_geometry.Point(-100, -89))


def test_a_cap_drawn_along_the_edge_of_the_map_is_kept() -> None:
    cap = polygon((-180, 62), (-90, 62), (0, 62), (90, 62), (180, 62), (180, 90), (-180, 90))
    footprint, note = item_footprint(cap, None)
    assert footprint is not None and area(footprint) == pytest.approx(360 * 28) and note == ""


def test_tracks_and_points() -> None:
    track = {"type": "LineString", "coordinates": [[170, 0], [-170, 10], [-160, 12]]}
    footprint, _ = item_footprint(track, None)
    assert footprint is not None and footprint["type"] == "MultiLineString"
    assert footprint["coordinates"] == [[[170, 0], [180, 5]], [[-180, 5], [-170, 10], [-160, 12]]]
    assert item_footprint({"type": "Point", "coordinates": [190, 5, 3]}, None)[0] == {
        "type": "Point",
        "coordinates": [-170, 5],
    }
    mixed = {"type": "GeometryCollection", "geometries": [SQUARE, {"type": "Point", "coordinates": [1, 1]}]}
    footprint, _ = item_footprint(mixed, None)
    assert footprint is not None and footprint["type"] == "GeometryCollection"


def test_a_geometry_too_large_is_shown_by_its_box() -> None:
    ring = [[x / 100_000, x % 2] for x in range(300_000)]
    footprint, note = item_footprint({"type": "Polygon", "coordinates": [[*ring, ring[0]]]}, [0, 0, 3, 1])
    assert footprint is not None and boxes(footprint) == ((0, 0, 3, 1),) and "too large" in note


def test_extent_of_parts() -> None:
    extent = read_extent(
        {
            "spatial": {"bbox": [[-60, 4, 10, 50], [-60, 4, -50, 10], [0, 40, 10, 50]]},
            "temporal": {
                "interval": [["2000-01-01T00:00:00Z", None], ["2000-01-01T00:00:00Z", "2005-01-01T00:00:00Z"]]
            },
        }
    )
    assert extent.footprint is not None and extent.footprint["type"] == "MultiPolygon"
    assert boxes(extent.footprint) == ((-60, 4, -50, 10), (0, 40, 10, 50))
    assert extent.period is not None and extent.period.end is None
    assert [period.end is None for period in extent.periods] == [False]


@pytest.mark.parametrize(
    "extent",
    [
        None,
        {},
        [],
        "x",
        {"spatial": 3},
        {"spatial": {"bbox": "x"}},
        {"temporal": {"interval": [[1]]}},
        {"spatial": {"bbox": [[]]}},
        {"spatial": {"bbox": [None]}},
    ],
)
def test_extent_that_is_none(extent: Any) -> None:
    read = read_extent(extent)
    assert read.footprint is None and read.note and read.period is None


number = st.one_of(st.floats(-400, 400), st.integers(-400, 400), st.floats(), st.none(), st.text(max_size=2))
position = st.lists(number, max_size=4)
anything = st.recursive(
    st.one_of(number, st.booleans()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=6), st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=12,
)
kinds = st.sampled_from(
    [
        "Point",
        "LineString",
        "Polygon",
        "MultiPolygon",
        "MultiPoint",
        "MultiLineString",
        "GeometryCollection",
        "",
        None,
    ]
)
geometries = st.fixed_dictionaries(
    {"type": kinds, "coordinates": st.one_of(anything, st.lists(st.lists(position, max_size=7), max_size=3))}
)


@settings(max_examples=400, deadline=None)
@given(
    geometry=st.one_of(geometries, anything),
    bbox=st.one_of(anything, st.lists(st.floats(-200, 200), min_size=4, max_size=6)),
)
def test_nothing_raises_and_what_comes_is_in_the_world(geometry: Any, bbox: Any) -> None:
    footprint, note = item_footprint(geometry, bbox)
    assert isinstance(note, str)
    if footprint is None:
        assert note
        return
    for x, y, *_ in positions(footprint):
        assert -180 <= x <= 180 and -90 <= y <= 90


@settings(max_examples=200, deadline=None)
@given(
    west=st.floats(150, 210),
    south=st.floats(-80, 70),
    width=st.floats(0.5, 20),
    height=st.floats(0.5, 9),
    lean=st.floats(-3, 3),
)
def test_a_scene_keeps_its_size_wherever_it_is(
    west: float, south: float, width: float, height: float, lean: float
) -> None:
    """The same scene, written with longitudes wrapped at 180: cut, but of the same area."""
    corners = [
        (west, south),
        (west + width, south),
        (west + width + lean, south + height),
        (west + lean, south + height),
    ]
    wrapped = [((x + 180) % 360 - 180, y) for x, y in corners]
    footprint, _ = item_footprint(polygon(*wrapped), None)
    assert footprint is not None
    assert area(footprint) == pytest.approx(width * height, rel=1e-6)
