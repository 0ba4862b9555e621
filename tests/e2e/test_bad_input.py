"""Everything that can go wrong with one catalogue, and the rest of the search unharmed.

Each fault is served beside the embedded demonstration: the faulty catalogue ends with its own typed error
and one sentence that names its host, and every dataset of the demonstration still arrives.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from gaia_plugin.core import FederatedSearch, Page, Query, Session, load_registry, make_catalog
from gaia_plugin.core.catalogs.base import CatalogEntry
from gaia_plugin.core.catalogs.federation import State, Status
from gaia_plugin.core.errors import (
    AccessDenied,
    AnswerTooLarge,
    AuthenticationRequired,
    BadAnswer,
    ConnectionLost,
    ConnectionRefused,
    GaiaError,
    HostNotFound,
    NotFound,
    ServiceUnavailable,
    TimedOut,
    TlsError,
    TooManyRequests,
)
from gaia_plugin.core.net import Timeouts
from tests.support.faultserver import FaultServer, Reply, as_html, as_json, entity_bomb, stall

LANDING = {
    "stac_version": "1.0.0",
    "type": "Catalog",
    "id": "faulty",
    "description": "x",
    "conformsTo": ["https://api.stacspec.org/v1.0.0/core", "https://api.stacspec.org/v1.0.0/collections"],
    "links": [{"rel": "data", "href": "collections"}],
}


def collection(name: str, bbox: Any) -> dict[str, Any]:
    return {
        "stac_version": "1.0.0",
        "type": "Collection",
        "id": name,
        "title": name,
        "description": "x",
        "license": "CC-BY-4.0",
        "extent": {"spatial": {"bbox": [bbox]}, "temporal": {"interval": [["2018-01-01T00:00:00Z", None]]}},
        "links": [],
    }


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


def ask(kind: str, url: str, **session: Any) -> tuple[Status, list[Page], int]:
    """Search a faulty catalogue beside the demonstration; its status, its pages, and the demo's count."""
    timeouts = Timeouts(connect=1.0, read=1.0)
    faulty = make_catalog(
        CatalogEntry(id="faulty", kind=kind, url=url), Session(timeouts=timeouts, **session)
    )
    demo = make_catalog(load_registry()[0], Session())
    pages: list[Page] = []
    federated = FederatedSearch(Query(limit=200), [faulty, demo], on_page=pages.append)
    federated.start()
    assert federated.wait(60)
    assert federated.statuses["demo"].state is State.DONE
    found = [page for page in pages if page.catalog == "faulty"]
    return federated.statuses["faulty"], found, federated.statuses["demo"].received


def check_sentence(error: GaiaError | None, kind: type[GaiaError]) -> None:
    assert type(error) is kind, repr(error)
    text = str(error)
    assert "\n" not in text and len(text) < 300
    assert "Traceback" not in text and "<" not in text


STATUSES: list[tuple[int, type[GaiaError]]] = [
    (401, AuthenticationRequired),
    (403, AccessDenied),
    (404, NotFound),
    (429, TooManyRequests),
    (500, ServiceUnavailable),
    (503, ServiceUnavailable),
]


@pytest.mark.parametrize("kind", ["stac", "csw"])
@pytest.mark.parametrize(("status", "error"), STATUSES)
def test_statuses(server: FaultServer, kind: str, status: int, error: type[GaiaError]) -> None:
    headers = {"Retry-After": "3600"} if status in (429, 503) else {}
    url = server.add("/", Reply(status, b"<html>no</html>", {"Content-Type": "text/html", **headers}))
    row, pages, demo = ask(kind, url)
    assert row.state is State.FAILED
    check_sentence(row.error, error)
    assert "127.0.0.1" in str(row.error) and not pages and demo >= 10


@pytest.mark.parametrize("kind", ["stac", "csw"])
def test_host_not_found(kind: str) -> None:
    row, _, demo = ask(kind, "http://no-such-host.invalid/")
    check_sentence(row.error, HostNotFound)
    assert "no-such-host.invalid" in str(row.error) and demo >= 10


