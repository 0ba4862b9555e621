"""Whether what arrives is the file: judged by its first bytes, and by its checksum while it comes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ..errors import BadAnswer, ChecksumMismatch
from ..model import Link
from ..net import Cancel
from .checks import digest_of, hasher, impostor
from .part import Bytes, Part

_BLOCK = 1 << 20
_HEAD = 1 << 12


class Receipt:
    """One file's checks. ``blotted`` takes out of an answer what is secret in it."""

    enough = 512
    """So many first bytes tell what a body is."""

    def __init__(self, link: Link, target: Path, host: str, blotted: Callable[[bytes], bytes]) -> None:
        self.link = link
        self.target = target
        self.host = host
        self._blotted = blotted
        self.refused = False
        self.begin()

    def begin(self) -> None:
        """Nothing has arrived."""
        self._running = hasher(self.link.checksum)
        self._hashed = 0

    @property
    def can_verify(self) -> bool:
        """Whether a checksum was announced that can be computed."""
        return self._running is not None

    def judge(self, start: bytes, content_type: str) -> None:
        """Raise BadAnswer where the first bytes are not those of the file that was announced."""
        reason = impostor(start, content_type, self.link, self.target.name)
        if reason:
            self.refused = True
            # It quotes the answer, and some servers repeat there what they were sent.
            quoted = impostor(self._blotted(start[:_HEAD]), content_type, self.link, self.target.name)
            raise BadAnswer(host=self.host, detail=quoted or reason)

    def arrived(self, chunk: Bytes, at: int) -> None:
        """What comes in order is not read again."""
        if at == self._hashed and self._running is not None:
            self._running.update(chunk)
            self._hashed += len(chunk)

    def verify(self, part: Part, cancel: Cancel) -> bool:
        """Whether the whole part's checksum is the announced one; False where there is none that is known.
        Raises ChecksumMismatch, Cancelled, CannotWrite."""
        if self._running is None or self.link.checksum is None:
            return False
        while block := part.read(_BLOCK, self._hashed):
            cancel.check()
            self._running.update(block)
            self._hashed += len(block)
        if digest_of(self._running, self.link.checksum) != self.link.checksum.digest.lower():
            raise ChecksumMismatch(
                host=self.host, name=self.target.name, algorithm=self.link.checksum.algorithm
            )
        return True


def matches(path: Path, link: Link, cancel: Cancel) -> bool:
    """Whether a file has the link's checksum. Raises OSError, Cancelled."""
    checksum, running = link.checksum, hasher(link.checksum)
    if checksum is None or running is None:
        return False
    with path.open("rb") as reading:
        while block := reading.read(_BLOCK):
            cancel.check()
            running.update(block)
    return digest_of(running, checksum) == checksum.digest.lower()
