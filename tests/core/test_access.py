"""From a link to its bytes: signing and its faults, files on tape, quotas, and who may have what."""

from __future__ import annotations

import json
import logging
import pickle
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from gaia_plugin.core import access as access_package
from gaia_plugin.core.access import KINDS, Access, Fetchable
from gaia_plugin.core.access.batches import Answer, Batches
from gaia_plugin.core.access.desk import ROWS
from gaia_plugin.core.access.geodes import encoded
from gaia_plugin.core.auth.providers import load, read_provider
from gaia_plugin.core.errors import (
    AccessDenied,
    BadAnswer,
    Cancelled,
    GaiaError,
    KeyRefused,
    KeyRequired,
    MembershipMissing,
    NotOnlineYet,
    QuotaExceededUntil,
    ServiceUnavailable,
    SignInRequired,
    TooManyRequests,
)
from gaia_plugin.core.model import Link, LinkKind
from gaia_plugin.core.net import Cancel, Credential, Retry, Session
from gaia_plugin.core.transfer import fetch
from tests.support.faultserver import FaultServer, Reply, Seen, as_html, as_json, redirect
from tests.support.synthetic_geodes import KEY, SyntheticGeodes, synthetic_geodes_item

CONTENT = bytes(range(256)) * 400
NOW = datetime(2026, 11, 21, 12, 0, 0, tzinfo=timezone.utc)
SECRETS = ("of-alice", "very-secret", "X-Amz-Signature", "5ig")


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


def link(url: str, **more: Any) -> Link:
    return Link(url, LinkKind.DOWNLOAD, **more)


class Clock:
    """This computer's, which a test sets."""

    def __init__(self, now: datetime = NOW):
        self.now = now.timestamp()

    def __call__(self) -> float:
        return self.now


class SyntheticSigner:
    """A gateway and its store: the store gives a file for the newest signature of it only."""

    def __init__(self, server: FaultServer, life: float = 28800):
        self.server = server
        self.life = life
        self.asked: list[list[str]] = []
        self.first: list[Reply] = []
        self.valid: set[str] = set()
        self.change: Callable[[dict[str, Any]], Any] = lambda said: said
        self.now = NOW
        self.served: list[Seen] = []
        server.add("/gateway/sign_urls", self._sign)
        server.add("/store/*", self._store)

    def url(self, name: str) -> str:
        return self.server.url(f"/store/{name}")

    def _sign(self, seen: Seen) -> Reply:
        self.asked.append(seen.json()["urls"])
        if self.first:
            return self.first.pop(0)
        moment = self.now.strftime("%Y%m%dT%H%M%SZ")
        hrefs = {}
        for url in self.asked[-1]:
            signature = f"5ig{len(self.asked)}"
            self.valid = {one for one in self.valid if not one.startswith(url)} | {url + signature}
            hrefs[url] = f"{url}?X-Amz-Date={moment}&X-Amz-Expires={self.life}&X-Amz-Signature={signature}"
        ends = self.now + timedelta(seconds=self.life)
        said = self.change({"expiry": ends.isoformat(), "hrefs": hrefs})
        return as_json(said, headers={"Date": format_datetime(self.now, usegmt=True)})

    def _store(self, seen: Seen) -> Reply:
        self.served.append(seen)
        signature = seen.query.get("X-Amz-Signature", [""])[0]
        if self.server.url(seen.path) + signature not in self.valid:
            text = "<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>"
            return Reply(403, text.encode(), {"Content-Type": "application/xml"})
        begin = int(seen.headers.get("range", "bytes=0-").removeprefix("bytes=").rstrip("-"))
        headers = {"Content-Type": "image/tiff", "ETag": '"1"'}
        if begin:
            headers["Content-Range"] = f"bytes {begin}-{len(CONTENT) - 1}/{len(CONTENT)}"
        return Reply(206 if begin else 200, CONTENT[begin:], headers)


