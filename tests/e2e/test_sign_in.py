"""Signing in at a real OpenID provider on loopback, with a browser that fills its forms."""

from __future__ import annotations

import dataclasses
import logging
import socket
import threading
import time
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit, urlunsplit

import pytest
import requests

from gaia_plugin.core.auth import browser_flow, device_flow, signatures
from gaia_plugin.core.auth.accounts import Accounts
from gaia_plugin.core.auth.kept import name_of, read_kept
from gaia_plugin.core.auth.loopback import PageTexts
from gaia_plugin.core.auth.providers import read_provider
from gaia_plugin.core.auth.vault import MemoryVault
from gaia_plugin.core.errors import (
    Cancelled,
    ClockOff,
    ConsentDenied,
    DeviceCodeExpired,
    GaiaError,
    PortInUse,
    SignInEnded,
    SignInForged,
    SignInTimedOut,
)
from gaia_plugin.core.net import Cancel, Credentials, Session
from tests.support.scripted_browser import ScriptedBrowser

pytestmark = pytest.mark.hub


@pytest.fixture(scope="module")
def issuer(hub):
    return hub.get("oidc") or pytest.skip("the hub that is up was started without its OpenID provider")


def row(issuer, client="gaia-qgis", **more):
    way = {
        "kind": "openid", "issuer": issuer, "client_id": client, "scopes": ["openid", "profile"],
        "hosts": [urlsplit(issuer).netloc], **more,
    }  # fmt: skip
    return read_provider({"id": "hub", "title": {"en": "Hub"}, "ways": [way]})


class Desk:
    """A plugin's accounts, the session that fetches data, and a person at a browser."""

    def __init__(self, issuer, client="gaia-qgis", clock=time.time, vault=None, **more):
        self.issuer = issuer
        self.client = client
        self.vault = MemoryVault() if vault is None else vault
        self.credentials = Credentials()
        self.session = Session(credentials=self.credentials)
        rows = [row(issuer, client, **more)]
        self.accounts = Accounts(Session(), self.credentials, rows, self.vault, clock)

    def sign_in(self, browser=None, cancel=None, **options):
        """The account, the person having gone through the pages."""
        browser = browser or ScriptedBrowser()
        threads = []

        def opened(url):
            threads.append(threading.Thread(target=browser.open, args=(url,), daemon=True))
            threads[-1].start()
            return True

        try:
            return self.accounts.sign_in("hub", opened, cancel or Cancel(), seconds=60, **options)
        finally:
            for thread in threads:
                thread.join(30)

    def me(self):
        """Who the provider takes the next request for."""
        return self.session.get(self.issuer + "/me").json()["sub"]

    def refresh_token(self):
        return read_kept(self.vault.get(name_of("hub"))).refresh

    def is_active(self, token):
        """Whether the provider knows a token (RFC 7662)."""
        data = {"token": token, "client_id": self.client}
        answer = requests.post(self.issuer + "/token/introspection", data=data, timeout=30)
        return answer.json()["active"]

    def forget_access_token(self):
        self.accounts._live["hub"]._tokens = None


@pytest.fixture
def desk(issuer):
    return Desk(issuer)


# -- through the browser ---------------------------------------------------------------------------


def test_code_with_pkce_and_consent(desk):
    browser = ScriptedBrowser("alice")
    texts = PageTexts("fr", done="Vous êtes connecté.")
    account = desk.sign_in(browser, texts=texts)
    assert (account.who, account.scopes) == ("Alice Martin", ("openid", "profile"))
    assert any("/interaction/" in url for url in browser.visited)
    assert "Vous êtes connecté." in browser.last.text
    assert browser.last.headers["Cache-Control"] == "no-store"
    sent = parse_qs(urlsplit(browser.visited[0]).query)
    assert sent["code_challenge_method"] == ["S256"]
    assert desk.me() == "alice"


def test_two_people(issuer):
    alice, bob = Desk(issuer), Desk(issuer)
    alice.sign_in(ScriptedBrowser("alice"))
    bob.sign_in(ScriptedBrowser("bob"))
    assert (alice.me(), bob.me()) == ("alice", "bob")


