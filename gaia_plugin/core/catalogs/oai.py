"""One record of a repository that is searched elsewhere, from its OAI-PMH (2.0, section 4.1, GetRecord).

OAI-PMH has no search; but its record may name files and places that the search's does not.
"""

from __future__ import annotations

from dataclasses import replace

from ..errors import Cancelled, GaiaError
from ..metadata import read_records
from ..metadata.identifiers import doi_in
from ..model import Dataset, Link
from ..net import Cancel, Session


def oai_record(session: Session, url: str, identifier: str, cancel: Cancel | None = None) -> Dataset | None:
    """The record (oai_dc) of an identifier; None where the repository does not give it. Raises Cancelled."""
    asked = {"verb": "GetRecord", "metadataPrefix": "oai_dc", "identifier": identifier}
    try:
        answer = session.get(url, params=asked, headers={"Accept": "text/xml"}, cancel=cancel, cache=True)
        found = read_records(answer.content)
    except Cancelled:
        raise
    except GaiaError:
        return None
    return found[0] if len(found) == 1 else None


def joined(dataset: Dataset, record: Dataset) -> Dataset:
    """The dataset with the links, identifiers and picture of the record, and its place where there was none.
    A DOI of another resource is no record of this one."""
    if record.doi and dataset.doi and record.doi.lower() != dataset.doi.lower():
        return dataset
    known = {_address(link) for link in dataset.links}
    links = [link for link in record.links if _address(link) not in known]
    placed = dataset.footprint is not None or record.footprint is None
    return replace(
        dataset,
        links=(*dataset.links, *links),
        identifiers=tuple(dict.fromkeys((*dataset.identifiers, record.id, *record.identifiers))),
        thumbnail=dataset.thumbnail or record.thumbnail,
        footprint=dataset.footprint if placed else record.footprint,
        footprint_note=dataset.footprint_note if placed else record.footprint_note,
        lineage=dataset.lineage or record.lineage,
    )


def _address(link: Link) -> str:
    """What an address leads to, however a DOI's resolver is written."""
    return doi_in(link.href).lower() or link.href.rstrip("/")
