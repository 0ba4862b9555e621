# ruff: noqa: E501 (a record is read across)
"""What reading ISO records costs over parsing their XML.

The 25 recorded records of EaSy Data, twice: XML bytes to datasets, over lxml's parse of the same bytes in the
same run. A dataset reads some of its fields when they are first looked at; a second row reads them all.
OWSLib's ``MD_Metadata`` reads the same records from the parsed tree.
"""

from __future__ import annotations

import dataclasses
import time
import warnings
from collections.abc import Callable
from typing import Any

from lxml import etree

from gaia_plugin.core.metadata import read_records
from gaia_plugin.core.model import Dataset

LIMIT = 4.0
ROUNDS = 15
FIELDS = [spec.name for spec in dataclasses.fields(Dataset)]


def documents(context: Any) -> tuple[list[bytes], str]:
    """The answers to read, 50 records in all, and where they come from."""
    recorded = context.recorded / "easydata" / "csw_getrecords.xml" if context else None
    if recorded is not None and recorded.exists():
        return [recorded.read_bytes()] * 2, "recorded"
    return [synthetic_page(25)] * 2, "synthetic: recorded answers are not on this machine"


def synthetic_page(count: int) -> bytes:
    """Records of our own about as large as the real ones (30 kB, 330 elements)."""
    contact = (
        "<gmd:pointOfContact><gmd:CI_ResponsibleParty><gmd:individualName><gco:CharacterString>Somebody"
        "</gco:CharacterString></gmd:individualName><gmd:role><gmd:CI_RoleCode codeListValue='author'/></gmd:role>"
        "</gmd:CI_ResponsibleParty></gmd:pointOfContact>"
    )
    keyword = "<gmd:keyword><gco:CharacterString>keyword {}</gco:CharacterString></gmd:keyword>"
    link = (
        "<gmd:onLine><gmd:CI_OnlineResource><gmd:linkage><gmd:URL>https://example.org/{}</gmd:URL></gmd:linkage>"
        "<gmd:protocol><gco:CharacterString>WWW:LINK</gco:CharacterString></gmd:protocol></gmd:CI_OnlineResource></gmd:onLine>"
    )
    record = (
        "<gmd:MD_Metadata><gmd:fileIdentifier><gco:CharacterString>r{}</gco:CharacterString></gmd:fileIdentifier>"
        "<gmd:identificationInfo><gmd:MD_DataIdentification><gmd:citation><gmd:CI_Citation><gmd:title><gco:CharacterString>"
        "A title</gco:CharacterString></gmd:title></gmd:CI_Citation></gmd:citation><gmd:abstract><gco:CharacterString>"
        + "An abstract of some length. " * 60
        + "</gco:CharacterString></gmd:abstract>"
        + contact * 12
        + "<gmd:descriptiveKeywords><gmd:MD_Keywords>"
        + "".join(keyword.format(n) for n in range(30))
        + "</gmd:MD_Keywords></gmd:descriptiveKeywords></gmd:MD_DataIdentification></gmd:identificationInfo>"
        "<gmd:distributionInfo><gmd:MD_Distribution><gmd:transferOptions><gmd:MD_DigitalTransferOptions>"
        + "".join(link.format(n) for n in range(20))
        + "</gmd:MD_DigitalTransferOptions></gmd:transferOptions></gmd:MD_Distribution></gmd:distributionInfo></gmd:MD_Metadata>"
    )
    records = "".join(record.replace("r{}", f"r{n}", 1) for n in range(count))
    return (
        '<r xmlns:gmd="http://www.isotc211.org/2005/gmd" xmlns:gco="http://www.isotc211.org/2005/gco">'
        + records
        + "</r>"
    ).encode()


def best(work: Callable[[], object]) -> float:
    """Seconds of the best round: what the work costs when the machine does nothing else."""
    shortest = float("inf")
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        work()
        shortest = min(shortest, time.perf_counter() - begun)
    return shortest


def parse(pages: list[bytes]) -> None:
    for page in pages:
        etree.fromstring(page, etree.XMLParser(resolve_entities=False, no_network=True))


def read(pages: list[bytes]) -> int:
    return sum(len(read_records(page)) for page in pages)


def read_whole(pages: list[bytes]) -> None:
    for page in pages:
        for dataset in read_records(page):
            for name in FIELDS:
                getattr(dataset, name)


def owslib(pages: list[bytes]) -> Callable[[], None] | None:
    """OWSLib on the same bytes: parse, then MD_Metadata of each record; None where it is not installed."""
    try:
        from owslib.etree import etree as theirs
        from owslib.iso import MD_Metadata
    except ImportError:
        return None

    def work() -> None:
        for page in pages:
            for element in theirs.fromstring(page).iter("{http://www.isotc211.org/2005/gmd}MD_Metadata"):
                MD_Metadata(element)

    return work


def rows(context: Any = None) -> list[dict[str, Any]]:
    pages, source = documents(context)
    if read(pages) != 50:
        raise RuntimeError("records were lost")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        peer = owslib(pages)
        peer_seconds = best(peer) if peer else None
    parsing, reading, whole = (
        best(lambda: parse(pages)),
        best(lambda: read(pages)),
        best(lambda: read_whole(pages)),
    )
    ratio = reading / parsing
    return [
        row("iso_50_records_ratio", ratio, "ratio", "lxml parse alone", 1.0, LIMIT, source),
        row("iso_50_records_all_fields_ratio", whole / parsing, "ratio", "lxml parse alone", 1.0, None, source),
        row("iso_50_records_ms", reading * 1e3, "ms", "OWSLib MD_Metadata", peer_seconds and peer_seconds * 1e3, None, source),
        row("iso_50_records_all_fields_ms", whole * 1e3, "ms", "OWSLib MD_Metadata",
            peer_seconds and peer_seconds * 1e3, None, source),
    ]  # fmt: skip


def row(
    name: str, value: float, unit: str, peer: str, peer_value: float | None, limit: float | None, source: str
) -> dict[str, Any]:
    return {
        "name": name,
        "value": value,
        "unit": unit,
        "peer": peer,
        "peer_value": peer_value,
        "limit_value": limit,
        "ratio_to_peer": value / peer_value if peer_value else None,
        "ratio_to_limit": value / limit if limit else None,
        "source": source,
    }
