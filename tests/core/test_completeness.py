"""Nothing that a recorded answer says is lost; title, abstract, box, period, licence, DOI and links are in
their own fields: the counts of ``make bench``, for every parser. And the count can fail."""

from __future__ import annotations

import dataclasses

import pytest

from gaia_plugin.core.model import Granule, Period
from tests.bench.bench_completeness import Tally, percent, records_of, tallied
from tests.bench.completeness_fields import NAMED, format_of, named, sources
from tests.support.answers import CASES, Case

COUNTED = tuple((case, form) for case in CASES if case.is_here and (form := format_of(case.name)))


@pytest.mark.parametrize(("case", "form"), COUNTED, ids=[case.name for case, _ in COUNTED])
def test_nothing_is_lost(case, form):
    tally = tallied(case, form)
    assert tally.leaves > 0 and sum(tally.said.values()) > 0
    assert not tally.lost
    assert tally.missing == []


def test_every_named_field_is_counted_somewhere():
    said = {
        name for case, form in COUNTED for one in sources(case.answer(), form) for name, _ in named(one, form)
    }
    assert said == set(NAMED)


def case_of(name: str) -> Case:
    found = next((case for case, _ in COUNTED if case.name == name), None)
    return found or pytest.skip(f"the recorded answer is not on this machine: {name}")


LOSSES = {
    "title": {"title": "x", "texts": {}},
    "abstract": {"abstract": "", "texts": {}},
    "box": {"footprint": {"type": "Point", "coordinates": [0.5, 0.5]}},
    "period": {"period": Period("1801", "1802"), "periods": ()},
    "licence": {"license": "", "license_url": "", "constraints": ()},
    "doi": {"doi": "", "identifiers": ()},
    "links": {"links": (), "thumbnail": ""},
}


@pytest.mark.parametrize("name", NAMED)
def test_a_loss_is_seen(name):
    """A record without one of the fields misses it, and no other."""
    case = case_of("records, synthetic")
    form, content = format_of(case.name), case.answer()
    source, record = sources(content, form)[0], records_of(case, content)[0]
    whole, bare = Tally(), Tally()
    whole.count(source, record, form)
    bare.count(source, dataclasses.replace(record, properties={}, **LOSSES[name]), form)
    assert whole.missing == [] and whole.said == bare.said
    assert bare.missing and {text.split(":")[0] for text in bare.missing} == {name}


def test_what_is_in_the_raw_record_only_is_counted_apart():
    case = case_of("stac items, Earth Search")
    form, content = format_of(case.name), case.answer()
    source, record = sources(content, form)[0], records_of(case, content)[0]
    assert isinstance(record, Granule)
    tally, without = Tally(), Tally()
    tally.count(source, record, form)
    without.count(source, dataclasses.replace(record, raw=None), form)
    assert tally.raw > 0 and not tally.lost
    assert without.raw == 0 and sum(without.lost.values()) == tally.raw and without.model == tally.model


def test_a_share_is_rounded_down():
    assert (percent(9999, 10000), percent(99_999, 100_000), percent(3, 3)) == (99.99, 99.99, 100.0)
