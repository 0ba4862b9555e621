# ruff: noqa: E501 (tables are read across)
"""Records of DataCite, Dataverse, GBIF and data.gouv.fr: synthetic ones, written from their documentation."""

from __future__ import annotations

from typing import Any

import pytest

from gaia_plugin.core.catalogs.datagouv_records import read_dataset as read_datagouv
from gaia_plugin.core.catalogs.dataverse_records import read_dataset as read_dataverse
from gaia_plugin.core.catalogs.gbif_records import read_dataset as read_gbif
from gaia_plugin.core.catalogs.gbif_records import read_occurrence
from gaia_plugin.core.metadata.datacite import read_doi, read_rights
from gaia_plugin.core.metadata.datacite_places import read_places
from gaia_plugin.core.metadata.jsontexts import scrubbed, without_html
from gaia_plugin.core.model import Checksum, LinkKind, bounds, rfc3339
from tests.support.synthetic_datagouv import synthetic_datagouv
from tests.support.synthetic_rest import (
    synthetic_dataverse,
    synthetic_doi,
    synthetic_field,
    synthetic_gbif,
)


def box(west: Any, south: Any, east: Any, north: Any) -> dict[str, Any]:
    names = ("westBoundLongitude", "southBoundLatitude", "eastBoundLongitude", "northBoundLatitude")
    return {"geoLocationBox": dict(zip(names, (west, south, east, north)))}


def point(x: Any, y: Any) -> dict[str, Any]:
    return {"pointLongitude": x, "pointLatitude": y}


SQUARE = [(0, 0), (1, 0), (1, 1), (0, 0)]


# DataCite


