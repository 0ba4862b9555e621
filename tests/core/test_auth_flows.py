"""The ways of signing in, against an issuer that may say anything."""

from __future__ import annotations

import dataclasses
import threading
import time
import urllib.request
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

pytest.importorskip(
    "cryptography", reason="the synthetic issuer signs with it (Debian's python3-cryptography)"
)

from gaia_plugin.core.auth import browser_flow, device_flow
from gaia_plugin.core.auth.endpoints import discover
from gaia_plugin.core.auth.openapi import issuer_of
from gaia_plugin.core.auth.party import Party, name_in
from gaia_plugin.core.errors import (
    BadAnswer,
    BrowserNotOpened,
    Cancelled,
    ClockOff,
    ConsentDenied,
    DeviceCodeExpired,
    GaiaError,
    ServiceUnavailable,
    SignInEnded,
    SignInError,
    SignInForged,
    SignInTimedOut,
    SignInUnavailable,
    TooManyRequests,
)
from gaia_plugin.core.net import Cancel, Session
from tests.support.faultserver import FaultServer, Reply, as_html, as_json, redirect
from tests.support.synthetic_issuer import CLIENT, SyntheticIssuer

_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@pytest.fixture
def issuer():
    with SyntheticIssuer() as running:
        yield running


@pytest.fixture
def session():
    with Session() as made:
        yield made


@pytest.fixture
def party(issuer, session):
    return Party.found(session, issuer.url, CLIENT, ("openid", "profile"))


class Recorded(Cancel):
    """Time that passes at once, and what was waited for."""

    def __init__(self):
        super().__init__()
        self.waits = []

    def wait(self, seconds):
        self.waits.append(seconds)
        self.check()


# -- discovery -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"issuer": "https://evil.example"}, SignInForged),
        ({"issuer": None}, SignInForged),
        ({"token_endpoint": None}, SignInUnavailable),
        ({"jwks_uri": ""}, SignInUnavailable),
        ({"token_endpoint": "http://plain.example/token"}, SignInUnavailable),
        ({"token_endpoint": "ftp://plain.example/token"}, SignInUnavailable),
        ({"authorization_endpoint": "javascript:alert(1)"}, SignInUnavailable),
        ({"revocation_endpoint": "http://plain.example/revoke"}, SignInUnavailable),
        ({"code_challenge_methods_supported": ["plain"]}, SignInUnavailable),
    ],
)
def test_an_issuer_that_cannot_be_used(issuer, session, change, error):
    issuer.metadata.update(change)
    with pytest.raises(error):
        discover(session, issuer.url)


def test_an_issuer_over_http_elsewhere_is_not_even_asked(session):
    with pytest.raises(SignInUnavailable, match="https"):
        discover(session, "http://sso.example.org/realms/x")


@pytest.mark.parametrize("answer", [as_html(), as_json([]), as_json({}), Reply(404), Reply(200, b"{")])
def test_an_address_that_is_no_issuer(issuer, session, answer):
    issuer.answer("/.well-known/openid-configuration", answer)
    with pytest.raises(GaiaError):
        discover(session, issuer.url)


def test_the_issuer_that_an_openapi_document_names(issuer, session):
    realm = issuer.url + "/realms/theia"
    flow = {"password": {"tokenUrl": realm + "/protocol/openid-connect/token"}}
    scheme = {"OAuth2PasswordBearer": {"type": "oauth2", "flows": flow}}
    url = issuer.server.add(
        "/openapi.json", as_json({"components": {"securitySchemes": {"key": 1, **scheme}}})
    )
    assert issuer_of(session, url) == realm


@pytest.mark.parametrize(
    "document",
    [[], {}, {"components": 1}, {"components": {"securitySchemes": {"a": {"flows": {"b": {"tokenUrl": 5}}}}}},
     {"components": {"securitySchemes": {"a": {"flows": {"b": {"tokenUrl": "http://x.example/protocol/openid-connect/token"}}}}}}],
)  # fmt: skip
def test_an_openapi_document_that_names_none(issuer, session, document):
    url = issuer.server.add("/openapi.json", as_json(document))
    with pytest.raises(SignInUnavailable):
        issuer_of(session, url)


