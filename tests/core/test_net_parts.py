"""The parts of core's network that need no server."""

from __future__ import annotations

import pickle
import time
import tracemalloc
from email.utils import formatdate
from pathlib import Path

import pytest

from gaia_plugin.core.errors import (
    AnswerTooLarge,
    BadAnswer,
    ConnectionLost,
    GaiaError,
    NotFound,
    ServiceUnavailable,
    TimedOut,
)
from gaia_plugin.core.net import (
    AnswerCache,
    Credential,
    Credentials,
    Response,
    Retry,
    Session,
    is_local,
    local_path,
)
from gaia_plugin.core.net import parse as parse_module
from gaia_plugin.core.net.answers import decoder
from gaia_plugin.core.net.detail import short_detail
from gaia_plugin.core.net.parse import parse_json, parse_xml
from gaia_plugin.core.net.redirects import Call, next_call
from gaia_plugin.core.net.retry import retry_after
from gaia_plugin.core.net.watchdog import TICK, Watchdog
from tests.support.faultserver import gzip_bomb

# --- credentials


@pytest.mark.parametrize(
    ("hosts", "url", "expected"),
    [
        (["meso.umontpellier.fr"], "https://meso.umontpellier.fr/x", True),
        (["meso.umontpellier.fr"], "https://MESO.umontpellier.fr./x", True),
        (["meso.umontpellier.fr"], "https://evil-meso.umontpellier.fr/", False),
        (["meso.umontpellier.fr"], "https://meso.umontpellier.fr.example/", False),
        (["meso.umontpellier.fr"], "https://evil-meso.umontpellier.fr.example/", False),
        (["meso.umontpellier.fr"], "https://sub.meso.umontpellier.fr/", False),
        (["meso.umontpellier.fr"], "https://meso.umontpellier.fr@evil.example/", False),
        (["meso.umontpellier.fr"], "https://evil.example/meso.umontpellier.fr", False),
        (["meso.umontpellier.fr"], "https://evil.example\\@meso.umontpellier.fr/", False),
        (["meso.umontpellier.fr"], "http://meso.umontpellier.fr/", False),
        ([".umontpellier.fr"], "https://meso.umontpellier.fr/", True),
        ([".umontpellier.fr"], "https://umontpellier.fr/", False),
        ([".umontpellier.fr"], "https://evilumontpellier.fr/", False),
        ([""], "https://example.org/", False),
        (["."], "https://example.org/", False),
        (["127.0.0.1:8080"], "https://127.0.0.1:8080/", True),
        (["127.0.0.1:8080"], "https://127.0.0.1:8081/", False),
        (["example.org"], "file:///example.org", False),
        (["example.org"], "https://[bad/", False),
    ],
)
def test_a_credential_matches_its_hosts_only(hosts: list[str], url: str, expected: bool) -> None:
    assert Credential(hosts, headers={"X": "y"}).matches(url) is expected


def test_a_credential_never_shows_itself() -> None:
    one = Credential(
        ["example.org"], basic=("someone", "hidden"), query={"key": "hidden"}, headers={"X": "hidden"}
    )
    for text in (repr(one), str(one), f"{one}", repr(Credentials([one]))):
        assert "hidden" not in text and "someone" not in text
    with pytest.raises(TypeError):
        pickle.dumps(one)


def test_query_credentials_replace_and_leave() -> None:
    one = Credential(["example.org"], query={"api_key": "a b&c"})
    sent = one.add_to("https://example.org/x?q=%2F&api_key=old")
    assert sent == "https://example.org/x?q=%2F&api_key=a%20b%26c"
    assert one.remove_from(sent) == "https://example.org/x?q=%2F"


# --- redirects


def test_a_downgrade_is_remembered_and_stops_a_post() -> None:
    start = Call("GET", "https://example.org/a", {"X-Key": "k", "Accept": "a/b"})
    down = next_call(start, 302, "http://example.org/b", set())
    assert down.downgraded and down.headers == {"Accept": "a/b"}
    up_again = next_call(down, 302, "https://example.org/c", set())
    assert up_again.downgraded  # the address came over the open network: anyone may have written it
    post = Call("POST", "https://example.org/a", {}, b"body")
    with pytest.raises(BadAnswer, match="https to http"):
        next_call(post, 307, "http://example.org/b", set())


# --- retries


