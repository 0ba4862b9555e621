"""Answers of a CSW: a page of records, or an exception report, whatever the HTTP status says."""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import BadAnswer, RequestRefused, host_of
from ..metadata import Reading, read_tree
from ..metadata.xmltree import Element, attribute, each, local, parse_xml
from ..net.detail import one_line


@dataclass(frozen=True)
class Answer:
    """A page as the server gave it. ``matched``, ``returned`` and ``next_record`` are None where it said
    nothing readable."""

    reading: Reading
    matched: int | None = None
    returned: int | None = None
    next_record: int | None = None


def read_document(content: bytes, url: str) -> Element:
    """The root of an answer that is no exception report.

    Raises RequestRefused with the report's text (OGC 06-121r3, 8), BadAnswer for what is not XML.
    """
    host = host_of(url)
    root = parse_xml(content, host)
    if "exception" in local(root).lower() or local(root) in ("Fault", "Envelope"):
        raise RequestRefused(host=host, detail=_report(root))
    return root


def _report(root: Element) -> str:
    texts = [
        " ".join(str(part) for part in node.itertext())
        for node in root.iter("{*}ExceptionText", "{*}faultstring")
    ]
    said = "; ".join(dict.fromkeys(text for text in (one_line(text) for text in texts) if text))
    if not said:
        said = next((attribute(node, "exceptionCode") for node in each(root, "Exception")), "")
    return one_line(said) or one_line(" ".join(str(part) for part in root.itertext())) or "no reason given"


def read_answer(content: bytes, url: str, *, catalog: str, language: str) -> Answer:
    """A GetRecords answer. Raises RequestRefused, and BadAnswer where it is not one."""
    root = read_document(content, url)
    results = next(root.iter("{*}SearchResults"), None)
    if results is None and local(root) not in ("GetRecordsResponse", "GetRecordByIdResponse"):
        raise BadAnswer(
            host=host_of(url), detail=f"not a catalogue's answer but {one_line(local(root))[:40]}"
        )
    reading = read_tree(root, catalog=catalog, language=language, url=url)
    if results is None:
        return Answer(reading)
    return Answer(
        reading,
        matched=_count(results, "numberOfRecordsMatched"),
        returned=_count(results, "numberOfRecordsReturned"),
        next_record=_count(results, "nextRecord"),
    )


def next_start(answer: Answer, start: int, size: int) -> int | None:
    """Where the page after one that starts at a record (from 1) starts, or None at the end; ``size`` were
    asked for."""
    got = len(answer.reading.datasets) + answer.reading.skipped
    if not got:
        return None
    after = start + got
    said = answer.next_record
    if said is not None and said > start:
        if answer.matched is not None and said > answer.matched and got < size:
            return None
        # A next record far beyond what was given would skip records; one within it repeats some.
        return said if said <= after + size else after
    if answer.matched is None:
        return after if said is None and got >= size else None
    if said == 0 and got < size:
        return None
    return after if after <= answer.matched else None


def _count(node: Element, name: str) -> int | None:
    text = attribute(node, name)
    return int(text) if text.isdecimal() and len(text) < 12 else None


__all__ = ["Answer", "next_start", "read_answer", "read_document"]
