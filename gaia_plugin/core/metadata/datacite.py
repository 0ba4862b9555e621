"""One DOI's attributes, as DataCite's REST API gives them (metadata schema 4.6), to a Dataset."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from ..model import Contact, Dataset, Keyword, Link, LinkKind, Period
from ..model import Source as Where
from .constraints import Legal, licence_id
from .datacite_places import read_places
from .identifiers import doi_in, person_uri
from .jsontexts import (
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
from .languages import two_letters
from .online import typed_link
from .shared import shared_fields

RESOLVER = "https://doi.org/"

_DATES = {"Created": "creation", "Issued": "publication", "Updated": "revision"}
# Appendix 1, table 5: when the data were collected or what time they cover; "Valid" is the next best.
_COVERAGE = ("Coverage", "Collected")
_ROLES = {
    "ContactPerson": "pointOfContact",
    "DataCollector": "collaborator",
    "DataCurator": "custodian",
    "DataManager": "custodian",
    "Distributor": "distributor",
    "Editor": "editor",
    "HostingInstitution": "resourceProvider",
    "Producer": "originator",
    "ProjectLeader": "principalInvestigator",
    "RightsHolder": "owner",
    "Sponsor": "sponsor",
}
_BYTES = re.compile(r"^(\d{1,18})\s*(?:bytes?|octets?|b)?$", re.IGNORECASE)
_ACCESS = re.compile(
    r"info:eu-repo/semantics|purl\.org/coar/access_right|^(open|restricted|closed) access$", re.I
)
_READ = frozenset(
    {
        "doi",
        "titles",
        "descriptions",
        "creators",
        "contributors",
        "dates",
        "subjects",
        "geoLocations",
        "rightsList",
        "url",
        "contentUrl",
        "relatedIdentifiers",
        "publisher",
        "language",
        "types",
        "identifiers",
        "updated",
        "alternateIdentifiers",
        "xml",
        "state",
        "isActive",
        "metadataVersion",
        "source",
        "reason",
    }
)


def read_doi(record: Any, *, catalog: str = "", language: str = "en", url: str = "") -> Dataset:
    """The Dataset of one ``data[]`` object of the API, or of its bare attributes.

    ``citation`` is left empty: the API gives none. Raises ValueError for a record without a DOI.
    """
    record = scrubbed(record)
    attributes = inside(inside(record).get("attributes") or record)
    doi = doi_in(text(attributes.get("doi")) or text(inside(record).get("id")))
    if not doi:
        raise ValueError("the record has no DOI")
    own = two_letters(text(attributes.get("language"))) if text(attributes.get("language")) else ""
    titles, abstracts = _titles(attributes), _abstracts(attributes)
    title = _first(titles, own) or doi
    footprint, note, places = read_places(attributes.get("geoLocations"))
    keywords = [*_keywords(attributes), *(Keyword(place, kind="place") for place in places)]
    related = objects(attributes.get("relatedIdentifiers"))
    publisher = attributes.get("publisher")
    provider = text(publisher) or text(inside(publisher).get("name"))
    return Dataset(
        id=doi,
        title=title,
        catalog=catalog,
        abstract=_first(abstracts, own),
        provider=provider,
        kind=text(inside(attributes.get("types")).get("resourceTypeGeneral")).lower() or "dataset",
        **shared_fields(
            (footprint, note), _periods(attributes), keywords, read_rights(attributes.get("rightsList"))
        ),
        lineage="\n".join(_described(attributes, "Methods")),
        doi=doi,
        identifiers=_identifiers(attributes, doi),
        contacts=tuple(dict.fromkeys(_contacts(attributes, publisher))),
        parent=next((_target(one) for one in related if one.get("relationType") == "IsPartOf"), ""),
        links=tuple(dict.fromkeys(_links(attributes, doi, related))),
        language=own,
        texts=_translations(titles, abstracts, own),
        dates=_dates(attributes),
        updated=text(attributes.get("updated")),
        properties=_properties(attributes),
        sources=(Where(catalog, doi, url),),
        raw=record,
    )


# Texts


def _titles(attributes: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(language, title) of the main title first, then of its translations."""
    found = [
        (bool(text(one.get("titleType"))), _lang(one), without_html(text(one.get("title"))))
        for one in objects(attributes.get("titles"))
        if text(one.get("titleType")) in ("", "TranslatedTitle")
    ]
    return [(lang, said) for _, lang, said in sorted(found, key=lambda one: one[0]) if said]


