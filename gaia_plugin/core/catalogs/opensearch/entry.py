"""Atom entries to datasets and granules (OGC 10-032r8, 9.4; OGC 13-026r9, 8), whatever else is inside them:
ISO records (FedEO), distribution blocks (GeoDAB), Earth observation metadata."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

from ...metadata.boxes import number
from ...metadata.constraints import licence_id
from ...metadata.hrefs import without_secrets
from ...metadata.identifiers import doi_in
from ...metadata.iso import read_iso
from ...metadata.keywords import compartments_of
from ...metadata.online import LinkReader
from ...metadata.texts import plain
from ...metadata.xmltree import Element, Kids, attribute, kids, raw_of
from ...model import SEARCHABLE, Contact, Dataset, Granule, Keyword, Link, LinkKind, Period, Source
from ..stac.times import period as period_between
from .georss import read_place
from .links import read_links
from .markup import line, read_markup, tidy

_READ = frozenset(
    {"id", "identifier", "title", "summary", "content", "updated", "published", "date", "author", "point",
     "contributor", "category", "link", "rights", "box", "polygon", "line", "where", "group", "offering",
     "start", "end", "distributionInfo", "MI_Metadata", "MD_Metadata", "isPartOf", "parentIdentifier",
     "parentID"}
)  # fmt: skip
_SCENE = {
    "Platform Name": "platform",
    "Sensor Name": "instruments",
    "Processing Level": "processing:level",
    "Orbit Direction": "sat:orbit_state",
}
_MANY = 200


@dataclass
class _Entry:
    """One entry, opened once."""

    element: Element
    url: str
    raw: bytes
    inside: Kids
    rows: dict[str, str] = field(default_factory=dict)

    def first(self, *names: str) -> str:
        for name in names:
            for one in self.inside.get(name, ()):
                text = line(plain(one))
                if text:
                    return text
        return ""


def read_dataset(element: Element, *, catalog: str, url: str, language: str = "en") -> Dataset:
    """The Dataset of an entry. Raises ValueError where it has neither identifier nor title."""
    entry, abstract = _open(element, url)
    key, title = _identity(entry)
    iso = _iso(entry, catalog, language)
    footprint, note = read_place(element)
    if footprint is None and iso is not None and iso.footprint is not None:
        footprint, note = iso.footprint, iso.footprint_note
    keywords = tuple(dict.fromkeys([*_keywords(entry), *(iso.keywords if iso else ())]))
    links = _links(entry, language, iso)
    contacts = tuple(dict.fromkeys([*(iso.contacts if iso else ()), *_contacts(entry)]))
    rights = [text for one in entry.inside.get("rights", ()) if (text := line(plain(one)))]
    licence = next((found for text in rights if (found := licence_id(text))), "")
    licence = licence or (iso.license if iso else "")
    constraints = [*(one for one in rights if one != licence), *(iso.constraints if iso else ())]
    period = _period(entry) or (iso.period if iso else None)
    identifiers = tuple(
        dict.fromkeys(
            text
            for text in (
                *(line(plain(one)) for one in entry.inside.get("identifier", ())),
                entry.first("id"),
                *(iso.identifiers if iso else ()),
            )
            if text
        )
    )
    return Dataset(
        id=key,
        title=title,
        catalog=catalog,
        abstract=tidy(iso.abstract if iso else "") or abstract,
        provider=_provider(entry, iso, contacts),
        kind=_level(entry) or (iso.kind if iso else "dataset"),
        footprint=footprint,
        footprint_note=note,
        period=period,
        periods=(iso.periods if iso else ()) or ((period,) if period else ()),
        keywords=keywords,
        compartments=compartments_of(keywords),
        license=licence,
        license_url=iso.license_url if iso else "",
        constraints=tuple(dict.fromkeys(constraints)),
        lineage=iso.lineage if iso else "",
        doi=_doi(identifiers, links) or (iso.doi if iso else ""),
        identifiers=identifiers,
        contacts=contacts,
        parent=entry.first("isPartOf", "parentIdentifier", "parentID") or (iso.parent if iso else ""),
        links=tuple(links),
        thumbnail=_thumbnail(links) or (iso.thumbnail if iso else ""),
        language=iso.language if iso else "",
        texts=iso.texts if iso else {},
        dates=tuple(dict.fromkeys([*_dates(entry), *(iso.dates if iso else ())])),
        updated=entry.first("updated") or (iso.updated if iso else ""),
        crs=iso.crs if iso else (),
        citation=iso.citation if iso else "",
        properties={**(iso.properties if iso else {}), **_properties(entry)},
        sources=(Source(catalog, key, url),),
        has_granules=any(link.kind in SEARCHABLE for link in links),
        raw=entry.raw,
    )


def read_granule(element: Element, *, catalog: str, url: str, collection: str = "") -> Granule:
    """The Granule of an entry. Raises ValueError where it has neither identifier nor title."""
    entry, abstract = _open(element, url)
    key, title = _identity(entry)
    footprint, note = read_place(element)
    links = _links(entry, "en", None)
    parent = entry.first("isPartOf", "parentIdentifier", "parentID")
    return Granule(
        id=key,
        title=title,
        catalog=catalog,
        collection=collection or parent,
        footprint=footprint,
        footprint_note=note,
        period=_period(entry),
        properties=_properties(entry),
        links=tuple(links),
        thumbnail=_thumbnail(links),
        license=licence_id(entry.first("rights")),
        doi=_doi((entry.first("identifier"),), ()),
        provider=_provider(entry, None, ()),
        abstract="" if entry.rows else abstract,
        sources=(Source(catalog, key, url),),
        raw=entry.raw,
    )


def _open(element: Element, url: str) -> tuple[_Entry, str]:
    """The entry, and its abstract."""
    entry = _Entry(element, url, raw_of(element), kids(element))
    abstract = ""
    for name in ("summary", "content", "description", "abstract"):
        for one in entry.inside.get(name, ()):
            text = plain(one)
            if text and not abstract:
                abstract, entry.rows = read_markup(text)
                abstract = entry.rows.get("Description") or abstract
    return entry, abstract


def _identity(entry: _Entry) -> tuple[str, str]:
    """(identifier, title). The Dublin Core identifier is the record's; Atom's may be a request for it."""
    title = entry.first("title")
    title = "" if title == "None" else title
    key = entry.first("identifier") or entry.first("id")
    if not key and not title:
        raise ValueError("the entry has neither identifier nor title")
    key, _ = without_secrets(key)
    return key or hashlib.sha256(entry.raw).hexdigest()[:32], title or key


def _iso(entry: _Entry, catalog: str, language: str) -> Dataset | None:
    for name in ("MI_Metadata", "MD_Metadata"):
        for one in entry.inside.get(name, ()):
            try:
                return read_iso(one, catalog=catalog, language=language, url=entry.url)
            except (ValueError, TypeError, LookupError, ArithmeticError, AttributeError, RecursionError):
                return None
    return None


def _links(entry: _Entry, language: str, iso: Dataset | None) -> list[Link]:
    found = read_links(entry.element, entry.url)
    reader = LinkReader(language, lambda locale: "")
    found += reader.distribution(entry.inside.get("distributionInfo", []))
    said = {link.href for link in found}
    found += [link for link in (iso.links if iso else ()) if link.href not in said]
    return found


def _thumbnail(links: list[Link]) -> str:
    return next((link.href for link in links if link.kind is LinkKind.THUMBNAIL), "")


def _doi(identifiers: tuple[str, ...], links: Any) -> str:
    """The DOI among the identifiers; else the only one that the links lead to."""
    named = next((doi for text in identifiers if (doi := doi_in(text))), "")
    linked = {doi.lower(): doi for link in links if (doi := doi_in(link.href))}
    return named or (next(iter(linked.values())) if len(linked) == 1 else "")


def _keywords(entry: _Entry) -> list[Keyword]:
    """Categories: the text is the label, or the term where there is none; a term that is an address is the
    concept's; GeoDAB writes the kind of keyword in the term."""
    found = []
    for one in entry.inside.get("category", ())[:_MANY]:
        label, term = attribute(one, "label"), attribute(one, "term")
        if term == "hlevel":
            continue
        text = line(label or term)
        address = term if "://" in term else ""
        if text:
            found.append(Keyword(text, address, thesaurus_uri=attribute(one, "scheme")))
    for one in entry.inside.get("subject", ())[:_MANY]:
        text = line(plain(one))
        if text:
            found.append(Keyword(text))
    return found


