"""Ecological Metadata Language 2.x records to the model (EML 2.2.0 specification; read by local names)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from ..model import Checksum, Contact, Dataset, Keyword, Link, LinkKind
from ..model import Source as Where
from .boxes import number
from .constraints import licence_id
from .eml_coverage import read_coverage
from .hrefs import without_secrets
from .identifiers import doi_in, person_uri
from .keywords import compartments_of
from .languages import two_letters
from .links import classify
from .xmltree import NAMES, Element, Kids, attribute, dig, kids, raw_of

_ROLES = {
    "creator": "author",
    "metadataProvider": "pointOfContact",
    "contact": "pointOfContact",
    "publisher": "publisher",
    "associatedParty": "",
}
_ENTITIES = ("dataTable", "spatialRaster", "spatialVector", "storedProcedure", "view", "otherEntity")
_ALGORITHMS = {"md5": ("md5", 32), "sha1": ("sha1", 40), "sha256": ("sha256", 64), "sha512": ("sha512", 128)}
_MAX_BYTES = 1 << 60
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def is_eml(root: Element) -> bool:
    """Whether an element is the root of an EML document."""
    return NAMES[root.tag] == "eml"


def read_eml(root: Element, *, catalog: str = "", language: str = "en", url: str = "") -> Dataset:
    """A record's Dataset. Raises ValueError for a record with neither identifier nor title."""
    about = next(
        (
            found
            for name in ("dataset", "citation", "software", "protocol")
            if (found := dig(root, name)) is not None
        ),
        None,
    )
    if about is None:
        raise ValueError("the record describes no resource")
    raw = raw_of(root)
    known = {attribute(one, "id"): one for one in root.iter() if NAMES[one.tag] and attribute(one, "id")}
    inside = _resolved(about, known)
    package = attribute(root, "packageId")
    titles = inside.get("title", [])
    title = _line(titles[0]) if titles else ""
    if not package and not title:
        raise ValueError("the record has neither identifier nor title")
    key = package or hashlib.sha256(raw).hexdigest()[:32]
    others = [_line(one) for one in inside.get("alternateIdentifier", ())]
    where = read_coverage([_own(one, known) for one in _coverages(inside, known)], known)
    keywords = [*_keywords(inside, known), *where.keywords]
    licence, licence_url, constraints = _legal(inside)
    contacts = tuple(dict.fromkeys(_contacts(inside, known)))
    published = _first(inside, "pubDate")
    entities = list(_entities(inside, known))
    links = [*_links(inside, known), *(link for _, links in entities for link in links)]
    tongue = two_letters(_first(inside, "language")) or two_letters(root.get(_LANG) or about.get(_LANG) or "")
    return Dataset(
        id=key,
        title=title or key,
        catalog=catalog,
        abstract=_text(inside, "abstract"),
        provider=next(
            (
                one.organisation
                for role in ("publisher", "author")
                for one in contacts
                if one.role == role and one.organisation
            ),
            "",
        ),
        footprint=where.footprint,
        footprint_note=where.note,
        period=where.period,
        periods=where.periods,
        keywords=tuple(dict.fromkeys(keywords)),
        compartments=compartments_of(keywords),
        license=licence,
        license_url=licence_url,
        constraints=constraints,
        lineage=_lineage(inside),
        doi=next((doi for text in (package, *others) if (doi := doi_in(text))), ""),
        identifiers=tuple(dict.fromkeys(text for text in (package, *others) if text)),
        contacts=contacts,
        links=tuple(links),
        thumbnail="",
        language=tongue,
        texts=_translations(inside),
        dates=(("publication", published),) if published else (),
        properties=_properties(inside, where.properties, [name for name, _ in entities]),
        sources=(Where(catalog, key, url),),
        raw=raw,
    )


def _own(element: Element, known: dict[str, Element]) -> Element:
    """The element, or the one that it refers to: EML repeats people and places by ``references``."""
    for _ in range(8):
        target = known.get(_line(dig(element, "references")))
        if target is None or target is element or NAMES[target.tag] == "references":
            return element
        element = target
    return element


def _resolved(about: Element, known: dict[str, Element]) -> Kids:
    return kids(_own(about, known))


