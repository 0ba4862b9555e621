"""The context menu of results."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Callable

from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtWidgets import QApplication, QMenu, QWidget

from ..bridge.remote_members import may_be_zip
from ..core.model import Dataset, Record
from . import link_groups
from .baskets_offer import offer_text
from .cite_tab import compose
from .details_html import safe_url
from .icons import plugin_icon, theme_icon
from .record_browser import open_safely

_AT_ONCE = 20  # layers added by one click
_CHOICES = 30  # entries that fit a laptop's screen


def page_of(record: Record) -> str:
    """The address of a page about the record: its DOI, its page in a catalogue, a link to read, or ""."""
    if record.doi:
        return f"https://doi.org/{record.doi}"
    pages = [source.url for source in record.sources]
    pages += [link.href for link in record.links if link_groups.group_of(link) == link_groups.READ]
    return next((page for page in pages if safe_url(page)), "")


def record_menu(
    records: Sequence[Record],
    actions,
    zoom: Callable[[Sequence[Record]], object],
    parent: QWidget,
    dataset: Dataset | None = None,
    granules: Callable[[], object] | None = None,
) -> QMenu:
    """What can be done with some records. ``zoom`` shows them on the map, ``granules`` those of the first;
    ``dataset`` is the one whose granules the records are."""
    translate = QCoreApplication.translate
    menu, first = QMenu(parent), records[0]

    def entry(text: str, slot, enabled: bool = True, icon=None, into: QMenu = menu) -> None:
        action = into.addAction(text)
        if icon is not None:
            action.setIcon(icon)
        action.triggered.connect(lambda _=False: slot())
        action.setEnabled(enabled)

    def add_all() -> None:
        for record in records[:_AT_ONCE]:
            actions.add(record, dataset=dataset)

    located = any(record.footprint for record in records)
    entry(
        translate("RecordMenu", "&Zoom to"), lambda: zoom(records), located, theme_icon("mActionZoomToLayer")
    )
    add, picture = translate("RecordMenu", "Add to &map"), plugin_icon("add-to-map")
    on_map = link_groups.on_map(first)
    if len(records) == 1 and len(on_map) > 1:
        choices = menu.addMenu(picture, add)
        for link in on_map[:_CHOICES]:
            label = f"{link.label} ({link.kind.value.upper()})".replace("&", "&&")
            entry(label, partial(actions.add, first, link, dataset), into=choices)
    else:
        entry(add, add_all, bool(on_map), picture)
    files = [record for record in records if link_groups.downloads(record)]
    get = translate("RecordMenu", "&Download…")
    entry(get, lambda: actions.download(files, dataset=dataset), bool(files), plugin_icon("download"))
    if len(records) == 1 and len(one := link_groups.downloads(first)) == 1:
        to = translate("RecordMenu", "Download &to…")  # several files are asked about, with their folder
        entry(to, partial(actions.download_to, first, one[0], dataset))
    if actions.baskets.packer(records):
        entry(offer_text(), lambda: actions.baskets.ask(records))
    save, picture = translate("RecordMenu", "Save as a &manifest…"), theme_icon("mActionFileSaveAs")
    entry(save, lambda: actions.manifests.save(records, dataset), True, picture)
    zips = [link for link in link_groups.downloads(first) if may_be_zip(link)] if len(records) == 1 else []
    for link in zips[:_CHOICES]:
        inside = translate("RecordMenu", "Files &inside {name}…").format(name=link.label.replace("&", "&&"))
        entry(inside, partial(actions.download_inside, first, link, dataset))
    if granules is not None and getattr(first, "has_granules", False):
        entry(translate("RecordMenu", "Show the &granules"), granules)
    menu.addSeparator()
    _copies(records, entry)
    page = page_of(first)
    entry(translate("RecordMenu", "Open its &page"), lambda: open_safely(page), bool(page))
    return menu


def _copies(records: Sequence[Record], entry: Callable[..., None]) -> None:
    translate, copy = QCoreApplication.translate, QApplication.clipboard().setText
    identifiers = "\n".join(record.id for record in records)
    icon = theme_icon("mActionEditCopy")
    entry(translate("RecordMenu", "Copy the &identifier"), lambda: copy(identifiers), True, icon)
    dois = "\n".join(f"https://doi.org/{record.doi}" for record in records if record.doi)
    entry(translate("RecordMenu", "Copy the D&OI"), lambda: copy(dois), bool(dois))
    citations = "\n".join(getattr(record, "citation", "") or compose(record) for record in records)
    entry(translate("RecordMenu", "&Copy the citation"), lambda: copy(citations))
