"""What the session does with servers that misbehave.

``tests/bridge/test_network_suite.py`` runs every test of this module again through QGIS's network.
"""

from __future__ import annotations

import socket
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from gaia_plugin.core.errors import (
    AccessDenied,
    AnswerTooLarge,
    AuthenticationRequired,
    BadAnswer,
    Cancelled,
    ConnectionLost,
    ConnectionRefused,
    GaiaError,
    HostNotFound,
    LicenceNotAccepted,
    NotFound,
    QuotaExceeded,
    RedirectLoop,
    RequestRefused,
    ServiceUnavailable,
    TimedOut,
    TlsError,
    TooManyRequests,
)
from gaia_plugin.core.net import Cancel, Credential, Retry, Session, Timeouts
from tests.support.faultserver import (
    FaultServer,
    Reply,
    Seen,
    as_html,
    as_json,
    as_xml,
    entity_bomb,
    gzip_bomb,
    redirect,
    stall,
)

MakeSession = Callable[..., Session]
QUICK = Retry(times=2, first=0.01, longest=0.05, patience=1.0)
PARAMETER, HEADER = "api_key", "X-Key"
SHORT = Timeouts(connect=0.6, read=0.6, total=20.0)


@pytest.fixture
def adapter() -> Any:
    """The transport under test; None is requests' own."""
    return None


@pytest.fixture
def make_session(adapter: Any) -> Iterator[MakeSession]:
    made: list[Session] = []

    def make(**options: Any) -> Session:
        session = Session(**{"adapter": adapter, "timeouts": SHORT, "retry": QUICK, **options})
        made.append(session)
        return session

    yield make
    for session in made:
        session.close()


@pytest.fixture
def session(make_session: MakeSession) -> Session:
    return make_session()


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


@pytest.fixture
def tls_server(tmp_path: Any) -> Iterator[FaultServer]:
    with FaultServer(tls=tmp_path) as running:
        yield running


def echo(seen: Seen) -> Reply:
    return as_json({"method": seen.method, "body": seen.body.decode(), "headers": dict(seen.headers)})


# --- answers


def test_get_and_post_reach_the_server(server: FaultServer, session: Session) -> None:
    url = server.add("/echo", echo)
    answer = session.get(url + "?a=1", params={"q": "neige à 2 km", "skip": None, "id": ["x", "y"]})
    assert answer.json()["method"] == "GET"
    assert answer.media_type == "application/json"
    assert server.seen[-1].query == {"a": ["1"], "q": ["neige à 2 km"], "id": ["x", "y"]}
    assert session.post(url, json={"limit": 5}).json()["body"] == '{"limit": 5}'
    assert server.seen[-1].headers["content-type"] == "application/json"
    assert session.post(url, data={"grant": "a b"}).json()["body"] == "grant=a+b"
    assert session.post(url, data=b"<x/>", headers={"Content-Type": "text/xml"}).json()["body"] == "<x/>"
    assert server.seen[-1].headers["content-type"] == "text/xml"


def test_connections_are_used_again(server: FaultServer, session: Session) -> None:
    url = server.add("/x", as_json([1] * 1000))
    for _ in range(10):
        assert len(session.get(url).json()) == 1000
    assert len(server.seen) == 10
    assert server.connections == 1


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize("compressed", [False, True])
def test_bodies_come_whole(server: FaultServer, session: Session, chunked: bool, compressed: bool) -> None:
    value = [{"n": n, "text": "é" * 50} for n in range(5000)]
    url = server.add("/x", as_json(value, chunked=chunked, gzip=compressed))
    answer = session.get(url)
    assert answer.json() == value
    assert server.seen[-1].headers["accept-encoding"] == "gzip, deflate"


def test_percent_encoding_is_left_alone(server: FaultServer, session: Session) -> None:
    server.add("/a%2Fb%20c", as_json(1))
    session.get(server.url("/a%2Fb%20c?x=%2F&y=%7Bz%7D&f=a%26b"))
    assert server.seen[-1].target == "/a%2Fb%20c?x=%2F&y=%7Bz%7D&f=a%26b"


# --- what cannot be reached


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def test_host_not_found(session: Session) -> None:
    with pytest.raises(HostNotFound, match=r"no-such-host\.invalid"):
        session.get("http://no-such-host.invalid/path?key=hidden")


