"""What a person orders of transfers: written into the journal in a thread, and obeyed from there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any, Callable

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..core.errors import GaiaError
from ..core.transfer.anew import fetch_anew, finish_again
from ..core.transfer.jobs import State, error_of
from ..core.transfer.journal import Journal
from ..core.transfer.queue import Queue
from .downloads_behind import Behind
from .downloads_model import PAGE, DownloadsModel


class Orders(QObject):
    """The part of ``Downloads`` that gives orders."""

    problem = pyqtSignal(object)
    """GaiaError: the journal cannot be kept, or something could not be written to it."""

    model: DownloadsModel
    _orders: Behind
    _queue: Queue | None
    _journal: Journal | None

    def pause(self, ids: Collection[str] | None = None) -> None:
        """Stop some (None: all) for now; what has come stays."""
        self._order(lambda queue: queue.pause(ids))

    def resume(self, ids: Collection[str] | None = None) -> None:
        """Let some (None: all) that pause go on."""
        self._order(lambda queue: queue.resume(ids))

    def cancel(self, ids: Collection[str] | None = None) -> None:
        """Give some (None: all) up; they stay on the list."""
        self._order(lambda queue: queue.cancel(ids))

    def retry(self, ids: Collection[str]) -> None:
        """Go on with some that failed, were cancelled, or wait for their host."""
        self._order(lambda queue: queue.retry(ids))

    def fetch_anew(self, ids: Collection[str]) -> None:
        """Bring some that are done once more, from their first byte: what came of them is damaged."""
        self._order(lambda queue: fetch_anew(queue, ids))

    def finish_again(self, ids: Collection[str]) -> None:
        """Make once more of some that are done what could not be made of their files."""
        self._order(lambda queue: finish_again(queue, ids))

    def retry_where(self, may: Callable[[GaiaError], bool]) -> None:
        """Go on with all that failed of an error that ``may`` holds true for; it is asked in a thread."""

        def find(queue: Queue) -> None:
            after, found = None, []
            while rows := queue.journal.rows(after, PAGE, {State.FAILED}):
                after = rows[-1].rank
                for row in rows:
                    error = error_of(row)
                    if error is not None and may(error):
                        found.append(row.job.id)
            if found:
                queue.retry(found)

        self._order(find)

    def move(self, ids: Sequence[str], before: str | None) -> None:
        """Put some, in this order, right before another; at the end where that is None."""
        self._order(lambda queue: queue.move(ids, before), lambda _: self._reread())

    def forget(self, ids: Collection[str]) -> None:
        """Take some off the list; their files stay, and what there is of unfinished ones goes."""
        gone = list(ids)
        self.model.remove(gone)
        self._order(lambda queue: queue.forget(gone, parts=True), lambda _: self._forgotten(gone))

    def clear_finished(self) -> None:
        """Take all that is done or cancelled off the list; the files stay."""
        over = (State.DONE, State.CANCELLED)
        gone = [one.id for one in self.model.downloads() if one.state in over]
        self.model.remove(gone)
        self._order(lambda queue: queue.forget(None, parts=True, among=over), lambda _: self._forgotten(gone))

    def _order(self, order: Callable[[Queue], Any], then: Callable[[Any], None] | None = None) -> None:
        def carry_out() -> Any:
            return order(self._queue) if self._queue is not None else None

        self._orders.ask(carry_out, then or (lambda _: self._wake()), self._failed)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, GaiaError):
            self.problem.emit(error)

    def _wake(self) -> None:
        raise NotImplementedError

    def _reread(self) -> None:
        raise NotImplementedError

    def _forgotten(self, ids: Iterable[str]) -> None:
        raise NotImplementedError