def test_a_doi_of_a_repository_field_by_field() -> None:
    found = read_doi(
        synthetic_doi(
            1,
            language="fre",
            titles=[
                {"title": "Snow of the Alps", "lang": "en", "titleType": "TranslatedTitle"},
                {"title": "Neige des Alpes", "lang": "fr"},
                {"title": "Le sous-titre", "titleType": "Subtitle"},
            ],
            descriptions=[
                {"description": "<p>Un résumé &amp; plus</p>", "descriptionType": "Abstract", "lang": "fr"},
                {"description": "A summary", "descriptionType": "Abstract", "lang": "en"},
                {"description": "With a shovel", "descriptionType": "Methods"},
                {"description": "A table", "descriptionType": "TableOfContents"},
            ],
            creators=[
                {
                    "name": "Doe, Jane",
                    "nameType": "Personal",
                    "givenName": "Jane",
                    "familyName": "Doe",
                    "affiliation": [{"name": "CNRS", "affiliationIdentifier": "https://ror.org/02feahw73"}],
                    "nameIdentifiers": [
                        {"nameIdentifier": "0000-0002-1825-0097", "nameIdentifierScheme": "ORCID"}
                    ],
                },
                {
                    "name": "OSUG",
                    "nameType": "Organizational",
                    "nameIdentifiers": [
                        {"nameIdentifier": "https://ror.org/02feahw73", "nameIdentifierScheme": "ROR"}
                    ],
                },
            ],
            contributors=[
                {"name": "Roe, Richard", "contributorType": "ContactPerson", "affiliation": ["IGE"]}
            ],
            publisher={"name": "EaSy Data", "publisherIdentifier": "https://ror.org/02feahw73"},
            fundingReferences=[{"funderName": "ANR", "funderIdentifier": "https://ror.org/00rbzpz17"}],
            publicationYear=2022,
            subjects=[
                {
                    "subject": "snow",
                    "subjectScheme": "GEMET",
                    "schemeUri": "http://example.org/gemet",
                    "valueUri": "http://example.org/gemet/snow",
                },
                {"subject": "avalanche"},
            ],
            geoLocations=[box("5", "44.5", "8", "46"), {"geoLocationPlace": "French Alps"}],
            dates=[
                {"date": "2010-01-01/2012-06", "dateType": "Collected"},
                {"date": "2022-03-01", "dateType": "Issued"},
                {"date": "2019/2020", "dateType": "Valid"},
            ],
            rightsList=[{"rights": "Etalab", "rightsUri": "https://spdx.org/licenses/etalab-2.0.html"}],
            contentUrl="https://example.org/files/1/snow.nc",
            sizes=["2048 bytes"],
            formats=["application/x-netcdf"],
            relatedIdentifiers=[
                {
                    "relationType": "IsPartOf",
                    "relatedIdentifier": "10.57932/study",
                    "relatedIdentifierType": "DOI",
                },
                {
                    "relationType": "IsSourceOf",
                    "relatedIdentifier": "https://example.org/wms?service=WMS&request=GetCapabilities",
                    "relatedIdentifierType": "URL",
                },
                {
                    "relationType": "HasMetadata",
                    "relatedIdentifier": "https://example.org/iso.xml",
                    "relatedIdentifierType": "URL",
                },
            ],
            alternateIdentifiers=[{"alternateIdentifier": "uuid-1", "alternateIdentifierType": "local"}],
            version="1.2",
        ),
        catalog="datacite",
    )
    assert (found.title, found.language) == ("Neige des Alpes", "fr")
    assert found.text("title", "en") == "Snow of the Alps" and found.text("abstract", "en") == "A summary"
    assert found.abstract == "Un résumé & plus" and found.lineage == "With a shovel"
    jane, osug, richard, publisher, funder = found.contacts
    assert (jane.name, jane.organisation, jane.role) == ("Doe, Jane", "CNRS", "author")
    assert jane.identifier == "https://orcid.org/0000-0002-1825-0097"
    assert (osug.name, osug.organisation, osug.identifier) == ("", "OSUG", "https://ror.org/02feahw73")
    assert (richard.role, richard.organisation) == ("pointOfContact", "IGE")
    assert (publisher.organisation, publisher.identifier) == ("EaSy Data", "https://ror.org/02feahw73")
    assert (funder.organisation, funder.role) == ("ANR", "funder")
    assert found.provider == "EaSy Data"
    snow, avalanche, alps = found.keywords
    assert (snow.uri, snow.thesaurus) == ("http://example.org/gemet/snow", "GEMET")
    assert snow.thesaurus_uri == "http://example.org/gemet" and avalanche.text == "avalanche"
    assert (alps.text, alps.kind) == ("French Alps", "place")
    assert found.footprint is not None and bounds(found.footprint) == (5.0, 44.5, 8.0, 46.0)
    assert found.period is not None and found.period.text == "2010-01-01/2012-06"
    assert rfc3339(found.period.end).startswith("2012-06-30")
    assert found.dates == (("publication", "2022-03-01"), ("valid", "2019/2020"))
    assert (found.license, found.license_url) == ("etalab-2.0", "https://spdx.org/licenses/etalab-2.0.html")
    (file,) = found.links_of(LinkKind.DOWNLOAD)
    assert (file.href, file.size, file.media_type) == (
        "https://example.org/files/1/snow.nc",
        2048,
        "application/x-netcdf",
    )
    assert found.parent == "10.57932/study" and len(found.links_of(LinkKind.WMS)) == 1
    assert [link.href for link in found.links_of(LinkKind.METADATA)] == ["https://example.org/iso.xml"]
    assert "uuid-1" in found.identifiers and found.properties["version"] == "1.2"
    assert found.properties["titles"] and found.citation == ""


