"""Hits of the search to the model.

Source: the fields of GeoNetwork 4's index (schema plugins, ``index-fields/index.xsl``; mapping in
``records.json``), as Sextant and geocat.ch fill them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ...metadata.hrefs import without_secrets
from ...metadata.identifiers import doi_in
from ...metadata.iso import doi_of_links
from ...metadata.languages import two_letters
from ...metadata.parties import provider_of
from ...metadata.shared import shared_fields
from ...model import Dataset, Keyword, LinkKind, Source
from .addresses import Addresses
from .links import application_profiles, read_links
from .parties import read_contacts
from .places import read_footprint, read_periods, tidy
from .rights import read_rights
from .texts import by_language, listed, objects, own, plain, said_in

_USERINFO = re.compile(r"(?<=://)[^/?#@\s\"'<>]+@")
# Fields that other parts of the model hold, and the index's own housekeeping: not repeated in the properties.
_READ = re.compile(
    r"^(uuid|metadataIdentifier|resourceTitle(Object)?|resourceAbstract(Object)?|resourceIdentifier|resourceDate|"
    r"geom|shape|resourceTemporal\w*|allKeywords|tag|tagNumber|keywordType-.*|th_.*Number|link|linkUrl.*|overview|"
    r"hasOverview|contact|contactFor\w*|\w*Org(ForResource)?(Object)?|lineage(Object)?|licenseObject|"
    r"MD_\w*Constraints\w*Object|cl_(accessConstraints|useConstraints|classification|topic|hierarchyLevel)|"
    r"parentUuid|changeDate|dateStamp|mainLanguage|coordinateSystem|crsDetails|extentDescriptionObject|"
    r"\w+(Date|Year|Month)ForResource|linkProtocol|location|hasBoundingPolygon|cl_type|cl_function|"
    r"cl_\w*[cC]haracterSet|"
    r"indexing\w*|valid.*|userinfo|owner|recordOwner|op\d+|op_.*|id|draft|docType|document|displayOrder|extra|"
    r"record|recordGroup|featureOfRecord|isTemplate|inspire.*|hasxlinks|xlink|root|userSavedCount|rating|"
    r"feedbackCount|logo|isPublishedToAll|groupPublished(Id)?)$"
)


def read_hit(
    hit: Any,
    *,
    catalog: str,
    addresses: Addresses,
    language: str = "en",
    children: Mapping[str, int] | None = None,
) -> Dataset | None:
    """The dataset of a hit, or None where it has no identifier or cannot be read. Never raises.

    ``children`` counts the records below each record of the catalogue, where that is known. Texts that the
    model holds once (keywords, names of links, conditions) are in the ``language`` asked for where the
    record has it.
    """
    try:
        return _read(hit, catalog, addresses, language, children or {})
    except (TypeError, ValueError, LookupError, AttributeError, ArithmeticError, RecursionError):
        return None


def _read(
    hit: Any, catalog: str, addresses: Addresses, language: str, children: Mapping[str, int]
) -> Dataset | None:
    if not isinstance(hit, dict) or not isinstance(hit.get("_source"), dict):
        return None
    said = hit["_source"]
    hit = without_credentials(hit) if _carries_credentials(hit) else hit
    source = hit["_source"]
    key = plain(source.get("uuid")) or plain(source.get("metadataIdentifier")) or plain(hit.get("_id"))
    if not key:
        return None
    contacts = read_contacts(source, language)
    links = read_links(source, language, said)
    identifiers, doi = _identifiers(source)
    return Dataset(
        id=key,
        title=own(source.get("resourceTitleObject") or source.get("resourceTitle"), language) or key,
        catalog=catalog,
        abstract=own(source.get("resourceAbstractObject") or source.get("resourceAbstract"), language),
        provider=provider_of(list(contacts)) or _organisation(source, language),
        kind=_kind(source),
        **shared_fields(
            read_footprint(source),
            read_periods(source),
            _keywords(source, language),
            read_rights(source, language),
        ),
        lineage=said_in(source.get("lineageObject") or source.get("lineage"), language),
        doi=doi or doi_of_links(links),
        identifiers=identifiers,
        contacts=contacts,
        parent=next((text for text in map(plain, listed(source.get("parentUuid"))) if text), ""),
        links=links,
        thumbnail=next((link.href for link in links if link.kind is LinkKind.THUMBNAIL), ""),
        language=two_letters(own(source.get("mainLanguage"))),
        texts=_texts(source),
        dates=_dates(source),
        updated=tidy(source.get("dateStamp") or source.get("changeDate")),
        crs=_crs(source),
        properties=_properties(source, language, children.get(key, 0)),
        sources=(Source(catalog, key, addresses.record(key)),),
        has_granules=bool(children.get(key)) or any(link.leads_to_granules for link in links),
        raw=hit,
    )


def without_credentials(value: Any) -> Any:
    """A hit without the user names and passwords that some records carry in their addresses."""
    if isinstance(value, str):
        return _USERINFO.sub("", value) if "@" in value and "://" in value else value
    if isinstance(value, list):
        return [without_credentials(one) for one in value]
    if isinstance(value, dict):
        return {name: without_credentials(one) for name, one in value.items()}
    return value


def _carries_credentials(value: Any) -> bool:
    """Few do; looking is cheaper than copying."""
    stack = [value]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            if "@" in node and _USERINFO.search(node):
                return True
        elif isinstance(node, dict):
            stack.extend(node.values())
        elif isinstance(node, list):
            stack.extend(node)
    return False


def is_record(hit: Any) -> bool:
    """Whether a hit is a record, not a template or a part of one ("y", "s", "t")."""
    source = hit.get("_source") if isinstance(hit, dict) else None
    return not isinstance(source, dict) or plain(source.get("isTemplate")) in ("", "n")


def parents_of(dataset: Dataset) -> list[str]:
    """The identifiers of the records that a dataset is a part of."""
    raw = dataset.raw.get("_source") if isinstance(dataset.raw, dict) else None
    return [plain(one) for one in listed(raw.get("parentUuid"))] if isinstance(raw, dict) else []


def _kind(source: Mapping[str, Any]) -> str:
    said = [plain(one) for one in listed(source.get("resourceType"))]
    said += [plain(one.get("key")) for one in objects(source.get("cl_hierarchyLevel"))]
    return next((text for text in said if text), "dataset")


def _organisation(source: Mapping[str, Any], language: str) -> str:
    return next(
        (
            text
            for name in ("OrgForResourceObject", "OrgForResource", "OrgObject", "Org")
            if (text := said_in(source.get(name), language))
        ),
        "",
    )


def _texts(source: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for name, value in (
        ("title", source.get("resourceTitleObject")),
        ("abstract", source.get("resourceAbstractObject")),
    ):
        for language, text in by_language(value).items():
            found.setdefault(language, {})[name] = text
    return found


def _keywords(source: Mapping[str, Any], language: str) -> tuple[Keyword, ...]:
    found = []
    thesauri = source.get("allKeywords")
    for thesaurus in (thesauri if isinstance(thesauri, dict) else {}).values():
        if not isinstance(thesaurus, dict):
            continue
        title, key = said_in(thesaurus.get("title"), language), plain(thesaurus.get("id"))
        address, kind = plain(thesaurus.get("link")), plain(thesaurus.get("theme"))
        for one in listed(thesaurus.get("keywords")):
            found.append(_keyword(one, language, title or key, address or key, kind))
    known = {keyword.text for keyword in found if keyword}
    for one in listed(source.get("tag")):
        keyword = _keyword(one, language)
        if keyword and keyword.text not in known:
            found.append(keyword)
    for one in objects(source.get("cl_topic")):
        found.append(_keyword({"default": one.get("key") or one.get("default")}, "", kind="topicCategory"))
    for one in listed(source.get("extentDescriptionObject")):
        found.append(_keyword(one, language, kind="place"))
    return tuple(dict.fromkeys(keyword for keyword in found if keyword))


def _keyword(one: Any, language: str, title: str = "", address: str = "", kind: str = "") -> Keyword | None:
    text = said_in(one, language)
    uri = plain(one.get("link")) if isinstance(one, dict) else ""
    return Keyword(text, uri, title, address, kind) if text else None


def _identifiers(source: Mapping[str, Any]) -> tuple[tuple[str, ...], str]:
    """(identifiers of the resource with their code space where it says more; DOI)."""
    found, doi = [], ""
    for one in objects(source.get("resourceIdentifier")):
        code, space, address = plain(one.get("code")), plain(one.get("codeSpace")), plain(one.get("link"))
        doi = doi or doi_in(code) or doi_in(address)
        if not doi and "doi" in space.lower():
            doi = doi_in(f"doi:{code}")
        alone = not space or space in code or "doi.org" in space
        found += [code if alone or not code else f"{space}:{code}", address]
    unique = tuple(dict.fromkeys(without_secrets(text)[0] for text in found if text))
    return unique, doi or doi_in(plain(source.get("metadataIdentifier")))


def _dates(source: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    found = [(plain(one.get("type")), tidy(one.get("date"))) for one in objects(source.get("resourceDate"))]
    for kind in ("creation", "publication", "revision"):
        found += [(kind, tidy(at)) for at in listed(source.get(f"{kind}DateForResource"))]
    return tuple(dict.fromkeys((kind, at) for kind, at in found if at))


def _crs(source: Mapping[str, Any]) -> tuple[str, ...]:
    found = [plain(one) for one in listed(source.get("coordinateSystem"))]
    found += [] if any(found) else [plain(one.get("code")) for one in objects(source.get("crsDetails"))]
    return tuple(dict.fromkeys(text for text in found if text))


def _properties(source: Mapping[str, Any], language: str, children: int) -> dict[str, Any]:
    """What no field of the model holds, and the thesauri's terms under the names that can be filtered on."""
    found: dict[str, Any] = {}
    for name, value in source.items():
        if name.startswith("th_") and not name.endswith("Number"):
            said = _terms(value)
        elif not _READ.match(name):
            said = _flat(value, language)
        else:
            continue
        if said not in ("", [], {}, None):
            found[name] = said
    for name in ("resourceType", "OrgForResource"):
        if said := _terms(source.get(name) or source.get(f"{name}Object")):
            found[name] = said
    profiles = application_profiles(source, language)
    if profiles:
        found["applicationProfile"] = profiles
    if children:
        found["children"] = children
    return found


def _terms(value: Any) -> list[str]:
    """Every term of a thesaurus field: in all languages, and as a URI, since any may be asked for."""
    found: list[str] = []
    for one in listed(value):
        if isinstance(one, dict):
            found += [text for said in one.values() for text in map(plain, listed(said)) if text]
        elif text := plain(one):
            found.append(text)
    return list(dict.fromkeys(found))


def _flat(value: Any, language: str) -> Any:
    """A value for people: of translated texts the language asked for, of code lists the codes."""
    if isinstance(value, dict):
        if isinstance(value.get("key"), str):
            return value["key"]
        if "default" in value or by_language(value):
            return said_in(value, language)
        return {name: _flat(one, language) for name, one in value.items() if one not in ("", None)}
    if isinstance(value, list):
        flat = [one for one in (_flat(one, language) for one in value) if one not in ("", None, [], {})]
        return flat[0] if len(flat) == 1 else flat
    return value.strip() if isinstance(value, str) else value
