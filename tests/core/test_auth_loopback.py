"""The listener that the browser brings the answer to."""

from __future__ import annotations

import socket
import threading

import pytest

from gaia_plugin.core.auth.loopback import Listener, PageTexts
from gaia_plugin.core.errors import Cancelled, PortInUse, SignInTimedOut
from gaia_plugin.core.net import Cancel


def get(port, target="/?state=s&code=c", host=None, method="GET", more=""):
    """The whole answer to one request, as text."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as live:
        name = f"127.0.0.1:{port}" if host is None else host
        live.sendall(f"{method} {target} HTTP/1.1\r\nHost: {name}\r\n{more}\r\n".encode("latin-1"))
        received = b""
        while True:
            try:
                piece = live.recv(65536)
            except ConnectionResetError:
                piece = b""
            if not piece:
                return received.decode("utf-8")
            received += piece


class Waiting:
    """A listener that waits in a thread."""

    def __init__(self, listener, seconds=60.0):
        self.listener = listener
        self.cancel = Cancel()
        self.outcome = None
        self._seconds = seconds
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self):
        try:
            self.outcome = self.listener.wait(self.cancel, self._seconds)
        except Exception as error:
            self.outcome = error

    def over(self):
        self._thread.join(30)
        assert not self._thread.is_alive()
        return self.outcome


@pytest.fixture
def waiting():
    made = []

    def make(**options):
        made.append(Waiting(Listener("issuer.example", **options)))
        return made[-1]

    yield make
    for one in made:
        one.cancel.cancel()
        one.over()


def answered(waiting, reply=True, **request):
    """Let the browser come; its page, and what it brought."""
    page = []
    port = waiting.listener.port
    browser = threading.Thread(target=lambda: page.append(get(port, **request)), daemon=True)
    browser.start()
    answer = waiting.over()
    answer.reply(reply)
    browser.join(30)
    return page[0], answer.parameters


def test_the_answer_and_its_page(waiting):
    one = waiting()
    page, parameters = answered(one, target="/?state=s&code=a%2Bb&iss=https%3A%2F%2Fissuer.example")
    assert parameters == {"state": "s", "code": "a+b", "iss": "https://issuer.example"}
    head, _, body = page.partition("\r\n\r\n")
    assert head.startswith("HTTP/1.1 200 ")
    for line in (
        "Cache-Control: no-store",
        "Referrer-Policy: no-referrer",
        "default-src 'none'",
        "Connection: close",
    ):
        assert line in head
    assert "You are signed in" in body
    assert "a+b" not in page


def test_the_page_speaks_the_users_language_and_is_escaped(waiting):
    texts = PageTexts("fr", "GAIA <Data>", "Vous êtes connecté.", "La connexion a échoué & voilà.")
    page, _ = answered(waiting(texts=texts))
    assert '<html lang="fr">' in page
    assert "Vous êtes connecté." in page
    assert "GAIA &lt;Data&gt;" in page
    page, _ = answered(waiting(texts=texts), reply=False)
    assert "La connexion a échoué &amp; voilà." in page


def test_it_is_on_the_literal_address_of_this_computer(waiting):
    one = waiting()
    assert one.listener.address == f"http://127.0.0.1:{one.listener.port}/"
    assert one.listener._socket.getsockname()[0] == "127.0.0.1"


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        ({"target": "/favicon.ico"}, 404),
        ({"target": "/"}, 404),
        ({"target": "/?code=c"}, 404),
        ({"target": "/elsewhere?state=s&code=c"}, 404),
        ({"target": "//evil.example/?state=s&code=c"}, 404),
        ({"target": "http://evil.example/?state=s&code=c"}, 404),
        ({"method": "POST"}, 405),
        ({"method": "HEAD"}, 405),
        ({"method": "OPTIONS"}, 405),
        ({"target": "/?state=s&code=c&code=d"}, 400),
        ({"target": "/?state=s&state=s"}, 400),
        ({"target": "/?state=%ff&code=c"}, 400),
        ({"target": "/?" + "&".join(f"a{n}=" for n in range(200)) + "&state=s"}, 400),
        ({"target": "/ ?state=s&code=c"}, 400),
        ({"host": "localhost"}, 421),
        ({"host": "127.0.0.1"}, 421),
        ({"host": "rebound.evil.example"}, 421),
        ({"host": ""}, 421),
        ({"more": "Host: second.example\r\n"}, 421),
    ],
)
def test_everything_else_is_refused_and_does_not_end_the_wait(waiting, request_, status):
    one = waiting()
    page = get(one.listener.port, **request_)
    assert page.startswith(f"HTTP/1.1 {status} ")
    assert "signed in" not in page
    _, parameters = answered(one)
    assert parameters["code"] == "c"


def test_what_is_not_http(waiting):
    one = waiting()
    for sent in (b"\x16\x03\x01\x02\x00\x01\r\n\r\n", b"\r\n\r\n", b"GET\r\n\r\n", b"x" * 40_000):
        with socket.create_connection(("127.0.0.1", one.listener.port), timeout=10) as live:
            try:
                live.sendall(sent)
                live.recv(1000)
            except OSError:
                pass
    assert answered(one)[1]["code"] == "c"


def test_connections_that_a_browser_opens_ahead_hold_nothing_up(waiting):
    one = waiting()
    idle = [socket.create_connection(("127.0.0.1", one.listener.port)) for _ in range(6)]
    half = socket.create_connection(("127.0.0.1", one.listener.port))
    half.sendall(b"GET /?state=s&code=half HTTP/1.1\r\n")
    gone = socket.create_connection(("127.0.0.1", one.listener.port))
    gone.close()
    assert answered(one)[1]["code"] == "c"
    for each in (*idle, half):
        each.close()


def test_a_request_that_comes_in_pieces(waiting):
    one = waiting()
    request = f"GET /?state=s&code=c HTTP/1.1\r\nHost: 127.0.0.1:{one.listener.port}\r\n\r\n".encode()
    with socket.create_connection(("127.0.0.1", one.listener.port)) as live:
        for place in range(len(request)):
            live.sendall(request[place : place + 1])
        answer = one.over()
        assert answer.parameters["code"] == "c"
        answer.reply(True)


def test_it_answers_once(waiting):
    one = waiting()
    answered(one)
    with pytest.raises(OSError):
        get(one.listener.port)


def test_cancel_ends_it_and_frees_the_port(waiting):
    one = waiting()
    one.cancel.cancel()
    assert isinstance(one.over(), Cancelled)
    with Listener("issuer.example", ports=[one.listener.port]):
        pass


def test_nothing_comes_from_a_browser_that_was_closed():
    one = Waiting(Listener("issuer.example"), seconds=0.3)
    error = one.over()
    assert isinstance(error, SignInTimedOut)
    assert "issuer.example" in str(error)
    with pytest.raises(OSError):
        get(one.listener.port)


def test_a_port_in_use():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen(1)
        port = taken.getsockname()[1]
        with pytest.raises(PortInUse, match="code instead"):
            Listener("issuer.example", ports=[port])
        with Listener("issuer.example", ports=[port, 0]) as other:
            assert other.port not in (0, port)


def test_a_port_of_the_last_sign_in_is_free_again(waiting):
    """Issuers that know redirects by heart leave the plugin one port: a second try must not wait for the
    kernel to forget the first one's connection."""
    one = waiting()
    answered(one)
    with Listener("issuer.example", ports=[one.listener.port]) as again:
        assert again.port == one.listener.port


def test_repr_shows_names_only(waiting):
    one = waiting()
    answered(one, target="/?state=s&code=synthetic-code-0001")
    assert "synthetic-code" not in repr(one.outcome)