@pytest.mark.parametrize(
    ("places", "kind", "expected"),
    [
        ([box(5, 44, 8, 46)], "Polygon", (5.0, 44.0, 8.0, 46.0)),
        ([box("5,5", "44", "8°", "46")], "Polygon", (5.5, 44.0, 8.0, 46.0)),
        ([box(5, 44, 8, 46), box(10, 50, 11, 51)], "MultiPolygon", (5.0, 44.0, 11.0, 51.0)),
        ([box(5, 44, 8, 46), box(5, 44, 8, 46)], "Polygon", (5.0, 44.0, 8.0, 46.0)),
        ([box(5, 46, 8, 44)], "Polygon", (5.0, 44.0, 8.0, 46.0)),
        ([box(178, -20, -178, -16)], "MultiPolygon", (178.0, -20.0, -178.0, -16.0)),
        ([box(5, 44, 5, 44)], "Point", (5.0, 44.0, 5.0, 44.0)),
        ([{"geoLocationPoint": point("5.5", 45)}], "Point", (5.5, 45.0, 5.5, 45.0)),
        ([{"geoLocationPoint": point(1, 2)}, {"geoLocationPoint": point(3, 4)}], "MultiPoint", (1.0, 2.0, 3.0, 4.0)),
        ([{"geoLocationPoint": point(1, 2), **box(0, 0, 3, 3)}], "GeometryCollection", (0.0, 0.0, 3.0, 3.0)),
        # The three ways of writing a polygon, the box round it left aside.
        ([{"geoLocationPolygon": [{"polygonPoint": point(*p)} for p in SQUARE]}], "Polygon", (0.0, 0.0, 1.0, 1.0)),
        ([{"geoLocationPolygon": [[{"polygonPoint": point(*p)} for p in SQUARE]] * 2}], "Polygon", (0, 0, 1, 1)),
        ([{"geoLocationPolygon": {"polygonPoint": [point(*p) for p in SQUARE]}, **box(-9, -9, 9, 9)}],
         "Polygon", (0.0, 0.0, 1.0, 1.0)),
        ([{"geoLocationPolygon": [*({"polygonPoint": point(*p)} for p in SQUARE[:3]), {"inPolygonPoint": point(9, 9)}]}],
         "Polygon", (0.0, 0.0, 1.0, 1.0)),
        ([{"geoLocationPolygon": [{"polygonPoint": point(*p)} for p in ((179, 0), (-179, 0), (-179, 1), (179, 0))]}],
         "MultiPolygon", (179.0, 0.0, -179.0, 1.0)),
    ],
)  # fmt: skip
def test_places(places: list[Any], kind: str, expected: tuple[float, ...]) -> None:
    footprint, _, _ = read_places(places)
    assert footprint is not None and footprint["type"] == kind and bounds(footprint) == expected


@pytest.mark.parametrize(
    ("places", "note"),
    [
        ([], "the record gives no area"),
        (None, "the record gives no area"),
        ([{"geoLocationPlace": "Brest"}], "the record gives no area"),
        ([box(0, 0, 0, 0)], "the box is all zeros"),
        ([box(5, None, 8, 46)], "the box lacks a number"),
        ([box(700000, 6600000, 800000, 6700000)], "the box is not in degrees"),
        ([{"geoLocationPoint": point(5, 95)}], "a point is not in degrees"),
        ([{"geoLocationPolygon": [{"polygonPoint": point(1, 1)}]}], "a polygon cannot be read"),
        ([{"geoLocationPolygon": [{"polygonPoint": point(1, None)}] * 4}], "a polygon cannot be read"),
        ("nowhere", "the record gives no area"),
    ],
)
def test_places_that_are_none_say_why(places: Any, note: str) -> None:
    footprint, said, _ = read_places(places)
    assert footprint is None and note in said


@pytest.mark.parametrize(
    ("dates", "text"),
    [
        ([{"date": "2001/2002", "dateType": "Collected"}], "2001/2002"),
        ([{"date": "2001", "dateType": "Collected"}], "2001"),
        ([{"date": "2001/", "dateType": "Collected"}], "2001/"),
        ([{"date": "/2002", "dateType": "Valid"}], "/2002"),
        ([{"date": "2003/2001", "dateType": "Coverage"}], "2003/2001"),
        ([{"date": "2001", "dateType": "Valid"}, {"date": "1999", "dateType": "Collected"}], "1999"),
        ([{"date": "2001", "dateType": "Issued"}], None),
        ([{"date": "soon", "dateType": "Collected"}], None),
    ],
)
def test_periods_are_dates_of_collection_or_coverage_then_of_validity(dates: Any, text: str | None) -> None:
    period = read_doi(synthetic_doi(1, dates=dates)).period
    assert (period.text if period else None) == text