def desk(server: FaultServer, clock: Callable[[], float] | None = None, signed_in: bool = True) -> Any:
    """Session and access of somebody with an access key for the gateway."""
    host = f"127.0.0.1:{server.port}"
    headers = {"access-key": "of-alice", "secret-key": "very-secret"}
    # The store shares the gateway's host here: the key is sent to both.
    held = [Credential([host], headers=headers, allow_http=True)] if signed_in else []
    session = Session(credentials=held, retry=Retry(times=3, first=0.01))
    row = {"kind": "teledetection", "service": "DINAMIS", "hosts": [host], "gateway": server.url("/gateway")}
    way = {"kind": "header", "headers": headers, "fields": ["access"], "hosts": [host]}
    provider = read_provider(
        {"id": "x", "title": {"en": "Synthetic"}, "membership": "DINAMIS", "quota_wait": 3600, "ways": [way]}
    )
    return session, Access(session, [row], [provider], clock or Clock())


def told_nothing(error: BaseException) -> bool:
    return not any(secret in f"{error!r} {error}" for secret in SECRETS)


# -- the table ----------------------------------------------------------------------------------


def test_each_line_of_the_table_has_its_kind_and_only_https_hosts():
    rows = json.loads(ROWS.read_text("utf-8"))
    assert {row["kind"] for row in rows} <= set(KINDS)
    assert Access(Session()).fetchable(link("https://example.org/a.tif")).url == "https://example.org/a.tif"
    known = {host for provider in load() for way in provider.ways for host in way.hosts}
    assert {"signing.stac.teledetection.fr", "geodes-portal.cnes.fr"} <= known
    asked = [
        row[name]
        for row in rows
        for name in ("gateway", "availability", "tokens", "workflows")
        if name in row
    ]
    assert {urlsplit(url).scheme for url in asked} == {"https"}


@pytest.mark.parametrize(
    "url",
    [
        "https://s3-data.meso.umontpellier.fr.example/b/k",
        "https://evil-meso.umontpellier.fr/b/k",
        "https://meso.umontpellier.fr/b/k",
        "http://s3-data.meso.umontpellier.fr/b/k",
        "https://s3-data.meso.umontpellier.fr@example.org/b/k",
        "https://example.org\\@s3-data.meso.umontpellier.fr/b/k",
    ],
)
def test_only_its_own_hosts_are_signed(url):
    assert Access(Session()).fetchable(link(url)) == Fetchable(url)


def test_its_own_hosts_are_not_asked_for_those_who_are_not_signed_in():
    with pytest.raises(SignInRequired) as caught:
        Access(Session()).fetchable(link("https://s3-data.meso.umontpellier.fr/b/k.tif"))
    assert caught.value.host == "signing.stac.teledetection.fr" and "DINAMIS" in str(caught.value)


def test_one_access_for_all_that_share_credentials():
    session = Session()
    assert Access.of(session) is Access.of(session.with_timeouts(read=1))
    assert Access.of(Session()) is not Access.of(session)
    own = Access(session)
    own.use()
    assert Access.of(session) is own


def test_a_signed_address_is_shown_nowhere():
    got = Fetchable("https://s3.example.org/b/k?X-Amz-Signature=5ig", expires=1.0)
    assert repr(got) == "<Fetchable at s3.example.org, signed>" and "5ig" not in f"{got} {[got]}"
    with pytest.raises(TypeError):
        pickle.dumps(got)
    assert access_package.Fetchable is Fetchable


# -- signing ------------------------------------------------------------------------------------


def test_an_address_is_signed_once_until_its_margin(server):
    signer, clock = SyntheticSigner(server), Clock()
    _, access = desk(server, clock)
    first = access.fetchable(link(signer.url("a.tif")))
    assert first.expires == NOW.timestamp() + 28800
    clock.now += 28800 - 1801
    assert access.fetchable(link(signer.url("a.tif"))) is first and len(signer.asked) == 1
    clock.now += 2
    assert access.fetchable(link(signer.url("a.tif"))) is not first and len(signer.asked) == 2


