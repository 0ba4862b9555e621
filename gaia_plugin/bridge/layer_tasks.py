"""The worker's side of "Add to map": capabilities, the choice of the layer, and the layer itself.

Providers talk to the network while they are constructed (WCS fetches a test coverage, WMS its capabilities,
GDAL the header of the file): on the main thread that held the window for 0.3 to 9 s against a server 0.2 s
away. So a layer is constructed in the task's thread and moved to the main thread before anyone else sees it,
as QGIS's own Processing does with the layers that algorithms make.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsFeatureRequest,
    QgsMapLayer,
    QgsRasterLayer,
    QgsRectangle,
    QgsVectorLayer,
)

from ..core.access import Access
from ..core.errors import (
    BadAnswer,
    GaiaError,
    NotFound,
    RequestRefused,
    UnsupportedLink,
    host_of,
)
from ..core.model import Link, LinkKind, Record
from ..core.net import Cancel, Session
from ..core.ogc import (
    Capabilities,
    capabilities_url,
    read_capabilities,
    read_collections,
    resolve,
    service_url,
    with_parameters,
)
from ..core.ogc.coverage import coverage_url, read_coverage
from ..core.transfer import local_path
from ..core.transfer.checks import impostor
from .gdal_credentials import GdalCredentials
from .gdal_quiet import no_sidecars
from .layer_groups import layer_name, mark_product
from .layer_plan import LayerChoice, LayerPlan
from .layer_plans import plans
from .layer_styles import read_style, style_link
from .product_looks import put_on
from .signed_rasters import SignedRasters

_OGC = (LinkKind.WMS, LinkKind.WMTS, LinkKind.WFS, LinkKind.WCS, LinkKind.FEATURES)


@dataclass(frozen=True)
class Made:
    """A layer that lives on the main thread now, and the plan that it was made from."""

    layer: QgsMapLayer
    plan: LayerPlan
    style: bytes = b""


def make(
    session: Session, record: Record, link: Link, choice: str, crs: str, cancel: Cancel
) -> Made | list[LayerChoice]:
    """The layer of a link, or the choices to ask the user for. Runs in a worker thread.

    ``crs`` is the project's, as an authority's identifier. Raises the typed errors.
    """
    if link.kind is LinkKind.COG and Access.of(session).signs(link):
        return _signed(session, record, link, cancel)
    capabilities, problem = None, None
    if link.kind in _OGC:
        try:
            capabilities = fetch_capabilities(session, link, cancel)
        except (BadAnswer, RequestRefused) as error:
            problem = error
            if not (choice or link.name):
                raise  # QGIS may understand a document that breaks the rules, but it needs a name
    if capabilities is not None and not resolve(link, capabilities, choice):
        if not capabilities.offers:
            raise BadAnswer(host=host_of(link.href), detail="a service without any layer")
        return [LayerChoice(offer.name, offer.title, offer.abstract) for offer in capabilities.offers]
    if link.kind is LinkKind.WCS and capabilities is not None:
        capabilities = _described(session, link, choice, capabilities, cancel)
    try:
        candidates = plans(link, record, choice, capabilities, crs)
    except UnsupportedLink as error:
        raise problem or error from None
    refused = _for_gdal(session, candidates)
    older = _older_wfs(session, record, link, choice, capabilities, crs, cancel)
    for plan in itertools.chain(candidates, older):
        cancel.check()
        layer = construct(plan)
        cancel.check()
        if layer is not None:
            drawn_here = plan.provider != "wms"
            beside = style_link(record, link) if drawn_here else None
            return Made(layer, plan, read_style(session, beside, cancel))
    raise problem or refused or why(session, candidates[0], cancel)


def _signed(session: Session, record: Record, link: Link, cancel: Cancel) -> Made:
    """A raster that opens with a signature of a few hours only."""
    source = SignedRasters.of(session).prepare(link.href, cancel)
    plan = LayerPlan("gdal", source, layer_name(record, link), link, record.key, record.catalog)
    layer = construct(plan)
    cancel.check()
    if layer is None:
        raise why(session, plan, cancel)
    return Made(layer, plan, read_style(session, style_link(record, link), cancel))


def _for_gdal(session: Session, candidates: Iterable[LayerPlan]) -> GaiaError | None:
    """Let GDAL send what the link's host asks for; why it cannot, where it cannot."""
    plan = next((plan for plan in candidates if plan.provider == "gdal"), None)
    if plan is None or local_path(plan.link.href) is not None:
        return None
    return GdalCredentials.of(session.credentials).allow(plan.link.href, plan.uri)


def _older_wfs(
    session: Session,
    record: Record,
    link: Link,
    choice: str,
    capabilities: Capabilities | None,
    crs: str,
    cancel: Cancel,
) -> Iterator[LayerPlan]:
    """The same feature type in the older versions of a WFS, asked for only when they are tried: names and CRS
    are written in another way from one version to the next."""
    if link.kind is not LinkKind.WFS or capabilities is None:
        return
    for version in ("1.1.0", "1.0.0"):
        if version >= capabilities.version:
            continue
        try:
            older = fetch_capabilities(session, link, cancel, version)
        except (BadAnswer, RequestRefused, NotFound):
            continue
        if older.version == version and resolve(link, older, choice):
            yield from plans(link, record, choice, older, crs)