@pytest.mark.parametrize(
    ("rights", "license_", "url"),
    [
        ([{"rights": "CC0", "rightsUri": "https://creativecommons.org/publicdomain/zero/1.0/legalcode"}], "CC0-1.0",
         "https://creativecommons.org/publicdomain/zero/1.0/legalcode"),
        ([{"rightsIdentifier": "cc-by-4.0", "rights": "Creative Commons"}], "CC-BY-4.0", ""),
        ([{"rights": "Open Access"}, {"rights": "Our own terms", "rightsUri": "http://x/y"}], "Our own terms", "http://x/y"),
        ([{"rights": "Our own terms"}, {"rights": "CC-BY 4.0"}], "CC-BY-4.0", ""),
        (["CC-BY-NC 4.0"], "CC-BY-NC-4.0", ""),
        ([], "", ""),
    ],
)  # fmt: skip
def test_licences_of_datacite(rights: Any, license_: str, url: str) -> None:
    assert read_rights(rights)[:2] == (license_, url)


def test_a_record_without_a_doi_is_none() -> None:
    for record in ({}, {"attributes": {"titles": [{"title": "x"}]}}, None, [], "10.1/x"):
        with pytest.raises(ValueError, match="DOI"):
            read_doi(record)


# Dataverse


def dataverse_version() -> dict[str, Any]:
    fields = [
        synthetic_field("title", "Snow"),
        synthetic_field(
            "author",
            [{"authorName": "Doe, Jane", "authorAffiliation": "INRAE", "authorIdentifierScheme": "ORCID",
              "authorIdentifier": "0000-0002-1825-0097"}],
        ),
        synthetic_field(
            "datasetContact", [{"datasetContactName": "Doe, Jane", "datasetContactEmail": "jane@example.org"}]
        ),
        synthetic_field("dsDescription", [{"dsDescriptionValue": "<p>One</p>"}, {"dsDescriptionValue": "Two"}]),
        synthetic_field("subject", ["Agricultural Sciences"]),
        synthetic_field(
            "keyword",
            [{"keywordValue": "neige", "keywordTermURI": "http://example.org/neige",
              "keywordVocabulary": "Agrovoc", "keywordVocabularyURI": "http://example.org"}],
        ),
        synthetic_field("language", ["French"]),
        synthetic_field("timePeriodCovered", [{"timePeriodCoveredStart": "2010", "timePeriodCoveredEnd": "2012"},
                                              {"timePeriodCoveredStart": "2015"}]),
        synthetic_field("kindOfData", ["Dataset"]),
        synthetic_field("otherId", [{"otherIdValue": "local-7", "otherIdAgency": "lab"}]),
    ]  # fmt: skip
    where = [
        synthetic_field("geographicCoverage", [{"country": "France", "city": "Grenoble"}]),
        synthetic_field(
            "geographicBoundingBox",
            [{"westLongitude": "5", "eastLongitude": "6", "northLatitude": "46", "southLatitude": "45"},
             {"westLongitude": "9,5", "eastLongitude": "10", "northLongitude": "43", "southLongitude": "41"}],
        ),
    ]  # fmt: skip
    files = [
        {
            "label": "a.tab",
            "restricted": False,
            "directoryLabel": "data",
            "description": "A table",
            "dataFile": {
                "id": 11,
                "filename": "a.tab",
                "contentType": "text/tab-separated-values",
                "filesize": 999,
                "originalFileFormat": "text/csv",
                "originalFileName": "a.csv",
                "originalFileSize": 1000,
                "md5": "D41D8CD9" * 4,
            },
        },
        {
            "label": "b.tif",
            "restricted": True,
            "dataFile": {
                "id": 12,
                "filename": "b.tif",
                "contentType": "image/tiff",
                "filesize": 2000,
                "checksum": {"type": "SHA-1", "value": "da39a3ee" * 5},
            },
        },
        {"label": "no file"},
    ]
    return {
        "datasetPersistentId": "doi:10.57745/ABCDEF",
        "versionNumber": 2,
        "lastUpdateTime": "2023-01-02T00:00:00Z",
        "releaseTime": "2023-01-01T00:00:00Z",
        "license": {"name": "etalab 2.0", "uri": "https://spdx.org/licenses/etalab-2.0.html"},
        "termsOfAccess": "Ask us",
        "citation": "Doe, Jane, 2022, <a href='x'>Snow</a>, V2",
        "metadataBlocks": {"citation": {"fields": fields}, "geospatial": {"fields": where}},
        "files": files,
    }


