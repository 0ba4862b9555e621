"""How a link will be opened: the shape that worker and main thread share."""

from __future__ import annotations

from dataclasses import dataclass

from ..core.model import Link
from ..core.ogc import TimeExtent


@dataclass(frozen=True)
class LayerChoice:
    """One layer that the user may mean."""

    name: str
    title: str = ""
    abstract: str = ""


@dataclass(frozen=True)
class LayerPlan:
    """A layer to be made: QGIS's provider ("wms", "WFS", "OAPIF", "wcs", "gdal", "ogr"), its URI, and the
    name to show. ``layer`` is the service's own name; ``times`` the time dimension of a WMS."""

    provider: str
    uri: str
    name: str
    link: Link
    record_key: tuple[str, str]
    catalog: str
    layer: str = ""
    times: TimeExtent | None = None

    @property
    def is_raster(self) -> bool:
        """Whether the provider gives pixels."""
        return self.provider in ("wms", "wcs", "gdal")
