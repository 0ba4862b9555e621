"""ESGF on its recorded answer, and on synthetic ones in the same shape."""

from __future__ import annotations

import copy

import pytest

from gaia_plugin.core.catalogs.base import CatalogEntry
from gaia_plugin.core.catalogs.esgf import PLACELESS, EsgfCatalog
from gaia_plugin.core.catalogs.esgf_records import read_dataset, read_file
from gaia_plugin.core.catalogs.notes import GLOBAL, REPEATED
from gaia_plugin.core.errors import BadAnswer
from gaia_plugin.core.model import Area, Checksum, LinkKind, Period, PropertyFilter, Query, bounds
from gaia_plugin.core.net import Retry, Session
from tests.support.faultserver import FaultServer, as_json
from tests.support.synthetic_esgf import SHA, SyntheticEsgf, synthetic_dataset, synthetic_file


@pytest.fixture
def server():
    with FaultServer() as running:
        yield running


@pytest.fixture
def catalog(server):
    session = Session(retry=Retry(times=0))
    url = server.url("/esg-search/search")
    yield EsgfCatalog(CatalogEntry("esgf", "esgf", url, options={"project": "CMIP6"}), session)
    session.close()


def mounted(server, faults="", datasets=5, files=3):
    first = synthetic_dataset(0)["id"]
    made = [synthetic_file(number, dataset_id=first) for number in range(files)]
    return SyntheticEsgf([synthetic_dataset(number) for number in range(datasets)], made, faults).mount(
        server
    )


def items(pages):
    return [item for page in pages for item in page.items]


def test_the_recorded_dataset(recorded):
    answer = recorded.json("esgf/search_dataset.json")["esg_search_response"]
    (doc,) = answer["response"]["docs"]
    found = read_dataset(doc, catalog="esgf", url="u")
    name = "CMIP6.CMIP.CCCma.CanESM5-CanOE.1pctCO2.r1i1p2f1.Omon.hfbasin.gn"
    assert found.id == f"{name}.v20190429|crd-esgf-drc.ec.gc.ca" and found.title == name
    assert found.abstract.startswith("Northward Ocean Heat Transport – 1 percent per year increase in CO2")
    assert (found.provider, found.compartments, found.has_granules) == ("CCCma", ("climate",), True)
    assert found.footprint is None and found.footprint_note == GLOBAL
    assert found.period.start.isoformat() == "1850-01-16T12:00:00+00:00" and found.period.end.year == 2000
    assert {"hfbasin", "ocean", "mon", "northward_ocean_heat_transport"} <= {
        one.text for one in found.keywords
    }
    kinds = [link.kind for link in found.links]
    assert kinds == [LinkKind.OPENDAP, LinkKind.INFO, LinkKind.METADATA, LinkKind.INFO, LinkKind.INFO]
    assert found.links[0].media_type == "application/xml+thredds" and found.links[0].key == "THREDDS"
    assert "hdl:21.14100/be3a1612-4db6-338c-a4eb-f40b2cccade3" in found.identifiers
    assert found.updated == "2020-03-10T02:04:16.724Z"
    assert found.properties["experiment_id"] == "1pctCO2" and found.properties["size"] == 4686043
    assert found.properties["access"] == ["HTTPServer", "GridFTP", "OPENDAP", "LAS"]
    assert not any(name.endswith("_template_") for name in found.properties) and found.raw is doc
    left = set(doc) - set(found.properties) - {"id", "title", "url", "xlink"}
    assert all(name.endswith("_template_") for name in left)


def test_the_recorded_answer_through_a_search(server, catalog, recorded):
    answer = recorded.json("esgf/search_dataset.json")["esg_search_response"]
    server.add("/esg-search/search", as_json(answer))
    (page,) = catalog.search(Query(limit=1))
    assert len(page.items) == 1 and page.total == 9037273 and not page.skipped
    values = {one.name: one.values for one in catalog.queryables()}
    assert "IPSL" in values["institution_id"] and "CMIP" in values["activity_id"]


def test_a_file():
    found = read_file(synthetic_file(3), catalog="esgf", url="u", dataset="d")
    assert found.collection == "d" and found.period.interval().startswith(
        "1880-01-01T00:00:00Z/1889-12-31T23"
    )
    kinds = [link.kind for link in found.links]
    assert kinds == [LinkKind.DOWNLOAD, LinkKind.OPENDAP, LinkKind.UNREACHABLE, LinkKind.UNREACHABLE]
    file, dap = found.links[:2]
    assert (
        file.size == 1234
        and file.checksum == Checksum("sha256", SHA)
        and file.media_type == "application/netcdf"
    )
    assert dap.href.endswith(".nc") and dap.checksum is None
    assert read_file(synthetic_file(checksum=["zz"]), catalog="", url="").links[0].checksum is None


