"""The connections that bring one file: one, or more where it is large and the server gives ranges."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass

from ..access import Fetchable
from ..errors import BadAnswer, Cancelled, GaiaError, TransferError
from ..net import Cancel, Stream
from ..net.answers import decoder
from .asker import Asker
from .heads import Head
from .limits import Limits
from .part import Bytes, Part
from .plan import ENDLESS, Claim, Plan
from .receipt import Receipt

BIG = 16 << 20
"""A file with less than so much to come has one connection."""
STALL = 10.0
"""Seconds without a byte, while others get some, after which a connection's bytes are asked for anew."""
_TICK = 0.1
_SETTLE = 0.04  # seconds before others are added: a fast server needs none
_UNBOUNDED = 1 << 62


class Restart(Exception):
    """The part is of no use: begin again at the first byte."""


class Misfit(GaiaError):
    """A range that was asked for beside others came as something else."""

    template = "{host} does not give ranges of this file."


@dataclass
class Opened:
    """An answer whose body is still to be read; ``held`` is closed after it."""

    stream: Stream
    head: Head
    held: ExitStack


class Hand:
    """One connection: what it brings, how it is stopped, and what went wrong with it. ``slot`` is its place
    in the limits."""

    def __init__(self, claim: Claim, cancel: Cancel, slot: ExitStack) -> None:
        self.claim: Claim | None = claim
        self.slot = slot
        self.cancel = Cancel()
        self.forget = cancel.on_cancel(self.cancel.cancel)
        self.first = claim.at == 0
        self.error: BaseException | None = None
        self.brought = 0
        self.over = False
        self.got: Fetchable | None = None

    def take(self, claim: Claim) -> None:
        """It brings this instead."""
        self.claim, self.first = claim, claim.at == 0