def _level(entry: _Entry) -> str:
    for one in entry.inside.get("category", ()):
        if attribute(one, "term") == "hlevel":
            return attribute(one, "label").lower()
    return ""


def _contacts(entry: _Entry) -> list[Contact]:
    found = []
    for name in ("author", "contributor"):
        for one in entry.inside.get(name, ())[:_MANY]:
            inside = kids(one)

            def text(*names: str, inside: Kids = inside) -> str:
                return next((line(plain(node)) for key in names for node in inside.get(key, ())), "")

            contact = Contact(
                name=text("name", "indName"),
                organisation=text("orgName"),
                role=text("role") or name,
                email=text("email"),
                url=without_secrets(text("uri"))[0],
            )
            if contact.name or contact.organisation or contact.email:
                found.append(contact)
    return found


def _provider(entry: _Entry, iso: Dataset | None, contacts: tuple[Contact, ...]) -> str:
    said = entry.first("archiveCenter", "dataCenter", "organization", "organisation", "publisher")
    organisation = next((contact.organisation for contact in contacts if contact.organisation), "")
    return said or (iso.provider if iso else "") or organisation or entry.first("sourceTitle")


def _dates(entry: _Entry) -> list[tuple[str, str]]:
    published = entry.first("published", "issued")
    return [("publication", published)] if published else []


