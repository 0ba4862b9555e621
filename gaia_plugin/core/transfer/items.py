"""Records as STAC items, and back: what the journal, a manifest and a file's sidecar keep of a record.

Sources: STAC item specification 1.1, common metadata 1.1, file extension v2.1 (``file:size``,
``file:checksum``), scientific citation extension v1.0. What STAC has no field for is in ``gaia:…``; an item
that has none of those is read as any other catalogue's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ..catalogs.stac.assets import asset_link
from ..catalogs.stac.checksums import multihash, read_checksum
from ..catalogs.stac.footprint import item_footprint
from ..catalogs.stac.items import read_item
from ..catalogs.stac.times import item_period
from ..model import Contact, Dataset, Granule, Link, LinkKind, Period, Record, bounds, parse_moment, rfc3339
from ..model.styles import style_link
from ..net.credentials import public_text
from .coding import (
    from_json,
    link_from_json,
    link_to_json,
    period_from_json,
    period_to_json,
    plain_json,
    to_json,
)

STAC_VERSION = "1.1.0"
FILE = "https://stac-extensions.github.io/file/v2.1.0/schema.json"
SCIENTIFIC = "https://stac-extensions.github.io/scientific/v1.0.0/schema.json"
_FILES = {
    LinkKind.DOWNLOAD: "data",
    LinkKind.COG: "data",
    LinkKind.STYLE: "style",
    LinkKind.THUMBNAIL: "thumbnail",
}
"""The kinds that are assets, and the role of one that names none; the others are links of the item."""
_RELATIONS = {
    LinkKind.METADATA: "describedby",
    LinkKind.INFO: "about",
    LinkKind.ORDER: "order",
    LinkKind.OPENDAP: "opendap",
    LinkKind.WMS: "wms",
    LinkKind.WMTS: "wmts",
    LinkKind.TILES: "xyz",
}
_ELSEWHERE = ("id", "title", "abstract", "footprint", "period", "properties", "links", "raw")
"""The fields that an item has its own place for."""
_NOT_OF_A_PARENT = (*_ELSEWHERE[2:], "thumbnail", "footprint_note", "periods", "sources", "has_granules")
_ROLES = {
    "processor": "processor",
    "distributor": "host",
    "custodian": "host",
    "host": "host",
    "licensor": "licensor",
    "owner": "licensor",
    "author": "producer",
    "originator": "producer",
    "principalInvestigator": "producer",
    "producer": "producer",
    "resourceProvider": "producer",
}
_LICENSE = re.compile(r"^[\w\-.+]+$", re.ASCII)
_DOI = re.compile(r"^10\.[0-9a-zA-Z]{4,}/\S+$")
_MOST_PAGES = 20
_EPOCH = "1970-01-01T00:00:00Z"


def item_of(record: Record, links: Iterable[Link] | None = None, *, dataset: Dataset | None = None) -> Any:
    """The record as a STAC 1.1 item: a GeoJSON feature, ready for JSON, without anything secret.

    ``links`` are those that become its assets and links: all of the record's where none are given, else
    these, the styles that go with them, and the pages to read. ``dataset`` is the one that a granule is of:
    it knows the licence, the contacts and the citation.
    """
    properties = _properties(record)
    if dataset is not None:
        properties["gaia:dataset"] = to_json(dataset, _NOT_OF_A_PARENT, Dataset)
    assets: dict[str, Any] = {}
    others = _relations(record)
    for link in _chosen(record, links):
        if link.kind is LinkKind.UNREACHABLE or not link.href:
            continue
        if link.kind in _FILES:
            assets[free_key(asset_key(link), assets)] = asset_of(link)
        else:
            others.append({**_stated(link), "rel": _RELATIONS.get(link.kind, "related")})
    item: dict[str, Any] = {
        "type": "Feature",
        "stac_version": STAC_VERSION,
        "stac_extensions": _extensions(properties, assets),
        "id": record.id,
        "geometry": None,
        "properties": properties,
        "links": others,
        "assets": assets,
    }
    if record.footprint is not None:
        try:
            item["bbox"] = list(bounds(record.footprint))
            item["geometry"] = plain_json(record.footprint)
        except (ValueError, KeyError, TypeError):
            pass
    if isinstance(record, Granule) and record.collection and any(o["rel"] == "collection" for o in others):
        item["collection"] = record.collection
    return item


def record_of(item: Any) -> Record:
    """The record that an item describes: every field of one that ``item_of`` wrote, what a STAC reader finds
    in another. Raises ValueError for what is no item."""
    properties = item.get("properties") if isinstance(item, Mapping) else None
    if not isinstance(properties, Mapping) or properties.get("gaia:record") not in ("dataset", "granule"):
        found = read_item(item, "")
        if found is None:
            raise ValueError("not a STAC item: it has no identifier")
        return found
    key = item.get("id")
    if not isinstance(key, str) or not key:
        raise ValueError("not a STAC item: it has no identifier")
    footprint, _ = item_footprint(item.get("geometry"), item.get("bbox"))
    known = {
        "id": key,
        "title": _text(properties.get("title")),
        "abstract": _text(properties.get("description")),
        "footprint": footprint,
        "period": _period(properties),
        "properties": _own_properties(properties),
        "links": tuple(_links(item)),
        "raw": item,
    }
    given = {name[5:]: value for name, value in properties.items() if name.startswith("gaia:")}
    if properties["gaia:record"] == "dataset":
        return from_json(Dataset, given, known)
    return from_json(Granule, given, known)


def dataset_of(item: Any) -> Dataset | None:
    """The dataset that the item's granule is of, as far as the item says; None where it does not."""
    properties = item.get("properties") if isinstance(item, Mapping) else None
    given = properties.get("gaia:dataset") if isinstance(properties, Mapping) else None
    if not isinstance(given, Mapping) or not isinstance(given.get("id"), str):
        return None
    return from_json(Dataset, given, {"id": given["id"], "title": _text(given.get("title"))})


