"""Hits of GeoNetwork 4 to the model: the recorded ones field by field, and the shapes that others have."""

from __future__ import annotations

from typing import Any

import pytest

from gaia_plugin.core.catalogs.geonetwork.addresses import Addresses
from gaia_plugin.core.catalogs.geonetwork.hits import read_hit
from gaia_plugin.core.metadata import read_records
from gaia_plugin.core.model import Dataset, LinkKind, Period, bounds
from tests.support.synthetic_geonetwork import synthetic_record
from tests.support.synthetic_index import synthetic_hit

SEXTANT = Addresses.of("https://sextant.ifremer.fr/geonetwork/srv/api/search/records/_search")
RECORDED = "sextant/geonetwork_es_search.json"


def read(hit: Any, language: str = "fr", **more: Any) -> Dataset:
    dataset = read_hit(hit, catalog="sextant", addresses=SEXTANT, language=language, **more)
    assert dataset is not None
    return dataset


def synthetic(language: str = "fr", **fields: Any) -> Dataset:
    return read({"_id": "1", "_source": synthetic_record(**fields)}, language)


@pytest.fixture(scope="module")
def hits(recorded: Any) -> list[Any]:
    found: list[Any] = recorded.json(RECORDED)["hits"]["hits"]
    return found


def test_surval_as_a_person_reads_it(hits: list[Any]) -> None:
    surval = read(hits[0])
    assert surval.id == "cf5048f6-5bbf-4e44-ba74-e6f429af51ea" and surval.key == ("sextant", surval.id)
    assert surval.title == "Surval - Données par paramètre"
    assert surval.abstract.startswith('Le produit Surval "Données par paramètre" met à disposition')
    assert len(surval.abstract) == len(hits[0]["_source"]["resourceAbstractObject"]["default"])
    assert surval.text("title", "fr") == surval.title and surval.language == "fr"
    assert surval.provider == "Ifremer" and surval.kind == "dataset"
    assert surval.doi == "10.12770/cf5048f6-5bbf-4e44-ba74-e6f429af51ea"
    assert surval.identifiers == (f"DOI:{surval.doi}",)
    assert surval.license == "etalab-2.0" and surval.license_url.endswith("ETALAB-Licence-Ouverte-v2.0.pdf")
    assert "accessConstraints: copyright" in surval.constraints
    assert any("accès public" in one for one in surval.constraints)
    assert "Restriction lié à l’exercice du droit moral" in surval.constraints
    assert surval.lineage == "Les données sont bancarisées dans la base de données Quadrige."
    assert surval.dates == (
        ("creation", "2012-01-01"),
        ("publication", "2021-04-01"),
        ("revision", "2021-12-13"),
    )
    assert surval.updated.startswith("2021-09-09") and surval.crs == ("WGS 84 (EPSG:4326)",)
    assert surval.parent == "" and not surval.has_granules
    (source,) = surval.sources
    assert source.url == f"https://sextant.ifremer.fr/geonetwork/srv/api/records/{surval.id}"


def test_where_and_when_of_surval(hits: list[Any]) -> None:
    surval = read(hits[0])
    assert surval.footprint and bounds(surval.footprint) == (-180, -70, 180, 70)
    assert surval.period == Period("1974-01-01", None) and surval.periods == (surval.period,)
    assert surval.period.is_open and surval.period.text == "1974-01-01/.."


def test_no_keyword_of_surval_is_lost(hits: list[Any]) -> None:
    surval, source = read(hits[0]), hits[0]["_source"]
    by_text = {keyword.text: keyword for keyword in surval.keywords}
    assert {one["default"] for one in source["tag"]} <= set(by_text)
    bivalves = by_text["/Biologie marine/Bivalves"]
    assert bivalves.thesaurus == "Variables ODATIS" and bivalves.kind == "theme"
    assert bivalves.thesaurus_uri == "geonetwork.thesaurus.local.theme.odatis_variables"
    assert by_text["Toulon"].kind == by_text["Hauts-de-France (Région)"].kind == "place"
    assert by_text["oceans"].kind == "topicCategory"
    assert surval.properties["th_odatis_thematiques"] == [
        "Base de données de recherche",
        "Dispositifs de surveillance",
    ]


def test_contacts_of_surval(hits: list[Any]) -> None:
    surval = read(hits[0])
    said = [(one.name, one.organisation, one.role, one.email, one.where) for one in surval.contacts]
    assert said[0] == (
        "Cellule d'Administration Quadrige",
        "Ifremer",
        "pointOfContact",
        "q2_support@ifremer.fr",
        "resource",
    )
    assert [role for _, _, role, _, _ in said] == ["pointOfContact", "author", "publisher", "pointOfContact"]
    assert said[-1][-1] == "metadata" and surval.contacts[-1].url == "https://www.ifremer.fr"


