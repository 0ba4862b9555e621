"""The transfers, their dock, and what is said of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from qgis.core import Qgis, QgsProject
from qgis.PyQt.QtCore import QObject, QTimer, QUrl
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QApplication, QMenu

from ..bridge.downloads import Downloads
from ..bridge.downloads_model import FRONT
from ..bridge.downloads_row import Download
from ..core.errors import AuthenticationRequired, GaiaError
from ..core.transfer.jobs import State
from ..core.transfer.provenance import record_of_job
from . import formats, messages, ways_on
from . import transfers_actions as acts
from . import transfers_texts as texts
from .notices import Tally
from .transfers_exit import guard_exit
from .transfers_panel import TransfersPanel

_PATIENCE_MS = 4_000
"""How long transfers of an earlier session wait for the sign-ins that are kept to be read."""
SHORT = 44


class Transfers(QObject):
    """Between the queue, the dock, and the message bar. ``actions`` are those on records: they say what
    failed, with the way on."""

    def __init__(self, iface, session, accounts, actions):
        super().__init__(actions)
        self._iface, self._accounts, self._actions = iface, accounts, actions
        self.downloads = Downloads(session, QgsProject.instance(), self, start=False)
        self.panel = TransfersPanel()
        self.dock = self._beside = None
        self._started = False
        self._expected: set[str] = set()
        self._ways: dict[tuple, tuple[str, str]] = {}
        self._read: set[tuple[str, int]] = set()
        """Whose licence was opened, after so many attempts."""
        self._tally = Tally(self._tell, self)
        self._exit = guard_exit(iface, self.ask_to_close)
        view = self.panel.list
        view.setModel(self.downloads.model)
        view.drawn.reason = lambda one: self._told(one)[0]
        view.drawn.way_in = lambda one: self._told(one)[1]
        self.downloads.model.describe = texts.spoken
        view.wanted.connect(self.do)
        view.menuWanted.connect(self._menu)
        view.dropped.connect(self._dropped)
        self.panel.pauseWanted.connect(lambda pause: self._all(pause))
        self.panel.clearWanted.connect(self.downloads.clear_finished)
        self.panel.settingsWanted.connect(self.open_settings)
        self.panel.fetchWanted.connect(lambda: self._actions.manifests.fetch())
        self.panel.shownWanted.connect(self.downloads.show)
        self.downloads.counted.connect(self.panel.show_totals)
        self.downloads.added.connect(self._added)
        self.downloads.ended.connect(self._ended)
        self.downloads.opened.connect(self._opened)
        self.downloads.resumed.connect(self._resumed)
        self.downloads.problem.connect(self._problem)
        accounts.sign_in.signedIn.connect(self._signed_in)
        accounts.sign_in.changed.connect(self._ways.clear)
        accounts.sign_in.finished.connect(lambda key: key or self._start())
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(_PATIENCE_MS)
        self._late.timeout.connect(self._start)
        self._late.start()

    def _start(self) -> None:
        """Not before the sign-ins are there: what needs one would fail for nothing."""
        if not self._started:
            self._started = True
            self._late.stop()
            self.downloads.start()

    # -- the dock ----------------------------------------------------------------------------------------

    def fill(self, dock, beside) -> None:
        """Put the list into its dock, which is shown beside another one."""
        self.dock, self._beside = dock, beside
        dock.setWidget(self.panel)

    def open(self) -> None:
        """Show the dock."""
        if self.dock is not None:
            self.dock.open_beside(self._beside)

    def open_settings(self) -> None:
        """The settings of transfers."""
        from .transfers_settings import TransfersSettings

        dialog = TransfersSettings(self.panel.window())
        if dialog.exec() == dialog.DialogCode.Accepted:
            self.downloads.apply_settings()
        dialog.deleteLater()

    # -- what is done with rows ----------------------------------------------------------------------------

    def do(self, chosen: Sequence[Download], what: str) -> None:
        """One of ``transfers_actions``, for those of the chosen that it fits."""
        fitting = [one for one in chosen if acts.fits(what, one, self._told(one)[1])]
        ids = [one.id for one in fitting]
        if not ids:
            return
        if what == acts.PAUSE:
            self.downloads.pause(ids)
        elif what == acts.RESUME:
            self.downloads.resume(ids)
        elif what == acts.CANCEL:
            self.downloads.cancel(ids)
        elif what == acts.RETRY:
            self.again(fitting)
        elif what == acts.ANEW:
            self._expect(fitting)
            self._actions.notices.settle(fitting)
            self.downloads.fetch_anew(ids)
        elif what == acts.SIGN_IN:
            self._sign_in(fitting)
        elif what in acts.WAYS_ON:
            self._go_on(fitting, what)
        elif what == acts.MANIFEST:
            self._actions.manifests.save_jobs([one.standing.job for one in fitting])
        elif what == acts.REMOVE:
            self._actions.notices.settle(fitting)
            self.downloads.forget(ids)
        elif what == acts.FOLDER:
            open_folder(fitting[0].folder)
        elif what == acts.LOAD:
            self.downloads.load(fitting)
        elif what == acts.REPORT:
            QApplication.clipboard().setText(texts.report(fitting))
            self._actions.say(self.tr("The report is in the clipboard."), Qgis.MessageLevel.Info)
        else:
            self._move(what, fitting)

    def again(self, chosen: Sequence[Download]) -> None:
        """Try once more; what is under way or done by now is left as it is."""
        stopped = [one for one in chosen if acts.fits(acts.RETRY, one)]
        self._expect(stopped)
        self._actions.notices.settle(stopped)
        there = [one.id for one in stopped if one.state is State.DONE]
        if there:
            self.downloads.finish_again(there)
        if len(there) < len(stopped):
            self.downloads.retry([one.id for one in stopped if one.state is not State.DONE])

    def _sign_in(self, chosen: Sequence[Download]) -> None:
        error = chosen[0].error
        if error is not None:
            self._accounts.go_in(error, partial(self.again, chosen))

    def _go_on(self, chosen: Sequence[Download], way: str) -> None:
        """By a page or an address. Of who has read the licence, the next thing is to try again."""
        error = self._accounts.explained(chosen[0].error)
        if way == acts.LICENCE:
            page = ways_on.licence_page(error)
            chosen = [one for one in chosen if ways_on.licence_page(one.error) == page]
            self._read.update((one.id, one.standing.attempts) for one in chosen)
            self._ways.clear()
        about = [(one.link.href, self._page_of(one)) for one in chosen]
        self._actions.go_on(way, error, about, partial(self.again, chosen), chosen)
        self.panel.list.viewport().update()

    def _page_of(self, one: Download) -> str:
        record, dataset = one.record, one.dataset
        if record is None:
            record, dataset = record_of_job(one.standing.job)
        return self._actions.page_of(record, dataset)

    def _signed_in(self, provider: str) -> None:
        """Also where somebody signed in on the accounts page itself: what failed for want of it goes on."""
        sign_in = self._accounts.sign_in
        self._ways.clear()

        def opens(error: GaiaError) -> bool:
            if not isinstance(error, AuthenticationRequired):
                return False
            who = sign_in.provider_of(error)
            return who is not None and who.id == provider

        self.downloads.retry_where(opens)

    def _all(self, pause: bool) -> None:
        self.downloads.pause() if pause else self.downloads.resume()

    def _move(self, what: str, chosen: Sequence[Download]) -> None:
        model = self.downloads.model
        queued = [one for one in model.downloads() if one.state in FRONT]
        rest = [one for one in queued if one not in chosen]
        places = [queued.index(one) for one in chosen if one in queued]
        if not places or not rest:
            return
        if what == acts.TOP:
            before = rest[0]
        else:
            # Among those that stay: how many of them are in front of the first (the last) that moves.
            front = sum(queued.index(one) < (min(places) if what == acts.UP else max(places)) for one in rest)
            at = max(0, front - 1) if what == acts.UP else front + 1
            before = rest[at] if at < len(rest) else None
        ordered = [queued[place] for place in sorted(places)]
        self._dropped(ordered, before)

    def _dropped(self, chosen: Sequence[Download], before: Download | None) -> None:
        self.downloads.move([one.id for one in chosen], before.id if before is not None else None)

    def _menu(self, chosen: list[Download], place) -> None:
        menu = self.menu(chosen)
        menu.exec(place)
        menu.deleteLater()

    def menu(self, chosen: Sequence[Download]) -> QMenu:
        """The menu of some rows."""
        menu = QMenu(self.panel)
        ways = {one.id: self._told(one)[1] for one in chosen}
        way = next((found for found in ways.values() if found), "")
        for what in acts.MENU:
            if not what:
                menu.addSeparator()
                continue
            if not any(acts.fits(what, one, ways[one.id]) for one in chosen):
                continue
            action = menu.addAction(acts.icon(what), acts.label(what, way))
            action.setData(what)
            action.triggered.connect(lambda _=False, what=what: self.do(chosen, what))
        return menu

    def _told(self, one: Download) -> tuple[str, str]:
        """Why one failed or waits, in the words of who runs the service, and what that asks of the person;
        kept, as it is painted again and again."""
        error = one.error
        if error is None:
            return "", ""
        key = (one.id, one.state, one.standing.attempts, one.standing.not_before, type(error))
        if key not in self._ways:
            if len(self._ways) > 2_000:
                self._ways.clear()
            told = self._accounts.explained(error)
            self._ways[key] = texts.reason(one, told), self._way(one, told)
        return self._ways[key]

    def _way(self, one: Download, error: GaiaError) -> str:
        if one.state not in (State.FAILED, State.LATER):
            return ""
        page = self._page_of(one) if ways_on.has_page(error) else ""
        way = ways_on.way_on(error, page)
        if one.state is State.LATER:
            return way if way == ways_on.WAIT else ""
        if way == ways_on.LICENCE and (one.id, one.standing.attempts) in self._read:
            return ""
        return way or self._accounts.way_in(error)

    # -- what is said --------------------------------------------------------------------------------------

    def _expect(self, downloads: Sequence[Download]) -> None:
        fresh = [one.id for one in downloads if one.id not in self._expected]
        self._expected.update(fresh)
        if fresh:
            self._tally.expect(len(fresh))

    def _added(self, downloads: list[Download]) -> None:
        self._expect([one for one in downloads if one.active])

    def _ended(self, downloads: list[Download]) -> None:
        self._actions.notices.settle([one for one in downloads if one.state is not State.FAILED])
        for one in downloads:
            self._expect([one])
            self._expected.discard(one.id)
            if one.state is State.DONE:
                self._tally.done((one.path.name, one.folder))
                if one.error is not None:  # the file is there, what was in it is not
                    ways = (way for way in (acts.ANEW, acts.RETRY) if acts.fits(way, one))
                    way, text = next(ways, ""), messages.sentence(one.error)
                    button, slot = acts.label(way) if way else "", partial(self.do, [one], way)
                    self._actions.say(text, Qgis.MessageLevel.Warning, button, slot, "notes", [one])
            elif one.state is State.FAILED and one.error is not None:
                error = self._accounts.explained(one.error)
                self._tally.failed((messages.sentence(error), one, error))
            else:
                self._tally.dropped()

    def _tell(self, files: list[tuple[str, Path]], failures: list) -> None:
        failures[:] = [failure for failure in failures if failure[1].state is State.FAILED]
        if files:
            text = self.tr("{name} was downloaded.").format(name=shortened(files[0][0]))
            if len(files) > 1:
                text = self.tr("{n} files were downloaded.").format(n=formats.number(len(files)))
            show = partial(open_folder, files[0][1])
            button = self.tr("Show the folder")
            self._actions.say(text, Qgis.MessageLevel.Success, button, show, "files")
        self._actions.tell_failures(
            failures,
            lambda group: self.again([row[1] for row in group]),
            lambda row: (row[1].link.href, self._page_of(row[1])),
        )

    def _opened(self, one: Download) -> None:
        if one.shown:
            text = self.tr("{name} is in the project.").format(name=shortened(one.path.name))
            self._actions.say(text, Qgis.MessageLevel.Success, kind="opened")
            return
        text = self.tr("QGIS can draw nothing of {name}.").format(name=shortened(one.path.name))
        show = partial(open_folder, one.folder)
        self._actions.say(text, Qgis.MessageLevel.Info, self.tr("Show the folder"), show, "opened")

    def _resumed(self, count: int) -> None:
        text = self.tr("A transfer of last time goes on.")
        if count > 1:
            text = self.tr("{n} transfers of last time go on.").format(n=formats.number(count))
        show = self.tr("Show them") if count > 1 else self.tr("Show it")
        self._actions.say(text, Qgis.MessageLevel.Info, show, self.open, "resumed")

    def _problem(self, error: GaiaError) -> None:
        self._actions.say(messages.sentence(error), Qgis.MessageLevel.Warning, kind="transfers")

    # -- the end -------------------------------------------------------------------------------------------

    def ask_to_close(self) -> bool:
        """QGIS is about to close: whether it may. Asked only while something is on its way."""
        from .transfers_exit import ask

        return ask(self._iface.mainWindow(), self.downloads.totals.going)

    def shut(self) -> None:
        """Stop; what is not done goes on the next time."""
        self._exit()
        self.dock = self._beside = None
        self.downloads.shut()


def shortened(text: str) -> str:
    """A name whose beginning and end are kept: those of granules differ in one or the other."""
    return text if len(text) <= SHORT else f"{text[: SHORT // 2]}…{text[1 - SHORT // 2 :]}"


def open_folder(folder: Path) -> None:
    """Show a folder in the system's file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
