"""One parser on one answer: the question that makes an adapter read it, and a session that gives it without
any server."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Callable
from urllib.parse import urlencode

from gaia_plugin.core.catalogs.base import Catalog, CatalogEntry
from gaia_plugin.core.catalogs.registry import make_catalog
from gaia_plugin.core.errors import NotFound, host_of
from gaia_plugin.core.model import Dataset, Page, Query, Source
from gaia_plugin.core.net import Response, Session

ROOT = Path(__file__).resolve().parents[2]
RECORDED = Path(os.environ.get("GAIA_RECORDED") or ROOT.parent / "shared" / "data")
URL = "https://example.org/api"
HERE = "the catalogue's own address"
MOST_REQUESTS = 60
"""More than any adapter may send for one question that is answered with the same page again and again."""


class TooManyRequests(BaseException):
    """The adapter asks without end: nothing may catch it."""


class Answers(Session):
    """A session that gives fixed answers, by a part of the address; what is not among them is not found."""

    def __init__(self, replies: Mapping[str, bytes], headers: Mapping[str, str]):
        super().__init__()
        self.replies, self.headers, self.asked = replies, headers, 0

    def get(self, url: str, *, params: Any = None, **_: Any) -> Response:
        sent = {name: value for name, value in (params or {}).items() if value is not None}
        return self._answer(
            f"{url}{'&' if '?' in url else '?'}{urlencode(sent, doseq=True)}" if sent else url
        )

    def post(self, url: str, *, data: Any = None, **_: Any) -> Response:
        return self._answer(url + (data.decode("utf-8", "replace") if isinstance(data, bytes) else ""))

    def _answer(self, url: str) -> Response:
        self.asked += 1
        if self.asked > MOST_REQUESTS:
            raise TooManyRequests(f"{self.asked} requests")
        for part, content in self.replies.items():
            if part in url or (part == HERE and url.rstrip("/") == URL):
                return Response(200, url.split("<")[0], self.headers, content)
        raise NotFound(host=host_of(url), status=404)


Ask = Callable[[Catalog, Query], Iterator[Page]]


def search(catalog: Catalog, query: Query) -> Iterator[Page]:
    return catalog.search(query)


def granules(catalog: Catalog, query: Query) -> Iterator[Page]:
    found = Dataset(
        id="c", title="t", catalog="x", sources=(Source("x", "c", f"{URL}/c.json"),), has_granules=True
    )
    return catalog.granules(found, query)


def items(catalog: Catalog, query: Query) -> Iterator[Page]:
    """Items of whatever collection."""
    stac: Any = catalog
    return stac.search_items(query)


def complete(catalog: Catalog, query: Query) -> Iterator[Page]:
    complete: Any = catalog
    yield Page((complete.complete(Dataset(id="c", title="t", catalog="x", raw={"global_id": "doi:10.1/x"})),))


def record(catalog: Catalog, query: Query) -> Iterator[Page]:
    one: Any = catalog
    yield Page((one.record("c"),))


def thredds_files(catalog: Catalog, query: Query) -> Iterator[Page]:
    """The files of a folder that was found before."""
    raw = {"catalog": f"{URL}/catalog.xml", "name": "01", "id": "snow/2020/01"}
    return catalog.granules(Dataset(id="c", title="t", catalog="x", raw=raw, has_granules=True), query)


def about(catalog: Catalog, query: Query) -> Iterator[Page]:
    """What the catalogue says of itself and of its filters."""
    catalog.describe()
    catalog.queryables()
    return iter(())


@dataclass(frozen=True)
class Cassette:
    """A recording that is not read as it is: its path, and what it holds."""

    name: str
    read: Callable[[], Any]

    def __call__(self) -> Any:
        return self.read()


@dataclass(frozen=True, eq=False)
class Case:
    """One parser on one answer. ``content`` makes the answer, or is the name of a recording; ``part`` is what
    its address holds; ``others`` are the answers that lead to it, which stay whole."""

    name: str
    kind: str
    content: str | Callable[[], Any]
    part: str = ""
    ask: Ask = search
    others: Mapping[str, Any] = field(default_factory=dict)
    dialect: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, object] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"<{self.name}>"

    @property
    def holds_none(self) -> bool:
        """Whether the answer says something of the service and holds no record."""
        return self.ask is about or (self.part == HERE and self.kind != "thredds")

    @property
    def is_here(self) -> bool:
        """Whether the recording is on this machine; what is synthetic always is."""
        name = self.content.name if isinstance(self.content, Cassette) else self.content
        return callable(name) or (RECORDED / name).exists()

    def answer(self) -> bytes:
        """The answer as it came."""
        return as_bytes(self.content() if callable(self.content) else (RECORDED / self.content).read_bytes())

    def pages(self, content: bytes, query: Query) -> Iterator[Page]:
        """What the adapter makes of an answer. Raises what it raises."""
        # Longer parts first: "" stands for every address that nothing else is said of.
        known = {**self.others, self.part: content}
        replies = {part: as_bytes(known[part]) for part in sorted(known, key=len, reverse=True)}
        with Answers(replies, self.headers) as session:
            entry = CatalogEntry("x", self.kind, URL, dialect=self.dialect, options=self.options)
            yield from self.ask(make_catalog(entry, session), query)


def as_bytes(value: Any) -> bytes:
    if isinstance(value, bytes):
        return value
    return value.encode() if isinstance(value, str) else json.dumps(value).encode()