def test_backoff_grows_and_is_random() -> None:
    retry = Retry(times=3, first=1.0, longest=3.0)
    lost = ConnectionLost(host="h")
    waits = [[retry.wait_before(attempt, lost) or 0.0 for _ in range(50)] for attempt in (1, 2, 3)]
    for expected, seen in zip((1.0, 2.0, 3.0), waits):
        assert expected / 2 <= min(seen) < max(seen) <= expected
    assert retry.wait_before(4, lost) is None
    assert retry.wait_before(1, TimedOut(host="h", seconds=1)) is None
    assert retry.wait_before(1, ServiceUnavailable(host="h", status=500)) is None
    assert retry.wait_before(1, ServiceUnavailable(host="h", status=503, retry_after=7.0)) == 7.0
    assert retry.wait_before(1, ServiceUnavailable(host="h", status=503, retry_after=700.0)) is None


def test_retry_after_is_read() -> None:
    assert retry_after("12") == 12
    assert retry_after("-5") == 0
    soon = retry_after(formatdate(time.time() + 60, usegmt=True))
    assert soon is not None and 55 < soon <= 60
    assert retry_after(formatdate(time.time() - 60, usegmt=True)) == 0
    for odd in (None, "", "soon", "Wed, 99 Foo 2020", "1e400"):
        assert retry_after(odd) is None


# --- JSON and XML


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b'{"features": [{"id": "a"', "truncated JSON"),
        (b'{"features": "abc', "truncated JSON"),
        (b'{"a": 1,, "b": 2}', "broken JSON"),
        (b"", "an empty answer"),
        (b"<!DOCTYPE html><html></html>", "a web page instead of JSON"),
        (b"<?xml version='1.0'?><ExceptionReport/>", "XML instead of JSON"),
        (b'{"a": NaN}', "NaN"),
        (b'{"a": -Infinity}', "Infinity"),
        (b"[" * 100_000 + b"]" * 100_000, "nested too deep"),
        (b'{"a": "\xff\xfe\xfa"}', "encoding"),
        (b"Service is down", "not JSON"),
    ],
)
def test_json_that_cannot_be_read(content: bytes, text: str) -> None:
    with pytest.raises(BadAnswer, match=text) as caught:
        parse_json(content, "h")
    assert len(str(caught.value)) < 120


def test_json_is_the_same_without_orjson(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ['{"é": [1.5, 12345678901234567890123, "\\ud83d\\ude00", null, true, -0.0]}', '["\\ud800"]', "3"]
    with_whatever = [parse_json(text.encode(), "h") for text in texts]
    monkeypatch.setattr(parse_module, "orjson", None)
    assert [parse_json(text.encode(), "h") for text in texts] == with_whatever


def test_json_encodings() -> None:
    assert parse_json('{"a": "é"}'.encode("utf-8-sig"), "h") == {"a": "é"}
    assert parse_json('{"a": "é"}'.encode("utf-16"), "h") == {"a": "é"}
    latin = Response(
        200,
        "http://h/",
        {"Content-Type": "application/json; charset=ISO-8859-1"},
        '{"a": "é"}'.encode("latin-1"),
    )
    assert latin.json() == {"a": "é"}


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"<a><b>text</b>", "truncated XML"),
        (b"<a><b>te", "truncated XML"),
        (b"<a></b>", "XML"),
        (b"", "an empty answer"),
        (b"<html><body/></html>", "a web page instead of XML"),
        (b"<!DOCTYPE html><html><p></html>", "a web page instead of XML"),
        (b'{"a": 1}', "JSON instead of XML"),
        (b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]><r>&x;</r>', "entities"),
        (b'<!-- <a> --><!DOCTYPE r [<!ENTITY x "y">]><r>&x;</r>', "entities"),
        (
            '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE r [<!ENTITY x "y">]><r>&x;</r>'.encode(
                "utf-16"
            ),
            "entit",
        ),
        (b"<a>" * 5000 + b"</a>" * 5000, "nested too deep"),
        (b"<a>\xff\xfe</a>", "encoding"),
    ],
)
def test_xml_that_cannot_be_read(content: bytes, text: str) -> None:
    with pytest.raises(BadAnswer, match=text):
        parse_xml(content, "h")


