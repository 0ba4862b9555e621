# ruff: noqa: E501 (the tables are read across)
"""Where each format of answers has its records, and what it calls title, abstract, box, period, licence, DOI and
links: the fields of which nothing may be lost.

Left out on purpose, and counted as raw: links within a catalogue's own structure (STAC root, parent, next), of an
address in several languages those not asked for, and "Apache-2.0" in GEODES, which stands there for want of a licence.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from gaia_plugin.core.catalogs.stac.links import _STRUCTURE


@dataclass(frozen=True)
class Format:
    """Where the records of an answer are (names of elements, or keys joined by dots), which of their leaves are
    which field (patterns of the whole path), and the values that are meant to be left out."""

    records: tuple[str, ...]
    named: dict[str, str]
    left_out: Callable[[Any], set[str]] = field(default=lambda source: set())
    shape: Callable[[Any], Any] = field(default=lambda source: source)
    """Makes names of what a source writes as {"name": …, "value": …}."""


def _structure(source: Any) -> set[str]:
    """Addresses that lead about in the catalogue, and a licence that is none."""
    links = source.get("links") or []
    found = {"Apache-2.0"} if "geodes" in json.dumps(links) else set()
    if any(link.get("rel") == "license" for link in links):
        found |= {"other", "proprietary", "various"}  # told by the link's title instead
    for link in links:
        rel = str(link.get("rel")).lower()
        if (
            rel in _STRUCTURE
            or rel.startswith("http://www.opengis.net")
            or link.get("hreflang")
            or "Apache-2.0" in link["href"]
        ):
            found.add(link["href"])
    for asset in (source.get("assets") or {}).values():  # GEODES' quicklooks get the scope that they lack
        if "/api/quicklook/" in asset["href"]:
            found.add(asset["href"])
    return found


def _other_languages(hit: Any) -> set[str]:
    """Addresses and conditions that are there in the language asked for too; the box of a drawn outline."""
    source = hit["_source"]
    found = {"_source/geom/coordinates"} if "shape" in source else set()
    translated = [link.get("urlObject", {}) for link in source.get("link", ())]
    translated += [one for name, value in source.items() if "onstraints" in name or name == "licenseObject"
                   for one in (value if isinstance(value, list) else [value]) if isinstance(one, dict)]  # fmt: skip
    for one in translated:
        shown = one.get("langeng") or one.get("default")
        found |= {text for name, text in one.items() if name != "link" and text != shown}
    return found


def _without_fields(node: Any) -> Any:
    """A Dataverse's {"typeName": "title", "value": "Snow"} as {"title": "Snow"}."""
    if isinstance(node, list):
        if node and all(isinstance(one, dict) and "typeName" in one for one in node):
            return {one["typeName"]: _without_fields(one["value"]) for one in node}
        return [_without_fields(one) for one in node]
    if isinstance(node, dict):
        if "typeName" in node and "value" in node:
            return _without_fields(node["value"])
        return {name: _without_fields(one) for name, one in node.items()}
    return node


def _not_of_the_entry(entry: Any) -> set[str]:
    """Where the entry itself is, in other formats and at other addresses of the same catalogue."""
    return {
        link.get("href", "")
        for link in entry.iterchildren("{*}link")
        if (link.get("rel") in ("up", "self", "search", "alternate", "via") and "format" in link.get("href", "").lower())
        or link.get("rel") == "up"
    }  # fmt: skip


