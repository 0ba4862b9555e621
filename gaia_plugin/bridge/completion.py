"""The whole record behind a line of results, for catalogues whose search gives only a part of it."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from functools import partial

from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ..core.catalogs.base import Catalog
from ..core.model import Dataset
from .latest import Latest

PAUSE_MS = 250  # who walks down the list with the arrow keys asks for none of what is passed
KEPT = 200  # records


class Completion(QObject):
    """Asks ``catalog.complete(dataset, cancel)``, where an adapter has it, for one dataset at a time.

    Main thread only; the work is done in QGIS's task manager. Failures are logged and shown to nobody: the
    shorter record stays, and is asked for again when it is looked at again.
    """

    completed = pyqtSignal(object)
    """A Dataset with the key of the one that was asked for, at once where it is known."""

    def __init__(self, parent: QObject | None = None):
        super().__init__(parent)
        self._known: OrderedDict[tuple[str, str], Dataset] = OrderedDict()
        self._asked: tuple[Catalog, Dataset] | None = None
        self._latest = Latest(self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._ask)

    def whole(self, dataset: Dataset) -> Dataset:
        """The dataset with what is known of it already, and the sources that it has now."""
        known = self._known.get(dataset.key)
        return replace(known, sources=dataset.sources or known.sources) if known is not None else dataset

    def want(self, catalog: Catalog, dataset: Dataset) -> None:
        """Complete a dataset, in place of the one that was wanted before."""
        self.stop()
        if not callable(getattr(catalog, "complete", None)):
            return
        if dataset.key in self._known:
            self.completed.emit(self.whole(dataset))
            return
        self._asked = catalog, dataset
        self._timer.start()

    def stop(self) -> None:
        """Nothing is wanted any more."""
        self._timer.stop()
        self._asked = None
        self._latest.stop()

    def _ask(self) -> None:
        if self._asked is None:
            return
        (catalog, dataset), self._asked = self._asked, None
        complete = catalog.complete  # type: ignore[attr-defined]  # not every adapter has it
        self._latest.ask(
            f"{dataset.catalog}: {dataset.id}", partial(complete, dataset), partial(self._done, dataset)
        )

    def _done(self, dataset: Dataset, found: object) -> None:
        if not isinstance(found, Dataset):
            return
        # The list and the map know the record by its key, whatever the longer form calls itself.
        self._known[dataset.key] = replace(found, id=dataset.id, catalog=dataset.catalog)
        while len(self._known) > KEPT:
            self._known.popitem(last=False)
        self.completed.emit(self.whole(dataset))
