"""Anything at all, where something comes from outside: a typed error or nothing, never another one."""

from __future__ import annotations

import json
from http import HTTPStatus

from hypothesis import given, settings
from hypothesis import strategies as st

from gaia_plugin.core.auth import jose
from gaia_plugin.core.auth.endpoints import FormAnswer, refusal
from gaia_plugin.core.auth.kept import Kept, read_kept
from gaia_plugin.core.auth.loopback import read_request
from gaia_plugin.core.auth.orcid import check_digit, clean_orcid
from gaia_plugin.core.auth.party import name_in
from gaia_plugin.core.auth.providers import load, read_provider
from gaia_plugin.core.auth.signatures import ALGORITHMS, EcKey, RsaKey, own
from gaia_plugin.core.errors import GaiaError, SignInForged

SOME = settings(deadline=None, max_examples=max(40, settings.default.max_examples // 3))
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
WAY = st.fixed_dictionaries(
    {"kind": st.sampled_from(["openid", "header", "basic", "s3", "orcid"]) | ANY_JSON},
    optional=dict.fromkeys(("hosts", "issuer", "scopes", "flows", "buttons", "ports", "headers"), ANY_JSON),
)


@SOME
@given(st.binary(max_size=300))
def test_requests_to_the_listener(received):
    status, parameters = read_request(received, 80, "/")
    assert (status is HTTPStatus.OK) == bool(parameters)


@SOME
@given(st.text(max_size=80), st.dictionaries(st.text(max_size=10), st.text(max_size=10), max_size=3))
def test_targets_of_the_redirect(target, headers):
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    text = f"GET /?{target} HTTP/1.1\r\nHost: 127.0.0.1:80\r\n{lines}\r\n"
    status, parameters = read_request(text.encode("utf-8"), 80, "/")
    assert status is not HTTPStatus.OK or "state" in parameters


@SOME
@given(st.text(max_size=100) | st.tuples(ANY_JSON, ANY_JSON, st.binary(max_size=20)))
def test_tokens(value):
    token = value
    if isinstance(value, tuple):
        head, body, signature = value
        parts = [json.dumps(head).encode(), json.dumps(body).encode(), signature]
        token = ".".join(map(jose.to_base64url, parts))
    try:
        jose.read(token, "host")
    except SignInForged:
        pass


@SOME
@given(
    ANY_JSON | st.fixed_dictionaries({"kty": st.sampled_from(["RSA", "EC"]), "n": ANY_JSON, "x": ANY_JSON})
)
def test_keys(row):
    if isinstance(row, dict):
        assert jose.key_of(row) is None or row["kty"] in ("RSA", "EC")


@SOME
@given(st.sampled_from(sorted(ALGORITHMS)), st.binary(max_size=300), st.integers(3, 1 << 2048))
def test_signatures_of_noise(algorithm, signature, number):
    curve = {"256": "P-256", "384": "P-384", "512": "P-521"}[algorithm[2:]]
    key = EcKey(curve, number % 2**256, 1) if algorithm[0] == "E" else RsaKey(number | 1 << 2047 | 1, 65537)
    assert not own(algorithm, key, b"message", signature)


@SOME
@given(ANY_JSON)
def test_entries_of_a_vault(value):
    read_kept(json.dumps(value))


@SOME
@given(st.text(max_size=50), st.floats(0, 1e10), st.dictionaries(st.text(max_size=9), st.text(max_size=9)))
def test_an_entry_comes_back_as_it_was(text, moment, values):
    kept = Kept("openid", moment, text, text, text, text, (text,), moment, text, values)
    assert read_kept(kept.text()) == kept


@SOME
@given(ANY_JSON | st.fixed_dictionaries({"id": st.text(max_size=9), "ways": st.lists(WAY, max_size=3)}))
def test_rows_of_providers(row):
    shipped = len(load())
    assert len(load([row])) in (shipped, shipped + 1)
    if isinstance(row, dict):
        read_provider(row)


@SOME
@given(st.text(max_size=20), st.text(max_size=300), st.dictionaries(st.text(max_size=5), st.text(min_size=6)))
def test_refusals(error, description, secrets):
    found = refusal("host", error, description, secrets)
    assert isinstance(found, GaiaError)
    assert "\n" not in str(found)


@SOME
@given(st.dictionaries(st.sampled_from(["name", "given_name", "family_name", "email", "sub"]), ANY_JSON))
def test_names(claims):
    assert len(name_in(claims)) <= 100
    answer = FormAnswer(200, claims)
    assert isinstance(answer.text("name"), str)
    assert answer.seconds("name") is None or answer.seconds("name") >= 0


@SOME
@given(st.text(max_size=60))
def test_orcid_ids_of_noise(text):
    assert clean_orcid(text) is None or len(clean_orcid(text)) == 19


@SOME
@given(st.from_regex(r"[0-9]{15}", fullmatch=True))
def test_every_orcid_id_with_its_check_digit(digits):
    whole = digits + check_digit(digits)
    assert clean_orcid(whole).replace("-", "") == whole
    other = "0" if whole[-1] != "0" else "1"
    assert clean_orcid(digits + other) is None
