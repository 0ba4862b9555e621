"""Where secrets are kept between two uses.

Three vaults are meant: the operating system's keyring, QGIS's encrypted authentication database, and the
memory of this session. They keep the same few entries, so that one can be moved into another.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import Callable, Protocol

from ..net.cancel import Cancel


class Vault(Protocol):
    """A keeper of small secret texts by name. Safe from any thread.

    Names are short ASCII ("gaia-data/dinamis"). A text may have 16 kB (a refresh token that is a JWT, with
    its state): where the system takes less at a time (2560 bytes in Windows's Credential Locker), the vault
    parts it. What cannot be kept or read raises ``VaultUnavailable``, never an error whose text holds the
    secret.
    """

    @property
    def lasting(self) -> bool:
        """Whether another process, or this one tomorrow, finds what was put."""
        ...

    def get(self, name: str) -> str | None:
        """The text as it is now, perhaps put by another process a moment ago; None where there is none."""
        ...

    def put(self, name: str, text: str) -> None: ...

    def delete(self, name: str) -> None:
        """Forget an entry; one that is not there is no error."""
        ...

    def names(self) -> list[str]:
        """Every entry, to forget or to move them all."""
        ...

    def lock(self, name: str, cancel: Cancel | None = None) -> AbstractContextManager[object]:
        """Alone with an entry, among all threads and processes that use this vault.

        Compare-and-swap would come too late: a refresh token is used up by the request that happens between
        the reading and the writing, and using it twice revokes its whole family (RFC 9700 section 4.14.2).
        A lock whose owner died is free. Not re-entrant. Raises Cancelled, and VaultUnavailable after a
        minute.
        """
        ...


class MemoryVault:
    """Keeps until the process ends; nothing is written."""

    lasting = False

    def __init__(self) -> None:
        self._entries: dict[str, str] = {}
        self._locks: dict[str, threading.Lock] = {}
        self._guard = threading.Lock()

    def get(self, name: str) -> str | None:
        return self._entries.get(name)

    def put(self, name: str, text: str) -> None:
        self._entries[name] = text

    def delete(self, name: str) -> None:
        self._entries.pop(name, None)

    def names(self) -> list[str]:
        return sorted(self._entries)

    @contextmanager
    def lock(self, name: str, cancel: Cancel | None = None) -> Iterator[None]:
        with self._guard:
            lock = self._locks.setdefault(name, threading.Lock())
        waited(lambda: lock.acquire(timeout=STEP), cancel)
        try:
            yield
        finally:
            lock.release()

    def __repr__(self) -> str:
        return f"<MemoryVault: {len(self._entries)}>"


STEP = 0.1
"""Seconds of one try for a lock: how late a cancel may be noticed."""
PATIENCE = 60.0
"""Seconds to wait for a lock: longer than any refresh may take."""


def waited(attempt: Callable[[], bool], cancel: Cancel | None, patience: float = PATIENCE) -> None:
    """Try again, each try lasting about STEP, until one succeeds. Raises Cancelled, VaultUnavailable."""
    import time

    from ..errors import VaultUnavailable

    end = time.monotonic() + patience
    while True:
        if cancel:
            cancel.check()
        if attempt():
            return
        if time.monotonic() > end:
            raise VaultUnavailable(detail="another QGIS holds it")


def move(source: Vault, target: Vault) -> None:
    """Every entry into another vault; the first forgets them only when the second has them all. Raises
    VaultUnavailable, and then the first is as it was: also where the second cannot be read."""
    with ExitStack() as stack:
        for name in target.names():
            target.get(name)
        names = source.names()
        for name in names:
            stack.enter_context(source.lock(name))
        for name in names:
            text = source.get(name)
            if text is not None:
                target.put(name, text)
        for name in names:
            source.delete(name)
