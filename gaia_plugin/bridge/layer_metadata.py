"""What the record says, written into the layer's own metadata (QGIS's layer properties show it)."""

from __future__ import annotations

from collections.abc import Iterable

from qgis.core import (
    QgsAbstractMetadataBase,
    QgsBox3d,
    QgsCoordinateReferenceSystem,
    QgsDateTimeRange,
    QgsLayerMetadata,
    QgsMapLayer,
)
from qgis.PyQt.QtCore import QDateTime, Qt

from ..core.model import Contact, Granule, Link, LinkKind, Period, Record, bounds
from ..core.ogc import service_url

_OGC = {
    LinkKind.WMS: "OGC:WMS",
    LinkKind.WMTS: "OGC:WMTS",
    LinkKind.WFS: "OGC:WFS",
    LinkKind.WCS: "OGC:WCS",
    LinkKind.FEATURES: "OGC API Features",
}


def describe(layer: QgsMapLayer, record: Record, link: Link) -> None:
    """Write title, abstract, identifiers, keywords by thesaurus, licence, rights, contacts, links, extents
    and history of ``record`` into ``layer``. Main thread only."""
    metadata = QgsLayerMetadata()
    metadata.setTitle(record.title or record.id)
    metadata.setAbstract(record.abstract)
    metadata.setIdentifier(f"https://doi.org/{record.doi}" if record.doi else record.id)
    metadata.setType("dataset")
    metadata.setCrs(layer.crs())
    if isinstance(record, Granule):
        metadata.setParentIdentifier(record.collection)
        licence, licence_url, constraints, citation, lineage = record.license, "", (), "", ""
        contacts: tuple[Contact, ...] = ()
    else:
        metadata.setParentIdentifier(record.parent)
        metadata.setLanguage(record.language)
        licence, licence_url, constraints = record.license, record.license_url, record.constraints
        citation, lineage, contacts = record.citation, record.lineage, record.contacts
        for vocabulary, words in _keywords(record):
            metadata.addKeywords(vocabulary, words)
        if record.compartments:
            metadata.addKeywords("gaia:compartment", list(record.compartments))
    if licence:
        metadata.setLicenses([f"{licence} ({licence_url})" if licence_url else licence])
    metadata.setRights([text for text in (citation,) if text])
    metadata.setConstraints([QgsLayerMetadata.Constraint(text, "use") for text in constraints])
    metadata.setHistory([text for text in (lineage, *_sources(record)) if text])
    metadata.setContacts([_contact(contact) for contact in contacts] or _provider(record))
    metadata.setLinks(list(_links(record, link)))
    metadata.setExtent(_extent(record, layer))
    layer.setMetadata(metadata)
    if citation or record.provider:
        _attribution(layer, citation or record.provider, licence)


def _attribution(layer: QgsMapLayer, text: str, licence: str) -> None:
    server = layer.serverProperties() if hasattr(layer, "serverProperties") else None
    target = server if hasattr(server, "setAttribution") else layer
    words = f"{text} ({licence})" if licence and licence not in text else text
    if hasattr(target, "setAttribution"):
        target.setAttribution(words)


def _keywords(record: Record) -> Iterable[tuple[str, list[str]]]:
    by_thesaurus: dict[str, list[str]] = {}
    for keyword in getattr(record, "keywords", ()):
        name = keyword.thesaurus or (f"keywords:{keyword.kind}" if keyword.kind else "keywords")
        by_thesaurus.setdefault(name, []).append(keyword.text)
    return by_thesaurus.items()


def _sources(record: Record) -> list[str]:
    found = [f"Found in {source.catalog}: {source.id}" for source in record.sources]
    return found or ([f"Found in {record.catalog}: {record.id}"] if record.catalog else [])


def _contact(contact: Contact) -> QgsAbstractMetadataBase.Contact:
    made = QgsAbstractMetadataBase.Contact(contact.name or contact.organisation)
    made.organization, made.role, made.email = contact.organisation, contact.role, contact.email
    made.position, made.voice = contact.position, contact.phone
    return made


def _provider(record: Record) -> list[QgsAbstractMetadataBase.Contact]:
    if not record.provider:
        return []
    made = QgsAbstractMetadataBase.Contact(record.provider)
    made.organization, made.role = record.provider, "distributor"
    return [made]


def _links(record: Record, chosen: Link) -> Iterable[QgsAbstractMetadataBase.Link]:
    """The link that was opened and what tells about the data; without queries, which may hold a key."""
    seen = set()
    about = record.links_of(LinkKind.INFO, LinkKind.METADATA)
    for link in (chosen, *about[:20]):
        address = _public(link)
        if not address or address in seen:
            continue
        seen.add(address)
        made = QgsAbstractMetadataBase.Link(link.label, _OGC.get(link.kind, "WWW:LINK"), address)
        made.description, made.mimeType = link.description, link.media_type
        yield made
    if record.doi:
        yield QgsAbstractMetadataBase.Link("DOI", "WWW:LINK", f"https://doi.org/{record.doi}")


def _public(link: Link) -> str:
    if link.kind in _OGC:
        return service_url(link.href, link.kind).split("?")[0]
    if not link.href.startswith(("http://", "https://")):
        return ""
    scheme, _, rest = link.href.split("?")[0].split("#")[0].partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}://{host.rsplit('@', 1)[-1]}{slash}{path}"


def _extent(record: Record, layer: QgsMapLayer) -> QgsLayerMetadata.Extent:
    extent = QgsLayerMetadata.Extent()
    if record.footprint:
        try:
            west, south, east, north = bounds(record.footprint)
        except (ValueError, KeyError, TypeError):
            pass
        else:
            spatial = QgsLayerMetadata.SpatialExtent()
            spatial.extentCrs = QgsCoordinateReferenceSystem("EPSG:4326")
            # QGIS has no box across the antimeridian: such data get the whole range of longitudes.
            spatial.bounds = QgsBox3d(
                *((west, south) if west <= east else (-180.0, south)),
                0.0,
                max(east, west) if west <= east else 180.0,
                north,
                0.0,
            )
            extent.setSpatialExtents([spatial])
    period = record.period
    if period and (period.start or period.end):
        extent.setTemporalExtents([_range(period)])
    return extent


def _range(period: Period) -> QgsDateTimeRange:
    ends = [
        QDateTime.fromMSecsSinceEpoch(int(moment.timestamp() * 1000), Qt.TimeSpec.UTC)
        if moment
        else QDateTime()
        for moment in (period.start, period.end)
    ]
    return QgsDateTimeRange(ends[0], ends[1])