def test_refused(session: Session) -> None:
    port = closed_port()
    with pytest.raises(ConnectionRefused, match=f"127.0.0.1:{port}"):
        session.get(f"http://127.0.0.1:{port}/")


def test_certificate_that_is_not_trusted(tls_server: FaultServer, session: Session) -> None:
    tls_server.add("/x", as_json(1))
    with pytest.raises(TlsError):
        session.get(tls_server.url("/x"))
    assert tls_server.seen == []


def test_plain_http_where_tls_was_expected(server: FaultServer, session: Session) -> None:
    with pytest.raises((TlsError, ConnectionLost)):
        session.get(server.url("/x").replace("http:", "https:"))


@pytest.mark.parametrize(
    "url", ["ftp://example.org/x", "gopher://x", "relative/path", "http://", "", "http://[::1"]
)
def test_what_is_not_a_web_address(session: Session, url: str) -> None:
    with pytest.raises(BadAnswer):
        session.get(url)


# --- time


def test_no_answer_times_out(server: FaultServer, session: Session) -> None:
    server.add("/x", Reply(delay=30))
    with pytest.raises(TimedOut):
        session.get(server.url("/x"))
    assert len(server.seen) == 1  # the person has waited once: not asked again


@pytest.mark.parametrize("way", ["get", "stream"])
def test_stall_in_the_body_times_out(server: FaultServer, session: Session, way: str) -> None:
    url = server.add("/x", stall(after=300))
    with pytest.raises(TimedOut, match=r"0\.6 s"):
        if way == "get":
            session.get(url)
        else:
            with session.stream(url) as stream:
                assert stream.status == 200
                assert len(b"".join(stream.chunks(100))) < 1000


def test_a_slow_drip_survives(server: FaultServer, session: Session) -> None:
    url = server.add("/x", as_json("y" * 18, drip=(4, 0.2)))
    assert session.get(url).json() == "y" * 18


def test_a_drip_without_end_is_ended(server: FaultServer, make_session: MakeSession) -> None:
    session = make_session(timeouts=Timeouts(connect=1, read=5, total=1.0))
    url = server.add("/x", Reply(body=b"x" * 100000, drip=(1, 0.1)))
    with pytest.raises(TimedOut, match=r"1 s"):
        session.get(url)


@pytest.mark.parametrize("way", ["get", "stream"])
def test_a_head_without_end_is_ended(make_session: MakeSession, way: str) -> None:
    session = make_session(timeouts=Timeouts(connect=0.5, read=0.5, total=1.0))
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def drip() -> None:
            live, _ = listener.accept()
            with live:
                try:
                    live.sendall(b"HTTP/1.1 200 OK\r\n")
                    for number in range(90):
                        live.sendall(b"X-%d: y\r\n" % number)
                        time.sleep(0.1)
                except OSError:
                    pass

        threading.Thread(target=drip, daemon=True).start()
        start = time.monotonic()
        with pytest.raises(TimedOut):
            if way == "get":
                session.get(f"http://127.0.0.1:{listener.getsockname()[1]}/")
            else:
                with session.stream(f"http://127.0.0.1:{listener.getsockname()[1]}/"):
                    pass
        assert time.monotonic() - start < 5


@pytest.mark.parametrize("reply", [Reply(delay=30), stall(100), Reply(body=b"x" * 9999, drip=(1, 0.1))])
def test_cancel_cuts_what_is_blocked(server: FaultServer, make_session: MakeSession, reply: Reply) -> None:
    session = make_session(timeouts=Timeouts(connect=20, read=20))
    url, cancel = server.add("/x", reply), Cancel()
    timer = threading.Timer(0.3, cancel.cancel)
    timer.start()
    start = time.monotonic()
    with pytest.raises(Cancelled):
        session.get(url, cancel=cancel)
    assert time.monotonic() - start < 1.3
    timer.join()


def test_cancel_cuts_a_stream(server: FaultServer, make_session: MakeSession) -> None:
    session = make_session(timeouts=Timeouts(connect=20, read=20))
    url, cancel = server.add("/x", stall(500)), Cancel()
    start = time.monotonic()
    with pytest.raises(Cancelled), session.stream(url, cancel=cancel) as stream:
        for _ in stream.chunks(100):
            cancel.cancel()
    assert time.monotonic() - start < 1


