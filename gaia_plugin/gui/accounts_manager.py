"""Opens the accounts page, and goes on with what failed for want of a sign-in."""

from __future__ import annotations

from collections.abc import Callable

from qgis.PyQt.QtCore import QObject

from ..bridge.sign_in import SignIn
from ..bridge.user_providers import UserProviders
from ..core.auth.providers import Provider
from ..core.errors import GaiaError
from . import accounts_texts
from .gui_settings import language


class AccountsManager(QObject):
    """Between the sign-ins, the page and all that may be refused."""

    def __init__(self, controller):
        super().__init__(controller)
        self._controller = controller
        self.rows = UserProviders()
        self.sign_in = SignIn(controller.session, self, self.rows.rows())
        self.dialog = None
        self._waiting: dict[str, list[Callable[[], None]]] = {}
        self.sign_in.signedIn.connect(self._go_on)
        self.sign_in.restore()

    def open(self) -> None:
        """The whole page."""
        self._show()

    def explained(self, error: GaiaError) -> GaiaError:
        """An error in the words of who runs the service."""
        return self.sign_in.explained(error)

    def way_in(self, error: Exception | None, catalogue: str = "") -> str:
        """What can be done about an error: see ``accounts_texts.way_in``; "" where nobody of the list would
        open it."""
        what = accounts_texts.way_in(error)
        return what if what and self.provider(error, catalogue) is not None else ""

    def provider(self, error: GaiaError, catalogue: str = "") -> Provider | None:
        """Who would open what was refused."""
        found = self.sign_in.provider_for(error.host)
        return found or next(iter(self.sign_in.providers_for_catalogue(catalogue)), None)

    def go_in(self, error: GaiaError, resume: Callable[[], None], catalogue: str = "") -> None:
        """Open the sign-in of who would open it; ``resume`` is called once the person is signed in there.
        Closing the page without signing in forgets it."""
        provider = self.provider(error, catalogue)
        if provider is None:
            return self.open()
        self._waiting.setdefault(provider.id, []).append(resume)
        self._show(provider.id, error)

    def _show(self, only: str = "", refusal: GaiaError | None = None) -> None:
        if self.dialog is not None:
            waiting, self._waiting = self._waiting, {}
            self.dialog.close()
            self._waiting = waiting
        from .accounts_dialog import AccountsDialog

        controller = self._controller
        titles = {key: entry.title(language()) for key, entry in controller.entries.items()}
        window = controller.panel.window()
        self.dialog = AccountsDialog(self.sign_in, titles, window, only, refusal, self.rows)
        self.dialog.finished.connect(self._closed)
        self.dialog.open()

    def _closed(self, _result: int) -> None:
        self.dialog = None
        self._waiting.clear()
        if any(one.busy for one in self.sign_in.states()):
            self.sign_in.cancel()  # a code that nobody sees, a browser that nobody waits for

    def _go_on(self, provider: str) -> None:
        resumed, alone = self._waiting.pop(provider, []), self.dialog is not None and self.dialog.only
        if alone:
            self.dialog.close()
        for resume in resumed:
            resume()

    def shut(self) -> None:
        """End what runs, and take every credential out of QGIS again."""
        self._waiting.clear()
        if self.dialog is not None:
            self.dialog.close()
        self.sign_in.shutdown()
