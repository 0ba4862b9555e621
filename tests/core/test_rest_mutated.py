# ruff: noqa: E501 (tables are read across)
"""Mutated answers of DataCite, Dataverse, GBIF and data.gouv.fr: whatever comes is records or a typed error."""

from __future__ import annotations

import base64
import copy
import json
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gaia_plugin.core.catalogs.base import CatalogEntry
from gaia_plugin.core.catalogs.datagouv_records import read_dataset as read_datagouv
from gaia_plugin.core.catalogs.dataverse_records import read_dataset as read_dataverse
from gaia_plugin.core.catalogs.gbif_records import read_dataset as read_gbif
from gaia_plugin.core.catalogs.gbif_records import read_occurrence
from gaia_plugin.core.catalogs.merge import fingerprints
from gaia_plugin.core.catalogs.registry import make_catalog
from gaia_plugin.core.errors import GaiaError
from gaia_plugin.core.metadata.datacite import read_doi
from gaia_plugin.core.metadata.jsontexts import UNREADABLE
from gaia_plugin.core.model import Area, Dataset, Period, Query, Record, bounds
from gaia_plugin.core.net import Retry, Session
from tests.core.test_rest_records import dataverse_version
from tests.support.faultserver import FaultServer, Reply, Seen
from tests.support.synthetic_rest import (
    synthetic_datagouv,
    synthetic_dataverse,
    synthetic_doi,
    synthetic_gbif,
    synthetic_occurrence,
)

AREA = Area.bbox(-10, 40, 10, 50)
QUERY = Query(text="record", area=AREA, period=Period("1990", None), page_size=2)
JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**30), 10**30),
    st.floats(),
    st.text(max_size=12),
    st.sampled_from(["", "2000-13-45", "0000/9999", "9999-12-31", "http://[", "a://b:c@d", "-1e400", "10.1/x", "1e999"]),
    st.lists(st.integers(-400, 400), max_size=5),
    st.dictionaries(st.sampled_from(["value", "name", "geoLocationBox", "url", "id", "type"]),
                    st.integers() | st.text(max_size=5), max_size=3),
)  # fmt: skip
POLYGON = [
    {"polygonPoint": {"pointLongitude": x, "pointLatitude": y}} for x, y in ((0, 0), (1, 0), (1, 1), (0, 0))
]
RESOURCE = {
    "url": "https://u:p@example.org/a.csv",
    "format": "csv",
    "type": "main",
    "filesize": 3,
    "checksum": {"type": "md5", "value": "0" * 32},
}
RECORDS: dict[str, tuple[Callable[..., Record], dict[str, Any]]] = {
    "datacite": (
        read_doi,
        synthetic_doi(
            1,
            language="fr",
            creators=[{"name": "Doe, Jane", "affiliation": [{"name": "x"}], "nameIdentifiers": [{"nameIdentifier": "x"}]}],
            subjects=[{"subject": "snow", "valueUri": "http://x"}],
            geoLocations=[
                {"geoLocationPolygon": POLYGON},
                {"geoLocationPoint": {"pointLongitude": "1", "pointLatitude": 2}},
                *synthetic_doi(1)["attributes"]["geoLocations"],
            ],
            rightsList=[{"rights": "CC-BY 4.0", "rightsUri": "http://x"}],
            contentUrl=["https://u:p@example.org/a.nc"],
            sizes=["3 bytes"],
            relatedIdentifiers=[{"relationType": "IsPartOf", "relatedIdentifier": "10.1234/x"}],
            publisher={"name": "P"},
        ),
    ),
    "dataverse": (read_dataverse, {"id": 1, "latestVersion": dataverse_version()}),
    "dataverse hit": (
        read_dataverse,
        {**synthetic_dataverse(1)["hit"], "metadataBlocks": dataverse_version()["metadataBlocks"]},
    ),
    "gbif": (read_gbif, {**synthetic_gbif(1)["hit"], **synthetic_gbif(1)["dataset"]}),
    "gbif occurrence": (
        read_occurrence,
        synthetic_occurrence(1, decimalLongitude=1.0, decimalLatitude=2.0, eventDate="2001-02-03",
                             media=[{"type": "StillImage", "identifier": "http://x/y.jpg"}]),
    ),
    "data-gouv": (
        read_datagouv,
        synthetic_datagouv(1, resources=[RESOURCE], harvest={"remote_url": "http://x"},
                           spatial={"geom": {"type": "Point", "coordinates": [1, 2]}},
                           contact_points=[{"name": "x"}]),
    ),
}  # fmt: skip


