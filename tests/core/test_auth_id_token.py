"""ID tokens: what is believed, and what is not."""

from __future__ import annotations

import hashlib
import hmac
import json
import time

import pytest

pytest.importorskip(
    "cryptography", reason="the synthetic issuer signs with it (Debian's python3-cryptography)"
)

from gaia_plugin.core.auth import id_token
from gaia_plugin.core.auth.id_token import Expected, verified
from gaia_plugin.core.auth.jose import KeySet, read, to_base64url
from gaia_plugin.core.errors import BadAnswer, ClockOff, SignInForged
from gaia_plugin.core.net import Retry, Session
from tests.support.faultserver import as_json
from tests.support.synthetic_issuer import CLIENT, SyntheticIssuer, part


@pytest.fixture
def issuer():
    with SyntheticIssuer() as running:
        yield running


@pytest.fixture
def keys(issuer):
    with Session(retry=Retry(times=0)) as session:
        yield KeySet(session, issuer.url + "/jwks")


def expected(issuer, **more):
    values = {"issuer": issuer.url, "client_id": CLIENT, "now": time.time(), **more}
    return Expected(**values)


def refused(token, keys, wanted):
    with pytest.raises(SignInForged) as caught:
        verified(token, keys, wanted)
    assert len(token) < 3 or token not in str(caught.value)
    return caught.value.fields["detail"]


def test_a_right_token_gives_its_claims(issuer, keys):
    token = issuer.sign(issuer.claims(nonce="n", name="Alice"))
    claims = verified(token, keys, expected(issuer, nonce="n", subject="synthetic-alice"))
    assert claims["name"] == "Alice"


@pytest.mark.parametrize(
    ("claims", "detail"),
    [
        ({"iss": "https://evil.example"}, "wrong issuer"),
        ({"iss": None}, "wrong issuer"),
        ({"aud": "another-client"}, "wrong audience"),
        ({"aud": ["another-client"]}, "wrong audience"),
        ({"aud": None}, "wrong audience"),
        ({"aud": {CLIENT: 1}}, "wrong audience"),
        ({"aud": [CLIENT, "another-client"]}, "wrong audience"),
        ({"azp": "another-client"}, "wrong audience"),
        ({"nonce": "another"}, "wrong nonce"),
        ({"nonce": None}, "wrong nonce"),
        ({"nonce": 1}, "wrong nonce"),
        ({"sub": None}, "another person"),
        ({"sub": "synthetic-bob"}, "another person"),
        ({"exp": None}, "unreadable token"),
        ({"exp": "tomorrow"}, "unreadable token"),
        ({"iat": True}, "unreadable token"),
        ({"nbf": "now"}, "unreadable token"),
        ({"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"}, "wrong access token"),
    ],
)
def test_a_claim_that_is_wrong(issuer, keys, claims, detail):
    token = issuer.sign(issuer.claims(**{"nonce": "n", **claims}))
    wanted = expected(issuer, nonce="n", subject="synthetic-alice", access_token="synthetic-access")
    assert refused(token, keys, wanted) == detail


def test_several_audiences_with_the_party_named(issuer, keys):
    token = issuer.sign(issuer.claims(aud=[CLIENT, "another-client"], azp=CLIENT))
    assert verified(token, keys, expected(issuer))


def test_the_hash_of_the_access_token(issuer, keys):
    half = hashlib.sha256(b"synthetic-access").digest()[:16]
    token = issuer.sign(issuer.claims(at_hash=to_base64url(half)))
    assert verified(token, keys, expected(issuer, access_token="synthetic-access"))


def test_algorithms_that_need_no_key_or_a_public_one(issuer, keys):
    """``none`` in any case of letters, and HS256 with what everyone knows as its secret (RFC 8725)."""
    body = part(issuer.claims())
    for name in ("none", "None", "NONE", "nOnE", "", "HS256", "RS1", "ES256K", 5, None, ["RS256"]):
        head = part({"alg": name, "kid": "key-0"})
        for signature in ("", "AAAA"):
            assert refused(f"{head}.{body}.{signature}", keys, expected(issuer)) == "wrong algorithm"
    known = json.dumps(issuer.jwk()).encode()
    head = part({"alg": "HS256", "kid": "key-0"})
    made = hmac.new(known, f"{head}.{body}".encode(), "sha256").digest()
    assert refused(f"{head}.{body}.{part(made)}", keys, expected(issuer)) == "wrong algorithm"


def test_signatures_of_others(issuer, keys):
    token = issuer.sign(issuer.claims())
    head, body, signature = token.split(".")
    changed = part(issuer.claims(name="Mallory"))
    assert refused(f"{head}.{changed}.{signature}", keys, expected(issuer)) == "wrong signature"
    assert refused(f"{head}.{body}.", keys, expected(issuer)) == "wrong signature"
    wrong_algorithm = part({"alg": "PS256", "kid": "key-0"})
    assert refused(f"{wrong_algorithm}.{body}.{signature}", keys, expected(issuer)) == "wrong signature"
    # The header's own key and addresses of keys are not looked at.
    own = issuer.jwk()
    issuer.rotate()
    offered = issuer.sign(issuer.claims(), {"jwk": issuer.jwk(), "kid": "key-9", "jku": issuer.url + "/evil"})
    issuer.number = 0
    assert issuer.jwk() == own
    assert refused(offered, keys, expected(issuer)) == "wrong signature"
    assert not any(seen.path == "/evil" for seen in issuer.server.seen)