def asset_of(link: Link) -> dict[str, Any]:
    """A link as an asset, with size and checksum as the file extension has them."""
    asset = _stated(link)
    rest = asset["gaia:link"]
    if not link.roles:
        asset["roles"], rest["roles"] = [_FILES.get(link.kind, "data")], []
    if link.size is not None and link.group is None:  # that of an ISO record is rounded
        asset["file:size"] = rest.pop("size")
    checksum = multihash(link.checksum) if link.checksum else ""
    if checksum:
        asset["file:checksum"] = checksum
        del rest["checksum"]
    return asset


def link_of(key: str, asset: Any) -> Link:
    """The link of an asset (or of a link of an item), ours or another's. Raises ValueError."""
    if not isinstance(asset, Mapping):
        raise ValueError("not an asset")
    rest = asset.get("gaia:link")
    if not isinstance(rest, Mapping):
        if not isinstance(asset.get("href"), str) or not asset["href"]:
            raise ValueError("not an asset: it has no address")
        return asset_link(key, asset, "")
    names = {"href": "href", "title": "title", "description": "description", "type": "media_type"}
    stated = {ours: asset[theirs] for theirs, ours in names.items() if theirs in asset}
    if "roles" in asset:
        stated["roles"] = asset["roles"]
    if "file:size" in asset:
        stated["size"] = asset["file:size"]
    checksum = read_checksum(asset.get("file:checksum"))
    if checksum:
        stated["checksum"] = {"algorithm": checksum.algorithm, "digest": checksum.digest}
    return link_from_json({**stated, **rest})


def _stated(link: Link) -> dict[str, Any]:
    """What assets and links have in common; the rest of the link is in ``gaia:link``."""
    rest = link_to_json(link)
    stated = {"href": rest.pop("href")}
    for ours, theirs in (("title", "title"), ("description", "description"), ("media_type", "type")):
        if ours in rest:
            stated[theirs] = rest.pop(ours)
    if "roles" in rest and link.kind in _FILES:
        stated["roles"] = rest.pop("roles")
    stated["gaia:link"] = rest
    return stated


def _chosen(record: Record, links: Iterable[Link] | None) -> Iterator[Link]:
    if links is None:
        yield from record.links
        return
    given = tuple(links)
    beside = (style_link(record, link) for link in given) if record.links_of(LinkKind.STYLE) else ()
    pages = record.links_of(LinkKind.INFO, LinkKind.METADATA)[:_MOST_PAGES]
    yield from dict.fromkeys((*given, *(style for style in beside if style), *pages))


def asset_key(link: Link) -> str:
    """The key for a link's asset: its own, its name, or that of its file."""
    return link.key or link.name or link.href.split("?")[0].rstrip("/").rsplit("/", 1)[-1] or "file"


def free_key(stem: str, taken: Mapping[str, Any]) -> str:
    """The key, or one with a number where it is taken."""
    key, number = stem, 1
    while key in taken:
        number += 1
        key = f"{stem}-{number}"
    return key


