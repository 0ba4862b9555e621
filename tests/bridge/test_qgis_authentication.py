"""Configurations of QGIS's real authentication database, put at work by the plugin: against servers that want
names, headers, certificates and tokens."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from osgeo import gdal
from qgis.core import (
    QgsApplication,
    QgsAuthCertUtils,
    QgsAuthMethodConfig,
    QgsBlockingNetworkRequest,
    QgsNetworkAccessManager,
)
from qgis.PyQt.QtCore import QCoreApplication, QTimer, QUrl
from qgis.PyQt.QtNetwork import QNetworkRequest, QSsl, QSslCertificate, QSslKey

from gaia_plugin.bridge import qgis_authentication, vaults
from gaia_plugin.bridge.gdal_credentials import problem_with
from gaia_plugin.bridge.network import qgis_session
from gaia_plugin.bridge.qgis_authentication import QGIS, QgisCredential, configurations
from gaia_plugin.bridge.sign_in import SignIn
from gaia_plugin.bridge.vaults import Vaults
from gaia_plugin.core.auth.providers import read_provider
from gaia_plugin.core.errors import AuthenticationRequired, Cancelled, SignInUnavailable, VaultUnavailable
from gaia_plugin.core.net import Cancel, Retry, Session
from tests.bridge.test_vaults_authdb import WORD, database  # noqa: F401 (fixture)
from tests.support import client_certificates
from tests.support.client_certificates import CertificateServer
from tests.support.faultserver import FaultServer, Reply, Seen, as_json
from tests.support.pumped import pumped

TYPED = "synthetic-of-a-person"
CLIENT = "synthetic"


@pytest.fixture
def stored(database: Any) -> Iterator[Callable[..., str]]:  # noqa: F811
    made: list[str] = []
    assert database.masterPasswordIsSet() or database.setMasterPassword(WORD, True)

    def store(name: str, method: str, **values: str) -> str:
        if method not in database.authMethodsKeys():
            pytest.skip(f"this QGIS has no method {method}")
        config = QgsAuthMethodConfig(method)
        config.setName(name)
        for key, value in values.items():
            config.setConfig(key.replace("_", "-"), value)
        found = database.storeAuthenticationConfig(config)
        kept = found[1] if isinstance(found, tuple) else config
        made.append(kept.id())
        return str(kept.id())

    yield store
    for one in made:
        database.removeAuthenticationConfig(one)


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


@pytest.fixture
def desk(tmp_path: Path, wait_for: Callable[..., None]) -> Iterator[Callable[..., Any]]:
    """``desk(config, host)``: a session, and its sign-ins at who takes that configuration."""
    made: list[SignIn] = []
    vaults.Choice().kind = ""

    def no_keyring(ask: bool, cancel: Any) -> Any:
        raise VaultUnavailable(detail="this computer has no keyring")

    def make(config: str, *hosts: str) -> tuple[Session, SignIn]:
        row = {"id": "lab", "title": {"en": "The lab"}, "ways": [{"kind": QGIS, "config": config}]}
        row["ways"][0]["hosts"] = list(hosts)  # type: ignore[index]
        provider = read_provider(row)
        assert provider is not None
        session = qgis_session(retry=Retry(times=0))
        made.append(SignIn(session, vaults=Vaults(tmp_path / "locks", no_keyring), providers=[provider]))
        made[-1].use_vault(vaults.MEMORY)
        wait_for(lambda: not any(one.busy for one in made[-1].states()), 30)
        return session, made[-1]

    yield make
    for sign_in in made:
        sign_in.shutdown()
        sign_in._session.close()
    vaults.Choice().kind = ""


def signed_in(sign_in: SignIn, wait_for: Callable[..., None]) -> None:
    over: list[str] = []
    sign_in.finished.connect(over.append)
    sign_in.start("lab", QGIS)
    wait_for(lambda: "lab" in over, 60)
    sign_in.finished.disconnect(over.append)


@pumped
def fetched(session: Session, url: str) -> bytes:
    return bytes(session.get(url).content)


def by_qgis(url: str) -> bytes:
    """What a layer's request gets, in a worker and on the main thread, which must be the same."""

    @pumped
    def in_worker() -> bytes:
        request = QgsBlockingNetworkRequest()
        request.get(QNetworkRequest(QUrl(url)), True)
        return bytes(request.reply().content())

    reply = QgsNetworkAccessManager.instance().get(QNetworkRequest(QUrl(url)))
    until = time.monotonic() + 60
    while not reply.isFinished() and time.monotonic() < until:
        QCoreApplication.processEvents()
    here = bytes(reply.readAll())
    reply.deleteLater()
    assert in_worker() == here
    return here