@pytest.mark.parametrize("client", ["gaia-qgis", "gaia-ps256", "gaia-es256"])
def test_every_signature_of_the_provider_holds_without_a_library_too(issuer, client, monkeypatch):
    monkeypatch.setattr(signatures, "_library", lambda: None)
    assert Desk(issuer, client).sign_in().who == "Alice Martin"


def test_a_denied_consent(desk):
    browser = ScriptedBrowser(deny=True)
    with pytest.raises(ConsentDenied):
        desk.sign_in(browser)
    assert "did not succeed" in browser.last.text
    assert desk.accounts.all() == []
    assert desk.vault.names() == []


def test_a_browser_that_is_closed(desk):
    with pytest.raises(SignInTimedOut):
        desk.accounts.sign_in("hub", lambda url: True, Cancel(), seconds=0.3)


def test_cancel(desk):
    cancel = Cancel()
    threading.Timer(0.2, cancel.cancel).start()
    with pytest.raises(Cancelled):
        desk.accounts.sign_in("hub", lambda url: True, cancel)


def test_a_port_in_use(issuer):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen(1)
        port = taken.getsockname()[1]
        with pytest.raises(PortInUse):
            Desk(issuer, ports=[port]).sign_in()
        assert Desk(issuer, ports=[port, 0]).sign_in().who == "Alice Martin"


@pytest.mark.parametrize("minutes", [-10, 10])
def test_a_clock_ten_minutes_off(issuer, minutes):
    desk = Desk(issuer, clock=lambda: time.time() + minutes * 60)
    with pytest.raises(ClockOff) as caught:
        desk.sign_in()
    assert caught.value.fields["minutes"] == 10
    assert desk.accounts.all() == []


# -- attackers -------------------------------------------------------------------------------------


def changed(**values):
    """A browser whose addresses back to the plugin were tampered with on the way."""

    def rewrite(url):
        parts = urlsplit(url)
        if "code=" not in parts.query or parts.path != "/":
            return url
        query = {**dict(parse_qsl(parts.query)), **values}
        return urlunsplit(parts._replace(query=urlencode({k: v for k, v in query.items() if v is not None})))

    return ScriptedBrowser(rewrite=rewrite)


@pytest.mark.parametrize(
    ("values", "detail"),
    [
        ({"state": "forged"}, "wrong state"),
        ({"iss": "https://evil.example"}, "wrong issuer"),
        ({"iss": None}, "wrong issuer"),
        ({"code": "forged"}, "wrong code"),
    ],
)
def test_a_forged_answer(desk, values, detail):
    browser = changed(**values)
    with pytest.raises(SignInForged) as caught:
        desk.sign_in(browser)
    assert caught.value.fields["detail"] == detail
    assert "did not succeed" in browser.last.text
    assert desk.accounts.all() == []


def test_the_state_of_an_earlier_sign_in(desk, issuer):
    browser = ScriptedBrowser()
    desk.sign_in(browser)
    earlier = dict(parse_qsl(urlsplit(browser.visited[-1]).query))
    with pytest.raises(SignInForged, match="wrong state"):
        Desk(issuer).sign_in(changed(state=earlier["state"]))


def test_the_code_of_somebody_else(desk, issuer):
    """Mallory's code, put into Alice's browser, would sign Alice in as Mallory: PKCE holds against it."""
    stolen, gone = {}, Cancel()

    def rewrite(url):
        query = dict(parse_qsl(urlsplit(url).query))
        if "code" in query and urlsplit(url).path == "/":
            stolen.update(query)
            gone.cancel()
            return issuer + "/nowhere"
        return url

    with pytest.raises(Cancelled):
        Desk(issuer).sign_in(ScriptedBrowser("bob", rewrite=rewrite), gone)
    with pytest.raises(SignInForged, match="wrong code"):
        desk.sign_in(changed(code=stolen["code"]))
    assert desk.accounts.all() == []