def test_cancel_ends_a_wait_before_a_retry(server: FaultServer, make_session: MakeSession) -> None:
    session = make_session(retry=Retry(patience=60))
    url, cancel = server.add("/x", Reply(503, headers={"Retry-After": "30"})), Cancel()
    threading.Timer(0.3, cancel.cancel).start()
    start = time.monotonic()
    with pytest.raises(Cancelled):
        session.get(url, cancel=cancel)
    assert time.monotonic() - start < 1.3


def test_a_host_that_never_accepts(session: Session, make_session: MakeSession) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        fillers = [socket.socket() for _ in range(4)]  # a full queue: neither made nor refused
        for filler in fillers:
            filler.setblocking(False)
            filler.connect_ex(listener.getsockname())
        try:
            with pytest.raises(TimedOut, match=r"0\.6 s"):
                session.get(url)
            patient, cancel = make_session(timeouts=Timeouts(connect=20, read=20)), Cancel()
            threading.Timer(0.2, cancel.cancel).start()
            start = time.monotonic()
            with pytest.raises(Cancelled):
                patient.get(url, cancel=cancel)
            assert time.monotonic() - start < 1.2
        finally:
            for filler in fillers:
                filler.close()


def test_cancelled_before(server: FaultServer, session: Session) -> None:
    cancel = Cancel()
    cancel.cancel()
    with pytest.raises(Cancelled):
        session.get(server.add("/x", as_json(1)), cancel=cancel)
    assert server.seen == []


# --- statuses


STATUSES = [
    (Reply(401, headers={"WWW-Authenticate": 'Basic realm="x"'}), AuthenticationRequired, ""),
    (Reply(403), AccessDenied, ""),
    (as_json({"message": "Monthly quota exceeded"}, 403), QuotaExceeded, ""),
    (as_json({"detail": "You must accept the licence"}, 403), LicenceNotAccepted, ""),
    (Reply(404), NotFound, "404"),
    (Reply(410), NotFound, "410"),
    (Reply(429), TooManyRequests, "429"),
    (Reply(500), ServiceUnavailable, "500"),
    (Reply(503), ServiceUnavailable, "503"),
    (
        as_json({"code": "InvalidParameterValue", "description": "bbox is inverted"}, 400),
        RequestRefused,
        "bbox is",
    ),
    (
        as_xml(
            '<ows:ExceptionReport xmlns:ows="http://www.opengis.net/ows"><ows:Exception exceptionCode="X">'
            "<ows:ExceptionText>no such\n queryable</ows:ExceptionText>"
            "</ows:Exception></ows:ExceptionReport>",
            400,
        ),
        RequestRefused,
        "no such queryable",
    ),
    (as_html("<html><body>" + "very long " * 500 + "</body></html>", 400), RequestRefused, "HTTP 400"),
]


@pytest.mark.parametrize(
    ("reply", "kind", "text"), STATUSES, ids=lambda value: getattr(value, "__name__", None)
)
def test_statuses_are_typed(
    server: FaultServer, session: Session, reply: Reply, kind: type[GaiaError], text: str
) -> None:
    url = server.add("/x", reply)
    with pytest.raises(kind, match=text or None) as caught:
        session.get(url)
    assert type(caught.value) is kind
    assert len(str(caught.value)) < 300
    assert caught.value.status == reply.status
    assert "<" not in str(caught.value)


def test_busy_servers_are_asked_again(server: FaultServer, session: Session) -> None:
    for status in (429, 502, 503, 504):
        url = server.add(
            f"/{status}", [Reply(status), Reply(status, headers={"Retry-After": "0"}), as_json("done")]
        )
        assert session.get(url).json() == "done"
        server.add(f"/{status}", [Reply(status), as_json("done")])
        assert session.post(url, json={"a": 1}).json() == "done"
        assert server.seen[-1].json() == {"a": 1}


def test_other_failures_are_not_asked_again(server: FaultServer, session: Session) -> None:
    for status in (400, 401, 403, 404, 500, 501):
        before = len(server.seen)
        with pytest.raises(GaiaError):
            session.get(server.add("/x", [Reply(status), as_json("never")]))
        assert len(server.seen) == before + 1


