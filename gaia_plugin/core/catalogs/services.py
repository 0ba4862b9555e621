"""A bare OGC service as a catalogue: each of its layers is a dataset that can be added to the map."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..errors import Cancelled, GaiaError
from ..model import Dataset, Geometry, Link, LinkKind, Page, Query, Source, box_polygon
from ..net import Cancel
from ..ogc import (
    Capabilities,
    Offer,
    capabilities_url,
    read_capabilities,
    read_collections,
    service_url,
    with_parameters,
)
from .base import Catalog, Description
from .clientside import keep
from .ogc_layers import Group, read_groups

_FILTERS = frozenset({"text", "area", "period", "collections"})


class ServiceCatalog(Catalog):
    """A WMS, WMTS, WFS, WCS or OGC API Features: ``entry.kind`` says which, ``entry.url`` is its address.

    Its capabilities hold everything that there is to search: all filtering is done here.
    ``entry.options["layers"]`` chooses among its layers and names them (see ``ogc_layers``).
    """

    def describe(self, cancel: Cancel | None = None) -> Description:
        """The service's title and version. Raises the typed errors of the session; RequestRefused and
        BadAnswer where it is not such a service."""
        found = self._capabilities(cancel)
        return Description(title=found.title or self.entry.title(), url=found.url, version=found.version)

    def search(self, query: Query, cancel: Cancel | None = None) -> Iterator[Page]:
        """The layers that match, in the service's order, in one page. Raises as ``describe``."""
        found = self._capabilities(cancel)
        parts = query.parts & _FILTERS
        groups = read_groups(self.entry.options)
        chosen = (
            (offer, next((group for group in groups if group.holds(offer)), None)) for offer in found.offers
        )
        kept = keep((self._dataset(offer, group, found) for offer, group in chosen if group), query, parts)
        yield Page(
            tuple(kept[: query.limit]),
            total=len(kept),
            filtered_by_client=parts,
            catalog=self.entry.id,
        )

    def _capabilities(self, cancel: Cancel | None) -> Capabilities:
        """The session keeps the answer for the next search."""
        kind, url = LinkKind(self.entry.kind), self.entry.url
        if kind is LinkKind.FEATURES:
            landing = service_url(url, kind)
            asked = f"{landing.split('?')[0].rstrip('/')}/collections"
            answer = self.session.get(asked, params={"f": "json"}, cancel=cancel, cache=True)
            return read_collections(answer.json(), landing)
        asked = capabilities_url(url, kind)
        answer = self.session.get(asked, cancel=cancel, cache=True)
        found = read_capabilities(answer.content, kind, service_url(url, kind))
        if kind is LinkKind.WCS and not any(offer.bounds for offer in found.offers):
            return self._with_boxes(found, asked, cancel)
        return found

    def _with_boxes(self, found: Capabilities, asked: str, cancel: Cancel | None) -> Capabilities:
        """WCS 2.0 may leave the boxes of its coverages to one request for each; WCS 1.0 lists them all."""
        try:
            answer = self.session.get(with_parameters(asked, {"VERSION": "1.0.0"}), cancel=cancel, cache=True)
            older = read_capabilities(answer.content, LinkKind.WCS, found.url)
        except Cancelled:
            raise
        except GaiaError:
            return found
        boxes = {offer.name: offer.bounds for offer in older.offers}
        return replace(found, offers=tuple(replace(one, bounds=boxes.get(one.name)) for one in found.offers))

    def _dataset(self, offer: Offer, group: Group, found: Capabilities) -> Dataset:
        texts = group.texts(offer)
        said = texts.get("en", {})
        link = Link(
            href=found.url,
            kind=found.kind,
            title=offer.title or offer.name,
            name=offer.name,
            media_type=offer.formats[0] if found.kind is LinkKind.WMTS and offer.formats else "",
            styles=offer.style,
            crs=offer.tile_matrix_sets[0][1] if offer.tile_matrix_sets else "",
            times=offer.times.text if offer.times else "",
        )
        return Dataset(
            id=offer.name,
            title=said.get("title") or offer.title or offer.name,
            catalog=self.entry.id,
            abstract=said.get("abstract") or offer.abstract,
            provider=self.entry.provider or found.title,
            kind="service",
            footprint=_footprint(offer),
            period=group.period(offer),
            keywords=group.words(offer),
            compartments=self.entry.compartments,
            license=group.license,
            links=(link,),
            texts=texts,
            crs=offer.crs[:20],
            sources=(Source(self.entry.id, offer.name, found.url),),
            raw=offer,
        )


def _footprint(offer: Offer) -> Geometry | None:
    """The layer's box; None for one that can be none (NaN, beyond the poles, upside down)."""
    if offer.bounds is None:
        return None
    west, south, east, north = offer.bounds
    sound = -180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90
    return box_polygon(west, south, east, north) if sound else None
