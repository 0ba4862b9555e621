"""Everything of some datasets that matches the search, as one archive that their service packs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qgis.core import Qgis
from qgis.PyQt.QtCore import QCoreApplication, QObject, Qt
from qgis.PyQt.QtWidgets import QMessageBox

from ..bridge.download_tasks import Asked
from ..core.access.basket import basket_of
from ..core.catalogs import baskets
from ..core.catalogs.base import CatalogEntry
from ..core.model import Dataset, Link, Query, Record
from ..core.transfer import safe_name
from . import formats
from .gui_settings import language
from .transfers_controller import shortened


def offer_text() -> str:
    """What it is called, in menus and on buttons."""
    return QCoreApplication.translate("Baskets", "&Everything that matches, as one archive")


class Baskets(QObject):
    """``main`` has the catalogues (``entries``) and the search that datasets were found with (``query``),
    ``actions`` are those on records."""

    def __init__(self, iface, main, actions):
        super().__init__(actions)
        self._iface, self._main, self._actions = iface, main, actions

    def packer(self, records: Sequence[Record]) -> tuple[CatalogEntry, list[str]] | None:
        """The catalogue whose service packs all of these datasets, with their names there; None where none
        does."""
        if not records or not all(isinstance(one, Dataset) for one in records):
            return None
        names = [
            {**{source.catalog: source.id for source in one.sources}, one.catalog: one.id} for one in records
        ]
        for key in names[0]:
            entry = self._main.entries.get(key)
            if entry is not None and baskets.packs(entry) and all(key in each for each in names):
                return entry, [each[key] for each in names]
        return None

    def ask(self, records: Sequence[Dataset], query: Query | None = None) -> None:
        """Queue one archive of all that matches ``query`` (None: the search that they were found with)."""
        packer = self.packer(records)
        if packer is None:
            return
        entry, collections = packer
        asked = query if query is not None else self._main.query
        title = self._title(records)
        link = baskets.basket_for(entry, collections, asked, title)
        link = replace(link, name=f"{safe_name(title)}.zip")  # the file's; the service has its own
        if self._under_way(link):
            self._say(self.tr("This archive is on its way already."))
        elif asked.area or asked.period or asked.filters or self._confirmed(entry, title):
            self._actions.queue([Asked(records[0], [link], records[0])])
            self._say(self._queued(entry, asked))

    def _title(self, records: Sequence[Dataset]) -> str:
        return ", ".join(one.text("title", language()) or one.id for one in records)

    def _under_way(self, link: Link) -> bool:
        """Whether the same wish waits in the queue: each basket has a name of its own."""
        wish = _wish(link)
        rows = self._actions.downloads.model.downloads()  # there may be a hundred thousand
        return any(one.link.key == link.key and one.active and _wish(one.link) == wish for one in rows)

    def _confirmed(self, entry: CatalogEntry, title: str) -> bool:
        text = self.tr(
            "The search has no area and no period: {service} would pack all there is of {title}. Go on?"
        )
        box = QMessageBox(self._iface.mainWindow())
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(self.tr("Everything, as one archive"))
        box.setTextFormat(Qt.TextFormat.PlainText)  # the title is a stranger's
        box.setText(text.format(service=entry.title(language()), title=shortened(title)))
        packing = box.addButton(self.tr("&Pack everything"), QMessageBox.ButtonRole.AcceptRole)
        cancel = box.addButton(self.tr("&Cancel"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(cancel)
        box.setEscapeButton(cancel)
        box.exec()
        confirmed = box.clickedButton() is packing
        box.deleteLater()
        return confirmed

    def _queued(self, entry: CatalogEntry, query: Query) -> str:
        within = [formats.area(query.area)] if query.area else []
        within += [formats.period(query.period)] if query.period else []
        text = self.tr("{service} packs your archive, which comes when it is ready.")
        said, wish = text.format(service=entry.title(language())), self.tr("Asked for: {what}.")
        return f"{said} {wish.format(what=', '.join(within))}" if within else said

    def _say(self, text: str) -> None:
        show = self._actions.transfers.open
        self._actions.say(text, Qgis.MessageLevel.Info, self.tr("Show it"), show, "basket")


def _wish(link: Link) -> tuple | None:
    """What a basket holds, whatever its name; None for another link."""
    basket = basket_of(link.href)
    return None if basket is None else (basket[0], basket[1].get("collections"))
