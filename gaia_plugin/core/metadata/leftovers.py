"""Everything that a record says and no field of the model holds, kept under its ISO name.

``flatten`` gives ``{"purpose": …, "resourceMaintenance.maintenanceAndUpdateFrequency": …}``: the names of the
record's properties, joined by dots, without the object names between them and without "identificationInfo.".
"""

from __future__ import annotations

from typing import Any, Callable

from . import keywords, online, parties
from .texts import href, localised, plain, value
from .xmltree import NAMES, Element, attribute

_PEOPLE = (
    "contact",
    "identificationInfo.pointOfContact",
    "identificationInfo.citation.citedResponsibleParty",
    "distributionInfo.distributor.distributorContact",
)
# Below these paths, names that another module reads into the model.
_READ_BELOW: dict[str, frozenset[str]] = {
    **dict.fromkeys(_PEOPLE, parties.READ),
    "identificationInfo.descriptiveKeywords": keywords.READ,
    "distributionInfo.transferOptions": online.READ,
    "distributionInfo.distributor.distributorTransferOptions": online.READ,
    "distributionInfo.distributionFormat.formatDistributor.distributorTransferOptions": online.READ,
    "identificationInfo.containsOperations.connectPoint": online.READ,
    "identificationInfo.extent": frozenset(
        {
            "description",
            "westBoundLongitude",
            "eastBoundLongitude",
            "southBoundLatitude",
            "northBoundLatitude",
            "polygon",
            "TimePeriod",
            "TimeInstant",
            "verticalElement",
            "code",
            "extentTypeCode",
        }
    ),
}
_READ = frozenset(
    {
        "fileIdentifier",
        "metadataIdentifier.code",
        "parentIdentifier",
        "language",
        "defaultLocale.language",
        "otherLocale.language",
        "locale.languageCode",
        "dateStamp",
        "identificationInfo.citation.title",
        "identificationInfo.citation.date",
        "identificationInfo.citation.identifier.code",
        "identificationInfo.abstract",
        "identificationInfo.topicCategory",
        "identificationInfo.resourceConstraints",
        "identificationInfo.graphicOverview.fileName",
        "identificationInfo.graphicOverview.fileDescription",
        "identificationInfo.graphicOverview.fileType",
        *(
            f"{lineage}.{name}"
            for lineage in ("dataQualityInfo.lineage", "resourceLineage")
            for name in (
                "statement",
                "processStep.description",
                "processStep.rationale",
                "source.description",
            )
        ),
    }
)
_ATTRIBUTES = ("href", "src", "uuidref", "title", "uom", "indeterminatePosition")
_NAMED = ("organisationName", "individualName", "positionName", "name")
_ABOUT = "identificationInfo."
_DEEPEST = 60


def flatten(record: Element) -> dict[str, Any]:
    """What the other readers leave, by dotted name; a list where a name comes several times."""
    found: dict[str, list[str]] = {}
    _walk(record, "", frozenset(), found, 0)
    flat: dict[str, Any] = {}
    for path, texts in found.items():
        unique = list(dict.fromkeys(texts))
        short = path[len(_ABOUT) :] if path.startswith(_ABOUT) else path
        flat[path if short in found else short] = unique[0] if len(unique) == 1 else unique
    return flat


def _walk(element: Element, path: str, skip: frozenset[str], found: dict[str, list[str]], depth: int) -> None:
    if depth > _DEEPEST:
        found.setdefault(path, []).append(plain(element))
        return
    for child in element:
        name = NAMES[child.tag]
        if not name or name == "PT_FreeText":
            continue
        here = path if _is_object(name) else f"{path}.{name}" if path else name
        if name in skip or (here in _READ and here != path):
            _anchors(child, here, found)
            continue
        below = skip | _READ_BELOW[here] if here in _READ_BELOW else skip
        if name == "onlineResource":
            below = frozenset()  # of a contact's page, the contact has the address alone
        _attributes(child, here, found)
        if len(child):
            _walk(child, here, below, found, depth + 1)
            tail = (child.text or "").strip()
            if tail:
                found.setdefault(here, []).append(tail)
        else:
            text = (child.text or "").strip()
            code = (child.get("codeListValue") or "").strip()
            for said in dict.fromkeys((code, text)):
                if said:
                    found.setdefault(here, []).append(said)


def _is_object(name: str) -> bool:
    """Whether a name is an object's or a basic type's (MD_Format, CharacterString): not a property."""
    return name[0].isupper()


def _attributes(element: Element, here: str, found: dict[str, list[str]]) -> None:
    if not element.keys():
        return
    for key, text in element.attrib.items():
        name = NAMES[key]
        if name in _ATTRIBUTES and text.strip():
            found.setdefault(f"{here}@{name}", []).append(str(text).strip())


def _anchors(element: Element, here: str, found: dict[str, list[str]]) -> None:
    """What an element that was read elsewhere has beside its text: an Anchor's title, a name's address."""
    for part in (element, *element):
        if not part.keys() or not NAMES[part.tag]:
            continue
        title = attribute(part, "title")
        if title:
            found.setdefault(f"{here}@title", []).append(title)
        if NAMES[element.tag] in _NAMED and href(part):
            found.setdefault(f"{here}@href", []).append(href(part))


def translations(
    record: Element, lang_of: Callable[[str], str], chosen: Callable[[Element], str]
) -> dict[str, dict[str, str]]:
    """``{"en": {"text of the record": "its translation"}}`` of every translated text, by language."""
    found: dict[str, dict[str, str]] = {}
    for free in record.iter("{*}PT_FreeText"):
        holder = free.getparent()
        if holder is None:
            continue
        original = chosen(holder) or value(holder)
        for locale, text in localised(holder):
            if text != original:
                found.setdefault(lang_of(locale), {})[original] = text
    return found