def opened_by(server: FaultServer, name: str, value: str, path: str = "/data") -> str:
    """Data for who sends this header."""

    def answer(seen: Seen) -> Reply:
        fresh = {"Cache-Control": "no-store"}  # QGIS keeps answers on disk
        given = seen.headers.get(name, "").strip()  # as servers do: QGIS ends Esri's token with a space
        return Reply(200, b"open", fresh) if given == value else Reply(401, b"", fresh)

    return server.add(path, answer)


def test_every_configuration_is_offered(stored: Callable[..., str]) -> None:
    ids = [
        stored("The lab", "Basic", username="alice", password=TYPED),
        stored("certificates", "PKI-Paths", certpath="cert.pem", keypath="key.pem"),
        stored("Tokens", "OAuth2", oauth2config="{}"),
    ]
    found = configurations()
    assert [one.name for one in found] == ["certificates", "The lab", "Tokens"]
    assert sorted(one.id for one in found) == sorted(ids)
    assert [one.method for one in found] == ["PKI-Paths", "Basic", "OAuth2"] and TYPED not in repr(found)


def test_a_name_and_password(stored: Any, server: FaultServer, desk: Any, wait_for: Any) -> None:
    url = opened_by(server, "authorization", "Basic YWxpY2U6c3ludGhldGljLW9mLWEtcGVyc29u")
    session, sign_in = desk(stored("The lab", "Basic", username="alice", password=TYPED), _place(url))
    with pytest.raises(AuthenticationRequired):
        fetched(session, url)
    signed_in(sign_in, wait_for)
    (state,) = sign_in.states()
    assert state.account is not None and state.account.who == "The lab" and state.account.until is None
    assert fetched(session, url) == by_qgis(url) == b"open"
    elsewhere = url.replace("127.0.0.1", "localhost")
    with pytest.raises(AuthenticationRequired):
        fetched(session, elsewhere)
    assert by_qgis(elsewhere) == b""
    assert TYPED not in repr(session.credentials.for_url(url))
    over: list[str] = []
    sign_in.finished.connect(over.append)
    sign_in.sign_out("lab")
    wait_for(lambda: over, 60)
    assert by_qgis(url) == b""
    assert configurations()  # QGIS keeps its own


def test_a_header(stored: Any, server: FaultServer, desk: Any, wait_for: Any) -> None:
    url = opened_by(server, "x-key", TYPED)
    session, sign_in = desk(stored("Tiles", "APIHeader", X_Key=TYPED), _place(url))
    signed_in(sign_in, wait_for)
    assert fetched(session, url) == by_qgis(url) == b"open"


def test_a_token_of_esri(stored: Any, server: FaultServer, desk: Any, wait_for: Any) -> None:
    url = opened_by(server, "x-esri-authorization", f"Bearer {TYPED}")
    session, sign_in = desk(stored("Portal", "EsriToken", token=TYPED), _place(url))
    signed_in(sign_in, wait_for)
    assert fetched(session, url) == by_qgis(url) == b"open"
    elsewhere = url.replace("127.0.0.1", "localhost")
    assert by_qgis(elsewhere) == b"" and TYPED not in str(server.seen[-1].headers)


def _place(url: str) -> str:
    return urlsplit(url).netloc


# -- certificates ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory, database: Any) -> Path:  # noqa: F811
    """Certificates, and an authority that QGIS believes."""
    folder = tmp_path_factory.mktemp("papers")
    client_certificates.make(folder)
    authority = QSslCertificate.fromPath(str(folder / "ca.pem"))[0]
    assert database.storeCertAuthority(authority) and database.rebuildCaCertsCache()
    database.storeCertTrustPolicy(authority, QgsAuthCertUtils.CertTrustPolicy.Trusted)
    assert database.rebuildCertTrustCache() and database.rebuildTrustedCaCertsCache()
    return folder