def test_retry_after_longer_than_our_patience(server: FaultServer, session: Session) -> None:
    url = server.add("/x", [Reply(429, headers={"Retry-After": "120"}), as_json("never")])
    with pytest.raises(TooManyRequests) as caught:
        session.get(url)
    assert caught.value.retry_after == 120
    assert len(server.seen) == 1


def test_lost_connections_are_asked_again(server: FaultServer, session: Session) -> None:
    url = server.add("/x", [Reply(reset=True), as_json("x" * 100, cut=10), as_json("done")])
    assert session.get(url).json() == "done"
    assert len(server.seen) == 3


# --- bodies that lie


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize("way", ["get", "stream"])
def test_a_body_cut_short_is_never_a_success(
    server: FaultServer, session: Session, chunked: bool, way: str
) -> None:
    url = server.add("/x", Reply(body=b"x" * 200_000, cut=100_000, chunked=chunked))
    with pytest.raises(ConnectionLost):
        if way == "get":
            session.get(url)
        else:
            with session.stream(url) as stream:
                for _ in stream.chunks():
                    pass


def test_answers_that_are_too_large(server: FaultServer, make_session: MakeSession) -> None:
    session = make_session(max_bytes=1 << 20)
    for reply in (Reply(body=100 << 20), Reply(body=100 << 20, chunked=True), gzip_bomb(100)):
        with pytest.raises(AnswerTooLarge, match="1 MB"):
            session.get(server.add("/x", reply))
    with pytest.raises(AnswerTooLarge, match=r"0\.5 MB"):
        session.get(server.add("/y", Reply(body=600_000)), max_bytes=1 << 19)
    assert len(session.get(server.add("/z", Reply(body=600_000))).content) == 600_000


def test_gzip_that_is_broken(server: FaultServer, session: Session) -> None:
    server.add("/x", Reply(body=b"not gzip at all", headers={"Content-Encoding": "gzip"}))
    with pytest.raises(BadAnswer, match="compressed"):
        session.get(server.url("/x"))
    server.add("/x", Reply(body=b"zzz", headers={"Content-Encoding": "gzip, gzip"}))
    with pytest.raises(BadAnswer, match="coding"):
        session.get(server.url("/x"))


def test_html_instead_of_json(server: FaultServer, session: Session) -> None:
    with pytest.raises(BadAnswer, match="a web page instead of JSON"):
        session.get(server.add("/x", as_html())).json()


def test_entity_bomb(server: FaultServer, session: Session) -> None:
    with pytest.raises(BadAnswer, match="entities"):
        session.get(server.add("/x", entity_bomb())).xml()


def test_not_http_at_all(session: Session) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer() -> None:
            for _ in range(8):
                try:
                    live, _ = listener.accept()
                except OSError:
                    return
                with live:
                    live.recv(4096)
                    live.sendall(b"220 mail.example.org ESMTP\r\n")

        threading.Thread(target=answer, daemon=True).start()
        with pytest.raises((BadAnswer, ConnectionLost)):
            session.get(f"http://127.0.0.1:{listener.getsockname()[1]}/")


# --- redirects and credentials


def test_redirects_are_followed(server: FaultServer, session: Session) -> None:
    server.add("/a", redirect("b?x=1", 301))
    server.add("/b", redirect(server.url("/c", "localhost"), 308))
    server.add("/c", echo)
    answer = session.get(server.url("/a"))
    assert answer.url == server.url("/c", "localhost")
    assert [seen.target for seen in server.seen] == ["/a", "/b?x=1", "/c"]


def test_redirect_loops_end(server: FaultServer, session: Session) -> None:
    server.add("/a", redirect("/b"))
    server.add("/b", redirect("/a"))
    with pytest.raises(RedirectLoop):
        session.get(server.url("/a"))
    assert len(server.seen) == 2
    server.add("/n", lambda seen: redirect(f"/n?{int(seen.target.partition('?')[2] or 0) + 1}"))
    with pytest.raises(RedirectLoop):
        session.get(server.url("/n"))
    assert len(server.seen) == 2 + 11


@pytest.mark.parametrize("to", ["file:///etc/hostname", "ftp://localhost/x", "javascript:1", "http://[bad"])
def test_redirects_stay_on_the_web(server: FaultServer, session: Session, to: str) -> None:
    with pytest.raises(BadAnswer, match="redirect"):
        session.get(server.add("/a", redirect(to)))