def places(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every value in a document."""
    if path:
        yield path
    pairs = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in pairs:
        yield from places(value, (*path, key))


def mutated(data: st.DataObject, document: Any) -> Any:
    document = copy.deepcopy(document)
    paths = list(places(document))
    for path in data.draw(st.lists(st.sampled_from(paths), min_size=1, max_size=6)):
        junk = data.draw(JUNK)
        node = document
        for key in path[:-1]:
            try:
                node = node[key]
            except (KeyError, IndexError, TypeError):
                break
        else:
            if isinstance(node, dict):
                if data.draw(st.booleans()):
                    node[path[-1]] = junk
                else:
                    node.pop(path[-1], None)
            elif isinstance(node, list) and isinstance(path[-1], int) and path[-1] < len(node):
                node[path[-1]] = junk
    return document


def look_at(record: Record) -> None:
    """Use a record as the plugin does."""
    assert record.id and record.title and "://u:p@" not in repr((record, record.raw))
    if record.footprint:
        west, south, east, north = bounds(record.footprint)
        assert -180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90
    for link in record.links:
        assert link.label is not None and (link.size is None or link.size >= 0)
    fingerprints(record)
    AREA.intersects(record.footprint)
    if isinstance(record, Dataset):
        assert hash(record.keywords) and isinstance(record.license, str) and isinstance(record.doi, str)


@pytest.mark.parametrize("kind", list(RECORDS))
@settings(max_examples=350, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_mutated_records_are_read_or_refused(kind: str, data: st.DataObject) -> None:
    read, record = RECORDS[kind]
    look_at(read(record))
    try:
        found = read(mutated(data, record))
    except UNREADABLE:
        return
    look_at(found)


@lru_cache(maxsize=1)
def recorded_records(cassette: str, occurrences: str) -> list[tuple[Callable[..., Record], Any]]:
    body = yaml.safe_load(cassette)["http_interactions"][0]["response"]["body"]["string"]
    dois = [(read_doi, one) for one in json.loads(base64.b64decode(body))["data"]]
    return [*dois, *((read_occurrence, one) for one in json.loads(occurrences)["results"][:5])]


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_mutated_recorded_records_are_read_or_refused(recorded: Any, data: st.DataObject) -> None:
    records = recorded_records(
        recorded.bytes("datacite/dois_cassette.yml").decode(),
        recorded.bytes("gbif/dataset_search.json").decode(),
    )
    read, record = data.draw(st.sampled_from(records))
    try:
        look_at(read(mutated(data, record)))
    except UNREADABLE:
        pass


ANSWERS: dict[str, tuple[str, dict[str, Any]]] = {
    "datacite": (
        "/dois",
        {"data": [RECORDS["datacite"][1], synthetic_doi(2)], "meta": {"total": 5}, "links": {"next": "http://x?page[number]=2"}},
    ),
    "dataverse": (
        "/api/search",
        {"status": "OK", "data": {"total_count": 5, "items": [synthetic_dataverse(n)["hit"] for n in (1, 2)]}},
    ),
    "gbif": (
        "/v1/dataset/search",
        {"endOfRecords": False, "count": 5, "results": [synthetic_gbif(n)["hit"] for n in (1, 2)]},
    ),
    "data-gouv": (
        "/api/1/datasets/",
        {"data": [synthetic_datagouv(n, resources=[RESOURCE]) for n in (1, 2)], "total": 5, "next_page": "http://x"},
    ),
}  # fmt: skip
DETAILS = {
    "dataverse": {"status": "OK", "data": RECORDS["dataverse"][1]},
    "gbif": RECORDS["gbif"][1],
}


@pytest.mark.parametrize("kind", list(ANSWERS))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_search_of_mutated_answers_ends(kind: str, data: st.DataObject, faulty: FaultServer) -> None:
    path, answer = ANSWERS[kind]
    bodies = [json.dumps(mutated(data, answer)).encode() for _ in range(3)]
    cut = data.draw(st.integers(0, 3 * len(bodies[2])))
    kept = [*bodies[:2], bodies[2][:cut]]
    url = faulty.add(path, [Reply(200, body, {"Content-Type": "application/json"}) for body in kept])
    if kind in DETAILS:
        detail = Reply(200, json.dumps(mutated(data, DETAILS[kind])).encode())
        faulty.add("/api/datasets/:persistentId/", detail)
        for number in (1, 2):
            faulty.add(f"/v1/dataset/{synthetic_gbif(number)['hit']['key']}", detail)
    before: list[Seen] = list(faulty.seen)
    session = Session(retry=Retry(times=0))
    try:
        for page in make_catalog(CatalogEntry("x", kind, url), session).search(QUERY):
            assert page.total is None or page.total >= len(page.items)
            for record in page.items:
                look_at(record)
    except GaiaError:
        pass
    finally:
        session.close()
    assert len(faulty.seen) - len(before) < 40


@pytest.fixture(scope="module")
def faulty() -> Iterator[FaultServer]:
    with FaultServer() as server:
        yield server


def test_what_is_nested_deeper_than_anyone_reads() -> None:
    nested: Any = "x"
    for _ in range(900):
        nested = {"value": [nested]}
    for read, record in RECORDS.values():
        for name in record:
            try:
                look_at(read({**record, name: nested}))
            except UNREADABLE:
                pass
