"""One request and its answer, shared by the courier that carries it and the thread that reads it."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from ..core.errors import ConnectionLost, GaiaError, host_of
from ..core.net.credentials import Credential
from ..core.net.wire import Cut

READ_BUFFER = 4 << 20  # bytes that wait in Qt, and as many here, before the server is held back


@dataclass(repr=False, eq=False)  # the generated text would show the headers, and a key with them
class Delivery:
    """What to send, and the answer as it arrives. Courier and reader share it under ``ready``.

    ``connect`` and ``read`` are time-outs in seconds; ``credential`` is of this very URL, for what is no
    header.
    """

    method: str
    url: str
    headers: dict[str, str]
    body: bytes
    connect: float
    read: float
    credential: Credential | None = None
    status: int | None = None
    reason: str = ""
    answer_headers: dict[str, str] = field(default_factory=dict)
    ready: threading.Condition = field(default_factory=threading.Condition)
    chunks: deque[bytes] = field(default_factory=deque)
    offset: int = 0  # bytes of the first chunk that were taken
    waiting: int = 0  # bytes in chunks
    over: bool = False
    error: GaiaError | None = None
    abandoned: bool = False
    handler: Any = None  # the courier's Handler while it lives

    def take(self, size: int) -> bytes:
        """At most ``size`` bytes, waiting for them; ``b""`` at the end. Raises the typed error, or Cut."""
        with self.ready:
            while not self.chunks and not self.over and not self.abandoned:
                self.ready.wait()
            if self.abandoned:
                raise Cut("cut while reading")
            if not self.chunks:
                if self.error is not None:
                    raise self.error
                return b""
            first = self.chunks[0]
            chunk = first[self.offset : self.offset + size] if self.offset or len(first) > size else first
            self.offset += len(chunk)
            if self.offset >= len(first):
                self.chunks.popleft()
                self.offset = 0
            before, self.waiting = self.waiting, self.waiting - len(chunk)
            if before >= READ_BUFFER > self.waiting and self.handler is not None:
                self.handler.room.emit()
            return chunk

    @property
    def identity(self) -> str:
        """Whom a connection is made as, where a certificate says so."""
        return getattr(self.credential, "identity", "")

    @property
    def full(self) -> bool:
        """Whether the reader is too far behind."""
        return self.waiting >= READ_BUFFER

    def put(self, chunk: bytes) -> bool:
        """Add what arrived; False where the reader is too far behind."""
        with self.ready:
            if chunk:
                self.chunks.append(chunk)
                self.waiting += len(chunk)
                self.ready.notify_all()
            return self.waiting < READ_BUFFER

    def abandon(self) -> None:
        """Nobody wants the answer any more: the reader comes back at once, the courier soon after."""
        with self.ready:
            self.abandoned = True
            self.ready.notify_all()
            if self.handler is not None:
                self.handler.stop.emit()

    def fail(self, error: GaiaError | None) -> None:
        """Say what went wrong; the first who says so is believed."""
        with self.ready:
            self.error = self.error or error

    def end(self) -> None:
        """Nothing more will come."""
        with self.ready:
            if self.status is None:
                self.error = self.error or ConnectionLost(host=host_of(self.url))
            self.over = True
            self.ready.notify_all()
