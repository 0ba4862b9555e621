"""EML records: a recorded one field by field, and synthetic ones for what it lacks."""

from __future__ import annotations

import pytest

from gaia_plugin.core.metadata import read_records
from gaia_plugin.core.model import Checksum, LinkKind, bounds

EML = "https://eml.ecoinformatics.org/eml-2.2.0"
RING = "<gRingPoint><gRingLatitude>{1}</gRingLatitude><gRingLongitude>{0}</gRingLongitude></gRingPoint>"


def synthetic_eml(inside: str, package: str = "pkg.1.1") -> bytes:
    return (
        f'<eml:eml xmlns:eml="{EML}" packageId="{package}" system="s"><dataset><title>Frogs</title>{inside}'
        "</dataset></eml:eml>"
    ).encode()


def one(inside="", **more):
    (found,) = read_records(synthetic_eml(inside, **more))
    return found


def where(inside):
    return one(f"<coverage><geographicCoverage>{inside}</geographicCoverage></coverage>")


def ring(*points):
    return "".join(RING.format(*point) for point in points)


def signed_area(positions):
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(positions, positions[1:]))


def test_the_recorded_record(recorded):
    (found,) = read_records(recorded.bytes("dataone/eml.xml"), catalog="pndb")
    assert (found.id, found.catalog) == ("sla.1.1", "pndb")
    assert found.title == "SBCLTER: Reef: Kelp Forest Community Dynamics: Density of reef fish"
    assert found.abstract.startswith(
        "These data describe the abundance and size of fish species as part of SBCLTER's"
    )
    assert found.abstract.endswith("2m off the bottom over the same area.") and "\t" not in found.abstract
    assert found.footprint == {"type": "Point", "coordinates": [-119.7443, 34.4]}
    assert (found.period.start.date().isoformat(), found.period.end.date().isoformat()) == (
        "2000-08-01",
        "2012-07-25",
    )
    assert [(k.text, k.kind) for k in found.keywords] == [
        ("Santa Barbara Coastal", "theme"),
        ("LTER", "theme"),
        ("Arroyo Burro Reef", "place"),
    ]
    assert found.provider == "Santa Barbara Coastal Long Term Ecological Research Project"
    roles = {(who.name or who.organisation or who.position, who.role) for who in found.contacts}
    assert roles == {
        ("Peter Slaughter", "author"),
        ("Harry Potter", "Point of Contact"),
        ("Information Manager, Santa Barbara Coastal LTER", "pointOfContact"),
        ("Santa Barbara Coastal Long Term Ecological Research Project", "publisher"),
    }
    assert found.contacts[0].email == "slaughter@nceas.ucsb.edu" and found.contacts[0].phone == "805 892 2528"
    assert found.license == "" and found.constraints[0].startswith(
        "The user of SBC LTER data agrees to contact"
    )
    assert found.lineage.startswith("The number, size and species identity of reef fish are recorded")
    page, file = found.links
    assert (page.href, page.kind) == ("http://sbc.lternet.edu", LinkKind.INFO)
    assert file.kind is LinkKind.DOWNLOAD and file.href.endswith("/all_fish_all_years_20130208.csv")
    assert file.name == "All_Fish_All_Years_20120410.csv" and file.title == "All_Fish_All_Years_20130410.csv"
    assert file.size is None and found.properties["sizes"] == ["3.6 Mb"]
    assert found.dates == (("publication", "2013-04-10"),)
    assert found.properties["shortName"] == "Reef fish abundance"
    assert found.properties["project.title"] == "Santa Barbara Coastal Long Term Ecological Research Project"
    assert found.properties["project.funding"] == "NSF Award OCE-0620276 and OCE-1232779"
    assert b"All_Fish_All_Years" in found.raw


def test_polygons_go_before_boxes_and_turn_as_geojson_wants():
    box = (
        "<boundingCoordinates><westBoundingCoordinate>-5</westBoundingCoordinate><eastBoundingCoordinate>5"
        "</eastBoundingCoordinate><northBoundingCoordinate>5</northBoundingCoordinate>"
        "<southBoundingCoordinate>-5"
        "</southBoundingCoordinate></boundingCoordinates>"
    )
    outer = ring((0, 0), (0, 4), (4, 4), (4, 0))  # clockwise, and not closed
    hole = ring((1, 1), (2, 1), (2, 2), (1, 2), (1, 1))
    found = where(
        f"<geographicDescription>Pond</geographicDescription>{box}<datasetGPolygon>"
        f"<datasetGPolygonOuterGRing>{outer}"
        "</datasetGPolygonOuterGRing><datasetGPolygonExclusionGRing>"
        f"{hole}</datasetGPolygonExclusionGRing></datasetGPolygon>"
    )
    assert found.footprint["type"] == "Polygon"
    shell, inner = found.footprint["coordinates"]
    assert shell[0] == shell[-1] and signed_area(shell) > 0 and signed_area(inner) < 0
    assert bounds(found.footprint) == (0, 0, 4, 4) and found.keywords[0].kind == "place"


def test_a_ring_in_one_text_is_longitude_first():
    outer = "<gRing>-119.4,35 -125,37.5 -122,40</gRing>"
    text = (
        f"<datasetGPolygon><datasetGPolygonOuterGRing>{outer}</datasetGPolygonOuterGRing></datasetGPolygon>"
    )
    assert bounds(where(text).footprint) == (-125, 35, -119.4, 40)


