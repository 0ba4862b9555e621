# ruff: noqa: E501 (the table is read across)
"""One table of all that outside servers answer: for each parser the recorded answers and the synthetic ones, and
the question that makes its adapter read them. No server is needed: a session gives the answers.

A new adapter is one line in ``CASES``; tests/core/test_mutated_answers.py fails while it has none.
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Callable
from urllib.parse import urlencode

import yaml

from gaia_plugin.core.catalogs.base import Catalog, CatalogEntry
from gaia_plugin.core.catalogs.registry import make_catalog
from gaia_plugin.core.errors import NotFound, host_of
from gaia_plugin.core.model import Dataset, Page, Query, Source
from gaia_plugin.core.net import Response, Session
from tests.core.synthetic_stac import CORE, ITEM_SEARCH, item
from tests.core.test_rest_records import dataverse_version
from tests.support import (
    synthetic_aeris,
    synthetic_erddap,
    synthetic_fdsn,
    synthetic_ozcar,
    synthetic_thredds,
)
from tests.support.faultserver import Reply, Seen
from tests.support.synthetic_geonetwork import synthetic_record
from tests.support.synthetic_opensearch import (
    PARAMETERS,
    synthetic_description,
    synthetic_entry,
    synthetic_feed,
)
from tests.support.synthetic_rest import (
    synthetic_datagouv,
    synthetic_dataverse,
    synthetic_doi,
    synthetic_gbif,
    synthetic_occurrence,
)

ROOT = Path(__file__).resolve().parents[2]
RECORDED = Path(os.environ.get("GAIA_RECORDED") or ROOT.parent / "shared" / "data")
URL = "https://example.org/api"
HERE = "the catalogue's own address"
MOST_REQUESTS = 60
"""More than any adapter may send for one question that is answered with the same page again and again."""


class TooManyRequests(BaseException):
    """The adapter asks without end: nothing may catch it."""


class Answers(Session):
    """A session that gives fixed answers, by a part of the address; what is not among them is not found."""

    def __init__(self, replies: Mapping[str, bytes], headers: Mapping[str, str]):
        super().__init__()
        self.replies, self.headers, self.asked = replies, headers, 0

    def get(self, url: str, *, params: Any = None, **_: Any) -> Response:
        sent = {name: value for name, value in (params or {}).items() if value is not None}
        return self._answer(
            f"{url}{'&' if '?' in url else '?'}{urlencode(sent, doseq=True)}" if sent else url
        )

    def post(self, url: str, *, data: Any = None, **_: Any) -> Response:
        return self._answer(url + (data.decode("utf-8", "replace") if isinstance(data, bytes) else ""))

    def _answer(self, url: str) -> Response:
        self.asked += 1
        if self.asked > MOST_REQUESTS:
            raise TooManyRequests(f"{self.asked} requests")
        for part, content in self.replies.items():
            if part in url or (part == HERE and url.rstrip("/") == URL):
                return Response(200, url.split("<")[0], self.headers, content)
        raise NotFound(host=host_of(url), status=404)


Ask = Callable[[Catalog, Query], Iterator[Page]]


def _search(catalog: Catalog, query: Query) -> Iterator[Page]:
    return catalog.search(query)


def _granules(catalog: Catalog, query: Query) -> Iterator[Page]:
    found = Dataset(
        id="c", title="t", catalog="x", sources=(Source("x", "c", f"{URL}/c.json"),), has_granules=True
    )
    return catalog.granules(found, query)


def _items(catalog: Catalog, query: Query) -> Iterator[Page]:
    """Items of whatever collection."""
    stac: Any = catalog
    return stac.search_items(query)


def _complete(catalog: Catalog, query: Query) -> Iterator[Page]:
    complete: Any = catalog
    yield Page((complete.complete(Dataset(id="c", title="t", catalog="x", raw={"global_id": "doi:10.1/x"})),))


def _record(catalog: Catalog, query: Query) -> Iterator[Page]:
    one: Any = catalog
    yield Page((one.record("c"),))


def _thredds_files(catalog: Catalog, query: Query) -> Iterator[Page]:
    """The files of a folder that was found before."""
    raw = {"catalog": f"{URL}/catalog.xml", "name": "01", "id": "snow/2020/01"}
    return catalog.granules(Dataset(id="c", title="t", catalog="x", raw=raw, has_granules=True), query)


def _about(catalog: Catalog, query: Query) -> Iterator[Page]:
    """What the catalogue says of itself and of its filters."""
    catalog.describe()
    catalog.queryables()
    return iter(())


@dataclass(frozen=True, eq=False)
class Case:
    """One parser on one answer. ``content`` makes the answer (or is the name of a recording), ``part`` is what
    its address holds, ``others`` are the answers that lead to it, which stay whole."""

    name: str
    kind: str
    content: str | Callable[[], Any]
    part: str = ""
    ask: Ask = _search
    others: Mapping[str, Any] = field(default_factory=dict)
    dialect: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, object] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"<{self.name}>"

    @property
    def holds_none(self) -> bool:
        """Whether the answer says something of the service and holds no record."""
        return self.ask is _about or (self.part == HERE and self.kind != "thredds")

    @property
    def is_here(self) -> bool:
        """Whether the recording is on this machine; what is synthetic always is."""
        name = self.content.name if isinstance(self.content, _Cassette) else self.content
        return callable(name) or (RECORDED / name).exists()

    def answer(self) -> bytes:
        """The answer as it came."""
        return _bytes(self.content() if callable(self.content) else (RECORDED / self.content).read_bytes())

    def pages(self, content: bytes, query: Query) -> Iterator[Page]:
        """What the adapter makes of an answer. Raises what it raises."""
        # Longer parts first: "" stands for every address that nothing else is said of.
        known = {**self.others, self.part: content}
        replies = {part: _bytes(known[part]) for part in sorted(known, key=len, reverse=True)}
        with Answers(replies, self.headers) as session:
            entry = CatalogEntry("x", self.kind, URL, dialect=self.dialect, options=self.options)
            yield from self.ask(make_catalog(entry, session), query)


def _bytes(value: Any) -> bytes:
    if isinstance(value, bytes):
        return value
    return value.encode() if isinstance(value, str) else json.dumps(value).encode()


# The answers that lead to those that are read

_LANDING = {
    "type": "Catalog", "stac_version": "1.0.0", "id": "synthetic", "description": "Synthetic.",
    "conformsTo": [CORE, ITEM_SEARCH],
    "links": [
        {"rel": "self", "href": f"{URL}/"},
        {"rel": "data", "href": f"{URL}/collections", "type": "application/json"},
        *({"rel": "search", "href": f"{URL}/search", "type": "application/geo+json", "method": m} for m in ("GET", "POST")),
    ],
}  # fmt: skip
_STAC = {HERE: _LANDING}
_OSDD = {HERE: synthetic_description(f"{URL}/feed?{PARAMETERS}&p={{eo:parentIdentifier?}}")}
_CSW = b"""<csw:Capabilities xmlns:csw="http://www.opengis.net/cat/csw/2.0.2" xmlns:ows="http://www.opengis.net/ows"
 version="2.0.2"/>"""
_ASKED = {"GetCapabilities": _CSW}


def _body(name: str, index: int = 0) -> Callable[[], bytes]:
    """The body of a recorded exchange (VCR's cassettes)."""

    def read() -> bytes:
        said = yaml.load(
            (RECORDED / name).read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        )
        key = "http_interactions" if "http_interactions" in said else "interactions"
        found = said[key][index]["response"]["body"]["string"]
        return base64.b64decode(found) if key == "http_interactions" else _bytes(found)

    return lru_cache(maxsize=1)(read)


def _collections() -> Any:
    return {
        "collections": [json.loads((RECORDED / "geodes/collection_peps_s1_l1.json").read_bytes())],
        "links": [],
    }


def _classic_part() -> Any:
    """The bridge's answer without Globus's own, which nothing reads, and with few of its facets' values."""
    said = json.loads((RECORDED / "esgf/search_dataset.json").read_bytes())["esg_search_response"]
    fields = said["facet_counts"]["facet_fields"]
    said["facet_counts"]["facet_fields"] = {name: values[:10] for name, values in fields.items()}
    return {"esg_search_response": said}


@dataclass(frozen=True)
class _Cassette:
    """A recording that is not read as it is: its path, and what it holds."""

    name: str
    read: Callable[[], Any]

    def __call__(self) -> Any:
        return self.read()


# Synthetic answers (what no public recording shows)

SYNTHETIC_CSW = b"""<csw:GetRecordsResponse xmlns:csw="http://www.opengis.net/cat/csw/2.0.2" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:dct="http://purl.org/dc/terms/" xmlns:ows="http://www.opengis.net/ows"><csw:SearchResults numberOfRecordsMatched="2"
 nextRecord="0"><csw:Record><dc:identifier>a</dc:identifier><dc:title>T</dc:title><dc:subject>s</dc:subject>
<dct:abstract>An abstract</dct:abstract><dct:temporal>start=2001; end=2002-03-04;</dct:temporal><dc:rights>CC-BY 4.0</dc:rights>
<dc:URI protocol="OGC:WMS">https://h.org/wms?layers=a</dc:URI>
<ows:BoundingBox crs="urn:x-ogc:def:crs:EPSG:6.11:4326"><ows:LowerCorner>44 5</ows:LowerCorner><ows:UpperCorner>46 8
</ows:UpperCorner></ows:BoundingBox></csw:Record></csw:SearchResults></csw:GetRecordsResponse>"""
SYNTHETIC_FEED = synthetic_feed(
    [
        synthetic_entry(
            "k1",
            box="",
            date="2000-01-01T00:00:00ZZ/",
            links='<link rel="enclosure" href="x.zip" length="3"/><category term="a" label="b"/>'
            '<media:group><media:content url="q.png"/></media:group>'
            "<georss:polygon>0 170 0 -170 10 -170 0 170</georss:polygon>"
            '<owc:offering code="http://x/wms"><owc:operation code="GetMap" href="o?layers=a"/></owc:offering>'
            "<georss:where><gml:Point><gml:pos>1 2</gml:pos></gml:Point></georss:where>",
        ),
        synthetic_entry("k2"),
    ],
    total=4,
)
SYNTHETIC_DESCRIPTION = synthetic_description(
    f"{URL}/s?{PARAMETERS}&cc={{eo:cloudCover?}}",
    inside='<param:Parameter name="count" value="{count}" maxInclusive="5" pattern="(a+)+$"/>',
)
_CMR_LINKS = [{"rel": "http://x/data#", "href": "https://h/x.hdf", "title": "t", "type": "x"}]


def synthetic_cmr() -> Any:
    entry = {
        "title": "Snow", "summary": "snow", "time_start": "2000-01-01T00:00:00Z", "boxes": ["-10 170 10 -170"],
        "polygons": [["0 170 0 180 5 180 0 170"]], "organizations": ["o"], "cloud_cover": "3", "granule_size": "1.5",
        "links": _CMR_LINKS, "updated": "2001-01-01T00:00:00Z", "short_name": "s", "doi": "10.5067/X",
    }  # fmt: skip
    return {"feed": {"entry": [{"id": f"C{number}", **entry} for number in range(2)]}}


def synthetic_esgf() -> Any:
    doc = {
        "title": "snow", "datetime_start": "1850-01-16T12:00:00Z", "datetime_stop": "2000-01-16T12:00:00Z",
        "url": ["https://h/x.nc|application/netcdf|HTTPServer"], "xlink": ["https://h/x|Citation|citation"],
        "west_degrees": 1.0, "east_degrees": 5.0, "south_degrees": 1.0, "north_degrees": 5.0,
        "checksum": ["ab" * 32], "checksum_type": ["SHA256"], "size": 3, "variable_id": ["tas"],
    }  # fmt: skip
    docs = [{"id": f"d{number}|n", **doc} for number in range(2)]
    return {
        "response": {"numFound": 4, "docs": docs},
        "facet_counts": {"facet_fields": {"variable_id": ["tas", 3]}},
    }


def synthetic_solr() -> Any:
    doc = {
        "title": "snow", "abstract": "about snow", "keywords": ["snow"], "northBoundCoord": 5, "southBoundCoord": 1,
        "eastBoundCoord": -175, "westBoundCoord": 175, "beginDate": "2001-01-01T00:00:00Z", "documents": ["a"], "origin": ["o"],
        "datePublished": "2010-01-01T00:00:00Z", "seriesId": "doi:10.1234/x",
    }  # fmt: skip
    return {"response": {"numFound": 4, "docs": [{"identifier": f"p{number}", **doc} for number in range(2)]}}


def synthetic_hits() -> Any:
    more = {
        "resourceTitleObject": {"default": "Surval", "langeng": "Surval"},
        "parentUuid": "p",
        "allKeywords": {"th_x": {"title": "X", "keywords": [{"default": "a", "link": "http://x/a"}]}},
        "tag": [{"default": "a"}],
        "link": [{"protocol": "OGC:WMS", "url": "http://u:p@example.org/wms", "name": "l", "group": 1}],
        "contact": [{"organisationObject": {"default": "o"}, "role": "owner", "website": "http://x"}],
        "resourceIdentifier": [{"code": "10.1234/5", "codeSpace": "doi", "link": ""}],
        "resourceDate": [{"type": "creation", "date": "2012-01-01T00:00:00.000Z"}],
        "resourceTemporalExtentDetails": [{"start": {"date": "2012"}, "end": {}}],
        "licenseObject": [{"default": "CC-BY 4.0", "link": "http://x"}],
        "overview": [{"url": "http://x/y.png", "text": {"default": "y"}}],
        "cl_topic": [{"key": "oceans", "default": "Océans"}],
        "cl_useConstraints": [{"key": "license"}],
        "coordinateSystem": ["EPSG:4326"],
        "lineageObject": {"default": "l"},
    }
    hits = [{"_id": str(n), "sort": [1.0, n], "_source": synthetic_record(n, **more)} for n in (1, 2)]
    return {
        "timed_out": False,
        "hits": {"total": {"value": 2, "relation": "eq"}, "hits": hits},
        "aggregations": {"parents": {"uuids": {"buckets": [{"key": "p", "doc_count": 3}]}}},
    }


_POLYGON = [
    {"polygonPoint": {"pointLongitude": x, "pointLatitude": y}} for x, y in ((0, 0), (1, 0), (1, 1), (0, 0))
]


def synthetic_dois() -> Any:
    full = synthetic_doi(
        1,
        language="fr",
        creators=[
            {
                "name": "Doe, Jane",
                "affiliation": [{"name": "x"}],
                "nameIdentifiers": [{"nameIdentifier": "x"}],
            }
        ],
        subjects=[{"subject": "snow", "valueUri": "http://x"}],
        geoLocations=[
            {"geoLocationPolygon": _POLYGON},
            {"geoLocationPoint": {"pointLongitude": "1", "pointLatitude": 2}},
            *synthetic_doi(1)["attributes"]["geoLocations"],
        ],
        rightsList=[{"rights": "CC-BY 4.0", "rightsUri": "http://x"}],
        contentUrl=["https://u:p@example.org/a.nc"],
        sizes=["3 bytes"],
        relatedIdentifiers=[{"relationType": "IsPartOf", "relatedIdentifier": "10.1234/x"}],
        publisher={"name": "P"},
    )
    return {
        "data": [full, synthetic_doi(2)],
        "meta": {"total": 5},
        "links": {"next": "http://x?page[number]=2"},
    }


def synthetic_dataverse_page() -> Any:
    hits = [
        synthetic_dataverse(1)["hit"],
        {**synthetic_dataverse(2)["hit"], "metadataBlocks": dataverse_version()["metadataBlocks"]},
    ]
    return {"status": "OK", "data": {"total_count": 5, "items": hits}}


def synthetic_datagouv_page() -> Any:
    resource = {
        "url": "https://u:p@example.org/a.csv", "format": "csv", "type": "main", "filesize": 3,
        "checksum": {"type": "md5", "value": "0" * 32},
    }  # fmt: skip
    more = {
        "resources": [resource], "harvest": {"remote_url": "http://x"},
        "spatial": {"geom": {"type": "Point", "coordinates": [1, 2]}}, "contact_points": [{"name": "x"}],
    }  # fmt: skip
    return {"data": [synthetic_datagouv(n, **more) for n in (1, 2)], "total": 5, "next_page": "http://x"}


def synthetic_occurrences() -> Any:
    more = {
        "decimalLongitude": 1.0, "decimalLatitude": 2.0, "eventDate": "2001-02-03",
        "media": [{"type": "StillImage", "identifier": "http://x/y.jpg"}],
    }  # fmt: skip
    return {"endOfRecords": True, "count": 1, "results": [synthetic_occurrence(1, **more)]}


def synthetic_items() -> Any:
    assets = {
        "thumbnail": {"href": "https://h/t.png", "type": "image/png", "roles": ["thumbnail"]},
        "wms": {"href": "https://h/wms?service=WMS&layers=a", "type": "application/vnd.ogc.wms_xml"},
        "B1": {"href": "s3://b/1.tif", "alternate": {"https": {"href": "https://h/1.tif"}}, "file:size": 3,
               "file:checksum": "1220" + "ab" * 32, "proj:code": "EPSG:2154"},
    }  # fmt: skip
    links = [
        {"rel": "wms", "href": "https://h/wms", "wms:layers": ["a"]},
        {"rel": "via", "href": "https://h/via", "type": "text/html"},
    ]
    multi = {
        "type": "MultiPolygon",
        "coordinates": [
            [[[179, 0], [180, 0], [180, 1], [179, 0]]],
            [[[-180, 0], [-179, 0], [-180, 1], [-180, 0]]],
        ],
    }
    return {
        "type": "FeatureCollection",
        "features": [item(1, assets=assets, links=links), item(2, geometry=multi, bbox=[179, 0, -179, 1])],
        "links": [{"rel": "next", "href": f"{URL}/search?token=2", "method": "POST", "body": {"token": "2"}, "merge": True}],
        "numberMatched": 4, "context": {"matched": 4},
    }  # fmt: skip


def synthetic_static() -> Any:
    """A collection with an item inside it, as static catalogues and some APIs write them."""
    return {
        "type": "Collection", "stac_version": "1.1.0", "id": "c", "title": "t", "description": "d", "license": "other",
        "extent": {"spatial": {"bbox": [[-180, -90, 180, 90], [170, -10, -170, 10]]}, "temporal": {"interval": [["2000-01-01T00:00:00Z", None]]}},
        "links": [{"rel": "child", "href": "./d/collection.json"}, {"rel": "item", "href": "i.json"}, {"rel": "license", "href": "https://x", "title": "L"},
                  {"rel": "cite-as", "href": "https://doi.org/10.1234/x"}],
        "summaries": {"proj:epsg": [4326], "eo:cloud_cover": {"minimum": 0, "maximum": 100}},
        "themes": [{"concepts": [{"id": "snow"}], "scheme": "https://x"}], "features": [item(1)],
        "providers": [{"name": "P", "roles": ["producer"], "url": "https://p"}], "keywords": ["snow"],
        "contacts": [{"name": "n", "emails": [{"value": "a@b.c"}], "addresses": [{"city": "c"}]}],
        "sci:publications": [{"doi": "10.1234/y", "citation": "c"}], "assets": {"q": {"href": "q.qml"}},
    }  # fmt: skip


def synthetic_queryables() -> Any:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object", "additionalProperties": False,
        "properties": {
            "eo:cloud_cover": {"title": "Cloud cover", "type": "number", "minimum": 0, "maximum": 100},
            "platform": {"enum": ["a", "b"]}, "datetime": {"$ref": "https://x"}, "gsd": {"type": ["number", "null"]},
        },
    }  # fmt: skip