@pytest.fixture
def closed(papers: Path) -> Iterator[CertificateServer]:
    with CertificateServer(papers) as running:
        yield running


def values_of(method: str, papers: Path, database: Any) -> dict[str, str]:  # noqa: F811
    """How a configuration of this sort names Alice's certificate."""
    if method == "PKI-Paths":
        return {"certpath": str(papers / "alice.pem"), "keypath": str(papers / "alice.key")}
    if method == "PKI-PKCS#12":
        return {"bundlepath": str(papers / "alice.p12"), "bundlepass": client_certificates.BUNDLE_WORD}
    certificate = QSslCertificate.fromPath(str(papers / "alice.pem"))[0]
    key = QSslKey((papers / "alice.key").read_bytes(), QSsl.KeyAlgorithm.Rsa)
    assert database.storeCertIdentity(certificate, key)
    return {"certid": QgsAuthCertUtils.shaHexForCert(certificate)}


@pytest.mark.parametrize("method", ["PKI-Paths", "PKI-PKCS#12", "Identity-Cert"])
def test_a_certificate(
    method: str,
    papers: Path,
    stored: Any,
    database: Any,  # noqa: F811
    closed: CertificateServer,
    desk: Any,
    wait_for: Any,
) -> None:
    config = stored("Mine", method, **values_of(method, papers, database))
    url = closed.url()
    session, sign_in = desk(config, f"127.0.0.1:{closed.port}")
    with pytest.raises(AuthenticationRequired):  # and this connection is kept
        fetched(session, url)
    assert by_qgis(url) == b""
    signed_in(sign_in, wait_for)
    assert fetched(session, url) == by_qgis(url) == b"alice"
    before = len(closed.names)
    with pytest.raises(AuthenticationRequired):
        fetched(session, closed.url("localhost"))
    assert by_qgis(closed.url("localhost")) == b"" and set(closed.names[before:]) == {""}
    credential = session.credentials.for_url(url)
    assert isinstance(credential, QgisCredential) and credential.signs
    if int(gdal.VersionInfo()) >= 3070000:
        assert "GDAL cannot" in problem_with(credential)
    sign_in.sign_out("lab")
    wait_for(lambda: sign_in.states()[0].account is None and not sign_in.states()[0].busy, 60)
    with pytest.raises(AuthenticationRequired):
        fetched(session, url)
    assert by_qgis(url) == b""  # nor over the connection that was made with it


# -- OAuth2 ------------------------------------------------------------------------------------------


class Issuer:
    """Gives tokens to who knows the password, and new ones for refresh tokens."""

    def __init__(self, server: FaultServer, seconds: int):
        self.given = 0
        self.grants: list[str] = []
        self._seconds = seconds
        server.add("/token", self._answer)

    def _answer(self, seen: Seen) -> Reply:
        form = {name: values[0] for name, values in parse_qs(seen.body.decode()).items()}
        self.grants.append(form["grant_type"])
        if form["grant_type"] == "password" and form.get("password") != TYPED:
            return as_json({"error": "invalid_grant"}, 400)
        self.given += 1
        return as_json(
            {
                "access_token": f"synthetic-{self.given}",
                "refresh_token": f"synthetic-again-{self.given}",
                "token_type": "Bearer",
                "expires_in": self._seconds,
            }
        )


def oauth2(server: FaultServer, flow: int = 2, **more: Any) -> str:
    """A configuration, by its flow: 0 authorization code, 2 name and password."""
    config = {
        "version": 1, "configType": 1, "grantFlow": flow, "accessMethod": 0, "name": "Tokens",
        "tokenUrl": server.url("/token"), "requestUrl": server.url("/authorize"), "clientId": CLIENT,
        "clientSecret": CLIENT, "username": "alice", "password": TYPED, "persistToken": False,
        "requestTimeout": 30, "redirectPort": 7171, **more,
    }  # fmt: skip
    return json.dumps(config)