def test_a_clock_that_is_wrong_by_ten_minutes_changes_nothing(server):
    signer = SyntheticSigner(server, life=300)
    clock = Clock(NOW + timedelta(minutes=10))
    _, access = desk(server, clock)
    first = access.fetchable(link(signer.url("a.tif")))
    assert first.expires == clock.now + 300 and access.fetchable(link(signer.url("a.tif"))) is first


def test_an_address_that_came_signed_is_signed_again(server):
    signer = SyntheticSigner(server)
    _, access = desk(server)
    access.fetchable(link(signer.url("a.tif") + "?X-Amz-Date=20200101T000000Z&X-Amz-Signature=5igold"))
    assert signer.asked == [[signer.url("a.tif")]]


def test_what_is_expected_comes_in_batches_of_64(server):
    signer = SyntheticSigner(server)
    _, access = desk(server)
    urls = [signer.url(f"{number}.tif") for number in range(130)]
    access.expect([*map(link, urls), link("https://example.org/never.tif")])
    assert signer.asked == []
    got = {access.fetchable(link(url)).url.partition("?")[0] for url in urls}
    assert got == set(urls) and [len(each) for each in signer.asked] == [64, 64, 2]


def test_whoever_signs_out_leaves_no_address_to_the_next(server):
    signer = SyntheticSigner(server)
    session, access = desk(server)
    access.fetchable(link(signer.url("a.tif")))
    (held,) = session.credentials._items
    session.credentials.remove(held)
    with pytest.raises(SignInRequired):
        access.fetchable(link(signer.url("a.tif")))
    session.credentials.add(held)
    access.fetchable(link(signer.url("a.tif")))
    assert len(signer.asked) == 2


@pytest.mark.parametrize(
    "faults",
    [
        [as_json({}, 429, {"Retry-After": "0"})] * 2,
        [as_json({}, 500)],
        [as_html("Bad gateway", 502), as_json({}, 503, {"Retry-After": "0"})],
        [Reply(reset=True)],
        [as_json({}, 500), as_json({}, 500), as_json({}, 500)],
    ],
)
def test_what_passes_is_asked_again(server, faults):
    signer = SyntheticSigner(server)
    signer.first = list(faults)
    _, access = desk(server)
    assert "5ig" in access.fetchable(link(signer.url("a.tif"))).url


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (as_json({"detail": "no"}, 401), KeyRefused),
        (as_json({"detail": "no member"}, 403), MembershipMissing),
        (as_json({"detail": "quota exceeded"}, 403), QuotaExceededUntil),
        (as_json({"detail": None}, 400), GaiaError),
        (as_json({}, 429, {"Retry-After": "600"}), TooManyRequests),
        (as_json({}, 500), ServiceUnavailable),
        (as_html(), BadAnswer),
        (as_json([]), BadAnswer),
        (as_json({"hrefs": "x"}), BadAnswer),
        (as_json({"expiry": "x", "hrefs": {}}), BadAnswer),
        (Reply(200, b'{"hrefs": ', {"Content-Type": "application/json"}), BadAnswer),
    ],
)
def test_what_does_not_pass_has_its_name_and_tells_no_secret(server, fault, error):
    signer = SyntheticSigner(server)
    signer.first = [fault] * 9
    _, access = desk(server)
    with pytest.raises(error) as caught:
        access.fetchable(link(signer.url("a.tif")))
    assert told_nothing(caught.value) and len(signer.asked) <= 4


@pytest.mark.parametrize(
    "href",
    [
        "file:///etc/passwd",
        "/vsicurl/https://example.org/a.tif",
        "http://example.org/a.tif",
        "https:///a.tif",
        "https://example.org/b.tif?X-Amz-Signature=5ig",
        "ftp://example.org/a.tif",
        7,
        None,
    ],
)
def test_a_gateway_leads_nowhere_else(server, href):
    signer = SyntheticSigner(server)
    signer.change = lambda said: {**said, "hrefs": dict.fromkeys(said["hrefs"], href)}
    _, access = desk(server)
    with pytest.raises(BadAnswer) as caught:
        access.fetchable(link(signer.url("a.tif")))
    assert told_nothing(caught.value)


