"""GEODES (CNES): files for whoever has a key, some of them on tape, and only so many an hour.

``POST {availability}`` with ``{"availability": [{"href": …}]}`` says of many files whether they are on a disk
(``{"products": [{"files": [{"checksum": MD5, "available": …}]}]}``; the MD5 is the last part of an address).
What is on tape is not ordered: it is asked for again later. A key that is wrong is sent round in a circle of
redirects.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from ..errors import Cancelled, GaiaError, KeyRequired, NotOnlineYet, QuotaExceeded, TooManyRequests, host_of
from ..model import Link
from ..net import Cancel, Session
from .batches import Answer, Batches
from .fetchable import Fetchable
from .resolver import Resolver

MOST_AT_ONCE = 80
LOOK_AGAIN = 300.0
"""Seconds between two looks for a file that is on tape; how long it takes is not told."""
_URN = re.compile(r"(/downloads?/)([^/?#]+)(/files/)")
_STAYS = 3600.0  # seconds that a file is taken to stay on the disk


class Geodes(Resolver):
    """``row``: ``availability``, the address that knows; ``look_again`` in seconds where it is another."""

    def __init__(
        self, session: Session, row: Mapping[str, Any], clock: Callable[[], float] = time.time
    ) -> None:
        super().__init__(session, row, clock)
        self.availability = str(row["availability"])
        self.look_again = float(row.get("look_again", LOOK_AGAIN))
        self._online = Batches(self._ask, MOST_AT_ONCE, host_of(self.availability), clock)
        self._used_up: tuple[float, QuotaExceeded] | None = None

    def covers(self, url: str) -> bool:
        return super().covers(url) and "/download/" in urlsplit(url).path

    def expect(self, links: Iterable[Link]) -> None:
        self._online.expect(link.href for link in links if self.covers(link.href))

    def forget(self) -> None:
        self._online.forget()
        self._used_up = None

    def fetchable(self, link: Link, cancel: Cancel | None, refused: Fetchable | None) -> Fetchable:
        """Raises KeyRequired, NotOnlineYet (``retry_after``: when to look again), QuotaExceeded."""
        host = host_of(link.href)
        if self.session.credentials.for_url(link.href) is None:
            raise KeyRequired(host=host, service=self.service)
        if self._used_up:
            until, error = self._used_up
            if self.clock() < until:
                left = until - self.clock()
                raise type(error)(**{**error.fields, "status": error.status, "retry_after": left})
        if not self._online.get(link.href, cancel):
            raise NotOnlineYet(
                host=host, retry_after=self.look_again, minutes=max(1, round(self.look_again / 60))
            )
        return Fetchable(encoded(link.href))

    def understood(self, error: GaiaError, link: Link) -> GaiaError:
        """The quota is of an hour: until it is over nobody is asked. What it answers to too many requests
        (429), CNES's own client takes for a quota too; where it names no hour, it is tried a little later."""
        if isinstance(error, TooManyRequests) and error.retry_after is None:
            return TooManyRequests(host=error.host, status=error.status, retry_after=self.look_again)
        if isinstance(error, QuotaExceeded) and error.retry_after and error.status:
            self._used_up = (self.clock() + error.retry_after, error)
        return error

    def _ask(self, hrefs: list[str], cancel: Cancel | None) -> dict[str, Answer[bool]]:
        """What is on a disk. A file of which the service says nothing is tried: so is everything where it
        does not answer, for the download itself will tell."""
        now = self.clock()
        said = dict.fromkeys(hrefs, True)
        try:
            body = {"availability": [{"href": href} for href in hrefs]}
            document = self.session.post(self.availability, json=body, cancel=cancel).json()
        except Cancelled:
            raise
        except GaiaError:
            return {href: Answer(True, now + self.look_again) for href in hrefs}
        available = dict(_files(document))
        for href in hrefs:
            digest = urlsplit(href).path.rstrip("/").rpartition("/")[2].lower()
            said[href] = available.get(digest, True)
        return {href: Answer(on, now + (_STAYS if on else self.look_again / 2)) for href, on in said.items()}


def encoded(url: str) -> str:
    """The address with its URN as one part of a path: colons in it are taken for something else by some."""
    return _URN.sub(lambda found: found[1] + quote(unquote(found[2]), safe="") + found[3], url, count=1)


def _files(document: Any) -> Iterable[tuple[str, bool]]:
    """Digests, and whether the file is on a disk. Two products may hold the same bytes: one that is not there
    does not hide the other."""
    found: dict[str, bool] = {}
    products = document.get("products") if isinstance(document, dict) else None
    for product in products if isinstance(products, list) else ():
        files = product.get("files") if isinstance(product, dict) else None
        for file in files if isinstance(files, list) else ():
            digest = file.get("checksum") if isinstance(file, dict) else None
            if isinstance(digest, str) and isinstance(file.get("available"), bool):
                found[digest.lower()] = found.get(digest.lower(), False) or file["available"]
    return found.items()
