"""Sign-ins as the interface sees them: every flow runs in a worker, every signal comes on the main thread,
and nothing here draws anything."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Callable

from qgis.PyQt.QtCore import QObject, Qt, QTimer, pyqtSignal

from ..core.auth.account import Account, SignedOut
from ..core.auth.accounts import Accounts
from ..core.auth.device_flow import DeviceCode
from ..core.auth.providers import Provider, for_catalogue, for_error, for_host, load
from ..core.auth.refusals import explained
from ..core.auth.vault import Vault
from ..core.errors import Cancelled, GaiaError, SignInUnavailable, VaultUnavailable
from ..core.net import Cancel, Session
from .compat import is_deleted
from .gdal_credentials import GdalCredentials
from .network import qgis_session
from .preprocessor import RequestCredentials
from .qgis_authentication import QGIS, Linking, QgisCredential, credential_for
from .settings import Settings
from .sign_in_browser import Browser, page_texts
from .sign_in_job import SignInJob
from .sign_in_layers import SignedInLayers
from .sign_in_renewal import Renewal
from .sign_in_state import AccountState
from .sign_in_test import ask_with_credential, is_refusal
from .user_catalogs import all_entries
from .vaults import VaultFact, Vaults

BROWSER, CODE = "browser", "code"
"""The two ways of a provider's ``openid`` way; any other ``way`` of ``start`` is a ``Way.kind``."""


