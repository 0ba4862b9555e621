"""The door on this computer: who is sent on, and who is not."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from gaia_plugin.core.access import Access, Fetchable
from gaia_plugin.core.access.relay import Relay
from gaia_plugin.core.errors import SignInRequired
from gaia_plugin.core.model import Link, LinkKind
from gaia_plugin.core.net import Session

LINK = Link("https://files.example/a b.tif", LinkKind.COG)


class SyntheticAccess(Access):
    """Signs by counting."""

    def __init__(self) -> None:
        super().__init__(Session(), [])
        self.count = 0
        self.error: Exception | None = None
        self.headers: dict[str, str] = {}

    def fetchable(self, link, cancel=None, refused=None):  # type: ignore[no-untyped-def]
        if self.error:
            raise self.error
        self.count += 1
        return Fetchable(f"{link.href}?n={self.count}", self.headers, expires=9e9)


@pytest.fixture
def access() -> SyntheticAccess:
    return SyntheticAccess()


@pytest.fixture
def relay(access: SyntheticAccess) -> Iterator[Relay]:
    made = Relay(access)
    yield made
    made.close()


def ask(address: str, method: str = "GET", **headers: str) -> tuple[int, str]:
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    try:
        connection.request(method, parts.path, headers=headers)
        answer = connection.getresponse()
        assert method == "POST" or answer.read() == b""
        return answer.status, answer.headers.get("Location", "")
    finally:
        connection.close()


def test_each_request_is_sent_on_to_what_opens_the_file_now(relay: Relay) -> None:
    address = relay.address_of(LINK)
    assert address.startswith("http://127.0.0.1:") and "example" not in address
    assert ask(address) == (302, f"{LINK.href}?n=1")
    assert ask(address, "HEAD") == (302, f"{LINK.href}?n=2")
    assert relay.address_of(LINK) == address


@pytest.mark.parametrize("host", ["files.example", "localhost", "127.0.0.1"])
def test_a_name_that_was_bound_to_this_computer_is_refused(relay: Relay, host: str) -> None:
    assert ask(relay.address_of(LINK), Host=host) == (421, "")


def test_whoever_does_not_know_the_word_is_refused(relay: Relay, access: SyntheticAccess) -> None:
    address = relay.address_of(LINK)
    root = address[: address.index("/", 8)]
    for path in (
        "/",
        "/guess/x",
        address[len(root) :] + "x",
        "/%C3%A9/x",
    ):
        assert ask(root + path) == (404, "")
    assert ask(address, "POST")[0] == 501
    assert access.count == 0


def test_a_refusal_is_a_status(relay: Relay, access: SyntheticAccess) -> None:
    access.error = SignInRequired(host="files.example", service="Synthetic")
    assert ask(relay.address_of(LINK)) == (502, "")
    access.error = SignInRequired(host="files.example", service="Synthetic", status=401)
    assert ask(relay.address_of(LINK)) == (401, "")


def test_what_needs_a_header_is_not_sent_on(relay: Relay, access: SyntheticAccess) -> None:
    access.headers = {"X-Key": "synthetic"}
    assert ask(relay.address_of(LINK)) == (502, "")


def test_nobody_answers_after_the_end(access: SyntheticAccess) -> None:
    relay = Relay(access)
    address = relay.address_of(LINK)
    relay.close()
    relay.close()
    with pytest.raises(OSError):
        ask(address)