def test_post_over_redirects(server: FaultServer, session: Session) -> None:
    server.add("/result", echo)
    server.add("/search/", echo)
    for status, path, method in (
        (303, "/result", "GET"),
        (302, "/result", "GET"),
        (301, "/result", "GET"),
        (307, "/result", "POST"),
        (308, "/result", "POST"),
        (301, "/search/", "POST"),  # the endpoint moved: a GET would lose the filters
    ):
        server.add("/search", redirect(path, status))
        answer = session.post(server.url("/search"), json={"limit": 1}).json()
        assert (answer["method"], answer["body"]) == (method, '{"limit": 1}' if method == "POST" else "")
        assert ("content-type" in answer["headers"]) is (method == "POST")


def test_own_headers_do_not_follow_to_another_host(server: FaultServer, session: Session) -> None:
    server.add("/a", redirect(server.url("/c", "localhost")))
    server.add("/b", redirect("/c"))
    server.add("/c", echo)
    sent = {
        "X-Api-Key": "k",
        "Authorization": "Bearer k",
        "Cookie": "s=k",
        "Accept": "a/b",
        "Range": "bytes=1-",
    }
    there = session.get(server.url("/a"), headers=sent).json()["headers"]
    assert not {"x-api-key", "authorization", "cookie"} & set(there)
    assert (there["accept"], there["range"]) == ("a/b", "bytes=1-")
    here = session.get(server.url("/b"), headers=sent).json()["headers"]
    assert here["x-api-key"] == "k" and here["authorization"] == "Bearer k"


def test_credentials_go_to_their_hosts_only(server: FaultServer, make_session: MakeSession) -> None:
    key = Credential(
        ["127.0.0.1"], headers={HEADER: "hidden-1"}, query={PARAMETER: "hidden-2"}, allow_http=True
    )
    session = make_session(credentials=[key])
    server.add("/a", lambda seen: redirect(server.url("/b?" + seen.target.partition("?")[2], "localhost")))
    server.add("/b", redirect(server.url("/c")))
    server.add("/c", echo)
    answer = session.get(server.url("/a?x=1"))
    first, second, third = server.seen
    assert first.headers["x-key"] == "hidden-1" and first.query == {"x": ["1"], PARAMETER: ["hidden-2"]}
    assert "x-key" not in second.headers and second.query == {"x": ["1"]}  # though the server echoed the key
    assert third.headers["x-key"] == "hidden-1" and third.query == {PARAMETER: ["hidden-2"]}
    assert "hidden" not in answer.url


def test_a_server_that_repeats_the_key_is_not_quoted(server: FaultServer, make_session: MakeSession) -> None:
    key = Credential(["127.0.0.1"], headers={HEADER: "hidden-of-a-person"}, allow_http=True)
    server.add("/said", lambda seen: as_json({"you": seen.headers["x-key"]}))
    server.add("/bad", lambda seen: as_json({"detail": f"no such key: {seen.headers['x-key']}"}, 400))
    session = make_session(credentials=[key])
    assert session.get(server.url("/said")).json() == {"you": "***"}
    with pytest.raises(RequestRefused) as refused:
        session.get(server.url("/bad"))
    assert "hidden" not in f"{refused.value} {refused.value.fields}"


def named(url: str) -> str:
    """The URL with user information."""
    return url.replace("://", "://someone:hidden-4" + "@")


def test_nothing_secret_in_errors(server: FaultServer, make_session: MakeSession) -> None:
    key = Credential(["127.0.0.1", ".invalid"], query={PARAMETER: "hidden-3"}, allow_http=True)
    session = make_session(credentials=[key])
    server.add("/lost", Reply(reset=True))
    server.add("/bad", Reply(400))
    server.add("/cut", Reply(body=b"x" * 100, cut=10))
    urls = [server.url("/lost"), server.url("/bad"), server.url("/cut"), "http://a.invalid/x"]
    urls += [
        f"http://127.0.0.1:{closed_port()}/",
        named("http://a.invalid/"),
        named("ftp://h/"),
    ]
    for url in urls:
        with pytest.raises(GaiaError) as caught:
            session.get(url)
        text = "".join(
            traceback.format_exception(type(caught.value), caught.value, caught.value.__traceback__)
        )
        assert "hidden" not in text.replace(url, "") and "hidden" not in repr(caught.value.fields)
        assert caught.value.__context__ is None and caught.value.__cause__ is None


