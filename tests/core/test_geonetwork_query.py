"""Queries in Elasticsearch's language, and where a GeoNetwork keeps what."""

from __future__ import annotations

import json
from math import cos, sin
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gaia_plugin.core.catalogs.geonetwork.addresses import Addresses
from gaia_plugin.core.catalogs.geonetwork.clauses import (
    area_clause,
    escaped,
    period_clause,
    text_clauses,
    words,
)
from gaia_plugin.core.catalogs.geonetwork.query import Scope, Way, body, pushable, ways
from gaia_plugin.core.catalogs.registry import load_registry
from gaia_plugin.core.model import Area, Period, PropertyFilter, Query, Sort, box_polygon
from tests.support.synthetic_geonetwork import Refused, SyntheticGeoNetwork, synthetic_record


def asked(query: Query, scope: Scope | None = None, **more: Any) -> dict[str, Any]:
    return body(query, Way(pushable(query)), scope or Scope(), 0, 10, **more)


def clauses(query: Query, scope: Scope | None = None) -> dict[str, Any]:
    found: dict[str, Any] = asked(query, scope)["query"]["bool"]
    return found


def test_an_empty_query_asks_for_records_that_are_nobodys_part() -> None:
    found = clauses(Query())
    assert found == {
        "must": [],
        "filter": [{"term": {"isTemplate": "n"}}],
        "must_not": [{"exists": {"field": "parentUuid"}}],
    }
    assert clauses(Query(), Scope(hide_children=False))["must_not"] == []
    children = clauses(Query(), Scope(parent="p"))
    assert {"term": {"parentUuid": "p"}} in children["filter"] and children["must_not"] == []


def test_each_word_must_occur_and_a_phrase_is_one() -> None:
    assert words('neige "mer de glace" - Sentinel-2 ***') == ["neige", "mer de glace", "Sentinel-2"]
    found = [clause["query_string"] for clause in text_clauses('neige "mer de glace"', ["title"])]
    assert [one["query"] for one in found] == ["neige", '"mer de glace"']
    assert all(one["default_operator"] == "AND" for one in found)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Sentinel-2", r"Sentinel\-2"),
        ("10.17882/41101", r"10.17882\/41101"),
        ("a:b", r"a\:b"),
        ("temp*", r"temp\*"),
        ("(x)", r"\(x\)"),
        ("AND", "and"),
        ("<5>km", "5 km"),
        ("back\\slash", r"back\\slash"),
        ('say"so', r"say\"so"),
    ],
)
def test_no_sign_of_a_word_is_an_operator(word: str, expected: str) -> None:
    assert escaped(word) == expected


@example("0\x1b0")
@given(st.text(max_size=60) | st.text(alphabet=' "+-=&|!(){}[]^~*?:\\/<>ANDORTab1', max_size=40))
def test_no_text_breaks_the_query(text: str) -> None:
    server = SyntheticGeoNetwork([synthetic_record()])
    query = Query(text=text)
    request = json.loads(json.dumps(asked(query)))
    try:
        server._search(request)
    except Refused as refusal:
        pytest.fail(str(refusal))
    assert len(request["query"]["bool"]["must"]) == len(words(query.text))


def test_a_box_is_an_envelope_and_two_across_the_antimeridian() -> None:
    def shape(box: list[list[float]]) -> dict[str, Any]:
        wanted = {"type": "envelope", "coordinates": box}
        return {"geo_shape": {"geom": {"shape": wanted, "relation": "intersects"}}}

    assert area_clause(Area.bbox(5, 44, 8, 46)) == shape([[5, 46], [8, 44]])
    both = area_clause(Area.bbox(170, -50, -170, -40))["bool"]
    assert both["minimum_should_match"] == 1
    assert both["should"] == [shape([[170, -40], [180, -50]]), shape([[-180, -40], [-170, -50]])]


def test_a_polygon_goes_against_the_clock_or_it_would_be_taken_to_cross_the_antimeridian() -> None:
    clockwise = Area.polygon([(-100, -40), (-100, 40), (100, 40), (100, -40), (0, -50)])
    ring = area_clause(clockwise)["geo_shape"]["geom"]["shape"]["coordinates"][0]
    assert sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(ring, ring[1:])) > 0
    assert sorted(map(tuple, ring)) == sorted(map(tuple, clockwise.geometry["coordinates"][0]))


def test_an_area_of_several_polygons_is_one_shape() -> None:
    squares = [box_polygon(x, 0, x + 1, 1)["coordinates"] for x in range(3)]
    shape = area_clause(Area({"type": "MultiPolygon", "coordinates": squares}))["geo_shape"]["geom"]["shape"]
    assert shape == {"type": "MultiPolygon", "coordinates": squares}


def test_an_area_of_very_many_corners_is_asked_for_by_its_box() -> None:
    coast = Area.polygon([(cos(n / 1000), sin(n / 1000)) for n in range(6283)])
    shape = area_clause(coast)["geo_shape"]["geom"]["shape"]
    assert shape["type"] == "envelope" and shape["coordinates"][0] == pytest.approx([-1, 1], abs=1e-3)