class SignIn(QObject):
    """Main thread only. ``session`` is the one that fetches data: its ``credentials`` are filled and emptied
    here, so searches and downloads made with it need nothing else; QGIS's own requests for layers and GDAL's
    get the same credentials (see ``preprocessor`` and ``gdal_credentials``).

    ``rows`` are the user's corrections of the providers. Call ``shutdown`` when the plugin is unloaded.
    """

    changed = pyqtSignal()
    """``states()`` or ``vault()`` would say something else now."""
    signedIn = pyqtSignal(str)
    """(provider id): go on with what failed for want of it."""
    signedOut = pyqtSignal(str, object)
    """(provider id, SignedOut): ``page``, where there is one, ends the session in the browser too."""
    deviceCode = pyqtSignal(str, str, float)
    """(code, address, seconds that it lasts): to be shown until ``finished``; ``code`` holds all of it."""
    failed = pyqtSignal(object)
    """(GaiaError), never a Cancelled. ``errors()`` knows of which provider."""
    finished = pyqtSignal(str)
    """(provider id): what ``start``, ``sign_out`` or ``test`` began is over, whichever way; "" where it was
    about all of them (``unlock``, ``use_vault``, ``forget_everything``)."""

    _told = pyqtSignal()
    _codeCame = pyqtSignal(object)

    def __init__(
        self,
        session: Session,
        parent: QObject | None = None,
        rows: Iterable[Any] = (),
        vaults: Vaults | None = None,
        providers: Iterable[Provider] | None = None,
        issuers: Session | None = None,
        open_url: Callable[[str], bool] | None = None,
    ):
        super().__init__(parent)
        self._session = session
        self._issuers = issuers or qgis_session()
        self._vaults = vaults or Vaults()
        rows = load(rows) if providers is None else providers
        self.accounts = Accounts(
            self._issuers,
            session.credentials,
            rows,
            self._vaults.vault,
            changed=self._accounts_changed,
            outside=lambda way: self._linked.pop(way.config, None) or credential_for(way),
        )
        self._linked: dict[str, QgisCredential] = {}
        self.code: DeviceCode | None = None
        """That is being shown: ``address_with_code`` is for the QR code, ``left`` for the countdown."""
        self.browser = Browser(open_url, self)
        self._jobs: dict[str, SignInJob | Linking] = {}
        self._errors: dict[str, GaiaError] = {}
        self._tested: dict[str, bool] = {}
        self._ended = Cancel()
        self._requests = RequestCredentials(session.credentials)
        self._gdal = GdalCredentials.of(session.credentials)
        self._renewal = Renewal(self.accounts, self._gdal, self)
        self.layers = SignedInLayers(session.credentials, lambda: self.accounts.providers.values(), self)
        self._told.connect(self._look, Qt.ConnectionType.QueuedConnection)
        self._codeCame.connect(self._show_code, Qt.ConnectionType.QueuedConnection)
        self._requests.install()

    # -- what is there -------------------------------------------------------------------------

    def states(self) -> list[AccountState]:
        """Every provider, in their order. Asks nobody."""
        return [
            AccountState(
                provider,
                self.accounts.account(key),
                key in self._jobs,
                self._errors.get(key),
                self._tested.get(key),
            )
            for key, provider in self.accounts.providers.items()
        ]

    def provider_for(self, host: str) -> Provider | None:
        """Who opens a host ("stac.example.org", with its port where an address has one)."""
        return for_host(list(self.accounts.providers.values()), host)

    def provider_of(self, error: GaiaError) -> Provider | None:
        """Who opens what an error is about."""
        return for_error(list(self.accounts.providers.values()), error)

    def providers_for_catalogue(self, catalogue: str) -> list[Provider]:
        """Who opens what a catalogue finds."""
        return for_catalogue(self.accounts.providers.values(), catalogue)

    def explained(self, error: GaiaError) -> GaiaError:
        """A search's, layer's or download's refusal in the words of who runs the service; its field
        ``provider`` is the identifier of who would open it, where somebody would."""
        provider = self.provider_of(error)
        account = self.accounts.account(provider.id) if provider else None
        way = account.kind if account and not account.ended else ""
        told = explained(error, self.accounts.providers.values(), way, language=Settings().language)
        if provider:
            told.fields["provider"] = provider.id
        return told

    def vault(self) -> VaultFact:
        """Where sign-ins are kept now, and why there."""
        return self._vaults.fact()

    def use_providers(self, rows: Iterable[Provider]) -> None:
        """The list of providers is another by now; who is signed in stays so."""
        self.accounts.use_providers(rows)
        self.changed.emit()

    # -- what the person does ------------------------------------------------------------------

    def start(self, provider_id: str, way: str, answers: Mapping[str, str] | None = None) -> None:
        """Sign in. ``way`` is "browser" (``answers`` may name a ``button``), "code", or the kind of a key
        (``answers`` are its fields). One that runs already for this provider is cancelled."""
        given, texts = dict(answers or {}), page_texts()
        if way == QGIS:
            self._with_vault(provider_id, lambda: QTimer.singleShot(0, lambda: self._link(provider_id)))
            return

        def work(job: SignInJob) -> Account:
            if way == BROWSER:
                button = given.get("button", "")
                return self.accounts.sign_in(
                    provider_id, self.browser.for_(job.switch), job.switch, button=button, texts=texts
                )
            if way == CODE:
                pending = self.accounts.begin_code(provider_id, job.switch)
                self._codeCame.emit(pending.code)
                return self.accounts.finish_code(pending, job.switch)
            return self.accounts.set_key(provider_id, way, given)

        def done(job: SignInJob) -> None:
            given.clear()
            self.code = None
            self._opened(provider_id, job)

        self._with_vault(provider_id, lambda: self._run(provider_id, work, done))

    def cancel(self) -> None:
        """Give up what is going on; within a second nothing of it is left."""
        for job in list(self._jobs.values()):
            job.cancel()

    def sign_out(self, provider_id: str) -> None:
        """Forget an account here, and have its tokens revoked."""

        def done(job: SignInJob) -> None:
            self._tested.pop(provider_id, None)
            self.layers.leave()
            if isinstance(job.result, SignedOut):
                self.signedOut.emit(provider_id, job.result)

        self._run(provider_id, lambda job: self.accounts.sign_out(provider_id, job.switch), done)

    def test(self, provider_id: str) -> None:
        """Ask one of the provider's hosts with the credential: ``states()`` says how it went."""
        account = self.accounts.account(provider_id)
        if account is None:
            error = SignInUnavailable(host=self._title(provider_id), detail="you are not signed in there")
            return self._fail(provider_id, error)
        provider = self.accounts.providers[provider_id]
        addresses = [entry.url for entry in all_entries() if entry.id in provider.opens]

        def work(job: SignInJob) -> bool:
            if account.kind == "openid":
                self.accounts.token(provider_id, job.switch)
            ask_with_credential(self._session, provider, account, job.switch, addresses)
            return True

        def done(job: SignInJob) -> None:
            if job.error is not None:
                job.error = self.explained(job.error)
            if job.result or is_refusal(job.error):
                self._tested[provider_id] = bool(job.result)

        self._run(provider_id, work, done)

    def restore(self) -> None:
        """Take up what is kept, without asking the person nor any issuer for anything: what is locked stays
        locked, and ``vault().waiting`` says so."""
        self._open_vault(ask=False)

    def unlock(self) -> None:
        """Open what is locked: the system or QGIS may ask for a password now."""
        self._open_vault(ask=True)

    def use_vault(self, kind: str) -> None:
        """Keep everything in "keyring", "authdb" or "memory" from now on. What cannot be moved stays."""

        def work(job: SignInJob) -> bool:
            self.accounts.use_vault(self._vaults.opened(kind, job.switch))
            return True

        def done(job: SignInJob) -> None:
            if job.result:
                self._vaults.chosen(kind, self.accounts.vault)

        if self._vaults.ask_here(kind):
            self._run("", work, done)
        else:
            self._fail("", self._vaults.refusal(kind))

    def forget_everything(self) -> None:
        """Sign out everywhere, and leave nothing in any vault."""

        def work(job: SignInJob) -> bool:
            self.accounts.forget_all(job.switch)
            self._vaults.empty_all()
            return True

        def done(job: SignInJob) -> None:
            self._tested.clear()
            self._errors.clear()
            self.layers.leave()

        self.cancel()
        self._run("", work, done)

    def shutdown(self) -> None:
        """End everything, and take every credential out of QGIS and GDAL again. Sign-ins that are kept stay
        kept."""
        self._ended.cancel()
        self._renewal.stop()
        self.cancel()
        self.layers.stop()
        self._requests.remove()
        self._gdal.clear()
        self._issuers.close()

    # -- within --------------------------------------------------------------------------------

    def _title(self, provider_id: str) -> str:
        return self.accounts.providers[provider_id].title(Settings().language)

    def _run(
        self,
        key: str,
        work: Callable[[SignInJob], Any],
        done: Callable[[SignInJob], None] | None = None,
        then: Callable[[], None] | None = None,
    ) -> None:
        """One piece of work, in place of the one that runs under this key. Where it went well ``then`` goes
        on in its stead, else the whole is finished. No error ever names anything but a provider."""
        self._replace(key)

        def over(job: SignInJob) -> None:
            if is_deleted(self) or self._jobs.get(key) is not job:
                return  # another one took its place
            if job.error is None and then is not None and not self._ended.is_set:
                if done is not None:
                    done(job)
                then()
                return
            del self._jobs[key]
            if done is not None:
                done(job)
            if job.error is not None and not isinstance(job.error, Cancelled):
                self._errors[key] = job.error
            self._look()
            if key in self._errors:
                self.failed.emit(self._errors[key])
            self.finished.emit(key)

        job = self._jobs[key] = SignInJob(work, over)
        job.start()
        self.changed.emit()

    def _link(self, key: str) -> None:
        """QGIS signs in with a configuration of its own, on this thread, while events are handled; then the
        credential refers to that."""
        way = self.accounts.providers[key].way(QGIS) if not is_deleted(self) else None
        if way is None or self._ended.is_set:
            return
        self._replace(key)
        linking = self._jobs[key] = Linking(way)
        self.changed.emit()
        error = linking.run()
        if is_deleted(self) or self._jobs.get(key) is not linking:
            return  # another one took its place
        del self._jobs[key]
        if error is None:
            self._linked[way.config], who = linking.credential, {"who": linking.name}
            self._run(
                key, lambda job: self.accounts.set_key(key, QGIS, who), lambda job: self._opened(key, job)
            )
        elif isinstance(error, Cancelled):
            self.changed.emit()
            self.finished.emit(key)
        else:
            self._fail(key, error)

    def _opened(self, key: str, job: SignInJob) -> None:
        if job.result is not None:
            self._tested.pop(key, None)
            self._gdal.refresh()
            self.layers.go_on(self.accounts.providers[key])
            self.signedIn.emit(key)

    def _replace(self, key: str) -> None:
        """What runs under this key gives way to something new."""
        before = self._jobs.pop(key, None)
        if before is not None:
            before.cancel()
        self._errors.pop(key, None)

    def _fail(self, key: str, error: GaiaError) -> None:
        self._errors[key] = error
        self.changed.emit()
        self.failed.emit(error)
        self.finished.emit(key)

    def _with_vault(self, key: str, then: Callable[[], None]) -> None:
        """The person asked for something: what keeps it may ask for a password, once."""
        if self._vaults.settled:
            then()
        else:
            self._open_vault(True, key, then)

    def _open_vault(self, ask: bool, key: str = "", then: Callable[[], None] | None = None) -> None:
        """Try the vaults in turn: what may hang in a worker, what QGIS asks itself on this thread. Then take
        up what is kept there; where that fails, memory is used."""

        def taken(job: SignInJob) -> None:
            if isinstance(job.result, GaiaError):
                self._vaults.gave_up(job.result, self.accounts.vault)
            if ask and then is None:
                job.error = self._vaults.fact().locked
            self._renewal.look()

        def settled() -> None:
            vault = self._vaults.settle(ask, new=then is not None)
            self._run(key, lambda job: self._take(vault), taken, then)

        self._run(key, lambda job: self._vaults.look(ask, job.switch) or True, then=settled)

    def _take(self, vault: Vault) -> bool | GaiaError:
        """In a worker."""
        try:
            if vault is not self.accounts.vault:
                self.accounts.use_vault(vault)
            self.accounts.restore()
        except VaultUnavailable as error:
            return error
        return True

    def _accounts_changed(self, _provider: str) -> None:
        """In any thread."""
        if not is_deleted(self):
            self._told.emit()

    def _look(self) -> None:
        """Whatever changed: hand it on."""
        if not self._ended.is_set:
            self._renewal.follow()
            self.changed.emit()

    # -- what the person sees elsewhere ------------------------------------------------------------

    def _show_code(self, code: DeviceCode) -> None:
        self.code = code
        self.deviceCode.emit(code.user_code, code.address, code.left)
