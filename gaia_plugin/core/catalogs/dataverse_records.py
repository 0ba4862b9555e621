"""Dataverse's search hits and dataset versions to the model (Dataverse guides, API: search, native, access).

A metadata block is a list of fields {typeName, typeClass, multiple, value}; a compound field's value is an
object of fields, or a list of such objects.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from ..metadata.boxes import mend_box
from ..metadata.constraints import licence_id
from ..metadata.datacite_places import degrees
from ..metadata.extents import together
from ..metadata.identifiers import doi_in, person_uri
from ..metadata.jsontexts import (
    inside,
    listed,
    objects,
    period_of,
    scrubbed,
    text,
    texts,
    whole_number,
    without_html,
)
from ..metadata.keywords import compartments_of
from ..metadata.languages import two_letters
from ..metadata.online import typed_link
from ..model import (
    Checksum,
    Contact,
    Dataset,
    Geometry,
    Keyword,
    Link,
    LinkKind,
    Period,
    box_polygon,
    hull,
)
from ..model import Source as Where

NOT_SAID = "the catalogue's list gives no area"
NO_AREA = "the record gives no area"

# Older versions of Dataverse misname the latitudes of a box "northLongitude" and "southLongitude".
_SIDES = (
    ("westLongitude",),
    ("southLatitude", "southLongitude"),
    ("eastLongitude",),
    ("northLatitude", "northLongitude"),
)
_ALGORITHMS = {"md5": "md5", "sha-1": "sha1", "sha1": "sha1", "sha-256": "sha256", "sha-512": "sha512"}
_IN_MODEL = frozenset(
    {
        "title",
        "author",
        "datasetContact",
        "dsDescription",
        "subject",
        "keyword",
        "timePeriodCovered",
        "language",
        "geographicBoundingBox",
        "dateOfDeposit",
        "distributionDate",
        "productionDate",
    }
)


def is_whole(raw: Any) -> bool:
    """Whether a record holds its metadata blocks, and not the summary of a search only."""
    return isinstance(raw, dict) and bool(_version(raw).get("metadataBlocks"))


def read_dataset(
    record: Any, *, catalog: str = "", root: str = "", hit: Mapping[str, Any] | None = None
) -> Dataset:
    """A dataset from a hit of the search, or from ``/api/datasets/:persistentId`` (with its ``hit``).

    ``root`` is the address of the installation. Raises ValueError for a record without identifier.
    """
    record = inside(scrubbed(record))
    hit = record if hit is None else hit
    version = _version(record)
    blocks = _fields(version)
    pid = _pid(record, version) or text(hit.get("global_id"))
    if not pid:
        raise ValueError("the dataset has no identifier")
    whole = bool(version.get("metadataBlocks"))
    footprint, note, places = _where(blocks, whole)
    periods = _periods(blocks)
    keywords = tuple(dict.fromkeys([*_keywords(blocks, hit), *places]))
    license_, license_url, constraints = _rights(version)
    doi = doi_in(pid)
    described = _descriptions(blocks) or texts(hit.get("description"))
    updated = text(version.get("lastUpdateTime")) or text(hit.get("updatedAt"))
    own = next((two_letters(one) for one in texts(blocks.get("language"))), "")
    return Dataset(
        id=pid,
        title=text(blocks.get("title")) or text(hit.get("name")) or pid,
        catalog=catalog,
        abstract="\n\n".join(map(without_html, described)),
        provider=text(hit.get("name_of_dataverse"))
        or text(hit.get("publisher"))
        or text(record.get("publisher")),
        footprint=footprint,
        footprint_note=note,
        period=hull(periods),
        periods=periods,
        keywords=keywords,
        compartments=compartments_of(keywords),
        license=license_,
        license_url=license_url,
        constraints=constraints,
        lineage="\n".join(without_html(one) for one in texts(blocks.get("originOfSources"))),
        doi=doi,
        identifiers=tuple(
            dict.fromkeys(
                [
                    pid,
                    *(
                        text(one.get("otherIdValue"))
                        for one in objects(blocks.get("otherId"))
                        if text(one.get("otherIdValue"))
                    ),
                ]
            )
        ),
        contacts=tuple(dict.fromkeys(_contacts(blocks, hit))),
        links=tuple(dict.fromkeys(_links(record, version, hit, doi, root))),
        thumbnail=text(hit.get("image_url")),
        language=own,
        dates=_dates(blocks, record, version, hit),
        updated=updated,
        citation=without_html(text(version.get("citation")) or text(hit.get("citation"))),
        properties=_properties(blocks, version, hit),
        sources=(Where(catalog, pid, root),),
        raw=record,
    )


# The shape of Dataverse's JSON


def _version(record: Mapping[str, Any]) -> dict[str, Any]:
    """The version in a dataset; a hit, or a version asked for itself, is its own."""
    return inside(record.get("latestVersion") or record.get("datasetVersion")) or dict(record)


def _pid(record: Mapping[str, Any], version: Mapping[str, Any]) -> str:
    said = text(record.get("global_id")) or text(version.get("datasetPersistentId"))
    parts = [text(record.get(name)) for name in ("protocol", "authority", "identifier")]
    return said or (f"{parts[0]}:{parts[1]}/{parts[2]}" if all(parts) else "")


def _fields(version: Mapping[str, Any]) -> dict[str, Any]:
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


# The parts of a record


def _where(blocks: Mapping[str, Any], whole: bool) -> tuple[Geometry | None, str, list[Keyword]]:
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


def _periods(blocks: Mapping[str, Any]) -> tuple[Period, ...]:
    """The time covered, else the time of collection."""
    for name in ("timePeriodCovered", "dateOfCollection"):
        found = [
            period_of(one.get(f"{name}Start"), one.get(f"{name}End")) for one in objects(blocks.get(name))
        ]
        if any(found):
            return tuple(dict.fromkeys(one for one in found if one))
    return ()


def _keywords(blocks: Mapping[str, Any], hit: Mapping[str, Any]) -> Iterator[Keyword]:
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


def _descriptions(blocks: Mapping[str, Any]) -> list[str]:
    return [
        said for one in objects(blocks.get("dsDescription")) if (said := text(one.get("dsDescriptionValue")))
    ]


def _rights(version: Mapping[str, Any]) -> tuple[str, str, tuple[str, ...]]:
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
    return (
        licence_id(uri) or licence_id(name) or name,
        uri,
        tuple(dict.fromkeys(one for one in terms if one and one != name)),
    )


def _contacts(blocks: Mapping[str, Any], hit: Mapping[str, Any]) -> Iterator[Contact]:
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


def _dates(
    blocks: Mapping[str, Any], record: Mapping[str, Any], version: Mapping[str, Any], hit: Mapping[str, Any]
) -> tuple[tuple[str, str], ...]:
    said = (
        ("creation", text(blocks.get("productionDate")) or text(hit.get("createdAt"))),
        ("publication", text(record.get("publicationDate")) or text(hit.get("published_at"))),
        ("deposit", text(blocks.get("dateOfDeposit"))),
        ("distribution", text(blocks.get("distributionDate"))),
        ("revision", text(version.get("releaseTime")) or text(hit.get("updatedAt"))),
    )
    return tuple((kind, day) for kind, day in said if day)


def _links(
    record: Mapping[str, Any], version: Mapping[str, Any], hit: Mapping[str, Any], doi: str, root: str
) -> Iterator[Link]:
    for index, one in enumerate(objects(version.get("files"))):
        link = _file(one, root, index)
        if link:
            yield link
    landing = text(hit.get("url")) or text(record.get("persistentUrl"))
    if landing.startswith("http"):
        yield typed_link(landing, "", "information", "", "", "", None, None, "", False)
    if doi and not landing.lower().endswith(doi.lower()):
        yield Link(f"https://doi.org/{doi}", LinkKind.INFO, title=f"DOI {doi}", protocol="DOI")
    for name in ("publication", "relatedMaterial", "relatedDatasets"):
        for one in objects(_fields(version).get(name)):
            address = text(one.get("publicationURL"))
            if address.startswith("http"):
                yield typed_link(
                    address,
                    "",
                    "information",
                    text(one.get("publicationCitation")),
                    "",
                    "",
                    None,
                    None,
                    "",
                    False,
                )


def _file(one: Mapping[str, Any], root: str, group: int) -> Link | None:
    """A file's download. A table that Dataverse ingested is asked for as it was deposited: its digest is that
    file's (guides, "Tabular Data File Ingest"), its size that of the table made from it."""
    data = inside(one.get("dataFile"))
    number = whole_number(data.get("id"))
    if number is None:
        return None
    ingested = bool(text(data.get("originalFileFormat")))
    name = text(data.get("originalFileName")) if ingested else ""
    name = name or text(data.get("filename")) or text(one.get("label")) or str(number)
    folder = text(one.get("directoryLabel"))
    said = inside(data.get("checksum"))
    algorithm = _ALGORITHMS.get(text(said.get("type")).lower(), "md5" if text(data.get("md5")) else "")
    digest = (text(said.get("value")) or text(data.get("md5"))).lower()
    link = Link(
        f"{root}/api/access/datafile/{number}" + ("?format=original" if ingested else ""),
        LinkKind.DOWNLOAD,
        title=f"{folder}/{name}" if folder else name,
        name=name,
        description=text(one.get("description")) or text(data.get("description")),
        media_type=text(data.get("originalFileFormat")) if ingested else text(data.get("contentType")),
        function="download",
        group=group,
        size=whole_number(data.get("originalFileSize") if ingested else data.get("filesize")),
        restricted=one.get("restricted") is True or bool(inside(data.get("embargo"))),
    )
    return replace(link, checksum=Checksum(algorithm, digest)) if algorithm and digest else link


def _properties(
    blocks: Mapping[str, Any], version: Mapping[str, Any], hit: Mapping[str, Any]
) -> dict[str, Any]:
    found = {name: value for name, value in blocks.items() if name not in _IN_MODEL and listed(value)}
    for name in ("versionNumber", "versionMinorNumber", "versionState", "fileAccessRequest", "UNF"):
        if version.get(name) not in (None, ""):
            found[name] = version[name]
    for name in (
        "fileCount",
        "identifier_of_dataverse",
        "geographicCoverage",
        "majorVersion",
        "minorVersion",
    ):
        if hit.get(name) not in (None, "", []):
            found.setdefault(name, hit[name])
    return found
