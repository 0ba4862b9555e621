"""csw:Record, its summary and brief forms (OGC 07-006r1, 10.2.5) and oai_dc records to the model."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from typing import Any

from ..model import Contact, Dataset, Keyword, Link, LinkKind, Period, hull
from ..model import Source as Where
from ..model.geometry import Geometry, box_polygon
from .boxes import mend_box, number
from .constraints import licence_id
from .extents import together
from .hrefs import OGC_KINDS, clean_href, hints, without_secrets
from .identifiers import doi_in
from .languages import two_letters
from .links import classify
from .periods import read_time
from .texts import plain
from .xmltree import NAMES, Element, attribute, kids, raw_of

_SIDES = re.compile(r"\b(north|south|east|west)\w*\s*[=: ]\s*(-?\d+(?:[.,]\d+)?)", re.IGNORECASE)
_ROLES = {
    "creator": "author",
    "publisher": "publisher",
    "contributor": "contributor",
    "rightsHolder": "owner",
}
_READ = frozenset(
    {"identifier", "title", "abstract", "description", "type", "subject", "BoundingBox", "spatial",
     "coverage", "temporal", "rights", "license", "accessRights", "URI", "references", "language", "modified",
     "date", "issued", "created", "isPartOf", "provenance", "source", "bibliographicCitation", *_ROLES}
)  # fmt: skip


def read_dublin_core(root: Element, *, catalog: str = "", language: str = "en", url: str = "") -> Dataset:
    """A record's Dataset. Raises ValueError for a record with neither identifier nor title."""
    raw, inside = raw_of(root), kids(root)

    def texts(*names: str) -> list[str]:
        return [text for name in names for text in map(plain, inside.get(name, ())) if text]

    def first(*names: str) -> str:
        return next(iter(texts(*names)), "")

    title, identifiers = first("title"), texts("identifier")
    if not identifiers and not title:
        raise ValueError("the record has neither identifier nor title")
    own = _oai_identifier(root) or (identifiers[0] if identifiers else hashlib.sha256(raw).hexdigest()[:32])
    footprint, note, coordinates_said = _where(inside)
    periods = tuple(
        period for period in (_period(element) for element in inside.get("temporal", ())) if period
    )
    keywords = [_keyword(element) for element in inside.get("subject", ())]
    keywords += [
        Keyword(text, kind="place") for text in texts("spatial", "coverage") if text not in coordinates_said
    ]
    links = [
        link
        for element in (*inside.get("URI", ()), *inside.get("references", ()))
        for link in _links(element)
    ]
    said = {link.href for link in links}
    # An identifier or a related resource that is an address is where the record leads (SEANOE's OAI).
    links += [
        replace(link, kind=LinkKind.INFO) if link.kind is LinkKind.DOWNLOAD else link
        for element in (*inside.get("identifier", ()), *inside.get("relation", ()))
        if plain(element).lower().startswith(("http://", "https://"))
        for link in _links(element)
        if link.href not in said
    ]
    rights = texts("license", "rights", "accessRights")
    named = [(licence_id(text), text) for text in rights]
    license_ = next((spdx for spdx, _ in named if spdx), "") or first("license")
    contacts = [
        Contact(organisation=text, role=role) if name == "publisher" else Contact(text, role=role)
        for name, role in _ROLES.items()
        for text in texts(name)
    ]
    named_dates = {
        "modified": "revision",
        "issued": "publication",
        "created": "creation",
        "date": "publication",
    }
    dates = [(kind, text) for name, kind in named_dates.items() for text in texts(name)]
    return Dataset(
        id=own,
        title=title or own,
        catalog=catalog,
        abstract=first("abstract") or first("description"),
        provider=first("publisher") or first("creator"),
        kind=first("type") or "dataset",
        footprint=footprint,
        footprint_note=note,
        period=hull(periods),
        periods=periods,
        keywords=tuple(dict.fromkeys(keyword for keyword in keywords if keyword.text)),
        license=license_,
        license_url=next((text for spdx, text in named if spdx and text.startswith("http")), ""),
        constraints=tuple(text for text in dict.fromkeys(rights) if text != license_),
        lineage="\n".join(texts("provenance", "source")),
        doi=next((doi for doi in map(doi_in, identifiers) if doi), ""),
        identifiers=tuple(dict.fromkeys(identifiers)),
        contacts=tuple(contacts),
        parent=first("isPartOf"),
        links=tuple(links),
        thumbnail=next((link.href for link in links if link.kind is LinkKind.THUMBNAIL), ""),
        language=two_letters(first("language")) if first("language") else "",
        dates=tuple(dict.fromkeys(dates)),
        updated=first("modified"),
        citation=first("bibliographicCitation"),
        properties=_properties(inside, first("abstract")),
        sources=(Where(catalog, own, url),),
        has_granules=any(link.leads_to_granules for link in links),
        raw=raw,
    )


