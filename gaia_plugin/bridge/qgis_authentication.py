"""Configurations that QGIS's own authentication manager has already, put at work for some hosts.

Nothing secret of theirs is read or kept here: QGIS changes a request, and what it changed is sent. Two sorts:
those that come to headers or parameters which are good for a while (OAuth2, Esri's tokens, names with
passwords, keys), and those that each request needs anew, in the thread that sends it (certificates, signed
requests).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from qgis.core import QgsApplication, QgsNetworkAccessManager
from qgis.PyQt.QtCore import QUrl, QUrlQuery
from qgis.PyQt.QtNetwork import QNetworkRequest

from ..core.auth.providers import Way
from ..core.errors import AuthenticationRequired, Cancelled, GaiaError, SignInUnavailable
from ..core.net import Cancel
from ..core.net.credentials import Credential
from .compat import VERSION
from .threads import ends_elsewhere, on_main_thread
from .vaults_authdb import is_open, open_by_asking

QGIS = "qgis"
"""The kind of these ways."""
_IN_HEADERS = ("Basic", "APIHeader", "OAuth2", "EsriToken")
IN_WORKERS = VERSION >= 34200
"""Whether OAuth2 may be asked of QGIS in any thread. Before, it lives in the thread that asks first, and
crashes QGIS where another one has to sign in anew (measured on 3.22): it is asked after a click alone."""
_FRESH = 20.0  # seconds; QGIS renews an OAuth2 token when it has two minutes left, or a tenth of its life
_GOOD = 60.0  # seconds that the main thread may send what it has
_IN_USE = 300.0
_PATIENCE = 20.0  # seconds that a worker waits for QGIS
_STEP = 0.1


@dataclass(frozen=True)
class Configuration:
    """A configuration by its name; nothing secret."""

    id: str
    name: str
    method: str


def configurations() -> list[Configuration]:
    """All of them, by name. Asks for no password."""
    manager = QgsApplication.authManager()
    if manager.isDisabled():
        return []
    known = manager.availableAuthMethodConfigs().values()
    found = [Configuration(one.id(), one.name(), one.method()) for one in known]
    return sorted(found, key=lambda one: one.name.casefold())


def credential_for(way: Way) -> QgisCredential | None:
    """The credential of a way of the kind ``qgis``; None where QGIS has that configuration no more."""
    known = {one.id for one in configurations()}
    return QgisCredential(way.hosts, way.config, way.allow_http) if way.config in known else None


class QgisCredential(Credential):
    """What QGIS does to requests with one of its configurations, for some hosts. Safe from any thread.

    While QGIS's master password is not given nothing is touched, since QGIS would ask for it there and then.
    """

    __slots__ = ("_asked", "_guard", "_once", "_used", "config", "signs")

    def __init__(self, hosts: tuple[str, ...], config: str, allow_http: bool = False):
        super().__init__(hosts, allow_http=allow_http)
        self.config = config
        method = QgsApplication.authManager().configAuthMethodKey(config)
        self.signs = method not in _IN_HEADERS
        """Whether each request must go through ``sign``."""
        self._once = method == "OAuth2" and not IN_WORKERS
        self._asked = self._used = float("-inf")
        self._guard = threading.Lock()

    @property
    def identity(self) -> str:
        """What a connection must not be shared across: with whom its other end takes us for."""
        return self.config if self.signs else ""

    def sign(self, request: QNetworkRequest) -> None:
        """Put a certificate or a signature into a request, in place, in the thread that sends it."""
        if self.signs and is_open():
            _updated(request, self.config)

    def headers(self, cancel: Cancel | None = None) -> dict[str, str]:
        """In a worker what is not fresh is asked of QGIS first, which may renew a token; on the main thread,
        what there is. Raises AuthenticationRequired, Cancelled."""
        self._used = time.monotonic()
        if not self.signs and not self._is_fresh(_FRESH) and not on_main_thread():
            self._ask(cancel)
        return super().headers(cancel)

    def headers_now(self) -> dict[str, str] | None:
        """Without any waiting; None where QGIS must be asked first."""
        self._used = time.monotonic()
        return dict(self._headers) if self.signs or self._is_fresh(_GOOD) else None

    def refused(self, sent: Mapping[str, str], cancel: Cancel | None = None) -> bool:
        if self.signs or self._once:
            return False
        self._asked = float("-inf")
        try:
            return any(sent.get(name) != value for name, value in self.headers(cancel).items())
        except AuthenticationRequired:
            return False

    def keep_alive(self, cancel: Cancel | None = None) -> None:
        in_use = time.monotonic() - self._used < _IN_USE
        if self.signs or not in_use or self._is_fresh(_FRESH):
            return
        try:
            self._ask(cancel)
        except AuthenticationRequired:
            pass

    def take(self) -> bool:
        """Have QGIS say what to send, in this thread; it may open a browser. Whether it did."""
        if self.signs:
            return _updated(QNetworkRequest(QUrl(self._address())), self.config)
        request = QNetworkRequest(QUrl(self._address()))
        if not _updated(request, self.config):
            return False
        names = [bytes(name) for name in request.rawHeaderList()]
        self._headers = {_text(name): _text(bytes(request.rawHeader(name))) for name in names}
        fully = QUrl.ComponentFormattingOption.FullyDecoded
        self._query = dict(QUrlQuery(request.url()).queryItems(fully))
        self._asked = time.monotonic()
        return True

    def _ask(self, cancel: Cancel | None) -> None:
        """In a thread of its own, with an end: where a token cannot be renewed QGIS waits minutes for a
        browser, under a lock that its window may want."""
        if self._once:
            raise AuthenticationRequired(host=self._host(), status=401)
        told: list[bool] = []
        waiting: list[QgsNetworkAccessManager] = []  # of that thread, while it lives: it ends QGIS's waiting
        alive = threading.Lock()

        def ask() -> None:
            manager = QgsNetworkAccessManager.instance()
            ends_elsewhere(manager)
            waiting.append(manager)
            try:
                with self._guard:
                    told.append(self._is_fresh(_FRESH) or (is_open() and self.take()))
            finally:
                with alive:
                    waiting.clear()  # the manager ends with the thread

        thread = threading.Thread(target=ask, name="gaia-qgis-authentication", daemon=True)
        thread.start()
        until = time.monotonic() + _PATIENCE
        while thread.is_alive():
            thread.join(_STEP)
            if time.monotonic() > until or (cancel and cancel.is_set):
                with alive:
                    for manager in waiting:
                        manager.abortAuthBrowser()
                break
        if cancel:
            cancel.check()
        if told != [True]:
            raise AuthenticationRequired(host=self._host(), status=401)

    def _is_fresh(self, seconds: float) -> bool:
        """Whether what there is may be sent: it is young, or there is no other without a click."""
        age = time.monotonic() - self._asked
        return age < seconds or (self._once and age < float("inf"))

    def _host(self) -> str:
        return self.hosts[0].lstrip(".")

    def _address(self) -> str:
        return f"{'http' if self.allow_http else 'https'}://{self._host()}/"


class Linking:
    """QGIS signs in with a configuration, because the person asked for it. Main thread only: events are
    handled while it waits, a browser's answer among them, which QGIS before 3.42 awaits in the thread that
    asks first. ``credential`` is what came of it."""

    def __init__(self, way: Way):
        self._way = way
        self._cancelled = False
        self.credential: QgisCredential | None = None
        self.name = next((one.name for one in configurations() if one.id == way.config), "")

    def run(self) -> GaiaError | None:
        """What went wrong; None where it is done."""
        try:
            open_by_asking()
            credential = credential_for(self._way)
            if credential is None:
                return SignInUnavailable(host="QGIS", detail="QGIS no longer has this configuration")
            if not credential.take() and not self._cancelled:
                return SignInUnavailable(host="QGIS", detail="its configuration did not sign in")
        except GaiaError as error:
            return error
        if self._cancelled:
            return Cancelled()
        self.credential = credential
        if credential.signs:
            # One that was made without the certificate would be used again.
            QgsNetworkAccessManager.instance().clearConnectionCache()
        return None

    def cancel(self) -> None:
        """QGIS stops waiting for the browser."""
        self._cancelled = True
        QgsNetworkAccessManager.instance().abortAuthBrowser()


def _updated(request: QNetworkRequest, config: str) -> bool:
    done: Any = QgsApplication.authManager().updateNetworkRequest(request, config)
    return bool(done[0] if isinstance(done, tuple) else done)


def _text(value: bytes) -> str:
    return value.decode("latin-1")