def _line(element: Element | None) -> str:
    """All text of an element on one line."""
    return " ".join("".join(str(part) for part in element.itertext()).split()) if element is not None else ""


def _first(inside: Kids, name: str) -> str:
    return next((text for one in inside.get(name, ()) if (text := _line(one))), "")


def _paragraphs(element: Element) -> list[str]:
    """The text of a TextType: its paragraphs (para, title of a section, markdown), or its bare text."""
    blocks = [one for one in element.iter("{*}para", "{*}title", "{*}markdown") if not _nested(one, element)]
    found = [str(one.text or "").strip() if NAMES[one.tag] == "markdown" else _line(one) for one in blocks]
    return [text for text in found if text] or [text for text in [_line(element)] if text]


def _nested(block: Element, top: Element) -> bool:
    above = block.getparent()
    while above is not None and above is not top:
        if NAMES[above.tag] == "para":
            return True
        above = above.getparent()
    return False


def _text(inside: Kids, name: str) -> str:
    return "\n".join(text for one in inside.get(name, ()) for text in _paragraphs(one))


def _translations(inside: Kids) -> dict[str, dict[str, str]]:
    """Titles and abstracts with a language of their own (EML 2.1.1, i18nNonEmptyStringType)."""
    found: dict[str, dict[str, str]] = {}
    for name in ("title", "abstract"):
        for one in inside.get(name, ()):
            for part in (one, *one.iter("{*}value")):
                tongue = two_letters(part.get(_LANG) or "")
                text = _line(part)
                if tongue and text:
                    found.setdefault(tongue, {}).setdefault(name, text)
    return found


def _contacts(inside: Kids, known: dict[str, Element]) -> Iterator[Contact]:
    for name, role in _ROLES.items():
        for one in inside.get(name, ()):
            party = kids(_own(one, known))
            person = kids(party["individualName"][0]) if "individualName" in party else {}
            names = [_line(part) for key in ("givenName", "surName") for part in person.get(key, ())]
            users = [f"{attribute(user, 'directory')}/{_line(user)}" for user in party.get("userId", ())]
            contact = Contact(
                name=" ".join(part for part in names if part),
                organisation=_first(party, "organizationName"),
                role=role or _first(kids(one), "role") or _first(party, "role"),
                email=_first(party, "electronicMailAddress"),
                url=without_secrets(_first(party, "onlineUrl"))[0],
                identifier=next((uri for user in users if (uri := person_uri(user))), ""),
                where="metadata" if name == "metadataProvider" else "resource",
                position=_first(party, "positionName"),
                phone=_first(party, "phone"),
                address=", ".join(_line(part) for part in party["address"][0]) if "address" in party else "",
            )
            if contact.name or contact.organisation or contact.position:
                yield contact


def _keywords(inside: Kids, known: dict[str, Element]) -> Iterator[Keyword]:
    for one in inside.get("keywordSet", ()):
        group = kids(_own(one, known))
        thesaurus = _first(group, "keywordThesaurus")
        address = thesaurus if "://" in thesaurus else ""
        for word in group.get("keyword", ()):
            text = _line(word)
            if text:
                yield Keyword(text, "", thesaurus, address, attribute(word, "keywordType"))


def _legal(inside: Kids) -> tuple[str, str, tuple[str, ...]]:
    """(licence, its address, other sentences): ``licensed`` of EML 2.2, else ``intellectualRights``."""
    licence = url = ""
    for one in inside.get("licensed", ()):
        said = kids(one)
        url = url or _first(said, "url")
        licence = licence or _first(said, "identifier") or licence_id(url) or _first(said, "licenseName")
    sentences = [text for one in inside.get("intellectualRights", ()) for text in _paragraphs(one)]
    licence = licence or next((found for text in sentences if (found := licence_id(text))), "")
    return (
        licence,
        without_secrets(url)[0],
        tuple(dict.fromkeys(text for text in sentences if text != licence)),
    )


def _lineage(inside: Kids) -> str:
    """What the methods describe: each step, then the sampling and the quality control."""
    found = []
    for methods in inside.get("methods", ()):
        for part in methods.iter("{*}description", "{*}studyExtent", "{*}samplingDescription"):
            if NAMES[part.tag] == "studyExtent" or _holds_geography(part):
                continue
            found += _paragraphs(part)
    return "\n".join(dict.fromkeys(found))