# -- the browser -----------------------------------------------------------------------------------


def browser(issuer, answer=None, **claims):
    """Opens the page, prepares the token endpoint for its nonce, and brings the answer back."""

    def opened(url):
        sent = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        issuer.answer("/token", issuer.grant(**{"nonce": sent["nonce"], **claims}))
        brought = {"state": sent["state"], "code": "synthetic-code", **(answer or {})}
        brought = {name: value for name, value in brought.items() if value is not None}
        target = f"{sent['redirect_uri']}?{urlencode(brought)}"
        opened.page = None

        def visit():
            with _direct.open(target, timeout=30) as page:
                opened.page = page.read().decode()

        opened.thread = threading.Thread(target=visit, daemon=True)
        opened.thread.start()
        return True

    return opened


def test_the_address_that_is_opened(issuer, party):
    issuer.metadata["authorization_endpoint"] += "?tenant=a"
    party = Party.found(party.session, issuer.url, CLIENT, ("openid", "profile"))
    request = browser_flow.Request(party, "http://127.0.0.1:5/")
    url = request.url({"kc_idp_hint": "ORCID", "state": "mine", "redirect_uri": "https://evil.example"})
    sent = parse_qs(urlsplit(url).query)
    assert sent["kc_idp_hint"] == ["ORCID"]
    assert sent["tenant"] == ["a"]
    assert sent["response_type"] == ["code"]
    assert sent["code_challenge_method"] == ["S256"]
    assert sent["redirect_uri"] == ["http://127.0.0.1:5/"]
    assert sent["state"] != ["mine"]
    assert len(sent["state"][0]) >= 32
    assert len(sent["nonce"][0]) >= 32
    assert "prompt" not in sent
    other = parse_qs(urlsplit(browser_flow.Request(party, "http://127.0.0.1:5/").url()).query)
    assert not {*sent["state"], *sent["nonce"], *sent["code_challenge"]} & {
        *other["state"], *other["nonce"], *other["code_challenge"],
    }  # fmt: skip
    assert request._verifier not in url


def test_the_challenge_of_rfc_7636():
    """Appendix B."""
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"  # pragma: allowlist secret
    wanted = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"  # pragma: allowlist secret
    assert browser_flow.challenge(verifier) == wanted


def test_signing_in(issuer, party):
    opened = browser(issuer, name="Alice")
    tokens = browser_flow.sign_in(party, opened, Cancel(), seconds=60)
    opened.thread.join(30)
    assert "You are signed in" in opened.page
    assert tokens.access == "synthetic-access-0"
    assert name_in(tokens.claims) == "Alice"
    (sent,) = issuer.sent("/token")
    assert sent["code"] == "synthetic-code"
    assert sent["client_id"] == CLIENT
    assert 43 <= len(sent["code_verifier"]) <= 128
    assert "synthetic" not in repr(tokens)


@pytest.mark.parametrize(
    ("answer", "claims", "error", "text"),
    [
        ({"state": "forged"}, {}, SignInForged, "wrong state"),
        ({"iss": "https://evil.example"}, {}, SignInForged, "wrong issuer"),
        ({"code": ""}, {}, SignInForged, "wrong code"),
        ({}, {"nonce": "replayed"}, SignInForged, "wrong nonce"),
        ({}, {"aud": "another"}, SignInForged, "wrong audience"),
        (
            {"code": None, "error": "access_denied"},
            {},
            ConsentDenied,
            r"refused in the browser \(access_denied",
        ),
        (
            {"code": None, "error": "access_denied", "error_description": "No member"},
            {},
            ConsentDenied,
            "No member",
        ),
        ({"code": None, "error": "login_required", "error_description": "Log in"}, {}, SignInError, "Log in"),
        ({"code": None, "error": "temporarily_unavailable"}, {}, ServiceUnavailable, "later"),
        ({"code": None, "error": "unauthorized_client"}, {}, SignInUnavailable, "identifier"),
        ({"state": "forged", "error": "access_denied"}, {}, SignInForged, "wrong state"),
    ],
)
def test_an_answer_that_is_not_the_one(issuer, party, answer, claims, error, text):
    opened = browser(issuer, answer, **claims)
    with pytest.raises(error, match=text) as caught:
        browser_flow.sign_in(party, opened, Cancel(), seconds=60)
    assert type(caught.value) is error
    opened.thread.join(30)
    assert "did not succeed" in opened.page
    assert len(issuer.sent("/token")) == (1 if claims else 0)


