"""Earthdata: the token goes to NASA's hosts and no further; what an agreement or a sign-in lacks is told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from gaia_plugin.core.access import Access
from gaia_plugin.core.auth.providers import read_provider
from gaia_plugin.core.errors import (
    AccessDenied,
    GaiaError,
    KeyRefused,
    KeyRequired,
    LicenceNotAccepted,
    ServiceUnavailable,
)
from gaia_plugin.core.model import Link, LinkKind
from gaia_plugin.core.net import Credential, Retry, Session
from gaia_plugin.core.transfer import fetch
from tests.support.faultserver import FaultServer, Reply, Seen, as_html, as_json, redirect

CONTENT = b"\x89HDF\r\n\x1a\n" + bytes(range(256)) * 300
TOKEN = "synthetic-earthdata"
PAGE = "<!DOCTYPE html><html><head><title>Earthdata Login</title></head><body>Sign in</body></html>"


class Earthdata:
    """A data host as the Thin Egress App is, the sign-in page, and the store, each on a port of its own."""

    def __init__(self, data: FaultServer, login: FaultServer, store: FaultServer):
        self.data, self.login, self.store = data, login, store
        self.agreed = True
        self.page = login.url("/approve_app?client_id=tea")
        data.add("/protected/*", self._answer)
        login.add("/oauth/authorize", as_html(PAGE))
        store.add("/signed/*", self._store)

    def url(self, name: str = "a.nc") -> str:
        return self.data.url(f"/protected/{name}")

    def _answer(self, seen: Seen) -> Reply:
        if seen.headers.get("authorization") != f"Bearer {TOKEN}":
            return redirect(self.login.url("/oauth/authorize?client_id=tea&response_type=code"))
        if not self.agreed:
            said = {"status_code": 403, "error_description": "EULA Acceptance Failure"}
            return as_json({**said, "resolution_url": self.page}, 403)
        name = seen.path.rpartition("/")[2]
        return redirect(self.store.url(f"/signed/{name}?A-userid=alice&X-Amz-Signature=5ig"), 303)

    def _store(self, seen: Seen) -> Reply:
        headers = {"Content-Type": "application/x-hdf5", "ETag": '"1"', "Accept-Ranges": "bytes"}
        first = int(seen.headers.get("range", "bytes=0-").removeprefix("bytes=").partition("-")[0])
        if first:
            headers["Content-Range"] = f"bytes {first}-{len(CONTENT) - 1}/{len(CONTENT)}"
        return Reply(206 if first else 200, CONTENT[first:], headers)


@pytest.fixture
def service() -> Iterator[Earthdata]:
    with FaultServer() as data, FaultServer() as login, FaultServer() as store:
        yield Earthdata(data, login, store)


def desk(service: Earthdata, token: str | None = TOKEN) -> Any:
    hosts = [urlsplit(server.url("")).netloc for server in (service.data, service.login)]
    headers = {"Authorization": f"Bearer {token}"}
    held = [Credential(hosts, headers=headers, allow_http=True)] if token else []
    session = Session(credentials=held, retry=Retry(times=1, first=0.01))
    row = {"kind": "earthdata", "service": "NASA Earthdata", "hosts": hosts, "login": hosts[1]}
    way = {"kind": "header", "headers": {"Authorization": "Bearer {key}"}, "fields": ["key"], "hosts": hosts}
    provider = read_provider({"id": "earthdata", "title": {"en": "NASA Earthdata"}, "ways": [way]})
    return session, Access(session, [row], [provider])


def link(url: str) -> Link:
    return Link(url, LinkKind.DOWNLOAD, media_type="application/x-hdf5")


def told(service: Earthdata, folder: Path, token: str | None = TOKEN) -> GaiaError:
    session, access = desk(service, token)
    with pytest.raises(GaiaError) as caught:
        fetch(session, link(service.url()), folder / "a.nc", access=access)
    assert TOKEN not in f"{caught.value} {caught.value.fields}" and not list(folder.glob("*.nc"))
    return caught.value


def test_the_token_leads_to_the_store_and_stays_behind(service, tmp_path):
    session, access = desk(service)
    got = fetch(session, link(service.url()), tmp_path / "a.nc", access=access)
    assert got.path.read_bytes() == CONTENT
    assert all("authorization" not in seen.headers for seen in service.store.seen)
    assert not service.login.seen and service.store.seen


@pytest.mark.parametrize(("token", "reason"), [(None, KeyRequired), ("over", KeyRefused)])
def test_the_sign_in_page_is_no_file(service, tmp_path, token, reason):
    error = told(service, tmp_path, token)
    assert type(error) is reason and "NASA Earthdata" in str(error)


@pytest.mark.parametrize(("token", "reason"), [(None, KeyRequired), ("over", KeyRefused)])
def test_a_sign_in_that_refuses_is_the_key_s(service, tmp_path, token, reason):
    service.login.add("/oauth/authorize", Reply(401, b"HTTP Basic: Access denied."))
    assert type(told(service, tmp_path, token)) is reason


def test_a_sign_in_that_does_not_work_is_not_the_key_s_fault(service, tmp_path):
    service.login.add("/oauth/authorize", Reply(503))
    assert type(told(service, tmp_path, "over")) is ServiceUnavailable


def test_an_agreement_that_is_lacking_names_its_page(service, tmp_path):
    service.agreed = False
    error = told(service, tmp_path)
    assert type(error) is LicenceNotAccepted and error.fields["page"] == service.page


@pytest.mark.parametrize(
    "page",
    [
        "https://evil.example/approve_app",
        "https://urs.earthdata.nasa.gov.evil.example/",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "LOGIN/approve_app?token=x",
        3,
        None,
        ["LOGIN/"],
    ],
)
def test_a_page_elsewhere_is_not_shown(service, tmp_path, page):
    service.agreed = False
    service.page = page.replace("LOGIN", service.login.url("")) if isinstance(page, str) else page
    error = told(service, tmp_path)
    assert type(error) is LicenceNotAccepted and "page" not in error.fields


def test_an_agreement_that_a_web_page_asks_for_is_understood(service, tmp_path):
    html = "<html><body><h1>403</h1>You must accept the EULA of this data</body></html>"
    service.data.add("/protected/*", as_html(html, 403))
    assert type(told(service, tmp_path)) is LicenceNotAccepted


def test_a_plain_refusal_stays_one(service, tmp_path):
    service.data.add("/protected/*", as_html("<html>Forbidden</html>", 403))
    assert type(told(service, tmp_path)) is AccessDenied


def test_what_is_open_needs_nobody(service, tmp_path):
    service.data.add("/public/a.nc", Reply(200, CONTENT, {"Content-Type": "application/x-hdf5"}))
    session, access = desk(service, None)
    got = fetch(session, link(service.data.url("/public/a.nc")), tmp_path / "a.nc", access=access)
    assert got.path.read_bytes() == CONTENT


def test_a_lost_connection_goes_on_through_the_data_host(service, tmp_path):
    session, access = desk(service)
    store, cut = service.store._routes["/signed/*"], [True]

    def once(seen: Seen) -> Reply:
        reply = store(seen)
        if cut:
            cut.clear()
            return Reply(reply.status, reply.body, reply.headers, cut=40_000)
        return reply

    service.store.add("/signed/*", once)
    got = fetch(session, link(service.url()), tmp_path / "a.nc", access=access)
    assert got.path.read_bytes() == CONTENT
    assert service.store.seen[-1].headers.get("range", "").startswith("bytes=")