def _holds_geography(part: Element) -> bool:
    return next(part.iter("{*}geographicCoverage"), None) is not None


def _coverages(inside: Kids, known: dict[str, Element]) -> list[Element]:
    """The resource's own coverage; where it has none, those of its entities."""
    own = list(inside.get("coverage", ()))
    if own:
        return own
    entities = [kids(_own(one, known)) for name in _ENTITIES for one in inside.get(name, ())]
    return [coverage for entity in entities for coverage in entity.get("coverage", ())]


def _links(inside: Kids, known: dict[str, Element]) -> Iterator[Link]:
    for one in inside.get("distribution", ()):
        yield from _distribution(one, known, "", None, None, "")


def _entities(inside: Kids, known: dict[str, Element]) -> Iterator[tuple[str, list[Link]]]:
    """(name, links) of each file of data. A download's size and checksum are its own."""
    for kind in _ENTITIES:
        for one in inside.get(kind, ()):
            entity = kids(_own(one, known))
            name = _first(entity, "entityName")
            links: list[Link] = []
            for holder in entity.get("physical", ()):
                physical = kids(_own(holder, known))
                size, checksum = _size(physical), _checksum(physical)
                file = _first(physical, "objectName")
                for distribution in physical.get("distribution", ()):
                    links += _distribution(distribution, known, name, size, checksum, file)
            yield name, links


def _distribution(
    holder: Element,
    known: dict[str, Element],
    title: str,
    size: int | None,
    checksum: Checksum | None,
    file: str,
) -> Iterator[Link]:
    for online in kids(_own(holder, known)).get("online", ()):
        said = kids(online)
        description = _first(said, "onlineDescription")
        for one in said.get("url", ()):
            href, had_secret = without_secrets(_line(one))
            if not href:
                continue
            # Without a word the address of a file of data is one (eml-resource, UrlType: "download").
            function = attribute(one, "function") or ("download" if file else "")
            kind = classify(href, "", function, file, description)
            if "://" not in href:
                kind = LinkKind.UNREACHABLE
            data = kind is LinkKind.DOWNLOAD
            yield Link(
                href=href,
                kind=kind,
                title=title or description,
                name=file,
                description=description,
                function=function,
                size=size if data else None,
                checksum=checksum if data else None,
                restricted=had_secret,
            )


def _size(physical: Kids) -> int | None:
    """The size in bytes. Against "3.6 Mb", a round number, no transfer could be checked."""
    for one in physical.get("size", ()):
        count = number(_line(one))
        if count and attribute(one, "unit").lower().rstrip("s") in ("", "byte", "b"):
            return int(count) if float(count).is_integer() and 0 < count < _MAX_BYTES else None
    return None


def _checksum(physical: Kids) -> Checksum | None:
    for one in physical.get("authentication", ()):
        known = _ALGORITHMS.get(attribute(one, "method").lower().replace("-", ""))
        digest = _line(one).lower()
        if known and len(digest) == known[1] and not set(digest) - set("0123456789abcdef"):
            return Checksum(known[0], digest)
    return None


def _properties(inside: Kids, coverage: dict[str, Any], entities: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = dict(coverage)
    for name in (
        "shortName",
        "series",
        "pubPlace",
        "purpose",
        "additionalInfo",
        "maintenance",
        "introduction",
        "acknowledgements",
    ):
        text = _text(inside, name)
        if text:
            found[name] = text
    for one in inside.get("project", ()):
        project = kids(one)
        for name in ("title", "abstract", "funding"):
            text = _text(project, name)
            if text:
                found[f"project.{name}"] = text
        awards = [_line(award) for award in project.get("award", ())]
        if awards:
            found["project.award"] = awards
    if any(entities):
        found["entities"] = [name for name in entities if name]
    sizes = [
        f"{_line(one)} {attribute(one, 'unit')}".strip()
        for kind in _ENTITIES
        for entity in inside.get(kind, ())
        for one in entity.iter("{*}size")
    ]
    if sizes:
        found["sizes"] = sizes
    return found
