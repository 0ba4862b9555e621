"""The context menu of results."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Callable

from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtWidgets import QApplication, QMenu, QWidget

from ..core.model import Record
from . import link_groups
from .cite_tab import compose
from .details_html import safe_url
from .icons import plugin_icon, theme_icon
from .record_browser import open_safely


def page_of(record: Record) -> str:
    """The address of a page about the record: its DOI, its page in a catalogue, a link to read, or ""."""
    if record.doi:
        return f"https://doi.org/{record.doi}"
    pages = [source.url for source in record.sources]
    pages += [link.href for link in record.links if link_groups.group_of(link) == link_groups.READ]
    return next((page for page in pages if safe_url(page)), "")


def record_menu(
    records: Sequence[Record], actions, do: Callable[[str, Record], None], parent: QWidget
) -> QMenu:
    """What can be done with the selected records; ``do`` does what concerns the first alone."""
    translate = QCoreApplication.translate
    menu, first = QMenu(parent), records[0]

    def entry(text: str, slot, enabled: bool = True, icon=None):
        action = menu.addAction(text)
        if icon is not None:
            action.setIcon(icon)
        action.triggered.connect(lambda _=False: slot())
        action.setEnabled(enabled)

    def copy(text: str) -> None:
        QApplication.clipboard().setText(text)

    located = any(record.footprint for record in records)
    entry(
        translate("RecordMenu", "&Zoom to"),
        lambda: do("zoom", first),
        located,
        theme_icon("mActionZoomToLayer"),
    )
    on_map = link_groups.on_map(first)
    entry(
        translate("RecordMenu", "Add to &map"),
        lambda: actions.add(first),
        bool(on_map),
        plugin_icon("add-to-map"),
    )
    files = [record for record in records if link_groups.downloads(record)]
    entry(
        translate("RecordMenu", "&Download…"),
        lambda: actions.download(files),
        bool(files),
        plugin_icon("download"),
    )
    if getattr(first, "has_granules", False):
        entry(translate("RecordMenu", "Show the &granules"), lambda: do("granules", first))
    menu.addSeparator()
    identifiers = "\n".join(record.id for record in records)
    entry(
        translate("RecordMenu", "Copy the &identifier"),
        lambda: copy(identifiers),
        True,
        theme_icon("mActionEditCopy"),
    )
    dois = "\n".join(f"https://doi.org/{record.doi}" for record in records if record.doi)
    entry(translate("RecordMenu", "Copy the D&OI"), lambda: copy(dois), bool(dois))
    citations = "\n".join(getattr(record, "citation", "") or compose(record) for record in records)
    entry(translate("RecordMenu", "&Copy the citation"), lambda: copy(citations))
    page = page_of(first)
    entry(translate("RecordMenu", "Open its &page"), lambda: open_safely(page), bool(page))
    return menu
