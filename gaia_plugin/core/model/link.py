"""Links, typed by what can be done with them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class LinkKind(str, Enum):
    """What a link is good for."""

    WMS = "wms"
    WMTS = "wmts"
    TILES = "tiles"
    """XYZ or TMS raster tiles."""
    WFS = "wfs"
    FEATURES = "features"
    """OGC API Features."""
    WCS = "wcs"
    COG = "cog"
    """A cloud-optimised GeoTIFF that can be read by ranges."""
    ESRI = "esri"
    OPENDAP = "opendap"
    SENSOR = "sensor"
    """SOS or SensorThings."""
    STAC = "stac"
    """A STAC collection or item list: a second step of search."""
    OPENSEARCH = "opensearch"
    """An OpenSearch description: a second step of search."""
    DOWNLOAD = "download"
    ORDER = "order"
    THUMBNAIL = "thumbnail"
    STYLE = "style"
    """A QML or SLD style of the data beside it."""
    METADATA = "metadata"
    INFO = "info"
    """A page to read."""
    UNREACHABLE = "unreachable"
    """A path inside the provider's own house, or a withheld address: kept, never shown."""


STREAMABLE = frozenset(
    {LinkKind.WMS, LinkKind.WMTS, LinkKind.TILES, LinkKind.WFS, LinkKind.FEATURES, LinkKind.WCS, LinkKind.COG}
)
DOWNLOADABLE = frozenset({LinkKind.COG, LinkKind.DOWNLOAD, LinkKind.STYLE})
SEARCHABLE = frozenset({LinkKind.STAC, LinkKind.OPENSEARCH})


@dataclass(frozen=True)
class Checksum:
    """A digest that the provider announced: algorithm as hashlib names it, lower-case hexadecimal."""

    algorithm: str
    digest: str


@dataclass(frozen=True)
class Link:
    """One online resource or asset.

    ``name`` is the layer, coverage, feature type or file as the service names it, empty where the record
    doesn't say; ``title`` is for people. ``group`` pairs links of one layer (the index of the ISO
    ``transferOptions`` block). ``key`` is the STAC asset's key. ``size`` is in bytes. ``times`` is the time
    dimension where the link announces one, as WMS writes it ("2018-01-01/2018-12-31/P1D").
    """

    href: str
    kind: LinkKind
    title: str = ""
    name: str = ""
    description: str = ""
    media_type: str = ""
    protocol: str = ""
    function: str = ""
    key: str = ""
    roles: tuple[str, ...] = ()
    group: int | None = None
    size: int | None = None
    checksum: Checksum | None = None
    styles: str = ""
    times: str = ""
    crs: str = ""
    restricted: bool = False

    @property
    def label(self) -> str:
        """The best short text for a person: title, name, asset key, or the last part of the address."""
        return self.title or self.name or self.key or self.href.split("?")[0].rstrip("/").rsplit("/", 1)[-1]

    @property
    def leads_to_granules(self) -> bool:
        """Whether it leads to granules: STAC, OpenSearch, or a catalogue of files of a THREDDS server."""
        if self.kind is LinkKind.OPENDAP:
            return "/thredds/catalog" in self.href.split("?")[0].split("#")[0]
        return self.kind in SEARCHABLE

    @property
    def streamable(self) -> bool:
        """Whether "Add to map" can open it without a download."""
        return self.kind in STREAMABLE

    @property
    def downloadable(self) -> bool:
        """Whether it is a file that can be fetched."""
        return self.kind in DOWNLOADABLE
