"""Signing in with an institution's account: a SAML identity provider behind an OpenID Connect proxy."""

from __future__ import annotations

import base64
import hashlib
import ssl
import threading
import time
from collections.abc import Iterator
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests

from gaia_plugin.core.auth import browser_flow
from gaia_plugin.core.auth.accounts import Accounts
from gaia_plugin.core.auth.kept import name_of, read_kept
from gaia_plugin.core.auth.loopback import PageTexts
from gaia_plugin.core.auth.party import Party
from gaia_plugin.core.auth.providers import read_provider
from gaia_plugin.core.errors import (
    ConsentDenied,
    GaiaError,
    SignInForged,
    SignInTimedOut,
    SignInUnavailable,
    TlsError,
)
from gaia_plugin.core.net import Cancel, Credentials, Session
from gaia_plugin.core.net.socket_adapter import SocketAdapter
from tests.hub.hub import fetch
from tests.hub.services import federation as service
from tests.support.scripted_browser import Page, ScriptedBrowser
from tests.support.webdriver import Chromium, NotInstalled

pytestmark = pytest.mark.hub

SCOPES = ["openid", "profile", "eduperson"]
FIELDS = ("username", "password")
ALICE = dict(zip(FIELDS, ("alice", "wonderland")))
CAMILLE = dict(zip(FIELDS, ("camille", "claudel")))
QUENTIN = dict(zip(FIELDS, ("quentin", "quits")))
MISTYPED = dict(zip(FIELDS, ("alice", "wunderland")))


class Trusting(SocketAdapter):
    """requests' own transport, as of a computer that knows the authority in a file."""

    def __init__(self, authority: str):
        super().__init__()
        self._authority = authority

    def send(self, request, **settings):
        return super().send(request, **{**settings, "verify": self._authority})


class Federation:
    """The hub's proxy and its client, and what of it a test must know."""

    def __init__(self, hub, folder):
        self.issuer = hub["federation"]
        self.idp = hub["federation_idp"]
        self.authority = str(folder / "ca.pem")
        (folder / "ca.pem").write_bytes(fetch(self.idp + "/ca.pem"))
        self.client = requests.get(self.idp + "/client.json", timeout=30).json()
        self.ports = [urlsplit(address).port for address in self.client["redirect_uris"]]

    def session(self, credentials=None):
        return Session(adapter=Trusting(self.authority), credentials=credentials)

    def browser(self, fields, kind=ScriptedBrowser, **options):
        return kind(fields=fields, trust=self.authority, **options)

    def party(self):
        return Party.found(self.session(), self.issuer, self.client["client_id"], tuple(SCOPES))

    def ask_with(self, token):
        """The status of the proxy's user info with this token."""
        headers = {"Authorization": f"Bearer {token}"}
        where = self.issuer + "/OIDC/userinfo"
        return requests.get(where, headers=headers, verify=self.authority, timeout=30).status_code


class Desk:
    """A plugin's accounts at the federation."""

    def __init__(self, federation, session=None, **more):
        self.federation = federation
        way = {
            "kind": "openid", "issuer": federation.issuer, "client_id": federation.client["client_id"],
            "scopes": SCOPES, "hosts": [urlsplit(federation.issuer).netloc], "ports": federation.ports,
            "buttons": [{"id": "edugain", "parameters": {"kc_idp_hint": "satosa"}}], **more,
        }  # fmt: skip
        row = read_provider({"id": "hub", "title": {"en": "Hub"}, "ways": [way]})
        self.credentials = Credentials()
        self.fetching = federation.session(self.credentials)
        self.accounts = Accounts(session or federation.session(), self.credentials, [row])

    def sign_in(self, browser, **options):
        threads = []

        def opened(url):
            threads.append(threading.Thread(target=browser.open, args=(url,), daemon=True))
            threads[-1].start()
            return True

        try:
            return self.accounts.sign_in("hub", opened, Cancel(), **{"seconds": 60, **options})
        finally:
            for thread in threads:
                thread.join(30)

    def me(self):
        return self.fetching.get(self.federation.issuer + "/OIDC/userinfo").json()


