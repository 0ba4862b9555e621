"""A STAC collection (0.9 to 1.1) to a dataset, with nothing that it says left behind.

Sources: STAC collection specification; common metadata; scientific, language, contacts, themes, processing,
timestamps and projection extensions.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from ...model import COMPARTMENTS, Contact, Dataset, Keyword, Lazy, LinkKind, Source
from ..base import CatalogEntry
from .assets import crs_of, thumbnail_of
from .extents import read_extent
from .hrefs import links_of, resolved, self_of, text, texts
from .items import provider_of
from .links import read_links

_READ_ELSEWHERE = frozenset(
    [
        "type",
        "id",
        "stac_version",
        "stac_extensions",
        "title",
        "description",
        "links",
        "assets",
        "extent",
        "license",
        "keywords",
        "providers",
        "contacts",
        "sci:doi",
        "sci:citation",
        "processing:lineage",
        "created",
        "updated",
        "published",
        "language",
        "languages",
        "themes",
    ]
)
_UNNAMED_LICENSES = ("proprietary", "other", "various", "")


def read_collection(document: Any, entry: CatalogEntry, base: str = "", parent: str = "") -> Dataset | None:
    """The dataset that a collection describes; None where it is none or has no identifier. Never raises.

    ``base`` is the address of the document, where it was read from one of its own (a static catalogue);
    in the list of an API its ``self`` link says it. ``parent`` is the collection that it was found in.
    """
    if not isinstance(document, dict):
        return None
    key = document.get("id")
    if not isinstance(key, str) or not key:
        return None
    base = base or self_of(document) or entry.url
    summaries = document.get("summaries")
    summaries = summaries if isinstance(summaries, dict) else {}
    extent = read_extent(document.get("extent"))
    license, license_url = _license(document, base)
    doi = _doi(document)
    contacts = read_contacts(document)
    language = _code(document.get("language"))
    properties = {
        name: value for name, value in document.items() if name not in _READ_ELSEWHERE and name != "summaries"
    }
    properties.update(summaries)
    return Dataset(
        id=key,
        title=text(document.get("title")) or key,
        catalog=entry.id,
        abstract=text(document.get("description")),
        provider=provider_of(document.get("providers")) or entry.provider,
        kind="series",
        footprint=extent.footprint,
        footprint_note=extent.note,
        period=extent.period,
        periods=extent.periods,
        keywords=_keywords(document),
        compartments=_compartments(document) or entry.compartments,
        license=license,
        license_url=license_url,
        lineage=_first_text(document, summaries, "processing:lineage"),
        doi=doi,
        identifiers=(doi,) if doi else (),
        contacts=contacts,
        parent=parent or _parent(document, base),
        links=Lazy(partial(collection_links, document, base)),
        thumbnail=thumbnail_of(document, base),
        language=language,
        dates=tuple(
            (kind, value[:10])
            for kind, name in (("creation", "created"), ("publication", "published"), ("revision", "updated"))
            if (value := _first_text(document, summaries, name))
        ),
        updated=_first_text(document, summaries, "updated"),
        crs=_crs(document, summaries),
        citation=text(document.get("sci:citation")),
        properties=properties,
        sources=(Source(entry.id, key, base),),
        has_granules=_has_granules(document),
        raw=document,
    )


def collection_links(document: Mapping[str, Any], base: str) -> list[Any]:
    """The links of a collection: assets, links, and the publications that it names by DOI."""
    from ...model import Link

    found = read_links(document, base)
    publications = document.get("sci:publications")
    for publication in publications if isinstance(publications, list) else ():
        if isinstance(publication, Mapping) and text(publication.get("doi")):
            href = "https://doi.org/" + bare_doi(text(publication.get("doi")))
            title = text(publication.get("citation"))
            found.append(Link(href=href, kind=LinkKind.INFO, title=title, function="publication"))
    return found


def _license(document: Mapping[str, Any], base: str) -> tuple[str, str]:
    license = text(document.get("license"))
    for link in links_of(document):
        if link.get("rel") == "license":
            url = resolved(base, link.get("href"))
            if license.lower() in _UNNAMED_LICENSES and text(link.get("title")):
                license = text(link.get("title"))
            return license, url
    return license, ""


def bare_doi(value: str) -> str:
    """A DOI without resolver or scheme; empty for what is no DOI."""
    for prefix in (
        "https://doi.org/",
        "http://doi.org/",
        "https://dx.doi.org/",
        "http://dx.doi.org/",
        "doi:",
        "DOI:",
    ):
        if value.startswith(prefix):
            value = value[len(prefix) :]
    return value.strip() if value.startswith("10.") and "/" in value else ""


def _doi(document: Mapping[str, Any]) -> str:
    doi = bare_doi(text(document.get("sci:doi")))
    if doi:
        return doi
    for link in links_of(document):
        if link.get("rel") == "cite-as" and (doi := bare_doi(text(link.get("href")))):
            return doi
    return ""


def read_contacts(document: Mapping[str, Any]) -> tuple[Contact, ...]:
    """Providers, then the people of the contacts extension."""
    found = []
    providers, people = document.get("providers"), document.get("contacts")
    for one in providers if isinstance(providers, list) else ():
        if isinstance(one, Mapping) and text(one.get("name")):
            found.append(
                Contact(
                    organisation=text(one.get("name")),
                    role=", ".join(texts(one.get("roles"))),
                    url=text(one.get("url")),
                    where="resource",
                )
            )
    for one in people if isinstance(people, list) else ():
        if isinstance(one, Mapping) and (text(one.get("name")) or text(one.get("organization"))):
            found.append(
                Contact(
                    name=text(one.get("name")),
                    organisation=text(one.get("organization")),
                    role=", ".join(texts(one.get("roles"))),
                    email=_first_value(one.get("emails")),
                    phone=_first_value(one.get("phones")),
                    url=next((text(link.get("href")) for link in links_of(one)), ""),
                    identifier=text(one.get("identifier")),
                    position=text(one.get("position")),
                    address=_address(one.get("addresses")),
                )
            )
    summaries = document.get("summaries")
    if isinstance(summaries, Mapping) and (
        text(summaries.get("contact_name")) or text(summaries.get("contact_email"))
    ):
        name, email = text(summaries.get("contact_name")), text(summaries.get("contact_email"))
        found.append(Contact(name=name, email=email, role="pointOfContact"))
    return tuple(found)


def _first_value(values: Any) -> str:
    if isinstance(values, list):
        for one in values:
            if isinstance(one, Mapping) and text(one.get("value")):
                return text(one.get("value"))
    return ""


def _address(values: Any) -> str:
    if not isinstance(values, list) or not values or not isinstance(values[0], Mapping):
        return ""
    one = values[0]
    lines = (*texts(one.get("deliveryPoint")), *(text(one.get(n)) for n in ("postalCode", "city", "country")))
    return ", ".join(line for line in lines if line)


def _keywords(document: Mapping[str, Any]) -> tuple[Keyword, ...]:
    found = [Keyword(word) for word in texts(document.get("keywords"))]
    themes = document.get("themes")
    for theme in themes if isinstance(themes, list) else ():
        if not isinstance(theme, Mapping) or not isinstance(theme.get("concepts"), list):
            continue
        for concept in theme["concepts"]:
            if isinstance(concept, Mapping) and (text(concept.get("title")) or text(concept.get("id"))):
                found.append(
                    Keyword(
                        text(concept.get("title")) or text(concept.get("id")),
                        uri=text(concept.get("url")),
                        thesaurus_uri=text(theme.get("scheme")),
                        kind="theme",
                    )
                )
    return tuple(found)


def _compartments(document: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(name for name in texts(document.get("gaia:compartments")) if name in COMPARTMENTS)


def _code(language: Any) -> str:
    return text(language.get("code")) if isinstance(language, Mapping) else text(language)


def _first_text(document: Mapping[str, Any], summaries: Mapping[str, Any], name: str) -> str:
    for fields in (document, summaries, document.get("properties")):
        if isinstance(fields, Mapping):
            found = texts(fields.get(name))
            if found:
                return "\n".join(found)
    return ""


def _crs(document: Mapping[str, Any], summaries: Mapping[str, Any]) -> tuple[str, ...]:
    codes = list(texts(summaries.get("proj:code")))
    numbers = summaries.get("proj:epsg")
    if isinstance(numbers, list):
        codes += [f"EPSG:{one}" for one in numbers if isinstance(one, int) and not isinstance(one, bool)]
    own = crs_of(document)
    return tuple(dict.fromkeys([*codes, *([own] if own else [])]))


def _parent(document: Mapping[str, Any], base: str) -> str:
    """The collection above, where the address of the ``parent`` link names one."""
    for link in links_of(document):
        if link.get("rel") == "parent":
            _, found, after = resolved(base, link.get("href")).partition("/collections/")
            return after.strip("/") if found and "/" not in after.strip("/") else ""
    return ""


def _has_granules(document: Mapping[str, Any]) -> bool:
    return any(link.get("rel") in ("items", "item", "child") for link in links_of(document))
