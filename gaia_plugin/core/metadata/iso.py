"""ISO 19139 (gmd, gmi) and ISO 19115-3 (mdb) records to the model, by local names."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from lxml import etree

from ..model import Dataset, Keyword, Link, LinkKind
from ..model import Source as Where
from .constraints import read_constraints
from .extents import read_extents
from .hrefs import without_secrets
from .identifiers import doi_in
from .keywords import compartments_of, read_keywords
from .languages import two_letters
from .lazy import LazyDataset
from .leftovers import flatten, translations
from .lineage import read_lineage
from .online import LinkReader
from .parties import provider_of, read_party
from .texts import best, code, href, locales, localised, speak, value
from .xmltree import NAMES, Element, Kids, attribute, dig, inner, kids, lenient_parser, raw_of

_KINDS = frozenset({"study", "dataset", "link", "series", "service", "collection", "software", "document"})
_PUBLICATION = ("publication", "article", "paper", "related", "lié", "cite")


class IsoRecord:
    """One record's tree, opened once at the top: ``top`` the record's properties, ``about`` those of all its
    identifications together, ``citation`` those of the resource's citation."""

    def __init__(self, root: Element, language: str):
        self.root = root
        self.language = language
        self.top = kids(root)
        self.about: Kids = {}
        for holder in self.top.get("identificationInfo", ()):
            for identification in holder:
                for name, elements in kids(identification).items():
                    self.about.setdefault(name, []).extend(elements)
        citation = self.about.get("citation")
        first = inner(citation[0]) if citation else None
        self.citation = kids(first) if first is not None else {}
        declared = [
            *self.top.get("locale", ()),
            *self.top.get("otherLocale", ()),
            *self.top.get("defaultLocale", ()),
        ]
        self._locales = locales(declared)

    def lang_of(self, locale: str) -> str:
        """The language of a locale reference ("#FR")."""
        name = locale.strip().rpartition("#")[2]
        return self._locales.get(name) or two_letters(name)

    def own_language(self) -> str:
        """The language of the record's plain texts."""
        for name in ("language",):
            if name in self.top:
                return two_letters(code(self.top[name][0]))
        spoken = dig(self.top.get("defaultLocale", [None])[0], "PT_Locale", "language")
        return two_letters(code(spoken)) if spoken is not None else ""

    def text(self, holder: Element | None) -> str:
        """A property's text as the record has it; of translations alone, the language asked for."""
        return best(holder, self.language, self.lang_of)

    def first(self, properties: Kids, name: str) -> str:
        """The first non-empty text of a property."""
        for element in properties.get(name, ()):
            found = self.text(element)
            if found:
                return found
        return ""


def read_iso(root: Element, *, catalog: str = "", language: str = "en", url: str = "") -> Dataset:
    """A record's Dataset. Identity, texts, footprint and periods are read now, the rest when looked at.

    Raises ValueError for a record with neither identifier nor title.
    """
    raw = raw_of(root)
    record = IsoRecord(root, language)
    top, about, citation = record.top, record.about, record.citation
    title = record.first(citation, "title")
    identifiers, doi = _identifiers(record)
    own = _own_identifier(top) or attribute(root, "uuid") or (identifiers[0] if identifiers else "")
    if not own and not title:
        raise ValueError("the record has neither identifier nor title")
    if not own:
        own = hashlib.sha256(raw).hexdigest()[:32]
    extents = read_extents(about.get("extent", []))
    # A record without a DOI in its citation may have one among its links: not looked for where none can be.
    known: dict[str, Any] = {"doi": doi} if doi or b"doi" not in raw.lower() else {}
    return LazyDataset.of(
        _Raw(raw, language),
        id=own,
        title=title or own,
        catalog=catalog,
        abstract=record.first(about, "abstract"),
        kind=_kind(top),
        footprint=extents.footprint,
        footprint_note=extents.note,
        period=extents.period,
        periods=extents.periods,
        parent=_parent(top),
        language=record.own_language(),
        texts=_texts(record),
        dates=_dates(citation),
        updated=_updated(top),
        identifiers=identifiers,
        sources=(Where(catalog, own, url),),
        raw=raw,
        **known,
    )


