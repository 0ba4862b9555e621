"""QGIS's own OAuth2, at the hub's OpenID provider through its pages, used by the plugin's session and by
layers; and renewed by QGIS."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest

pytest.importorskip("qgis.core", reason="QGIS's Python bindings are not on this machine")

from gaia_plugin.bridge.qgis_authentication import IN_WORKERS, QgisCredential
from tests.bridge.conftest import _exceptions_in_slots, qgis_app, wait_for  # noqa: F401 (fixtures)
from tests.bridge.test_qgis_authentication import (  # noqa: F401 (fixtures)
    by_qgis,
    desk,
    fetched,
    signed_in,
    stored,
)
from tests.bridge.test_vaults_authdb import database  # noqa: F401 (fixture)
from tests.support.faultserver import FaultServer, Reply
from tests.support.scripted_browser import ScriptedBrowser

KNOWN = "of-the-hub"
pytestmark = [pytest.mark.hub, pytest.mark.qgis]


@pytest.fixture
def service() -> Iterator[tuple[FaultServer, str, list[str]]]:
    """Data for who shows any token, and which they were."""
    heard: list[str] = []

    def answer(seen: Any) -> Reply:
        heard.append(seen.headers.get("authorization", ""))
        fresh = {"Cache-Control": "no-store"}
        return Reply(200, b"open", fresh) if heard[-1].startswith("Bearer ") else Reply(401, b"", fresh)

    with FaultServer() as running:
        yield running, running.add("/data", answer), heard


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_the_code_flow_of_qgis_itself(
    hub: dict[str, str],
    qgis_app: Any,  # noqa: F811
    stored: Callable[..., str],  # noqa: F811
    desk: Callable[..., Any],  # noqa: F811
    service: tuple[FaultServer, str, list[str]],
    wait_for: Callable[..., None],  # noqa: F811
    tmp_path: Path,
) -> None:
    issuer = hub.get("oidc") or pytest.skip("the hub that is up was started without its OpenID provider")
    _, url, heard = service
    port = free_port()
    redirect = f"http://127.0.0.1:{port}/"
    config = {
        "version": 1, "configType": 1, "grantFlow": 0, "accessMethod": 0, "name": "hub",
        "requestUrl": issuer + "/auth", "tokenUrl": issuer + "/token", "clientId": "qgis-own",
        "clientSecret": KNOWN, "scope": "openid offline_access", "redirectPort": port,
        "persistToken": True, "requestTimeout": 60,
    }  # fmt: skip
    # Kept, because any other QGIS that ends deletes what all of them keep in the system's temporary folder.
    session, sign_in = desk(stored("hub", "OAuth2", oauth2config=json.dumps(config)), urlsplit(url).netloc)
    asked = {
        "response_type": "code", "client_id": "qgis-own", "redirect_uri": redirect,
        "scope": config["scope"], "prompt": "consent",
    }  # fmt: skip

    def browse() -> None:
        """The person at the browser, which QGIS opens only where there is a desktop."""
        until = time.monotonic() + 60
        while time.monotonic() < until:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        ScriptedBrowser().open(issuer + "/auth?" + urlencode(asked))

    person = threading.Thread(target=browse, daemon=True)
    person.start()
    signed_in(sign_in, wait_for)
    (state,) = sign_in.states()
    assert state.error is None and state.account is not None and state.account.who == "hub"
    assert fetched(session, url) == by_qgis(url) == b"open"
    assert by_qgis(url.replace("127.0.0.1", "localhost")) == b"" and heard[-1] == ""
    first = next(word for word in heard if word)
    until = time.monotonic() + 120  # its tokens last five seconds
    while heard[-1] in ("", first) and time.monotonic() < until:
        if not IN_WORKERS:
            signed_in(sign_in, wait_for)
        credential = session.credentials.for_url(url)
        assert isinstance(credential, QgisCredential)
        if IN_WORKERS:
            credential._asked = float("-inf")  # as after some seconds
        assert fetched(session, url) == b"open"
        threading.Event().wait(0.5)
    assert heard[-1] not in ("", first), "QGIS did not renew the token"
    person.join(10)