@pytest.mark.parametrize("expiry", [None, "soon", "2026-11-21T12:10:00", "2026-11-21T12:10:00Z", 10**40])
def test_the_sooner_end_holds_and_nonsense_is_no_end(server, expiry):
    signer = SyntheticSigner(server)
    signer.change = lambda said: {**said, "expiry": expiry}
    _, access = desk(server)
    life = access.fetchable(link(signer.url("a.tif"))).expires - NOW.timestamp()
    assert life == (600 if str(expiry).startswith("2026") else 28800)


def test_an_address_without_any_end_is_good_for_a_minute(server):
    signer = SyntheticSigner(server)
    signer.change = lambda said: {"hrefs": {url: url for url in said["hrefs"]}}
    clock = Clock(datetime.now(timezone.utc))
    signer.now = datetime.now(timezone.utc)
    _, access = desk(server, clock)
    got = access.fetchable(link(signer.url("a.tif")))
    assert got.signed and 0 < got.expires - clock.now < 120


def test_one_refused_address_does_not_take_the_others_along(server):
    signer = SyntheticSigner(server)
    sign = server._routes["/gateway/sign_urls"]
    server.add(
        "/gateway/sign_urls",
        lambda seen: as_json({"detail": "no"}, 403) if b"private" in seen.body else sign(seen),
    )
    _, access = desk(server)
    access.expect([link(signer.url("private.tif"))])
    assert "5ig" in access.fetchable(link(signer.url("a.tif"))).url
    with pytest.raises(AccessDenied):
        access.fetchable(link(signer.url("private.tif")))


# -- transfers ----------------------------------------------------------------------------------


def test_an_address_that_ends_is_signed_again_and_the_transfer_goes_on(server, tmp_path):
    signer = SyntheticSigner(server)
    session, access = desk(server)
    store = server._routes["/store/*"]
    cut = [True]

    def cut_once(seen: Seen) -> Reply:
        reply = store(seen)
        if cut and reply.status == 200:
            cut.clear()
            signer.valid.clear()
            return Reply(200, reply.body, reply.headers, cut=65536)
        return reply

    server.add("/store/*", cut_once)
    got = fetch(session, link(signer.url("a.tif")), tmp_path / "a.tif", access=access)
    assert got.path.read_bytes() == CONTENT and len(signer.asked) == 2
    ranges = [seen.headers.get("range") for seen in signer.served]
    assert ranges[0] is None and ranges[1] == ranges[2] and ranges[1] not in (None, "bytes=0-")
    assert "5ig" not in "".join(path.read_text("latin-1") for path in tmp_path.iterdir())


def test_no_signature_is_logged_at_any_level(server, tmp_path, caplog):
    signer = SyntheticSigner(server)
    session, access = desk(server)
    with caplog.at_level(logging.DEBUG):
        fetch(session, link(signer.url("a.tif")), tmp_path / "a.tif", access=access)
    assert "/store/a.tif?…" in caplog.text and not any(secret in caplog.text for secret in SECRETS)


def test_a_store_that_refuses_for_good_is_asked_twice(server, tmp_path):
    signer = SyntheticSigner(server)
    server.add("/store/*", Reply(403, b"<Error><Message>no</Message></Error>"))
    session, access = desk(server)
    with pytest.raises(AccessDenied) as caught:
        fetch(session, link(signer.url("a.tif")), tmp_path / "a.tif", access=access)
    assert len(signer.asked) == 2 and told_nothing(caught.value) and not list(tmp_path.iterdir())


def test_a_signer_that_gives_the_refused_address_again_is_not_asked_for_ever(server, tmp_path):
    signer = SyntheticSigner(server)
    same = "?X-Amz-Date=20991121T120000Z&X-Amz-Expires=28800&X-Amz-Signature=5ig"
    signer.change = lambda said: {"hrefs": {url: url + same for url in said["hrefs"]}}
    session, access = desk(server)
    with pytest.raises(AccessDenied):
        fetch(session, link(signer.url("a.tif")), tmp_path / "a.tif", access=access)
    assert len(signer.asked) == 2 and len(signer.served) == 2


