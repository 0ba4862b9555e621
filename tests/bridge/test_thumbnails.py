"""Thumbnails: strangers' pictures."""

from __future__ import annotations

import struct
import threading
import time
import zlib

import pytest
from qgis.PyQt.QtCore import QBuffer, QByteArray, QIODevice, QThread
from qgis.PyQt.QtGui import QColor, QImage

from gaia_plugin.bridge.thumbnails import MAX_BYTES, SIDE, ThumbnailLoader, decode
from gaia_plugin.core.errors import NotFound
from gaia_plugin.core.net.credentials import Credentials


def picture(width=400, height=200, kind="PNG"):
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("#0072b2"))
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, kind)
    return bytes(data)


def png_that_claims(width, height):
    def chunk(name, content):
        return (
            struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        )

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["PNG", "JPG", "BMP"])
def test_a_picture_is_scaled_with_its_proportions(kind):
    image = decode(picture(kind=kind))
    assert (image.width(), image.height()) == (SIDE, SIDE // 2)
    assert decode(picture(10, 20)).height() == 20


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html><body>Not found</body></html>",
        b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>',
        b"%PDF-1.4",
        picture()[:60],
        png_that_claims(60_000, 60_000),
        png_that_claims(0, 5),
        b"\x89PNG\r\n\x1a\n",
        b"\0" * (MAX_BYTES + 1),
    ],
    ids=["empty", "html", "svg", "pdf", "cut", "bomb", "no width", "magic only", "too long"],
)
def test_what_is_no_safe_picture_is_none(content):
    assert decode(content).isNull()


class SyntheticSession:
    """Answers from a table; counts what is asked of it."""

    def __init__(self, answers, gate=None):
        self.credentials = Credentials()
        self.answers, self.asked, self.gate = answers, [], gate

    def get(self, url, *, cancel=None, max_bytes=None, **_):
        self.asked.append(url)
        while self.gate is not None and not self.gate.wait(0.01):
            cancel.check()
        if url not in self.answers:
            raise NotFound(host="example.org", status=404)
        return type("Answer", (), {"content": self.answers[url]})


@pytest.fixture
def loader():
    made = []

    def make(answers, gate=None):
        made.append(ThumbnailLoader(SyntheticSession(answers, gate)))
        heard = []
        made[-1].loaded.connect(
            lambda key, image: heard.append((key, image.width(), QThread.currentThread()))
        )
        return made[-1], heard

    yield make
    for one in made:
        one.stop()


URL = "https://example.org/t.png"


def test_it_comes_on_the_main_thread_and_is_fetched_once(loader, wait_for):
    thumbnails, heard = loader({URL: picture()})
    thumbnails.request("a", URL)
    wait_for(lambda: heard)
    thumbnails.request("b", URL)
    wait_for(lambda: len(heard) == 2)
    assert [(key, width) for key, width, _ in heard] == [("a", SIDE), ("b", SIDE)]
    assert {thread for *_, thread in heard} == {QThread.currentThread()}
    assert thumbnails._session.asked == [URL]


def test_two_records_with_one_picture_both_get_it(loader, wait_for):
    gate = threading.Event()
    thumbnails, heard = loader({URL: picture()}, gate)
    for key in ("a", "b", "c"):
        thumbnails.request(key, URL)
    gate.set()
    wait_for(lambda: len(heard) == 3)
    assert thumbnails._session.asked == [URL]


def test_failures_are_silent_and_not_repeated(loader, wait_for):
    thumbnails, heard = loader({URL: picture(), "https://example.org/bad.png": b"<html>"})
    for _ in range(2):
        thumbnails.request("a", "https://example.org/missing.png")
        thumbnails.request("b", "https://example.org/bad.png")
        wait_for(lambda: len(thumbnails._session.asked) >= 2)
        wait_for(lambda: not thumbnails._wanted and not thumbnails._current)
    thumbnails.request("c", URL)
    wait_for(lambda: heard)
    assert [key for key, *_ in heard] == ["c"] and len(thumbnails._session.asked) == 3


@pytest.mark.parametrize(
    "url", ["", "javascript:x", "ftp://example.org/x.png", "file://server/share/x.png", "data:,x"]
)
def test_only_the_web_and_this_machine_are_asked(loader, url):
    thumbnails, _ = loader({})
    thumbnails.request("a", url)
    assert not thumbnails._wanted and not thumbnails._threads


def test_the_last_wanted_comes_first(loader, wait_for):
    gate = threading.Event()
    urls = [f"https://example.org/{i}.png" for i in range(12)]
    thumbnails, heard = loader({url: picture() for url in urls}, gate)
    for index, url in enumerate(urls[:3]):
        thumbnails.request(index, url)
    wait_for(lambda: len(thumbnails._session.asked) == 3)  # every thread is busy
    for index, url in enumerate(urls[3:], 3):
        thumbnails.request(index, url)
    gate.set()
    wait_for(lambda: len(heard) == 12)
    waited = thumbnails._session.asked[3:]
    assert waited.index(urls[11]) < waited.index(urls[4])


def test_stop_is_quick_and_final(loader, wait_for):
    thumbnails, heard = loader({URL: picture()}, threading.Event())
    thumbnails.request("a", URL)
    wait_for(lambda: thumbnails._session.asked)
    begin = time.monotonic()
    thumbnails.stop()
    assert time.monotonic() - begin < 1.0
    assert not [thread for thread in thumbnails._threads if thread.is_alive()]
    thumbnails.request("b", URL)
    until = time.monotonic() + 0.1
    wait_for(lambda: time.monotonic() > until)
    assert heard == []
