"""How a link will be opened: the shape that worker and main thread share."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from ..core.model import Link
from ..core.ogc import TimeExtent
from .product_looks import Look


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
    look: Look | None = None
    """How to draw it, where the product says that."""
    product: str = ""
    """The product whose layers it lies with, in a group of theirs."""
    shown: bool = True
    is_mask: bool = False

    def with_(self, **changes: Any) -> LayerPlan:
        """The same plan but for these fields."""
        return replace(self, **changes)

    @property
    def is_raster(self) -> bool:
        """Whether the provider gives pixels."""
        return self.provider in ("wms", "wcs", "gdal")
