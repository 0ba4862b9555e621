"""FDSN stations: a synthetic service that applies what it is sent, and one that misbehaves."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gaia_plugin.core.catalogs.base import CatalogEntry
from gaia_plugin.core.catalogs.detect import find, survey
from gaia_plugin.core.catalogs.fdsn import CHANNEL, NETWORK, NOT_DRAWN, TOO_MUCH, FdsnCatalog
from gaia_plugin.core.catalogs.fdsn_records import (
    NO_STATIONS,
    THINNED,
    moments,
    networks_of_text,
    networks_of_xml,
    read_station,
    stations_of_text,
    where,
)
from gaia_plugin.core.catalogs.notes import IGNORED, INCOMPLETE
from gaia_plugin.core.catalogs.registry import load_registry, make_catalog
from gaia_plugin.core.errors import BadAnswer, Cancelled, GaiaError, NotFound, RequestRefused
from gaia_plugin.core.model import Area, Dataset, LinkKind, Page, Period, PropertyFilter, Query
from gaia_plugin.core.net import Cancel, Retry, Session
from tests.support.faultserver import FaultServer, Reply, stall
from tests.support.synthetic_fdsn import PATH, STATIONS, Net, Station, SyntheticFdsn

ALPS = Area.bbox(5.0, 43.5, 8.0, 46.5)
FIJI = Area.bbox(177.0, -19.0, -177.0, -13.0)
FR, GEOSCOPE = "RESIF-RLBP French broad-band network (FR)", "GEOSCOPE, French global network (G)"
XP2009, XP2015 = "Seismic experiment of 2009 in Épire (XP_2009)", "Another experiment, of 2015 (XP_2015)"


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


@pytest.fixture
def session() -> Iterator[Session]:
    made = Session(retry=Retry(times=0))
    yield made
    made.close()


def opened(url: str, session: Session, **options: Any) -> FdsnCatalog:
    made = make_catalog(CatalogEntry("x", "fdsn", url, options=options), session)
    assert isinstance(made, FdsnCatalog)
    return made


def titles(pages: list[Page]) -> set[str]:
    return {item.title for page in pages for item in page.items}


def found(pages: list[Page], start: str) -> Any:
    return next(item for page in pages for item in page.items if item.id == start)


@pytest.mark.parametrize(
    ("query", "expected", "asked"),
    [
        (Query(), {FR, GEOSCOPE, XP2009, XP2015}, {}),
        (Query(text="geoscope"), {GEOSCOPE}, {}),
        (Query(text="epire EXPERIMENT"), {XP2009}, {}),
        (Query(text="10.15778/RESIF.FR"), {FR}, {}),
        (Query(area=ALPS), {FR, XP2015}, {"minlongitude": "5", "maxlatitude": "46.5"}),
        (Query(area=FIJI), {GEOSCOPE}, {"minlongitude": "-180", "maxlongitude": "-177"}),
        (Query(period=Period("2009-06-01", "2009-06-02")), {FR, GEOSCOPE, XP2009},
         {"starttime": "2009-06-01T00:00:00", "endtime": "2009-06-02T23:59:59.999999"}),
        (Query(period=Period("2017", None)), {FR, GEOSCOPE}, {"starttime": "2017-01-01T00:00:00"}),
        (Query(period=Period(None, "1990")), {GEOSCOPE}, {"endtime": "1990-12-31T23:59:59.999999"}),
        (Query(area=ALPS, period=Period("2017", None), text="french"), {FR}, {"minlatitude": "43.5"}),
        (Query(area=Area.bbox(100, 0, 101, 1)), set(), {}),
        (Query(collections=("XP_2015",)), {XP2015}, {"network": "XP"}),
        (Query(filters=(PropertyFilter(NETWORK, "in", ("G", "FR")),)), {FR, GEOSCOPE}, {"network": "G,FR"}),
        (Query(filters=(PropertyFilter(CHANNEL, "like", "HH%"),)), {FR, GEOSCOPE, XP2009, XP2015},
         {"channel": "HH*"}),
    ],
)  # fmt: skip
def test_networks_are_found(
    server: FaultServer, session: Session, query: Query, expected: set[str], asked: dict[str, str]
) -> None:
    running = SyntheticFdsn().mount(server)
    pages = list(opened(running.url, session).search(query))
    assert titles(pages) == expected
    (page,) = pages
    assert page.total == len(expected) and not page.has_more and not page.notes
    assert page.filtered_by_client == query.parts & {"text"}
    assert page.filtered_by_server == query.parts - {"text"}
    for one in running.asked:
        assert ("starttime" in one) is bool(query.period and query.period.start)
        assert ("endtime" in one) is bool(query.period and query.period.end)
    networks = [one for one in running.asked if one["level"] == "network"]
    assert networks and any(asked.items() <= one.items() for one in networks)


def test_a_network_says_what_its_document_says(server: FaultServer, session: Session) -> None:
    running = SyntheticFdsn().mount(server)
    pages = list(opened(running.url, session).search(Query(area=ALPS)))
    one: Dataset = found(pages, "FR")
    assert one.title == FR and one.doi == "10.15778/RESIF.FR" and one.abstract == "Kept by its observatories."
    assert one.period == Period("1962-01-01T00:00:00", None) and one.period.is_open
    assert one.provider == "Epos-France" and one.contacts[0].name == "The desk"
    assert one.contacts[0].url == "https://seismology.resif.fr" and one.has_granules
    assert one.compartments == ("solid-earth",) and one.identifiers[0] == "FR"
    assert one.footprint is not None and one.footprint["type"] == "MultiPoint"
    assert [6.9218, 43.7528] in one.footprint["coordinates"] and len(one.footprint["coordinates"]) == 3
    assert [-0.7, 43.08] not in one.footprint["coordinates"]  # it is not in the area
    hrefs = {link.kind: link.href for link in one.links}
    assert hrefs[LinkKind.INFO] == "https://www.fdsn.org/networks/detail/FR/"
    assert "https://doi.org/10.15778/RESIF.FR" in [link.href for link in one.links]
    assert hrefs[LinkKind.METADATA].endswith("/station/1/query?network=FR&level=station&format=xml")
    assert b"Identifier" in one.raw and one.properties["fdsn:stations_found"] == 3
    closed: Dataset = found(pages, "XP_2015")
    assert closed.constraints == ("restrictedStatus: closed",)
    assert closed.footprint == {"type": "Point", "coordinates": [6.5, 45.0]}
    assert "starttime=2015-01-01T00%3A00%3A00" in closed.links[-1].href


def test_an_area_across_the_antimeridian_is_asked_in_two(server: FaultServer, session: Session) -> None:
    running = SyntheticFdsn().mount(server)
    pages = list(opened(running.url, session).search(Query(area=FIJI)))
    assert found(pages, "G").footprint["coordinates"] == [[178.5, -17.8], [-178.12, -14.31]]
    assert [one["minlongitude"] for one in running.asked] == ["177", "-180", "177", "-180"]


def test_a_polygon_is_asked_as_its_box_and_cut_here(server: FaultServer, session: Session) -> None:
    running = SyntheticFdsn().mount(server)
    area = Area.polygon([(6.8, 43.7), (8.0, 43.7), (8.0, 46.0)])
    catalog = opened(running.url, session)
    (page,) = catalog.search(Query(area=area))
    assert titles([page]) == {FR} and page.filtered_by_client == {"area"}
    (stations,) = catalog.granules(page.items[0], Query(area=area))
    assert titles([stations]) == {"FR.CALF – Caussols, plateau de Calern"}


def test_stations_are_granules_and_points(server: FaultServer, session: Session) -> None:
    running = SyntheticFdsn().mount(server)
    catalog = opened(running.url, session, availability=True)
    (page,) = catalog.search(Query(area=ALPS))
    query = Query(text="not applied", area=ALPS, period=Period("2020-01-01", "2020-01-02"))
    pages = list(catalog.granules(found([page], "FR"), query))
    assert {item.id for item in pages[0].items} == {"FR.CALF.2000-01-01", "FR.ISO.2003-01-01"}
    assert pages[0].filtered_by_server == {"area", "period"} and not pages[0].filtered_by_client
    calf = found(pages, "FR.CALF.2000-01-01")
    assert calf.title == "FR.CALF – Caussols, plateau de Calern" and calf.collection == "FR"
    assert calf.footprint == {"type": "Point", "coordinates": [6.9218, 43.7528]}
    assert calf.period == Period("2000-01-01T00:00:00", None) and calf.properties["elevation"] == "12.0"
    waveforms, extent, response = calf.links
    assert waveforms.kind is LinkKind.DOWNLOAD and not waveforms.restricted
    assert waveforms.href.startswith(
        server.url("/fdsnws/dataselect/1/query?network=FR&station=CALF&starttime=")
    )
    assert "starttime=2020-01-01T00%3A00%3A00" in waveforms.href
    assert extent.href == server.url("/fdsnws/availability/1/extent?network=FR&station=CALF&format=text")
    assert response.kind is LinkKind.METADATA and "level=response" in response.href


@pytest.mark.parametrize("period", [None, Period("2019", None), Period(None, "2019"), Period("2018", "2019")])
def test_waveforms_of_years_are_no_file(server: FaultServer, session: Session, period: Period | None) -> None:
    catalog = opened(SyntheticFdsn().mount(server).url, session)
    (page,) = catalog.search(Query(collections=("FR",)))
    (stations,) = catalog.granules(page.items[0], Query(period=period))
    assert stations.items and not any(one.links_of(LinkKind.DOWNLOAD) for one in stations.items)


def test_the_waveforms_of_a_closed_network_need_an_account(server: FaultServer, session: Session) -> None:
    catalog = opened(SyntheticFdsn().mount(server).url, session)
    (page,) = catalog.search(Query(collections=("XP_2015",)))
    (stations,) = catalog.granules(page.items[0], Query(period=Period("2015-06-01", "2015-06-01")))
    assert titles([stations]) == {"XP.B01 – Briançon"}  # and none of the XP of 2009
    (waveforms,) = stations.items[0].links_of(LinkKind.DOWNLOAD)
    assert waveforms.restricted and "/dataselect/1/queryauth?" in waveforms.href


def test_the_stations_of_a_code_that_was_given_twice_stay_apart(
    server: FaultServer, session: Session
) -> None:
    (page,) = opened(SyntheticFdsn().mount(server).url, session).search(Query())
    assert found([page], "XP_2009").footprint == {"type": "Point", "coordinates": [20.7, 39.6]}
    assert found([page], "XP_2015").footprint == {"type": "Point", "coordinates": [6.5, 45.0]}


def test_many_networks_come_in_pages_and_their_stations_with_them(
    server: FaultServer, session: Session
) -> None:
    networks = [Net(f"N{n:02d}", f"Network {n}") for n in range(25)]
    stations = [Station(f"N{n:02d}", "A", n, n) for n in range(25)]
    running = SyntheticFdsn(networks, stations).mount(server)
    pages = list(opened(running.url, session).search(Query(page_size=10)))
    assert [len(page.items) for page in pages] == [10, 10, 5] and pages[0].total == 25 and pages[0].has_more
    assert all(item.footprint for page in pages for item in page.items)
    assert [one["level"] for one in running.asked] == ["network", "station", "station", "station"]
    (limited,) = opened(running.url, session).search(Query(limit=3))
    assert len(limited.items) == 3 and limited.total == 25


def test_a_network_is_completed_with_all_its_stations(server: FaultServer, session: Session) -> None:
    catalog = opened(SyntheticFdsn().mount(server).url, session)
    (page,) = catalog.search(Query(area=ALPS))
    whole = catalog.complete(found([page], "FR"))
    assert [-0.7, 43.08] in whole.footprint["coordinates"] and whole.doi == "10.15778/RESIF.FR"
    assert whole.properties["fdsn:stations_found"] == 4


def test_a_service_without_stationxml_is_asked_for_text(server: FaultServer, session: Session) -> None:
    running = SyntheticFdsn(faults=["no xml"]).mount(server)
    (page,) = opened(running.url, session).search(Query(text="geoscope"))
    (one,) = page.items
    assert one.title == GEOSCOPE and one.properties["fdsn:stations"] == 7 and one.footprint
    assert one.raw["network"] == "G" and one.period.is_open


def test_too_much_is_said_in_a_sentence(server: FaultServer, session: Session) -> None:
    catalog = opened(
        SyntheticFdsn(faults=["too many networks", "too many stations"]).mount(server).url, session
    )
    with pytest.raises(RequestRefused, match="too many stations for one answer") as caught:
        list(catalog.search(Query()))
    assert caught.value.fields["detail"] == TOO_MUCH and caught.value.status == 413
    with pytest.raises(RequestRefused, match="too many stations for one answer"):
        list(catalog.granules(Dataset("FR", "FR", "x"), Query()))


def test_networks_with_too_many_stations_are_listed_all_the_same(
    server: FaultServer, session: Session
) -> None:
    catalog = opened(SyntheticFdsn(faults=["too many stations"]).mount(server).url, session)
    (page,) = catalog.search(Query(area=ALPS))
    assert titles([page]) == {FR, XP2015} and page.notes == (NOT_DRAWN,)
    assert {item.footprint_note for item in page.items} == {NO_STATIONS}


def test_filters_that_are_ignored_are_applied_here(server: FaultServer, session: Session) -> None:
    catalog = opened(SyntheticFdsn(faults=["ignore"]).mount(server).url, session)
    (page,) = catalog.search(Query(area=Area.bbox(20, 39, 21, 40)))
    assert titles([page]) == {XP2009} and page.filtered_by_client == {"area"} and IGNORED in page.notes
    (stations,) = catalog.granules(Dataset("FR", "FR", "x"), Query(period=Period(None, "1995")))
    assert titles([stations]) == {"FR.ISO – Isola"} and stations.filtered_by_client == {"period"}


@pytest.mark.parametrize("fault", ["junk", "no heading", "latin"])
def test_careless_text_is_read(server: FaultServer, session: Session, fault: str) -> None:
    catalog = opened(SyntheticFdsn(faults=[fault, "no xml"]).mount(server).url, session)
    (page,) = catalog.search(Query(text="épire"))
    assert titles([page]) == {XP2009} and page.items[0].footprint
    (stations,) = catalog.granules(Dataset("G", "G", "x"), Query())
    assert "G.DZM – Dumbéa / Suva" in titles([stations]) and stations.total == 3 + stations.skipped


def test_lines_that_are_no_stations_are_counted(server: FaultServer, session: Session) -> None:
    catalog = opened(SyntheticFdsn(faults=["junk"]).mount(server).url, session)
    (page,) = catalog.granules(Dataset("FR", "FR", "x"), Query())
    assert page.skipped == 3
    assert [item.footprint_note for item in page.items if not item.footprint] == [
        "the record gives no coordinates"
    ] * 2


@pytest.mark.parametrize("fault", ["html", "truncated"])
def test_what_is_no_answer_is_an_error(server: FaultServer, session: Session, fault: str) -> None:
    catalog = opened(SyntheticFdsn(faults=[fault]).mount(server).url, session)
    if fault == "html":
        with pytest.raises(BadAnswer):
            list(catalog.search(Query()))
        with pytest.raises(BadAnswer):
            list(catalog.granules(Dataset("FR", "FR", "x"), Query()))
        with pytest.raises(NotFound):
            opened(server.url("/elsewhere/fdsnws/station/1"), session).describe()
    else:  # StationXML that is cut is asked for in text, of which the lines that came are read
        (page,) = catalog.search(Query())
        assert titles([page]) <= {FR, GEOSCOPE, XP2009, XP2015} and page.items


def test_stations_that_cannot_be_read_leave_the_networks(server: FaultServer, session: Session) -> None:
    running = SyntheticFdsn().mount(server)
    inner = running._answer
    server.add(
        f"{PATH}/query",
        lambda seen: Reply(body=b"{}") if seen.query["level"] == ["station"] else inner(seen),
    )
    (page,) = opened(running.url, session).search(Query())
    assert len(page.items) == 4 and page.notes == (INCOMPLETE,)


def test_it_says_its_version(server: FaultServer, session: Session) -> None:
    running = SyntheticFdsn().mount(server)
    for url in (running.url, f"{running.url}/", f"{running.url}/query?level=network"):
        said = opened(url, session).describe()
        assert said.version == "1.1.4" and "area" in said.filters and "text" not in said.filters
        assert said.url == running.url
    server.add(f"{PATH}/version", Reply(body=b"<html>no</html>"))
    with pytest.raises(BadAnswer):
        opened(running.url, Session(retry=Retry(times=0))).describe()


def test_a_search_is_cancelled(server: FaultServer, session: Session) -> None:
    server.add(f"{PATH}/query", stall())
    cancel = Cancel()
    threading.Timer(0.2, cancel.cancel).start()
    with pytest.raises(Cancelled):
        list(opened(server.url(PATH), session).search(Query(), cancel))


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2000-01-01T00:00:00", "2599-12-31T23:59:59", Period("2000-01-01T00:00:00", None)),
        ("2000-01-01T00:00:00.0000", "", Period("2000-01-01", None)),
        ("2010-01-01", "2009-01-01", Period("2009-01-01", "2010-01-01")),
        ("", "", None),
        ("soon", "later", None),
    ],
)
def test_epochs(start: str, end: str, expected: Period | None) -> None:
    assert moments(start, end) == expected


def test_a_crowd_of_stations_is_thinned() -> None:
    rows = [{"longitude": str(n / 100), "latitude": "1"} for n in range(2500)]
    footprint, note = where(rows)
    assert footprint and len(footprint["coordinates"]) == 834 and note == THINNED


JUNK = st.one_of(
    st.text(max_size=20), st.sampled_from(["|", "#", "\n", "1e999", "nan", "9999-99-99", "\x00", "<"])
)


@given(st.lists(st.lists(JUNK, max_size=10), max_size=8))
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_any_text_is_stations_or_a_typed_error(lines: list[list[str]]) -> None:
    content = "\n".join("|".join(cells) for cells in lines).encode("utf-8", "replace")
    for read in (networks_of_text, stations_of_text):
        try:
            read(content, "http://example.org")
        except GaiaError:
            continue
    try:
        rows = stations_of_text(content, "http://example.org").rows
    except GaiaError:
        return
    for row in rows:
        read_station(row, "x", (), catalog="x", url="")


@given(st.integers(0, 3000), st.binary(max_size=6))
@settings(deadline=None)
def test_any_xml_is_networks_or_a_typed_error(at: int, junk: bytes) -> None:
    from tests.support.synthetic_fdsn import NETWORKS, _xml

    whole = _xml(NETWORKS, STATIONS).encode()
    try:
        networks_of_xml(whole[:at] + junk + whole[at + len(junk) :], "http://example.org")
    except GaiaError:
        pass


@pytest.mark.parametrize(
    "path",
    ["/fdsnws/", "/fdsnws/station/1", "/fdsnws/station/1/query?level=network",
     "/fdsnws/station/1/query?format=text", "/fdsnws/dataselect/1/query?network=FR",
     "/fdsnws/availability/1/"],
)  # fmt: skip
def test_a_pasted_address_is_recognised(server: FaultServer, session: Session, path: str) -> None:
    running = SyntheticFdsn().mount(server)
    found = find(server.url(path), session)
    assert found.kind == "fdsn" and found.url == running.url and found.entry is not None
    known = survey(found, session)
    assert known.total == 4 and "area" in known.filters and not known.problem


def test_the_row_of_the_registry() -> None:
    row = next(one for one in load_registry() if one.id == "resif-fdsn")
    assert row.kind == "fdsn" and row.compartments == ("solid-earth",) and row.options["availability"] is True
