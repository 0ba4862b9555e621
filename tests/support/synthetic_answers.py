# ruff: noqa: E501 (records are read across)
"""Synthetic answers: what no public recording shows, and what leads to the answers that are read."""

from __future__ import annotations

from typing import Any

from tests.core.synthetic_stac import CORE, ITEM_SEARCH, item
from tests.core.test_rest_records import dataverse_version
from tests.support import synthetic_erddap, synthetic_thredds
from tests.support.cases import HERE, URL
from tests.support.faultserver import Reply, Seen
from tests.support.synthetic_datagouv import synthetic_datagouv
from tests.support.synthetic_geonetwork import synthetic_record
from tests.support.synthetic_opensearch import (
    PARAMETERS,
    synthetic_description,
    synthetic_entry,
    synthetic_feed,
)
from tests.support.synthetic_rest import (
    synthetic_dataverse,
    synthetic_doi,
    synthetic_occurrence,
)

LANDING = {
    "type": "Catalog", "stac_version": "1.0.0", "id": "synthetic", "description": "Synthetic.",
    "conformsTo": [CORE, ITEM_SEARCH],
    "links": [
        {"rel": "self", "href": f"{URL}/"},
        {"rel": "data", "href": f"{URL}/collections", "type": "application/json"},
        *({"rel": "search", "href": f"{URL}/search", "type": "application/geo+json", "method": m} for m in ("GET", "POST")),
    ],
}  # fmt: skip
STAC = {HERE: LANDING}
OSDD = {HERE: synthetic_description(f"{URL}/feed?{PARAMETERS}&p={{eo:parentIdentifier?}}")}
CAPABILITIES = b"""<csw:Capabilities xmlns:csw="http://www.opengis.net/cat/csw/2.0.2" xmlns:ows="http://www.opengis.net/ows"
 version="2.0.2"/>"""
CSW = {"GetCapabilities": CAPABILITIES}


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


RECORDS = {
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
