"""A ``FaultServer`` that counts what it sends, for what must not be asked for twice."""

from __future__ import annotations

import socket

from tests.support.faultserver import FaultServer


class Counting(FaultServer):
    """``sent`` is in bytes of bodies, also of those that nobody read to their end."""

    sent = 0

    def _send_piece(self, stream: socket.socket, piece: bytes, chunked: bool) -> None:
        super()._send_piece(stream, piece, chunked)
        with self._lock:
            self.sent += len(piece)
