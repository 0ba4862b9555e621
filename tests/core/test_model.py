"""Areas, periods and queries: the edges that catalogues and users really send."""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gaia_plugin.core import Area, Link, LinkKind, Period, PropertyFilter, Query
from gaia_plugin.core.model import Lazy, bounds, box_polygon, boxes, hull, parse_moment, parts, positions

UTC = timezone.utc
FIJI = (176.0, -20.0, -178.0, -12.0)


def test_a_box_that_crosses_the_antimeridian_is_two_polygons_and_keeps_its_bounds() -> None:
    area = Area.bbox(*FIJI)
    assert area.geometry["type"] == "MultiPolygon"
    assert area.bounds == FIJI
    assert area.boxes == ((176.0, -20.0, 180.0, -12.0), (-180.0, -20.0, -178.0, -12.0))
    assert area.is_box


def test_longitudes_beyond_180_are_wrapped_as_qgis_gives_them() -> None:
    assert Area.bbox(176.0, -20.0, 182.0, -12.0).bounds == FIJI
    assert Area.bbox(-190.0, -10.0, -170.0, 10.0).bounds == (170.0, -10.0, -170.0, 10.0)
    assert Area.bbox(-400.0, -90.0, 400.0, 90.0).bounds == (-180.0, -90.0, 180.0, 90.0)


@pytest.mark.parametrize(
    "box", [(0, 10, 1, 5), (0, -91, 1, 0), (0, 0, 1, 91), (math.nan, 0, 1, 1), (0, 0, math.inf, 1)]
)
def test_a_box_that_is_none_is_refused(box: tuple[float, float, float, float]) -> None:
    with pytest.raises(ValueError):
        Area.bbox(*box)


def test_a_box_that_touches_the_antimeridian_has_no_empty_half() -> None:
    assert Area.bbox(180.0, -20.0, -170.0, -10.0).geometry == box_polygon(-180.0, -20.0, -170.0, -10.0)
    assert box_polygon(170.0, -20.0, -180.0, -10.0) == box_polygon(170.0, -20.0, 180.0, -10.0)
    assert box_polygon(180.0, 5.0, -180.0, 5.0) == {"type": "Point", "coordinates": [180.0, 5.0]}
    assert box_polygon(170.0, 5.0, -170.0, 5.0)["type"] == "MultiLineString"


def test_stations_and_transects_are_not_rectangles() -> None:
    assert box_polygon(5.0, 45.0, 5.0, 45.0) == {"type": "Point", "coordinates": [5.0, 45.0]}
    assert box_polygon(5.0, 45.0, 6.0, 45.0)["type"] == "LineString"


def test_a_footprint_across_the_antimeridian_meets_an_area_on_each_side() -> None:
    footprint = box_polygon(*FIJI)
    assert Area.bbox(177, -15, 178, -14).intersects(footprint)
    assert Area.bbox(-179.5, -15, -179, -14).intersects(footprint)
    assert not Area.bbox(0, -15, 10, -14).intersects(footprint)
    assert not Area.bbox(0, -15, 10, -14).intersects(None)


def test_polygons_are_compared_by_shape_and_not_by_box() -> None:
    triangle = Area.polygon([(0, 0), (10, 0), (0, 10)])
    assert triangle.intersects(box_polygon(1, 1, 2, 2))
    assert not triangle.intersects(box_polygon(8, 8, 9, 9)), "inside the box, outside the triangle"
    assert triangle.intersects({"type": "Point", "coordinates": [1, 1]})


def test_two_boxes_far_apart_keep_ordinary_bounds() -> None:
    geometry = {
        "type": "MultiPolygon",
        "coordinates": [
            box_polygon(-60, 10, -50, 20)["coordinates"],
            box_polygon(40, -20, 50, -10)["coordinates"],
        ],
    }
    assert bounds(geometry) == (-60, -20, 50, 20)
    assert len(boxes(geometry)) == len(list(parts(geometry))) == 2
    assert len(list(positions(geometry))) == 10