@pytest.mark.parametrize(
    ("start", "stop"),
    [
        ("-21000-01-01", "0000-01-01"),
        ("0000-13-45", ""),
        (None, None),
        ([], {}),
        ("99999-01-01T00:00:00Z", "x"),
    ],
)
def test_calendars_of_models_are_no_accident(start, stop):
    found = read_dataset(synthetic_dataset(datetime_start=start, datetime_stop=stop), catalog="", url="")
    assert found.period is None
    early = synthetic_dataset(datetime_start="0001-01-16T12:00:00Z", datetime_stop="0999-12-16T12:00:00Z")
    assert read_dataset(early, catalog="", url="").period.start.year == 1
    assert (
        read_file(
            synthetic_file(title="tas_day_gr_18500101-18500230.nc"), catalog="", url=""
        ).period.end.month
        == 2
    )


def test_only_regions_have_a_footprint():
    region = synthetic_dataset(west_degrees=-44.6, east_degrees=64.9, south_degrees=22.0, north_degrees=72.6)
    assert bounds(read_dataset(region, catalog="", url="").footprint) == (-44.6, 22.0, 64.9, 72.6)
    pacific = synthetic_dataset(west_degrees=170, east_degrees=200, south_degrees=-10, north_degrees=10)
    assert bounds(read_dataset(pacific, catalog="", url="").footprint) == (170, -10, -160, 10)
    for nowhere in (
        {},
        {"east_degrees": 360.0},
        {"west_degrees": -180, "east_degrees": 180},
        {"west_degrees": None},
    ):
        assert read_dataset(synthetic_dataset(**nowhere), catalog="", url="").footprint is None


def test_a_search_is_put_in_facets(server, catalog):
    mine = mounted(server)
    query = Query(
        text="temperature",
        area=Area.bbox(0, 40, 10, 50),
        period=Period("1900", "1950"),
        filters=(
            PropertyFilter("variable_id", "in", ("tas", "pr")),
            PropertyFilter("institution_id", "<>", "x"),
            PropertyFilter("eo:cloud_cover", "<=", 3),
        ),
        page_size=2,
        limit=None,
    )
    pages = list(catalog.search(query))
    assert len(items(pages)) == 5 and pages[0].total_is_lower_bound and PLACELESS in pages[0].notes
    assert pages[-1].total == 5
    assert pages[0].filtered_by_server == {"text", "period", "variable_id", "institution_id"}
    assert pages[0].filtered_by_client == {"area"}
    first = mine.asked[0]
    assert (
        first["query"] == "temperature"
        and first["variable_id"] == "tas,pr"
        and first["institution_id!"] == "x"
    )
    assert (first["start"], first["end"]) == ("1900-01-01T00:00:00Z", "1950-12-31T23:59:59Z")
    assert (first["project"], first["latest"], first["replica"]) == ("CMIP6", "true", "false")
    assert [one["offset"] for one in mine.asked] == ["0", "2", "4"]


def test_a_region_elsewhere_is_left_out_of_an_area(server, catalog):
    region = synthetic_dataset(9, west_degrees=100, east_degrees=120, south_degrees=0, north_degrees=20)
    mine = mounted(server)
    mine.docs["Dataset"] = [region, synthetic_dataset(1)]
    (page,) = catalog.search(Query(area=Area.bbox(0, 40, 10, 50)))
    assert [one.title for one in page.items] == ["CMIP6.x.v1"]


def test_files_of_a_dataset(server, catalog):
    mine = mounted(server, files=12)
    dataset = items(catalog.search(Query(limit=1)))[0]
    found = items(catalog.granules(dataset, Query(text="x", period=Period("1875", "1885"))))
    assert [one.title.split("_")[-1] for one in found] == ["187001-187912.nc", "188001-188912.nc"]
    asked = mine.asked[-1]
    assert asked["type"] == "File" and asked["dataset_id"] == dataset.id and "query" not in asked


@pytest.mark.parametrize("faults", ["same total", "total"])
def test_servers_that_misbehave_are_left(server, catalog, faults):
    mine = mounted(server, faults)
    pages = list(catalog.search(Query(page_size=2, limit=None)))
    assert len(mine.asked) < 6 and not pages[-1].has_more
    assert len(items(pages)) == (2 if "same" in faults else 5) == pages[-1].total
    assert (REPEATED in pages[-1].notes) == ("same" in faults)


def test_what_is_no_answer_is_said(server, catalog):
    for body in ({}, [], {"response": {"docs": 3}}):
        server.add("/esg-search/search", as_json(body))
        with pytest.raises(BadAnswer):
            list(catalog.search(Query()))
    good = copy.deepcopy(synthetic_dataset())
    server.add("/esg-search/search", as_json({"response": {"docs": [good, 3, {}], "numFound": "x"}}))
    (page,) = catalog.search(Query())
    assert len(page.items) == 1 and page.skipped == 2
