"""One file from a link to the disk, or the rest of what an earlier attempt left of it."""

from __future__ import annotations

import secrets
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from ..access import Access, Fetchable
from ..errors import (
    CannotWrite,
    ChecksumMismatch,
    ConnectionLost,
    GaiaError,
    NotFound,
    SizeMismatch,
    TransferError,
    TransferIncomplete,
    host_of,
)
from ..model import Link
from ..net import Cancel, Session
from .asker import Asker
from .crew import Crew, Hand, Misfit, Opened, Restart
from .disk import cannot_write
from .heads import Head
from .limits import GRAIN, Limits, common
from .local import local_path
from .names import safe_name
from .note import Note
from .part import Part
from .plan import ENDLESS, Claim, Plan
from .receipt import Receipt, matches
from .upkeep import Progress, Upkeep

ATTEMPTS = 5
"""How often a transfer goes on after its last connection was lost, counted from the last byte that came."""
PAUSE = 0.5
LONGEST = 30.0


@dataclass(frozen=True)
class Fetched:
    """A file that arrived whole. ``path`` is where it is, which is another name than asked for where a
    different file had it; ``already_there`` where nothing had to be transferred."""

    path: Path
    size: int
    checksum_verified: bool
    etag: str = ""
    already_there: bool = False
    connections: int = 1
    """The most that brought it at the same time."""


def fetch(
    session: Session,
    link: Link,
    target: Path,
    *,
    on_progress: Progress | None = None,
    cancel: Cancel | None = None,
    access: Access | None = None,
    limits: Limits | None = None,
) -> Fetched:
    """Bring a link's file to ``target``.

    It begins with one plain GET. Where the answer says that the file is large, which file it is (a validator,
    or the link's checksum), and that the server gives ranges, more connections bring ranges of its rest; a
    server that refuses some of them is asked by fewer.

    Bytes go to ``target.part``; a note beside it holds the server's validators and what is there, so that the
    next call asks only for the rest (``Range`` with ``If-Range``, RFC 9110 sections 13.1.5 and 14), whether
    this one failed, was cancelled or killed. Length, announced size, first bytes and checksum are verified
    before the file gets its name in one step. A file that is already there is never overwritten: where size
    and checksum tell that it is the same one it is returned, else another name is chosen.
    ``on_progress(received, total)`` is called in the calling thread, at most ten times a second.

    ``access`` knows where the bytes of a link are to be asked for (the session's own where none is given).
    Where a signed address ends while its file is on the way, another is asked for, and the transfer goes
    on. ``limits`` are shared with other transfers (those of the process where none are given).

    Announced sizes are exact for STAC assets (``file:size``); those of ISO records (``link.group`` is set)
    are rounded megabytes and not held against the file.

    Raises the typed errors of ``core.errors``: Cancelled and TransferIncomplete keep the part for the next
    call; ChecksumMismatch, SizeMismatch and BadAnswer (a web page instead of the file) leave nothing behind;
    CannotWrite for the disk's refusals.
    """
    access = access or Access.of(session)
    transfer = _Transfer(session, link, target, on_progress, cancel or Cancel(), access, limits or common())
    try:
        fetched = transfer.run()
    except (TransferError, Misfit):
        raise
    except GaiaError as error:
        told = access.explained(error, link)
        if told is error:
            raise
        raise told from error
    access.finished(link, cancel)
    return fetched