def test_a_dataverse_dataset_field_by_field() -> None:
    record = {
        "id": 1,
        "persistentUrl": "https://doi.org/10.57745/ABCDEF",
        "publisher": "Recherche Data Gouv",
        "publicationDate": "2022-05-05",
        "latestVersion": dataverse_version(),
    }
    found = read_dataverse(record, catalog="rdg", root="https://example.org")
    assert found.id == "doi:10.57745/ABCDEF" and found.doi == "10.57745/ABCDEF" and found.title == "Snow"
    assert (
        found.abstract == "One\n\nTwo" and found.provider == "Recherche Data Gouv" and found.language == "fr"
    )
    assert found.footprint is not None and found.footprint["type"] == "MultiPolygon"
    assert bounds(found.footprint) == (5.0, 41.0, 10.0, 46.0)
    assert len(found.periods) == 2 and found.period is not None and found.period.end is None
    assert rfc3339(found.period.start) == "2010-01-01T00:00:00Z"
    subject, snow, place = found.keywords
    assert (
        subject.text == "Agricultural Sciences" and place.text == "Grenoble, France" and place.kind == "place"
    )
    assert (snow.text, snow.uri, snow.thesaurus) == ("neige", "http://example.org/neige", "Agrovoc")
    author, contact, publisher = found.contacts
    assert (publisher.organisation, publisher.role) == ("Recherche Data Gouv", "publisher")
    assert (author.identifier, author.organisation) == ("https://orcid.org/0000-0002-1825-0097", "INRAE")
    assert (contact.email, contact.role) == ("jane@example.org", "pointOfContact")
    assert (found.license, found.license_url) == ("etalab-2.0", "https://spdx.org/licenses/etalab-2.0.html")
    assert found.constraints == ("Ask us",) and found.citation == "Doe, Jane, 2022, Snow, V2"
    assert "local-7" in found.identifiers and ("publication", "2022-05-05") in found.dates
    table, image = found.links_of(LinkKind.DOWNLOAD)
    assert table.href == "https://example.org/api/access/datafile/11?format=original"
    assert (table.name, table.title, table.size) == ("a.csv", "data/a.csv", 1000)
    assert table.checksum == Checksum("md5", "d41d8cd9" * 4) and not table.restricted
    assert image.href == "https://example.org/api/access/datafile/12" and image.restricted
    assert image.size == 2000 and image.media_type == "image/tiff"
    assert image.checksum == Checksum("sha1", "da39a3ee" * 5)
    assert found.properties["kindOfData"] == ["Dataset"] and found.properties["versionNumber"] == 2


@pytest.mark.parametrize("old", [False, True])
def test_both_spellings_of_the_latitudes(old: bool) -> None:
    found = read_dataverse(synthetic_dataverse(1, box=(5, 44, 8, 46), old=old)["dataset"])
    assert found.footprint is not None and bounds(found.footprint) == (5.0, 44.0, 8.0, 46.0)