def test_a_code_that_comes_twice(desk, monkeypatch):
    """Even from the one that it was made for: the provider then takes back what it gave for it."""
    used = []
    original = browser_flow.Request.tokens

    def remembered(request, code, cancel=None):
        used.append((request, code))
        return original(request, code, cancel)

    monkeypatch.setattr(browser_flow.Request, "tokens", remembered)
    desk.sign_in()
    token = desk.accounts.token("hub")
    assert desk.is_active(token)
    with pytest.raises(SignInForged, match="wrong code"):
        original(*used[0])
    assert not desk.is_active(token)


def test_the_nonce_of_another_request(desk):
    def rewrite(url):
        parts = urlsplit(url)
        query = dict(parse_qsl(parts.query))
        return (
            urlunsplit(parts._replace(query=urlencode({**query, "nonce": "old"})))
            if "nonce" in query
            else url
        )

    with pytest.raises(SignInForged, match="wrong nonce"):
        desk.sign_in(ScriptedBrowser(rewrite=rewrite))


# -- tokens ----------------------------------------------------------------------------------------


def test_refresh_tokens_are_used_once(issuer):
    desk = Desk(issuer, "gaia-hasty")  # access tokens of a second
    desk.sign_in()
    seen = {desk.refresh_token()}
    for _ in range(3):
        desk.forget_access_token()
        assert desk.me() == "alice"
        seen.add(desk.refresh_token())
    assert len(seen) == 4


def test_an_old_refresh_token_ends_everything(desk):
    desk.sign_in()
    old = desk.vault.get(name_of("hub"))
    desk.forget_access_token()
    desk.me()
    valid = desk.refresh_token()
    desk.vault.put(name_of("hub"), old)
    desk.forget_access_token()
    with pytest.raises(SignInEnded):
        desk.me()
    assert not desk.is_active(valid)
    assert desk.accounts.account("hub").ended
    assert desk.sign_in().ended is False


def test_a_sign_in_outlives_the_process(desk, issuer):
    desk.sign_in()
    later = Desk(issuer, vault=desk.vault)
    later.accounts.restore()
    assert later.accounts.account("hub").who == "Alice Martin"
    assert later.me() == "alice"


def test_signing_out_revokes(desk):
    desk.sign_in()
    access, refresh = desk.accounts.token("hub"), desk.refresh_token()
    assert desk.is_active(access)
    out = desk.accounts.sign_out("hub")
    assert out.revoked
    assert not desk.is_active(access)
    assert not desk.is_active(refresh)
    assert desk.vault.names() == []
    with pytest.raises(GaiaError):
        desk.me()
    assert requests.get(out.page, timeout=30).status_code == 200


def revoked(desk, token):
    """What another program, or an administrator, does at the provider (RFC 7009)."""
    data = {"token": token, "client_id": desk.client}
    requests.post(desk.issuer + "/token/revocation", data=data, timeout=30).raise_for_status()


def test_a_token_that_was_taken_back_is_renewed_at_the_next_request(desk):
    desk.sign_in()
    token = desk.accounts.token("hub")
    revoked(desk, token)
    assert not desk.is_active(token)
    assert desk.me() == "alice"
    assert desk.accounts.token("hub") != token
    assert not desk.accounts.account("hub").ended


def test_a_sign_in_that_was_ended_elsewhere_is_told_at_the_next_request(desk):
    """Not at the next renewal, which is minutes away; and signing in again is all there is to do."""
    told = []
    desk.accounts._changed = told.append
    desk.sign_in()
    told.clear()
    revoked(desk, desk.refresh_token())
    assert not desk.accounts.account("hub").ended
    with pytest.raises(SignInEnded, match="sign in again"):
        desk.me()
    assert told == ["hub"]
    assert (desk.accounts.account("hub").who, desk.accounts.account("hub").ended) == ("Alice Martin", True)
    assert desk.vault.names() == []
    assert desk.sign_in().ended is False
    assert desk.me() == "alice"


def test_the_button_of_another_kind_of_issuer_changes_nothing(issuer):
    """Keycloak's hint reaches the authorization request; who does not know it ignores it (RFC 6749 3.1)."""
    button = {"id": "orcid", "title": {"en": "ORCID"}, "parameters": {"kc_idp_hint": "ORCID"}}
    desk, browser = Desk(issuer, buttons=[button]), ScriptedBrowser()
    assert desk.sign_in(browser, button="orcid").who == "Alice Martin"
    assert parse_qs(urlsplit(browser.visited[0]).query)["kc_idp_hint"] == ["ORCID"]