def test_links_of_surval_are_typed_and_one_layers_services_paired(hits: list[Any]) -> None:
    surval = read(hits[0])
    assert [link.group for link in surval.links] == [0, 0, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5, None]
    by_group = {group: [link for link in surval.links if link.group == group] for group in (2, 3, 4)}
    for group, layer in ((2, "surval_parametre_point"), (3, "surval_parametre_ligne")):
        wms, wfs, _ = by_group[group]
        assert (wms.kind, wfs.kind) == (LinkKind.WMS, LinkKind.WFS)
        assert wms.name == wfs.name == layer and wms.title == wfs.title
    assert by_group[2][0].title == "Lieu de surveillance (point)"
    assert surval.links[2].description.startswith("Manuel pour l’utilisation") and surval.links[2].title
    assert surval.thumbnail.endswith("/attachments/parametres.gif")
    profiles = surval.properties["applicationProfile"]
    assert [(one["group"], one["protocol"]) for one in profiles[:2]] == [(2, "OGC:WFS"), (2, "OGC:WPS")]
    assert profiles[0]["profile"]["tokenizedFields"]["THEME"] == ";"


@pytest.mark.parametrize(
    ("language", "title", "organisation", "keyword", "wms", "lang"),
    [
        ("fr", "Convention des Alpes", "Office fédéral du développement territorial", "développement durable",
         'Service WMS-IFDG, couche "Convention des Alpes"', "fr"),
        ("en", "Alpine Convention", "Federal Office for Spatial Development", "sustainable development",
         'WMS-FSDI service, layer "Alpine Convention"', "en"),
    ],
)  # fmt: skip
def test_a_translated_record_speaks_the_users_language(
    hits: list[Any], language: str, title: str, organisation: str, keyword: str, wms: str, lang: str
) -> None:
    alps = read(hits[1], language)
    assert alps.title == "Alpenkonvention" and alps.language == "de"
    assert alps.text("title", language) == title and alps.text("abstract", language) != alps.abstract
    assert set(alps.texts) == {"de", "fr", "it", "en", "roh"}
    assert alps.contacts[0].organisation == organisation
    sustainable = next(one for one in alps.keywords if one.text == keyword)
    assert (
        sustainable.uri == "http://www.eionet.europa.eu/gemet/concept/8247"
        and sustainable.thesaurus == "GEMET"
    )
    (link,) = alps.links_of(LinkKind.WMS)
    assert link.title == wms and link.name == "ch.are.alpenkonvention"
    assert link.href == f"https://wms.geo.admin.ch/?lang={lang}"


def test_a_drawn_shape_goes_before_its_box(hits: list[Any]) -> None:
    alps = read(hits[1])
    assert alps.footprint == hits[1]["_source"]["shape"] and alps.period is None
    assert alps.license_url == "https://opendata.swiss/en/terms-of-use/#terms_by"
    assert alps.license.startswith("Opendata BY: Utilisation libre")
    kinds = [link.kind for link in alps.links]
    assert kinds.count(LinkKind.DOWNLOAD) == 2 and LinkKind.WMTS in kinds and LinkKind.ESRI in kinds
    assert alps.links[3].title == "Page web de l'ARE sur la Convention alpine"


def test_what_the_index_keeps_is_in_the_raw_record(hits: list[Any]) -> None:
    for hit in hits:
        assert read(hit).raw == hit


def test_a_hit_reads_as_its_native_record_does(recorded: Any) -> None:
    """The recorded hits have no recorded native record; this hit is made from one."""
    xml = recorded.bytes("sextant/iso19115-3_dataset.xml")
    (record,) = read_records(xml, catalog="sextant", language="fr")
    hit = read(synthetic_hit(xml))
    for name in ("id", "title", "kind", "footprint", "doi", "provider", "language", "thumbnail", "dates"):
        assert getattr(hit, name) == getattr(record, name), name
    assert hit.abstract.split() == record.abstract.split()
    assert hit.lineage.split() == record.lineage.split()
    assert {k.text for k in record.keywords if k.thesaurus} <= {k.text for k in hit.keywords}
    by_text = {keyword.text: keyword for keyword in hit.keywords}
    for keyword in record.keywords:
        if keyword.thesaurus and keyword.kind != "place":
            assert by_text[keyword.text] == keyword
    said = {(c.organisation, c.role, c.email) for c in record.contacts if c.where == "resource"}
    assert {(c.organisation, c.role, c.email) for c in hit.contacts if c.where == "resource"} <= said
    hrefs = {(link.href, link.kind, link.name, link.group, link.restricted) for link in record.links}
    mine = [link for link in hit.links if link.kind is not LinkKind.THUMBNAIL]
    assert len(mine) > 8
    assert {(link.href, link.kind, link.name, link.group, link.restricted) for link in mine} <= hrefs


