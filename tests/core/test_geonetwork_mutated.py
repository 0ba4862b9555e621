"""Mutated answers of GeoNetwork: whatever comes is records or a typed error, and the search ends."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gaia_plugin.core.catalogs.base import CatalogEntry
from gaia_plugin.core.catalogs.geonetwork import GeoNetworkCatalog
from gaia_plugin.core.catalogs.geonetwork.addresses import Addresses
from gaia_plugin.core.catalogs.geonetwork.answers import read_answer
from gaia_plugin.core.catalogs.geonetwork.hits import read_hit
from gaia_plugin.core.catalogs.merge import fingerprints
from gaia_plugin.core.errors import GaiaError
from gaia_plugin.core.model import Area, Dataset, Period, PropertyFilter, Query, bounds
from gaia_plugin.core.net import Retry, Session
from tests.support.faultserver import FaultServer, Reply
from tests.support.synthetic_geonetwork import synthetic_record

ADDRESSES = Addresses.of("https://example.org/geonetwork")
QUERY = Query(
    text="surval",
    area=Area.bbox(-10, 40, 10, 50),
    period=Period("1990", None),
    filters=(PropertyFilter("th_odatis_variables", "like", "%"),),
    page_size=2,
)
JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**30), 10**30),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=12),
    st.sampled_from(["", "n", "2000-13-45T99:00:00Z", "9999-12-31", "http://[", "a://b:c@d", "-1e400"]),
    st.lists(st.integers(-400, 400), max_size=5),
    st.dictionaries(st.sampled_from(["default", "langfre", "key", "link", "type", "coordinates", "value"]),
                    st.integers() | st.text(max_size=5), max_size=3),
)  # fmt: skip
ANSWER = {
    "timed_out": False,
    "hits": {
        "total": {"value": 2, "relation": "eq"},
        "hits": [
            {
                "_id": str(number),
                "sort": [1.0, number],
                "_source": synthetic_record(
                    number,
                    resourceTitleObject={"default": "Surval", "langeng": "Surval"},
                    parentUuid="p",
                    allKeywords={
                        "th_x": {"title": "X", "keywords": [{"default": "a", "link": "http://x/a"}]}
                    },
                    tag=[{"default": "a"}],
                    link=[
                        {"protocol": "OGC:WMS", "url": "http://u:p@example.org/wms", "name": "l", "group": 1}
                    ],
                    contact=[
                        {"organisationObject": {"default": "o"}, "role": "owner", "website": "http://x"}
                    ],
                    resourceIdentifier=[{"code": "10.1234/5", "codeSpace": "doi", "link": ""}],
                    resourceDate=[{"type": "creation", "date": "2012-01-01T00:00:00.000Z"}],
                    resourceTemporalExtentDetails=[{"start": {"date": "2012"}, "end": {}}],
                    licenseObject=[{"default": "CC-BY 4.0", "link": "http://x"}],
                    overview=[{"url": "http://x/y.png", "text": {"default": "y"}}],
                    cl_topic=[{"key": "oceans", "default": "Océans"}],
                    cl_useConstraints=[{"key": "license"}],
                    coordinateSystem=["EPSG:4326"],
                    lineageObject={"default": "l"},
                ),
            }
            for number in (1, 2)
        ],
    },
    "aggregations": {"parents": {"uuids": {"buckets": [{"key": "p", "doc_count": 3}]}}},
}


def places(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every value in a document."""
    if path:
        yield path
    pairs = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in pairs:
        yield from places(value, (*path, key))


def mutated(draw: st.DrawFn, document: Any, paths: list[tuple[Any, ...]]) -> Any:
    document = copy.deepcopy(document)
    for path in draw(st.lists(st.sampled_from(paths), min_size=1, max_size=6)):
        junk = draw(JUNK)
        node = document
        for key in path[:-1]:
            try:
                node = node[key]
            except (KeyError, IndexError, TypeError):
                break
        else:
            if isinstance(node, dict):
                if draw(st.booleans()):
                    node[path[-1]] = junk
                else:
                    node.pop(path[-1], None)
            elif isinstance(node, list) and isinstance(path[-1], int) and path[-1] < len(node):
                node[path[-1]] = junk
    return document


PLACES = list(places(ANSWER))


@st.composite
def answers(draw: st.DrawFn) -> Any:
    return mutated(draw, ANSWER, PLACES)


def look_at(dataset: Dataset | None) -> None:
    """Use a dataset as the plugin does."""
    if dataset is None:
        return
    assert dataset.id and dataset.title and "://u:p@" not in repr(dataset.raw)
    if dataset.footprint:
        west, south, east, north = bounds(dataset.footprint)
        assert -180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90
    assert all(link.label is not None for link in dataset.links)
    fingerprints(dataset)
    QUERY.area.intersects(dataset.footprint) if QUERY.area else None


@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(answers())
def test_mutated_answers_are_records_or_a_typed_error(document: Any) -> None:
    try:
        answer = read_answer(document, "https://example.org/x")
    except GaiaError:
        return
    for hit in answer.hits:
        look_at(read_hit(hit, catalog="x", addresses=ADDRESSES, language="fr", children=answer.parents))


@lru_cache(maxsize=1)
def recorded_hits(path: Path) -> list[tuple[Any, list[tuple[Any, ...]]]]:
    hits = json.loads(path.read_bytes())["hits"]["hits"]
    return [(hit, list(places(hit))) for hit in hits]


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_mutated_recorded_hits_are_datasets_or_nothing(recorded: Any, data: st.DataObject) -> None:
    for hit, paths in recorded_hits(recorded / "sextant/geonetwork_es_search.json"):
        changed = data.draw(st.composite(lambda draw: mutated(draw, hit, paths))())  # noqa: B023
        look_at(read_hit(changed, catalog="x", addresses=ADDRESSES, language="fr"))


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_search_of_mutated_answers_ends(faulty: tuple[FaultServer, Session], data: st.DataObject) -> None:
    server, session = faulty
    bodies = [json.dumps(data.draw(answers())).encode() for _ in range(3)]
    cut = data.draw(st.integers(0, 3 * len(bodies[2])))
    replies = [
        Reply(200, body, {"Content-Type": "application/json"}) for body in (*bodies[:2], bodies[2][:cut])
    ]
    url = server.add("/geonetwork/srv/api/search/records/_search", replies)
    before = len(server.seen)
    try:
        for page in GeoNetworkCatalog(CatalogEntry("x", "geonetwork", url), session).search(QUERY):
            assert page.total is None or page.total >= len(page.items)
            for dataset in page.items:
                assert isinstance(dataset, Dataset)
                look_at(dataset)
    except GaiaError:
        pass
    assert len(server.seen) - before < 30


@pytest.fixture(scope="module")
def faulty() -> Iterator[tuple[FaultServer, Session]]:
    with FaultServer() as server:
        session = Session(retry=Retry(times=0))
        yield server, session
        session.close()


def test_what_is_nested_deeper_than_anyone_reads() -> None:
    nested: Any = "x"
    for _ in range(400):
        nested = {"default": [nested]}
    fields = {
        "resourceTitleObject": nested,
        "geom": {"type": "Polygon", "coordinates": nested},
        "th_x": nested,
    }
    deep = {"_source": synthetic_record(**fields, lineageObject={"default": "http://u:p@example.org"})}
    look_at(read_hit(deep, catalog="x", addresses=ADDRESSES))