def test_keys_that_are_rotated(desk, issuer):
    desk.sign_in()
    before = requests.get(issuer + "/jwks", timeout=30).json()["keys"]
    requests.post(issuer + "/hub/rotate-keys", timeout=30).raise_for_status()
    after = requests.get(issuer + "/jwks", timeout=30).json()["keys"]
    assert not {key["kid"] for key in before} & {key["kid"] for key in after}
    assert desk.sign_in().who == "Alice Martin"
    desk.forget_access_token()
    assert desk.me() == "alice"


# -- with a code -----------------------------------------------------------------------------------


def quick(pending):
    """The same code, asked for more often than a person would wait for."""
    return dataclasses.replace(pending, code=dataclasses.replace(pending.code, interval=0.2))


@pytest.mark.parametrize("complete", [True, False])
def test_a_code_on_another_screen(desk, complete):
    pending = quick(desk.accounts.begin_code("hub"))
    browser = ScriptedBrowser("bob", fields={"user_code": pending.code.user_code})
    address = pending.code.address_with_code if complete else pending.code.address
    person = threading.Thread(target=browser.open, args=(address,), daemon=True)
    person.start()
    account = desk.accounts.finish_code(pending, Cancel())
    person.join(30)
    assert account.who == "Bob Durand"
    assert desk.me() == "bob"


def test_a_code_that_is_refused(desk):
    pending = quick(desk.accounts.begin_code("hub"))
    ScriptedBrowser(deny=True).open(pending.code.address_with_code)
    with pytest.raises(ConsentDenied):
        desk.accounts.finish_code(pending, Cancel())


def test_a_code_that_expires(issuer):
    desk = Desk(issuer, "gaia-hasty")
    pending = quick(desk.accounts.begin_code("hub"))
    with pytest.raises(DeviceCodeExpired):
        desk.accounts.finish_code(pending, Cancel())
    # The provider's own word, where our countdown is too slow.
    late = dataclasses.replace(pending, code=dataclasses.replace(pending.code, expires=time.monotonic() + 60))
    with pytest.raises(DeviceCodeExpired):
        desk.accounts.finish_code(late, Cancel())


def test_cancel_while_a_code_is_shown(desk):
    pending = desk.accounts.begin_code("hub")
    cancel = Cancel()
    threading.Timer(0.2, cancel.cancel).start()
    with pytest.raises(Cancelled):
        desk.accounts.finish_code(pending, cancel)


# -- secrets ---------------------------------------------------------------------------------------


def test_nothing_secret_is_logged_or_told(issuer, caplog):
    """Every way in and out, with everything logged that any library logs."""
    caplog.set_level(logging.DEBUG)
    desk = Desk(issuer)
    told, secrets = [], []
    tries = (
        lambda: desk.sign_in(),
        lambda: desk.sign_in(changed(state="forged")),
        lambda: desk.sign_in(changed(code="forged")),
        lambda: desk.sign_in(ScriptedBrowser(deny=True)),
        lambda: device_flow.finish(
            desk.accounts._party(desk.accounts.providers["hub"]),
            dataclasses.replace(desk.accounts.begin_code("hub").code, interval=0.1, expires=time.monotonic()),
            Cancel(),
        ),
        lambda: desk.me(),
        lambda: desk.session.get(issuer + "/nowhere"),
    )
    for each in tries:
        try:
            told.append(repr(each()))
        except GaiaError as error:
            told += [str(error), repr(error), repr(error.fields), repr(error.__cause__)]
        if desk.accounts.account("hub"):
            secrets += [desk.accounts.token("hub"), desk.refresh_token()]
    told.append(repr(desk.accounts.sign_out("hub")))
    browser_lines = [record for record in caplog.records if "/?" in record.getMessage()]  # the browser's own
    text = "\n".join(record.getMessage() for record in caplog.records if record not in browser_lines)
    assert len(set(secrets)) >= 2
    for secret in set(secrets):
        assert secret not in text
        assert not any(secret in each for each in told)