def test_headers_that_cannot_be_sent(server: FaultServer, session: Session) -> None:
    url = server.add("/x", echo)
    for value in ("a\r\nX-Injected: 1", "a\nb"):
        with pytest.raises(RequestRefused, match="header"):
            session.get(url, headers={"X-Own": value})
    assert server.seen == []


def test_user_information_is_never_sent(server: FaultServer, session: Session) -> None:
    url = server.add("/x", echo).replace("://", "://someone:something" + "@")
    answer = session.get(url)
    assert "authorization" not in server.seen[-1].headers
    assert "something" not in answer.url
    assert answer.url == server.url("/x")


# --- sharing


def test_at_most_so_many_requests_to_a_host(server: FaultServer, make_session: MakeSession) -> None:
    session = make_session()
    url = server.add("/x", Reply(body=b"1", delay=0.1))

    def ask_all() -> None:
        threads = [threading.Thread(target=session.get, args=(url,)) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)

    ask_all()
    assert (server.most_at_once, len(server.seen)) == (2, 8)
    session.limit_host(f"127.0.0.1:{server.port}", 5)
    ask_all()
    assert 2 < server.most_at_once <= 5 and len(server.seen) == 16


def test_downloads_do_not_keep_questions_waiting(server: FaultServer, session: Session) -> None:
    big, small = server.add("/big", Reply(body=8 << 20)), server.add("/small", as_json("quick"))
    with session.stream(big) as one, session.stream(big) as two:
        assert next(one.chunks(10)) and next(two.chunks(10))
        assert session.get(small).json() == "quick"


def test_waiting_for_a_turn_can_be_cancelled(server: FaultServer, make_session: MakeSession) -> None:
    session = make_session(connections_per_host=1, timeouts=Timeouts(read=20))
    slow, first, second = server.add("/x", Reply(delay=20)), Cancel(), Cancel()
    errors: list[BaseException] = []

    def ask(cancel: Cancel) -> None:
        try:
            session.get(slow, cancel=cancel)
        except GaiaError as error:
            errors.append(error)

    threads = [threading.Thread(target=ask, args=(one,)) for one in (first, second)]
    for thread in threads:
        thread.start()
        time.sleep(0.2)
    start = time.monotonic()
    second.cancel()
    threads[1].join(5)
    assert time.monotonic() - start < 1 and len(errors) == 1
    first.cancel()
    threads[0].join(5)
    assert [type(error) for error in errors] == [Cancelled, Cancelled]


# --- cache and streams


def test_cache_and_revalidation(server: FaultServer, make_session: MakeSession) -> None:
    session = make_session()

    def route(seen: Seen) -> Reply:
        if seen.headers.get("if-none-match") == '"v1"':
            return Reply(304)
        return as_json("fresh", headers={"ETag": '"v1"', "Cache-Control": seen.query.get("cc", [""])[0]})

    url = server.add("/x", route)
    assert not session.get(url, cache=True).from_cache
    assert session.get(url, cache=True).from_cache
    assert len(server.seen) == 1
    assert not session.get(url).from_cache  # only where it is asked for
    session.get(url + "?cc=no-cache", cache=True)
    again = session.get(url + "?cc=no-cache", cache=True)
    assert again.from_cache and again.json() == "fresh" and server.seen[-1].headers["if-none-match"] == '"v1"'
    session.get(url + "?cc=no-store", cache=True)
    before = len(server.seen)
    assert not session.get(url + "?cc=no-store", cache=True).from_cache
    assert len(server.seen) == before + 1
    session.credentials.add(Credential(["127.0.0.1"], headers={"X-Key": "k"}, allow_http=True))
    assert not session.get(url, cache=True).from_cache  # another person may see something else