def test_a_page_instead_of_the_file_is_not_kept(server, tmp_path):
    signer = SyntheticSigner(server)
    server.add("/store/*", as_html())
    session, access = desk(server)
    with pytest.raises(BadAnswer):
        fetch(session, link(signer.url("a.tif")), tmp_path / "a.tif", access=access)
    assert not list(tmp_path.iterdir())


def test_a_part_is_known_again_whatever_its_signature(server, tmp_path):
    signer = SyntheticSigner(server)
    session, access = desk(server)
    stop = Cancel()
    with pytest.raises(Cancelled):
        fetch(
            session, link(signer.url("a.tif")), tmp_path / "a.tif", access=access, cancel=stop,
            on_progress=lambda *_: stop.cancel(),
        )  # fmt: skip
    note = (tmp_path / "a.tif.part.json").read_text()
    assert not any(secret in note for secret in SECRETS)
    (tmp_path / "a.tif.part").write_bytes(CONTENT[:1000])
    again = Access(session, [], [])
    again._resolvers = desk(server)[1]._resolvers
    assert fetch(session, link(signer.url("a.tif")), tmp_path / "a.tif", access=again).size == len(CONTENT)
    assert signer.served[-1].headers["range"] == "bytes=1000-"


# -- GEODES -------------------------------------------------------------------------------------


def geodes(server: FaultServer, key: str | None = KEY, faults: tuple[str, ...] = (), **more: Any) -> Any:
    """An emulated GEODES with one product on a disk and one on tape, and the way to it."""
    items = [
        synthetic_geodes_item(number, content=CONTENT + bytes([number]), online=number == 0)
        for number in range(2)
    ]
    held = {digest(item): CONTENT + bytes([number]) for number, item in enumerate(items)}
    service = SyntheticGeodes(items, files=held, faults=faults).mount(server)
    host = f"127.0.0.1:{server.port}"
    keys = [Credential([host], headers={"X-API-Key": key}, allow_http=True)] if key else []
    session = Session(credentials=keys, retry=Retry(times=1, first=0.01))
    row = {
        "kind": "geodes", "service": "GEODES (CNES)", "hosts": [host],
        "availability": server.url("/fastavailability"),
    }  # fmt: skip
    found = {provider.id: provider for provider in load()}["geodes"]
    way = {"kind": "header", "headers": {"X-API-Key": "{key}"}, "fields": ["key"], "hosts": [host]}
    provider = read_provider(
        {"id": "geodes", "title": dict(found.titles), "quota_wait": found.quota_wait, "ways": [way],
         "redirects_bad_keys": found.redirects_bad_keys}
    )  # fmt: skip
    return service, session, Access(session, [row], [provider], more.get("clock") or Clock())


def archive(item: dict[str, Any]) -> Link:
    (href,) = [one["href"] for name, one in item["assets"].items() if name.endswith(".zip")]
    return link(href, media_type="application/zip")


def digest(item: dict[str, Any]) -> str:
    return archive(item).href.partition("?")[0].rpartition("/")[2]


def test_a_product_on_a_disk_is_fetched(server, tmp_path):
    service, session, access = geodes(server)
    got = fetch(session, archive(service.items[0]), tmp_path / "a.zip", access=access)
    assert got.path.read_bytes() == CONTENT + b"\0"


def test_products_on_tape_are_asked_about_together_and_looked_for_again(server):
    clock = Clock()
    service, _, access = geodes(server, clock=clock)
    on_disk, on_tape = map(archive, service.items)
    access.expect([on_disk, on_tape])
    assert access.fetchable(on_disk).url == encoded(on_disk.href) != on_disk.href
    for _ in range(3):
        with pytest.raises(NotOnlineYet) as caught:
            access.fetchable(on_tape)
        assert caught.value.retry_after == 300 and "5 min" in str(caught.value)
    asked = [seen.json() for seen in server.seen if seen.path == "/fastavailability"]
    assert [len(each["availability"]) for each in asked] == [2]
    for one in service.items[1]["assets"].values():
        one["description"] = one["description"].replace("online: false", "online: true")
    clock.now += 300
    assert access.fetchable(on_tape).url == encoded(on_tape.href)