class _Transfer:
    def __init__(
        self,
        session: Session,
        link: Link,
        target: Path,
        on_progress: Progress | None,
        cancel: Cancel,
        access: Access,
        limits: Limits,
    ) -> None:
        self.link = link
        self.target = target
        self.cancel = cancel
        self.limits = limits
        self.host = host_of(link.href)
        self.part = Part(target, link.href)
        self.receipt = Receipt(link, target, self.host, session.credentials.blotted)
        self.asker = Asker(session, access, link)
        self.upkeep = Upkeep(self.part, link.size, on_progress, cancel)
        self.crew = Crew(self.asker, self.part, self.receipt, limits, cancel, self.upkeep.tick)
        self._got: Fetchable | None = None
        self._named = ""
        self._patched = False

    def run(self) -> Fetched:
        self.cancel.check()
        there = self._already_there()
        if there:
            self.part.tidy()
            return there
        try:
            self.target.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise cannot_write(self.target, error) from error
        source = local_path(self.link.href)
        self.part.open()
        keep = True
        try:
            while True:
                if source:
                    self._copy(source)
                else:
                    self._download()
                try:
                    return self._finish()
                except ChecksumMismatch:
                    # Its pieces may not belong together: the server's file changed under the same validator.
                    if source or not (self._patched or self.crew.most > 1):
                        raise
                self.part.begin(Note(self.part.source))
                self._patched, self.crew.width, self.crew.most = False, 1, 1
        except (ChecksumMismatch, SizeMismatch):
            keep = False
            raise
        except GaiaError:
            keep = not self.receipt.refused
            raise
        finally:
            self.upkeep.over()
            self._leave(keep)

    def _leave(self, keep: bool) -> None:
        """What is left is noted, or nothing is left."""
        if not self.part.is_open:
            return
        if keep and self.part.size:
            try:
                self.part.keep()
            except CannotWrite:
                pass  # the transfer's own error says more
            self.part.close()
        else:
            self.part.drop()

    # -- the three ways to the bytes -----------------------------------------------------------

    def _already_there(self) -> Fetched | None:
        """The target itself, where its checksum (else its exact size) says that it is this very file."""
        try:
            size = self.target.stat().st_size if self.target.is_file() else -1
            if size < 0 or (self._exact_size is not None and size != self._exact_size):
                return None
            if self.receipt.can_verify:
                if not matches(self.target, self.link, self.cancel):
                    return None
            elif self._exact_size is None:
                return None
        except OSError as error:
            raise cannot_write(self.target, error) from error
        self.upkeep.tell(size, size)
        return Fetched(self.target, size, self.receipt.can_verify, already_there=True)

    def _copy(self, source: Path) -> None:
        try:
            self.upkeep.total = source.stat().st_size
            reading = source.open("rb")
        except OSError as error:
            raise NotFound(host=source.name, status=404) from error
        self.part.begin(Note(self.part.source, total=self.upkeep.total))
        self.upkeep.check_room()
        at = 0
        with reading:
            while True:
                try:
                    block = reading.read(GRAIN)
                except OSError as error:
                    raise NotFound(host=source.name, status=404) from error
                if not block:
                    return
                self.cancel.check()
                self.part.write(block, at)
                self.receipt.arrived(block, at)
                at += len(block)
                self.upkeep.tick()

    def _download(self) -> None:
        """Ask, and ask for the rest again after the last connection was lost, until every byte is there."""
        failures = 0
        while True:
            before = self.part.size
            try:
                if self._round():
                    return
                raise ConnectionLost(host=self.host)  # one that stalled was given up, and it was the last
            except (Restart, Misfit):
                self.part.begin(Note(self.part.source))
                self.crew.width = 1
                failures += 1
                if failures >= ATTEMPTS:
                    raise TransferIncomplete(
                        host=self.host, received=0, expected=self.upkeep.total or self.link.size or "?"
                    ) from None
                continue
            except TransferError:
                raise
            except GaiaError as error:
                self.cancel.check()
                size = self.part.size
                if self._got is not None and self.asker.refused(self._got, error, size):
                    continue
                if not error.retryable or not (isinstance(error, ConnectionLost) or size > before):
                    raise  # the session has asked again as often as makes sense
                if (error.retry_after or 0.0) > LONGEST:
                    raise
                failures = 1 if size > before else failures + 1
                if failures >= ATTEMPTS:
                    if size and self.upkeep.total is not None:
                        raise TransferIncomplete(
                            host=self.host, received=size, expected=self.upkeep.total
                        ) from error
                    raise
                wait = error.retry_after
            if wait is None:
                wait = PAUSE * 2 ** (failures - 1) * (0.5 + secrets.randbelow(1001) / 2000)
            self.cancel.wait(wait)

    def _round(self) -> bool:
        """One answer, and what else it takes to bring the rest; whether every byte is there."""
        about = self._resumable()
        if about is None:
            plan = Plan([(0, ENDLESS)])
        elif about.total is not None:
            plan = Plan(self.part.gaps(about.total))
            self.upkeep.total = about.total
        else:
            plan = Plan([(self.part.prefix(), ENDLESS)])
        claim = plan.claim()
        if claim is None:
            return True
        self._got = None
        self._got = got = self.asker.where(self.cancel, anew=True)
        host = host_of(got.url)
        with ExitStack() as slot:
            slot.enter_context(self.limits.connection(host, self.cancel))
            hand = Hand(claim, self.cancel, slot)
            hand.got = got
            with ExitStack() as held:
                stream = held.enter_context(
                    self.asker.ask(got, claim, about or Note(""), cancel=hand.cancel, again=True)
                )
                head = Head.of(stream, self.part.source, self.target)
                if head.status == 416:
                    return self._past_the_end(head, about, claim)
                plan, mine = self._settled(head, about, claim, plan)
                if mine is None:  # an empty file
                    self.receipt.judge(b"", head.content_type)
                    return True
                hand.take(mine)
                opened = Opened(stream, head, held.pop_all())
            hand.slot = slot.pop_all()
        try:
            self.crew.bring(plan, hand, opened, host)
        finally:
            self._got = hand.got
        return plan.done

    def _resumable(self) -> Note | None:
        """What is known of the part, where it may be gone on with: its server gave a validator, or its
        provider announced a checksum that would tell."""
        about = self.part.about
        if self.part.size and (about.validator or self.receipt.can_verify):
            self._patched = True
            return about
        if self.part.size:
            self.part.begin(Note(self.part.source))
        return None

    def _past_the_end(self, head: Head, about: Note | None, claim: Claim) -> bool:
        """416: with a validator that still holds, the part is whole; else the file became shorter."""
        if about and head.total is not None and claim.at == head.total == self.part.prefix():
            self.part.learn(replace(about, total=head.total))
            return True
        raise Restart

    def _settled(self, head: Head, about: Note | None, claim: Claim, plan: Plan) -> tuple[Plan, Claim | None]:
        """The plan and the answer's part in it, once it is known what file the server has."""
        if head.status == 206:  # go on, if it is the range that was asked for, of the same file
            if about is None or head.start != claim.at or not about.same_file(head.note):
                raise Restart
            total = head.total if head.total is not None else about.total
            etag, modified = about.etag or head.note.etag, about.modified or head.note.modified
            self.part.learn(replace(about, etag=etag, modified=modified, total=total))
            mine: Claim | None = claim
            if total is not None and claim.end >= ENDLESS:
                plan.settle(claim, total)
        else:
            self.part.begin(head.note)
            self.receipt.begin()
            self._patched = False
            total = head.total
            plan = Plan([(0, ENDLESS if total is None else total)])
            mine = plan.claim()
        self.upkeep.total = total
        self._named = head.name or self._named
        if total is not None and self._exact_size is not None and total != self._exact_size:
            raise SizeMismatch(
                host=self.host, name=self.target.name, received=total, expected=self._exact_size
            )  # before gigabytes are transferred for nothing
        self.upkeep.check_room()
        return plan, mine

    # -- the end -------------------------------------------------------------------------------

    @property
    def _exact_size(self) -> int | None:
        return self.link.size if self.link.group is None and self.link.size else None

    def _finish(self) -> Fetched:
        size, about = self.part.size, self.part.about
        for wanted in (about.total, self._exact_size):
            if wanted is not None and size != wanted:
                raise SizeMismatch(host=self.host, name=self.target.name, received=size, expected=wanted)
        verified = self.receipt.verify(self.part, self.cancel)
        final = self.target
        if self._named and not final.suffix:
            final = final.with_name(safe_name(self._named))
        path = self.part.finish(final)
        self.upkeep.tell(size, size)
        return Fetched(path, size, verified, about.etag, connections=max(1, self.crew.most))