def _period(entry: _Entry) -> Period | None:
    """dc:date as an interval, the time extension's own elements, GML; an instant's end may stand in the
    summary's table (FedEO)."""
    start, mark, end = entry.first("date").partition("/")
    start, end = _mended(start), _mended(end)
    start = start or _mended(entry.first("start", "dtstart"))
    end = end or _mended(entry.first("end", "dtend"))
    if not start and not end:
        for one in entry.element.iter("{*}beginPosition"):
            start = start or _mended(plain(one))
        for one in entry.element.iter("{*}endPosition"):
            end = end or _mended(plain(one))
    if not mark and not end:
        end = _mended(entry.rows.get("End Date", "")) or start
        start = start or _mended(entry.rows.get("Start Date", ""))
    return period_between(start or None, end or None)


def _mended(text: str) -> str:
    """ "2015-01-08T22:57:31ZZ" (FedEO) without its second Z."""
    text = text.strip()
    while text.endswith("ZZ"):
        text = text[:-1]
    return text


def _properties(entry: _Entry) -> dict[str, Any]:
    """What the entry says beyond Atom, by local name, and the rows of its summary by their labels."""
    found: dict[str, Any] = {}
    for name, elements in entry.inside.items():
        if name in _READ or not name:
            continue
        texts = [text for one in elements[:_MANY] if not len(one) and (text := plain(one))]
        if texts:
            found[name] = texts[0] if len(texts) == 1 else texts
    for label, value in entry.rows.items():
        if label not in ("Description", "Title", "Media type", "Media Type", "Metadata"):
            found[_SCENE.get(label, label)] = value
    for one in entry.element.iter("{*}cloudCoverPercentage", "{*}cloudCover"):
        percent = number(plain(one))
        if percent is not None and 0 <= percent <= 100:
            found["eo:cloud_cover"] = percent
    return found
