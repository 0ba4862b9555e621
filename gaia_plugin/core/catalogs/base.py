"""The one interface of a catalogue."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ..model import Dataset, Page, Query
from ..net import Cancel, Session


@dataclass(frozen=True)
class CatalogEntry:
    """One row of the registry: where a catalogue is, how it speaks, and what to say of it.

    ``kind`` is the protocol ("stac", "stac-static", "csw", …), ``dialect`` the bend of one service,
    ``titles`` and ``notes`` are its name and a sentence about it by language, ``options`` what only its
    adapter understands. ``connect_timeout`` and ``read_timeout`` are seconds, where the service needs others
    than the session's.
    """

    id: str
    kind: str
    url: str
    titles: Mapping[str, str] = field(default_factory=dict)
    dialect: str = ""
    provider: str = ""
    compartments: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    sign_in: str = "none"
    offers: tuple[str, ...] = ("datasets",)
    enabled: bool = False
    max_connections: int = 2
    connect_timeout: float | None = None
    read_timeout: float | None = None
    homepage: str = ""
    notes: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, object] = field(default_factory=dict)

    def title(self, language: str = "en") -> str:
        """The catalogue's name in a language, or in English, or its identifier."""
        return self.titles.get(language) or self.titles.get("en") or self.id

    def note(self, language: str = "en") -> str:
        """The sentence about the catalogue in a language, or in English, or ""."""
        return self.notes.get(language) or self.notes.get("en") or ""

    @property
    def closed(self) -> bool:
        """Whether the service is closed: its row says where its data went, and nobody is asked."""
        return self.kind == "closed"

    @property
    def moved_to(self) -> str:
        """The identifier of the row that has the data of a closed service; "" where none is known."""
        key = self.options.get("moved_to")
        return key if isinstance(key, str) else ""


@dataclass(frozen=True)
class Queryable:
    """A property that can be filtered on. ``kind`` is a JSON Schema type; bounds and values where known."""

    name: str
    title: str = ""
    kind: str = "string"
    minimum: float | None = None
    maximum: float | None = None
    values: tuple[str, ...] = ()
    unit: str = ""


@dataclass(frozen=True)
class Description:
    """What a catalogue says of itself. ``filters`` are the parts of a query that its server can apply."""

    title: str = ""
    abstract: str = ""
    url: str = ""
    version: str = ""
    filters: frozenset[str] = frozenset()
    conformance: frozenset[str] = frozenset()


class Catalog(ABC):
    """A catalogue that can be searched. An instance may be used by several threads, one search each.

    Iterators yield pages as they arrive and ask for the next page only when they are advanced; they raise
    the typed errors of ``core.errors``, and Cancelled within a second of ``cancel``. Records that cannot be
    read are skipped and counted, never raised. What the server can't filter the adapter filters
    (``clientside``), and the page says so.
    """

    def __init__(self, entry: CatalogEntry, session: Session):
        self.entry = entry
        self.session = session

    @abstractmethod
    def describe(self, cancel: Cancel | None = None) -> Description:
        """What the catalogue is and can do; cached."""

    @abstractmethod
    def search(self, query: Query, cancel: Cancel | None = None) -> Iterator[Page]:
        """Datasets (collections, records) that match; granules where the catalogue holds nothing else."""

    def granules(self, dataset: Dataset, query: Query, cancel: Cancel | None = None) -> Iterator[Page]:
        """Granules of a dataset that match; none where the catalogue has no second step."""
        return iter(())

    def children(self, dataset: Dataset, query: Query, cancel: Cancel | None = None) -> Iterator[Page]:
        """The datasets that are a part of this one (the Datasets of a Study, the records of a series); none
        where the catalogue cannot be asked for them. Of the query, only language and paging count."""
        return iter(())

    def parent(self, dataset: Dataset, cancel: Cancel | None = None) -> Dataset | None:
        """The dataset that this one is a part of; None where it says none, or the catalogue cannot be asked.

        Raises the typed errors of ``core.errors``, NotFound where the record is gone.
        """
        return None

    def queryables(
        self, dataset: Dataset | None = None, cancel: Cancel | None = None
    ) -> tuple[Queryable, ...]:
        """The properties that can be filtered on, for the catalogue or for one dataset."""
        return ()

    @property
    def conformance(self) -> frozenset[str]:
        """The conformance classes that the catalogue declares."""
        return self.describe().conformance
