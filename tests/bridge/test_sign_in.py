"""Sign-ins as the interface uses them: signals on the main thread, work off it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pytest
import requests
from qgis.core import QgsApplication, QgsBlockingNetworkRequest, QgsRasterLayer
from qgis.PyQt.QtCore import QThread, QUrl
from qgis.PyQt.QtNetwork import QNetworkRequest

from gaia_plugin.bridge import vaults
from gaia_plugin.bridge.gdal_credentials import GdalCredentials
from gaia_plugin.bridge.network import qgis_session
from gaia_plugin.bridge.sign_in import SignIn
from gaia_plugin.bridge.vaults import KEYRING, MEMORY, Vaults
from gaia_plugin.core.auth.kept import name_of
from gaia_plugin.core.auth.providers import read_provider
from gaia_plugin.core.auth.vault import MemoryVault
from gaia_plugin.core.errors import (
    AuthenticationRequired,
    KeyRefused,
    KeyRequired,
    ServiceUnavailable,
    SignInError,
    SignInForged,
    VaultUnavailable,
)
from gaia_plugin.core.net import Retry
from tests.bridge.test_preprocessor import CAPABILITIES
from tests.support.faultserver import FaultServer, Reply, as_json, stall
from tests.support.pumped import pumped

KEY = "synthetic-key-of-a-person"


class Lasting(MemoryVault):
    lasting = True


class Heard:
    """The signals of a SignIn, in order, and that each came on the main thread."""

    def __init__(self, sign_in: SignIn):
        self.all: list[tuple[Any, ...]] = []
        self._thread = QThread.currentThread()
        for name in ("signedIn", "signedOut", "deviceCode", "failed", "finished"):
            getattr(sign_in, name).connect(lambda *given, name=name: self._hear(name, *given))

    def _hear(self, *what: Any) -> None:
        assert QThread.currentThread() == self._thread
        self.all.append(what)

    def of(self, name: str) -> list[tuple[Any, ...]]:
        return [what[1:] for what in self.all if what[0] == name]


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


@pytest.fixture
def desk(server: FaultServer, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Makes what the plugin has: a session, and its sign-ins at a provider on loopback."""
    made: list[SignIn] = []
    manager = QgsApplication.authManager()
    manager.clearMasterPassword()
    if not manager.isDisabled() and manager.existsAuthSetting("gaia_data/index"):
        manager.removeAuthSetting("gaia_data/index")  # of a test before: a click would ask for its password
    vaults.Choice().kind = ""

    def make(keyring: Any = None, opened: Any = None) -> Any:
        host = urlsplit(server.url("/")).netloc
        ways = [
            {"kind": "header", "headers": {"X-API-Key": "{key}"}, "fields": ["key"], "hosts": [host]},
            {"kind": "openid", "issuer": server.url(""), "client_id": "synthetic", "hosts": [host]},
        ]
        row = read_provider({"id": "here", "title": {"en": "Here"}, "ways": ways, "opens": ["a-catalogue"]})

        def open_it(ask: bool, cancel: Any) -> Any:
            if keyring is None:
                raise VaultUnavailable(detail="this computer has no keyring")
            return keyring(ask) if callable(keyring) else keyring

        session = qgis_session(retry=Retry(times=0))
        sign_in = SignIn(
            session,
            vaults=Vaults(tmp_path / "locks", open_it),
            providers=[row],
            open_url=opened or (lambda url: False),
        )
        made.append(sign_in)
        return session, sign_in, Heard(sign_in)

    yield make
    for sign_in in made:
        sign_in.shutdown()
        sign_in._session.close()
    vaults.Choice().kind = ""


def closed(server: FaultServer, path: str = "/data") -> str:
    """Data that only the key opens."""

    def answer(seen: Any) -> Reply:
        ok = seen.headers.get("x-api-key") == KEY
        body = {"Content-Type": "application/json", "Cache-Control": "no-store"}
        return Reply(200, b"{}", body) if ok else Reply(401, b"{}", body)

    return server.add(path, answer)