def test_tokens_of_qgis(stored: Any, server: FaultServer, desk: Any, wait_for: Any) -> None:
    issuer = Issuer(server, 3600)
    url = opened_by(server, "authorization", "Bearer synthetic-1")
    session, sign_in = desk(stored("Tokens", "OAuth2", oauth2config=oauth2(server)), _place(url))
    assert issuer.grants == []  # nothing before a click
    signed_in(sign_in, wait_for)
    assert sign_in.states()[0].error is None
    assert fetched(session, url) == by_qgis(url) == b"open"
    assert issuer.grants == ["password"]
    assert by_qgis(url.replace("127.0.0.1", "localhost")) == b""
    credential = session.credentials.for_url(url)
    assert credential is not None and credential.secrets() == ["synthetic-1"]


def test_an_older_qgis_renews_after_a_click_alone(
    stored: Any, server: FaultServer, desk: Any, wait_for: Any
) -> None:
    """It would sign in anew in whatever thread asks, and crash there."""
    if qgis_authentication.IN_WORKERS:
        pytest.skip("this QGIS asks in a thread of its own")
    issuer = Issuer(server, 3)
    good = ["Bearer synthetic-1"]

    def answer(seen: Seen) -> Reply:
        known = seen.headers.get("authorization") in good
        return Reply(200 if known else 401, b"open", {"Cache-Control": "no-store"})

    url = server.add("/data", answer)
    session, sign_in = desk(stored("Tokens", "OAuth2", oauth2config=oauth2(server)), _place(url))
    signed_in(sign_in, wait_for)
    assert fetched(session, url) == by_qgis(url) == b"open"
    good[:] = []  # it is over
    given = issuer.given
    with pytest.raises(AuthenticationRequired):
        fetched(session, url)
    by_qgis(url)
    pumped(sign_in.accounts.keep_alive)()
    assert issuer.given == given
    until = time.monotonic() + 60
    while issuer.given == given and time.monotonic() < until:  # as soon as QGIS sees its end near
        signed_in(sign_in, wait_for)
    good[:] = [f"Bearer synthetic-{issuer.given}"]
    assert issuer.given > given and fetched(session, url) == by_qgis(url) == b"open"