def _oai_identifier(root: Element) -> str:
    """The identifier of the OAI envelope, where there is one."""
    above = root.getparent()
    above = above.getparent() if above is not None else None
    if above is None or NAMES[above.tag] != "record":
        return ""
    return next((plain(one) for header in above if NAMES[header.tag] == "header"
                 for one in header if NAMES[one.tag] == "identifier"), "")  # fmt: skip


def _keyword(element: Element) -> Keyword:
    scheme = attribute(element, "scheme")
    return Keyword(plain(element), thesaurus=scheme, thesaurus_uri=scheme if "://" in scheme else "")


def _period(element: Element) -> Period | None:
    said = dict(re.findall(r"\b(start|end|name)\s*=\s*([^;]+)", plain(element)))
    if said.get("start") or said.get("end"):
        try:
            return Period(said.get("start", "").strip(), said.get("end", "").strip(), plain(element))
        except ValueError:
            return None
    return read_time(element)[0]


def _where(inside: dict[str, list[Element]]) -> tuple[Geometry | None, str, set[str]]:
    """(footprint, note, texts that were read as boxes)."""
    found: list[Geometry] = []
    notes: list[str] = []
    said: set[str] = set()

    def add(west: float | None, south: float | None, east: float | None, north: float | None) -> None:
        box, note = mend_box(west, south, east, north)
        if box:
            found.append(box_polygon(*box))
        if note:
            notes.append(note)

    for element in inside.get("BoundingBox", ()):
        corners = kids(element)
        lower, upper = (
            [number(word) for word in plain(corners[name][0]).split()[:2]] if name in corners else []
            for name in ("LowerCorner", "UpperCorner")
        )
        if len(lower) == 2 and len(upper) == 2:
            if latitude_first(element.get("crs") or ""):
                lower, upper = lower[::-1], upper[::-1]
            add(lower[0], lower[1], upper[0], upper[1])
    for element in (*inside.get("spatial", ()), *inside.get("coverage", ())):
        text = plain(element)
        sides = {name.lower(): number(figure) for name, figure in _SIDES.findall(text)}
        words = text.split()
        if len(sides) == 4:
            add(sides["west"], sides["south"], sides["east"], sides["north"])
            said.add(text)
        elif attribute(element, "type").lower().endswith("box") and len(words) == 4:
            south, west, north, east = map(number, words)
            add(west, south, east, north)
            said.add(text)
    unique = list({repr(geometry): geometry for geometry in found}.values())
    if not unique and not notes:
        notes.append("the record gives no area")
    return together(unique), "; ".join(dict.fromkeys(notes)), said


def latitude_first(crs: str) -> bool:
    """Whether a CRS name says latitude first: URN and definition URIs of EPSG's geographic systems."""
    lowered = crs.lower()
    return lowered.startswith(("urn:", "http")) and "epsg" in lowered and lowered.endswith(("4326", "4258"))


def _links(element: Element) -> list[Link]:
    address, had_secret = without_secrets(plain(element))
    if not address:
        return []
    protocol = element.get("protocol") or element.get("scheme") or ""
    name, description = element.get("name") or "", element.get("description") or ""
    kind = classify(address, protocol, "", name, description)
    said = hints(address, protocol)
    layer = said.name or name if kind in OGC_KINDS else name
    fields: dict[str, Any] = (
        {"styles": said.styles, "times": said.times, "crs": said.crs} if kind in OGC_KINDS else {}
    )
    return [
        Link(clean_href(address, kind), kind, title=description or name, name=layer, description=description,
             protocol=protocol, restricted=had_secret, **fields)
    ]  # fmt: skip


def _properties(inside: dict[str, list[Element]], abstract: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, elements in inside.items():
        said = list(dict.fromkeys(text for text in map(plain, elements) if text))
        extra = said[1:] if name in ("title", "abstract", "type", "language") else said
        if name in _READ and name not in ("title", "abstract", "type", "language", "description"):
            continue
        if name == "description":
            extra = [text for text in (said if abstract else said[1:]) if text != abstract]
        if extra:
            found[name] = extra[0] if len(extra) == 1 else extra
    return found