def test_stream_ranges_and_statuses(server: FaultServer, session: Session) -> None:
    body = bytes(range(256)) * 4096

    def route(seen: Seen) -> Reply:
        start = int(seen.headers.get("range", "bytes=0-")[6:].rstrip("-"))
        if start >= len(body):
            return Reply(416, headers={"Content-Range": f"bytes */{len(body)}"})
        part = {"Content-Range": f"bytes {start}-{len(body) - 1}/{len(body)}"}
        return Reply(206, body[start:], part) if "range" in seen.headers else Reply(200, body)

    url = server.add("/x", route)
    with session.stream(url) as stream:
        assert (stream.status, stream.length) == (200, len(body))
        chunks = list(stream.chunks(1 << 16))
    assert b"".join(chunks) == body and max(map(len, chunks)) <= 1 << 16
    assert server.seen[-1].headers["accept-encoding"] == "identity"
    with session.stream(url, headers={"Range": "bytes=1000000-"}) as stream:
        assert stream.status == 206 and stream.headers["content-range"].startswith("bytes 1000000-")
        assert b"".join(stream.chunks()) == body[1000000:]
    past = {"Range": f"bytes={len(body)}-"}
    with pytest.raises(RequestRefused) as caught, session.stream(url, headers=past):
        pass
    assert caught.value.status == 416
    with session.stream(url, headers=past, accept_statuses=(200, 206, 416)) as stream:
        assert stream.status == 416


def test_a_stream_left_early_frees_its_place(server: FaultServer, make_session: MakeSession) -> None:
    session = make_session(connections_per_host=1)
    url = server.add("/x", Reply(body=50 << 20))
    for _ in range(4):
        with session.stream(url) as stream:
            assert len(next(stream.chunks(1000))) <= 1000


# --- services that need other time-outs


def test_a_slow_service_has_its_own_patience(server: FaultServer, make_session: MakeSession) -> None:
    """The same session, the same server: one catalogue's row allows it longer reads."""
    session = make_session()  # reads of 0.6 s
    patient = session.with_timeouts(read=30)
    head, body = (
        server.add("/head", as_json("slow", delay=1.2)),
        server.add("/body", as_json("y" * 9, drip=(6, 1.2))),
    )
    for url in (head, body):
        with pytest.raises(TimedOut, match=r"0\.6 s"):
            session.get(url)
    assert patient.get(head).json() == "slow" and patient.get(body).json() == "y" * 9
    assert patient.timeouts == Timeouts(connect=0.6, read=30, total=20.0) and session.timeouts == SHORT
    hasty = session.with_timeouts(read=0.2)
    with pytest.raises(TimedOut, match=r"0\.2 s"):
        hasty.get(head)


def test_sessions_of_other_patience_share_everything_else(
    server: FaultServer, make_session: MakeSession
) -> None:
    session = make_session()
    patient = session.with_timeouts(connect=1, read=2)
    session.credentials.add(Credential(["127.0.0.1"], headers={"X-Key": "k"}, allow_http=True))
    url = server.add("/x", as_json(1, headers={"ETag": '"a"'}))
    assert not session.get(url, cache=True).from_cache and patient.get(url, cache=True).from_cache
    patient.get(url)
    assert server.seen[-1].headers["x-key"] == "k" and server.connections == 1
    slow = server.add("/slow", Reply(body=b"1", delay=0.1))
    threads = [threading.Thread(target=one.get, args=(slow,)) for one in (session, patient) * 3]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert server.most_at_once == 2


def test_the_most_careful_of_those_who_share_a_host_is_believed(
    server: FaultServer, make_session: MakeSession
) -> None:
    session, host = make_session(), f"127.0.0.1:{server.port}"
    url = server.add("/x", Reply(body=b"1", delay=0.1))

    def ask_all() -> int:
        server.most_at_once = 0
        threads = [threading.Thread(target=session.get, args=(url,)) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
        return server.most_at_once

    session.limit_host(host, 4, "one")
    session.limit_host(host, 1, "other")
    assert ask_all() == 1
    session.limit_host(host, 3, "other")  # its row was corrected
    assert 1 < ask_all() <= 3


@pytest.mark.parametrize("name", ["X-Amz-Signature", "sig", "token"])
def test_a_server_that_repeats_the_signature_of_an_address_is_not_quoted(
    server: FaultServer, session: Session, name: str
) -> None:
    """What it said is kept with the transfer, and shown."""
    server.add("/a", lambda seen: as_json({"message": f"{seen.target} is refused"}, 403))
    canary = "canary" + "-9b1c"
    with pytest.raises(AccessDenied) as caught:
        session.get(server.url("/a") + f"?{name}={canary}&v=1")
    assert canary not in repr(caught.value.fields) and "is refused" in str(caught.value.fields)
