"""Names and passwords that the person keeps in their own ``.netrc`` file: read when needed, never copied."""

from __future__ import annotations

import netrc
from collections.abc import Iterable
from pathlib import Path


def login_for(hosts: Iterable[str], path: Path | None = None) -> tuple[str, str] | None:
    """Name and password of the first host that the file names; None where there is none, no file, or one
    that others may read (``netrc`` refuses that). ``default`` entries open every host: they are not used."""
    file = path or Path.home() / ("_netrc" if not (Path.home() / ".netrc").exists() else ".netrc")
    try:
        found = netrc.netrc(str(file)) if path else _own(file)
    except (OSError, netrc.NetrcParseError, UnicodeDecodeError):
        return None
    for host in hosts:
        entry = found.hosts.get(host)
        if entry and entry[0] and entry[2]:
            return entry[0], entry[2]
    return None


def _own(file: Path) -> netrc.netrc:
    # Called without a name, the library checks who owns the file and who may read it.
    return netrc.netrc() if file.name == ".netrc" else netrc.netrc(str(file))
