"""The public face of the core, called in the ways that people call it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from gaia_plugin.core import Area, Granule, Page, Period, PropertyFilter, Query, Session, open_catalog, search
from gaia_plugin.core.errors import GaiaError
from gaia_plugin.core.metadata import read_records
from tests.conftest import Recorded
from tests.support.faultserver import FaultServer, as_json

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "resources" / "demo"
COLLECTION = {
    "type": "Collection",
    "stac_version": "1.0.0",
    "id": "snow",
    "title": "Snow",
    "description": "x",
    "license": "CC-BY-4.0",
    "extent": {"spatial": {"bbox": [[5, 44, 6, 45]]},
               "temporal": {"interval": [["2018-01-01T00:00:00Z", None]]}},
    "links": [{"rel": "items", "href": "snow/items"}, {"rel": "root", "href": ".."}],
}  # fmt: skip


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def served() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(DEMO.parent))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def api() -> Iterator[FaultServer]:
    """A small STAC API of two collections."""
    with FaultServer() as server:
        other = {**COLLECTION, "id": "ice", "title": "Ice"}
        server.add(
            "/stac",
            as_json({
                "type": "Catalog", "stac_version": "1.0.0", "id": "api", "description": "x",
                "conformsTo": ["https://api.stacspec.org/v1.0.0/core",
                               "https://api.stacspec.org/v1.0.0/item-search"],
                "links": [{"rel": "data", "href": server.url("/stac/collections")},
                          {"rel": "search", "href": server.url("/stac/search")}],
            }),
        )  # fmt: skip
        server.add("/stac/collections", as_json({"collections": [COLLECTION, other], "links": []}))
        server.add("/stac/collections/snow", as_json(COLLECTION))
        nothing = as_json({"type": "FeatureCollection", "features": [], "links": []})
        server.add("/stac/collections/snow/items", nothing)
        server.add("/stac/search", nothing)
        yield server


def found(url: Any, **query: Any) -> list[str]:
    with Session() as session:
        return [
            one.id for page in open_catalog(url, session=session).search(Query(**query)) for one in page.items
        ]


def test_the_demonstration_opens_however_its_place_is_said(
    served: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = DEMO / "catalog.json"
    everything = found(path.as_uri())
    assert len(everything) >= 12
    monkeypatch.chdir(ROOT)
    places = [path, str(path), DEMO, str(DEMO), "resources/demo/catalog.json", "resources/demo"]
    for place in [*places, f"{served}/demo/catalog.json", f"{served}/demo/"]:
        assert found(place) == everything, place


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("/stac", ["snow", "ice"]),
        ("/stac/collections", ["snow", "ice"]),
        ("/stac/search", ["snow", "ice"]),
        ("/stac/collections/snow", ["snow"]),
        ("/stac/collections/snow/items", ["snow"]),
    ],
)
def test_any_address_of_an_api_opens_the_api(api: FaultServer, path: str, names: list[str]) -> None:
    assert found(api.url(path)) == names


def test_kind_and_session_may_be_given_in_order(api: FaultServer) -> None:
    assert open_catalog(api.url("/stac"), "STAC", Session()).entry.kind == "stac"


@pytest.mark.parametrize("place", [DEMO / "none.json", "/nowhere/catalog.json", "no such place", "", "\x00"])
def test_a_place_that_is_none_is_a_typed_error(place: Any) -> None:
    with pytest.raises(GaiaError):
        open_catalog(place)


def test_a_password_in_an_address_stays_with_its_host(api: FaultServer) -> None:
    url = api.url("/stac").replace("://", "://me:canary" + "@")
    for kind in (None, "stac"):
        session = Session()
        catalog = open_catalog(url, kind, session)
        pages = list(catalog.search(Query()))
        assert "canary" not in repr((catalog.entry, pages, session.credentials))
        assert api.seen[-1].headers.get("authorization", "").startswith("Basic ")


@pytest.mark.parametrize("limit", [1, 5, 7, None])
def test_the_limit_is_exact(limit: int | None) -> None:
    everything = found(DEMO, limit=None)
    assert found(DEMO, limit=limit, page_size=3) == everything[:limit]


def test_two_catalogues_of_one_name_are_both_asked_and_one_given_twice_once(api: FaultServer) -> None:
    first, dead = open_catalog(DEMO, id="x"), open_catalog("http://127.0.0.1:9/", "stac", id="x")
    other = open_catalog(api.url("/stac"), id="x")
    pages = list(search(Query(limit=None), [first, dead, other, first]))
    assert {page.catalog for page in pages} == {"x", "x (3)"}
    ids = [one.id for page in pages for one in page.items]
    assert {"snow", "ice"} <= set(ids) and len(ids) == len(found(DEMO)) + 2


def test_what_a_query_does_not_say_does_not_restrict() -> None:
    query = Query(text=" \n", period=Period(None, None), filters=[], collections=[])  # type: ignore[arg-type]
    assert query == Query() and not query.parts
    assert Query(text="snow\x00 \x07 cover").text == "snow cover"
    assert Query(collections="snow").collections == ("snow",)  # type: ignore[arg-type]
    assert hash(Query(filters=[PropertyFilter("a", "=", 1)]))  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="area takes the type Area"):
        Query(area=(5, 44, 6, 45))  # type: ignore[arg-type]


def test_periods_read_as_text() -> None:
    assert str(Period("2018-01-01", None)) == "2018-01-01/.."
    assert str(Period(Period("2018").start, None)) == "2018-01-01T00:00:00Z/.."


@pytest.mark.parametrize("text", ['<a> & "b" \\ | !', "100%", "l'eau", "x" * 3000, '"sea surface', "*?"])
def test_no_text_breaks_a_search(text: str) -> None:
    found(DEMO, text=text, area=Area.bbox(170, -90, -170, 90), period=Period(None, "2020"))


def test_records_are_read_from_whatever_holds_them(recorded: Recorded) -> None:
    path = recorded / "sextant/iso19115-3_dataset.xml"
    (expected,) = read_records(path.read_bytes())
    tree = etree.parse(str(path))
    content = path.read_bytes()
    for data in (path, str(path), path.read_text("utf-8"), bytearray(content), tree, tree.getroot()):
        (found,) = read_records(data)
        assert (found.id, found.title, found.period) == (expected.id, expected.title, expected.period)
        assert list(found.links) == list(expected.links) and found.keywords == expected.keywords


@pytest.mark.parametrize("name", ["csw/exception_report.xml", "csw/bad_error.xml"])
def test_an_exception_report_is_no_empty_success(recorded: Recorded, name: str) -> None:
    with pytest.raises(GaiaError):
        read_records(recorded.bytes(name))


def test_licences_that_a_reader_sees(recorded: Recorded) -> None:
    def licence(name: str) -> tuple[str, str]:
        dataset = read_records(recorded.bytes(name))[0]
        return dataset.license, dataset.license_url

    text, url = licence("copernicus-marine/iso19139.xml")
    assert text.startswith("See Copernicus Marine") and url.endswith("27-service-commitments-and-licence.php")
    text, url = licence("csw/geonetwork_page_1.xml")
    assert text.startswith("Licence Ouverte 1.0") and url.endswith("/Licence-Ouverte-Open-Licence")
    assert licence("ign/csw_record_rpg.xml")[0] == "etalab-2.0"
    assert licence("emodnet/iso19139.xml") == ("", ""), "conditions and warranties are no licence"


def test_locales_that_no_record_declares(recorded: Recorded) -> None:
    dataset = read_records(recorded.bytes("ozcar/geonetwork_record.xml"))[0]
    assert dataset.texts["en"]["title"] == "TEST title localized EN"
    assert dataset.crs == ("WGS 84",)


@pytest.mark.parametrize(
    ("value", "percent"), [(12, 12.0), (0.5, 0.5), (None, None), ("12", None), (-1, None), (10**400, None)]
)
def test_cloud_cover_is_a_percentage_or_not_known(value: Any, percent: float | None) -> None:
    assert Granule("g", "G", properties={"eo:cloud_cover": value}).cloud_cover == percent


def test_pages_say_who_filtered() -> None:
    query = Query(text="snow", area=Area.bbox(5, 43, 8, 46))
    pages: list[Page] = list(open_catalog(DEMO).search(query))
    for page in pages:
        assert page.filtered_by_client == {"text", "area"} and not page.filtered_by_server