def test_a_bare_hit_says_what_it_does_not_know() -> None:
    found = read_dataverse(synthetic_dataverse(1, title="Snow")["hit"], root="https://example.org")
    assert found.title == "Snow" and found.footprint is None
    assert found.footprint_note == "the catalogue's list gives no area"
    assert found.contacts[0].name == "Doe, Jane" and found.citation == "Snow, 2022"
    assert [link.kind for link in found.links] == [LinkKind.INFO]


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ({"license": "CC0"}, "CC0-1.0"),
        (
            {"license": {"name": "CC BY 4.0", "uri": "http://creativecommons.org/licenses/by/4.0"}},
            "CC-BY-4.0",
        ),
        ({"license": "NONE", "termsOfUse": "CC-BY-SA 4.0, please"}, "CC-BY-SA-4.0"),
        ({"termsOfUse": "Ours"}, "Ours"),
        ({}, ""),
    ],
)
def test_licences_of_dataverse(version: dict[str, Any], expected: str) -> None:
    assert read_dataverse({"global_id": "doi:10.57745/X", **version}).license == expected


# GBIF


def test_a_gbif_hit_and_its_dataset() -> None:
    both = synthetic_gbif(7, box=(178, -20, -178, -16))
    hit = read_gbif(both["hit"], catalog="gbif")
    assert hit.footprint is None and hit.footprint_note == "the catalogue's list gives no area"
    assert hit.period is not None and hit.period.text == "1970/1999" and hit.has_granules
    assert hit.abstract == "Birds & bats" and hit.provider == "Synthetic museum"
    assert hit.license == "CC-BY-4.0" and hit.license_url.startswith("http://creativecommons.org")
    assert hit.compartments == ("biodiversity",) and hit.keywords[0].text == "birds"
    whole = read_gbif({**both["hit"], **both["dataset"]}, catalog="gbif")
    assert whole.footprint is not None and bounds(whole.footprint) == (178.0, -20.0, -178.0, -16.0)
    assert whole.period is not None and rfc3339(whole.period.start) == "2001-01-01T00:00:00Z"
    assert rfc3339(whole.period.end).startswith("2005-12-31T23:59:59") and whole.doi == "10.15468/s00007"
    assert [link.kind for link in whole.links[:2]] == [LinkKind.DOWNLOAD, LinkKind.METADATA]
    jane = next(one for one in whole.contacts if one.role == "author")
    assert (jane.name, jane.identifier) == ("Jane Doe", "https://orcid.org/0000-0002-1825-0097")
    assert whole.citation == "Doe J (2022) Record." and whole.keywords[-1].text == "The Alps"


def test_a_global_gbif_dataset_covers_the_world() -> None:
    found = read_gbif({"key": "k", "geographicCoverages": [{"boundingBox": {"globalCoverage": True}}]})
    assert found.footprint is not None and bounds(found.footprint) == (-180.0, -90.0, 180.0, 90.0)
    assert not read_gbif({"key": "k", "type": "CHECKLIST"}).has_granules


@pytest.mark.parametrize(
    ("date", "text"),
    [
        ("2001-02-03T00:00:00", "2001-02-03/2001-02-03"),
        ("2001/2002", "2001/2002"),
        ("", None),
        ("v.1954", None),
    ],
)
def test_dates_of_occurrences(date: str, text: str | None) -> None:
    period = read_occurrence({"key": 1, "eventDate": date}).period
    assert (period.text if period else None) == text


# data.gouv.fr


@pytest.mark.parametrize(
    ("resource", "kind", "name"),
    [
        ({"url": "https://x.fr/wms?map=a&service=WMS&layers=snow", "format": "wms", "type": "api"}, LinkKind.WMS, "snow"),
        ({"url": "https://x.fr/ows", "format": "wfs", "type": "main"}, LinkKind.WFS, "A title"),
        ({"url": "https://x.fr/ows", "format": "OGC:WMS", "type": "main"}, LinkKind.WMS, "A title"),
        ({"url": "https://x.fr/a.zip", "format": "zip", "type": "main"}, LinkKind.DOWNLOAD, "A title"),
        ({"url": "https://x.fr/exports?format=csv", "format": "csv", "type": "main"}, LinkKind.DOWNLOAD, "A title"),
        ({"url": "https://x.fr/a", "format": "", "type": "main"}, LinkKind.DOWNLOAD, "A title"),
        ({"url": "https://x.fr/map", "format": "html", "type": "main"}, LinkKind.INFO, "A title"),
        ({"url": "https://x.fr/doc.pdf", "format": "pdf", "type": "documentation"}, LinkKind.INFO, "A title"),
        ({"url": "file:///home/x/a.zip", "format": "zip", "type": "main"}, LinkKind.UNREACHABLE, "A title"),
    ],
)  # fmt: skip
def test_resources_are_links_by_their_format_and_type(
    resource: dict[str, str], kind: LinkKind, name: str
) -> None:
    record = synthetic_datagouv(1, resources=[{"title": "A title", **resource}])
    link = read_datagouv(record).links[0]
    assert (link.kind, link.name, link.title) == (kind, name, "A title") and link.protocol == resource[
        "format"
    ]


