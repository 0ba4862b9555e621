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
        self.keys = frozenset(keys)
        self.over = threading.Event()
        self.error: GaiaError | None = None


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
        self._waiting: dict[str, int] = {}
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

    def get(self, key: str, cancel: Cancel | None = None, refused: V | None = None) -> V:
        """The answer for one key. ``refused`` is one that turned out to be of no use any more.

        Where a round of several keys is refused as such, each of those that are waited for is asked for by
        itself, so that everyone gets the reason of their own. Raises what ``ask`` raises; BadAnswer where the
        service says nothing of the key; Cancelled.
        """
        alone = False
        while True:
            if cancel:
                cancel.check()
            with self._lock:
                found = self._good(key, refused)
                if found is not None:
                    return found.value
                leads = self._round is None
                if leads:
                    keys = [key] if alone else self._filled(key)
                    self._round = _Round(keys)
                going, age = self._round, self._age
            if going is None:
                continue
            if leads:
                self._run(going, keys, age, cancel)
            else:
                self._wait(going, key, cancel)
            if key not in going.keys or isinstance(going.error, Cancelled):
                continue
            if going.error is not None:
                if len(going.keys) == 1 or not isinstance(going.error, _OF_ONE_KEY):
                    raise going.error
                alone = True
                continue
            with self._lock:
                found, changed = self._good(key, refused), age != self._age
            if found is not None:
                return found.value
            if len(going.keys) == 1 and not changed:
                raise BadAnswer(host=self._host, detail="an answer that lacks what was asked for")
            alone = True

    def _good(self, key: str, refused: V | None) -> Answer[V] | None:
        found = self._kept.get(key)
        if found is None or (refused is not None and found.value is refused) or found.until <= self._clock():
            return None
        return found

    def _filled(self, key: str) -> list[str]:
        """The key, those that threads wait for, then those that are expected; none that is known already."""
        keys = {key: None}
        for source in (self._waiting, self._expected):
            for other in source:
                if len(keys) == self._size:
                    break
                if self._good(other, None) is None:
                    keys[other] = None
        for known in keys:
            self._expected.pop(known, None)
        return list(keys)

    def _run(self, going: _Round, keys: list[str], age: int, cancel: Cancel | None) -> None:
        answers: Mapping[str, Answer[V]] = {}
        try:
            answers = self._ask(keys, cancel)
        except GaiaError as error:
            going.error = error
        except BaseException:
            going.error = Cancelled()  # ours alone: the others ask again
            raise
        finally:
            with self._lock:
                now = self._clock()
                if age == self._age:
                    self._kept = {one: kept for one, kept in self._kept.items() if kept.until > now}
                    self._kept.update(answers)
                self._round = None
            going.over.set()
        if isinstance(going.error, Cancelled):
            raise going.error

    def _wait(self, going: _Round, key: str, cancel: Cancel | None) -> None:
        with self._lock:
            self._waiting[key] = self._waiting.get(key, 0) + 1
        try:
            while not going.over.wait(_STEP):
                if cancel:
                    cancel.check()
        finally:
            with self._lock:
                left = self._waiting[key] - 1
                if left:
                    self._waiting[key] = left
                else:
                    del self._waiting[key]