def test_embedded_credentials_are_gone_before_anything_sees_them(recorded: Any) -> None:
    hit = synthetic_hit(recorded.bytes("sextant/iso19115-3_dataset.xml"))
    assert "demo-pass" in repr(hit)
    dataset = read(hit)
    assert "demo-pass" not in repr(dataset) and "demo-pass" not in repr(dataset.raw)
    opendap = dataset.links_of(LinkKind.OPENDAP)
    assert opendap and all(link.restricted for link in opendap)
    assert opendap[0].href.startswith("https://tds-odatis.aviso.altimetry.fr/thredds/catalog/")
    assert {link.group for link in dataset.links_of(LinkKind.WMS)} == {0}


def link(protocol: str, url: Any = "https://example.org/x", **more: Any) -> dict[str, Any]:
    return {"protocol": protocol, "urlObject": {"default": url}, "function": "", **more}


def test_a_sextant_layer_pairs_its_services_and_hides_the_file_inside_the_house() -> None:
    layer = {"nameObject": {"default": "EUNIS"}, "group": 0}
    dataset = synthetic(
        link=[
            link(
                "OGC:WMS",
                "https://example.org/services/wms/biologie?service=WMS&request=GetCapabilities",
                **layer,
            ),
            link("COPYFILE", "/home/data/eunis.shp", **layer),
            {"protocol": "COPYFILE", "nameObject": {"default": "EUNIS"}, "group": 0},
            link("OGC:WFS", "https://example.org/services/wfs/biologie", **layer),
            link("WWW:LINK", descriptionObject={"default": "THREDDS"}, group="1"),
            link("WWW:DOWNLOAD-1.0-link--download", "https://example.org/eunis.zip", group=1),
        ]
    )
    assert [(one.kind, one.group) for one in dataset.links] == [
        (LinkKind.WMS, 0),
        (LinkKind.UNREACHABLE, 0),
        (LinkKind.UNREACHABLE, 0),
        (LinkKind.WFS, 0),
        (LinkKind.OPENDAP, 1),
        (LinkKind.DOWNLOAD, 1),
    ]
    assert dataset.links[0].href == "https://example.org/services/wms/biologie"
    assert {one.name for one in dataset.links[:4]} == {"EUNIS"}


@pytest.mark.parametrize("protocol", ["STAC Collection", "STAC Items", "WWW:STAC", "OpenSearch", "UKST"])
def test_a_record_that_announces_granules_has_some(protocol: str) -> None:
    assert synthetic(link=[link(protocol)]).has_granules


def test_a_record_that_names_a_catalogue_of_files_has_granules() -> None:
    """AVISO's, which CNES' own client knows by the description; a single file of it leads nowhere."""
    said = {"descriptionObject": {"default": "THREDDS"}}
    folder = link("WWW:LINK", "https://tds.example.org/thredds/catalog/swot/catalog.html", **said)
    file = link("WWW:LINK", "https://tds.example.org/thredds/dodsC/swot/a.nc?x=/thredds/catalog", **said)
    assert synthetic(link=[folder]).has_granules
    assert not synthetic(link=[file]).has_granules


def test_a_record_with_children_has_granules() -> None:
    hit = {"_source": synthetic_record(7)}
    key = hit["_source"]["uuid"]
    assert not read(hit).has_granules
    dataset = read(hit, children={key: 3})
    assert dataset.has_granules and dataset.properties["children"] == 3


def test_roles_in_a_description_make_a_link_restricted() -> None:
    """ForM@Ter's access hints."""
    said = [
        {"descriptionObject": {"default": text}}
        for text in ("search=free;view=free;download=GDM_D", "search=free;view=free;download=free")
    ]
    closed, free = synthetic(link=[link("STAC", **one) for one in said]).links
    assert closed.restricted and not free.restricted


@pytest.mark.parametrize(
    ("geom", "expected", "note"),
    [
        (None, None, "the record gives no area"),
        ("POINT(1 2)", None, "cannot be read"),
        ({"type": "Polygon"}, None, "cannot be read"),
        ({"type": "Polygon", "coordinates": [[[0, 0], ["x", 1]]]}, None, "cannot be read"),
        ({"type": "Point", "coordinates": [3, 45]}, (3, 45, 3, 45), ""),
        ({"type": "envelope", "coordinates": [[1, 50], [4, 40]]}, (1, 40, 4, 50), ""),
        ([[0, 40, 10, 50], [20, 40, 30, 50]], (0, 40, 30, 50), ""),
        ([[170, -50, -170, -40]], (170, -50, -170, -40), "crosses the antimeridian"),
        ([[10, 50, 20, 40]], (10, 40, 20, 50), "south was above north"),
        ([[-20, 100, 60, 160]], (100, -20, 160, 60), "exchanged"),
        ([[0, 0, 0, 0]], None, "all zeros"),
        ([[3, 45, 3, 45]], (3, 45, 3, 45), ""),
        (
            {"type": "Polygon", "coordinates": [[[-20, 100], [60, 110], [60, 160], [-20, 160], [-25, 120]]]},
            (100, -25, 160, 60),
            "exchanged",
        ),
    ],
)
def test_footprints_in_every_shape(geom: Any, expected: Any, note: str) -> None:
    if isinstance(geom, list):
        geom = [synthetic_record(box=tuple(box))["geom"] for box in geom]
    fields = {"box": None} if geom is None else {"geom": geom}
    dataset = synthetic(**fields)
    assert (dataset.footprint and bounds(dataset.footprint)) == expected
    assert note in dataset.footprint_note and bool(note) == bool(dataset.footprint_note)


