"""Opens the accounts page, and goes on with what failed for want of a sign-in."""

from __future__ import annotations

from collections.abc import Callable

from qgis.PyQt.QtCore import QObject

from ..bridge.qgis_authentication import QGIS
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
        self._waiting: tuple[str, Callable[[], None]] | None = None
        self.sign_in.signedIn.connect(self._go_on)
        self.sign_in.restore()

    def open(self) -> None:
        """The whole page."""
        self._show()

    def explained(self, error: GaiaError) -> GaiaError:
        """An error in the words of who runs the service."""
        return self.sign_in.explained(error)

    def way_in(self, error: Exception | None, catalogue: str = "") -> str:
        """What can be done about an error: see ``accounts_texts.way_in``. Of a host that nobody of the list
        opens, no right is explained, but a key can be given."""
        what = accounts_texts.way_in(error)
        known = what == accounts_texts.SIGN_IN or (what and self.provider(error, catalogue) is not None)
        return what if known else ""

    def provider(self, error: GaiaError, catalogue: str = "") -> Provider | None:
        """Who would open what was refused."""
        found = self.sign_in.provider_of(error)
        return found or next(iter(self.sign_in.providers_for_catalogue(catalogue)), None)

    def opened(self, error: Exception | None, provider: str, catalogue: str = "") -> bool:
        """Whether a sign-in at this provider is what an error asked for."""
        if not isinstance(error, GaiaError) or accounts_texts.way_in(error) != accounts_texts.SIGN_IN:
            return False
        found = self.provider(error, catalogue)
        return found is not None and found.id == provider

    def go_in(self, error: GaiaError, resume: Callable[[], None], catalogue: str = "") -> None:
        """Open the sign-in of who would open it; ``resume`` is called once the person is signed in there, or
        wants to try again. Closing the page without that forgets it."""
        provider = self.provider(error, catalogue)
        key = provider.id if provider is not None else self._added(error.host)
        if key:
            self._show(key, error)
            self._waiting = (key, resume)

    def _added(self, host: str) -> str:
        """A host that nobody of the list opens: what the person has for it. "" where nothing was added."""
        from .accounts_add import AddProviderDialog

        window = self._controller.panel.window()
        dialog = AddProviderDialog(self.rows, self.sign_in.accounts.providers, window, host)
        dialog.exec()
        key, linked = dialog.key, dialog.linked
        dialog.deleteLater()
        self.sign_in.use_providers(self.rows.providers())
        if linked:
            self.sign_in.start(key, QGIS)
        return key

    def _show(self, only: str = "", refusal: GaiaError | None = None) -> None:
        if self.dialog is not None:
            self.dialog.close()
        from .accounts_dialog import AccountsDialog

        controller = self._controller
        titles = {key: entry.title(language()) for key, entry in controller.entries.items()}
        window = controller.panel.window()
        self.dialog = AccountsDialog(self.sign_in, titles, window, only, refusal, self.rows)
        self.dialog.again.clicked.connect(lambda: self._go_on(only))
        self.dialog.finished.connect(self._closed)
        self.dialog.open()

    def _closed(self, _result: int) -> None:
        self.dialog = self._waiting = None
        if any(one.busy for one in self.sign_in.states()):
            self.sign_in.cancel()  # a code that nobody sees, a browser that nobody waits for

    def _go_on(self, provider: str) -> None:
        if self._waiting is not None and self._waiting[0] == provider:
            resume = self._waiting[1]
            self.dialog.close()
            resume()

    def shut(self) -> None:
        """End what runs, and take every credential out of QGIS again."""
        if self.dialog is not None:
            self.dialog.close()
        self.sign_in.shutdown()
