"""Granules of a record of any catalogue, through the services that its links announce."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..model import Dataset, Link, LinkKind, Page, Query
from ..net import Cancel
from .base import Catalog
from .opensearch import granules_of_description
from .stac import granules_of_links


def announces_granules(dataset: Dataset) -> bool:
    """Whether a record's links announce a service of its granules that is spoken here."""
    return any(link.leads_to_granules for link in dataset.links)


def announced_granules(
    catalog: Catalog, dataset: Dataset, query: Query, cancel: Cancel | None = None
) -> Iterator[Page]:
    """The granules of the STAC that a record announces, else of its OpenSearch, else of its THREDDS
    catalogue; they carry the identifier of ``catalog``. Raises the typed errors of ``core.errors``,
    UnsupportedLink where none is announced."""
    folders = thredds_catalogs(dataset)
    if dataset.links_of(LinkKind.STAC):
        return granules_of_links(catalog, dataset, query, cancel)
    if folders and not dataset.links_of(LinkKind.OPENSEARCH):
        return granules_of_thredds(catalog, dataset, folders[0], query, cancel)
    return granules_of_description(catalog, dataset, query, cancel)


def thredds_catalogs(dataset: Dataset) -> tuple[Link, ...]:
    """The links that lead to a catalogue of files on a THREDDS server, and not to one file."""
    return tuple(link for link in dataset.links_of(LinkKind.OPENDAP) if link.leads_to_granules)


def granules_of_thredds(
    catalog: Catalog, dataset: Dataset, folder: Link, query: Query, cancel: Cancel | None = None
) -> Iterator[Page]:
    """The files of a THREDDS catalogue that a record names; where that needs an account, each says so.

    Raises the typed errors of ``core.errors``.
    """
    from .thredds import ThreddsCatalog, document_address  # reads XML: a search of STAC alone never needs it

    walker = ThreddsCatalog(replace(catalog.entry, kind="thredds", url=folder.href), catalog.session)
    below = replace(dataset, raw={"catalog": document_address(folder.href)})
    for page in walker.granules(below, query, cancel):
        yield _closed(page) if folder.restricted else page


def _closed(page: Page) -> Page:
    return replace(
        page,
        items=tuple(
            replace(one, links=tuple(replace(link, restricted=True) for link in one.links))
            for one in page.items
        ),
    )
