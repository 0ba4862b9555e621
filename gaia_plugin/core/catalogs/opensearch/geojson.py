"""GeoJSON answers of OpenSearch (OGC 17-047r1 for EO products; OGC 17-084r1 for collections)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...metadata.constraints import licence_id
from ...metadata.hrefs import without_secrets
from ...metadata.identifiers import doi_in
from ...metadata.jsontexts import inside, scrubbed
from ...model import SEARCHABLE, Dataset, Granule, Keyword, Link, LinkKind, Source
from ..stac.footprint import item_footprint
from ..stac.times import period as period_between
from .links import link_of
from .markup import line, read_markup
from .resto import dates_of, service_links

_RELS = {
    "data": "enclosure",
    "previews": "icon",
    "icons": "icon",
    "search": "search",
    "via": "via",
    "alternates": "alternate",
    "describedby": "describedby",
    "related": "related",
    "qicons": "icon",
    "offerings": "related",
}
_MANY = 200


def read_feature(
    feature: Any, *, catalog: str, url: str, granule: bool, collection: str = ""
) -> Dataset | Granule:
    """The record of a feature. Raises ValueError where it is none, or has neither identifier nor title."""
    if not isinstance(feature, Mapping):
        raise ValueError("not a feature")
    links = _all_links(feature, url)  # from what was said: a link that had a password is restricted
    footprint, note = item_footprint(feature.get("geometry"), feature.get("bbox"))
    feature = {name: one if one is footprint else scrubbed(one) for name, one in feature.items()}
    properties = inside(feature.get("properties"))
    key = _text(properties.get("identifier")) or _text(feature.get("id"))
    key, _ = without_secrets(key)
    title = _text(properties.get("title")) or key
    if not title:
        raise ValueError("the feature has neither identifier nor title")
    start, _, end = _text(properties.get("date")).partition("/")
    if not start and not end:
        start, end = dates_of(properties)
    period = period_between(start or None, end or start or None)
    summary = properties.get("abstract") or properties.get("description") or properties.get("summary")
    abstract, _ = read_markup(summary if isinstance(summary, str) else "")
    common: dict[str, Any] = {
        "id": key or title,
        "title": title,
        "catalog": catalog,
        "abstract": abstract,
        "footprint": footprint,
        "footprint_note": note,
        "period": period,
        "links": tuple(links),
        "thumbnail": next((link.href for link in links if link.kind is LinkKind.THUMBNAIL), ""),
        "license": licence_id(_text(properties.get("rights"))),
        "doi": doi_in(_text(properties.get("doi"))) or doi_in(key),
        "provider": _text(properties.get("provider")) or _text(properties.get("organisationName")),
        "sources": (Source(catalog, key or title, url),),
        "raw": feature,
    }
    if granule:
        parent = _text(properties.get("parentIdentifier"))
        return Granule(**common, collection=collection or parent, properties=_scene(properties))
    return Dataset(
        **common,
        keywords=tuple(_keywords(properties)),
        updated=_text(properties.get("updated")),
        properties=dict(properties),
        has_granules=any(link.kind in SEARCHABLE for link in links),
    )


def _all_links(feature: Mapping[str, Any], url: str) -> list[Link]:
    properties = inside(feature.get("properties"))
    return [*service_links(properties, url), *_links(properties.get("links"), url)]


def _scene(properties: Mapping[str, Any]) -> dict[str, Any]:
    """The properties with the cloud cover where STAC has it."""
    found = dict(properties)
    product = properties.get("productInformation")
    cover = product.get("cloudCover") if isinstance(product, Mapping) else properties.get("cloudCover")
    if isinstance(cover, (int, float)) and not isinstance(cover, bool):
        found["eo:cloud_cover"] = cover
    return found


def _links(links: Any, url: str) -> list[Link]:
    found: list[Link] = []
    pairs = links.items() if isinstance(links, Mapping) else [("", links)]
    for group, several in pairs:
        for one in several[:_MANY] if isinstance(several, list) else ():
            if not isinstance(one, Mapping) or not isinstance(one.get("href"), str):
                continue
            rel = _RELS.get(group) or _text(one.get("rel")) or group
            length = one.get("length")
            size = length if isinstance(length, int) and not isinstance(length, bool) and length > 0 else None
            link = link_of(one["href"], rel, _text(one.get("title")), _text(one.get("type")), url, size)
            if link:
                found.append(link)
    return found


def _keywords(properties: Mapping[str, Any]) -> list[Keyword]:
    found = []
    for name in ("categories", "keyword", "keywords"):
        several = properties.get(name)
        for one in several[:_MANY] if isinstance(several, list) else ():
            if isinstance(one, Mapping):
                text = _text(one.get("label")) or _text(one.get("term"))
                term = _text(one.get("term"))
                if text:
                    found.append(Keyword(text, term if "://" in term else ""))
            elif _text(one):
                found.append(Keyword(_text(one)))
    return found


def _text(value: Any) -> str:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    return line(value) if isinstance(value, str) else ""