def _properties(record: Record) -> dict[str, Any]:
    """Common metadata first; then every field of the record that differs from its default."""
    shape = Dataset if isinstance(record, Dataset) else Granule
    own = plain_json(record.properties) if record.properties else {}
    shown = {name: value for name, value in own.items() if ":" in name and not name.startswith(_OURS)}
    hidden = {name: value for name, value in own.items() if name not in shown}
    found: dict[str, Any] = {**shown, **_when(record)}
    if record.title:
        found["title"] = record.title
    if record.abstract:
        found["description"] = record.abstract
    if record.license:
        found["license"] = record.license if _LICENSE.match(record.license) else "other"
    if _DOI.match(record.doi):
        found["sci:doi"] = record.doi
    if isinstance(record, Dataset):
        if record.citation:
            found["sci:citation"] = record.citation
        if record.keywords:
            found["keywords"] = [keyword.text for keyword in record.keywords if keyword.text]
    providers = _providers(record)
    if providers:
        found["providers"] = providers
    found["gaia:record"] = shape.__name__.lower()
    found.update((f"gaia:{name}", value) for name, value in to_json(record, _ELSEWHERE, shape).items())
    found["gaia:period"] = period_to_json(record.period) if record.period else None
    if hidden:
        found["gaia:properties"] = hidden
    return found


_OURS = ("gaia:", "sci:", "file:")


def _own_properties(properties: Mapping[str, Any]) -> dict[str, Any]:
    hidden = properties.get("gaia:properties")
    shown = {name: v for name, v in properties.items() if ":" in name and not name.startswith(_OURS)}
    return {**shown, **(hidden if isinstance(hidden, Mapping) else {})}


def _when(record: Record) -> dict[str, Any]:
    """``datetime``, which every item must have, and the range (STAC item specification, "Properties Object").
    A record without a period, or with an open one, has the nearest moment that it names."""
    start, end = (record.period.start, record.period.end) if record.period else (None, None)
    if start and end and start != end:
        return {"datetime": None, "start_datetime": rfc3339(start), "end_datetime": rfc3339(end)}
    if start or end:
        return {"datetime": rfc3339(start or end)}
    dates = dict(getattr(record, "dates", ()))
    for text in (dates.get("publication"), dates.get("creation"), getattr(record, "updated", "")):
        try:
            moment = parse_moment(text)
        except (ValueError, OverflowError):
            continue
        if moment:
            return {"datetime": rfc3339(moment)}
    return {"datetime": _EPOCH}


def _period(properties: Mapping[str, Any]) -> Period | None:
    if "gaia:period" in properties:
        return period_from_json(properties["gaia:period"])
    return item_period(properties)


def _providers(record: Record) -> list[dict[str, Any]]:
    """Organisations with the roles that STAC knows (common metadata, "Provider Object")."""
    found: dict[str, dict[str, Any]] = {}
    contacts: Sequence[Contact] = record.contacts if isinstance(record, Dataset) else ()
    for contact in contacts:
        name = contact.organisation or contact.name
        if not name or contact.where == "metadata":
            continue
        one = found.setdefault(name, {"name": name})
        role = _ROLES.get(contact.role)
        if role and role not in one.setdefault("roles", []):
            one["roles"].append(role)
        if contact.url.startswith(("http://", "https://")):
            one.setdefault("url", public_text(contact.url))
    if record.provider:
        found.setdefault(record.provider, {"name": record.provider})
    return list(found.values())


def _relations(record: Record) -> list[dict[str, Any]]:
    """Where the record was read, the collection it is of, how it is cited, and its licence."""
    found = []
    if record.doi:
        found.append({"rel": "cite-as", "href": f"https://doi.org/{record.doi}"})
    licence = record.license_url if isinstance(record, Dataset) else ""
    if licence.startswith(("http://", "https://")):
        found.append({"rel": "license", "href": public_text(licence)})
    links = record.raw.get("links") if isinstance(record.raw, Mapping) else None
    for link in links if isinstance(links, list) else ():
        href = link.get("href") if isinstance(link, Mapping) else None
        if isinstance(href, str) and href.startswith(("http://", "https://")):
            relation = _ORIGIN.get(str(link.get("rel")))
            if relation and all(one["rel"] != relation for one in found):
                found.append({"rel": relation, "href": public_text(href), "type": "application/json"})
    return found


_ORIGIN = {"self": "canonical", "canonical": "canonical", "collection": "collection"}


def _links(item: Mapping[str, Any]) -> Iterator[Link]:
    """The links of an item of ours."""
    assets, others = item.get("assets"), item.get("links")
    pairs = list(assets.items()) if isinstance(assets, Mapping) else []
    if isinstance(others, list):
        pairs += [("", one) for one in others if isinstance(one, Mapping) and "gaia:link" in one]
    for key, asset in pairs:
        try:
            yield link_of(str(key), asset)
        except ValueError:
            continue


def _extensions(properties: Mapping[str, Any], assets: Mapping[str, Mapping[str, Any]]) -> list[str]:
    found = []
    if any(name.startswith("file:") for asset in assets.values() for name in asset):
        found.append(FILE)
    if any(name.startswith("sci:") for name in properties):
        found.append(SCIENTIFIC)
    return found


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
