"""Signing in with QGIS's own network between the plugin and the provider."""

from __future__ import annotations

import dataclasses
import threading
from urllib.parse import urlsplit

import pytest
import requests

pytest.importorskip("qgis.core", reason="QGIS's Python bindings are not on this machine")

from gaia_plugin.bridge.network import qgis_session
from gaia_plugin.core.auth.accounts import Accounts
from gaia_plugin.core.auth.kept import name_of, read_kept
from gaia_plugin.core.auth.providers import read_provider
from gaia_plugin.core.errors import BadAnswer, ConsentDenied, SignInEnded
from gaia_plugin.core.net import Cancel, Credentials
from tests.bridge.conftest import start_qgis
from tests.support.faultserver import FaultServer, as_json, redirect
from tests.support.pumped import pumped
from tests.support.scripted_browser import ScriptedBrowser

pytestmark = [pytest.mark.hub, pytest.mark.qgis]


@pytest.fixture
def desk(hub):
    """Accounts whose sessions both go through QgsNetworkAccessManager, and the provider's address."""
    issuer = hub.get("oidc") or pytest.skip("the hub that is up was started without its OpenID provider")
    start_qgis()
    hosts = [urlsplit(issuer).netloc]
    way = {
        "kind": "openid",
        "issuer": issuer,
        "client_id": "gaia-qgis",
        "scopes": ["openid", "profile"],
        "hosts": hosts,
    }
    credentials = Credentials()
    asking, fetching = qgis_session(), qgis_session(credentials=credentials)
    row = read_provider({"id": "hub", "title": {"en": "Hub"}, "ways": [way]})
    yield Accounts(asking, credentials, [row]), fetching, issuer
    for session in (asking, fetching):
        session.close()


def browse(browser):
    def opened(url):
        threading.Thread(target=browser.open, args=(url,), daemon=True).start()
        return True

    return opened


@pumped
def whole_life(accounts, fetching, issuer):
    """Signs in, fetches, renews, lets an old refresh token come back."""
    account = accounts.sign_in("hub", browse(ScriptedBrowser()), Cancel(), seconds=60)
    first = accounts.vault.get(name_of("hub"))
    found = [account.who, fetching.get(issuer + "/me").json()["sub"]]
    accounts._live["hub"]._tokens = None
    found.append(fetching.get(issuer + "/me").json()["sub"])
    found.append(read_kept(first).refresh != read_kept(accounts.vault.get(name_of("hub"))).refresh)
    accounts.vault.put(name_of("hub"), first)
    accounts._live["hub"]._tokens = None
    with pytest.raises(SignInEnded):
        fetching.get(issuer + "/me")
    return found


def test_a_sign_in_and_what_comes_after(desk):
    assert whole_life(*desk) == ["Alice Martin", "alice", "alice", True]


@pumped
def taken_back(accounts, fetching, issuer):
    """What the next requests say after the access token, then the whole sign-in, was revoked elsewhere."""

    def revoke(token):
        fields = {"token": token, "client_id": "gaia-qgis"}
        requests.post(issuer + "/token/revocation", data=fields, timeout=30).raise_for_status()

    accounts.sign_in("hub", browse(ScriptedBrowser()), Cancel(), seconds=60)
    revoke(accounts.token("hub"))
    found = [fetching.get(issuer + "/me").json()["sub"], accounts.account("hub").ended]
    revoke(read_kept(accounts.vault.get(name_of("hub"))).refresh)
    with pytest.raises(SignInEnded):
        fetching.get(issuer + "/me")
    return [*found, accounts.account("hub").ended]


def test_what_was_taken_back_early_is_noticed_at_the_next_request(desk):
    assert taken_back(*desk) == ["alice", False, True]


@pumped
def with_a_code(accounts, deny):
    pending = accounts.begin_code("hub")
    browser = ScriptedBrowser("bob", deny=deny)
    threading.Thread(target=browser.open, args=(pending.code.address_with_code,), daemon=True).start()
    quick = dataclasses.replace(pending, code=dataclasses.replace(pending.code, interval=0.2))
    return accounts.finish_code(quick, Cancel()).who


def test_a_code_on_another_screen(desk):
    assert with_a_code(desk[0], False) == "Bob Durand"
    with pytest.raises(ConsentDenied):
        with_a_code(desk[0], True)


def test_a_form_follows_no_redirect(desk):
    """Qt would follow one, and 307 would carry the code along."""
    with FaultServer() as server:
        stolen = server.add("/stolen", as_json({}))
        server.add("/token", redirect(stolen, 307))
        accounts, _, _ = desk
        metadata = {name: server.url("/" + name) for name in ("token", "jwks", "authorization")}
        document = {
            "issuer": server.url(""),
            "jwks_uri": metadata["jwks"],
            "token_endpoint": metadata["token"],
        }
        server.add("/.well-known/openid-configuration", as_json(document))
        way = {"kind": "openid", "issuer": server.url(""), "client_id": "x", "hosts": []}
        accounts.providers["evil"] = read_provider({"id": "evil", "ways": [way]})
        party = pumped(accounts._party)(accounts.providers["evil"])
        with pytest.raises(BadAnswer):
            pumped(party.refresh)("synthetic-refresh", "synthetic-alice")
        assert [seen.path for seen in server.seen].count("/token") == 1
        assert not any(seen.path == "/stolen" for seen in server.seen)