def test_a_point_is_a_point() -> None:
    shape = area_clause(Area.bbox(5, 44, 5, 44))["geo_shape"]["geom"]["shape"]
    assert shape == {"type": "point", "coordinates": [5, 44]}


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        (Period("2018-01-01", None), {"gte": "2018-01-01T00:00:00Z"}),
        (Period(None, "2018"), {"lte": "2018-12-31T23:59:59.999Z"}),
        (Period("2018", "2018-02-03T04:05:06.5Z"),
         {"gte": "2018-01-01T00:00:00Z", "lte": "2018-02-03T04:05:06.500Z"}),
    ],
)  # fmt: skip
def test_a_period_may_have_one_side(period: Period, expected: dict[str, str]) -> None:
    found = period_clause(period)["range"]["resourceTemporalExtentDateRange"]
    assert found == {**expected, "relation": "intersects"}


def test_thesauri_are_looked_up_in_every_language_and_by_concept() -> None:
    condition = PropertyFilter("th_odatis_variables", "=", "/Physique de l'Océan/Turbidité")
    clause = clauses(Query(filters=(condition,)))["filter"][-1]
    fields = {next(iter(one["term"])) for one in clause["bool"]["should"]}
    assert fields == {f"th_odatis_variables.{part}" for part in ("default", "langfre", "langeng", "link")}
    plain = PropertyFilter("th_ron.default", "in", ("1", "2"))
    assert clauses(Query(filters=(plain,)))["filter"][-1] == {"terms": {"th_ron.default": ["1", "2"]}}
    tree = PropertyFilter("th_formaterre_themes_tree", "=", "x")
    assert clauses(Query(filters=(tree,)))["filter"][-1] == {"term": {"th_formaterre_themes_tree.key": "x"}}


def test_what_must_not_be_is_excluded_and_patterns_are_matched_here() -> None:
    filters = (PropertyFilter("resourceType", "<>", "service"), PropertyFilter("groupOwner", "like", "a%"))
    query = Query(filters=filters)
    assert {"term": {"resourceType": "service"}} in clauses(query)["must_not"]
    assert pushable(query) == {"resourceType"}
    assert "groupOwner" not in json.dumps(asked(query))


def test_sorting_passes_over_fields_that_an_index_has_not() -> None:
    for sort in (Sort("title", False), Sort("datetime"), Sort("updated"), Sort("popularity")):
        *fields, last = asked(Query(sort=sort))["sort"]
        assert last == {"uuid": "asc"}
        assert all(set(how) == {"order", "unmapped_type"} for one in fields for how in one.values())
    assert asked(Query(sort=Sort("title", False)))["sort"][0] == {
        "resourceTitleObject.default.sort": {"order": "asc", "unmapped_type": "keyword"}
    }


def test_a_page_far_in_is_asked_for_by_the_last_hits_sort_values() -> None:
    found = asked(Query(), after=[1.0, 2, "x"])
    assert found["from"] == 0 and found["search_after"] == [1.0, 2, "x"]


def test_ways_go_from_everything_to_nothing_each_once() -> None:
    query = Query(text="x", area=Area.bbox(0, 0, 1, 1), period=Period("2000", None), sort=Sort())
    found = list(ways(query))
    assert found[0] == Way(frozenset({"text", "area", "period"})) and found[-1].parts == frozenset()
    assert len(found) == len(set(found)) <= 9
    assert [way.parts for way in ways(Query())] == [frozenset(), frozenset()]


BASE = "https://sextant.ifremer.fr/geonetwork"


@pytest.mark.parametrize(
    ("url", "api"),
    [
        (BASE, f"{BASE}/srv/api"),
        (f"{BASE}/", f"{BASE}/srv/api"),
        (f"{BASE}/srv/api/search/records/_search", f"{BASE}/srv/api"),
        (f"{BASE}/ODATIS/api/search/records/_search?bucket=x", f"{BASE}/ODATIS/api"),
        (f"{BASE}/GEOCATALOGUE/fre/csw", f"{BASE}/GEOCATALOGUE/api"),
        (f"{BASE}/ODATIS", f"{BASE}/ODATIS/api"),
        (f"{BASE}/srv/fre/catalog.search#/home", f"{BASE}/srv/api"),
        (f"{BASE}/srv/eng/csw-ATLANTOS", f"{BASE}/srv/api"),
        (f"{BASE}/api/collections/main/items/x", f"{BASE}/srv/api"),
        ("https://example.org/srv/eng/catalog.search", "https://example.org/srv/api"),
        ("https://example.org/catalogue/portal/api/site", "https://example.org/catalogue/portal/api"),
        ("https://example.org", "https://example.org/srv/api"),
    ],
)
def test_any_address_leads_to_the_api(url: str, api: str) -> None:
    addresses = Addresses.of(url)
    assert addresses.api == api and addresses.search == f"{api}/search/records/_search"


def test_identifiers_are_escaped_in_addresses() -> None:
    assert Addresses.of(BASE).record("a/b c?").endswith("/srv/api/records/a%2Fb%20c%3F")
    assert Addresses.of(BASE).csw == f"{BASE}/srv/eng/csw"


def test_the_rows_of_the_registry_are_searched_where_they_say() -> None:
    rows = [entry for entry in load_registry() if entry.kind == "geonetwork"]
    assert {"odatis", "sextant", "formater"} <= {entry.id for entry in rows}
    for entry in rows:
        assert Addresses.of(entry.url).search == entry.url
        assert str(entry.options["csw"]).startswith(Addresses.of(entry.url).root)
        assert all(isinstance(name, str) for name in entry.options["facets"])  # type: ignore[attr-defined]
