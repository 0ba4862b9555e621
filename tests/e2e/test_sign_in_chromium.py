"""Signing in through a real browser: what it opens ahead, asks besides, and shows at the end."""

from __future__ import annotations

import dataclasses
import threading
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from gaia_plugin.core.auth.accounts import Accounts
from gaia_plugin.core.auth.loopback import PageTexts
from gaia_plugin.core.auth.providers import read_provider
from gaia_plugin.core.errors import ConsentDenied, SignInTimedOut
from gaia_plugin.core.net import Cancel, Credentials, Session
from tests.support.webdriver import Chromium, NotInstalled

pytestmark = pytest.mark.hub

FRENCH = PageTexts("fr", "GAIA Data pour QGIS", "Vous êtes connecté.", "La connexion n'a pas abouti.")


@pytest.fixture(scope="module")
def chromium(tmp_path_factory) -> Iterator[Chromium]:
    try:
        browser = Chromium(tmp_path_factory.mktemp("chromium"))
    except NotInstalled as error:
        pytest.skip(str(error))
    with browser:
        yield browser


@pytest.fixture
def accounts(hub):
    issuer = hub.get("oidc") or pytest.skip("the hub that is up was started without its OpenID provider")
    way = {
        "kind": "openid", "issuer": issuer, "client_id": "gaia-qgis", "scopes": ["openid", "profile"],
        "hosts": [urlsplit(issuer).netloc],
    }  # fmt: skip
    credentials = Credentials()
    row = read_provider({"id": "hub", "title": {"en": "Hub"}, "ways": [way]})
    made = Accounts(Session(), credentials, [row])
    made.fetching = Session(credentials=credentials)
    made.issuer = issuer
    return made


def until(condition):
    end = time.monotonic() + 90
    while not condition():
        assert time.monotonic() < end, "the page did not come"
        time.sleep(0.1)


def person(browser, login, agree=True):
    """Signs in on the provider's pages, and agrees to what the plugin asks for, or not."""
    until(lambda: browser.has("[name=login]"))
    browser.fill("login", login)
    browser.fill("password", "any")
    browser.click("button[type=submit]")
    until(lambda: browser.has("a[href*=abort]") and not browser.has("[name=login]"))
    browser.click("button[type=submit]" if agree else "a[href*=abort]")


class SignIn(threading.Thread):
    """The plugin's side, in a thread as in QGIS."""

    def __init__(self, accounts, browser, **options):
        super().__init__(daemon=True)
        self.outcome = None
        self._ask = lambda: accounts.sign_in("hub", self._opened, Cancel(), texts=FRENCH, **options)
        self._browser = browser
        self.start()

    def _opened(self, url):
        # A page's loading ends with its last redirect, which waits for the plugin: not in this thread.
        threading.Thread(target=self._browser.open, args=(url,), daemon=True).start()
        return True

    def run(self):
        try:
            self.outcome = self._ask()
        except Exception as error:
            self.outcome = error

    def over(self):
        self.join(90)
        assert not self.is_alive()
        return self.outcome


@pytest.fixture(autouse=True)
def nobody_is_signed_in(chromium, hub):
    """The provider's cookies of an earlier test."""
    yield
    if "oidc" in hub:
        chromium.open(hub["oidc"] + "/.well-known/openid-configuration")
        chromium._ask("DELETE", "/cookie")


def test_code_with_pkce_and_consent(accounts, chromium):
    one = SignIn(accounts, chromium, seconds=120)
    person(chromium, "alice")
    account = one.over()
    assert account.who == "Alice Martin", account
    until(lambda: FRENCH.done in chromium.text())
    assert urlsplit(chromium.url).hostname == "127.0.0.1"
    assert accounts.fetching.get(accounts.issuer + "/me").json()["sub"] == "alice"
    accounts.sign_out("hub")


def test_a_denied_consent(accounts, chromium):
    one = SignIn(accounts, chromium, seconds=120)
    person(chromium, "alice", agree=False)
    assert isinstance(one.over(), ConsentDenied)
    until(lambda: FRENCH.failed in chromium.text())


def test_a_page_that_is_left(accounts, chromium):
    one = SignIn(accounts, chromium, seconds=3)
    until(lambda: chromium.has("[name=login]"))
    chromium.open("about:blank")
    assert isinstance(one.over(), SignInTimedOut)


def test_a_code_on_another_screen(accounts, chromium):
    pending = accounts.begin_code("hub")
    pending = dataclasses.replace(pending, code=dataclasses.replace(pending.code, interval=1.0))
    found = []
    waiting = threading.Thread(
        target=lambda: found.append(accounts.finish_code(pending, Cancel())), daemon=True
    )
    waiting.start()
    chromium.open(pending.code.address)
    until(lambda: chromium.has("[name=user_code]"))
    chromium.fill("user_code", pending.code.user_code)
    chromium.click("button[type=submit]")
    until(lambda: chromium.has("[name=abort]"))
    assert pending.code.user_code in chromium.text()
    chromium.click("button[type=submit]:not([name=abort])")
    person(chromium, "bob")
    waiting.join(90)
    assert found and found[0].who == "Bob Durand"
