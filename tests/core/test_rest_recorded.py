"""Recorded answers of DataCite, GBIF and SEANOE, read field by field."""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from gaia_plugin.core.catalogs.base import CatalogEntry
from gaia_plugin.core.catalogs.gbif import GbifCatalog
from gaia_plugin.core.catalogs.gbif_records import read_occurrence
from gaia_plugin.core.catalogs.registry import make_catalog
from gaia_plugin.core.metadata import read_records
from gaia_plugin.core.metadata.datacite import read_doi
from gaia_plugin.core.model import Dataset, Granule, LinkKind, Query, bounds
from gaia_plugin.core.net import Session
from tests.support.faultserver import FaultServer, as_json
from tests.support.synthetic_rest import strings


def datacite_answer(recorded: Any) -> dict[str, Any]:
    cassette = yaml.safe_load(recorded.bytes("datacite/dois_cassette.yml"))
    body = cassette["http_interactions"][0]["response"]["body"]["string"]
    answer: dict[str, Any] = json.loads(base64.b64decode(body))
    return answer


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


@pytest.fixture
def session() -> Iterator[Session]:
    made = Session()
    yield made
    made.close()


def test_a_doi_field_by_field(recorded: Any) -> None:
    book = read_doi(datacite_answer(recorded)["data"][1], catalog="datacite")
    assert book.id == book.doi == "10.5281/zenodo.3520062" and book.key == ("datacite", book.doi)
    assert book.title == "Między zagrodą a boiskiem. Studium aktywności wiejskich klubów sportowych"
    assert book.abstract.startswith("Studies on promotion of sport in rural areas and")
    assert book.provider == "Zenodo" and book.kind == "text" and book.language == "pl"
    assert (book.license, book.license_url) == (
        "CC-BY-4.0",
        "http://creativecommons.org/licenses/by/4.0/legalcode",
    )
    assert "Open Access (info:eu-repo/semantics/openAccess)" in book.constraints
    author, publisher = book.contacts
    assert (author.name, author.role) == ("Burdyka, Konrad", "author")
    assert (
        author.organisation == "Institute of Rural and Agricultural Development, Polish Academy of Sciences"
    )
    assert (publisher.organisation, publisher.role) == ("Zenodo", "publisher")
    assert [keyword.text[:5] for keyword in book.keywords] == ["sport", "sport"]
    assert book.dates == (("publication", "2019-10-31"),) and book.updated == "2020-01-02T22:20:25.000Z"
    assert book.identifiers == (
        "10.5281/zenodo.3520062",
        "https://doi.org/10.5281/zenodo.3520062",
        "https://zenodo.org/record/3520063",
    )
    assert [(link.kind, link.href, link.function) for link in book.links] == [
        (LinkKind.INFO, "https://zenodo.org/record/3520062", "information"),
        (LinkKind.INFO, "https://doi.org/10.5281/zenodo.3520062", ""),
        (LinkKind.INFO, "https://doi.org/10.5281/zenodo.3520063", "HasVersion"),
    ]
    assert book.footprint is None and book.footprint_note == "the record gives no area"
    assert book.period is None and not book.citation and not book.parent
    # Other descriptions than the abstract, and a related ISBN, are kept.
    assert len(book.properties["descriptions"]) == 2
    assert book.properties["relatedIdentifiers"][0]["relatedIdentifier"] == "978-83-7683-181-7"


# Where DataCite tells of the registration, and not of the work.
OF_THE_REGISTRY = {"state", "isActive", "metadataVersion", "source", "reason"}


def test_nothing_that_datacite_says_is_lost(recorded: Any) -> None:
    """Each text of each recorded DOI is in the model, whole or as a part of a longer one."""
    records = datacite_answer(recorded)["data"]
    assert len(records) == 5
    for record in records:
        dataset = read_doi(record)
        said = " ".join(re.sub(r"\s+", " ", text) for text in strings_of(dataset))
        attributes = {k: v for k, v in record["attributes"].items() if k not in OF_THE_REGISTRY}
        codes = {
            "DOI",
            "URL",
            "Issued",
            "Created",
            "Updated",
            "Abstract",
            "Personal",
            "Organizational",
            "eng",
        }
        for text in strings(attributes):
            squeezed = re.sub(r"\s+", " ", html.unescape(text)).strip()
            known = squeezed.lower().removeprefix("https://doi.org/") in said.lower()
            assert known or squeezed in codes, squeezed
        assert dataset.title and dataset.doi and dataset.links
        if record["attributes"]["descriptions"]:
            assert dataset.abstract
        if any("creativecommons" in str(one) for one in record["attributes"]["rightsList"]):
            assert dataset.license.startswith("CC-BY") and dataset.license_url.startswith("http")


