"""A STAC item (a GeoJSON feature, STAC 0.9 to 1.1) to a granule. Called thousands of times in a search."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from ...model import Granule, Lazy, Link
from .assets import PICTURES, thumbnail_of
from .footprint import item_footprint
from .hrefs import texts
from .kept import ABSENT, Kept
from .links import read_links
from .times import item_period


def read_item(
    item: Any,
    catalog: str,
    base: str = "",
    collection: str = "",
    again: Callable[[], Any] | None = None,
) -> Granule | None:
    """The granule that an item describes; None where it is no item or has no identifier. Never raises.

    ``base`` is the address of the document that the item was read from, for relative hrefs; for items of
    an API it is empty and their ``self`` link serves. ``collection`` is taken where the item names none.
    Links are read from the item when they are first looked at. ``again`` gives the item anew: with it the
    granule does not hold on to the item.
    """
    if not isinstance(item, dict):
        return None
    key = item.get("id")
    if not isinstance(key, str) or not key:
        if isinstance(key, bool) or not isinstance(key, int):
            return None
        key = str(key)
    properties = item.get("properties")
    if not isinstance(properties, dict):
        properties = {}
    get = properties.get
    own = item.get("collection")
    title = get("title")
    license = get("license")
    doi = get("sci:doi")
    abstract = get("description")
    providers = get("providers")
    footprint, note = item_footprint(item.get("geometry"), item.get("bbox"))
    kept: Mapping[str, Any] = properties
    if again is not None:
        kept = Kept(partial(_properties, again), (("eo:cloud_cover", get("eo:cloud_cover", ABSENT)),))
    return Granule(
        key,
        title if isinstance(title, str) and title else key,
        catalog,
        own if isinstance(own, str) and own else collection,
        footprint,
        note,
        item_period(properties),
        kept,
        Lazy(partial(read_links, item, base) if again is None else partial(_links, again, base)),
        quick_thumbnail(item, base),
        license if isinstance(license, str) else "",
        doi if isinstance(doi, str) and doi.startswith("10.") else "",
        provider_of(providers) if providers else "",
        abstract if isinstance(abstract, str) else "",
        (),
        item if again is None else Kept(again),
    )


def _properties(again: Callable[[], Any]) -> Any:
    return again().get("properties")


def _links(again: Callable[[], Any], base: str) -> list[Link]:
    return read_links(again(), base)


def quick_thumbnail(item: Mapping[str, Any], base: str) -> str:
    """The item's thumbnail; the common form, an asset of that name on the web, takes the short way."""
    try:
        asset = item["assets"]["thumbnail"]
        href = asset["href"]
        if href[:8] == "https://" and asset["type"] in PICTURES and "@" not in href:
            return str(href)
    except (KeyError, TypeError):
        pass
    return thumbnail_of(item, base)


def provider_of(providers: Any) -> str:
    """The name to show for a list of providers: who made the data, else who licenses or hosts it."""
    if not isinstance(providers, list):
        return ""
    named = [one for one in providers if isinstance(one, Mapping) and isinstance(one.get("name"), str)]
    for role in ("producer", "licensor", "processor", "host"):
        for one in named:
            if role in texts(one.get("roles")):
                return str(one["name"])
    return str(named[0]["name"]) if named else ""
