"""OGC services: what they offer, read from bytes that the session brought."""

from .addresses import (
    capabilities_url,
    hinted_names,
    is_internal,
    link_names,
    service_url,
    with_parameters,
)
from .capabilities import Capabilities, Offer, TimeExtent, read_capabilities, read_collections
from .resolve import resolve

__all__ = [
    "Capabilities",
    "Offer",
    "TimeExtent",
    "capabilities_url",
    "hinted_names",
    "is_internal",
    "link_names",
    "read_capabilities",
    "read_collections",
    "resolve",
    "service_url",
    "with_parameters",
]