@pytest.mark.parametrize(
    "reply",
    [
        Reply(404), as_html(), as_json([]), as_json({"products": 3}), Reply(500), Reply(reset=True),
        Reply(200, b'{"products": [', {"Content-Type": "application/json"}),
        as_json({"products": [3, {"files": [3, {"checksum": 3}, {"checksum": "x", "available": "no"}]}]}),
    ],
)  # fmt: skip
def test_where_nobody_knows_what_is_on_line_the_download_tells(server, tmp_path, reply):
    service, session, access = geodes(server)
    server.add("/fastavailability", reply)
    assert fetch(session, archive(service.items[0]), tmp_path / "a.zip", access=access).size


def test_a_download_that_is_being_prepared_is_not_a_failure(server, tmp_path):
    service, session, access = geodes(server)
    server.add("/api/download/*", Reply(202, b"", {"Retry-After": "120"}))
    with pytest.raises(NotOnlineYet) as caught:
        fetch(session, archive(service.items[0]), tmp_path / "a.zip", access=access)
    assert caught.value.retry_after == 120


def test_without_a_key_nothing_is_asked(server):
    service, _, access = geodes(server, key=None)
    with pytest.raises(KeyRequired) as caught:
        access.fetchable(archive(service.items[0]))
    assert "GEODES" in str(caught.value) and not server.seen


def test_a_bad_key_is_seen_through_its_redirects(server, tmp_path):
    service, session, access = geodes(server, key="5ig")
    with pytest.raises(KeyRefused) as caught:
        fetch(session, archive(service.items[0]), tmp_path / "a.zip", access=access)
    assert told_nothing(caught.value)


def test_a_used_up_quota_says_until_when_and_nobody_asks_before(server, tmp_path):
    clock = Clock()
    service, session, access = geodes(server, faults=("quota",), clock=clock)
    wanted = archive(service.items[0])
    with pytest.raises(QuotaExceededUntil) as caught:
        fetch(session, wanted, tmp_path / "a.zip", access=access)
    assert caught.value.retry_after == 3660
    seen = len(server.seen)
    clock.now += 3600
    with pytest.raises(QuotaExceededUntil) as again:
        fetch(session, wanted, tmp_path / "a.zip", access=access)
    assert again.value.retry_after == 60 and len(server.seen) == seen
    service.faults.clear()
    clock.now += 61
    assert fetch(session, wanted, tmp_path / "a.zip", access=access).size


@pytest.mark.parametrize(
    ("reply", "reason", "wait"),
    [
        (Reply(429), TooManyRequests, 300),
        (Reply(429, b"", {"Retry-After": "600"}), TooManyRequests, 600),
        (as_json({"message": "request quota is empty"}, 429), QuotaExceededUntil, 3660),
    ],
)
def test_too_many_requests_are_waited_for(server, tmp_path, reply, reason, wait):
    service, session, access = geodes(server)
    server.add("/api/download/*", reply)
    with pytest.raises(reason) as caught:
        fetch(session, archive(service.items[0]), tmp_path / "a.zip", access=access)
    assert caught.value.retry_after == wait


def test_an_address_of_a_product_is_asked_for_with_its_urn_in_one_part(server, tmp_path):
    service, session, access = geodes(server)
    fetch(session, archive(service.items[0]), tmp_path / "a.zip", access=access)
    (asked,) = {seen.path for seen in server.seen if "/download/" in seen.path}
    assert "/URN%3AFEATURE%3A" in asked and encoded(asked) == asked


