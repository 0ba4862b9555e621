"""Hydroweb.next (CNES, Theia): single files for whoever has a key, and baskets that it packs first.

A basket is a "workflow" (py-hydroweb 1.3, ``client.py``): ``POST {workflows}`` makes one, ``GET
{workflows}/{id}/status`` tells how far it is (CREATED, BLOCKED, RUNNING, COMPLETED, FAILED, CANCELLED,
EXPIRED_NOT_PURGED, EXPIRED, DELETED), ``GET {workflows}/{id}/zip`` is the archive, ``DELETE
{workflows}/{id}`` clears it away, and ``GET {workflows}?sort=lastUpdate,DESC`` lists the person's own.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from ..errors import (
    BadAnswer,
    BeingPrepared,
    GaiaError,
    HeldBack,
    KeyRequired,
    NotFound,
    RequestRefused,
    SelectionTooLarge,
    host_of,
)
from ..model import Link
from ..net import Cancel, Session
from ..net.detail import one_line
from .basket import basket_of
from .fetchable import Fetchable
from .geodes import encoded
from .resolver import Resolver

LOOK_AGAIN = 10.0
"""Seconds between two looks at a basket that is being packed, as its own client waits."""
HELD = 60.0
_GOOD = 60.0  # seconds that a basket is taken to stay packed
_CROWDED = 600.0
_PACKING, _LOST = ("CREATED", "RUNNING"), ("EXPIRED", "EXPIRED_NOT_PURGED", "DELETED")
_KNOWN = (*_PACKING, *_LOST, "BLOCKED", "COMPLETED", "FAILED", "CANCELLED")
_ID = re.compile(r"[A-Za-z0-9][\w.:-]{0,199}", re.ASCII)


class Hydroweb(Resolver):
    """``row``: ``workflows``, the address of baskets; ``look_again`` in seconds where it is another."""

    def __init__(
        self, session: Session, row: Mapping[str, Any], clock: Callable[[], float] = time.time
    ) -> None:
        super().__init__(session, row, clock)
        self.workflows = str(row["workflows"]).rstrip("/")
        self.look_again = float(row.get("look_again", LOOK_AGAIN))
        self._ids: dict[str, str] = {}
        self._packed: dict[str, tuple[Fetchable, float]] = {}
        self._guard = threading.Lock()

    def covers(self, url: str) -> bool:
        return super().covers(url) and (
            "/downloads/" in urlsplit(url).path or url.partition("#")[0] == self.workflows
        )

    def forget(self) -> None:
        """Baskets are of one person."""
        with self._guard:
            self._ids.clear()
            self._packed.clear()

    def fetchable(self, link: Link, cancel: Cancel | None, refused: Fetchable | None) -> Fetchable:
        """Raises KeyRequired; of a basket BeingPrepared and HeldBack (``retry_after``: when to look again),
        SelectionTooLarge, RequestRefused (its own words), BadAnswer."""
        if self.session.credentials.for_url(link.href) is None:
            raise KeyRequired(host=host_of(link.href), service=self.service)
        basket = basket_of(link.href)
        if basket is None:
            return Fetchable(encoded(link.href))
        name = basket[1]["workflowName"]
        with self._guard:
            kept = self._packed.get(name)
        if kept and self.clock() < kept[1]:
            return kept[0]
        got = self._followed(name, basket[1], cancel)
        with self._guard:
            self._packed[name] = got, self.clock() + _GOOD
        return got

    def understood(self, error: GaiaError, link: Link) -> GaiaError:
        """Whatever became of an archive, its basket is looked at again before the next attempt."""
        basket = basket_of(link.href)
        if basket:
            with self._guard:
                self._packed.pop(basket[1]["workflowName"], None)
        return error

    def finished(self, link: Link, cancel: Cancel | None) -> None:
        """A basket whose archive is here is cleared away: it counts against what the person may have."""
        basket = basket_of(link.href)
        if basket:
            name = basket[1]["workflowName"]
            with suppress(GaiaError):
                self._clear(name, self._ids.get(name) or self._listed(name, cancel), cancel)

    # -- within --------------------------------------------------------------------------------

    def _followed(self, name: str, request: Mapping[str, Any], cancel: Cancel | None) -> Fetchable:
        """The archive of a basket, once it is packed; made anew where the service has cleared it away."""
        found = self._ids.get(name) or self._listed(name, cancel)
        if found is None:
            found = self._made(name, request, cancel)
        else:
            self._keep(name, found)
        try:
            said = self._asked(f"{self.workflows}/{found}/status", cancel)
        except NotFound:
            said = {"status": "DELETED"}
        status = said.get("status")
        if status not in _KNOWN:
            raise self._unreadable()
        if status == "COMPLETED":
            return Fetchable(f"{self.workflows}/{found}/zip")
        if status == "BLOCKED":
            raise HeldBack(host=self._host, retry_after=HELD, minutes=HELD / 60)
        if status not in _PACKING:
            self._clear(name, found, cancel)
        if status in _LOST:
            self._made(name, request, cancel)
        elif status not in _PACKING:
            raise self._failure(said)
        raise BeingPrepared(
            host=self._host, retry_after=self.look_again, minutes=1, percent=_percent(said.get("progress"))
        )

    def _listed(self, name: str, cancel: Cancel | None) -> str | None:
        """The basket of this name, of an earlier run or of another window."""
        try:
            said = self._asked(f"{self.workflows}?sort=lastUpdate,DESC&unpaged=true", cancel)
        except (NotFound, BadAnswer):
            return None
        content = said.get("content")
        for one in content if isinstance(content, list) else ():
            named = isinstance(one, dict) and name in (one.get("workflowName"), one.get("name"))
            if named and one.get("status") not in _LOST:
                return _id_of(one)
        return None

    def _made(self, name: str, request: Mapping[str, Any], cancel: Cancel | None) -> str:
        """A new basket. Never asked for twice: one whose answer was lost is found by its name."""
        said = self.session.post(self.workflows, json=request, cancel=cancel, once=True).json()
        found = _id_of(said)
        if found is None:
            raise self._unreadable()
        self._keep(name, found)
        return found

    def _clear(self, name: str, found: str | None, cancel: Cancel | None) -> None:
        with self._guard:
            self._ids.pop(name, None)
            self._packed.pop(name, None)
        if found is None:
            return
        try:
            self.session.delete(f"{self.workflows}/{found}", cancel=cancel)
        except GaiaError:  # the service clears it away by itself after a while
            if cancel:
                cancel.check()

    def _keep(self, name: str, found: str) -> None:
        with self._guard:
            self._ids[name] = found

    def _asked(self, url: str, cancel: Cancel | None) -> dict[str, Any]:
        said = self.session.get(url, cancel=cancel).json()
        if not isinstance(said, dict):
            raise self._unreadable()
        return said

    def _failure(self, said: Mapping[str, Any]) -> GaiaError:
        words = " ".join(_texts(said))
        if "WHOLE_QUOTA_EXCEEDED" in words:
            return SelectionTooLarge(host=self._host)
        if "BLOCKED_WORKFLOWS_LIMIT_REACHED" in words:
            return HeldBack(host=self._host, retry_after=_CROWDED, minutes=_CROWDED / 60)
        if "EMPTY_SELECTION" in words:
            return RequestRefused(host=self._host, detail="nothing is in this selection")
        if said.get("status") == "CANCELLED":
            return RequestRefused(host=self._host, detail="the basket was cancelled on its website")
        told = said.get("message")
        detail = one_line(told) if isinstance(told, str) else ""
        return RequestRefused(host=self._host, detail=detail or "the basket could not be packed")

    def _unreadable(self) -> BadAnswer:
        return BadAnswer(host=self._host, detail="no basket")

    @property
    def _host(self) -> str:
        return host_of(self.workflows)


def _id_of(said: Any) -> str | None:
    """The identifier of a basket, where it may stand in an address."""
    found = said.get("workflowId") if isinstance(said, dict) else None
    text = str(found) if isinstance(found, (str, int)) and not isinstance(found, bool) else ""
    return text if _ID.fullmatch(text) else None


def _percent(value: Any) -> float:
    known = isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= 100
    return float(value) if known else 0.0


def _texts(said: Mapping[str, Any]) -> Iterator[str]:
    return (value for value in said.values() if isinstance(value, str))