def test_a_polygon_across_the_antimeridian_is_two():
    outer = ring((170, 0), (-170, 0), (-170, 10), (170, 10))
    found = where(
        f"<datasetGPolygon><datasetGPolygonOuterGRing>{outer}</datasetGPolygonOuterGRing></datasetGPolygon>"
    )
    assert bounds(found.footprint) == (170, 0, -170, 10)


@pytest.mark.parametrize(
    "inside",
    [
        "",
        "<datasetGPolygon/>",
        "<datasetGPolygon><datasetGPolygonOuterGRing><gRing>x,y 1 2,</gRing>"
        "</datasetGPolygonOuterGRing></datasetGPolygon>",
        "<boundingCoordinates><westBoundingCoordinate>far</westBoundingCoordinate></boundingCoordinates>",
    ],
)
def test_what_is_no_place_is_no_footprint(inside):
    found = where(inside)
    assert found.footprint is None and found.footprint_note


def test_times():
    single = "<singleDateTime><calendarDate>1999</calendarDate></singleDateTime>"
    moment = "<singleDateTime><calendarDate>2001-02-03</calendarDate><time>04:05:06</time></singleDateTime>"
    turned = (
        "<rangeOfDates><beginDate><calendarDate>2010</calendarDate></beginDate><endDate><calendarDate>2005"
        "</calendarDate></endDate></rangeOfDates>"
    )
    old = (
        "<singleDateTime><alternativeTimeScale><timeScaleName>Geologic</timeScaleName>"
        "<timeScaleAgeEstimate>10 Ma"
        "</timeScaleAgeEstimate></alternativeTimeScale></singleDateTime>"
    )
    found = one(f"<coverage><temporalCoverage>{single}{moment}{turned}{old}</temporalCoverage></coverage>")
    assert [period.start.year for period in found.periods] == [1999, 2001, 2005]
    assert found.periods[1].start.hour == 4 and found.period.end.year == 2010
    assert found.properties["alternativeTimeScale"] == ["Geologic10 Ma"]


def test_people_licences_and_keywords():
    inside = (
        '<alternateIdentifier system="https://doi.org">doi:10.1234/ABC</alternateIdentifier>'
        '<creator id="p"><individualName><givenName>Ada</givenName><givenName>M.</givenName>'
        "<surName>Lovelace</surName>"
        '</individualName><organizationName>MNHN</organizationName><userId directory="https://orcid.org">'
        "https://orcid.org/0000-0002-1825-0097</userId></creator><contact><references>p"
        "</references></contact>"
        '<keywordSet><keyword keywordType="taxonomic">Rana</keyword>'
        "<keywordThesaurus>https://example.org/thes"
        "</keywordThesaurus></keywordSet><licensed>"
        "<licenseName>Creative Commons Attribution 4.0</licenseName>"
        "<url>https://creativecommons.org/licenses/by/4.0/</url><identifier>CC-BY-4.0</identifier></licensed>"
        "<coverage><taxonomicCoverage><taxonomicClassification><taxonRankName>species</taxonRankName>"
        "<taxonRankValue>Rana temporaria</taxonRankValue></taxonomicClassification>"
        "</taxonomicCoverage></coverage>"
        '<title xml:lang="fr">Grenouilles</title><language>English</language>'
    )
    found = one(inside)
    assert found.doi == "10.1234/ABC" and found.identifiers == ("pkg.1.1", "doi:10.1234/ABC")
    ada, contact = found.contacts
    assert (ada.name, ada.organisation, ada.role) == ("Ada M. Lovelace", "MNHN", "author")
    assert ada.identifier == "https://orcid.org/0000-0002-1825-0097"
    assert (contact.name, contact.role) == ("Ada M. Lovelace", "pointOfContact")
    assert (
        found.license == "CC-BY-4.0" and found.license_url == "https://creativecommons.org/licenses/by/4.0/"
    )
    frog, taxon = found.keywords
    assert (frog.text, frog.kind, frog.thesaurus_uri) == ("Rana", "taxonomic", "https://example.org/thes")
    assert (taxon.text, taxon.kind) == ("Rana temporaria", "taxon")
    assert found.texts == {"fr": {"title": "Grenouilles"}} and found.text("title", "fr") == "Grenouilles"
    assert one(package="doi:10.5061/xyz").doi == "10.5061/xyz"


def test_files_have_their_size_and_checksum():
    digest = "0123456789abcdef" * 2
    inside = (
        "<dataTable><entityName>Counts</entityName><physical><objectName>counts.csv</objectName>"
        f'<size unit="bytes">1024</size><authentication method="MD5">{digest.upper()}'
        f"</authentication><distribution>"
        "<online><url>https://example.org/d/1</url></online></distribution></physical></dataTable>"
        "<otherEntity><entityName>Grid</entityName><physical><objectName>g.tif</objectName>"
        "<distribution><online>"
        '<url function="download">ecogrid://knb/urn:uuid:1</url></online></distribution>'
        "</physical></otherEntity>"
    )
    table, grid = one(inside).links
    assert (table.kind, table.size, table.checksum) == (LinkKind.DOWNLOAD, 1024, Checksum("md5", digest))
    assert (table.name, table.title) == ("counts.csv", "Counts") and grid.href == "ecogrid://knb/urn:uuid:1"
    assert grid.checksum is None


def test_references_in_a_circle_end():
    inside = '<creator id="a"><references>b</references></creator>'
    inside += '<contact id="b"><references>a</references></contact>'
    assert one(inside).contacts == ()


def test_a_record_in_an_envelope_is_found():
    record = synthetic_eml("")
    (found,) = read_records(b"<metadata>" + record + b"</metadata>")
    assert found.title == "Frogs"
    assert read_records(f'<e:eml xmlns:e="{EML}"/>'.encode()) == []