def test_several_boxes_make_a_multipolygon() -> None:
    boxes = [
        synthetic_record(box=box)["geom"] for box in ((0, 40, 10, 50), (20, 40, 30, 50), (0, 40, 10, 50))
    ]
    footprint = synthetic(geom=boxes).footprint
    assert footprint and footprint["type"] == "MultiPolygon" and len(footprint["coordinates"]) == 2


@pytest.mark.parametrize(
    ("fields", "texts"),
    [
        ({"resourceTemporalExtentDateRange": {"gte": "2001-05-04T00:00:00.000Z"}}, ["2001-05-04/.."]),
        ({"resourceTemporalExtentDateRange": [{"lte": "2001-05-04T10:30:00Z"}]}, ["../2001-05-04T10:30:00Z"]),
        (
            {
                "resourceTemporalExtentDateRange": [
                    {"gte": "2001-01-01", "lte": "2000-01-01"},
                    {"gte": "?"},
                    3,
                ]
            },
            ["2000-01-01/2001-01-01"],
        ),
        (
            {  # the range is shifted by the server's time zone, the details are the record's own
                "resourceTemporalExtentDateRange": [{"gte": "1999-12-31T23:00:00.000Z"}],
                "resourceTemporalExtentDetails": [{"start": {"date": "2000-01"}, "end": {}}],
            },
            ["2000-01/.."],
        ),
        (
            {
                "resourceTemporalExtentDateRange": [{"gte": "1999-12-31T00:00:00.000Z"}],
                "resourceTemporalExtentDetails": [{"start": {"date": "the Holocene"}}],
            },
            ["1999-12-31/.."],
        ),
    ],
)
def test_periods_in_every_shape(fields: dict[str, Any], texts: list[str]) -> None:
    assert [period.text for period in synthetic(period=(None, None), **fields).periods] == texts


def test_older_and_plainer_fields_are_read_too() -> None:
    dataset = synthetic(
        resourceTitleObject=None,
        resourceTitle="Plain title",
        resourceAbstractObject={"langeng": "English only", "langfre": "Français seulement"},
        parentUuid=["p-1"],
        resourceType="series",
        tag=["alone", {"default": "vagues", "langeng": "waves", "link": "http://example.org/waves"}],
        resourceIdentifier={"code": "10.12770/abc", "codeSpace": "doi.org"},
        contactForResource={"organisation": "CNRS", "role": "owner", "website": "https://orcid.org/0000-0002-1825-0097"},
    )  # fmt: skip
    assert dataset.title == "Plain title" and dataset.abstract == "Français seulement"
    assert dataset.parent == "p-1" and dataset.kind == "series" and dataset.doi == "10.12770/abc"
    assert [(one.text, one.uri) for one in dataset.keywords] == [
        ("alone", ""),
        ("vagues", "http://example.org/waves"),
    ]
    assert dataset.provider == "CNRS"
    assert dataset.contacts[0].identifier == "https://orcid.org/0000-0002-1825-0097"


def test_the_known_licence_wins_over_sentences_on_access() -> None:
    dataset = synthetic(
        licenseObject=[
            {"default": "Pas de restriction d’accès public selon INSPIRE"},
            {"default": "CC-BY 4.0", "link": "https://creativecommons.org/licenses/by/4.0/"},
        ],
        MD_LegalConstraintsUseLimitationObject=[{"default": "Cite the DOI"}],
    )
    assert dataset.license == "CC-BY-4.0"
    assert dataset.license_url == "https://creativecommons.org/licenses/by/4.0/"
    assert {"Pas de restriction d’accès public selon INSPIRE", "Cite the DOI"} <= set(dataset.constraints)


@pytest.mark.parametrize(
    "hit", [None, 3, {}, [], {"_source": None}, {"_source": {}}, {"_source": {"uuid": []}}]
)
def test_what_is_no_hit_is_left_out(hit: Any) -> None:
    assert read_hit(hit, catalog="x", addresses=SEXTANT) is None
