"""The native JSON record of an AERIS (Sedoo) catalogue to the model.

Sources: ``aeris-data/aeris-metadata-components-vjs`` (what its blocks read), ``sedoo/sedoo-catalogue-doc``. A
text is ``{"en", "fr"}``; a term of a thesaurus is nested from the class down to the name.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import quote, urlsplit

from ..metadata.boxes import mend_box
from ..metadata.constraints import licence_id
from ..metadata.datacite_places import degrees
from ..metadata.extents import together
from ..metadata.identifiers import doi_in, person_uri
from ..metadata.jsontexts import inside, left, listed, objects, period_of, scrubbed, text, texts, without_html
from ..metadata.online import typed_link
from ..model import Contact, Dataset, Geometry, Keyword, Link, LinkKind, Period, Source, box_polygon, hull

NO_AREA = "the record gives no area"
UNREAD_AREA = "a location cannot be read"

_READ = frozenset(
    {"id", "identifier", "resourceTitle", "resourceAbstract", "description", "links", "identifiers",
     "projectSet", "projects", "distributionInformation", "contacts", "formats", "temporalExtents",
     "spatialExtents", "instruments", "instrumentSet", "platforms", "platformSet", "parameters",
     "parameterSet", "quicklooks", "publications", "lastModification"}
)  # fmt: skip
_ROLES = {
    "pointofcontact": "pointOfContact",
    "metadatapointofcontact": "pointOfContact",
    "principalinvestigator": "principalInvestigator",
    "resourceprovider": "resourceProvider",
    "rightsholder": "rightsHolder",
}
_NESTED = ("thesaurusClass", "thesaurusCode", "thesaurusName", "thesaurusVariable")
_PLAIN = ("displayName", "longName", "name", "shortName", "label", "code")
_DEEP = 12
_PAGE = re.compile(r"(/|\.(html?|php|jsp|jsf|aspx?|do))$", re.IGNORECASE)
_DATA = frozenset(
    {LinkKind.DOWNLOAD, LinkKind.OPENDAP, LinkKind.OPENSEARCH, LinkKind.ORDER, LinkKind.WMS, LinkKind.WCS}
)
_LANGUAGES = ("en", "fr")


def read_record(
    record: Any, *, catalog: str, url: str, page: str = "", compartments: tuple[str, ...] = ()
) -> Dataset:
    """A dataset from its native record; ``page`` is where a person reads it (the identifier follows).

    Raises ValueError for what is no record of a dataset.
    """
    record = inside(scrubbed(record))
    key = text(record.get("id")) or text(record.get("identifier"))
    titles = said(record.get("resourceTitle"))
    if not key or not titles:
        raise ValueError("no identifier, or no title")
    abstracts = said(record.get("resourceAbstract")) or said(record.get("description"))
    abstracts = {language: without_html(one) for language, one in abstracts.items()}
    footprint, note, places = _where(record)
    periods = tuple(dict.fromkeys(_periods(record)))
    sharing = inside(record.get("distributionInformation"))
    closed = any(sharing.get(name) is True for name in ("authenticationNeeded", "registrationNeeded"))
    codes = [text(one.get("code")) for one in objects(record.get("identifiers"))]
    contacts = tuple(dict.fromkeys(_contacts(record)))
    links = tuple(dict.fromkeys(_links(record, key, closed, page)))
    licence = _licence(sharing)
    return Dataset(
        id=key,
        title=_best(titles),
        catalog=catalog,
        abstract=_best(abstracts),
        provider=next((one.organisation for one in contacts if one.organisation), ""),
        footprint=footprint,
        footprint_note=note,
        period=hull(periods),
        periods=periods,
        keywords=tuple(
            dict.fromkeys([*_keywords(record), *(Keyword(place, kind="place") for place in places)])
        ),
        compartments=compartments,
        license=licence[0],
        license_url=licence[1],
        constraints=tuple(dict.fromkeys(_constraints(sharing))),
        doi=next((found for one in codes if (found := doi_in(f"doi:{one}"))), ""),
        identifiers=tuple(dict.fromkeys([key, *filter(None, codes)])),
        contacts=contacts,
        links=links,
        thumbnail=next((link.href for link in links if link.kind is LinkKind.THUMBNAIL), ""),
        language="en" if "en" in titles else next(iter(titles)),
        texts={
            language: {"title": titles.get(language, ""), "abstract": abstracts.get(language, "")}
            for language in _LANGUAGES
            if language in titles or language in abstracts
        },
        updated=text(inside(record.get("lastModification")).get("value"))
        or text(record.get("lastModification")),
        properties={**left(record, _READ), **({"formats": formats} if (formats := _formats(record)) else {})},
        sources=(Source(catalog, key, url),),
        has_granules=any(
            link.kind is LinkKind.OPENSEARCH
            or (link.kind is LinkKind.OPENDAP and "/thredds/catalog" in link.href)
            for link in links
        ),
        raw=record,
    )


def joined(native: Dataset, known: Dataset) -> Dataset:
    """The native record, with what only the catalogue's search said of the dataset."""
    changes: dict[str, Any] = {
        "id": known.id,
        "catalog": known.catalog,
        "sources": known.sources or native.sources,
    }
    for spec in dataclasses.fields(Dataset):
        if spec.name not in ("raw", "links") and not getattr(native, spec.name) and getattr(known, spec.name):
            changes.setdefault(spec.name, getattr(known, spec.name))
    if native.footprint is None and known.footprint is not None:
        changes["footprint_note"] = known.footprint_note
    hrefs = {link.href for link in native.links}
    changes["links"] = (*native.links, *(link for link in known.links if link.href not in hrefs))
    changes["keywords"] = tuple(dict.fromkeys([*native.keywords, *known.keywords]))
    changes["properties"] = {**known.properties, **native.properties}
    return replace(native, **changes)


