"""Dataverse: open files, restricted ones, guestbooks; the key stays with its host. And FTP."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

import pytest

from gaia_plugin.core.access import Access
from gaia_plugin.core.auth.accounts import Accounts
from gaia_plugin.core.auth.providers import read_provider
from gaia_plugin.core.errors import (
    ChecksumMismatch,
    FileRestricted,
    GaiaError,
    GuestbookRequired,
    KeyRefused,
    KeyRequired,
    OpenedElsewhere,
    QuotaExceeded,
)
from gaia_plugin.core.model import Checksum, Link, LinkKind
from gaia_plugin.core.net import Credential, Retry, Session
from gaia_plugin.core.transfer import fetch
from tests.support.faultserver import FaultServer, Reply, Seen, as_html, as_json, redirect

CONTENT = b"site;depth\nA;12.5\n" * 400
KEY = "of-the-hub"


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


class Dataverse:
    """Files by number: 1 is open, 2 restricted to those with the right key, 3 restricted to others."""

    def __init__(self, server: FaultServer):
        self.server = server
        self.seen: list[Seen] = []
        server.add("/api/access/datafile/*", self._answer)

    def url(self, number: int, query: str = "") -> str:
        return self.server.url(f"/api/access/datafile/{number}{query}")

    def _answer(self, seen: Seen) -> Reply:
        self.seen.append(seen)
        key, number = seen.headers.get("x-dataverse-key"), seen.path.rpartition("/")[2]
        if key not in (None, KEY):
            return as_json({"status": "ERROR", "message": "Bad api key "}, 401)
        if number == "3" or (number == "2" and key is None):
            who = "@alice" if key else ":guest"
            return as_json(
                {"status": "ERROR", "message": f"'{who}' Not authorized to access this object."}, 403
            )
        return Reply(200, CONTENT, {"Content-Type": 'text/csv; name="a.csv"'})


@pytest.fixture
def service(server: FaultServer) -> Dataverse:
    return Dataverse(server)


def desk(server: FaultServer, key: str | None = None) -> Any:
    host = f"127.0.0.1:{server.port}"
    held = [Credential([host], headers={"X-Dataverse-key": key}, allow_http=True)] if key else []
    session = Session(credentials=held, retry=Retry(times=1, first=0.01))
    way = {"kind": "header", "headers": {"X-Dataverse-key": "{key}"}, "fields": ["key"], "hosts": [host]}
    provider = read_provider({"id": "rdg", "title": {"en": "Recherche Data Gouv"}, "ways": [way]})
    row = {"kind": "dataverse", "service": "Recherche Data Gouv", "hosts": [host]}
    return session, Access(session, [row], [provider])


def link(url: str, **more: Any) -> Link:
    return Link(url, LinkKind.DOWNLOAD, media_type="text/csv", group=0, **more)


def test_an_open_file_is_fetched_as_it_was_deposited(server, service, tmp_path):
    session, access = desk(server)
    digest = Checksum("md5", hashlib.md5(CONTENT, usedforsecurity=False).hexdigest())
    wanted = link(service.url(1, "?format=original"), checksum=digest)
    got = fetch(session, wanted, tmp_path / "a.csv", access=access)
    assert got.path.read_bytes() == CONTENT and got.checksum_verified
    assert {seen.target for seen in service.seen} == {"/api/access/datafile/1?format=original"}
    with pytest.raises(ChecksumMismatch):
        fetch(
            session,
            link(service.url(1), checksum=Checksum("md5", "0" * 32)),
            tmp_path / "b.csv",
            access=access,
        )


@pytest.mark.parametrize(
    ("key", "number", "reason"),
    [(None, 2, KeyRequired), (None, 3, KeyRequired), (KEY, 3, FileRestricted), ("other", 1, KeyRefused)],
)
def test_what_is_refused_has_its_reason(server, service, tmp_path, key, number, reason):
    session, access = desk(server, key)
    with pytest.raises(GaiaError) as caught:
        fetch(session, link(service.url(number)), tmp_path / "a.csv", access=access)
    assert type(caught.value) is reason and not list(tmp_path.glob("*.csv"))
    assert KEY not in f"{caught.value} {caught.value.fields}"


def test_a_right_key_opens_a_restricted_file(server, service, tmp_path):
    session, access = desk(server, KEY)
    assert fetch(session, link(service.url(2)), tmp_path / "a.csv", access=access).size == len(CONTENT)


@pytest.mark.parametrize("status", [400, 403])
def test_a_guestbook_is_named(server, service, tmp_path, status):
    words = "You may not download this file without the required Guestbook response."
    server.add("/api/access/datafile/*", as_json({"status": "ERROR", "message": words}, status))
    session, access = desk(server)
    with pytest.raises(GuestbookRequired):
        fetch(session, link(service.url(1)), tmp_path / "a.csv", access=access)


def test_a_quota_stays_one(server, service, tmp_path):
    server.add("/api/access/datafile/*", as_json({"message": "Download quota exceeded"}, 403))
    session, access = desk(server)
    with pytest.raises(QuotaExceeded):
        fetch(session, link(service.url(1)), tmp_path / "a.csv", access=access)


def test_the_key_does_not_follow_to_the_store(server, service, tmp_path):
    with FaultServer() as store:
        store.add("/a.csv", Reply(200, CONTENT, {"Content-Type": "text/csv"}))
        server.add("/api/access/datafile/*", redirect(store.url("/a.csv?X-Amz-Signature=5ig"), 303))
        session, access = desk(server, KEY)
        got = fetch(session, link(service.url(2)), tmp_path / "a.csv", access=access)
        assert got.path.read_bytes() == CONTENT
        assert [("x-dataverse-key" in seen.headers) for seen in store.seen] == [False] * len(store.seen)
        assert server.seen[-1].headers["x-dataverse-key"] == KEY


def test_a_page_instead_of_the_file_is_not_kept(server, service, tmp_path):
    server.add("/api/access/datafile/*", as_html())
    session, access = desk(server)
    with pytest.raises(GaiaError):
        fetch(session, link(service.url(1)), tmp_path / "a.csv", access=access)
    assert not list(tmp_path.glob("*.csv"))


# -- FTP ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["ftp", "ftps", "sftp", "FTP"])
def test_ftp_is_shown_as_what_it_is(scheme):
    url = f"{scheme}://person@ftp.example.org/a/b.tif"
    with pytest.raises(OpenedElsewhere) as caught:
        Access(Session()).fetchable(link(url))
    said = str(caught.value)
    assert said.startswith("ftp.example.org gives this file by ") and scheme.upper() in said
    assert "person" not in said


# -- who explains -------------------------------------------------------------------------------


def test_providers_that_a_person_adds_explain_refusals_at_once(server):
    session = Session(retry=Retry(times=0))
    host = f"127.0.0.1:{server.port}"
    server.add("/a", Reply(403))
    way = {"kind": "header", "headers": {"X-Key": "{key}"}, "fields": ["key"], "hosts": [host]}
    added = read_provider({"id": "own", "title": {"en": "Own"}, "membership": "the club", "ways": [way]})
    accounts = Accounts(Session(), session.credentials, [])
    access = Access.of(session)

    def told() -> str:
        with pytest.raises(GaiaError) as caught:
            session.get(server.url("/a"))
        return type(access.explained(caught.value)).__name__

    assert told() == "AccessDenied"
    accounts.providers = {"own": added}
    accounts.set_key("own", "header", {"key": "synthetic"})
    assert told() == "MembershipMissing"


def test_providers_may_be_told_when_they_are_needed(server):
    asked: list[int] = []
    access = Access(Session(), [], lambda: asked.append(1) or [])
    assert access.fetchable(link(server.url("/a"))).url and not asked
    access.explained(KeyRequired(host="h.example", service="x"))
    assert asked
