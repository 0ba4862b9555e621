"""After a search: children, announced granules, the native record; and a CSW in the search's place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from gaia_plugin.core import open_catalog
from gaia_plugin.core.catalogs.base import CatalogEntry
from gaia_plugin.core.catalogs.csw import CswCatalog
from gaia_plugin.core.catalogs.detect import detect_kind
from gaia_plugin.core.catalogs.geonetwork import GeoNetworkCatalog
from gaia_plugin.core.catalogs.geonetwork.client import VIA_CSW
from gaia_plugin.core.catalogs.geonetwork.probe import looks_like_geonetwork
from gaia_plugin.core.errors import BadAnswer, GaiaError, NotFound
from gaia_plugin.core.model import Area, Dataset, Granule, LinkKind, Period, Query
from gaia_plugin.core.net import Retry, Session
from tests.core.synthetic_stac import item, page, synthetic_server
from tests.support.faultserver import FaultServer, Reply, Seen, as_html, as_json, as_xml
from tests.support.synthetic_geonetwork import SyntheticGeoNetwork, synthetic_record
from tests.support.synthetic_index import synthetic_hit
from tests.support.synthetic_opensearch import SyntheticOpenSearch

PARENT, CHILD, OTHER = (f"{number:08d}-0000-4000-8000-000000000000" for number in (1, 2, 3))
FAMILY = [
    synthetic_record(1, title="La série", resourceType=["series"]),
    synthetic_record(2, title="Une partie au nord", parentUuid=PARENT, box=(0, 60, 10, 70)),
    synthetic_record(3, title="Une partie au sud", parentUuid=[PARENT], box=(0, -70, 10, -60)),
    synthetic_record(4, title="Une partie d'ailleurs", parentUuid="elsewhere"),
]
NORTH = Area.bbox(0, 61, 5, 65)


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


@pytest.fixture
def session() -> Iterator[Session]:
    made = Session(retry=Retry(times=0))
    yield made
    made.close()


def catalog_of(url: str, session: Session, **options: Any) -> GeoNetworkCatalog:
    return GeoNetworkCatalog(CatalogEntry("gn", "geonetwork", url, options=options), session)


def first(catalog: GeoNetworkCatalog, query: Query | None = None) -> Dataset:
    dataset = next(catalog.search(query or Query())).items[0]
    assert isinstance(dataset, Dataset)
    return dataset


def ids(pages: Any) -> list[str]:
    return [one.id for each in pages for one in each.items]


@pytest.mark.parametrize("fault", ["", "ignore parent"])
def test_children_are_records_of_their_own(server: FaultServer, session: Session, fault: str) -> None:
    catalog = catalog_of(SyntheticGeoNetwork(FAMILY, faults={fault}).mount(server).url, session)
    series = first(catalog, Query(text="série"))
    assert series.has_granules and series.kind == "series"
    pages = list(catalog.granules(series, Query(text="série")))
    assert sorted(ids(pages)) == [CHILD, OTHER]
    assert all(isinstance(one, Dataset) and one.parent == PARENT for one in pages[0].items)
    assert ids(catalog.granules(series, Query(area=NORTH))) == [CHILD]
    assert ids(catalog.granules(series, Query(period=Period("2030", None)))) == []


def test_a_series_and_its_parts_are_one_family(server: FaultServer, session: Session) -> None:
    native = """<gmd:MD_Metadata xmlns:gmd="http://www.isotc211.org/2005/gmd"
      xmlns:gco="http://www.isotc211.org/2005/gco">
      <gmd:fileIdentifier><gco:CharacterString>%s</gco:CharacterString></gmd:fileIdentifier>
      <gmd:identificationInfo><gmd:MD_DataIdentification/></gmd:identificationInfo></gmd:MD_Metadata>"""
    geonetwork = SyntheticGeoNetwork(FAMILY).mount(server, xml={PARENT: native % PARENT})
    catalog = catalog_of(geonetwork.url, session)
    series = first(catalog, Query(text="série"))
    parts = [
        one for page in catalog.children(series, Query(text="not applied", area=NORTH)) for one in page.items
    ]
    assert sorted(one.id for one in parts) == [CHILD, OTHER]
    assert isinstance(parts[0], Dataset)
    above = catalog.parent(parts[0])
    assert above is not None and above.key == series.key
    assert catalog.parent(series) is None and ids(catalog.children(parts[0], Query())) == []


def test_children_of_a_record_that_two_catalogues_have(server: FaultServer, session: Session) -> None:
    catalog = catalog_of(SyntheticGeoNetwork(FAMILY).mount(server).url, session)
    series = first(catalog)
    merged = replace(series, id="its-name-elsewhere", catalog="another")
    assert sorted(ids(catalog.granules(merged, Query()))) == [CHILD, OTHER]


@pytest.mark.parametrize("with_child", [False, True])
def test_an_announced_stac_gives_its_items_after_the_children(
    server: FaultServer, session: Session, with_child: bool
) -> None:
    with synthetic_server() as stac:
        stac.routes["/search"] = page([item(1), item(2)])
        address = f"{stac.url}/collections/c/items"
        link = {"protocol": "STAC Items", "urlObject": {"default": address}, "group": 0}
        records = [{**FAMILY[0], "link": [link]}, *(FAMILY[1:2] if with_child else [])]
        geonetwork = SyntheticGeoNetwork(records).mount(server)
        catalog = catalog_of(geonetwork.url, session)
        dataset = first(catalog)
        pages = list(catalog.granules(dataset, Query()))
        assert ids(pages) == [*([CHILD] if with_child else []), "item-1", "item-2"]
        assert all(page_.has_more for page_ in pages[:-1]) and not pages[-1].has_more
        assert len(geonetwork.bodies) == 1 + with_child


def announcing_opensearch(server: FaultServer, session: Session, address: str) -> GeoNetworkCatalog:
    link = {"protocol": "OpenSearch", "urlObject": {"default": address}}
    return catalog_of(SyntheticGeoNetwork([{**FAMILY[0], "link": [link]}]).mount(server).url, session)


def test_an_announced_opensearch_gives_its_granules(server: FaultServer, session: Session) -> None:
    scenes = [("north", "Scene", (1, 61, 2, 62)), ("south", "Scene", (1, -62, 2, -61))]
    service = SyntheticOpenSearch(scenes).mount(server)
    catalog = announcing_opensearch(server, session, service.url)
    dataset = first(catalog)
    assert dataset.has_granules
    assert sorted(ids(catalog.granules(dataset, Query(text="série")))) == ["north", "south"]
    pages = list(catalog.granules(dataset, Query(area=NORTH)))
    assert ids(pages) == ["north"]
    assert all(isinstance(one, Granule) and one.catalog == "gn" for one in pages[0].items)
    assert pages[0].items[0].collection == dataset.id


def test_an_announced_opensearch_that_is_gone_is_an_error(server: FaultServer, session: Session) -> None:
    catalog = announcing_opensearch(server, session, server.url("/osdd.xml"))
    with pytest.raises(NotFound):
        list(catalog.granules(first(catalog), Query()))


def test_the_native_record_says_what_the_index_leaves_out(
    server: FaultServer, session: Session, recorded: Any
) -> None:
    xml = recorded.bytes("sextant/iso19115-3_dataset.xml")
    hit = synthetic_hit(xml)
    key = hit["_source"]["uuid"]
    geonetwork = SyntheticGeoNetwork([hit["_source"]]).mount(server, xml={key: xml.decode()})
    catalog = catalog_of(geonetwork.url, session)
    before = first(catalog)
    whole = catalog.complete(before)
    assert whole.key == before.key and whole.raw is before.raw and whole.title == before.title
    assert before.period and whole.period and before.period.text == "1993-01-01/2023-12-01"
    assert whole.period.text == "1993-01/before 2023-12"
    assert not before.license and "standard products" in whole.license
    assert set(before.links) <= set(whole.links)
    assert set(before.contacts) <= set(whole.contacts)
    assert len(whole.contacts) == len({(c.name, c.organisation, c.role, c.where) for c in whole.contacts})
    assert whole.links_of(LinkKind.METADATA) and not before.links_of(LinkKind.METADATA)
    assert len(whole.links) == len({(link.kind, link.href, link.name) for link in whole.links})
    assert "metadataStandard.title" in whole.properties and set(before.properties) <= set(whole.properties)
    in_french = first(catalog, Query(language="fr"))
    assert "Remote sensing" in {one.text for one in before.keywords}
    assert "Télédétection" in {one.text for one in in_french.keywords}
    for one in (before, in_french):
        assert catalog.complete(one).keywords == one.keywords
    assert "demo-pass" not in repr(whole) and catalog.record(key).title == whole.title


@pytest.mark.parametrize(
    ("reply", "error"), [(Reply(404), NotFound), (as_html(), BadAnswer), (as_xml("<nothing/>"), BadAnswer)]
)
def test_a_native_record_that_is_not_there(
    server: FaultServer, session: Session, reply: Reply, error: type[GaiaError]
) -> None:
    catalog = catalog_of(SyntheticGeoNetwork(FAMILY).mount(server).url, session)
    server.add(f"/geonetwork/srv/api/records/{PARENT}", reply)
    with pytest.raises(error):
        catalog.complete(first(catalog))


# A CSW in the search's place

CSW = "/geonetwork/srv/fre/csw"


def synthetic_csw(seen: Seen) -> Reply:
    """Capabilities, or two records, or the one that is a part of the other."""
    if seen.query.get("request") == ["GetCapabilities"]:
        names = "".join(f"<Value>{name}</Value>" for name in ("AnyText", "ParentIdentifier", "Title"))
        return as_xml(
            '<Capabilities version="2.0.2"><OperationsMetadata><Operation name="GetRecords">'
            f'<Constraint name="SupportedISOQueryables">{names}</Constraint>'
            "</Operation></OperationsMetadata></Capabilities>"
        )
    records = "".join(
        f"<MD_Metadata><fileIdentifier><CharacterString>csw-{number}</CharacterString></fileIdentifier>"
        f"<parentIdentifier><CharacterString>{'csw-1' if number == 2 else ''}</CharacterString>"
        "</parentIdentifier><identificationInfo><MD_DataIdentification><citation><CI_Citation><title>"
        f"<CharacterString>Neige {number}</CharacterString></title></CI_Citation></citation>"
        "</MD_DataIdentification></identificationInfo></MD_Metadata>"
        for number in ((2,) if b"ParentIdentifier" in seen.body else (1, 2))
    )
    return as_xml(
        '<GetRecordsResponse><SearchResults numberOfRecordsMatched="2" numberOfRecordsReturned="2" '
        f'nextRecord="0">{records}</SearchResults></GetRecordsResponse>'
    )


@pytest.mark.parametrize("fault", ["missing", "forbidden", "not allowed", "html"])
def test_where_the_search_is_not_there_the_csw_is_asked(
    server: FaultServer, session: Session, fault: str
) -> None:
    geonetwork = SyntheticGeoNetwork(FAMILY, faults={fault}).mount(server)
    catalog = catalog_of(geonetwork.url, session, csw=server.add(CSW, synthetic_csw))
    (found,) = catalog.search(Query(text="neige"))
    assert ids([found]) == ["csw-1", "csw-2"] and found.notes == (VIA_CSW,)
    assert {one.catalog for one in found.items} == {"gn"}
    dataset = found.items[0]
    assert isinstance(dataset, Dataset) and catalog.complete(dataset) is dataset
    asked = len(server.seen)
    list(catalog.search(Query(text="neige")))
    tried_again = any(seen.path != CSW for seen in server.seen[asked:])
    assert tried_again == (fault == "html")  # a web page may say "back soon"; the others are meant to last
    assert ids(catalog.granules(dataset, Query())) == ["csw-2"]
    assert catalog_of(geonetwork.url, session, csw=server.url(CSW)).describe().url == server.url(CSW)


def test_the_portals_own_csw_stands_in_where_the_entry_names_none(
    server: FaultServer, session: Session
) -> None:
    geonetwork = SyntheticGeoNetwork(FAMILY, faults={"missing"}).mount(server, portal="ODATIS")
    server.add("/geonetwork/ODATIS/eng/csw", synthetic_csw)
    (found,) = catalog_of(geonetwork.url, session).search(Query())
    assert ids([found]) == ["csw-1", "csw-2"]


def test_without_search_and_csw_the_search_is_what_is_missed(server: FaultServer, session: Session) -> None:
    catalog = catalog_of(SyntheticGeoNetwork(FAMILY, faults={"html"}).mount(server).url, session)
    with pytest.raises(BadAnswer, match="a web page instead of JSON"):
        list(catalog.search(Query()))
    with pytest.raises(BadAnswer, match="a web page"):
        catalog.describe()


# Finding out


@pytest.mark.parametrize(
    "path",
    ["/geonetwork", "/geonetwork/srv/fre/catalog.search", "/geonetwork/srv/api/search/records/_search"],
)
def test_a_geonetwork_is_recognised_from_any_of_its_addresses(
    server: FaultServer, session: Session, path: str
) -> None:
    SyntheticGeoNetwork(FAMILY).mount(server)
    for page_ in ("/geonetwork", "/geonetwork/srv/fre/catalog.search"):
        server.add(page_, as_html())
    catalog = open_catalog(server.url(path), session=session)
    assert isinstance(catalog, GeoNetworkCatalog)
    assert ids(catalog.search(Query())) == [PARENT]


def test_a_geonetwork_of_old_is_not_taken_for_one(server: FaultServer, session: Session) -> None:
    server.add("/geonetwork", as_html())
    server.add("/geonetwork/srv/api/site", as_json({"system/platform/version": "3.10.4"}))
    with pytest.raises(GaiaError):
        detect_kind(server.url("/geonetwork"), session)


def test_the_address_of_its_csw_is_meant_as_such(server: FaultServer, session: Session) -> None:
    SyntheticGeoNetwork(FAMILY).mount(server)
    url = server.add(CSW, lambda seen: as_xml('<Capabilities xmlns="http://www.opengis.net/cat/csw/2.0.2"/>'))
    assert isinstance(open_catalog(url, session=session), CswCatalog)
    assert not looks_like_geonetwork("https://sextant.ifremer.fr/geonetwork/srv/eng/csw-ATLANTOS?")
    assert looks_like_geonetwork("https://www.geocat.ch/geonetwork/srv/fre/catalog.search#/home")
    assert not looks_like_geonetwork("https://example.org/stac") and not looks_like_geonetwork("http://[")