def said(value: Any) -> dict[str, str]:
    """The texts of ``{"en", "fr"}`` by language; one without a language is taken for English."""
    if not isinstance(value, dict):
        return {"en": text(value)} if text(value) else {}
    found = {name: text(one) for name, one in value.items() if text(one)}
    default = found.pop("DEFAULT_VALUE_KEY", "")
    return found or ({"en": default} if default else {})


def _best(texts_: dict[str, str]) -> str:
    return texts_.get("en") or next(iter(texts_.values()), "")


def _where(record: dict[str, Any]) -> tuple[Geometry | None, str, list[str]]:
    found: list[Geometry] = []
    notes: list[str] = []
    places: list[str] = []
    for one in objects(record.get("spatialExtents")):
        area = inside(one.get("area"))
        if "latitude" in area or "longitude" in area:
            x, y = degrees(area.get("longitude")), degrees(area.get("latitude"))
            if x is None or y is None or abs(x) > 180 or abs(y) > 90:
                notes.append(UNREAD_AREA)
            else:
                found.append({"type": "Point", "coordinates": [x, y]})
        elif area:
            sides = ("westLongitude", "southLatitude", "eastLongitude", "northLatitude")
            if not any(side in area for side in sides):
                notes.append(UNREAD_AREA)
                continue
            box, note = mend_box(*(degrees(area.get(side)) for side in sides))
            found += [box_polygon(*box)] if box else []
            notes += [note] if note else []
        if place := _best(said(one.get("name"))):
            places.append(place)
    unique = list({repr(geometry): geometry for geometry in found}.values())
    if not unique and not notes:
        notes.append(NO_AREA)
    return together(unique), "; ".join(dict.fromkeys(notes)), places


def _periods(record: dict[str, Any]) -> Iterator[Period]:
    for one in objects(record.get("temporalExtents")):
        period = period_of(one.get("beginDate"), one.get("endDate"))
        if period:
            yield period


def _licence(sharing: dict[str, Any]) -> tuple[str, str]:
    """(SPDX identifier or name, address)."""
    href = text(sharing.get("licenceUrl")) or text(sharing.get("licencePolicyUrl"))
    name, version = text(sharing.get("licenceName")), text(sharing.get("licenceVersion"))
    known = next((found for one in (href, version, name) if (found := licence_id(one))), "")
    return known or name or version, href


def _constraints(sharing: dict[str, Any]) -> Iterator[str]:
    for name in (
        "description",
        "dataPolicyDescription",
        "dataPolicyName",
        "accessConstraints",
        "useConstraints",
    ):
        for value in listed(sharing.get(name)):
            if sentence := _best(said(value)):
                yield sentence
    if href := text(sharing.get("dataPolicyUrl")):
        yield href


