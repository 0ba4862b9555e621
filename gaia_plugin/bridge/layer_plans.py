"""From a link, and what its service offers, to the ways of opening it."""

from __future__ import annotations

from ..core.errors import UnsupportedLink, host_of
from ..core.model import Link, LinkKind, Record
from ..core.ogc import Capabilities, Offer, is_internal, link_names, resolve
from ..core.transfer import local_path
from . import layer_uris as uris
from .layer_groups import layer_name
from .layer_plan import LayerPlan
from .local_files import local_plans


def plan(
    link: Link, record: Record, choice: str = "", capabilities: Capabilities | None = None, crs: str = ""
) -> LayerPlan:
    """How a link will be opened first; see ``plans``."""
    return plans(link, record, choice, capabilities, crs)[0]


def plans(
    link: Link, record: Record, choice: str = "", capabilities: Capabilities | None = None, crs: str = ""
) -> list[LayerPlan]:
    """The ways to open a link, the best first; never empty. Pure: any thread.

    ``choice`` is the user's answer to which layer is meant, ``capabilities`` what the service offers, ``crs``
    the project's. Raises UnsupportedLink for a link that cannot be streamed.
    """
    path = local_path(link.href)
    if path:
        return local_plans(path, link, record)
    if link.kind is LinkKind.COG:
        return [_plan("gdal", uris.cog(link), record, link)]
    if link.kind is LinkKind.TILES:
        return [_plan("wms", uris.xyz(link), record, link)]
    offers = _offers(link, choice, capabilities)
    first = offers[0]
    if link.kind is LinkKind.WMS:
        # QGIS 3.40 refuses a CRS that the layer has from its group only, and for which no box is given.
        hidden = capabilities is not None and is_internal(capabilities.map_url, link.href)
        every = (crs, "EPSG:4326", "EPSG:3857")
        ways = dict.fromkeys(uris.wms(link, offers, wanted, hidden) for wanted in every)
        return [_plan("wms", uri, record, link, offers) for uri in ways]
    if link.kind is LinkKind.WMTS:
        return [_plan("wms", uris.wmts(link, first, crs), record, link, offers)]
    if link.kind is LinkKind.FEATURES:
        return [_plan("OAPIF", uris.features(link, first.name), record, link, offers)]
    version = capabilities.version if capabilities else ""
    if link.kind is LinkKind.WCS:
        gdal = _plan("gdal", uris.wcs_gdal(link, first.name), record, link, offers)
        if version.startswith("2"):
            return [gdal]
        uri = uris.wcs(link, first.name, version or "1.0.0", first.crs, first.formats, crs)
        return [_plan("wcs", uri, record, link, offers), gdal]
    if link.kind is LinkKind.WFS:
        uri = uris.wfs(link, first.name, version or "auto", first.crs)
        return [_plan("WFS", uri, record, link, offers)]
    raise UnsupportedLink(host=host_of(link.href), detail=f"{link.kind.value} links are not streamed")


def _offers(link: Link, choice: str, capabilities: Capabilities | None) -> tuple[Offer, ...]:
    """The layers that are meant; without capabilities, what the record says, taken at its word."""
    if capabilities is not None:
        found = resolve(link, capabilities, choice)
        if found:
            return found
    names = (choice,) if choice else link_names(link)
    if not names:
        raise UnsupportedLink(host=host_of(link.href), detail="the record does not say which layer is meant")
    return tuple(Offer(name=part, crs=(link.crs,) if link.crs else ()) for part in names[:1])


def _plan(provider: str, uri: str, record: Record, link: Link, offers: tuple[Offer, ...] = ()) -> LayerPlan:
    title = ", ".join(offer.title or offer.name for offer in offers)
    times = next((offer.times for offer in offers if offer.times), None)
    name = layer_name(record, link, title)
    layer = ",".join(offer.name for offer in offers)
    return LayerPlan(provider, uri, name, link, record.key, record.catalog, layer, times)