@pytest.fixture(scope="module")
def federation(hub, tmp_path_factory):
    if "federation" not in hub:
        pytest.skip(service.missing() or "the hub that is up was started without its federation")
    return Federation(hub, tmp_path_factory.mktemp("federation"))


@pytest.fixture
def desk(federation):
    return Desk(federation)


# -- an institution's account ------------------------------------------------------------------------


def test_a_member_of_a_university(desk, federation):
    browser = federation.browser(ALICE)
    account = desk.sign_in(browser, texts=PageTexts("fr", done="Vous êtes connecté."))
    assert (account.who, account.ended) == ("Alice Liddell", False)
    assert "Vous êtes connecté." in browser.last.text
    seen = [urlsplit(url) for url in browser.visited]
    hosts = [f"{parts.scheme}://{parts.netloc}" for parts in seen]
    assert hosts.index(federation.issuer) < hosts.index(federation.idp)
    assert any(parts.path == "/Saml2/acs/post" for parts in seen)
    assert parse_qs(seen[0].query)["code_challenge_method"] == ["S256"]
    # Nothing of the identity provider's reaches the plugin but by the proxy.
    assert all("SAML" not in url for url in browser.visited if urlsplit(url).port in federation.ports)
    assert desk.me()["eduperson_principal_name"] == ["alice@university.example"]


def test_what_the_institution_says_of_the_person(federation):
    """Affiliations and entitlements, as research infrastructures decide by them, through both hops; the ID
    token is verified and names the same person."""
    party, browser = federation.party(), federation.browser(ALICE)
    people = []

    def opened(url):
        people.append(threading.Thread(target=browser.open, args=(url,), daemon=True))
        people[-1].start()
        return True

    tokens = browser_flow.sign_in(party, opened, Cancel(), seconds=60, ports=federation.ports)
    people[0].join(30)
    told = party.userinfo(tokens)
    assert told["sub"] == tokens.claims["sub"]
    assert sorted(told["eduperson_affiliation"]) == ["member", "staff"]
    assert set(told["eduperson_entitlement"]) == {
        "urn:mace:university.example:data:snow",
        "urn:mace:university.example:data:dem",
    }
    assert (told["given_name"], told["family_name"]) == ("Alice", "Liddell")
    assert "email" not in told  # nobody asked for it
    assert tokens.claims["aud"] in (federation.client["client_id"], [federation.client["client_id"]])


def test_a_person_of_orcid(desk, federation):
    account = desk.sign_in(federation.browser(CAMILLE), button="edugain")
    assert account.who == "Camille Été"
    assert desk.me()["eduperson_orcid"] == ["https://orcid.org/0000-0002-1825-0097"]


def test_the_hint_of_another_kind_of_issuer_is_ignored(desk, federation):
    browser = federation.browser(ALICE)
    assert desk.sign_in(browser, button="edugain").who == "Alice Liddell"
    assert parse_qs(urlsplit(browser.visited[0]).query)["kc_idp_hint"] == ["satosa"]


# -- what goes wrong on the way ----------------------------------------------------------------------


class Fumbling(ScriptedBrowser):
    """Somebody who mistypes the password once."""

    pages: tuple[str, ...] = ()

    def _go(self, method, url, fields=None):
        if fields and fields.get("password") and not self.pages:
            fields = {**fields, **MISTYPED}
            super()._go(method, url, fields)
            self.pages = (self.last.text,)
            return
        super()._go(method, url, fields)


def test_a_wrong_password_is_between_the_person_and_their_institution(desk, federation):
    browser = federation.browser(ALICE, Fumbling)
    assert desk.sign_in(browser).who == "Alice Liddell"
    assert "Incorrect username or password" in browser.pages[0]


