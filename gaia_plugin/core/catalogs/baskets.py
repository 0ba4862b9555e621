"""A whole search of a catalogue as one archive, where its service packs one (Hydroweb.next)."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urljoin

from ..access.basket import Selection, basket_link
from ..model import Link, Query
from .base import CatalogEntry
from .dialects.regards import Regards
from .stac.request import Wishes
from .stac.service import Service

_PACKED = {"hydroweb": "/api/download/workflows"}


def packs(entry: CatalogEntry) -> bool:
    """Whether the service of a catalogue packs what is selected."""
    return entry.dialect in _PACKED


def basket_for(entry: CatalogEntry, collections: Iterable[str], query: Query, title: str = "") -> Link:
    """One link to everything in these collections that is in the query's area and period and has its
    properties; its words are left out, as the service knows no search by words. Asks nobody: the queue makes
    the basket and waits for it. Raises ValueError where no collection is named, or the catalogue packs
    nothing."""
    if not packs(entry):
        raise ValueError(f"{entry.id} packs nothing")
    plan = Regards().plan_items(Service(entry.url), query, (), Wishes(), frozenset(), False, ())
    asked = plan.request.body or {}
    filters = {name: asked[name] for name in ("bbox", "intersects", "query") if name in asked}
    selections = [Selection(one, filters) for one in dict.fromkeys(collections)]
    return basket_link(urljoin(entry.url, _PACKED[entry.dialect]), selections, title)
