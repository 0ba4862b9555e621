# ruff: noqa: E501 (the tables are read across)
"""What the sources call title, abstract, box, period, licence, DOI and links, by format: the fields of which
nothing may be lost; and whether each value of them is in its field of the model.

Left out on purpose, and counted as raw: links within a catalogue's own structure (STAC root, parent, next), of an
address in several languages those not asked for, and "Apache-2.0" in GEODES, which stands there for want of a licence.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from gaia_plugin.core.catalogs.stac.links import _STRUCTURE
from gaia_plugin.core.metadata.constraints import licence_id
from gaia_plugin.core.metadata.hrefs import without_secrets
from gaia_plugin.core.metadata.identifiers import doi_in
from gaia_plugin.core.metadata.xmltree import local
from gaia_plugin.core.model import Dataset, Record, bounds, positions
from tests.support.haystack import (
    Haystack,
    Leaf,
    bare,
    json_leaves,
    moment_of,
    numbers_of,
    squeeze,
    strings,
    xml_leaves,
)

NAMED = ("title", "abstract", "box", "period", "licence", "doi", "links")


@dataclass(frozen=True)
class Format:
    """Where the records of an answer are (names of elements, or keys joined by dots), which of their leaves are
    which field (patterns of the whole path), and the values that are meant to be left out."""

    records: tuple[str, ...]
    named: dict[str, str]
    left_out: Callable[[Any], set[str]] = field(default=lambda source: set())
    shape: Callable[[Any], Any] = field(default=lambda source: source)
    """Makes names of what a source writes as {"name": …, "value": …}."""


@dataclass(frozen=True)
class Source:
    """One record as its source wrote it."""

    leaves: tuple[Leaf, ...]
    left_out: frozenset[str] = frozenset()


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


def format_of(name: str) -> Format | None:
    """The format of an answer by its name; None for answers that hold no records of metadata."""
    found = next((one for begin, one in FORMATS.items() if name.startswith(begin)), None)
    return found if found and found.records else None


def sources(content: bytes, form: Format) -> list[Source]:
    """The records of an answer, in its order."""
    if content.lstrip()[:1] in (b"{", b"["):
        return [
            Source(tuple(json_leaves(form.shape(one))), frozenset(form.left_out(one)))
            for one in _listed(json.loads(content), form.records)
        ]
    root = etree.fromstring(content, etree.XMLParser(recover=True, remove_comments=True))
    return [
        Source(tuple(xml_leaves(one)), frozenset(form.left_out(one))) for one in _elements(root, form.records)
    ]


def _listed(document: Any, places: tuple[str, ...]) -> list[Any]:
    for place in places:
        node = document
        for key in place.split("."):
            node = node.get(key) if isinstance(node, dict) else None
        if isinstance(node, list):
            return node
        if isinstance(node, dict):
            return [node]
    return []


def _elements(root: Any, names: tuple[str, ...]) -> Iterator[Any]:
    stack = [root]
    while stack:
        node = stack.pop()
        if local(node) in names:
            yield node
        else:
            stack += [one for one in reversed(node) if isinstance(one.tag, str)]


def named(source: Source, form: Format) -> Iterator[tuple[str, Leaf]]:
    """(field, leaf) of every leaf that is one of the named fields."""
    patterns = {name: re.compile(pattern) for name, pattern in form.named.items()}
    for leaf in source.leaves:
        if leaf.path in source.left_out or (isinstance(leaf.value, str) and leaf.value in source.left_out):
            continue
        for name, pattern in patterns.items():
            if pattern.fullmatch(leaf.path) and _is_one(name, leaf):
                yield name, leaf


def _is_one(name: str, leaf: Leaf) -> bool:
    """Whether the value is of the field's kind: an identifier that is no DOI is not one that was lost."""
    text = str(leaf.value)
    if name == "doi":
        return bool(doi_in(text))
    if name == "links":
        return "://" in text
    if name == "period":
        return any(moment_of(part) for part in _dates(text))
    return name != "box" or bool(_all_numbers(text))


def is_kept(name: str, leaf: Leaf, record: Record, hay: Haystack) -> bool:
    """Whether a value is in its field of the model."""
    return _KEPT[name](leaf, record, hay)


