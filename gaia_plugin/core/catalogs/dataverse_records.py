"""Dataverse's search hits and dataset versions to the model (guides, API: search, native, access)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..metadata.identifiers import doi_in
from ..metadata.jsontexts import inside, listed, objects, scrubbed, text, texts, without_html
from ..metadata.languages import two_letters
from ..metadata.shared import shared_fields
from ..model import Dataset
from ..model import Source as Where
from .dataverse_fields import (
    fields_of,
    read_contacts,
    read_dates,
    read_descriptions,
    read_keywords,
    read_periods,
    read_places,
    read_rights,
)
from .dataverse_links import read_links

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
    blocks = fields_of(version)
    pid = _pid(record, version) or text(hit.get("global_id"))
    if not pid:
        raise ValueError("the dataset has no identifier")
    whole = bool(version.get("metadataBlocks"))
    footprint, note, places = read_places(blocks, whole)
    doi = doi_in(pid)
    others = [text(one.get("otherIdValue")) for one in objects(blocks.get("otherId"))]
    described = read_descriptions(blocks) or texts(hit.get("description"))
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
        **shared_fields(
            (footprint, note),
            read_periods(blocks),
            [*read_keywords(blocks, hit), *places],
            read_rights(version),
        ),
        lineage="\n".join(without_html(one) for one in texts(blocks.get("originOfSources"))),
        doi=doi,
        identifiers=tuple(dict.fromkeys(one for one in (pid, *others) if one)),
        contacts=tuple(dict.fromkeys(read_contacts(blocks, hit))),
        links=tuple(dict.fromkeys(read_links(record, version, hit, blocks, doi, root))),
        thumbnail=text(hit.get("image_url")),
        language=own,
        dates=read_dates(blocks, record, version, hit),
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
