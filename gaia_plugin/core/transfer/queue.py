"""The queue: threads that take jobs from the journal, and bring their files.

Any number of queues, in any number of processes, may share a journal. What a person orders is written to the
journal first, and reaches whoever works on the job within about a second.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from ..errors import GaiaError
from ..model import Link
from ..net.credentials import public_url
from .attempt import Running, Work, attempt
from .deliver import Delivered, drop_part
from .jobs import ACTIVE, OVER, Job, Standing, State
from .journal import Journal
from .leases import BEAT, new_owner
from .limits import Limits
from .progress import Progress, Totals

LOOK = 1.0
"""Seconds between two looks at what other processes did."""
_MOST_EVENTS = 100
PATIENCE = 3.0
"""Seconds until the journal is tried again that could not be written."""
_log = logging.getLogger(__name__)

OnEvent = Callable[[str, "Standing | None"], None]


class Queue:
    """``on_event(id, standing)`` is called in whatever thread changed a job: with None for a job that was
    forgotten, with "" and None where so much changed that the list is to be read again. Orders (``add``,
    ``pause``…) wait for the disk: not for the interface's thread; ``progress`` and ``running`` do not.

    ``limits`` says which hosts can take no more; ``at_once`` is how many files are brought together (None:
    what the limits say), and may be set while it runs. ``expect(links)`` is told what comes next
    (``Access.expect``).
    """

    def __init__(
        self,
        journal: Journal,
        work: Work,
        *,
        limits: Limits | None = None,
        on_event: OnEvent | None = None,
        at_once: int | None = None,
        expect: Callable[[Iterable[Link]], None] | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.journal = journal
        self.owner = new_owner()
        self.at_once = at_once
        self._work = work
        self._limits = limits
        self._on_event = on_event
        self._expect = expect
        self._clock = clock
        self._turn = 0
        self._barren = -1
        self._idle = 0
        self._changed = threading.Condition()
        self._ending = threading.Event()
        self._workers: set[threading.Thread] = set()
        self._running: dict[str, Running] = {}
        self._opening: dict[str, str] = {}
        self._resting: dict[str, float] = {}
        self._held_up = False
        self._keeper = threading.Thread(target=self._keep, name="transfers", daemon=True)
        self._version = -1
        self._stamp = (0, 0)
        self._due: float | None = None
        self._beat_at = self._reap_at = 0.0
        self._staff_was = 0

    # -- life ----------------------------------------------------------------------------------

    def start(self) -> None:
        """Begin; what a killed process left is taken up."""
        try:
            self._stamp = self.journal.changes().stamp
            self.journal.take_up(self.owner)
            if self._expect:
                self._expect([one.job.link for one in self.journal.rows(None, 512, ACTIVE)])
        except GaiaError as error:
            _log.warning("%s", error)
        self._keeper.start()
        self._poke()

    def stop(self, wait_s: float = 5.0) -> None:
        """Interrupt what runs and give everything back: it waits for the next queue, with its parts. Returns
        after so many seconds at the latest; what would not stop by then is given back by its death."""
        self._ending.set()
        with self._changed:
            running, workers = list(self._running.values()), list(self._workers)
            self._changed.notify_all()
        for one in running:
            one.cancel.cancel()
        end = time.monotonic() + wait_s
        for thread in (*workers, self._keeper):
            if thread.is_alive() and thread is not threading.current_thread():
                thread.join(max(0.0, end - time.monotonic()))
        try:
            self.journal.release(self.owner, keep=list(self._running))
        except GaiaError as error:
            _log.warning("%s", error)

    # -- orders --------------------------------------------------------------------------------

    def add(self, jobs: Iterable[Job]) -> list[Standing]:
        """See ``Journal.add``. An address that opens its file by itself (a key in it) is in no journal: this
        queue alone knows it, and after its end the file is asked for without."""
        given: list[str] = []

        def noted() -> Iterator[Job]:
            for job in jobs:
                given.append(job.link.href)
                yield job

        standings = self.journal.add(noted())
        for standing, href in zip(standings, given):
            if href != standing.job.link.href and public_url(href) == standing.job.link.href:
                self._opening[standing.job.id] = href
        if self._expect:
            self._expect([one.job.link for one in standings if one.state in ACTIVE])
        self._tell_all([(one.job.id, one) for one in standings])
        self._poke()
        return standings

    def pause(self, ids: Collection[str] | None) -> None:
        """Stop these (None: all), until they are resumed. Their parts stay."""
        self._order(ids, State.PAUSED, ACTIVE)

    def resume(self, ids: Collection[str] | None) -> None:
        """Let those that are paused go on."""
        self._order(ids, State.WAITING, {State.PAUSED})

    def cancel(self, ids: Collection[str] | None) -> None:
        """Stop these for good; ``retry`` would still go on where they were."""
        self._order(ids, State.CANCELLED, ACTIVE | {State.PAUSED})

    def retry(self, ids: Collection[str] | None) -> None:
        """Try again at once what failed, was cancelled or was to be tried later; of all only what failed."""
        among = {State.FAILED} if ids is None else {State.FAILED, State.CANCELLED, State.LATER}
        self._resting.clear()
        self._order(ids, State.WAITING, among, afresh=True)

    def forget(
        self, ids: Collection[str] | None, parts: bool = False, among: Collection[State] | None = None
    ) -> None:
        """Take these off the list (None: all that are over). Finished files stay; ``parts`` deletes what
        there is of unfinished ones."""
        states = among if among is not None else (OVER if ids is None else tuple(State))
        left = self.journal.forget(ids, states, parts)
        self._heed()
        for job in left:
            drop_part(job)
        self._tell_all([(one, self.journal.get(one)) for one in ids] if ids is not None else None)

    def move(self, ids: Sequence[str], before: str | None = None) -> None:
        """See ``Journal.move``."""
        self.journal.move(ids, before)
        self._tell_all([(one, self.journal.get(one)) for one in ids])

    def _order(
        self, ids: Collection[str] | None, to: State, among: Collection[State], afresh: bool = False
    ) -> None:
        changed = self.journal.change_state(ids, to, among, afresh)
        self._heed()
        few = len(changed) <= _MOST_EVENTS
        self._tell_all([(one, self.journal.get(one)) for one in changed] if few else None)
        self._poke()

    # -- looking -------------------------------------------------------------------------------

    def progress(self, identity: str) -> Progress | None:
        """How far a job is that runs here; None for any other, whose ``Standing`` says it."""
        one = self._running.get(identity)
        return one.speed.now() if one else None

    def running(self) -> dict[str, Progress]:
        """How far all are that run here."""
        return {identity: one.speed.now() for identity, one in self._at_work()}

    def _at_work(self) -> list[tuple[str, Running]]:
        return list(self._running.items())

    def totals(self) -> Totals:
        """All jobs together. Reads a few rows of the journal."""
        counts = self.journal.counts()
        live = list(self._running.values())
        ahead = sum(one.speed.received - one.noted[0] for one in live)
        learnt = sum((one.speed.total or 0) - (one.noted[1] or 0) for one in live)
        return Totals(
            {state: count for state, (count, _, _) in counts.items()},
            max(0, sum(counts[state][1] for state in ACTIVE) + ahead),
            max(0, sum(counts[state][2] for state in ACTIVE) + learnt),
            sum(one.speed.now().rate for one in live),
        )

    # -- the workers ---------------------------------------------------------------------------

    @property
    def _places(self) -> int:
        return max(1, self.at_once or (self._limits.at_once if self._limits else 4))

    def _poke(self) -> None:
        """There may be something to do."""
        with self._changed:
            self._turn += 1
            self._staff()
            self._changed.notify_all()

    def _staff(self) -> None:
        """One more worker where none is idle; it calls the next one when it has found work."""
        if self._idle == 0 and len(self._workers) < self._places and not self._ending.is_set():
            worker = threading.Thread(target=self._serve, name="transfer", daemon=True)
            self._workers.add(worker)
            worker.start()

    def _serve(self) -> None:
        while True:
            running = self._next()
            if running is None:
                return
            try:
                self._run(running)
            except Exception as error:  # whatever it is, the next job must be brought
                _log.error("a transfer's end could not be written: %s", type(error).__name__)
                with self._changed:
                    self._running.pop(running.standing.job.id, None)

    def _next(self) -> Running | None:
        """Wait for a job; None where this worker is needed no more."""
        with self._changed:
            while not self._ending.is_set() and len(self._workers) <= self._places:
                seen = self._turn
                standing = self._claimed() if self._barren != seen else None
                if standing is not None:
                    running = Running(standing, self._opening.get(standing.job.id))
                    self._running[standing.job.id] = running
                    self._staff()
                    return running
                self._barren = seen  # nobody else need look before something changes
                self._idle += 1
                try:
                    while self._turn == seen and not self._ending.is_set():
                        self._changed.wait()
                finally:
                    self._idle -= 1
            self._workers.discard(threading.current_thread())
            return None

    def _claimed(self) -> Standing | None:
        try:
            full = {host for host in self.journal.waiting_hosts() if self._is_full(host)}
            self._held_up = bool(full)
            return next(iter(self.journal.claim(self.owner, 1, full)), None)
        except GaiaError as error:
            self._held_up = True
            _log.warning("%s", error)
            return None

    def _is_full(self, host: str) -> bool:
        if self._resting.get(host, 0.0) > time.monotonic():
            return True
        if self._limits is None:
            return False
        # A job that was claimed a moment ago has no connection yet.
        ours = sum(one.host == host for one in self._running.values())
        return self._limits.room(host) <= 0 or ours >= self._limits.limit(host)

    def _run(self, running: Running) -> None:
        job = running.standing.job
        self._tell(job.id, running.standing)
        ended = attempt(running, self._work, lambda there: self._arrived(job, there))
        if ended.state is State.DONE:
            self._opening.pop(job.id, None)
        if ended.rest:
            self._resting[running.host] = time.monotonic() + ended.rest
        elif ended.state is State.DONE:
            self._resting.pop(running.host, None)
        not_before = self._clock() + ended.wait if ended.wait else 0.0
        settled = None
        while settled is None:
            try:
                settled = self.journal.settle(
                    job.id, self.owner, ended.state, **ended.changes, not_before=not_before
                )
            except GaiaError as error:  # the disk is full, say: it is written when there is room
                _log.warning("%s", error)
                if self._ending.wait(PATIENCE):
                    break
        with self._changed:
            self._running.pop(job.id, None)
        if settled is None:
            return
        if settled.parts:
            drop_part(job)
        self._tell(job.id, settled.standing or self._seen(job.id))
        self._poke()

    def _arrived(self, job: Job, there: Delivered) -> None:
        fetched = there.fetched
        try:
            self.journal.arrived(job.id, self.owner, fetched.path, fetched.size, there.outcome())
        except GaiaError as error:  # it is only what one that is killed would be spared
            _log.warning("%s", error)

    # -- the keeper ----------------------------------------------------------------------------

    def _keep(self) -> None:
        while not self._ending.wait(LOOK):
            try:
                self._tick()
            except GaiaError as error:
                _log.warning("%s", error)
            except Exception:
                _log.exception("the transfers' keeper stumbled")

    def _tick(self) -> None:
        """Once a second: what others did, what is due, and a beat now and then."""
        now = time.monotonic()
        if self._running and now >= self._beat_at:
            self._beat_at = now + BEAT
            live = {name: (one, (one.speed.received, one.speed.total)) for name, one in self._at_work()}
            # Where it was taken for dead, the jobs are no longer held.
            if self.journal.beat(self.owner, {name: told for name, (_, told) in live.items()}):
                for one, told in live.values():
                    one.noted = told
        if now >= self._reap_at:
            self._reap_at = now + BEAT
            self.journal.take_up(self.owner)
        version, places = self.journal.version(), self._places
        if version != self._version:
            self._version = version
            self._due = self.journal.next_due()
            changes = self.journal.changes(self._stamp)
            self._stamp = changes.stamp
            self._tell_all(None if changes.too_many else [(one.job.id, one) for one in changes.standings])
            self._heed()
            self._poke()
        elif self._held_up or places != self._staff_was or (self._due and self._due <= self._clock()):
            self._poke()
        self._staff_was = places

    def _heed(self) -> None:
        """Stop working on what somebody paused, cancelled or forgot, here or in another window."""
        with self._changed:
            held = self.journal.held(self.owner) if self._running else {}
            unwanted = [
                one for identity, one in self._running.items() if held.get(identity) is not State.RUNNING
            ]
        for one in unwanted:
            one.cancel.cancel()

    # -- telling -------------------------------------------------------------------------------

    def _seen(self, identity: str) -> Standing | None:
        try:
            return self.journal.get(identity)
        except GaiaError:
            return None

    def _tell_all(self, events: Sequence[tuple[str, Standing | None]] | None) -> None:
        if events is None or len(events) > _MOST_EVENTS:
            events = [("", None)]
        for identity, standing in events:
            self._tell(identity, standing)

    def _tell(self, identity: str, standing: Standing | None) -> None:
        if self._on_event:
            try:
                self._on_event(identity, standing)
            except Exception:
                _log.exception("somebody who was told of a transfer stumbled")
