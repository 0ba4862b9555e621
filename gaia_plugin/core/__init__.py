"""The core: finds, describes, fetches and cites. No Qt, no QGIS.

>>> from gaia_plugin.core import Area, Period, Query, Session, open_catalog
>>> catalog = open_catalog("https://example.org/stac", session=Session())
>>> query = Query(text="neige", area=Area.bbox(5.0, 44.0, 8.0, 46.5), period=Period("2018-01-01", None))
>>> for page in catalog.search(query):
...     for dataset in page.items:
...         print(dataset.title)
"""

from .catalogs.detect import open_catalog
from .catalogs.federation import FederatedSearch, search
from .catalogs.registry import load_registry, make_catalog
from .model import (
    Area,
    Contact,
    Dataset,
    Granule,
    Keyword,
    Link,
    LinkKind,
    Page,
    Period,
    PropertyFilter,
    Query,
    Sort,
)
from .net import Cancel, Session

__all__ = [
    "Area",
    "Cancel",
    "Contact",
    "Dataset",
    "FederatedSearch",
    "Granule",
    "Keyword",
    "Link",
    "LinkKind",
    "Page",
    "Period",
    "PropertyFilter",
    "Query",
    "Session",
    "Sort",
    "load_registry",
    "make_catalog",
    "open_catalog",
    "search",
]
