"""What servers cannot filter."""

from __future__ import annotations

from typing import Any

import pytest

from gaia_plugin.core import Area, Dataset, Granule, Keyword, Period, PropertyFilter, Query
from gaia_plugin.core.catalogs.clientside import keep, satisfies, words
from gaia_plugin.core.model import Record, box_polygon

SNOW = Dataset(
    id="THEIA_SNOW",
    title="Surfaces enneigées des Alpes",
    abstract="Produit à 20 m.",
    provider="CNES",
    keywords=(Keyword("Neige"), Keyword("cryosphère")),
    footprint=box_polygon(5, 44, 8, 47),
    period=Period("2015", None),
)
SEA = Dataset(
    id="sst",
    title="Sea surface temperature",
    footprint=box_polygon(170, -20, -170, 0),
    period=Period(None, "2019"),
)
BARE = Dataset(id="bare", title="Œuvre sans lieu ni date")
ALL: list[Record] = [SNOW, SEA, BARE]


def kept(query: Query, *parts: str) -> list[str]:
    return [record.id for record in keep(ALL, query, frozenset(parts))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("neige", ["THEIA_SNOW"]),
        ("NEIGE alpes", ["THEIA_SNOW"]),
        ("cryosphere", ["THEIA_SNOW"]),
        ("enneigees", ["THEIA_SNOW"]),
        ("theia_snow cnes", ["THEIA_SNOW"]),
        ("neige pacifique", []),
        ('"sea surface"', ["sst"]),
        ('"surface sea"', []),
        ("surface", ["THEIA_SNOW", "sst"]),
        ("oeuvre", ["bare"]),
        ("   ", ["THEIA_SNOW", "sst", "bare"]),
    ],
)
def test_text(text: str, expected: list[str]) -> None:
    assert kept(Query(text=text), "text") == expected


def test_area() -> None:
    assert kept(Query(area=Area.bbox(7, 46, 20, 50)), "area") == ["THEIA_SNOW"]
    assert kept(Query(area=Area.bbox(-175, -5, -172, -1)), "area") == ["sst"]
    assert kept(Query(area=Area.polygon([(4, 44.1), (4, 50), (8, 50)])), "area") == ["THEIA_SNOW"]
    assert (
        kept(Query(area=Area.polygon([(4, 46), (4, 50), (5.5, 50)])), "area") == []
    )  # only their boxes meet
    assert kept(Query(area=Area.polygon([(4, 49.9), (4, 50), (8, 50)])), "area") == []


def test_period() -> None:
    assert kept(Query(period=Period("2020-01-01", None)), "period") == ["THEIA_SNOW"]
    assert kept(Query(period=Period(None, "2010")), "period") == ["sst"]
    assert kept(Query(period=Period("2016", "2017")), "period") == ["THEIA_SNOW", "sst"]


def test_only_the_named_parts() -> None:
    query = Query(text="neige", area=Area.bbox(170, -5, 175, -1), collections=("sst",))
    assert kept(query) == ["THEIA_SNOW", "sst", "bare"]
    assert kept(query, "text") == ["THEIA_SNOW"]
    assert kept(query, "area") == ["sst"]
    assert kept(query, "collections") == ["sst"]
    assert kept(query, "text", "area") == []


def test_collections_of_granules() -> None:
    granules: list[Record] = [
        Granule(id="1", title="1", collection="a"),
        Granule(id="2", title="2", collection="b"),
    ]
    assert [g.id for g in keep(granules, Query(collections=("b",)), frozenset({"collections"}))] == ["2"]


@pytest.mark.parametrize(
    ("value", "comparison", "asked", "expected"),
    [
        (19.9, "<=", 20, True),
        (20.1, "<=", 20, False),
        ("19.9", "<=", 20, True),
        (None, "<=", 20, False),
        ("spot-6", "=", "SPOT-6", True),
        ("spot-6", "<>", "spot-7", True),
        ("spot-6", "in", ("spot-6", "spot-7"), True),
        ("spot-5", "in", ("spot-6", "spot-7"), False),
        (["msi", "olci"], "=", "olci", True),
        (["msi"], "in", ("sar",), False),
        ("S2A_MSIL2A_20200101", "like", "S2A%2020%", True),
        ("S2A_MSIL2A_20200101", "like", "S2B%", False),
        ("a.c", "like", "abc", False),
        ("2020-01-02T00:00:00Z", ">", "2020-01-01", True),
        ("2020-01-02T00:00:00+02:00", "<", "2020-01-01T23:00:00Z", True),
        (True, "=", "true", True),
        (False, "=", True, False),
        ("abc", "<", 3, False),
        ({"a": 1}, "=", "x", False),
        ({"minimum": 0, "maximum": 100}, "<=", 20, True),
        ({"minimum": 50, "maximum": 100}, "<=", 20, False),
        ({"minimum": 0, "maximum": 100}, "=", 20, True),
        ({"minimum": 50, "maximum": 100}, "=", 20, False),
    ],
)
def test_conditions(value: Any, comparison: str, asked: Any, expected: bool) -> None:
    assert satisfies({"p": value}, PropertyFilter("p", comparison, asked)) is expected


def test_words() -> None:
    assert words(' Forêt,  "Grand Est" œuvre; ') == ("foret", "grand est", "oeuvre")
