"""What a pasted address is: on recorded landings, synthetic answers, and the hub's real servers."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gaia_plugin.core.catalogs.addresses import clean_address, hinted_services, identifier_from, up_to
from gaia_plugin.core.catalogs.detect import NOTHING, REASONS, Found, detect_kind, find, open_catalog, survey
from gaia_plugin.core.catalogs.recognise import recognise
from gaia_plugin.core.errors import (
    AuthenticationRequired,
    BadAnswer,
    Cancelled,
    ConnectionRefused,
    NotFound,
    ServiceUnavailable,
)
from gaia_plugin.core.model import Area, LinkKind, Query
from gaia_plugin.core.net import Cancel, Retry, Session
from tests.support.faultserver import FaultServer, Reply, Seen, as_html, as_json, as_xml, redirect, stall
from tests.support.synthetic_erddap import SyntheticErddap, synthetic_dataset
from tests.support.synthetic_geonetwork import SyntheticGeoNetwork, synthetic_record
from tests.support.synthetic_thredds import SyntheticThredds, snow

SYNTHETIC_STAC_ROOT = {
    "stac_version": "1.0.0", "type": "Catalog", "id": "synthetic", "title": "Synthetic STAC",
    "conformsTo": ["https://api.stacspec.org/v1.0.0/core"],
    "links": [{"rel": "search", "href": "/search"}, {"rel": "data", "href": "/collections"}],
}  # fmt: skip
SYNTHETIC_RECORDS = {
    "title": "Synthetic records",
    "links": [{"rel": "conformance", "href": "conformance"}, {"rel": "data", "href": "collections"}],
}
RECORDS_CONFORMANCE = {"conformsTo": ["http://www.opengis.net/spec/ogcapi-records-1/1.0/conf/core"]}
FEATURES_CONFORMANCE = {"conformsTo": ["http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core"]}
SYNTHETIC_CSW = """<csw:Capabilities version="2.0.2" xmlns:csw="http://www.opengis.net/cat/csw/2.0.2"
  xmlns:ows="http://www.opengis.net/ows"><ows:ServiceIdentification><ows:Title>Synthetic CSW</ows:Title>
  </ows:ServiceIdentification></csw:Capabilities>"""
SYNTHETIC_OPENSEARCH = """<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
  <ShortName>Synthetic search</ShortName>
  <Url type="{type}" rel="results" template="http://127.0.0.1/s?q={{searchTerms?}}"/></OpenSearchDescription>"""
SYNTHETIC_THREDDS = """<catalog name="Synthetic THREDDS"
  xmlns="http://www.unidata.ucar.edu/namespaces/thredds/InvCatalog/v1.0"/>"""
SYNTHETIC_WMS = """<WMS_Capabilities version="1.3.0" xmlns="http://www.opengis.net/wms">
  <Service><Name>WMS</Name><Title>Synthetic maps</Title></Service><Capability>
  <Request><GetMap><Format>image/png</Format></GetMap></Request>
  <Exception><Format>XML</Format></Exception><Layer><Title>All</Title>
  <Layer><Name>snow</Name><Title>Snow in the Alps</Title><EX_GeographicBoundingBox>
  <westBoundLongitude>5</westBoundLongitude><eastBoundLongitude>8</eastBoundLongitude>
  <southBoundLatitude>44</southBoundLatitude><northBoundLatitude>46</northBoundLatitude>
  </EX_GeographicBoundingBox>
  <Dimension name="time" units="ISO8601">2020-01-01/2020-03-01/P1M</Dimension></Layer>
  <Layer><Name>reef</Name><Title>Reefs</Title><EX_GeographicBoundingBox>
  <westBoundLongitude>160</westBoundLongitude><eastBoundLongitude>170</eastBoundLongitude>
  <southBoundLatitude>-25</southBoundLatitude><northBoundLatitude>-18</northBoundLatitude>
  </EX_GeographicBoundingBox></Layer></Layer></Capability></WMS_Capabilities>"""


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


@pytest.fixture
def session() -> Iterator[Session]:
    made = Session(retry=Retry(times=0))
    yield made
    made.close()


def ogc(answers: dict[str, str]) -> Any:
    """A route that answers GetCapabilities of some services, as a mapserv does, and else a complaint."""

    def answer(seen: Seen) -> Reply:
        asked = {name.lower(): values[0] for name, values in seen.query.items()}
        if asked.get("request", "").lower() == "getcapabilities" and asked.get("service") in answers:
            return as_xml(answers[asked["service"]])
        return as_html("<html>No query information to decode.</html>")

    return answer


# Addresses


@pytest.mark.parametrize(
    ("pasted", "address"),
    [
        ("  <https://example.org/stac> ", "https://example.org/stac"),
        ("example.org/stac?x=1#top", "https://example.org/stac?x=1"),
        ("“https://example.org/csw”", "https://example.org/csw"),
        ("https://" + "u:p" + "@example.org/csw", "https://example.org/csw"),
        ("https://radiantearth.github.io/stac-browser/#/external/example.org/v1", "https://example.org/v1"),
        ("https://b.example/#/external/http%3A%2F%2Fexample.org%2Fv1", "http://example.org/v1"),
        ("localhost:8080/csw", "https://localhost:8080/csw"),
    ],
)
def test_addresses_are_cleaned(pasted: str, address: str) -> None:
    assert clean_address(pasted) == address


@pytest.mark.parametrize(
    "pasted",
    ["", "snow", "javascript:alert(1)", "https://", "http://[", "https://a b.example/", "ftp://example.org/",
     "https://example.org\\@evil.example/", "https://example.org:99999/", "file://server/share/catalog.json",
     "https://example.org/\x00", "data:text/html,x"],
)  # fmt: skip
def test_what_is_no_address_is_said_to_be_none(pasted: str) -> None:
    with pytest.raises(BadAnswer):
        clean_address(pasted)


def test_a_path_of_this_computer_is_an_address(tmp_path: Path) -> None:
    assert clean_address(str(tmp_path / "a b.json")) == (tmp_path / "a b.json").as_uri()


def test_words_of_an_address_are_hints() -> None:
    assert hinted_services("https://h.example/geoserver/ows?SERVICE=WFS&request=x") == ["wfs"]
    assert hinted_services("https://h.example/wms/wfs") == ["wms", "wfs"]
    assert hinted_services("https://h.example/newsflash") == []
    assert up_to("https://h.example/a/erddap/griddap/x.html?y", "erddap") == "https://h.example/a/erddap"
    assert identifier_from("Données d'été – 2020") == "donnees-d-ete-2020"
    assert identifier_from("日本", "example.org") == "example-org" and identifier_from("") == "catalogue"


# One answer tells


def test_recorded_answers_are_recognised(recorded: Any) -> None:
    kinds = {
        "csw/capabilities.xml": "csw",
        "csw/geonetwork_page_1.xml": "csw",
        "easydata/csw_getrecords.xml": "csw",
        "fedeo/stac_landing.json": "stac",
        "ogc/wms_130_nccs.xml": "wms",
        "ogc/wms_eaufrance.xml": "wfs",
        "ogc/wmts_eosdis.xml": "wmts",
        "ogc/wcs_nsidc.xml": "wcs",
        "sextant/iso19115-3_dataset.xml": "record",
    }
    assert {name: recognise(recorded.bytes(name)).kind for name in kinds} == kinds
    assert recognise(recorded.bytes("ogc/wms_130_nccs.xml")).title
    assert recognise(recorded.bytes("csw/capabilities.xml")).title
    leads = recognise(recorded.bytes("cmr/osdd.xml")).leads_to
    assert leads == "https://cmr.earthdata.nasa.gov/opensearch/granules/descriptor_document.xml"


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[" * 100_000, b'{"a":' * 50_000, b"<a" * 5000, b"<?xml", b"\xff\xfe\x00", b"null",
     b"<html>",
     b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', b'{"links": [{"rel": {}, "href": 3}, null]}',
     b'{"stac_version": 1, "type": [], "links": {"rel": "search"}}', b'{"conformsTo": [1, null, {}]}',
     b'{"conformsTo": "x", "data": [], "status": "OK", "table": 3}', b"<catalog/>", b"<feed><link/></feed>",
     b'<html><link type="application/opensearchdescription+xml" href="http://[x">'],
)  # fmt: skip
def test_hostile_answers_are_nothing(content: bytes) -> None:
    assert recognise(content, "http://h.example/").kind in ("", "stac-static")


def test_mutated_landings_are_survived(recorded: Any) -> None:
    hypothesis = pytest.importorskip("hypothesis")
    strategies = hypothesis.strategies
    seeds = [recorded.bytes("csw/capabilities.xml"), recorded.bytes("fedeo/stac_landing.json"),
             json.dumps(SYNTHETIC_STAC_ROOT).encode(), SYNTHETIC_WMS.encode()]  # fmt: skip

    @hypothesis.settings(max_examples=150, deadline=None, database=None)
    @hypothesis.given(
        strategies.sampled_from(seeds), strategies.integers(0, 4000), strategies.binary(max_size=20)
    )
    def survive(seed: bytes, at: int, noise: bytes) -> None:
        recognise(seed[:at] + noise + seed[at + len(noise) :], "http://h.example/")

    survive()


# A server is asked


def test_one_request_where_the_answer_tells(server: FaultServer, session: Session) -> None:
    server.add("/stac", as_json(SYNTHETIC_STAC_ROOT))
    found = find(server.url("/stac"), session)
    assert (found.kind, found.title, found.url) == ("stac", "Synthetic STAC", server.url("/stac"))
    assert found.entry is not None and found.entry.id == "synthetic-stac" and not found.reason
    assert len(server.seen) == 1


def test_an_item_or_a_collection_leads_to_its_catalogue(server: FaultServer, session: Session) -> None:
    server.add("/stac", as_json(SYNTHETIC_STAC_ROOT))
    links = [{"rel": "root", "href": "/stac"}, {"rel": "items", "href": "/stac/collections/c/items"}]
    server.add(
        "/stac/collections/c", as_json({"stac_version": "1.0.0", "type": "Collection", "links": links})
    )
    item = {"stac_version": "1.0.0", "type": "Feature", "links": links[:1]}
    server.add("/stac/collections/c/items/i", as_json(item))
    for path in ("/stac/collections/c", "/stac/collections/c/items/i"):
        found = find(server.url(path), session)
        assert (found.kind, found.url) == ("stac", server.url("/stac")), path


def test_a_web_catalogue_leads_to_no_file(server: FaultServer, session: Session, tmp_path: Path) -> None:
    (tmp_path / "root.json").write_text(json.dumps(SYNTHETIC_STAC_ROOT), "utf-8")
    links = [{"rel": "root", "href": (tmp_path / "root.json").as_uri()}]
    server.add("/i", as_json({"stac_version": "1.0.0", "type": "Feature", "links": links}))
    with pytest.raises(BadAnswer):
        find(server.url("/i"), session)


def test_a_static_collection_is_searched_by_itself(tmp_path: Path, session: Session) -> None:
    document = {
        "stac_version": "1.0.0", "type": "Collection", "id": "snow", "description": "-", "license": "other",
        "links": [],
        "extent": {"spatial": {"bbox": [[5, 44, 8, 46]]}, "temporal": {"interval": [[None, None]]}},
    }  # fmt: skip
    (tmp_path / "collection.json").write_text(json.dumps(document), "utf-8")
    found = find(str(tmp_path / "collection.json"), session)
    assert found.kind == "stac-static" and found.url.startswith("file://")
    assert [one.id for one in open_all(found, session)] == ["snow"]


def open_all(found: Found, session: Session) -> list[Any]:
    catalog = open_catalog(found.url, kind=found.kind, session=session)
    return [record for page in catalog.search(Query()) for record in page.items]


def test_a_csw_is_found_with_or_without_its_query(server: FaultServer, session: Session) -> None:
    server.add("/catalogue/csw", ogc({"CSW": SYNTHETIC_CSW}))
    for query in (
        "",
        "?service=CSW&request=GetCapabilities&version=2.0.2",
        "?request=GetRecords&service=CSW",
    ):
        found = find(server.url("/catalogue/csw") + query, session)
        assert (found.kind, found.title) == ("csw", "Synthetic CSW"), query
        assert found.url == server.url("/catalogue/csw"), query


def test_ogc_api_records_are_a_catalogue_and_so_is_each_collection(
    server: FaultServer, session: Session
) -> None:
    server.add("/", as_json(SYNTHETIC_RECORDS))
    server.add("/conformance", as_json(RECORDS_CONFORMANCE))
    collections = [{"id": name, "itemType": "record"} for name in ("main", "other")]
    server.add("/collections", as_json({"collections": collections}))
    answer = {"type": "FeatureCollection", "features": [], "numberMatched": 0, "links": []}
    for name in ("main", "other"):
        server.add(f"/collections/{name}/items", as_json(answer))
    found = survey(find(server.url("/"), session), session)
    assert (found.kind, found.url, found.title) == ("records", server.url("/"), "Synthetic records")
    assert found.entry is not None and found.total == 0 and found.problem is None
    server.add("/collections/main/items/a%20b", as_json({"type": "Feature", "properties": {}, "links": []}))
    for path in ("/collections/main/items/a%20b", "/collections/main/items?limit=3"):
        inside = find(server.url(path), session)
        assert (inside.kind, inside.url) == ("records", server.url("/collections/main")), path
    server.seen.clear()
    assert open_all(inside, session) == []
    assert [one.path for one in server.seen if one.path.endswith("/items")] == ["/collections/main/items"]


def test_dataverse_is_found_from_its_pages(server: FaultServer, session: Session) -> None:
    server.add("/dataverse/root", as_html("<html><script src='/javax.faces/dataverse.js'></script></html>"))
    server.add("/api/info/version", as_json({"status": "OK", "data": {"version": "6.1"}}))
    search = {"status": "OK", "data": {"q": "*", "total_count": 0, "items": []}}
    server.add("/api/search", as_json(search))
    for path in ("/dataverse/root", "/api/info/version", "/api/search"):
        found = find(server.url(path), session)
        assert (found.kind, found.url) == ("dataverse", server.url("")), path


@pytest.mark.parametrize(
    ("path", "reply", "kind"),
    [
        ("/oai", as_xml("<OAI-PMH xmlns='http://www.openarchives.org/OAI/2.0/'/>"), "oai-pmh"),
        ("/one.xml", as_xml("<MD_Metadata xmlns='http://www.isotc211.org/2005/gmd'/>"), "record"),
        ("/rest", as_json({"currentVersion": 10.9, "folders": [], "services": []}), "arcgis"),
        ("/os", as_xml(SYNTHETIC_OPENSEARCH.format(type="text/html")), "opensearch-page"),
    ],
)
def test_what_has_no_adapter_is_named_with_advice(
    server: FaultServer, session: Session, path: str, reply: Reply, kind: str
) -> None:
    server.add(path, reply)
    found = find(server.url(path), session)
    assert (found.kind, found.entry, found.reason) == (kind, None, REASONS[kind])
    assert survey(found, session) is found and len(server.seen) == 1
    with pytest.raises(BadAnswer):
        detect_kind(server.url(path), session)


def test_an_erddap_is_found_from_any_of_its_pages(server: FaultServer, session: Session) -> None:
    root = SyntheticErddap([synthetic_dataset(1), synthetic_dataset(2)], root="/x/erddap").mount(server)
    home = as_html("<html><head><title>ERDDAP - Home Page</title></head></html>")
    server.add("/x/erddap/index.html", home)
    server.add("/", redirect("/x/erddap/index.html"))
    for path in ("/x/erddap/version", "/x/erddap/index.html", "/x/erddap/griddap/sst.graph", "/"):
        found = find(server.url(path), session)
        assert (found.kind, found.url) == ("erddap", root), path
    found = survey(found, session)
    assert (found.total, found.total_is_lower_bound, found.problem) == (2, False, None)
    assert found.title == f"ERDDAP 127.0.0.1:{server.port}" and found.filters >= {"text", "area", "period"}


def test_a_thredds_is_found_from_its_pages(server: FaultServer, session: Session) -> None:
    SyntheticThredds(snow()).mount(server)
    page = as_html("<html><head><title>TdsStaticCatalog</title></head></html>")
    server.add("/thredds/catalog.html", page)
    server.add("/thredds/snow/catalog.html", page)
    server.add("/", redirect("/thredds/catalog.html"))
    for path in ("/thredds/catalog.xml", "/thredds/catalog.html", "/thredds/dodsC/a.nc.html", "/"):
        found = find(server.url(path), session)
        assert (found.kind, found.url) == ("thredds", server.url("/thredds/catalog.xml")), path
    found = survey(found, session)
    assert (found.title, found.problem) == ("Synthetic server", None) and not found.filters
    server.add("/data/catalog.html", page)
    server.add("/data/catalog.xml", as_xml(SYNTHETIC_THREDDS))
    found = find(server.url("/data/catalog.html"), session)
    assert (found.kind, found.url) == ("thredds", server.url("/data/catalog.xml"))


def test_opensearch_is_found_from_its_description_and_from_a_page(
    server: FaultServer, session: Session
) -> None:
    server.add("/os.xml", as_xml(SYNTHETIC_OPENSEARCH.format(type="application/atom+xml")))
    link = "<link rel='search' type='application/opensearchdescription+xml' href='/os.xml'>"
    server.add("/home", as_html(f"<html><head>{link}</head></html>"))
    for path in ("/os.xml", "/home"):
        found = find(server.url(path), session)
        assert (found.kind, found.title, found.url) == (
            "opensearch", "Synthetic search", server.url("/os.xml"),
        )  # fmt: skip


def test_a_bare_map_service_is_a_catalogue_of_its_layers(server: FaultServer, session: Session) -> None:
    server.add("/mapserv", ogc({"WMS": SYNTHETIC_WMS}))
    found = survey(find(server.url("/mapserv?map=x.map"), session), session)
    assert (found.kind, found.title, found.total) == ("wms", "Synthetic maps", 2)
    assert found.entry is not None and found.entry.url == server.url("/mapserv?map=x.map")
    assert len(server.seen) <= 8
    catalog = open_catalog(server.url("/mapserv?map=x.map"), kind="wms", session=session, id="maps")
    (page,) = catalog.search(Query(text="SNOW", area=Area.bbox(6, 45, 7, 46)))
    (snow,) = page.items
    assert (snow.id, snow.title, snow.catalog) == ("snow", "Snow in the Alps", "maps")
    (link,) = snow.links
    assert (link.kind, link.name, link.href) == (LinkKind.WMS, "snow", found.entry.url)
    assert snow.footprint == {
        "type": "Polygon", "coordinates": [[[5, 44], [8, 44], [8, 46], [5, 46], [5, 44]]]
    }  # fmt: skip
    assert snow.period is not None and snow.period.interval().startswith("2020-01-01")
    assert page.filtered_by_client == {"text", "area"} and page.total == 1
    (everything,) = catalog.search(Query(limit=1))
    assert len(everything.items) == 1 and everything.total == 2


def test_ogc_api_features_are_layers_too(server: FaultServer, session: Session) -> None:
    server.add("/api", as_json({"title": "Synthetic features", **FEATURES_CONFORMANCE, "links": []}))
    collections = [{"id": "rivers", "title": "Rivers", "extent": {"spatial": {"bbox": [[0, 40, 9, 50]]}}}]
    server.add("/api/collections", as_json({"collections": collections}))
    found = survey(find(server.url("/api"), session), session)
    assert (found.kind, found.total) == ("features", 1)
    (rivers,) = open_all(found, session)
    assert rivers.links[0].kind is LinkKind.FEATURES and rivers.links[0].name == "rivers"


# It goes wrong


def test_a_page_about_nothing_is_said_to_be_nothing(server: FaultServer, session: Session) -> None:
    server.add("/", as_html("<html>Welcome</html>"))
    with pytest.raises(BadAnswer) as caught:
        find(server.url("/"), session)
    assert caught.value.fields["detail"] == NOTHING and len(server.seen) <= 8


def test_a_missing_page_is_asked_for_once_or_twice(server: FaultServer, session: Session) -> None:
    with pytest.raises(NotFound):
        find(server.url("/gone"), session)
    assert len(server.seen) <= 2


def test_a_host_that_cannot_be_asked_is_asked_once(server: FaultServer, session: Session) -> None:
    server.add("/private", Reply(401))
    with pytest.raises(AuthenticationRequired):
        find(server.url("/private"), session)
    assert len(server.seen) == 1
    with FaultServer() as gone:
        url = gone.url("/csw")
    with pytest.raises(ConnectionRefused):
        find(url, session)


def test_a_host_that_is_down_is_not_asked_for_everything(server: FaultServer, session: Session) -> None:
    server.add("/down", Reply(503))
    with pytest.raises(ServiceUnavailable):
        find(server.url("/down"), session)
    assert len(server.seen) == 1


def test_a_bare_host_that_leads_to_a_geonetwork(server: FaultServer, session: Session) -> None:
    SyntheticGeoNetwork([synthetic_record()]).mount(server)
    server.add("/", redirect("/geonetwork/srv/fre/catalog.search"))
    server.add("/geonetwork/srv/fre/catalog.search", as_html("<html>A portal</html>"))
    found = survey(find(server.url("/"), session), session)
    assert (found.kind, found.total) == ("geonetwork", 1)
    assert found.entry is not None and "/geonetwork" in found.entry.url


def test_a_finding_is_cancelled_within_a_second(server: FaultServer, session: Session) -> None:
    server.add("/slow", stall())
    cancel = Cancel()
    threading.Timer(0.1, cancel.cancel).start()
    since = time.monotonic()
    with pytest.raises(Cancelled):
        find(server.url("/slow"), session, cancel)
    assert time.monotonic() - since < 1.1


def test_one_that_cannot_be_searched_says_so(server: FaultServer, session: Session) -> None:
    server.add("/stac", as_json(SYNTHETIC_STAC_ROOT))
    server.add("/collections", Reply(500))
    found = survey(find(server.url("/stac"), session), session)
    assert found.entry is not None and found.problem is not None and "500" in str(found.problem)


@pytest.mark.hub
def test_the_hubs_servers_are_what_they_are(hub: dict[str, str], session: Session) -> None:
    kinds = {"stac": "stac", "csw": "csw", "csw2": "csw", "opensearch": "opensearch", "wms": "wms",
             "mapserver": "wms", "features": "features", "oai": "oai-pmh", "records": "records"}  # fmt: skip
    for name, kind in kinds.items():
        found = survey(find(hub[name], session), session)
        assert found.kind == kind, name
        assert found.problem is None and (found.entry is None or found.total), name
    assert find(f"{hub['wms']}?SERVICE=WMTS", session).kind == "wmts"
    assert find(f"{hub['mapserver']}SERVICE=WCS", session).kind == "wcs"
    assert find(f"{hub['wfs']}?SERVICE=WFS", session).kind == "wfs"
