"""The records of an answer, whatever it is wrapped in: GetRecords, GetRecordById, OAI, a bare record."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

from ..errors import BadAnswer
from ..model import Dataset
from .dublin_core import read_dublin_core
from .eml import is_eml, read_eml
from .iso import read_iso
from .xmltree import NAMES, Element, parse_xml

_ISO = frozenset({"MD_Metadata", "MI_Metadata"})
_DUBLIN_CORE = frozenset({"Record", "SummaryRecord", "BriefRecord", "dc"})


@dataclass(frozen=True)
class Reading:
    """What an answer held: the datasets in order, how many records could not be read and why (short)."""

    datasets: tuple[Dataset, ...] = ()
    skipped: int = 0
    faults: tuple[str, ...] = ()


def record_elements(root: Element) -> Iterator[Element]:
    """The record elements of a tree in document order; a record inside a record is part of it."""
    stack = [root]
    while stack:
        node = stack.pop()
        name = NAMES[node.tag]
        if name in _ISO or name in _DUBLIN_CORE or is_eml(node):
            yield node
        else:
            stack.extend(reversed(node))


def read_tree(root: Element, *, catalog: str = "", language: str = "en", url: str = "") -> Reading:
    """Every record of a parsed answer. Never raises for what a record holds: it is skipped and counted."""
    datasets: list[Dataset] = []
    faults: list[str] = []
    for element in record_elements(root):
        read: Callable[..., Dataset] = _reader_of(element)
        try:
            datasets.append(read(element, catalog=catalog, language=language, url=url))
        except (ValueError, TypeError, LookupError, ArithmeticError, AttributeError, RecursionError) as error:
            faults.append(f"{type(error).__name__}: {error}"[:160])
    return Reading(tuple(datasets), len(faults), tuple(faults))


def _reader_of(element: Element) -> Callable[..., Dataset]:
    if NAMES[element.tag] in _ISO:
        return read_iso
    return read_eml if is_eml(element) else read_dublin_core


def read_records(
    data: bytes | str | os.PathLike[str] | Element, *, catalog: str = "", language: str = "en"
) -> list[Dataset]:
    """The datasets of an XML answer or file: ISO 19139, ISO 19115-3, EML 2, csw:Record or oai_dc, in any
    envelope.

    ``data`` is the document (bytes or text), the path of its file, or what lxml made of it. ``language``
    (ISO 639-1) is chosen where a text has translations only. A record that cannot be read is left out
    (``read_tree`` counts them). Raises BadAnswer for what is not XML, is cut, declares entities, or is an
    exception report, and OSError for a file that cannot be read.
    """
    host = catalog or "?"
    root = data.getroot() if hasattr(data, "getroot") else data
    if not hasattr(root, "tag"):
        root = parse_xml(_content(root), host=host)
    if NAMES[root.tag].endswith("ExceptionReport"):
        raise BadAnswer(host=host, detail="an exception report")
    return list(read_tree(root, catalog=catalog, language=language).datasets)


def _content(data: bytes | str | os.PathLike[str]) -> bytes:
    if isinstance(data, str) and data.lstrip("\ufeff \t\r\n").startswith("<"):
        # The encoding that a text declares was that of its bytes.
        return re.sub(r"^\ufeff?\s*<\?xml[^>]*\?>", "", data).encode("utf-8")
    if isinstance(data, (str, os.PathLike)):
        return Path(data).read_bytes()
    return bytes(data)
