"""Connections to catalogues and map services that the user already made in QGIS."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from qgis.core import QgsOwsConnection, QgsSettings

from ..core.catalogs.addresses import clean_address
from ..core.errors import BadAnswer


@dataclass(frozen=True)
class Connection:
    """``where`` says who keeps it ("QGIS", "MetaSearch", "WMS"), ``kind`` is an adapter's, or "" where the
    address has to be asked."""

    name: str
    url: str
    where: str
    kind: str = ""


def qgis_connections() -> list[Connection]:
    """STAC connections of QGIS (3.40 and later) and of the QGIS STAC plugin, connections of MetaSearch, and
    WMS, WFS and WCS connections; each address once. Main thread only.

    Names and addresses alone are read: user names, passwords and authentication stay where they are.
    """
    found: dict[str, Connection] = {}
    for one in (*_stac(), *_stac_plugin(), *_metasearch(), *_ows()):
        try:
            url = clean_address(one.url)
        except BadAnswer:
            continue
        found.setdefault(url, Connection(one.name or url, url, one.where, one.kind))
    return list(found.values())


def _stac() -> Iterator[Connection]:
    """``connections/stac/items/<name>/url`` (QgsStacConnection)."""
    for name, url in _urls("connections/stac/items"):
        yield Connection(name, url, "QGIS")


def _stac_plugin() -> Iterator[Connection]:
    """``qgis_stac/connections/<uuid>/{name,url}``."""
    settings = QgsSettings()
    for key, url in _urls("qgis_stac/connections"):
        name = settings.value(f"qgis_stac/connections/{key}/name", "")
        yield Connection(str(name or ""), url, "QGIS STAC")


def _metasearch() -> Iterator[Connection]:
    """``MetaSearch/<name>/url``; newer versions may hold other catalogue types than CSW beside it."""
    settings = QgsSettings()
    for name, url in _urls("MetaSearch"):
        kind = str(settings.value(f"MetaSearch/{name}/catalog-type", "") or "")
        yield Connection(name, url, "MetaSearch", "csw" if "CSW" in kind else "")


def _ows() -> Iterator[Connection]:
    for service in ("WMS", "WFS", "WCS"):
        for name in QgsOwsConnection.connectionList(service):
            connection = QgsOwsConnection(service, name)
            # A tiled service hides behind "WMS" too: what it is shows when it is asked.
            yield Connection(name, connection.uri().param("url"), service)


def _urls(group: str) -> list[tuple[str, str]]:
    settings = QgsSettings()
    settings.beginGroup(group)
    found = [(name, settings.value(f"{name}/url", "")) for name in settings.childGroups()]
    settings.endGroup()
    return [(name, url) for name, url in found if isinstance(url, str) and url.strip()]