class _Raw:
    """The later fields of a record, from its bytes; the tree lives only while somebody looks."""

    __slots__ = ("_language", "_raw")

    def __init__(self, raw: bytes, language: str):
        self._raw = raw
        self._language = language

    def later(self, name: str) -> Mapping[str, Any]:
        """The properties, or all other remaining fields together: the record is parsed again, which costs
        less than keeping its tree."""
        root = etree.fromstring(self._raw, lenient_parser())
        if root is None:
            return {}
        record = IsoRecord(root, self._language)
        return {"properties": read_properties(record)} if name == "properties" else read_details(record)


def read_details(record: IsoRecord) -> dict[str, Any]:
    """Every field that ``read_iso`` leaves for later, but the properties. The record's tree is put into the
    language asked for; licence and compartments are read from what it said before, the same in all."""
    top, about = record.top, record.about
    keywords = _keywords(record)
    compartments = compartments_of(keywords)
    legal = read_constraints(about.get("resourceConstraints", []))
    if speak(record.root, record.language, record.lang_of):
        spoken = read_constraints(about.get("resourceConstraints", [])).constraints
        legal = legal._replace(constraints=tuple(one for one in spoken if one != legal.license))
        keywords = _keywords(record)
    extents = read_extents(about.get("extent", []))
    contacts = [contact for where, holder in _party_holders(record) for contact in read_party(holder, where)]
    keywords += [Keyword(text, kind="topicCategory") for text in _topics(about)]
    keywords += extents.places
    links = _links(record)
    thumbnail, more_links = _overviews(record)
    return {
        "contacts": tuple(dict.fromkeys(contacts)),
        "provider": provider_of(contacts),
        "keywords": tuple(dict.fromkeys(keywords)),
        "compartments": compartments,
        "links": (*links, *more_links),
        "has_granules": any(link.leads_to_granules for link in links),
        "license": legal.license,
        "license_url": legal.license_url,
        "constraints": legal.constraints,
        "lineage": read_lineage(record.root),
        "doi": doi_of_links(links),
        "thumbnail": thumbnail,
        "crs": _crs(top),
        "citation": record.first(record.citation, "otherCitationDetails"),
    }


def _keywords(record: IsoRecord) -> list[Keyword]:
    return read_keywords(record.about.get("descriptiveKeywords", []), record.language, record.lang_of)


def _own_identifier(top: Kids) -> str:
    if "fileIdentifier" in top:
        return value(top["fileIdentifier"][0])
    if "metadataIdentifier" in top:
        return value(dig(inner(top["metadataIdentifier"][0]), "code"))
    return ""


def _identifiers(record: IsoRecord) -> tuple[tuple[str, ...], str]:
    """(identifiers of the resource, with their code space where it says more; DOI)."""
    found: list[str] = []
    doi = ""
    for holder in record.citation.get("identifier", ()):
        node = inner(holder)
        inside = kids(node) if node is not None else {}
        for element in inside.get("code", ()):
            text, address = value(element), href(element)
            space = value(inside.get("codeSpace", [None])[0])
            doi = doi or doi_in(text) or doi_in(address)
            if not doi and "doi" in space.lower():
                doi = doi_in(f"doi:{text}")
            plain = not space or space in text or "doi.org" in space
            found += [text if plain else f"{space}:{text}", address]
    for holder in record.top.get("dataSetURI", ()):
        text = value(holder)
        found.append(text)
        doi = doi or doi_in(text)
    unique = tuple(dict.fromkeys(without_secrets(text)[0] for text in found if text))
    return unique, doi or doi_in(_own_identifier(record.top))


def doi_of_links(links: Iterable[Link]) -> str:
    """The DOI among the online resources that is the resource's own: the only one, and not said to be
    another work's."""
    found: dict[str, str] = {}
    for link in links:
        doi = doi_in(link.href)
        said = f"{link.protocol} {link.name} {link.description} {link.function}".lower()
        if doi and not any(word in said for word in _PUBLICATION):
            found.setdefault(doi.lower(), doi)
    return next(iter(found.values())) if len(found) == 1 else ""


def _kind(top: Kids) -> str:
    """The scope code; the level's name where a catalogue puts its own kinds there (Study, Link)."""
    for name in ("hierarchyLevelName", "hierarchyLevel"):
        for element in top.get(name, ()):
            said = value(element) if name == "hierarchyLevelName" else code(element)
            if said and (name == "hierarchyLevel" or said.lower() in _KINDS):
                return said if name == "hierarchyLevel" else said.lower()
    for element in top.get("metadataScope", ()):
        said = code(dig(inner(element), "resourceScope"))
        if said:
            return said
    return "dataset"


