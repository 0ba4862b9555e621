# ruff: noqa: E501 (requests and answers are read across)
"""The CSW adapter against servers that behave and servers that do not (synthetic, on loopback)."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

import pytest
from lxml import etree

from gaia_plugin.core.catalogs.base import CatalogEntry
from gaia_plugin.core.catalogs.csw import CswCatalog
from gaia_plugin.core.catalogs.csw_answer import read_answer, read_document
from gaia_plugin.core.catalogs.csw_capabilities import GMD, MDB, base_url, read_capabilities
from gaia_plugin.core.catalogs.csw_filter import conditions, cql_text, filter_document, words
from gaia_plugin.core.errors import BadAnswer, Cancelled, NotFound, RequestRefused, ServiceUnavailable
from gaia_plugin.core.metadata.xmltree import parse_xml
from gaia_plugin.core.model import Area, Dataset, Period, PropertyFilter, Query, Sort
from gaia_plugin.core.net import Cancel, Session
from tests.support.faultserver import FaultServer
from tests.support.synthetic_opensearch import SyntheticOpenSearch

NS = (
    'xmlns:gmd="http://www.isotc211.org/2005/gmd" xmlns:gco="http://www.isotc211.org/2005/gco" '
    'xmlns:gml="http://www.opengis.net/gml/3.2"'
)
QUERYABLES = (
    "csw:AnyText", "dc:title", "ows:BoundingBox", "apiso:TempExtent_begin", "apiso:TempExtent_end", "apiso:Title",
    "apiso:Type", "apiso:ParentIdentifier", "apiso:TopicCategory",
)  # fmt: skip


def record(number: int, parent: str = "") -> str:
    """Record 1, 2, 3…: even ones speak of snow, each stands one degree further east, each a year later."""
    title = f"{'Neige' if number % 2 == 0 else 'Rivière'} {number}"
    west, year = number % 150, 2000 + number % 20
    up = (
        f"<gmd:parentIdentifier><gco:CharacterString>{parent}</gco:CharacterString></gmd:parentIdentifier>"
        if parent
        else ""
    )
    return f"""<gmd:MD_Metadata {NS}><gmd:fileIdentifier><gco:CharacterString>r{number}</gco:CharacterString>
    </gmd:fileIdentifier>{up}<gmd:hierarchyLevel><gmd:MD_ScopeCode codeListValue="{"series" if number == 1 else "dataset"}"/>
    </gmd:hierarchyLevel><gmd:identificationInfo><gmd:MD_DataIdentification><gmd:citation><gmd:CI_Citation><gmd:title>
    <gco:CharacterString>{title}</gco:CharacterString></gmd:title></gmd:CI_Citation></gmd:citation><gmd:extent><gmd:EX_Extent>
    <gmd:geographicElement><gmd:EX_GeographicBoundingBox>
    <gmd:westBoundLongitude><gco:Decimal>{west}.2</gco:Decimal></gmd:westBoundLongitude>
    <gmd:eastBoundLongitude><gco:Decimal>{west}.8</gco:Decimal></gmd:eastBoundLongitude>
    <gmd:southBoundLatitude><gco:Decimal>0.2</gco:Decimal></gmd:southBoundLatitude>
    <gmd:northBoundLatitude><gco:Decimal>0.8</gco:Decimal></gmd:northBoundLatitude></gmd:EX_GeographicBoundingBox>
    </gmd:geographicElement><gmd:temporalElement><gmd:EX_TemporalExtent><gmd:extent><gml:TimePeriod>
    <gml:beginPosition>{year}-01-01</gml:beginPosition><gml:endPosition>{year}-12-31</gml:endPosition></gml:TimePeriod>
    </gmd:extent></gmd:EX_TemporalExtent></gmd:temporalElement></gmd:EX_Extent></gmd:extent></gmd:MD_DataIdentification>
    </gmd:identificationInfo></gmd:MD_Metadata>"""


def page(records: list[str], matched: object, following: object) -> bytes:
    said = f' numberOfRecordsMatched="{matched}"' if matched is not None else ""
    said += f' nextRecord="{following}"' if following is not None else ""
    return (
        '<csw:GetRecordsResponse xmlns:csw="http://www.opengis.net/cat/csw/2.0.2"><csw:SearchStatus/>'
        f'<csw:SearchResults numberOfRecordsReturned="{len(records)}"{said}>{"".join(records)}</csw:SearchResults>'
        "</csw:GetRecordsResponse>"
    ).encode()


def exception(text: str) -> bytes:
    return (
        '<ows:ExceptionReport xmlns:ows="http://www.opengis.net/ows" version="1.2.0"><ows:Exception '
        f'exceptionCode="NoApplicableCode"><ows:ExceptionText>{text}</ows:ExceptionText></ows:Exception></ows:ExceptionReport>'
    ).encode()


@dataclass
class Asked:
    """One request as the server understood it."""

    method: str
    operation: str
    start: int = 1
    count: int = 10
    text: str = ""
    properties: tuple[str, ...] = ()
    envelopes: tuple[tuple[float, ...], ...] = ()
    srs: str = ""
    sort: str = ""
    params: dict[str, str] = field(default_factory=dict)


Behaviour = Callable[[Asked], "tuple[int, bytes]"]


class Server:
    """A CSW on loopback whose behaviour is a function; it keeps what it was asked."""

    def __init__(self, behaviour: Behaviour, queryables: tuple[str, ...] = QUERYABLES, capabilities: bytes | None = None,
                 languages: tuple[str, ...] = ("FILTER", "CQL_TEXT"), maximum: int | None = None):  # fmt: skip
        self.asked: list[Asked] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_GET(self) -> None:
                params = {k.lower(): v for k, v in parse_qsl(urlsplit(self.path).query)}
                text = params.get("constraint", "")
                asked = Asked(
                    "GET", params.get("request", ""), int(params.get("startposition", 1)), int(params.get("maxrecords", 10)),
                    text, tuple(re.findall(r"[a-z]+:\w+", text)), params=params,
                )  # fmt: skip
                self.answer(asked)

            def do_POST(self) -> None:
                root = etree.fromstring(self.rfile.read(int(self.headers["Content-Length"])))
                envelopes = tuple(
                    tuple(float(n) for corner in e for n in corner.text.split())
                    for e in root.iter("{*}Envelope")
                )
                asked = Asked(
                    "POST", etree.QName(root).localname, int(root.get("startPosition")), int(root.get("maxRecords")),
                    " ".join(e.text or "" for e in root.iter("{*}Literal")),
                    tuple(e.text for e in root.iter("{*}Filter") for e in e.iter("{*}PropertyName")), envelopes,
                    next((e.get("srsName") for e in root.iter("{*}Envelope")), ""),
                    next((e.text for s in root.iter("{*}SortBy") for e in s.iter("{*}PropertyName")), ""),
                )  # fmt: skip
                self.answer(asked)

            def answer(self, asked: Asked) -> None:
                if asked.operation == "GetCapabilities":
                    status, body = 200, server.capabilities
                else:
                    server.asked.append(asked)
                    status, body = behaviour(asked)
                self.send_response(status)
                self.send_header("Content-Type", "application/xml")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: object) -> None:
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}/csw"
        values = "".join(f"<ows:Value>{name}</ows:Value>" for name in queryables)
        spoken = "".join(f"<ows:Value>{name}</ows:Value>" for name in languages)
        most = (
            f'<ows:Constraint name="MaxRecordDefault"><ows:Value>{maximum}</ows:Value></ows:Constraint>'
            if maximum
            else ""
        )
        self.capabilities = capabilities or (
            '<csw:Capabilities xmlns:csw="http://www.opengis.net/cat/csw/2.0.2" xmlns:ows="http://www.opengis.net/ows" '
            'xmlns:xlink="http://www.w3.org/1999/xlink" version="2.0.2"><ows:ServiceIdentification><ows:Title>Synthetic'
            '</ows:Title></ows:ServiceIdentification><ows:OperationsMetadata><ows:Operation name="GetRecords"><ows:DCP>'
            '<ows:HTTP><ows:Get xlink:href="http://10.0.0.1/internal"/><ows:Post xlink:href="http://10.0.0.1/internal"/>'
            '</ows:HTTP></ows:DCP><ows:Parameter name="outputSchema"><ows:Value>http://www.opengis.net/cat/csw/2.0.2'
            f'</ows:Value><ows:Value>{GMD}</ows:Value></ows:Parameter><ows:Parameter name="CONSTRAINTLANGUAGE">{spoken}'
            f'</ows:Parameter><ows:Constraint name="SupportedISOQueryables">{values}</ows:Constraint></ows:Operation>{most}'
            "</ows:OperationsMetadata></csw:Capabilities>"
        ).encode()  # fmt: skip

    def __enter__(self) -> Server:
        self._thread.start()
        return self

    def __exit__(self, *args: object) -> None:
        self._http.shutdown()
        self._http.server_close()

    def catalog(self, **options: object) -> CswCatalog:
        return CswCatalog(CatalogEntry(id="here", kind="csw", url=self.url, options=options), Session())


def good(
    total: int = 25, most: int = 10, obey: frozenset[str] = frozenset({"text", "area", "period"})
) -> Behaviour:
    """A server that filters by what it obeys, ignores the rest, and pages by the book."""

    def behave(asked: Asked) -> tuple[int, bytes]:
        numbers = list(range(1, total + 1))
        if "text" in obey and "csw:AnyText" in asked.properties and "neige" in asked.text.lower():
            numbers = [n for n in numbers if n % 2 == 0]
        if "area" in obey and asked.envelopes:
            flip = asked.srs.startswith("urn:")
            boxes = [(e[1], e[0], e[3], e[2]) if flip else e for e in asked.envelopes]
            numbers = [
                n
                for n in numbers
                if any(b[0] <= n % 150 + 0.8 and n % 150 + 0.2 <= b[2] and b[1] <= 0.8 <= 90 for b in boxes)
            ]
        if "period" in obey and "apiso:TempExtent_end" in asked.properties:
            years = [int(y) for y in re.findall(r"(\d{4})-\d\d", asked.text)]
            numbers = [n for n in numbers if 2000 + n % 20 >= min(years)]
        chunk = numbers[asked.start - 1 : asked.start - 1 + min(asked.count, most)]
        after = asked.start + len(chunk)
        return 200, page([record(n) for n in chunk], len(numbers), after if after <= len(numbers) else 0)

    return behave


def found(pages: Iterator) -> tuple[list[Dataset], list]:
    pages = list(pages)
    return [item for one in pages for item in one.items], pages


# -- paging ----------------------------------------------------------------------------------------


def test_pages_follow_each_other_to_the_end():
    with Server(good(25), maximum=10) as server:
        items, pages = found(server.catalog().search(Query(limit=None)))
    assert [d.id for d in items] == [f"r{n}" for n in range(1, 26)]
    assert [(p.total, p.has_more) for p in pages] == [(25, True), (25, True), (25, False)]
    assert [a.start for a in server.asked] == [1, 11, 21] and all(a.count == 10 for a in server.asked)


def test_records_come_read_so_that_no_window_waits_for_xml():
    with Server(good(3)) as server:
        items, _ = found(server.catalog().search(Query()))
    assert all({"provider", "links", "keywords", "license"} <= set(vars(item)) for item in items)
    assert all("properties" not in vars(item) for item in items), "what is rarely looked at stays unread"


def test_a_server_may_give_less_than_it_is_asked():
    with Server(good(25, most=4)) as server:
        items, pages = found(server.catalog().search(Query(limit=None, page_size=100)))
    assert len(items) == 25 and len(pages) == 7


def test_the_limit_is_kept_and_no_more_is_asked():
    with Server(good(25)) as server:
        items, pages = found(server.catalog().search(Query(limit=12, page_size=10)))
    assert len(items) == 12 and not pages[-1].has_more and len(server.asked) == 2


def always(numbers: list[int], matched: object, following: object) -> Behaviour:
    return lambda asked: (200, page([record(n) for n in numbers], matched, following))


@pytest.mark.parametrize(
    ("behaviour", "count"),
    [
        (always([1, 2, 3], 1000, 4), 3),  # the same page for ever
        (always([1, 2, 3], 1000, 1), 3),  # a next record that does not advance
        (always([1, 2, 3], 1000, None), 3),
        (always([1, 2, 3], None, None), 3),
        (always([1, 2, 3], 3, 4), 3),  # next beyond what matched
        (always([1, 2, 3], 3, 0), 3),
        (always([1, 2, 3], "many", "soon"), 3),
        (always([], 50, 11), 0),
        (always([1, 1, 2], 2, 0), 2),
    ],
)
def test_paging_is_finite_and_gives_each_record_once(behaviour, count):
    with Server(behaviour) as server:
        items, pages = found(server.catalog().search(Query(limit=None, page_size=3)))
        assert len(items) == count == len({d.id for d in items})
        assert len(server.asked) <= 3
    assert not pages[-1].has_more and (
        pages[-1].total in (None, count) or pages[-1].total_is_lower_bound or not count
    )


def test_pages_that_overlap_and_totals_that_lie():
    def behave(asked: Asked) -> tuple[int, bytes]:
        numbers = range(max(1, asked.start - 2), min(asked.start + 4, 13))
        return 200, page([record(n) for n in numbers], 7, asked.start + 4 if asked.start < 10 else 0)

    with Server(behave) as server:
        items, pages = found(server.catalog().search(Query(limit=None, page_size=4)))
    assert [d.id for d in items] == [f"r{n}" for n in range(1, 13)]
    assert pages[-1].total == 12 and any(p.total_is_lower_bound for p in pages[:-1])


def test_an_exception_past_the_end_is_the_end():
    def behave(asked: Asked) -> tuple[int, bytes]:
        if asked.start > 3:
            return 200, exception("startPosition is beyond the matches")
        return 200, page([record(n) for n in (1, 2, 3)], 3, 4)

    with Server(behave) as server:
        items, _ = found(server.catalog().search(Query(limit=None, page_size=3)))
    assert len(items) == 3


def test_a_broken_record_is_counted_and_the_others_kept():
    with Server(always([1, 2], 3, 0)) as server:
        plain = page([record(1), f"<gmd:MD_Metadata {NS}/>", record(2)], 3, 0)
        server_pages = read_answer(plain, server.url, catalog="here", language="en")
    assert len(server_pages.reading.datasets) == 2 and server_pages.reading.skipped == 1


# -- filters ---------------------------------------------------------------------------------------


def test_all_is_left_to_a_server_that_can(monkeypatch):
    monkeypatch.setattr("gaia_plugin.core.catalogs.csw._FEW", 2)
    query = Query(text="neige", area=Area.bbox(3, 0, 9, 1), period=Period("2005", None))
    with Server(good(25)) as server:
        items, pages = found(server.catalog().search(query))
    assert [d.id for d in items] == ["r6", "r8"]
    assert pages[0].filtered_by_server == {"text", "area", "period"} and not pages[0].filtered_by_client
    assert [a.method for a in server.asked] == ["POST", "POST"]


def test_where_few_match_the_start_of_a_period_is_looked_at_here():
    """A database does not find that a dataset that goes on ends late: its end is null."""
    query = Query(text="neige", area=Area.bbox(3, 0, 9, 1), period=Period("2005", "2030"))
    with Server(good(25)) as server:
        items, pages = found(server.catalog().search(query))
    assert [d.id for d in items] == ["r6", "r8"] and pages[0].filtered_by_client == {"period"}
    assert len(server.asked) == 1 and "apiso:TempExtent_end" not in server.asked[0].properties


@pytest.mark.parametrize("ignored", ["text", "area", "period"])
def test_what_a_server_silently_ignores_is_done_here_and_told(ignored):
    query = Query(text="neige", area=Area.bbox(3, 0, 9, 1), period=Period("2005", None), limit=None)
    with Server(good(60, obey=frozenset({"text", "area", "period"} - {ignored}))) as server:
        items, pages = found(server.catalog().search(query))
    assert [d.id for d in items] == ["r6", "r8"]
    assert ignored in pages[-1].filtered_by_client and ignored not in pages[-1].filtered_by_server


def test_a_server_that_ignores_everything():
    query = Query(text="neige", area=Area.bbox(3, 0, 9, 1), period=Period("2005", None), limit=None)
    with Server(good(60, obey=frozenset())) as server:
        items, pages = found(server.catalog().search(query))
    assert [d.id for d in items] == ["r6", "r8"]
    assert pages[-1].filtered_by_client == {"text", "area", "period"}


def refusing(*names: str, status: int = 200, methods: tuple[str, ...] = ("POST", "GET")) -> Behaviour:
    """A server that refuses any filter on some properties, with an exception report."""

    def behave(asked: Asked) -> tuple[int, bytes]:
        if asked.method in methods and (
            set(names) & set(asked.properties) or ("*" in names and asked.properties)
        ):
            return status, exception("InvalidParameterValue: filter not supported")
        return good(60)(asked) if asked.method == "POST" else good(60, obey=frozenset({"text"}))(asked)

    return behave


@pytest.mark.parametrize("status", [200, 400])
@pytest.mark.parametrize(
    ("names", "dropped"),
    [
        (("apiso:TempExtent_begin", "apiso:TempExtent_end"), {"period"}),
        (("ows:BoundingBox",), {"area"}),
        (("ows:BoundingBox", "apiso:TempExtent_end"), {"area", "period"}),
        (("*",), {"text", "area", "period"}),
    ],
)
def test_a_refused_filter_is_dropped_done_here_and_told(names, dropped, status):
    query = Query(text="neige", area=Area.bbox(3, 0, 9, 1), period=Period("2005", "2030"), limit=None)
    with Server(refusing(*names, status=status), languages=("FILTER",)) as server:
        catalog = server.catalog()
        items, pages = found(catalog.search(query))
        asked = len(server.asked)
        again, _ = found(catalog.search(query))
        assert len(server.asked) - asked < asked, "what was refused once is not asked again"
    assert [d.id for d in items] == [d.id for d in again] == ["r6", "r8"]
    assert pages[-1].filtered_by_client >= dropped
    assert any("refused to filter" in note for p in pages for note in p.notes)


def test_a_server_that_fails_at_everything_is_soon_left_alone():
    with Server(lambda asked: (500, b"boom")) as server:
        with pytest.raises(ServiceUnavailable):
            found(server.catalog().search(Query(text="neige")))
        assert len(server.asked) == 2


def test_post_that_is_not_allowed_falls_back_to_get():
    def behave(asked: Asked) -> tuple[int, bytes]:
        return (405, b"<html>no</html>") if asked.method == "POST" else good(25)(asked)

    with Server(behave) as server:
        items, _ = found(server.catalog().search(Query(text="neige")))
    assert len(items) == 12 and server.asked[-1].method == "GET" and "LIKE '%neige%'" in server.asked[-1].text


def test_titles_are_searched_where_any_text_is_refused():
    def behave(asked: Asked) -> tuple[int, bytes]:
        if "csw:AnyText" in asked.properties:
            return 200, exception("unknown property")
        numbers = [2, 4] if "csw:title" in asked.properties else [1, 2, 3, 4]
        return 200, page([record(n) for n in numbers], len(numbers), 0)

    with Server(behave) as server:
        items, pages = found(server.catalog().search(Query(text="neige")))
    assert [d.id for d in items] == ["r2", "r4"] and any("titles" in note for note in pages[0].notes)


def longitude_first_whatever(asked: Asked) -> tuple[int, bytes]:
    """A server that reads every envelope as longitude, latitude."""
    asked = Asked(**{**asked.__dict__, "srs": "EPSG:4326"})
    return good(60)(asked)


def test_the_order_of_axes_is_found_out_and_remembered():
    query = Query(area=Area.bbox(30, -1, 40, 1))
    with Server(longitude_first_whatever) as server:
        catalog = server.catalog()
        items, _ = found(catalog.search(query))
        assert {d.id for d in items} == {f"r{n}" for n in range(30, 40)}
        first = len(server.asked)
        found(catalog.search(query))
        assert len(server.asked) == first + 1 == 3
        assert server.asked[-1].srs == "EPSG:4326"


def test_datasets_of_the_whole_world_prove_no_order_of_axes():
    """A server that reads longitude first, and holds a global dataset that any box finds."""
    world = (
        record(31)
        .replace("31.2", "-180")
        .replace("31.8", "180")
        .replace(">0.2<", ">-90<")
        .replace(">0.8<", ">90<")
    )

    def behave(asked: Asked) -> tuple[int, bytes]:
        _, local = longitude_first_whatever(asked)
        inside = [etree.tostring(e).decode() for e in etree.fromstring(local).iter("{*}MD_Metadata")]
        both = [world.replace("r31", "world"), *inside]
        return 200, page(both, len(both), 0)

    with Server(behave) as server:
        items, _ = found(server.catalog().search(Query(area=Area.bbox(30, -1, 40, 1))))
    assert {d.id for d in items} == {"world", *(f"r{n}" for n in range(30, 40))}


def test_an_area_across_the_antimeridian_is_two_boxes():
    with Server(good(60)) as server:
        found(server.catalog().search(Query(area=Area.bbox(170, -10, -170, 10))))
    assert server.asked[0].envelopes == ((-10, 170, 10, 180), (-10, -180, 10, -170))


def test_a_polygon_area_is_refined_here():
    triangle = Area.polygon([(3, 0), (12, 0), (3, 9)])
    far = Area.polygon([(0, -5), (0, 8), (13, 8)])  # its box holds the records, it does not
    with Server(good(60)) as server:
        catalog = server.catalog(latitude_first=True)
        near, _ = found(catalog.search(Query(area=triangle)))
        none, pages = found(catalog.search(Query(area=far)))
    assert {"r3", "r11"} <= {d.id for d in near}
    assert all(far.intersects(d.footprint) for d in none) and len(none) < 13
    assert pages[0].filtered_by_client == {"area"}


def test_property_filters_and_sort():
    query = Query(
        filters=(PropertyFilter("apiso:Type", "=", "series"),), sort=Sort("title", descending=False)
    )
    with Server(good(5)) as server:
        items, pages = found(server.catalog().search(query))
    assert server.asked[0].sort == "apiso:Title" and "apiso:Type" in server.asked[0].properties
    assert pages[0].filtered_by_server == {"apiso:Type"} and len(items) == 5

    with Server(refusing("apiso:Type")) as server:
        items, pages = found(server.catalog().search(query))
    assert [d.id for d in items] == ["r1"] and pages[0].filtered_by_client == {"apiso:Type"}


def test_queryables_are_spelled_as_the_server_lists_them():
    names = ("AnyText", "BoundingBox", "TempExtent_Begin", "tempextent_end", "Type", "ParentIdentifier")
    query = Query(period=Period("2005", "2006"), filters=(PropertyFilter("apiso:Type", "=", "series"),))
    with Server(good(5), queryables=names) as server:
        found(server.catalog().search(query))
    assert server.asked[0].properties == ("TempExtent_Begin", "Type")


def test_sort_that_is_refused_costs_the_sort_alone():
    def behave(asked: Asked) -> tuple[int, bytes]:
        return (200, exception("SortBy is not supported")) if asked.sort else good(5)(asked)

    with Server(behave) as server:
        items, _ = found(server.catalog().search(Query(text="neige", sort=Sort("title"))))
    assert len(items) == 2 and "csw:AnyText" in server.asked[-1].properties


def test_scanning_a_server_that_cannot_filter_has_an_end(monkeypatch):
    monkeypatch.setattr("gaia_plugin.core.catalogs.pager.SCANNED", 30)
    with Server(good(500, obey=frozenset())) as server:
        _, pages = found(server.catalog().search(Query(text="neige", limit=None, page_size=10)))
    assert len(server.asked) <= 4 and any("looked at" in note for p in pages for note in p.notes)


# -- other operations ------------------------------------------------------------------------------


def test_children_of_a_series():
    def behave(asked: Asked) -> tuple[int, bytes]:
        if "apiso:ParentIdentifier" in asked.properties:
            return 200, page([record(n, asked.text) for n in (2, 3)], 2, 0)
        return 200, page([record(1)], 1, 0)

    with Server(behave) as server:
        catalog = server.catalog()
        (series,), _ = found(catalog.search(Query()))
        assert series.has_granules
        children, _ = found(catalog.granules(series, Query()))
    assert [d.parent for d in children] == ["r1", "r1"]


def test_granules_of_an_announced_opensearch():
    online = (
        "<gmd:distributionInfo><gmd:MD_Distribution><gmd:transferOptions><gmd:MD_DigitalTransferOptions>"
        "<gmd:onLine><gmd:CI_OnlineResource><gmd:linkage><gmd:URL>{}</gmd:URL></gmd:linkage><gmd:protocol>"
        "<gco:CharacterString>OpenSearch</gco:CharacterString></gmd:protocol></gmd:CI_OnlineResource>"
        "</gmd:onLine></gmd:MD_DigitalTransferOptions></gmd:transferOptions></gmd:MD_Distribution>"
        "</gmd:distributionInfo></gmd:MD_Metadata>"
    )
    with FaultServer() as other:
        service = SyntheticOpenSearch([("north", "N", (0, 60, 1, 61)), ("south", "S", (0, -61, 1, -60))])
        announced = online.format(service.mount(other).url)
        told = record(1).replace("</gmd:MD_Metadata>", announced)
        with Server(lambda asked: (200, page([told], 1, 0))) as server:
            catalog = server.catalog()
            (series,), _ = found(catalog.search(Query()))
            assert series.has_granules
            both, _ = found(catalog.granules(series, Query(text="neige")))
            northern, pages = found(catalog.granules(series, Query(area=Area.bbox(0, 50, 5, 65))))
    assert [one.id for one in both] == ["north", "south"] and [one.id for one in northern] == ["north"]
    assert northern[0].collection == series.id and pages[-1].filtered_by_server == {"area"}


def test_no_children_where_the_server_cannot_be_asked():
    with Server(good(3), queryables=("csw:AnyText",)) as server:
        catalog = server.catalog()
        (first, *_), _ = found(catalog.search(Query()))
        assert not first.has_granules and list(catalog.granules(first, Query())) == []


def test_one_record_by_its_identifier():
    def behave(asked: Asked) -> tuple[int, bytes]:
        body = record(4) if asked.params.get("id") == "r 4/é" else ""
        return (
            200,
            f'<r:GetRecordByIdResponse xmlns:r="http://www.opengis.net/cat/csw/2.0.2">{body}</r:GetRecordByIdResponse>'.encode(),
        )

    with Server(behave) as server:
        catalog = server.catalog()
        assert catalog.record("r 4/é").id == "r4"
        assert server.asked[0].params["outputschema"] == GMD
        with pytest.raises(NotFound):
            catalog.record("nothing")


def test_describe_and_queryables():
    with Server(good(1)) as server:
        catalog = server.catalog()
        said = catalog.describe()
        assert (said.title, said.version, said.filters) == ("Synthetic", "2.0.2", {"text", "area", "period"})
        assert [q.name for q in catalog.queryables()] == ["apiso:Type", "apiso:TopicCategory"]
    with Server(good(1), queryables=("csw:AnyText",)) as server:
        assert server.catalog().describe().filters == {"text"}


def test_recorded_capabilities(recorded):
    found_ = read_capabilities(
        parse_xml(recorded.bytes("csw/capabilities.xml")), "https://catalogue.example.org/csw?service=CSW"
    )
    assert found_.title.startswith("ArcGIS Server Geoportal") and found_.version == "2.0.2"
    assert found_.schema == GMD and found_.speaks_fes and not found_.speaks_cql
    assert (
        found_.can_query("TempExtent_begin")
        and found_.can_query("ParentIdentifier")
        and not found_.can_query("Nothing")
    )
    assert found_.post_url == "https://catalogue.example.org/csw", (
        "an address on another host is not followed"
    )
    same = read_capabilities(
        parse_xml(recorded.bytes("csw/capabilities.xml")), "https://floods.unosat.org/other"
    )
    assert same.post_url == "https://floods.unosat.org/geoportal/csw", "nor down from https"


def test_recorded_page(recorded):
    answer = read_answer(
        recorded.bytes("easydata/csw_getrecords.xml"), "https://x.org", catalog="easydata", language="fr"
    )
    assert (answer.matched, answer.returned, answer.next_record) == (82, 25, 26)
    assert len(answer.reading.datasets) == 25 and answer.reading.skipped == 0
    assert {d.catalog for d in answer.reading.datasets} == {"easydata"}


def test_the_schema_is_the_richest_that_is_read():
    def schema(*names: str) -> str:
        from gaia_plugin.core.catalogs.csw_capabilities import Capabilities

        return Capabilities(schemas=names).schema

    dublin = "http://www.opengis.net/cat/csw/2.0.2"
    assert schema() == GMD and schema(dublin, MDB) == MDB and schema(MDB, GMD) == GMD
    assert schema(dublin) == schema("urn:x-other") == dublin


def test_an_address_pasted_with_its_request():
    assert (
        base_url("https://h.org/csw?SERVICE=CSW&request=GetCapabilities&map=a") == "https://h.org/csw?map=a"
    )


# -- failures --------------------------------------------------------------------------------------

BOMB = b'<!DOCTYPE r [<!ENTITY a "' + b"x" * 50 + b'"><!ENTITY b "&a;&a;&a;&a;&a;">]><r>&b;</r>'


@pytest.mark.parametrize(
    ("status", "body", "error", "words_"),
    [
        (200, exception("The index is being rebuilt"), RequestRefused, "The index is being rebuilt"),
        (200, b"<html><body>Maintenance</body></html>", BadAnswer, "web page"),
        (200, page([record(1)], 1, 0)[:-30], BadAnswer, "XML"),
        (200, BOMB, BadAnswer, "entities"),
        (200, b'{"error": 1}', BadAnswer, "JSON"),
        (200, b"", BadAnswer, "empty"),
        (200, b"<other/>", BadAnswer, "not a catalogue"),
        (404, b"gone", NotFound, "404"),
    ],
)
def test_failures_are_typed_and_one_sentence(status, body, error, words_):
    with Server(lambda asked: (status, body)) as server:
        with pytest.raises(error) as caught:
            list(server.catalog().search(Query(text="x")))
        assert len(server.asked) <= 12
    message = str(caught.value)
    assert words_ in message and "\n" not in message and "http" not in message.replace("HTTP", "")


def test_an_address_that_is_no_csw():
    html = b"<!DOCTYPE html><html><body>Portal</body></html>"
    with Server(lambda asked: (200, html), capabilities=html) as server:
        with pytest.raises(BadAnswer):
            list(server.catalog().search(Query()))
        with pytest.raises(BadAnswer):
            server.catalog().describe()


def test_a_failure_on_a_later_page_keeps_what_came():
    def behave(asked: Asked) -> tuple[int, bytes]:
        return good(25)(asked) if asked.start < 11 else (200, exception("out of memory"))

    with Server(behave) as server:
        pages = server.catalog().search(Query(page_size=10))
        assert len(next(pages).items) == 10
        with pytest.raises(RequestRefused, match="out of memory"):
            next(pages)


def test_cancel_stops_between_pages():
    cancel = Cancel()
    with Server(good(25)) as server:
        pages = server.catalog().search(Query(page_size=5), cancel)
        next(pages)
        cancel.cancel()
        with pytest.raises(Cancelled):
            next(pages)
        assert len(server.asked) == 1


def test_recorded_exception_reports(recorded):
    for name in ("csw/exception_report.xml", "csw/bad_error.xml"):
        with pytest.raises(RequestRefused) as caught:
            read_document(recorded.bytes(name), "https://h.org/csw")
        assert "Version negotiation failed" in str(caught.value)


# -- the words of filters --------------------------------------------------------------------------


def test_words_and_wildcards_are_escaped():
    assert words('neige "occupation du sol", 50%') == ["neige", "occupation du sol", "50%"]
    assert words(' "" ') == []
    document = filter_document(conditions(Query(text="a*b?c\\ <&>\x00"), frozenset({"text"})), True)
    literals = [e.text for e in document.iter("{*}Literal")]
    assert literals == ["*a\\*b\\?c\\\\*", "*<&>*"]
    assert cql_text(conditions(Query(text="l'eau"), frozenset({"text"}))) == "csw:AnyText LIKE '%l''eau%'"


@pytest.mark.parametrize("latitude_first", [True, False])
def test_filters_are_valid_to_owslib(latitude_first):
    fes = pytest.importorskip("owslib.fes")
    query = Query(text="neige", area=Area.bbox(5, 44, 8, 46))
    document = filter_document(conditions(query, query.parts), latitude_first)
    box = [44, 5, 46, 8] if latitude_first else [5, 44, 8, 46]
    srs = "urn:ogc:def:crs:EPSG::4326" if latitude_first else "EPSG:4326"
    like = fes.PropertyIsLike(
        "csw:AnyText", "*neige*", wildCard="*", singleChar="?", escapeChar="\\", matchCase=False
    )
    theirs = fes.And([like, fes.BBox(box, crs=srs)]).toXML()

    def plain(node: etree._Element) -> tuple:
        return etree.QName(node).localname, dict(node.attrib), node.text, [plain(child) for child in node]

    assert plain(document[0]) == plain(etree.fromstring(etree.tostring(theirs)))