def test_a_key_opens_searches_layers_and_downloads(server: Any, desk: Any, wait_for: Any) -> None:
    url = closed(server)
    kept = Lasting()
    session, sign_in, heard = desk(kept)
    fetch = pumped(lambda: session.get(url).status)
    with pytest.raises(AuthenticationRequired) as refused:
        fetch()
    told = sign_in.explained(refused.value)
    assert isinstance(told, KeyRequired) and told.fields["provider"] == "here"
    assert sign_in.provider_for(refused.value.host).id == "here"
    assert sign_in.provider_for("evil-" + refused.value.host + ".example") is None
    sign_in.start("here", "header", {"key": KEY})
    assert sign_in.states()[0].busy
    wait_for(lambda: heard.of("finished"), 30)
    assert [what[0] for what in heard.all] == ["signedIn", "finished"]
    (state,) = sign_in.states()
    assert state.account is not None and not state.busy and state.error is None
    assert fetch() == 200
    assert int(QgsBlockingNetworkRequest().get(QNetworkRequest(QUrl(url)))) == 0
    assert KEY in str(kept.get(name_of("here"))) and sign_in.vault().kind == KEYRING
    assert KEY not in repr(sign_in.states())
    sign_in.sign_out("here")
    wait_for(lambda: heard.of("signedOut"), 30)
    with pytest.raises(AuthenticationRequired):
        fetch()
    assert int(QgsBlockingNetworkRequest().get(QNetworkRequest(QUrl(url)))) != 0
    assert kept.names() == []


def test_the_next_day(server: Any, desk: Any, wait_for: Any) -> None:
    kept, asked = Lasting(), []
    _, first, heard = desk(kept)
    first.start("here", "header", {"key": KEY})
    wait_for(lambda: heard.of("finished"), 30)
    first.shutdown()
    assert server.seen == []

    def keyring(ask: bool) -> Any:
        asked.append(ask)
        return kept

    session, second, heard = desk(keyring)
    second.restore()
    wait_for(lambda: second.states()[0].account, 30)
    assert asked == [False] and server.seen == []
    url = closed(server)
    assert pumped(lambda: session.get(url).status)() == 200


def test_a_locked_keyring_waits_for_a_click(server: Any, desk: Any, wait_for: Any) -> None:
    kept = Lasting()
    _, first, heard = desk(kept)
    first.start("here", "header", {"key": KEY})
    wait_for(lambda: heard.of("finished"), 30)
    first.shutdown()

    opens: list[bool] = []

    def keyring(ask: bool) -> Any:
        if not ask or not opens[-1]:
            raise VaultUnavailable(detail="the keyring is locked")
        return kept

    _, second, heard = desk(keyring)
    second.restore()
    wait_for(lambda: heard.of("finished"), 30)
    assert second.vault().kind == MEMORY and second.vault().waiting
    assert second.states()[0].account is None and heard.of("failed") == []
    opens.append(False)
    second.unlock()
    wait_for(lambda: heard.of("failed"), 30)
    assert "the keyring is locked" in str(heard.of("failed")[0][0]) and second.vault().waiting
    opens.append(True)
    second.unlock()
    wait_for(lambda: second.states()[0].account, 30)
    assert second.vault().kind == KEYRING and not second.vault().waiting


def test_a_keyring_that_opens_and_cannot_be_read(server: Any, desk: Any, wait_for: Any) -> None:
    class Broken(Lasting):
        def names(self) -> list[str]:
            raise VaultUnavailable(detail="the keyring refused")

    url = closed(server)
    session, sign_in, heard = desk(Broken())
    sign_in.start("here", "header", {"key": KEY})
    wait_for(lambda: heard.of("signedIn"), 30)
    assert pumped(lambda: session.get(url).status)() == 200
    fact = sign_in.vault()  # what is said of where the key is, is true
    assert fact.kind == MEMORY and not fact.lasting
    assert [error.fields["detail"] for kind, error in fact.passed if kind == KEYRING] == [
        "the keyring refused"
    ]


