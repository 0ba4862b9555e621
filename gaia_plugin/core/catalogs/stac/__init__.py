"""STAC: APIs from beta to 1.1, and static catalogues."""

from .client import StacCatalog
from .elsewhere import granules_of_links
from .static import StaticStacCatalog

__all__ = ["StacCatalog", "StaticStacCatalog", "granules_of_links"]
