"""Datasets and occurrences of GBIF's API v1 (https://techdocs.gbif.org/en/openapi/) to the model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ..metadata.boxes import mend_box
from ..metadata.constraints import licence_id
from ..metadata.datacite_places import degrees
from ..metadata.extents import together
from ..metadata.identifiers import doi_in, person_uri
from ..metadata.jsontexts import (
    inside,
    left,
    listed,
    objects,
    period_of,
    scrubbed,
    text,
    texts,
    whole_number,
    without_html,
)
from ..metadata.languages import two_letters
from ..metadata.online import typed_link
from ..model import Contact, Dataset, Geometry, Granule, Keyword, Link, LinkKind, Period, box_polygon, hull
from ..model import Source as Where

PORTAL = "https://www.gbif.org"
NO_AREA = "the catalogue's list gives no area"

_WITH_OCCURRENCES = frozenset({"OCCURRENCE", "SAMPLING_EVENT", "MATERIAL_ENTITY"})
_ENDPOINTS = {"EML": LinkKind.METADATA, "DWC_ARCHIVE": LinkKind.DOWNLOAD, "CAMTRAP_DP": LinkKind.DOWNLOAD}
_ROLES = {
    "ORIGINATOR": "author",
    "METADATA_AUTHOR": "author",
    "ADMINISTRATIVE_POINT_OF_CONTACT": "pointOfContact",
    "POINT_OF_CONTACT": "pointOfContact",
}
_READ = frozenset(
    {
        "key",
        "title",
        "description",
        "type",
        "publishingOrganizationTitle",
        "license",
        "keywords",
        "doi",
        "decades",
        "geographicCoverages",
        "temporalCoverages",
        "contacts",
        "endpoints",
        "identifiers",
        "keywordCollections",
        "citation",
        "created",
        "modified",
        "pubDate",
        "homepage",
        "logoUrl",
        "language",
        "dataLanguage",
        "alias",
    }
)


def read_dataset(record: Any, *, catalog: str = "", url: str = "") -> Dataset:
    """A dataset from a hit of the search or from ``/dataset/{key}``, which says more.

    A hit's period is that of its decades. Raises ValueError for a record without key.
    """
    record = inside(scrubbed(record))
    key = text(record.get("key"))
    if not key:
        raise ValueError("the dataset has no key")
    footprint, note, places = _where(record)
    periods = _periods(record)
    said, address = text(record.get("license")), ""
    if said.startswith("http"):
        address, said = said, licence_id(said) or said
    citation = record.get("citation")
    links = tuple(dict.fromkeys(_links(record, key)))
    return Dataset(
        id=key,
        title=text(record.get("title")) or key,
        catalog=catalog,
        abstract=without_html(text(record.get("description"))),
        provider=text(record.get("publishingOrganizationTitle")),
        footprint=footprint,
        footprint_note=note,
        period=hull(periods),
        periods=periods,
        keywords=tuple(
            dict.fromkeys([*_keywords(record), *(Keyword(place, kind="place") for place in places)])
        ),
        compartments=("biodiversity",),
        license=licence_id(said) or said,
        license_url=address,
        doi=doi_in(text(record.get("doi"))),
        identifiers=tuple(
            dict.fromkeys(
                [
                    key,
                    *(
                        text(one.get("identifier"))
                        for one in objects(record.get("identifiers"))
                        if text(one.get("identifier"))
                    ),
                ]
            )
        ),
        contacts=tuple(dict.fromkeys(_contacts(record))),
        parent=text(record.get("parentDatasetKey")),
        links=links,
        thumbnail=text(record.get("logoUrl")),
        language=two_letters(text(record.get("language"))) if text(record.get("language")) else "",
        dates=tuple(
            (kind, day)
            for name, kind in (("created", "creation"), ("pubDate", "publication"), ("modified", "revision"))
            if (day := text(record.get(name)))
        ),
        updated=text(record.get("modified")),
        citation=text(citation) or text(inside(citation).get("text")),
        properties={**left(record, _READ), **({"gbif:type": record["type"]} if record.get("type") else {})},
        sources=(Where(catalog, key, url),),
        has_granules=text(record.get("type")) in _WITH_OCCURRENCES,
        raw=record,
    )


def _where(record: dict[str, Any]) -> tuple[Geometry | None, str, list[str]]:
    found: list[Geometry] = []
    notes: list[str] = []
    places: list[str] = []
    if "geographicCoverages" not in record:
        return None, NO_AREA, places
    for one in objects(record.get("geographicCoverages")):
        box = inside(one.get("boundingBox"))
        if box.get("globalCoverage") is True:
            found.append(box_polygon(-180.0, -90.0, 180.0, 90.0))
        elif box:
            sides = ("minLongitude", "minLatitude", "maxLongitude", "maxLatitude")
            mended, note = mend_box(*(degrees(box.get(side)) for side in sides))
            found += [box_polygon(*mended)] if mended else []
            notes += [note] if note else []
        if place := text(one.get("description")):
            places.append(place)
    unique = list({repr(geometry): geometry for geometry in found}.values())
    if not unique and not notes:
        notes.append("the record gives no area")
    return together(unique), "; ".join(dict.fromkeys(notes)), places


def _periods(record: dict[str, Any]) -> tuple[Period, ...]:
    found = []
    for one in objects(record.get("temporalCoverages")):
        start, end = (
            text(one.get("start")) or text(one.get("date")),
            text(one.get("end")) or text(one.get("date")),
        )
        # Midnight of a day is how the API writes the day.
        period = period_of(start.split("T")[0], end.split("T")[0])
        found += [period] if period else []
    if not found and "temporalCoverages" not in record:
        decades = [
            year for one in listed(record.get("decades")) if (year := whole_number(one)) and year < 9990
        ]
        if decades:
            period = period_of(f"{min(decades):04d}", f"{max(decades) + 9:04d}")
            found += [period] if period else []
    return tuple(dict.fromkeys(found))


def _keywords(record: dict[str, Any]) -> Iterator[Keyword]:
    for word in texts(record.get("keywords")):
        yield Keyword(word)
    for one in objects(record.get("keywordCollections")):
        for word in texts(one.get("keywords")):
            yield Keyword(word, thesaurus=text(one.get("thesaurus")))


def _contacts(record: dict[str, Any]) -> Iterator[Contact]:
    publisher = text(record.get("publishingOrganizationTitle"))
    if publisher:
        yield Contact(organisation=publisher, role="publisher")
    host = text(record.get("hostingOrganizationTitle"))
    if host and host != publisher:
        yield Contact(organisation=host, role="resourceProvider")
    for one in objects(record.get("contacts")):
        kind = text(one.get("type"))
        yield Contact(
            f"{text(one.get('firstName'))} {text(one.get('lastName'))}".strip(),
            text(one.get("organization")),
            _ROLES.get(kind, kind.lower()),
            next(iter(texts(one.get("email"))), ""),
            next(iter(texts(one.get("homepage"))), ""),
            next((uri for uri in map(person_uri, texts(one.get("userId"))) if uri), ""),
            position=next(iter(texts(one.get("position"))), ""),
            phone=next(iter(texts(one.get("phone"))), ""),
            address=", ".join(
                filter(None, [*texts(one.get("address")), text(one.get("city")), text(one.get("country"))])
            ),
        )


def _links(record: dict[str, Any], key: str) -> Iterator[Link]:
    for one in objects(record.get("endpoints")):
        kind = text(one.get("type"))
        link = typed_link(
            text(one.get("url")), kind, "", "", text(one.get("description")), "", None, None, kind, False
        )
        yield (
            replace(link, kind=_ENDPOINTS[kind])
            if kind in _ENDPOINTS and link.kind is not LinkKind.UNREACHABLE
            else link
        )
    yield Link(f"{PORTAL}/dataset/{key}", LinkKind.INFO, title="GBIF")
    doi = doi_in(text(record.get("doi")))
    if doi:
        yield Link(f"https://doi.org/{doi}", LinkKind.INFO, title=f"DOI {doi}", protocol="DOI")
    for href in texts(record.get("homepage")):
        yield typed_link(href, "", "information", "", "", "", None, None, "", False)


def read_occurrence(record: Any, *, catalog: str = "", url: str = "") -> Granule:
    """An occurrence as a granule: a point, or none, with its date and pictures. Raises ValueError."""
    record = inside(scrubbed(record))
    key = text(record.get("key")) or text(record.get("gbifID"))
    if not key:
        raise ValueError("the occurrence has no key")
    x, y = degrees(record.get("decimalLongitude")), degrees(record.get("decimalLatitude"))
    known = x is not None and y is not None and abs(x) <= 180 and abs(y) <= 90
    start, _, end = text(record.get("eventDate")).partition("/")
    # An occurrence of a day is written at its midnight, without zone.
    start, end = start.removesuffix("T00:00:00"), end.removesuffix("T00:00:00")
    said = text(record.get("license"))
    return Granule(
        id=key,
        title=text(record.get("scientificName")) or key,
        catalog=catalog,
        collection=text(record.get("datasetKey")),
        footprint={"type": "Point", "coordinates": [x, y]} if known else None,
        footprint_note="" if known else "the record gives no coordinates",
        period=period_of(start, end or start),
        properties=record,
        links=tuple(_occurrence_links(record, key)),
        thumbnail=next(
            (
                href
                for one in objects(record.get("media"))
                if text(one.get("type")) == "StillImage"
                and (href := text(one.get("identifier"))).startswith("http")
            ),
            "",
        ),
        license=licence_id(said) or said,
        provider=text(record.get("ownerInstitutionCode")) or text(record.get("institutionCode")),
        abstract=text(record.get("locality")),
        sources=(Where(catalog, key, url),),
        raw=record,
    )


def _occurrence_links(record: dict[str, Any], key: str) -> Iterator[Link]:
    yield Link(f"{PORTAL}/occurrence/{key}", LinkKind.INFO, title="GBIF")
    for href in texts(record.get("references")):
        if href.startswith("http"):
            yield typed_link(href, "", "information", "", "", "", None, None, "", False)
    for one in objects(record.get("media")):
        href = text(one.get("identifier"))
        if href.startswith("http"):
            title, media_type = text(one.get("title")), text(one.get("format"))
            link = typed_link(
                href, "", "download", "", title, media_type, None, None, text(one.get("type")), False
            )
            yield replace(link, kind=LinkKind.DOWNLOAD) if link.kind is LinkKind.INFO else link