def test_layers_are_drawn_again(server: Any, desk: Any, wait_for: Any, project: Any) -> None:
    """One that was opened before, and one of another host."""
    capabilities = CAPABILITIES.replace("URL", server.url("/wms?")).encode()
    server.add("/wms", Reply(200, capabilities, {"Content-Type": "text/xml"}))
    drawn: list[str] = []
    for host in ("127.0.0.1", "localhost"):
        uri = (
            f"crs=EPSG:4326&format=image/png&layers=a&styles=&url={quote(server.url('/wms', host), safe='')}"
        )
        layer = QgsRasterLayer(uri, host, "wms")
        assert layer.isValid()
        layer.repaintRequested.connect(lambda *_, host=host: drawn.append(host))
        project.addMapLayer(layer)
    _, sign_in, heard = desk(Lasting())
    drawn.clear()
    sign_in.start("here", "header", {"key": KEY})
    wait_for(lambda: heard.of("finished"), 30)
    assert drawn == ["127.0.0.1"]


def test_a_wrong_key_is_found_by_the_test(server: Any, desk: Any, wait_for: Any) -> None:
    closed(server, "/")
    _, sign_in, heard = desk(Lasting())
    sign_in.start("here", "header", {"key": "wrong"})
    wait_for(lambda: heard.of("signedIn"), 30)
    sign_in.test("here")
    wait_for(lambda: sign_in.states()[0].tested is not None, 30)
    (state,) = sign_in.states()
    assert state.tested is False and isinstance(state.error, KeyRefused)
    sign_in.start("here", "header", {"key": KEY})
    wait_for(lambda: len(heard.of("signedIn")) == 2, 30)
    assert sign_in.states()[0].tested is None and sign_in.states()[0].error is None
    sign_in.test("here")
    wait_for(lambda: sign_in.states()[0].tested is not None, 30)
    assert sign_in.states()[0].tested is True


def test_a_service_that_is_down_has_refused_nothing(server: Any, desk: Any, wait_for: Any) -> None:
    server.add("/", Reply(503, b"{}"))
    _, sign_in, heard = desk(Lasting())
    sign_in.start("here", "header", {"key": KEY})
    wait_for(lambda: heard.of("signedIn"), 30)
    sign_in.test("here")
    wait_for(lambda: sign_in.states()[0].error is not None, 60)
    (state,) = sign_in.states()
    assert state.tested is None and isinstance(state.error, ServiceUnavailable)


@pytest.mark.parametrize("answers", [{}, {"key": ""}, {"key": "two\nlines"}])
def test_a_key_that_is_none(desk: Any, wait_for: Any, answers: dict[str, str]) -> None:
    _, sign_in, heard = desk(Lasting())
    sign_in.start("here", "header", answers)
    wait_for(lambda: heard.of("finished"), 30)
    assert isinstance(heard.of("failed")[0][0], SignInError)
    assert sign_in.states()[0].error is heard.of("failed")[0][0]


# -- through the browser -----------------------------------------------------------------------------


def issuer(server: FaultServer) -> None:
    base = server.url("")
    document = {
        "issuer": base,
        "authorization_endpoint": base + "/authorize",
        "token_endpoint": base + "/token",
        "device_authorization_endpoint": base + "/device",
        "jwks_uri": base + "/jwks",
        "code_challenge_methods_supported": ["S256"],
    }
    server.add("/.well-known/openid-configuration", as_json(document))


def test_cancel_closes_the_listener(server: Any, desk: Any, wait_for: Any) -> None:
    issuer(server)
    opened: list[str] = []
    _, sign_in, heard = desk(Lasting(), lambda url: (opened.append(url), True)[1])
    sign_in.start("here", "browser")
    wait_for(lambda: opened, 30)
    redirect = parse_qs(urlsplit(opened[0]).query)["redirect_uri"][0]
    sign_in.cancel()
    wait_for(lambda: heard.of("finished"), 30)
    assert heard.of("failed") == [] and not sign_in.states()[0].busy
    with pytest.raises(requests.ConnectionError):
        requests.get(redirect, timeout=5)


def test_a_forged_answer(server: Any, desk: Any, wait_for: Any) -> None:
    issuer(server)

    def forge(url: str) -> bool:
        address = parse_qs(urlsplit(url).query)["redirect_uri"][0]
        query = urlencode({"code": "x", "state": "forged"})
        threading.Thread(target=requests.get, args=(f"{address}?{query}",), daemon=True).start()
        return True

    _, sign_in, heard = desk(Lasting(), forge)
    sign_in.start("here", "browser")
    wait_for(lambda: heard.of("finished"), 30)
    assert isinstance(heard.of("failed")[0][0], SignInForged)