def _kept_text(name: str) -> Callable[[Leaf, Record, Haystack], bool]:
    def kept(leaf: Leaf, record: Record, hay: Haystack) -> bool:
        texts = [
            getattr(record, name),
            *(said.get(name, "") for said in getattr(record, "texts", {}).values()),
        ]
        words = " ".join(bare(text) for text in texts)
        if bare(str(leaf.value)) in words:
            return True
        # A table instead of a text is read row by row into all fields, its labels being the names of
        # properties; other titles and descriptions keep their kind.
        values = re.sub(r"<b>[^<]*</b>|<a [^>]*>[^<]*</a>", "", str(leaf.value))
        pieces = [bare(piece) for piece in re.split(r"<[^>]+>", values)]
        aside = bare(hay.all if "<tr" in values else "\n".join(strings(record.properties)))
        return all(piece in words or piece in aside for piece in pieces)

    return kept


def _kept_box(leaf: Leaf, record: Record, hay: Haystack) -> bool:
    found = _all_numbers(str(leaf.value))
    if (
        not record.footprint
    ):  # the world for want of a better one, or a box that is none: said, and kept apart
        return bool(record.footprint_note) and hay.holds(leaf)
    known = {round(n, 5) for p in positions(record.footprint) for n in p[:2]} | {
        round(n, 5) for n in bounds(record.footprint)
    }
    # 0…360°, and what was drawn beyond the antimeridian or the pole, comes back within the map.
    return all(
        {round(n, 5), round(n - 360, 5), round(n + 360, 5)} & known or abs(n) in (90, 180) for n in found
    )


def _kept_period(leaf: Leaf, record: Record, hay: Haystack) -> bool:
    parts = [part for part in _dates(str(leaf.value)) if moment_of(part)]
    whole = Leaf(leaf.path, squeeze(str(leaf.value)))
    texts = [str(record.period), *(str(one) for one in getattr(record, "periods", ()))]
    return all(hay.holds_moment(part) for part in parts) or any(whole.value in text for text in texts)


def _kept_licence(leaf: Leaf, record: Record, hay: Haystack) -> bool:
    text = str(leaf.value)
    said = [
        record.license,
        *([record.license_url, *record.constraints] if isinstance(record, Dataset) else []),
    ]
    words = " ".join(bare(one) for one in said)
    spdx = licence_id(text)
    return bare(text) in words or bool(spdx and spdx in said) or (bool(record.license) and hay.holds(leaf))


def _kept_doi(leaf: Leaf, record: Record, hay: Haystack) -> bool:
    doi = doi_in(str(leaf.value)).lower()
    others = [doi_in(one).lower() for one in getattr(record, "identifiers", ())]
    return doi == record.doi.lower() or doi in others


def _kept_link(leaf: Leaf, record: Record, hay: Haystack) -> bool:
    text = squeeze(str(leaf.value)).split("|")[0]
    hrefs = {link.href for link in record.links} | {record.thumbnail}
    clean = without_secrets(text)[0]
    if {text, clean} & hrefs:
        return True
    # A service's address is kept without its request; a DOI's in one form.
    bare = clean.split("?", 1)[0].rstrip("/")
    doi = doi_in(clean)
    return any(
        href.split("?", 1)[0].rstrip("/") == bare or bool(doi and doi_in(href) == doi) for href in hrefs
    )


def _dates(text: str) -> list[str]:
    """The dates of an interval, without the second Z that FedEO writes."""
    return text.strip().replace("ZZ", "Z").split("/")


def _all_numbers(text: str) -> list[float]:
    if re.fullmatch(r"-?\d+,\d+", text):  # a decimal comma
        text = text.replace(",", ".")
    found = [number for number in numbers_of(text) if number is not None]
    return found or [float(word) for word in re.findall(r"-?\d+\.\d+|-?\d+", text)]


_KEPT: dict[str, Callable[[Leaf, Record, Haystack], bool]] = {
    "title": _kept_text("title"),
    "abstract": _kept_text("abstract"),
    "box": _kept_box,
    "period": _kept_period,
    "licence": _kept_licence,
    "doi": _kept_doi,
    "links": _kept_link,
}
