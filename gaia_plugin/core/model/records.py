"""Datasets and granules: what catalogues hold, in one shape."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Callable, Union, overload

from .geometry import Geometry
from .link import Link, LinkKind
from .period import Period

COMPARTMENTS = ("atmosphere", "ocean", "land", "solid-earth", "biodiversity", "climate", "multi")


class Lazy(Sequence[Link]):
    """Links that are read from the raw record when first looked at: a search of thousands of granules
    pays for the few whose assets somebody opens. Safe to read from several threads."""

    __slots__ = ("_links", "_read")

    def __init__(self, read: Callable[[], Sequence[Link]]):
        self._read = read
        self._links: tuple[Link, ...] | None = None

    def _all(self) -> tuple[Link, ...]:
        if self._links is None:
            self._links = tuple(self._read())
        return self._links

    @overload
    def __getitem__(self, index: int) -> Link: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Link]: ...
    def __getitem__(self, index: int | slice) -> Link | Sequence[Link]:
        return self._all()[index]

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self) -> Iterator[Link]:
        return iter(self._all())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(self._all())


@dataclass(frozen=True)
class Keyword:
    """A keyword with its concept's URI, its thesaurus and its type (theme, place, dataPole…)."""

    text: str
    uri: str = ""
    thesaurus: str = ""
    thesaurus_uri: str = ""
    kind: str = ""

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Contact:
    """A person or an organisation; ``role`` is the ISO CI_RoleCode or the STAC provider's role.

    ``where`` says which part of the record names it: "resource", "metadata" or "distribution".
    """

    name: str = ""
    organisation: str = ""
    role: str = ""
    email: str = ""
    url: str = ""
    identifier: str = ""
    """ORCID iD or ROR, as a URI."""
    where: str = "resource"
    position: str = ""
    phone: str = ""
    address: str = ""

    def __str__(self) -> str:
        return " – ".join(part for part in (self.name, self.organisation) if part)


@dataclass(frozen=True)
class Source:
    """Where a record was found: the catalogue and the record's identifier there."""

    catalog: str
    id: str
    url: str = ""


@dataclass(frozen=True)
class Dataset:
    """A dataset, series or STAC collection.

    ``footprint`` is a GeoJSON geometry in longitude and latitude, or None where the record has no usable
    one (``footprint_note`` then says why); several boxes make a Multi* geometry. ``period`` spans
    ``periods``. ``license`` is the SPDX identifier or the text of the licence and ``constraints`` every
    other sentence on use. ``texts`` holds title and abstract in other languages:
    ``{"fr": {"title": …, "abstract": …}}``. ``dates`` are (type, ISO date): "creation", "publication",
    "revision". ``raw`` is the untouched record: a mapping (JSON) or bytes (XML).
    """

    id: str
    title: str
    catalog: str = ""
    abstract: str = ""
    provider: str = ""
    kind: str = "dataset"
    footprint: Geometry | None = None
    footprint_note: str = ""
    period: Period | None = None
    periods: tuple[Period, ...] = ()
    keywords: tuple[Keyword, ...] = ()
    compartments: tuple[str, ...] = ()
    license: str = ""
    license_url: str = ""
    constraints: tuple[str, ...] = ()
    lineage: str = ""
    doi: str = ""
    """The bare DOI, "10.57932/…", without the resolver."""
    identifiers: tuple[str, ...] = ()
    contacts: tuple[Contact, ...] = ()
    parent: str = ""
    links: Sequence[Link] = ()
    thumbnail: str = ""
    language: str = ""
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    dates: tuple[tuple[str, str], ...] = ()
    updated: str = ""
    crs: tuple[str, ...] = ()
    citation: str = ""
    properties: Mapping[str, Any] = field(default_factory=dict)
    sources: tuple[Source, ...] = ()
    has_granules: bool = False
    raw: Any = field(default=None, repr=False, compare=False)

    @property
    def key(self) -> tuple[str, str]:
        """What identifies the record within the session: (catalogue, identifier)."""
        return self.catalog, self.id

    def text(self, name: str, language: str) -> str:
        """``title`` or ``abstract`` in a language ("fr"), or as the record has it."""
        return self.texts.get(language, {}).get(name) or str(getattr(self, name))

    def links_of(self, *kinds: LinkKind) -> tuple[Link, ...]:
        """The links of some kinds, in the record's order."""
        return tuple(link for link in self.links if link.kind in kinds)


@dataclass(frozen=True)
class Granule:
    """A granule (STAC item, satellite scene, file of a series). ``collection`` is its dataset's id.

    Other fields as in Dataset. ``properties`` are the record's own, untouched; they and ``raw`` are mappings
    that may be read from packed text when looked at (``dict(raw)`` makes a dictionary).
    """

    id: str
    title: str
    catalog: str = ""
    collection: str = ""
    footprint: Geometry | None = None
    footprint_note: str = ""
    period: Period | None = None
    properties: Mapping[str, Any] = field(default_factory=dict)
    links: Sequence[Link] = ()
    thumbnail: str = ""
    license: str = ""
    doi: str = ""
    provider: str = ""
    abstract: str = ""
    sources: tuple[Source, ...] = ()
    raw: Any = field(default=None, repr=False, compare=False)

    @property
    def key(self) -> tuple[str, str]:
        """What identifies the granule within the session: an item's id is unique in its collection only."""
        return self.catalog, f"{self.collection}/{self.id}"

    @property
    def cloud_cover(self) -> float | None:
        """Percent, where the granule has it as a number from 0 to 100."""
        value = self.properties.get("eo:cloud_cover")
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return None
        return float(value) if 0 <= value <= 100 else None

    def text(self, name: str, language: str) -> str:
        """``title`` or ``abstract``; granules have one language."""
        return str(getattr(self, name))

    def links_of(self, *kinds: LinkKind) -> tuple[Link, ...]:
        """The links of some kinds, in the record's order."""
        return tuple(link for link in self.links if link.kind in kinds)


Record = Union[Dataset, Granule]


@dataclass(frozen=True)
class Page:
    """One page of a catalogue's answer.

    ``total`` is what the server says it has for the filters it applied, or None; with
    ``total_is_lower_bound`` it means "at least". ``has_more`` tells that a next page can be asked for.
    ``filtered_by_server`` and ``filtered_by_client`` share out the parts of the query (``Query.parts``).
    ``skipped`` counts records that could not be read; ``notes`` are sentences for the status row.
    ``updated`` are records given before that now have one more source (federation only).
    """

    items: tuple[Record, ...] = ()
    total: int | None = None
    total_is_lower_bound: bool = False
    has_more: bool = False
    filtered_by_server: frozenset[str] = frozenset()
    filtered_by_client: frozenset[str] = frozenset()
    catalog: str = ""
    skipped: int = 0
    notes: tuple[str, ...] = ()
    updated: tuple[Record, ...] = ()

    @property
    def next(self) -> bool:
        """Whether there is a next page."""
        return self.has_more
