"""Copernicus: a token that is shorter than the file, three hosts, four downloads at once."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip(
    "cryptography", reason="the synthetic issuer signs with it (Debian's python3-cryptography)"
)

from gaia_plugin.core.access import Access
from gaia_plugin.core.access.desk import ROWS
from gaia_plugin.core.auth.accounts import Accounts
from gaia_plugin.core.auth.kept import Kept, name_of
from gaia_plugin.core.auth.providers import for_url, load, read_provider
from gaia_plugin.core.auth.vault import MemoryVault
from gaia_plugin.core.catalogs.registry import load_registry
from gaia_plugin.core.errors import (
    GaiaError,
    NotOnline,
    SignInEnded,
    SignInRequired,
    TooManyRequests,
)
from gaia_plugin.core.model import Link, LinkKind
from gaia_plugin.core.net import Credentials, Retry, Session
from gaia_plugin.core.transfer import fetch
from tests.support.faultserver import Reply, Seen, as_html, as_json, redirect
from tests.support.synthetic_copernicus import SyntheticCopernicus
from tests.support.synthetic_issuer import CLIENT, SyntheticIssuer

CONTENT = bytes(range(256)) * 2000
FIRST, SECOND = "synthetic-access-1", "synthetic-access-2"


@pytest.fixture
def issuer() -> Iterator[SyntheticIssuer]:
    with SyntheticIssuer() as running:
        running.rotating()
        running.answer("/userinfo", as_json({}, 401))  # it knows no token: those that are over
        yield running


@pytest.fixture
def service() -> Iterator[SyntheticCopernicus]:
    with SyntheticCopernicus(CONTENT) as running:
        running.taken = {FIRST}
        yield running


def desk(service: SyntheticCopernicus, issuer: SyntheticIssuer | None) -> Any:
    """A person who is signed in (``issuer`` None: nobody is), and the way to the files."""
    credentials = Credentials()
    row = {"kind": "copernicus", "service": "Copernicus Data Space", "hosts": service.hosts}
    providers = []
    if issuer:
        way = {"kind": "openid", "issuer": issuer.url, "client_id": CLIENT, "hosts": service.hosts}
        providers = [read_provider({"id": "copernicus", "title": {"en": "Copernicus"}, "ways": [way]})]
        kept = Kept(
            kind="openid", since=1.0, who="Alice", subject="synthetic-alice", issuer=issuer.url,
            client_id=CLIENT, refresh="synthetic-refresh-0",
        )  # fmt: skip
        vault = MemoryVault()
        vault.put(name_of("copernicus"), kept.text())
        Accounts(Session(retry=Retry(times=0)), credentials, providers, vault).restore()
    session = Session(credentials=credentials, retry=Retry(times=1, first=0.01))
    return session, Access(session, [row], providers)


def link(service: SyntheticCopernicus, key: str = "a") -> Link:
    return Link(service.url(key), LinkKind.DOWNLOAD, media_type="application/zip", restricted=True)


def tokens(issuer: SyntheticIssuer) -> int:
    return len(issuer.sent("/token"))


def bearers(seen: list[Seen]) -> list[str]:
    return [one.headers.get("authorization", "").removeprefix("Bearer ") for one in seen]


def test_the_token_goes_along_between_its_three_hosts(service, issuer, tmp_path):
    session, access = desk(service, issuer)
    got = fetch(session, link(service), tmp_path / "a.zip", access=access)
    assert got.path.read_bytes() == CONTENT
    assert all(set(bearers(server.seen)) == {FIRST} for server in service.servers.values())
    assert tokens(issuer) == 1


def test_a_token_that_ends_within_the_file_is_replaced_and_the_rest_comes(service, issuer, tmp_path):
    session, access = desk(service, issuer)
    cut = [True]

    def end(seen: Seen, reply: Reply) -> Reply:
        if cut:
            cut.clear()
            service.taken = {SECOND}
            return Reply(reply.status, reply.body, reply.headers, cut=100_000)
        return reply

    service.change = end
    got = fetch(session, link(service), tmp_path / "a.zip", access=access)
    assert got.path.read_bytes() == CONTENT and tokens(issuer) == 2
    assert set(bearers(service.served)) == {FIRST, SECOND}
    ranges = [seen.headers.get("range", "") for seen in service.served if bearers([seen]) == [SECOND]]
    assert ranges and all(one and not one.startswith("bytes=0-") for one in ranges), "nothing comes twice"
    assert not any(FIRST in path.read_text("latin-1") for path in tmp_path.iterdir() if path != got.path)


def test_a_folder_that_is_zipped_as_it_goes_begins_again(service, issuer, tmp_path):
    session, access = desk(service, issuer)
    cut = [True]

    def end(seen: Seen, reply: Reply) -> Reply:
        if cut:
            cut.clear()
            return Reply(reply.status, reply.body, reply.headers, chunked=True, cut=100_000)
        return reply

    service.change = end
    got = fetch(session, link(service, "zipped"), tmp_path / "a.zip", access=access)
    assert got.path.read_bytes() == CONTENT


def test_one_token_serves_many_threads(service, issuer, tmp_path):
    session, access = desk(service, issuer)
    begin, told = threading.Barrier(4), []

    def one(number: int) -> None:
        begin.wait(30)
        try:
            fetch(session, link(service, f"p{number}"), tmp_path / f"{number}.zip", access=access)
        except GaiaError as error:
            told.append(error)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not told and tokens(issuer) == 1 and set(bearers(service.seen)) == {FIRST}
    assert all((tmp_path / f"{number}.zip").read_bytes() == CONTENT for number in range(4))


@pytest.mark.parametrize(
    "reply",
    [
        as_json({"code": "DAT-ZIP-100", "message": "Max session number 4 exceeded."}, 429),
        as_json({"detail": {"code": "DAT-ZIP-100", "message": "Max session number 4 exceeded."}}, 403),
        as_json({"message": "Max session number exceeded"}, 422),
        as_html("Too many", 429),
    ],
)
def test_too_many_at_once_come_later_by_themselves(service, issuer, tmp_path, reply):
    session, access = desk(service, issuer)
    service.servers["zipper"].add("/odata/v1/*", reply)
    with pytest.raises(TooManyRequests) as caught:
        fetch(session, link(service), tmp_path / "a.zip", access=access)
    assert caught.value.retry_after == 30 and not list(tmp_path.glob("*.zip"))


def test_downloads_of_another_window_are_waited_for(service, issuer, tmp_path):
    session, access = desk(service, issuer)
    service.busy = 4
    with pytest.raises(TooManyRequests):
        fetch(session, link(service), tmp_path / "a.zip", access=access)
    service.busy = 0
    assert fetch(session, link(service), tmp_path / "a.zip", access=access).size == len(CONTENT)


def test_a_product_that_is_off_line_says_so(service, issuer, tmp_path):
    session, access = desk(service, issuer)
    service.offline = True
    with pytest.raises(NotOnline) as caught:
        fetch(session, link(service), tmp_path / "a.zip", access=access)
    assert "off line" in str(caught.value)


def test_nobody_is_asked_for_those_who_are_not_signed_in(service):
    with pytest.raises(SignInRequired) as caught:
        desk(service, None)[1].fetchable(link(service))
    assert "Copernicus Data Space" in str(caught.value) and not service.seen


def test_a_sign_in_that_has_ended_says_so(service, issuer, tmp_path):
    session, access = desk(service, issuer)
    issuer.answer("/token", as_json({"error": "invalid_grant"}, 400))
    with pytest.raises(SignInEnded):
        fetch(session, link(service), tmp_path / "a.zip", access=access)
    assert not service.served


@pytest.mark.parametrize("reply", [as_html(), as_json({"value": []}), Reply(200, b'{"code": ')])
def test_what_is_no_product_is_not_kept(service, issuer, tmp_path, reply):
    session, access = desk(service, issuer)
    service.servers["zipper"].add("/odata/v1/*", reply)
    with pytest.raises(GaiaError):
        fetch(session, link(service), tmp_path / "a.zip", access=access)
    assert not list(tmp_path.glob("*.zip"))


def test_the_token_leaves_its_hosts_with_no_redirect(service, issuer, tmp_path: Path):
    session, access = desk(service, issuer)
    elsewhere = service.servers["zipper"].url("/odata/v1/other", "localhost")
    service.servers["download"].add("/odata/v1/*", redirect(elsewhere))
    with pytest.raises(GaiaError) as caught:
        fetch(session, link(service), tmp_path / "a.zip", access=access)
    assert bearers(service.servers["zipper"].seen) == [""] and FIRST not in f"{caught.value}"


def test_small_pictures_need_no_sign_in(service):
    url = service.servers["catalogue"].url("/odata/v1/Assets(a)/$value")
    assert desk(service, None)[1].fetchable(Link(url, LinkKind.THUMBNAIL)).url == url


@pytest.mark.parametrize("name", ["Products(a)/$value", "Products(a)/Nodes(b.SAFE)/Nodes(c.jp2)/$value"])
def test_the_table_knows_where_the_catalogues_of_copernicus_lead(name):
    """The address of downloads of OData, which STAC's alternates name as well; and who gives the token."""
    entry = next(one for one in load_registry() if one.id == "cdse-odata")
    url = f"{entry.options['download']}/{name}"
    with pytest.raises(SignInRequired):
        Access(Session()).fetchable(Link(url, LinkKind.DOWNLOAD))
    provider = for_url(load(), url)
    assert provider.id == "copernicus" and provider.way("openid")
    rows = json.loads(ROWS.read_text("utf-8"))
    (row,) = [one for one in rows if one["kind"] == "copernicus"]
    assert set(row["hosts"]) == set(provider.way("openid").hosts), "a redirect between them keeps the token"