def _parent(top: Kids) -> str:
    for element in top.get("parentIdentifier", ()):
        found = value(element)
        if found:
            return found
    for element in top.get("parentMetadata", ()):
        found = value(dig(inner(element), "identifier", "MD_Identifier", "code")) or attribute(
            element, "uuidref"
        )
        found = found or value(dig(inner(element), "title"))
        if found:
            return found
    return ""


def _dates(citation: Kids) -> tuple[tuple[str, str], ...]:
    found = []
    for holder in citation.get("date", ()):
        node = inner(holder)
        inside = kids(node) if node is not None else {}
        at = value(inside.get("date", [None])[0])
        if at:
            found.append((code(inside.get("dateType", [None])[0]), at))
    return tuple(dict.fromkeys(found))


def _updated(top: Kids) -> str:
    for element in top.get("dateStamp", ()):
        found = value(element)
        if found:
            return found
    said = dict(_dates({"date": top.get("dateInfo", [])}))
    return said.get("revision") or said.get("lastUpdate") or said.get("creation") or ""


def _texts(record: IsoRecord) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for name, holders in (
        ("title", record.citation.get("title")),
        ("abstract", record.about.get("abstract")),
    ):
        for holder in holders or ():
            for locale, text in localised(holder):
                found.setdefault(record.lang_of(locale), {}).setdefault(name, text)
    return found


def _party_holders(record: IsoRecord) -> list[tuple[str, Element]]:
    found = [("resource", holder) for holder in record.about.get("pointOfContact", ())]
    found += [("resource", holder) for holder in record.citation.get("citedResponsibleParty", ())]
    for holder in record.top.get("distributionInfo", ()):
        found += [("distribution", contact) for contact in holder.iter("{*}distributorContact")]
    found += [("metadata", holder) for holder in record.top.get("contact", ())]
    return found


def _topics(about: Kids) -> list[str]:
    return [text for element in about.get("topicCategory", ()) for text in [code(element)] if text]


def _links(record: IsoRecord) -> list[Link]:
    reader = LinkReader(record.language, record.lang_of)
    found = list(reader.distribution(record.top.get("distributionInfo", [])))
    found += reader.service(record.about)
    for holder in (*record.top.get("metadataLinkage", ()), *record.citation.get("onlineResource", ())):
        found += reader.resource(holder, None, None)
    return found


def _overviews(record: IsoRecord) -> tuple[str, list[Link]]:
    """(address of the first overview, links to all of them)."""
    found: list[Link] = []
    for holder in record.about.get("graphicOverview", ()):
        node = inner(holder)
        inside = kids(node) if node is not None else {}
        address, _ = without_secrets(value(inside.get("fileName", [None])[0]))
        if address:
            text = record.first(inside, "fileDescription")
            web = address.startswith(("http://", "https://"))
            kind = LinkKind.THUMBNAIL if web else LinkKind.UNREACHABLE
            found.append(Link(address, kind, title=text, media_type=record.first(inside, "fileType")))
    return next((link.href for link in found if link.kind is LinkKind.THUMBNAIL), ""), found


def _crs(top: Kids) -> tuple[str, ...]:
    found = []
    for holder in top.get("referenceSystemInfo", ()):
        for element in holder.iter("{*}code"):
            if any(NAMES[above.tag] == "authority" for above in element.iterancestors()):
                continue  # who keeps the list of systems is none of them
            text, space = value(element), value(dig(element.getparent(), "codeSpace"))
            found.append(f"{space}:{text}" if space and text.isdigit() else text or href(element))
    return tuple(dict.fromkeys(text for text in found if text))


def read_properties(record: IsoRecord) -> dict[str, Any]:
    """All that no other field holds, by its ISO name; beside it "verticalExtent", "temporalExtent" (what is
    no date) and "translations" (by language, from text to text)."""
    extents = read_extents(record.about.get("extent", []))
    found = flatten(record.root)
    if extents.vertical:
        found["verticalExtent"] = extents.vertical if len(extents.vertical) > 1 else extents.vertical[0]
    if extents.period_texts:
        found["temporalExtent"] = list(extents.period_texts)
    translated = translations(record.root, record.lang_of, record.text)
    if translated:
        found["translations"] = translated
    return found


__all__ = ["IsoRecord", "read_details", "read_iso", "read_properties"]
