"""Mutated answers of OpenSearch, CMR, ESGF and DataONE: records or a typed error, and searches that end."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gaia_plugin.core.catalogs.base import CatalogEntry
from gaia_plugin.core.catalogs.merge import fingerprints
from gaia_plugin.core.catalogs.opensearch.description import read_description
from gaia_plugin.core.catalogs.opensearch.request import fill_in, page_size, queryables_of
from gaia_plugin.core.catalogs.registry import make_catalog
from gaia_plugin.core.errors import GaiaError
from gaia_plugin.core.metadata import read_records
from gaia_plugin.core.model import Area, Dataset, Period, PropertyFilter, Query, bounds
from gaia_plugin.core.net import Retry, Session
from tests.support.faultserver import FaultServer, Reply, as_json
from tests.support.synthetic_opensearch import (
    PARAMETERS,
    synthetic_description,
    synthetic_entry,
    synthetic_feed,
)

QUERY = Query(
    text="snow",
    area=Area.bbox(170, -60, -170, 60),
    period=Period("1990", None),
    filters=(PropertyFilter("eo:cloud_cover", "<=", 20), PropertyFilter("variable_id", "=", "tas")),
    page_size=2,
)
JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**30), 10**30),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=12),
    st.sampled_from(
        ["", "2000-13-45T99:00:00Z", "9999-12-31", "http://[", "|", "||x", "1e999", "0 0 0 0", "²"]
    ),
    st.lists(st.integers(-400, 400) | st.text(max_size=4), max_size=5),
    st.dictionaries(
        st.sampled_from(["href", "rel", "id", "title"]), st.integers() | st.text(max_size=5), max_size=3
    ),
)
LINKS = [{"rel": "http://x/data#", "href": "https://h/x.hdf", "title": "t", "type": "x"}]
DOCUMENTS: dict[str, Any] = {
    "cmr": {
        "feed": {
            "entry": [
                {
                    "id": f"C{i}",
                    "title": "Snow",
                    "summary": "snow",
                    "time_start": "2000-01-01T00:00:00Z",
                    "boxes": ["-10 170 10 -170"],
                    "polygons": [["0 170 0 180 5 180 0 170"]],
                    "organizations": ["o"],
                    "cloud_cover": "3",
                    "granule_size": "1.5",
                    "links": LINKS,
                }
                for i in range(2)
            ]
        }
    },
    "esgf": {
        "response": {
            "numFound": 4,
            "docs": [
                {
                    "id": f"d{i}|n",
                    "title": "snow",
                    "datetime_start": "1850-01-16T12:00:00Z",
                    "datetime_stop": "2000-01-16T12:00:00Z",
                    "url": ["https://h/x.nc|application/netcdf|HTTPServer"],
                    "xlink": ["https://h/x|Citation|citation"],
                    "west_degrees": 1.0,
                    "east_degrees": 5.0,
                    "south_degrees": 1.0,
                    "north_degrees": 5.0,
                    "checksum": ["ab" * 32],
                    "checksum_type": ["SHA256"],
                    "size": 3,
                    "variable_id": ["tas"],
                }
                for i in range(2)
            ],
        },
        "facet_counts": {"facet_fields": {"variable_id": ["tas", 3]}},
    },
    "dataone": {
        "response": {
            "numFound": 4,
            "docs": [
                {
                    "identifier": f"p{i}",
                    "title": "snow",
                    "keywords": ["snow"],
                    "northBoundCoord": 5,
                    "southBoundCoord": 1,
                    "eastBoundCoord": -175,
                    "westBoundCoord": 175,
                    "beginDate": "2001-01-01T00:00:00Z",
                    "documents": ["a"],
                    "origin": ["o"],
                }
                for i in range(2)
            ],
        }
    },
}
PATHS = {
    "cmr": ("/collections.json", "/granules.json"),
    "esgf": ("/search",),
    "dataone": ("/v2/query/solr/",),
}
FEED = synthetic_feed(
    [
        synthetic_entry(
            "k1",
            date="2000-01-01T00:00:00ZZ/",
            links='<link rel="enclosure" href="x.zip" length="3"/><category term="a" label="b"/>'
            '<media:group><media:content url="q.png"/></media:group>'
            "<georss:polygon>0 170 0 -170 10 -170 0 170</georss:polygon>"
            '<owc:offering code="http://x/wms">'
            '<owc:operation code="GetMap" href="o?layers=a"/></owc:offering>'
            "<georss:where><gml:Point><gml:pos>1 2</gml:pos></gml:Point></georss:where>",
        ),
        synthetic_entry("k2"),
    ],
    total=4,
)
DESCRIPTION = synthetic_description(
    f"https://h/s?{PARAMETERS}&cc={{eo:cloudCover?}}",
    inside='<param:Parameter name="count" value="{count}" maxInclusive="5" pattern="(a+)+$"/>',
)


def places(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    pairs = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in pairs:
        yield from places(value, (*path, key))


@st.composite
def mutated(draw: st.DrawFn, document: Any) -> Any:
    document = copy.deepcopy(document)
    for path in draw(st.lists(st.sampled_from(list(places(document))), min_size=1, max_size=6)):
        node = document
        try:
            for key in path[:-1]:
                node = node[key]
            node[path[-1]] = draw(JUNK)
        except (KeyError, IndexError, TypeError):
            continue
    return document


@st.composite
def mangled(draw: st.DrawFn, text: str) -> bytes:
    """The text with some of its words, numbers and tags changed, doubled or cut."""
    pieces = re.split(r"(<[^>]*>|[\s,=\"]+)", text)
    for _ in range(draw(st.integers(1, 6))):
        index = draw(st.integers(0, len(pieces) - 1))
        pieces[index] = draw(
            st.sampled_from(
                ["", pieces[index] * 2, "None", "9e99", "-181", "{a:b?}", "%%2", "<a/>", "http://["]
            )
            | st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="<&"), max_size=8)
        )
    content = "".join(pieces).encode()
    return content[: draw(st.integers(0, len(content)))] if draw(st.integers(0, 9)) == 0 else content


def look_at(record: Any) -> None:
    """Use a record as the plugin does."""
    assert record.id and record.title
    if record.footprint:
        west, south, east, north = bounds(record.footprint)
        assert -180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90
    assert all(link.label is not None for link in record.links)
    fingerprints(record)
    assert QUERY.area is not None
    QUERY.area.intersects(record.footprint)


@pytest.fixture(scope="module")
def faulty() -> Iterator[tuple[FaultServer, Session]]:
    with FaultServer() as server:
        session = Session(retry=Retry(times=0))
        yield server, session
        session.close()


def searched(catalog: Any, server: FaultServer) -> None:
    before = len(server.seen)
    for again in (
        lambda: catalog.search(QUERY),
        lambda: catalog.granules(Dataset(id="C1", title="t"), QUERY),
    ):
        try:
            for page in again():
                assert page.total is None or page.total >= len(page.items)
                for record in page.items:
                    look_at(record)
        except GaiaError:
            pass
    assert len(server.seen) - before < 40


@pytest.mark.parametrize("kind", sorted(DOCUMENTS))
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_searches_of_mutated_json_end(
    faulty: tuple[FaultServer, Session], kind: str, data: st.DataObject
) -> None:
    server, session = faulty
    bodies = [data.draw(mutated(DOCUMENTS[kind])) for _ in range(2)]
    headers = {"CMR-Hits": data.draw(st.sampled_from(["4", "x", "-1", "9" * 30])), "CMR-Search-After": "[1]"}
    for path in PATHS[kind]:
        server.add(f"/{kind}{path}", [as_json(body, headers=headers) for body in bodies])
    url = server.url(f"/{kind}" + ("/search" if kind == "esgf" else ""))
    catalog = make_catalog(CatalogEntry("x", kind, url), session)
    searched(catalog, server)
    try:
        catalog.queryables()
    except GaiaError:
        pass


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(content=mangled(FEED), again=mangled(FEED))
def test_searches_of_mangled_feeds_end(
    faulty: tuple[FaultServer, Session], content: bytes, again: bytes
) -> None:
    server, session = faulty
    feed = server.add("/feed", [Reply(200, content), Reply(200, again)])
    text = synthetic_description(f"{feed}?{PARAMETERS}&p={{eo:parentIdentifier?}}")
    url = server.add("/osdd", Reply(200, text.encode()))
    searched(make_catalog(CatalogEntry("x", "opensearch", url), session), server)


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(content=mangled(DESCRIPTION))
def test_mangled_descriptions_are_templates_or_a_typed_error(content: bytes) -> None:
    try:
        found = read_description(content, "https://h/osdd")
    except GaiaError:
        return
    for template in found.templates:
        queryables_of(template)
        filling = fill_in(QUERY, template, page_size(template, 100))
        assert filling.values and all(isinstance(template.fill(values), str) for values in filling.values)


@lru_cache(maxsize=4)
def recorded_text(path: Path) -> str:
    return path.read_text("utf-8")[:60_000]


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_mangled_eml_is_a_dataset_or_a_typed_error(recorded: Any, data: st.DataObject) -> None:
    text = recorded_text(recorded / "dataone/eml.xml")
    try:
        found = read_records(data.draw(mangled(text)))
    except GaiaError:
        return
    for dataset in found:
        look_at(dataset)


@pytest.mark.parametrize("name", ["fedeo/collection_entry.xml", "cmr/granules.xml"])
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_mangled_recordings_are_records_or_a_typed_error(
    recorded: Any, name: str, data: st.DataObject
) -> None:
    from gaia_plugin.core.catalogs.opensearch.entry import read_dataset, read_granule
    from gaia_plugin.core.catalogs.opensearch.feed import read_feed

    try:
        feed = read_feed(data.draw(mangled(recorded_text(recorded / name))), "https://h/x")
    except GaiaError:
        return
    for entry in feed.entries:
        for read in (read_dataset, read_granule):
            try:
                look_at(read(entry, catalog="x", url="https://h/x"))
            except (ValueError, TypeError, LookupError, ArithmeticError):
                continue  # what a search skips and counts