_ISO = Format(
    ("MD_Metadata", "MI_Metadata"),
    {
        "title": r"[^/]+/identificationInfo/[^/]+/citation/CI_Citation/title/[^@]+",
        "abstract": r"[^/]+/identificationInfo/[^/]+/abstract/[^@]+",
        "box": r".*identificationInfo/.*(?:BoundingBox/[^@]+/Decimal|BoundingPolygon/.*(?:posList|pos|coordinates))",
        "period": r".*identificationInfo/.*EX_TemporalExtent/.*(?:beginPosition|endPosition|timePosition|Position)",
        "licence": r".*identificationInfo/.*resourceConstraints/.*(?:otherConstraints|useLimitation)/(?:CharacterString|Anchor|Anchor/@href)",
        "doi": r".*identificationInfo/[^/]+/citation/CI_Citation/identifier/.*code/[^@]+",
        "links": r".*distributionInfo/.*linkage/(?:URL|CharacterString)",
    },
)
_STAC_ITEM = Format(
    ("features",),
    {
        "title": r"properties/title",
        "abstract": r"properties/description",
        "box": r"bbox|geometry/coordinates",
        "period": r"properties/(?:start_|end_)datetime",
        "licence": r"properties/license",
        "doi": r"properties/sci:doi",
        "links": r"links/href|assets/[^/]+/href",
    },
    _structure,
)
_ATOM = Format(
    ("entry",),
    {
        "title": r"entry/title",
        "abstract": r"entry/(?:summary|content)",
        "box": r"entry/(?:box|polygon|point|line)|entry/where/.*(?:lowerCorner|upperCorner|pos|posList)",
        "period": r"entry/(?:date|start|end)",
        "licence": r"entry/rights",
        "doi": r"entry/identifier",
        "links": r"entry/link/@href|entry/.*onLine/.*linkage/(?:URL|CharacterString)",
    },
    _not_of_the_entry,
)

