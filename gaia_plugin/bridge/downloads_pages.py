"""The list of transfers, read from the journal page by page."""

from __future__ import annotations

from typing import Callable

from ..core.transfer.jobs import Standing, State
from ..core.transfer.journal import Journal
from .downloads_behind import Behind
from .downloads_model import FRONT, PAGE, DownloadsModel
from .downloads_row import Download


class Pages:
    """Fills a model as it asks for more. ``journal`` gives the journal once it is open, ``stand`` the
    Download of a job; ``filled`` is called after each page."""

    def __init__(
        self,
        model: DownloadsModel,
        orders: Behind,
        journal: Callable[[], Journal | None],
        stand: Callable[[Standing], Download],
        filled: Callable[[], None],
    ):
        self._model, self._orders, self._journal = model, orders, journal
        self._stand, self._filled = stand, filled
        model.moreWanted.connect(self.more)

    def begin(self, shown: frozenset[State] | None = None) -> None:
        """From the first row; ``shown`` None: in the states that are shown already."""
        self._model.begin(self._model.shown if shown is None else shown)
        self.more()

    def more(self) -> None:
        """The next page."""
        shown, last = self._model.shown, self._model.last

        def read() -> tuple[list[Standing], bool]:
            journal, found = self._journal(), []
            if journal is None:
                return [], True
            first, after = (0, None) if last is None else (last[0], last[1])
            for section, states in enumerate((shown & FRONT, shown - FRONT)):
                if section >= first and states and len(found) < PAGE:
                    over = section == 1
                    rank = -after if over and after is not None else after
                    found += journal.rows(rank, PAGE - len(found), states, newest=over)
                    after = None
            return found, len(found) < PAGE

        def add(page: tuple[list[Standing], bool]) -> None:
            if self._model.shown != shown:
                return
            if self._model.last != last:  # rows moved meanwhile
                self.more()
                return
            self._model.add_page([self._stand(standing) for standing in page[0]], page[1])
            self._filled()

        self._orders.ask(read, add)
