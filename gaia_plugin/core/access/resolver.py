"""What every way to the bytes has in common."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ..errors import GaiaError
from ..model import Link
from ..net import Cancel, Credential, Session
from ..net.credentials import origin
from .fetchable import Fetchable

LOOPBACK = ("127.0.0.1", "::1", "localhost")


class Resolver:
    """The way to the files of some hosts. ``row`` is the resolver's line in ``resources/access.json``:

    - ``hosts``: as a ``Credential`` names them ("files.example.org", ".example.org" for all below it);
    - ``service``: its name, for people;
    - what the resolver itself reads.
    """

    signs = False
    """Whether an address of its hosts opens nothing unless it is signed, for a while."""

    def __init__(
        self, session: Session, row: Mapping[str, Any], clock: Callable[[], float] = time.time
    ) -> None:
        hosts = tuple(host for host in row.get("hosts", ()) if isinstance(host, str))
        local = all(host.rsplit(":", 1)[0] in LOOPBACK for host in hosts)
        self.session = session
        self.service = str(row.get("service") or row.get("id") or "")
        self.clock = clock
        self._hosts = Credential(hosts, allow_http=local)

    def covers(self, url: str) -> bool:
        """Whether the address is one of the hosts', over https (over http on this computer only)."""
        return self._hosts.matches(url)

    def expect(self, links: Iterable[Link]) -> None:
        """These will be asked for soon. Asks nobody."""

    def forget(self) -> None:
        """The person signed in or out: nothing that was given to them before is used any more."""

    def fetchable(self, link: Link, cancel: Cancel | None, refused: Fetchable | None) -> Fetchable:
        """Where the link's bytes are. ``refused`` is what was given before and no longer opens the file.
        Raises the typed reasons of ``core.errors``."""
        return Fetchable(link.href)

    def understood(self, error: GaiaError, link: Link) -> GaiaError:
        """A refusal of the files' host, as this service means it."""
        return error

    def finished(self, link: Link, cancel: Cancel | None) -> None:
        """The file is on the disk: what was made for it is cleared away. Raises nothing."""


def may_follow(url: str, asker: str) -> bool:
    """Whether an address that a service gave may be fetched: https, or http on this computer where the
    service is there as well."""
    scheme, host, _ = origin(url)
    if scheme == "https":
        return bool(host)
    return scheme == "http" and host in LOOPBACK and origin(asker)[1] in LOOPBACK
