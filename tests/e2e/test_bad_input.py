"""Everything that can go wrong with one catalogue, and the rest of the search unharmed.

Each fault is served beside the embedded demonstration: the faulty catalogue ends with its own typed error
and one sentence that names its host, and every dataset of the demonstration still arrives. All of it twice:
through requests, and through QGIS's network with the interface's thread handling events, as in QGIS.
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
    ChecksumMismatch,
    ConnectionLost,
    ConnectionRefused,
    GaiaError,
    HostNotFound,
    NotFound,
    ServiceUnavailable,
    TimedOut,
    TlsError,
    TooManyRequests,
    TransferIncomplete,
)
from gaia_plugin.core.model import Checksum, Link, LinkKind
from gaia_plugin.core.net import Timeouts
from gaia_plugin.core.transfer import fetch
from tests.support.faultserver import FaultServer, Reply, as_html, as_json, entity_bomb, stall
from tests.support.pumped import pumped

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


Ask = Callable[[str, str], "tuple[Status, list[Page], int]"]
Work = Callable[[], Any]


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


@pytest.fixture(params=["requests", "QGIS"])
def way(request: pytest.FixtureRequest) -> Iterator[tuple[Session, Callable[[Work], Any]]]:
    """A session, and how work is run: at once, or in a thread while this one handles Qt's events."""
    timeouts = Timeouts(connect=1.0, read=1.0)
    if request.param == "requests":
        made, run = Session(timeouts=timeouts), lambda work: work()
    else:
        pytest.importorskip("qgis.core")
        from gaia_plugin.bridge.network import qgis_session
        from tests.bridge.conftest import start_qgis

        start_qgis()
        made, run = qgis_session(timeouts=timeouts), lambda work: pumped(work)()
    yield made, run
    made.close()


@pytest.fixture
def ask(way: tuple[Session, Callable[[Work], Any]]) -> Ask:
    """Search a faulty catalogue beside the demonstration; its status, its pages, and the demo's count."""
    session, run = way

    def asked(kind: str, url: str) -> tuple[Status, list[Page], int]:
        faulty = make_catalog(CatalogEntry(id="faulty", kind=kind, url=url), session)
        demo = make_catalog(load_registry()[0], Session())
        pages: list[Page] = []
        federated = FederatedSearch(Query(limit=200), [faulty, demo], on_page=pages.append)
        federated.start()
        assert run(lambda: federated.wait(60))
        assert federated.statuses["demo"].state is State.DONE
        found = [page for page in pages if page.catalog == "faulty"]
        return federated.statuses["faulty"], found, federated.statuses["demo"].received

    return asked


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
def test_statuses(server: FaultServer, ask: Ask, kind: str, status: int, error: type[GaiaError]) -> None:
    headers = {"Retry-After": "3600"} if status in (429, 503) else {}
    url = server.add("/", Reply(status, b"<html>no</html>", {"Content-Type": "text/html", **headers}))
    row, pages, demo = ask(kind, url)
    assert row.state is State.FAILED
    check_sentence(row.error, error)
    assert "127.0.0.1" in str(row.error) and not pages and demo >= 10


@pytest.mark.parametrize("kind", ["stac", "csw"])
def test_host_not_found(ask: Ask, kind: str) -> None:
    row, _, demo = ask(kind, "http://no-such-host.invalid/")
    check_sentence(row.error, HostNotFound)
    assert "no-such-host.invalid" in str(row.error) and demo >= 10


@pytest.mark.parametrize("kind", ["stac", "csw"])
def test_refused(ask: Ask, kind: str) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    row, _, demo = ask(kind, f"http://127.0.0.1:{port}/")
    check_sentence(row.error, ConnectionRefused)
    assert demo >= 10


def test_a_certificate_that_nobody_signed(ask: Ask, tmp_path: Path) -> None:
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
    server: FaultServer, ask: Ask, kind: str, reply: Callable[[], Reply], error: type[GaiaError]
) -> None:
    row, pages, demo = ask(kind, server.add("/", reply()))
    assert row.state is State.FAILED
    check_sentence(row.error, error)
    assert not pages and demo >= 10