def test_a_data_gouv_dataset_field_by_field() -> None:
    file = {
        "title": "Fichier",
        "url": "https://reader:hidden" + "@example.org/a.csv",
        "format": "csv",
        "type": "main",
        "filesize": 1234,
        "mime": "text/csv",
        "checksum": {"type": "sha1", "value": "DA39A3EE" * 5},
    }
    found = read_datagouv(
        synthetic_datagouv(
            1,
            resources=[file],
            harvest={
                "remote_url": "https://example.org/geonetwork/1",
                "dct_identifier": "https://doi.org/10.1234/x",
            },
            contact_points=[{"name": "Bureau", "email": "bureau@example.org", "role": "contact"}],
            frequency="annual",
        ),
        catalog="data-gouv-fr",
    )
    assert found.title == "Record 1" and found.abstract == "Une **description**" and found.language == "fr"
    assert found.license == "etalab-2.0" and found.provider == "Synthetic ministry"
    assert found.footprint is None and "zones" in found.footprint_note
    assert found.period is not None and found.period.text == "2001-01-01/2005-12-31"
    (csv,) = found.links_of(LinkKind.DOWNLOAD)
    assert csv.href == "https://example.org/a.csv" and csv.size == 1234 and csv.media_type == "text/csv"
    assert csv.checksum == Checksum("sha1", "da39a3ee" * 5)
    assert "hidden" not in repr(found.raw) and found.doi == "10.1234/x"
    assert [link.href for link in found.links_of(LinkKind.INFO)] == [
        "https://example.org/datasets/record-1/",
        "https://example.org/geonetwork/1",
    ]
    assert [one.role for one in found.contacts] == ["publisher", "pointOfContact"]
    assert found.properties["frequency"] == "annual" and "record-1" in found.identifiers


@pytest.mark.parametrize(
    ("code", "license_"),
    [
        ("odc-odbl", "ODbL-1.0"),
        ("notspecified", ""),
        ("other-open", ""),
        ("cc-by-sa", "CC-BY-SA"),
        ("mit", "mit"),
    ],
)
def test_licences_of_data_gouv(code: str, license_: str) -> None:
    assert read_datagouv(synthetic_datagouv(1, license=code)).license == license_


def test_a_data_gouv_dataset_with_a_geometry_is_drawn() -> None:
    geom = {"type": "MultiPolygon", "coordinates": [[[[5, 44], [8, 44], [8, 46], [5, 44]]]]}
    found = read_datagouv(synthetic_datagouv(1, spatial={"geom": geom}))
    assert found.footprint is not None and bounds(found.footprint) == (5.0, 44.0, 8.0, 46.0)


# Parts


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("a < b & c > d", "a < b & c > d"),
        ("<p>One</p><p>Two &amp; three</p>", "One\nTwo & three"),
        ("one<br/>two", "one\ntwo"),
        ("<i>Capra</i> ibex", "Capra ibex"),
        ("&lt;b&gt;", "<b>"),
    ],
)
def test_html_is_taken_out_of_descriptions(said: str, plain: str) -> None:
    assert without_html(said) == plain


def test_credentials_are_taken_out_of_records() -> None:
    record = {"a": ["see https://me:secret" + "@example.org/x?token=abc&y=1 and more"], "b": 3, "c": None}
    cleaned = scrubbed(record)
    assert cleaned == {"a": ["see https://example.org/x?y=1 and more"], "b": 3, "c": None}