def strings_of(dataset: Dataset) -> Iterator[str]:
    import dataclasses

    stack: list[Any] = [
        getattr(dataset, spec.name) for spec in dataclasses.fields(dataset) if spec.name != "raw"
    ]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            yield node
        elif dataclasses.is_dataclass(node) and not isinstance(node, type):
            stack += [getattr(node, spec.name) for spec in dataclasses.fields(node)]
        elif isinstance(node, dict):
            stack += node.values()
        elif isinstance(node, (list, tuple)):
            stack += node


def test_the_recorded_page_through_the_adapter(recorded: Any, server: FaultServer, session: Session) -> None:
    url = server.add("/dois", as_json(datacite_answer(recorded)))
    catalog = make_catalog(CatalogEntry("datacite", "datacite", url), session)
    (page,) = catalog.search(Query(limit=5))
    assert len(page.items) == 5 and page.total == 18666188 and not page.skipped


def test_a_recorded_occurrence_field_by_field(recorded: Any) -> None:
    """The recording named after the dataset search holds occurrences: the granules of GBIF."""
    entries = recorded.json("gbif/dataset_search.json")["results"]
    harvestman = read_occurrence(entries[3], catalog="gbif")
    assert isinstance(harvestman, Granule)
    assert harvestman.id == "1946189233" and harvestman.collection == "4bfac3ea-8763-4f4b-a71a-76a6f5f243d3"
    assert harvestman.title == "Troglosiro Juberthie, 1979"
    assert harvestman.footprint == {"type": "Point", "coordinates": [165.06189, -20.91674]}
    assert harvestman.period is not None and harvestman.period.text == "2018-11-11/2018-11-11"
    assert harvestman.period.start is not None and harvestman.period.start.isoformat()[:10] == "2018-11-11"
    assert harvestman.license == "CC-BY-NC-4.0"
    assert harvestman.provider == "Museum of Comparative Zoology, Harvard University"
    assert [link.href for link in harvestman.links_of(LinkKind.INFO)] == [
        "https://www.gbif.org/occurrence/1946189233",
        "http://mczbase.mcz.harvard.edu/guid/MCZ:IZ:151558",
    ]
    ant = read_occurrence(entries[0])
    assert ant.footprint is None and ant.footprint_note == "the record gives no coordinates"
    (picture,) = ant.links_of(LinkKind.DOWNLOAD)
    assert picture.media_type == "image/jpeg" and picture.href == ant.thumbnail


def test_every_recorded_occurrence_is_read(recorded: Any, server: FaultServer, session: Session) -> None:
    answer = recorded.json("gbif/dataset_search.json")
    url = server.add("/v1/occurrence/search", as_json(answer))
    catalog = GbifCatalog(CatalogEntry("gbif", "gbif", url.replace("occurrence", "dataset")), session)
    key = answer["results"][0]["datasetKey"]
    (page,) = catalog.granules(Dataset(id=key, title="", catalog="gbif"), Query(limit=20))
    assert len(page.items) == 20 and page.total == 3989394 and not page.skipped
    assert server.seen[0].query["datasetKey"] == [key] and server.seen[0].query["limit"] == ["20"]
    for granule, entry in zip(page.items, answer["results"]):
        assert granule.properties == entry and granule.license == "CC-BY-NC-4.0"
        assert (granule.footprint is not None) == ("decimalLongitude" in entry)
        assert (granule.period is not None) == bool(entry.get("eventDate"))
        assert all(
            one["identifier"] in [link.href for link in granule.links] for one in entry.get("media", [])
        )


def test_seanoes_oai_record_has_its_box(recorded: Any) -> None:
    """``DCTERMS:Box`` is written south, west, north, east."""
    (salinity,) = read_records(recorded.bytes("seanoe/oai_record.xml"), catalog="seanoe")
    assert salinity.footprint is not None and bounds(salinity.footprint) == (-180.0, -90.0, 180.0, 90.0)
    assert salinity.id == "oai:seanoe.org:41101" and salinity.doi == "10.17882/41101"
    assert salinity.license == "CC0-1.0" and salinity.period is None
    assert [keyword.text for keyword in salinity.keywords] == ["salinity", "oceanography", "stratification"]
    assert salinity.dates == (("publication", "2014-03-10"),)
    assert "https://www.seanoe.org/data/00300/41101/illustration.gif" in [
        link.href for link in salinity.links
    ]
