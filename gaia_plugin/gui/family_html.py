"""The family of a record in its overview: what it is a part of, and its parts, as links to go there."""

from __future__ import annotations

import html

from qgis.PyQt.QtCore import QCoreApplication

from ..bridge.family import Kin
from ..core.model import Dataset, Record
from . import formats

SCHEME = "gaia"
PARENT = "parent"


def family(record: Dataset, kin: Kin | None, language: str) -> list[str]:
    """The paragraphs of the overview; none for a record by itself."""
    parts = []
    if record.parent:
        title = QCoreApplication.translate("Details", "Part of")
        parts.append(f"<p><strong>{html.escape(title)}</strong> {_parent(record, kin, language)}</p>")
    if kin is not None and kin.children:
        lines = [f"• {_link(str(place), one, language)}" for place, one in enumerate(kin.children)]
        if kin.more:
            lines.append(html.escape(_others(record)))
        parts.append(f"<p><strong>{html.escape(_heading(record, kin))}</strong><br>{'<br>'.join(lines)}</p>")
    return parts


def _heading(record: Dataset, kin: Kin) -> str:
    if record.kind.lower() == "study":
        text = QCoreApplication.translate("Details", "Datasets of this study ({n})")
    else:
        text = QCoreApplication.translate("Details", "Its parts ({n})")
    count = formats.number(len(kin.children) if kin.total is None else kin.total)
    return text.format(n=f"{count}+" if kin.more and kin.total is None else count)


def show_inside(record: Record | None) -> str:
    """The button that leads there."""
    study = isinstance(record, Dataset) and record.kind.lower() == "study"
    datasets = QCoreApplication.translate("Details", "Show the datasets")
    return datasets if study else QCoreApplication.translate("Details", "Show the granules")


def inside(record: Record | None) -> str:
    """The name of the tab that lists all that is in a record."""
    study = isinstance(record, Dataset) and record.kind.lower() == "study"
    datasets = QCoreApplication.translate("Details", "Datasets")
    return datasets if study else QCoreApplication.translate("Details", "Granules")


def _others(record: Dataset) -> str:
    text = QCoreApplication.translate("Details", "… and others: the tab “{tab}” lists them.")
    return text.format(tab=inside(record))


def _parent(record: Dataset, kin: Kin | None, language: str) -> str:
    if kin is not None and kin.parent is not None:
        return _link(PARENT, kin.parent, language)
    return html.escape(record.parent)


def _link(place: str, record: Dataset, language: str) -> str:
    text = html.escape(record.text("title", language) or record.id)
    return f'<a href="{SCHEME}:{place}">{text}</a>'


def member(kin: Kin | None, address: str) -> Dataset | None:
    """The record that a link of the family leads to; None for any other address."""
    scheme, _, place = address.partition(":")
    if kin is None or scheme != SCHEME:
        return None
    if place == PARENT:
        return kin.parent
    return kin.children[int(place)] if place.isdecimal() and int(place) < len(kin.children) else None