@pytest.mark.parametrize(
    "token",
    [
        "",
        ".",
        "..",
        "a.b",
        "a.b.c.d",
        "e30.e30.e30",
        "{}.{}.{}",
        "e30=.e30.AA",
        "W10.W10.AA",
        "é.é.é",
        "x" * 70000,
    ],
)
def test_what_is_no_token(issuer, keys, token):
    assert refused(token, keys, expected(issuer)) in ("unreadable token", "wrong algorithm")


def test_an_extension_that_must_be_understood(issuer, keys):
    token = issuer.sign(issuer.claims(), {"crit": ["b64"], "b64": True})
    assert refused(token, keys, expected(issuer)) == "unreadable token"


def asked(issuer):
    return sum(seen.path == "/jwks" for seen in issuer.server.seen)


def test_a_new_key_is_fetched_once(issuer, keys):
    for _ in range(3):
        assert verified(issuer.sign(issuer.claims()), keys, expected(issuer))
    assert asked(issuer) == 1
    issuer.rotate()
    for _ in range(3):
        assert verified(issuer.sign(issuer.claims()), keys, expected(issuer))
    assert asked(issuer) == 2
    assert (
        refused(issuer.sign(issuer.claims(), {"kid": "nobody's"}), keys, expected(issuer))
        == "wrong signature"
    )
    assert asked(issuer) == 3


def test_a_key_that_kept_its_name(issuer, keys):
    assert verified(issuer.sign(issuer.claims(), {"kid": None}), keys, expected(issuer))
    issuer.rotate()
    assert verified(issuer.sign(issuer.claims(), {"kid": None}), keys, expected(issuer))


def test_a_token_without_a_key_name_among_several_keys(issuer, keys):
    first = issuer.jwk()
    issuer.rotate()
    issuer.answer(
        "/jwks", as_json({"keys": [first, issuer.jwk(), {"kty": "oct"}, "?", {"kty": "RSA", "n": 5}]})
    )
    assert refused(issuer.sign(issuer.claims(), {"kid": None}), keys, expected(issuer)) == "wrong signature"
    assert verified(issuer.sign(issuer.claims()), keys, expected(issuer))


def test_keys_that_are_not_for_signatures(issuer, keys):
    issuer.answer(
        "/jwks", as_json({"keys": [{**issuer.jwk(), "use": "enc"}, {**issuer.jwk(), "alg": "RS512"}]})
    )
    assert refused(issuer.sign(issuer.claims()), keys, expected(issuer)) == "wrong signature"


@pytest.mark.parametrize("answer", [[], {"keys": {}}, {"keys": "x"}, {}])
def test_no_list_of_keys(issuer, keys, answer):
    issuer.answer("/jwks", as_json(answer))
    with pytest.raises(BadAnswer):
        verified(issuer.sign(issuer.claims()), keys, expected(issuer))


@pytest.mark.parametrize("minutes", [-10, 10])
def test_a_clock_ten_minutes_off(issuer, keys, minutes):
    true = time.time()
    token = issuer.sign(issuer.claims(exp=int(true) + 3600))
    with pytest.raises(ClockOff) as caught:
        verified(token, keys, expected(issuer, now=true + minutes * 60, server_clock=true))
    assert caught.value.fields["minutes"] == 10
    assert "10 min" in str(caught.value)


@pytest.mark.parametrize("minutes", [-4, 4])
def test_a_clock_four_minutes_off_does_no_harm(issuer, keys, minutes):
    true = time.time()
    wanted = expected(issuer, now=true + minutes * 60, server_clock=true)
    assert verified(issuer.sign(issuer.claims(exp=int(true) + 60)), keys, wanted)


def test_a_slow_clock_where_the_server_does_not_say_the_time(issuer, keys):
    with pytest.raises(ClockOff):
        verified(issuer.sign(issuer.claims()), keys, expected(issuer, now=time.time() - 600))


def test_an_old_token_is_not_blamed_on_the_clock(issuer, keys):
    now = time.time()
    old = issuer.sign(issuer.claims(iat=int(now) - 7200, exp=int(now) - 3600))
    assert refused(old, keys, expected(issuer, server_clock=now)) == "expired"
    assert refused(old, keys, expected(issuer)) == "expired"
    replayed = issuer.sign(issuer.claims(iat=int(now) - 3600, exp=int(now) + 3600))
    assert refused(replayed, keys, expected(issuer, server_clock=now)) == "expired"
    over = issuer.sign(issuer.claims(exp=int(now) - 600))
    assert refused(over, keys, expected(issuer, server_clock=now)) == "expired"
    later = issuer.sign(issuer.claims(nbf=int(now) + 3600))
    assert refused(later, keys, expected(issuer, server_clock=now)) == "expired"


def test_nothing_of_a_token_is_shown(issuer):
    token = issuer.sign(issuer.claims())
    assert "synthetic-alice" not in repr(read(token, "host"))
    assert "synthetic-access" not in repr(Expected("i", "c", 0.0, access_token="synthetic-access"))
    assert id_token.SKEW == 300