def _contacts(record: dict[str, Any]) -> Iterator[Contact]:
    for one in objects(record.get("contacts")):
        name = text(one.get("name")) or f"{text(one.get('firstName'))} {text(one.get('lastName'))}".strip()
        orcid = text(one.get("orcId")) or text(one.get("orcid"))
        for role in texts(one.get("roles")) or [""]:
            yield Contact(
                name,
                _best(said(one.get("organisation"))),
                _ROLES.get(role.lower(), role),
                text(one.get("email")),
                identifier=person_uri(f"orcid.org/{orcid.rpartition('/')[2]}") if orcid else "",
                where="metadata" if role.lower().startswith("metadata") else "resource",
                position=_best(said(one.get("comment"))),
                address=_best(said(one.get("address"))),
            )


def _formats(record: dict[str, Any]) -> list[str]:
    return [
        name
        for one in objects(record.get("formats"))
        if (name := f"{text(one.get('name'))} {text(one.get('version'))}".strip())
    ]


def _keywords(record: dict[str, Any]) -> Iterator[Keyword]:
    for kind, names in (
        ("instrument", ("instruments", "instrumentSet")),
        ("platform", ("platforms", "platformSet")),
        ("parameter", ("parameters", "parameterSet")),
        ("project", ("projects", "projectSet")),
    ):
        for one in (one for name in names for one in listed(record.get(name))):
            if word := _term(one):
                yield Keyword(word, thesaurus="AERIS" if _nested(one) else "", kind=kind)
            made = f"{text(inside(one).get('manufacturer'))} {text(inside(one).get('model'))}".strip()
            if made and kind == "instrument":
                yield Keyword(made, kind=kind)
            if standard := text(inside(one).get("cfStandardName")):
                yield Keyword(standard, thesaurus="CF Standard Names", kind=kind)


def _nested(item: Any) -> dict[str, Any]:
    """The next step down a thesaurus."""
    return next((inside(item)[name] for name in _NESTED if inside(inside(item).get(name))), {})


def _term(item: Any) -> str:
    """What an instrument, a platform, a parameter or a project is called: its last term that has a name, else
    its own name."""
    if isinstance(item, str):
        return item.strip()
    word, node = "", _nested(item)
    for _ in range(_DEEP):
        word = _best(said(inside(node).get("name"))) or word
        node = _nested(node)
        if not node:
            break
    return word or next((one for name in _PLAIN if (one := _best(said(inside(item).get(name))))), "")


def _links(record: dict[str, Any], key: str, closed: bool, page: str) -> Iterator[Link]:
    for one in objects(record.get("links")):
        link = _link(one, key)
        if link is None:
            continue
        yield replace(link, restricted=link.restricted or (closed and link.kind in _DATA))
    for one in objects(record.get("quicklooks")):
        href = text(one.get("url"))
        if href.startswith("http"):
            title = _best(said(one.get("description")))
            yield Link(href, LinkKind.THUMBNAIL, title=title if len(title) <= 120 else "", description=title)
    for one in objects(record.get("publications")):
        if doi := doi_in(f"doi:{text(one.get('doi'))}"):
            yield Link(
                f"https://doi.org/{doi}", LinkKind.INFO, title=_best(said(one.get("title"))), protocol="DOI"
            )
    for one in objects(record.get("identifiers")):
        if doi := doi_in(f"doi:{text(one.get('code'))}"):
            yield Link(f"https://doi.org/{doi}", LinkKind.INFO, title=f"DOI {doi}", protocol="DOI")
    if page:
        yield Link(f"{page}{quote(key, safe='')}", LinkKind.INFO, title="AERIS")


def _link(one: dict[str, Any], key: str) -> Link | None:
    """A link by its type; THREDDS and OGC services are told by their address, whatever the type."""
    kind, href = text(one.get("type")).upper(), text(one.get("url"))
    if not href:
        return None
    name, description = _best(said(one.get("name"))), _best(said(one.get("description")))
    if kind == "OPENSEARCH_LINK":
        title = name or description
        return Link(href, LinkKind.OPENSEARCH, title=title, name=key, protocol=kind)
    function = {"ORDER_LINK": "order", "INFORMATION_LINK": "information"}.get(kind, "download")
    link = typed_link(href, "", function, name, description, "", None, None, "", False)
    if link.kind is LinkKind.DOWNLOAD and _PAGE.search(urlsplit(link.href).path or "/"):
        link = replace(link, kind=LinkKind.ORDER)  # the page where it is asked for, or a folder
    return replace(link, protocol=kind)
