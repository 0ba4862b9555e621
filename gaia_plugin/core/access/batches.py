"""Questions of many threads, asked together.

A service that answers for 64 files at once is asked by one thread at a time: whoever comes meanwhile waits,
and the next round takes all of them. So 200 threads cost four or five requests, not 200, without any timer;
and what is known to be wanted soon fills up a round that is going anyway.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from ..errors import AccessDenied, BadAnswer, Cancelled, GaiaError, NotFound, RequestRefused
from ..net import Cancel

V = TypeVar("V")
_STEP = 0.1  # seconds between two looks at the cancel switch
_MOST_EXPECTED = 10_000
_OF_ONE_KEY = (AccessDenied, NotFound, RequestRefused)


@dataclass(frozen=True)
class Answer(Generic[V]):
    """A value, and until when it is used (seconds since 1970)."""

    value: V
    until: float


Ask = Callable[[list[str], "Cancel | None"], Mapping[str, Answer[V]]]


class _Round:
    """One question that is under way."""

    def __init__(self, keys: list[str]) -> None:
        self.keys = keys
        self.over = threading.Event()
        self.error: GaiaError | None = None


class _Caller:
    """One thread that wants a key: ``outcome`` is the last round that was about it, ``alone`` says that the
    key is no longer asked for together with others."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.alone = False
        self.outcome: _Round | None = None


class Batches(Generic[V]):
    """Answers by key, shared by threads. ``ask`` gets at most ``size`` keys, and may leave some of them
    out."""

    def __init__(self, ask: Ask[V], size: int, host: str, clock: Callable[[], float] = time.time) -> None:
        self._ask = ask
        self._size = size
        self._host = host
        self._clock = clock
        self._lock = threading.Lock()
        self._kept: dict[str, Answer[V]] = {}
        self._callers: dict[_Caller, None] = {}
        self._expected: dict[str, None] = {}
        self._round: _Round | None = None
        self._age = 0

    def expect(self, keys: Iterable[str]) -> None:
        """These will be wanted soon: a round that is not full takes them along. Asks nobody."""
        with self._lock:
            for key in keys:
                if len(self._expected) < _MOST_EXPECTED:
                    self._expected[key] = None

    def forget(self) -> None:
        """Nothing that was answered so far is used any more, nor what is being answered now."""
        with self._lock:
            self._age += 1
            self._kept.clear()
            self._expected.clear()
            for caller in self._callers:
                caller.outcome = None

    def get(self, key: str, cancel: Cancel | None = None, refused: V | None = None) -> V:
        """The answer for one key. ``refused`` is one that turned out to be of no use any more.

        Where a round of several keys is refused as such, each of those that are waited for is asked for by
        itself, so that everyone gets the reason of their own. Raises what ``ask`` raises; BadAnswer where the
        service says nothing of the key; Cancelled.
        """
        caller = _Caller(key)
        with self._lock:
            self._callers[caller] = None
        try:
            return self._get(caller, cancel, refused)
        finally:
            with self._lock:
                del self._callers[caller]

    def _get(self, caller: _Caller, cancel: Cancel | None, refused: V | None) -> V:
        while True:
            if cancel:
                cancel.check()
            with self._lock:
                found, age = self._good(caller.key, refused), self._age
                if found is not None:
                    return found.value
                ended, caller.outcome = caller.outcome, None
                going, leads = self._round, self._round is None and ended is None
                if leads:
                    going = self._round = _Round(self._filled(caller))
            if ended is None and going is not None:
                if leads:
                    self._run(going, age, cancel)
                else:
                    _wait(going, cancel)
                continue
            if ended is None or isinstance(ended.error, Cancelled):
                continue
            single = len(ended.keys) == 1
            if ended.error is not None and (single or not isinstance(ended.error, _OF_ONE_KEY)):
                raise ended.error
            if ended.error is None and single:
                raise BadAnswer(host=self._host, detail="an answer that lacks what was asked for")
            caller.alone = True

    def _good(self, key: str, refused: V | None) -> Answer[V] | None:
        found = self._kept.get(key)
        if found is None or (refused is not None and found.value is refused) or found.until <= self._clock():
            return None
        return found

    def _filled(self, caller: _Caller) -> list[str]:
        """The caller's key, those that other threads want, those that are expected; none that is known."""
        keys = {caller.key: None}
        if not caller.alone:
            for key in (*(one.key for one in self._callers if not one.alone), *self._expected):
                if len(keys) == self._size:
                    break
                if self._good(key, None) is None:
                    keys[key] = None
        for key in keys:
            self._expected.pop(key, None)
        return list(keys)

    def _run(self, going: _Round, age: int, cancel: Cancel | None) -> None:
        answers: Mapping[str, Answer[V]] = {}
        try:
            answers = self._ask(going.keys, cancel)
        except GaiaError as error:
            going.error = error
        except BaseException:
            going.error = Cancelled()  # ours alone: the others ask again
            raise
        finally:
            with self._lock:
                now, asked = self._clock(), set(going.keys)
                if age == self._age:
                    self._kept = {key: kept for key, kept in self._kept.items() if kept.until > now}
                    self._kept.update(answers)
                    for caller in self._callers:
                        if caller.key in asked:
                            caller.outcome = going
                self._round = None
            going.over.set()
        if isinstance(going.error, Cancelled):
            raise going.error


def _wait(going: _Round, cancel: Cancel | None) -> None:
    while not going.over.wait(_STEP):
        if cancel:
            cancel.check()