def test_a_key_does_not_follow_a_download_to_another_host(server, tmp_path):
    service, session, access = geodes(server)
    seen: list[Seen] = []
    server.add("/elsewhere", lambda one: seen.append(one) or Reply(200, CONTENT))
    server.add("/api/download/*", redirect(server.url("/elsewhere", "localhost")))
    fetch(session, archive(service.items[0]), tmp_path / "a.zip", access=access)
    assert len(seen) == 1 and "x-api-key" not in seen[0].headers


# -- Planetary Computer -------------------------------------------------------------------------


def planetary(server: FaultServer, answers: Any, clock: Callable[[], float]) -> Access:
    """Files in ``/box/``, whose tokens are what ``answers`` says."""
    server.add("/token/127/box", answers)
    server.add("/token/127/*", Reply(404))
    host = f"127.0.0.1:{server.port}"
    row = {"kind": "planetary-computer", "hosts": [host], "tokens": server.url("/token")}
    return Access(Session(retry=Retry(times=1, first=0.01)), [row], [], clock)


def token(number: int) -> Reply:
    said = {"token": f"se=x&sig=5ig{number}", "msft:expiry": "2026-11-21T13:00:00Z"}
    return as_json(said, headers={"Date": format_datetime(NOW, usegmt=True)})


def test_a_container_s_token_serves_all_its_files_until_it_ends(server):
    clock = Clock()
    access = planetary(server, [token(1), token(2)], clock)
    got = [access.fetchable(link(server.url(f"/box/{number}.tif?a=b"))) for number in range(3)]
    assert [urlsplit(one.url).query for one in got] == ["a=b&se=x&sig=5ig1"] * 3 and len(server.seen) == 1
    assert got[0].expires == NOW.timestamp() + 3600
    assert access.fetchable(link(server.url("/box/0.tif")), refused=got[0]).url.endswith("5ig2")
    clock.now += 3600 - 299
    access.fetchable(link(server.url("/box/0.tif")))
    assert len(server.seen) == 3


@pytest.mark.parametrize("reply", [Reply(404), as_json({"detail": "no"}, 400), Reply(500)])
def test_a_container_of_somebody_else_is_fetched_as_it_is(server, reply):
    access = planetary(server, reply, Clock())
    url = server.url("/box/a.tif")
    assert access.fetchable(link(url)) == access.fetchable(link(url)) == Fetchable(url)
    assert len({seen.path for seen in server.seen}) == 1
    signed = server.url("/box/a.tif?sig=own")
    assert access.fetchable(link(signed)) == Fetchable(signed)


@pytest.mark.parametrize("said", [3, "sig=1 2", "sig=1#x", "a=b", "?sig=1", None])
def test_a_token_that_is_none_is_not_put_behind_an_address(server, said):
    with pytest.raises(BadAnswer):
        planetary(server, as_json({"token": said}), Clock()).fetchable(link(server.url("/box/a.tif")))


# -- many threads -------------------------------------------------------------------------------