def test_a_hundred_megabytes(server: FaultServer, ask: Ask) -> None:
    url = server.add("/", as_json(LANDING))
    server.add("/collections", Reply(200, 100 * 1024 * 1024, {"Content-Type": "application/json"}))
    row, _, demo = ask("stac", url)
    check_sentence(row.error, AnswerTooLarge)
    assert demo >= 10


def test_a_loop_of_pages_ends(server: FaultServer, ask: Ask) -> None:
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


def test_broken_places_cost_themselves_only(server: FaultServer, ask: Ask) -> None:
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


def test_items_with_broken_geometry_cost_themselves_only(
    server: FaultServer, way: tuple[Session, Callable[[Work], Any]]
) -> None:
    """A granule is listed even where its place is none."""
    session, run = way
    ring = [[5, 44], [6, 44], [6, 45], [5, 44]]
    geometries = {
        "good": {"type": "Polygon", "coordinates": [ring]},
        "null": None,
        "text": {"type": "Polygon", "coordinates": [[["a", "b"], [1, 2], [3, 4], ["a", "b"]]]},
        "kind": {"type": "Circle", "coordinates": [5, 44]},
        "empty": {"type": "Polygon", "coordinates": []},
        "list": [5, 44],
        "nothing": {},
    }
    items = [
        {"type": "Feature", "stac_version": "1.0.0", "id": name, "collection": "c", "geometry": geometry,
         "properties": {"datetime": "2018-01-01T00:00:00Z"}, "links": [], "assets": {}}
        for name, geometry in geometries.items()
    ]  # fmt: skip
    url = server.add(
        "/", as_json({**LANDING, "links": [*LANDING["links"], {"rel": "search", "href": "search"}]})
    )
    server.add("/collections", as_json({"collections": [collection("c", [5, 44, 6, 45])], "links": []}))
    found = {"type": "FeatureCollection", "features": [*items, None, "x", {"type": "Feature"}], "links": []}
    server.add("/search", as_json(found))
    catalog = make_catalog(CatalogEntry(id="faulty", kind="stac", url=url), session)

    def work() -> list[Page]:
        (dataset,) = [one for page in catalog.search(Query()) for one in page.items]
        return list(catalog.granules(dataset, Query()))  # type: ignore[arg-type]

    pages = run(work)
    granules = {one.id: one for page in pages for one in page.items}
    assert set(granules) == set(geometries)
    assert granules["good"].footprint["type"] == "Polygon"  # type: ignore[index]
    for name in set(geometries) - {"good"}:
        assert granules[name].footprint is None, name
    assert sum(page.skipped for page in pages) == 3


BODY = bytes(range(256)) * 4000
FILES: list[tuple[Reply, Checksum | None, type[GaiaError]]] = [
    (Reply(200, BODY, {"Content-Type": "image/tiff"}, cut=len(BODY) // 2), None, TransferIncomplete),
    (Reply(200, BODY, {"Content-Type": "image/tiff"}), Checksum("sha256", "0" * 64), ChecksumMismatch),
    (Reply(200, BODY, {"Content-Type": "image/tiff"}), Checksum("md5", "0" * 32), ChecksumMismatch),
    (as_html(), None, BadAnswer),
    (Reply(404, b"no"), None, NotFound),
]


@pytest.mark.parametrize(("reply", "checksum", "error"), FILES)
def test_downloads_that_are_none(
    server: FaultServer,
    way: tuple[Session, Callable[[Work], Any]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    reply: Reply,
    checksum: Checksum | None,
    error: type[GaiaError],
) -> None:
    """No file under its name until it is whole and checked, and a sentence that says why."""
    monkeypatch.setattr(__import__(fetch.__module__, fromlist=["PAUSE"]), "PAUSE", 0.01)
    session, run = way
    url = server.add("/scene.tif", reply)
    link = Link(url, LinkKind.DOWNLOAD, media_type="image/tiff", checksum=checksum)
    with pytest.raises(GaiaError) as caught:
        run(lambda: fetch(session, link, tmp_path / "scene.tif"))
    check_sentence(caught.value, error)
    assert "127.0.0.1" in str(caught.value) or "scene.tif" in str(caught.value)
    assert not (tmp_path / "scene.tif").exists()