def test_xml_never_reads_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret.dtd"
    secret.write_text('<!ENTITY x "read">')
    root = parse_xml(f'<!DOCTYPE r SYSTEM "{secret.as_uri()}"><r>a</r>'.encode(), "h")
    assert root.text == "a"


def test_details_are_short_and_clean() -> None:
    assert short_detail(b'{"detail": [{"loc": ["bbox"], "msg": "wrong\\u0000 box"}]}') == "wrong box"
    assert short_detail(b'{"error": {"message": "no"}}', "application/json") == "no"
    assert short_detail(b"plain  text\r\n", "text/plain; charset=utf-8") == "plain text"
    assert short_detail(b"<html><body>long</body></html>", "text/html") == ""
    assert short_detail(b"\x00\x01binary") == ""
    assert short_detail(b'{"message": "<b>bold</b> ' + b"x" * 5000 + b'"}').endswith("x…")
    assert len(short_detail(b'{"message": "' + b"x" * 5000 + b'"}')) == 200
    named = "http://host/x".replace("://", "://me:pw" + "@")
    assert short_detail(f'{{"message": "see {named}"}}'.encode()) == "see http://host/x"
    assert short_detail(b"[" * 5000) == ""
    echoed = short_detail(b'{"message": "bad request /x?access_token=canary&api-key=canary&q=snow"}')
    assert "canary" not in echoed and echoed.endswith("&q=snow")
    assert short_detail(b'{"message": "the key is missing"}') == "the key is missing"


# --- files and cache


def test_local_files(tmp_path: Path) -> None:
    path = tmp_path / "catalog é.json"
    path.write_text('{"type": "Catalog"}', encoding="utf-8")
    session = Session()
    for url in (path.as_uri(), str(path)):
        assert is_local(url) and local_path(url) == path
        answer = session.get(url)
        assert answer.json() == {"type": "Catalog"} and answer.url == path.as_uri()
    assert not is_local("https://example.org/x") and not is_local("relative/x.json")
    with pytest.raises(NotFound):
        session.get((tmp_path / "none.json").as_uri())
    with pytest.raises(AnswerTooLarge):
        session.get(str(path), max_bytes=3)
    with pytest.raises(BadAnswer):
        session.get("file://other.example/share/x")


def test_the_cache_is_bounded() -> None:
    cache = AnswerCache(max_bytes=1000)
    for number in range(10):
        cache.keep(number, Response(200, "http://h/", {}, bytes(300)))
    assert [number for number in range(10) if cache.find(number)] == [7, 8, 9]
    cache.keep("large", Response(200, "http://h/", {}, bytes(900)))
    assert cache.find("large") is None


def test_every_error_is_one_sentence_about_a_host() -> None:
    for kind in (ConnectionLost, TimedOut, ServiceUnavailable):
        error: GaiaError = kind(host="example.org", status=503, seconds=10)
        assert str(error).startswith("The connection to example.org") or str(error).startswith("example.org")


def test_the_watchdog_ends_what_was_not_forgotten() -> None:
    dog, ended = Watchdog(), []
    forget = dog.watch(0.05, lambda: ended.append("forgotten"))
    dog.watch(0.05, lambda: ended.append("late"))
    dog.watch(60, lambda: ended.append("in time"))
    forget()
    until = time.monotonic() + 5
    while not ended and time.monotonic() < until:
        time.sleep(0.02)
    time.sleep(TICK)
    assert ended == ["late"]


def test_a_bomb_is_never_held_in_memory() -> None:
    bomb = gzip_bomb(200).body
    assert isinstance(bomb, bytes)
    tracemalloc.start()
    try:
        with pytest.raises(AnswerTooLarge):
            decoder("gzip", "http://h/", 2 << 20)(bomb)
        assert tracemalloc.get_traced_memory()[1] < 12 << 20
    finally:
        tracemalloc.stop()


def test_half_a_character_is_none() -> None:
    """RFC 8259 section 8.2: what such a text means is left open; no file name or address takes it."""
    answer = b'{"id": "a\\ud800b", "pair": "\\ud83c\\udf0d", "\\uDFFF": ["\\udc00"], "plain": "\\\\ud800"}'
    value = parse_json(answer, "example.org")
    assert value == {"id": "a\ufffdb", "pair": "\U0001f30d", "\ufffd": ["\ufffd"], "plain": "\\ud800"}
    repr(value).encode("utf-8")