@pytest.mark.parametrize("kind", ["stac", "csw"])
def test_refused(kind: str) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    row, _, demo = ask(kind, f"http://127.0.0.1:{port}/")
    check_sentence(row.error, ConnectionRefused)
    assert demo >= 10


def test_a_certificate_that_nobody_signed(tmp_path: Path) -> None:
    with FaultServer(tls=tmp_path) as server:
        row, _, demo = ask("stac", server.add("/", as_json(LANDING)))
    check_sentence(row.error, TlsError)
    assert demo >= 10


WRONG: list[tuple[str, Callable[[], Reply], type[GaiaError]]] = [
    ("stac", as_html, BadAnswer),
    ("csw", as_html, BadAnswer),
    (
        "stac",
        lambda: Reply(200, json.dumps(LANDING).encode()[:-20], {"Content-Type": "application/json"}),
        BadAnswer,
    ),
    ("stac", lambda: as_json(["not", "a", "catalogue"]), BadAnswer),
    ("stac", lambda: Reply(200, b"", {"Content-Type": "application/json"}), BadAnswer),
    ("stac", lambda: Reply(200, b"[" * 100_000, {"Content-Type": "application/json"}), BadAnswer),
    (
        "csw",
        lambda: Reply(200, b"<csw:Capabilities xmlns:csw='x'><a>", {"Content-Type": "text/xml"}),
        BadAnswer,
    ),
    ("csw", entity_bomb, BadAnswer),
    ("stac", lambda: as_json(LANDING, cut=60), ConnectionLost),
    ("stac", lambda: Reply(reset=True), ConnectionLost),
    ("stac", lambda: stall(), TimedOut),
]


@pytest.mark.parametrize(("kind", "reply", "error"), WRONG)
def test_answers_that_are_none(
    server: FaultServer, kind: str, reply: Callable[[], Reply], error: type[GaiaError]
) -> None:
    row, pages, demo = ask(kind, server.add("/", reply()))
    assert row.state is State.FAILED
    check_sentence(row.error, error)
    assert not pages and demo >= 10


def test_a_hundred_megabytes(server: FaultServer) -> None:
    url = server.add("/", as_json(LANDING))
    server.add("/collections", Reply(200, 100 * 1024 * 1024, {"Content-Type": "application/json"}))
    row, _, demo = ask("stac", url)
    check_sentence(row.error, AnswerTooLarge)
    assert demo >= 10


def test_a_loop_of_pages_ends(server: FaultServer) -> None:
    url = server.add("/", as_json(LANDING))
    page = {
        "collections": [collection("a", [5, 44, 6, 45])],
        "links": [{"rel": "next", "href": url + "collections"}],
    }
    server.add("/collections", as_json(page))
    row, pages, demo = ask("stac", url)
    assert row.state is State.DONE
    assert [item.id for one in pages for item in one.items] == ["a"]
    assert len(server.seen) < 10 and demo >= 10


def test_broken_places_cost_themselves_only(server: FaultServer) -> None:
    boxes = {
        "good": [5.0, 44.0, 6.0, 45.0],
        "inverted": [5.0, 45.0, 6.0, 44.0],
        "point": [5.0, 44.0, 5.0, 44.0],
        "text": ["west", "south", "east", "north"],
        "short": [1, 2],
        "null": None,
        "outside": [500.0, 100.0, 600.0, 200.0],
    }
    url = server.add("/", as_json(LANDING))
    records = [collection(name, box) for name, box in boxes.items()]
    server.add("/collections", as_json({"collections": [*records, None, 7, {"id": 3}], "links": []}))
    row, pages, demo = ask("stac", url)
    found = {item.id: item for page in pages for item in page.items}
    assert row.state is State.DONE and demo >= 10
    assert set(boxes) <= set(found), "a record is listed even where its place is none"
    assert found["good"].footprint and found["good"].footprint["type"] == "Polygon"
    assert found["point"].footprint and found["point"].footprint["type"] == "Point"
    for name in ("text", "short", "null", "outside"):
        assert found[name].footprint is None, name
        assert found[name].footprint_note or name == "null", name
    assert row.skipped >= 2
