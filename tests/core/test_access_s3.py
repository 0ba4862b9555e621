"""Object stores: addresses of buckets, signatures that a real store takes (see tests/e2e), and who pays."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from datetime import datetime, timezone
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from gaia_plugin.core.access import Access
from gaia_plugin.core.auth.accounts import Accounts
from gaia_plugin.core.auth.providers import read_provider
from gaia_plugin.core.errors import (
    AccessDenied,
    GaiaError,
    KeyRefused,
    KeyRequired,
    RequesterPays,
    UnsupportedLink,
)
from gaia_plugin.core.model import Link, LinkKind
from gaia_plugin.core.net import Retry, Session
from gaia_plugin.core.net.s3_keys import S3Keys, presigned, region_of
from gaia_plugin.core.transfer import fetch
from tests.support.faultserver import FaultServer, Reply, Seen, redirect

CONTENT = bytes(range(256)) * 600
ACCESS, PAIRED = "of-the-hub", "of-the-hub-too"
NOW = datetime(2026, 11, 21, 12, 0, 0, tzinfo=timezone.utc)


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


def link(url: str) -> Link:
    return Link(url, LinkKind.DOWNLOAD)


def refusal(code: str, message: str = "", status: int = 403) -> Reply:
    text = f"<Error><Code>{code}</Code><Message>{message}</Message><Resource>/b/k</Resource></Error>"
    return Reply(status, text.encode(), {"Content-Type": "application/xml"})


class Store:
    """A store that gives its files for a signature of the right key (a real one checks it: tests/e2e)."""

    def __init__(self, server: FaultServer):
        self.server, self.served = server, []
        server.add("/eodata/*", self._answer)

    def _answer(self, seen: Seen) -> Reply:
        said = seen.query.get("X-Amz-Credential", [""])[0].partition("/")[0]
        if not said:
            return refusal("AccessDenied", "Access Denied.")
        if said != ACCESS:
            return refusal("InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist.")
        self.served.append(seen)
        headers = {"Content-Type": "image/tiff", "ETag": '"1"', "Accept-Ranges": "bytes"}
        first, _, last = seen.headers.get("range", "bytes=0-").removeprefix("bytes=").partition("-")
        begin, end = int(first), int(last or len(CONTENT) - 1)
        if "range" in seen.headers:
            headers["Content-Range"] = f"bytes {begin}-{end}/{len(CONTENT)}"
        return Reply(206 if "range" in seen.headers else 200, CONTENT[begin : end + 1], headers)


def desk(server: FaultServer, access: str | None = ACCESS) -> Any:
    """A person whose keys are in the vault, as the sign-in desk puts them there."""
    host = f"127.0.0.1:{server.port}"
    session = Session(retry=Retry(times=1, first=0.01))
    way = {"kind": "s3", "hosts": [host]}
    provider = read_provider({"id": "store", "title": {"en": "Synthetic store"}, "ways": [way]})
    accounts = Accounts(Session(), session.credentials, [provider])
    if access:
        accounts.set_key("store", "s3", {"access": access, "secret": PAIRED})
    stores = [
        {"buckets": ["eodata"], "endpoint": server.url(""), "service": "Synthetic store", "keys": True},
        {"buckets": ["paid"], "payer": True},
    ]
    return session, Access(session, [{"kind": "s3", "service": "S3", "stores": stores}])


# -- signatures ---------------------------------------------------------------------------------


def test_the_example_of_the_documentation():
    """Amazon S3 API Reference, "Authenticating Requests: Using Query Parameters", with its keys."""
    access = "AKIA" + "IOSFODNN7EXAMPLE"
    secret = "/".join(("wJalrXUtnFEMI", "K7MDENG", "bPxRfiCY" + "EXAMPLEKEY"))
    moment = datetime(2013, 5, 24, tzinfo=timezone.utc)
    signed = presigned("https://examplebucket.s3.amazonaws.com/test.txt", access, secret, moment, 86400)
    said = {name: values[0] for name, values in parse_qs(urlsplit(signed).query).items()}
    halves = ("aeeed9bb-ccd4d02e-e5c0109b-86d86835", "f995330d-a4c26595-7d157751-f604d404")
    assert said == {
        "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
        "X-Amz-Credential": f"{access}/20130524/us-east-1/s3/aws4_request",
        "X-Amz-Date": "20130524T000000Z",
        "X-Amz-Expires": "86400",
        "X-Amz-SignedHeaders": "host",
        "X-Amz-Signature": "".join(halves).replace("-", ""),
    }


@pytest.mark.parametrize(
    ("host", "region"),
    [
        ("s3.amazonaws.com", "us-east-1"),
        ("bucket.s3.amazonaws.com", "us-east-1"),
        ("s3.eu-west-3.amazonaws.com", "eu-west-3"),
        ("bucket.s3.eu-west-3.amazonaws.com", "eu-west-3"),
        ("bucket.s3-eu-west-1.amazonaws.com", "eu-west-1"),
        ("s3.dualstack.us-west-2.amazonaws.com", "us-west-2"),
        ("s3.cn-north-1.amazonaws.com.cn", "cn-north-1"),
        ("s3.fr-par.scw.cloud", "fr-par"),
        ("s3.gra.io.cloud.ovh.net", "gra"),
        ("eodata.dataspace.copernicus.eu", "us-east-1"),
        ("s3.datalake.cnes.fr", "us-east-1"),
        ("127.0.0.1:8333", "us-east-1"),
    ],
)
def test_a_region_is_read_from_the_host_that_names_it(host, region):
    assert region_of(host) == region


def test_an_address_is_signed_as_it_is_sent():
    signed = presigned("https://H.example:443/b/a%20b/ü:(1)+=.tif?x=1&a=%2F", ACCESS, PAIRED, NOW)
    parts = urlsplit(signed)
    assert parts.netloc == "h.example" and parts.path == "/b/a%20b/%C3%BC%3A%281%29%2B%3D.tif"
    names = [pair.partition("=")[0] for pair in parts.query.split("&")]
    assert names[:-1] == sorted(names[:-1]) and names[-1] == "X-Amz-Signature" and "a=%2F" in parts.query


def test_keys_sign_for_their_hosts_only_and_show_nothing():
    keys = S3Keys(["store.example"], ACCESS, PAIRED, clock=NOW.timestamp)
    signed = keys.add_to("https://store.example/b/k")
    assert "X-Amz-Signature" in signed and PAIRED not in signed and not keys.headers()
    assert keys.remove_from(signed) == "https://store.example/b/k"
    for url in ("https://other.example/b/k", "http://store.example/b/k", "https://store.example.evil/b/k"):
        assert keys.add_to(url) == url
    theirs = "https://store.example/b/k?X-Amz-Credential=other%2F1&X-Amz-Signature=5ig"
    assert keys.add_to(theirs) == theirs == keys.remove_from(theirs)
    assert PAIRED not in f"{keys!r} {keys}" and keys.blotted(f"<{PAIRED}>".encode()) == b"<***>"
    with pytest.raises(TypeError):
        pickle.dumps(keys)


# -- addresses ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("s3://open/a/b.tif", "https://open.s3.amazonaws.com/a/b.tif"),
        ("S3://open/a b/%C3%BC.tif", "https://open.s3.amazonaws.com/a%20b/%C3%BC.tif"),
        ("s3://dotted.bucket/k", "https://s3.amazonaws.com/dotted.bucket/k"),
        ("s3://old_Bucket/k", "https://s3.amazonaws.com/old_Bucket/k"),
    ],
)
def test_public_buckets_have_an_address_of_the_web(href, url):
    assert Access(Session()).fetchable(link(href)).url == url


@pytest.mark.parametrize(
    "href", ["s3://", "s3:///k", "s3://bucket", "s3://bucket/", "s3://a@b/k", "s3://a:9/k"]
)
def test_what_names_no_file_says_so(href):
    with pytest.raises(UnsupportedLink):
        Access(Session()).fetchable(link(href))


@pytest.mark.parametrize(
    "href",
    [
        "s3://usgs-landsat/collection02/a.tif",
        "https://usgs-landsat.s3.us-west-2.amazonaws.com/collection02/a.tif",
        "https://usgs-landsat.s3-us-west-2.amazonaws.com/collection02/a.tif",
        "https://s3.us-west-2.amazonaws.com/usgs-landsat/collection02/a.tif",
    ],
)
def test_a_bucket_whose_visitors_pay_is_not_asked(href):
    with pytest.raises(RequesterPays) as caught:
        Access(Session()).fetchable(link(href))
    assert "usgs-landsat" in str(caught.value)


def test_other_buckets_of_the_same_host_are_fetched_as_they_are():
    for url in (
        "https://sentinel-cogs.s3.us-west-2.amazonaws.com/a.tif",
        "https://s3.us-west-2.amazonaws.com/open/usgs-landsat/a.tif",
        "https://usgs-landsat.s3.example.org/a.tif",
    ):
        assert Access(Session()).fetchable(link(url)).url == url


def test_copernicus_needs_keys_for_its_store():
    for href in ("s3://eodata/Sentinel-2/a.jp2", "https://eodata.dataspace.copernicus.eu/eodata/a.jp2"):
        with pytest.raises(KeyRequired) as caught:
            Access(Session()).fetchable(link(href))
        assert "eodata.dataspace.copernicus.eu" in str(caught.value)


# -- transfers ----------------------------------------------------------------------------------


def test_with_keys_each_request_is_signed_and_the_secret_stays(server, tmp_path):
    store = Store(server)
    session, access = desk(server)
    got = fetch(session, link("s3://eodata/S2/a b.tif"), tmp_path / "a.tif", access=access)
    assert got.path.read_bytes() == CONTENT
    assert {seen.path for seen in store.served} == {"/eodata/S2/a%20b.tif"}
    assert all(seen.query["X-Amz-SignedHeaders"] == ["host"] for seen in store.served)
    heard = "".join(f"{seen.target} {seen.headers}" for seen in server.seen)
    assert PAIRED not in heard and "authorization" not in heard


def test_a_link_of_the_web_to_a_host_with_keys_is_signed_too(server, tmp_path):
    store = Store(server)
    session, access = desk(server)
    got = fetch(session, link(server.url("/eodata/a.tif")), tmp_path / "a.tif", access=access)
    assert got.path.read_bytes() == CONTENT and store.served


def test_keys_for_a_host_of_the_person_s_own_are_explained_too(server, tmp_path):
    server.add("/own/*", refusal("InvalidAccessKeyId"))
    session, _ = desk(server)
    access = Access(session, [{"kind": "s3", "service": "S3", "stores": []}])
    with pytest.raises(KeyRefused):
        fetch(session, link(server.url("/own/a.tif")), tmp_path / "a.tif", access=access)
    assert "X-Amz-Signature" in server.seen[-1].target


def test_wrong_keys_are_refused_in_words(server, tmp_path):
    Store(server)
    session, access = desk(server, "somebody-else")
    with pytest.raises(KeyRefused) as caught:
        fetch(session, link("s3://eodata/a.tif"), tmp_path / "a.tif", access=access)
    assert "Synthetic store" in str(caught.value) and PAIRED not in f"{caught.value.fields}"


@pytest.mark.parametrize("code", ["InvalidAccessKeyId", "SignatureDoesNotMatch"])
def test_a_store_that_gives_codes_without_words_is_understood(server, tmp_path, code):
    server.add("/eodata/*", refusal(code))
    session, access = desk(server)
    with pytest.raises(KeyRefused):
        fetch(session, link("s3://eodata/a.tif"), tmp_path / "a.tif", access=access)


def test_a_file_that_these_keys_do_not_open_is_refused_as_such(server, tmp_path):
    server.add("/eodata/*", refusal("AccessDenied", "Access Denied."))
    session, access = desk(server)
    with pytest.raises(AccessDenied) as caught:
        fetch(session, link("s3://eodata/a.tif"), tmp_path / "a.tif", access=access)
    assert type(caught.value) is AccessDenied


def test_without_keys_nobody_is_asked(server):
    Store(server)
    for href in ("s3://eodata/a.tif", server.url("/eodata/a.tif")):
        with pytest.raises(KeyRequired) as caught:
            desk(server, None)[1].fetchable(link(href))
        assert "Synthetic store" in str(caught.value) or "S3" in str(caught.value)
    assert not server.seen


def test_no_signature_follows_a_redirect_to_another_host(server, tmp_path):
    with FaultServer() as other:
        other.add("/*", Reply(200, CONTENT, {"Content-Type": "image/tiff"}))
        other.add("/eodata/a.tif", Reply(200, CONTENT, {"Content-Type": "image/tiff"}))
        server.add("/eodata/*", lambda seen: redirect(other.url(seen.target), 307))
        session, access = desk(server)
        fetch(session, link("s3://eodata/a.tif"), tmp_path / "a.tif", access=access)
        assert other.seen and not any("X-Amz" in seen.target for seen in other.seen)


def test_errors_name_no_key(server, tmp_path):
    server.add("/eodata/*", lambda seen: refusal("SignatureDoesNotMatch", f"{seen.target} {PAIRED}"))
    session, access = desk(server)
    with pytest.raises(GaiaError) as caught:
        fetch(session, link("s3://eodata/a.tif"), tmp_path / "a.tif", access=access)
    assert PAIRED not in f"{caught.value} {caught.value.fields}"
