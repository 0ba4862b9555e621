"""Whether this computer has a network at all, and which catalogues do without one."""

from __future__ import annotations

from urllib.parse import urlsplit

from qgis.PyQt.QtNetwork import QHostAddress, QNetworkInterface

from ..core.catalogs.base import CatalogEntry


def has_network() -> bool:
    """Whether an interface other than the loopback is up and has an address that others can see.

    False is sure: no server outside can be asked. True says that it is worth trying. Costs well under a
    millisecond and sends nothing; where the system does not list its interfaces, it is True.
    """
    interfaces = QNetworkInterface.allInterfaces()
    return not interfaces or any(map(_leads_out, interfaces))


def _leads_out(interface: QNetworkInterface) -> bool:
    flag, flags = QNetworkInterface.InterfaceFlag, interface.flags()
    if flags & flag.IsLoopBack or not (flags & flag.IsUp and flags & flag.IsRunning):
        return False
    addresses = (entry.ip() for entry in interface.addressEntries())
    return any(not (one.isLoopback() or one.isLinkLocal()) for one in addresses)


def needs_network(entry: CatalogEntry) -> bool:
    """Whether a catalogue is elsewhere: neither files nor a server of this computer."""
    try:
        parts = urlsplit(entry.url)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return True
    if parts.scheme == "file":
        return False
    return not (host == "localhost" or host.endswith(".localhost") or QHostAddress(host).isLoopback())
