"""Adds, tests, corrects, removes, imports and exports catalogues."""

from __future__ import annotations

import re
from dataclasses import replace

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QPalette
from qgis.PyQt.QtWidgets import QDialog, QTreeWidgetItem

from ..bridge.tasks import Job
from ..bridge.user_catalogs import UserCatalogs
from ..core.catalogs.addresses import clean_address, identifier_from
from ..core.catalogs.base import CatalogEntry
from ..core.catalogs.detect import Found, find, survey
from ..core.catalogs.siblings import siblings
from ..core.errors import Cancelled, GaiaError, host_of
from ..core.model import COMPARTMENTS
from ..core.net import Session
from ..core.net.credentials import holds_secret
from . import catalog_texts, messages, source_texts
from .catalog_exchange import CatalogExchange
from .gui_settings import language
from .ui import load_ui, tip

_KEY = Qt.ItemDataRole.UserRole
_IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_TWO_STEPS = ("stac", "stac-static", "geonetwork", "opensearch")


class CatalogDialog(QDialog):
    """All catalogues on the left, the form of one on the right. Nothing here waits for the network: a test is
    a job. ``changed`` comes after each change of the user's file, with the identifiers to tick."""

    changed = pyqtSignal(list)

    def __init__(self, session: Session, parent=None, catalogs: UserCatalogs | None = None):
        super().__init__(parent)
        load_ui("catalog_dialog", self)
        self._session = session
        self._catalogs = catalogs or UserCatalogs()
        self._entries: dict[str, CatalogEntry] = {}
        self._editing: CatalogEntry | None = None
        self._found: Found | None = None
        self._answered = False
        self._named_by_us = self._keyed_by_us = ""
        self._job: Job | None = None
        self.splitter.setSizes([290, 520])
        self.kind.addItem(self.tr("Find out"), "")
        for kind in catalog_texts.CHOICES:
            self.kind.addItem(_capital(catalog_texts.kind_name(kind)), kind)
        for code in reversed(COMPARTMENTS):
            self.group.addItem(messages.compartment(code), code)
        self.exchange = CatalogExchange(self, session, self._catalogs)
        self.more.setMenu(self.exchange.menu)
        self.url.textChanged.connect(self._address_changed)
        self.url.returnPressed.connect(self.run_test)
        self.test.clicked.connect(self._test_or_stop)
        for field in (self.name, self.key):
            field.textChanged.connect(self._check)
        self.kind.currentIndexChanged.connect(self._check)
        self.save.clicked.connect(self.keep)
        self.closing.clicked.connect(self.close)
        self.add.clicked.connect(self.new)
        self.remove.clicked.connect(self.take_away)
        self.filter.textChanged.connect(self._filter)
        self.tree.currentItemChanged.connect(self._chosen)
        self._fill()
        self.new()

    # -- the list ----------------------------------------------------------------------------------------

    def _fill(self, current: str = "") -> None:
        blocked = self.tree.blockSignals(True)
        self.tree.clear()
        entries = self._catalogs.entries()
        self._entries = {entry.id: entry for entry in entries}
        own, changed = self._catalogs.own(), {change.id for change in self._catalogs.changes()}
        mine = self._heading(self.tr("Your catalogues"))
        theirs = self._heading(self.tr("Catalogues of the plugin"))
        for entry in sorted(entries, key=lambda one: one.title(language()).casefold()):
            title = entry.title(language())
            text = title
            if entry.id in own and entry.id in self._catalogs.presets:
                text = self.tr("{title} (corrected)").format(title=title)
            elif entry.id in changed:
                text = self.tr("{title} (moved)").format(title=title)
            row = QTreeWidgetItem(theirs if entry.id in self._catalogs.presets else mine, [text])
            row.setData(0, _KEY, entry.id)
            row.setToolTip(0, tip(f"{title}\n{entry.url}"))
            if entry.closed:
                row.setForeground(
                    0, self.palette().brush(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)
                )
            if entry.id == current:
                self.tree.setCurrentItem(row)
        self.tree.expandAll()
        self.tree.blockSignals(blocked)
        self._filter(self.filter.text())

    def _heading(self, text: str) -> QTreeWidgetItem:
        heading = QTreeWidgetItem(self.tree, [text])
        heading.setFlags(Qt.ItemFlag.ItemIsEnabled)
        font = self.tree.font()
        font.setBold(True)
        heading.setFont(0, font)
        return heading

    def _filter(self, text: str) -> None:
        words = text.casefold().split()
        for place in range(self.tree.topLevelItemCount()):
            heading = self.tree.topLevelItem(place)
            for at in range(heading.childCount()):
                row = heading.child(at)
                entry = self._entries[row.data(0, _KEY)]
                hay = f"{row.text(0)} {entry.url} {entry.id} {entry.provider}".casefold()
                row.setHidden(not all(word in hay for word in words))
            rows = [heading.child(at) for at in range(heading.childCount())]
            heading.setHidden(all(row.isHidden() for row in rows))

    def entries(self) -> dict[str, CatalogEntry]:
        """The catalogues that are listed, by identifier."""
        return dict(self._entries)

    def refresh(self, current: str = "") -> None:
        """Read the list anew, and show the form of ``current``, or an empty one."""
        self._fill(current)
        if current in self._entries:
            self.edit(self._entries[current])
        else:
            self.new()

    def offer(self, url: str, name: str) -> None:
        """Fill the form with a catalogue that is known elsewhere, and test it."""
        self.new()
        self.url.setText(url)
        self.name.setText(name)
        self._named_by_us = ""
        self.run_test()

    def _chosen(self, row: QTreeWidgetItem | None, _before=None) -> None:
        entry = self._entries.get(row.data(0, _KEY)) if row is not None else None
        if entry is not None:
            self.edit(entry)

    # -- the form ----------------------------------------------------------------------------------------

    def new(self) -> None:
        """An empty form."""
        self.tree.setCurrentItem(None)
        self._show(None, "", "", "", "multi", "")
        self.heading.setText(self.tr("Add a catalogue: paste its address and test it."))
        self.message.setText(catalog_texts.recognised())
        self.url.setFocus()

    def edit(self, entry: CatalogEntry) -> None:
        """The form of a catalogue: of the user's, or to correct one of the plugin's."""
        compartment = entry.compartments[0] if len(entry.compartments) == 1 else "multi"
        self._show(entry, entry.url, entry.title(language()), entry.kind, compartment, entry.id)
        preset = self._catalogs.preset(entry.id)
        if preset is None:
            self.heading.setText(self.tr("One of your catalogues."))
            return
        closed = self.tr("A service that is closed.")
        moved = self.tr("A catalogue of the plugin. Where its address has moved, correct it here.")
        self.heading.setText(closed if entry.closed else moved)
        if entry.closed:
            self.message.setText(entry.note(language()))
        elif preset.url != entry.url:
            self.message.setText(self.tr("The plugin has it at {address}").format(address=preset.url))
        else:
            self.message.setText(source_texts.note(entry))

    def _show(self, entry, url: str, name: str, kind: str, compartment: str, key: str) -> None:
        self._stop()
        self._editing, self._found = entry, None
        self._named_by_us = self._keyed_by_us = ""
        self.url.setText(url)
        self.name.setText(name)
        self.key.setText(key)
        if kind and self.kind.findData(kind) < 0:
            self.kind.addItem(_capital(catalog_texts.kind_name(kind)), kind)
        self.kind.setCurrentIndex(max(0, self.kind.findData(kind)))
        self.group.setCurrentIndex(max(0, self.group.findData(compartment)))
        self.key.setEnabled(entry is None)
        self.group.setEnabled(not self._is_preset)
        own = entry is not None and entry.id in self._catalogs.own()
        self.remove.setText(self.tr("&Restore") if self._is_preset else self.tr("&Remove"))
        self.remove.setEnabled(own)
        self.message.clear()
        self._check()

    @property
    def _is_preset(self) -> bool:
        return self._editing is not None and self._editing.id in self._catalogs.presets

    def _address_changed(self) -> None:
        self._stop()
        self._found, self._answered = None, False
        self.message.setText("" if self.url.text().strip() else catalog_texts.recognised())
        self._check()

    def _check(self, *_) -> None:
        """Save is off, and a sentence says why, until there is something to save."""
        written = bool(self.url.text().strip())
        sentence = self._why_not() if written else ""
        self.problem.setText(sentence)
        closed = self._editing is not None and self._editing.closed
        self.save.setEnabled(written and not sentence and not closed)
        self.test.setEnabled(written and not closed)
        for field in (self.url, self.name, self.kind):
            field.setEnabled(not closed)

    def _why_not(self) -> str:
        key = self.key.text().strip()
        if holds_secret(self.url.text().strip()):
            return self.tr("The address holds a password or a key, which this file would show: leave it out.")
        if self._found is None and not self.kind.currentData():
            if self._answered:
                return self.tr("To keep it all the same, choose its protocol.")
            return self.tr("Test the address first, or choose its protocol.")
        if not self.name.text().strip():
            return self.tr("Give it a name.")
        if not _IDENTIFIER.fullmatch(key):
            return self.tr("The identifier takes letters, digits, points, hyphens and underscores.")
        if self._editing is None and key in self._entries:
            return self.tr("Another catalogue has this identifier already.")
        return ""

    # -- test --------------------------------------------------------------------------------------------

    def _test_or_stop(self) -> None:
        if self._job is not None:
            self._stop()
            self.message.setText(self.tr("Stopped."))
        else:
            self.run_test()

    def run_test(self) -> None:
        """Ask the address what it is, in a worker."""
        if self._job is not None or not self.url.text().strip():
            return
        url, kind, session = self.url.text(), self.kind.currentData(), self._session
        base = self._editing or CatalogEntry(identifier_from(host_of(url.strip())), "", "")

        def work(job: Job) -> tuple[Found, tuple[str, ...]]:
            if kind:
                return survey(_taken(url, kind, base), session, job.switch), ()
            found = find(url, session, job.switch)
            return survey(found, session, job.switch), siblings(found, session, job.switch)

        self.message.setText(self.tr("Asking {host}…").format(host=host_of(url.strip())[:80]))
        self.test.setText(self.tr("S&top"))
        self._job = Job(self.tr("Testing a catalogue"), work, self._tested).start()

    def _tested(self, job: Job) -> None:
        if job is not self._job:  # stopped, or the form shows another catalogue by now
            return
        self._job = None
        self.test.setText(self.tr("&Test"))
        if job.error is not None:
            if not isinstance(job.error, Cancelled):
                self._answered = True
                self.message.setText(catalog_texts.why(job.error))
                self._check()
            return
        self._answered = True
        self._take(*job.result)

    def _take(self, found: Found, others: tuple[str, ...] = ()) -> None:
        self.message.setText(
            "\n".join(filter(None, (catalog_texts.describe(found), catalog_texts.also(others))))
        )
        same = [one for one in self._entries.values() if one.url.rstrip("/?") == found.url.rstrip("/?")]
        if same and self._editing is None:
            text = self.tr("It is in the list already: {title}.").format(title=same[0].title(language()))
            self.message.setText(f"{self.message.text()}\n{text}")
        if found.entry is None:
            self._check()
            return
        self._found = found
        if self._editing is None:
            if self.name.text() in ("", self._named_by_us):
                self._named_by_us = found.title
                self.name.setText(found.title)
            if self.key.text() in ("", self._keyed_by_us):
                self._keyed_by_us = self._free_key(identifier_from(found.title, host_of(found.url)))
                self.key.setText(self._keyed_by_us)
        self._check()

    def _free_key(self, wanted: str) -> str:
        key, number = wanted, 2
        while key in self._entries:
            key, number = f"{wanted}-{number}", number + 1
        return key

    def _stop(self) -> None:
        if self._job is not None:
            job, self._job = self._job, None
            job.cancel()
            self.test.setText(self.tr("&Test"))

    # -- keep --------------------------------------------------------------------------------------------

    def keep(self) -> None:
        """Save what the form says into the user's file."""
        try:
            entry = self._entry()
            self._catalogs.save(entry)
        except GaiaError as error:
            self.message.setText(messages.sentence(error))
            return
        self._fill(entry.id)
        self.edit(self._entries[entry.id])
        text = self.tr("“{title}” is saved and ticked in the sources.")
        self.message.setText(text.format(title=entry.title(language())))
        self.changed.emit([entry.id])

    def _entry(self) -> CatalogEntry:
        """What the form says. Raises BadAnswer for what is no address."""
        chosen, found = self.kind.currentData(), self._found
        kind = chosen or (found.kind if found else "")
        url = found.url if found is not None and not chosen else clean_address(self.url.text())
        name, key = self.name.text().strip(), self.key.text().strip()
        if self._editing is None:
            group = self.group.currentData()
            compartments = () if group == "multi" else (group,)
            offers = ("datasets", "granules") if kind in _TWO_STEPS else ("datasets",)
            return CatalogEntry(key, kind, url, {"en": name}, compartments=compartments, offers=offers)
        entry = replace(self._editing, kind=kind, url=url)
        if name != self._editing.title(language()):
            entry = replace(entry, titles={**entry.titles, "en": name, language(): name})
        if not self._is_preset:
            group = self.group.currentData()
            entry = replace(entry, compartments=() if group == "multi" else (group,))
        if kind != self._editing.kind:
            entry = replace(entry, dialect="", options={})
        return entry

    def take_away(self) -> None:
        """Remove a catalogue of the user, or restore one of the plugin."""
        if self._editing is None:
            return
        key, preset = self._editing.id, self._is_preset
        try:
            self._catalogs.remove(key)
        except GaiaError as error:
            self.message.setText(messages.sentence(error))
            return
        self._fill(key)
        if preset:
            self.edit(self._entries[key])
            self.message.setText(self.tr("It is as the plugin has it again."))
        else:
            self.new()
        self.changed.emit([])

    def done(self, result: int) -> None:
        """Also on Esc and the window's cross: a test that runs is of no use to anybody."""
        self._stop()
        super().done(result)


def _taken(url: str, kind: str, base: CatalogEntry) -> Found:
    """An address whose protocol a person chose. Raises BadAnswer for what is no address."""
    address = clean_address(url)
    entry = replace(base, url=address, kind=kind)
    if kind != base.kind:
        entry = replace(entry, dialect="", options={})
    return Found(kind, base.title() if base.titles else host_of(address), address, entry)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
