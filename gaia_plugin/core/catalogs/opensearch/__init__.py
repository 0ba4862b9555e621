"""OpenSearch with the Geo, Time and EO extensions (OpenSearch 1.1; OGC 10-032r8; OGC 13-026r9)."""

from .client import OpenSearchCatalog, granules_of_description

__all__ = ["OpenSearchCatalog", "granules_of_description"]