def test_an_issuer_that_always_names_itself_must(issuer, session):
    issuer.metadata["authorization_response_iss_parameter_supported"] = True
    party = Party.found(session, issuer.url, CLIENT)
    with pytest.raises(SignInForged, match="wrong issuer"):
        browser_flow.sign_in(party, browser(issuer), Cancel(), seconds=60)
    assert browser_flow.sign_in(party, browser(issuer, {"iss": issuer.url}), Cancel(), seconds=60)


def test_no_browser_a_closed_one_and_a_cancel(party):
    with pytest.raises(BrowserNotOpened):
        browser_flow.sign_in(party, lambda url: False, Cancel())
    with pytest.raises(SignInTimedOut):
        browser_flow.sign_in(party, lambda url: True, Cancel(), seconds=0.2)
    cancel = Cancel()
    with pytest.raises(Cancelled):
        browser_flow.sign_in(
            party, lambda url: bool(threading.Timer(0.2, cancel.cancel).start()) or True, cancel
        )


def test_a_clock_ten_minutes_off_has_its_own_sentence(issuer, session):
    for minutes in (-10, 10):
        party = Party.found(
            session, issuer.url, CLIENT, clock=lambda minutes=minutes: time.time() + 60 * minutes
        )
        with pytest.raises(ClockOff, match="10 min"):
            browser_flow.sign_in(party, browser(issuer), Cancel(), seconds=60)


# -- the token endpoint ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (as_html(), BadAnswer),
        (as_json([]), BadAnswer),
        (as_json({}), BadAnswer),
        (as_json({"access_token": "a", "token_type": "mac"}), BadAnswer),
        (as_json({"access_token": "a\r\nX-Evil: 1", "token_type": "Bearer"}), BadAnswer),
        (as_json({"access_token": "a b", "token_type": "Bearer"}), BadAnswer),
        (as_json({"access_token": ["a"], "token_type": "Bearer"}), BadAnswer),
        (as_json({"access_token": "a", "token_type": "Bearer"}), SignInForged),
        (as_html(status=400), SignInError),
        (as_json({"error": 5}, 400), SignInError),
        (as_json({"error": "invalid_grant"}, 400), SignInForged),
        (as_json({"error": "invalid_client"}, 401), SignInUnavailable),
        (Reply(503), ServiceUnavailable),
        (Reply(429, headers={"Retry-After": "90"}), TooManyRequests),
    ],
)
def test_answers_of_the_token_endpoint(issuer, party, reply, error):
    issuer.answer("/token", reply)
    with pytest.raises(error) as caught:
        browser_flow.Request(party, "http://127.0.0.1:5/").tokens("synthetic-code")
    assert "synthetic-code" not in str(caught.value)
    assert len(issuer.sent("/token")) == 1  # never sent twice


def test_a_code_is_not_sent_on_to_where_a_redirect_leads(issuer, party):
    with FaultServer() as other:
        stolen = other.add("/token", as_json({}))
        for status in (301, 302, 303, 307, 308):
            issuer.answer("/token", redirect(stolen, status))
            with pytest.raises(BadAnswer):
                browser_flow.Request(party, "http://127.0.0.1:5/").tokens("synthetic-code")
        assert not other.seen


def test_a_connection_that_breaks_is_not_tried_again(issuer, party):
    issuer.answer("/token", Reply(reset=True))
    with pytest.raises(GaiaError):
        browser_flow.Request(party, "http://127.0.0.1:5/").tokens("synthetic-code")
    assert len(issuer.sent("/token")) == 1