def _abstracts(attributes: Mapping[str, Any]) -> list[tuple[str, str]]:
    said = objects(attributes.get("descriptions"))
    chosen = [one for one in said if text(one.get("descriptionType")) == "Abstract"] or said[:1]
    return [(_lang(one), body) for one in chosen if (body := without_html(text(one.get("description"))))]


def _described(attributes: Mapping[str, Any], kind: str) -> list[str]:
    return [
        without_html(text(one.get("description")))
        for one in objects(attributes.get("descriptions"))
        if text(one.get("descriptionType")) == kind
    ]


def _lang(one: Mapping[str, Any]) -> str:
    said = text(one.get("lang")) or text(one.get("xml:lang"))
    return two_letters(said) if said else ""


def _first(said: list[tuple[str, str]], own: str) -> str:
    """The text in the record's own language, else the first one."""
    return next((body for lang, body in said if own and lang == own), said[0][1] if said else "")


def _translations(
    titles: list[tuple[str, str]], abstracts: list[tuple[str, str]], own: str
) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for name, said in (("title", titles), ("abstract", abstracts)):
        for lang, body in said:
            if lang and (lang != own or body != _first(said, own)):
                found.setdefault(lang, {}).setdefault(name, body)
    return found


# Who


def _contacts(attributes: Mapping[str, Any], publisher: Any) -> Iterator[Contact]:
    for one in objects(attributes.get("creators")):
        yield _party(one, "author")
    for one in objects(attributes.get("contributors")):
        kind = text(one.get("contributorType"))
        yield _party(one, _ROLES.get(kind) or (kind[:1].lower() + kind[1:]) or "contributor")
    name = text(publisher) or text(inside(publisher).get("name"))
    if name:
        identifier = person_uri(text(inside(publisher).get("publisherIdentifier")))
        yield Contact(organisation=name, role="publisher", identifier=identifier)
    for one in objects(attributes.get("fundingReferences")):
        name = text(one.get("funderName"))
        if name:
            yield Contact(
                organisation=name, role="funder", identifier=person_uri(text(one.get("funderIdentifier")))
            )


def _party(one: Mapping[str, Any], role: str) -> Contact:
    name = text(one.get("name")) or f"{text(one.get('familyName'))}, {text(one.get('givenName'))}".strip(", ")
    affiliations = [
        text(where) or text(inside(where).get("name")) for where in listed(one.get("affiliation"))
    ]
    identifiers = [
        person_uri(f"{text(each.get('nameIdentifierScheme')).lower()} {text(each.get('nameIdentifier'))}")
        for each in objects(one.get("nameIdentifiers"))
    ]
    identifiers += [
        person_uri(text(inside(where).get("affiliationIdentifier"))) if not text(one.get("givenName")) else ""
        for where in listed(one.get("affiliation"))
    ]
    identifier = next((uri for uri in identifiers if uri), "")
    if text(one.get("nameType")) == "Organizational":
        return Contact(organisation=name, role=role, identifier=identifier)
    return Contact(name, "; ".join(filter(None, affiliations)), role=role, identifier=identifier)


# When, what, under which terms


def _periods(attributes: Mapping[str, Any]) -> tuple[Period, ...]:
    dates = objects(attributes.get("dates"))
    for wanted in (_COVERAGE, ("Valid",)):
        found = []
        for one in dates:
            if text(one.get("dateType")) in wanted and (said := text(one.get("date"))):
                start, slash, end = said.partition("/")
                period = period_of(start, end if slash else start, said)
                found += [period] if period else []
        if found:
            return tuple(dict.fromkeys(found))
    return ()