def synthetic_features() -> Any:
    return {
        "links": [{"rel": "self", "href": URL}],
        "collections": [
            {"id": "a", "title": "A", "description": "d", "crs": ["http://www.opengis.net/def/crs/OGC/1.3/CRS84"],
             "extent": {"spatial": {"bbox": [[1, 2, 3, 4]]}, "temporal": {"interval": [["2000-01-01T00:00:00Z", None]]}},
             "links": [{"rel": "items", "href": f"{URL}/collections/a/items", "type": "application/geo+json"}]},
        ],
    }  # fmt: skip


_RECORDS = {
    HERE: {
        "title": "Synthetic",
        "conformsTo": [
            "http://www.opengis.net/spec/ogcapi-records-1/1.0/conf/core",
            "http://www.opengis.net/spec/cql2/1.0/conf/cql2-text",
            "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/filter",
        ],
        "links": [{"rel": "data", "href": f"{URL}/collections"}],
    },
    "/collections": {"collections": [{"id": "c", "itemType": "record", "title": "C"}]},
    "/collections/c/queryables": synthetic_queryables(),
}  # fmt: skip


def synthetic_records() -> Any:
    """Records as OGC 20-004r1 (clause 8) writes them."""
    said = {
        "title": "Snow", "description": "About <b>snow</b>", "type": "dataset", "created": "2001-01-01", "updated": "2002-01-01T00:00:00Z",
        "language": {"code": "fr"}, "keywords": ["snow"], "license": "CC-BY-4.0", "rights": "open", "externalIds": [{"value": "doi:10.1234/x"}],
        "themes": [{"concepts": [{"id": "snow", "url": "http://x/snow"}], "scheme": "http://x"}],
        "contacts": [{"name": "n", "organization": "o", "emails": [{"value": "a@b.c"}], "roles": ["publisher"], "links": [{"href": "http://x"}]}],
        "extent": {"spatial": {"bbox": [[1, 2, 3, 4]]}, "temporal": {"interval": [["2000-01-01", ".."]]}},
    }  # fmt: skip
    links = [
        {"rel": "item", "href": "http://x/wms?service=WMS", "protocol": "OGC:WMS", "name": "l", "title": "L"},
        {"rel": "enclosure", "href": "http://x/y.zip", "type": "application/zip", "length": 3},
    ]
    box = {"type": "Polygon", "coordinates": [[[1, 2], [3, 2], [3, 4], [1, 4], [1, 2]]]}
    time = {"interval": ["2000-01-01", "2001-01-01T00:00:00Z"]}
    one = {"type": "Feature", "geometry": box, "time": time, "properties": said, "links": links}
    return {
        "type": "FeatureCollection", "features": [{"id": f"r{number}", **one} for number in range(2)], "numberMatched": 4,
        "links": [{"rel": "next", "href": f"{URL}/collections/c/items?offset=2"}],
    }  # fmt: skip