def test_no_connection_is_kept_for_a_form_that_is_sent_once(issuer, party):
    """A server closes it while the person reads the pages, perhaps at the moment when the code is sent."""
    issuer.answer("/token", issuer.grant())
    issuer.answer("/userinfo", as_json({"sub": "synthetic-alice"}))
    party.userinfo(party.exchange({"grant_type": "authorization_code", "code": "c"}))
    party.revoke("synthetic-refresh-0")
    paths = {seen.path: seen.headers.get("connection") for seen in issuer.server.seen}
    assert set(paths.values()) == {"close"}
    assert {"/.well-known/openid-configuration", "/jwks", "/token", "/userinfo", "/revoke"} <= set(paths)


def test_what_was_sent_is_never_repeated_in_an_error(issuer, party):
    def echo(seen):
        return as_json(
            {"error": "odd", "error_description": f"you sent {seen.body.decode()} and {'x' * 300}"}, 400
        )

    issuer.answer("/token", echo)
    request = browser_flow.Request(party, "http://127.0.0.1:5/")
    with pytest.raises(SignInError) as caught:
        request.tokens("synthetic-code-1234")
    for secret in ("synthetic-code-1234", request._verifier):
        assert secret not in str(caught.value)
        assert secret not in repr(caught.value.fields)
    with pytest.raises(SignInError) as caught:
        party.refresh("synthetic-refresh-0", "synthetic-alice")
    assert "synthetic-refresh-0" not in str(caught.value)


def test_refresh(issuer, party):
    issuer.rotating()
    tokens = party.refresh("synthetic-refresh-0", "synthetic-alice")
    assert tokens.refresh == "synthetic-refresh-1"
    with pytest.raises(SignInEnded):
        party.refresh("synthetic-refresh-0", "synthetic-alice")
    with pytest.raises(SignInEnded):
        party.refresh("synthetic-refresh-1", "synthetic-alice")


def test_an_issuer_that_does_not_rotate(issuer, party):
    issuer.answer("/token", as_json({"access_token": "a", "token_type": "Bearer", "expires_in": "60"}))
    tokens = party.refresh("synthetic-refresh-0", "synthetic-alice")
    assert tokens.refresh == "synthetic-refresh-0"
    assert 50 < tokens.left <= 60


def test_a_refresh_that_gives_another_person(issuer, party):
    issuer.answer("/token", issuer.grant(sub="synthetic-mallory"))
    with pytest.raises(SignInForged, match="another person"):
        party.refresh("synthetic-refresh-0", "synthetic-alice")


def test_userinfo_is_of_the_same_person(issuer, party):
    issuer.answer("/token", issuer.grant())
    tokens = party.exchange({"grant_type": "x"})
    issuer.answer("/userinfo", as_json({"sub": "synthetic-alice", "email": "a@b.example"}))
    assert name_in({**tokens.claims, **party.userinfo(tokens)}) == "a@b.example"
    assert issuer.server.seen[-1].headers["authorization"] == "Bearer synthetic-access-0"
    issuer.answer("/userinfo", as_json({"sub": "synthetic-mallory"}))
    with pytest.raises(SignInForged):
        party.userinfo(tokens)


def test_revocation(issuer, party):
    party.revoke("synthetic-refresh-0")
    (sent,) = issuer.sent("/revoke")
    assert sent == {"client_id": CLIENT, "token": "synthetic-refresh-0", "token_type_hint": "refresh_token"}
    page = party.end_of_session()
    assert page == f"{issuer.url}/logout?client_id={CLIENT}"


# -- a code on another screen ----------------------------------------------------------------------


def code(issuer, party, **more):
    values = {
        "device_code": "synthetic-device", "user_code": "ABCD-EFGH", "expires_in": 600, "interval": 5,
        "verification_uri": issuer.url + "/code",
        "verification_uri_complete": issuer.url + "/code?c=ABCD-EFGH",
    }  # fmt: skip
    values = {name: value for name, value in {**values, **more}.items() if value is not None}
    issuer.answer("/device", as_json(values))
    return device_flow.begin(party)


def waits(party, code_):
    """What was waited for before each poll, and the tokens or the error."""
    cancel = Recorded()
    try:
        outcome = device_flow.finish(party, code_, cancel)
    except GaiaError as error:
        outcome = error
    return cancel.waits, outcome