def test_tokens_are_renewed_by_qgis(
    stored: Any, server: FaultServer, desk: Any, wait_for: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(qgis_authentication, "IN_WORKERS", True)  # nobody has to sign in anew here
    issuer = Issuer(server, 3)
    # What was sent, spelt so that the session does not take it out of the answer.
    url = server.add("/data", lambda seen: Reply(200, seen.headers.get("authorization", "")[::-1].encode()))
    session, sign_in = desk(stored("Tokens", "OAuth2", oauth2config=oauth2(server)), _place(url))
    signed_in(sign_in, wait_for)
    credential = session.credentials.for_url(url)
    assert isinstance(credential, QgisCredential)
    until = time.monotonic() + 60
    while "refresh_token" not in issuer.grants and time.monotonic() < until:
        assert fetched(session, url)[::-1].startswith(b"Bearer synthetic-")
        credential._asked = float("-inf")  # as after some time
    assert "refresh_token" in issuer.grants and issuer.grants.count("password") == 1
    credential._asked = float("-inf")
    assert int(fetched(session, url)[::-1].rpartition(b"-")[2]) > 1
    given = issuer.given
    credential._asked, credential._used = float("-inf"), float("-inf")
    pumped(sign_in.accounts.keep_alive)()
    assert issuer.given == given  # of no use lately: nothing is asked, no browser opens by itself
    monkeypatch.setattr(QgisCredential, "take", lambda self: False)  # QGIS could not renew it
    with pytest.raises(AuthenticationRequired):
        fetched(session, url)


def test_a_wrong_password_says_so(stored: Any, server: FaultServer, desk: Any, wait_for: Any) -> None:
    Issuer(server, 60)
    config = stored(
        "Tokens", "OAuth2", oauth2config=oauth2(server, password="synthetic-wrong", requestTimeout=2)
    )
    session, sign_in = desk(config, _place(server.url("/")))
    signed_in(sign_in, wait_for)
    (state,) = sign_in.states()
    assert state.account is None and isinstance(state.error, SignInUnavailable)
    assert session.credentials.for_url(server.url("/")) is None


def test_a_browser_that_nobody_uses_is_given_up_at_once(
    stored: Any, server: FaultServer, desk: Any, wait_for: Any
) -> None:
    """QGIS waits for the browser in a loop of its own: the window lives meanwhile, and Cancel ends it."""
    config = stored("Tokens", "OAuth2", oauth2config=oauth2(server, 0, requestTimeout=60))
    _, sign_in = desk(config, _place(server.url("/")))
    ticks: list[int] = []
    timer = QTimer()
    timer.setInterval(10)
    timer.timeout.connect(lambda: ticks.append(1))
    timer.timeout.connect(lambda: len(ticks) == 30 and sign_in.cancel())
    timer.start()
    began = threading.Event()
    sign_in.changed.connect(lambda: sign_in.states()[0].busy and began.set())
    signed_in(sign_in, wait_for)
    timer.stop()
    (state,) = sign_in.states()
    assert began.is_set() and len(ticks) >= 30
    assert state.account is None and state.error is None and not state.busy


# -- what fails --------------------------------------------------------------------------------------


def test_one_that_is_gone_says_so(database: Any, server: FaultServer, desk: Any, wait_for: Any) -> None:  # noqa: F811
    assert database.masterPasswordIsSet() or database.setMasterPassword(WORD, True)
    _, sign_in = desk("abc1234", _place(server.url("/")))
    signed_in(sign_in, wait_for)
    error = sign_in.states()[0].error
    assert isinstance(error, SignInUnavailable) and "no longer" in str(error)


def test_nothing_is_touched_while_the_master_password_is_not_given(
    stored: Any,
    database: Any,  # noqa: F811
    server: FaultServer,
    desk: Any,
    wait_for: Any,
) -> None:
    url = opened_by(server, "authorization", "Basic YWxpY2U6c3ludGhldGljLW9mLWEtcGVyc29u")
    session, sign_in = desk(stored("The lab", "Basic", username="alice", password=TYPED), _place(url))
    signed_in(sign_in, wait_for)
    credential = session.credentials.for_url(url)
    assert isinstance(credential, QgisCredential)
    database.clearMasterPassword()
    try:
        credential._asked = float("-inf")
        with pytest.raises(AuthenticationRequired):
            fetched(session, url)
        assert by_qgis(url) == b""
    finally:
        assert database.setMasterPassword(WORD, True)
    assert fetched(session, url) == b"open"


def test_no_certificate_is_asked_for_while_it_is_not_given(
    papers: Path,
    stored: Any,
    database: Any,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """QGIS would open its dialog, in whatever thread sends the request."""
    config = stored("Mine", "PKI-Paths", **values_of("PKI-Paths", papers, database))
    credential, asked = QgisCredential(("data.example.org",), config), []
    monkeypatch.setattr(qgis_authentication, "_updated", lambda *given: asked.append(given))
    request = QNetworkRequest(QUrl("https://data.example.org/"))
    database.clearMasterPassword()
    try:
        credential.sign(request)
        assert asked == []
    finally:
        assert database.setMasterPassword(WORD, True)
    credential.sign(request)
    assert asked == [(request, config)]


@pytest.mark.parametrize("config", ["", "abc", "abc123é", "abc 123", "../../x"])
def test_a_row_that_names_no_configuration(config: str) -> None:
    way = {"kind": QGIS, "config": config, "hosts": ["data.example.org"]}
    assert read_provider({"id": "x", "ways": [way]}) is None
    assert read_provider({"id": "x", "ways": [{"kind": QGIS, "config": "abc1234", "hosts": []}]}) is None
    assert QgsApplication.authManager() is not None


def test_a_cancel_as_qgis_answers(stored: Any, server: FaultServer) -> None:
    """What is told to stop waiting has ended by then, and its network manager with it."""
    url = server.url("/")
    credential = QgisCredential(
        (_place(url),), stored("The lab", "Basic", username="a", password=TYPED), True
    )

    @pumped
    def in_a_hurry() -> int:
        count = 0
        for _ in range(200):
            credential._asked = float("-inf")
            cancel = Cancel()
            cancel.cancel()
            try:
                credential.headers(cancel)
            except Cancelled:
                count += 1
        return count

    assert in_a_hurry() == 200