def together(count: int, work: Callable[[int], Any]) -> list[Any]:
    """The results, or the errors, of as many threads that begin together."""
    begin, results = threading.Barrier(count), [None] * count

    def one(number: int) -> None:
        begin.wait(30)
        try:
            results[number] = work(number)
        except GaiaError as error:
            results[number] = error

    threads = [threading.Thread(target=one, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


class Gate:
    """An ``ask`` whose first round goes on when the test says so."""

    def __init__(self, answer: Callable[[list[str]], dict[str, Answer[str]]]):
        self.rounds: list[list[str]] = []
        self.opened = threading.Event()
        self.entered = threading.Event()
        self.answer = answer

    def __call__(self, keys: list[str], cancel: Cancel | None) -> dict[str, Answer[str]]:
        self.rounds.append(keys)
        self.entered.set()
        while not self.opened.wait(0.01):
            if cancel:
                cancel.check()
        return self.answer(keys)


def upper(keys: list[str]) -> dict[str, Answer[str]]:
    return {key: Answer(key.upper(), float("inf")) for key in keys}


def wait_until(condition: Callable[[], bool]) -> None:
    step = threading.Event()
    for _ in range(3000):
        if condition():
            return
        step.wait(0.01)
    raise TimeoutError


def test_two_hundred_threads_cost_five_requests():
    gate = Gate(upper)
    batches: Batches[str] = Batches(gate, 64, "h.example")
    threads: list[Any] = []
    runner = threading.Thread(
        target=lambda: threads.extend(together(200, lambda number: batches.get(f"k{number}")))
    )
    runner.start()
    wait_until(lambda: len(batches._callers) == 200)
    gate.opened.set()
    runner.join(30)
    assert threads == [f"K{number}" for number in range(200)]
    assert [len(keys) for keys in gate.rounds][:1] == [1] and len(gate.rounds) <= 8
    assert sorted(key for keys in gate.rounds for key in keys) == sorted(f"k{n}" for n in range(200))


def test_the_same_key_is_asked_for_once():
    gate = Gate(upper)
    gate.opened.set()
    batches: Batches[str] = Batches(gate, 64, "h.example")
    assert together(50, lambda _: batches.get("a")) == ["A"] * 50 and gate.rounds == [["a"]]


def test_who_leads_may_give_up_and_another_goes_on():
    gate, stop = Gate(upper), Cancel()
    batches: Batches[str] = Batches(gate, 64, "h.example")
    results: list[Any] = []
    runner = threading.Thread(target=lambda: results.extend(together(1, lambda _: batches.get("a", stop))))
    runner.start()
    gate.entered.wait(30)
    other = threading.Thread(target=lambda: results.append(batches.get("a")))
    other.start()
    wait_until(lambda: len(batches._callers) == 2)
    stop.cancel()
    wait_until(lambda: len(gate.rounds) == 2)
    gate.opened.set()
    runner.join(30)
    other.join(30)
    assert isinstance(results[0], Cancelled) and results[1] == "A"


def test_who_waits_may_give_up_at_once():
    gate, stop = Gate(upper), Cancel()
    batches: Batches[str] = Batches(gate, 64, "h.example")
    leader = threading.Thread(target=batches.get, args=("a",))
    leader.start()
    gate.entered.wait(30)
    results: list[Any] = []
    waiter = threading.Thread(target=lambda: results.extend(together(1, lambda _: batches.get("b", stop))))
    waiter.start()
    wait_until(lambda: len(batches._callers) == 2)
    stop.cancel()
    waiter.join(30)
    assert isinstance(results[0], Cancelled) and not gate.opened.is_set()
    gate.opened.set()
    leader.join(30)


def test_a_busy_service_is_not_asked_by_each_who_waits():
    def busy(keys: list[str]) -> dict[str, Answer[str]]:
        raise TooManyRequests(host="h.example", status=429)

    gate = Gate(busy)
    batches: Batches[str] = Batches(gate, 64, "h.example")
    results: list[Any] = []
    runner = threading.Thread(
        target=lambda: results.extend(together(60, lambda number: batches.get(f"k{number}")))
    )
    runner.start()
    wait_until(lambda: len(batches._callers) == 60)
    gate.opened.set()
    runner.join(30)
    assert {type(one) for one in results} == {TooManyRequests} and len(gate.rounds) <= 4


def test_what_was_asked_before_a_sign_out_is_not_kept():
    gate = Gate(upper)
    batches: Batches[str] = Batches(gate, 64, "h.example")
    results: list[Any] = []
    runner = threading.Thread(target=lambda: results.append(batches.get("a")))
    runner.start()
    gate.entered.wait(30)
    batches.forget()
    gate.opened.set()
    runner.join(30)
    assert results == ["A"] and len(gate.rounds) == 2


def test_the_note_of_a_part_never_holds_a_signed_address(server, tmp_path: Path):
    signer = SyntheticSigner(server)
    session, access = desk(server)
    href = signer.url("a.tif") + "?X-Amz-Signature=5igold"
    fetch(session, link(href), tmp_path / "a.tif", access=access)
    assert (tmp_path / "a.tif").read_bytes() == CONTENT and len(list(tmp_path.iterdir())) == 1