def fetch_capabilities(session: Session, link: Link, cancel: Cancel, wanted: str = "") -> Capabilities:
    """The service's capabilities, from the session's cache where they are fresh; in the version that the
    server prefers, where none is ``wanted``."""
    base = service_url(link.href, link.kind)
    if link.kind is LinkKind.FEATURES:
        url = with_parameters(base.rstrip("/") + "/collections", {"f": "json"})
        answer = session.get(url, headers={"Accept": "application/json"}, cancel=cancel, cache=True)
        return read_collections(answer.json(), base)
    # QGIS's provider speaks WCS 1.0 and 1.1: those are asked for first, and whatever comes is read.
    for version in ("1.0.0", "") if link.kind is LinkKind.WCS else (wanted,):
        try:
            answer = session.get(capabilities_url(link.href, link.kind, version), cancel=cancel, cache=True)
            return read_capabilities(answer.content, link.kind, base)
        except (BadAnswer, RequestRefused):
            if version == wanted:
                raise
    raise BadAnswer(host=host_of(base), detail="no capabilities")


def _described(
    session: Session, link: Link, choice: str, capabilities: Capabilities, cancel: Cancel
) -> Capabilities:
    """The capabilities with CRS and formats of the wanted coverage, which WCS 1.0 keeps elsewhere."""
    offer = resolve(link, capabilities, choice)[0]
    if (offer.crs and offer.formats) or capabilities.version.startswith("2"):
        return capabilities
    try:
        url = coverage_url(link.href, offer.name, capabilities.version)
        described = read_coverage(session.get(url, cancel=cancel, cache=True).content, url, offer)
    except (BadAnswer, RequestRefused, NotFound):
        return capabilities
    offers = tuple(described if one is offer else one for one in capabilities.offers)
    return Capabilities(capabilities.kind, capabilities.version, capabilities.url, capabilities.title, offers)


def construct(plan: LayerPlan) -> QgsMapLayer | None:
    """The layer of a plan, moved to the main thread; None where it is not valid or holds nothing though it
    should. The error of an invalid feature layer is never asked for: QGIS 3.22 crashes on that."""
    kind = QgsRasterLayer if plan.is_raster else QgsVectorLayer
    options = kind.LayerOptions()
    options.loadDefaultStyle = False  # a style file beside the data may hold programs: see layer_styles
    untouched = plan.look is not None or local_path(plan.link.href) is not None
    with no_sidecars(plan.provider == "gdal" and untouched):
        layer = kind(plan.uri, plan.name, plan.provider, options)
    if not layer.isValid() or (plan.provider == "WFS" and not _gives_features(layer)):
        return None
    if plan.provider == "ogr" and layer.isSpatial() and not layer.crs().isValid():
        _assume_degrees(layer)
    if plan.look is not None:
        put_on(layer, plan.look)
    if plan.product:
        mark_product(layer, plan)
    main = QgsApplication.instance().thread()
    if layer.styleManager().parent() is None:
        layer.styleManager().moveToThread(main)
    layer.moveToThread(main)
    return layer


def _assume_degrees(layer: QgsVectorLayer) -> None:
    """Tables with longitude and latitude name no CRS."""
    extent = layer.extent()
    if not extent.isEmpty() and QgsRectangle(-180.0, -90.0, 180.0, 90.0).contains(extent):
        layer.setCrs(QgsCoordinateReferenceSystem("EPSG:4326"))


def _gives_features(layer: QgsVectorLayer) -> bool:
    """Whether a WFS layer that counts features also gives one of those in its own extent: servers that swap
    axes or speak a version badly give a valid layer that stays empty.

    The iterator is read to its end: one left half-way destroys a lock that its thread still uses.
    """
    count, extent = layer.featureCount(), layer.extent()
    request = QgsFeatureRequest().setLimit(1)
    if not extent.isEmpty():
        request.setFilterRect(extent)
    return count == 0 or len(list(layer.getFeatures(request))) > 0


def why(session: Session, plan: LayerPlan, cancel: Cancel) -> GaiaError:
    """Why no layer came of a plan: the server is asked once more, for its own words."""
    link, host = plan.link, host_of(plan.link.href)
    path = local_path(link.href)
    if path:
        if not path.is_file():
            return NotFound(host=path.name, status=404)
        return UnsupportedLink(host=path.name, detail=f"QGIS cannot read {path.name}")
    try:
        if link.kind in _OGC:
            url = _probe(plan)
            if url:
                read_capabilities(session.get(url, cancel=cancel).content, link.kind, url)
        else:
            with session.stream(link.href, headers={"Range": "bytes=0-511"}, cancel=cancel) as stream:
                start = next(stream.chunks(512), b"")
            reason = impostor(start, stream.headers.get("Content-Type", ""), link)
            if reason:
                return BadAnswer(host=host, detail=reason)
    except RequestRefused as error:
        return error
    except BadAnswer:
        pass  # an answer of another kind than capabilities is what the probe should bring
    except GaiaError as error:
        return error
    return BadAnswer(host=host, detail=f"QGIS cannot open “{plan.layer or plan.name}”")


def _probe(plan: LayerPlan) -> str:
    """The request whose refusal explains best why a layer is not valid."""
    base, name = service_url(plan.link.href, plan.link.kind), plan.layer
    if plan.link.kind is LinkKind.WFS:
        return with_parameters(
            base, {"SERVICE": "WFS", "VERSION": "1.1.0", "REQUEST": "DescribeFeatureType", "TYPENAME": name}
        )
    if plan.link.kind is LinkKind.WCS:
        return coverage_url(plan.link.href, name, "1.0.0")
    if plan.link.kind is LinkKind.WMS:
        box = {"VERSION": "1.1.1", "SRS": "EPSG:4326", "BBOX": "-1,-1,1,1", "WIDTH": "1", "HEIGHT": "1"}
        more = {"LAYERS": name, "STYLES": "", "FORMAT": "image/png"}
        return with_parameters(base, {"SERVICE": "WMS", "REQUEST": "GetMap", **box, **more})
    return ""