# By the beginning of the names of tests/support/answers.py; longer beginnings first.
FORMATS: dict[str, Format] = {
    "stac items": _STAC_ITEM,
    "stac collections": Format(
        ("collections",),
        {
            "title": r"title",
            "abstract": r"description",
            "box": r"extent/spatial/bbox",
            "period": r"extent/temporal/interval",
            "licence": r"license",
            "doi": r"sci:doi",
            "links": r"links/href|assets/[^/]+/href",
        },
        _structure,
    ),
    "csw, SEANOE": Format(
        ("dc",),
        {
            "title": r"dc/title", "abstract": r"dc/description", "box": r"dc/coverage", "licence": r"dc/rights",
            "doi": r"dc/identifier", "links": r"dc/(?:identifier|relation|source)",
        },
    ),
    "csw, synthetic": Format(
        ("Record",),
        {
            "title": r"Record/title", "abstract": r"Record/abstract", "box": r"Record/BoundingBox/\w+Corner", "licence": r"Record/rights",
            "doi": r"Record/identifier", "links": r"Record/(?:URI|references)",
        },
    ),
    "csw capabilities": Format((), {}),
    "csw exception": Format((), {}),
    "csw": _ISO,
    "geonetwork record": _ISO,
    "geonetwork hits": Format(
        ("hits.hits",),
        {
            "title": r"_source/resourceTitleObject/.*",
            "abstract": r"_source/resourceAbstractObject/.*",
            "box": r"_source/(?:geom|shape)/coordinates",
            "period": r"_source/resourceTemporalExtentDetails/(?:start|end)/date",
            "licence": r"_source/(?:licenseObject|MD_LegalConstraints\w*Object)/(?:default|langeng|link)",
            "doi": r"_source/resourceIdentifier/code",
            "links": r"_source/link/url(?:Object/.*)?|_source/overview/url",
        },
        _other_languages,
    ),
    "opensearch GeoJSON": Format(
        ("features",),
        {
            "title": r"properties/title", "abstract": r"properties/(?:description|abstract)", "box": r"geometry/coordinates",
            "period": r"properties/(?:startDate|completionDate)", "licence": r"properties/license/licenseId",
            "links": r"properties/links/href|properties/services/download/url|properties/(?:quicklook|thumbnail)",
        },
    ),
    "opensearch description": Format((), {}),
    "opensearch": _ATOM,
    "esgf facets": Format((), {}),
    "esgf": Format(
        ("esg_search_response.response.docs", "response.docs"),
        {
            "title": r"title", "abstract": r"description", "box": r"(?:west|east|south|north)_degrees", "period": r"datetime_(?:start|stop)",
            "licence": r"license", "links": r"url|xlink",
        },
    ),
    "dataone EML": Format(
        ("eml",),
        {
            "title": r"eml/dataset/title(?:/value)?",
            "abstract": r"eml/dataset/abstract(?:/.*)?",
            "box": r"eml/dataset/coverage/geographicCoverage/boundingCoordinates/\w+Coordinate",
            "period": r"eml/dataset/coverage/temporalCoverage/.*calendarDate",
            "licence": r"eml/dataset/(?:intellectualRights(?:/.*)?|licensed/.*)",
            "doi": r"eml/@packageId|eml/dataset/alternateIdentifier",
            "links": r"eml/dataset/(?:distribution|dataTable/physical/distribution|otherEntity/physical/distribution)/online/url",
        },
    ),
    "dataone": Format(
        ("response.docs",),
        {
            "title": r"title", "abstract": r"abstract", "box": r"\w+BoundCoord", "period": r"(?:begin|end)Date", "doi": r"seriesId|identifier",
        },
    ),
    "datacite": Format(
        ("data",),
        {
            "title": r"attributes/titles/title", "abstract": r"attributes/descriptions/description",
            "box": r"attributes/geoLocations/geoLocation(?:Box|Point|Polygon)/.*", "licence": r"attributes/rightsList/rights(?:Uri)?",
            "doi": r"attributes/doi", "links": r"attributes/(?:url|contentUrl)",
        },
    ),
    "gbif occurrences": Format(
        ("results",),
        {
            "title": r"scientificName", "box": r"decimal(?:Longitude|Latitude)", "period": r"eventDate", "licence": r"license",
            "links": r"media/identifier|references",
        },
    ),
    "gbif datasets": Format(("results",), {"title": "title", "abstract": "description", "licence": "license", "doi": "doi"}),
    "odata": Format(
        ("value",),
        {
            "title": r"Name", "box": r"GeoFootprint/coordinates", "period": r"ContentDate/(?:Start|End)",
            "links": r"Assets/DownloadLink",
        },
    ),
    "cmr": Format(
        ("feed.entry",),
        {
            "title": "title", "abstract": "summary", "box": "polygons", "period": "time_(?:start|end)", "doi": "doi", "links": "links/href",
        },
    ),
    "aeris record": Format(
        ("",),
        {
            "title": r"resourceTitle/.*", "abstract": r"resourceAbstract/.*", "box": r"spatialExtents/area/\w*[lL](?:at|ong)itude",
            "period": r"temporalExtents/(?:begin|end)Date", "licence": r"distributionInformation/licence(?:Name|Url)",
            "doi": r"identifiers/code", "links": r"links/url|quicklooks/url",
        },
    ),
    "ozcar datasets": Format(
        ("content",),
        {
            "title": r"title/text", "abstract": r"description/text", "box": r"spatialExtent/geometry/coordinates",
            "period": r"temporalExtent/date(?:Beg|End)",
        },
    ),
    "records, synthetic": Format(
        ("features",),
        {
            "title": r"properties/title", "abstract": r"properties/description", "box": r"geometry/coordinates", "period": r"time/interval",
            "licence": r"properties/license", "doi": r"properties/externalIds/value", "links": r"links/href",
        },
    ),
    "dataverse hits": Format((), {}),
    "dataverse": Format(
        ("data",),
        {
            "title": r".*/title", "abstract": r".*/dsDescriptionValue", "box": r".*/geographicBoundingBox/\w+",
            "period": r".*/timePeriodCovered(?:Start|End)", "licence": r"latestVersion/(?:license/.*|termsOfUse)",
            "doi": r"persistentUrl", "links": r".*/publicationURL|persistentUrl",
        },
        shape=_without_fields,
    ),
    "data.gouv.fr": Format(
        ("data",),
        {
            "title": r"title", "abstract": r"description", "box": r"spatial/geom/coordinates", "period": r"temporal_coverage/(?:start|end)",
            "links": r"resources/url|page|harvest/remote_url",
        },
    ),
}  # fmt: skip
