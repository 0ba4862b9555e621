"""The rows of who one can sign in at, and what their refusals mean."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from gaia_plugin.core.auth import providers
from gaia_plugin.core.auth.orcid import check_digit, clean_orcid
from gaia_plugin.core.auth.refusals import explained
from gaia_plugin.core.errors import (
    AccessDenied,
    AuthenticationRequired,
    KeyRefused,
    KeyRequired,
    LicenceNotAccepted,
    MembershipMissing,
    NotFound,
    ProfileNotValidated,
    QuotaExceeded,
    QuotaExceededUntil,
    RedirectLoop,
)
from gaia_plugin.core.net.statuses import from_status

ROOT = Path(__file__).resolve().parents[2]
ROWS = json.loads(providers.PROVIDERS.read_text("utf-8"))
CATALOGUES = {row["id"] for row in json.loads((ROOT / "resources" / "catalogs.json").read_text("utf-8"))}
ALL = providers.load()


def test_every_row_is_read_whole():
    assert [provider.id for provider in ALL] == [row["id"] for row in ROWS]
    for row, provider in zip(ROWS, ALL):
        assert len(provider.ways) == len(row["ways"])
        assert provider.account == row["account"]


def test_every_row_says_how_in_both_languages():
    for provider in ALL:
        for texts in (
            provider.titles,
            provider.how,
            *(button.titles for way in provider.ways for button in way.buttons),
        ):
            assert set(texts) == {"en", "fr"}
        french = provider.how["fr"]
        assert not any(f" {sign}" in french for sign in ":;?!»"), "no-break spaces"


def test_every_row_opens_catalogues_that_there_are():
    for provider in ALL:
        assert set(provider.opens) <= CATALOGUES
        assert not provider.opens or any(way.hosts for way in provider.ways)


def test_catalogues_that_ask_for_an_account_have_a_provider():
    rows = json.loads((ROOT / "resources" / "catalogs.json").read_text("utf-8"))
    asking = {row["id"] for row in rows if row.get("sign_in", "none") != "none"}
    missing = {key for key in asking if not providers.for_catalogue(ALL, key)}
    assert missing <= {"copernicus-marine"}, "its client identifiers are not known"


def test_the_ways_in():
    by_id = {provider.id: provider for provider in ALL}
    sso = by_id["data-terra"].way("openid")
    assert sso.issuer.endswith("/realms/gaia-data")
    assert [button.parameters["kc_idp_hint"] for button in sso.buttons] == ["ORCID", "satosa"]
    assert by_id["dinamis"].way("openid").flows == ("code",)
    assert by_id["dinamis"].way("header").headers == {"access-key": "{access}", "secret-key": "{secret}"}
    assert by_id["aeris"].way("header").headers == {"Authorization": "X-API-Key {key}"}
    assert by_id["geodes"].way("header").headers == {"X-API-Key": "{key}"}
    assert by_id["copernicus"].way("s3").fields == ("access", "secret")
    assert by_id["aviso"].way("basic")


def test_hosts_are_exact_or_long_enough():
    for provider in ALL:
        for way in provider.ways:
            for host in way.hosts:
                assert host.count(".") >= 2, host
                assert not way.allow_http
    assert providers.for_url(ALL, "https://geodes-portal.cnes.fr/api/download/x").id == "geodes"
    for url in (
        "https://geodes-portal.cnes.fr.example/",
        "https://evil-geodes-portal.cnes.fr/",
        "http://geodes-portal.cnes.fr/",
        "https://cnes.fr/",
    ):
        assert providers.for_url(ALL, url) is None


def test_the_users_rows_correct_and_add():
    way = {**ROWS[0]["ways"][0], "client_id": "issued-to-us"}
    own = [
        {"id": "data-terra", "ways": [way]},
        {
            "id": "mine",
            "title": {"en": "Mine"},
            "ways": [
                {
                    "kind": "header",
                    "headers": {"X-Key": "{key}"},
                    "fields": ["key"],
                    "hosts": ["data.example.org"],
                }
            ],
        },
    ]
    found = {provider.id: provider for provider in providers.load(own)}
    assert found["data-terra"].way("openid").client_id == "issued-to-us"
    assert found["data-terra"].title("fr") == "Authentification unique Data Terra"
    assert found["mine"].covers("https://data.example.org/a")


@pytest.mark.parametrize(
    "row",
    [
        None,
        [],
        "x",
        {},
        {"id": 5},
        {"id": "a"},
        {"id": "a", "ways": {}},
        {"id": "a", "ways": [None, {"kind": "magic"}]},
        {"id": "a", "ways": [{"kind": "openid", "issuer": "http://sso.example.org", "hosts": []}]},
        {"id": "a", "ways": [{"kind": "openid", "hosts": []}]},
        {"id": "a", "ways": [{"kind": "header", "hosts": ["a.example"]}]},
        {"id": "a", "ways": [{"kind": "header", "headers": {"X": "{k}"}, "fields": ["k"], "hosts": [".fr"]}]},
        {
            "id": "a",
            "ways": [{"kind": "header", "headers": {"X": "{k}"}, "fields": ["k"], "hosts": ["a.example/b"]}],
        },
        {
            "id": "a",
            "ways": [{"kind": "header", "headers": {"X": "{k}"}, "fields": ["k"], "hosts": ["u@a.example"]}],
        },
        {
            "id": "a",
            "ways": [{"kind": "header", "headers": {"X": "{k}"}, "fields": ["k"], "hosts": ["*.example"]}],
        },
        {"id": "a", "ways": [{"kind": "header", "headers": {"X": "{k}"}, "fields": ["k"], "hosts": ["*"]}]},
    ],
)
def test_rows_that_are_left_out(row):
    assert [provider.id for provider in providers.load([row])] == [provider.id for provider in ALL]


def test_a_wrong_correction_leaves_the_row_as_it_was():
    (found,) = [one for one in providers.load([{"id": "geodes", "ways": []}]) if one.id == "geodes"]
    assert found.way("header")


# -- ORCID -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "0000-0002-1825-0097",
        "0000000218250097",
        " https://orcid.org/0000-0002-1825-0097/ ",
        "http://www.orcid.org/0000-0002-1825-0097",
    ],
)
def test_orcid_ids(text):
    """The example of ORCID's own documentation."""
    assert clean_orcid(text) == "0000-0002-1825-0097"


