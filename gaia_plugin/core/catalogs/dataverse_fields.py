"""What a Dataverse's metadata blocks say, field by field (Dataverse guides, API: native).

A metadata block is a list of fields {typeName, typeClass, multiple, value}; a compound field's value is an
object of fields, or a list of such objects.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..metadata.boxes import mend_box
from ..metadata.constraints import Legal, licence_id
from ..metadata.datacite_places import degrees
from ..metadata.extents import together
from ..metadata.identifiers import person_uri
from ..metadata.jsontexts import inside, objects, period_of, text, texts, without_html
from ..model import Contact, Geometry, Keyword, Period, box_polygon

NOT_SAID = "the catalogue's list gives no area"
NO_AREA = "the record gives no area"

# Older versions of Dataverse misname the latitudes of a box "northLongitude" and "southLongitude".
_SIDES = (
    ("westLongitude",),
    ("southLatitude", "southLongitude"),
    ("eastLongitude",),
    ("northLatitude", "northLongitude"),
)


def fields_of(version: Mapping[str, Any]) -> dict[str, Any]:
    """All fields of all blocks by name, their values plain."""
    found: dict[str, Any] = {}
    for block in inside(version.get("metadataBlocks")).values():
        for field in objects(inside(block).get("fields")):
            name = text(field.get("typeName"))
            if name:
                found[name] = _plain(field)
    return found


def _plain(field: Mapping[str, Any]) -> Any:
    value = field.get("value")
    if isinstance(value, list):
        return [_compound(one) if isinstance(one, dict) else one for one in value]
    return _compound(value) if isinstance(value, dict) else value


def _compound(value: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _plain(one) if isinstance(one, dict) else one for name, one in value.items()}


def read_places(blocks: Mapping[str, Any], whole: bool) -> tuple[Geometry | None, str, list[Keyword]]:
    """(footprint, why there is none, names of places); ``whole`` tells that the record has its blocks."""
    found: list[Geometry] = []
    notes: list[str] = []
    for one in objects(blocks.get("geographicBoundingBox")):
        sides = (next((one[name] for name in names if text(one.get(name))), None) for names in _SIDES)
        box, note = mend_box(*(degrees(side) for side in sides))
        found += [box_polygon(*box)] if box else []
        notes += [note] if note else []
    places = [
        Keyword(place, kind="place")
        for one in objects(blocks.get("geographicCoverage"))
        if (place := ", ".join(text(value) for value in reversed(list(one.values())) if text(value)))
    ]
    unique = list({repr(geometry): geometry for geometry in found}.values())
    if not unique and not notes:
        notes.append(NO_AREA if whole else NOT_SAID)
    return together(unique), "; ".join(dict.fromkeys(notes)), places


def read_periods(blocks: Mapping[str, Any]) -> tuple[Period, ...]:
    """The time covered, else the time of collection."""
    for name in ("timePeriodCovered", "dateOfCollection"):
        found = [
            period_of(one.get(f"{name}Start"), one.get(f"{name}End")) for one in objects(blocks.get(name))
        ]
        if any(found):
            return tuple(dict.fromkeys(one for one in found if one))
    return ()


def read_keywords(blocks: Mapping[str, Any], hit: Mapping[str, Any]) -> Iterator[Keyword]:
    """Subjects and keywords with their vocabulary; the search hit's where the blocks have none."""
    for word in texts(blocks.get("subject")) or texts(hit.get("subjects")):
        yield Keyword(word, kind="subject")
    said = objects(blocks.get("keyword"))
    for one in said:
        word = text(one.get("keywordValue"))
        if word:
            uri = text(one.get("keywordTermURI")) or text(one.get("keywordValueURI"))
            yield Keyword(
                word, uri, text(one.get("keywordVocabulary")), text(one.get("keywordVocabularyURI"))
            )
    if not said:
        for word in texts(hit.get("keywords")):
            yield Keyword(word)


def read_descriptions(blocks: Mapping[str, Any]) -> list[str]:
    """The descriptions, as written."""
    return [
        said for one in objects(blocks.get("dsDescription")) if (said := text(one.get("dsDescriptionValue")))
    ]


def read_rights(version: Mapping[str, Any]) -> Legal:
    """The licence of a version, or where it has none the first of its terms; its other terms."""
    said = version.get("license")
    name, uri = text(said) or text(inside(said).get("name")), text(inside(said).get("uri"))
    terms = [
        without_html(text(version.get(one)))
        for one in (
            "termsOfUse",
            "confidentialityDeclaration",
            "specialPermissions",
            "restrictions",
            "citationRequirements",
            "conditions",
            "disclaimer",
            "termsOfAccess",
            "dataAccessPlace",
        )
    ]
    if name.upper() == "NONE":
        name = ""
    if not name:
        name = next((spdx for one in terms if (spdx := licence_id(one))), "") or next(
            (one for one in terms[:1] if one), ""
        )
    others = tuple(dict.fromkeys(one for one in terms if one and one != name))
    return Legal(licence_id(uri) or licence_id(name) or name, uri, others)


def read_contacts(blocks: Mapping[str, Any], hit: Mapping[str, Any]) -> Iterator[Contact]:
    """Authors, contacts, producers, distributors, contributors, the publisher."""
    authors = objects(blocks.get("author"))
    for one in authors:
        scheme = text(one.get("authorIdentifierScheme")).lower()
        identifier = person_uri(f"{scheme} {text(one.get('authorIdentifier'))}")
        yield Contact(
            text(one.get("authorName")), text(one.get("authorAffiliation")), "author", identifier=identifier
        )
    if not authors:
        for name in texts(hit.get("authors")):
            yield Contact(name, role="author")
    for one in objects(blocks.get("datasetContact")) or [
        {
            "datasetContactName": text(one.get("name")),
            "datasetContactAffiliation": text(one.get("affiliation")),
        }
        for one in objects(hit.get("contacts"))
    ]:
        yield Contact(
            text(one.get("datasetContactName")),
            text(one.get("datasetContactAffiliation")),
            "pointOfContact",
            text(one.get("datasetContactEmail")),
        )
    for kind, role in (
        ("producer", "originator"),
        ("distributor", "distributor"),
        ("contributor", "contributor"),
    ):
        for one in objects(blocks.get(kind)):
            if name := text(one.get(f"{kind}Name")):
                yield Contact(
                    name, text(one.get(f"{kind}Affiliation")), role, url=text(one.get(f"{kind}URL"))
                )
    publisher = text(hit.get("publisher"))
    if publisher:
        yield Contact(organisation=publisher, role="publisher")


def read_dates(
    blocks: Mapping[str, Any], record: Mapping[str, Any], version: Mapping[str, Any], hit: Mapping[str, Any]
) -> tuple[tuple[str, str], ...]:
    """(type, date) of every date that is there."""
    said = (
        ("creation", text(blocks.get("productionDate")) or text(hit.get("createdAt"))),
        ("publication", text(record.get("publicationDate")) or text(hit.get("published_at"))),
        ("deposit", text(blocks.get("dateOfDeposit"))),
        ("distribution", text(blocks.get("distributionDate"))),
        ("revision", text(version.get("releaseTime")) or text(hit.get("updatedAt"))),
    )
    return tuple((kind, day) for kind, day in said if day)