def pending(error="authorization_pending"):
    return as_json({"error": error}, 400)


def test_a_code_and_its_polls(issuer, party):
    asked = code(issuer, party)
    assert asked.user_code == "ABCD-EFGH"
    assert asked.address_with_code.endswith("?c=ABCD-EFGH")
    assert 590 < asked.left <= 600
    assert "synthetic-device" not in repr(asked)
    issuer.answer(
        "/token", [pending(), pending("slow_down"), pending(), pending("slow_down"), issuer.grant()]
    )
    waited, tokens = waits(party, asked)
    assert waited == [5, 5, 10, 10, 15]
    assert tokens.claims["sub"] == "synthetic-alice"
    sent = issuer.sent("/token")[0]
    assert sent == {"client_id": CLIENT, "grant_type": device_flow.GRANT, "device_code": "synthetic-device"}


def test_an_interval_is_five_seconds_where_none_is_given(issuer, party):
    assert code(issuer, party, interval=None).interval == 5
    assert code(issuer, party, interval=0).interval == 5
    assert code(issuer, party, interval="7").interval == 7
    assert code(issuer, party, interval=10**9).interval == 60
    assert code(issuer, party, interval=0.001).interval == 1


def test_an_issuer_that_does_not_answer_is_asked_more_slowly(issuer, party):
    issuer_answers = [Reply(503), Reply(reset=True), Reply(429), issuer.grant()]
    asked = code(issuer, party)
    issuer.answer("/token", issuer_answers)
    waited, tokens = waits(party, asked)
    assert waited == [5, 10, 20, 40]
    assert tokens.access


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        ("access_denied", ConsentDenied),
        ("expired_token", DeviceCodeExpired),
        ("invalid_grant", DeviceCodeExpired),
        ("invalid_client", SignInUnavailable),
        ("odd", SignInError),
    ],
)
def test_the_end_of_a_code(issuer, party, error, kind):
    asked = code(issuer, party)
    issuer.answer("/token", [pending(), pending(error)])
    waited, outcome = waits(party, asked)
    assert type(outcome) is kind
    assert len(waited) == 2


def test_a_code_that_nobody_entered_in_time(issuer, party):
    asked = dataclasses.replace(code(issuer, party), expires=time.monotonic() + 0.05)
    issuer.answer("/token", pending())
    with pytest.raises(DeviceCodeExpired):
        device_flow.finish(party, asked, Cancel())


def test_cancel_while_waiting(issuer, party):
    asked = code(issuer, party)
    cancel = Cancel()
    threading.Timer(0.1, cancel.cancel).start()
    with pytest.raises(Cancelled):
        device_flow.finish(party, asked, cancel)
    assert not issuer.sent("/token")


@pytest.mark.parametrize(
    "more",
    [
        {"device_code": None},
        {"user_code": None},
        {"user_code": "A\nB"},
        {"user_code": "x" * 100},
        {"verification_uri": None},
        {"verification_uri": "http://plain.example/code"},
        {"verification_uri": "javascript:alert(1)"},
        {"verification_uri_complete": "file:///etc/passwd"},
    ],
)
def test_an_answer_without_a_usable_code(issuer, party, more):
    with pytest.raises(BadAnswer):
        code(issuer, party, **more)


def test_a_code_with_pkce(issuer, party):
    issuer.answer(
        "/device", as_json({"device_code": "d", "user_code": "A", "verification_uri": issuer.url + "/c"})
    )
    asked = device_flow.begin(party, pkce=True)
    assert issuer.sent("/device")[0]["code_challenge"] == browser_flow.challenge(asked.verifier)
    issuer.answer("/token", issuer.grant())
    waits(party, asked)
    assert issuer.sent("/token")[0]["code_verifier"] == asked.verifier
    assert asked.verifier not in repr(asked)


def test_an_issuer_without_codes(issuer, session):
    issuer.metadata["device_authorization_endpoint"] = None
    with pytest.raises(SignInUnavailable):
        device_flow.begin(Party.found(session, issuer.url, CLIENT))