class Leaving(ScriptedBrowser):
    """Somebody who closes the browser before the page that asks for the password."""

    def open(self, url):
        self._go("GET", url)
        return True


def test_a_person_who_leaves_the_page_of_their_institution(desk, federation):
    browser = federation.browser({}, Leaving)
    with pytest.raises(SignInTimedOut):
        desk.sign_in(browser, seconds=1)
    assert "password" in Page(browser.last.text).fields
    assert desk.accounts.all() == []


def test_a_person_who_refuses_at_their_institution(desk, federation):
    """The identity provider says so to the proxy, and the proxy to the plugin."""
    browser = federation.browser(QUENTIN)
    with pytest.raises(ConsentDenied):
        desk.sign_in(browser)
    assert "did not succeed" in browser.last.text
    assert desk.accounts.all() == []


def at_the_service(entity):
    """The person signs in at a service of the federation without its asking, and what the identity provider
    says to that service is brought to the proxy."""

    def rewrite(url):
        parts = urlsplit(url)
        if not parts.path.endswith("/SSOService.php") or "SAMLRequest" not in parts.query:
            return url
        relay = parse_qs(parts.query)["RelayState"][0]
        return parts._replace(query=urlencode({"spentityid": entity, "RelayState": relay})).geturl()

    return rewrite


class Tampering(ScriptedBrowser):
    """Somebody who promotes themselves in the assertion on its way."""

    def _go(self, method, url, fields=None):
        if fields and "SAMLResponse" in fields:
            told = base64.b64decode(fields["SAMLResponse"])
            assert b">Alice Liddell<" in told
            told = told.replace(b">Alice Liddell<", b">Mallory Doe<")
            fields = {**fields, "SAMLResponse": base64.b64encode(told).decode("ascii")}
        super()._go(method, url, fields)


def test_an_assertion_that_nobody_asked_for_is_for_us(desk, federation):
    """So that the next test fails by the audience and by nothing else."""
    ours = federation.issuer + "/Saml2/proxy_saml2_backend.xml"
    assert desk.sign_in(federation.browser(ALICE, rewrite=at_the_service(ours))).who == "Alice Liddell"


@pytest.mark.parametrize(
    "how",
    [{"rewrite": at_the_service("urn:hub:another-service")}, {"kind": Tampering}],
    ids=["another audience", "changed on the way"],
)
def test_an_assertion_that_is_not_for_us(desk, federation, how):
    browser = federation.browser(ALICE, **how)
    with pytest.raises(ConsentDenied):  # the proxy's word for it
        desk.sign_in(browser)
    assert "error=access_denied" in browser.visited[-1]
    assert desk.accounts.all() == []


def test_a_port_that_the_proxy_was_not_told(federation):
    """It knows redirects by heart: the person reads why on its page, and nothing comes back."""
    browser = federation.browser(ALICE)
    with pytest.raises(SignInTimedOut):
        Desk(federation, ports=[0]).sign_in(browser, seconds=1)
    assert (browser.last.status_code, "Redirect uri is not registered" in browser.last.text) == (400, True)


def test_an_authority_that_this_computer_does_not_know(federation):
    with pytest.raises(TlsError):
        Desk(federation, session=Session()).sign_in(federation.browser(ALICE))


def test_a_code_that_comes_twice(desk, federation, monkeypatch):
    used = []
    original = browser_flow.Request.tokens

    def remembered(request, code, cancel=None):
        used.append((request, code))
        return original(request, code, cancel)

    monkeypatch.setattr(browser_flow.Request, "tokens", remembered)
    desk.sign_in(federation.browser(ALICE))
    with pytest.raises(SignInForged, match="wrong code"):
        original(*used[0])


# -- afterwards --------------------------------------------------------------------------------------


