"""AERIS: searched through CSW, read in its native records, its files year by year (all synthetic)."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from gaia_plugin.core.catalogs.aeris import AerisCatalog
from gaia_plugin.core.catalogs.aeris_records import NO_AREA, UNREAD_AREA, read_record
from gaia_plugin.core.catalogs.base import CatalogEntry
from gaia_plugin.core.catalogs.recognise import recognise
from gaia_plugin.core.catalogs.registry import load_registry, make_catalog
from gaia_plugin.core.errors import BadAnswer, Cancelled, GaiaError, NotFound
from gaia_plugin.core.model import Area, Dataset, Link, LinkKind, Period, Query
from gaia_plugin.core.net import Cancel, Retry, Session
from tests.core.test_csw import page, record
from tests.support.faultserver import FaultServer, Reply, as_html, as_json, as_xml, stall
from tests.support.synthetic_aeris import KEY, ODD, PATH, SyntheticAeris, synthetic_record
from tests.support.synthetic_thredds import INHERITED, file, folder
from tests.support.synthetic_thredds import catalog as thredds


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


@pytest.fixture
def session() -> Iterator[Session]:
    made = Session(retry=Retry(times=0))
    yield made
    made.close()


def opened(url: str, session: Session, **options: Any) -> AerisCatalog:
    entry = CatalogEntry("x", "aeris", url, options=options, compartments=("atmosphere",), languages=("en",))
    made = make_catalog(entry, session)
    assert isinstance(made, AerisCatalog)
    return made


def test_the_search_is_the_one_of_its_csw(server: FaultServer, session: Session) -> None:
    running = SyntheticAeris().mount(server, page([record(2), record(4)], 2, 0))
    (found,) = opened(running.url, session).search(Query(text="neige"))
    assert [item.id for item in found.items] == ["r2", "r4"] and found.total == 2 and not running.details


def test_a_native_record_is_read_field_by_field() -> None:
    one = read_record(
        synthetic_record(), catalog="aeris", url="", page="https://p/?uuid=", compartments=("atmosphere",)
    )
    assert one.id == KEY and one.title == "Atmospheric mercury at Amsterdam Island"
    assert (
        one.text("title", "fr") == "Mercure à l'île Amsterdam" and one.abstract == "Continuous measurements."
    )
    assert one.text("abstract", "fr") == "Mesures en continu." and one.language == "en"
    assert one.doi == "10.25326/08" and one.identifiers == (KEY, "10.25326/08")
    assert one.license == "CC-BY-4.0" and one.license_url.endswith("by/4.0/deed.en")
    assert one.constraints == ("Free for research.", "https://example.org/policy")
    assert one.updated == "2018-09-06T18:00:17" and one.provider == "LATMOS"
    assert one.properties == {
        "type": "COLLECTION", "dataLevel": "L2", "aerisDataCenter": "SEDOO", "formats": ["NetCDF 4"],
    }  # fmt: skip
    assert one.periods == (Period("1994-08-01", "2000-12-01"), Period("2012-01-01", None))
    assert one.period == Period("1994-08-01", None)
    assert one.thumbnail == "https://example.org/map.png" and one.compartments == ("atmosphere",)


def test_its_areas_are_boxes_and_points() -> None:
    one = read_record(synthetic_record(), catalog="aeris", url="")
    assert one.footprint is not None and one.footprint["type"] == "GeometryCollection"
    assert [part["type"] for part in one.footprint["geometries"]] == [
        "Polygon",
        "Polygon",
        "Polygon",
        "Point",
    ]
    assert one.footprint_note == "crosses the antimeridian"
    for area, meets in (
        (Area.bbox(-70, -50, -66, -40), True),
        (Area.bbox(175, -15, -175, -12), True),
        (Area.bbox(77, -38, 78, -37), True),
        (Area.bbox(0, 40, 10, 50), False),
    ):
        assert area.intersects(one.footprint) is meets
    assert {word.text for word in one.keywords if word.kind == "place"} == {"Chile", "Amsterdam"}


@pytest.mark.parametrize(
    ("extents", "note"),
    [
        (None, NO_AREA),
        ([], NO_AREA),
        ([{"area": None}], NO_AREA),
        ([{"area": {"type": "POLYGON_AREA", "points": []}}], UNREAD_AREA),
        ([{"area": {"latitude": 100, "longitude": 0}}], UNREAD_AREA),
        ([{"area": {"northLatitude": 1}}], "the box lacks a number"),
        ({"area": {"latitude": "43,5", "longitude": "x"}}, UNREAD_AREA),
    ],
)
def test_areas_that_say_nothing_are_no_footprint(extents: Any, note: str) -> None:
    one = read_record(synthetic_record(spatialExtents=extents), catalog="x", url="")
    assert one.footprint is None and one.footprint_note == note


def test_its_thesauri_are_keywords() -> None:
    one = read_record(synthetic_record(), catalog="aeris", url="")
    words = {(word.kind, word.text, word.thesaurus) for word in one.keywords}
    assert words >= {
        ("instrument", "Aethalometer", "AERIS"),
        ("instrument", "MAGEE Scientific AE31", ""),
        ("platform", "CALIPSO", "AERIS"),
        ("parameter", "Ozone", "AERIS"),
        ("parameter", "mole_fraction_of_ozone_in_air", "CF Standard Names"),
        ("parameter", "Carbon monoxide", ""),
        ("project", "GMOS-FR", ""),
    }


def test_its_people_have_their_roles() -> None:
    one = read_record(synthetic_record(), catalog="aeris", url="")
    assert [(who.name, who.role, who.where) for who in one.contacts] == [
        ("Jane Doe", "pointOfContact", "resource"),
        ("Jane Doe", "principalInvestigator", "resource"),
        ("Helpdesk", "pointOfContact", "metadata"),
    ]
    assert one.contacts[0].position == "Head of the station" and one.contacts[0].organisation == "LATMOS"
    assert one.contacts[0].identifier == "https://orcid.org/0000-0001-7699-9568"


def test_its_links_are_typed_and_say_whether_an_account_is_needed() -> None:
    one = read_record(synthetic_record(), catalog="aeris", url="", page="https://p/?uuid=")
    shown = [(link.kind.value, link.href, link.restricted) for link in one.links]
    assert shown == [
        ("opendap", "https://thredds.example.org/thredds/catalog/M/catalog.html", True),
        ("download", "https://thredds.example.org/thredds/fileServer/M/a.nc", True),
        ("opendap", "https://thredds.example.org/thredds/dodsC/M/a.nc", True),
        ("wms", "https://thredds.example.org/thredds/wms/M/a.nc", True),
        ("download", "https://example.org/data/all.zip", True),
        ("order", "http://baobab.example.org//Data-Download/?datsId=1716", True),
        ("order", "ftp://ftp.example.org/pub/", True),
        ("order", "https://example.org/order", True),
        ("info", "https://www.iagos.org", False),
        ("opensearch", f"https://api.example.org{PATH}/data/", True),
        ("thumbnail", "https://example.org/map.png", False),
        ("thumbnail", "https://example.org/profile.png", False),
        ("info", "https://doi.org/10.5194/acp-2017-653", False),
        ("info", "https://doi.org/10.25326/08", False),
        ("info", f"https://p/?uuid={KEY}", False),
    ]
    assert one.links[3].name == "hg" and one.links[0].title == "THREDDS catalogue"
    assert one.has_granules and "u:p@" not in str(one) + str(one.raw)
    free = synthetic_record(distributionInformation={"authenticationNeeded": False})
    assert not any(link.restricted for link in read_record(free, catalog="x", url="").links)
    asked = synthetic_record(distributionInformation={"registrationNeeded": True})
    assert read_record(asked, catalog="x", url="").links[0].restricted


def test_a_record_of_the_search_is_completed(server: FaultServer, session: Session) -> None:
    running = SyntheticAeris().mount(server)
    known = Dataset(KEY, "Title of the CSW", "x", lineage="Made by hand.", parent="up",
                    links=(Link("https://elsewhere.example.org/", LinkKind.INFO),))  # fmt: skip
    whole = opened(running.url, session, page="https://p/?uuid=").complete(known)
    assert whole.key == known.key and whole.title == "Atmospheric mercury at Amsterdam Island"
    assert whole.lineage == "Made by hand." and whole.parent == "up" and whole.compartments == ("atmosphere",)
    assert "https://elsewhere.example.org/" in [link.href for link in whole.links] and len(whole.links) == 16
    assert whole.raw["id"] == KEY and isinstance(whole.raw["links"], list)


def test_what_only_the_csw_says_stays(server: FaultServer, session: Session) -> None:
    running = SyntheticAeris(spatialExtents=[], temporalExtents=[], contacts=None).mount(server)
    box = {"type": "Point", "coordinates": [1.0, 2.0]}
    known = Dataset(KEY, "t", "x", footprint=box, period=Period("2001", "2002"), provider="P")
    whole = opened(running.url, session).complete(known)
    assert whole.footprint == box and not whole.footprint_note
    assert whole.period == Period("2001", "2002") and whole.provider == "P"


def test_an_identifier_may_be_anything(server: FaultServer, session: Session) -> None:
    running = SyntheticAeris().mount(server)
    whole = opened(running.url, session).complete(Dataset(ODD, "t", "x"))
    assert whole.id == ODD
    assert running.details == [f"{PATH}/metadata/GMOS%2FAmsterdam%20Island%3F%20%2850%20%25%29"]


def test_records_may_be_elsewhere(server: FaultServer, session: Session) -> None:
    server.add("/other/metadata/a", as_json({**synthetic_record(), "id": "a"}))
    catalog = opened(server.url(f"{PATH}/csw"), session, records=server.url("/other/metadata/"))
    assert catalog.complete(Dataset("a", "t", "x")).doi == "10.25326/08"


@pytest.mark.parametrize(
    ("reply", "problem"),
    [
        (as_html("<html>moved</html>"), BadAnswer),
        (as_json([]), BadAnswer),
        (as_json({}), BadAnswer),
        (as_json({"id": 3}), BadAnswer),
        (as_json({"id": "a", "resourceTitle": []}), BadAnswer),
        (as_json({"id": "a", "resourceTitle": {"en": ""}}), BadAnswer),
        (Reply(body=b'{"id": "a", "resourceTitle": {"en": "x"'), BadAnswer),
        (Reply(404), NotFound),
    ],
)
def test_what_is_no_record_is_an_error(
    server: FaultServer, session: Session, reply: Reply, problem: type[GaiaError]
) -> None:
    server.add(f"{PATH}/metadata/a", reply)
    with pytest.raises(problem):
        opened(server.url(f"{PATH}/csw"), session).complete(Dataset("a", "t", "x"))


def test_files_are_granules_of_a_year(server: FaultServer, session: Session) -> None:
    running = SyntheticAeris().mount(server)
    catalog = opened(running.url, session)
    whole = catalog.complete(Dataset(KEY, "t", "x"))
    (found,) = catalog.granules(whole, Query(text="not applied"))
    assert [item.id for item in found.items] == ["2012", "2013", "2014"] and found.total == 3
    first = found.items[0]
    assert first.title == "Atmospheric mercury at Amsterdam Island – 2012" and first.collection == KEY
    assert first.period == Period("2012", "2012") and first.footprint == whole.footprint
    assert first.properties["files"] == 12 and first.properties["size"] == 2012000
    (link,) = first.links
    assert link.kind is LinkKind.DOWNLOAD and link.restricted and link.size is None
    assert link.href.endswith(f"{PATH}/data/downloadYear?collectionId={KEY}&filter=year_2012")
    assert running.asked == [{"collection": [KEY]}]


@pytest.mark.parametrize(
    ("period", "years"),
    [
        (Period("2013-06-01", None), ["2013", "2014"]),
        (Period(None, "2012-02-01"), ["2012"]),
        (Period("2013-01-01", "2013-01-02"), ["2013"]),
    ],
)
def test_years_are_chosen_here(
    server: FaultServer, session: Session, period: Period, years: list[str]
) -> None:
    """The links of a record that was not completed are asked for first."""
    running = SyntheticAeris().mount(server)
    (found,) = opened(running.url, session).granules(Dataset(KEY, "t", "x"), Query(period=period))
    assert [item.id for item in found.items] == years and found.filtered_by_client == {"period"}
    assert len(running.details) == 1


def test_a_list_without_dates_is_everything(server: FaultServer, session: Session) -> None:
    entries = [
        {"date": None, "totalSize": 10, "fileNumber": 2},
        {"date": None},
        3,
        "x",
        {"date": "soon"},
        {"date": "0000"},
    ]
    running = SyntheticAeris(entries).mount(server)
    (found,) = opened(running.url, session).granules(Dataset(KEY, "t", "x"), Query())
    assert [item.id for item in found.items] == ["all"] and found.skipped == 4
    assert found.items[0].links[0].href.endswith(f"/data/download?collectionId={KEY}")


def test_a_dataset_without_files_has_no_granules(server: FaultServer, session: Session) -> None:
    running = SyntheticAeris(links=[]).mount(server)
    catalog = opened(running.url, session)
    assert list(catalog.granules(Dataset(KEY, "t", "x"), Query())) == []
    assert list(catalog.granules(Dataset("gone", "t", "x"), Query())) == []


def thredds_links(server: FaultServer, *more: dict[str, str]) -> list[dict[str, str]]:
    """Links to a THREDDS catalogue of three files."""
    body = "".join(file(f"snow_202{n}0101.nc") for n in range(3))
    server.add("/thredds/catalog/snow/catalog.xml", as_xml(thredds(folder("Snow", INHERITED + body))))
    page_url = server.url("/thredds/catalog/snow/catalog.html")
    return [{"type": "HTTP_DOWNLOAD_LINK", "url": page_url}, *more]


def test_a_thredds_catalogue_opens_its_files(server: FaultServer, session: Session) -> None:
    running = SyntheticAeris(links=thredds_links(server)).mount(server)
    catalog = opened(running.url, session)
    whole = catalog.complete(Dataset(KEY, "t", "x"))
    assert whole.has_granules
    pages = list(catalog.granules(whole, Query(text="not applied", period=Period("2021", None))))
    found = [item for each in pages for item in each.items]
    assert [item.title for item in found] == ["snow_20210101.nc", "snow_20220101.nc"]
    assert {item.catalog for item in found} == {"x"} and {item.collection for item in found} == {KEY}
    kinds = {link.kind for link in found[0].links}
    assert {LinkKind.DOWNLOAD, LinkKind.OPENDAP, LinkKind.WMS} <= kinds
    assert all(link.restricted for item in found for link in item.links)


@pytest.mark.parametrize("status", [400, 404, 500])
def test_a_thredds_catalogue_stands_in_for_a_list_that_fails(
    server: FaultServer, session: Session, status: int
) -> None:
    server.add("/gone/request", Reply(status))
    service = {"type": "OPENSEARCH_LINK", "url": server.url("/gone")}
    free = {"authenticationNeeded": False}
    links = thredds_links(server, service)
    running = SyntheticAeris(links=links, distributionInformation=free).mount(server)
    pages = list(opened(running.url, session).granules(Dataset(KEY, "t", "x"), Query()))
    found = [item for each in pages for item in each.items]
    assert len(found) == 3 and not any(link.restricted for item in found for link in item.links)


@pytest.mark.parametrize("entries", [as_html("<html/>"), as_json([]), as_json({"entries": 3}), Reply(404)])
def test_a_list_that_is_none_is_an_error(server: FaultServer, session: Session, entries: Reply) -> None:
    only = {"type": "OPENSEARCH_LINK", "url": server.url(f"{PATH}/data/")}
    running = SyntheticAeris(entries, links=[only]).mount(server)
    with pytest.raises((BadAnswer, NotFound)):
        list(opened(running.url, session).granules(Dataset(KEY, "t", "x"), Query()))


def test_granules_are_cancelled(server: FaultServer, session: Session) -> None:
    running = SyntheticAeris(stall()).mount(server)
    cancel = Cancel()
    threading.Timer(0.2, cancel.cancel).start()
    with pytest.raises(Cancelled):
        list(opened(running.url, session).granules(Dataset(KEY, "t", "x"), Query(), cancel))


def test_a_native_record_is_recognised_as_one_record() -> None:
    assert recognise(json.dumps(synthetic_record()).encode()).kind == "record"


def test_the_row_of_the_registry() -> None:
    row = next(one for one in load_registry() if one.id == "aeris")
    assert row.kind == "aeris" and row.url.endswith("/aeris-catalogue-prod/csw") and row.sign_in == "account"
    assert str(row.options["page"]).startswith("https://www.aeris-data.fr/") and "granules" in row.offers
