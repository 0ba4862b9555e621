"""A dataset of udata's API (data.gouv.fr) to the model."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from ..metadata.constraints import licence_id
from ..metadata.identifiers import doi_in
from ..metadata.jsontexts import inside, left, objects, period_of, scrubbed, text, texts, whole_number
from ..metadata.keywords import compartments_of
from ..metadata.links import classify
from ..metadata.online import typed_link
from ..model import Checksum, Contact, Dataset, Geometry, Keyword, Link, LinkKind, hull
from ..model import Source as Where
from .stac.footprint import item_footprint

NO_AREA = "the catalogue names zones and gives no coordinates"

# The portal's own codes (udata, core/dataset: licenses).
_LICENCES = {
    "lov2": "etalab-2.0",
    "fr-lo": "Licence Ouverte 1.0",
    "odc-odbl": "ODbL-1.0",
    "odc-by": "ODC-By-1.0",
    "odc-pddl": "PDDL-1.0",
    "cc-zero": "CC0-1.0",
    "cc-by": "CC-BY",
    "cc-by-sa": "CC-BY-SA",
    "notspecified": "",
    "other-open": "",
    "other-at": "",
    "other-pd": "",
}
_SERVICES = re.compile(r"^(ogc:)?(wms|wmts|wfs|wcs|csw|sos|tms|xyz|oapif|ogc ?api.*|stac)$", re.IGNORECASE)
_PAGES = frozenset({"html", "htm", "url", "website", "web page", "web", "www", "page", "www:link", "php"})
_FUNCTIONS = {"main": "download", "update": "download", "documentation": "information", "code": "download"}
_ALGORITHMS = frozenset({"md5", "sha1", "sha256", "sha512"})
_READ = frozenset(
    {
        "id",
        "title",
        "description",
        "organization",
        "owner",
        "tags",
        "license",
        "temporal_coverage",
        "resources",
        "page",
        "uri",
        "created_at",
        "last_modified",
        "last_update",
        "contact_points",
    }
)


def read_dataset(record: Any, *, catalog: str = "", url: str = "", language: str = "fr") -> Dataset:
    """A dataset of the list or of its own page. Raises ValueError for a record without identifier."""
    record = inside(scrubbed(record))
    key = text(record.get("id"))
    if not key:
        raise ValueError("the dataset has no identifier")
    footprint, note = _where(record)
    periods = _periods(record)
    keywords = tuple(Keyword(tag) for tag in dict.fromkeys(texts(record.get("tags"))))
    code = text(record.get("license"))
    owner = inside(record.get("organization"))
    person = inside(record.get("owner"))
    provider = (
        text(owner.get("name")) or f"{text(person.get('first_name'))} {text(person.get('last_name'))}".strip()
    )
    harvest, extras = inside(record.get("harvest")), inside(record.get("extras"))
    identifiers = [
        key,
        text(record.get("slug")),
        text(harvest.get("remote_id")),
        text(harvest.get("dct_identifier")),
        text(harvest.get("uri")),
    ]
    said = [
        *identifiers,
        text(harvest.get("remote_url")),
        *(text(value) for name, value in extras.items() if "doi" in name),
    ]
    return Dataset(
        id=key,
        title=text(record.get("title")) or key,
        catalog=catalog,
        abstract=text(record.get("description")) or text(record.get("description_short")),
        provider=provider,
        footprint=footprint,
        footprint_note=note,
        period=hull(periods),
        periods=periods,
        keywords=keywords,
        compartments=compartments_of(keywords),
        license=_LICENCES[code] if code in _LICENCES else licence_id(code) or code,
        license_url=text(record.get("license_url")),
        constraints=(code,) if code.startswith("other-") else (),
        doi=next((doi for doi in map(doi_in, said) if doi), ""),
        identifiers=tuple(dict.fromkeys(one for one in identifiers if one)),
        contacts=tuple(dict.fromkeys(_contacts(record, owner, provider))),
        links=tuple(dict.fromkeys(_links(record, harvest))),
        thumbnail="",
        language=language,
        dates=tuple(
            (kind, day)
            for name, kind in (("created_at", "creation"), ("last_update", "revision"))
            if (day := text(record.get(name)))
        ),
        updated=text(record.get("last_modified")) or text(record.get("last_update")),
        properties=left(record, _READ),
        sources=(Where(catalog, key, url),),
        raw=record,
    )


def _where(record: Mapping[str, Any]) -> tuple[Geometry | None, str]:
    geometry = inside(record.get("spatial")).get("geom")
    if not geometry:
        return None, NO_AREA
    return item_footprint(geometry, None)


def _periods(record: Mapping[str, Any]) -> tuple[Any, ...]:
    said = inside(record.get("temporal_coverage"))
    period = period_of(said.get("start"), said.get("end"))
    return (period,) if period else ()


def _contacts(record: Mapping[str, Any], owner: Mapping[str, Any], provider: str) -> Iterator[Contact]:
    if provider:
        if owner:
            yield Contact(organisation=provider, role="publisher", url=text(owner.get("page")))
        else:
            yield Contact(provider, role="publisher", url=text(inside(record.get("owner")).get("page")))
    for one in objects(record.get("contact_points")):
        name = text(one.get("name"))
        if name or text(one.get("email")):
            role = text(one.get("role")) or "pointOfContact"
            role = "pointOfContact" if role == "contact" else role
            yield Contact(
                organisation=name, role=role, email=text(one.get("email")), url=text(one.get("contact_form"))
            )


def _links(record: Mapping[str, Any], harvest: Mapping[str, Any]) -> Iterator[Link]:
    for one in objects(record.get("resources")):
        link = _resource(one)
        if link:
            yield link
    for page, title in ((text(record.get("page")), "data.gouv.fr"), (text(harvest.get("remote_url")), "")):
        if page.startswith("http"):
            yield replace(
                typed_link(page, "", "information", title, "", "", None, None, "", False), kind=LinkKind.INFO
            )


def _resource(one: Mapping[str, Any]) -> Link | None:
    """A resource by its format and type: ``format`` names a service or a kind of file, ``type`` says whether
    it is the data, its documentation or an API."""
    address, form = text(one.get("url")) or text(one.get("latest")), text(one.get("format"))
    if not address:
        return None
    kind, media_type = text(one.get("type")), text(one.get("mime"))
    page = form.lower() in _PAGES or media_type == "text/html"
    function = "information" if page else _FUNCTIONS.get(kind, "")
    protocol = f"OGC:{form.upper()}" if form.lower() in ("wms", "wmts", "wfs", "wcs", "sos") else form
    description, title = text(one.get("description")), text(one.get("title"))
    size = whole_number(one.get("filesize"))
    if not _SERVICES.match(form):
        protocol = (
            "" if classify(address, form, function, title, "", media_type) is LinkKind.UNREACHABLE else form
        )
    link = typed_link(
        address, protocol, function, title, description, media_type, None, size or None, "", False
    )
    if link.kind is LinkKind.INFO and function == "download":
        link = replace(link, kind=LinkKind.DOWNLOAD)
    if link.title != title and title:
        link = replace(link, title=title)
    said = inside(one.get("checksum"))
    algorithm, digest = text(said.get("type")).lower().replace("-", ""), text(said.get("value")).lower()
    if algorithm in _ALGORITHMS and digest:
        return replace(link, checksum=Checksum(algorithm, digest), protocol=form)
    return replace(link, protocol=form)
