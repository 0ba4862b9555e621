"""Answers: one whose body was read whole, and one whose body is read in chunks."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from typing import Any, Callable

from ..errors import AnswerTooLarge, BadAnswer, host_of
from .parse import parse_json, parse_xml

_PIECE = 1 << 20


class Response:
    """An answer with status 2xx whose body was read whole.

    ``url`` is the final one, after redirects, without any credential; ``content`` is the decoded body;
    ``headers`` are looked up in any case of letters.
    """

    def __init__(
        self, status: int, url: str, headers: Mapping[str, str], content: bytes, from_cache: bool = False
    ) -> None:
        self.status = status
        self.url = url
        self.headers = headers
        self.content = content
        self.from_cache = from_cache

    @property
    def media_type(self) -> str:
        """The Content-Type without parameters, in lower case; empty where the server gave none."""
        return self.headers.get("Content-Type", "").split(";")[0].strip().lower()

    @property
    def charset(self) -> str:
        """The charset parameter of the Content-Type; empty where there is none."""
        for part in self.headers.get("Content-Type", "").split(";")[1:]:
            name, _, value = part.partition("=")
            if name.strip().lower() == "charset":
                return value.strip().strip("\"'")
        return ""

    def json(self) -> Any:
        """The JSON value. Raises BadAnswer (HTML instead of JSON, truncated, bad encoding, NaN, too deep)."""
        return parse_json(self.content, host_of(self.url), self.charset)

    def xml(self) -> Any:
        """The root element (lxml). Raises BadAnswer (HTML instead of XML, truncated, entity declarations)."""
        return parse_xml(self.content, host_of(self.url))

    def __repr__(self) -> str:
        return f"<Response {self.status} from {host_of(self.url)}, {len(self.content)} bytes>"


class Stream:
    """An answer whose body is read in chunks, as it comes over the wire (no content coding is asked for).

    ``length`` is its Content-Length in bytes, or None. The status is 200 or 206, or what the caller accepts.
    """

    def __init__(
        self,
        status: int,
        url: str,
        headers: Mapping[str, str],
        length: int | None,
        read: Callable[[int], bytes | memoryview],
    ) -> None:
        self.status = status
        self.url = url
        self.headers = headers
        self.length = length
        self._read = read

    def read(self, size: int) -> bytes | memoryview:
        """What is there of the body, at most ``size`` bytes, waiting for the first; none at its end. It may
        be in a buffer that the next call writes over. Raises as ``chunks``."""
        return self._read(size)

    def chunks(self, size: int = 1 << 18) -> Iterator[bytes]:
        """The body in chunks of at most ``size`` bytes. Raises ConnectionLost where it ends too early,
        TimedOut where it stalls, Cancelled."""
        while True:
            chunk = self._read(size)
            if not chunk:
                return
            yield bytes(chunk)


def decoder(coding: str, url: str, limit: int) -> Callable[[bytes], bytes]:
    """What decodes the pieces of a body (``b""`` ends it) and counts the decoded bytes.

    A bomb is never held in memory: decoding stops at ``limit`` bytes with AnswerTooLarge. Only gzip and
    deflate are asked for; any other coding, or two of them, is a BadAnswer (RFC 9110 section 8.4).
    """
    coding = coding.strip().lower()
    count = 0

    def counted(piece: bytes) -> bytes:
        nonlocal count
        count += len(piece)
        if count > limit:
            raise too_large(url, limit)
        return piece

    if coding in ("", "identity"):
        return counted
    if coding not in ("gzip", "x-gzip", "deflate"):
        raise BadAnswer(host=host_of(url), detail="an unknown content coding")
    inflate = zlib.decompressobj(zlib.MAX_WBITS | 32)
    started = False

    def decode(piece: bytes) -> bytes:
        nonlocal inflate, started
        decoded: list[bytes] = []
        try:
            while piece:
                if inflate.eof:  # another gzip member, or padding, which is dropped
                    if not piece.strip(b"\x00") or coding == "deflate":
                        break
                    inflate = zlib.decompressobj(zlib.MAX_WBITS | 32)
                try:
                    decoded.append(counted(inflate.decompress(piece, _PIECE)))
                except zlib.error:
                    if started or coding != "deflate":
                        raise
                    inflate = zlib.decompressobj(-zlib.MAX_WBITS)  # deflate without its zlib header
                    decoded.append(counted(inflate.decompress(piece, _PIECE)))
                started = True
                piece = inflate.unused_data if inflate.eof else inflate.unconsumed_tail
        except zlib.error:
            raise BadAnswer(host=host_of(url), detail="compressed text that is broken") from None
        return b"".join(decoded)

    return decode


def too_large(url: str, limit: int) -> AnswerTooLarge:
    return AnswerTooLarge(host=host_of(url), limit_mb=limit / (1 << 20), detail="")


def content_length(headers: Mapping[str, str]) -> int | None:
    """The Content-Length, or None where it is absent, unreadable, or void because of a Transfer-Encoding
    (RFC 9112 section 6.3)."""
    if headers.get("Transfer-Encoding"):
        return None
    text = headers.get("Content-Length", "").split(",")[0].strip()
    return int(text) if text.isdecimal() and len(text) < 16 else None