class Crew:
    """Brings what a plan says is missing into a part. ``tick`` is called in the calling thread, often."""

    def __init__(
        self,
        asker: Asker,
        part: Part,
        receipt: Receipt,
        limits: Limits,
        cancel: Cancel,
        tick: Callable[[], None],
    ) -> None:
        self.asker = asker
        self.part = part
        self.receipt = receipt
        self.limits = limits
        self.cancel = cancel
        self.width: int | None = None
        """How many connections the server bears, once it has refused one."""
        self.most = 0
        self._tick = tick
        self._host = "?"
        self._stretched = False
        self._changed = threading.Condition()
        self._hands: list[Hand] = []

    def bring(self, plan: Plan, hand: Hand, opened: Opened, host: str) -> None:
        """All of the plan, beginning with an answer that is open. Raises what the last connection failed
        with; what is left of the plan is open then."""
        self._host, self._stretched = host, False
        self.most = max(self.most, 1)
        if plan.left <= BIG:
            self._work(plan, hand, opened, self._tick)
            if hand.error is not None:
                raise hand.error
            return
        self._hands = [hand]
        self._start(plan, hand, opened)
        try:
            self._lead(plan, opened.head)
        finally:
            self._stop()

    # -- in the calling thread -----------------------------------------------------------------

    def _lead(self, plan: Plan, head: Head) -> None:
        begun = time.monotonic()
        while True:
            with self._changed:
                if not any(hand.over for hand in self._hands):
                    self._changed.wait(_SETTLE if time.monotonic() - begun < 0.5 else _TICK)
                over = [hand for hand in self._hands if hand.over]
            self.cancel.check()
            done = plan.done
            for hand in over:
                self._hands.remove(hand)
                if not done:
                    self._ended(hand)
            self._tick()
            if done or not self._hands:
                return
            if time.monotonic() - begun >= _SETTLE:
                self._adjust(plan, head)

    def _ended(self, hand: Hand) -> None:
        """One connection is over. Raises its error where it is not to be borne."""
        error = hand.error
        if error is None or (isinstance(error, Cancelled) and not self.cancel.is_set):
            return
        ours = isinstance(error, TransferError) or (isinstance(error, BadAnswer) and hand.first)
        if ours or not isinstance(error, GaiaError):
            raise error
        if hand.got and self.asker.refused(hand.got, error, self.part.size) and self._hands:
            return
        if not self._hands:
            raise error
        if not hand.brought:  # it bears no more than the others
            self.width = max(1, len(self._hands))
        if isinstance(error, Misfit):
            self.width = 1

    def _adjust(self, plan: Plan, head: Head) -> None:
        """More connections where they are worth it, fewer where others wait for one."""
        late = [] if self.limits.bytes_per_second else plan.stalled(STALL)
        for one in self._hands:
            if one.claim in late:
                one.cancel.cancel()
        if len(self._hands) > 1 and self.limits.crowded(self._host):
            self._hands[-1].cancel.cancel()
            return
        if not self._may_share(head):
            return
        most = min(self.limits.per_file, self.width or self.limits.per_file)
        known = head.says_ranges or any(one.claim and one.claim.proven for one in self._hands[1:])
        most = most if known else min(2, most)
        # Judged once for all of them: what a server has ready for each new connection looks like speed.
        if len(self._hands) >= most or not plan.worth():
            return
        while len(self._hands) < most:
            if not self.limits.try_connection(self._host):
                return
            claim = plan.claim()
            if claim is None:
                self.limits.give_back(self._host)
                return
            if not self._stretched:
                self.part.stretch(self.part.about.total or 0)
                self._stretched = True
            slot = ExitStack()
            slot.callback(self.limits.give_back, self._host)
            hand = Hand(claim, self.cancel, slot)
            self._hands.append(hand)
            self.most = max(self.most, len(self._hands))
            self._start(plan, hand, None)

    def _may_share(self, head: Head) -> bool:
        about = self.part.about
        return head.ranges and about.total is not None and bool(about.validator or self.receipt.can_verify)

    def _start(self, plan: Plan, hand: Hand, opened: Opened | None) -> None:
        def run() -> None:
            try:
                self._work(plan, hand, opened, None)
            finally:
                with self._changed:
                    hand.over = True
                    self._changed.notify_all()

        threading.Thread(target=run, name="gaia-transfer", daemon=True).start()

    def _stop(self) -> None:
        """End every connection, and wait until nobody writes any more."""
        for hand in self._hands:
            hand.cancel.cancel()
        with self._changed:
            while not all(hand.over for hand in self._hands):
                self._changed.wait()
        self._hands = []

    # -- in a connection's thread --------------------------------------------------------------

    def _work(self, plan: Plan, hand: Hand, opened: Opened | None, tick: Callable[[], None] | None) -> None:
        """Bring one claim after the other, the first from an answer that may be open."""
        claim: Claim | None = hand.claim
        try:
            with hand.slot:
                while claim is not None:
                    answer = opened or self._ask(plan, hand, claim, tick is not None)
                    opened = None
                    with answer.held:
                        self._pump(plan, hand, claim, answer, tick)
                    plan.give_back(claim)
                    crowded = len(self._hands) > 1 and self.limits.crowded(self._host)
                    claim = hand.claim = None if crowded else plan.claim()
        except BaseException as error:  # handed to the calling thread
            hand.error = error
        finally:
            hand.forget()
            if claim is not None:
                plan.give_back(claim)

    def _ask(self, plan: Plan, hand: Hand, claim: Claim, alone: bool) -> Opened:
        hand.got = self.asker.where(hand.cancel)
        with ExitStack() as held:
            stream = held.enter_context(
                self.asker.ask(hand.got, claim, self.part.about, cancel=hand.cancel, again=alone)
            )
            head = Head.of(stream, self.part.source, self.part.target)
            self._must_fit(head, claim)
            plan.prove(claim)
            return Opened(stream, head, held.pop_all())

    def _must_fit(self, head: Head, claim: Claim) -> None:
        about = self.part.about
        if head.status != 206 or head.start != claim.at or not about.same_file(head.note):
            raise Misfit(host=self._host, status=head.status)

    def _pump(
        self, plan: Plan, hand: Hand, claim: Claim, opened: Opened, tick: Callable[[], None] | None
    ) -> None:
        """From an answer to the disk."""
        limits, cancel = self.limits, hand.cancel
        stream, head, left = opened.stream, opened.head, opened.stream.length
        decode = decoder(head.coding, stream.url, _UNBOUNDED) if head.coding else None
        judged, kept = claim.at > 0, b""
        while True:
            chunk: Bytes = stream.read(limits.grain)
            cancel.check()
            over = not chunk
            if left is not None:
                left -= len(chunk)
                if left <= 0 and not over:
                    stream.read(1)  # the end, so that the connection can be used again
                    over = True
            if chunk and limits.bytes_per_second:
                limits.spend(len(chunk), cancel)
            if decode is not None and chunk:
                chunk = decode(bytes(chunk))
            if not judged:
                chunk = kept = kept + bytes(chunk)
                if not over and len(kept) < self.receipt.enough:
                    continue
                self.receipt.judge(kept, head.content_type)
                judged = True
            while chunk:
                mine = chunk[: claim.rest] if len(chunk) > claim.rest else chunk
                self.part.write(mine, claim.at)
                self.receipt.arrived(mine, claim.at)
                hand.brought += len(mine)
                wanted = plan.moved(claim, len(mine))
                if tick is not None:
                    tick()
                if not wanted:
                    return
                chunk = chunk[len(mine) :]  # its end may have been moved meanwhile
            if over:
                if claim.end >= ENDLESS:
                    plan.settle(claim, claim.at)
                return
