"""Links that this plugin does not follow, and says so: FTP, whose sign-in goes in clear through the network,
and which QGIS and requests do not speak."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..errors import OpenedElsewhere, host_of
from ..model import Link
from ..net import Cancel, Session
from .fetchable import Fetchable
from .resolver import Resolver


class Elsewhere(Resolver):
    """``row``: ``schemes``, of the addresses that programs of the person's own open."""

    def __init__(self, session: Session, row: Mapping[str, Any], clock: Callable[[], float]) -> None:
        super().__init__(session, row, clock)
        self._schemes = tuple(f"{scheme}://" for scheme in row["schemes"])

    def covers(self, url: str) -> bool:
        return url.lower().startswith(self._schemes)

    def fetchable(self, link: Link, cancel: Cancel | None, refused: Fetchable | None) -> Fetchable:
        """Raises OpenedElsewhere."""
        raise OpenedElsewhere(
            host=host_of(link.href), detail="", protocol=link.href.partition(":")[0].upper()
        )
