"""GeoNetwork 4: its Elasticsearch search of records, with CSW behind it."""

from .client import GeoNetworkCatalog

__all__ = ["GeoNetworkCatalog"]
