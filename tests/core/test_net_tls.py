"""The session over TLS and through a proxy, with requests' own transport."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from gaia_plugin.core.errors import BadAnswer, Cancelled, ConnectionLost, HostNotFound, TimedOut
from gaia_plugin.core.net import Cancel, Credential, Retry, Session, Timeouts
from tests.support.faultserver import FaultServer, Reply, Seen, as_json, redirect, stall

HEADER = "X-Key"


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


@pytest.fixture
def secure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FaultServer]:
    """A server whose certificate this machine trusts."""
    with FaultServer(tls=tmp_path) as running:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(running.certificate))
        yield running


@pytest.fixture
def session() -> Iterator[Session]:
    made = Session(timeouts=Timeouts(connect=2, read=2), retry=Retry(times=1, first=0.01))
    yield made
    made.close()


def echo(seen: Seen) -> Reply:
    return as_json(dict(seen.headers))


def test_a_certificate_that_is_trusted(secure: FaultServer, session: Session) -> None:
    url = secure.add("/x", as_json(["é"] * 1000))
    for _ in range(3):
        assert session.get(url).json() == ["é"] * 1000
    assert secure.connections == 1


def test_credentials_never_go_from_https_to_http(
    secure: FaultServer, server: FaultServer, session: Session
) -> None:
    session.credentials.add(Credential(["127.0.0.1"], headers={HEADER: "hidden"}, allow_http=True))
    server.add("/open", echo)
    server.add("/back", redirect(secure.url("/safe")))
    secure.add("/safe", echo)
    secure.add("/down", redirect(server.url("/open")))
    secure.add("/down-and-up", redirect(server.url("/back")))
    session.get(secure.url("/safe"))
    assert secure.seen[-1].headers["x-key"] == "hidden"
    assert "x-key" not in session.get(secure.url("/down")).json()
    assert "x-key" not in session.get(secure.url("/down-and-up")).json()
    assert secure.seen[-2].headers["x-key"] == "hidden" and "x-key" not in secure.seen[-1].headers
    assert all("x-key" not in seen.headers for seen in server.seen)
    secure.add("/post", redirect(server.url("/open"), 307))
    with pytest.raises(BadAnswer, match="https to http"):
        session.post(secure.url("/post"), json={"a": 1})


@pytest.mark.parametrize("reply", [Reply(delay=30), stall(100)])
def test_cancel_and_stall_over_tls(secure: FaultServer, session: Session, reply: Reply) -> None:
    url, cancel = secure.add("/x", reply), Cancel()
    threading.Timer(0.3, cancel.cancel).start()
    start = time.monotonic()
    with pytest.raises(Cancelled):
        session.get(url, cancel=cancel)
    assert time.monotonic() - start < 1.3
    with pytest.raises(TimedOut):
        session.get(url)


def test_a_body_cut_over_tls(secure: FaultServer, session: Session) -> None:
    for chunked in (False, True):
        url = secure.add("/x", Reply(body=b"x" * 100_000, cut=50_000, chunked=chunked))
        with pytest.raises(ConnectionLost):
            session.get(url)


def test_netrc_is_not_read(
    server: FaultServer, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ["machine 127.0.0.1", "login someone", "pass" + "word hidden"]
    (tmp_path / "netrc").write_text(" ".join(words))
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    assert "authorization" not in session.get(server.add("/x", echo)).json()


def test_the_proxy_of_the_environment(
    server: FaultServer, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY"):
        monkeypatch.setenv(name, server.url("/"))
    server.add("/data", as_json("through the proxy"))
    assert session.get("http://catalogue.example/data").json() == "through the proxy"
    assert server.seen[-1].target == "http://catalogue.example/data"
    for name in ("http_proxy", "HTTP_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1/")
    with pytest.raises(HostNotFound, match="proxy"):
        session.get("http://catalogue.example/data")
