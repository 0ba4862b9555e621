"""Once more with what is done: with a file that is damaged, or with what could not be made of it."""

from __future__ import annotations

from collections.abc import Collection

from .disk import cannot_write
from .jobs import State
from .queue import Queue


def fetch_anew(queue: Queue, ids: Collection[str]) -> None:
    """Delete the files of those of the jobs that are done, and queue these as if nothing had come of them:
    a file that is left where it is would be taken for the one that is wanted. Raises JournalFailed, and
    CannotWrite for one that cannot be deleted."""
    for identity in ids:
        standing = queue.journal.get(identity)
        if standing is None or standing.state is not State.DONE:
            continue
        path = standing.path or standing.job.target
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise cannot_write(path, error) from error
        if queue.journal.update(identity, state=State.CANCELLED, path=None, received=0, outcome={}):
            queue.retry([identity])


def finish_again(queue: Queue, ids: Collection[str]) -> None:
    """Unpack, and note where it came from, what is there: where that failed for want of room, say. Nothing
    that is there is brought again (``deliver.delivered_before``). Raises JournalFailed."""
    queue.retry(queue.journal.change_state(ids, State.CANCELLED, {State.DONE}))
