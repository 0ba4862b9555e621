"""Multihash (the ``file:checksum`` of STAC's file extension): algorithm, length and digest in one text."""

from __future__ import annotations

import re
from typing import Any

from ...model import Checksum

# Codes of the multicodec table that hashlib can compute.
_ALGORITHMS = {
    0x11: ("sha1", 20),
    0x12: ("sha256", 32),
    0x13: ("sha512", 64),
    0x14: ("sha3_512", 64),
    0x15: ("sha3_384", 48),
    0x16: ("sha3_256", 32),
    0x17: ("sha3_224", 28),
    0x20: ("sha384", 48),
    0xD5: ("md5", 16),
    0xB240: ("blake2b", 64),
    0xB260: ("blake2s", 32),
}
_BARE = {32: "md5", 40: "sha1", 64: "sha256", 128: "sha512"}
_HEX = re.compile(r"^(?:[0-9a-f]{2})+$")


def read_checksum(text: Any) -> Checksum | None:
    """The checksum in a multihash; a bare digest is known by its length; None for what is neither."""
    if not isinstance(text, str):
        return None
    text = text.strip().lower()
    if not _HEX.match(text):
        return None
    content = bytes.fromhex(text)
    code, used = _varint(content)
    length, more = _varint(content[used:])
    digest = content[used + more :]
    known = _ALGORITHMS.get(code)
    if known and length == len(digest) == known[1]:
        return Checksum(known[0], digest.hex())
    return Checksum(_BARE[len(text)], text) if len(text) in _BARE else None


def multihash(checksum: Checksum) -> str:
    """The checksum as ``file:checksum`` wants it (lower-case hexadecimal); "" for what has no code there."""
    name = checksum.algorithm.lower().replace("-", "")
    for code, (algorithm, length) in _ALGORITHMS.items():
        if name == algorithm.replace("-", "") and len(checksum.digest) == 2 * length:
            return (_bytes_of(code) + _bytes_of(length)).hex() + checksum.digest.lower()
    return ""


def _bytes_of(value: int) -> bytes:
    """A number as unsigned LEB128."""
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


def _varint(content: bytes) -> tuple[int, int]:
    """An unsigned LEB128 number and how many bytes it takes."""
    value = 0
    for index, byte in enumerate(content[:9]):
        value |= (byte & 0x7F) << (7 * index)
        if not byte & 0x80:
            return value, index + 1
    return -1, 0
