"""A Study with its Datasets: the record above the one that is looked at, and those below it."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from functools import partial

from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ..core.catalogs.base import Catalog
from ..core.errors import Cancelled, GaiaError
from ..core.model import Dataset, Query
from ..core.net import Cancel
from .latest import Latest
from .tasks import log

PAUSE_MS = 300  # who walks down the list with the arrow keys asks for none of what is passed
MOST = 50  # children that are listed
KEPT = 100  # records whose family is remembered
ABOVE = frozenset({"study", "series", "collection", "collectionhardware"})
"""Kinds of records that others are a part of."""


@dataclass(frozen=True)
class Kin:
    """What is known of a record's family. ``parent`` is None where there is none, or it was not found;
    ``total`` counts the children where the catalogue does, ``more`` tells that there are others."""

    parent: Dataset | None = None
    children: tuple[Dataset, ...] = ()
    total: int | None = None
    more: bool = False


def has_family(dataset: Dataset) -> bool:
    """Whether a record says that it is a part of another, or may have parts."""
    counted = dataset.properties.get("children")
    return bool(dataset.parent) or dataset.kind.lower() in ABOVE or bool(counted)


class Family(QObject):
    """Asks the catalogue of a dataset for its parent and its children, for one dataset at a time.

    Main thread only; the work is done in QGIS's task manager. What fails is logged and left out.
    """

    found = pyqtSignal(object, object)
    """The key of the dataset that was asked for, and its Kin."""

    def __init__(self, parent: QObject | None = None):
        super().__init__(parent)
        self._known: OrderedDict[tuple[str, str], Kin] = OrderedDict()
        self._asked: tuple[Catalog, Dataset, str] | None = None
        self._latest = Latest(self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._ask)

    def want(self, catalog: Catalog, dataset: Dataset, language: str) -> None:
        """Ask for the family of a dataset, in place of the one that was wanted before."""
        self.stop()
        if not has_family(dataset):
            return
        known = self._known.get(dataset.key)
        if known is not None:
            self.found.emit(dataset.key, known)
            return
        self._asked = catalog, dataset, language
        self._timer.start()

    def stop(self) -> None:
        """Nothing is wanted any more."""
        self._timer.stop()
        self._asked = None
        self._latest.stop()

    def _ask(self) -> None:
        if self._asked is None:
            return
        (catalog, dataset, language), self._asked = self._asked, None
        self._latest.ask(
            f"{dataset.catalog}: {dataset.id}",
            partial(kin_of, catalog, dataset, language),
            partial(self._done, dataset.key),
        )

    def _done(self, key: tuple[str, str], kin: Kin) -> None:
        self._known[key] = kin
        while len(self._known) > KEPT:
            self._known.popitem(last=False)
        self.found.emit(key, kin)


def kin_of(catalog: Catalog, dataset: Dataset, language: str, cancel: Cancel) -> Kin:
    """The family of a dataset, asked of its catalogue. Raises Cancelled; where all that is asked fails, the
    first failure."""
    problems: list[GaiaError] = []
    parent: Dataset | None = None
    if dataset.parent:
        try:
            parent = catalog.parent(dataset, cancel)
        except Cancelled:
            raise
        except GaiaError as error:
            problems.append(error)
    children: list[Dataset] = []
    total, more = None, False
    if not dataset.parent or dataset.kind.lower() in ABOVE or dataset.properties.get("children"):
        try:
            for page in catalog.children(dataset, Query(language=language, page_size=MOST), cancel):
                children += [one for one in page.items if isinstance(one, Dataset) and one.key != dataset.key]
                total = None if page.total_is_lower_bound else page.total
                more = page.has_more or len(children) > MOST
                if len(children) >= MOST:
                    break
        except Cancelled:
            raise
        except GaiaError as error:
            problems.append(error)
    if problems and parent is None and not children:
        raise problems[0]
    for problem in problems:
        log(f"{dataset.catalog}: {dataset.id}: {problem}")
    return Kin(parent, tuple(children[:MOST]), total, more)
