"""The registry: which catalogues there are, and the adapter that speaks with each."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from ..errors import BadAnswer, UnsupportedLink, host_of
from ..net import Session
from .base import Catalog, CatalogEntry

REGISTRY = Path(__file__).resolve().parents[3] / "resources" / "catalogs.json"

MOST_SECONDS = 240.0
"""The longest time-out of a row: below that of a whole answer."""

# Adapters are imported when first used: the plugin's start must not pay for parsers of catalogues that
# nobody searches.
ADAPTERS: dict[str, tuple[str, str]] = {
    "stac": (".stac", "StacCatalog"),
    "stac-static": (".stac", "StaticStacCatalog"),
    "csw": (".csw", "CswCatalog"),
    "aeris": (".aeris", "AerisCatalog"),
    "geonetwork": (".geonetwork", "GeoNetworkCatalog"),
    "opensearch": (".opensearch", "OpenSearchCatalog"),
    "cmr": (".cmr", "CmrCatalog"),
    "odata": (".odata", "ODataCatalog"),
    "esgf": (".esgf", "EsgfCatalog"),
    "dataone": (".dataone", "DataOneCatalog"),
    "datacite": (".datacite", "DataCiteCatalog"),
    "dataverse": (".dataverse", "DataverseCatalog"),
    "gbif": (".gbif", "GbifCatalog"),
    "fdsn": (".fdsn", "FdsnCatalog"),
    "ozcar": (".ozcar", "OzcarCatalog"),
    "data-gouv": (".datagouv", "DataGouvCatalog"),
    "records": (".records_api", "RecordsApiCatalog"),
    "erddap": (".erddap", "ErddapCatalog"),
    "thredds": (".thredds", "ThreddsCatalog"),
    "closed": (".closed", "ClosedCatalog"),
    **dict.fromkeys(("wms", "wmts", "wfs", "wcs", "features"), (".services", "ServiceCatalog")),
}


def load_registry(path: Path | None = None) -> list[CatalogEntry]:
    """The rows of a registry file (JSON list), in its order; the plugin's own by default.

    Relative addresses are files beside the registry. Raises BadAnswer where the file is not a registry;
    a single row that is wrong is left out.
    """
    path = path or REGISTRY
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadAnswer(host=path.name, detail="it is not a list of catalogues") from error
    if not isinstance(rows, list):
        raise BadAnswer(host=path.name, detail="it is not a list of catalogues")
    entries = (read_entry(row, path.parent) for row in rows)
    return [entry for entry in entries if entry is not None]


def read_entry(row: Any, folder: Path) -> CatalogEntry | None:
    """One row, or None where its identifier, address or kind is missing or unknown."""
    if not isinstance(row, Mapping):
        return None
    url, kind, key = row.get("url"), row.get("kind"), row.get("id")
    if not (isinstance(url, str) and isinstance(key, str) and url and key and kind in ADAPTERS):
        return None
    if "://" not in url:
        url = (folder / url).resolve().as_uri()
    return CatalogEntry(
        id=key,
        kind=str(kind),
        url=url,
        titles=_by_language(row, "title"),
        dialect=_text(row, "dialect"),
        provider=_text(row, "provider"),
        compartments=_texts(row, "compartments"),
        languages=_texts(row, "languages"),
        sign_in=_text(row, "sign_in") or "none",
        offers=_texts(row, "offers") or ("datasets",),
        enabled=row.get("enabled") is True,
        max_connections=row["max_connections"] if isinstance(row.get("max_connections"), int) else 2,
        connect_timeout=_seconds(row, "connect_timeout"),
        read_timeout=_seconds(row, "read_timeout"),
        homepage=_text(row, "homepage"),
        notes=_by_language(row, "note"),
        options=row["options"] if isinstance(row.get("options"), Mapping) else {},
    )


def _by_language(row: Mapping[str, Any], name: str) -> dict[str, str]:
    value = row.get(name)
    if isinstance(value, str):
        return {"en": value}
    return {str(k): str(v) for k, v in value.items()} if isinstance(value, Mapping) else {}


def _seconds(row: Mapping[str, Any], name: str) -> float | None:
    """A time-out; None where the row has none that makes sense."""
    value = row.get(name)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value <= MOST_SECONDS:
        return None
    return float(value)


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    return value if isinstance(value, str) else ""


def _texts(row: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = row.get(name)
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


def make_catalog(entry: CatalogEntry, session: Session) -> Catalog:
    """The adapter of a row. Raises UnsupportedLink for a kind that has none."""
    try:
        module, name = ADAPTERS[entry.kind]
    except KeyError:
        raise UnsupportedLink(detail=f"no catalogue of the kind {entry.kind!r}") from None
    adapter: type[Catalog] = getattr(import_module(module, __package__), name)
    if entry.url.startswith("http"):
        session.limit_host(host_of(entry.url), entry.max_connections, entry.id)
    if entry.connect_timeout or entry.read_timeout:
        session = session.with_timeouts(entry.connect_timeout, entry.read_timeout)
    return adapter(entry, session)