@given(
    st.floats(-180, 180, allow_nan=False),
    st.floats(-90, 90),
    st.floats(0.001, 359),
    st.floats(0.001, 90),
)
@example(-1.0, 90.0, 182.0, 1.0)
def test_every_box_meets_itself(west: float, south: float, width: float, height: float) -> None:
    area = Area.bbox(west, south, west + width, min(90.0, south + height))
    assert area.intersects(area.geometry)
    assert all(-180 <= x <= 180 and -90 <= y <= 90 for x, y in positions(area.geometry))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2018", datetime(2018, 1, 1, tzinfo=UTC), datetime(2018, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)),
        ("1993-02", datetime(1993, 2, 1, tzinfo=UTC), datetime(1993, 2, 28, 23, 59, 59, 999999, tzinfo=UTC)),
        (
            "2020-02-29",
            datetime(2020, 2, 29, tzinfo=UTC),
            datetime(2020, 2, 29, 23, 59, 59, 999999, tzinfo=UTC),
        ),
        (
            "2020-02-29T10:00:00Z",
            datetime(2020, 2, 29, 10, tzinfo=UTC),
            datetime(2020, 2, 29, 10, tzinfo=UTC),
        ),
        (
            "2020-02-29T10:00:00+02:00",
            datetime(2020, 2, 29, 8, tzinfo=UTC),
            datetime(2020, 2, 29, 8, tzinfo=UTC),
        ),
        ("2020-02-29T10:00:00.123456789Z", datetime(2020, 2, 29, 10, 0, 0, 123456, tzinfo=UTC), None),
        ("9999-12-31", datetime(9999, 12, 31, tzinfo=UTC), datetime.max.replace(tzinfo=UTC)),
    ],
)
def test_moments_stand_for_all_they_name(text: str, first: datetime, last: datetime | None) -> None:
    assert parse_moment(text) == first
    if last:
        assert parse_moment(text, upper=True) == last


@pytest.mark.parametrize("text", ["yesterday", "2018-13", "2018-02-30", "0000-01-01", "12/05/2018", "T"])
def test_what_is_not_a_moment_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError):
        parse_moment(text)


@given(st.text(max_size=30))
def test_no_text_breaks_a_period(text: str) -> None:
    try:
        parse_moment(text)
    except ValueError:
        pass


def test_periods_with_open_ends_meet() -> None:
    since = Period("2018-01-01", None)
    assert since.is_open and since.interval() == "2018-01-01T00:00:00Z/.."
    assert since.intersects(Period("2018"))
    assert since.intersects(Period(None, "2018-01-01"))
    assert not since.intersects(Period(None, "2017"))
    assert not since.intersects(None)
    assert Period("2018-06-01", "2018-06-30").intersects(Period.instant("2018-06-30"))
    assert Period.instant("2018").end == datetime(2018, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)
    assert Period(date(2018, 1, 1), None) == since
    with pytest.raises(ValueError):
        Period("2019", "2018")


def test_the_hull_of_periods_is_open_where_one_is() -> None:
    one, two = Period("2001", "2003"), Period("2010", None)
    assert hull((one, two)) == Period("2001", None)
    assert hull(()) is None
    assert hull((one,)) == one and hull((one,)).text == "2001/2003"  # type: ignore[union-attr]
    assert hull((one, Period("2005", "2006"))).end - one.end > timedelta(days=1)  # type: ignore[union-attr, operator]


def test_a_query_names_its_parts() -> None:
    query = Query(
        text="neige", area=Area.bbox(5, 44, 8, 46), filters=(PropertyFilter("eo:cloud_cover", "<=", 20),)
    )
    assert query.parts == {"text", "area", "eo:cloud_cover"}
    assert query.but(text="").parts == {"area", "eo:cloud_cover"}
    with pytest.raises(ValueError):
        Query(limit=0)
    with pytest.raises(ValueError):
        PropertyFilter("a", "~", "b")


def test_lazy_links_are_read_once_and_only_when_looked_at() -> None:
    reads = []

    def read() -> list[Link]:
        reads.append(1)
        return [Link("https://example.org/a.tif", LinkKind.COG)]

    links = Lazy(read)
    assert not reads
    assert len(links) == 1 and links[0].label == "a.tif" and list(links) == [links[0]]
    assert len(reads) == 1