def test_the_code_is_shown_and_given_up(server: Any, desk: Any, wait_for: Any) -> None:
    issuer(server)
    answer = {
        "device_code": "synthetic-device",
        "user_code": "ABCD-EFGH",
        "verification_uri": server.url("/code"),
        "expires_in": 600,
        "interval": 1,
    }
    server.add("/device", as_json(answer))
    server.add(
        "/token", Reply(400, b'{"error": "authorization_pending"}', {"Content-Type": "application/json"})
    )
    _, sign_in, heard = desk(Lasting())
    sign_in.start("here", "code")
    wait_for(lambda: heard.of("deviceCode"), 30)
    code, address, left = heard.of("deviceCode")[0]
    assert (code, address) == ("ABCD-EFGH", server.url("/code")) and 500 < left <= 600
    assert sign_in.code is not None
    sign_in.cancel()
    wait_for(lambda: heard.of("finished"), 30)
    assert heard.of("failed") == [] and sign_in.code is None


def test_an_issuer_that_never_answers_is_left(server: Any, desk: Any, wait_for: Any) -> None:
    server.add("/.well-known/openid-configuration", stall())
    _, sign_in, _ = desk(Lasting())
    sign_in.start("here", "browser")
    wait_for(lambda: server.seen, 30)
    sign_in.shutdown()
    wait_for(lambda: not sign_in._jobs, 30)


def test_a_second_start_takes_the_place_of_the_first(server: Any, desk: Any, wait_for: Any) -> None:
    issuer(server)
    opened: list[str] = []
    _, sign_in, heard = desk(Lasting(), lambda url: (opened.append(url), True)[1])
    sign_in.start("here", "browser")
    wait_for(lambda: opened, 30)
    sign_in.start("here", "header", {"key": KEY})
    wait_for(lambda: heard.of("signedIn"), 30)
    time.sleep(0.5)
    assert [what[0] for what in heard.all] == ["signedIn", "finished"]


# -- where it is kept --------------------------------------------------------------------------------


def test_moved_and_forgotten(server: Any, desk: Any, wait_for: Any) -> None:
    kept = Lasting()
    _, sign_in, heard = desk(kept)
    sign_in.start("here", "header", {"key": KEY})
    wait_for(lambda: heard.of("finished"), 30)
    sign_in.use_vault(MEMORY)
    wait_for(lambda: sign_in.vault().kind == MEMORY, 30)
    assert kept.names() == [] and sign_in.vault().preferred == MEMORY
    assert sign_in.states()[0].account is not None
    sign_in.use_vault(KEYRING)
    wait_for(lambda: sign_in.vault().kind == KEYRING, 30)
    assert kept.names() == [name_of("here")]
    kept.put(name_of("gone"), "of a provider that is no longer in the list")
    sign_in.forget_everything()
    wait_for(lambda: not kept.names(), 30)
    wait_for(lambda: not sign_in._jobs, 30)
    assert sign_in.states()[0].account is None


def test_a_move_that_fails_says_so(server: Any, desk: Any, wait_for: Any) -> None:
    _, sign_in, heard = desk(None)
    vaults.Choice().kind = MEMORY
    _, sign_in, heard = desk(None)
    sign_in.start("here", "header", {"key": KEY})
    wait_for(lambda: heard.of("finished"), 30)
    sign_in.use_vault(KEYRING)
    wait_for(lambda: len(heard.of("finished")) == 2, 30)
    assert "no keyring" in str(heard.of("failed")[0][0])
    assert sign_in.vault().kind == MEMORY and sign_in.states()[0].account is not None


def test_nothing_is_left_of_it_at_unload(
    server: Any, desk: Any, wait_for: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = closed(server)
    session, sign_in, heard = desk(Lasting())
    sign_in.start("here", "header", {"key": KEY})
    wait_for(lambda: heard.of("finished"), 30)
    cleared: list[int] = []
    monkeypatch.setattr(GdalCredentials.of(session.credentials), "clear", lambda: cleared.append(1))
    sign_in.shutdown()
    assert int(QgsBlockingNetworkRequest().get(QNetworkRequest(QUrl(url)))) != 0
    assert cleared == [1]
