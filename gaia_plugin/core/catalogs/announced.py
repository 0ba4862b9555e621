"""Granules of a record of any catalogue, through the services that its links announce."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Dataset, LinkKind, Page, Query
from ..net import Cancel
from .base import Catalog
from .opensearch import granules_of_description
from .stac import granules_of_links


def announces_granules(dataset: Dataset) -> bool:
    """Whether a record's links announce a service of its granules that is spoken here."""
    return bool(dataset.links_of(LinkKind.STAC) or dataset.links_of(LinkKind.OPENSEARCH))


def announced_granules(
    catalog: Catalog, dataset: Dataset, query: Query, cancel: Cancel | None = None
) -> Iterator[Page]:
    """The granules of the STAC that a record announces, else of its OpenSearch; they carry the identifier of
    ``catalog``. Raises the typed errors of ``core.errors``, UnsupportedLink where neither is announced."""
    if dataset.links_of(LinkKind.STAC):
        return granules_of_links(catalog, dataset, query, cancel)
    return granules_of_description(catalog, dataset, query, cancel)