def test_it_is_renewed(desk, federation):
    desk.sign_in(federation.browser(ALICE))
    first = desk.accounts.token("hub")
    assert read_kept(desk.accounts.vault.get(name_of("hub"))).refresh
    desk.accounts._live["hub"]._tokens = None
    assert desk.accounts.token("hub") != first
    assert desk.me()["name"] == "Alice Liddell"


def test_signing_out_says_that_the_tokens_end_by_themselves(desk, federation):
    """The proxy neither takes tokens back nor ends sessions: they are forgotten here, and it is said."""
    desk.sign_in(federation.browser(ALICE))
    token = desk.accounts.token("hub")
    out = desk.accounts.sign_out("hub")
    assert (out.revoked, out.page) == (False, "")
    assert federation.ask_with(token) == 200
    assert desk.accounts.all() == []
    assert desk.accounts.vault.names() == []
    with pytest.raises(GaiaError):
        desk.me()


def test_it_has_no_codes_for_another_screen(desk):
    with pytest.raises(SignInUnavailable):
        desk.accounts.begin_code("hub")


# -- a real browser ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def chromium(federation, tmp_path_factory) -> Iterator[Chromium]:
    where = urlsplit(federation.issuer)
    certificate = ssl.PEM_cert_to_DER_cert(ssl.get_server_certificate((where.hostname, where.port)))
    try:
        browser = Chromium(tmp_path_factory.mktemp("chromium"), (key_digest(certificate),))
    except NotInstalled as error:
        pytest.skip(str(error))
    with browser:
        yield browser


def key_digest(certificate):
    """SHA-256 of the SubjectPublicKeyInfo, base64: how Chromium names a key."""
    x509 = pytest.importorskip("cryptography.x509")
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    key = x509.load_der_x509_certificate(certificate).public_key()
    info = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(hashlib.sha256(info).digest()).decode("ascii")


@pytest.fixture(autouse=True)
def nobody_is_signed_in(request, federation):
    """The cookies of an earlier test."""
    yield
    if "chromium" in request.fixturenames:
        browser = request.getfixturevalue("chromium")
        for site in (federation.issuer, federation.idp):
            browser.open(site + "/client.json")
            browser.forget()


def until(condition):
    end = time.monotonic() + 90
    while True:
        try:
            if condition():
                return
        except RuntimeError as error:  # a page that goes while it is read
            assert "stale element" in str(error) or "no such element" in str(error)
        assert time.monotonic() < end, "the page did not come"
        time.sleep(0.1)


def log_in(browser, person):
    """On the page of the institution."""
    for name, text in person.items():
        browser.fill(name, text)
    browser.click("#submit_button")


def in_thread(work):
    """The plugin's side, in a thread as in QGIS; ``join`` it, then look at its ``outcome``."""

    def run():
        try:
            thread.outcome = work()
        except Exception as error:
            thread.outcome = error

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    return thread


FRENCH = PageTexts("fr", "GAIA Data pour QGIS", "Vous êtes connecté.", "La connexion n'a pas abouti.")


@pytest.mark.parametrize(
    ("person", "outcome", "page"),
    [(CAMILLE, "Camille Été", FRENCH.done), (QUENTIN, ConsentDenied, FRENCH.failed)],
)
def test_through_chromium(desk, chromium, person, outcome, page):
    """Two sites, a form that sends itself by script, cookies that cross from one to the other."""

    def opened(url):
        threading.Thread(target=chromium.open, args=(url,), daemon=True).start()
        return True

    plugin = in_thread(lambda: desk.accounts.sign_in("hub", opened, Cancel(), texts=FRENCH, seconds=120))
    until(lambda: chromium.has("[name=password]"))
    log_in(chromium, MISTYPED)
    until(lambda: "Incorrect username or password" in chromium.text())
    log_in(chromium, person)
    plugin.join(120)
    assert getattr(plugin.outcome, "who", type(plugin.outcome)) == outcome, plugin.outcome
    until(lambda: page in chromium.text())
