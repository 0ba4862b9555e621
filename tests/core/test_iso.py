# ruff: noqa: E501 (records and tables are read across)
"""ISO and Dublin Core records to the model: what a person reads in them."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone

import pytest
from lxml import etree

from gaia_plugin.core.errors import BadAnswer
from gaia_plugin.core.metadata import read_records, read_tree
from gaia_plugin.core.metadata.boxes import mend_box, number
from gaia_plugin.core.metadata.constraints import licence_id
from gaia_plugin.core.metadata.identifiers import doi_in, person_uri
from gaia_plugin.core.metadata.xmltree import parse_xml
from gaia_plugin.core.model import Dataset, LinkKind, bounds

NS = (
    'xmlns:gmd="http://www.isotc211.org/2005/gmd" xmlns:gco="http://www.isotc211.org/2005/gco" '
    'xmlns:gmx="http://www.isotc211.org/2005/gmx" xmlns:gml="http://www.opengis.net/gml/3.2" '
    'xmlns:srv="http://www.isotc211.org/2005/srv" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)


def string(name: str, text: str) -> str:
    return f"<gmd:{name}><gco:CharacterString>{text}</gco:CharacterString></gmd:{name}>"


def synthetic(
    about: str = "", top: str = "", citation: str = "", kind: str = "MD_DataIdentification", id: str = "one"
) -> bytes:
    """A small ISO 19139 record of our own."""
    prefix = "srv" if kind.startswith("SV") else "gmd"
    return (
        f"<gmd:MD_Metadata {NS}>{string('fileIdentifier', id)}<gmd:identificationInfo><{prefix}:{kind}><gmd:citation>"
        f"<gmd:CI_Citation>{string('title', 'A title')}{citation}</gmd:CI_Citation></gmd:citation>"
        f"{string('abstract', 'An abstract')}{about}</{prefix}:{kind}></gmd:identificationInfo>{top}</gmd:MD_Metadata>"
    ).encode()


def one(*args: str, **kwargs: str) -> Dataset:
    (dataset,) = read_records(synthetic(*args, **kwargs))
    return dataset


def extent(inside: str) -> str:
    return f"<gmd:extent><gmd:EX_Extent>{inside}</gmd:EX_Extent></gmd:extent>"


def box(west: object, south: object, east: object, north: object) -> str:
    sides = zip(("westBoundLongitude", "eastBoundLongitude", "southBoundLatitude", "northBoundLatitude"),
                (west, east, south, north))  # fmt: skip
    inside = "".join(f"<gmd:{name}><gco:Decimal>{side}</gco:Decimal></gmd:{name}>" for name, side in sides)
    return f"<gmd:geographicElement><gmd:EX_GeographicBoundingBox>{inside}</gmd:EX_GeographicBoundingBox></gmd:geographicElement>"


def polygon(gml: str) -> str:
    return (
        "<gmd:geographicElement><gmd:EX_BoundingPolygon><gmd:polygon>"
        f"{gml}</gmd:polygon></gmd:EX_BoundingPolygon></gmd:geographicElement>"
    )


def time(inside: str) -> str:
    return extent(
        f"<gmd:temporalElement><gmd:EX_TemporalExtent><gmd:extent>{inside}</gmd:extent></gmd:EX_TemporalExtent>"
        "</gmd:temporalElement>"
    )


# -- recorded --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def easydata(recorded):
    return {dataset.id: dataset for dataset in read_records(recorded.bytes("easydata/csw_getrecords.xml"))}


@pytest.fixture(scope="module")
def sextant(recorded):
    (dataset,) = read_records(recorded.bytes("sextant/iso19115-3_dataset.xml"), catalog="sextant")
    return dataset


def test_easydata_kinds_parents_and_dois(easydata):
    kinds = [dataset.kind for dataset in easydata.values()]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {"study": 14, "dataset": 8, "link": 3}
    for dataset in easydata.values():
        if dataset.kind == "dataset":
            assert dataset.doi == f"10.57932/{dataset.id}"
            assert dataset.parent and dataset.license == "CC-BY-4.0"
        if dataset.kind == "study":
            assert not dataset.parent


def test_easydata_keywords_are_in_the_language_asked_for(easydata, recorded):
    french = {
        one.id: one for one in read_records(recorded.bytes("easydata/csw_getrecords.xml"), language="fr")
    }
    words = {one.text for dataset in french.values() for one in dataset.keywords}
    assert {"Aérosols", "Chimie atmosphérique", "Terre Solide"} <= words and "Aerosols" not in words
    for id, dataset in easydata.items():
        assert [one.uri for one in dataset.keywords] == [one.uri for one in french[id].keywords]
        assert dataset.compartments == french[id].compartments and dataset.license == french[id].license
        assert dataset.properties["translations"] and dataset.raw == french[id].raw


def translated(name: str, own: str, french: str) -> str:
    return (
        f"<gmd:{name}><gco:CharacterString>{own}</gco:CharacterString><gmd:PT_FreeText><gmd:textGroup>"
        f'<gmd:LocalisedCharacterString locale="#FR">{french}</gmd:LocalisedCharacterString>'
        f"</gmd:textGroup></gmd:PT_FreeText></gmd:{name}>"
    )


def test_passwords_in_addresses_are_gone_before_anything_is_read():
    """From the links, the texts, the properties and the raw record; that they were there closes the link."""
    pair = "somebody:of-a-test"
    said = f"https://{pair}@h.org/wms"
    top = distribution(online(said, "OGC:WMS")) + f"<!-- {said} -->" + string("dataSetURI", said)
    dataset = one(top=top, about=string("purpose", f"See {said} or https://h.org?mail=a@b.org"))
    (link,) = dataset.links
    assert (link.href, link.restricted) == ("https://h.org/wms", True)
    everything = repr([getattr(dataset, field.name) for field in dataclasses.fields(dataset)])
    assert "of-a-test" not in everything and "somebody" not in everything
    assert "of-a-test" not in repr(pickle.loads(pickle.dumps(dataset)).__dict__["_source"].later("links"))
    assert dataset.properties["purpose"].endswith("https://h.org?mail=a@b.org")


def test_texts_for_people_are_in_their_language_and_those_for_machines_as_they_are():
    about = (
        "<gmd:resourceConstraints><gmd:MD_LegalConstraints><gmd:useConstraints>"
        '<gmd:MD_RestrictionCode codeListValue="license"/></gmd:useConstraints>'
        + translated(
            "otherConstraints", "Creative Commons Attribution 4.0", "Licence libre de ce laboratoire"
        )
        + translated("useLimitation", "Not for navigation", "Pas pour la navigation")
        + "</gmd:MD_LegalConstraints></gmd:resourceConstraints>"
    )
    resource = (
        "<gmd:linkage><gmd:URL>https://h.org/wms</gmd:URL></gmd:linkage>"
        + string("protocol", "OGC:WMS")
        + translated("name", "ws:snow", "ws:neige")
        + translated("description", "Snow depth", "Hauteur de neige")
    )
    top = (
        "<gmd:distributionInfo><gmd:MD_Distribution><gmd:transferOptions><gmd:MD_DigitalTransferOptions><gmd:onLine>"
        f"<gmd:CI_OnlineResource>{resource}</gmd:CI_OnlineResource></gmd:onLine></gmd:MD_DigitalTransferOptions>"
        "</gmd:transferOptions></gmd:MD_Distribution></gmd:distributionInfo>"
    )
    for language, depth, navigation in (
        ("en", "Snow depth", "Not for navigation"),
        ("de", "Snow depth", "Not for navigation"),
        ("fr", "Hauteur de neige", "Pas pour la navigation"),
    ):
        (dataset,) = read_records(synthetic(about, top), language=language)
        (link,) = dataset.links
        assert (link.name, link.title, link.description) == ("ws:snow", depth, depth)
        assert dataset.license == "CC-BY-4.0" and navigation in dataset.constraints


def test_easydata_footprints_are_mended_and_say_so(easydata):
    notes = {id: d.footprint_note for id, d in easydata.items() if d.footprint and d.footprint_note}
    inverted = [id for id, note in notes.items() if "south was above north" in note]
    assert all(bounds(easydata[id].footprint)[1] <= bounds(easydata[id].footprint)[3] for id in inverted)
    station = next(d for id, d in easydata.items() if id.startswith("86e7a148"))
    assert station.footprint == {"type": "Point", "coordinates": [11.92, 78.92]}
    without = [d for d in easydata.values() if d.footprint is None]
    assert without and all(d.footprint_note for d in without)


def test_easydata_files_are_downloads_and_poles_are_compartments(easydata):
    files = [link for d in easydata.values() for link in d.links if link.function == "download"]
    assert len(files) == 45, "48 say so, 3 of them without any address"
    assert {link.kind for link in files} <= {LinkKind.DOWNLOAD, LinkKind.STYLE}
    poles = {k.text for d in easydata.values() for k in d.keywords if k.kind == "dataPole"}
    found = {part for d in easydata.values() for part in d.compartments}
    assert poles and "atmosphere" in found and "solid-earth" in found


def test_sextant_period_languages_and_thesauri(sextant):
    assert sextant.period.start == datetime(1993, 1, 1, tzinfo=timezone.utc)
    assert sextant.period.end.date().isoformat() == "2023-12-31"
    assert sextant.period.text == "1993-01/before 2023-12"
    assert set(sextant.texts) == {"fr", "en"}
    assert sextant.text("title", "en") != sextant.title == sextant.text("title", "fr")
    assert sextant.doi == "10.24400/527896/a01-2023.004"
    keyword = next(k for k in sextant.keywords if k.text == "CDS-SAT-AVISO")
    assert keyword.uri.startswith("https://vocab.ifremer.fr/scheme/SXT/odatis_centre_donnees/")
    assert keyword.thesaurus == "Centre de données ODATIS" and keyword.thesaurus_uri.endswith(
        "odatis_centre_donnees"
    )
    assert sextant.lineage.startswith("Sallée") and sextant.compartments == ("ocean",)
    assert [link.group for link in sextant.links if link.group is not None] == sorted(
        link.group for link in sextant.links if link.group is not None
    )
    assert sextant.sources[0].catalog == "sextant"


def test_raw_is_the_record_itself(sextant, easydata):
    for dataset in (sextant, *easydata.values()):
        again = read_records(dataset.raw)
        assert [dataclasses.replace(d, catalog="", sources=()) for d in again] == [
            dataclasses.replace(dataset, catalog="", sources=())
        ]


def test_later_fields_are_read_once_and_replace_keeps_them(easydata):
    dataset = next(iter(easydata.values()))
    assert dataset.links is dataset.links
    moved = dataclasses.replace(dataset, catalog="other")
    assert (
        moved.key == ("other", dataset.id)
        and moved.keywords == dataset.keywords
        and isinstance(moved, Dataset)
    )


def test_datasets_can_be_copied_pickled_and_read_by_many_threads(easydata):
    datasets = [copy.deepcopy(dataset) for dataset in easydata.values()]
    again = pickle.loads(pickle.dumps(list(datasets)))
    with ThreadPoolExecutor(4) as pool:
        counts = list(
            pool.map(lambda d: (len(d.links), len(d.properties)), [d for d in again for _ in range(3)])
        )
    assert counts == [(len(d.links), len(d.properties)) for d in easydata.values() for _ in range(3)]


def test_ign_protocols_in_mime_types(recorded):
    (rpg,) = read_records(recorded.bytes("ign/csw_record_rpg.xml"))
    kinds = {link.kind for link in rpg.links}
    assert LinkKind.DOWNLOAD in kinds and {LinkKind.WMS, LinkKind.WMTS, LinkKind.WFS} & kinds
    assert rpg.license == "etalab-2.0" and rpg.footprint["type"] == "MultiPolygon"
    assert "EPSG:2154" in rpg.crs


def test_copernicus_marine_inside_somebody_elses_envelope(recorded):
    datasets = read_records(recorded.bytes("copernicus-marine/iso19139.xml"))
    assert datasets and datasets[0].title.startswith("GLOBAL OCEAN GRIDDED L4")
    assert datasets[0].period and datasets[0].footprint


def test_oai_dublin_core(recorded):
    (dataset,) = read_records(recorded.bytes("seanoe/oai_record.xml"))
    assert dataset.id == "oai:seanoe.org:41101" and dataset.doi == "10.17882/41101"
    assert dataset.license == "CC0-1.0" and bounds(dataset.footprint) == (-180, -90, 180, 90)
    assert [c.name for c in dataset.contacts if c.role == "author"] == ["Maes, Christophe", "O'Kane, Terence"]
    picture, landing = dataset.links
    assert picture.href.endswith("/41101/illustration.gif")
    assert landing.href == "http://dx.doi.org/10.17882/41101" and landing.kind is LinkKind.INFO


@pytest.mark.parametrize(
    "name",
    [
        "easydata/csw_getrecords.xml",
        "csw/geonetwork_page_1.xml",
        "ign/csw_record_rpg.xml",
        "emodnet/iso19139.xml",
    ],
)
@pytest.mark.filterwarnings("ignore::FutureWarning")
def test_owslib_agrees_where_it_is_right(recorded, name):
    iso = pytest.importorskip("owslib.iso")
    root = parse_xml(recorded.bytes(name))
    ours = {dataset.id: dataset for dataset in read_tree(root).datasets}
    for element in root.iter("{*}MD_Metadata", "{*}MI_Metadata"):
        theirs = iso.MD_Metadata(etree.fromstring(etree.tostring(element)))
        mine = ours[theirs.identifier]
        parts = (
            theirs.identificationinfo if hasattr(theirs, "identificationinfo") else [theirs.identification]
        )
        for part in parts:
            if part is None:
                continue
            if part.title:
                assert mine.title == part.title.strip()
            if part.abstract:
                assert mine.abstract == part.abstract.strip()
            if getattr(part, "temporalextent_start", None):
                assert part.temporalextent_start in mine.period.text
        if theirs.distribution:
            addresses = {link.href.split("?")[0] for link in mine.links}
            told = {
                o.url.split("?")[0].strip() for o in theirs.distribution.online if o.url and "://" in o.url
            }
            assert told <= addresses
        if theirs.datestamp:
            assert mine.updated == theirs.datestamp.strip()


# -- where -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sides", "expected", "word"),
    [
        ((5, 44, 8, 46), (5, 44, 8, 46), ""),
        ((5, 46, 8, 44), (5, 44, 8, 46), "south was above north"),
        ((8, 44, 5, 46), (5, 44, 8, 46), "west was beyond east"),
        ((170, -20, -170, -10), (170, -20, -170, -10), "antimeridian"),
        ((170, -20, 190, -10), (170, -20, -170, -10), "antimeridian"),
        ((190, -20, 200, -10), (-170, -20, -160, -10), "turned back"),
        ((-190, -20, -175, -10), (170, -20, -175, -10), "antimeridian"),
        ((0, -90, 360, 90), (-180, -90, 180, 90), "all longitudes"),
        ((-180, -90, 180, 90), (-180, -90, 180, 90), ""),
        ((180, -20, -170, -10), (-180, -20, -170, -10), ""),
        ((170, -20, -180, -10), (170, -20, 180, -10), ""),
        ((5, -90.25, 8, 90.25), (5, -90, 8, 90), "pole"),
        ((-40, 120, -30, 150), (120, -40, 150, -30), "exchanged"),
        ((700000, 6600000, 710000, 6610000), None, "not in degrees"),
        ((0, 0, 0, 0), None, "zeros"),
        ((None, 44, 8, 46), None, "lacks"),
    ],
)
def test_boxes_are_mended_by_evidence(sides, expected, word):
    found, note = mend_box(*sides)
    assert found == expected
    assert word in note and bool(word) == bool(note)


def test_numbers_as_people_type_them():
    assert [number(t) for t in ("4,5", " -3.25 ", "12°", "1e1", ".5")] == [4.5, -3.25, 12.0, 10.0, 0.5]
    assert [number(t) for t in ("", "nan", "inf", "1_000", "4.5N", "1e999")] == [None] * 6


def test_several_boxes_make_one_footprint_and_repeats_none():
    dataset = one(extent(box(1, 2, 3, 4)) + extent(box("1,0", 2, 3, 4) + box(10, 10, 12, 12)))
    assert dataset.footprint["type"] == "MultiPolygon" and len(dataset.footprint["coordinates"]) == 2
    mixed = one(extent(box(1, 2, 3, 4) + box(9, 9, 9, 9)))
    assert mixed.footprint["type"] == "GeometryCollection"


def test_a_polygon_says_more_than_the_box_round_it():
    ring = "<gml:posList>44 5 44 8 46 8 44 5</gml:posList>"
    shape = f'<gml:Polygon srsName="urn:ogc:def:crs:EPSG::4326"><gml:exterior><gml:LinearRing>{ring}</gml:LinearRing></gml:exterior></gml:Polygon>'
    dataset = one(extent(box(5, 44, 8, 46) + polygon(shape)))
    assert dataset.footprint == {"type": "Polygon", "coordinates": [[[5, 44], [8, 44], [8, 46], [5, 44]]]}


@pytest.mark.parametrize(
    ("srs", "numbers"),
    [
        ("urn:ogc:def:crs:EPSG::4326", "44 5 44 8 46 8 44 5"),
        ("http://www.opengis.net/def/crs/EPSG/0/4326", "44 5 44 8 46 8 44 5"),
        ("EPSG:4326", "5 44 8 44 8 46 5 44"),
        ("http://www.opengis.net/gml/srs/epsg.xml#4326", "5 44 8 44 8 46 5 44"),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", "5 44 8 44 8 46 5 44"),
        ("", "5 44 8 44 8 46 5 44"),
    ],
)
def test_axis_order_follows_the_srs_name(srs, numbers):
    name = f' srsName="{srs}"' if srs else ""
    shape = (
        f"<gml:MultiSurface{name}><gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>{numbers}"
        "</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember></gml:MultiSurface>"
    )
    assert bounds(one(extent(polygon(shape))).footprint) == (5, 44, 8, 46)


def test_old_gml_holes_points_and_3d():
    old = (
        "<gml:Polygon><gml:outerBoundaryIs><gml:LinearRing><gml:coordinates>0,0 10,0 10,10 0,0</gml:coordinates>"
        "</gml:LinearRing></gml:outerBoundaryIs><gml:innerBoundaryIs><gml:LinearRing><gml:coordinates>"
        "5,1 6,1 6,2 5,1</gml:coordinates></gml:LinearRing></gml:innerBoundaryIs></gml:Polygon>"
    )
    footprint = one(extent(polygon(old))).footprint
    assert footprint["type"] == "Polygon" and len(footprint["coordinates"]) == 2
    point = one(
        extent(polygon('<gml:Point srsDimension="3"><gml:pos>5 44 1000</gml:pos></gml:Point>'))
    ).footprint
    assert point == {"type": "Point", "coordinates": [5, 44]}
    solid = (
        '<gml:Polygon srsDimension="3"><gml:exterior><gml:LinearRing><gml:posList>0 0 1 4 0 1 4 4 1 0 0 1</gml:posList>'
        "</gml:LinearRing></gml:exterior></gml:Polygon>"
    )
    assert bounds(one(extent(polygon(solid))).footprint) == (0, 0, 4, 4)


def test_a_polygon_across_the_antimeridian_is_split():
    pytest.importorskip("shapely")
    ring = "<gml:posList>175 -20 -175 -20 -175 -10 175 -10 175 -20</gml:posList>"
    shape = f"<gml:Polygon><gml:exterior><gml:LinearRing>{ring}</gml:LinearRing></gml:exterior></gml:Polygon>"
    dataset = one(extent(polygon(shape)))
    assert bounds(dataset.footprint) == (175, -20, -175, -10) and "antimeridian" in dataset.footprint_note


def test_projected_polygons_go_through_pyproj():
    pytest.importorskip("pyproj")
    ring = "<gml:posList>700000 6600000 710000 6600000 710000 6610000 700000 6600000</gml:posList>"
    shape = f'<gml:Polygon srsName="EPSG:2154"><gml:exterior><gml:LinearRing>{ring}</gml:LinearRing></gml:exterior></gml:Polygon>'
    west, south, east, north = bounds(one(extent(polygon(shape))).footprint)
    assert (round(west, 3), round(south, 3)) == (3.0, 46.5) and east < 3.2 and north < 46.7


def test_places_and_depths():
    dataset = one(
        extent(
            "<gmd:description><gmx:Anchor xlink:href='https://www.geonames.org/1'>Somewhere</gmx:Anchor></gmd:description>"
            "<gmd:geographicElement><gmd:EX_GeographicDescription><gmd:geographicIdentifier><gmd:MD_Identifier>"
            f"{string('code', 'Alps')}</gmd:MD_Identifier></gmd:geographicIdentifier></gmd:EX_GeographicDescription>"
            "</gmd:geographicElement><gmd:verticalElement><gmd:EX_VerticalExtent><gmd:minimumValue><gco:Real>-100"
            "</gco:Real></gmd:minimumValue><gmd:maximumValue><gco:Real>0</gco:Real></gmd:maximumValue>"
            "</gmd:EX_VerticalExtent></gmd:verticalElement>"
        )
    )
    assert [(k.text, k.uri, k.kind) for k in dataset.keywords] == [
        ("Somewhere", "https://www.geonames.org/1", "place"),
        ("Alps", "", "place"),
    ]
    assert dataset.properties["verticalExtent"] == {"minimum": -100.0, "maximum": 0.0}
    assert dataset.footprint is None and dataset.footprint_note


# -- when ------------------------------------------------------------------------------------------

PERIODS = [
    ("<gml:beginPosition>2018-01-01</gml:beginPosition><gml:endPosition>2018-12-31</gml:endPosition>",
     "2018-01-01", "2018-12-31", "2018-01-01/2018-12-31"),
    ("<gml:beginPosition>1993-01</gml:beginPosition><gml:endPosition indeterminatePosition='now'/>",
     "1993-01-01", None, "1993-01/now"),
    ("<gml:beginPosition>1993</gml:beginPosition><gml:endPosition indeterminatePosition='after'>2020</gml:endPosition>",
     "1993-01-01", None, "1993/after 2020"),
    ("<gml:beginPosition indeterminatePosition='before'>1993</gml:beginPosition><gml:endPosition>2001</gml:endPosition>",
     None, "2001-12-31", "before 1993/2001"),
    ("<gml:beginPosition indeterminatePosition='unknown'/><gml:endPosition>2001-05</gml:endPosition>",
     None, "2001-05-31", "unknown/2001-05"),
    ("<gml:begin><gml:TimeInstant><gml:timePosition>2001-01-01T10:00:00</gml:timePosition></gml:TimeInstant></gml:begin>"
     "<gml:end><gml:TimeInstant><gml:timePosition indeterminatePosition='now'/></gml:TimeInstant></gml:end>",
     "2001-01-01", None, "2001-01-01T10:00:00/now"),
    ("<gml:beginPosition>2018-12-31</gml:beginPosition><gml:endPosition>2018-01-01</gml:endPosition>",
     "2018-01-01", "2018-12-31", "2018-12-31/2018-01-01"),
    ("<gml:beginPosition>nonsense</gml:beginPosition><gml:endPosition>2018-01-01</gml:endPosition>",
     None, "2018-01-01", "nonsense/2018-01-01"),
    ("<gml:beginPosition>2018/03/01</gml:beginPosition><gml:endPosition>31/03/2018</gml:endPosition>",
     "2018-03-01", "2018-03-31", "2018/03/01/31/03/2018"),
    ("<gml:beginPosition>2018-01-01</gml:beginPosition><gml:endPosition>now</gml:endPosition>",
     "2018-01-01", None, "2018-01-01/now"),
]  # fmt: skip


@pytest.mark.parametrize(("inside", "start", "end", "text"), PERIODS)
def test_periods(inside, start, end, text):
    period = one(time(f"<gml:TimePeriod>{inside}</gml:TimePeriod>")).period
    assert (period.start and period.start.date().isoformat()) == start
    assert (period.end and period.end.date().isoformat()) == end
    assert period.text == text


@pytest.mark.parametrize(
    "inside",
    [
        "<gml:TimePeriod><gml:beginPosition/></gml:TimePeriod>",
        "<gml:TimePeriod><gml:beginPosition/><gml:endPosition/></gml:TimePeriod>",
        "<gml:TimePeriod/>",
        "",
    ],
)
def test_an_empty_period_is_none(inside):
    assert one(time(inside)).period is None


def test_what_is_no_date_is_kept_as_text():
    dataset = one(time("<gml:TimePeriod><gml:beginPosition>Holocene</gml:beginPosition></gml:TimePeriod>"))
    assert dataset.period is None and dataset.properties["temporalExtent"] == ["Holocene/.."]


def test_instants_and_several_periods():
    dataset = one(
        time("<gml:TimeInstant><gml:timePosition>2001</gml:timePosition></gml:TimeInstant>")
        + time("<gml:TimePeriod><gml:beginPosition>2005-01-01</gml:beginPosition>"
               "<gml:endPosition>2005-02-01</gml:endPosition></gml:TimePeriod>")
    )  # fmt: skip
    assert len(dataset.periods) == 2
    assert dataset.period.start.year == 2001 and dataset.period.end.month == 2


# -- what else -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://spdx.org/licenses/CC-BY-4.0.html", "CC-BY-4.0"),
        ("https://creativecommons.org/licenses/by-nc-sa/4.0/deed.fr", "CC-BY-NC-SA-4.0"),
        ("CC BY 4.0", "CC-BY-4.0"),
        ("CC-BY-NC-ND", "CC-BY-NC-ND"),
        ("CC0", "CC0-1.0"),
        ("Licence Ouverte / Etalab 2.0", "etalab-2.0"),
        ("Licence Ouverte v2.0", "etalab-2.0"),
        ("Open Database License (ODbL)", "ODbL-1.0"),
        ("Creative Commons Attribution 4.0 International", "CC-BY-4.0"),
        ("Creative Commons Attribution Non Commercial 4.0", "CC-BY-NC-4.0"),
        ("Free for research", ""),
        ("By appointment", ""),
    ],
)
def test_licences_are_identified(text, expected):
    assert licence_id(text) == expected


def test_licence_and_the_other_sentences():
    dataset = one(
        "<gmd:resourceConstraints><gmd:MD_LegalConstraints>" + string("useLimitation", "Cite us")
        + '<gmd:useConstraints><gmd:MD_RestrictionCode codeListValue="license"/></gmd:useConstraints>'
        + '<gmd:otherConstraints><gmx:Anchor xlink:href="https://creativecommons.org/licenses/by/4.0/">Licence CC BY</gmx:Anchor>'
        "</gmd:otherConstraints></gmd:MD_LegalConstraints></gmd:resourceConstraints>"
    )  # fmt: skip
    assert (dataset.license, dataset.license_url) == (
        "CC-BY-4.0",
        "https://creativecommons.org/licenses/by/4.0/",
    )
    assert dataset.constraints == ("Cite us", "useConstraints: license", "Licence CC BY")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("DOI:10.17882/41101", "10.17882/41101"),
        ("https://doi.org/10.17882/41101", "10.17882/41101"),
        ("http://dx.doi.org/10.17882/41101?x=1", "10.17882/41101"),
        ("10.57932/85a82db4-f7bd", "10.57932/85a82db4-f7bd"),
        ("doi: 10.1000/a(b)c", "10.1000/a(b)c"),
        ("https://doi.org/10.1000%2Fab", "10.1000/ab"),
        ("see Maes et al., doi:10.1002/2013JC009366", ""),
        ("https://example.org/10.5/1", ""),
    ],
)
def test_dois(text, expected):
    assert doi_in(text) == expected


def test_people_are_identified():
    assert person_uri("https://orcid.org/0000-0002-1825-0097") == "https://orcid.org/0000-0002-1825-0097"
    assert person_uri("https://ror.org/02feahw73") == "https://ror.org/02feahw73"
    assert person_uri("0000-0002-1825-0097") and not person_uri("tel 0000-0002-1825-0097")


def online(address: str, protocol: str = "", name: str = "", extra: str = "") -> str:
    return (
        f"<gmd:onLine><gmd:CI_OnlineResource><gmd:linkage><gmd:URL>{address}</gmd:URL></gmd:linkage>"
        f"{string('protocol', protocol) if protocol else ''}{string('name', name) if name else ''}{extra}"
        "</gmd:CI_OnlineResource></gmd:onLine>"
    )


def distribution(*blocks: str) -> str:
    inside = "".join(
        f"<gmd:transferOptions><gmd:MD_DigitalTransferOptions>{block}</gmd:MD_DigitalTransferOptions></gmd:transferOptions>"
        for block in blocks
    )
    return f"<gmd:distributionInfo><gmd:MD_Distribution>{inside}</gmd:MD_Distribution></gmd:distributionInfo>"


def test_links_of_one_layer_share_their_group():
    withheld = (
        '<gmd:onLine><gmd:CI_OnlineResource><gmd:linkage gco:nilReason="withheld"/>'
        + string("protocol", "COPYFILE") + "</gmd:CI_OnlineResource></gmd:onLine>"
    )  # fmt: skip
    wms = online("https://h.org/wms?service=WMS&amp;map=a", "OGC:WMS", "layer_a")
    size = "<gmd:transferSize><gco:Real>2.5</gco:Real></gmd:transferSize>"
    dataset = one(
        top=distribution(
            wms + withheld, size + online("https://h.org/f.zip", "WWW:DOWNLOAD-1.0-http--download")
        )
    )
    assert [(link.kind, link.group) for link in dataset.links] == [
        (LinkKind.WMS, 0), (LinkKind.UNREACHABLE, 0), (LinkKind.DOWNLOAD, 1),
    ]  # fmt: skip
    assert dataset.links[0].href == "https://h.org/wms?map=a" and dataset.links[0].name == "layer_a"
    assert dataset.links[2].size == 2_500_000


def test_secrets_in_links_go_no_further():
    secret = ":".join(("demo", "word"))
    dataset = one(top=distribution(online(f"https://{secret}@h.org/wms", "OGC:WMS", "a")))
    (link,) = dataset.links
    assert link.href == "https://h.org/wms" and link.restricted
    assert secret not in str(dataset.properties) + str(tuple(dataset.links)) + dataset.lineage


@pytest.mark.parametrize("protocol", ["WWW:OPENDAP", "WWW:LINK", "THREDDS"])
def test_a_record_that_names_a_catalogue_of_files_has_granules(protocol):
    folder, file = "https://h.org/thredds/catalog/a/catalog.xml", "https://h.org/thredds/dodsC/a/b.nc"
    assert one(top=distribution(online(folder, protocol))).has_granules
    assert not one(top=distribution(online(file, protocol))).has_granules


def test_a_record_that_announces_stac_has_granules():
    assert one(top=distribution(online("https://h.org/api/collections/a", "STAC Collection"))).has_granules
    assert not one(top=distribution(online("https://h.org/a", "WWW:LINK"))).has_granules


def test_services_give_their_operations():
    operations = (
        "<srv:serviceType><gco:LocalName>view</gco:LocalName></srv:serviceType>"
        "<srv:containsOperations><srv:SV_OperationMetadata><srv:operationName><gco:CharacterString>GetCapabilities"
        "</gco:CharacterString></srv:operationName><srv:connectPoint><gmd:CI_OnlineResource><gmd:linkage>"
        "<gmd:URL>https://h.org/ows?request=GetCapabilities</gmd:URL></gmd:linkage></gmd:CI_OnlineResource>"
        "</srv:connectPoint></srv:SV_OperationMetadata></srv:containsOperations>"
    )
    (link,) = one(operations, kind="SV_ServiceIdentification").links
    assert (link.kind, link.href, link.title) == (LinkKind.WMS, "https://h.org/ows", "GetCapabilities")


def test_contacts_of_19115_3_keep_person_and_organisation():
    record = b"""<mdb:MD_Metadata xmlns:mdb="http://standards.iso.org/iso/19115/-3/mdb/2.0"
      xmlns:cit="http://standards.iso.org/iso/19115/-3/cit/2.0" xmlns:gco="http://standards.iso.org/iso/19115/-3/gco/1.0"
      xmlns:mcc="http://standards.iso.org/iso/19115/-3/mcc/1.0" xmlns:mri="http://standards.iso.org/iso/19115/-3/mri/1.0"
      xmlns:gcx="http://standards.iso.org/iso/19115/-3/gcx/1.0" xmlns:xlink="http://www.w3.org/1999/xlink">
      <mdb:metadataIdentifier><mcc:MD_Identifier><mcc:code><gco:CharacterString>x</gco:CharacterString></mcc:code>
      </mcc:MD_Identifier></mdb:metadataIdentifier>
      <mdb:parentMetadata><cit:CI_Citation><cit:identifier><mcc:MD_Identifier><mcc:code><gco:CharacterString>up</gco:CharacterString>
      </mcc:code></mcc:MD_Identifier></cit:identifier></cit:CI_Citation></mdb:parentMetadata>
      <mdb:identificationInfo><mri:MD_DataIdentification><mri:citation><cit:CI_Citation><cit:title><gco:CharacterString>T
      </gco:CharacterString></cit:title></cit:CI_Citation></mri:citation><mri:pointOfContact><cit:CI_Responsibility>
      <cit:role><cit:CI_RoleCode codeListValue="author"/></cit:role><cit:party><cit:CI_Organisation><cit:name>
      <gcx:Anchor xlink:href="https://ror.org/02feahw73">CNRS</gcx:Anchor></cit:name><cit:individual><cit:CI_Individual>
      <cit:name><gco:CharacterString>Ada</gco:CharacterString></cit:name><cit:partyIdentifier><mcc:MD_Identifier><mcc:code>
      <gco:CharacterString>https://orcid.org/0000-0002-1825-0097</gco:CharacterString></mcc:code></mcc:MD_Identifier>
      </cit:partyIdentifier></cit:CI_Individual></cit:individual></cit:CI_Organisation></cit:party></cit:CI_Responsibility>
      </mri:pointOfContact></mri:MD_DataIdentification></mdb:identificationInfo></mdb:MD_Metadata>"""
    (dataset,) = read_records(record)
    assert dataset.parent == "up" and dataset.title == "T"
    person = dataset.contacts[0]
    assert (person.name, person.organisation, person.role) == ("Ada", "CNRS", "author")
    assert person.identifier == "https://orcid.org/0000-0002-1825-0097"
    assert "https://ror.org/02feahw73" in {contact.identifier for contact in dataset.contacts}


def test_the_language_asked_for_is_taken_of_translations_alone():
    free = "".join(
        f'<gmd:textGroup><gmd:LocalisedCharacterString locale="#{code}">{text}</gmd:LocalisedCharacterString></gmd:textGroup>'
        for code, text in (("FR", "Neige"), ("EN", "Snow"))
    )
    keyword = f"<gmd:descriptiveKeywords><gmd:MD_Keywords><gmd:keyword><gmd:PT_FreeText>{free}</gmd:PT_FreeText></gmd:keyword></gmd:MD_Keywords></gmd:descriptiveKeywords>"
    assert [k.text for k in read_records(synthetic(keyword), language="en")[0].keywords] == ["Snow"]
    assert [k.text for k in read_records(synthetic(keyword), language="fr")[0].keywords] == ["Neige"]


# -- what is broken --------------------------------------------------------------------------------


def test_one_broken_record_does_not_lose_the_others():
    empty = f"<gmd:MD_Metadata {NS}/>".encode()
    page = b"<r>" + synthetic(id="a") + empty + synthetic(id="b") + b"</r>"
    reading = read_tree(parse_xml(page))
    assert (
        [dataset.id for dataset in reading.datasets] == ["a", "b"] and reading.skipped == 1 and reading.faults
    )


def test_a_prefix_that_was_never_declared_is_forgiven():
    data = synthetic().replace(b"<gmd:abstract>", b"<lan:note>x</lan:note><gmd:abstract>")
    assert read_records(data)[0].abstract == "An abstract"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<!DOCTYPE html><html><body>Sign in</body></html>",
        b"<html><head></head></html>",
        b'{"type": "Feature"}',
        synthetic()[:-40],
        b"not xml",
        b'<!DOCTYPE b [<!ENTITY a "ha"><!ENTITY c "&a;&a;">]>' + synthetic().replace(b"An abstract", b"&c;"),
        b'<!DOCTYPE b [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
        + synthetic().replace(b"An abstract", b"&a;"),
    ],
)
def test_what_is_no_xml_to_trust_is_a_bad_answer(data):
    with pytest.raises(BadAnswer) as caught:
        read_records(data, catalog="here")
    assert len(str(caught.value)) < 250 and "\n" not in str(caught.value)