WFS = b"""<wfs:WFS_Capabilities xmlns:wfs="http://www.opengis.net/wfs/2.0" xmlns:ows="http://www.opengis.net/ows/1.1" version="2.0.0">
<ows:ServiceIdentification><ows:Title>Synthetic</ows:Title></ows:ServiceIdentification><wfs:FeatureTypeList><wfs:FeatureType>
<wfs:Name>a:b</wfs:Name><wfs:Title>B</wfs:Title><wfs:Abstract>about</wfs:Abstract><wfs:DefaultCRS>urn:ogc:def:crs:EPSG::4326</wfs:DefaultCRS>
<ows:WGS84BoundingBox><ows:LowerCorner>1 2</ows:LowerCorner><ows:UpperCorner>3 4</ows:UpperCorner></ows:WGS84BoundingBox>
</wfs:FeatureType></wfs:FeatureTypeList></wfs:WFS_Capabilities>"""


class _Routes:
    """What a synthetic server would answer, asked without a server."""

    def __init__(self) -> None:
        self.routes: dict[str, Any] = {}

    def add(self, path: str, route: Any) -> str:
        self.routes[path] = route
        return self.url(path)

    def url(self, path: str) -> str:
        return f"https://example.org{path}"

    def answer(self, path: str, query: str = "") -> bytes:
        found: Reply = self.routes[path](Seen("GET", f"{path}?{query}", {}, b""))
        return bytes(found.body)


