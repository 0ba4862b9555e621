"""Sending requests, and the next one while the last answer is being worked on."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ...errors import BadAnswer, Cancelled, host_of
from ...net import Cancel, Response, Session
from .request import Request

ACCEPT = {"Accept": "application/geo+json, application/json;q=0.9, */*;q=0.1"}


def send(session: Session, request: Request, cancel: Cancel | None, *, cache: bool = False) -> Response:
    """The answer to a request; raises the typed errors of the session."""
    headers = {**ACCEPT, **request.headers}
    if request.method == "POST":
        return session.post(request.url, json=request.body, headers=headers, cancel=cancel)
    return session.get(request.url, headers=headers, cancel=cancel, cache=cache)


def read_object(response: Response, url: str) -> dict[str, Any]:
    """The JSON object of an answer. Raises BadAnswer for anything else."""
    with collector_paused():
        document = response.json()
    if not isinstance(document, dict):
        raise BadAnswer(host=host_of(url), detail="JSON that is not an object")
    return document


_paused = 0
_pausing = threading.Lock()


@contextmanager
def collector_paused() -> Iterator[None]:
    """Keep Python's cyclic garbage collector still while a large JSON is read.

    Reading makes a hundred thousand small containers at once, and no cycle; the collector would walk all
    that is alive again and again, which doubles the time (measured on 5,000 items). Work in other threads
    only has its cycles freed a moment later.
    """
    global _paused
    with _pausing:
        keep_off = _paused == 0 and not gc.isenabled()  # someone else keeps it still
        if not keep_off:
            _paused += 1
            gc.disable()
    try:
        yield
    finally:
        if not keep_off:
            with _pausing:
                _paused -= 1
                if _paused == 0:
                    gc.enable()


class Ahead:
    """One request sent by a thread of its own, its answer waiting to be taken.

    ``close`` (or the cancel of the search) ends the request at once.
    """

    def __init__(self, session: Session, request: Request, cancel: Cancel | None, *, cache: bool = False):
        self.request = request
        self._own = Cancel()
        self._forget = cancel.on_cancel(self._own.cancel) if cancel else lambda: None
        self._answer: Response | None = None
        self._error: BaseException | None = None
        self._thread = threading.Thread(
            target=self._run, args=(session, cache), name="gaia-stac-ahead", daemon=True
        )
        self._thread.start()

    def _run(self, session: Session, cache: bool) -> None:
        try:
            self._answer = send(session, self.request, self._own, cache=cache)
        except BaseException as error:  # raised again where the answer is taken
            self._error = error

    def take(self) -> Response:
        """The answer, waited for; raises what the request raised."""
        try:
            while self._thread.is_alive():
                self._thread.join(0.2)
                if self._own.is_set:
                    raise Cancelled()
        finally:
            self._forget()
        if self._error is not None:
            raise self._error
        if self._answer is None:
            raise Cancelled()
        return self._answer

    def close(self) -> None:
        """End the request where it is still under way."""
        self._forget()
        self._own.cancel()
