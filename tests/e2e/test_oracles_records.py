"""Other people's clients find on the hub what our adapters find: records and files of catalogues that speak
no STAC. esgf-pyclient and pyDataverse on emulations, Sickle (OAI-PMH) on pycsw."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from gaia_plugin.core import Dataset, Granule, Period, PropertyFilter, Query, Session
from gaia_plugin.core.catalogs.base import Catalog, CatalogEntry
from gaia_plugin.core.catalogs.registry import make_catalog
from gaia_plugin.core.metadata.reader import read_records
from gaia_plugin.core.model import Checksum, LinkKind, bounds
from tests.support.oracles import Oracle, ask_oracle

pytestmark = pytest.mark.hub


@pytest.fixture(scope="module")
def oracle(hub: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Oracle:
    def ask(client: str, *asks: dict[str, Any]) -> list[Any]:
        return ask_oracle(client, hub, asks, tmp_path_factory.mktemp(client))

    return ask


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    with Session() as made:
        yield made


def catalog(hub: dict[str, str], session: Session, kind: str, **options: Any) -> Catalog:
    return make_catalog(CatalogEntry("mine", kind, hub[f"emulated_{kind}"], options=options), session)


def found(mine: Catalog, query: Query) -> tuple[list[Dataset], int | None, bool]:
    """Every dataset, the total that the last page tells, and whether it is certain."""
    pages = list(mine.search(query.but(limit=None)))
    datasets = [one for page in pages for one in page.items if isinstance(one, Dataset)]
    return datasets, pages[-1].total, not pages[-1].total_is_lower_bound


# ESGF

TAS = PropertyFilter("variable_id", "=", "tas")
ESGF: dict[str, tuple[Query, dict[str, Any]]] = {
    "all": (Query(page_size=25), {}),
    "facet": (Query(filters=(TAS,)), {"variable_id": "tas"}),
    "one of several": (
        Query(filters=(PropertyFilter("variable_id", "in", ("tas", "pr")),)),
        {"variable_id": ["tas", "pr"]},
    ),
    "facets": (
        Query(filters=(TAS, PropertyFilter("experiment_id", "=", "ssp245"))),
        {"variable_id": "tas", "experiment_id": "ssp245"},
    ),
    "words": (Query(text="snow amount"), {"query": "snow amount"}),
    "period": (
        Query(period=Period("2040-01-01", "2050-01-01T00:00:00Z")),
        {"from_timestamp": "2040-01-01T00:00:00Z", "to_timestamp": "2050-01-01T00:00:00Z"},
    ),
    "open period": (Query(period=Period("2012-01-01", None)), {"from_timestamp": "2012-01-01T00:00:00Z"}),
    "nothing": (Query(text="no such words"), {"query": "no such words"}),
}
RUN = "CMIP6.CMIP.IPSL.IPSL-CM6A-LR.historical.r1i1p1f1.Amon.tas.gr.v20200101|esgf.example.org"


@pytest.fixture(scope="module")
def said_by_pyesgf(oracle: Oracle) -> dict[str, Any]:
    asks: dict[str, Any] = {name: {"project": "CMIP6", **said} for name, (_, said) in ESGF.items()}
    asks["files"] = {"project": "CMIP6", "variable_id": "tas", "files_of": RUN}
    asks["facet counts"] = {"project": "CMIP6", "facets": "variable_id,experiment_id"}
    return dict(zip(asks, oracle("pyesgf", *asks.values())))


@pytest.mark.parametrize("name", ESGF)
def test_esgf_pyclient_finds_the_same_datasets(
    hub: dict[str, str], session: Session, said_by_pyesgf: Any, name: str
) -> None:
    mine, total, certain = found(catalog(hub, session, "esgf", project="CMIP6"), ESGF[name][0])
    theirs = said_by_pyesgf[name]
    assert certain and total == theirs["total"] == len(theirs["found"])
    assert [one.id for one in mine] == [said["id"] for said in theirs["found"]]
    assert bool(mine) is (name != "nothing")
    for one, said in zip(mine, theirs["found"]):
        assert one.period is not None
        assert [one.period.start, one.period.end] == [_moment(said["start"]), _moment(said["end"])]
        assert {url.partition("#")[0] for urls in said["urls"].values() for url in urls} <= {
            link.href.partition("#")[0] for link in one.links
        }
        if said["box"] == [0.0, -90.0, 358.75, 90.0]:
            assert one.footprint is None  # a grid of the whole Earth is no place


def test_esgf_pyclient_finds_the_same_files(
    hub: dict[str, str], session: Session, said_by_pyesgf: Any
) -> None:
    index = catalog(hub, session, "esgf", project="CMIP6")
    run = Dataset(id=RUN, title=RUN, catalog="mine")
    mine = [one for page in index.granules(run, Query(limit=None)) for one in page.items]
    theirs = said_by_pyesgf["files"]
    assert len(mine) == 16 and [(one.id, one.title) for one in mine] == [
        (s["id"], s["title"]) for s in theirs
    ]
    for one, said in zip(mine, theirs):
        assert isinstance(one, Granule) and one.period is not None and one.period.start is not None
        (file,) = one.links_of(LinkKind.DOWNLOAD)
        (dap,) = one.links_of(LinkKind.OPENDAP)
        assert (file.href, file.size, dap.href) == (said["download"], said["size"], said["opendap"])
        assert file.checksum == Checksum(said["checksum"][0].lower(), said["checksum"][1])
        assert f"_{one.period.start:%Y%m}-" in said["title"]


def test_esgf_pyclient_counts_the_same_facets(
    hub: dict[str, str], session: Session, said_by_pyesgf: Any
) -> None:
    offered = {
        one.name: set(one.values) for one in catalog(hub, session, "esgf", project="CMIP6").queryables()
    }
    for name, counts in said_by_pyesgf["facet counts"]["facets"].items():
        assert offered[name] == set(counts) and len(counts) > 1


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


# Dataverse

DATAVERSE: dict[str, tuple[Query, dict[str, Any]]] = {
    "all": (Query(), {"q": "*"}),
    "word": (Query(text="neige"), {"q": "neige"}),
    "nothing": (Query(text="absent"), {"q": "absent"}),
}
SNOW = "doi:10.57745/S0001"


@pytest.fixture(scope="module")
def said_by_pydataverse(oracle: Oracle) -> dict[str, Any]:
    asks = {**{name: said for name, (_, said) in DATAVERSE.items()}, "record": {"record": SNOW}}
    return dict(zip(asks, oracle("pydataverse", *asks.values())))


@pytest.mark.parametrize("name", DATAVERSE)
def test_pydataverse_finds_the_same_datasets(
    hub: dict[str, str], session: Session, said_by_pydataverse: Any, name: str
) -> None:
    mine, total, certain = found(catalog(hub, session, "dataverse"), DATAVERSE[name][0])
    theirs = said_by_pydataverse[name]
    assert certain and total == theirs["total"] == len(theirs["found"]) and bool(mine) is (name != "nothing")
    for one, said in zip(mine, theirs["found"]):
        assert (one.id, one.title, f"https://doi.org/{one.doi}") == (
            said["global_id"], said["name"], said["url"],
        )  # fmt: skip


def test_pydataverse_reads_the_same_record(
    hub: dict[str, str], session: Session, said_by_pydataverse: Any
) -> None:
    """The area, the period, the licence and the files: of the record itself, as the search tells none."""
    ((one,), _, _) = found(catalog(hub, session, "dataverse"), Query(text="neige"))
    one = catalog(hub, session, "dataverse").complete(one)
    said = said_by_pydataverse["record"]
    fields = {
        each["typeName"]: each["value"]
        for block in said["metadataBlocks"].values()
        for each in block["fields"]
    }
    box = {name: float(value["value"]) for name, value in fields["geographicBoundingBox"][0].items()}
    assert bounds(one.footprint) == (
        box["westLongitude"], box["southLatitude"], box["eastLongitude"], box["northLatitude"],
    )  # fmt: skip
    covered = fields["timePeriodCovered"][0]
    assert one.period is not None and one.period.start is not None and one.period.end is not None
    assert f"{one.period.start:%Y-%m-%d}" == covered["timePeriodCoveredStart"]["value"] == "2001-01-01"
    assert f"{one.period.end:%Y-%m-%d}" == covered["timePeriodCoveredEnd"]["value"]
    assert (one.license_url, one.title) == (said["license"]["uri"], fields["title"])
    numbers = [str(each["dataFile"]["id"]) for each in said["files"]]
    assert [
        link.href.rpartition("/")[2].partition("?")[0] for link in one.links_of(LinkKind.DOWNLOAD)
    ] == numbers


# OAI-PMH: what a harvester reads of a record is what our reader reads of it


def test_sickle_reads_the_same_records(oracle: Oracle) -> None:
    """Of pycsw 3: pycsw 2.6 wants a parameter with its second page that the protocol forbids there."""
    (records,) = oracle("sickle", {"server": "oai"})
    assert len(records) >= 66 and len({said["id"] for said in records}) == len(records)
    placed = 0
    for said in records:
        (mine,) = read_records(said["raw"].encode())
        theirs = {name: _texts(values) for name, values in said["metadata"].items()}
        assert mine.id == said["id"]
        assert " ".join(mine.title.split()) == next(iter(theirs.get("title", ())), mine.id)
        assert set(theirs.get("identifier", ())) == set(mine.identifiers)
        assert set(theirs.get("subject", ())) <= {word.text for word in mine.keywords}
        assert mine.abstract.split() == " ".join(theirs.get("abstract", [""])[:1]).split()
        corners = [
            float(one) for name in ("LowerCorner", "UpperCorner") for one in theirs.get(name, [""])[0].split()
        ]
        if len(corners) == 4 and mine.footprint is not None:
            south, west, north, east = corners
            assert bounds(mine.footprint) == pytest.approx((west, south, east, north))
            placed += 1
    assert placed >= 60


def test_sickle_reads_the_recorded_record_of_seanoe(oracle: Oracle, recorded: Any) -> None:
    raw = recorded.bytes("seanoe/oai_record.xml")
    ((said,),) = oracle("sickle", {"record": raw.decode()})
    (mine,) = read_records(raw)
    theirs = {name: _texts(values) for name, values in said["metadata"].items()}
    assert mine.id == said["id"] and mine.id.startswith("oai:seanoe.org:")
    assert [mine.title] == theirs["title"] and mine.abstract.split() == theirs["description"][0].split()
    assert set(mine.identifiers) == set(theirs["identifier"])
    assert f"DOI:{mine.doi}" in theirs["identifier"] + theirs.get("relation", [])
    assert [one.name for one in mine.contacts if one.role == "author"] == theirs["creator"]
    south, west, north, east = (float(one) for one in theirs["spatial"][0].split())
    assert bounds(mine.footprint) == pytest.approx((west, south, east, north))


def _texts(said: list[str | None] | None) -> list[str]:
    return [" ".join(text.split()) for text in said or () if text and text.strip()]