def _erddap() -> dict[str, bytes]:
    """An ERDDAP's answers, by a part of their addresses."""
    routes, found = _Routes(), [synthetic_erddap.synthetic_dataset(number) for number in (1, 2)]
    synthetic_erddap.SyntheticErddap(found).mount(routes)
    names = "datasetID,minLongitude,maxLongitude,minLatitude,maxLatitude,minTime,maxTime"
    answers = {
        "/search/": routes.answer("/erddap/search/advanced.json", "searchFor=all&page=1&itemsPerPage=9"),
        "/tabledap/": routes.answer("/erddap/tabledap/allDatasets.json", f'{names}&datasetID=~"(.*)"'),
        "/version": b"ERDDAP_version=2.23\n",
    }
    for one in found:
        answers[f"/info/{one['id']}/"] = routes.answer(f"/erddap/info/{one['id']}/index.json")
    return answers


ERDDAP = _erddap()
THREDDS = {f"/thredds/{path}": document for path, document in synthetic_thredds.snow().items()}
_CMR_HEADERS = {"CMR-Hits": "4", "CMR-Search-After": "[1]"}
_BLOCKS = {"status": "OK", "data": {"id": 1, "latestVersion": dataverse_version()}}

_FDSN = synthetic_fdsn.answers("c")
_OZCAR = synthetic_ozcar.answers()

