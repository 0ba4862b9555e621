"""OpenSearch descriptions and templates: what can be asked, and the address that asks it."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from gaia_plugin.core.catalogs.opensearch.description import read_description
from gaia_plugin.core.catalogs.opensearch.geodab import geodab_description
from gaia_plugin.core.catalogs.opensearch.request import fill_in, page_size, queryables_of
from gaia_plugin.core.errors import BadAnswer
from gaia_plugin.core.model import Area, Period, PropertyFilter, Query
from tests.support.synthetic_opensearch import PARAMETERS, synthetic_description

ROOT = "https://example.org/search"
URL = "https://example.org/osdd.xml"
EO = "&cc={eo:cloudCover?}&pl={eo:platform?}&orbit={eo:orbitNumber?}&parent={eo:parentIdentifier?}"


def template(text=f"{ROOT}?{PARAMETERS}{EO}", **more):
    found = read_description(synthetic_description(text, **more).encode(), URL).template("results")
    assert found is not None
    return found


def asked(query, chosen=None, **fixed):
    """The query strings that a query makes."""
    chosen = chosen or template()
    filling = fill_in(query, chosen, page_size(chosen, query.page_size), fixed)
    return [parse_qs(urlsplit(chosen.fill(values)).query) for values in filling.values], filling


def test_prefixes_are_known_by_their_namespace():
    text = synthetic_description(f"{ROOT}?b={{g:box?}}&s={{t:start}}").replace("xmlns:geo=", "xmlns:g=")
    found = read_description(text.replace("xmlns:time=", "xmlns:t=").encode(), URL).template("results")
    assert set(found.parameters) == {"geo:box", "time:start"}
    assert found.parameters["time:start"].required and not found.parameters["geo:box"].required
    assert found.parameters["geo:box"].key == "b"


def test_a_whole_query_is_put():
    query = Query(
        text="neige & glace",
        area=Area.bbox(5, 44, 8, 46.5),
        period=Period("2018-01-01T06:00:00Z", "2018-03"),
        filters=(PropertyFilter("eo:cloud_cover", "<=", 20), PropertyFilter("platform", "in", ("A", "B"))),
        page_size=30,
    )
    (one,), filling = asked(query)
    assert one == {
        "q": ["neige & glace"],
        "bbox": ["5,44,8,46.5"],
        "start": ["2018-01-01T06:00:00Z"],
        "end": ["2018-03-31T23:59:59Z"],
        "count": ["30"],
        "cc": ["[0,20]"],
        "pl": ["{A,B}"],
    }
    assert filling.asked == {"text", "area", "period", "eo:cloud_cover", "platform"}


@pytest.mark.parametrize(
    ("sign", "value", "name", "written"),
    [
        ("<=", 20, "eo:cloud_cover", "[0,20]"),
        ("<", 20, "eo:cloud_cover", "[0,20["),
        (">=", 20, "eo:cloud_cover", "[20,100]"),
        ("=", 5, "eo:cloud_cover", "5"),
        (">", 7, "eo:orbitNumber", "]7"),
        ("<=", 7, "eo:orbitNumber", "7]"),
        ("in", ("7",), "eo:orbitNumber", "7"),
    ],
)
def test_intervals_are_written_as_the_eo_extension_does(sign, value, name, written):
    (one,), filling = asked(Query(filters=(PropertyFilter(name, sign, value),)))
    assert written in [values[0] for values in one.values()] and name in filling.asked


def test_what_a_template_lacks_is_left_to_the_client():
    query = Query(
        text="x", filters=(PropertyFilter("eo:cloud_cover", "<>", 3), PropertyFilter("other", "=", 1))
    )
    (one,), filling = asked(query, template(f"{ROOT}?bbox={{geo:box?}}"))
    assert one == {} and filling.asked == frozenset()


def test_one_sided_periods_leave_the_other_side_out():
    (one,), _ = asked(Query(period=Period(None, "2018-01-01T05:00:00Z")))
    assert "start" not in one and one["end"] == ["2018-01-01T05:00:00Z"]
    (both,), filling = asked(
        Query(period=Period("2018", None)), template(f"{ROOT}?time={{time:start?}}/{{time:end?}}")
    )
    assert both == {"time": ["2018-01-01/"]} and filling.asked == {"period"}
    (none,), _ = asked(Query(), template(f"{ROOT}?time={{time:start?}}/{{time:end?}}"))
    assert none == {}


def test_half_a_period_is_not_the_server_s():
    (one,), filling = asked(Query(period=Period("2018", "2019")), template(f"{ROOT}?s={{time:start?}}"))
    assert one == {"s": ["2018-01-01"]} and "period" not in filling.asked


def test_an_area_across_the_antimeridian_is_two_boxes():
    found, filling = asked(Query(area=Area.bbox(170, -20, -170, -10)))
    assert [one["bbox"] for one in found] == [["170,-20,180,-10"], ["-180,-20,-170,-10"]]
    assert "area" in filling.asked


def test_a_geometry_or_four_sides_stand_in_for_a_box():
    area = Query(area=Area.bbox(1, 2, 3, 4))
    (one,), _ = asked(area, template(f"{ROOT}?g={{geo:geometry?}}"))
    assert one == {"g": ["POLYGON((1 2,3 2,3 4,1 4,1 2))"]}
    (one,), filling = asked(
        area, template(f"{ROOT}?w={{geo:west?}}&s={{geo:south?}}&e={{geo:east?}}&n={{geo:north?}}")
    )
    assert one == {"w": ["1"], "s": ["2"], "e": ["3"], "n": ["4"]} and "area" in filling.asked


def test_required_parameters_get_stand_ins_or_stop_the_search():
    (one,), filling = asked(Query(), template(f"{ROOT}?q={{searchTerms}}&b={{geo:box}}&i={{startIndex}}"))
    assert filling.usable and one == {"b": ["-180,-90,180,90"], "i": ["1"]}
    _, filling = asked(Query(), template(f"{ROOT}?u={{geo:uid}}"))
    assert not filling.usable and filling.missing == ("geo:uid",)


def test_the_parameter_extension_is_heeded():
    inside = (
        '<param:Parameter name="count" value="{count}" maxInclusive="25"/>'
        '<param:Parameter name="pl" value="{eo:platform}" title="Satellite">'
        '<param:Option value="S1" label="One"/>'
        '<param:Option value="S2"/></param:Parameter>'
        '<param:Parameter name="start" value="{time:start}" pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$"/>'
        '<param:Parameter name="x" value="{nonsense}"/><param:Parameter/>'
    )
    chosen = template(inside=inside)
    assert page_size(chosen, 100) == 25 and page_size(chosen, 10) == 10
    known = {one.name: one for one in queryables_of(chosen)}
    assert known["platform"].values == ("S1", "S2") and known["platform"].title == "Satellite"
    assert (known["eo:cloud_cover"].minimum, known["eo:cloud_cover"].maximum) == (0, 100)
    assert "eo:parentIdentifier" not in known and "geo:box" not in known
    (one,), filling = asked(Query(filters=(PropertyFilter("platform", "=", "S9"),)), chosen)
    assert "pl" not in one and filling.asked == frozenset()
    (one,), _ = asked(Query(period=Period("2018-02-03T04:05:06Z", None)), chosen)
    assert one["start"] == ["2018-02-03"]


def test_pycsw_s_broken_escape_is_mended():
    chosen = template(f"{ROOT}?f=application/atom%%2Bxml&q={{searchTerms?}}")
    assert chosen.fill({}) == f"{ROOT}?f=application/atom%2Bxml"


def test_atom_is_chosen_before_geojson_and_never_html():
    more = '<Url type="application/geo+json" rel="collection" template="https://example.org/j?q={searchTerms?}"/>'
    found = read_description(synthetic_description(ROOT, more=more).encode(), URL)
    assert found.template("results").media_type == "application/atom+xml"
    assert found.template("collection", "results").media_type == "application/geo+json"
    assert found.template("suggestions") is None
    assert (found.title, found.abstract) == ("Synthetic", "A synthetic catalogue")


def test_offsets_and_relative_templates():
    text = synthetic_description("/s?i={startIndex?}").replace(
        'type="application/atom', 'indexOffset="0" type="application/atom'
    )
    found = read_description(text.encode(), URL).template("results")
    assert found.index_offset == 0 and found.fill({"os:startIndex": "0"}) == "https://example.org/s?i=0"


def test_what_is_no_description_is_said_to_be_none():
    for content in (b"<feed/>", b"", b"<html></html>", b"{}"):
        with pytest.raises(BadAnswer):
            read_description(content, URL)


def test_geodab_is_asked_for_what_meets_the_area():
    url = "https://example.org/essi/view/x/opensearch/query?reqID=1"
    chosen = geodab_description(url, "DAB").template("results")
    query = Query(text="CO2", area=Area.bbox(-5, 40, 5, 50), period=Period("2010", "2011"), page_size=20)
    (one,), filling = asked(query, chosen, **{"eo:parentIdentifier": "p", "os:startIndex": "21"})
    assert one == {
        "reqID": ["1"],
        "rel": ["OVERLAPS"],
        "timeRel": ["OVERLAPS"],
        "outputFormat": ["application/atom+xml"],
        "si": ["21"],
        "ct": ["20"],
        "st": ["CO2"],
        "bbox": ["-5,40,5,50"],
        "ts": ["2010-01-01"],
        "te": ["2011-12-31T23:59:59Z"],
        "parents": ["p"],
    }
    assert filling.asked == {"text", "area", "period"}
