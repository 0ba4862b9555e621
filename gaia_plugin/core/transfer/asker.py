"""Asking for a file, or a range of it: where to ask, and whether its address still opens it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from ..access import Access, Fetchable
from ..errors import GaiaError
from ..model import Link
from ..net import Cancel, Session, Stream
from .note import Note
from .plan import ENDLESS, Claim

_SOON = 30.0  # seconds


class Asker:
    """All connections of one file. Where a signed address ends while the file is on its way, one connection
    has another address made, and all use it."""

    def __init__(self, session: Session, access: Access, link: Link) -> None:
        self._session = session
        self._access = access
        self._link = link
        self._lock = threading.Lock()
        self._asking = threading.Lock()
        self._got: Fetchable | None = None
        self._refused: Fetchable | None = None
        self._no_other = False
        """The service gave the refused address once more."""
        self._renewed_at = -1

    def where(self, cancel: Cancel, *, anew: bool = False) -> Fetchable:
        """The address for the next request: that of the last one while it is good, unless ``anew``. Raises
        the typed reasons of ``Access.fetchable``."""
        with self._asking:
            got = self._got
            if anew or got is None or got is self._refused or _ends_soon(got):
                refused = self._refused
                got = self._got = self._access.fetchable(self._link, cancel, refused)
                self._no_other = refused is not None and got.url == refused.url
            return got

    def refused(self, got: Fetchable, error: GaiaError, received: int) -> bool:
        """Whether another address is worth asking for: a signed one was refused, for the first time since
        ``received`` bytes were there."""
        if not got.may_be_over(error):
            return False
        with self._lock:
            if self._refused is not None and self._refused.url == got.url:
                return not self._no_other  # another connection saw it
            if self._renewed_at == received:
                return False
            self._renewed_at, self._refused, self._got = received, got, None
            return True

    @contextmanager
    def ask(
        self, got: Fetchable, claim: Claim, about: Note, *, cancel: Cancel, again: bool
    ) -> Iterator[Stream]:
        """The answer to a request for the claim's bytes, if they are still of the file that ``about``
        describes (``Range`` with ``If-Range``); a plain one where all of the file is wanted. ``again``: the
        session may repeat it after a failure."""
        headers = dict(got.headers)
        total = about.total if about.total is not None else ENDLESS
        if claim.at or claim.end < total:
            last = "" if claim.end >= total else str(claim.end - 1)
            headers["Range"] = f"bytes={claim.at}-{last}"
            if about.validator:
                headers["If-Range"] = about.validator
        with self._session.stream(
            got.url,
            headers=headers,
            cancel=cancel,
            accept_statuses=(200, 206, 416),
            counted=False,
            again=again,
        ) as stream:
            yield stream


def _ends_soon(got: Fetchable) -> bool:
    return got.expires is not None and got.expires < time.time() + _SOON