def _dates(attributes: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    found = [
        (_DATES.get(kind, kind.lower()), said)
        for one in objects(attributes.get("dates"))
        if (kind := text(one.get("dateType"))) and (said := text(one.get("date"))) and kind not in _COVERAGE
    ]
    year = text(attributes.get("publicationYear"))
    if year and not any(kind == "publication" for kind, _ in found):
        found.append(("publication", year))
    return tuple(dict.fromkeys(found))


def _keywords(attributes: Mapping[str, Any]) -> Iterator[Keyword]:
    for one in listed(attributes.get("subjects")):
        subject = inside(one)
        said = text(one) or text(subject.get("subject"))
        if said:
            yield Keyword(
                said,
                text(subject.get("valueUri")) or text(subject.get("valueURI")),
                text(subject.get("subjectScheme")),
                text(subject.get("schemeUri")) or text(subject.get("schemeURI")),
            )


def read_rights(value: Any) -> Legal:
    """(licence, its URL, other sentences) of a ``rightsList``: the first that names a known licence."""
    license_ = license_url = other = other_url = ""
    sentences: list[str] = []
    for one in listed(value):
        said, uri = text(one) or text(inside(one).get("rights")), text(inside(one).get("rightsUri"))
        identifier = text(inside(one).get("rightsIdentifier"))
        spdx = licence_id(uri) or licence_id(identifier) or licence_id(said)
        if spdx and not license_:
            license_, license_url = spdx, uri
        elif not spdx and not other and said and not _ACCESS.search(said) and not _ACCESS.search(uri):
            other, other_url = said, uri
        sentences.append(f"{said} ({uri})" if said and uri and uri != license_url else said or uri)
    if not license_:
        license_, license_url = other, other_url
    kept = tuple(dict.fromkeys(one for one in sentences if one and one != license_))
    return Legal(license_, license_url, kept)


# Identifiers and links


def _identifiers(attributes: Mapping[str, Any], doi: str) -> tuple[str, ...]:
    said = [doi]
    for one in objects(attributes.get("identifiers")):
        said.append(text(one.get("identifier")))
    for one in objects(attributes.get("alternateIdentifiers")):
        said.append(text(one.get("alternateIdentifier")))
    return tuple(dict.fromkeys(one for one in said if one))


def _target(one: Mapping[str, Any]) -> str:
    """What a related identifier points to: a bare DOI, else the identifier as written."""
    said = text(one.get("relatedIdentifier"))
    return doi_in(said) or said


def _links(attributes: Mapping[str, Any], doi: str, related: list[dict[str, Any]]) -> Iterator[Link]:
    contents = texts(attributes.get("contentUrl"))
    sizes, formats = texts(attributes.get("sizes")), texts(attributes.get("formats"))
    for href in contents:
        media_type = formats[0] if len(formats) == 1 else ""
        exact = _BYTES.match(sizes[0]) if len(contents) == len(sizes) == 1 else None
        size = whole_number(exact.group(1)) if exact else None
        link = typed_link(href, "", "download", "", "", media_type, None, size, "", False)
        yield replace(link, kind=LinkKind.DOWNLOAD) if link.kind is LinkKind.INFO else link
    landing = text(attributes.get("url"))
    if landing:
        link = typed_link(landing, "", "information", "", "", "", None, None, "", False)
        # What a DOI resolves to is a page, whatever its address ends with.
        yield replace(link, kind=LinkKind.INFO) if link.kind is LinkKind.DOWNLOAD else link
    yield Link(RESOLVER + doi, LinkKind.INFO, title=f"DOI {doi}", protocol="DOI")
    for one in related:
        said, relation = text(one.get("relatedIdentifier")), text(one.get("relationType"))
        found = doi_in(said)
        if found:
            yield Link(RESOLVER + found, LinkKind.INFO, title=found, protocol="DOI", function=relation)
        elif said.lower().startswith(("http://", "https://", "ftp://")):
            link = typed_link(said, "", "", "", "", "", None, None, relation, False)
            kind = LinkKind.METADATA if relation in ("HasMetadata", "IsDescribedBy") else link.kind
            yield replace(link, kind=kind, function=relation)


def _properties(attributes: dict[str, Any]) -> dict[str, Any]:
    found = left(attributes, _READ)
    kept = {
        "titles": [one for one in objects(attributes.get("titles")) if text(one.get("titleType"))],
        "descriptions": [
            one
            for one in objects(attributes.get("descriptions"))
            if text(one.get("descriptionType")) not in ("Abstract", "Methods")
        ],
        "relatedIdentifiers": objects(attributes.get("relatedIdentifiers")),
        "types": attributes.get("types"),
    }
    return {**found, **{name: value for name, value in kept.items() if value}}