CASES: tuple[Case, ...] = (
    Case("stac items, Earth Search", "stac", "stac/earth_search_page.json", "", _items, _STAC),
    Case("stac items, Planetary Computer", "stac", _Cassette("stac/planetary_computer_paging_cassette.yml", _body("stac/planetary_computer_paging_cassette.yml")), "", _items, _STAC),
    Case("stac items, GEODES", "stac", "geodes/search_peps_s2_l1c.json", "", _items, _STAC, "geodes"),
    Case("stac items, Theia", "stac", "theia-mtd/items_page_1.json", "", _items, _STAC, "theia"),
    Case("stac items, Theia, page 2", "stac", "theia-mtd/items_page_2.json", "", _items, _STAC, "theia"),
    Case("stac items, synthetic", "stac", synthetic_items, "", _items, _STAC),
    Case("stac items, synthetic, Hydroweb", "stac", synthetic_items, "", _items, _STAC, "geodes"),
    Case("stac collections, GEODES", "stac", _Cassette("geodes/collection_peps_s1_l1.json", _collections), "/collections", _search, _STAC, "geodes"),
    Case("stac collections, synthetic", "stac", lambda: {"collections": [synthetic_static()]}, "/collections", _search, _STAC),
    Case("stac landing, FedEO", "stac", "fedeo/stac_landing.json", HERE, _about),
    Case("stac landing, synthetic", "stac", lambda: _LANDING, HERE, _search, {"/collections": {"collections": []}, "/search": {"type": "FeatureCollection", "features": []}}),
    Case("stac queryables, synthetic", "stac", synthetic_queryables, "queryables", _about, {"": {**_LANDING, "conformsTo": [CORE, ITEM_SEARCH, "http://www.opengis.net/spec/cql2/1.0/conf/basic-cql2"]}}),
    Case("static stac collections, synthetic", "stac-static", synthetic_static),
    Case("static stac items, synthetic", "stac-static", synthetic_static, "", _granules),
    Case("csw, EaSy Data", "csw", "easydata/csw_getrecords.xml", "", _search, _ASKED),
    Case("csw, GeoNetwork", "csw", "csw/geonetwork_page_1.xml", "", _search, _ASKED),
    Case("csw, Sextant 19115-3", "csw", "sextant/iso19115-3_dataset.xml", "", _record, _ASKED),
    Case("csw, IGN", "csw", "ign/csw_record_rpg.xml", "", _record, _ASKED),
    Case("csw, EMODnet", "csw", "emodnet/iso19139.xml", "", _record, _ASKED),
    Case("csw, OZCAR", "csw", "ozcar/geonetwork_record.xml", "", _record, _ASKED),
    Case("csw, Copernicus Marine", "csw", "copernicus-marine/iso19139.xml", "", _record, _ASKED),
    Case("csw, SEANOE oai_dc", "csw", "seanoe/oai_record.xml", "", _record, _ASKED),
    Case("csw, synthetic Dublin Core", "csw", lambda: SYNTHETIC_CSW, "", _search, _ASKED),
    Case("csw capabilities", "csw", "csw/capabilities.xml", "GetCapabilities", _about),
    Case("csw exception report", "csw", "csw/exception_report.xml", "", _search, _ASKED),
    Case("csw exception, misshapen", "csw", "csw/bad_error.xml", "", _search, _ASKED),
    Case("geonetwork hits, Sextant", "geonetwork", "sextant/geonetwork_es_search.json"),
    Case("geonetwork hits, synthetic", "geonetwork", synthetic_hits, options={"hide_children": False}),
    Case("geonetwork record", "geonetwork", "ozcar/geonetwork_record.xml", "", _record),
    Case("opensearch collections, FedEO", "opensearch", "fedeo/collection_entry.xml", "", _search, _OSDD),
    Case("opensearch granules, FedEO", "opensearch", "fedeo/granules.xml", "", _granules, _OSDD),
    Case("opensearch collections, CMR", "opensearch", "cmr/osdd.xml", "", _search, _OSDD),
    Case("opensearch granules, CMR", "opensearch", "cmr/granules.xml", "", _granules, _OSDD),
    Case("opensearch, GeoDAB", "opensearch", "seanoe/geodab_atom.xml", "", _search, dialect="geodab"),
    Case("opensearch GeoJSON, SARA", "opensearch", "resto/sara_search.json", "", _granules, _OSDD),
    Case("opensearch, synthetic", "opensearch", lambda: SYNTHETIC_FEED, "", _search, _OSDD),
    Case("opensearch description, synthetic", "opensearch", lambda: SYNTHETIC_DESCRIPTION, "", _about),
    Case("opensearch description in a search, synthetic", "opensearch", lambda: SYNTHETIC_DESCRIPTION, HERE, _search, {"": SYNTHETIC_FEED}),
    Case("cmr collections, synthetic", "cmr", synthetic_cmr, headers=_CMR_HEADERS),
    Case("cmr granules, synthetic", "cmr", synthetic_cmr, "", _granules, headers=_CMR_HEADERS),
    Case("esgf datasets", "esgf", _Cassette("esgf/search_dataset.json", _classic_part)),
    Case("esgf datasets, synthetic", "esgf", synthetic_esgf),
    Case("esgf files, synthetic", "esgf", synthetic_esgf, "", _granules),
    Case("esgf facets, synthetic", "esgf", synthetic_esgf, "", _about),
    Case("odata, Copernicus Data Space", "odata", "cdse/odata_products.json", "", _granules),
    Case("records, synthetic", "records", synthetic_records, "/collections/c/items", _search, _RECORDS),
    Case("records collections, synthetic", "records", lambda: _RECORDS["/collections"], "/collections", _about, _RECORDS),
    Case("records landing, synthetic", "records", lambda: _RECORDS[HERE], HERE, _about, _RECORDS),
    Case("erddap search, synthetic", "erddap", lambda: ERDDAP["/search/"], "/search/", _search, ERDDAP),
    Case("erddap boxes, synthetic", "erddap", lambda: ERDDAP["/tabledap/"], "/tabledap/", _search, ERDDAP),
    Case("erddap dataset, synthetic", "erddap", lambda: ERDDAP["/info/synthetic_sst_1/"], "/info/synthetic_sst_1/", _search, ERDDAP),
    Case("thredds catalogue, synthetic", "thredds", lambda: THREDDS["/thredds/catalog.xml"], HERE, _search, THREDDS),
    Case("thredds datasets, synthetic", "thredds", lambda: THREDDS["/thredds/snow/catalog.xml"], "/thredds/snow/catalog.xml", _search, {**THREDDS, HERE: THREDDS["/thredds/catalog.xml"]}),
    Case("thredds files, synthetic", "thredds", lambda: THREDDS["/thredds/snow/2020/01/catalog.xml"], "", _thredds_files),
    Case("dataone, synthetic", "dataone", synthetic_solr),
    Case("dataone EML", "dataone", "dataone/eml.xml", "", _complete),
    Case("datacite", "datacite", _Cassette("datacite/dois_cassette.yml", _body("datacite/dois_cassette.yml"))),
    Case("datacite, synthetic", "datacite", synthetic_dois),
    Case("dataverse hits, synthetic", "dataverse", synthetic_dataverse_page, "/api/search", _search, {"/api/datasets/": _BLOCKS}),
    Case("dataverse dataset, synthetic", "dataverse", lambda: _BLOCKS, "/api/datasets/", _complete),
    Case("gbif occurrences", "gbif", "gbif/dataset_search.json", "", _granules),
    Case("gbif occurrences, synthetic", "gbif", synthetic_occurrences, "", _granules),
    Case("gbif datasets, synthetic", "gbif", lambda: {"endOfRecords": False, "count": 5, "results": [synthetic_gbif(n)["hit"] for n in (1, 2)]}, "search"),
    Case("gbif dataset, synthetic", "gbif", lambda: {**synthetic_gbif(1)["hit"], **synthetic_gbif(1)["dataset"]}, "", _complete),
    Case("fdsn networks, synthetic", "fdsn", lambda: _FDSN["level=network&format=xml"], "level=network", _search, _FDSN),
    Case("fdsn stations, synthetic", "fdsn", lambda: _FDSN["level=station&format=text"], "level=station", _search, _FDSN),
    Case("ozcar datasets, synthetic", "ozcar", lambda: _OZCAR["changeDatasetPage"], "changeDatasetPage", _search, _OZCAR),
    Case("ozcar facets, synthetic", "ozcar", lambda: _OZCAR["initFacets"], "initFacets", _about, _OZCAR),
    Case("ozcar dataset, synthetic", "ozcar", lambda: _OZCAR["showDatasetDetailed"], "showDatasetDetailed", _complete),
    Case("ozcar stations, synthetic", "ozcar", lambda: _OZCAR["getObservationsOfADataset"], "getObservationsOfADataset", _granules),
    Case("aeris record, synthetic", "aeris", synthetic_aeris.synthetic_record, "/metadata/", _complete),
    Case("aeris files, synthetic", "aeris", lambda: {"entries": synthetic_aeris.ENTRIES}, "/request", _granules, {"/metadata/": synthetic_aeris.synthetic_record()}),
    Case("data.gouv.fr, synthetic", "data-gouv", synthetic_datagouv_page),
    Case("wms, NCCS", "wms", "ogc/wms_130_nccs.xml"),
    Case("wfs, Eaufrance", "wfs", "ogc/wms_eaufrance.xml"),
    Case("wmts, EOSDIS", "wmts", "ogc/wmts_eosdis.xml"),
    Case("wcs, NSIDC", "wcs", "ogc/wcs_nsidc.xml"),
    Case("wfs, synthetic", "wfs", lambda: WFS),
    Case("features, synthetic", "features", synthetic_features),
)  # fmt: skip
