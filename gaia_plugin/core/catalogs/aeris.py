"""AERIS and the other catalogues of Sedoo: searched through CSW, read in their native records.

The native search is not documented any more and its current form is unknown; CSW filters by words, area and
time. The native record says what the ISO record leaves out: parameters, instruments and platforms by their
thesaurus, formats, quicklooks, whether an account is needed, and the files behind the dataset.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from ..errors import (
    AccessDenied,
    AuthenticationRequired,
    BadAnswer,
    GaiaError,
    NotFound,
    RequestRefused,
    ServiceUnavailable,
    host_of,
)
from ..metadata.jsontexts import UNREADABLE, inside, text
from ..model import Dataset, Link, LinkKind, Page, Query
from ..net import Cancel, Session
from .aeris_files import read_entry
from .aeris_records import joined, read_record
from .announced import announced_granules, granules_of_thredds, thredds_catalogs
from .base import CatalogEntry
from .checker import Checker
from .csw import CswCatalog
from .pager import Batch, pages
from .rest import record_list

_JSON = {"Accept": "application/json"}


class AerisCatalog(CswCatalog):
    """A catalogue of Sedoo. ``entry.url`` is its CSW; ``entry.options`` may give "records" (where its native
    records are, else beside the CSW) and "page" (where a person reads one; the identifier follows both)."""

    def __init__(self, entry: CatalogEntry, session: Session):
        super().__init__(entry, session)
        beside = re.sub(r"/csw/?$", "", entry.url.split("?")[0])
        self._records = text(entry.options.get("records")).rstrip("/") or f"{beside}/metadata"

    def complete(self, dataset: Dataset, cancel: Cancel | None = None) -> Dataset:
        """The dataset as its native record has it, with what only the CSW says. Raises NotFound, BadAnswer,
        and the typed errors of the session."""
        source = next((one for one in dataset.sources if one.catalog == self.entry.id), None)
        key = source.id if source else dataset.id
        answer = self.session.get(
            f"{self._records}/{quote(key, safe='')}", headers=_JSON, cancel=cancel, cache=True
        )
        try:
            native = read_record(
                answer.json(),
                catalog=self.entry.id,
                url=self.entry.url,
                page=text(self.entry.options.get("page")),
                compartments=self.entry.compartments,
            )
        except UNREADABLE as error:
            raise BadAnswer(host=host_of(answer.url), detail="no dataset in it") from error
        return joined(native, dataset)

    def granules(self, dataset: Dataset, query: Query, cancel: Cancel | None = None) -> Iterator[Page]:
        """The dataset's files: year by year from the services that its native record names, else from its
        THREDDS catalogue; a service that is an OpenSearch or a STAC indeed is searched as one. The query's
        words are not applied.

        Raises the typed errors of ``core.errors``.
        """
        if dataset.links_of(LinkKind.STAC):
            yield from announced_granules(self, dataset, query, cancel)
            return
        services = dataset.links_of(LinkKind.OPENSEARCH)
        if not any(one.protocol == "OPENSEARCH_LINK" for one in services):
            dataset = self._completed(dataset, cancel)
            services = dataset.links_of(LinkKind.OPENSEARCH)
        if not services:
            yield from super().granules(dataset, query, cancel)  # of a THREDDS catalogue too
            return
        query = query.but(text="", filters=(), collections=())
        try:
            first = self._listed(services[0], dataset, cancel)
        except (BadAnswer, NotFound, RequestRefused, ServiceUnavailable) as problem:
            yield from self._otherwise(dataset, query, problem, cancel)
            return

        def ask(number: int) -> Batch:
            found = first if number == 0 else self._listed(services[number], dataset, cancel)
            following = number + 1 if number + 1 < len(services) else None
            return Batch([(services[number], one) for one in found], following=following)

        def read(one: tuple[Link, Any]) -> Any:
            service, entry = one
            return read_entry(entry, dataset, service, catalog=self.entry.id)

        yield from pages(query, Checker(query, frozenset()), self.entry.id, ask, [0], read=read)

    def _completed(self, dataset: Dataset, cancel: Cancel | None) -> Dataset:
        """With the links of the native record, where there is one."""
        try:
            return self.complete(dataset, cancel)
        except (NotFound, BadAnswer, AuthenticationRequired, AccessDenied):
            return dataset

    def _listed(self, service: Link, dataset: Dataset, cancel: Cancel | None) -> list[Any]:
        """What a service lists of the dataset. One that has no folder for it answers HTTP 500."""
        answer = self.session.get(
            f"{service.href.rstrip('/')}/request",
            params={"collection": service.name or dataset.id},
            headers=_JSON,
            cancel=cancel,
            cache=True,
        )
        return record_list(inside(answer.json()), "entries", answer.url)[1]

    def _otherwise(
        self, dataset: Dataset, query: Query, problem: GaiaError, cancel: Cancel | None
    ) -> Iterator[Page]:
        """The files of the THREDDS catalogue beside a service that fails, else the granules of a service that
        has a description; what was wrong with it as a list otherwise."""
        folders = thredds_catalogs(dataset)
        try:
            if folders:
                yield from granules_of_thredds(self, dataset, folders[0], query, cancel)
            else:
                yield from announced_granules(self, dataset, query, cancel)
        except (BadAnswer, NotFound, RequestRefused):
            raise problem from None