def test_a_check_digit_of_ten():
    assert check_digit("000000021694233") == "X"
    assert clean_orcid("0000-0002-1694-233x") == "0000-0002-1694-233X"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0000-0002-1825-0098",
        "0000-0002-1825-009",
        "0000-0020-1825-0097",
        "X000-0002-1825-0097",
        "٠٠٠٠-0002-1825-0097",
        "https://evil.example/0000-0002-1825-0097",
        "0000-0002-1825-0097\n0",
    ],
)
def test_what_is_no_orcid_id(text):
    assert clean_orcid(text) is None


# -- refusals --------------------------------------------------------------------------------------

NOW = datetime.datetime(2026, 11, 21, 9, 0, tzinfo=datetime.timezone.utc)
GEODES = "https://geodes-portal.cnes.fr/api/download/x"
SIGNING = "https://signing.stac.teledetection.fr/sign_urls"


def answered(url, status, text="", headers=None, way="header", language="en"):
    headers = {"Content-Type": "application/json", **(headers or {})}
    error = from_status(url, status, headers, json.dumps({"detail": text}).encode())
    return explained(error, ALL, way, NOW, language)


def test_a_quota_that_is_used_up_says_until_when():
    error = answered(GEODES, 403, "User exceeds quota limit")
    assert type(error) is QuotaExceededUntil
    assert "2026-11-21 10:01" in str(error)
    error = answered("https://data.example.org/a", 403, "Quota exceeded", {"Retry-After": "7200"})
    assert "2026-11-21 11:00" in str(error)
    assert type(answered("https://data.example.org/a", 403, "Quota exceeded")) is QuotaExceeded


def test_an_organisation_that_is_no_member():
    error = answered(SIGNING, 403, "Forbidden", way="openid")
    assert type(error) is MembershipMissing
    assert "members of DINAMIS" in str(error)
    assert type(answered(SIGNING, 403, "Forbidden", way="")) is AccessDenied


def test_a_profile_that_nobody_validated():
    assert type(answered(GEODES, 403, "User profile has not been validated yet")) is ProfileNotValidated


def test_a_licence_to_accept():
    assert type(answered(GEODES, 403, "You must accept the licence")) is LicenceNotAccepted


def test_a_key_that_is_refused():
    error = answered(GEODES, 401, "Unauthorized")
    assert type(error) is KeyRefused
    assert "GEODES (CNES)" in str(error)
    loop = RedirectLoop(host="geodes-portal.cnes.fr", limit_mb=0, detail="")
    assert type(explained(loop, ALL, "header", NOW)) is KeyRefused
    assert explained(loop, ALL, "", NOW) is loop
    elsewhere = RedirectLoop(host="hydroweb.next.theia-land.fr", limit_mb=0, detail="")
    assert explained(elsewhere, ALL, "header", NOW) is elsewhere


def test_a_key_that_is_missing():
    error = answered(GEODES, 401, "Unauthorized", way="")
    assert type(error) is KeyRequired
    assert type(answered("https://api.sedoo.fr/x", 401, way="")) is AuthenticationRequired


def test_what_is_no_refusal_stays():
    error = NotFound(host="geodes-portal.cnes.fr", status=404)
    assert explained(error, ALL, "header", NOW) is error
    other = AuthenticationRequired(host="data.example.org", status=401)
    assert explained(other, ALL, "", NOW) is other
