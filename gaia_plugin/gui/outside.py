"""Addresses that a program of the person's own opens: FTP, which neither QGIS nor this plugin speaks."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtGui import QDesktopServices

_SCHEMES = ("ftp", "ftps", "sftp")
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]{0,251}[A-Za-z0-9])?|[0-9A-Fa-f]*:[0-9A-Fa-f:.]+", re.ASCII)
"""A name or an IP address: no sign in front that a program would take for an option of its own."""
_LINES = re.compile(r"%(0[0-9a-f]|1[0-9a-f]|7f)", re.I)
"""Ends of lines and their like: to an FTP server, what follows one is another command."""
_PATH = "/%:@!$&'()*+,;=~"


def is_outside(href: str) -> bool:
    """Whether an address is of such a protocol."""
    return href.lower().startswith(tuple(f"{scheme}://" for scheme in _SCHEMES))


def protocol(href: str) -> str:
    """ "FTP"."""
    return href.partition(":")[0].upper()


def address_of(href: str) -> str:
    """The address as it may be given to another program: of one of these protocols, with a host that is one,
    without name, password and query; "" where it has no such host, or hides a command in its path."""
    try:
        parts = urlsplit(href.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    good = _HOST.fullmatch(host) and "\\" not in parts.netloc and not _LINES.search(parts.path)
    if parts.scheme.lower() not in _SCHEMES or not good:
        return ""
    place = f"[{host}]" if ":" in host else host
    return f"{parts.scheme.lower()}://{place}{f':{port}' if port else ''}{quote(parts.path, safe=_PATH)}"


def open_outside(href: str) -> bool:
    """Hand it to the program that the system has for it (on Windows and macOS the file manager); False where
    it is no such address, or the system has none."""
    address = address_of(href)
    return bool(address) and QDesktopServices.openUrl(QUrl(address))
