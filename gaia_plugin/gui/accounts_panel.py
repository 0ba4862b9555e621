"""One provider: who is signed in, what that opens, and the ways in."""

from __future__ import annotations

from collections.abc import Mapping

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QWidget

from ..bridge.sign_in import BROWSER, CODE, SignIn
from ..bridge.sign_in_state import AccountState
from ..bridge.user_providers import UserProviders
from ..core.auth.account import SignedOut
from ..core.errors import AuthenticationRequired, GaiaError
from . import accounts_rights, accounts_texts, messages
from .gui_settings import language
from .record_browser import open_safely
from .ui import load_ui


class AccountPanel(QWidget):
    """Follows ``SignIn``; ``clientSaved`` says that the list of providers is another now."""

    clientSaved = pyqtSignal()

    def __init__(self, parent=None):
        super().__init__(parent)
        load_ui("accounts_panel", self)
        self._sign_in: SignIn | None = None
        self._rows = UserProviders()
        self._catalogues: Mapping[str, str] = {}
        self._key = ""
        self._begun: dict[str, str] = {}  # by provider, the way by which a sign-in was begun
        self._refusal: GaiaError | None = None
        self._left: dict[str, SignedOut] = {}
        font = self.title.font()
        font.setBold(True)
        font.setPointSizeF(font.pointSizeF() * 1.2)
        self.title.setFont(font)
        for label in (self.rights, self.facts):
            label.linkActivated.connect(open_safely)
        self.waiting.hide()

    def bind(self, sign_in: SignIn, catalogues: Mapping[str, str], rows: UserProviders) -> None:
        """Follow the sign-ins; ``catalogues`` are titles by identifier."""
        self._sign_in, self._catalogues, self._rows = sign_in, catalogues, rows
        sign_in.deviceCode.connect(self._code_came)
        sign_in.signedOut.connect(self._signed_out)
        self.test.clicked.connect(lambda: sign_in.test(self._key))
        self.out.clicked.connect(lambda: sign_in.sign_out(self._key))
        self.cancel.clicked.connect(sign_in.cancel)
        self.ways.started.connect(self._start)
        self.ways.clientGiven.connect(self._keep_client)

    def show_provider(self, key: str, refusal: GaiaError | None = None) -> None:
        """The provider to show; ``refusal`` is what brought the person here."""
        if key != self._key:
            self.ways.forget()
        self._key, self._refusal = key, refusal
        self.refresh()

    def stops(self) -> list[QWidget]:
        """What Tab stops at, in the order on the screen."""
        code = [self.code.copy, self.code.open]
        return [self.test, self.out, *code, self.cancel, *self.ways.stops()]

    def take_focus(self) -> None:
        """To the first way in."""
        first = next((stop for stop in self.ways.stops() if stop.isEnabled()), None)
        if first is not None:
            first.setFocus()

    def refresh(self) -> None:
        """Show what is true now."""
        one = self._state()
        self.inner.setVisible(one is not None)
        if one is None:
            return
        self.title.setText(one.provider.title(language()))
        signed_in = one.account is not None and not one.account.ended
        error = one.error or self._refusal
        error = self._sign_in.explained(error) if error is not None else None
        self.failure.setVisible(error is not None)
        self.failure.setText(messages.sentence(error) if error is not None else "")
        asked = accounts_rights.rights(error, one.provider) if error is not None else ""
        if self._key in self._left and one.account is None and not asked:
            asked = accounts_rights.farewell(self._left[self._key])
        self.rights.setVisible(bool(asked))
        self.rights.setText(asked)
        self.scope.setText(accounts_texts.scope(one.provider, self._catalogues))
        facts = accounts_texts.facts(one)
        self.facts.setText(facts)
        self.facts.setVisible(bool(facts))
        self.account.setVisible(one.account is not None and not one.busy)
        self.test.setVisible(one.account is not None and one.account.kind not in ("orcid", "s3"))
        self.test.setEnabled(signed_in)
        self.waiting.setVisible(one.busy)
        self._show_waiting(one)
        # A key that was refused is replaced by another without signing out first.
        wanted = not signed_in or one.tested is False or isinstance(self._refusal, AuthenticationRequired)
        self.ways.setVisible(wanted and not one.busy)
        self.ways.show_provider(one.provider)

    def _state(self) -> AccountState | None:
        states = self._sign_in.states() if self._sign_in is not None else []
        return next((one for one in states if one.provider.id == self._key), None)

    def _show_waiting(self, one: AccountState) -> None:
        if not one.busy:
            self._begun.pop(self._key, None)
        way = self._begun.get(self._key, "")
        code = self._sign_in.code if way == CODE else None
        if code is None:
            self.code.clear()
        else:
            self.code.show_code(code)
        self.busy.setVisible(code is None)
        there = self.tr("Your browser is open: sign in there, then come back.")
        self.waitingText.setText(there if way == BROWSER else self.tr("One moment…"))
        self.waitingText.setVisible(code is None)

    def _start(self, way: str, answers: dict) -> None:
        self._begun[self._key] = way
        self._sign_in.start(self._key, way, answers)
        self.cancel.setFocus()

    def _code_came(self, *_) -> None:
        self.refresh()

    def _signed_out(self, key: str, out: SignedOut) -> None:
        self._left[key] = out
        self.refresh()

    def _keep_client(self, client: str) -> None:
        try:
            self._rows.set_client(self._key, client)
        except GaiaError as error:
            self.failure.setText(messages.sentence(error))
            self.failure.show()
            return
        self.clientSaved.emit()
